import CLeadline

// Scores: checks and conversions.

extension JourneyReader {
  static func scores(
    _ options: leadline_score_options, _ engine: borrowing Engine, isList: Bool, _ names: inout StepNames
  ) throws(Failure) -> ScorePlan {
    let heap = engine.heap
    let (count, classes) = unsafe (options.rule_count, options.class_count)
    guard isCount(count, atMost: Int(LEADLINE_MAX_STEPS)), isCount(classes, atMost: 256), unsafe isCount(options.by_count, atMost: 64) else {
      throw engine.failure(LEADLINE_ERROR_TOO_MANY, "more rules, classes or keys than scores may have")
    }
    let stretch = unsafe try stretch(
      flags: options.flags, of: LEADLINE_QUERY_AS_OF | LEADLINE_AUDIENCE_PERSONS, from: 0, to: 0, asOf: options.as_of_us, engine)
    guard count > 0, classes > 0 else { throw engine.failure(LEADLINE_ERROR_ARGUMENT, "scores without rules or classes") }
    unsafe try engine.check(reserved: options.reserved)
    unsafe try engine.check("from_class", Int128(options.from_class), to: Int128(classes))
    let period = unsafe try anyPeriod(options.period, engine)
    if isList, unsafe options.by_count != 0 || options.period != 0 {
      throw engine.failure(LEADLINE_ERROR_ARGUMENT, "buyers are listed by no key and no period")
    }
    guard var matchers = unsafe try? Matchers(heap, matchers: count, slots: engine.kinds.pointer.pointee.count) else { throw engine.outOfMemory() }
    var rules = Buffer<ScorePlan.Rule>(heap)
    for r in 0..<count {
      guard let first = unsafe options.rules else { throw engine.failure(LEADLINE_ERROR_NULL, "rules is NULL") }
      var rule = unsafe leadline_score_rule()
      try engine.within("rule", r + 1) { () throws(Failure) in
        unsafe try element(first, r, into: &rule, engine)
        // So small that no journey's points add up beyond 64 bits.
        unsafe try engine.check("points", Int128(rule.points), from: -Int128(LEADLINE_MAX_POINTS), to: Int128(LEADLINE_MAX_POINTS))
        unsafe try engine.check("within_us", Int128(rule.within_us))
        unsafe try meet(rule.kinds, rule.filters, rule.filter_count, of: r, engine, &matchers)
        unsafe try standing(rule.flags, 0, r, engine, &matchers)
      }
      let plan = ScorePlan.Rule(points: unsafe rule.points, most: unsafe rule.most == 0 ? UInt32.max : rule.most, within: unsafe rule.within_us)
      guard (try? rules.append(plan)) != nil else { throw engine.outOfMemory() }
    }
    var thresholds = Buffer<Int64>(heap)
    for c in 0..<classes {
      guard let first = unsafe options.classes else { throw engine.failure(LEADLINE_ERROR_NULL, "classes is NULL") }
      try engine.within("class", c + 1) { () throws(Failure) in
        var given = unsafe leadline_score_class()
        unsafe try element(first, c, into: &given, engine)
        guard let name = unsafe given.name else { throw engine.failure(LEADLINE_ERROR_NULL, "name is NULL") }
        if c > 1, unsafe given.from <= thresholds[c - 1] {
          throw engine.failure(LEADLINE_ERROR_ARGUMENT, "each class is from a higher score than the one before, unlike ", unsafe Bytes(c: name))
        }
        do throws(OutOfMemory) {
          try thresholds.append(c == 0 ? Int64.min : unsafe given.from)
          try names.append(unsafe Bytes(c: name))
        } catch {
          throw engine.outOfMemory()
        }
      }
    }
    var keys = unsafe JourneyKeys(heap, zone: engine.zone.pointer, period: period)
    unsafe try self.keys(options.by, options.by_count, engine, into: &keys)
    return ScorePlan(
      matchers: matchers, rules: rules, thresholds: thresholds, keys: keys,
      isOfPersons: unsafe options.flags & UInt32(LEADLINE_AUDIENCE_PERSONS) != 0, isList: isList,
      leastClass: unsafe Swift.max(Int(options.from_class), 1) - 1,
      asOf: stretch.asOf)
  }

  fileprivate static func answer(
    _ engine: OpaquePointer?, _ options: UnsafePointer<leadline_score_options>?, _ table: UnsafeMutablePointer<OpaquePointer?>?, isList: Bool
  ) -> leadline_status {
    guard let options = unsafe options else { return LEADLINE_ERROR_NULL }
    return unsafe JourneyCall.answer(engine, table) { engine, table throws(Failure) in
      var local = unsafe leadline_score_options()
      unsafe try JourneyCall.copy(options, into: &local, engine)
      var names = unsafe StepNames(engine.pointee.heap)
      let plan = unsafe try JourneyCall.plan(engine) { () throws(Failure) in
        unsafe try JourneyReader.scores(local, engine.pointee, isList: isList, &names)
      }
      unsafe try engine.pointee.answer(plan.pointer, names, into: &table.pointee)
    }
  }
}

@implementation @_cdecl("leadline_scores")
public func leadline_scores(
  _ engine: OpaquePointer!, _ options: UnsafePointer<leadline_score_options>!, _ table: UnsafeMutablePointer<OpaquePointer?>!
) -> leadline_status {
  unsafe JourneyReader.answer(engine, options, table, isList: false)
}

@implementation @_cdecl("leadline_score_members")
public func leadline_score_members(
  _ engine: OpaquePointer!, _ options: UnsafePointer<leadline_score_options>!, _ table: UnsafeMutablePointer<OpaquePointer?>!
) -> leadline_status {
  unsafe JourneyReader.answer(engine, options, table, isList: true)
}
