/// Adding cells up into the rows of an answer; the locks on names and shards are held.
extension Engine {
  func gather(_ plan: borrowing QueryPlan, end: Int64, into sums: inout Aggregation) throws(Failure) {
    do {
      var threshold = Threshold(heap, limit: shapes[plan.rollup].limit)
      try mergeThresholds(plan.rollup, into: &threshold)
      var groups = Buffer<Buffer<UInt32>>(heap)
      for s in 0..<shards.count {
        let store = unsafe shards[s].store.pointer
        try groups.append(
          unsafe store.pointee.isWide
            ? try groupTuples(store.pointee.wide[plan.rollup], plan, threshold, &sums)
            : try groupTuples(store.pointee.narrow[plan.rollup], plan, threshold, &sums))
      }
      var leaves = Buffer<Int32>(heap)
      try leaves.append(repeating: -1, count: unsafe kinds.pointer.pointee.count * 2)
      for leaf in 0..<plan.program.leaves.count {
        leaves[Int(plan.program.leaves[leaf].kindSlot) * 2 + (plan.program.leaves[leaf].isAmount ? 1 : 0)] = Int32(leaf)
      }
      // Blocks of all shards by their start, so that the rows of one period follow each other.
      var next = Buffer<Int>(heap)
      try next.append(repeating: 0, count: shards.count)
      while true {
        var shard = -1
        var start = Int64.max
        for s in 0..<shards.count {
          guard let found = blockStart(s, plan.rollup, next[s]) else { continue }
          if shard < 0 || found < start {
            shard = s
            start = found
          }
        }
        if shard < 0 { break }
        let store = unsafe shards[shard].store.pointer
        let place = next[shard]
        next[shard] += 1
        if unsafe store.pointee.isWide {
          unsafe try addBlock(
            store.pointee.wide[plan.rollup], Int(store.pointee.wide[plan.rollup].sorted[place]), shard, plan, end,
            groups[shard], leaves, &sums)
        } else {
          unsafe try addBlock(
            store.pointee.narrow[plan.rollup], Int(store.pointee.narrow[plan.rollup].sorted[place]), shard, plan, end,
            groups[shard], leaves, &sums)
        }
      }
    } catch {
      throw outOfMemory()
    }
  }

  private func blockStart(_ shard: Int, _ rollup: Int, _ place: Int) -> Int64? {
    let store = unsafe shards[shard].store.pointer
    if unsafe store.pointee.isWide {
      return unsafe place < store.pointee.wide[rollup].sorted.count
        ? store.pointee.wide[rollup].blocks[Int(store.pointee.wide[rollup].sorted[place])].start : nil
    }
    return unsafe place < store.pointee.narrow[rollup].sorted.count
      ? store.pointee.narrow[rollup].blocks[Int(store.pointee.narrow[rollup].sorted[place])].start : nil
  }

  /// What the limit keeps over all shards.
  private func mergeThresholds(_ rollup: Int, into merged: inout Threshold) throws(OutOfMemory) {
    guard merged.limit > 0 else { return }
    for s in 0..<shards.count {
      let store = unsafe shards[s].store.pointer
      if unsafe store.pointee.isWide { unsafe try merged.add(store.pointee.wide[rollup].tuples.threshold) }
      else { unsafe try merged.add(store.pointee.narrow[rollup].tuples.threshold) }
    }
  }

