import CLeadline

// What is kept of the facts: rollups, the kinds whose persons are counted, and journeys.

extension Opening {
  mutating func readRollups() throws(OpenFailure) {
    let count = unsafe options.rollup_count
    guard isCount(count, atMost: Int(LEADLINE_MAX_ROLLUPS)) else { throw OpenFailure(LEADLINE_ERROR_TOO_MANY, "more than 32 rollups") }
    let isMissing = unsafe options.rollups == nil
    if count > 0 && isMissing { throw OpenFailure(LEADLINE_ERROR_NULL, "rollups is NULL") }
    if count == 0 {
      var shape = RollupShape(dimensions: .init(repeating: 0), width: 0, period: .day, limit: 0)
      for d in 0..<dimensions.count where !dimensions[d].isAttribute {
        guard shape.width < Int(LEADLINE_MAX_ROLLUP_DIMENSIONS) else {
          throw OpenFailure(LEADLINE_ERROR_TOO_MANY, "more than 16 dimensions need rollups declared")
        }
        shape.dimensions[shape.width] = UInt8(d)
        shape.width += 1
      }
      try append(shape, Bytes(""))
    }
    for i in 0..<count {
      var given = unsafe leadline_rollup_options()
      try Self.check(unsafe copyElement(options.rollups, i, into: &given), "the struct_size of a rollup is wrong")
      try unsafe readRollup(given)
    }
  }

  private mutating func readRollup(_ given: leadline_rollup_options) throws(OpenFailure) {
    let name = unsafe given.name.map { unsafe Bytes(c: $0) } ?? Bytes("")
    for r in 0..<rollupNames.count where !name.isEmpty {
      if unsafe Bytes(UnsafePointer(rollupNames[r].base.unsafelyUnwrapped), rollupNames[r].count - 1) == name {
        throw OpenFailure(LEADLINE_ERROR_DUPLICATE_NAME, "two rollups are called ", name)
      }
    }
    let width = unsafe given.dimension_count
    guard isCount(width, atMost: Int(LEADLINE_MAX_ROLLUP_DIMENSIONS)) else {
      throw OpenFailure(LEADLINE_ERROR_TOO_MANY, "a rollup has at most 16 dimensions: ", name)
    }
    let isMissing = unsafe given.dimensions == nil
    if width > 0 && isMissing { throw OpenFailure(LEADLINE_ERROR_NULL, "the dimensions of a rollup are NULL") }
    let number = unsafe given.period == 0 ? Period.day.rawValue : given.period
    guard let period = Period(rawValue: number) else { throw OpenFailure(LEADLINE_ERROR_ARGUMENT, "unknown period in rollup ", name) }
    var shape = RollupShape(
      dimensions: .init(repeating: 0), width: width, period: period, limit: width == 0 ? 0 : unsafe Int(given.cell_limit))
    for p in 0..<width {
      guard let text = unsafe given.dimensions[p] else { throw OpenFailure(LEADLINE_ERROR_NULL, "a rollup's dimension is NULL") }
      let wanted = unsafe Bytes(c: text)
      guard let d = index(of: wanted), !dimensions[d].isAttribute else {
        throw OpenFailure(LEADLINE_ERROR_NAME, "a rollup names what is no dimension of facts: ", wanted)
      }
      for earlier in 0..<p where Int(shape.dimensions[earlier]) == d {
        throw OpenFailure(LEADLINE_ERROR_DUPLICATE_NAME, "a rollup names a dimension twice: ", wanted)
      }
      shape.dimensions[p] = UInt8(d)
    }
    try append(shape, name)
  }

  private mutating func append(_ shape: RollupShape, _ name: Bytes) throws(OpenFailure) {
    do {
      var title = Buffer<UInt8>(heap)
      try title.append(terminated: name)
      try shapes.append(shape)
      try rollupNames.append(title)
    } catch { throw .outOfMemory }
  }

  /// The kinds whose distinct persons are counted.
  func readDistinct(_ kinds: borrowing KindTable) throws(OpenFailure) -> PersonKinds {
    let count = unsafe options.distinct_kind_count
    guard isCount(count, atMost: PersonKinds.most) else { throw OpenFailure(LEADLINE_ERROR_TOO_MANY, "more than 16 distinct_kinds") }
    let isMissing = unsafe options.distinct_kinds == nil
    if count > 0 && isMissing { throw OpenFailure(LEADLINE_ERROR_NULL, "distinct_kinds is NULL") }
    let precision = unsafe options.distinct_precision == 0 ? DistinctSketch.defaultPrecision : Int(options.distinct_precision)
    try Self.check(
      "distinct_precision", Int128(precision), from: Int128(DistinctSketch.precisions.lowerBound), to: Int128(DistinctSketch.precisions.upperBound))
    var slots = Buffer<UInt16>(heap)
    guard (try? slots.reserve(exactly: count)) != nil else { throw .outOfMemory }
    for i in 0..<count {
      let slot = unsafe kinds.slot(of: options.distinct_kinds[i])
      if slot == KindTable.unknown { throw OpenFailure(LEADLINE_ERROR_NAME, "distinct_kinds has a number that is no kind's") }
      for earlier in 0..<i where slots[earlier] == slot {
        throw OpenFailure(LEADLINE_ERROR_DUPLICATE_NAME, "distinct_kinds names a kind twice: ", kinds.name(at: slot))
      }
      slots.appendReserved(slot)
    }
    guard let declared = try? PersonKinds(heap, slots: slots, precision: precision, kinds) else { throw .outOfMemory }
    return declared
  }

  /// The kinds whose facts are kept by person, and how many of them.
  func readJourneys(_ kinds: borrowing KindTable) throws(OpenFailure) -> JourneyRules {
    let count = unsafe options.journey_kind_count
    guard isCount(count, atMost: 65536) else { throw OpenFailure(LEADLINE_ERROR_TOO_MANY, "more journey_kinds than there are numbers") }
    let isMissing = unsafe options.journey_kinds == nil
    if count > 0 && isMissing { throw OpenFailure(LEADLINE_ERROR_NULL, "journey_kinds is NULL") }
    let isOn = unsafe options.journeys != 0
    guard var rules = try? JourneyRules(heap, isOn: isOn) else { throw .outOfMemory }
    rules.limit = unsafe Int(options.journey_limit)
    rules.lookback = unsafe options.journey_lookback_us
    if unsafe options.visit_idle_us != 0 { rules.visitIdle = unsafe options.visit_idle_us }
    for d in 0..<dimensions.count where isOn && !dimensions[d].isAttribute {
      if (try? rules.dimensions.append(UInt8(d))) == nil { throw .outOfMemory }
    }
    let derives = unsafe options.visits != 0
    if derives && !isOn { throw OpenFailure(LEADLINE_ERROR_ARGUMENT, "visits are derived of journeys, which are not kept") }
    guard isOn else { return rules }
    for slot in 0..<kinds.count where isMissing { rules.kept[Int(kinds.number(at: UInt16(slot)))] = 1 }
    for i in 0..<count {
      let number = unsafe options.journey_kinds[i]
      if kinds.slot(of: number) == KindTable.unknown { throw OpenFailure(LEADLINE_ERROR_NAME, "journey_kinds has a number that is no kind's") }
      rules.kept[Int(number)] = 1
    }
    if derives {
      var second: Int64 = 1
      for _ in unsafe 0..<options.money_scale { second *= 10 }
      if (try? rules.deriveVisits(kinds, second: second)) == nil { throw .outOfMemory }
    }
    return rules
  }
}
