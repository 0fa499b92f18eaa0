import CLeadline

extension Engine {
  /// Follows audiences in one pass over all journeys: how many joined, how many are members, how many did later what they should.
  ///
  /// Quantiles and times are those of `Funnel`. The corresponding C function is `leadline_follow_audiences`.
  ///
  /// - Parameters:
  ///   - rules: The audiences, 1 to 64.
  ///   - outcome: What a member is to do later.
  ///   - window: How long after joining that counts, the edge included; nil for no limit.
  ///   - buyers: Whose facts are looked at together.
  ///   - from: Only those who joined here or later.
  ///   - to: Only those who joined before this.
  ///   - asOf: Only facts up to this instant are seen; nil for the greatest time taken in.
  ///   - quantiles: The quantiles of the times to the outcome that are worked out, as fractions in whole thousandths, ascending.
  /// - Throws: ``LeadlineError/unsupported`` when the engine keeps no journeys, or none of a kind that is asked for,
  ///   ``LeadlineError/unknownName`` for an unknown kind, dimension or attribute, ``LeadlineError/argument``,
  ///   ``LeadlineError/tooMany``, ``LeadlineError/memory``, or ``LeadlineError/closed``.
  public func follow(
    _ rules: AudienceRule..., outcome: Funnel.Step = Funnel.Step(.sale), window: Duration? = nil, by buyers: Buyers = .accounts,
    from: Timestamp? = nil, to: Timestamp? = nil, asOf: Timestamp? = nil, quantiles: [Double] = [0.5]
  ) throws(LeadlineError) -> AudienceRule.Answer {
    try follow(rules, outcome: outcome, window: window, by: buyers, from: from, to: to, asOf: asOf, quantiles: quantiles)
  }

  /// Follows audiences in one pass over all journeys, as the call with its audiences one by one does.
  public func follow(
    _ rules: [AudienceRule], outcome: Funnel.Step = Funnel.Step(.sale), window: Duration? = nil, by buyers: Buyers = .accounts,
    from: Timestamp? = nil, to: Timestamp? = nil, asOf: Timestamp? = nil, quantiles: [Double] = [0.5]
  ) throws(LeadlineError) -> AudienceRule.Answer {
    let arena = Arena()
    let names = try kindNames()
    var options = unsafe try AudienceRule.lowered(rules, buyers, from, to, asOf, in: arena, names: names)
    unsafe options.outcome = UnsafePointer(
      try arena.array(1) { (_) throws(LeadlineError) in unsafe try outcome.lowered(in: arena, names: names) })
    unsafe options.window_us = try window.map { (length) throws(LeadlineError) in try length.lowered("window") } ?? 0
    (unsafe options.quantiles, unsafe options.quantile_count) = unsafe (try arena.quantiles(quantiles), quantiles.count)
    var table: OpaquePointer?
    var overlaps: OpaquePointer?
    try withExtendedLifetime(arena) { () throws(LeadlineError) in
      try call { unsafe leadline_follow_audiences(handle, &options, &table, &overlaps) }
    }
    guard let table = unsafe table, let overlaps = unsafe overlaps else { throw LeadlineError(rawValue: LEADLINE_ERROR_INTERNAL) }
    // Both storages close what they were given, whatever becomes of the other.
    let second = Result { () throws(LeadlineError) in unsafe try Table.Storage(owning: overlaps) }
    let first = Table(unsafe try Table.Storage(owning: table))
    let pairs = Table(try second.get())
    return AudienceRule.Answer(
      table: first,
      overlaps: pairs.indices.map { index in
        AudienceRule.Overlap(pairs[index], pairs.column("z")?[index].double, pairs.column("p")?[index].double)
      })
  }

