import Leadline
import Testing

/// Audiences by rule and scores.
@Suite struct AudienceRuleTests {
  private static let dayLength = Duration.seconds(86_400)

  /// Anna clicks and buys, Ben clicks, Cleo and Dan of one company watch and click, Eve bought before.
  private static func engine(threads: Int = 1) throws -> Engine {
    let engine = try Engine(Engine.Options(dimensions: ["placement"], threads: threads, journeys: .kept))
    let top = try engine.code(for: "top", in: "placement"), side = try engine.code(for: "side", in: "placement")
    let facts: [(Identifier, Identifier, Kind, Code, Int)] = [
      (1, 0, .click, top, 0), (1, 0, .sale, top, 3), (2, 0, .click, top, 1), (3, 70, .view, side, 0), (4, 70, .click, side, 2),
      (5, 0, .sale, top, 0), (5, 0, .click, top, 4),
    ]
    for (person, account, kind, code, days) in facts {
      try engine.record(Event(kind, at: someDay + dayLength * days, codes: [code], person: person, account: account))
    }
    return engine
  }

  private let clicked = AudienceRule("clicked", .init(.click)).excluding(.init(.sale))
  private let watched = AudienceRule(nil, .init(.view), .init(.click).where("placement", in: "side").then())

  @Test func follows() throws {
    let engine = try Self.engine()
    let answer = try engine.follow(clicked, watched, window: Self.dayLength * 3)
    #expect(answer.map(\.name) == ["clicked", "2"])
    #expect(answer.map { [$0.joined, $0.members, $0.converted, $0.open] } == [[3, 2, 1, 1], [1, 1, 0, 1]])
    #expect(answer.map { [$0.decided, $0.decidedConverted, $0.inProgress] } == [[2, 1, 1], [0, 0, 1]])
    #expect(answer[0].conversion == Ratio(1, over: 2) && answer[1].conversion.state == .zeroDenominator)
    #expect(answer[0].meanTime?.integer == 3 * 86_400 && answer[0].medianTime?.integer == 3 * 86_400 && answer[0].time(0.9) == nil)
    #expect(answer[1].medianTime?.state == .noData && answer.asOf == someDay + Self.dayLength * 4)
    #expect(answer.overlaps.count == 1 && answer.overlaps[0].names == ("clicked", "2"))
    #expect(answer.overlaps[0].both == 1 && answer.overlaps[0].either == 3 && answer.overlaps[0].lift.state == .zeroDenominator)
    #expect(answer.overlaps[0].z == nil && answer.overlaps[0].p == nil)
    let soFar = try engine.follow(clicked, watched)
    #expect(soFar[0].conversion == Ratio(1, over: 3) && soFar[1].conversion == Ratio(0, over: 1) && soFar[0].inProgress == 0)
    #expect(soFar.overlaps[0].z != nil && soFar.overlaps[0].p! > 0.4)
    let parallel = try Self.engine(threads: 2).follow([clicked, watched], window: Self.dayLength * 3)
    #expect(parallel.table.description == answer.table.description)
  }

  @Test func joinsInAStretch() throws {
    let engine = try Self.engine()
    let first = someDay, second = someDay + Self.dayLength
    #expect(try engine.follow(clicked, from: second).map(\.joined) == [2])
    #expect(try engine.follow(clicked, from: first, to: second).map { [$0.joined, $0.converted] } == [[1, 1]])
    #expect(try engine.members(of: clicked, from: first, to: second).isEmpty)
    #expect(try engine.members(of: clicked, from: second, to: second + Self.dayLength).map(\.person) == [2])
  }

  @Test func lists() throws {
    let engine = try Self.engine()
    let members = try engine.members(of: clicked)
    #expect(members.map { [$0.person, $0.account] } == [[2, 0], [3, 70], [4, 70]])
    #expect(members[1].joined == someDay + Self.dayLength * 2 && members[0].joined == someDay + Self.dayLength)
    #expect(try engine.members(of: clicked, by: .persons).map(\.person) == [2, 4])
    #expect(try engine.members(of: clicked, asOf: someDay).map(\.person) == [1])
    #expect(try engine.members(of: watched, by: .persons).isEmpty)
    let either = AudienceRule(nil, anyOf: .init(.view), .init(.sale).within(Self.dayLength * 1)).staying()
    #expect(try engine.members(of: either).map(\.person) == [1, 3, 4])
  }

  @Test func scores() throws {
    let engine = try Self.engine()
    let score = Score(.init(.click, points: 10), .init(.sale, points: 30, atMost: 1), classes: "cold", ("warm", from: 10), ("hot", from: 40))
    let answer = try engine.score(score)
    #expect(answer.map(\.name) == ["cold", "warm", "hot"] && answer.map(\.buyers) == [0, 2, 2])
    #expect(answer[2].share == Ratio(1, over: 2) && answer[2].mean.numerator == 80 && answer[0].mean.state == .zeroDenominator)
    let hot = try engine.members(of: score, from: "hot")
    #expect(hot.map(\.person) == [1, 5] && hot.map(\.score) == [40, 40] && hot.map(\.name) == ["hot", "hot"])
    #expect(hot.map(\.reached) == [someDay + Self.dayLength * 3, someDay + Self.dayLength * 4])
    #expect(try engine.members(of: score, from: "warm").map(\.account) == [0, 0, 0, 70])
    #expect(throws: LeadlineError.unknownName) { try engine.members(of: score, from: "mild") }
    let keyed = Score(rules: [.init(.click, points: 1)], classes: [.init("all", from: 0)], by: ["placement"])
    #expect(try engine.score(keyed).map { $0.text("placement") } == ["side", "top"])
    #expect(throws: LeadlineError.argument) { try engine.members(of: keyed) }
  }

  @Test func refuses() throws {
    let engine = try Self.engine()
    #expect(throws: LeadlineError.argument) { try engine.follow([]) }
    #expect(throws: LeadlineError.argument) { try engine.follow(AudienceRule("nobody")) }
    #expect(throws: LeadlineError.argument) { try engine.follow(clicked, window: .zero) }
    #expect(throws: LeadlineError.argument) { try engine.follow(AudienceRule(nil, .init(.click, atLeast: 0))) }
    #expect(throws: LeadlineError.argument) { try engine.follow(AudienceRule(nil, .init(.click).then())) }
    #expect(throws: LeadlineError.unknownName) { try engine.members(of: AudienceRule(nil, .init(.click).where("country", in: "x"))) }
    #expect(throws: LeadlineError.unsupported) { try Engine(Engine.Options()).members(of: clicked) }
    #expect(Buyers.persons.description == "persons" && Buyers.accounts.description == "accounts")
  }
}
