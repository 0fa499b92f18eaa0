import CLeadline

extension Engine {
  /// What an indicator should be from one day up to another.
  ///
  /// ```swift
  /// try engine.setTarget(Engine.Target("cpl", "8.50"))
  /// try engine.setTarget(Engine.Target("cpl", "6", for: Engine.Target.Key("channel", "search"), from: june))
  /// let table = try engine.query(Query("cpl", "target(cpl)", "attainment(cpl)", by: ["channel"], period: .month))
  /// ```
  ///
  /// A row of an answer has the target that is valid on the last instant of its stretch of time: that of its key, else that
  /// of the whole. It is compared with the value of whatever period the row is of.
  public struct Target: Hashable, Sendable {
    /// Whose target it is, when not that of the whole.
    public struct Key: Hashable, Sendable {
      /// The dimension or attribute.
      public var dimension: String

      /// The name; an empty one stands for not set, "(other)" for what is beyond a limit.
      public var name: String

      /// Names a key.
      public init(_ dimension: String, _ name: String) {
        self.dimension = dimension
        self.name = name
      }
    }

    /// The measure or indicator.
    public var indicator: String

    /// The value as an expression of numbers, with money in units of the currency; nil for targets that were read.
    public var text: String?

    /// The value in the unit and scale of the indicator's column, where there is no text.
    public var value: Ratio

    /// The key; nil for the whole.
    public var key: Key?

    /// The start of the first day; nil for a target from ever.
    public var from: Timestamp?

    /// The end of the last day, the start of the one after; nil for a target for ever.
    public var to: Timestamp?

    /// Describes a target.
    ///
    /// - Parameters:
    ///   - indicator: The measure or indicator.
    ///   - text: The value as an expression of numbers, such as "0.8" or "45 / 2"; money is in units of the currency.
    ///   - key: The key; nil for the whole.
    ///   - from: The start of the first day in the engine's zone; nil for a target from ever.
    ///   - to: The start of the day after the last; nil for a target for ever.
    public init(_ indicator: String, _ text: String, for key: Key? = nil, from: Timestamp? = nil, to: Timestamp? = nil) {
      self.indicator = indicator
      self.text = text
      value = Ratio(0)
      self.key = key
      self.from = from
      self.to = to
    }

    /// Describes a target by an exact number.
    ///
    /// - Parameters:
    ///   - indicator: The measure or indicator.
    ///   - value: The value in the unit and scale of the indicator's column: money as its integers.
    ///   - key: The key; nil for the whole.
    ///   - from: The start of the first day in the engine's zone; nil for a target from ever.
    ///   - to: The start of the day after the last; nil for a target for ever.
    public init(_ indicator: String, value: Ratio, for key: Key? = nil, from: Timestamp? = nil, to: Timestamp? = nil) {
      self.init(indicator, "", for: key, from: from, to: to)
      text = nil
      self.value = value
    }
  }

  /// Sets a target.
  ///
  /// The corresponding C function is `leadline_set_target`.
  ///
  /// - Throws: ``LeadlineError/steeringOverlap`` where the indicator has a target for that key on one of the days,
  ///   ``LeadlineError/unknownName``, ``LeadlineError/expressionSyntax`` and its kin, ``LeadlineError/argument`` for what is
  ///   no day or no number, ``LeadlineError/tooMany``, ``LeadlineError/memory``, or ``LeadlineError/closed``.
  public func setTarget(_ target: Target) throws(LeadlineError) {
    try withLowered(target) { unsafe leadline_set_target(handle, $0) }
  }

  /// Takes away the target of an indicator and key on exactly these days, whatever its value.
  ///
  /// The corresponding C function is `leadline_remove_target`.
  ///
  /// - Throws: ``LeadlineError/unknownName`` if there is none, or ``LeadlineError/closed``.
  public func removeTarget(_ target: Target) throws(LeadlineError) {
    try withLowered(target) { unsafe leadline_remove_target(handle, $0) }
  }

