import CLeadline

extension Engine {
  /// Tells how long people take between stages.
  ///
  /// The corresponding C function is `leadline_velocity`.
  ///
  /// - Parameter velocity: The question.
  /// - Returns: A row for each key, period and pair.
  /// - Throws: ``LeadlineError/unsupported`` when the engine keeps no journeys, or none of a kind that is asked for,
  ///   ``LeadlineError/unknownName`` for an unknown kind, dimension, attribute or list, ``LeadlineError/duplicateName`` for a key asked
  ///   for twice, ``LeadlineError/argument``, ``LeadlineError/tooMany``, ``LeadlineError/memory``, or ``LeadlineError/closed``.
  public func velocity(_ velocity: Velocity) throws(LeadlineError) -> JourneyAnswer<Velocity.Row> {
    let arena = Arena()
    var options = unsafe try velocity.lowered(in: arena, names: kindNames())
    return JourneyAnswer(table: unsafe try answer(arena) { unsafe leadline_velocity(handle, &options, &$0) })
  }

  /// Tells how many people are in which stage.
  ///
  /// The corresponding C function is `leadline_stage_population`.
  ///
  /// - Parameter query: The question; its quantiles don't matter.
  /// - Returns: A row for each key, period and stage.
  /// - Throws: As ``velocity(_:)``; ``LeadlineError/argument`` also for a period without a start, and the other way round.
  public func population(_ query: StageQuery) throws(LeadlineError) -> JourneyAnswer<StageQuery.Population> {
    let arena = Arena()
    var options = unsafe try query.lowered(in: arena, names: kindNames())
    unsafe options.quantile_count = 0
    return JourneyAnswer(table: unsafe try answer(arena) { unsafe leadline_stage_population(handle, &options, &$0) })
  }

  /// Tells how long people stay in stages.
  ///
  /// The corresponding C function is `leadline_stage_times`.
  ///
  /// - Parameter query: The question.
  /// - Returns: A row for each key, period and stage.
  /// - Throws: As ``velocity(_:)``.
  public func stageTimes(_ query: StageQuery) throws(LeadlineError) -> JourneyAnswer<StageQuery.Times> {
    let arena = Arena()
    var options = unsafe try query.lowered(in: arena, names: kindNames())
    return JourneyAnswer(table: unsafe try answer(arena) { unsafe leadline_stage_times(handle, &options, &$0) })
  }

  /// Tells how soon enquiries are answered.
  ///
  /// The corresponding C function is `leadline_response`.
  ///
  /// - Parameter response: The question.
  /// - Returns: A row for each key and period.
  /// - Throws: As ``velocity(_:)``; ``LeadlineError/timeZone`` for a calendar's zone.
  public func responses(_ response: ResponseTime) throws(LeadlineError) -> JourneyAnswer<ResponseTime.Row> {
    let arena = Arena()
    var options = unsafe try response.lowered(in: arena, names: kindNames())
    return JourneyAnswer(table: unsafe try answer(arena) { unsafe leadline_response(handle, &options, &$0) })
  }

  /// The one table that a call gives.
  func answer(_ arena: Arena, _ ask: (inout OpaquePointer?) -> leadline_status) throws(LeadlineError) -> Table {
    var table: OpaquePointer?
    try withExtendedLifetime(arena) { () throws(LeadlineError) in
      try call { unsafe ask(&table) }
    }
    guard let table = unsafe table else { throw LeadlineError(rawValue: LEADLINE_ERROR_INTERNAL) }
    return Table(unsafe try Table.Storage(owning: table))
  }
}

extension Velocity {
  func lowered(in arena: Arena, names: [Kind: String]) throws(LeadlineError) -> leadline_velocity_options {
    let instants = Instants(from: from, to: to, asOf: asOf)
    var options = unsafe leadline_velocity_options()
    unsafe options.struct_size = MemoryLayout<leadline_velocity_options>.stride
    unsafe options.steps = try arena.steps(steps, names)
    unsafe options.step_count = steps.count
    unsafe options.stages = try arena.text(stages?.name)
    unsafe options.pairs = UnsafePointer(
      try arena.array(pairs.count) { (index) throws(LeadlineError) in
        leadline_stage_pair(from: try UInt32(option: pairs[index].from, "from"), to: try UInt32(option: pairs[index].to, "to"))
      })
    unsafe options.pair_count = pairs.count
    unsafe options.by = try arena.texts(keys)
    unsafe options.by_count = keys.count
    unsafe options.window_us = try Duration.option(window, "window")
    unsafe options.from_us = instants.from
    unsafe options.to_us = instants.to
    unsafe options.as_of_us = instants.asOf
    unsafe options.period = period?.rawValue ?? UInt32(LEADLINE_PERIOD_DEFAULT)
    unsafe options.flags = instants.flags | (stages?.part ?? 0)
    unsafe options.quantiles = try arena.quantiles(quantiles)
    unsafe options.quantile_count = quantiles.count
    return unsafe options
  }
}

extension StageQuery {
  func lowered(in arena: Arena, names: [Kind: String]) throws(LeadlineError) -> leadline_stage_options {
    let instants = Instants(from: from, to: to, asOf: asOf)
    var options = unsafe leadline_stage_options()
    unsafe options.struct_size = MemoryLayout<leadline_stage_options>.stride
    unsafe options.steps = try arena.steps(steps, names)
    unsafe options.step_count = steps.count
    unsafe options.stages = try arena.text(stages?.name)
    unsafe options.exit = try arena.step(exit, names)
    unsafe options.by = try arena.texts(keys)
    unsafe options.by_count = keys.count
    unsafe options.from_us = instants.from
    unsafe options.to_us = instants.to
    unsafe options.as_of_us = instants.asOf
    unsafe options.period = period?.rawValue ?? UInt32(LEADLINE_PERIOD_DEFAULT)
    unsafe options.flags = instants.flags | (stages?.part ?? 0) | (isLatest ? LEADLINE_STAGES_LATEST : 0)
    unsafe options.quantiles = try arena.quantiles(quantiles)
    unsafe options.quantile_count = quantiles.count
    return unsafe options
  }
}

extension ResponseTime {
  func lowered(in arena: Arena, names: [Kind: String]) throws(LeadlineError) -> leadline_response_options {
    let instants = Instants(from: from, to: to, asOf: asOf)
    var options = unsafe leadline_response_options()
    unsafe options.struct_size = MemoryLayout<leadline_response_options>.stride
    unsafe options.enquiry = try arena.step(enquiry, names)
    unsafe options.response = try arena.step(response, names)
    unsafe options.qualified = try arena.step(qualified, names)
    if let calendar {
      unsafe options.calendar = UnsafePointer(try arena.array(1) { (_) throws(LeadlineError) in unsafe try calendar.lowered(in: arena) })
    }
    unsafe options.by = try arena.texts(keys)
    unsafe options.by_count = keys.count
    unsafe options.limit_us = try Duration.option(limit, "limit")
    unsafe options.from_us = instants.from
    unsafe options.to_us = instants.to
    unsafe options.as_of_us = instants.asOf
    unsafe options.period = period?.rawValue ?? UInt32(LEADLINE_PERIOD_DEFAULT)
    unsafe options.flags = instants.flags | (hasLift ? LEADLINE_RESPONSE_LIFT : 0)
    unsafe options.quantiles = try arena.quantiles(quantiles)
    unsafe options.quantile_count = quantiles.count
    return unsafe options
  }
}
