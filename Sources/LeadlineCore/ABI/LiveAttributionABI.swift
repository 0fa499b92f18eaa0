import CLeadline

// Credit that is kept up.

/// A question whose answer is kept up. Calls of several threads come one after the other.
@safe
struct LiveAttribution: ~Copyable {
  let engine: UnsafeMutablePointer<Engine>
  let lock: Lock
  let question: KeptAttribution
  /// Guarded by the lock, as is what follows.
  var credit: LiveCredit
  /// Whether pairs were ever asked for.
  var hasPairs = false

  init(_ engine: UnsafeMutablePointer<Engine>, _ question: consuming KeptAttribution, _ plan: consuming Box<AttributionPlan>) throws(OutOfMemory) {
    let lock = unsafe try Lock(engine.pointee.heap)
    let credit = unsafe try LiveCredit(engine.pointee.heap, plan)
    unsafe self.engine = engine
    self.lock = lock
    self.question = question
    self.credit = credit
  }

  /// Reads what is asked under the lock on names, which is held afterwards unless it fails. `hasTotals`, `hasPairs`: the tables beside
  /// the first that are to be filled; `keepsPairs`: pairs are counted.
  static func plan(
    _ engine: UnsafeMutablePointer<Engine>, _ options: leadline_attribution_options, _ asked: CreditColumns.Asked,
    _ names: inout Engine.AttributionNames, hasTotals: Bool, hasPairs: Bool, keepsPairs: Bool
  ) throws(Failure) -> Box<AttributionPlan> {
    let plan = unsafe try AttributionCall.plan(engine, options, asked, &names, hasTotals: hasTotals, hasPairs: hasPairs)
    unsafe plan.pointer.pointee.hasTotals = true
    unsafe plan.pointer.pointee.hasPairs = keepsPairs
    unsafe plan.pointer.pointee.isLive = true
    return plan
  }

  /// Everything that was taken in, counted; the lock is held.
  mutating func bringUp(_ asked: CreditColumns.Asked, _ names: inout Engine.AttributionNames, hasTotals: Bool, hasPairs: Bool) throws(Failure) -> Box<CreditBook> {
    let engine = unsafe engine
    let keepsPairs = self.hasPairs || hasPairs
    credit.take(
      unsafe try Self.plan(engine, question.options, asked, &names, hasTotals: hasTotals, hasPairs: hasPairs, keepsPairs: keepsPairs))
    self.hasPairs = keepsPairs
    unsafe try engine.pointee.update(&credit)
    do {
      return try credit.book(hasTotals: hasTotals)
    } catch {
      throw unsafe engine.pointee.outOfMemory()
    }
  }
}

private func live(_ handle: OpaquePointer) -> UnsafeMutablePointer<LiveAttribution> { unsafe UnsafeMutablePointer<LiveAttribution>(handle) }

@implementation @_cdecl("leadline_attribution_open")
public func leadline_attribution_open(
  _ engine: OpaquePointer!, _ options: UnsafePointer<leadline_attribution_options>!, _ attribution: UnsafeMutablePointer<OpaquePointer?>!
) -> leadline_status {
  guard let handle = unsafe engine, let options = unsafe options, let result = unsafe attribution else { return LEADLINE_ERROR_NULL }
  guard unsafe isAligned(result) else { return LEADLINE_ERROR_MISALIGNED }
  let engine = unsafe LeadlineCore.engine(handle)
  guard unsafe engine.pointee.mark.isOurs else { return LEADLINE_ERROR_FORKED }
  do throws(Failure) {
    guard unsafe engine.pointee.keepsJourneys else {
      throw unsafe engine.pointee.failure(LEADLINE_ERROR_UNSUPPORTED, "the engine was opened without journeys")
    }
    var local = unsafe leadline_attribution_options()
    unsafe try JourneyCall.copy(options, into: &local, engine)
    guard unsafe local.flags & UInt32(LEADLINE_QUERY_AS_OF) == 0 else {
      throw unsafe engine.pointee.failure(LEADLINE_ERROR_ARGUMENT, "what is kept up has no as-of instant of its own")
    }
    let question = unsafe try prepare(engine, local)
    unsafe result.pointee = OpaquePointer(question)
    return LEADLINE_OK
  } catch {
    return error.status
  }
}

private func prepare(
  _ engine: UnsafeMutablePointer<Engine>, _ options: leadline_attribution_options
) throws(Failure) -> UnsafeMutablePointer<LiveAttribution> {
  let asked = unsafe try JourneyReader.asked(options, engine.pointee)
  unsafe try BorrowedColumns.checkCosts(engine, options, asked)
  var names = unsafe Engine.AttributionNames(outcomes: StepNames(engine.pointee.heap), models: StepNames(engine.pointee.heap))
  let plan = unsafe try LiveAttribution.plan(engine, options, asked, &names, hasTotals: false, hasPairs: false, keepsPairs: false)
  unsafe engine.pointee.namesLock.unlock()
  for m in unsafe 0..<plan.pointer.pointee.models.count where unsafe plan.pointer.pointee.models[m].isOfAllPaths {
    unsafe try engine.pointee.within("model", m + 1) { () throws(Failure) in
      throw unsafe engine.pointee.failure(LEADLINE_ERROR_ARGUMENT, "it looks at all paths, and is not kept up")
    }
  }
  // So that a column that cannot be asked for is refused here.
  if asked.count > 0 { _ = unsafe try BorrowedColumns.askCosts(engine, options, asOf: nil) }
  let question = unsafe try KeptAttribution(options, engine.pointee)
  do {
    return unsafe try Handles.make(try LiveAttribution(engine, question, plan), engine)
  } catch {
    throw unsafe engine.pointee.outOfMemory()
  }
}

@implementation @_cdecl("leadline_attribution_read")
public func leadline_attribution_read(
  _ attribution: OpaquePointer!, _ credits: UnsafeMutablePointer<OpaquePointer?>!, _ totals: UnsafeMutablePointer<OpaquePointer?>!,
  _ pairs: UnsafeMutablePointer<OpaquePointer?>!
) -> leadline_status {
  guard let handle = unsafe attribution else { return LEADLINE_ERROR_NULL }
  guard unsafe isAligned(totals), unsafe isAligned(pairs) else { return LEADLINE_ERROR_MISALIGNED }
  let live = unsafe LeadlineCore.live(handle)
  return unsafe JourneyCall.answer(OpaquePointer(live.pointee.engine), credits) { engine, table throws(Failure) in
    unsafe live.pointee.lock.lock()
    defer { unsafe live.pointee.lock.unlock() }
    let asked = unsafe try JourneyReader.asked(live.pointee.question.options, engine.pointee)
    var names = unsafe Engine.AttributionNames(outcomes: StepNames(engine.pointee.heap), models: StepNames(engine.pointee.heap))
    let call = unsafe try AttributionCall(engine, credits, totals, pairs)
    var book = unsafe try live.pointee.bringUp(asked, &names, hasTotals: totals != nil, hasPairs: pairs != nil)
    unsafe try call.answer(
      live.pointee.question.options, live.pointee.credit.plan.pointer.pointee, asOf: nil, &book.value, live.pointee.credit.keys.numbers, names, asked, into: table)
    unsafe call.keep(totals, pairs)
  }
}

@implementation @_cdecl("leadline_attribution_close")
public func leadline_attribution_close(_ attribution: OpaquePointer!) {
  guard let handle = unsafe attribution else { return }
  let live = unsafe LeadlineCore.live(handle)
  unsafe Handles.destroy(live, live.pointee.engine)
}
