import CLeadline

// Attribution: checks and conversions.

extension JourneyReader {
  private static var mostOutcomes: Int { 64 }

  /// The `i`-th of the list of touches, or of the usual one: clicks, then views.
  private static func touch(_ options: leadline_attribution_options, _ i: Int, _ engine: borrowing Engine) throws(Failure) -> leadline_touch {
    var touch = unsafe leadline_touch()
    if unsafe options.touch_count == 0 {
      unsafe touch.role = UInt32(i == 0 ? LEADLINE_TOUCH_CLICK : LEADLINE_TOUCH_VIEW)
      return unsafe touch
    }
    guard let first = unsafe options.touches else { throw engine.failure(LEADLINE_ERROR_NULL, "touches is NULL") }
    unsafe try element(first, i, into: &touch, engine)
    return unsafe touch
  }

  /// Reads a touch whose facts meet a matcher.
  private static func touch(
    _ touch: leadline_touch, _ matcher: Int, _ engine: borrowing Engine, _ matchers: inout Matchers
  ) throws(Failure) -> AttributionPlan.Touch {
    unsafe try engine.check(flags: touch.flags, known: LEADLINE_TOUCH_EXCLUDED)
    let isExcluded = unsafe touch.flags & LEADLINE_TOUCH_EXCLUDED != 0
    let role = unsafe isExcluded ? 0 : touch.role
    try engine.check("role", Int128(role), to: Int128(LEADLINE_TOUCH_CLICK))
    unsafe try engine.check("window_us", Int128(touch.window_us))
    if isExcluded, unsafe touch.window_us != 0 {
      throw engine.failure(LEADLINE_ERROR_ARGUMENT, "what is excluded has no window")
    }
    if let kinds = unsafe touch.kinds {
      try engine.meet(matcher, kinds: unsafe Bytes(c: kinds), &matchers)
    } else if isExcluded {
      for slot in 0..<matchers.slots { matchers.meet(matcher, slot: slot) }
    } else {
      meet(matcher, role: role, engine, &matchers)
    }
    var isClick = role == UInt32(LEADLINE_TOUCH_CLICK)
    if role == 0 && !isExcluded {
      var (clicks, views, others) = (0, 0, 0)
      for slot in 0..<matchers.slots where matchers.allows(matcher, slot: slot) {
        let roles = unsafe engine.kinds.pointer.pointee.kind(at: UInt16(slot)).roles & (KindRole.clickTouch | KindRole.viewTouch)
        if roles == KindRole.clickTouch { clicks += 1 } else if roles == KindRole.viewTouch { views += 1 } else { others += 1 }
      }
      guard others == 0 && (clicks == 0 || views == 0) else {
        throw engine.failure(LEADLINE_ERROR_ARGUMENT, "a touch whose kinds are not all clicks, or all views, wants a role")
      }
      guard clicks + views > 0 else {
        throw engine.failure(LEADLINE_ERROR_ARGUMENT, "a touch wants a role where journeys keep neither clicks nor views")
      }
      isClick = clicks > 0
    }
    unsafe try filters(touch.filters, touch.filter_count, of: matcher, engine, &matchers)
    let usual = Int64(isClick ? LEADLINE_CLICK_WINDOW_US : LEADLINE_VIEW_WINDOW_US)
    return AttributionPlan.Touch(isExcluded: isExcluded, isClick: isClick, window: unsafe touch.window_us == 0 ? usual : touch.window_us)
  }

  /// Lets all kinds of a role that journeys keep meet a matcher; role 0: clicks and views.
  private static func meet(_ matcher: Int, role: UInt32, _ engine: borrowing Engine, _ matchers: inout Matchers) {
    let click = role == UInt32(LEADLINE_TOUCH_VIEW) ? 0 : KindRole.clickTouch
    let view = role == UInt32(LEADLINE_TOUCH_CLICK) ? 0 : KindRole.viewTouch
    let kinds = unsafe engine.kinds.pointer
    for slot in 0..<matchers.slots where unsafe kinds.pointee.kind(at: UInt16(slot)).roles & (click | view) != 0 {
      if unsafe engine.journeyRules.value.kept[Int(kinds.pointee.number(at: UInt16(slot)))] != 0 { matchers.meet(matcher, slot: slot) }
    }
  }

