import Leadline
import Testing

@Suite struct SteeringTests {
  let engine: Engine

  init() throws {
    engine = try Engine(Engine.Options(dimensions: ["channel"], moneyScale: 2))
    for (name, spend, leads) in [("email", 4000, 10), ("search", 9000, 5)] as [(String, Int64, Int64)] {
      let code = try engine.code(for: name, in: "channel")
      try engine.record(Event(.mediaSpend, at: someDay, codes: [code], amount: spend))
      try engine.record(Event(.lead, at: someDay, codes: [code], count: leads))
    }
  }

  @Test func keepsTargets() throws {
    let search = Engine.Target("cpl", value: Ratio(1500, unit: .moneyPerCount, scale: 2), for: .init("channel", "search"), from: day(2024, 3, 1))
    try engine.setTarget(Engine.Target("cpl", "10 / 3", to: day(2024, 3, 2)))
    try engine.setTarget(search)
    let rows = try engine.query(Query("target(cpl)", "attainment(cpl)", by: ["channel"]))
    #expect(rows.map { $0["attainment(cpl)"]?.description } == ["6/5", "6/5"])
    #expect(rows.map { $0["target(cpl)"]?.unit } == [.moneyPerCount, .moneyPerCount])
    let kept = try engine.targets()
    #expect(kept.map(\.indicator) == ["cpl", "cpl"] && kept[1] == search)
    #expect(kept[0].value.numerator == 1000 && kept[0].value.denominator == 3 && kept[0].from == nil && kept[0].to == day(2024, 3, 2))
    let again = failure { () throws(LeadlineError) in try engine.setTarget(search) }
    #expect(again == .steeringOverlap)
    #expect(again?.message == "the days overlap with those of another target of cpl for search")
    try engine.removeTarget(search)
    #expect(throws: LeadlineError.unknownName) { try engine.removeTarget(search) }
    #expect(throws: LeadlineError.argument) { try engine.setTarget(Engine.Target("cpl", "1", from: someDay)) }
    #expect(throws: LeadlineError.expressionSyntax) { try engine.setTarget(Engine.Target("cpl", "1 +", from: day(2025, 1, 1))) }
    #expect(throws: LeadlineError.argument) { try engine.setTarget(Engine.Target("cpl", "1\0")) }
  }

  @Test func judgesHealth() throws {
    #expect(throws: LeadlineError.steeringNoHealth) { try engine.query(Query("health(cpl)")) }
    try engine.setHealth(of: "cpl", green: "4", yellow: "17.99")
    #expect(try engine.query(Query("health(cpl)", by: ["channel"])).map { $0["health(cpl)"]?.integer } == [2, 0])
    let cpl = try engine.indicator(named: "cpl")
    #expect(cpl.greenFrom == "4" && cpl.yellowFrom == "17.99" && cpl.benchmark == nil)
    #expect(try engine.indicator(named: "cr_mql_to_sql").benchmark == "> 80 %")
    try engine.removeHealth(of: "cpl")
    #expect(throws: LeadlineError.unknownName) { try engine.removeHealth(of: "cpl") }
    #expect(try engine.indicator(named: "cpl").greenFrom == nil)
  }

  @Test func alerts() throws {
    let built = try engine.alertRules()
    #expect(built.map(\.id) == ["cpl_above_ceiling", "roas_below_breakeven", "check_below_cpl", "mql_to_sql_low"])
    try engine.defineAlert(Engine.AlertRule("dear", when: "cpl > 10", summary: "Too dear"))
    #expect(try engine.alertRules().last == Engine.AlertRule("dear", when: "cpl > 10", summary: "Too dear"))
    let table = try engine.alerts(Query(by: ["channel"], period: .month), rules: ["dear"])
    #expect(table.count == 1)
    let row = try #require(table.first)
    #expect(row.text("channel") == "search" && row.text("rule") == "dear" && row["left"]?.integer == 18 && row["right"]?.integer == 10)
    #expect(row.period == "2024-03" && row.isInProgress)
    let unit = try #require(table.column("unit"))
    #expect(row[unit].integer == Int64(Ratio.Unit.moneyPerCount.rawValue))
    #expect(throws: LeadlineError.unknownName) { try engine.alerts(Query(), rules: ["nothing"]) }
    #expect(throws: LeadlineError.argument) { try engine.alerts(Query(), rules: []) }
    #expect(throws: LeadlineError.argument) { try engine.alerts(Query("cpl")) }
    let refused = failure { () throws(LeadlineError) in try engine.defineAlert(Engine.AlertRule("odd", when: "cpl > leads")) }
    #expect(refused == .expressionUnit)
    #expect(refused?.place?.position == 4)
    try engine.removeAlert("dear")
    #expect(throws: LeadlineError.unknownName) { try engine.removeAlert("dear") }
  }

  @Test func climbsTheLadder() throws {
    #expect(try engine.primaryKPI(at: someDay) == nil)
    try engine.setPrimaryKPI("cpc")
    try engine.setPrimaryKPI("aov", from: someDay)
    #expect(try engine.primaryKPI(at: day(2000, 1, 1)) == "cpc")
    #expect(try engine.primaryKPI(at: someDay) == "average_check")
    try engine.setPrimaryKPI(nil, from: someDay)
    #expect(try engine.primaryKPI(at: someDay) == "cpc")
    #expect(throws: LeadlineError.unknownName) { try engine.setPrimaryKPI("nothing") }
  }

  @Test func marksPeriodsInProgress() throws {
    try engine.record(Event(.lead, at: day(2024, 2, 29), codes: [Code.notSet]))
    let rows = try engine.query(Query("leads", period: .month).totals())
    #expect(rows.map(\.isInProgress) == [false, true])
    #expect(rows.totals?.isInProgress == false)
    let start = try #require(rows.columns.first { $0.name == "period_start" })
    #expect(start.ratio(atRow: 1)?.isDefined == true)
    #expect(rows[1]["leads"]?.integer == 15)
    #expect(try engine.query(Query("leads")).map(\.isInProgress) == [false])
  }

  @Test func knowsBenchmarks() throws {
    let all = Benchmark.all
    #expect(all.count == 15)
    #expect(all[0].description == "cr_mql_to_sql: > 80 %")
    #expect(all[0].low?.description == "4/5" && all[0].high == nil && all[0].sort == "target")
  }
}
