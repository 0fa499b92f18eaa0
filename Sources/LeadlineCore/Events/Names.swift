/// What a fact says of one dimension: a code that its `Names` gave out.
enum Code {
  static var notSet: UInt32 { 0 }
  static var other: UInt32 { 1 }
  static var firstName: UInt32 { 2 }
  /// Never given out.
  static var unknown: UInt32 { UInt32(Int32.max) }
  /// Marks a code that stands for a name beyond the limit; the other bits are the top ones of the name's hash.
  static var beyond: UInt32 { 1 << 31 }

  @inline(__always)
  static func isBeyond(_ code: UInt32) -> Bool { code & beyond != 0 }

  @inline(__always)
  static func beyond(_ hash: UInt64) -> UInt32 { beyond | UInt32(truncatingIfNeeded: hash >> 33) }
}

/// The names of one dimension: text to code and back.
///
/// A code is given out once and stays. With a limit a name may fall out later: its code then reads as `(other)`, whatever
/// was booked under it.
struct Names: ~Copyable {
  struct Entry {
    var hash: UInt64
    var start: Int
    var size: UInt32
    var isDeclared: Bool
  }

  private var text: Buffer<UInt8>
  private var entries: Buffer<Entry>
  /// Open addressing by the hash: codes, 0 where free.
  private var slots: Buffer<UInt32>
  /// Whether places are found by a keyed hash of the text: see `place`.
  private var isKeyed = false
  var threshold: Threshold
  private(set) var declared = 0
  /// How much there was at `begin`.
  private var oldCount = 0
  private var oldTextSize = 0

  init(_ heap: Heap) throws(OutOfMemory) {
    text = Buffer(heap)
    entries = Buffer(heap)
    slots = Buffer(heap)
    threshold = Threshold(heap, limit: 0)
    try entries.append(Entry(hash: 0, start: 0, size: 0, isDeclared: true))
    try entries.append(Entry(hash: 1, start: 0, size: 0, isDeclared: true))
  }

  /// Bounds the names kept, once the declared ones, which take part in it, are in.
  mutating func keep(atMost limit: Int) throws(OutOfMemory) {
    guard limit > 0 else { return }
    threshold = Threshold(text.heap, limit: Swift.max(limit - declared, 1))
    if limit <= declared { try threshold.lower(to: 0) }
  }

  // A call that gives out several names or none begins with `begin` and ends with one of the others.

  mutating func begin() {
    oldCount = entries.count
    oldTextSize = text.count
    threshold.begin()
  }

  mutating func commit() { threshold.commit() }

  /// Forgets the names given out since `begin`. Cannot fail.
  mutating func undo() {
    threshold.undo()
    guard entries.count > oldCount else { return }
    entries.truncate(to: oldCount)
    text.truncate(to: oldTextSize)
    insertAll()
  }

  /// Codes below this were given out.
  var count: Int { entries.count }
  var isLimited: Bool { threshold.limit > 0 }
  var bytes: Int { text.bytes + entries.bytes + slots.bytes + threshold.bytes }

  private static var otherText: Bytes { Bytes("(other)") }

  /// Whether a row may carry this code.
  @inline(__always)
  func isGiven(_ code: UInt32) -> Bool {
    Int(code) < entries.count || (Code.isBeyond(code) && isLimited)
  }

  /// Whether the code's name is shown; otherwise it is `(other)`.
  func isKept(_ code: UInt32) -> Bool {
    if Code.isBeyond(code) || code == Code.other || Int(code) >= entries.count { return false }
    let entry = entries[Int(code)]
    return entry.isDeclared || threshold.keeps(entry.hash)
  }

  /// Whether a name that has no code would be shown.
  func keeps(_ name: Bytes) -> Bool { !isLimited || threshold.keeps(Hash.bytes(name)) }

  /// The code under which this one is shown.
  func shown(_ code: UInt32) -> UInt32 { isKept(code) ? code : Code.other }

  /// 31 bits of the name's hash, the same before and after it fell out; 0 and 1 for no name and other.
  func fixedHash(_ code: UInt32) -> UInt64 {
    if Code.isBeyond(code) { return UInt64(code) }
    if code < Code.firstName || Int(code) >= entries.count { return UInt64(code) }
    return UInt64(Code.beyond(entries[Int(code)].hash))
  }