  private static func outcome(
    _ options: leadline_attribution_options, _ o: Int, _ engine: borrowing Engine, _ matchers: inout Matchers, _ names: inout StepNames
  ) throws(Failure) -> AttributionPlan.Outcome {
    var outcome = unsafe leadline_outcome()
    if unsafe options.outcome_count == 0 {
      unsafe outcome.kinds = StepSource.text("sale")
    } else {
      guard let first = unsafe options.outcomes else { throw engine.failure(LEADLINE_ERROR_NULL, "outcomes is NULL") }
      unsafe try element(first, o, into: &outcome, engine)
    }
    let known = LEADLINE_OUTCOME_FIRST | LEADLINE_OUTCOME_ANEW | LEADLINE_OUTCOME_IS_TOUCH
    unsafe try engine.check(flags: outcome.flags, known: known)
    unsafe try engine.check(reserved: outcome.reserved)
    unsafe try engine.check("gap_us", Int128(outcome.gap_us))
    unsafe try meet(outcome.kinds, outcome.filters, outcome.filter_count, of: o, engine, &matchers)
    let name = unsafe Bytes(c: outcome.name ?? outcome.kinds.unsafelyUnwrapped)
    try add(name, o, "two outcomes are called ", engine, &names)
    return AttributionPlan.Outcome(
      isFirstOnly: unsafe outcome.flags & LEADLINE_OUTCOME_FIRST != 0, beginsAnew: unsafe outcome.flags & LEADLINE_OUTCOME_ANEW != 0,
      isTouch: unsafe outcome.flags & LEADLINE_OUTCOME_IS_TOUCH != 0, gap: unsafe outcome.gap_us)
  }

  /// Appends a name that none of so many before has.
  static func add(_ name: Bytes, _ count: Int, _ text: StaticString, _ engine: borrowing Engine, _ names: inout StepNames) throws(Failure) {
    for earlier in 0..<count where names.name(earlier) == name { throw engine.failure(LEADLINE_ERROR_DUPLICATE_NAME, text, name) }
    guard (try? names.append(name)) != nil else { throw engine.outOfMemory() }
  }

  /// Lets direct touches meet the one matcher: by filters, or by the first name of keys.
  private static func direct(
    _ options: leadline_attribution_options, _ keys: borrowing JourneyKeys, _ engine: borrowing Engine, _ matchers: inout Matchers
  ) throws(Failure) {
    if keys.keys.isEmpty, unsafe options.direct_count == 0 { return }
    for slot in 0..<matchers.slots { matchers.meet(0, slot: slot) }
    if unsafe options.direct_count > 0 {
      return unsafe try filters(options.direct, options.direct_count, of: 0, engine, &matchers)
    }
    let dimension = keys.keys[0].asked
    let names = unsafe engine.namesBase.unsafelyUnwrapped + dimension
    var marked = Buffer<UInt8>(engine.heap)
    guard unsafe (try? marked.append(repeating: 0, count: names.pointee.count)) != nil else { throw engine.outOfMemory() }
    marked[Int(Code.notSet)] = 1
    if let code = unsafe names.pointee.find(Bytes("direct")), Int(code) < marked.count { marked[Int(code)] = 1 }
    let condition = try engine.condition(on: dimension, marked)
    guard (try? matchers.require(0, condition)) != nil else { throw engine.outOfMemory() }
  }

  /// What attribution asks for beside the plan.
  static func asked(_ options: leadline_attribution_options, _ engine: borrowing Engine) throws(Failure) -> CreditColumns.Asked {
    var asked = CreditColumns.Asked()
    unsafe asked.hasCost = options.cost != nil
    unsafe asked.hasActivity = options.activity != nil
    unsafe asked.retireBelow = options.retire_below
    unsafe asked.optimiseFrom = options.optimise_from
    guard asked.retireBelow <= asked.optimiseFrom, asked.retireBelow >= 0 else {
      throw engine.failure(LEADLINE_ERROR_ARGUMENT, "retire_below is 0 to optimise_from")
    }
    guard asked.hasActivity || asked.optimiseFrom == 0 else {
      throw engine.failure(LEADLINE_ERROR_ARGUMENT, "classes are by what an activity brings, and none is given")
    }
    return asked
  }

