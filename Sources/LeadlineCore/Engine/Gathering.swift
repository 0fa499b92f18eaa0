/// Adding cells up into the rows of an answer; the locks on names and shards are held.
extension Engine {
  /// Of the facts before `end`; of those that other periods lend, before `seen`.
  func gather(_ plan: borrowing QueryPlan, end: Int64, seen: Int64, into sums: inout Aggregation) throws(Failure) {
    var accrual = Accrual(heap)
    try layOut(plan, seen: seen, into: &accrual)
    do {
      try groupContributions(plan, &accrual, &sums)
      let earlier = EarlierKeys(
        groups: try groupTuples(plan, accrual, &sums), end: end, seen: seen, isWanted: plan.hasEarlierKeys)
      var accrued = AccrualCursor(fees: FeeCursor(heap, from: plan.from))
      var leaves = try LeafMap(plan.program, source: 0, kinds: unsafe kinds.pointer.pointee.count, numbered: false, heap)
      let isPlain = isPlain
      if !isPlain { try addLeaves(&leaves.plain, &sums) }
      // Blocks of all shards by their start, so that the rows of one period follow each other.
      var next = Buffer<Int>(heap)
      try next.append(repeating: 0, count: shards.count)
      while let start = firstStart(plan.rollup, next) {
        var shard = 0
        while blockStart(shard, plan.rollup, next[shard]) != start { shard += 1 }
        let store = unsafe shards[shard].store.pointer
        let place = next[shard]
        next[shard] += 1
        try addContributions(accrual, &accrued, until: start, plan, end, leaves, earlier, &sums)
        if unsafe store.pointee.isWide {
          unsafe try addBlock(
            store.pointee.wide[plan.rollup], Int(store.pointee.wide[plan.rollup].sorted[place]), shard, plan, end,
            earlier.groups[shard], leaves, accrual, earlier, isPlain, &sums)
        } else {
          unsafe try addBlock(
            store.pointee.narrow[plan.rollup], Int(store.pointee.narrow[plan.rollup].sorted[place]), shard, plan, end,
            earlier.groups[shard], leaves, accrual, earlier, isPlain, &sums)
        }
      }
      try addContributions(accrual, &accrued, until: Int64.max, plan, end, leaves, earlier, &sums)
      if earlier.isWanted && plan.period == .all { try enter(period: Int64.min, plan, earlier, &sums) }
      try addEarlierKeys(plan, earlier, &sums)
      try sums.complete()
      if !isPlain { judgeRows(leaves.plain, &sums) }
      if earlier.isWanted { try openEarlier(plan, &sums) }
      try addTotals(&sums)
      for source in 0..<plan.program.sources.count {
        try gatherElsewhere(plan, source + 1, earlier.groups, accrual, end: end, seen: seen, into: &sums)
      }
      try gatherTargets(plan, into: &sums)
      try gatherDistinct(plan, earlier.groups, end: end, seen: seen, into: &sums)
      try sums.complete()
    } catch {
      throw outOfMemory()
    }
  }

  @_optimize(speed)
  private func addTotals(_ sums: inout Aggregation) throws(OutOfMemory) {
    try sums.totals.append(repeating: 0, count: sums.leafCount + 1)
    for leaf in 0..<sums.leafCount {
      guard !sums.sums[leaf].isEmpty, let of = unsafe sums.sums[leaf].base else { continue }
      var total: Int128 = 0
      for row in 0..<sums.rows { unsafe total &+= of[row] }
      sums.totals[leaf] = total
    }
  }

  func blockStart(_ shard: Int, _ rollup: Int, _ place: Int) -> Int64? {
    let store = unsafe shards[shard].store.pointer
    if unsafe store.pointee.isWide {
      return unsafe place < store.pointee.wide[rollup].sorted.count
        ? store.pointee.wide[rollup].blocks[Int(store.pointee.wide[rollup].sorted[place])].start : nil
    }
    return unsafe place < store.pointee.narrow[rollup].sorted.count
      ? store.pointee.narrow[rollup].blocks[Int(store.pointee.narrow[rollup].sorted[place])].start : nil
  }

