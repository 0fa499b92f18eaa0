import CLeadline

extension Engine {
  /// Answers a question.
  ///
  /// Whole batches are seen, never parts. The table needs the engine no longer.
  ///
  /// The corresponding C function is `leadline_query`.
  ///
  /// - Parameter query: The question.
  /// - Throws: ``LeadlineError/unknownName`` for an unknown dimension, attribute, kind or column,
  ///   ``LeadlineError/duplicateName`` for a key asked for twice, ``LeadlineError/queryNoRollup``,
  ///   ``LeadlineError/queryBoundary``, ``LeadlineError/queryOrder``, ``LeadlineError/argument``,
  ///   ``LeadlineError/tooMany``, ``LeadlineError/memory``, or ``LeadlineError/closed``.
  public func query(_ query: Query) throws(LeadlineError) -> Table {
    let arena = Arena()
    var options = unsafe try query.lowered(in: arena)
    var table: OpaquePointer?
    try withExtendedLifetime(arena) { () throws(LeadlineError) in
      try call { unsafe leadline_query(handle, &options, &table) }
    }
    guard let table = unsafe table else { throw LeadlineError(rawValue: LEADLINE_ERROR_INTERNAL) }
    return unsafe try Table(Table.Storage(owning: table))
  }
}

extension Query {
  func lowered(in arena: Arena) throws(LeadlineError) -> leadline_query_options {
    var options = unsafe leadline_query_options()
    unsafe options.struct_size = MemoryLayout<leadline_query_options>.stride
    unsafe options.rollup = try arena.text(rollup)
    unsafe options.by = try arena.texts(keys)
    unsafe options.by_count = keys.count
    unsafe options.filters = UnsafePointer(
      try arena.array(filters.count) { (index) throws(LeadlineError) in unsafe try filters[index].lowered(in: arena) })
    unsafe options.filter_count = filters.count
    unsafe options.columns = try arena.texts(columns)
    unsafe options.column_count = columns.count
    unsafe options.order = try arena.texts(order.map { ($0.isDescending ? "-" : "") + $0.column })
    unsafe options.order_count = order.count
    unsafe options.period = period?.rawValue ?? UInt32(LEADLINE_PERIOD_DEFAULT)
    if let from {
      unsafe options.from_us = from.microseconds
      unsafe options.flags |= LEADLINE_QUERY_FROM
    }
    if let to {
      unsafe options.to_us = to.microseconds
      unsafe options.flags |= LEADLINE_QUERY_TO
    }
    if let asOf {
      unsafe options.as_of_us = asOf.microseconds
      unsafe options.flags |= LEADLINE_QUERY_AS_OF
    }
    if includesTotals { unsafe options.flags |= LEADLINE_QUERY_TOTALS }
    if includesEarlierKeys { unsafe options.flags |= LEADLINE_QUERY_EARLIER_KEYS }
    unsafe options.measured = UnsafePointer(
      try arena.array(measuredKinds.count) { (index) throws(LeadlineError) in measuredKinds[index].rawValue })
    unsafe options.measured_count = measuredKinds.count
    if let rowLimit {
      guard rowLimit > 0 else { throw LeadlineError(.argument, "The limit is \(rowLimit), which is out of range.") }
      unsafe options.limit = UInt64(rowLimit)
    }
    return unsafe options
  }
}

extension Query.Filter {
  func lowered(in arena: Arena) throws(LeadlineError) -> leadline_filter {
    var filter = unsafe leadline_filter()
    unsafe filter.struct_size = MemoryLayout<leadline_filter>.stride
    unsafe filter.dimension = try arena.text(dimension) as UnsafePointer<CChar>
    unsafe filter.names = try arena.texts(names)
    unsafe filter.name_count = names.count
    return unsafe filter
  }
}
