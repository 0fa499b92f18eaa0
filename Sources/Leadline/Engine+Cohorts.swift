import CLeadline

extension Engine {
  /// Follows those who began together, period by period.
  ///
  /// The corresponding C function is `leadline_cohorts`.
  ///
  /// - Parameter cohorts: The question.
  /// - Returns: A row for each key, period and age, and a summary with a row for each cohort.
  /// - Throws: ``LeadlineError/unsupported`` when the engine keeps no journeys, or none of a kind that is asked for,
  ///   ``LeadlineError/unknownName`` for an unknown kind, dimension, attribute or measure, ``LeadlineError/duplicateName`` for a key
  ///   asked for twice, ``LeadlineError/argument``, ``LeadlineError/tooMany``, ``LeadlineError/memory``, or ``LeadlineError/closed``; with
  ///   an acquisition cost also what ``query(_:)`` throws.
  public func cohorts(_ cohorts: Cohorts) throws(LeadlineError) -> Cohorts.Answer {
    let arena = Arena()
    var options = unsafe try cohorts.lowered(in: arena, names: kindNames())
    var table: OpaquePointer?
    var summary: OpaquePointer?
    try withExtendedLifetime(arena) { () throws(LeadlineError) in
      try call { unsafe leadline_cohorts(handle, &options, &table, &summary) }
    }
    guard let table = unsafe table, let summary = unsafe summary else { throw LeadlineError(rawValue: LEADLINE_ERROR_INTERNAL) }
    // Both storages close what they were given, whatever becomes of the other.
    let second = Result { () throws(LeadlineError) in unsafe try Table.Storage(owning: summary) }
    return Cohorts.Answer(
      table: Table(unsafe try Table.Storage(owning: table)), summary: Cohorts.Summary(table: Table(try second.get())))
  }

  /// Counts customers won, lost and won back, period by period.
  ///
  /// The corresponding C function is `leadline_churn`.
  ///
  /// - Parameter churn: The question.
  /// - Returns: A row for each key and period, from the key's first purchase on.
  /// - Throws: As ``cohorts(_:)``.
  public func churn(_ churn: Churn) throws(LeadlineError) -> JourneyAnswer<Churn.Row> {
    let arena = Arena()
    var options = unsafe try churn.lowered(in: arena, names: kindNames())
    return JourneyAnswer(table: unsafe try answer(arena) { unsafe leadline_churn(handle, &options, &$0) })
  }

  /// Counts leads that nothing has become of yet.
  ///
  /// The corresponding C function is `leadline_open_leads`.
  ///
  /// - Parameter leads: The question.
  /// - Returns: A row for each key and period with leads.
  /// - Throws: As ``cohorts(_:)``.
  public func openLeads(_ leads: OpenLeads) throws(LeadlineError) -> JourneyAnswer<OpenLeads.Row> {
    let arena = Arena()
    var options = unsafe try leads.lowered(in: arena, names: kindNames())
    return JourneyAnswer(table: unsafe try answer(arena) { unsafe leadline_open_leads(handle, &options, &$0) })
  }
}

extension Cohorts {
  fileprivate func lowered(in arena: Arena, names: [Kind: String]) throws(LeadlineError) -> leadline_cohort_options {
    var options = unsafe leadline_cohort_options()
    unsafe options.struct_size = MemoryLayout<leadline_cohort_options>.stride
    unsafe options.first = UnsafePointer(try arena.step(first, names))
    unsafe options.activity = UnsafePointer(try arena.step(activity, names))
    unsafe options.by = try arena.texts(keys)
    unsafe options.by_count = keys.count
    unsafe options.acquisition_cost = try arena.text(acquisitionCost)
    unsafe options.period = period.rawValue
    unsafe (options.from_us, options.to_us, options.as_of_us, options.flags) = bounds(from, to, asOf)
    if let lastAge {
      guard let age = UInt32(exactly: lastAge) else { throw LeadlineError(.argument, "The last age is \(lastAge), which is out of range.") }
      unsafe options.max_age = age
      unsafe options.flags |= UInt32(LEADLINE_COHORT_MAX_AGE)
    }
    if isStanding { unsafe options.flags |= LEADLINE_STANDING }
    unsafe options.quantiles = UnsafePointer(try arena.quantiles(quantiles))
    unsafe options.quantile_count = quantiles.count
    return unsafe options
  }
}

extension Churn {
  fileprivate func lowered(in arena: Arena, names: [Kind: String]) throws(LeadlineError) -> leadline_churn_options {
    var options = unsafe leadline_churn_options()
    unsafe options.struct_size = MemoryLayout<leadline_churn_options>.stride
    unsafe options.purchase = UnsafePointer(try arena.step(purchase, names))
    unsafe options.by = try arena.texts(keys)
    unsafe options.by_count = keys.count
    guard lostAfter > .zero else { throw LeadlineError(.argument, "Lost after \(lostAfter), which is out of range.") }
    unsafe options.lost_after_us = max(1, lostAfter.wholeMicroseconds)
    unsafe options.period = period.rawValue
    unsafe (options.from_us, options.to_us, options.as_of_us, options.flags) = bounds(from, to, asOf)
    return unsafe options
  }
}

extension OpenLeads {
  fileprivate func lowered(in arena: Arena, names: [Kind: String]) throws(LeadlineError) -> leadline_open_leads_options {
    var options = unsafe leadline_open_leads_options()
    unsafe options.struct_size = MemoryLayout<leadline_open_leads_options>.stride
    unsafe options.lead = UnsafePointer(try arena.step(lead, names))
    unsafe options.by = try arena.texts(keys)
    unsafe options.by_count = keys.count
    unsafe options.period = period?.rawValue ?? UInt32(LEADLINE_PERIOD_DEFAULT)
    unsafe (options.from_us, options.to_us, options.as_of_us, options.flags) = bounds(from, to, asOf)
    if isValued || hasReturn { unsafe options.flags |= UInt32(LEADLINE_OPEN_LEADS_VALUE) }
    if hasReturn { unsafe options.flags |= UInt32(LEADLINE_OPEN_LEADS_RETURN) }
    if isStanding { unsafe options.flags |= LEADLINE_STANDING }
    unsafe options.given_up_after_us = try Duration.option(givenUpAfter, "age of leads that are given up")
    return unsafe options
  }
}

/// Bounds as C takes them, and the flags that say which count.
private func bounds(_ from: Timestamp?, _ to: Timestamp?, _ asOf: Timestamp?) -> (Int64, Int64, Int64, UInt32) {
  let flags = (from == nil ? 0 : LEADLINE_QUERY_FROM) | (to == nil ? 0 : LEADLINE_QUERY_TO) | (asOf == nil ? 0 : LEADLINE_QUERY_AS_OF)
  return (from?.microseconds ?? 0, to?.microseconds ?? 0, asOf?.microseconds ?? 0, UInt32(flags))
}

extension Arena {
  /// A step for a pointer; nil for none.
  fileprivate func step(_ step: Funnel.Step?, _ names: [Kind: String]) throws(LeadlineError) -> UnsafeMutablePointer<leadline_step>? {
    guard let step else { return nil }
    return unsafe try array(1) { (_) throws(LeadlineError) in unsafe try step.lowered(in: self, names: names) }
  }
}
