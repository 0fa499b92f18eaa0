import Leadline
import Testing

/// Models of all paths, of journeys and of paths that were counted elsewhere.
@Suite struct CountedPathTests {
  private typealias Model = Attribution.Model

  /// The journeys of 5.10: A, B to a sale; A to nothing; B to a sale.
  private static func engine() throws -> Engine {
    let engine = try Engine(Engine.Options(dimensions: ["channel"], journeys: .kept))
    let a = try engine.code(for: "A", in: "channel"), b = try engine.code(for: "B", in: "channel")
    let deeds: [(Identifier, Kind, Code, Int)] = [
      (1, .click, a, 0), (1, .click, b, 1), (1, .sale, .notSet, 2), (2, .click, a, 0), (3, .click, b, 0), (3, .sale, .notSet, 1),
    ]
    for deed in deeds { try engine.record(Event(deed.1, at: someDay + .seconds(deed.3), codes: [deed.2], amount: 30, person: deed.0)) }
    return engine
  }

  private static let paths = [
    CountedPath("A > B", value: 30), CountedPath("A", outcomes: 0, lost: 1), CountedPath("B", value: 30),
  ]

  private func check(_ answer: Attribution.Answer) {
    #expect(answer.map { $0.credit(of: .markov()).numerator } == [666_667, 1_333_333])
    #expect(answer.map { $0.value(of: .markov()).numerator } == [20, 40])
    #expect(answer.map { $0.removalEffect(of: .markov()) } == [0.5, 1] && answer.map { $0.lost(of: .markov()) } == [1, 2])
    #expect(answer.map { $0.credit(of: .shapley).numerator } == [500_000, 1_500_000])
    #expect(answer.map { $0.credit(of: .shapleyRate()).numerator } == [-500_000, 2_500_000])
    #expect(answer.totals.map { $0.samples(of: .shapleyRate()) } == [0] && answer.totals[0].order(of: .markov()) == 1)
    #expect(answer[0].removalEffect(of: .shapley) == nil && answer.totals[0].samples(of: .shapley) == nil)
    #expect(answer.pairs?.map(\.synergy) == [1] && answer.pairs?.first?.both == 1)
  }

  @Test func agreesWithTheVector() throws {
    let question = Attribution(.markov(), .shapley, .shapleyRate(), by: ["channel"]).paired()
    check(try Self.engine().attribute(question))
    let counted = Attribution(.markov(), .shapley, .shapleyRate()).paired()
    let answer = try Engine().attribute(counted, paths: Self.paths)
    check(answer)
    #expect(answer.map { $0.text("key") } == ["A", "B"] && answer.map(\.outcome) == ["outcome", "outcome"])
    check(try Engine().attribute(counted, paths: Self.paths.reversed()))
  }

  @Test func readsPaths() throws {
    let engine = try Engine()
    let paths = [CountedPath("search | mail | direct|mail", outcomes: 2, value: 100), CountedPath("", outcomes: 3, value: 9)]
    let question = Attribution(.linear, .last).outcomes(.init(kinds: [], name: "order"))
    func rows(_ question: Attribution) throws -> [String] {
      try engine.attribute(question, paths: paths, separator: "|").map { "\($0.text("key")!) \($0.value(of: .linear)) \($0.value(of: .last))" }
    }
    #expect(try rows(question) == ["direct 25 0", "mail 50 100", "search 25 0"])
    #expect(try rows(question.droppingDirect().distinct()) == ["mail 50 100", "search 50 0"])
    #expect(try rows(question.direct("key", in: "mail", "direct").droppingDirect()) == ["search 100 100"])
    let answer = try engine.attribute(question.detailed().byPosition(), paths: paths, separator: "|")
    #expect(answer.map(\.position) == [3, 2, 4, 1] && answer.map { $0.outcomes(.influenced) } == [2, 2, 2, 2])
    #expect(answer[0].outcome == "order" && answer.totals[0].outcomes == 5 && answer.totals[0].untouched == 3)
    #expect(answer.totals[0].unassignedValue(of: .linear).numerator == 9 && answer.pairs == nil)
    #expect(try engine.attribute(question, paths: []).isEmpty)
    let chosen = try engine.attribute(Attribution(.markovOfBestOrder(byKind: true).named("chain")), paths: Self.paths)
    #expect(chosen.totals[0].order(of: .markov().named("chain")) == 1)
  }

  @Test func refuses() throws {
    let engine = try Engine()
    func check(_ error: LeadlineError, _ question: Attribution, _ paths: [CountedPath] = Self.paths, separator: String = ">", line: Int = #line) {
      #expect(throws: error, "line \(line)") { try engine.attribute(question, paths: paths, separator: separator) }
    }
    check(.argument, Attribution(.timeDecay()))
    check(.argument, Attribution(.stage))
    check(.argument, Attribution(by: ["channel"]))
    check(.argument, Attribution(period: .day))
    check(.argument, Attribution().touches(.clicks))
    check(.argument, Attribution().outcomes(.init(.sale)))
    check(.argument, Attribution().cost("media_spend"))
    check(.argument, Attribution().asOf(someDay))
    check(.argument, Attribution(.markov()).byPosition())
    check(.unknownName, Attribution().direct("channel", in: "direct"))
    check(.duplicateName, Attribution(.linear, .linear))
    check(.tooMany, Attribution().outcomes(.init(kinds: [], name: "a"), .init(kinds: [], name: "b")))
    check(.argument, Attribution(), [CountedPath("a > > b")])
    check(.argument, Attribution(), [CountedPath("a", outcomes: -1)])
    check(.argument, Attribution(), [CountedPath("a", lost: 1 << 41)])
    check(.argument, Attribution(), [CountedPath("a", outcomes: 0, value: 1)])
    check(.argument, Attribution(), separator: "")
    try engine.close()
    check(.closed, Attribution())
  }
}
