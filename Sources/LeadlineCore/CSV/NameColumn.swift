/// Reads the names of one column: text to a code of a dimension or attribute, or to a kind.
///
/// Folding, translating and interning are done once a text; what came of it is remembered by the text as it stands in
/// the file.
struct NameColumn: ~Copyable {
  enum Meaning {
    case dimension(Int)
    case kind
  }

  let meaning: Meaning
  /// Which translations apply.
  let target: Int
  var cache: NameCache

  init(_ heap: Heap, _ meaning: Meaning, target: Int) {
    self.meaning = meaning
    self.target = target
    cache = NameCache(heap)
  }

  // What a kind's text comes to: its number, with a mark where it may carry an amount.
  static var carriesAmount: UInt32 { 1 << 16 }
  /// No translation.
  static var untranslated: Int { -2 }
  static var longestName: Int { 65535 }
}

/// Where texts are put together that do not stand in the file as they are read: quotes undone, case folded, parts of a
/// time joined. What it holds has slack behind it.
struct TextScratch: ~Copyable {
  private var buffer: Buffer<UInt8>

  init(_ heap: Heap) { buffer = Buffer(heap) }

  mutating func clear() { buffer.removeAll() }

  var isEmpty: Bool { buffer.isEmpty }

  /// What was put together. Valid until more is.
  var text: Bytes {
    guard let base = unsafe buffer.base else { return Bytes("") }
    return unsafe Bytes(base, buffer.count)
  }

  private mutating func makeRoom(_ size: Int) throws(OutOfMemory) {
    try buffer.reserve(more: size + Structurals.slack)
  }

  mutating func append(_ byte: UInt8) throws(OutOfMemory) {
    try makeRoom(1)
    buffer.appendReserved(byte)
  }

  mutating func append(_ text: Bytes) throws(OutOfMemory) {
    try makeRoom(text.count)
    try unsafe buffer.append(from: text.start, count: text.count)
  }

  /// Every doubled quote as one.
  mutating func append(undoubling text: Bytes) throws(OutOfMemory) {
    try makeRoom(text.count)
    var i = 0
    while i < text.count {
      buffer.appendReserved(text[i])
      i += text[i] == Structurals.quote ? 2 : 1
    }
  }

  mutating func append(folding text: Bytes) throws(OutOfMemory) {
    try makeRoom(text.count)
    for i in 0..<text.count { buffer.appendReserved(CSVPlan.folded(text[i])) }
  }
}
