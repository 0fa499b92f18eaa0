import CLeadline

// Audiences by rule: checks and conversions.

extension JourneyReader {
  /// What meets a matcher: kinds, and names of dimensions.
  static func meet(
    _ kinds: UnsafePointer<CChar>?, _ filters: UnsafePointer<leadline_filter>?, _ count: Int, of matcher: Int, _ engine: borrowing Engine,
    _ matchers: inout Matchers
  ) throws(Failure) {
    guard let kinds = unsafe kinds else { throw engine.failure(LEADLINE_ERROR_NULL, "kinds is NULL") }
    try engine.meet(matcher, kinds: unsafe Bytes(c: kinds), &matchers)
    unsafe try self.filters(filters, count, of: matcher, engine, &matchers)
  }

  /// The `r`-th rule of audiences.
  private static func rule(_ options: leadline_audience_options, _ r: Int, _ engine: borrowing Engine) throws(Failure) -> leadline_audience_rule {
    guard let first = unsafe options.rules else { throw engine.failure(LEADLINE_ERROR_NULL, "rules is NULL") }
    var rule = unsafe leadline_audience_rule()
    try engine.within("rule", r + 1) { () throws(Failure) in unsafe try element(first, r, into: &rule, engine) }
    return unsafe rule
  }

  static func audiences(
    _ options: leadline_audience_options, _ engine: borrowing Engine, isList: Bool, _ names: inout StepNames
  ) throws(Failure) -> AudiencePlan {
    let heap = engine.heap
    guard unsafe isCount(options.rule_count, atMost: Int(LEADLINE_MAX_AUDIENCES)) else {
      throw engine.failure(LEADLINE_ERROR_TOO_MANY, "more than LEADLINE_MAX_AUDIENCES rules")
    }
    let stretch = unsafe try stretch(
      flags: options.flags, known: LEADLINE_AUDIENCE_PERSONS, from: options.from_us, to: options.to_us, asOf: options.as_of_us, engine)
    unsafe try engine.check(reserved: options.reserved)
    guard unsafe options.rule_count > 0 else { throw engine.failure(LEADLINE_ERROR_ARGUMENT, "audiences without rules") }
    if isList, unsafe options.rule_count != 1 { throw engine.failure(LEADLINE_ERROR_ARGUMENT, "members are listed of one audience") }
    if !isList { unsafe try engine.check("window_us", Int128(options.window_us)) }
    // First how many conditions there are, then what they are.
    var count = 0
    for r in unsafe 0..<options.rule_count {
      let rule = unsafe try rule(options, r, engine)
      for part in 0..<2 {
        let conditions = unsafe part == 0 ? rule.include_count : rule.exclude_count
        guard isCount(conditions, atMost: Int(LEADLINE_MAX_STEPS) - count) else {
          throw engine.failure(LEADLINE_ERROR_TOO_MANY, "more than LEADLINE_MAX_STEPS conditions of audiences")
        }
        count += conditions
      }
    }
    guard var matchers = unsafe try? Matchers(heap, matchers: count + 1, slots: engine.kinds.pointer.pointee.count) else {
      throw engine.outOfMemory()
    }
    var conditions = Buffer<AudiencePlan.Condition>(heap)
    var rules = Buffer<AudiencePlan.Rule>(heap)
    for r in unsafe 0..<options.rule_count {
      let rule = unsafe try rule(options, r, engine)
      let isAny = unsafe rule.mode == UInt32(LEADLINE_AUDIENCE_ANY)
      var chains = 0
      try engine.within("rule", r + 1) { () throws(Failure) in
        unsafe try engine.check(flags: rule.flags, known: LEADLINE_AUDIENCE_STAYING)
        unsafe try engine.check("mode", Int128(rule.mode), to: Int128(LEADLINE_AUDIENCE_ANY))
        guard unsafe rule.include_count > 0 else { throw engine.failure(LEADLINE_ERROR_ARGUMENT, "an audience's rule includes nothing") }
        chains = unsafe try self.conditions(rule.include, rule.include_count, isExclusion: false, of: r, engine, &matchers, &conditions)
        unsafe _ = try self.conditions(rule.exclude, rule.exclude_count, isExclusion: true, of: r, engine, &matchers, &conditions)
      }
      do throws(OutOfMemory) {
        try rules.append(
          AudiencePlan.Rule(wanted: isAny ? 1 : chains, isStaying: unsafe rule.flags & UInt32(LEADLINE_AUDIENCE_STAYING) != 0))
        if let name = unsafe rule.name { try names.append(unsafe Bytes(c: name)) } else { try names.append(number: r + 1) }
      } catch {
        throw engine.outOfMemory()
      }
    }
    if !isList { unsafe try step("outcome", options.outcome, else: "sale", of: count, engine, &matchers) }
    return AudiencePlan(
      conditions: conditions, rules: rules, matchers: matchers,
      window: unsafe isList || options.window_us == 0 ? Int64.max : options.window_us,
      from: stretch.from, to: stretch.to, isOfPersons: unsafe options.flags & UInt32(LEADLINE_AUDIENCE_PERSONS) != 0, isList: isList,
      asOf: stretch.asOf)
  }