  /// What the limit keeps over all shards.
  func mergeThresholds(_ rollup: Int, into merged: inout Threshold) throws(OutOfMemory) {
    guard merged.limit > 0 else { return }
    for s in 0..<shards.count {
      let store = unsafe shards[s].store.pointer
      if unsafe store.pointee.isWide { unsafe try merged.add(store.pointee.wide[rollup].tuples.threshold) }
      else { unsafe try merged.add(store.pointee.narrow[rollup].tuples.threshold) }
    }
  }

  /// By shard, the group of each tuple of the plan's rollup.
  @_optimize(speed)
  func groupTuples(
    _ plan: borrowing QueryPlan, _ accrual: borrowing Accrual, _ sums: inout Aggregation
  ) throws(OutOfMemory) -> Buffer<TupleGroups> {
    var threshold = Threshold(heap, limit: shapes[plan.rollup].limit)
    try mergeThresholds(plan.rollup, into: &threshold)
    var groups = Buffer<TupleGroups>(heap)
    for s in 0..<shards.count {
      let store = unsafe shards[s].store.pointer
      try groups.append(
        unsafe store.pointee.isWide
          ? try groupTuples(store.pointee.wide[plan.rollup], plan, accrual, threshold, &sums)
          : try groupTuples(store.pointee.narrow[plan.rollup], plan, accrual, threshold, &sums))
    }
    return groups
  }

  /// The group of each tuple of a rollup, `none` for those that a filter leaves out.
  @_optimize(speed)
  private func groupTuples<W>(
    _ rollup: borrowing Rollup<W>, _ plan: borrowing QueryPlan, _ accrual: borrowing Accrual, _ threshold: borrowing Threshold,
    _ sums: inout Aggregation
  ) throws(OutOfMemory) -> TupleGroups {
    let names = unsafe DimensionNames(namesBase.unsafelyUnwrapped, rollup.shape.dimensions)
    let count = rollup.tupleCount(names)
    var groups = Buffer<UInt32>(heap)
    try groups.reserve(exactly: count)
    var codes = Buffer<UInt32>(heap)
    try codes.append(repeating: 0, count: Swift.max(plan.keys.count, 1))
    var filters = try Filters(plan, self, tuples: count)
    var runs = Buffer<UInt32>(heap)
    try runs.append(repeating: 0, count: accrual.lanes.count * count)
    for tuple in 0..<count {
      var isOther = false
      if rollup.tuples.isLimited {
        isOther = !rollup.tuples.isKept(tuple, by: threshold)
        for p in 0..<rollup.shape.width where names.shown(p, rollup.code(UInt32(tuple), p)) == Code.other { isOther = true }
      }
      var passes = true
      for f in 0..<plan.filters.count where passes {
        let code = isOther ? Code.other : shown(plan.filters[f].key, rollup.code(UInt32(tuple), plan.filters[f].key.position))
        passes = Int(code) < plan.filters[f].codes.count && plan.filters[f].codes[Int(code)] != 0
      }
      if !passes {
        groups.appendReserved(Aggregation.none)
        continue
      }
      for k in 0..<plan.keys.count {
        codes[k] = isOther ? Code.other : shown(plan.keys[k], rollup.code(UInt32(tuple), plan.keys[k].position))
      }
      for c in 0..<plan.conditions.count {
        filters.meets[c] =
          isOther ? Code.other : shown(plan.conditions[c], rollup.code(UInt32(tuple), plan.conditions[c].position))
      }
      filters.judge(plan.program, tuple)
      for lane in 0..<accrual.lanes.count {
        let key = accrual.lanes[lane].key
        let code = isOther ? Code.other : accrual.lanes[lane].isRest ? 0 : shown(key, rollup.code(UInt32(tuple), key.position))
        runs[lane * count + tuple] = accrual.run(lane, shown: code)
      }
      groups.appendReserved(try sums.group(codes))
    }
    return TupleGroups(groups: groups, passes: filters.take(), runs: runs)
  }

