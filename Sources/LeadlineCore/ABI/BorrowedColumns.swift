import CLeadline

/// Expressions of a rollup that an analysis of journeys brings in, by its keys.
enum BorrowedColumns {
  /// A table of these columns by the same keys, as of the same instant.
  static func ask(
    _ engine: UnsafeMutablePointer<Engine>, by: UnsafePointer<UnsafePointer<CChar>?>?, _ byCount: Int,
    columns: UnsafePointer<UnsafePointer<CChar>?>, _ count: Int, period: Period, asOf: Int64?, from: Int64? = nil, to: Int64? = nil
  ) throws(Failure) -> NewTable {
    var plan = unsafe QueryPlan(engine.pointee.heap)
    unsafe try read(engine, by: by, byCount, columns: columns, count, period: period, asOf: asOf, from: from, to: to, into: &plan)
    return unsafe try answer(engine, plan)
  }

  static func answer(_ engine: UnsafeMutablePointer<Engine>, _ plan: borrowing QueryPlan) throws(Failure) -> NewTable {
    let answer = unsafe try NewTable.make(engine)
    unsafe try engine.pointee.answer(plan, into: &answer.table.pointee)
    return answer
  }

  /// The plan of such a table.
  static func read(
    _ engine: UnsafeMutablePointer<Engine>, by: UnsafePointer<UnsafePointer<CChar>?>?, _ byCount: Int,
    columns: UnsafePointer<UnsafePointer<CChar>?>, _ count: Int, period: Period, asOf: Int64?, from: Int64?, to: Int64?,
    into plan: inout QueryPlan
  ) throws(Failure) {
    var query = unsafe leadline_query_options()
    unsafe query.by = by
    unsafe query.by_count = byCount
    unsafe query.columns = columns
    unsafe query.column_count = count
    unsafe query.period = period.rawValue
    if let asOf {
      unsafe query.as_of_us = asOf
      unsafe query.flags = UInt32(LEADLINE_QUERY_AS_OF)
    }
    if let from {
      unsafe query.from_us = from
      unsafe query.flags |= UInt32(LEADLINE_QUERY_FROM)
    }
    if let to {
      unsafe query.to_us = to
      unsafe query.flags |= UInt32(LEADLINE_QUERY_TO)
    }
    unsafe try QueryReader.read(query, engine.pointee, &plan)
  }
}
