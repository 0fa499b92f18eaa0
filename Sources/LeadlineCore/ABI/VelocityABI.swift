import CLeadline

// The time between stages: checks and conversions.

extension JourneyReader {
  /// What questions about stretches of time have in common, with their flags checked.
  static func stretch(
    flags: UInt32, known: UInt32, from: Int64, to: Int64, asOf: Int64, _ engine: borrowing Engine
  ) throws(Failure) -> (from: Int64, to: Int64, asOf: Int64?) {
    try stretch(
      flags: flags, of: LEADLINE_QUERY_FROM | LEADLINE_QUERY_TO | LEADLINE_QUERY_AS_OF | known, from: from, to: to, asOf: asOf, engine)
  }

  /// The same where `of` has all flags. An instant without its flag is refused, lest it be taken for one that counts: but for 0 and an end
  /// of all time, which say what the answer is of.
  static func stretch(
    flags: UInt32, of known: UInt32, from: Int64, to: Int64, asOf: Int64, _ engine: borrowing Engine
  ) throws(Failure) -> (from: Int64, to: Int64, asOf: Int64?) {
    try engine.check(flags: flags, known: known)
    let from = try instant("from_us is given without LEADLINE_QUERY_FROM", from, flags & LEADLINE_QUERY_FROM, else: .min, engine) ?? .min
    let to = try instant("to_us is given without LEADLINE_QUERY_TO", to, flags & LEADLINE_QUERY_TO, else: .max, engine) ?? .max
    let asOf = try instant("as_of_us is given without LEADLINE_QUERY_AS_OF", asOf, flags & LEADLINE_QUERY_AS_OF, else: 0, engine)
    return (from, to, asOf)
  }

  private static func instant(
    _ fault: StaticString, _ time: Int64, _ flag: UInt32, else end: Int64, _ engine: borrowing Engine
  ) throws(Failure) -> Int64? {
    if flag != 0 { return time }
    if time != 0 && time != end { throw engine.failure(LEADLINE_ERROR_ARGUMENT, fault) }
    return nil
  }

  /// A period, of which 0 is all time.
  static func anyPeriod(_ number: UInt32, _ engine: borrowing Engine) throws(Failure) -> Period {
    if let period = Period(rawValue: number == 0 ? Period.all.rawValue : number) { return period }
    try engine.check("period", Int128(number), to: Int128(LEADLINE_PERIOD_YEAR))
    return .all
  }

  /// Keys of `by` and a period, of which 0 is all time.
  static func keys(
    _ by: UnsafePointer<UnsafePointer<CChar>?>?, _ count: Int, period: UInt32, _ engine: borrowing Engine
  ) throws(Failure) -> JourneyKeys {
    guard isCount(count, atMost: 64) else { throw engine.failure(LEADLINE_ERROR_TOO_MANY, "more than 64 keys") }
    let period = try anyPeriod(period, engine)
    var keys = unsafe JourneyKeys(engine.heap, zone: engine.zone.pointer, period: period)
    unsafe try self.keys(by, count, engine, into: &keys)
    return keys
  }

  static func velocity(
    _ options: leadline_velocity_options, _ engine: borrowing Engine, _ names: inout StepNames
  ) throws(Failure) -> VelocityPlan {
    let stretch = unsafe try stretch(
      flags: options.flags, known: StepSource.flags, from: options.from_us, to: options.to_us, asOf: options.as_of_us, engine)
    unsafe try engine.check("window_us", Int128(options.window_us))
    let source = unsafe try StepSource(options.steps, options.step_count, stages: options.stages, flags: options.flags, engine)
    guard var matchers = unsafe try? Matchers(engine.heap, matchers: source.count, slots: engine.kinds.pointer.pointee.count) else {
      throw engine.outOfMemory()
    }
    try meet(source, engine, &matchers, &names)
    let pairs = unsafe try pairs(options.pairs, options.pair_count, steps: source.count, engine)
    return VelocityPlan(
      steps: source.count, pairs: pairs, matchers: matchers, keys: unsafe try keys(options.by, options.by_count, period: options.period, engine),
      window: unsafe options.window_us == 0 ? Int64.max : options.window_us, from: stretch.from, to: stretch.to, asOf: stretch.asOf)
  }

  private static func pairs(
    _ first: UnsafePointer<leadline_stage_pair>?, _ count: Int, steps: Int, _ engine: borrowing Engine
  ) throws(Failure) -> Buffer<VelocityPlan.Pair> {
    guard isCount(count, atMost: Int(LEADLINE_MAX_STEPS)) else { throw engine.failure(LEADLINE_ERROR_TOO_MANY, "more pairs of stages than there may be") }
    guard count > 0 || steps > 1 else { throw engine.failure(LEADLINE_ERROR_ARGUMENT, "one step, and no pairs") }
    // Each step and the next; of more than two also the first and the last.
    let wanted = count > 0 ? count : steps == 2 ? 1 : steps
    var pairs = Buffer<VelocityPlan.Pair>(engine.heap)
    guard (try? pairs.reserve(exactly: wanted)) != nil else { throw engine.outOfMemory() }
    for i in 0..<wanted {
      guard count > 0 else {
        pairs.appendReserved(i < steps - 1 ? VelocityPlan.Pair(from: i, to: i + 1) : VelocityPlan.Pair(from: 0, to: steps - 1))
        continue
      }
      guard let first = unsafe first else { throw engine.failure(LEADLINE_ERROR_NULL, "pairs is NULL") }
      guard unsafe isAligned(first) else { throw engine.failure(LEADLINE_ERROR_MISALIGNED, StatusText.text(LEADLINE_ERROR_MISALIGNED)) }
      let pair = unsafe first[i]
      guard pair.from >= 1, pair.to >= 1, Int(pair.from) <= steps, Int(pair.to) <= steps else {
        try engine.within("pair", i + 1) { () throws(Failure) in
          throw engine.failure(LEADLINE_ERROR_ARGUMENT, "a pair names a step that there is not")
        }
        break
      }
      pairs.appendReserved(VelocityPlan.Pair(from: Int(pair.from) - 1, to: Int(pair.to) - 1))
    }
    return pairs
  }
}

@implementation @_cdecl("leadline_velocity")
public func leadline_velocity(
  _ engine: OpaquePointer!, _ options: UnsafePointer<leadline_velocity_options>!, _ table: UnsafeMutablePointer<OpaquePointer?>!
) -> leadline_status {
  guard let options = unsafe options else { return LEADLINE_ERROR_NULL }
  return unsafe JourneyCall.answer(engine, table) { engine, table throws(Failure) in
    var local = unsafe leadline_velocity_options()
    unsafe try JourneyCall.copy(options, into: &local, engine)
    let quantiles = unsafe try JourneyReader.quantiles(local.quantiles, local.quantile_count, engine.pointee)
    var names = unsafe StepNames(engine.pointee.heap)
    let plan = unsafe try JourneyCall.plan(engine) { () throws(Failure) in unsafe try JourneyReader.velocity(local, engine.pointee, &names) }
    unsafe try engine.pointee.answer(plan.pointer, names, quantiles: quantiles, into: &table.pointee)
  }
}
