import Leadline
import Testing

@Suite struct StandingTests {
  private static let dayLength = Duration.seconds(86_400)

  /// Anna's only sale is refunded as a whole, Ben's in part, of Cleo's two the first is cancelled.
  private static func engine() throws -> Engine {
    let engine = try Engine(Engine.Options(journeys: .kept))
    let facts: [(String, Kind, Int, Int64, UInt64, UInt64)] = [
      ("anna", .lead, 0, 0, 0, 0), ("anna", .sale, 1, 100, 11, 0), ("anna", .refund, 8, 100, 0, 11),
      ("ben", .lead, 0, 0, 0, 0), ("ben", .sale, 1, 100, 12, 0), ("ben", .refund, 8, 40, 0, 12),
      ("cleo", .lead, 0, 0, 0, 0), ("cleo", .sale, 1, 100, 13, 0), ("cleo", .sale, 2, 300, 14, 0), ("cleo", .cancellation, 8, 100, 0, 13),
    ]
    for (person, kind, days, amount, id, ref) in facts {
      try engine.record(
        Event(
          kind, at: someDay + dayLength * days, amount: amount, person: Identifier(person), id: Identifier(rawValue: id),
          ref: Identifier(rawValue: ref)))
    }
    return engine
  }

  private let sale = Funnel.Step(.sale).standing()

  @Test func steps() throws {
    let engine = try Self.engine()
    let funnel = Funnel(steps: [Funnel.Step(.lead), sale]).window(Self.dayLength * 5)
    #expect(try engine.funnel(funnel).map(\.reached) == [3, 2])
    #expect(try engine.funnel(Funnel(.lead, .sale)).map(\.reached) == [3, 3])
    #expect(try engine.funnel(funnel.asOf(someDay + Self.dayLength * 7)).map(\.reached) == [3, 3])
    let excluded = Funnel(.lead, .refund).excluding(Funnel.Exclusion(.sale).standing())
    #expect(try engine.funnel(excluded).map(\.reached) == [3, 1])
    #expect(try engine.velocity(Velocity(steps: [Funnel.Step(.lead), sale])).map(\.completed) == [2])
    #expect(try engine.churn(Churn(lostAfter: Self.dayLength * 300, purchase: sale))[0].new == 2)
    #expect(try engine.paths(Paths(steps: [Funnel.Step(.lead)], to: sale)).map(\.outcomes) == [2])
  }

  @Test func others() throws {
    let engine = try Self.engine()
    let leads = AudienceRule("leads", .init(.lead))
    #expect(try engine.follow(leads, outcome: sale)[0].converted == 2)
    #expect(try engine.follow(leads.excluding(.init(.sale).standing()))[0].members == 1)
    let score = Score(.init(.sale, points: 5).standing(), classes: "low", ("high", from: 5))
    #expect(try engine.score(score).map(\.buyers) == [0, 2])
    let cohorts = Cohorts(first: .lead)
    #expect(try engine.cohorts(cohorts).summary[0].sales.integer == 4)
    let standing = try engine.cohorts(cohorts.standing()).summary[0]
    #expect(standing.sales.integer == 2 && standing.customers.integer == 2 && standing.revenue.integer == 600)
    #expect(standing.netRevenue.integer == 360)
  }

  @Test func lists() throws {
    let engine = try Self.engine()
    try engine.define(StageList("kept", steps: [Funnel.Step(.lead), sale], boundary: 1))
    #expect(try engine.stageLists().last?.steps.map(\.isStanding) == [false, true])
    #expect(try engine.funnel(Funnel(stages: Stages("kept"))).map(\.reached) == [3, 2])
  }
}
