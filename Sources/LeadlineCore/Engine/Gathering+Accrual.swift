/// Adding what accrues elsewhere than in its cells to the rows of an answer; see `Contributions`.
extension Engine {
  /// The group of each contribution, and which filters it passes, as a tuple of its names would.
  func groupContributions(_ plan: borrowing QueryPlan, _ accrual: inout Accrual, _ sums: inout Aggregation) throws(OutOfMemory) {
    let count = accrual.contributions.placeCount
    if count == 0 { return }
    let shape = shapes[plan.rollup]
    let names = unsafe DimensionNames(namesBase.unsafelyUnwrapped, shape.dimensions)
    var threshold = Threshold(heap, limit: shape.limit)
    try mergeThresholds(plan.rollup, into: &threshold)
    var filters = try Filters(plan, self, tuples: count)
    var groups = Buffer<UInt32>(heap)
    try groups.reserve(exactly: count)
    var codes = Buffer<UInt32>(heap)
    try codes.append(repeating: 0, count: Swift.max(plan.keys.count, 1))
    for i in 0..<count {
      let isOther = shape.limit > 0 && isBeyond(plan.rollup, shape, accrual.contributions, i, names, threshold)
      var passes = true
      for f in 0..<plan.filters.count where passes {
        let key = plan.filters[f].key
        let code = isOther ? Code.other : shown(key, accrual.contributions.code(i, key.position))
        passes = Int(code) < plan.filters[f].codes.count && plan.filters[f].codes[Int(code)] != 0
      }
      if !passes {
        groups.appendReserved(Aggregation.none)
        continue
      }
      for k in 0..<plan.keys.count {
        codes[k] = isOther ? Code.other : shown(plan.keys[k], accrual.contributions.code(i, plan.keys[k].position))
      }
      for c in 0..<plan.conditions.count {
        filters.meets[c] = isOther ? Code.other : shown(plan.conditions[c], accrual.contributions.code(i, plan.conditions[c].position))
      }
      filters.judge(plan.program, i)
      groups.appendReserved(try sums.group(codes))
    }
    accrual.contributions.groups = TupleGroups(groups: groups, passes: filters.take(), runs: Buffer(heap))
  }

  /// Whether a limit of cells shows these names as others.
  private func isBeyond(
    _ rollup: Int, _ shape: RollupShape, _ contributions: borrowing Contributions, _ i: Int, _ names: DimensionNames,
    _ threshold: borrowing Threshold
  ) -> Bool {
    var codes = InlineArray<16, UInt32>(repeating: 0)
    for p in 0..<shape.width {
      codes[p] = contributions.code(i, p)
      if names.shown(p, codes[p]) == Code.other { return true }
    }
    let store = unsafe shards[0].store.pointer
    let hash =
      unsafe store.pointee.isWide
      ? store.pointee.wide[rollup].tuples.fixedHash(of: codes, names)
      : store.pointee.narrow[rollup].tuples.fixedHash(of: codes, names)
    return !threshold.keeps(hash)
  }

  /// How many contributions are in already.
  struct AccrualCursor: ~Copyable {
    var done = 0
    var fees: FeeCursor
  }

  /// Adds those of before an instant that are not in yet, which go before the block that starts then.
  func addContributions(
    _ accrual: borrowing Accrual, _ cursor: inout AccrualCursor, until start: Int64, _ plan: borrowing QueryPlan, _ end: Int64,
    _ leaves: borrowing LeafMap, _ earlier: borrowing EarlierKeys, _ sums: inout Aggregation
  ) throws(OutOfMemory) {
    let limit = Swift.min(end, accrual.contributions.feeLimit, plan.to)
    while true {
      let next = cursor.done < accrual.contributions.count ? accrual.contributions.times[accrual.contributions.sorted(cursor.done)] : Int64.max
      if let time = cursor.fees.instant(accrual.contributions, before: limit), time < start, time <= next {
        try addFees(accrual, &cursor.fees, at: time, limit: limit, plan, leaves, &sums)
        continue
      }
      if cursor.done == accrual.contributions.count { return }
      let i = accrual.contributions.sorted(cursor.done)
      let time = accrual.contributions.times[i]
      if time >= start { return }
      cursor.done += 1
      let group = accrual.contributions.groups.groups[i]
      if group == Aggregation.none || time < plan.from || time >= end { continue }
      let period = unsafe plan.period == .all ? Int64.min : zone.pointer.pointee.bounds(of: plan.period, at: time).start
      try enter(period: period, plan, earlier, &sums)
      let row = try sums.row(group)
      for a in 0..<leaves.accrued.count {
        let leaf = leaves.accrued[a]
        if leaf.filter >= 0 && !accrual.contributions.groups.passes(leaf.filter, i) { continue }
        let of = unsafe try sums.open(leaf.leaf)
        unsafe of[row] &+= accrual.contributions.value(i, leaf.side)
      }
      sums.booked[row] |= 4
    }
  }

  /// Adds those of a window to what a source lends.
  func borrowContributions(
    _ accrual: borrowing Accrual, _ window: Interval, _ isTotal: Bool, _ leaves: borrowing LeafMap, _ borrowed: inout Buffer<Int128>
  ) {
    if leaves.accrued.isEmpty { return }
    let width = leaves.leaves.count
    borrowFees(accrual, window, isTotal, leaves, &borrowed)
    var place = accrual.contributions.place(of: window.start)
    while place < accrual.contributions.count {
      let i = accrual.contributions.sorted(place)
      if accrual.contributions.times[i] >= window.end { return }
      place += 1
      let group = accrual.contributions.groups.groups[i]
      if group == Aggregation.none { continue }
      let first = isTotal ? 0 : Int(group) * width
      for a in 0..<leaves.accrued.count {
        let leaf = leaves.accrued[a]
        if leaf.filter >= 0 && !accrual.contributions.groups.passes(leaf.filter, i) { continue }
        borrowed[first + leaf.leaf] &+= accrual.contributions.value(i, leaf.side)
      }
    }
  }
}
