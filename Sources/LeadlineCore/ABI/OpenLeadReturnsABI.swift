import CLeadline

extension BorrowedColumns {
  /// What campaigns cost, by the same keys and period.
  static func askReturn(
    _ engine: UnsafeMutablePointer<Engine>, _ options: leadline_open_leads_options, _ plan: borrowing OpenLeadsPlan, asOf: Int64?
  ) throws(Failure) -> NewTable {
    let cost: StaticString = "marketing_cost"
    let period = plan.keys.period
    let from = unsafe options.flags & UInt32(LEADLINE_QUERY_FROM) != 0 ? options.from_us : nil
    let to = unsafe options.flags & UInt32(LEADLINE_QUERY_TO) != 0 ? options.to_us : nil
    var column: UnsafePointer<CChar>? = unsafe StepSource.text(cost)
    return try unsafe withUnsafePointer(to: &column) { (column) throws(Failure) in
      unsafe try ask(engine, by: options.by, options.by_count, columns: column, 1, period: period, asOf: asOf, from: from, to: to)
    }
  }
}