  private func withLowered(_ target: Target, _ body: (UnsafePointer<leadline_target>) -> leadline_status) throws(LeadlineError) {
    let arena = Arena()
    var lowered = unsafe leadline_target()
    unsafe lowered.struct_size = MemoryLayout<leadline_target>.stride
    unsafe lowered.indicator = try arena.text(target.indicator) as UnsafePointer<CChar>
    unsafe lowered.dimension = try arena.text(target.key?.dimension)
    unsafe lowered.name = try arena.text(target.key?.name)
    unsafe lowered.value = try arena.text(target.text)
    unsafe lowered.numerator = leadline_int128(target.value.numerator)
    unsafe lowered.denominator = leadline_int128(target.value.denominator)
    if let from = target.from {
      unsafe lowered.from_us = from.microseconds
      unsafe lowered.flags |= LEADLINE_TARGET_FROM
    }
    if let to = target.to {
      unsafe lowered.to_us = to.microseconds
      unsafe lowered.flags |= LEADLINE_TARGET_TO
    }
    try withExtendedLifetime(arena) { () throws(LeadlineError) in try call { unsafe body(&lowered) } }
  }

  /// All targets, by indicator, then key, then date.
  ///
  /// The corresponding C functions are `leadline_target_count` and `leadline_target_at`.
  ///
  /// - Throws: ``LeadlineError/closed``; ``LeadlineError/argument`` when another thread takes targets away meanwhile.
  public func targets() throws(LeadlineError) -> [Target] {
    try enter()
    defer { leave() }
    var all: [Target] = []
    for index in unsafe 0..<leadline_target_count(handle) {
      var info = unsafe leadline_target_info()
      unsafe info.struct_size = MemoryLayout<leadline_target_info>.stride
      let status = unsafe leadline_target_at(handle, index, &info)
      guard status == LEADLINE_OK else { throw failure(status) }
      // Money and its kin have the engine's scale, as their columns do.
      let value = unsafe info.value
      let unit = Ratio.Unit(rawValue: value.unit)
      let isWhole = unit == .count || unit == .ratio || unit == .other
      let ratio = Ratio(
        value.numerator, value.denominator, value.state, value.unit, scale: isWhole ? 0 : UInt32(clamping: options.moneyScale))
      let key = unsafe info.dimension.map { unsafe Target.Key(String(cString: $0), String(cString: info.name)) }
      unsafe all.append(
        Target(
          String(cString: info.indicator), value: ratio, for: key,
          from: info.from_us == .min ? nil : Timestamp(microseconds: info.from_us),
          to: info.to_us == .max ? nil : Timestamp(microseconds: info.to_us)))
    }
    return all
  }
}

// MARK: The indicator that comes first

extension Engine {
  /// Says which indicator comes first from an instant on, until the next that is set: the ladder from cost per click by way of
  /// cost per click-out to return on investment.
  ///
  /// The corresponding C function is `leadline_set_primary_kpi`.
  ///
  /// - Parameters:
  ///   - indicator: The measure or indicator; nil takes away what was set for that instant.
  ///   - from: The instant; ``Timestamp/distantPast`` for one from ever.
  /// - Throws: ``LeadlineError/unknownName``, ``LeadlineError/tooMany``, ``LeadlineError/memory``, or ``LeadlineError/closed``.
  public func setPrimaryKPI(_ indicator: String?, from: Timestamp = .distantPast) throws(LeadlineError) {
    let arena = Arena()
    let name = unsafe try arena.text(indicator)
    try withExtendedLifetime(arena) { () throws(LeadlineError) in
      try call { unsafe leadline_set_primary_kpi(handle, name, from.microseconds) }
    }
  }

  /// The indicator that comes first at an instant; nil where none was set.
  ///
  /// The corresponding C function is `leadline_primary_kpi`.
  ///
  /// - Throws: ``LeadlineError/closed``.
  public func primaryKPI(at instant: Timestamp) throws(LeadlineError) -> String? {
    try enter()
    defer { leave() }
    var name: UnsafePointer<CChar>?
    let status = unsafe leadline_primary_kpi(handle, instant.microseconds, &name, nil)
    if status == LEADLINE_ERROR_NAME { return nil }
    guard status == LEADLINE_OK else { throw failure(status) }
    return unsafe name.map { unsafe String(cString: $0) }
  }
}
