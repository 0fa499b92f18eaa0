/// The columns of a table with a row for each cohort, behind its keys.
struct CohortSummary {
  private let first: Int

  private enum Column: Int {
    case size, ages, customers, repeats, repeatShare, sales, perCustomer, referralShare, revenue, net, goods, service, contribution
    case excess, cost, payback, `return`, clvTotal, clvMean, clvMargin, cac
    /// Of the times between purchases, the first column.
    case times
  }

  /// Adds them, without values.
  init(_ table: inout Table, _ plan: borrowing CohortPlan, _ quantiles: borrowing Buffer<UInt16>) throws(OutOfMemory) {
    first = table.columns.count
    let heap = table.heap
    let scale = table.moneyScale
    try table.add(.int64, "size", unit: Unit.count)
    try table.add(.int64, "ages", unit: Unit.count)
    try table.add(.int128, "customers", unit: Unit.count)
    try table.add(.int128, "repeat_customers", unit: Unit.count)
    try table.add(.ratio, "repeat_share", unit: Unit.ratio)
    try table.add(.int128, "sales", unit: Unit.count)
    try table.add(.ratio, "purchases_per_customer", unit: Unit.ratio)
    try table.add(.ratio, "referral_share", unit: Unit.ratio)
    try table.add(.int128, "revenue", unit: Unit.money, scale: scale)
    try table.add(.int128, "revenue_net", unit: Unit.money, scale: scale)
    try table.add(.int128, "goods_cost", unit: Unit.money, scale: scale)
    try table.add(.int128, "service_cost", unit: Unit.money, scale: scale)
    try table.add(.int128, "contribution", unit: Unit.money, scale: scale)
    try table.add(.int128, "excess_corrections", unit: Unit.money, scale: scale)
    try table.add(.ratio, "acquisition_cost", unit: Unit.money, scale: scale)
    try table.add(.int128, "payback_age", unit: Unit.count)
    try table.add(.ratio, "return", unit: Unit.ratio)
    try table.add(.ratio, "clv_total", unit: Unit.money, scale: scale)
    try table.add(.ratio, "clv_mean", unit: Unit.moneyPerCount, scale: scale)
    try table.add(.ratio, "clv_margin", unit: Unit.money, scale: scale)
    try table.add(.ratio, "cac", unit: Unit.moneyPerCount, scale: scale)
    var name = Buffer<UInt8>(heap)
    for q in -1..<quantiles.count where plan.hasTimes {
      name.removeAll()
      try name.append(text: Bytes(q < 0 ? "between_mean" : "between_p"))
      if q >= 0 { try name.append(number: Int(quantiles[q])) }
      try table.add(
        Table.Column(heap, .ratio), unsafe Bytes(UnsafePointer(name.base.unsafelyUnwrapped), name.count), unit: Unit.seconds, scale: 6)
    }
  }

  @inline(never)
  private func add(_ value: Value, _ column: Column, _ table: inout Table) throws(OutOfMemory) {
    try table.columns[first + column.rawValue].append(value)
  }

  func fill(
    _ table: inout Table, _ plan: borrowing CohortPlan, _ tally: inout CohortTally, _ group: Int, _ life: CohortLife,
    _ quantiles: borrowing Buffer<UInt16>
  ) throws(OutOfMemory) {
    let sum = tally.sums[group]
    let none = Value.undefined(ValueState.noData)
    let customers = Value.whole(Int128(sum.customers))
    let sales = Value.whole(Int128(sum.sales))
    let total = life.total
    try table.columns[first + Column.size.rawValue].append(Int64(sum.size))
    try table.columns[first + Column.ages.rawValue].append(Int64(life.ages))
    try add(plan.hasSales ? customers : none, .customers, &table)
    try add(plan.hasSales ? .whole(Int128(sum.repeatCustomers)) : none, .repeats, &table)
    try add(plan.hasSales ? .whole(Int128(sum.repeatCustomers)) / customers : none, .repeatShare, &table)
    try add(plan.hasSales ? sales : none, .sales, &table)
    try add(plan.hasSales ? sales / customers : none, .perCustomer, &table)
    try add(plan.hasSales ? .whole(Int128(sum.referrals)) / sales : none, .referralShare, &table)
    try add(plan.revenue(total), .revenue, &table)
    try add(plan.net(total), .net, &table)
    try add(plan.goods(total), .goods, &table)
    try add(plan.service(total), .service, &table)
    try add(plan.contribution(total), .contribution, &table)
    try add(plan.hasSales && plan.hasCorrections ? .whole(sum.excess) : none, .excess, &table)
    try add(life.cost, .cost, &table)
    try add(life.payback, .payback, &table)
    try add(plan.contribution(total) / life.cost, .return, &table)
    let worth = plan.net(total) - life.cost - plan.service(total)
    try add(worth, .clvTotal, &table)
    try add(worth / .whole(Int128(sum.size)), .clvMean, &table)
    let hasMargin = total.net > 0 || !plan.hasContribution
    try add(hasMargin ? plan.contribution(total) - life.cost : .undefined(ValueState.zeroDenominator), .clvMargin, &table)
    try add(life.cost / .whole(Int128(sum.size)), .cac, &table)
    for q in -1..<quantiles.count where plan.hasTimes {
      let count = Int128(tally.times[group].count)
      let time: Value =
        count == 0 || !plan.hasSales
        ? none : q < 0 ? .ratio(tally.times[group].sum, count) : .whole(Int128(tally.times[group].quantile(permille: UInt32(quantiles[q])) ?? 0))
      try table.columns[first + Column.times.rawValue + 1 + q].append(time)
    }
  }
}
