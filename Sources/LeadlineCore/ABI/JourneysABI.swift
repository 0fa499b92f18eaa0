import CLeadline

// Journeys: checks and conversions.

/// Reads steps, conditions and keys; the lock on names is held.
enum JourneyReader {
  static func filters(
    _ first: UnsafePointer<leadline_filter>?, _ count: Int, of matcher: Int, _ engine: borrowing Engine, _ matchers: inout Matchers
  ) throws(Failure) {
    guard isCount(count, atMost: 1024) else { throw engine.failure(LEADLINE_ERROR_TOO_MANY, "more than 1024 filters") }
    for i in 0..<count {
      guard let first = unsafe first else { throw engine.failure(LEADLINE_ERROR_NULL, "filters is NULL") }
      var filter = unsafe leadline_filter()
      let status = unsafe copyElement(first, i, into: &filter)
      if status != LEADLINE_OK { throw engine.failure(status, "the struct_size of a filter is wrong") }
      let dimension = unsafe try QueryReader.dimension(filter.dimension, engine)
      let marked = unsafe try QueryReader.marks(filter, dimension, engine)
      let condition = try engine.condition(on: dimension, marked)
      do {
        try matchers.require(matcher, condition)
      } catch {
        throw engine.outOfMemory()
      }
    }
  }

  /// Reads the flags of what meets a matcher, whose kinds are known by then.
  static func standing(
    _ flags: UInt32, _ reserved: UInt32, _ matcher: Int, _ what: StaticString, _ engine: borrowing Engine, _ matchers: inout Matchers
  ) throws(Failure) {
    guard flags & ~LEADLINE_STANDING == 0, reserved == 0 else { throw engine.failure(LEADLINE_ERROR_ARGUMENT, what) }
    if flags != 0 { try engine.stand(matcher, &matchers) }
  }

  /// A step is met by what meets a matcher.
  static func meet(
    _ step: leadline_step, _ matcher: Int, _ engine: borrowing Engine, _ matchers: inout Matchers, _ names: inout StepNames
  ) throws(Failure) {
    guard let kinds = unsafe step.kinds else { throw engine.failure(LEADLINE_ERROR_NULL, "the kinds of a step are NULL") }
    try engine.meet(matcher, kinds: unsafe Bytes(c: kinds), &matchers)
    unsafe try filters(step.filters, step.filter_count, of: matcher, engine, &matchers)
    unsafe try standing(step.flags, step.reserved, matcher, "a step with unknown flags, or a reserved field in use", engine, &matchers)
    do {
      try names.append(unsafe Bytes(c: step.name ?? kinds))
    } catch {
      throw engine.outOfMemory()
    }
  }

  /// A matcher's kinds and conditions by one step; of `kinds` where it is NULL.
  static func step(
    _ step: UnsafePointer<leadline_step>?, else kinds: StaticString, of matcher: Int, _ engine: borrowing Engine, _ matchers: inout Matchers
  ) throws(Failure) {
    guard let given = unsafe step else { return try engine.meet(matcher, kinds: Bytes(kinds), &matchers) }
    var step = unsafe leadline_step()
    let status = unsafe copyElement(given, 0, into: &step)
    if status != LEADLINE_OK { throw engine.failure(status, "the struct_size of a step is wrong") }
    var names = StepNames(engine.heap)
    unsafe try meet(step, matcher, engine, &matchers, &names)
  }

  static func keys(
    _ by: UnsafePointer<UnsafePointer<CChar>?>?, _ count: Int, _ engine: borrowing Engine, into keys: inout JourneyKeys
  ) throws(Failure) {
    for i in 0..<count {
      let dimension = unsafe try QueryReader.dimension(QueryReader.text(by, i), engine)
      for earlier in 0..<keys.keys.count where keys.keys[earlier].asked == dimension {
        throw engine.failure(LEADLINE_ERROR_DUPLICATE_NAME, "a key is asked for twice: ", engine.dimensions[dimension].text)
      }
      do {
        let shown = try engine.shownCodes(of: dimension)
        try keys.keys.append(JourneyKeys.Key(asked: dimension, dimension: engine.factDimension(dimension), shown: shown))
      } catch {
        throw engine.outOfMemory()
      }
    }
  }

