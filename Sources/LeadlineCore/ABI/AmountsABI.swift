import CLeadline

// How amounts of facts are spread: checks and conversions.

extension JourneyReader {
  static func amounts(_ options: leadline_amount_options, _ engine: borrowing Engine) throws(Failure) -> AmountPlan {
    let stretch = unsafe try stretch(
      flags: options.flags, known: 0, from: options.from_us, to: options.to_us, asOf: options.as_of_us, engine)
    guard var matchers = unsafe try? Matchers(engine.heap, matchers: 1, slots: engine.kinds.pointer.pointee.count) else {
      throw engine.outOfMemory()
    }
    unsafe try step("facts", options.facts, else: "visit", of: 0, engine, &matchers)
    let unit = try unit(of: 0, "facts of kinds whose amounts have different units", engine, matchers)
    guard unit != Unit.none else { throw engine.failure(LEADLINE_ERROR_ARGUMENT, "facts of kinds that carry no amount") }
    return AmountPlan(
      matchers: matchers, keys: unsafe try keys(options.by, options.by_count, period: options.period, engine), unit: unit,
      from: stretch.from, to: stretch.to, asOf: stretch.asOf)
  }
}

@implementation @_cdecl("leadline_amounts")
public func leadline_amounts(
  _ engine: OpaquePointer!, _ options: UnsafePointer<leadline_amount_options>!, _ table: UnsafeMutablePointer<OpaquePointer?>!
) -> leadline_status {
  guard let options = unsafe options else { return LEADLINE_ERROR_NULL }
  return unsafe JourneyCall.answer(engine, table) { engine, table throws(Failure) in
    var local = unsafe leadline_amount_options()
    unsafe try JourneyCall.copy(options, into: &local, engine)
    let quantiles = unsafe try JourneyReader.quantiles(local.quantiles, local.quantile_count, engine.pointee)
    let plan = unsafe try JourneyCall.plan(engine) { () throws(Failure) in unsafe try JourneyReader.amounts(local, engine.pointee) }
    unsafe try engine.pointee.answer(plan.pointer, quantiles: quantiles, into: &table.pointee)
  }
}
