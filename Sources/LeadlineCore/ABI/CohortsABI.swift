import CLeadline

// Cohorts: checks and conversions.

extension JourneyReader {
  /// A period from a day on; 0: a month.
  static func period(_ number: UInt32, _ engine: borrowing Engine) throws(Failure) -> Period {
    guard let period = Period(rawValue: number == 0 ? Period.month.rawValue : number), period != .all, period != .hour else {
      throw engine.failure(LEADLINE_ERROR_ARGUMENT, "the period is none of day, week, month, quarter and year")
    }
    return period
  }

  static func cohorts(_ options: leadline_cohort_options, _ engine: borrowing Engine, hasTimes: Bool) throws(Failure) -> CohortPlan {
    let flags = unsafe options.flags
    guard unsafe isCount(options.by_count, atMost: 64) else { throw engine.failure(LEADLINE_ERROR_TOO_MANY, "more keys than cohorts may have") }
    let stretch = unsafe try stretch(
      flags: flags, known: LEADLINE_COHORT_MAX_AGE | LEADLINE_STANDING, from: options.from_us, to: options.to_us, asOf: options.as_of_us, engine)
    unsafe try engine.check(reserved: options.reserved)
    if unsafe options.max_age != 0 && flags & LEADLINE_COHORT_MAX_AGE == 0 {
      throw engine.failure(LEADLINE_ERROR_ARGUMENT, "max_age is given without LEADLINE_COHORT_MAX_AGE")
    }
    guard let first = unsafe options.first else { throw engine.failure(LEADLINE_ERROR_NULL, "first is NULL") }
    let period = unsafe try period(options.period, engine)
    let heap = engine.heap
    guard var matchers = unsafe try? Matchers(heap, matchers: CohortPlan.matchers, slots: engine.kinds.pointer.pointee.count) else {
      throw engine.outOfMemory()
    }
    unsafe try step("first", first, else: "", of: CohortPlan.first, engine, &matchers)
    unsafe try step("activity", options.activity, else: "sale", of: CohortPlan.activity, engine, &matchers)
    let hasSales = engine.meetHeld(CohortPlan.sale, KindNumber.sale, &matchers)
    _ = engine.meetHeld(CohortPlan.purchase, KindNumber.sale, &matchers)
    _ = engine.meetHeld(CohortPlan.referral, KindNumber.saleReferral, &matchers)
    if flags & LEADLINE_STANDING != 0 {
      try engine.stand(CohortPlan.purchase, &matchers)
      if unsafe options.activity == nil { try engine.stand(CohortPlan.activity, &matchers) }
    }
    let hasGoods = engine.meetHeld(CohortPlan.goods, KindNumber.goodsCost, &matchers)
    let hasService = engine.meetHeld(CohortPlan.service, KindNumber.serviceCost, &matchers)
    let hasCorrections = engine.meetCorrections(CohortPlan.correction, of: KindNumber.sale, &matchers)
    var keys = unsafe JourneyKeys(heap, zone: engine.zone.pointer, period: period)
    unsafe try self.keys(options.by, options.by_count, engine, into: &keys)
    return CohortPlan(
      matchers: matchers, keys: keys, hasTimes: hasTimes,
      maxAge: flags & UInt32(LEADLINE_COHORT_MAX_AGE) != 0 ? Int(unsafe options.max_age) : Int.max,
      from: stretch.from, to: stretch.to,
      hasSales: hasSales, hasCorrections: hasCorrections, hasGoods: hasGoods, hasService: hasService,
      asOf: stretch.asOf)
  }
}

@implementation @_cdecl("leadline_cohorts")
public func leadline_cohorts(
  _ engine: OpaquePointer!, _ options: UnsafePointer<leadline_cohort_options>!, _ table: UnsafeMutablePointer<OpaquePointer?>!,
  _ summary: UnsafeMutablePointer<OpaquePointer?>!
) -> leadline_status {
  guard let options = unsafe options else { return LEADLINE_ERROR_NULL }
  guard unsafe isAligned(summary) else { return LEADLINE_ERROR_MISALIGNED }
  let place = unsafe table
  return unsafe JourneyCall.answer(engine, table) { engine, table throws(Failure) in
    unsafe try JourneyCall.checkApart(place, summary, engine)
    var local = unsafe leadline_cohort_options()
    unsafe try JourneyCall.copy(options, into: &local, engine)
    let second = unsafe try NewTable.make(engine)
    let quantiles = unsafe try JourneyReader.quantiles(local.quantiles, local.quantile_count, engine.pointee)
    let hasSummary = unsafe summary != nil
    let plan = unsafe try JourneyCall.plan(engine) { () throws(Failure) in
      unsafe try JourneyReader.cohorts(local, engine.pointee, hasTimes: hasSummary)
    }
    let asked = unsafe plan.pointer.pointee.asOf
    let period = unsafe plan.pointer.pointee.keys.period
    var pass = unsafe try engine.pointee.count(plan.pointer)
    let target: UnsafeMutablePointer<Table>? = unsafe hasSummary ? second.table : nil
    if unsafe local.acquisition_cost == nil {
      unsafe try engine.pointee.fill(plan.pointer.pointee, &pass, costs: nil, quantiles: quantiles, into: &table.pointee, summary: target)
    } else {
      let costs = unsafe try BorrowedColumns.ask(
        engine, by: local.by, local.by_count, columns: &local.acquisition_cost, 1, period: period, asOf: asked)
      guard unsafe costs.table.pointee.columns[costs.table.pointee.columns.count - 1].unit == Unit.money else {
        throw unsafe engine.pointee.failure(LEADLINE_ERROR_ARGUMENT, "acquisition_cost is no amount of money")
      }
      unsafe try engine.pointee.fill(plan.pointer.pointee, &pass, costs: costs.table, quantiles: quantiles, into: &table.pointee, summary: target)
    }
    if let summary = unsafe summary { unsafe summary.pointee = second.keep() }
  }
}
