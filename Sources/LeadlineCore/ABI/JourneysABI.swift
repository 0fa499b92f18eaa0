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
      try engine.within("filter", i + 1) { () throws(Failure) in
        var filter = unsafe leadline_filter()
        unsafe try element(first, i, into: &filter, engine)
        let dimension = unsafe try QueryReader.dimension(filter.dimension, engine)
        let marked = unsafe try QueryReader.marks(filter, dimension, engine)
        let condition = try engine.condition(on: dimension, marked)
        do throws(OutOfMemory) {
          try matchers.require(matcher, condition)
        } catch {
          throw engine.outOfMemory()
        }
      }
    }
  }

  /// Copies element `index` of an array of option structs.
  static func element<T>(_ first: UnsafePointer<T>, _ index: Int, into local: inout T, _ engine: borrowing Engine) throws(Failure) {
    let status = unsafe copyElement(first, index, into: &local)
    if status != LEADLINE_OK { throw engine.failure(status, "struct_size is wrong") }
  }

  static func element<T: GrownOptions>(
    _ first: UnsafePointer<T>, _ index: Int, into local: inout T, _ engine: borrowing Engine
  ) throws(Failure) {
    let status = unsafe copyElement(first, index, into: &local)
    if status != LEADLINE_OK { throw engine.failure(status, "struct_size is wrong") }
  }

  /// Reads the flags of what meets a matcher, whose kinds are known by then.
  static func standing(_ flags: UInt32, _ reserved: UInt32, _ matcher: Int, _ engine: borrowing Engine, _ matchers: inout Matchers) throws(Failure) {
    try engine.check(flags: flags, known: LEADLINE_STANDING)
    try engine.check(reserved: reserved)
    if flags != 0 { try engine.stand(matcher, &matchers) }
  }

  /// A step is met by what meets a matcher.
  static func meet(
    _ step: leadline_step, _ matcher: Int, _ engine: borrowing Engine, _ matchers: inout Matchers, _ names: inout StepNames
  ) throws(Failure) {
    unsafe try meet(step.kinds, step.filters, step.filter_count, of: matcher, engine, &matchers)
    unsafe try standing(step.flags, step.reserved, matcher, engine, &matchers)
    do {
      try names.append(unsafe Bytes(c: step.name ?? step.kinds))
    } catch {
      throw engine.outOfMemory()
    }
  }

  /// Steps are met by what meets the matchers from one on.
  static func meet(
    _ source: StepSource, from matcher: Int = 0, _ engine: borrowing Engine, _ matchers: inout Matchers, _ names: inout StepNames
  ) throws(Failure) {
    for k in 0..<source.count {
      try engine.within("step", k + 1) { () throws(Failure) in
        unsafe try meet(try source.step(k, engine), matcher + k, engine, &matchers, &names)
      }
    }
  }

  /// A matcher's kinds and conditions by one step, the field `what` of the options; of `kinds` where it is NULL.
  static func step(
    _ what: StaticString, _ step: UnsafePointer<leadline_step>?, else kinds: StaticString, of matcher: Int, _ engine: borrowing Engine,
    _ matchers: inout Matchers
  ) throws(Failure) {
    guard let given = unsafe step else { return try engine.meet(matcher, kinds: Bytes(kinds), &matchers) }
    try engine.within(what) { () throws(Failure) in
      var step = unsafe leadline_step()
      unsafe try element(given, 0, into: &step, engine)
      var names = StepNames(engine.heap)
      unsafe try meet(step, matcher, engine, &matchers, &names)
    }
  }

  static func keys(
    _ by: UnsafePointer<UnsafePointer<CChar>?>?, _ count: Int, _ engine: borrowing Engine, into keys: inout JourneyKeys
  ) throws(Failure) {
    for i in 0..<count {
      var dimension = 0
      try engine.within("by", i + 1) { () throws(Failure) in dimension = unsafe try QueryReader.dimension(QueryReader.text(by, i), engine) }
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
    let stretch = unsafe try stretch(
      flags: flags, known: LEADLINE_FUNNEL_OPEN | LEADLINE_FUNNEL_TIMES | LEADLINE_FUNNEL_FIRST | StepSource.flags, from: options.from_us,
      to: options.to_us, asOf: options.as_of_us, engine)
    unsafe try engine.check(reserved: options.reserved)
    let source = unsafe try StepSource(options.steps, options.step_count, stages: options.stages, flags: flags, engine)
    let steps = source.count
    unsafe try engine.check("mode", Int128(options.mode), to: Int128(FunnelShape.Mode.anyOrder.rawValue))
    let mode = unsafe FunnelShape.Mode(rawValue: options.mode) ?? .anyOrder
    let period = unsafe try anyPeriod(options.period, engine)
    unsafe try engine.check("window_us", Int128(options.window_us))
    if exclusions > 0 && mode == .anyOrder { throw engine.failure(LEADLINE_ERROR_ARGUMENT, "steps in any order have no exclusions between them") }
    let heap = engine.heap
    var shape = FunnelShape(
      steps: steps, mode: mode, isOpen: flags & UInt32(LEADLINE_FUNNEL_OPEN) != 0,
      countsFirst: flags & UInt32(LEADLINE_FUNNEL_FIRST) != 0,
      window: unsafe options.window_us == 0 ? Int64.max : options.window_us, exclusions: Buffer(heap),
      from: stretch.from, to: stretch.to)
    guard var matchers = unsafe try? Matchers(heap, matchers: steps + exclusions, slots: engine.kinds.pointer.pointee.count) else {
      throw engine.outOfMemory()
    }
    try meet(source, engine, &matchers, &names)
    if exclusions > 0 { unsafe try self.exclusions(options, engine, into: &shape, &matchers) }
    var keys = unsafe JourneyKeys(heap, zone: engine.zone.pointer, period: period)
    unsafe try self.keys(options.by, options.by_count, engine, into: &keys)
    return FunnelPlan(
      shape: shape, matchers: matchers, keys: keys, hasTimes: flags & UInt32(LEADLINE_FUNNEL_TIMES) != 0,
      asOf: stretch.asOf)
  }

  /// Reads exclusions, sorted by the step that they lie behind.
  private static func exclusions(
    _ options: leadline_funnel_options, _ engine: borrowing Engine, into shape: inout FunnelShape, _ matchers: inout Matchers
  ) throws(Failure) {
    guard let first = unsafe options.exclusions else { throw engine.failure(LEADLINE_ERROR_NULL, "exclusions is NULL") }
    let count = unsafe options.exclusion_count
    // By step: where its exclusions begin; by exclusion as given: what it lies between.
    var places = Buffer<Int>(engine.heap)
    var given = Buffer<FunnelShape.Exclusion>(engine.heap)
    do {
      try places.append(repeating: 0, count: shape.steps + 1)
      try given.append(repeating: FunnelShape.Exclusion(after: 0, before: 0), count: count)
      try shape.exclusions.append(repeating: FunnelShape.Exclusion(after: 0, before: 0), count: count)
    } catch {
      throw engine.outOfMemory()
    }
    for x in 0..<count {
      try engine.within("exclusion", x + 1) { () throws(Failure) in
        var exclusion = unsafe leadline_exclusion()
        unsafe try element(first, x, into: &exclusion, engine)
        given[x].after = unsafe exclusion.after == 0 ? 0 : Int(exclusion.after) - 1
        given[x].before = unsafe exclusion.before == 0 ? shape.steps - 1 : Int(exclusion.before) - 1
        guard given[x].after < given[x].before, given[x].before < shape.steps else {
          throw engine.failure(LEADLINE_ERROR_ARGUMENT, "an exclusion lies behind one step and before a later one")
        }
      }
      places[given[x].after + 1] += 1
    }
    for k in 0..<shape.steps { places[k + 1] += places[k] }
    for x in 0..<count {
      let place = places[given[x].after]
      places[given[x].after] += 1
      shape.exclusions[place] = given[x]
      let matcher = shape.steps + place
      try engine.within("exclusion", x + 1) { () throws(Failure) in
        var exclusion = unsafe leadline_exclusion()
        unsafe try element(first, x, into: &exclusion, engine)
        unsafe try meet(exclusion.kinds, exclusion.filters, exclusion.filter_count, of: matcher, engine, &matchers)
        unsafe try standing(exclusion.flags, exclusion.reserved, matcher, engine, &matchers)
      }
    }
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
