import Leadline
import Testing

@Suite struct FunnelTests {
  private static let dayLength = Duration.seconds(86_400)

  /// Four people: one buys within a month, one later, one enquires by e-mail and is rejected, one only clicks.
  private static func engine(threads: Int = 1) throws -> Engine {
    let engine = try Engine(Engine.Options(dimensions: ["channel"], threads: threads, journeys: .kept))
    let search = try engine.code(for: "search", in: "channel"), email = try engine.code(for: "email", in: "channel")
    let facts: [(String, Kind, Code, Int)] = [
      ("anna", .click, search, 0), ("anna", .lead, search, 1), ("anna", .sale, search, 20),
      ("ben", .click, search, 0), ("ben", .leadForm, email, 2), ("ben", .sale, search, 40),
      ("cleo", .click, email, 10), ("cleo", .enquiry, email, 11), ("cleo", .leadRejected, email, 12), ("cleo", .sale, email, 13),
      ("dan", .click, .notSet, 45),
    ]
    for (person, kind, code, days) in facts {
      try engine.record(Event(kind, at: someDay + dayLength * days, codes: [code], person: Identifier(person)))
    }
    return engine
  }

  private func counts(_ answer: Funnel.Answer) -> [[Int]] {
    answer.map { [$0.step, $0.reached, $0.dropped, $0.open] }
  }

  private let steps = [Funnel.Step(.click), Funnel.Step(.lead, .enquiry, name: "interest"), Funnel.Step(.sale)]

  @Test func countsSteps() throws {
    let engine = try Self.engine()
    let answer = try engine.funnel(Funnel(steps: steps).window(Self.dayLength * 30))
    #expect(counts(answer) == [[1, 4, 0, 1], [2, 3, 1, 0], [3, 2, 0, 0]])
    #expect(answer.map(\.name) == ["click", "interest", "sale"])
    #expect(answer.map(\.stepRate.state) == [.noData, .defined, .defined])
    #expect(answer.map(\.decided) == [3, 3, 2])
    #expect(answer[1].stepRate == Ratio(3, over: 3) && answer[2].totalRate == Ratio(2, over: 3))
    #expect(answer[2].meanTime?.integer == (19 + 2) * 43_200 && answer[2].medianTime?.integer == 2 * 86_400)
    #expect(answer[2].meanTotalTime?.integer == 23 * 43_200 && answer[2].totalTime(0.5)?.integer == 3 * 86_400)
    #expect(answer[2].time(0.9) == nil && answer[0].medianTime?.state == .noData)
    #expect(answer.asOf == someDay + Self.dayLength * 45 && answer.table.count == 3)
    let exits = answer.exits.map { [$0["step"]!.description, $0.text("kind")!, $0["buyers"]!.description] }
    #expect(exits == [["2", "sale", "1"]])
    let parallel = try Self.engine(threads: 2).funnel(Funnel(steps: steps).window(Self.dayLength * 30))
    #expect(parallel.table.description == answer.table.description)
  }

  @Test func tellsRowsApart() throws {
    let engine = try Self.engine()
    let answer = try engine.funnel(Funnel(.click, .sale, by: ["channel"], period: .month))
    #expect(answer.map { $0.text("channel") } == ["", "", "email", "email", "search", "search"])
    #expect(answer.map(\.period) == ["2024-04", "2024-04", "2024-03", "2024-03", "2024-03", "2024-03"])
    #expect(answer[0].key("channel")?.state == .notSet && answer[0].isInProgress && !answer[2].isInProgress)
    #expect(answer[2].periodStart == day(2024, 3, 1) && answer[2].key("campaign") == nil)
    #expect(counts(answer) == [[1, 1, 0, 1], [2, 0, 0, 0], [1, 1, 0, 0], [2, 1, 0, 0], [1, 2, 0, 0], [2, 2, 0, 0]])
  }

  @Test func followsModes() throws {
    let engine = try Self.engine()
    #expect(try engine.funnel(Funnel(steps: steps).mode(.strict)).map(\.reached) == [4, 3, 2])
    #expect(try engine.funnel(Funnel(.sale, .click).mode(.anyOrder)).map(\.reached) == [3, 0])
    #expect(try engine.funnel(Funnel(.sale, .click).mode(.anyOrder).open()).map(\.reached) == [4, 3])
    #expect(try engine.funnel(Funnel(.lead, .sale, .click).open()).map(\.reached) == [0, 0, 4])
    #expect(Funnel.Mode.anyOrder.description == "any order" && Funnel.Mode(rawValue: 9).description == "mode 9")
  }

  @Test func countsFirstEntries() throws {
    let engine = try Self.engine()
    let email = try engine.code(for: "email", in: "channel")
    for (kind, days) in [(Kind.click, 25), (.sale, 26)] {
      try engine.record(Event(kind, at: someDay + Self.dayLength * days, codes: [email], person: Identifier("eve")))
    }
    try engine.record(Event(.click, at: someDay, codes: [.notSet], person: Identifier("eve")))
    let funnel = Funnel(.click, .sale, by: ["channel"]).window(Self.dayLength * 25)
    #expect(try engine.funnel(funnel).map(\.reached) == [1, 0, 2, 2, 2, 1])
    #expect(try engine.funnel(funnel.countingFirst()).map(\.reached) == [2, 0, 1, 1, 2, 1])
    let later = funnel.countingFirst().entered(someDay + .seconds(1)..<someDay + Self.dayLength * 45)
    #expect(try engine.funnel(later).map(\.reached) == [2, 2])
  }

