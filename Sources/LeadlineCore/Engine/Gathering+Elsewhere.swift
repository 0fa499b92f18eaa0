/// Sums that a row borrows from elsewhere: the period before, the year before, all keys together, everything until then. The
/// locks on names and shards are held, and the answer's own rows are complete.
extension Engine {
  /// Gathers the leaves of one source of the program. For each period of the answer the source's cells are added up by group,
  /// or all in one, and handed to the rows.
  func gatherElsewhere(
    _ plan: borrowing QueryPlan, _ number: Int, _ groups: borrowing Buffer<TupleGroups>, _ accrual: borrowing Accrual,
    end: Int64, seen: Int64, into sums: inout Aggregation
  ) throws(OutOfMemory) {
    let source = plan.program.sources[number - 1]
    let leaves = try LeafMap(plan.program, source: number, kinds: unsafe kinds.pointer.pointee.count, numbered: true, heap)
    let width = leaves.leaves.count
    guard width > 0 else { return }
    var borrowed = Buffer<Int128>(heap)
    try borrowed.append(repeating: 0, count: (source.isTotal ? 1 : sums.groups) * width)
    var all = Buffer<Int128>(heap)
    try all.append(repeating: 0, count: width)
    var done = Int64.min
    for period in 0..<sums.periods.count {
      guard var window = window(plan, source, period, sums, end: end, seen: seen) else { continue }
      if source.extent == .period {
        for i in 0..<borrowed.count { borrowed[i] = 0 }
      } else {
        // Everything until then: what came before the period before is in already.
        window = Interval(start: done, end: Swift.max(done, source.extent == .before ? window.start : window.end))
        done = window.end
      }
      for s in 0..<shards.count {
        let store = unsafe shards[s].store.pointer
        if unsafe store.pointee.isWide {
          unsafe borrow(store.pointee.wide[plan.rollup], s, window, source.isTotal, groups[s], leaves, accrual, &borrowed)
        } else {
          unsafe borrow(store.pointee.narrow[plan.rollup], s, window, source.isTotal, groups[s], leaves, accrual, &borrowed)
        }
      }
      borrowContributions(accrual, window, source.isTotal, leaves, &borrowed)
      let opensEarlier = source.isEarlier && sums.opens(period)
      for l in 0..<width where sums.rows > 0 {
        let to = unsafe try sums.open(Int(leaves.leaves[l]))
        for row in sums.rows(ofPeriod: period) {
          let value = borrowed[(source.isTotal ? 0 : Int(sums.rowGroup[row]) * width) + l]
          unsafe to[row] = value
          if opensEarlier && value != 0 { sums.booked[row] |= 4 }
        }
      }
      // Over all periods: what is of a period adds up; a balance is that of the first at its start, of the last at its end.
      if source.extent == .before && period > 0 { continue }
      if source.extent != .period { for l in 0..<width { all[l] = 0 } }
      for i in 0..<borrowed.count { all[i % width] &+= borrowed[i] }
    }
    for l in 0..<width { sums.totals[Int(leaves.leaves[l])] = all[l] }
  }