  /// Lists the members of an audience, those who left not among them.
  ///
  /// The corresponding C function is `leadline_audience_members`.
  ///
  /// - Parameters:
  ///   - rule: The audience.
  ///   - buyers: Whose facts are looked at together.
  ///   - from: Only those who joined here or later.
  ///   - to: Only those who joined before this.
  ///   - asOf: Only facts up to this instant are seen; nil for the greatest time taken in.
  /// - Throws: What ``follow(_:outcome:window:by:from:to:asOf:quantiles:)`` throws.
  public func members(
    of rule: AudienceRule, by buyers: Buyers = .accounts, from: Timestamp? = nil, to: Timestamp? = nil, asOf: Timestamp? = nil
  ) throws(LeadlineError) -> AudienceRule.Members {
    let arena = Arena()
    var options = unsafe try AudienceRule.lowered([rule], buyers, from, to, asOf, in: arena, names: kindNames())
    var table: OpaquePointer?
    try withExtendedLifetime(arena) { () throws(LeadlineError) in
      try call { unsafe leadline_audience_members(handle, &options, &table) }
    }
    guard let table = unsafe table else { throw LeadlineError(rawValue: LEADLINE_ERROR_INTERNAL) }
    return AudienceRule.Members(table: Table(unsafe try Table.Storage(owning: table)))
  }
}

extension Duration {
  /// A length as C takes it: whole microseconds, 0 for none, so that a length of nothing is refused and not taken for none.
  func lowered(_ name: String) throws(LeadlineError) -> Int64 {
    guard self > .zero else { throw LeadlineError(.argument, "The \(name) is \(self), which is out of range.") }
    return Swift.max(1, wholeMicroseconds)
  }
}

extension AudienceRule {
  fileprivate static func lowered(
    _ rules: [AudienceRule], _ buyers: Buyers, _ from: Timestamp?, _ to: Timestamp?, _ asOf: Timestamp?, in arena: Arena, names: [Kind: String]
  ) throws(LeadlineError) -> leadline_audience_options {
    var options = unsafe leadline_audience_options()
    unsafe options.struct_size = MemoryLayout<leadline_audience_options>.stride
    unsafe options.rules = UnsafePointer(
      try arena.array(rules.count) { (index) throws(LeadlineError) in unsafe try rules[index].lowered(in: arena, names: names) })
    unsafe options.rule_count = rules.count
    unsafe options.flags = buyers.rawValue
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
    return unsafe options
  }

  private func lowered(in arena: Arena, names: [Kind: String]) throws(LeadlineError) -> leadline_audience_rule {
    var rule = unsafe leadline_audience_rule()
    unsafe rule.struct_size = MemoryLayout<leadline_audience_rule>.stride
    unsafe rule.name = try arena.text(name)
    unsafe rule.include = UnsafePointer(
      try arena.array(conditions.count) { (index) throws(LeadlineError) in unsafe try conditions[index].lowered(in: arena, names: names) })
    unsafe rule.include_count = conditions.count
    unsafe rule.exclude = UnsafePointer(
      try arena.array(exclusions.count) { (index) throws(LeadlineError) in unsafe try exclusions[index].lowered(in: arena, names: names) })
    unsafe rule.exclude_count = exclusions.count
    unsafe rule.mode = UInt32(isAny ? LEADLINE_AUDIENCE_ANY : LEADLINE_AUDIENCE_ALL)
    if isStaying { unsafe rule.flags = LEADLINE_AUDIENCE_STAYING }
    return unsafe rule
  }
}

extension AudienceRule.Condition {
  fileprivate func lowered(in arena: Arena, names: [Kind: String]) throws(LeadlineError) -> leadline_condition {
    var condition = unsafe leadline_condition()
    unsafe condition.struct_size = MemoryLayout<leadline_condition>.stride
    unsafe condition.kinds = try arena.text(try Funnel.text(kinds, names)) as UnsafePointer<CChar>
    unsafe condition.filters = UnsafePointer(
      try arena.array(filters.count) { (index) throws(LeadlineError) in unsafe try filters[index].lowered(in: arena) })
    unsafe condition.filter_count = filters.count
    unsafe condition.minimum = try UInt32(limit: minimum, "minimum")
    if let from {
      unsafe condition.from_us = from.microseconds
      unsafe condition.flags |= LEADLINE_QUERY_FROM
    }
    if let to {
      unsafe condition.to_us = to.microseconds
      unsafe condition.flags |= LEADLINE_QUERY_TO
    }
    if let length { unsafe condition.within_us = try length.lowered("length") }
    if isThen { unsafe condition.flags |= LEADLINE_CONDITION_THEN }
    if isStanding { unsafe condition.flags |= LEADLINE_STANDING }
    return unsafe condition
  }
}
