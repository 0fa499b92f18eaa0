/// Counts distinct codes of names exactly: a set of codes in blocks of 32.
///
/// Codes are given out one after the other, so blocks are nearly full: eight bytes, and those of the free slots beside it,
/// for 32 codes. Codes with the top bit set, which carry a hash, cost a block each. The blocks are in an ordered table
/// (``OrderedSlots``): the same codes are the same words, in whatever order they came.
///
/// Code 0 is "not set" and is never counted.
struct DistinctCodes: ~Copyable {
  /// Upper half: the block's number plus 1, mixed; lower half: which of its codes are there.
  private(set) var words: Buffer<UInt64>
  private var blocks = 0
  /// How many codes there are.
  private(set) var count = 0

  init(_ heap: Heap) {
    words = Buffer(heap)
  }

  init(copying other: borrowing DistinctCodes) throws(OutOfMemory) {
    words = try Buffer(copying: other.words)
    blocks = other.blocks
    count = other.count
  }

  var bytes: Int { words.bytes }

  // Multiplication by an odd number takes no two blocks to one, and the golden ratio's spreads numbers in a row.
  private static var mixing: UInt32 { 0x9E37_79B9 }
  private static var unmixing: UInt32 { 0x144C_BC89 }
  private static var payload: UInt64 { 32 }

  @inline(__always)
  private static func word(of code: UInt32) -> UInt64 {
    UInt64((code &>> 5 &+ 1) &* mixing) &<< payload | 1 &<< UInt64(code & 31)
  }

  /// Counts a code. Without memory nothing changes.
  mutating func add(_ code: UInt32) throws(OutOfMemory) {
    if code != 0 { try add(word: Self.word(of: code)) }
  }

  func contains(_ code: UInt32) -> Bool {
    let word = Self.word(of: code)
    guard code != 0, let at = OrderedSlots.index(of: word, in: words, payload: Self.payload) else { return false }
    return words[at] & word == word
  }

  /// Counts whatever the other counted. Without memory nothing changes.
  mutating func merge(with other: borrowing DistinctCodes) throws(OutOfMemory) {
    var total = blocks
    for i in 0..<other.words.count where other.words[i] != 0 {
      if OrderedSlots.index(of: other.words[i], in: words, payload: Self.payload) == nil { total += 1 }
    }
    try reserve(total)
    for i in 0..<other.words.count where other.words[i] != 0 { try add(word: other.words[i]) }
  }

  /// Calls `body` with each code, in no order that means anything.
  func forEach(_ body: (UInt32) -> Void) {
    for i in 0..<words.count {
      let block = UInt32(truncatingIfNeeded: words[i] &>> Self.payload) &* Self.unmixing &- 1
      var left = UInt32(truncatingIfNeeded: words[i])
      while left != 0 {
        body(block &<< 5 | UInt32(truncatingIfNeeded: left.trailingZeroBitCount))
        left &= left &- 1
      }
    }
  }

  private mutating func reserve(_ blocks: Int) throws(OutOfMemory) {
    let size = OrderedSlots.size(for: blocks)
    if size > words.count { words = try OrderedSlots.resized(words, to: size) }
  }

  private mutating func add(word: UInt64) throws(OutOfMemory) {
    if let at = OrderedSlots.index(of: word, in: words, payload: Self.payload) {
      count += UInt32(truncatingIfNeeded: word & ~words[at]).nonzeroBitCount
      words[at] |= word
      return
    }
    try reserve(blocks + 1)
    OrderedSlots.insert(word, into: &words)
    blocks += 1
    count += UInt32(truncatingIfNeeded: word).nonzeroBitCount
  }
}
