/// Rows of keys that stopped: nothing of them is in a period of the answer, but in an earlier one that its columns compare with.
/// The locks on names and shards are held.
///
/// Rows of one period stand together, so they are added when its own cells are in, before the next period begins. They are
/// there on trial: `gatherElsewhere` keeps those to which an earlier period lends anything but 0, and cells that cancel out
/// make no row, in whatever order they came. Nor do they make a period that such rows could stand in.
struct EarlierKeys: ~Copyable {
  /// By shard, the groups of its tuples.
  let groups: Buffer<TupleGroups>
  /// The ends of the facts that rows show, and of those that are seen at all.
  let end: Int64
  let seen: Int64
  let isWanted: Bool
}

extension Engine {
  /// Goes on to the period of the answer that begins at `start`.
  func enter(
    period start: Int64, _ plan: borrowing QueryPlan, _ earlier: borrowing EarlierKeys, _ sums: inout Aggregation
  ) throws(OutOfMemory) {
    if earlier.isWanted && sums.periods.count > 0 && sums.periods[sums.periods.count - 1] != start {
      try addEarlierKeys(plan, earlier, &sums)
    }
    try sums.enter(period: start)
  }

  /// Gives the last period its rows of keys that earlier ones have.
  func addEarlierKeys(
    _ plan: borrowing QueryPlan, _ earlier: borrowing EarlierKeys, _ sums: inout Aggregation
  ) throws(OutOfMemory) {
    let period = sums.periods.count - 1
    if !earlier.isWanted || period < 0 { return }
    for i in 0..<plan.program.sources.count where plan.program.sources[i].isEarlier {
      let source = plan.program.sources[i]
      guard let window = window(plan, source, period, sums, end: earlier.end, seen: earlier.seen) else { continue }
      for s in 0..<shards.count {
        let store = unsafe shards[s].store.pointer
        if unsafe store.pointee.isWide {
          unsafe try addKeys(store.pointee.wide[plan.rollup], window, earlier.groups[s], &sums)
        } else {
          unsafe try addKeys(store.pointee.narrow[plan.rollup], window, earlier.groups[s], &sums)
        }
      }
    }
  }

  /// Marks the periods that have rows of their own, and the one of all time.
  func openEarlier(_ plan: borrowing QueryPlan, _ sums: inout Aggregation) throws(OutOfMemory) {
    for period in 0..<sums.periods.count {
      var isOpen = plan.period == .all
      for row in sums.rows(ofPeriod: period) where sums.booked[row] & 4 != 0 { isOpen = true }
      try sums.opensEarlier.append(isOpen ? 1 : 0)
    }
  }

  /// A row for each group that has a cell in a window.
  private func addKeys<W>(
    _ rollup: borrowing Rollup<W>, _ window: Interval, _ groups: borrowing TupleGroups, _ sums: inout Aggregation
  ) throws(OutOfMemory) {
    var place = rollup.firstBlock(notBefore: window.start)
    while place < rollup.sorted.count {
      let b = Int(rollup.sorted[place])
      place += 1
      if rollup.blocks[b].start >= window.end { return }
      for kind in 0..<rollup.blocks[b].planes.count where !rollup.blocks[b].planes[kind].isUnused {
        for at in 0..<rollup.blocks[b].planes[kind].places {
          guard let (tuple, _) = rollup.blocks[b].planes[kind].at(place: at) else { continue }
          let group = groups.groups[Int(tuple)]
          if group != Aggregation.none { _ = try sums.row(group) }
        }
      }
    }
  }
}

extension Aggregation {
  /// Whether rows of keys that stopped may stand in a period.
  func opens(_ period: Int) -> Bool { !opensEarlier.isEmpty && opensEarlier[period] != 0 }
}
