import CLeadline

// Customers won and lost, and open leads: checks and conversions.

extension JourneyReader {
  static func churn(_ options: leadline_churn_options, _ engine: borrowing Engine) throws(Failure) -> ChurnPlan {
    let flags = unsafe options.flags
    guard unsafe isCount(options.by_count, atMost: 64) else { throw engine.failure(LEADLINE_ERROR_TOO_MANY, "more than 64 keys") }
    let stretch = unsafe try stretch(flags: flags, known: 0, from: options.from_us, to: options.to_us, asOf: options.as_of_us, engine)
    unsafe try engine.check("lost_after_us", Int128(options.lost_after_us), from: 1)
    let period = unsafe try period(options.period, engine)
    guard var matchers = unsafe try? Matchers(engine.heap, matchers: 1, slots: engine.kinds.pointer.pointee.count) else {
      throw engine.outOfMemory()
    }
    unsafe try step("purchase", options.purchase, else: "sale", of: 0, engine, &matchers)
    var keys = unsafe JourneyKeys(engine.heap, zone: engine.zone.pointer, period: period)
    unsafe try self.keys(options.by, options.by_count, engine, into: &keys)
    return ChurnPlan(
      matchers: matchers, keys: keys, lostAfter: unsafe options.lost_after_us,
      from: stretch.from, to: stretch.to,
      asOf: stretch.asOf)
  }

  static func openLeads(_ options: leadline_open_leads_options, _ engine: borrowing Engine) throws(Failure) -> OpenLeadsPlan {
    let flags = unsafe options.flags
    guard unsafe isCount(options.by_count, atMost: 64) else { throw engine.failure(LEADLINE_ERROR_TOO_MANY, "more than 64 keys") }
    let stretch = unsafe try stretch(
      flags: flags, known: LEADLINE_OPEN_LEADS_VALUE | LEADLINE_OPEN_LEADS_RETURN | LEADLINE_STANDING, from: options.from_us,
      to: options.to_us, asOf: options.as_of_us, engine)
    if flags & UInt32(LEADLINE_OPEN_LEADS_RETURN) != 0 && flags & UInt32(LEADLINE_OPEN_LEADS_VALUE) == 0 {
      throw engine.failure(LEADLINE_ERROR_ARGUMENT, "a return on open leads without their value")
    }
    let period = unsafe try anyPeriod(options.period, engine)
    guard var matchers = unsafe try? Matchers(engine.heap, matchers: OpenLeadsPlan.matchers, slots: engine.kinds.pointer.pointee.count) else {
      throw engine.outOfMemory()
    }
    unsafe try step("lead", options.lead, else: "lead", of: OpenLeadsPlan.lead, engine, &matchers)
    // Without one of these all its leads would seem open.
    try engine.meet(OpenLeadsPlan.settling, kinds: Bytes("lead_rejected|deal_lost|sale"), &matchers)
    try engine.meet(OpenLeadsPlan.sale, kinds: Bytes("sale"), &matchers)
    if flags & LEADLINE_STANDING != 0 { try engine.stand(OpenLeadsPlan.sale, &matchers) }
    unsafe try engine.check("given_up_after_us", Int128(options.given_up_after_us))
    var keys = unsafe JourneyKeys(engine.heap, zone: engine.zone.pointer, period: period)
    unsafe try self.keys(options.by, options.by_count, engine, into: &keys)
    return OpenLeadsPlan(
      matchers: matchers, keys: keys,
      from: stretch.from, to: stretch.to,
      isValued: flags & UInt32(LEADLINE_OPEN_LEADS_VALUE) != 0,
      givenUpAfter: unsafe options.given_up_after_us == 0 ? Int64.max : options.given_up_after_us,
      asOf: stretch.asOf)
  }
}

@implementation @_cdecl("leadline_churn")
public func leadline_churn(
  _ engine: OpaquePointer!, _ options: UnsafePointer<leadline_churn_options>!, _ table: UnsafeMutablePointer<OpaquePointer?>!
) -> leadline_status {
  guard let options = unsafe options else { return LEADLINE_ERROR_NULL }
  return unsafe JourneyCall.answer(engine, table) { engine, table throws(Failure) in
    var local = unsafe leadline_churn_options()
    unsafe try JourneyCall.copy(options, into: &local, engine)
    let plan = unsafe try JourneyCall.plan(engine) { () throws(Failure) in unsafe try JourneyReader.churn(local, engine.pointee) }
    unsafe try engine.pointee.answer(plan.pointer, into: &table.pointee)
  }
}

@implementation @_cdecl("leadline_open_leads")
public func leadline_open_leads(
  _ engine: OpaquePointer!, _ options: UnsafePointer<leadline_open_leads_options>!, _ table: UnsafeMutablePointer<OpaquePointer?>!
) -> leadline_status {
  guard let options = unsafe options else { return LEADLINE_ERROR_NULL }
  return unsafe JourneyCall.answer(engine, table) { engine, table throws(Failure) in
    var local = unsafe leadline_open_leads_options()
    unsafe try JourneyCall.copy(options, into: &local, engine)
    let plan = unsafe try JourneyCall.plan(engine) { () throws(Failure) in unsafe try JourneyReader.openLeads(local, engine.pointee) }
    let asked = unsafe plan.pointer.pointee.asOf
    var pass = unsafe try engine.pointee.count(plan.pointer)
    if unsafe local.flags & UInt32(LEADLINE_OPEN_LEADS_VALUE) == 0 {
      unsafe try engine.pointee.fill(plan.pointer.pointee, &pass, worth: nil, into: &table.pointee)
    } else {
      let worth = unsafe try BorrowedColumns.askWorth(engine, local, asOf: asked)
      unsafe try engine.pointee.fill(plan.pointer.pointee, &pass, worth: worth.table, into: &table.pointee)
      if unsafe local.flags & UInt32(LEADLINE_OPEN_LEADS_RETURN) != 0 {
        let returns = unsafe try BorrowedColumns.askReturn(engine, local, plan.pointer.pointee, asOf: asked)
        unsafe try engine.pointee.fill(returns: returns.table, plan.pointer.pointee, pass, into: &table.pointee)
      }
    }
  }
}

extension BorrowedColumns {
  /// What a sale leaves, by the same keys over all time.
  fileprivate static func askWorth(
    _ engine: UnsafeMutablePointer<Engine>, _ options: leadline_open_leads_options, asOf: Int64?
  ) throws(Failure) -> NewTable {
    let margin: StaticString = "unit_margin"
    var column: UnsafePointer<CChar>? = unsafe StepSource.text(margin)
    return try unsafe withUnsafePointer(to: &column) { (column) throws(Failure) in
      unsafe try ask(engine, by: options.by, options.by_count, columns: column, 1, period: .all, asOf: asOf)
    }
  }
}
