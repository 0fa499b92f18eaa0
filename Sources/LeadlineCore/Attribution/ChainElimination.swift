/// Removal effects of all keys by elimination of states, without a subtraction.
///
/// To eliminate a state is to let whoever comes to it go on at once to where it leads in the end: from i to j go f(i, k) f(k, j) / S(k)
/// more, where S(k) is what leaves k for states that are left. Nothing is ever subtracted, so every number keeps nearly all of its
/// digits however slowly walks leave a loop (W. K. Grassmann, M. I. Taksar, D. P. Heyman, "Regenerative analysis and steady
/// state distributions for Markov chains", Operations Research 33, 1985; C. A. O'Cinneide, "Entrywise perturbation theory and error
/// analysis for Markov chains", Numerische Mathematik 65, 1993).
///
/// With every state but a key's own eliminated, what goes straight from the start to the outcome never meets the key, and what
/// elimination of the key's states adds to it does: the part that is lost without the key. All keys are found by halving: once the
/// states of one half of the keys are eliminated, what is left serves all keys of the other. That takes about n^3 / 4 * 3 steps of
/// one product and one sum for n states, and 8 * n^2 * 4 / 3 bytes.
struct ChainElimination: ~Copyable {
  /// By place of the key in the system: its removal effect.
  private(set) var effects: Buffer<Double>
  private let heap: Heap

  init(_ system: borrowing ChainSystem) throws(OutOfMemory) {
    let heap = system.to.heap
    var effects = Buffer<Double>(heap)
    try effects.append(repeating: 0, count: system.keys.count)
    self.heap = heap
    self.effects = effects
  }

  /// Finds all effects.
  mutating func solve(_ system: borrowing ChainSystem) throws(OutOfMemory) {
    if system.keys.isEmpty { return }
    let n = system.states
    var square = Buffer<Double>(heap)
    try square.append(repeating: 0, count: (n + 1) * (n + 2))
    let cells = unsafe square.base.unsafelyUnwrapped
    let keys = system.keys.count
    if keys == 1 {
      unsafe Self.fill(cells, system, ahead: 0)
      unsafe finish(Block(cells, n + 2, states: n), 0)
      return
    }
    let half = Self.half(system, 0, keys)
    let left = system.starts[half]
    unsafe Self.fill(cells, system, ahead: left)
    unsafe Self.eliminate(Block(cells, n + 2, states: n), n - left)
    unsafe try descend(Block(cells, n + 2, states: n).behind(n - left), system, 0, half)
    for i in 0..<square.count { unsafe cells[i] = 0 }
    unsafe Self.fill(cells, system, ahead: 0)
    unsafe Self.eliminate(Block(cells, n + 2, states: n), left)
    unsafe try descend(Block(cells, n + 2, states: n).behind(left), system, half, keys)
  }

  /// A square of flows: rows are the states and the start, columns the states, the outcome and nothing.
  @safe
  private struct Block {
    let cells: UnsafeMutablePointer<Double>
    let stride: Int
    let states: Int

    init(_ cells: UnsafeMutablePointer<Double>, _ stride: Int, states: Int) {
      unsafe self.cells = cells
      self.stride = stride
      self.states = states
    }

    /// What is left once the first states are eliminated.
    func behind(_ eliminated: Int) -> Block {
      unsafe Block(cells + eliminated * (stride + 1), stride, states: states - eliminated)
    }

    func row(_ row: Int) -> UnsafeMutablePointer<Double> { unsafe cells + row &* stride }
  }

  /// Writes the system's moves, with the states from `ahead` on put before the others.
  private static func fill(_ cells: UnsafeMutablePointer<Double>, _ system: borrowing ChainSystem, ahead: Int) {
    let n = system.states
    for r in 0...n {
      let row = unsafe cells + place(r, ahead, n) * (n + 2)
      for m in system.firsts[r]..<system.firsts[r + 1] { unsafe row[place(Int(system.to[m]), ahead, n)] = system.times[m] }
    }
  }

  @inline(__always)
  private static func place(_ i: Int, _ ahead: Int, _ n: Int) -> Int { i >= n ? i : i < ahead ? i + n - ahead : i - ahead }

  /// The key at which the states of some keys come apart in halves, as nearly as may be; both have a key.
  private static func half(_ system: borrowing ChainSystem, _ first: Int, _ end: Int) -> Int {
    let middle = (system.starts[first] + system.starts[end]) / 2
    var half = first + 1
    while half < end - 1 && system.starts[half] < middle { half += 1 }
    // The key before may be nearer.
    if half > first + 1 && middle - system.starts[half - 1] < system.starts[half] - middle { half -= 1 }
    return half
  }

