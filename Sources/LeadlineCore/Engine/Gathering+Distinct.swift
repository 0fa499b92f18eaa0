/// Distinct counts in the rows of an answer: persons by the sketches beside the cells, names by the cells that hold them. The
/// locks on names and shards are held, and the answer's own rows are complete.
extension Engine {
  /// Gathers the leaves that are no sums of cells: for each period those of its window, row by row.
  func gatherDistinct(
    _ plan: borrowing QueryPlan, _ groups: borrowing Buffer<TupleGroups>, end: Int64, seen: Int64, into sums: inout Aggregation
  ) throws(OutOfMemory) {
    for leaf in 0..<plan.program.leaves.count where !plan.program.leaves[leaf].measure.isInCells {
      let wanted = plan.program.leaves[leaf]
      let isTotal = wanted.source != 0 && plan.program.sources[Int(wanted.source) - 1].isTotal
      let bounds = wanted.source == 0 ? Interval(start: plan.from, end: end) : Interval(start: .min, end: .max)
      var items = try distinctItems(plan, wanted, isTotal: isTotal, bounds, groups)
      try items.sortByStart()
      try gatherDistinct(plan, leaf, items, end: end, seen: seen, into: &sums)
    }
  }

  private func gatherDistinct(
    _ plan: borrowing QueryPlan, _ leaf: Int, _ items: borrowing DistinctItems, end: Int64, seen: Int64,
    into sums: inout Aggregation
  ) throws(OutOfMemory) {
    let wanted = plan.program.leaves[leaf]
    let source = wanted.source == 0 ? Program.Source() : plan.program.sources[Int(wanted.source) - 1]
    var rowOf = Buffer<Int>(heap)
    try rowOf.append(repeating: -1, count: Swift.max(sums.groups, 1))
    var all = Buffer<UInt32>(heap)
    let column = unsafe try sums.open(leaf)
    for period in 0..<sums.periods.count {
      guard let window = distinctWindow(plan, wanted, source, period, sums, end: end, seen: seen) else { continue }
      var some = try items.within(window)
      let rows = sums.rows(ofPeriod: period)
      if source.isTotal {
        let value = try distinctValue(plan, wanted, items, some, 0..<some.count)
        for row in rows { unsafe column[row] = value }
      } else {
        unsafe try MergeSort.sort(&some, heap, by: DistinctItems.By(part: .group, items: items.itemsBase))
        for row in rows { rowOf[Int(sums.rowGroup[row])] = row }
        var first = 0
        while first < some.count {
          let group = items.group(some[first])
          var last = first + 1
          while last < some.count && items.group(some[last]) == group { last += 1 }
          let row = rowOf[Int(group)]
          if row >= 0 {
            unsafe column[row] = try distinctValue(plan, wanted, items, some, first..<last)
            if source.isEarlier && sums.opens(period) { sums.booked[row] |= 4 }
          }
          first = last
        }
        for row in rows { rowOf[Int(sums.rowGroup[row])] = -1 }
      }
      // Over all periods, in the way of other sums.
      if !plan.hasTotals || (source.extent == .before && period > 0) { continue }
      if source.extent != .period { all.removeAll() }
      for i in 0..<some.count { try all.append(some[i]) }
    }
    if plan.hasTotals { sums.totals[leaf] = try distinctValue(plan, wanted, items, all, 0..<all.count) }
  }

  private func distinctWindow(
    _ plan: borrowing QueryPlan, _ leaf: Program.Leaf, _ source: Program.Source, _ period: Int, _ sums: borrowing Aggregation,
    end: Int64, seen: Int64
  ) -> Interval? {
    if leaf.source == 0 {
      // What lies beyond the query's bounds was left out as the items were found.
      if plan.period == .all { return Interval(start: .min, end: .max) }
      return Interval(
        start: sums.periods[period], end: unsafe zone.pointer.pointee.bounds(of: plan.period, at: sums.periods[period]).end)
    }
    guard let window = window(plan, source, period, sums, end: end, seen: seen) else { return nil }
    return switch source.extent {
    case .period: window
    case .before: Interval(start: .min, end: window.start)
    case .until: Interval(start: .min, end: window.end)
    }
  }

  // MARK: Items

  /// What a leaf is made of: a cell's persons or a cell's name, with the group it belongs to.
  func distinctItems(
    _ plan: borrowing QueryPlan, _ leaf: Program.Leaf, isTotal: Bool, _ bounds: Interval, _ groups: borrowing Buffer<TupleGroups>
  ) throws(OutOfMemory) -> DistinctItems {
    var items = DistinctItems(heap)
    if leaf.measure == .names {
      for s in 0..<shards.count {
        let store = unsafe shards[s].store.pointer
        if unsafe store.pointee.isWide {
          unsafe try addNames(store.pointee.wide[plan.rollup], s, plan, leaf, bounds, isTotal, groups[s], &items)
        } else {
          unsafe try addNames(store.pointee.narrow[plan.rollup], s, plan, leaf, bounds, isTotal, groups[s], &items)
        }
      }
      return items
    }
    guard let declared = unsafe persons.pointer.pointee.index(ofSlot: leaf.kindSlot) else { return items }
    for s in 0..<shards.count {
      let store = unsafe shards[s].store.pointer
      let i = unsafe store.pointee.personCells(plan.rollup, declared)
      for cell in unsafe 0..<store.pointee.persons[i].count {
        if unsafe store.pointee.persons[i].isEmpty(cell) { continue }
        let key = unsafe store.pointee.persons[i].keys[cell]
        let span = unsafe store.pointee.span(plan.rollup, PersonCells.block(key))
        let tuple = Int(PersonCells.tuple(key))
        guard span.start >= bounds.start, span.end <= bounds.end, isIn(groups[s], tuple, leaf) else { continue }
        try items.append(start: span.start, group: isTotal ? 0 : groups[s].groups[tuple], shard: s, item: UInt32(cell), count: 0)
      }
    }
    return items
  }

