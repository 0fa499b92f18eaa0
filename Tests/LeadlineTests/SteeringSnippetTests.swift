import Leadline
import Testing

/// What the article and the symbols' pages on steering show, compiled and run; `SnippetTests` compares the texts.
@Suite struct SteeringSnippetTests {
  /// What the snippets print.
  private final class Paper {
    var lines: [String] = []

    func print(_ items: Any...) {
      lines.append(items.map { "\($0)" }.joined(separator: " "))
    }
  }

  private let paper = Paper()
  private var print: (Any...) -> Void { paper.print }

  @Test func article() throws {
    // show Steering.md
    let engine = try Engine(Engine.Options(dimensions: ["channel"], currency: "EUR", moneyScale: 2))
    let may = Timestamp(year: 2024, month: 5, day: 1)!, june = Timestamp(year: 2024, month: 6, day: 1)!
    for (channel, spend, leads) in [("search", 90_000, 50), ("social", 60_000, 20)] as [(String, Int64, Int64)] {
      let code = try engine.code(for: channel, in: "channel")
      try engine.record(Event(.mediaSpend, at: may, codes: [code], amount: spend))
      try engine.record(Event(.lead, at: may, codes: [code], count: leads))
    }
    // end
    // show Steering.md
    try engine.setTarget(Engine.Target("cpl", "20", from: may, to: june))
    try engine.setTarget(Engine.Target("cpl", "16", for: Engine.Target.Key("channel", "search"), from: may))

    let reached = Query("cpl", "target(cpl)", "attainment(cpl)", by: ["channel"], period: .month)
    for row in try engine.query(reached) {
      print(row.text("channel")!, row["cpl"]!, row["target(cpl)"]!, row["attainment(cpl)"]!, row.isInProgress)
    }
    // search 18.00 16.00 9/8 true
    // social 30.00 20.00 3/2 true
    // end
    // show Steering.md
    try engine.setHealth(of: "cpl", green: "target(cpl)", yellow: "1.25 * target(cpl)")
    for row in try engine.query(Query("health(cpl)", by: ["channel"])) {
      print(row.text("channel")!, row["health(cpl)"]!)   // search 1, social 0
    }
    // end
    // show Steering.md
    try engine.defineAlert(Engine.AlertRule("cpl_off_target", when: "cpl > 1.2 * target(cpl)"))
    for alert in try engine.alerts(Query(by: ["channel"])) {
      print(alert.text("channel")!, alert.text("rule")!, alert["left"]!, alert["right"]!)
    }
    // social cpl_off_target 30 24
    // end
    // show Steering.md
    try engine.setPrimaryKPI("cpc", from: may)
    try engine.setPrimaryKPI("roi_gross_ratio", from: june)
    print(try engine.primaryKPI(at: may) ?? "none")   // cpc
    // end
    #expect(
      paper.lines == [
        "search 18.00 16.00 9/8 true", "social 30.00 20.00 3/2 true", "search 1", "social 0", "social cpl_off_target 30 24", "cpc",
      ])
  }

  @Test func targets() throws {
    let engine = try Engine(Engine.Options(dimensions: ["channel"], moneyScale: 2))
    let june = Timestamp(year: 2024, month: 6, day: 1)!
    // show Engine+Targets.swift
    try engine.setTarget(Engine.Target("cpl", "8.50"))
    try engine.setTarget(Engine.Target("cpl", "6", for: Engine.Target.Key("channel", "search"), from: june))
    let table = try engine.query(Query("cpl", "target(cpl)", "attainment(cpl)", by: ["channel"], period: .month))
    // end
    #expect(table.isEmpty)
    #expect(try engine.targets().count == 2)
  }

  @Test func health() throws {
    let engine = try Engine(Engine.Options(dimensions: ["channel"], moneyScale: 2))
    // show Engine+Alerts.swift
    try engine.setHealth(of: "cpl", green: "lead_price_forecast", yellow: "lead_price_breakeven")
    try engine.setHealth(of: "leads", green: "target(leads)", yellow: "0.9 * target(leads)")
    // end
    // show Engine+Alerts.swift
    for alert in try engine.alerts(Query(by: ["channel"], period: .week)) {
      print(alert.text("channel")!, alert.text("rule")!, alert["left"]!, alert["right"]!)
    }
    // end
    #expect(paper.lines.isEmpty)
  }
}