  /// Below, equal to or above zero as one code's name comes before, is or comes after another's: by bytes. A limit may take
  /// a name's bytes away at any time, so under one only the declared go by bytes, and the rest behind them by their hashes.
  func compare(_ a: UInt32, _ b: UInt32) -> Int {
    if a == b { return 0 }
    if !isLimited { return name(a).compare(name(b)) }
    let (first, second) = (isDeclared(a), isDeclared(b))
    if first && second { return name(a).compare(name(b)) }
    if first != second { return first ? -1 : 1 }
    let (left, right) = (fixedHash(a), fixedHash(b))
    return left < right ? -1 : left > right ? 1 : 0
  }

  func isDeclared(_ code: UInt32) -> Bool {
    if Code.isBeyond(code) || Int(code) >= entries.count { return false }
    return code == Code.notSet || (code >= Code.firstName && entries[Int(code)].isDeclared)
  }

  /// The text of a code that was given out. Valid until the next name is.
  func name(_ code: UInt32) -> Bytes {
    if !isKept(code) { return Self.otherText }
    return bytes(of: code)
  }

  private func bytes(of code: UInt32) -> Bytes {
    let entry = entries[Int(code)]
    guard entry.size > 0, let base = unsafe text.base else { return Bytes("") }
    return unsafe Bytes(UnsafePointer(base + entry.start), Int(entry.size))
  }

  /// The code of a name that has one, kept or not.
  func find(_ name: Bytes) -> UInt32? {
    if name.isEmpty { return Code.notSet }
    return find(name, hash: Hash.bytes(name))
  }

  private func find(_ name: Bytes, hash: UInt64) -> UInt32? {
    guard slots.count > 0 else { return nil }
    let mask = slots.count - 1
    var at = place(hash, name) & mask
    while true {
      let code = slots[at]
      if code == 0 { return nil }
      if entries[Int(code)].hash == hash && bytes(of: code) == name { return code }
      at = (at + 1) & mask
    }
  }

  /// The code of a name, given out now if need be. On failure nothing has changed.
  mutating func intern(_ name: Bytes, declare: Bool = false) throws(OutOfMemory) -> UInt32 {
    if name.isEmpty { return Code.notSet }
    let hash = Hash.bytes(name)
    if let code = find(name, hash: hash) { return isKept(code) ? code : Code.beyond(hash) }
    if !declare && !threshold.keeps(hash) { return Code.beyond(hash) }
    try text.reserve(more: name.count)
    try entries.reserve(more: 1)
    try makeRoom()
    if declare {
      declared += 1
    } else if isLimited {
      // The bound may fall onto this very name.
      if try !threshold.admit(hash) { return Code.beyond(hash) }
    }
    let code = UInt32(entries.count)
    entries.appendReserved(Entry(hash: hash, start: text.count, size: UInt32(name.count), isDeclared: declare))
    for i in 0..<name.count { text.appendReserved(name[i]) }
    if insert(code) && !isKeyed {
      isKeyed = true
      insertAll()
    }
    return code
  }

  /// Where to look first. The hash is fixed and public, so it is salted with an address that whoever chooses names does not
  /// know: else names could be chosen that all share a place. Names whose whole hashes agree share one all the same; they do not
  /// come by themselves, and once some have come places are found by a hash whose key is that address.
  private func place(_ hash: UInt64, _ name: Bytes) -> Int {
    let salt = unsafe UInt64(UInt(bitPattern: slots.base))
    if isKeyed { return Int(truncatingIfNeeded: KeyedHash.bytes(name, key: (salt, Hash.word(salt)))) }
    return Int(truncatingIfNeeded: Hash.word(hash ^ salt))
  }

  private static var mostAlike: Int { 8 }

  /// Puts a code into its slot; true if too many were met on the way whose whole hashes are its own.
  @discardableResult
  private mutating func insert(_ code: UInt32) -> Bool {
    let hash = entries[Int(code)].hash
    let mask = slots.count - 1
    var at = place(hash, bytes(of: code)) & mask
    var alike = 0
    while slots[at] != 0 {
      if entries[Int(slots[at])].hash == hash { alike += 1 }
      at = (at + 1) & mask
    }
    slots[at] = code
    return alike > Self.mostAlike
  }

  private mutating func insertAll() {
    for at in 0..<slots.count { slots[at] = 0 }
    for code in Int(Code.firstName)..<entries.count where entries[code].size > 0 { insert(UInt32(code)) }
  }

  private mutating func makeRoom() throws(OutOfMemory) {
    guard entries.count * 2 > slots.count else { return }
    var fresh = Buffer<UInt32>(slots.heap)
    try fresh.append(repeating: 0, count: Swift.max(16, slots.count * 2))
    swap(&slots, &fresh)
    insertAll()
  }
}
