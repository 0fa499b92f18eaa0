import CLeadline

extension Engine {
  /// Gives the credit for outcomes to the touches before them, by all models in one pass over journeys.
  ///
  /// For every model the credit of all keys and what ``Attribution/Total/unassigned(of:)`` tells add up to the outcomes, to the last
  /// unit. The corresponding C function is `leadline_attribute`.
  ///
  /// - Parameter attribution: The question.
  /// - Returns: A row for each key, period and outcome; the totals beside it.
  /// - Throws: ``LeadlineError/unsupported`` when the engine keeps no journeys, or none of a kind that is asked for,
  ///   ``LeadlineError/unknownName`` for an unknown kind, dimension or attribute, ``LeadlineError/duplicateName`` for a key asked for
  ///   twice, for models or outcomes of one name, and for two columns of one, ``LeadlineError/argument``, also for a cost that is not
  ///   money, ``LeadlineError/tooMany``, also for more than 2 097 152 pairs and for chains of too many states, ``LeadlineError/memory``,
  ///   or ``LeadlineError/closed``; for ``Attribution/cost`` and ``Attribution/activity`` what ``query(_:)`` throws.
  public func attribute(_ attribution: Attribution) throws(LeadlineError) -> Attribution.Answer {
    let arena = Arena()
    var options = unsafe try attribution.lowered(in: arena, names: kindNames())
    return unsafe try credit(arena, pairs: attribution.hasPairs) { credits, totals, pairs in
      unsafe leadline_attribute(handle, &options, credits, totals, pairs)
    }
  }

  /// The tables that a call gives, the third where it is wanted.
  func credit(
    _ arena: Arena, pairs hasPairs: Bool,
    _ ask: (
      UnsafeMutablePointer<OpaquePointer?>, UnsafeMutablePointer<OpaquePointer?>, UnsafeMutablePointer<OpaquePointer?>?
    ) -> leadline_status
  ) throws(LeadlineError) -> Attribution.Answer {
    var credits: OpaquePointer?
    var totals: OpaquePointer?
    var pairs: OpaquePointer?
    try withExtendedLifetime(arena) { () throws(LeadlineError) in
      try call { unsafe hasPairs ? ask(&credits, &totals, &pairs) : ask(&credits, &totals, nil) }
    }
    guard let credits = unsafe credits, let totals = unsafe totals, unsafe pairs != nil || !hasPairs else {
      throw LeadlineError(rawValue: LEADLINE_ERROR_INTERNAL)
    }
    // All storages close what they were given, whatever becomes of the others.
    let second = Result { () throws(LeadlineError) in unsafe try Table.Storage(owning: totals) }
    let third = Result { () throws(LeadlineError) in
      unsafe try pairs.map { (pairs) throws(LeadlineError) in unsafe try Table.Storage(owning: pairs) }
    }
    let first = unsafe try Table.Storage(owning: credits)
    return Attribution.Answer(
      table: Table(first), totals: JourneyAnswer(table: Table(try second.get())),
      pairs: try third.get().map { JourneyAnswer(table: Table($0)) })
  }
}

extension Attribution {
  /// The question as C takes it; of counted paths outcomes have no kinds.
  func lowered(in arena: Arena, names: [Kind: String], isOfCountedPaths: Bool = false) throws(LeadlineError) -> leadline_attribution_options {
    let instants = Instants(from: from, to: to, asOf: asOf)
    var options = unsafe leadline_attribution_options()
    unsafe options.struct_size = MemoryLayout<leadline_attribution_options>.stride
    unsafe options.touches = UnsafePointer(
      try arena.array(touches.count) { (index) throws(LeadlineError) in unsafe try touches[index].lowered(in: arena, names: names) })
    unsafe options.touch_count = touches.count
    unsafe options.outcomes = UnsafePointer(
      try arena.array(outcomes.count) { (index) throws(LeadlineError) in
        let hasKinds = !isOfCountedPaths || !outcomes[index].kinds.isEmpty
        return unsafe try outcomes[index].lowered(in: arena, names: names, hasKinds: hasKinds)
      })
    unsafe options.outcome_count = outcomes.count
    unsafe options.models = UnsafePointer(
      try arena.array(models.count) { (index) throws(LeadlineError) in unsafe try models[index].lowered(in: arena, names: names) })
    unsafe options.model_count = models.count
    unsafe options.by = try arena.texts(keys)
    unsafe options.by_count = keys.count
    unsafe options.direct = UnsafePointer(
      try arena.array(direct.count) { (index) throws(LeadlineError) in unsafe try direct[index].lowered(in: arena) })
    unsafe options.direct_count = direct.count
    unsafe options.from_us = instants.from
    unsafe options.to_us = instants.to
    unsafe options.as_of_us = instants.asOf
    unsafe options.quantiles = try arena.quantiles(quantiles)
    unsafe options.quantile_count = quantiles.count
    unsafe options.cost = try arena.text(cost)
    unsafe options.activity = try arena.text(activity)
    if let classes {
      unsafe options.retire_below = try classes.retireBelow.millionths()
      unsafe options.optimise_from = try classes.optimiseFrom.millionths()
    }
    unsafe options.most_touches = try UInt32(limit: mostTouches, "mostTouches")
    unsafe options.period = period?.rawValue ?? UInt32(LEADLINE_PERIOD_DEFAULT)
    unsafe options.flags = instants.flags | flags
    return unsafe options
  }

