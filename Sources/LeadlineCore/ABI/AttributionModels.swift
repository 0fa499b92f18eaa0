import CLeadline

// Models of attribution: checks and conversions.

extension JourneyReader {
  static var mostModels: Int { 64 }
  static var mostAnchors: Int { 16 }
  static var greatestWeight: UInt32 { 1_000_000 }
  static var mostSamples: UInt32 { 1_000_000 }

  /// A model as the host asks for it; without any, the `i`-th of the usual ones.
  static func model(_ options: leadline_attribution_options, _ i: Int, _ engine: borrowing Engine) throws(Failure) -> leadline_model {
    var model = unsafe leadline_model()
    if unsafe options.model_count == 0 {
      let usual = i == 0 ? LEADLINE_MODEL_LAST_CLICK : i == 1 ? LEADLINE_MODEL_FIRST : LEADLINE_MODEL_LINEAR
      unsafe model.kind = UInt32(usual)
      return unsafe model
    }
    guard let first = unsafe options.models else { throw engine.failure(LEADLINE_ERROR_NULL, "models is NULL") }
    unsafe try element(first, i, into: &model, engine)
    return unsafe model
  }

  static func modelCount(_ options: leadline_attribution_options, _ engine: borrowing Engine) throws(Failure) -> Int {
    guard unsafe isCount(options.model_count, atMost: mostModels) else { throw engine.failure(LEADLINE_ERROR_TOO_MANY, "more than 64 models") }
    return unsafe options.model_count == 0 ? 3 : options.model_count
  }

  /// How many anchors a model has, given or by default.
  static func anchorCount(_ model: leadline_model, _ engine: borrowing Engine) throws(Failure) -> Int {
    guard unsafe isCount(model.anchor_count, atMost: mostAnchors) else { throw engine.failure(LEADLINE_ERROR_TOO_MANY, "more than 16 anchors of a model") }
    guard unsafe Int32(bitPattern: model.kind) == LEADLINE_MODEL_STAGE else {
      guard unsafe model.anchor_count == 0 else { throw engine.failure(LEADLINE_ERROR_ARGUMENT, "only the model by stages has anchors") }
      return 0
    }
    return unsafe model.anchor_count == 0 ? 2 : model.anchor_count
  }

  /// Reads a model whose anchors are the plan's from `anchor` on; puts its weights behind those of others.
  static func creditModel(
    _ model: leadline_model, anchor: Int, _ weights: inout Buffer<UInt32>, _ engine: borrowing Engine
  ) throws(Failure) -> CreditModel {
    guard let kind = unsafe CreditModel.Kind(rawValue: model.kind) else { throw engine.failure(LEADLINE_ERROR_ARGUMENT, "unknown kind of a model") }
    var result = CreditModel(kind: kind)
    let flags = unsafe model.flags
    let fromEnd = kind == .custom ? LEADLINE_MODEL_FROM_END : 0
    let byKind = kind == .markov ? LEADLINE_MODEL_BY_KIND : 0
    try engine.check(flags: flags, known: LEADLINE_MODEL_CLICKS | fromEnd | byKind)
    result.isOfClicks = flags & LEADLINE_MODEL_CLICKS != 0
    result.isFromEnd = flags & LEADLINE_MODEL_FROM_END != 0
    result.isByKind = flags & LEADLINE_MODEL_BY_KIND != 0
    result.firstAnchor = anchor
    result.anchorCount = try unsafe anchorCount(model, engine)
    unsafe try self.weights(model, &result, &weights, engine)
    guard unsafe model.half_life_us >= 0, unsafe kind == .timeDecay || model.half_life_us == 0 else {
      throw engine.failure(LEADLINE_ERROR_ARGUMENT, "a half-life below 0, or of a model that has none")
    }
    unsafe result.halfLife = model.half_life_us == 0 ? 7 * 86_400_000_000 : model.half_life_us
    let order = unsafe model.order
    guard order == 0 || (kind == .markov && (order <= 4 || order == UInt32(LEADLINE_MARKOV_HELD_OUT))) else {
      throw engine.failure(LEADLINE_ERROR_ARGUMENT, "the order of a chain is 1 to 4 or LEADLINE_MARKOV_HELD_OUT, and other models have none")
    }
    result.order = order == 0 ? 1 : order > 4 ? 0 : Int(order)
    guard unsafe model.samples == 0 || kind == .shapleyRate else { throw engine.failure(LEADLINE_ERROR_ARGUMENT, "samples of a model that takes none") }
    unsafe try engine.check("samples", Int128(model.samples), to: Int128(mostSamples))
    unsafe result.samples = model.samples == 0 ? 1000 : Int(model.samples)
    return result
  }

