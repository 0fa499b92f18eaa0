/// What outcomes would be lost without each key, from the chain's equations.
///
/// E. Anderl, I. Becker, F. von Wangenheim, J. H. Schumann, "Mapping the customer journey", International Journal of Research in
/// Marketing 33, 2016: the removal effect of a key is 1 - P(outcome, when who comes to any state of the key is lost) / P(outcome).
/// P(outcome) itself is that of the walks counted.
struct RemovalEffects: ~Copyable {
  enum State {
    case defined
    /// Nothing led to the outcome: all effects are 0, and mean nothing.
    case noOutcomes
    /// More states than `mostStates`; all effects are 0.
    case tooManyStates
    /// More than `mostDense` states, and too many keys and moves, or too long walks, to be solved in other ways; all effects are 0.
    case tooLongWalks
  }

  static var mostStates: Int { 65_536 }
  /// Up to so many states are eliminated if it must be: some 140 MB, and 15 to 20 seconds.
  static var mostDense: Int { 3584 }
  /// Up to so many always.
  static var alwaysDense: Int { 1024 }
  /// Moves and states that sweeps over more states may look at: some 20 seconds.
  static var mostSteps: Int { 5 << 31 }

  let state: State
  /// By key; 0 for those that no walk met.
  private(set) var effects: Buffer<Double>

  /// `keyOf` and `ranks`: by symbol, its key, below `keys`, and its place in the canonical order, in which a key's symbols
  /// follow one another.
  init(
    _ counts: borrowing ChainCounts, _ keyOf: borrowing Buffer<UInt32>, _ ranks: borrowing Buffer<UInt32>, keys: Int
  ) throws(OutOfMemory) {
    var effects = Buffer<Double>(counts.heap)
    try effects.append(repeating: 0, count: keys)
    state = try Self.find(counts, keyOf, ranks, into: &effects)
    self.effects = effects
  }

  private static func find(
    _ counts: borrowing ChainCounts, _ keyOf: borrowing Buffer<UInt32>, _ ranks: borrowing Buffer<UInt32>, into effects: inout Buffer<Double>
  ) throws(OutOfMemory) -> State {
    if counts.outcomes == 0 { return .noOutcomes }
    let system = try ChainSystem(counts, keyOf, ranks)
    let n = system.states
    if n > mostStates { return .tooManyStates }
    // Sweeps are worth it where they may be some for each key, and take no more than a part of what elimination would.
    if n > mostDense || (n > alwaysDense && (system.to.count + n) * system.keys.count < n * n / 256 * n) {
      var sweeps = try ChainSweeps(system, atMost: n > mostDense ? mostSteps : n * n / 16 * n)
      if sweeps.solve(system) {
        for k in 0..<system.keys.count { effects[Int(system.keys[k])] = sweeps.effects[k] }
        return .defined
      }
      if n > mostDense { return .tooLongWalks }
    }
    var elimination = try ChainElimination(system)
    try elimination.solve(system)
    for k in 0..<system.keys.count { effects[Int(system.keys[k])] = elimination.effects[k] }
    return .defined
  }
}
