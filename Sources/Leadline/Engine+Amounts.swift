import CLeadline

extension Engine {
  /// Tells how amounts of facts are spread: how long visits are, how large sales.
  ///
  /// The corresponding C function is `leadline_amounts`.
  ///
  /// - Parameter amounts: The question.
  /// - Returns: A row for each key and period with such facts.
  /// - Throws: ``LeadlineError/unsupported`` when the engine keeps no journeys, or none of a kind that is asked for,
  ///   ``LeadlineError/unknownName`` for an unknown kind, dimension or attribute, ``LeadlineError/duplicateName`` for a key asked
  ///   for twice, ``LeadlineError/argument`` also for kinds without amounts or with amounts of different units,
  ///   ``LeadlineError/tooMany``, ``LeadlineError/memory``, or ``LeadlineError/closed``.
  public func amounts(_ amounts: Amounts) throws(LeadlineError) -> JourneyAnswer<Amounts.Row> {
    let arena = Arena()
    var options = unsafe try amounts.lowered(in: arena, names: kindNames())
    return JourneyAnswer(table: unsafe try answer(arena) { unsafe leadline_amounts(handle, &options, &$0) })
  }
}

extension Amounts {
  fileprivate func lowered(in arena: Arena, names: [Kind: String]) throws(LeadlineError) -> leadline_amount_options {
    let instants = Instants(from: from, to: to, asOf: asOf)
    var options = unsafe leadline_amount_options()
    unsafe options.struct_size = MemoryLayout<leadline_amount_options>.stride
    unsafe options.facts = try arena.step(facts, names)
    unsafe options.by = try arena.texts(keys)
    unsafe options.by_count = keys.count
    unsafe options.from_us = instants.from
    unsafe options.to_us = instants.to
    unsafe options.as_of_us = instants.asOf
    unsafe options.period = period?.rawValue ?? UInt32(LEADLINE_PERIOD_DEFAULT)
    unsafe options.flags = instants.flags
    unsafe options.quantiles = try arena.quantiles(quantiles)
    unsafe options.quantile_count = quantiles.count
    return unsafe options
  }
}
