import CLeadline

// Attribution of paths that were counted elsewhere: checks and conversions.

extension JourneyReader {
  private static var mostOfAPath: UInt64 { 1 << 40 }
  private static var mostInAll: UInt64 { 1 << 42 }
  /// Moves of all paths, so that sums of any of them are exact in floating point, too.
  private static var mostMoves: UInt64 { 1 << 53 }
  private static var greatestValue: Int64 { 1 << 62 }
  private static var longestSeparator: Int { 64 }

  /// Checks that nothing is asked for that such paths do not tell.
  private static func checkPathOptions(_ options: leadline_attribution_options, _ engine: borrowing Engine) throws(Failure) {
    let known = LEADLINE_ATTRIBUTE_COLLAPSE | LEADLINE_ATTRIBUTE_FIRST | LEADLINE_ATTRIBUTE_DROP_DIRECT | LEADLINE_ATTRIBUTE_BY_POSITION
      | LEADLINE_ATTRIBUTE_DETAILS
    _ = unsafe try stretch(flags: options.flags, of: known, from: options.from_us, to: options.to_us, asOf: options.as_of_us, engine)
    unsafe try engine.check(reserved: options.reserved)
    let hasOthers = unsafe options.touch_count != 0 || options.by_count != 0 || options.period != 0 || options.cost != nil
      || options.activity != nil || options.retire_below != 0 || options.optimise_from != 0
    if hasOthers {
      throw engine.failure(LEADLINE_ERROR_ARGUMENT, "paths counted elsewhere have no facts: no touches, by, period, cost and activity")
    }
    guard unsafe isCount(options.outcome_count, atMost: 1) else {
      throw engine.failure(LEADLINE_ERROR_TOO_MANY, "more than one outcome of paths counted elsewhere")
    }
  }

  /// The name of the one outcome.
  private static func pathOutcome(
    _ options: leadline_attribution_options, _ engine: borrowing Engine, _ names: inout StepNames
  ) throws(Failure) {
    var outcome = unsafe leadline_outcome()
    if unsafe options.outcome_count == 1 {
      guard let first = unsafe options.outcomes else { throw engine.failure(LEADLINE_ERROR_NULL, "outcomes is NULL") }
      try engine.within("outcome", 1) { () throws(Failure) in
        unsafe try element(first, 0, into: &outcome, engine)
        let hasOthers = unsafe outcome.kinds != nil || outcome.filter_count != 0 || outcome.gap_us != 0 || outcome.flags != 0 || outcome.reserved != 0
        if hasOthers { throw engine.failure(LEADLINE_ERROR_ARGUMENT, "of paths counted elsewhere it has a name alone") }
      }
    }
    let name = unsafe outcome.name == nil ? Bytes("outcome") : Bytes(c: outcome.name.unsafelyUnwrapped)
    try add(name, 0, "", engine, &names)
  }

