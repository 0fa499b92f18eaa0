/// An open-addressed set of words whose layout depends only on what is in it.
///
/// Source: O. Amble, D. E. Knuth, "Ordered hash tables", The Computer Journal 17(2), 1974. Along every probe sequence words
/// fall, so the table is the same for any order of insertion, an absent word is known at the first smaller one, and a
/// state made of such a table is canonical as it stands in memory. 0 is a free slot, hence no word.
///
/// A word's key is what is above its `payload` lowest bits, and its home is given by its topmost ones, which must be well
/// mixed. Words that an adversary chose to collide cost at most a walk over the table, whose size the users bound.
enum OrderedSlots {
  static var leastSize: Int { 4 }

  /// How many words a table of this size may hold: seven eighths.
  @inline(__always)
  static func limit(_ size: Int) -> Int { size - (size + 7) / 8 }

  /// The one size of a table with so many words.
  static func size(for count: Int) -> Int {
    if count == 0 { return 0 }
    var size = leastSize
    while limit(size) < count { size *= 2 }
    return size
  }

  @inline(__always)
  static func home(_ word: UInt64, _ size: Int) -> Int {
    Int(truncatingIfNeeded: word &>> UInt64(64 &- size.trailingZeroBitCount))
  }

  /// Where the word with that key is.
  @_optimize(speed)
  static func index(of word: UInt64, in slots: borrowing Buffer<UInt64>, payload: UInt64) -> Int? {
    guard let base = unsafe slots.base, slots.count > 0 else { return nil }
    let mask = slots.count &- 1
    var at = home(word, slots.count)
    while true {
      // In range by the mask; ends because a table is never full.
      let held = unsafe base[at]
      if (held ^ word) &>> payload == 0 { return at }
      if held < word { return nil }
      at = (at &+ 1) & mask
    }
  }

  /// Puts a word in whose key is not there; there must be room.
  @_optimize(speed)
  static func insert(_ word: UInt64, into slots: inout Buffer<UInt64>) {
    let mask = slots.count - 1
    var moving = word
    var at = home(word, slots.count)
    while moving != 0 {
      let held = slots[at]
      if held < moving {
        slots[at] = moving
        moving = held
      }
      at = (at + 1) & mask
    }
  }

  /// The same words in a table of another size.
  static func resized(_ slots: borrowing Buffer<UInt64>, to size: Int) throws(OutOfMemory) -> Buffer<UInt64> {
    var fresh = Buffer<UInt64>(slots.heap)
    try fresh.reserve(exactly: size)
    try fresh.append(repeating: 0, count: size)
    for i in 0..<slots.count where slots[i] != 0 { insert(slots[i], into: &fresh) }
    return fresh
  }
}
