/// Chains of several orders, of some walks to learn from and others to be judged by: which order foretells walks best.
///
/// A walk's every next symbol, the end among them, is foretold by what followed the same state among the walks learnt from, as if the
/// state had been met once more and gone on to all that may come in equal parts (W. Perks, "Some observations on inverse probability",
/// 1947): P(next | state) = (times of next + 1 / all that may come) / (times of state + 1). So no walk is impossible, and an order
/// whose states were hardly met foretells little.
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
    // By state: how often walks learnt from went on from there.
    var met = Buffer<UInt64>(heap)
    try met.append(repeating: 0, count: learnt[order - 1].states)
    try learnt[order - 1].forEachMove { from, _, _, times throws(OutOfMemory) in met[from] += times }
    var words = Buffer<Int64>(heap)
    try words.append(repeating: ChainMoves.padding, count: order)
    let share = 1 / Double(symbols + 2)
    var sum: Int128 = 0
    try judged[order - 1].forEachMove { from, symbol, _, times throws(OutOfMemory) in
      for w in 0..<order { words[w] = judged[order - 1].word(from, w) }
      var chance = share
      if let state = learnt[order - 1].state(words) {
        chance = (Double(learnt[order - 1].times(state, symbol)) + share) / Double(met[state] + 1)
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
}