  /// `own`: the names of keys, which outlive the plan.
  fileprivate static func pathPlan(
    _ options: leadline_attribution_options, _ engine: borrowing Engine, _ own: UnsafeMutablePointer<Names>,
    _ names: inout Engine.AttributionNames
  ) throws(Failure) -> AttributionPlan {
    unsafe try checkPathOptions(options, engine)
    unsafe try pathOutcome(options, engine, &names.outcomes)
    let heap = engine.heap
    let flags = unsafe options.flags
    let models = unsafe try modelCount(options, engine)
    var keys = unsafe JourneyKeys(heap, zone: engine.zone.pointer, period: .all, own: own)
    guard (try? keys.keys.append(JourneyKeys.Key(asked: 0, dimension: 0, shown: Buffer(heap)))) != nil,
      let none = try? Matchers(heap, matchers: 0, slots: 0), let directs = try? Matchers(heap, matchers: 0, slots: 0)
    else { throw engine.outOfMemory() }
    var plan = AttributionPlan(
      matchers: none, directs: directs, touches: Buffer(heap), outcomes: Buffer(heap), models: Buffer(heap), weights: Buffer(heap),
      anchors: 0, isSale: Buffer(heap), keys: keys, isByTouch: false, isByPosition: flags & LEADLINE_ATTRIBUTE_BY_POSITION != 0,
      transforms: PathTransforms(
        collapses: flags & LEADLINE_ATTRIBUTE_COLLAPSE != 0, keepsFirst: flags & LEADLINE_ATTRIBUTE_FIRST != 0,
        dropsDirect: flags & LEADLINE_ATTRIBUTE_DROP_DIRECT != 0, most: unsafe options.most_touches == 0 ? Int.max : Int(options.most_touches)),
      hasDetails: flags & LEADLINE_ATTRIBUTE_DETAILS != 0, from: Int64.min, to: Int64.max, unit: Unit.money, asOf: Int64.min)
    let isRoomy = (try? plan.outcomes.append(AttributionPlan.Outcome(isFirstOnly: false, beginsAnew: false, isTouch: false, gap: 0))) != nil
      && (try? plan.models.reserve(exactly: models)) != nil
    guard isRoomy else { throw engine.outOfMemory() }
    for m in 0..<models {
      try engine.within("model", m + 1) { () throws(Failure) in
        let model = unsafe try model(options, m, engine)
        try add(unsafe name(model), m, "two models are called ", engine, &names.models)
        let credit = unsafe try creditModel(model, anchor: 0, &plan.weights, engine)
        if credit.kind == .timeDecay || credit.kind == .stage {
          throw engine.failure(LEADLINE_ERROR_ARGUMENT, "it wants times or facts, which paths counted elsewhere do not have")
        }
        if credit.isOfAllPaths && plan.isByPosition {
          throw engine.failure(LEADLINE_ERROR_ARGUMENT, "it splits sums, and does not know the touch's position")
        }
        plan.models.appendReserved(credit)
      }
    }
    return plan
  }

  /// Checks the filters that say which keys are direct.
  fileprivate static func checkDirect(_ options: leadline_attribution_options, _ engine: borrowing Engine) throws(Failure) {
    guard unsafe isCount(options.direct_count, atMost: 1024) else { throw engine.failure(LEADLINE_ERROR_TOO_MANY, "more than 1024 filters") }
    for i in unsafe 0..<options.direct_count {
      guard let first = unsafe options.direct else { throw engine.failure(LEADLINE_ERROR_NULL, "filters is NULL") }
      try engine.within("filter", i + 1) { () throws(Failure) in unsafe try checkDirect(first, i, engine) }
    }
  }

  private static func checkDirect(_ first: UnsafePointer<leadline_filter>, _ i: Int, _ engine: borrowing Engine) throws(Failure) {
    var filter = unsafe leadline_filter()
    unsafe try element(first, i, into: &filter, engine)
    guard let dimension = unsafe filter.dimension else { throw engine.failure(LEADLINE_ERROR_NULL, "dimension is NULL") }
    guard unsafe Bytes(c: dimension) == Bytes("key") else {
      throw engine.failure(LEADLINE_ERROR_NAME, "paths counted elsewhere have one dimension, key, and not ", unsafe Bytes(c: dimension))
    }
    unsafe try engine.check("name_count", Int128(filter.name_count), to: Int128(LEADLINE_MAX_KEYS))
    for n in unsafe 0..<filter.name_count {
      guard let names = unsafe filter.names, unsafe isAligned(names), unsafe names[n] != nil else {
        throw engine.failure(LEADLINE_ERROR_NULL, "a name is NULL, or names are misaligned")
      }
    }
  }

  /// Whether a key is direct, by filters that were checked.
  fileprivate static func isDirect(_ name: Bytes, _ options: leadline_attribution_options) -> Bool {
    guard unsafe options.direct_count > 0, let first = unsafe options.direct else { return name == Bytes("direct") }
    for i in unsafe 0..<options.direct_count {
      var filter = unsafe leadline_filter()
      guard unsafe copyElement(first, i, into: &filter) == LEADLINE_OK else { return false }
      var isAny = false
      for n in unsafe 0..<filter.name_count where unsafe Bytes(c: filter.names.unsafelyUnwrapped[n].unsafelyUnwrapped) == name { isAny = true }
      if !isAny { return false }
    }
    return true
  }

