import CLeadline

// What attribution asks of the rollups: checks and conversions.

extension BorrowedColumns {
  /// The cost and the activity of keys, as far as asked for.
  static func askCosts(
    _ engine: UnsafeMutablePointer<Engine>, _ options: leadline_attribution_options, asOf: Int64?
  ) throws(Failure) -> NewTable {
    var plan = unsafe QueryPlan(engine.pointee.heap)
    unsafe try readCosts(engine, options, asOf: asOf, into: &plan)
    return unsafe try answer(engine, plan)
  }

  /// Refuses what cannot be asked for, before anything is worked out for it.
  @inline(never)
  static func checkCosts(
    _ engine: UnsafeMutablePointer<Engine>, _ options: leadline_attribution_options, _ asked: CreditColumns.Asked
  ) throws(Failure) {
    if asked.count == 0 { return }
    var plan = unsafe QueryPlan(engine.pointee.heap)
    unsafe try readCosts(engine, options, asOf: nil, into: &plan)
    if asked.hasCost, plan.program.columns[0].unit != Unit.money {
      let cost = unsafe Bytes(c: options.cost.unsafelyUnwrapped)
      throw unsafe engine.pointee.failure(LEADLINE_ERROR_ARGUMENT, "cost is an amount of money, like marketing_cost, and '", cost, "' is none")
    }
    guard asked.hasActivity else { return }
    let unit = plan.program.columns[asked.count - 1].unit
    if unit == Unit.money || unit == Unit.moneyPerCount {
      let activity = unsafe Bytes(c: options.activity.unsafelyUnwrapped)
      throw unsafe engine.pointee.failure(
        LEADLINE_ERROR_ARGUMENT, "activity is what was done, like impressions, and '", activity, "' is money")
    }
  }

  private static func readCosts(
    _ engine: UnsafeMutablePointer<Engine>, _ options: leadline_attribution_options, asOf: Int64?, into plan: inout QueryPlan
  ) throws(Failure) {
    let from = unsafe options.flags & UInt32(LEADLINE_QUERY_FROM) != 0 ? options.from_us : nil
    let to = unsafe options.flags & UInt32(LEADLINE_QUERY_TO) != 0 ? options.to_us : nil
    var columns: InlineArray<2, UnsafePointer<CChar>?> = unsafe [options.cost ?? options.activity, options.activity]
    let count = unsafe options.cost != nil && options.activity != nil ? 2 : 1
    let period = unsafe Period(rawValue: options.period == 0 ? Period.all.rawValue : options.period) ?? .all
    try unsafe withUnsafePointer(to: &columns) { (columns) throws(Failure) in
      let first = unsafe UnsafeRawPointer(columns).assumingMemoryBound(to: UnsafePointer<CChar>?.self)
      unsafe try read(
        engine, by: options.by, options.by_count, columns: first, count, period: period, asOf: asOf, from: from, to: to, into: &plan)
    }
  }
}
