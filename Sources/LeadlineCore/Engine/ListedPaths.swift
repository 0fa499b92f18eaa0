/// The paths that a table lists, in its order.
struct ListedPaths: ~Copyable {
  /// Numbers of the tally's paths.
  private(set) var rows: Buffer<UInt32>
  /// By place of a group: its rows.
  private(set) var repeats: Buffer<Int>
  /// By group: all its paths.
  private(set) var totals: Buffer<UInt64>
  /// The steps of all paths one behind the other, and by path where they begin.
  private(set) var sequences: Buffer<UInt32>
  private var starts: Buffer<Int>

  func steps(_ path: Int) -> Range<Int> { starts[path]..<starts[path + 1] }

  init(_ groups: borrowing JourneyGroups, _ names: borrowing PathNames, _ plan: borrowing PathPlan, _ tally: borrowing PathTally)
    throws(OutOfMemory)
  {
    let heap = tally.heap
    rows = Buffer(heap)
    repeats = Buffer(heap)
    totals = Buffer(heap)
    sequences = Buffer(heap)
    starts = Buffer(heap)
    let places = try groups.places(of: tally.groups.count, heap)
    try totals.append(repeating: 0, count: tally.groups.count)
    try starts.reserve(exactly: tally.counts.count + 1)
    starts.appendReserved(0)
    for p in 0..<tally.counts.count {
      totals[Int(tally.paths.key(p, 0))] += tally.counts[p].paths
      var node = Int(tally.paths.key(p, 1))
      let depth = tally.tree.depth(node)
      let first = sequences.count
      try sequences.append(repeating: 0, count: depth)
      for i in 0..<depth {
        sequences[first + depth - 1 - i] = UInt32(truncatingIfNeeded: tally.tree.step(node))
        node = tally.tree.parent(node)
      }
      starts.appendReserved(sequences.count)
    }
    var order = Buffer<UInt32>(heap)
    try order.reserve(exactly: tally.counts.count)
    for p in 0..<tally.counts.count { order.appendReserved(UInt32(truncatingIfNeeded: p)) }
    let sort = unsafe Order(
      order: plan.order, paths: try tally.paths.copiedKeys(), places: places.base, counts: tally.counts.base, names: names.places.base,
      sequences: sequences.base, starts: starts.base)
    try MergeSort.sort(&order, heap, by: sort)
    try repeats.append(repeating: 0, count: groups.groups.count)
    for i in 0..<order.count {
      let place = places[Int(tally.paths.key(Int(order[i]), 0))]
      guard repeats[place] < plan.limit else { continue }
      repeats[place] += 1
      try rows.append(order[i])
    }
  }

  /// By group, by what is asked for, then by the names of the steps.
  @safe
  private struct Order: RowOrder, ~Copyable {
    let order: PathPlan.Order
    let paths: Buffer<Int64>
    let places: UnsafeMutablePointer<Int>?
    let counts: UnsafeMutablePointer<PathTally.Count>?
    let names: UnsafeMutablePointer<UInt32>?
    let sequences: UnsafeMutablePointer<UInt32>?
    let starts: UnsafeMutablePointer<Int>?

    func compare(_ a: UInt32, _ b: UInt32) -> Int {
      let (a, b) = (Int(a), Int(b))
      let (left, right) = unsafe (places.unsafelyUnwrapped[Int(paths[a * 2])], places.unsafelyUnwrapped[Int(paths[b * 2])])
      if left != right { return left < right ? -1 : 1 }
      let (first, second) = (weight(a), weight(b))
      if first != second { return first > second ? -1 : 1 }
      return compareSteps(a, b)
    }

    private func weight(_ path: Int) -> Int128 {
      let count = unsafe counts.unsafelyUnwrapped[path]
      return switch order {
      case .paths: Int128(count.paths)
      case .outcomes: Int128(count.outcomes)
      case .drops: Int128(count.dropped)
      case .value: count.value
      }
    }

    private func compareSteps(_ a: Int, _ b: Int) -> Int {
      var (i, j) = unsafe (starts.unsafelyUnwrapped[a], starts.unsafelyUnwrapped[b])
      let (end, other) = unsafe (starts.unsafelyUnwrapped[a + 1], starts.unsafelyUnwrapped[b + 1])
      while i < end && j < other {
        let left = unsafe names.unsafelyUnwrapped[Int(sequences.unsafelyUnwrapped[i])]
        let right = unsafe names.unsafelyUnwrapped[Int(sequences.unsafelyUnwrapped[j])]
        if left != right { return left < right ? -1 : 1 }
        i += 1
        j += 1
      }
      return i < end ? 1 : j < other ? -1 : 0
    }
  }
}

/// The transitions that a table lists, in its order.
struct ListedTransitions: ~Copyable {
  /// Numbers of the tally's transitions.
  private(set) var rows: Buffer<UInt32>
  /// By place of a group: its rows.
  private(set) var repeats: Buffer<Int>
  /// By row: all from the same step.
  private(set) var totals: Buffer<UInt64>

  init(_ groups: borrowing JourneyGroups, _ names: borrowing PathNames, _ tally: borrowing PathTally) throws(OutOfMemory) {
    let heap = tally.heap
    rows = Buffer(heap)
    repeats = Buffer(heap)
    totals = Buffer(heap)
    let places = try groups.places(of: tally.groups.count, heap)
    try rows.reserve(exactly: tally.moves.count)
    for t in 0..<tally.moves.count { rows.appendReserved(UInt32(truncatingIfNeeded: t)) }
    // By transition: the places of its group, its step and the next one.
    var keys = Buffer<Int>(heap)
    try keys.reserve(exactly: tally.moves.count * 3)
    for t in 0..<tally.moves.count {
      keys.appendReserved(places[Int(tally.transitions.key(t, 0))])
      for w in 1..<3 {
        let step = Int(tally.transitions.key(t, w))
        keys.appendReserved(
          step == PathTally.State.start ? -1 : step < 0 ? names.places.count - step : Int(names.places[step]))
      }
    }
    unsafe try MergeSort.sort(&rows, heap, by: Order(keys: keys.base))
    try repeats.append(repeating: 0, count: groups.groups.count)
    try totals.append(repeating: 0, count: rows.count)
    var first = 0
    while first < rows.count {
      var end = first
      var total: UInt64 = 0
      let t = Int(rows[first])
      while end < rows.count && keys[Int(rows[end]) * 3] == keys[t * 3] && keys[Int(rows[end]) * 3 + 1] == keys[t * 3 + 1] {
        total += tally.moves[Int(rows[end])]
        end += 1
      }
      for i in first..<end { totals[i] = total }
      repeats[keys[t * 3]] += end - first
      first = end
    }
  }

  @safe
  private struct Order: RowOrder {
    let keys: UnsafeMutablePointer<Int>?

    func compare(_ a: UInt32, _ b: UInt32) -> Int {
      for w in 0..<3 {
        let (left, right) = unsafe (keys.unsafelyUnwrapped[Int(a) * 3 + w], keys.unsafelyUnwrapped[Int(b) * 3 + w])
        if left != right { return left < right ? -1 : 1 }
      }
      return 0
    }
  }
}

extension JourneyGroups {
  /// By group: its place.
  func places(of count: Int, _ heap: Heap) throws(OutOfMemory) -> Buffer<Int> {
    var places = Buffer<Int>(heap)
    try places.append(repeating: 0, count: count)
    for i in 0..<groups.count { places[Int(groups[i])] = i }
    return places
  }
}