  /// Books all paths.
  fileprivate static func book(
    _ paths: leadline_counted_paths, _ options: leadline_attribution_options, _ engine: borrowing Engine, _ pass: inout CountedPathPass
  ) throws(Failure) {
    var total: UInt64 = 0
    var moves: UInt64 = 0
    for i in unsafe 0..<paths.count {
      try engine.within("path", i + 1) { () throws(Failure) in unsafe try book(paths, i, options, engine, &total, &moves, &pass) }
    }
  }

  private static func book(
    _ paths: leadline_counted_paths, _ i: Int, _ options: leadline_attribution_options, _ engine: borrowing Engine,
    _ total: inout UInt64, _ moves: inout UInt64, _ pass: inout CountedPathPass
  ) throws(Failure) {
    guard let text = unsafe paths.paths[i] else { throw engine.failure(LEADLINE_ERROR_NULL, "it is NULL") }
    let outcomes = unsafe paths.outcomes == nil ? 1 : paths.outcomes[i]
    let value = unsafe paths.values == nil ? 0 : paths.values[i]
    let lost = unsafe paths.lost == nil ? 0 : paths.lost[i]
    try engine.check("outcomes", Int128(outcomes), to: Int128(mostOfAPath))
    try engine.check("lost", Int128(lost), to: Int128(mostOfAPath))
    try engine.check("values", Int128(value), from: Int128(-greatestValue), to: Int128(greatestValue))
    guard outcomes > 0 || value == 0 else { throw engine.failure(LEADLINE_ERROR_ARGUMENT, "it has a value but no outcome") }
    total += outcomes + lost
    guard total <= mostInAll else { throw engine.failure(LEADLINE_ERROR_ARGUMENT, "with it paths came more than 2^42 times in all") }
    let fault: CountedPathPass.Fault?
    do {
      fault = unsafe try pass.read(Bytes(c: text)) { unsafe isDirect($0, options) }
    } catch {
      throw engine.outOfMemory()
    }
    switch fault {
    case nil: break
    case .noName: throw engine.failure(LEADLINE_ERROR_ARGUMENT, "a key has no name in ", unsafe Bytes(c: text))
    case .longName: throw engine.failure(LEADLINE_ERROR_TOO_MANY, "a name is longer than 65535 bytes")
    }
    let times = outcomes + lost
    if times == 0 { return }
    // Each touch is a move, and so is the end.
    let (more, isBeyond) = times.multipliedReportingOverflow(by: UInt64(pass.touches) + 1)
    if !isBeyond && more <= mostMoves { moves += more }
    guard !isBeyond && more <= mostMoves && moves <= mostMoves else {
      throw engine.failure(LEADLINE_ERROR_TOO_MANY, "with it paths have more than 2^53 touches and ends in all, each as often as it came")
    }
    guard (try? pass.book(PathModels.Amount(outcomes: outcomes, value: Int128(value), lost: lost))) != nil else { throw engine.outOfMemory() }
    guard !pass.book.value.pairs.isFull else { throw engine.tooManyPairs() }
  }

  fileprivate static func check(_ paths: leadline_counted_paths, _ engine: borrowing Engine) throws(Failure) {
    guard unsafe isCount(paths.count, atMost: Int(UInt32.max)) else {
      throw engine.failure(LEADLINE_ERROR_TOO_MANY, "more than 2^32 paths")
    }
    guard unsafe paths.count == 0 || paths.paths != nil else { throw engine.failure(LEADLINE_ERROR_NULL, "paths is NULL") }
    guard unsafe isAligned(paths.paths), unsafe isAligned(paths.outcomes), unsafe isAligned(paths.values), unsafe isAligned(paths.lost) else {
      throw engine.failure(LEADLINE_ERROR_MISALIGNED, StatusText.text(LEADLINE_ERROR_MISALIGNED))
    }
    guard let separator = unsafe paths.separator else { return }
    let bytes = unsafe Bytes(c: separator)
    guard bytes.count >= 1 && bytes.count <= longestSeparator else {
      throw engine.failure(LEADLINE_ERROR_ARGUMENT, "a separator has 1 to 64 bytes")
    }
  }
}

