import CLeadline

extension BorrowedColumns {
  /// What campaigns brought and cost, by the same keys and period.
  static func askReturn(
    _ engine: UnsafeMutablePointer<Engine>, _ options: leadline_open_leads_options, _ plan: borrowing OpenLeadsPlan, asOf: Int64?
  ) throws(Failure) -> NewTable {
    let revenue: StaticString = "revenue"
    let cost: StaticString = "marketing_cost"
    let period = plan.keys.period
    let from = unsafe options.flags & UInt32(LEADLINE_QUERY_FROM) != 0 ? options.from_us : nil
    let to = unsafe options.flags & UInt32(LEADLINE_QUERY_TO) != 0 ? options.to_us : nil
    var columns: (UnsafePointer<CChar>?, UnsafePointer<CChar>?) = unsafe (StepSource.text(revenue), StepSource.text(cost))
    return try unsafe withUnsafePointer(to: &columns) { (first) throws(Failure) in
      let first = unsafe UnsafeRawPointer(first).assumingMemoryBound(to: UnsafePointer<CChar>?.self)
      return unsafe try ask(engine, by: options.by, options.by_count, columns: first, 2, period: period, asOf: asOf, from: from, to: to)
    }
  }
}
