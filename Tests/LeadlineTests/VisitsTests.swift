import Leadline
import Testing

@Suite struct VisitsTests {
  @Test func derivesVisitsFromPageViews() throws {
    let engine = try Engine(Engine.Options(journeys: .init(visitIdle: .seconds(1800))))
    for minutes in [71, 0, 40, 10] {
      try engine.record(Event(.pageView, at: someDay + .seconds(60 * minutes), person: Identifier("anna")))
    }
    let row = try engine.query(Query("visits", "visit_time", "bounces", "page_views"))[0]
    #expect(["visits", "visit_time", "bounces", "page_views"].map { row[$0]?.integer } == [2, 2400, 1, 4])
    #expect(throws: LeadlineError.self) { try engine.record(Event(.visit, at: someDay, person: Identifier("anna"))) }
    let funnel = try engine.funnel(Funnel(.visit, .lead))
    #expect(funnel.map(\.reached) == [1, 0])
  }

  @Test func refusesWhatIsOutOfRange() {
    #expect(throws: LeadlineError.self) { try Engine(Engine.Options(journeys: .init(visitIdle: .zero))) }
  }
}
