import CLeadline

extension Engine {
  /// Counts the paths that people take to an outcome, and those that lead nowhere.
  ///
  /// The corresponding C function is `leadline_paths`.
  ///
  /// - Parameters:
  ///   - paths: The question.
  ///   - order: What paths are ordered by, largest first; equal ones by the bytes of their steps.
  ///   - limit: How many paths are listed of each key and period; nil for all.
  /// - Throws: ``LeadlineError/unsupported`` when the engine keeps no journeys, or none of a kind that is asked for,
  ///   ``LeadlineError/unknownName`` for an unknown kind, dimension or attribute, ``LeadlineError/duplicateName`` for a key asked
  ///   for twice, ``LeadlineError/argument``, ``LeadlineError/tooMany``, ``LeadlineError/memory``, or ``LeadlineError/closed``.
  /// - Complexity: Memory grows with the number of different paths, which ``Paths/last(_:)`` bounds.
  public func paths(_ paths: Paths, order: Paths.Order = .paths, limit: Int? = nil) throws(LeadlineError) -> Paths.Answer {
    let arena = Arena()
    var options = unsafe try paths.lowered(in: arena, names: kindNames())
    unsafe options.order = order.rawValue
    if let limit {
      guard limit > 0 else { throw LeadlineError(.argument, "The limit is \(limit), which is out of range.") }
      unsafe options.limit = UInt64(limit)
    }
    var table: OpaquePointer?
    var transitions: OpaquePointer?
    var touches: OpaquePointer?
    try withExtendedLifetime(arena) { () throws(LeadlineError) in
      try call { unsafe leadline_paths(handle, &options, &table, &transitions, &touches) }
    }
    guard let table = unsafe table, let transitions = unsafe transitions, let touches = unsafe touches else {
      throw LeadlineError(rawValue: LEADLINE_ERROR_INTERNAL)
    }
    // All storages close what they were given, whatever becomes of the others.
    let second = Result { () throws(LeadlineError) in unsafe try Table.Storage(owning: transitions) }
    let third = Result { () throws(LeadlineError) in unsafe try Table.Storage(owning: touches) }
    return Paths.Answer(
      table: Table(unsafe try Table.Storage(owning: table)), transitions: Table(try second.get()), touches: Table(try third.get()))
  }
}

extension Paths {
  fileprivate func lowered(in arena: Arena, names: [Kind: String]) throws(LeadlineError) -> leadline_path_options {
    var options = unsafe leadline_path_options()
    unsafe options.struct_size = MemoryLayout<leadline_path_options>.stride
    unsafe options.steps = UnsafePointer(
      try arena.array(steps.count) { (index) throws(LeadlineError) in unsafe try steps[index].lowered(in: arena, names: names) })
    unsafe options.step_count = steps.count
    unsafe options.outcome = UnsafePointer(
      try arena.array(1) { (_) throws(LeadlineError) in unsafe try outcome.lowered(in: arena, names: names) })
    unsafe options.naming = UInt32(naming.number)
    unsafe options.dimension = try arena.text(naming.dimension)
    unsafe options.by = try arena.texts(keys)
    unsafe options.by_count = keys.count
    unsafe options.period = period?.rawValue ?? UInt32(LEADLINE_PERIOD_DEFAULT)
    if let window { unsafe options.window_us = try window.lowered("window") }
    unsafe options.most_steps = try UInt32(limit: mostSteps, "mostSteps")
    (unsafe options.quantiles, unsafe options.quantile_count) = unsafe (try arena.quantiles(quantiles), quantiles.count)
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
    if isCollapsed { unsafe options.flags |= LEADLINE_PATH_COLLAPSE }
    if isDistinct { unsafe options.flags |= LEADLINE_PATH_FIRST }
    if isEveryOutcome { unsafe options.flags |= LEADLINE_PATH_EVERY }
    return unsafe options
  }
}
