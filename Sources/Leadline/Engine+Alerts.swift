import CLeadline

// MARK: Health

extension Engine {
  /// Sets when an indicator is green and when yellow, for `health(NAME)` in expressions: 2 is green, 1 yellow, 0 red.
  ///
  /// ```swift
  /// try engine.setHealth(of: "cpl", green: "lead_price_forecast", yellow: "lead_price_breakeven")
  /// try engine.setHealth(of: "leads", green: "target(leads)", yellow: "0.9 * target(leads)")
  /// ```
  ///
  /// Which side of a threshold is good the indicator's direction says; a value that is equal is good.
  ///
  /// The corresponding C function is `leadline_set_health`.
  ///
  /// - Parameters:
  ///   - indicator: A measure or indicator with a direction.
  ///   - green: An expression in its unit.
  ///   - yellow: An expression in its unit.
  /// - Throws: ``LeadlineError/expressionSyntax`` and its kin, ``LeadlineError/unknownName``, ``LeadlineError/argument``
  ///   for an indicator without a direction, ``LeadlineError/memory``, or ``LeadlineError/closed``.
  public func setHealth(of indicator: String, green: String, yellow: String) throws(LeadlineError) {
    try setHealth(indicator, green, yellow)
  }

  /// Takes the thresholds of an indicator away.
  ///
  /// The corresponding C function is `leadline_set_health`.
  ///
  /// - Throws: ``LeadlineError/unknownName`` if there are none, or ``LeadlineError/closed``.
  public func removeHealth(of indicator: String) throws(LeadlineError) {
    try setHealth(indicator, nil, nil)
  }

  private func setHealth(_ indicator: String, _ green: String?, _ yellow: String?) throws(LeadlineError) {
    let arena = Arena()
    var health = unsafe leadline_health()
    unsafe health.struct_size = MemoryLayout<leadline_health>.stride
    unsafe health.indicator = try arena.text(indicator) as UnsafePointer<CChar>
    unsafe health.green = try arena.text(green)
    unsafe health.yellow = try arena.text(yellow)
    try withExtendedLifetime(arena) { () throws(LeadlineError) in try call { unsafe leadline_set_health(handle, &health) } }
  }
}

// MARK: Alerts

extension Engine {
  /// A rule for alerts: a comparison that should not hold.
  public struct AlertRule: Hashable, Sendable, Identifiable {
    /// The name: small letters, digits and `_`, a letter first.
    public var id: String

    /// What must not be, such as "cpl >= unit_margin".
    public var condition: String

    /// What it says, in one line.
    public var summary: String

    /// Describes a rule.
    public init(_ id: String, when condition: String, summary: String = "") {
      self.id = id
      self.condition = condition
      self.summary = summary
    }
  }

  /// All rules, the built-in ones first.
  ///
  /// The corresponding C functions are `leadline_alert_count` and `leadline_alert_at`.
  ///
  /// - Throws: ``LeadlineError/closed``; ``LeadlineError/argument`` when another thread takes rules away meanwhile.
  public func alertRules() throws(LeadlineError) -> [AlertRule] {
    try enter()
    defer { leave() }
    var all: [AlertRule] = []
    for index in unsafe 0..<leadline_alert_count(handle) {
      var alert = unsafe leadline_alert()
      unsafe alert.struct_size = MemoryLayout<leadline_alert>.stride
      let status = unsafe leadline_alert_at(handle, index, &alert)
      guard status == LEADLINE_OK else { throw failure(status) }
      unsafe all.append(
        AlertRule(String(cString: alert.name), when: String(cString: alert.condition), summary: String(cString: alert.description)))
    }
    return all
  }

  /// Defines a rule, or puts it in place of the one of that name.
  ///
  /// The corresponding C function is `leadline_define_alert`.
  ///
  /// - Throws: ``LeadlineError/expressionSyntax`` and its kin, with the ``LeadlineError/Place/position`` of the byte at fault;
  ///   ``LeadlineError/argument`` for what is no name, ``LeadlineError/tooMany``, ``LeadlineError/memory``, or
  ///   ``LeadlineError/closed``.
  public func defineAlert(_ rule: AlertRule) throws(LeadlineError) {
    let arena = Arena()
    var alert = unsafe leadline_alert()
    unsafe alert.struct_size = MemoryLayout<leadline_alert>.stride
    unsafe alert.name = try arena.text(rule.id) as UnsafePointer<CChar>
    unsafe alert.condition = try arena.text(rule.condition) as UnsafePointer<CChar>
    unsafe alert.description = try arena.text(rule.summary) as UnsafePointer<CChar>
    try enter()
    defer { leave() }
    var position = Int.max
    let status = withExtendedLifetime(arena) { unsafe leadline_define_alert(handle, &alert, &position) }
    guard status != LEADLINE_OK else { return }
    throw failure(status, at: position == Int.max ? nil : LeadlineError.Place(position: position))
  }

  /// Takes a rule away, a built-in one too.
  ///
  /// The corresponding C function is `leadline_remove_alert`.
  ///
  /// - Throws: ``LeadlineError/unknownName`` if there is none, or ``LeadlineError/closed``.
  public func removeAlert(_ id: String) throws(LeadlineError) {
    let arena = Arena()
    let name = unsafe try arena.text(id) as UnsafePointer<CChar>
    try withExtendedLifetime(arena) { () throws(LeadlineError) in try call { unsafe leadline_remove_alert(handle, name) } }
  }

  /// Answers which rows of a question breach which rules.
  ///
  /// ```swift
  /// for alert in try engine.alerts(Query(by: ["channel"], period: .week)) {
  ///   print(alert.text("channel")!, alert.text("rule")!, alert["left"]!, alert["right"]!)
  /// }
  /// ```
  ///
  /// Each row stands as often as rules' conditions hold in it, behind its keys and period the "rule", the "unit" of both sides
  /// as a number of ``Ratio/Unit``, and the sides, "left" and "right", in whole units: money in units of the currency. A side
  /// that is undefined is no breach.
  ///
  /// The corresponding C function is `leadline_alerts`.
  ///
  /// - Parameters:
  ///   - query: The question, without columns and totals; its limit is one of alerts.
  ///   - rules: The names of the rules; nil for all.
  /// - Throws: As ``query(_:)``, and ``LeadlineError/unknownName`` for a rule that there is not.
  public func alerts(_ query: Query, rules: [String]? = nil) throws(LeadlineError) -> Table {
    if let rules, rules.isEmpty { throw LeadlineError(.argument, "No rules are asked for; nil asks for all of them.") }
    let arena = Arena()
    var options = unsafe try query.lowered(in: arena)
    let names = unsafe try arena.texts(rules ?? [])
    var table: OpaquePointer?
    try withExtendedLifetime(arena) { () throws(LeadlineError) in
      try call { unsafe leadline_alerts(handle, &options, names, rules?.count ?? 0, &table) }
    }
    guard let table = unsafe table else { throw LeadlineError(rawValue: LEADLINE_ERROR_INTERNAL) }
    return Table(try Table.Storage(owning: table))
  }
}