  @Test func countsWhoContinued() throws {
    let engine = try Self.engine()
    try engine.record(Event(.sale, at: someDay, person: Identifier("eve")))
    let answer = try engine.funnel(Funnel(steps: steps).open())
    #expect(answer.map(\.reached) == [4, 3, 4] && answer.map(\.continued) == [0, 3, 3] && answer.map(\.fromFirst) == [4, 3, 3])
    #expect(answer[2].stepRate == Ratio(1, over: 1) && answer[2].totalRate == Ratio(3, over: 4))
    let closed = try engine.funnel(Funnel(steps: steps))
    #expect(closed.map(\.continued) == [0, 3, 3] && closed.map(\.fromFirst) == [4, 3, 3])
  }

  @Test func leavesOut() throws {
    let engine = try Self.engine()
    let funnel = Funnel(steps: steps)
    #expect(try engine.funnel(funnel.excluding(Funnel.Exclusion(.leadRejected, after: 2))).map(\.reached) == [4, 3, 2])
    #expect(try engine.funnel(funnel.excluding(Funnel.Exclusion(.leadRejected, before: 2))).map(\.reached) == [4, 3, 3])
    let elsewhere = Funnel.Exclusion(.leadRejected).where("channel", in: "search")
    #expect(try engine.funnel(funnel.excluding(elsewhere)).map(\.reached) == [4, 3, 3])
    let searched = Funnel(steps: [Funnel.Step(.click).where("channel", in: "search", ""), Funnel.Step(.lead)])
    #expect(try engine.funnel(searched).map(\.reached) == [3, 2])
    #expect(try engine.funnel(funnel.entered(someDay + .seconds(1)..<someDay + Self.dayLength * 45)).map(\.reached) == [1, 1, 1])
    #expect(try engine.funnel(funnel.asOf(someDay + Self.dayLength)).map(\.reached) == [2, 1, 0])
    #expect(try engine.funnel(funnel.quantiles()).table.columns.count == 8)
    #expect(try engine.funnel(funnel.quantiles(0, 0.25, 1))[2].time(0.25)?.integer == 2 * 86_400)
    #expect(try engine.funnel(Funnel(.quote)).isEmpty)
  }

  @Test func keepsWithinALimit() throws {
    #expect(try Engine().info().journeyFacts == 0)
    let held = try Self.engine().info()
    #expect(held.journeyFacts == 11 && held.journeyFactsDropped == 0 && held.journeyMemory > 0)
    let bounded = try Engine(Engine.Options(journeys: Engine.Journeys(limit: 2)))
    for person in ["anna", "ben"] { try bounded.record(Event(.click, at: someDay, person: Identifier(person))) }
    #expect(throws: LeadlineError.journeyLimit) { try bounded.record(Event(.click, at: someDay, person: Identifier("cleo"))) }
    #expect(try bounded.info().journeyFacts == 2)
  }

  @Test func refuses() throws {
    let engine = try Self.engine()
    #expect(throws: LeadlineError.argument) { try engine.funnel(Funnel()) }
    #expect(throws: LeadlineError.argument) { try engine.funnel(Funnel(.click).window(.zero)) }
    #expect(throws: LeadlineError.argument) { try engine.funnel(Funnel(.click).mode(Funnel.Mode(rawValue: 9))) }
    #expect(throws: LeadlineError.argument) { try engine.funnel(Funnel(.click).quantiles(0.0005)) }
    #expect(throws: LeadlineError.argument) { try engine.funnel(Funnel(.click).quantiles(.nan)) }
    #expect(throws: LeadlineError.argument) { try engine.funnel(Funnel(.click).quantiles(0.9, 0.5)) }
    #expect(throws: LeadlineError.argument) { try engine.funnel(Funnel(.click, .sale).excluding(.init(.lead, after: 0))) }
    #expect(throws: LeadlineError.argument) { try engine.funnel(Funnel(.click, .sale).excluding(.init(.lead, after: 2))) }
    #expect(throws: LeadlineError.argument) { try engine.funnel(Funnel(.click, .sale).mode(.anyOrder).excluding(.init(.lead))) }
    #expect(throws: LeadlineError.unknownName) { try engine.funnel(Funnel(Kind(rawValue: 5000))) }
    #expect(throws: LeadlineError.unknownName) { try engine.funnel(Funnel(steps: [Funnel.Step(kinds: [])])) }
    #expect(throws: LeadlineError.unknownName) { try engine.funnel(Funnel(.click, by: ["campaign"])) }
    #expect(throws: LeadlineError.duplicateName) { try engine.funnel(Funnel(.click, by: ["channel", "channel"])) }
    let plain = try Engine()
    #expect(throws: LeadlineError.unsupported) { try plain.funnel(Funnel(.click)) }
    let some = try Engine(Engine.Options(journeys: Engine.Journeys(kinds: [.click, .sale])))
    #expect(throws: LeadlineError.unsupported) { try some.funnel(Funnel(.click, .lead)) }
    #expect(try some.funnel(Funnel(.click, .sale)).isEmpty)
    #expect(throws: LeadlineError.argument) { try Engine(Engine.Options(journeys: Engine.Journeys(kinds: []))) }
    #expect(throws: LeadlineError.argument) { try Engine(Engine.Options(journeys: Engine.Journeys(limit: 0))) }
    #expect(throws: LeadlineError.argument) { try Engine(Engine.Options(journeys: Engine.Journeys(limit: 1, lookback: .zero))) }
    try engine.close()
    #expect(throws: LeadlineError.closed) { try engine.funnel(Funnel(.click)) }
  }
}