  static func funnel(
    _ options: leadline_funnel_options, _ engine: borrowing Engine, _ names: inout StepNames
  ) throws(Failure) -> FunnelPlan {
    let exclusions = unsafe options.exclusion_count
    guard isCount(exclusions, atMost: Int(LEADLINE_MAX_STEPS)), unsafe isCount(options.by_count, atMost: 64)
    else { throw engine.failure(LEADLINE_ERROR_TOO_MANY, "more exclusions or keys than a funnel may have") }
    let flags = unsafe options.flags
    let known = UInt32(LEADLINE_QUERY_FROM | LEADLINE_QUERY_TO | LEADLINE_QUERY_AS_OF | LEADLINE_FUNNEL_OPEN | LEADLINE_FUNNEL_TIMES)
    guard flags & ~(known | StepSource.flags) == 0, unsafe options.reserved == 0 else {
      throw engine.failure(LEADLINE_ERROR_ARGUMENT, "a funnel with unknown flags")
    }
    let source = unsafe try StepSource(options.steps, options.step_count, stages: options.stages, flags: flags, engine)
    let steps = source.count
    guard let mode = unsafe FunnelShape.Mode(rawValue: options.mode) else { throw engine.failure(LEADLINE_ERROR_ARGUMENT, "unknown mode of a funnel") }
    guard let period = unsafe Period(rawValue: options.period == 0 ? Period.all.rawValue : options.period) else {
      throw engine.failure(LEADLINE_ERROR_ARGUMENT, "unknown period")
    }
    guard unsafe options.window_us >= 0 else { throw engine.failure(LEADLINE_ERROR_ARGUMENT, "a window below 0") }
    if exclusions > 0 && mode == .anyOrder { throw engine.failure(LEADLINE_ERROR_ARGUMENT, "steps in any order have no exclusions between them") }
    let heap = engine.heap
    var shape = FunnelShape(
      steps: steps, mode: mode, isOpen: flags & UInt32(LEADLINE_FUNNEL_OPEN) != 0,
      window: unsafe options.window_us == 0 ? Int64.max : options.window_us, exclusions: Buffer(heap),
      from: flags & UInt32(LEADLINE_QUERY_FROM) != 0 ? unsafe options.from_us : Int64.min,
      to: flags & UInt32(LEADLINE_QUERY_TO) != 0 ? unsafe options.to_us : Int64.max)
    guard var matchers = unsafe try? Matchers(heap, matchers: steps + exclusions, slots: engine.kinds.pointer.pointee.count) else {
      throw engine.outOfMemory()
    }
    for k in 0..<steps { unsafe try meet(try source.step(k, engine), k, engine, &matchers, &names) }
    for x in 0..<exclusions {
      guard let first = unsafe options.exclusions else { throw engine.failure(LEADLINE_ERROR_NULL, "exclusions is NULL") }
      var exclusion = unsafe leadline_exclusion()
      let status = unsafe copyElement(first, x, into: &exclusion)
      if status != LEADLINE_OK { throw engine.failure(status, "the struct_size of an exclusion is wrong") }
      guard let kinds = unsafe exclusion.kinds else { throw engine.failure(LEADLINE_ERROR_NULL, "the kinds of an exclusion are NULL") }
      try engine.meet(steps + x, kinds: unsafe Bytes(c: kinds), &matchers)
      unsafe try filters(exclusion.filters, exclusion.filter_count, of: steps + x, engine, &matchers)
      unsafe try standing(
        exclusion.flags, exclusion.reserved, steps + x, "an exclusion with unknown flags, or a reserved field in use", engine, &matchers)
      let after = unsafe exclusion.after == 0 ? 1 : Int(exclusion.after)
      let before = unsafe exclusion.before == 0 ? steps : Int(exclusion.before)
      guard after < before, before <= steps else {
        throw engine.failure(LEADLINE_ERROR_ARGUMENT, "an exclusion lies behind one step and before a later one: ", unsafe Bytes(c: kinds))
      }
      guard (try? shape.exclusions.append(FunnelShape.Exclusion(after: after - 1, before: before - 1))) != nil else { throw engine.outOfMemory() }
    }
    var keys = unsafe JourneyKeys(heap, zone: engine.zone.pointer, period: period)
    unsafe try self.keys(options.by, options.by_count, engine, into: &keys)
    return FunnelPlan(
      shape: shape, matchers: matchers, keys: keys, hasTimes: flags & UInt32(LEADLINE_FUNNEL_TIMES) != 0,
      asOf: flags & UInt32(LEADLINE_QUERY_AS_OF) != 0 ? unsafe options.as_of_us : nil)
  }

  static func quantiles(_ first: UnsafePointer<UInt16>?, _ count: Int, _ engine: borrowing Engine) throws(Failure) -> Buffer<UInt16> {
    guard isCount(count, atMost: 16) else { throw engine.failure(LEADLINE_ERROR_TOO_MANY, "more than 16 quantiles") }
    var quantiles = Buffer<UInt16>(engine.heap)
    guard (try? quantiles.append(repeating: 500, count: Swift.max(count, 1))) != nil else { throw engine.outOfMemory() }
    for i in 0..<count {
      guard let first = unsafe first else { throw engine.failure(LEADLINE_ERROR_NULL, "quantiles is NULL") }
      guard unsafe isAligned(first) else { throw engine.failure(LEADLINE_ERROR_MISALIGNED, StatusText.text(LEADLINE_ERROR_MISALIGNED)) }
      unsafe quantiles[i] = first[i]
      if quantiles[i] > 1000 || (i > 0 && quantiles[i] <= quantiles[i - 1]) {
        throw engine.failure(LEADLINE_ERROR_ARGUMENT, "quantiles are 0 to 1000 thousandths, each above the one before")
      }
    }
    return quantiles
  }
}

@implementation @_cdecl("leadline_funnel")
public func leadline_funnel(
  _ engine: OpaquePointer!, _ options: UnsafePointer<leadline_funnel_options>!, _ table: UnsafeMutablePointer<OpaquePointer?>!,
  _ exits: UnsafeMutablePointer<OpaquePointer?>!
) -> leadline_status {
  guard let options = unsafe options else { return LEADLINE_ERROR_NULL }
  guard unsafe isAligned(exits) else { return LEADLINE_ERROR_MISALIGNED }
  let place = unsafe table
  return unsafe JourneyCall.answer(engine, table) { engine, table throws(Failure) in
    unsafe try JourneyCall.checkApart(place, exits, engine)
    var local = unsafe leadline_funnel_options()
    unsafe try JourneyCall.copy(options, into: &local, engine)
    let second = unsafe try NewTable.make(engine)
    let quantiles = unsafe try JourneyReader.quantiles(local.quantiles, local.quantile_count, engine.pointee)
    var names = unsafe StepNames(engine.pointee.heap)
    let plan = unsafe try JourneyCall.plan(engine) { () throws(Failure) in unsafe try JourneyReader.funnel(local, engine.pointee, &names) }
    unsafe try engine.pointee.answer(plan.pointer, names, quantiles: quantiles, into: &table.pointee, exits: exits == nil ? nil : second.table)
    if let exits = unsafe exits { unsafe exits.pointee = second.keep() }
  }
}
