import CLeadline

extension Engine {
  /// Scores all buyers and counts them by class.
  ///
  /// The corresponding C function is `leadline_scores`.
  ///
  /// - Parameter score: The question.
  /// - Returns: A row for each key, period and class; none where nobody has a score.
  /// - Throws: ``LeadlineError/unsupported`` when the engine keeps no journeys, or none of a kind that is asked for,
  ///   ``LeadlineError/unknownName`` for an unknown kind, dimension or attribute, ``LeadlineError/duplicateName`` for a key asked
  ///   for twice, ``LeadlineError/argument``, ``LeadlineError/tooMany``, ``LeadlineError/memory``, or ``LeadlineError/closed``.
  public func score(_ score: Score) throws(LeadlineError) -> Score.Answer {
    let arena = Arena()
    var options = unsafe try score.lowered(in: arena, names: kindNames())
    var table: OpaquePointer?
    try withExtendedLifetime(arena) { () throws(LeadlineError) in
      try call { unsafe leadline_scores(handle, &options, &table) }
    }
    guard let table = unsafe table else { throw LeadlineError(rawValue: LEADLINE_ERROR_INTERNAL) }
    return Score.Answer(table: Table(unsafe try Table.Storage(owning: table)))
  }

  /// Lists buyers with their scores.
  ///
  /// The corresponding C function is `leadline_score_members`.
  ///
  /// - Parameters:
  ///   - score: The question, without keys and period.
  ///   - name: Only buyers of the class of this name and those above it; nil for all.
  /// - Throws: ``LeadlineError/unknownName`` when no class has the name, and what ``score(_:)`` throws.
  public func members(of score: Score, from name: String? = nil) throws(LeadlineError) -> Score.Members {
    let arena = Arena()
    var options = unsafe try score.lowered(in: arena, names: kindNames())
    if let name {
      guard let index = score.classes.firstIndex(where: { $0.name == name }) else {
        throw LeadlineError(.unknownName, "No class is called \(name).")
      }
      unsafe options.from_class = try UInt32(limit: index + 1, "from")
    }
    var table: OpaquePointer?
    try withExtendedLifetime(arena) { () throws(LeadlineError) in
      try call { unsafe leadline_score_members(handle, &options, &table) }
    }
    guard let table = unsafe table else { throw LeadlineError(rawValue: LEADLINE_ERROR_INTERNAL) }
    return Score.Members(table: Table(unsafe try Table.Storage(owning: table)))
  }
}

extension Score {
  fileprivate func lowered(in arena: Arena, names: [Kind: String]) throws(LeadlineError) -> leadline_score_options {
    var options = unsafe leadline_score_options()
    unsafe options.struct_size = MemoryLayout<leadline_score_options>.stride
    unsafe options.rules = UnsafePointer(
      try arena.array(rules.count) { (index) throws(LeadlineError) in unsafe try rules[index].lowered(in: arena, names: names) })
    unsafe options.rule_count = rules.count
    unsafe options.classes = UnsafePointer(
      try arena.array(classes.count) { (index) throws(LeadlineError) in
        var given = unsafe leadline_score_class()
        unsafe given.struct_size = MemoryLayout<leadline_score_class>.stride
        unsafe given.name = try arena.text(classes[index].name) as UnsafePointer<CChar>
        unsafe given.from = classes[index].from
        return unsafe given
      })
    unsafe options.class_count = classes.count
    unsafe options.by = try arena.texts(keys)
    unsafe options.by_count = keys.count
    unsafe options.period = period?.rawValue ?? UInt32(LEADLINE_PERIOD_DEFAULT)
    unsafe options.flags = buyers.rawValue
    if let asOf {
      unsafe options.as_of_us = asOf.microseconds
      unsafe options.flags |= LEADLINE_QUERY_AS_OF
    }
    return unsafe options
  }
}

extension Score.Rule {
  fileprivate func lowered(in arena: Arena, names: [Kind: String]) throws(LeadlineError) -> leadline_score_rule {
    var rule = unsafe leadline_score_rule()
    unsafe rule.struct_size = MemoryLayout<leadline_score_rule>.stride
    unsafe rule.kinds = try arena.text(try Funnel.text(kinds, names)) as UnsafePointer<CChar>
    unsafe rule.filters = UnsafePointer(
      try arena.array(filters.count) { (index) throws(LeadlineError) in unsafe try filters[index].lowered(in: arena) })
    unsafe rule.filter_count = filters.count
    unsafe rule.points = points
    unsafe rule.most = try UInt32(limit: most, "most")
    if let length { unsafe rule.within_us = try length.lowered("length") }
    if isStanding { unsafe rule.flags = LEADLINE_STANDING }
    return unsafe rule
  }
}