  /// Which filters of a program's a tuple passes.
  struct Filters: ~Copyable {
    /// By condition, the code it wants; `Code.unknown` where nobody has the name.
    private var wanted: Buffer<UInt32>
    /// By condition, the code that the tuple at hand shows.
    var meets: Buffer<UInt32>
    private var passes: Buffer<UInt8>
    private let tuples: Int

    init(_ plan: borrowing QueryPlan, _ engine: borrowing Engine, tuples: Int) throws(OutOfMemory) {
      wanted = Buffer(engine.heap)
      meets = Buffer(engine.heap)
      passes = Buffer(engine.heap)
      self.tuples = tuples
      try passes.append(repeating: 0, count: plan.program.filters.count * tuples)
      for c in 0..<plan.conditions.count {
        let name = plan.program.bytes(plan.program.conditions[c].name)
        let names = unsafe engine.namesBase.unsafelyUnwrapped + plan.conditions[c].dimension
        let code = unsafe name == "(other)" ? Code.other : names.pointee.find(name) ?? Code.unknown
        try wanted.append(code)
        try meets.append(Code.unknown)
      }
    }

    mutating func judge(_ program: borrowing Program, _ tuple: Int) {
      for f in 0..<program.filters.count {
        let filter = program.filters[f]
        let meets = wanted[Int(filter.condition)] == meets[Int(filter.condition)]
        let isIn = meets && (filter.base == 0 || passes[(Int(filter.base) - 1) * tuples + tuple] != 0)
        passes[f * tuples + tuple] = isIn ? 1 : 0
      }
    }

    consuming func take() -> Buffer<UInt8> { passes }
  }

  /// The code under which a key shows a dimension's code.
  func shown(_ key: QueryPlan.Key, _ code: UInt32) -> UInt32 {
    let names = unsafe self.names.pointer
    if !key.isAttribute { return unsafe names.pointee[key.dimension].shown(code) }
    let base = dimensions[key.dimension].base
    if unsafe names.pointee[base].shown(code) == Code.other { return Code.other }
    return unsafe names.pointee[key.dimension].shown(attribute(key.dimension, of: code))
  }

  @_optimize(speed)
  private func addBlock<W>(
    _ rollup: borrowing Rollup<W>, _ b: Int, _ shard: Int, _ plan: borrowing QueryPlan, _ end: Int64,
    _ groups: borrowing TupleGroups, _ leaves: borrowing LeafMap, _ accrual: borrowing Accrual,
    _ earlier: borrowing EarlierKeys, _ isPlain: Bool, _ sums: inout Aggregation
  ) throws(OutOfMemory) {
    let start = rollup.blocks[b].start
    guard start >= plan.from && rollup.blocks[b].end <= end else { return }
    let period = unsafe plan.period == .all ? Int64.min : zone.pointer.pointee.bounds(of: plan.period, at: start).start
    try enter(period: period, plan, earlier, &sums)
    let store = unsafe shards[shard].store.pointer
    for kind in 0..<rollup.blocks[b].planes.count {
      if rollup.blocks[b].planes[kind].isUnused { continue }
      let slot = unsafe store.pointee.kinds.pointer.pointee.slot(kind)
      let countLeaf = Int(leaves.plain[Int(slot) * 2])
      let amountLeaf = Int(leaves.plain[Int(slot) * 2 + 1])
      let filtered = leaves.range(ofSlot: slot)
      let feeds = leaves.accrued.isEmpty ? 0..<0 : accrual.feeds(ofSlot: slot)
      let booking = booking(slot)
      var run = CellRun<W>()
      var rows = InlineArray<64, Int>(repeating: 0)
      var place = 0
      while true {
        rollup.blocks[b].planes[kind].collect(from: &place, into: &run)
        if run.count == 0 { break }
        for i in 0..<run.count {
          let group = groups.groups[Int(run.tuples[i])]
          rows[i] = group == Aggregation.none ? -1 : try sums.row(group)
        }
        for f in filtered {
          let of = unsafe try sums.open(leaves.filtered[f].leaf)
          for i in 0..<run.count where rows[i] >= 0 && groups.passes(leaves.filtered[f].filter, Int(run.tuples[i])) {
            let word = leaves.filtered[f].isAmount ? run.cells[i].amount : run.cells[i].count
            unsafe of[rows[i]] &+= Int128(truncatingIfNeeded: word)
          }
        }
        if countLeaf >= 0 {
          let of = unsafe try sums.open(countLeaf)
          for i in 0..<run.count where rows[i] >= 0 { unsafe of[rows[i]] &+= Int128(truncatingIfNeeded: run.cells[i].count) }
        }
        if amountLeaf >= 0 {
          let of = unsafe try sums.open(amountLeaf)
          for i in 0..<run.count where rows[i] >= 0 { unsafe of[rows[i]] &+= Int128(truncatingIfNeeded: run.cells[i].amount) }
        }
        if !feeds.isEmpty {
          for i in 0..<run.count where rows[i] >= 0 {
            try addAccrued(run.tuples[i], run.cells[i], rows[i], at: start, feeds, groups, leaves, accrual, &sums)
          }
        }
        for i in 0..<run.count where isPlain && rows[i] >= 0 {
          sums.booked[rows[i]] |= run.cells[i].amount != 0 ? booking | 4 : 4
        }
      }
    }
  }