  /// Reads conditions of a rule behind those there are; returns how many chains they make.
  private static func conditions(
    _ first: UnsafePointer<leadline_condition>?, _ count: Int, isExclusion: Bool, of rule: Int, _ engine: borrowing Engine,
    _ matchers: inout Matchers, _ conditions: inout Buffer<AudiencePlan.Condition>
  ) throws(Failure) -> Int {
    var chains = 0
    for i in 0..<count {
      let what: StaticString = isExclusion ? "exclude" : "include"
      guard let first = unsafe first else { throw engine.failure(LEADLINE_ERROR_NULL, what, Bytes(" is NULL")) }
      try engine.within(what, i + 1) { () throws(Failure) in
        var given = unsafe leadline_condition()
        unsafe try element(first, i, into: &given, engine)
        let stretch = unsafe try stretch(
          flags: given.flags, of: LEADLINE_QUERY_FROM | LEADLINE_QUERY_TO | LEADLINE_CONDITION_THEN | LEADLINE_STANDING, from: given.from_us,
          to: given.to_us, asOf: 0, engine)
        unsafe try engine.check("within_us", Int128(given.within_us))
        let isThen = unsafe given.flags & UInt32(LEADLINE_CONDITION_THEN) != 0
        if isThen && i == 0 { throw engine.failure(LEADLINE_ERROR_ARGUMENT, "nothing is before the first condition") }
        unsafe try meet(given.kinds, given.filters, given.filter_count, of: conditions.count, engine, &matchers)
        if unsafe given.flags & LEADLINE_STANDING != 0 { try engine.stand(conditions.count, &matchers) }
        if isThen { conditions[conditions.count - 1].isLast = false } else { chains += 1 }
        let condition = AudiencePlan.Condition(
          from: stretch.from, to: stretch.to, within: unsafe given.within_us, minimum: unsafe Swift.max(given.minimum, 1), isThen: isThen,
          isLast: true, isExclusion: isExclusion, rule: rule)
        guard (try? conditions.append(condition)) != nil else { throw engine.outOfMemory() }
      }
    }
    return chains
  }
}

extension StepNames {
  mutating func append(number: Int) throws(OutOfMemory) {
    var text = Buffer<UInt8>(heap)
    try text.append(number: number)
    try append(unsafe Bytes(UnsafePointer(text.base.unsafelyUnwrapped), text.count))
  }
}

@implementation @_cdecl("leadline_follow_audiences")
public func leadline_follow_audiences(
  _ engine: OpaquePointer!, _ options: UnsafePointer<leadline_audience_options>!, _ table: UnsafeMutablePointer<OpaquePointer?>!,
  _ overlaps: UnsafeMutablePointer<OpaquePointer?>!
) -> leadline_status {
  guard let options = unsafe options else { return LEADLINE_ERROR_NULL }
  guard unsafe isAligned(overlaps) else { return LEADLINE_ERROR_MISALIGNED }
  let place = unsafe table
  return unsafe JourneyCall.answer(engine, table) { engine, table throws(Failure) in
    unsafe try JourneyCall.checkApart(place, overlaps, engine)
    var local = unsafe leadline_audience_options()
    unsafe try JourneyCall.copy(options, into: &local, engine)
    let second = unsafe try NewTable.make(engine)
    let quantiles = unsafe try JourneyReader.quantiles(local.quantiles, local.quantile_count, engine.pointee)
    var names = unsafe StepNames(engine.pointee.heap)
    let plan = unsafe try JourneyCall.plan(engine) { () throws(Failure) in
      unsafe try JourneyReader.audiences(local, engine.pointee, isList: false, &names)
    }
    unsafe try engine.pointee.answer(
      plan.pointer, names, quantiles: quantiles, into: &table.pointee, overlaps: overlaps == nil ? nil : second.table)
    if let overlaps = unsafe overlaps { unsafe overlaps.pointee = second.keep() }
  }
}

@implementation @_cdecl("leadline_audience_members")
public func leadline_audience_members(
  _ engine: OpaquePointer!, _ options: UnsafePointer<leadline_audience_options>!, _ table: UnsafeMutablePointer<OpaquePointer?>!
) -> leadline_status {
  guard let options = unsafe options else { return LEADLINE_ERROR_NULL }
  return unsafe JourneyCall.answer(engine, table) { engine, table throws(Failure) in
    var local = unsafe leadline_audience_options()
    unsafe try JourneyCall.copy(options, into: &local, engine)
    var names = unsafe StepNames(engine.pointee.heap)
    let plan = unsafe try JourneyCall.plan(engine) { () throws(Failure) in
      unsafe try JourneyReader.audiences(local, engine.pointee, isList: true, &names)
    }
    unsafe try engine.pointee.list(plan.pointer, into: &table.pointee)
  }
}