@implementation @_cdecl("leadline_attribute_paths")
public func leadline_attribute_paths(
  _ engine: OpaquePointer!, _ paths: UnsafePointer<leadline_counted_paths>!, _ options: UnsafePointer<leadline_attribution_options>!,
  _ credits: UnsafeMutablePointer<OpaquePointer?>!, _ totals: UnsafeMutablePointer<OpaquePointer?>!,
  _ pairs: UnsafeMutablePointer<OpaquePointer?>!
) -> leadline_status {
  guard let paths = unsafe paths, let options = unsafe options else { return LEADLINE_ERROR_NULL }
  guard unsafe isAligned(totals), unsafe isAligned(pairs) else { return LEADLINE_ERROR_MISALIGNED }
  return unsafe JourneyCall.answer(engine, credits, ofJourneys: false) { engine, table throws(Failure) in
    unsafe try JourneyCall.checkApart(credits, totals, engine)
    unsafe try JourneyCall.checkApart(credits, pairs, engine)
    unsafe try JourneyCall.checkApart(totals, pairs, engine)
    var local = unsafe leadline_attribution_options()
    unsafe try JourneyCall.copy(options, into: &local, engine)
    var given = unsafe leadline_counted_paths()
    unsafe try JourneyCall.copy(paths, into: &given, engine)
    let second = unsafe try NewTable.make(engine)
    let third = unsafe try NewTable.make(engine)
    let quantiles = unsafe try JourneyReader.quantiles(local.quantiles, local.quantile_count, engine.pointee)
    unsafe try JourneyReader.check(given, engine.pointee)
    unsafe try JourneyReader.checkDirect(local, engine.pointee)
    let heap = unsafe engine.pointee.heap
    guard let own = try? Box(heap, try Names(heap)) else { throw unsafe engine.pointee.outOfMemory() }
    var names = Engine.AttributionNames(outcomes: StepNames(heap), models: StepNames(heap))
    var made = unsafe try JourneyReader.pathPlan(local, engine.pointee, own.pointer, &names)
    made.hasTotals = unsafe totals != nil
    made.hasPairs = unsafe pairs != nil
    unsafe engine.pointee.namesLock.lockToRead()
    do throws(Failure) {
      unsafe try engine.pointee.checkColumns(made, names, CreditColumns.Asked(), quantiles: quantiles)
      unsafe engine.pointee.namesLock.unlock()
    } catch {
      unsafe engine.pointee.namesLock.unlock()
      throw error
    }
    guard let plan = try? Box(heap, made) else { throw unsafe engine.pointee.outOfMemory() }
    let separator = unsafe given.separator == nil ? Bytes(">") : Bytes(c: given.separator.unsafelyUnwrapped)
    guard var pass = unsafe try? CountedPathPass(heap, plan.pointer, own.pointer, separator: separator) else {
      throw unsafe engine.pointee.outOfMemory()
    }
    unsafe try JourneyReader.book(given, local, engine.pointee, &pass)
    let nothing = unsafe try NewTable.make(engine)
    unsafe try engine.pointee.answer(
      plan.pointer.pointee, &pass.book.value, pass.keys.numbers, names, CreditColumns.Asked(), nothing.table, quantiles: quantiles,
      into: &table.pointee, totals: totals == nil ? nil : second.table, pairs: pairs == nil ? nil : third.table)
    if let totals = unsafe totals { unsafe totals.pointee = second.keep() }
    if let pairs = unsafe pairs { unsafe pairs.pointee = third.keep() }
  }
}
