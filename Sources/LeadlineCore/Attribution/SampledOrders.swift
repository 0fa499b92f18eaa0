/// Shapley values in the mean of some orders in which keys come together, each of which asks once what came of every set of keys.
///
/// J. Castro, D. Gomez, J. Tejada, "Polynomial calculation of the Shapley value based on sampling", Computers & Operations Research
/// 36, 2009. In each order the parts of all keys add up to the worth of all together, so the means do too. The orders are those of a
/// fixed sequence (R. Durstenfeld's shuffle by splitmix64), over keys in canonical order: they never change.
struct SampledOrders: ~Copyable {
  /// By player.
  private(set) var ofOutcomes: Buffer<Double>
  private(set) var ofValue: Buffer<Double>

  init(_ players: borrowing Players, _ samples: Int) throws(OutOfMemory) {
    let heap = players.keys.heap
    let count = players.keys.count
    var ofOutcomes = Buffer<Double>(heap)
    var ofValue = Buffer<Double>(heap)
    try ofOutcomes.append(repeating: 0, count: count)
    try ofValue.append(repeating: 0, count: count)
    var order = Buffer<UInt32>(heap)
    for p in 0..<count { try order.append(UInt32(truncatingIfNeeded: p)) }
    var places = Buffer<UInt32>(heap)
    try places.append(repeating: 0, count: count)
    // By place in the order: what came of the sets that are complete with it.
    var came = Buffer<CoalitionCounts.Count>(heap)
    try came.append(repeating: CoalitionCounts.Count(), count: count)
    // The greatest worths of the sets that were looked at.
    var (greatestOutcomes, greatestValue) = (0.0, 0.0)
    var sequence = SplitMix()
    for _ in 0..<samples {
      var left = count
      while left > 1 {
        let pick = sequence.next(below: left)
        left -= 1
        let other = order[pick]
        order[pick] = order[left]
        order[left] = other
      }
      for place in 0..<count {
        places[Int(order[place])] = UInt32(truncatingIfNeeded: place)
        came[place] = CoalitionCounts.Count()
      }
      Self.complete(players, places, into: &came)
      var sum = CoalitionCounts.Count()
      var (outcomes, value) = (0.0, 0.0)
      for place in 0..<count {
        sum.add(came[place])
        let player = Int(order[place])
        let isWorthSomething = sum.paths > 0
        let outcomesNow = isWorthSomething ? Double(sum.outcomes) / Double(sum.paths) : 0
        let valueNow = isWorthSomething ? ShapleyRate.rate(sum.value, sum.paths) : 0
        ofOutcomes[player] = ofOutcomes[player] + (outcomesNow - outcomes)
        ofValue[player] = ofValue[player] + (valueNow - value)
        outcomes = outcomesNow
        value = valueNow
        greatestOutcomes = Swift.max(greatestOutcomes, outcomes)
        greatestValue = Swift.max(greatestValue, value.magnitude)
      }
    }
    for p in 0..<count {
      ofOutcomes[p] = ofOutcomes[p] / Double(samples)
      ofValue[p] = ofValue[p] / Double(samples)
    }
    ShapleyRate.clear(&ofOutcomes, greatest: greatestOutcomes)
    ShapleyRate.clear(&ofValue, greatest: greatestValue)
    self.ofOutcomes = ofOutcomes
    self.ofValue = ofValue
  }

  /// Adds each set to the place of its last player.
  @_optimize(speed)
  private static func complete(
    _ players: borrowing Players, _ places: borrowing Buffer<UInt32>, into came: inout Buffer<CoalitionCounts.Count>
  ) {
    // Players are below the count of places, and sets have some.
    guard let place = unsafe places.base, let member = unsafe players.members.base, let firsts = unsafe players.firsts.base else { return }
    for s in 0..<players.counts.count {
      var last: UInt32 = 0
      for i in unsafe firsts[s]..<firsts[s + 1] { unsafe last = Swift.max(last, place[Int(member[i])]) }
      came[Int(last)].add(players.counts[s])
    }
  }
}

/// A fixed sequence of numbers that look random. Source: G. L. Steele, D. Lea, C. H. Flood, "Fast splittable pseudorandom number
/// generators", 2014.
struct SplitMix {
  private var state: UInt64 = 0

  /// A number from 0 to below `count`; one is more probable than another by less than count / 2^64.
  mutating func next(below count: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: DistinctSketch.hash(state).multipliedFullWidth(by: UInt64(truncatingIfNeeded: count)).high)
  }
}