  /// The group of each tuple of a rollup, `none` for those that a filter leaves out.
  private func groupTuples<W>(
    _ rollup: borrowing Rollup<W>, _ plan: borrowing QueryPlan, _ threshold: borrowing Threshold, _ sums: inout Aggregation
  ) throws(OutOfMemory) -> Buffer<UInt32> {
    let names = unsafe DimensionNames(namesBase.unsafelyUnwrapped, rollup.shape.dimensions)
    let count = rollup.tupleCount(names)
    var groups = Buffer<UInt32>(heap)
    try groups.reserve(exactly: count)
    var codes = Buffer<UInt32>(heap)
    try codes.append(repeating: 0, count: Swift.max(plan.keys.count, 1))
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
      groups.appendReserved(try sums.group(codes))
    }
    return groups
  }

  /// The code under which a key shows a dimension's code.
  func shown(_ key: QueryPlan.Key, _ code: UInt32) -> UInt32 {
    let names = unsafe self.names.pointer
    if !key.isAttribute { return unsafe names.pointee[key.dimension].shown(code) }
    let base = dimensions[key.dimension].base
    if unsafe names.pointee[base].shown(code) == Code.other { return Code.other }
    return unsafe names.pointee[key.dimension].shown(attribute(key.dimension, of: code))
  }

  private func addBlock<W>(
    _ rollup: borrowing Rollup<W>, _ b: Int, _ shard: Int, _ plan: borrowing QueryPlan, _ end: Int64,
    _ groups: borrowing Buffer<UInt32>, _ leaves: borrowing Buffer<Int32>, _ sums: inout Aggregation
  ) throws(OutOfMemory) {
    let start = rollup.blocks[b].start
    guard start >= plan.from && rollup.blocks[b].end <= end else { return }
    let time = rollup.shape.period == .all ? 0 : Swift.max(start, FactRules.minTime)
    let period = unsafe plan.period == .all ? Int64.min : zone.pointer.pointee.bounds(of: plan.period, at: time).start
    if sums.periods.isEmpty || sums.periods[sums.periods.count - 1] != period { try sums.periods.append(period) }
    let store = unsafe shards[shard].store.pointer
    for kind in 0..<rollup.blocks[b].planes.count {
      if rollup.blocks[b].planes[kind].isUnused { continue }
      let slot = unsafe store.pointee.kinds.pointer.pointee.slot(kind)
      let number = unsafe kinds.pointer.pointee.number(at: slot)
      let countLeaf = Int(leaves[Int(slot) * 2])
      let amountLeaf = Int(leaves[Int(slot) * 2 + 1])
      let booking: UInt8 = number == 90 ? 2 : number == 10 || number == 15 || number == 20 ? 1 : 0
      for place in 0..<rollup.blocks[b].planes[kind].places {
        guard let (tuple, cell) = rollup.blocks[b].planes[kind].at(place: place) else { continue }
        let group = groups[Int(tuple)]
        if group == Aggregation.none { continue }
        let row = try sums.row(group)
        if countLeaf >= 0 { sums.sums[row * sums.leafCount + countLeaf] &+= Int128(truncatingIfNeeded: cell.count) }
        if amountLeaf >= 0 { sums.sums[row * sums.leafCount + amountLeaf] &+= Int128(truncatingIfNeeded: cell.amount) }
        if sums.booked[row] & 4 == 0 && isMore(rollup, tuple, start, number, shard, cell) { sums.booked[row] |= 4 }
        if booking != 0 && cell.amount != 0 { sums.booked[row] |= booking }
      }
    }
  }

  /// Whether a cell still holds something when the other shards' part of it is added: what one took in another may have
  /// taken out.
  private func isMore<W>(
    _ rollup: borrowing Rollup<W>, _ tuple: UInt32, _ start: Int64, _ number: UInt16, _ shard: Int, _ cell: Cell<W>
  ) -> Bool {
    if shards.count == 1 { return true }
    var count = Int128(truncatingIfNeeded: cell.count)
    var amount = Int128(truncatingIfNeeded: cell.amount)
    var codes = InlineArray<16, UInt32>(repeating: 0)
    for p in 0..<rollup.shape.width { codes[p] = rollup.code(tuple, p) }
    for s in 0..<shards.count where s != shard {
      let store = unsafe shards[s].store.pointer
      guard let kind = unsafe store.pointee.kinds.pointer.pointee.find(number) else { continue }
      let r = index(of: rollup.shape, in: s)
      if unsafe store.pointee.isWide { unsafe Self.add(store.pointee.wide[r], codes, start, kind, &count, &amount) }
      else { unsafe Self.add(store.pointee.narrow[r], codes, start, kind, &count, &amount) }
    }
    return count != 0 || amount != 0
  }

  /// Shapes are told apart by their dimensions and period; of two alike either will do, because they hold the same.
  private func index(of shape: RollupShape, in shard: Int) -> Int {
    for r in 0..<shapes.count {
      var same = shapes[r].width == shape.width && shapes[r].period == shape.period && shapes[r].limit == shape.limit
      for p in 0..<shape.width where shapes[r].dimensions[p] != shape.dimensions[p] { same = false }
      if same { return r }
    }
    return 0
  }

  private static func add<W>(
    _ rollup: borrowing Rollup<W>, _ codes: InlineArray<16, UInt32>, _ start: Int64, _ kind: Int, _ count: inout Int128,
    _ amount: inout Int128
  ) {
    guard let tuple = rollup.tuple(codes), let block = rollup.block(startingAt: start),
      let cell = unsafe rollup.existing(block, kind, tuple)
    else { return }
    count &+= Int128(truncatingIfNeeded: unsafe cell.pointee.count)
    amount &+= Int128(truncatingIfNeeded: unsafe cell.pointee.amount)
  }
}