  static func attribution(
    _ options: leadline_attribution_options, _ engine: borrowing Engine, _ names: inout Engine.AttributionNames
  ) throws(Failure) -> AttributionPlan {
    let heap = engine.heap
    let flags = unsafe options.flags
    let known =
      LEADLINE_ATTRIBUTE_COLLAPSE | LEADLINE_ATTRIBUTE_FIRST | LEADLINE_ATTRIBUTE_DROP_DIRECT | LEADLINE_ATTRIBUTE_BY_TOUCH
      | LEADLINE_ATTRIBUTE_BY_POSITION | LEADLINE_ATTRIBUTE_DETAILS
    let stretch = unsafe try stretch(
      flags: flags, known: known, from: options.from_us, to: options.to_us, asOf: options.as_of_us, engine)
    unsafe try engine.check(reserved: options.reserved)
    guard unsafe isCount(options.touch_count, atMost: Int(LEADLINE_MAX_STEPS)), unsafe isCount(options.outcome_count, atMost: mostOutcomes) else {
      throw engine.failure(LEADLINE_ERROR_TOO_MANY, "more than LEADLINE_MAX_STEPS touches or 64 outcomes")
    }
    let touches = unsafe options.touch_count == 0 ? 2 : options.touch_count
    let outcomes = unsafe options.outcome_count == 0 ? 1 : options.outcome_count
    let models = unsafe try modelCount(options, engine)
    var anchors = 0
    for m in 0..<models {
      try engine.within("model", m + 1) { () throws(Failure) in anchors += unsafe try anchorCount(try model(options, m, engine), engine) }
    }
    let slots = unsafe engine.kinds.pointer.pointee.count
    guard var matchers = try? Matchers(heap, matchers: AttributionPlan.matcherCount(outcomes + touches + anchors), slots: slots),
      var directs = try? Matchers(heap, matchers: 1, slots: slots), let none = try? Matchers(heap, matchers: 0, slots: 0)
    else { throw engine.outOfMemory() }
    let keys = unsafe try self.keys(options.by, options.by_count, period: options.period, engine)
    unsafe try direct(options, keys, engine, &directs)
    var plan = AttributionPlan(
      matchers: none, directs: directs, touches: Buffer(heap), outcomes: Buffer(heap), models: Buffer(heap), weights: Buffer(heap),
      anchors: anchors, isSale: Buffer(heap), keys: keys, isByTouch: flags & LEADLINE_ATTRIBUTE_BY_TOUCH != 0,
      isByPosition: flags & LEADLINE_ATTRIBUTE_BY_POSITION != 0,
      transforms: PathTransforms(
        collapses: flags & LEADLINE_ATTRIBUTE_COLLAPSE != 0, keepsFirst: flags & LEADLINE_ATTRIBUTE_FIRST != 0,
        dropsDirect: flags & LEADLINE_ATTRIBUTE_DROP_DIRECT != 0, most: unsafe options.most_touches == 0 ? Int.max : Int(options.most_touches)),
      hasDetails: flags & LEADLINE_ATTRIBUTE_DETAILS != 0, from: stretch.from, to: stretch.to, unit: Unit.none, asOf: stretch.asOf)
    do {
      try plan.touches.reserve(exactly: touches)
      try plan.outcomes.reserve(exactly: outcomes)
      try plan.models.reserve(exactly: models)
    } catch {
      throw engine.outOfMemory()
    }
    for o in 0..<outcomes {
      try engine.within("outcome", o + 1) { () throws(Failure) in
        plan.outcomes.appendReserved(unsafe try outcome(options, o, engine, &matchers, &names.outcomes))
        let unit = try unit(of: o, "an outcome of kinds whose amounts have different units", engine, matchers)
        guard unit == Unit.none || plan.unit == Unit.none || unit == plan.unit else {
          throw engine.failure(LEADLINE_ERROR_ARGUMENT, "its amounts have another unit than those of the outcomes before")
        }
        if unit != Unit.none { plan.unit = unit }
      }
    }
    for t in 0..<touches {
      try engine.within("touch", t + 1) { () throws(Failure) in
        plan.touches.appendReserved(unsafe try touch(try touch(options, t, engine), outcomes + t, engine, &matchers))
      }
    }
    var anchor = 0
    for m in 0..<models {
      try engine.within("model", m + 1) { () throws(Failure) in
        let model = unsafe try model(options, m, engine)
        unsafe try self.anchors(model, from: plan.firstAnchor + anchor, engine, &matchers)
        try add(unsafe name(model), m, "two models are called ", engine, &names.models)
        let credit = unsafe try creditModel(model, anchor: anchor, &plan.weights, engine)
        if credit.isOfAllPaths && (plan.isByTouch || plan.isByPosition) {
          throw engine.failure(LEADLINE_ERROR_ARGUMENT, "it splits sums, and knows neither the touch's period nor its position")
        }
        anchor += credit.anchorCount
        plan.models.appendReserved(credit)
      }
    }
    try correct(&plan, engine, &matchers)
    waive(&plan, engine, &matchers)
    plan.matchers = matchers
    return plan
  }
}

/// What calls for attribution of journeys have in common: tables beside the first, and how all are filled.
@safe
struct AttributionCall: ~Copyable {
  private let engine: UnsafeMutablePointer<Engine>
  private let second: NewTable
  private let third: NewTable
  private let hasTotals: Bool
  private let hasPairs: Bool

