/// Shapley values of the game in which a set of keys is worth the rate, outcomes / paths, of the paths whose keys all lie in it.
///
/// L. S. Shapley, "A value for n-person games", 1953. A set without paths is worth 0, and paths without touches do not take part. The
/// same is told of value / paths. Up to `mostExact` keys every set of keys is looked at; beyond, as many orders of keys as wanted are
/// tried, always the same ones.
struct ShapleyRate: ~Copyable {
  static var mostExact: Int { 20 }

  /// By key; 0 for those that no path met.
  private(set) var ofOutcomes: Buffer<Double>
  private(set) var ofValue: Buffer<Double>
  /// How many orders were tried; 0 where all was looked at.
  let samples: Int

  /// `ranks`: by key, its place in the canonical order.
  init(_ counts: borrowing CoalitionCounts, _ ranks: borrowing Buffer<UInt32>, samples: Int) throws(OutOfMemory) {
    let heap = counts.heap
    let players = try Players(counts, ranks)
    let count = players.keys.count
    var ofOutcomes = Buffer<Double>(heap)
    var ofValue = Buffer<Double>(heap)
    try ofOutcomes.append(repeating: 0, count: ranks.count)
    try ofValue.append(repeating: 0, count: ranks.count)
    if count <= Self.mostExact {
      let subsets = try SubsetSums(players)
      let outcomes = try subsets.shapley(of: subsets.outcomeRates())
      let value = try subsets.shapley(of: subsets.valueRates())
      for p in 0..<count {
        ofOutcomes[Int(players.keys[p])] = outcomes[p]
        ofValue[Int(players.keys[p])] = value[p]
      }
    } else {
      let orders = try SampledOrders(players, samples)
      for p in 0..<count {
        ofOutcomes[Int(players.keys[p])] = orders.ofOutcomes[p]
        ofValue[Int(players.keys[p])] = orders.ofValue[p]
      }
    }
    self.ofOutcomes = ofOutcomes
    self.ofValue = ofValue
    self.samples = count <= Self.mostExact ? 0 : samples
  }

  /// Takes parts of a game for nothing where they add up to less than 2^-43 of the greatest worth of a set. They add up to the worth of
  /// all keys together, and where large worths cancel out to so little, what was rounded on the way may be all that is left of it.
  static func clear(_ parts: inout Buffer<Double>, greatest: Double) {
    var sum = 0.0
    for p in 0..<parts.count { sum = sum + parts[p] }
    if sum.magnitude >= greatest * 0x1p-43 { return }
    for p in 0..<parts.count { parts[p] = 0 }
  }

  /// value / paths; paths are above 0.
  static func rate(_ value: Int128, _ paths: UInt64) -> Double {
    if let small = Int64(exactly: value), small.magnitude < 1 << 53, paths < 1 << 53 { return Double(small) / Double(paths) }
    return Ratio.nearestDouble(value, Int128(paths)) ?? 0
  }
}

/// The keys that paths met, in canonical order, and what came of each set of them.
struct Players: ~Copyable {
  /// By player, the key.
  private(set) var keys: Buffer<UInt32>
  /// By set and one more: the first of its players.
  private(set) var firsts: Buffer<Int>
  private(set) var members: Buffer<UInt32>
  private(set) var counts: Buffer<CoalitionCounts.Count>

  init(_ coalitions: borrowing CoalitionCounts, _ ranks: borrowing Buffer<UInt32>) throws(OutOfMemory) {
    let heap = coalitions.heap
    var firsts = Buffer<Int>(heap)
    var members = Buffer<UInt32>(heap)
    var counts = Buffer<CoalitionCounts.Count>(heap)
    // By key: its player and one.
    var players = Buffer<UInt32>(heap)
    try players.append(repeating: 0, count: ranks.count)
    var set = Buffer<UInt32>(heap)
    try firsts.append(0)
    for s in 0..<coalitions.sets where coalitions.count(s).paths > 0 {
      try coalitions.list(s, into: &set)
      if set.isEmpty { continue }
      for i in 0..<set.count {
        try members.append(set[i])
        players[Int(set[i])] = 1
      }
      try firsts.append(members.count)
      try counts.append(coalitions.count(s))
    }
    // By place in the order: the key and one.
    var ordered = Buffer<UInt32>(heap)
    try ordered.append(repeating: 0, count: ranks.count)
    for k in 0..<ranks.count where players[k] != 0 { ordered[Int(ranks[k])] = UInt32(truncatingIfNeeded: k + 1) }
    var keys = Buffer<UInt32>(heap)
    for r in 0..<ordered.count where ordered[r] != 0 {
      try keys.append(ordered[r] - 1)
      players[Int(ordered[r]) - 1] = UInt32(truncatingIfNeeded: keys.count)
    }
    for i in 0..<members.count { members[i] = players[Int(members[i])] - 1 }
    self.keys = keys
    self.firsts = firsts
    self.members = members
    self.counts = counts
  }
}
