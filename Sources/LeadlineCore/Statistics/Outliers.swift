/// What is found about one key.
struct Outlier {
  var z = 0.0
  var p = 0.0
  var adjusted = 0.0
  var state = Exact.State.defined
  var isOutlier = false
  /// At place k, not of this key: the key that comes k-th by p.
  var place: UInt32 = 0
}

/// Keys with their counts and room for what is found about them, wherever it is.
protocol OutlierTable {
  var count: Int { get }
  func proportion(_ key: Int) -> Proportion
  subscript(_ key: Int) -> Outlier { get nonmutating set }
}

/// Each key against the rest of the keys, corrected for their number by S. Holm, "A simple sequentially rejective multiple test
/// procedure", 1979.
struct Outliers<Table: OutlierTable> {
  let table: Table
  let minimum: Int128
  let level: ConfidenceLevel

  func find() {
    var (successes, trials) = (WideSum(), WideSum())
    for key in 0..<table.count {
      let proportion = table.proportion(key)
      guard proportion.state == Exact.State.defined else { continue }
      successes.add(proportion.successes)
      trials.add(proportion.trials)
    }
    var tested = 0
    for key in 0..<table.count {
      let found = test(table.proportion(key), successes.total, trials.total)
      table[key] = found
      if found.state == Exact.State.defined { tested += 1 }
    }
    sort()
    adjust(tested)
  }

  private func test(_ proportion: Proportion, _ successes: Int128?, _ trials: Int128?) -> Outlier {
    var found = Outlier(state: proportion.state)
    guard found.state == Exact.State.defined else { return found }
    guard proportion.trials >= minimum else {
      found.state = Exact.State.noData
      return found
    }
    // The successes are no more than the trials, so that only these can be too many.
    guard let trials, let successes else {
      found.state = Exact.State.overflow
      return found
    }
    guard let z = ProportionTest.z(proportion, successes: successes, trials: trials) else {
      found.state = Exact.State.zeroDenominator
      return found
    }
    found.z = z
    found.p = Normal.twoSided(z)
    return found
  }

  /// The k-th least p of m is multiplied by m - k, k from 0, and no adjusted p is below one before it.
  private func adjust(_ tested: Int) {
    var least = 0.0
    for k in 0..<tested {
      let key = Int(table[k].place)
      let adjusted = Swift.min(table[key].p * Double(tested - k), 1)
      if adjusted > least { least = adjusted }
      table[key].adjusted = least
      table[key].isOutlier = least <= level.significance
    }
  }
}

// MARK: The order of the keys by p

extension Outliers {
  /// A heap sort: in place, and as quick on any order. Equal ones go by key, so that there is but one order.
  private func sort() {
    let count = table.count
    for key in 0..<count { table[key].place = UInt32(truncatingIfNeeded: key) }
    var root = count / 2
    while root > 0 {
      root -= 1
      sink(root, count)
    }
    var end = count
    while end > 1 {
      end -= 1
      let last = table[end].place
      table[end].place = table[0].place
      table[0].place = last
      sink(0, end)
    }
  }

  private func sink(_ start: Int, _ end: Int) {
    let moving = table[start].place
    var hole = start
    while hole * 2 + 1 < end {
      var child = hole * 2 + 1
      if child + 1 < end && isBefore(table[child].place, table[child + 1].place) { child += 1 }
      let greater = table[child].place
      guard isBefore(moving, greater) else { break }
      table[hole].place = greater
      hole = child
    }
    table[hole].place = moving
  }

  /// What was not tested comes last.
  private func isBefore(_ a: UInt32, _ b: UInt32) -> Bool {
    let (x, y) = (table[Int(a)], table[Int(b)])
    let (hasX, hasY) = (x.state == Exact.State.defined, y.state == Exact.State.defined)
    if hasX != hasY { return hasX }
    if hasX && x.p != y.p { return x.p < y.p }
    return a < b
  }
}
