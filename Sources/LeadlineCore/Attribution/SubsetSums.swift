/// What came of the paths whose keys all lie in a set, for every set of a few players, and Shapley values from that.
///
/// Sums over subsets take one pass for each player (F. Yates, The Design and Analysis of Factorial Experiments, 1937). Rates are then
/// made whole numbers of 61 bits, so that what a player adds to sets of one size is summed up exactly: players that are alike get the
/// same to the last bit. Of 20 players 2^20 sets: some 70 MB.
struct SubsetSums: ~Copyable {
  private let heap: Heap
  private let players: Int
  private var paths: Buffer<UInt64>
  private var outcomes: Buffer<UInt64>
  private var value: Buffer<Int128>

  init(_ players: borrowing Players) throws(OutOfMemory) {
    let heap = players.keys.heap
    let count = players.keys.count
    var paths = Buffer<UInt64>(heap)
    var outcomes = Buffer<UInt64>(heap)
    var value = Buffer<Int128>(heap)
    let sets = 1 << count
    try paths.append(repeating: 0, count: sets)
    try outcomes.append(repeating: 0, count: sets)
    try value.append(repeating: 0, count: sets)
    for s in 0..<players.counts.count {
      var mask = 0
      for i in players.firsts[s]..<players.firsts[s + 1] { mask |= 1 << Int(players.members[i]) }
      let came = players.counts[s]
      paths[mask] += came.paths
      outcomes[mask] += came.outcomes
      value[mask] += came.value
    }
    Self.sum(&paths, count)
    Self.sum(&outcomes, count)
    Self.sum(&value, count)
    self.heap = heap
    self.players = count
    self.paths = paths
    self.outcomes = outcomes
    self.value = value
  }

  @_optimize(speed)
  private static func sum<Number: FixedWidthInteger & BitwiseCopyable>(_ numbers: inout Buffer<Number>, _ players: Int) {
    let base = unsafe numbers.base.unsafelyUnwrapped
    for p in 0..<players {
      let bit = 1 << p
      var block = 0
      while block < numbers.count {
        for s in block..<block + bit { unsafe base[s + bit] &+= base[s] }
        block += 2 * bit
      }
    }
  }

  func outcomeRates() throws(OutOfMemory) -> Buffer<Double> {
    var rates = Buffer<Double>(heap)
    try rates.append(repeating: 0, count: paths.count)
    for s in 0..<paths.count where paths[s] > 0 { rates[s] = Double(outcomes[s]) / Double(paths[s]) }
    return rates
  }

  func valueRates() throws(OutOfMemory) -> Buffer<Double> {
    var rates = Buffer<Double>(heap)
    try rates.append(repeating: 0, count: paths.count)
    for s in 0..<paths.count where paths[s] > 0 { rates[s] = ShapleyRate.rate(value[s], paths[s]) }
    return rates
  }

  /// The Shapley values of a game by its sets' worth: for each size of sets, what a player adds to them in the mean; of these the mean.
  @_optimize(speed)
  func shapley(of worths: borrowing Buffer<Double>) throws(OutOfMemory) -> Buffer<Double> {
    var values = Buffer<Double>(heap)
    try values.append(repeating: 0, count: players)
    var greatest = 0.0
    for s in 0..<worths.count { greatest = Swift.max(greatest, worths[s].magnitude) }
    if players == 0 || greatest == 0 { return values }
    let up = Likelihood.power(60 - Int(greatest.exponent))
    let down = Likelihood.power(Int(greatest.exponent) - 60)
    var units = Buffer<Int64>(heap)
    try units.reserve(exactly: worths.count)
    for s in 0..<worths.count { units.appendReserved(Int64(worths[s] * up)) }
    // How many players a set has: not every processor counts bits.
    var sizes = Buffer<UInt8>(heap)
    try sizes.append(repeating: 0, count: units.count)
    for s in 1..<sizes.count { sizes[s] = sizes[s / 2] + UInt8(s % 2) }
    let (base, size) = unsafe (units.base.unsafelyUnwrapped, sizes.base.unsafelyUnwrapped)
    for p in 0..<players {
      let bit = 1 << p
      // By size of the set that the player comes to.
      var added = InlineArray<20, Int128>(repeating: 0)
      var block = 0
      while block < units.count {
        for s in block..<block + bit { unsafe added[Int(size[s])] &+= Int128(base[s + bit] &- base[s]) }
        block += 2 * bit
      }
      var sum = 0.0
      // Of sets of a size without the player.
      var sets = 1
      for count in 0..<players {
        sum = sum + (Ratio.nearestDouble(added[count], Int128(sets * players)) ?? 0)
        sets = sets * (players - 1 - count) / (count + 1)
      }
      values[p] = sum * down
    }
    ShapleyRate.clear(&values, greatest: greatest)
    return values
  }
}