  init(
    _ engine: UnsafeMutablePointer<Engine>, _ credits: UnsafeMutablePointer<OpaquePointer?>?, _ totals: UnsafeMutablePointer<OpaquePointer?>?,
    _ pairs: UnsafeMutablePointer<OpaquePointer?>?
  ) throws(Failure) {
    unsafe try JourneyCall.checkApart(credits, totals, engine)
    unsafe try JourneyCall.checkApart(credits, pairs, engine)
    unsafe try JourneyCall.checkApart(totals, pairs, engine)
    let second = unsafe try NewTable.make(engine)
    let third = unsafe try NewTable.make(engine)
    unsafe self.engine = engine
    self.second = second
    self.third = third
    unsafe hasTotals = totals != nil
    unsafe hasPairs = pairs != nil
  }

  /// Reads what is asked under the lock on names, which is held afterwards unless it fails. `hasTotals`, `hasPairs`: the tables beside
  /// the first that are to be filled.
  static func plan(
    _ engine: UnsafeMutablePointer<Engine>, _ options: leadline_attribution_options, _ asked: CreditColumns.Asked,
    _ names: inout Engine.AttributionNames, hasTotals: Bool, hasPairs: Bool
  ) throws(Failure) -> Box<AttributionPlan> {
    let quantiles = unsafe try JourneyReader.quantiles(options.quantiles, options.quantile_count, engine.pointee)
    return unsafe try JourneyCall.plan(engine) { () throws(Failure) in
      var plan = unsafe try JourneyReader.attribution(options, engine.pointee, &names)
      if plan.isByPosition && asked.count > 0 {
        throw unsafe engine.pointee.failure(LEADLINE_ERROR_ARGUMENT, "a position has neither a cost nor an activity of its own")
      }
      plan.hasTotals = hasTotals
      plan.hasPairs = hasPairs
      unsafe try engine.pointee.checkColumns(plan, names, asked, quantiles: quantiles)
      return plan
    }
  }

  /// Fills the tables. `asOf` is that of what is asked beside the credit.
  func answer(
    _ options: leadline_attribution_options, _ plan: borrowing AttributionPlan, asOf: Int64?, _ book: inout CreditBook, _ keys: borrowing GroupIndex,
    _ names: borrowing Engine.AttributionNames, _ asked: CreditColumns.Asked, into table: UnsafeMutablePointer<Table>
  ) throws(Failure) {
    let quantiles = unsafe try JourneyReader.quantiles(options.quantiles, options.quantile_count, engine.pointee)
    let borrowed = asked.count == 0 ? unsafe try NewTable.make(engine) : unsafe try BorrowedColumns.askCosts(engine, options, asOf: asOf)
    unsafe try engine.pointee.answer(
      plan, &book, keys, names, asked, borrowed.table, quantiles: quantiles, into: &table.pointee, totals: hasTotals ? second.table : nil,
      pairs: hasPairs ? third.table : nil)
  }

  /// Hands the tables beside the first to the caller.
  consuming func keep(_ totals: UnsafeMutablePointer<OpaquePointer?>?, _ pairs: UnsafeMutablePointer<OpaquePointer?>?) {
    if let totals = unsafe totals { unsafe totals.pointee = second.keep() }
    if let pairs = unsafe pairs { unsafe pairs.pointee = third.keep() }
  }
}

@implementation @_cdecl("leadline_attribute")
public func leadline_attribute(
  _ engine: OpaquePointer!, _ options: UnsafePointer<leadline_attribution_options>!, _ credits: UnsafeMutablePointer<OpaquePointer?>!,
  _ totals: UnsafeMutablePointer<OpaquePointer?>!, _ pairs: UnsafeMutablePointer<OpaquePointer?>!
) -> leadline_status {
  guard let options = unsafe options else { return LEADLINE_ERROR_NULL }
  guard unsafe isAligned(totals), unsafe isAligned(pairs) else { return LEADLINE_ERROR_MISALIGNED }
  return unsafe JourneyCall.answer(engine, credits) { engine, table throws(Failure) in
    let call = unsafe try AttributionCall(engine, credits, totals, pairs)
    var local = unsafe leadline_attribution_options()
    unsafe try JourneyCall.copy(options, into: &local, engine)
    let asked = unsafe try JourneyReader.asked(local, engine.pointee)
    unsafe try BorrowedColumns.checkCosts(engine, local, asked)
    var names = unsafe Engine.AttributionNames(outcomes: StepNames(engine.pointee.heap), models: StepNames(engine.pointee.heap))
    let plan = unsafe try AttributionCall.plan(engine, local, asked, &names, hasTotals: totals != nil, hasPairs: pairs != nil)
    let asOf = unsafe plan.pointer.pointee.asOf
    var pass = unsafe try engine.pointee.credit(plan.pointer)
    unsafe try call.answer(local, plan.pointer.pointee, asOf: asOf, &pass.book.value, pass.keys.numbers, names, asked, into: table)
    unsafe call.keep(totals, pairs)
  }
}
