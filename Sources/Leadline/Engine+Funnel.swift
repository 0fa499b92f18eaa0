import CLeadline

extension Engine {
  /// Sends every person, or every account, through a funnel.
  ///
  /// Rates are shares of people, so ``Proportion`` gives their bounds:
  ///
  /// ```swift
  /// let answer = try engine.funnel(Funnel(.click, .sale))
  /// let (all, bought) = (answer[0].decided, answer[1].decided)
  /// let bounds = try Proportion(Int128(bought), of: Int128(all)).interval()
  /// ```
  ///
  /// Facts wait as they came until they are first asked about, so the first funnel after many facts takes longer than the next.
  /// ``Engine/Options/threads`` says how many threads it may take.
  ///
  /// The corresponding C function is `leadline_funnel`.
  ///
  /// - Parameter funnel: The question.
  /// - Returns: A row for each key, period and step; none where nobody took the first step.
  /// - Throws: ``LeadlineError/unsupported`` when the engine keeps no journeys, or none of a kind that is asked for,
  ///   ``LeadlineError/unknownName`` for an unknown kind, dimension or attribute, ``LeadlineError/duplicateName`` for a key asked
  ///   for twice, ``LeadlineError/argument``, ``LeadlineError/tooMany``, ``LeadlineError/memory``, or ``LeadlineError/closed``.
  public func funnel(_ funnel: Funnel) throws(LeadlineError) -> Funnel.Answer {
    let arena = Arena()
    var options = unsafe try funnel.lowered(in: arena, names: kindNames())
    var table: OpaquePointer?
    var exits: OpaquePointer?
    try withExtendedLifetime(arena) { () throws(LeadlineError) in
      try call { unsafe leadline_funnel(handle, &options, &table, &exits) }
    }
    guard let table = unsafe table, let exits = unsafe exits else { throw LeadlineError(rawValue: LEADLINE_ERROR_INTERNAL) }
    // Both storages close what they were given, whatever becomes of the other.
    let second = Result { () throws(LeadlineError) in unsafe try Table.Storage(owning: exits) }
    return Funnel.Answer(table: Table(unsafe try Table.Storage(owning: table)), exits: Table(try second.get()))
  }

  /// The names of kinds by number.
  func kindNames() throws(LeadlineError) -> [Kind: String] {
    Dictionary(uniqueKeysWithValues: try kinds().map { ($0.kind, $0.name) })
  }
}

extension Funnel {
  func lowered(in arena: Arena, names: [Kind: String]) throws(LeadlineError) -> leadline_funnel_options {
    var options = unsafe leadline_funnel_options()
    unsafe options.struct_size = MemoryLayout<leadline_funnel_options>.stride
    unsafe options.steps = try arena.steps(steps, names)
    unsafe options.step_count = steps.count
    unsafe options.stages = try arena.text(stages?.name)
    unsafe options.flags = stages?.part ?? 0
    unsafe options.exclusions = UnsafePointer(
      try arena.array(exclusions.count) { (index) throws(LeadlineError) in unsafe try exclusions[index].lowered(in: arena, names: names) })
    unsafe options.exclusion_count = exclusions.count
    unsafe options.by = try arena.texts(keys)
    unsafe options.by_count = keys.count
    unsafe options.period = period?.rawValue ?? UInt32(LEADLINE_PERIOD_DEFAULT)
    unsafe options.mode = mode.rawValue
    unsafe options.window_us = try Duration.option(window, "window")
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
    if isOpen { unsafe options.flags |= LEADLINE_FUNNEL_OPEN }
    if countsFirst { unsafe options.flags |= LEADLINE_FUNNEL_FIRST }
    guard !quantiles.isEmpty else { return unsafe options }
    unsafe options.flags |= LEADLINE_FUNNEL_TIMES
    unsafe options.quantiles = try arena.quantiles(quantiles)
    unsafe options.quantile_count = quantiles.count
    return unsafe options
  }

  /// The names of kinds between bars, as C takes them.
  static func text(_ kinds: [Kind], _ names: [Kind: String]) throws(LeadlineError) -> String {
    var text = ""
    for kind in kinds {
      guard let name = names[kind] else { throw LeadlineError(.unknownName, "The engine does not know \(kind).") }
      text += (text.isEmpty ? "" : "|") + name
    }
    return text
  }
}

extension Funnel.Step {
  func lowered(in arena: Arena, names: [Kind: String]) throws(LeadlineError) -> leadline_step {
    var step = unsafe leadline_step()
    unsafe step.struct_size = MemoryLayout<leadline_step>.stride
    unsafe step.name = try arena.text(name)
    unsafe step.kinds = try arena.text(try Funnel.text(kinds, names)) as UnsafePointer<CChar>
    unsafe step.filters = UnsafePointer(
      try arena.array(filters.count) { (index) throws(LeadlineError) in unsafe try filters[index].lowered(in: arena) })
    unsafe step.filter_count = filters.count
    if isStanding { unsafe step.flags = LEADLINE_STANDING }
    return unsafe step
  }
}

extension Funnel.Exclusion {
  fileprivate func lowered(in arena: Arena, names: [Kind: String]) throws(LeadlineError) -> leadline_exclusion {
    var exclusion = unsafe leadline_exclusion()
    unsafe exclusion.struct_size = MemoryLayout<leadline_exclusion>.stride
    unsafe exclusion.kinds = try arena.text(try Funnel.text(kinds, names)) as UnsafePointer<CChar>
    unsafe exclusion.filters = UnsafePointer(
      try arena.array(filters.count) { (index) throws(LeadlineError) in unsafe try filters[index].lowered(in: arena) })
    unsafe exclusion.filter_count = filters.count
    unsafe exclusion.after = try UInt32(limit: after, "after")
    unsafe exclusion.before = try UInt32(limit: before, "before")
    if isStanding { unsafe exclusion.flags = LEADLINE_STANDING }
    return unsafe exclusion
  }
}
