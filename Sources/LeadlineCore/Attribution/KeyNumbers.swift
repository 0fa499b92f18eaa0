/// Small numbers of touches' keys, as they come; each thread's own.
struct KeyNumbers: ~Copyable {
  private(set) var numbers: GroupIndex
  private var words: Buffer<Int64>
  /// By what is shown for the one name of a key: its number and one, 0 where it is not known yet.
  private(set) var known: Buffer<UInt32>
  /// By number: a group and one.
  private var groups: Buffer<UInt32>

  init(_ heap: Heap, width: Int) throws(OutOfMemory) {
    var words = Buffer<Int64>(heap)
    try words.append(repeating: 0, count: width)
    numbers = GroupIndex(heap, width: width)
    self.words = words
    known = Buffer(heap)
    groups = Buffer(heap)
  }

  var count: Int { numbers.count }

  /// The number of a row's key.
  @inline(__always)
  mutating func number(_ row: Int, _ codes: borrowing Buffer<PackedColumn>, _ keys: borrowing JourneyKeys) throws(OutOfMemory) -> UInt32 {
    if words.count == 1 {
      let code = Int(keys.keys[0].value(row, codes))
      if code < known.count && known[code] != 0 { return known[code] - 1 }
      return try find(code)
    }
    keys.readNames(row, codes, into: &words)
    var isNew = false
    return UInt32(truncatingIfNeeded: try numbers.find(words, isNew: &isNew))
  }

  /// The number of a key that is one code.
  @inline(__always)
  mutating func number(ofCode code: UInt32) throws(OutOfMemory) -> UInt32 {
    let code = Int(code)
    return code < known.count && known[code] != 0 ? known[code] - 1 : try find(code)
  }

  /// Codes beyond those of usual dimensions are looked up each time.
  private mutating func find(_ code: Int) throws(OutOfMemory) -> UInt32 {
    words[0] = Int64(code)
    var isNew = false
    let number = UInt32(truncatingIfNeeded: try numbers.find(words, isNew: &isNew))
    if code < 1 << 20 {
      if code >= known.count { try known.resize(to: Swift.max(code + 1, Swift.min(known.count * 2, 1 << 20)), filling: 0) }
      known[code] = number + 1
    }
    return number
  }

  /// The group that was noted for a key.
  @inline(__always)
  func group(of number: UInt32) -> UInt32? {
    let number = Int(number)
    return number < groups.count && groups[number] != 0 ? groups[number] - 1 : nil
  }

  mutating func note(_ group: UInt32, of number: UInt32) throws(OutOfMemory) {
    let number = Int(number)
    if number >= groups.count { try groups.resize(to: Swift.max(number + 1, groups.count * 2), filling: 0) }
    groups[number] = group + 1
  }

  /// Takes out the keys numbered so far; the next is the first again.
  mutating func take() -> GroupIndex {
    if words.count == 1 {
      for k in 0..<numbers.count where numbers.key(k, 0) < known.count { known[Int(numbers.key(k, 0))] = 0 }
    }
    groups.removeAll()
    var taken = GroupIndex(words.heap, width: numbers.width)
    swap(&taken, &numbers)
    return taken
  }

  /// Takes in another's keys; by the other's number the own one.
  mutating func merge(_ other: borrowing KeyNumbers) throws(OutOfMemory) -> Buffer<UInt32> { try merge(other.numbers) }

  mutating func merge(_ other: borrowing GroupIndex) throws(OutOfMemory) -> Buffer<UInt32> {
    var own = Buffer<UInt32>(words.heap)
    try own.reserve(exactly: other.count)
    for k in 0..<other.count {
      for w in 0..<words.count { words[w] = other.key(k, w) }
      var isNew = false
      own.appendReserved(UInt32(truncatingIfNeeded: try numbers.find(words, isNew: &isNew)))
    }
    return own
  }
}
