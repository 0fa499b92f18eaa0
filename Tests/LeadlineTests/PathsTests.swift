import Leadline
import Testing

@Suite struct PathsTests {
  private static let dayLength = Duration.seconds(86_400)

  private static func engine(threads: Int = 1) throws -> Engine {
    let engine = try Engine(Engine.Options(dimensions: ["channel"], moneyScale: 2, threads: threads, journeys: .kept))
    let search = try engine.code(for: "search", in: "channel"), banner = try engine.code(for: "banner", in: "channel")
    let facts: [(Identifier, Kind, Code, Int)] = [
      (1, .impression, banner, 0), (1, .click, banner, 1), (1, .click, search, 2), (1, .sale, search, 3), (1, .click, search, 4),
      (2, .impression, banner, 0), (2, .click, banner, 0), (2, .click, search, 1), (2, .sale, .notSet, 1),
      (3, .impression, banner, 2), (4, .sale, banner, 4),
    ]
    for (person, kind, code, days) in facts {
      try engine.record(
        Event(kind, at: someDay + dayLength * days, codes: [code], amount: kind == .sale ? 10_00 : 0, person: person))
    }
    return engine
  }

  private let paths = Paths(.impression, .click)

  @Test func counts() throws {
    let engine = try Self.engine()
    let answer = try engine.paths(paths)
    #expect(answer.map(\.path) == ["impression > click > click", "", "impression"])
    #expect(answer.map { [$0.length, $0.count, $0.outcomes, $0.dropped, $0.open] } == [[3, 2, 2, 0, 0], [0, 1, 1, 0, 0], [1, 1, 0, 1, 0]])
    #expect(answer[0].value.description == "20.00" && answer[0].rate == Ratio(1, over: 1) && answer[0].share == Ratio(1, over: 2))
    #expect(answer.asOf == someDay + Self.dayLength * 4)
    #expect(
      answer.transitions.map { "\($0.text("from")!) \($0.text("to")!) \($0["transitions"]!)" } == [
        "(start) impression 3", "(start) (outcome) 1", "click click 2", "click (outcome) 2", "impression click 2", "impression (dropped) 1",
      ])
    #expect(answer.touches[0]["outcomes"]!.integer == 3 && answer.touches[0]["mean"]!.integer == 2 && answer.touches[0]["p500"]!.integer == 3)
    let parallel = try Self.engine(threads: 2).paths(paths)
    #expect(parallel.table.description == answer.table.description)
  }

  @Test func namesSteps() throws {
    let engine = try Self.engine()
    #expect(try engine.paths(paths.called(.name(of: "channel")).collapsed()).map(\.path) == ["banner > search", "", "banner"])
    let both = try engine.paths(paths.called(.stepAndName(of: "channel")).last(1), order: .value, limit: 1)
    #expect(both.map(\.path) == ["click:search"])
    #expect(try engine.paths(Paths().called(.kind).distinct(), order: .outcomes).map(\.path) == ["impression > click", "", "impression"])
    let every = try engine.paths(paths.everyOutcome().window(Self.dayLength * 1))
    #expect(every.map { "\($0.path) \($0.count) \($0.open)" } == ["click 2 1", " 1 0", "impression 1 0", "impression > click > click 1 0"])
  }

  @Test func tellsRowsApart() throws {
    let engine = try Self.engine()
    let answer = try engine.paths(Paths(.impression, .click, to: Funnel.Step(.sale), by: ["channel"], period: .month).asOf(someDay))
    #expect(answer.map { $0.text("channel") } == ["banner", "banner"] && answer.map(\.path) == ["impression", "impression > click"])
    #expect(answer[0].period == "2024-03" && answer[0].key("country") == nil)
    #expect(try engine.paths(paths.ended(someDay..<someDay + Self.dayLength * 2)).map(\.path) == ["impression > click > click"])
  }

  @Test func refuses() throws {
    let engine = try Self.engine()
    #expect(throws: LeadlineError.argument) { try engine.paths(paths, limit: 0) }
    #expect(throws: LeadlineError.argument) { try engine.paths(paths.last(0)) }
    #expect(throws: LeadlineError.argument) { try engine.paths(paths.window(.zero)) }
    #expect(throws: LeadlineError.argument) { try engine.paths(Paths(to: Funnel.Step(.sale, .visit))) }
    #expect(throws: LeadlineError.unknownName) { try engine.paths(paths.called(.name(of: "country"))) }
    #expect(throws: LeadlineError.unsupported) { try Engine(Engine.Options()).paths(paths) }
    #expect(Paths.Order.drops.description == "drops" && Paths.Order(rawValue: 9).description == "order 9")
  }
}