  /// Finds the effects of the keys from `first` to before `end`, whose states are all that is left. Uses the block up.
  private mutating func descend(_ block: Block, _ system: borrowing ChainSystem, _ first: Int, _ end: Int) throws(OutOfMemory) {
    if end - first == 1 { return finish(block, first) }
    let half = Self.half(system, first, end)
    let left = system.starts[half] - system.starts[first]
    try descend(intoCopyOf: block, left: left, system, first, half)
    Self.eliminate(block, left)
    try descend(block.behind(left), system, half, end)
  }

  private mutating func descend(
    intoCopyOf block: Block, left: Int, _ system: borrowing ChainSystem, _ first: Int, _ half: Int
  ) throws(OutOfMemory) {
    let n = block.states
    var square = Buffer<Double>(heap)
    try square.append(repeating: 0, count: (n + 1) * (n + 2))
    let copy = unsafe Block(square.base.unsafelyUnwrapped, n + 2, states: n)
    for r in 0...n {
      let (from, to) = unsafe (block.row(r), copy.row(Self.place(r, left, n)))
      for c in 0..<n + 2 { unsafe to[Self.place(c, left, n)] = from[c] }
    }
    Self.eliminate(copy, n - left)
    try descend(copy.behind(n - left), system, first, half)
  }

  /// The effect of the key whose states alone are left.
  private mutating func finish(_ block: Block, _ key: Int) {
    let n = block.states
    let end = unsafe block.row(n)
    let without = unsafe end[n]
    unsafe end[n] = 0
    Self.eliminate(block, n)
    let with = unsafe end[n]
    effects[key] = with > 0 ? with / (with + without) : 0
  }

  /// Eliminates the first states, four at a time, so that every other row is read and written once for four of them.
  @_optimize(speed)
  private static func eliminate(_ block: Block, _ count: Int) {
    let columns = block.states + 2
    var k = 0
    while k < count {
      let width = Swift.min(4, count - k)
      var shares = InlineArray<4, Double>(repeating: 0)
      for p in 0..<width {
        let row = unsafe block.row(k + p)
        for q in 0..<p {
          let factor = unsafe row[k + q] * shares[q]
          let from = unsafe block.row(k + q)
          for j in k + q + 1..<columns { unsafe row[j] = row[j] + factor * from[j] }
        }
        var leaving = 0.0
        for j in k + p + 1..<columns { unsafe leaving = leaving + row[j] }
        // A state that nothing leaves is none that walks could have met.
        shares[p] = leaving > 0 ? 1 / leaving : 0
      }
      if width == 4 {
        for i in k + 4...block.states { unsafe addFour(block.row(i), block.row(k), block.stride, k, columns, shares) }
      } else {
        for i in k + width...block.states {
          let row = unsafe block.row(i)
          for p in 0..<width {
            let factor = unsafe row[k + p] * shares[p]
            if factor == 0 { continue }
            let from = unsafe block.row(k + p)
            for j in k + p + 1..<columns { unsafe row[j] = row[j] + factor * from[j] }
          }
        }
      }
      k += width
    }
  }

  /// What a row sends to four states goes on from there.
  @inline(__always)
  private static func addFour(
    _ row: UnsafeMutablePointer<Double>, _ a: UnsafeMutablePointer<Double>, _ stride: Int, _ k: Int, _ columns: Int,
    _ shares: InlineArray<4, Double>
  ) {
    let (b, c, d) = unsafe (a + stride, a + 2 &* stride, a + 3 &* stride)
    let fa = unsafe row[k] * shares[0]
    let fb = unsafe (row[k &+ 1] + fa * a[k &+ 1]) * shares[1]
    let fc = unsafe (row[k &+ 2] + fa * a[k &+ 2] + fb * b[k &+ 2]) * shares[2]
    let fd = unsafe (row[k &+ 3] + fa * a[k &+ 3] + fb * b[k &+ 3] + fc * c[k &+ 3]) * shares[3]
    if fa == 0 && fb == 0 && fc == 0 && fd == 0 { return }
    var j = k &+ 4
    while j < columns {
      unsafe row[j] = row[j] + fa * a[j] + fb * b[j] + fc * c[j] + fd * d[j]
      j &+= 1
    }
  }
}