  private static func weights(
    _ model: leadline_model, _ result: inout CreditModel, _ weights: inout Buffer<UInt32>, _ engine: borrowing Engine
  ) throws(Failure) {
    let count = unsafe model.weight_count
    let wanted: Int
    switch result.kind {
    case .position: wanted = 3
    case .stage: wanted = result.anchorCount + 2
    case .custom: wanted = Swift.max(Swift.min(count, 1024), 1)
    default: wanted = 0
    }
    let hasUsual = unsafe result.kind == .position || (result.kind == .stage && model.anchor_count == 0)
    guard count == wanted || (count == 0 && hasUsual) else {
      throw engine.failure(LEADLINE_ERROR_ARGUMENT, "a model's weights are not as many as it takes")
    }
    result.firstWeight = weights.count
    result.weightCount = wanted
    guard (try? weights.reserve(more: wanted)) != nil else { throw engine.outOfMemory() }
    for i in 0..<wanted {
      if count == 0 {
        weights.appendReserved(result.kind == .position ? (i == 1 ? 20 : 40) : i == wanted - 1 ? 10 : 30)
        continue
      }
      guard let first = unsafe model.weights else { throw engine.failure(LEADLINE_ERROR_NULL, "weights is NULL") }
      guard unsafe isAligned(first) else { throw engine.failure(LEADLINE_ERROR_MISALIGNED, StatusText.text(LEADLINE_ERROR_MISALIGNED)) }
      let weight = unsafe first[i]
      guard weight <= greatestWeight else { throw engine.failure(LEADLINE_ERROR_ARGUMENT, "a model's weight above 1 000 000") }
      weights.appendReserved(weight)
    }
  }

  /// Lets the facts of a model's anchors meet the plan's matchers from one on.
  static func anchors(_ model: leadline_model, from matcher: Int, _ engine: borrowing Engine, _ matchers: inout Matchers) throws(Failure) {
    let count = try unsafe anchorCount(model, engine)
    if count > 0, unsafe model.anchor_count == 0 {
      try engine.meet(matcher, kinds: Bytes("lead"), &matchers)
      return try engine.meet(matcher + 1, kinds: Bytes("opportunity"), &matchers)
    }
    guard count > 0 else { return }
    guard let first = unsafe model.anchors else { throw engine.failure(LEADLINE_ERROR_NULL, "anchors is NULL") }
    for a in 0..<count {
      try engine.within("anchor", a + 1) { () throws(Failure) in
        var step = unsafe leadline_step()
        unsafe try element(first, a, into: &step, engine)
        var names = StepNames(engine.heap)
        unsafe try meet(step, matcher + a, engine, &matchers, &names)
      }
    }
  }

  /// What a model is called by.
  static func name(_ model: leadline_model) -> Bytes {
    if let name = unsafe model.name { return unsafe Bytes(c: name) }
    switch unsafe CreditModel.Kind(rawValue: model.kind) {
    case .first: return Bytes("first")
    case .last: return Bytes("last")
    case .lastClick: return Bytes("last_click")
    case .clickThenView: return Bytes("click_then_view")
    case .lastNonDirect: return Bytes("last_non_direct")
    case .linear: return Bytes("linear")
    case .position: return Bytes("position")
    case .timeDecay: return Bytes("time_decay")
    case .middle: return Bytes("middle")
    case .stage: return Bytes("stage")
    case .custom: return Bytes("custom")
    case .markov: return Bytes("markov")
    case .shapley: return Bytes("shapley")
    case .shapleyRate: return Bytes("shapley_rate")
    case nil: return Bytes("")
    }
  }
}
