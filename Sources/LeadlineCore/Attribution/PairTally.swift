/// Which keys came together in one path, by outcome.
struct PairTally: ~Copyable {
  struct Count {
    var both: UInt64 = 0
    /// Of these, with no third key.
    var alone: UInt64 = 0
    var bothValue: Int128 = 0
    var aloneValue: Int128 = 0
  }

  /// Rows that a table may have: 2048 keys that all come together, of one outcome.
  static var mostRows: Int { 1 << 21 }

  let heap: Heap
  let outcomes: Int
  /// Two numbers of keys, the smaller one first.
  private(set) var pairs: GroupIndex
  /// By pair, then outcome.
  private(set) var counts: Buffer<Count>
  /// By key, then outcome: outcomes with the key.
  private var influenced: Buffer<UInt64>
  /// By pair: how many of the tallies taken in have it.
  private(set) var holders: Buffer<Int32>
  /// Whether there were more than `mostRows`. What is beyond is left out, so that nothing is right but what is known already: the same
  /// that was taken in can be taken off again, for a pair that was left out once is left out as long as this stands.
  private(set) var isFull = false
  private var pair: Buffer<Int64>

  init(_ heap: Heap, outcomes: Int) throws(OutOfMemory) {
    var pair = Buffer<Int64>(heap)
    try pair.append(repeating: 0, count: 2)
    self.heap = heap
    self.outcomes = outcomes
    pairs = GroupIndex(heap, width: 2)
    counts = Buffer(heap)
    influenced = Buffer(heap)
    holders = Buffer(heap)
    self.pair = pair
  }

  /// Outcomes with one key of two, or both.
  func either(_ pair: Int, _ outcome: Int) -> UInt64 {
    influenced[Int(pairs.key(pair, 0)) * outcomes + outcome] + influenced[Int(pairs.key(pair, 1)) * outcomes + outcome]
      - counts[pair * outcomes + outcome].both
  }

  /// Counts so many outcomes, worth so much in all, of one path; `firsts` lists the first touch of each of its keys.
  mutating func count(
    _ path: borrowing TouchPath, _ firsts: borrowing Buffer<UInt32>, _ outcome: Int, _ count: UInt64, _ value: Int128
  ) throws(OutOfMemory) {
    let isAlone = firsts.count == 2
    for i in 0..<firsts.count {
      // Nothing is answered any more.
      if isFull { return }
      let key = path.touches[Int(firsts[i])].key
      try influence(Int(key), outcome, count)
      for j in 0..<i {
        guard let first = try place(key, path.touches[Int(firsts[j])].key) else { return }
        let place = first + outcome
        counts[place].both += count
        counts[place].bothValue += value
        if !isAlone { continue }
        counts[place].alone += count
        counts[place].aloneValue += value
      }
    }
  }

  private mutating func influence(_ key: Int, _ outcome: Int, _ count: UInt64, _ isTaken: Bool = false) throws(OutOfMemory) {
    let wanted = (key + 1) * outcomes
    if influenced.count < wanted { try influenced.resize(to: Swift.max(wanted, influenced.count * 2), filling: 0) }
    let at = key * outcomes + outcome
    influenced[at] = isTaken ? influenced[at] - count : influenced[at] + count
  }

  /// The place of two keys' first outcome; nil if they are new and there is no room for more.
  private mutating func place(_ a: UInt32, _ b: UInt32) throws(OutOfMemory) -> Int? {
    pair[0] = Int64(Swift.min(a, b))
    pair[1] = Int64(Swift.max(a, b))
    if counts.count + outcomes > Self.mostRows {
      if let at = pairs.place(of: pair) { return at * outcomes }
      isFull = true
      return nil
    }
    try counts.reserve(more: outcomes)
    var isNew = false
    let at = try pairs.find(pair, isNew: &isNew)
    if isNew { for _ in 0..<outcomes { counts.appendReserved(Count()) } }
    return at * outcomes
  }

  /// Takes another in or, where `isTaken`, one that was taken in off again. `numbers`: by the other's number of a key, the own one.
  mutating func merge(_ other: borrowing PairTally, _ numbers: borrowing Buffer<UInt32>, isTaken: Bool = false) throws(OutOfMemory) {
    for key in 0..<Swift.min(numbers.count, other.influenced.count / Swift.max(outcomes, 1)) {
      for o in 0..<outcomes { try influence(Int(numbers[key]), o, other.influenced[key * outcomes + o], isTaken) }
    }
    if other.isFull { isFull = true }
    for p in 0..<other.pairs.count {
      guard let place = try place(numbers[Int(other.pairs.key(p, 0))], numbers[Int(other.pairs.key(p, 1))]) else { continue }
      try holders.count(place / outcomes, isTaken)
      for o in 0..<outcomes { counts[place + o].add(other.counts[p * outcomes + o], isTaken) }
    }
  }

  /// The same without pairs that came and went.
  func standing() throws(OutOfMemory) -> PairTally {
    var standing = try PairTally(heap, outcomes: outcomes)
    standing.influenced = try Buffer(copying: influenced)
    standing.isFull = isFull
    if isFull { return standing }
    for p in 0..<pairs.count where holders[p] > 0 {
      guard let place = try standing.place(UInt32(truncatingIfNeeded: pairs.key(p, 0)), UInt32(truncatingIfNeeded: pairs.key(p, 1))) else {
        return standing
      }
      for o in 0..<outcomes { standing.counts[place + o] = counts[p * outcomes + o] }
    }
    return standing
  }
}

extension PairTally.Count {
  fileprivate mutating func add(_ other: Self, _ isTaken: Bool) {
    both = isTaken ? both - other.both : both + other.both
    bothValue += isTaken ? -other.bothValue : other.bothValue
    alone = isTaken ? alone - other.alone : alone + other.alone
    aloneValue += isTaken ? -other.aloneValue : other.aloneValue
  }
}
