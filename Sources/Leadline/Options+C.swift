import CLeadline

extension Engine.Options {
  /// The options as C takes them, in memory of the arena.
  func lowered(in arena: Arena) throws(LeadlineError) -> leadline_options {
    var options = unsafe leadline_options()
    unsafe options.struct_size = MemoryLayout<leadline_options>.stride
    unsafe options.dimensions = UnsafePointer(try loweredDimensions(in: arena))
    unsafe options.dimension_count = dimensions.count + attributes.count
    unsafe options.kinds = UnsafePointer(
      try arena.array(kinds.count) { (index) throws(LeadlineError) in unsafe try kinds[index].lowered(in: arena) })
    unsafe options.kind_count = kinds.count
    unsafe options.rollups = UnsafePointer(
      try arena.array(rollups.count) { (index) throws(LeadlineError) in unsafe try rollups[index].lowered(in: arena) })
    unsafe options.rollup_count = rollups.count
    unsafe options.time_zone = try arena.text(timeZone)
    unsafe options.currency = try arena.text(currency) as UnsafePointer<CChar>
    unsafe options.currency_rounding = currencyRounding.rawValue
    unsafe options.money_scale = try UInt32(option: moneyScale, "moneyScale")
    unsafe options.shards = try UInt32(option: shards, "shards")
    unsafe options.threads = try UInt32(option: threads, "threads")
    unsafe options.refs = followsRefs ? 1 : 0
    unsafe options.distinct_kinds = UnsafePointer(
      try arena.array(distinctKinds.count) { (index) throws(LeadlineError) in distinctKinds[index].rawValue })
    unsafe options.distinct_kind_count = distinctKinds.count
    unsafe options.distinct_precision = try UInt32(option: distinctPrecision, "distinctPrecision")
    if let duplicates {
      unsafe options.ids = 1
      if let limit = duplicates.limit {
        guard limit > 0 else { throw LeadlineError(.argument, "The limit of ids is \(limit), which is out of range.") }
        unsafe options.id_limit = UInt64(limit)
      }
      if let window = duplicates.window {
        guard window > .zero else {
          throw LeadlineError(.argument, "The window of ids is \(window), which is out of range.")
        }
        unsafe options.id_window_us = max(1, window.wholeMicroseconds)
      }
    }
    if let journeys { unsafe try journeys.lower(into: &options, in: arena) }
    return unsafe options
  }

  // Attributes come behind all dimensions, so that the place of a dimension is the place of its code in a fact.
  private func loweredDimensions(
    in arena: Arena
  ) throws(LeadlineError) -> UnsafeMutablePointer<leadline_dimension_options>? {
    unsafe try arena.array(dimensions.count + attributes.count) {
      (index) throws(LeadlineError) -> leadline_dimension_options in
      var option = unsafe leadline_dimension_options()
      unsafe option.struct_size = MemoryLayout<leadline_dimension_options>.stride
      let declared: [String]
      let limit: Int?
      if index < dimensions.count {
        let dimension = dimensions[index]
        unsafe option.name = try arena.text(dimension.name) as UnsafePointer<CChar>
        (declared, limit) = (dimension.declared, dimension.nameLimit)
      } else {
        let attribute = attributes[index - dimensions.count]
        unsafe option.name = try arena.text(attribute.name) as UnsafePointer<CChar>
        unsafe option.attribute_of = try arena.text(attribute.dimension) as UnsafePointer<CChar>
        (declared, limit) = (attribute.declared, attribute.nameLimit)
      }
      unsafe option.declared = try arena.texts(declared)
      unsafe option.declared_count = declared.count
      unsafe option.name_limit = try UInt32(limit: limit, "nameLimit")
      return unsafe option
    }
  }
}

extension Engine.Journeys {
  func lower(into options: inout leadline_options, in arena: Arena) throws(LeadlineError) {
    unsafe options.journeys = 1
    if let kinds {
      guard !kinds.isEmpty else { throw LeadlineError(.argument, "Journeys of no kinds are asked for; nil keeps all kinds.") }
      unsafe options.journey_kinds = UnsafePointer(
        try arena.array(kinds.count) { (index) throws(LeadlineError) in kinds[index].rawValue })
      unsafe options.journey_kind_count = kinds.count
    }
    if let limit {
      guard limit > 0 else { throw LeadlineError(.argument, "The limit of journeys is \(limit), which is out of range.") }
      unsafe options.journey_limit = UInt64(limit)
    }
    if let lookback {
      guard lookback > .zero else { throw LeadlineError(.argument, "The look-back of journeys is \(lookback), which is out of range.") }
      unsafe options.journey_lookback_us = max(1, lookback.wholeMicroseconds)
    }
    if let visitIdle {
      guard visitIdle > .zero else { throw LeadlineError(.argument, "The idle limit of visits is \(visitIdle), which is out of range.") }
      unsafe options.visits = 1
      unsafe options.visit_idle_us = max(1, visitIdle.wholeMicroseconds)
    }
  }
}

extension KindDefinition {
  func lowered(in arena: Arena) throws(LeadlineError) -> leadline_kind_options {
    var option = unsafe leadline_kind_options()
    unsafe option.struct_size = MemoryLayout<leadline_kind_options>.stride
    unsafe option.name = try arena.text(name) as UnsafePointer<CChar>
    unsafe option.number = kind.rawValue
    unsafe option.parent = parent?.rawValue ?? 0
    unsafe option.subject = subject?.rawValue ?? 0
    guard let order = UInt16(exactly: order) else {
      throw LeadlineError(.argument, "The order of kind \(name) is \(order), which is out of range.")
    }
    unsafe option.order = order
    unsafe option.roles = roles.rawValue
    unsafe option.unit = unit.rawValue
    return unsafe option
  }

  init(_ info: leadline_kind_info) {
    unsafe self.init(
      Kind(rawValue: info.number), name: String(cString: info.name),
      parent: info.parent == 0 ? nil : Kind(rawValue: info.parent),
      subject: info.subject == 0 ? nil : Kind(rawValue: info.subject), order: Int(info.order),
      roles: Roles(rawValue: info.roles), unit: Ratio.Unit(rawValue: info.unit))
  }
}

extension Rollup {
  func lowered(in arena: Arena) throws(LeadlineError) -> leadline_rollup_options {
    var option = unsafe leadline_rollup_options()
    unsafe option.struct_size = MemoryLayout<leadline_rollup_options>.stride
    unsafe option.name = try arena.text(name)
    unsafe option.dimensions = try arena.texts(dimensions)
    unsafe option.dimension_count = dimensions.count
    unsafe option.period = period.rawValue
    unsafe option.cell_limit = try UInt32(limit: cellLimit, "cellLimit")
    return unsafe option
  }
}

extension UInt32 {
  /// A limit as C takes it: 0 for none, so that a limit of 0 is refused and not taken for none.
  init(limit: Int?, _ name: String) throws(LeadlineError) {
    guard let limit else {
      self = 0
      return
    }
    guard limit > 0 else { throw LeadlineError(.argument, "\(name) is \(limit), which is out of range.") }
    try self.init(option: limit, name)
  }
}