  private var flags: UInt32 {
    var flags: UInt32 = 0
    if isCollapsed { flags |= LEADLINE_ATTRIBUTE_COLLAPSE }
    if isDistinct { flags |= LEADLINE_ATTRIBUTE_FIRST }
    if dropsDirect { flags |= LEADLINE_ATTRIBUTE_DROP_DIRECT }
    if isByTouch { flags |= LEADLINE_ATTRIBUTE_BY_TOUCH }
    if isByPosition { flags |= LEADLINE_ATTRIBUTE_BY_POSITION }
    if hasDetails { flags |= LEADLINE_ATTRIBUTE_DETAILS }
    return flags
  }
}

extension Attribution.Touch {
  fileprivate func lowered(in arena: Arena, names: [Kind: String]) throws(LeadlineError) -> leadline_touch {
    var touch = unsafe leadline_touch()
    unsafe touch.struct_size = MemoryLayout<leadline_touch>.stride
    unsafe touch.kinds = try arena.text(kinds.isEmpty ? nil : try Funnel.text(kinds, names))
    unsafe touch.filters = UnsafePointer(
      try arena.array(filters.count) { (index) throws(LeadlineError) in unsafe try filters[index].lowered(in: arena) })
    unsafe touch.filter_count = filters.count
    unsafe touch.window_us = isUnlimited ? .max : try Duration.option(window, "window")
    unsafe touch.role = role?.rawValue ?? 0
    if isExcluded { unsafe touch.flags = LEADLINE_TOUCH_EXCLUDED }
    return unsafe touch
  }
}

extension Attribution.Outcome {
  fileprivate func lowered(in arena: Arena, names: [Kind: String], hasKinds: Bool) throws(LeadlineError) -> leadline_outcome {
    var outcome = unsafe leadline_outcome()
    unsafe outcome.struct_size = MemoryLayout<leadline_outcome>.stride
    unsafe outcome.name = try arena.text(name)
    if hasKinds { unsafe outcome.kinds = try arena.text(try Funnel.text(kinds, names)) as UnsafePointer<CChar> }
    unsafe outcome.filters = UnsafePointer(
      try arena.array(filters.count) { (index) throws(LeadlineError) in unsafe try filters[index].lowered(in: arena) })
    unsafe outcome.filter_count = filters.count
    unsafe outcome.gap_us = try Duration.option(gap, "gap")
    if isFirstOnly { unsafe outcome.flags |= LEADLINE_OUTCOME_FIRST }
    if beginsAnew { unsafe outcome.flags |= LEADLINE_OUTCOME_ANEW }
    if isTouch { unsafe outcome.flags |= LEADLINE_OUTCOME_IS_TOUCH }
    return unsafe outcome
  }
}

extension Attribution.Model {
  fileprivate func lowered(in arena: Arena, names: [Kind: String]) throws(LeadlineError) -> leadline_model {
    var model = unsafe leadline_model()
    unsafe model.struct_size = MemoryLayout<leadline_model>.stride
    unsafe model.name = try arena.text(name) as UnsafePointer<CChar>
    unsafe model.kind = UInt32(kind)
    unsafe model.flags = flags
    unsafe model.weights = UnsafePointer(
      try arena.array(weights.count) { (index) throws(LeadlineError) in try UInt32(option: weights[index], "weight") })
    unsafe model.weight_count = weights.count
    unsafe model.anchors = try arena.steps(anchors, names)
    unsafe model.anchor_count = anchors.count
    unsafe model.half_life_us = try Duration.option(halfLife, "halfLife")
    unsafe model.order = order
    unsafe model.samples = try UInt32(limit: samples, "samples")
    return unsafe model
  }
}

extension Double {
  /// Millionths, of a whole number of them.
  fileprivate func millionths() throws(LeadlineError) -> Int64 {
    let millionths = (self * 1_000_000).rounded()
    // Also refuses what is no number.
    guard millionths >= 0, millionths < 0x1p62, Swift.abs(self * 1_000_000 - millionths) < 1e-3 else {
      throw LeadlineError(.argument, "The bound \(self) of a class is none of whole millionths from 0 on.")
    }
    return Int64(millionths)
  }
}