  /// The time that a source lends to a period of the answer; nil where there is none.
  func window(
    _ plan: borrowing QueryPlan, _ source: Program.Source, _ period: Int, _ sums: borrowing Aggregation, end: Int64, seen: Int64
  ) -> Interval? {
    let own: Interval
    let greatest = plan.asOf ?? greatestTime
    if plan.period == .all {
      // Without an end the stretch ends with the day of the last fact seen.
      let day = unsafe greatest == Int64.min ? Int64.max : zone.pointer.pointee.bounds(of: .day, at: greatest).end
      own = Interval(start: plan.from, end: plan.to == Int64.max ? day : plan.to)
    } else {
      let start = sums.periods[period]
      own = Interval(start: start, end: unsafe zone.pointer.pointee.bounds(of: plan.period, at: start).end)
    }
    if source.periods == 0 && source.years == 0 && source.weekdays == 0 { return Interval(start: own.start, end: Swift.min(own.end, end)) }
    // Facts are seen in whole periods of the rollup: the last day seen is a day, whenever its last fact was.
    var through = unsafe greatest == Int64.min ? greatest : zone.pointer.pointee.bounds(of: shapes[plan.rollup].period, at: greatest).end - 1
    // A period that the query cuts short is no more over than one that the facts do.
    if plan.to != Int64.max && plan.to != Int64.min { through = Swift.min(through, plan.to - 1) }
    // A batch that was refused leaves periods in which nothing is; where nothing else was taken in, nothing is seen at all.
    if through < own.start { return nil }
    // As much of the earlier one is left out before as of this one.
    let isCut = source.extent == .period && plan.from > own.start && plan.from < own.end
    return unsafe zone.pointer.pointee.earlier(
      own, plan.period, periods: Int(source.periods), years: Int(source.years), weekdays: Int(source.weekdays),
      since: isCut ? plan.from : nil, until: source.extent == .period && through < own.end - 1 ? through : nil)
  }

  /// Adds the cells of a window up.
  private func borrow<W>(
    _ rollup: borrowing Rollup<W>, _ shard: Int, _ window: Interval, _ isTotal: Bool, _ groups: borrowing TupleGroups,
    _ leaves: borrowing LeafMap, _ accrual: borrowing Accrual, _ borrowed: inout Buffer<Int128>
  ) {
    let width = leaves.leaves.count
    let store = unsafe shards[shard].store.pointer
    var place = rollup.firstBlock(notBefore: window.start)
    while place < rollup.sorted.count {
      let b = Int(rollup.sorted[place])
      place += 1
      if rollup.blocks[b].start >= window.end { return }
      for kind in 0..<rollup.blocks[b].planes.count where !rollup.blocks[b].planes[kind].isUnused {
        let slot = unsafe store.pointee.kinds.pointer.pointee.slot(kind)
        let countLeaf = Int(leaves.plain[Int(slot) * 2])
        let amountLeaf = Int(leaves.plain[Int(slot) * 2 + 1])
        let filtered = leaves.range(ofSlot: slot)
        let feeds = leaves.accrued.isEmpty ? 0..<0 : accrual.feeds(ofSlot: slot)
        if countLeaf < 0 && amountLeaf < 0 && filtered.isEmpty && feeds.isEmpty { continue }
        for at in 0..<rollup.blocks[b].planes[kind].places {
          guard let (tuple, cell) = rollup.blocks[b].planes[kind].at(place: at) else { continue }
          let group = groups.groups[Int(tuple)]
          if group == Aggregation.none { continue }
          let first = isTotal ? 0 : Int(group) * width
          if countLeaf >= 0 { borrowed[first + countLeaf] &+= Int128(truncatingIfNeeded: cell.count) }
          if amountLeaf >= 0 { borrowed[first + amountLeaf] &+= Int128(truncatingIfNeeded: cell.amount) }
          for f in filtered where groups.passes(leaves.filtered[f].filter, Int(tuple)) {
            let word = leaves.filtered[f].isAmount ? cell.amount : cell.count
            borrowed[first + leaves.filtered[f].leaf] &+= Int128(truncatingIfNeeded: word)
          }
          if feeds.isEmpty { continue }
          var accrued = Accrual.Sums()
          accrual.accrue(
            feeds, count: Int128(truncatingIfNeeded: cell.count), amount: Int128(truncatingIfNeeded: cell.amount),
            at: rollup.blocks[b].start, groups.runs, Int(tuple), groups.groups.count, into: &accrued)
          for a in 0..<leaves.accrued.count {
            let leaf = leaves.accrued[a]
            if leaf.filter >= 0 && !groups.passes(leaf.filter, Int(tuple)) { continue }
            borrowed[first + leaf.leaf] &+= leaf.side == 1 ? accrued.spend : accrued.payout
          }
        }
      }
    }
  }
}
