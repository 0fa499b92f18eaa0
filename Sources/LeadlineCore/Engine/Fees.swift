/// A fixed fee while a query adds up. So many days of it accrue the fee times their share, rounded down to millionths, so that
/// what any run of days accrues is the difference of its ends: nothing is laid out day by day.
struct Fee: BitwiseCopyable {
  let from: Int64
  let to: Int64
  let days: Int
  /// All of it, in millionths.
  let whole: Int128
  let side: UInt32

  init(_ price: Price) {
    from = price.from
    to = price.to
    days = price.days
    whole = Int128(price.rate) * 1_000_000
    side = price.side
  }

  /// What accrues on the days that begin in [start, end).
  func accrued(_ start: Int64, _ end: Int64, _ zone: borrowing Zone) -> Int128 {
    start < end ? accrued(until: end, zone) - accrued(until: start, zone) : 0
  }

  private func accrued(until end: Int64, _ zone: borrowing Zone) -> Int128 {
    if end <= from { return 0 }
    return end >= to ? whole : whole * Int128(zone.days(from: from, to: end)) / Int128(days)
  }
}

/// Which fees a query goes through next, period by period.
struct FeeCursor: ~Copyable {
  /// Days before this are done with.
  fileprivate var position: Int64
  fileprivate var next = 0
  /// Those that have begun and are not over.
  fileprivate var active: Buffer<UInt32>

  init(_ heap: Heap, from: Int64) {
    position = from
    active = Buffer(heap)
  }

  /// The next instant from which on a fee accrues; nil where none does before `limit`.
  func instant(_ contributions: borrowing Contributions, before limit: Int64) -> Int64? {
    var found = position
    if active.isEmpty {
      if next == contributions.fees.count { return nil }
      found = Swift.max(position, contributions.fees[next].from)
    }
    return found < limit ? found : nil
  }
}

extension Engine {
  /// Lays out the fees that a query may see, in the order in which they begin. All other contributions are in.
  func addFees(_ plan: borrowing QueryPlan, _ sides: UInt32, asOf: Int64, _ accrual: inout Accrual) throws(AccrualError) {
    if !plan.isPriced { return }
    let book = unsafe prices.pointer
    var order = Buffer<UInt32>(heap)
    accrual.contributions.feeLimit = asOf == Int64.max ? asOf : asOf + 1
    let isLent = !plan.program.sources.isEmpty
    do throws(OutOfMemory) {
      for i in unsafe 0..<book.pointee.count {
        let price = unsafe book.pointee.prices[i]
        if sides & price.side == 0 || price.model != PriceModel.fixed || price.from > asOf { continue }
        // Where no other period lends, only the days asked for count.
        if isLent || (price.from < plan.to && price.to > plan.from) { try order.append(UInt32(i)) }
      }
      unsafe try MergeSort.sort(&order, heap, by: ByFrom(book: book))
    } catch { throw .memory }
    for i in 0..<order.count {
      let price = unsafe book.pointee.prices[Int(order[i])]
      let key = try key(price.dimension, plan.rollup)
      var codes = InlineArray<16, UInt32>(repeating: Code.notSet)
      if price.dimension >= 0 {
        codes[key.position] = unsafe namesBase.unsafelyUnwrapped[key.dimension].find(price.name) ?? Code.other
      }
      do { try accrual.contributions.add(Fee(price), codes) } catch { throw .memory }
    }
  }

  @safe
  private struct ByFrom: RowOrder {
    let book: UnsafeMutablePointer<PriceBook>

    func compare(_ a: UInt32, _ b: UInt32) -> Int {
      let (left, right) = unsafe (book.pointee.prices[Int(a)].from, book.pointee.prices[Int(b)].from)
      return left < right ? -1 : left > right ? 1 : 0
    }
  }

  /// Adds what the fees accrue in the next period of the answer in which one does, to its rows; up to `limit`.
  func addFees(
    _ accrual: borrowing Accrual, _ cursor: inout FeeCursor, at time: Int64, limit: Int64, _ plan: borrowing QueryPlan,
    _ leaves: borrowing LeafMap, _ sums: inout Aggregation
  ) throws(OutOfMemory) {
    // Days do not come in parts.
    let step = plan.period == .hour ? Period.day : plan.period
    let end = Swift.min(limit, plan.period == .all ? Int64.max : unsafe zone.pointer.pointee.bounds(of: step, at: time).end)
    while cursor.next < accrual.contributions.fees.count, accrual.contributions.fees[cursor.next].from < end {
      try cursor.active.append(UInt32(cursor.next))
      cursor.next += 1
    }
    var kept = 0
    for a in 0..<cursor.active.count {
      let f = Int(cursor.active[a])
      let fee = accrual.contributions.fees[f]
      let value = unsafe fee.accrued(time, end, zone.pointer.pointee)
      try add(value, of: f, side: fee.side, at: time, accrual, plan, leaves, &sums)
      guard fee.to > end else { continue }
      cursor.active[kept] = UInt32(f)
      kept += 1
    }
    cursor.active.truncate(to: kept)
    cursor.position = end
  }

  private func add(
    _ value: Int128, of fee: Int, side: UInt32, at time: Int64, _ accrual: borrowing Accrual, _ plan: borrowing QueryPlan,
    _ leaves: borrowing LeafMap, _ sums: inout Aggregation
  ) throws(OutOfMemory) {
    let place = accrual.contributions.count + fee
    let group = accrual.contributions.groups.groups[place]
    if value == 0 || group == Aggregation.none { return }
    try sums.enter(period: unsafe plan.period == .all ? Int64.min : zone.pointer.pointee.bounds(of: plan.period, at: time).start)
    let row = try sums.row(group)
    for a in 0..<leaves.accrued.count where leaves.accrued[a].side == side {
      let leaf = leaves.accrued[a]
      if leaf.filter >= 0 && !accrual.contributions.groups.passes(leaf.filter, place) { continue }
      let of = unsafe try sums.open(leaf.leaf)
      unsafe of[row] &+= value
    }
    sums.booked[row] |= 4
  }

  /// Adds what fees accrue in a window to what a source lends.
  func borrowFees(
    _ accrual: borrowing Accrual, _ window: Interval, _ isTotal: Bool, _ leaves: borrowing LeafMap, _ borrowed: inout Buffer<Int128>
  ) {
    let width = leaves.leaves.count
    let end = Swift.min(window.end, accrual.contributions.feeLimit)
    for f in accrual.contributions.fees(touching: window.start, end) {
      let fee = accrual.contributions.fees[f]
      let place = accrual.contributions.count + f
      let group = accrual.contributions.groups.groups[place]
      if group == Aggregation.none || fee.to <= window.start { continue }
      let value = unsafe fee.accrued(window.start, end, zone.pointer.pointee)
      let first = isTotal ? 0 : Int(group) * width
      for a in 0..<leaves.accrued.count where leaves.accrued[a].side == fee.side {
        let leaf = leaves.accrued[a]
        if leaf.filter >= 0 && !accrual.contributions.groups.passes(leaf.filter, place) { continue }
        borrowed[first + leaf.leaf] &+= value
      }
    }
  }
}
