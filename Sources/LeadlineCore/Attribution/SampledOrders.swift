/// Shapley values in the mean of some orders in which keys come together, each of which asks once what came of every set of keys.
///
/// J. Castro, D. Gomez, J. Tejada, "Polynomial calculation of the Shapley value based on sampling", Computers & Operations Research
/// 36, 2009. In each order the parts of all keys add up to the worth of all together, so the means do too. The orders are those of a
/// fixed sequence (R. Durstenfeld's shuffle by splitmix64), over keys in canonical order: they never change.
///
/// Sets are read for so many orders at once, since it takes longer to fetch them than to look through them.
struct SampledOrders: ~Copyable {
  private static var atOnce: Int { 8 }

  /// By player.
  private(set) var ofOutcomes: Buffer<Double>
  private(set) var ofValue: Buffer<Double>
  /// The greatest worths of the sets that were looked at.
  private var greatestOutcomes = 0.0
  private var greatestValue = 0.0
  /// By order of those at hand, then place: the player.
  private var orders: Buffer<UInt32>
  /// By player: for each of the orders where it is in `came`.
  private var places: Buffer<SIMD8<UInt32>>
  /// By order, then place: what came of the sets that are complete with it.
  private var came: Buffer<CoalitionCounts.Count>

  init(_ players: borrowing Players, _ samples: Int) throws(OutOfMemory) {
    let heap = players.keys.heap
    let count = players.keys.count
    ofOutcomes = Buffer(heap)
    ofValue = Buffer(heap)
    orders = Buffer(heap)
    places = Buffer(heap)
    came = Buffer(heap)
    try ofOutcomes.append(repeating: 0, count: count)
    try ofValue.append(repeating: 0, count: count)
    try orders.append(repeating: 0, count: count * Self.atOnce)
    // Orders that there are not, behind the last one, have sums of their own, too.
    var firsts = SIMD8<UInt32>(repeating: 0)
    for o in 0..<Self.atOnce { firsts[o] = UInt32(truncatingIfNeeded: o * count) }
    try places.append(repeating: firsts, count: count)
    try came.append(repeating: CoalitionCounts.Count(), count: count * Self.atOnce)
    var order = Buffer<UInt32>(heap)
    for p in 0..<count { try order.append(UInt32(truncatingIfNeeded: p)) }
    var sequence = SplitMix()
    for first in stride(from: 0, to: samples, by: Self.atOnce) {
      let wanted = Swift.min(Self.atOnce, samples - first)
      for o in 0..<wanted {
        sequence.shuffle(&order)
        note(order, o)
      }
      for i in 0..<came.count { came[i] = CoalitionCounts.Count() }
      complete(players)
      for o in 0..<wanted { add(o) }
    }
    for p in 0..<count {
      ofOutcomes[p] = ofOutcomes[p] / Double(samples)
      ofValue[p] = ofValue[p] / Double(samples)
    }
    ShapleyRate.clear(&ofOutcomes, greatest: greatestOutcomes)
    ShapleyRate.clear(&ofValue, greatest: greatestValue)
  }

  private mutating func note(_ order: borrowing Buffer<UInt32>, _ o: Int) {
    let first = o * order.count
    for place in 0..<order.count {
      orders[first + place] = order[place]
      places[Int(order[place])][o] = UInt32(truncatingIfNeeded: first + place)
    }
  }

  /// Adds each set to the place of its last player, in each order.
  @_optimize(speed)
  private mutating func complete(_ players: borrowing Players) {
    // Players are below the count of places, which say what is in `came`, and sets have some.
    guard let place = unsafe places.base, let came = unsafe came.base, let member = unsafe players.members.base,
      let firsts = unsafe players.firsts.base, let counts = unsafe players.counts.base
    else { return }
    var i = 0
    for s in 0..<players.counts.count {
      var last = SIMD8<UInt32>(repeating: 0)
      let end = unsafe firsts[s &+ 1]
      while i < end {
        let places = unsafe place[Int(truncatingIfNeeded: member[i])]
        last.replace(with: places, where: places .> last)
        i &+= 1
      }
      let count = unsafe counts[s]
      // Most led to nothing.
      if count.outcomes == 0 && count.value == 0 {
        for o in 0..<Self.atOnce { unsafe came[Int(truncatingIfNeeded: last[o])].lost &+= count.lost }
      } else {
        for o in 0..<Self.atOnce { unsafe came[Int(truncatingIfNeeded: last[o])].add(count) }
      }
    }
  }

  /// Adds what players add to worths in an order.
  private mutating func add(_ o: Int) {
    var sum = CoalitionCounts.Count()
    var (outcomes, value) = (0.0, 0.0)
    for place in o * ofOutcomes.count..<(o + 1) * ofOutcomes.count {
      sum.add(came[place])
      let player = Int(orders[place])
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
}

/// A fixed sequence of numbers that look random. Source: G. L. Steele, D. Lea, C. H. Flood, "Fast splittable pseudorandom number
/// generators", 2014.
struct SplitMix {
  private var state: UInt64 = 0

  /// Puts what is in an order into another.
  mutating func shuffle(_ order: inout Buffer<UInt32>) {
    var left = order.count
    while left > 1 {
      let pick = next(below: left)
      left -= 1
      let other = order[pick]
      order[pick] = order[left]
      order[left] = other
    }
  }

  /// A number from 0 to below `count`; one is more probable than another by less than count / 2^64.
  mutating func next(below count: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: DistinctSketch.hash(state).multipliedFullWidth(by: UInt64(truncatingIfNeeded: count)).high)
  }
}