  private func isIn(_ groups: borrowing TupleGroups, _ tuple: Int, _ leaf: Program.Leaf) -> Bool {
    groups.groups[tuple] != Aggregation.none && (leaf.filter == 0 || groups.passes(Int(leaf.filter) - 1, tuple))
  }

  private func addNames<W>(
    _ rollup: borrowing Rollup<W>, _ shard: Int, _ plan: borrowing QueryPlan, _ leaf: Program.Leaf, _ bounds: Interval,
    _ isTotal: Bool, _ groups: borrowing TupleGroups, _ items: inout DistinctItems
  ) throws(OutOfMemory) {
    let key = plan.conditions[Int(leaf.condition)]
    let table = unsafe kinds.pointer
    let wanted = unsafe table.pointee.number(at: leaf.kindSlot)
    let store = unsafe shards[shard].store.pointer
    for b in 0..<rollup.blocks.count where rollup.blocks[b].start >= bounds.start && rollup.blocks[b].end <= bounds.end {
      for kind in 0..<rollup.blocks[b].planes.count {
        let slot = unsafe store.pointee.kinds.pointer.pointee.slot(kind)
        guard unsafe table.pointee.isPart(table.pointee.number(at: slot), of: wanted) else { continue }
        for place in 0..<rollup.blocks[b].planes[kind].places {
          guard let (tuple, cell) = rollup.blocks[b].planes[kind].at(place: place), isIn(groups, Int(tuple), leaf) else { continue }
          let code = shown(key, rollup.code(tuple, key.position))
          if code == Code.notSet { continue }
          try items.append(
            start: rollup.blocks[b].start, group: isTotal ? 0 : groups.groups[Int(tuple)], shard: shard, item: code,
            count: Int128(truncatingIfNeeded: cell.count))
        }
      }
    }
  }

  // MARK: Values

  /// What some items make together.
  private func distinctValue(
    _ plan: borrowing QueryPlan, _ leaf: Program.Leaf, _ items: borrowing DistinctItems, _ some: borrowing Buffer<UInt32>,
    _ range: Range<Int>
  ) throws(OutOfMemory) -> Int128 {
    switch leaf.measure {
    case .names: return try items.distinctNames(some, range)
    case .identified:
      var sum: Int128 = 0
      for i in range { sum &+= identified(plan.rollup, leaf.kindSlot, items, some[i]) }
      return sum
    default:
      let union = try union(plan.rollup, leaf.kindSlot, items, some, range)
      return Int128(union.estimate())
    }
  }

  private func identified(_ rollup: Int, _ slot: UInt16, _ items: borrowing DistinctItems, _ item: UInt32) -> Int128 {
    guard let declared = unsafe persons.pointer.pointee.index(ofSlot: slot) else { return 0 }
    let store = unsafe shards[items.shard(item)].store.pointer
    let cells = unsafe store.pointee.personCells(rollup, declared)
    return unsafe store.pointee.persons[cells].identified[items.item(item)]
  }

  /// All persons of some cells.
  func union(
    _ rollup: Int, _ slot: UInt16, _ items: borrowing DistinctItems, _ some: borrowing Buffer<UInt32>, _ range: Range<Int>
  ) throws(OutOfMemory) -> DistinctSketch {
    var union = unsafe DistinctSketch(heap, precision: persons.pointer.pointee.precision)
    guard let declared = unsafe persons.pointer.pointee.index(ofSlot: slot) else { return union }
    for i in range {
      let store = unsafe shards[items.shard(some[i])].store.pointer
      let cells = unsafe store.pointee.personCells(rollup, declared)
      unsafe try union.merge(with: store.pointee.persons[cells].sketches[items.item(some[i])])
    }
    return union
  }

  /// Whether any person of a kind was taken in before `end`.
  func hasPersons(_ slot: UInt16, _ rollup: Int, end: Int64) -> Bool {
    guard let declared = unsafe persons.pointer.pointee.index(ofSlot: slot) else { return false }
    for s in 0..<shards.count {
      let store = unsafe shards[s].store.pointer
      let i = unsafe store.pointee.personCells(rollup, declared)
      for cell in unsafe 0..<store.pointee.persons[i].count {
        if unsafe store.pointee.persons[i].sketches[cell].isEmpty { continue }
        let block = unsafe PersonCells.block(store.pointee.persons[i].keys[cell])
        if unsafe store.pointee.span(rollup, block).end <= end { return true }
      }
    }
    return false
  }
}
