/// Which facts meet which steps: by kind, and for some by the names of their dimensions.
///
/// Steps and exclusions are numbered together, the steps first; a fact's matches are bits in one or several words.
@safe
struct Matchers: ~Copyable {
  /// A dimension whose code must be among those marked.
  struct Condition: ~Copyable {
    /// Of the dimensions that facts have.
    var dimension: Int
    /// By code; codes beyond are not marked.
    var marked: Buffer<UInt8>
    var marksBeyond: Bool
  }

  let heap: Heap
  private(set) var count = 0
  private(set) var words = 1
  /// By slot, `words` each: what the kind alone allows.
  private var byKind: Buffer<UInt64>
  /// By slot: 1 where any bit is set.
  private(set) var any: Buffer<UInt8>
  /// By matcher: its conditions.
  private var conditions: Buffer<Buffer<Condition>>
  /// Bits of the matchers that have conditions.
  private var conditional: Buffer<UInt64>
  let slots: Int
  /// By word, the bits of the matchers that facts meet only while they stand; empty where there are none.
  private(set) var standing: Buffer<UInt64>
  /// Then, by slot: what a kind's facts are to corrections, as `Standing.Role`.
  var roles: Buffer<UInt8>

  init(_ heap: Heap, matchers: Int, slots: Int) throws(OutOfMemory) {
    self.heap = heap
    self.slots = slots
    byKind = Buffer(heap)
    any = Buffer(heap)
    conditions = Buffer(heap)
    conditional = Buffer(heap)
    standing = Buffer(heap)
    roles = Buffer(heap)
    words = Swift.max((matchers + 63) / 64, 1)
    count = matchers
    try byKind.append(repeating: 0, count: slots * words)
    try any.append(repeating: 0, count: slots)
    try conditional.append(repeating: 0, count: words)
    try conditions.reserve(exactly: matchers)
    for _ in 0..<matchers { conditions.appendReserved(Buffer(heap)) }
  }

  /// A kind's facts, and those of its parts, meet a matcher.
  mutating func meet(_ matcher: Int, slot: Int) {
    byKind[slot * words + matcher / 64] |= 1 << UInt64(matcher % 64)
    any[slot] = 1
  }

  /// Whether a kind's facts may meet a matcher.
  func allows(_ matcher: Int, slot: Int) -> Bool { byKind[slot * words + matcher / 64] & 1 << UInt64(matcher % 64) != 0 }

  mutating func require(_ matcher: Int, _ condition: consuming Condition) throws(OutOfMemory) {
    try conditions[matcher].append(condition)
    conditional[matcher / 64] |= 1 << UInt64(matcher % 64)
  }

  /// Lets facts that were undone as a whole no longer meet a matcher; `roles` says which may be.
  mutating func requireStanding(_ matcher: Int) throws(OutOfMemory) {
    if standing.isEmpty {
      try roles.append(repeating: 0, count: slots)
      try standing.append(repeating: 0, count: words)
    }
    standing[matcher / 64] |= 1 << UInt64(matcher % 64)
  }

  /// Whether facts meet what they met by these, made of the same question when fewer names were known.
  func agree(with earlier: borrowing Matchers) -> Bool {
    for m in 0..<earlier.count {
      for c in 0..<earlier.conditions[m].count {
        let known = earlier.conditions[m][c].marked.count
        if conditions[m][c].marked.count < known || conditions[m][c].marksBeyond != earlier.conditions[m][c].marksBeyond { return false }
        for code in 0..<known where conditions[m][c].marked[code] != earlier.conditions[m][c].marked[code] { return false }
      }
    }
    return true
  }

  var hasConditions: Bool {
    for w in 0..<words where conditional[w] != 0 { return true }
    return false
  }

  /// By slot the bits of the one word there is, where nothing has conditions.
  var plain: UnsafePointer<UInt64> { unsafe UnsafePointer(byKind.base.unsafelyUnwrapped) }

  /// A word of a fact's matches.
  @inline(__always)
  func matches(_ word: Int, slot: Int, _ row: Int, _ codes: borrowing Buffer<PackedColumn>) -> UInt64 {
    let bits = unsafe byKind.base.unsafelyUnwrapped[slot &* words &+ word]
    let open = unsafe bits & conditional.base.unsafelyUnwrapped[word]
    if open == 0 { return bits }
    return settle(word, bits, open, row, codes)
  }

  private func settle(_ word: Int, _ bits: UInt64, _ open: UInt64, _ row: Int, _ codes: borrowing Buffer<PackedColumn>) -> UInt64 {
    var bits = bits
    var open = open
    while open != 0 {
      let bit = open.trailingZeroBitCount
      open &= open - 1
      let matcher = word * 64 + bit
      for c in 0..<conditions[matcher].count {
        let code = Int(codes[conditions[matcher][c].dimension][row])
        let isMarked =
          code < conditions[matcher][c].marked.count
          ? conditions[matcher][c].marked[code] != 0 : conditions[matcher][c].marksBeyond && Code.isBeyond(UInt32(code))
        if !isMarked {
          bits &= ~(1 << UInt64(bit))
          break
        }
      }
    }
    return bits
  }
}
