import CLeadline

// Paths: checks and conversions.

extension JourneyReader {
  /// The unit of the amounts of a matcher's kinds, where they have one; kinds without amounts do not matter.
  static func unit(
    of matcher: Int, _ fault: StaticString, _ engine: borrowing Engine, _ matchers: borrowing Matchers
  ) throws(Failure) -> UInt32 {
    var unit = Unit.none
    for slot in unsafe 0..<engine.kinds.pointer.pointee.count where matchers.allows(matcher, slot: slot) {
      let own = unsafe engine.kinds.pointer.pointee.unit(at: UInt16(slot))
      if own == Unit.none || own == unit { continue }
      guard unit == Unit.none else { throw engine.failure(LEADLINE_ERROR_ARGUMENT, fault) }
      unit = own
    }
    return unit
  }

  private static func naming(_ options: leadline_path_options, _ engine: borrowing Engine) throws(Failure) -> PathNaming {
    let naming = unsafe Int32(bitPattern: options.naming)
    unsafe try engine.check("naming", Int128(options.naming), to: Int128(LEADLINE_PATH_STEP_DIMENSION))
    let hasDimension = naming == LEADLINE_PATH_DIMENSION || naming == LEADLINE_PATH_STEP_DIMENSION
    guard unsafe hasDimension == (options.dimension != nil) else {
      throw engine.failure(LEADLINE_ERROR_ARGUMENT, "steps of paths are called by a dimension that is not given, or it is given for nothing")
    }
    let isByStep = unsafe options.step_count > 0 && naming != LEADLINE_PATH_KIND
    var keys = unsafe JourneyKeys(engine.heap, zone: engine.zone.pointer, period: .all)
    if hasDimension {
      var name = unsafe options.dimension
      unsafe try withUnsafePointer(to: &name) { (name) throws(Failure) in unsafe try self.keys(name, 1, engine, into: &keys) }
    }
    return PathNaming(firstMatcher: isByStep ? 1 : 0, hasSource: naming != LEADLINE_PATH_DIMENSION, dimensions: keys.keys)
  }

  static func paths(_ options: leadline_path_options, _ engine: borrowing Engine, _ names: inout StepNames) throws(Failure) -> PathPlan {
    let steps = unsafe options.step_count
    guard isCount(steps, atMost: Int(LEADLINE_MAX_STEPS)), unsafe isCount(options.by_count, atMost: 64) else {
      throw engine.failure(LEADLINE_ERROR_TOO_MANY, "more steps or keys than paths may have")
    }
    let flags = unsafe options.flags
    let stretch = unsafe try stretch(
      flags: flags, known: LEADLINE_PATH_COLLAPSE | LEADLINE_PATH_FIRST | LEADLINE_PATH_EVERY, from: options.from_us, to: options.to_us,
      asOf: options.as_of_us, engine)
    unsafe try engine.check(reserved: options.reserved)
    unsafe try engine.check("order", Int128(options.order), to: Int128(LEADLINE_PATHS_BY_VALUE))
    let order = unsafe PathPlan.Order(rawValue: options.order).unsafelyUnwrapped
    let period = unsafe try anyPeriod(options.period, engine)
    unsafe try engine.check("window_us", Int128(options.window_us))
    let slots = unsafe engine.kinds.pointer.pointee.count
    guard var matchers = try? Matchers(engine.heap, matchers: 1 + Swift.max(steps, 1), slots: slots) else { throw engine.outOfMemory() }
    unsafe try step("outcome", options.outcome, else: "sale", of: 0, engine, &matchers)
    let unit = try unit(of: 0, "an outcome of kinds whose amounts have different units", engine, matchers)
    if steps > 0 {
      let source = unsafe try StepSource(options.steps, steps, stages: nil, flags: 0, engine)
      try meet(source, from: 1, engine, &matchers, &names)
    } else {
      for slot in 0..<slots { matchers.meet(1, slot: slot) }
    }
    let naming = unsafe try naming(options, engine)
    var keys = unsafe JourneyKeys(engine.heap, zone: engine.zone.pointer, period: period)
    unsafe try self.keys(options.by, options.by_count, engine, into: &keys)
    return PathPlan(
      matchers: matchers, naming: naming, keys: keys, window: unsafe options.window_us == 0 ? Int64.max : options.window_us,
      from: stretch.from, to: stretch.to, mostSteps: unsafe options.most_steps == 0 ? Int.max : Int(options.most_steps), collapses: flags & UInt32(LEADLINE_PATH_COLLAPSE) != 0,
      keepsFirst: flags & UInt32(LEADLINE_PATH_FIRST) != 0, isEvery: flags & UInt32(LEADLINE_PATH_EVERY) != 0, order: order,
      limit: unsafe options.limit == 0 ? Int.max : Int(clamping: options.limit), unit: unit,
      asOf: stretch.asOf)
  }
}

@implementation @_cdecl("leadline_paths")
public func leadline_paths(
  _ engine: OpaquePointer!, _ options: UnsafePointer<leadline_path_options>!, _ paths: UnsafeMutablePointer<OpaquePointer?>!,
  _ transitions: UnsafeMutablePointer<OpaquePointer?>!, _ touches: UnsafeMutablePointer<OpaquePointer?>!
) -> leadline_status {
  guard let options = unsafe options else { return LEADLINE_ERROR_NULL }
  guard unsafe isAligned(transitions), unsafe isAligned(touches) else { return LEADLINE_ERROR_MISALIGNED }
  return unsafe JourneyCall.answer(engine, paths) { engine, table throws(Failure) in
    unsafe try JourneyCall.checkApart(paths, transitions, engine)
    unsafe try JourneyCall.checkApart(paths, touches, engine)
    unsafe try JourneyCall.checkApart(transitions, touches, engine)
    var local = unsafe leadline_path_options()
    unsafe try JourneyCall.copy(options, into: &local, engine)
    let second = unsafe try NewTable.make(engine)
    let third = unsafe try NewTable.make(engine)
    let quantiles = unsafe try JourneyReader.quantiles(local.quantiles, local.quantile_count, engine.pointee)
    var names = unsafe StepNames(engine.pointee.heap)
    let plan = unsafe try JourneyCall.plan(engine) { () throws(Failure) in unsafe try JourneyReader.paths(local, engine.pointee, &names) }
    unsafe try engine.pointee.answer(
      plan.pointer, names, quantiles: quantiles, into: &table.pointee, transitions: transitions == nil ? nil : second.table,
      touches: touches == nil ? nil : third.table)
    if let transitions = unsafe transitions { unsafe transitions.pointee = second.keep() }
    if let touches = unsafe touches { unsafe touches.pointee = third.keep() }
  }
}
