import Leadline
import Testing

@Suite struct AmountsTests {
  @Test func lengthsOfVisitsMadeOfPageViews() throws {
    let engine = try Engine(Engine.Options(journeys: .init(visitIdle: .seconds(1800))))
    for minutes in [71, 0, 40, 10] {
      try engine.record(Event(.pageView, at: someDay + .seconds(60 * minutes), person: Identifier("anna")))
    }
    let row = try engine.amounts(Amounts().quantiles(0.5, 0.9))[0]
    #expect(row.facts == 2 && row.belowZero == 0)
    #expect(row.total.integer == 2400 && row.mean.integer == 1200)
    #expect(row.median?.integer == 0 && row.quantile(0.9)?.integer == 2400 && row.quantile(0.25) == nil)
    #expect(row.mean.unit == .seconds)
  }

  @Test func sizesOfSalesByName() throws {
    let engine = try Engine(Engine.Options(dimensions: ["channel"], moneyScale: 2, journeys: .init()))
    let search = try engine.code(for: "search", in: "channel")
    for (day, amount) in [(0, 1000), (1, 3000), (40, 500), (41, -500)] {
      try engine.record(
        Event(.sale, at: someDay + .seconds(day * 86_400), codes: [search], amount: Int64(amount), person: Identifier("anna")))
    }
    let sales = Amounts(of: Funnel.Step(.sale), by: ["channel"], period: .year)
    let row = try engine.amounts(sales)[0]
    #expect(row.text("channel") == "search" && row.period == "2024")
    #expect(row.facts == 3 && row.belowZero == 1)
    #expect("\(row.total)" == "45.00" && "\(row.mean)" == "15.00" && row.median.map { "\($0)" } == "10.00")
    #expect(try engine.amounts(sales.asOf(someDay)).map(\.facts) == [1])
    #expect(try engine.amounts(sales.within(someDay + .seconds(1)..<someDay + .seconds(86_401))).map(\.facts) == [1])
    #expect(throws: LeadlineError.argument) { try engine.amounts(Amounts(of: Funnel.Step(.pageView))) }
    #expect(throws: LeadlineError.argument) { try engine.amounts(Amounts().quantiles(0.5, 0.25)) }
    #expect(throws: LeadlineError.unknownName) { try engine.amounts(Amounts(by: ["nobody"])) }
  }

  @Test func needsJourneys() throws {
    let engine = try Engine(Engine.Options())
    #expect(throws: LeadlineError.unsupported) { try engine.amounts(Amounts()) }
  }

  @Test func socialInteractionsThatSalesCameOf() throws {
    let engine = try Engine(Engine.Options(journeys: .init()))
    // Anna: two likes, a sale, a share. Ben: a like, no sale.
    for (person, day, kind) in [
      ("anna", 0, Kind.socialLike), ("anna", 1, .socialLike), ("anna", 2, .sale), ("anna", 3, .socialShare), ("ben", 0, .socialLike),
    ] {
      try engine.record(Event(kind, at: someDay + .seconds(day * 86_400), person: Identifier(person)))
    }
    let row = try engine.paths(Paths(.socialInteraction).everyOutcome()).touches[0]
    #expect(row["touches"]?.integer == 2 && row["all_touches"]?.integer == 4)
    #expect(row["outcome_share"] == Ratio(1, over: 2))
  }
}
