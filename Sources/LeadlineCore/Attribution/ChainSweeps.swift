/// Removal effects one key after the other by the method of Gauss and Seidel, for chains of many states and few moves.
///
/// Begun with nothing, it climbs to the solution from below. How far there is still to climb is known: a state's value that grew by d
/// adds, to all that start from it, less than d for each time that walks meet the state, and how often they do was counted. So the sum
/// over states of d times that is more than what is missing. It stops when this is below 2^-43 of the outcomes.
struct ChainSweeps: ~Copyable {
  /// By place of the key in the system: its removal effect.
  private(set) var effects: Buffer<Double>
  /// By state: moves that leave it for others, and all.
  private var leaving: Buffer<Double>
  private var met: Buffer<Double>
  /// By state: how probably walks from there come to the outcome.
  private var hopes: Buffer<Double>
  /// The same, of walks that meet the key.
  private var caught: Buffer<Double>
  /// Moves and states that may still be looked at.
  private var left: Int

  static var tolerance: Double { 0x1p-43 }

  init(_ system: borrowing ChainSystem, atMost budget: Int) throws(OutOfMemory) {
    let heap = system.to.heap
    var effects = Buffer<Double>(heap)
    var leaving = Buffer<Double>(heap)
    var met = Buffer<Double>(heap)
    var hopes = Buffer<Double>(heap)
    var caught = Buffer<Double>(heap)
    try effects.append(repeating: 0, count: system.keys.count)
    for s in 0..<system.states {
      var sum = 0.0
      var others = 0.0
      for m in system.firsts[s]..<system.firsts[s + 1] {
        sum = sum + system.times[m]
        if Int(system.to[m]) != s { others = others + system.times[m] }
      }
      try met.append(sum)
      try leaving.append(others)
    }
    // The outcome's and that of nothing stand behind the states'.
    try hopes.append(repeating: 0, count: system.states + 2)
    hopes[system.outcome] = 1
    try caught.append(repeating: 0, count: system.states + 2)
    self.effects = effects
    self.leaving = leaving
    self.met = met
    self.hopes = hopes
    self.caught = caught
    left = budget
  }

  /// Finds all effects; false where walks are so long, or keys so many, that it takes too many steps.
  mutating func solve(_ system: borrowing ChainSystem) -> Bool {
    // No key takes fewer than a sweep, and to begin: what cannot end is not begun.
    let least = system.keys.count.multipliedReportingOverflow(by: system.to.count + 2 * system.states)
    if least.overflow || least.partialValue > left { return false }
    guard Self.climb(&hopes, system, leaving, met, 0, 0, &left) else { return false }
    for k in 0..<system.keys.count {
      let (first, end) = (system.starts[k], system.starts[k + 1])
      left -= system.states
      for s in 0..<system.states + 2 { caught[s] = s >= first && s < end ? hopes[s] : 0 }
      guard Self.climb(&caught, system, leaving, met, first, end, &left) else { return false }
      var sum = 0.0
      for m in system.firsts[system.start]..<system.firsts[system.start + 1] {
        sum = sum + system.times[m] * caught[Int(system.to[m])]
      }
      effects[k] = Swift.min(sum / system.outcomes, 1)
    }
    return true
  }

  /// Sweeps to and fro over all states but [first, end), whose values stand.
  @_optimize(speed)
  private static func climb(
    _ values: inout Buffer<Double>, _ system: borrowing ChainSystem, _ leaving: borrowing Buffer<Double>, _ met: borrowing Buffer<Double>,
    _ first: Int, _ end: Int, _ left: inout Int
  ) -> Bool {
    guard system.states > 0 else { return true }
    // In range, since all are of the system.
    let value = unsafe values.base.unsafelyUnwrapped
    let (firsts, to, times) = unsafe (system.firsts.base.unsafelyUnwrapped, system.to.base.unsafelyUnwrapped, system.times.base.unsafelyUnwrapped)
    let enough = system.outcomes * tolerance
    var isForward = false
    while left > 0 {
      left -= system.to.count + system.states
      var missing = 0.0
      for i in 0..<system.states {
        let s = isForward ? i : system.states &- 1 &- i
        if s >= first && s < end { continue }
        var sum = 0.0
        var m = unsafe firsts[s]
        let last = unsafe firsts[s &+ 1]
        while m < last {
          let target = unsafe Int(truncatingIfNeeded: to[m])
          if target != s { unsafe sum = sum + times[m] * value[target] }
          m &+= 1
        }
        let new = sum / leaving[s]
        let grown = unsafe new - value[s]
        if grown > 0 {
          unsafe value[s] = new
          missing = missing + met[s] * grown
        }
      }
      if missing <= enough { return true }
      isForward = !isForward
    }
    return false
  }
}
