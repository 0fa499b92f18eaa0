/// Of which kinds anything was taken in. Asked under the locks on names and shards.
///
/// A kind is there if a cell under its shown names holds something of it. As long as no cell is below zero, any cell that
/// holds something says so. Otherwise what one cell has another may take out again: the same cell of another shard, where a
/// repeat was taken out, or another cell that a limit shows under the same names. Only their sum is then the same in any
/// order of arrival.
extension Engine {
  /// Whether every cell under full names speaks for itself: none is below zero, or there is no other under the same names.
  var hasCellsAlone: Bool { (shards.count == 1 && !hasLimits) || isPlain }

  /// Whether no shard has a cell below zero.
  var isPlain: Bool {
    for s in 0..<shards.count where unsafe shards[s].store.pointer.pointee.mayBeNegative { return false }
    return true
  }

  /// Whether a rollup holds anything of a kind in the blocks from `from` to `end`.
  func isTakenIn(_ slot: UInt16, _ rollup: Int, from: Int64, end: Int64) throws(OutOfMemory) -> Bool {
    let number = unsafe kinds.pointer.pointee.number(at: slot)
    var seen = false
    for s in 0..<shards.count where !seen {
      let store = unsafe shards[s].store.pointer
      guard let kind = unsafe store.pointee.kinds.pointer.pointee.find(number) else { continue }
      seen =
        unsafe store.pointee.isWide
        ? Self.holds(store.pointee.wide[rollup], kind, from, end) : Self.holds(store.pointee.narrow[rollup], kind, from, end)
    }
    if !seen || hasCellsAlone { return seen }
    var plan = QueryPlan(heap)
    plan.rollup = rollup
    for p in 0..<shapes[rollup].width {
      try plan.keys.append(QueryPlan.Key(dimension: Int(shapes[rollup].dimensions[p]), position: p, isAttribute: false))
    }
    var groups = try Aggregation(heap, keys: plan.keys.count, leaves: 0)
    let groupOf = try groupTuples(plan, Accrual(heap), &groups)
    var sums = Buffer<Int128>(heap)
    try sums.append(repeating: 0, count: groups.groups * 2)
    var next = Buffer<Int>(heap)
    try next.append(repeating: 0, count: shards.count)
    // Period by period, until one leaves a sum that is not nothing.
    while let start = firstStart(rollup, next) {
      for i in 0..<sums.count { sums[i] = 0 }
      for s in 0..<shards.count where blockStart(s, rollup, next[s]) == start {
        let store = unsafe shards[s].store.pointer
        if start >= from, let kind = unsafe store.pointee.kinds.pointer.pointee.find(number) {
          if unsafe store.pointee.isWide {
            unsafe Self.add(store.pointee.wide[rollup], next[s], kind, end, groupOf[s].groups, &sums)
          } else {
            unsafe Self.add(store.pointee.narrow[rollup], next[s], kind, end, groupOf[s].groups, &sums)
          }
        }
        next[s] += 1
      }
      for i in 0..<sums.count where sums[i] != 0 { return true }
    }
    return false
  }

  /// The earliest of the blocks that come next in each shard.
  func firstStart(_ rollup: Int, _ next: borrowing Buffer<Int>) -> Int64? {
    var start: Int64?
    for s in 0..<shards.count {
      guard let found = blockStart(s, rollup, next[s]) else { continue }
      if found < start ?? Int64.max { start = found }
    }
    return start
  }

  private static func add<W>(
    _ rollup: borrowing Rollup<W>, _ place: Int, _ kind: Int, _ end: Int64, _ groups: borrowing Buffer<UInt32>,
    _ sums: inout Buffer<Int128>
  ) {
    let b = Int(rollup.sorted[place])
    guard rollup.blocks[b].end <= end, kind < rollup.blocks[b].planes.count else { return }
    for at in 0..<rollup.blocks[b].planes[kind].places {
      guard let (tuple, cell) = rollup.blocks[b].planes[kind].at(place: at) else { continue }
      let group = Int(groups[Int(tuple)])
      sums[group * 2] &+= Int128(truncatingIfNeeded: cell.count)
      sums[group * 2 + 1] &+= Int128(truncatingIfNeeded: cell.amount)
    }
  }

  private static func holds<W>(_ rollup: borrowing Rollup<W>, _ kind: Int, _ from: Int64, _ end: Int64) -> Bool {
    for b in 0..<rollup.blocks.count
    where rollup.blocks[b].start >= from && rollup.blocks[b].end <= end && kind < rollup.blocks[b].planes.count {
      for at in 0..<rollup.blocks[b].planes[kind].places where rollup.blocks[b].planes[kind].at(place: at) != nil { return true }
    }
    return false
  }
}
