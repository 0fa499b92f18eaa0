/// Chains of several orders, of some walks to learn from and others to be judged by: which order foretells walks best.
///
/// A walk's every next symbol, the end among them, is foretold by what followed the same state among the walks learnt from, mixed with
/// what shorter states say: after I. H. Witten, T. C. Bell, "The zero-frequency problem", IEEE Transactions on Information Theory 37,
/// 1991, P(next | state) = (times of next + kinds of next * P(next | shorter state)) / (times of state + kinds of next), down to the
/// state without symbols, which is mixed with all that may come in equal parts. So no walk is impossible.
struct ChainOrders: ~Copyable {
  static var most: Int { 4 }

  let heap: Heap
  /// By order, from 1.
  private var learnt: Buffer<ChainCounts>
  private var judged: Buffer<ChainCounts>

  init(_ heap: Heap) throws(OutOfMemory) {
    var learnt = Buffer<ChainCounts>(heap)
    var judged = Buffer<ChainCounts>(heap)
    for order in 1...Self.most {
      try learnt.append(ChainCounts(heap, order: order))
      try judged.append(ChainCounts(heap, order: order))
    }
    self.heap = heap
    self.learnt = learnt
    self.judged = judged
  }

  /// Whether a buyer's walks are judged by: of a fifth of ids, well mixed.
  static func isHeldOut(_ id: UInt64) -> Bool { Hash.word(id).multipliedFullWidth(by: 5).high == 0 }

  /// Counts a walk, as `ChainCounts` does.
  mutating func count(_ path: borrowing Buffer<UInt32>, outcomes: UInt64, lost: UInt64, isHeldOut: Bool) throws(OutOfMemory) {
    for o in 0..<Self.most {
      if isHeldOut {
        try judged[o].count(path, outcomes: outcomes, lost: lost)
      } else {
        try learnt[o].count(path, outcomes: outcomes, lost: lost)
      }
    }
  }

  mutating func merge(_ other: borrowing ChainOrders, _ numbers: borrowing Buffer<UInt32>) throws(OutOfMemory) {
    for o in 0..<Self.most {
      try learnt[o].merge(other.learnt[o], numbers)
      try judged[o].merge(other.judged[o], numbers)
    }
  }

  /// The order that foretells best, the smallest of equal ones.
  func best() throws(OutOfMemory) -> Int {
    let symbols = try met()
    var best = 1
    var greatest = try likelihood(1, symbols)
    for order in 2...Self.most {
      let likelihood = try likelihood(order, symbols)
      if likelihood > greatest {
        greatest = likelihood
        best = order
      }
    }
    return best
  }

  /// All walks, those judged by too, as a chain of one order. `symbols` are numbered below that.
  func chain(_ order: Int, symbols: Int) throws(OutOfMemory) -> ChainCounts {
    var same = Buffer<UInt32>(heap)
    for s in 0..<symbols { try same.append(UInt32(truncatingIfNeeded: s)) }
    var chain = ChainCounts(heap, order: order)
    try chain.merge(learnt[order - 1], same)
    try chain.merge(judged[order - 1], same)
    return chain
  }

  /// The logarithm of the probability that an order gives to the walks held out, in 2^-32 of a bit.
  func likelihood(_ order: Int) throws(OutOfMemory) -> Int128 { try likelihood(order, try met()) }

  private func likelihood(_ order: Int, _ symbols: Int) throws(OutOfMemory) -> Int128 {
    var tables = Buffer<Followers>(heap)
    for o in 0..<order { try tables.append(try Followers(learnt[o])) }
    let all = try Totals(learnt[0])
    var words = Buffer<Int64>(heap)
    try words.append(repeating: ChainMoves.padding, count: order)
    var sum: Int128 = 0
    try judged[order - 1].forEachMove { from, symbol, _, times throws(OutOfMemory) in
      for w in 0..<order { words[w] = judged[order - 1].word(from, w) }
      var chance = 1 / Double(symbols + 2)
      chance = (Double(all.times(symbol)) + Double(all.kinds) * chance) / Double(all.sum + all.kinds)
      for o in 0..<order {
        guard let state = learnt[o].state(words) else { break }
        let follower = tables[o].states[state]
        if follower.times == 0 { break }
        chance = (Double(learnt[o].times(state, symbol)) + Double(follower.kinds) * chance) / Double(follower.times + follower.kinds)
      }
      sum += Int128(BinaryLogarithm.units(chance)) * Int128(times)
    }
    return sum
  }

  /// How many symbols came in any walk.
  private func met() throws(OutOfMemory) -> Int {
    var isMet = Buffer<UInt8>(heap)
    var count = 0
    try Self.mark(learnt[0], &isMet)
    try Self.mark(judged[0], &isMet)
    for s in 0..<isMet.count where isMet[s] != 0 { count += 1 }
    return count
  }

  private static func mark(_ counts: borrowing ChainCounts, _ isMet: inout Buffer<UInt8>) throws(OutOfMemory) {
    try counts.forEachMove { _, symbol, _, _ throws(OutOfMemory) in
      if symbol >= ChainMoves.lost { return }
      if Int(symbol) >= isMet.count { try isMet.resize(to: Int(symbol) + 1, filling: 0) }
      isMet[Int(symbol)] = 1
    }
  }

  /// By state: how often walks went on from it, and to how many different symbols.
  private struct Followers: ~Copyable {
    struct Count {
      var times: UInt64 = 0
      var kinds: UInt64 = 0
    }

    private(set) var states: Buffer<Count>

    init(_ counts: borrowing ChainCounts) throws(OutOfMemory) {
      var states = Buffer<Count>(counts.heap)
      try states.append(repeating: Count(), count: counts.states)
      try counts.forEachMove { from, _, _, times throws(OutOfMemory) in
        states[from].times += times
        states[from].kinds += 1
      }
      self.states = states
    }
  }

  /// By symbol, whatever came before: how often.
  private struct Totals: ~Copyable {
    private(set) var sum: UInt64 = 0
    private(set) var kinds: UInt64 = 0
    private var outcome: UInt64 = 0
    private var lost: UInt64 = 0
    private var symbols: Buffer<UInt64>

    init(_ counts: borrowing ChainCounts) throws(OutOfMemory) {
      var symbols = Buffer<UInt64>(counts.heap)
      var ends: (outcome: UInt64, lost: UInt64) = (0, 0)
      try counts.forEachMove { _, symbol, _, times throws(OutOfMemory) in
        if symbol == ChainMoves.outcome {
          ends.outcome += times
        } else if symbol == ChainMoves.lost {
          ends.lost += times
        } else {
          if Int(symbol) >= symbols.count { try symbols.resize(to: Int(symbol) + 1, filling: 0) }
          symbols[Int(symbol)] += times
        }
      }
      outcome = ends.outcome
      lost = ends.lost
      for s in 0..<symbols.count where symbols[s] > 0 {
        sum += symbols[s]
        kinds += 1
      }
      sum += outcome + lost
      kinds += (outcome > 0 ? 1 : 0) + (lost > 0 ? 1 : 0)
      self.symbols = symbols
    }

    func times(_ symbol: UInt32) -> UInt64 {
      if symbol >= ChainMoves.lost { return symbol == ChainMoves.outcome ? outcome : lost }
      return Int(symbol) < symbols.count ? symbols[Int(symbol)] : 0
    }
  }
}
