import Leadline
import Testing

@Suite struct IndicatorTests {
  let engine: Engine

  init() throws { engine = try Engine(Engine.Options(dimensions: ["channel"], moneyScale: 2)) }

  @Test func listsTheCatalogue() throws {
    let all = try engine.indicators()
    #expect(all.count > 190)
    #expect(Set(all.map(\.id)).count == all.count)
    let check = try engine.indicator(named: "aov")
    #expect(check.id == "average_check" && check.aliases == ["aov"] && check.formula == "revenue / sales")
    #expect(check.unit == .moneyPerCount && check.unitText == "money per sale" && check.direction == .up)
    #expect("\(check)" == "average_check = revenue / sales")
    let views = try engine.indicator(named: "page_views")
    #expect(views.isMeasure && views.isVanity && views.family == .web && !views.isCustom)
    #expect(try engine.indicator(named: "allowed_share").isParameter)
    #expect(throws: LeadlineError.unknownName) { try engine.indicator(named: "nothing") }
  }

  @Test func definesIndicators() throws {
    let email = try engine.code(for: "email", in: "channel")
    try engine.record(Event(.lead, at: someDay, codes: [email], count: 3))
    try engine.record(Event(.leadCall, at: someDay))
    try engine.define(
      "email_share", as: "leads where channel = email / leads", unit: "ratio", direction: .up, isVanity: true, description: "By e-mail")
    let defined = try engine.indicator(named: "email_share")
    #expect(defined.isCustom && defined.isVanity && defined.direction == .up && defined.summary == "By e-mail")
    let row = try engine.query(Query("email_share", "1 - email_share", "leads * 2")).first { _ in true }
    #expect(row?["email_share"]?.description == "3/4")
    #expect(row?["1 - email_share"]?.description == "1/4")
    #expect(row?["leads * 2"]?.integer == 8)
  }

  @Test func refusesFormulasAtTheirPlace() throws {
    func refusal(_ name: String, _ formula: String) -> LeadlineError? {
      do {
        try engine.define(name, as: formula)
        return nil
      } catch { return error }
    }
    let refused = refusal("a", "leads + revenue")
    #expect(refused == .expressionUnit)
    #expect(refused?.place?.position == 6)
    #expect(refused?.message == "at 6 of 'leads + revenue': both sides must have one unit")
    #expect(refusal("a", "leads +") == .expressionSyntax)
    let nowhere = refusal("a", "count(lead where nowhere = x)")
    #expect(nowhere == .expressionName)
    #expect(nowhere?.place?.position == 17)
    #expect(refusal("a", "nothing") == .expressionName)
    #expect(refusal("a", "a + 1") == .expressionCycle)
    #expect(refusal("a", String(repeating: "(", count: 5000)) == .expressionTooLarge)
    #expect(refusal("leads", "clicks") == .duplicateName)
    #expect(refusal("A", "clicks") == .argument)
    #expect(refusal("a", "clicks\0") == .argument)
  }
}