  /// What a cell accrues by the prices, into the leaves of its row.
  @inline(never)
  private func addAccrued<W>(
    _ tuple: UInt32, _ cell: Cell<W>, _ row: Int, at start: Int64, _ feeds: Range<Int>, _ groups: borrowing TupleGroups,
    _ leaves: borrowing LeafMap, _ accrual: borrowing Accrual, _ sums: inout Aggregation
  ) throws(OutOfMemory) {
    var accrued = Accrual.Sums()
    accrual.accrue(
      feeds, count: Int128(truncatingIfNeeded: cell.count), amount: Int128(truncatingIfNeeded: cell.amount), at: start,
      groups.runs, Int(tuple), groups.groups.count, into: &accrued)
    for a in 0..<leaves.accrued.count {
      let leaf = leaves.accrued[a]
      if leaf.filter >= 0 && !groups.passes(leaf.filter, Int(tuple)) { continue }
      let of = unsafe try sums.open(leaf.leaf)
      unsafe of[row] &+= leaf.side == 1 ? accrued.spend : accrued.payout
    }
  }

  /// Which way a kind's amount books media cost: on events, as media_spend (the bits of `Aggregation.booked`), or neither.
  private func booking(_ slot: UInt16) -> UInt8 {
    let table = unsafe kinds.pointer
    return switch unsafe table.pointee.number(at: table.pointee.familySlot(at: slot)) {
    case 10, 15, 20: 1
    case 90: 2
    default: 0
    }
  }

  // Where a cell may be below zero, whether a row holds anything of a kind is known when all its cells are added: see
  // Engine+TakenIn. Every kind met then gets its sums, behind those that the columns need.

  private func addLeaves(_ leaves: inout Buffer<Int32>, _ sums: inout Aggregation) throws(OutOfMemory) {
    for s in 0..<shards.count {
      let met = unsafe shards[s].store.pointer.pointee.kinds.pointer
      for kind in unsafe 0..<met.pointee.count {
        let slot = unsafe Int(met.pointee.slot(kind))
        for i in slot * 2...slot * 2 + 1 where leaves[i] < 0 {
          leaves[i] = Int32(sums.leafCount)
          try sums.addLeaves(1)
        }
      }
    }
  }

  private func judgeRows(_ leaves: borrowing Buffer<Int32>, _ sums: inout Aggregation) {
    for i in 0..<leaves.count where leaves[i] >= 0 {
      let leaf = Int(leaves[i])
      if sums.sums[leaf].isEmpty { continue }
      let mark = i % 2 == 0 ? 4 : 4 | booking(UInt16(i / 2))
      for row in 0..<sums.rows where sums.sums[leaf][row] != 0 { sums.booked[row] |= mark }
    }
  }
}
