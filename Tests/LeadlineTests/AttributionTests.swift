import Leadline
import Testing

@Suite struct AttributionTests {
  private static let dayLength = Duration.seconds(86_400)
  private typealias Model = Attribution.Model

  /// What somebody did, by whom, where, after how many days.
  private typealias Deed = (who: Identifier, what: Kind, channel: String, after: Int, amount: Int64)

  /// The path of 5.10: a video is seen, a banner clicked, a day later the search; then a sale of 9000.
  private static let vector: [Deed] = [
    (1, .impression, "video", 0, 0), (1, .click, "banner", 0, 0), (1, .click, "search", 1, 0), (1, .sale, "", 1, 9000),
  ]

  private static func engine(_ deeds: [Deed], threads: Int = 1) throws -> Engine {
    let engine = try Engine(Engine.Options(dimensions: ["channel"], threads: threads, journeys: .kept))
    for deed in deeds {
      let code = deed.channel.isEmpty ? Code.notSet : try engine.code(for: deed.channel, in: "channel")
      try engine.record(Event(deed.what, at: someDay + dayLength * deed.after, codes: [code], amount: deed.amount, person: deed.who))
    }
    return engine
  }

  private func values(_ answer: Attribution.Answer, _ model: Model) -> [Int128] {
    answer.map { $0.value(of: model).numerator }
  }

  @Test func agreesWithTheVector() throws {
    let engine = try Self.engine(Self.vector)
    let clicks = Model.linear.clicksOnly().named("linear_clicks")
    let question = Attribution(.lastClick, .first, .linear, .position(), .middle, clicks, by: ["channel"]).detailed()
    let answer = try engine.attribute(question)
    #expect(answer.map { $0.text("channel") } == ["banner", "search", "video"] && answer.map(\.outcome) == ["sale", "sale", "sale"])
    #expect(values(answer, .lastClick) == [0, 9000, 0] && values(answer, .first) == [0, 0, 9000])
    #expect(values(answer, .linear) == [3000, 3000, 3000] && values(answer, .position()) == [1800, 3600, 3600])
    #expect(values(answer, .middle) == [9000, 0, 0] && values(answer, clicks) == [4500, 4500, 0])
    #expect(answer.map { $0.credit(of: .linear).numerator } == [333_333, 333_333, 333_334])
    #expect(answer[0].credit(of: .linear).scale == 6 && !answer[0].credit(of: .shapley).isDefined)
    #expect(answer.map { $0.outcomes(.sourced) } == [0, 0, 1] && answer.map { $0.outcomes(.influenced) } == [1, 1, 1])
    #expect(answer.map { $0.value(.influenced)?.numerator } == [9000, 9000, 9000])
    #expect(answer.map { $0.outcomes(.viewThrough) } == [0, 0, 0] && answer.map { $0.outcomes(.lastTouch) } == [0, 1, 0])
    #expect(answer.map { $0.outcomes(.viewAssisted) } == [0, 0, 1] && answer.map { $0.outcomes(.clickAssisted) } == [1, 0, 0])
    #expect(answer[1].assistToLast?.integer == 0 && answer[0].assistToLast?.state == .zeroDenominator)
    #expect(answer.pairs == nil && answer[0].position == nil && answer[0].cost == nil && answer.asOf == someDay + Self.dayLength)
    let parallel = try Self.engine(Self.vector.reversed(), threads: 2).attribute(question)
    #expect(parallel.table.description == answer.table.description)
    let again = try Self.engine([(1, .impression, "search", 0, 0)] + Self.vector).attribute(Attribution(.shapley.clicksOnly(), by: ["channel"]))
    #expect(values(again, .shapley) == [4500, 4500, 0])
    let alone = try Self.engine([Self.vector[0], Self.vector[3]]).attribute(question)
    #expect(alone.map { $0.outcomes(.viewThrough) } == [1] && alone.totals[0].viewThroughValue.numerator == 9000)
    let seen = try Self.engine([Self.vector[0], (1, .click, "email", 0, 0), (1, .impression, "video", 1, 0), Self.vector[3]])
    #expect(try seen.attribute(question.last(1)).map { $0.outcomes(.viewThrough) } == [0])
    #expect(alone.totals[0].unassignedValue(of: .lastClick).numerator == 9000 && values(alone, .linear) == [9000])
  }

  @Test func splitsInWholeUnits() throws {
    let five = (1...5).map { (Identifier(rawValue: 1), Kind.click, "search", $0, Int64(0)) } + [(1, .sale, "", 6, 100_000)]
    let ends = Model.position().named("ends")
    let split = try Self.engine(five).attribute(Attribution(ends, .custom(weights: 3, 1, fromEnd: true)).byPosition())
    #expect(split.map(\.position) == [1, 2, 3, 4, 5] && values(split, ends) == [40000, 6667, 6667, 6666, 40000])
    #expect(values(split, .custom(weights: 3, 1, fromEnd: true)) == [14286, 14286, 14286, 14285, 42857])
    let aged: [Deed] = [(1, .click, "a", 0, 0), (1, .click, "b", 7, 0), (1, .click, "c", 14, 0), (1, .sale, "", 14, 700)]
    let engine = try Self.engine(aged)
    let faded = try engine.attribute(Attribution(.timeDecay(), .timeDecay(halfLife: Self.dayLength * 3.5).named("fast"), by: ["channel"]))
    #expect(values(faded, .timeDecay()) == [100, 200, 400] && faded.map { $0.row["fast_value"]!.numerator } == [34, 133, 533])
    let staged: [Deed] = [
      (1, .click, "a", 1, 0), (1, .click, "b", 2, 0), (1, .click, "c", 3, 0), (1, .lead, "", 3, 0), (1, .click, "d", 4, 0),
      (1, .click, "e", 5, 0), (1, .opportunity, "", 5, 0), (1, .sale, "", 6, 1000),
    ]
    let w = try Self.engine(staged).attribute(
      Attribution(.stage, .stage([.init(.lead)], first: 20, weights: [50], rest: 30).named("leads"), by: ["channel"]))
    #expect(values(w, .stage) == [300, 50, 300, 50, 300] && w.map { $0.row["leads_value"]!.numerator } == [200, 100, 500, 100, 100])
    #expect(Model.stage.description == "stage" && Model.stage.named("w").name == "w")
  }

  @Test func followsRefunds() throws {
    let engine = try Engine(Engine.Options(dimensions: ["channel"], journeys: .kept))
    for (i, channel) in ["a", "b", "c"].enumerated() {
      let code = try engine.code(for: channel, in: "channel")
      try engine.record(Event(.click, at: someDay + .seconds(i), codes: [code], person: 1))
    }
    try engine.record(Event(.sale, at: someDay + .seconds(9), amount: 100, person: 1, id: 7))
    let question = Attribution(.linear, by: ["channel"])
    #expect(values(try engine.attribute(question), .linear) == [34, 33, 33])
    try engine.record(Event(.refund, at: someDay + .seconds(10), amount: 50, person: 1, ref: 7))
    #expect(values(try engine.attribute(question), .linear) == [17, 17, 16])
    #expect(values(try engine.attribute(question.asOf(someDay + .seconds(9))), .linear) == [34, 33, 33])
    try engine.record(Event(.refund, at: someDay + .seconds(11), amount: 50, person: 1, ref: 7))
    let undone = try engine.attribute(question)
    #expect(undone.isEmpty && undone.totals.isEmpty)
  }

  /// Two buy again, one buys after what nobody touched.
  private static let several: [Deed] = [
    (1, .click, "search", 0, 0), (1, .lead, "", 1, 0), (1, .sale, "", 2, 100), (1, .click, "email", 3, 0), (1, .sale, "", 4, 50),
    (2, .impression, "video", 0, 0), (2, .click, "direct", 40, 0), (2, .sale, "search", 41, 30), (3, .sale, "", 45, 7),
  ]

  @Test func countsSeveralOutcomes() throws {
    let engine = try Self.engine(Self.several)
    func sales(_ outcome: Attribution.Outcome, _ change: (inout Attribution) -> Void = { _ in }) throws -> [String] {
      var question = Attribution(.linear, by: ["channel"]).outcomes(outcome)
      change(&question)
      return try engine.attribute(question).map { "\($0.text("channel")!) \($0.value(of: .linear).numerator)" }
    }
    #expect(try sales(.init(.sale)) == ["direct 30", "email 25", "search 125"])
    #expect(try sales(.init(.sale).anew()) == ["direct 30", "email 50", "search 100"])
    #expect(try sales(.init(.sale).firstOnly()) == ["direct 30", "search 100"])
    #expect(try sales(.init(.sale).gap(Self.dayLength * 3)) == ["direct 30", "search 100"])
    #expect(try sales(.init(.sale).gap(Self.dayLength * 2)) == ["direct 30", "email 25", "search 125"])
    #expect(try sales(.init(.sale).where("channel", in: "search").asTouch()) == ["direct 15", "search 15"])
    #expect(try sales(.init(.sale)) { $0 = $0.within(someDay + Self.dayLength * 4..<someDay + Self.dayLength * 41) } == ["email 25", "search 25"])
    #expect(try sales(.init(.sale)) { $0 = $0.touches(.clicks, .views.unlimited()) } == ["direct 15", "email 25", "search 125", "video 15"])
    #expect(
      try sales(.init(.sale)) { $0 = $0.touches(.clicks, .views.unlimited()).droppingDirect() } == ["email 25", "search 125", "video 30"])
    #expect(
      try sales(.init(.sale)) { $0 = $0.touches(.excluded(.click).where("channel", in: "email"), .clicks) } == ["direct 30", "search 150"])
    #expect(try sales(.init(.sale)) { $0 = $0.touches(.clicks.window(Self.dayLength)) } == ["direct 30", "email 50"])
    #expect(try sales(.init(.sale)) { $0 = $0.last(1) } == ["direct 30", "email 50", "search 100"])
    let answer = try engine.attribute(
      Attribution(.linear, .lastNonDirect, by: ["channel"], period: .month).outcomes(.init(.lead), .init(.sale, name: "won")).quantiles(0.5, 1))
    #expect(answer.totals.map { "\($0.period!) \($0.outcome) \($0.outcomes) \($0.untouched)" } == [
      "2024-03 lead 1 0", "2024-03 won 2 0", "2024-04 lead 0 0", "2024-04 won 2 1",
    ])
    #expect(answer.map { "\($0.text("channel")!) \($0.period!) \($0.outcome)" } == [
      "direct 2024-04 lead", "direct 2024-04 won", "email 2024-03 lead", "email 2024-03 won", "search 2024-03 lead", "search 2024-03 won",
    ])
    #expect(answer.totals[3].unassigned(of: .linear).integer == 1 && answer.totals[3].unassignedValue(of: .linear).numerator == 7)
    #expect(answer.totals[1].touches(1)?.integer == 2 && answer.totals[1].medianTouches?.integer == 1)
    #expect(answer.totals[1].meanTime.integer == 3 * 86_400 && answer.totals[1].time(1)?.integer == 4 * 86_400)
    #expect(answer.totals[1].time(0.9) == nil && answer[0].periodStart == day(2024, 4, 1) && answer[0].isInProgress)
    let byTouch = try engine.attribute(
      Attribution(.first, by: ["channel"], period: .month).touches(.views.unlimited()).byTouch())
    #expect(byTouch.map { "\($0.text("channel")!) \($0.period!) \($0.value(of: .first).numerator)" } == ["video 2024-03 30"])
  }

  @Test func looksAtPairs() throws {
    let engine = try Self.engine(Self.vector + [(2, .click, "search", 0, 0), (2, .click, "banner", 1, 0), (2, .sale, "", 2, 50)])
    let pairs = try #require(try engine.attribute(Attribution(.shapley, by: ["channel"]).paired()).pairs)
    #expect(pairs.map { "\($0.text("channel")!) \($0.otherText("channel")!) \($0.both) \($0.either) \($0.synergy)" } == [
      "banner search 2 2 1", "banner video 1 2 0", "search video 1 2 0",
    ])
    #expect(pairs[0].bothValue.numerator == 9050 && pairs[0].synergyValue.numerator == 50 && pairs[1].overlap == Ratio(1, over: 2))
    #expect(pairs[0].otherKey("channel")?.state == .name && pairs[0].outcome == "sale" && pairs[0].otherText("campaign") == nil)
  }

  @Test func knowsCostAndActivity() throws {
    let engine = try Self.engine(Self.vector + [(9, .mediaSpend, "banner", 0, 1500), (9, .mediaSpend, "video", 0, 600)])
    let question = Attribution(.linear, .lastClick, by: ["channel"]).cost("media_spend")
      .activity("impressions + clicks", classes: .init(retireBelow: 0.1, optimiseFrom: 0.3))
    let answer = try engine.attribute(question)
    #expect(answer.map { $0.cost?.integer } == [1500, 0, 600] && answer.map { $0.activity?.integer } == [1, 1, 1])
    #expect(answer[0].roas(of: .linear).integer == 2 && answer[0].roi(of: .linear).integer == 1 && answer[0].roas(of: .lastClick).integer == 0)
    #expect(answer[2].cpa(of: .linear).formatted(decimals: 1, mode: .halfAway) == "1800.0" && !answer[0].cpa(of: .lastClick).isDefined)
    #expect(answer[2].impact(of: .linear).reduced == Ratio(333_334, over: 1_000_000, unit: answer[2].impact(of: .linear).unit))
    #expect(answer.map { $0.tacticClass(by: .linear) } == ["optimise", "optimise", "optimise"])
    #expect(answer.map { $0.tacticClass(by: .lastClick) } == ["retire", "optimise", "retire"])
    #expect(try engine.attribute(Attribution(.linear, by: ["channel"]))[0].tacticClass(by: .linear) == nil)
    let part = try engine.attribute(Attribution(.linear, by: ["channel"]).cost("media_spend / 7"))
    #expect(part[0].cost?.formatted(decimals: 2, mode: .halfAway) == "214.29" && part[0].roas(of: .linear).integer == 14)
  }

  @Test func isPrinted() {
    #expect(Attribution.Touch.Role.view.description == "view" && Attribution.Touch.Role(rawValue: 7).description == "role 7")
    #expect(Attribution.Touch.Role.click.description == "click" && Attribution.Involvement.viewThrough.description == "view_through")
  }

  @Test func refuses() throws {
    let engine = try Self.engine(Self.vector)
    func check(_ error: LeadlineError, _ question: Attribution, line: Int = #line) {
      #expect(throws: error, "line \(line)") { try engine.attribute(question) }
    }
    check(.duplicateName, Attribution(.linear, .linear.clicksOnly()))
    check(.duplicateName, Attribution(by: ["channel", "channel"]))
    check(.duplicateName, Attribution().outcomes(.init(.sale), .init(.sale)))
    check(.duplicateName, Attribution(.position().named("place"), by: ["channel"]).byPosition())
    check(.unknownName, Attribution(by: ["campaign"]))
    check(.unknownName, Attribution().outcomes(.init(kinds: [])))
    check(.unknownName, Attribution().touches(.kinds(Kind(rawValue: 5000))))
    check(.unknownName, Attribution().direct("campaign", in: "none"))
    check(.argument, Attribution().touches(.kinds(.lead)))
    check(.argument, Attribution().touches(.kinds(.click, as: .init(rawValue: 9))))
    check(.argument, Attribution().touches(.clicks.window(.zero)))
    check(.argument, Attribution().touches(.excluded().window(Self.dayLength)))
    check(.argument, Attribution().outcomes(.init(.sale).gap(.zero)))
    check(.argument, Attribution(.position(first: -1)))
    check(.argument, Attribution(.position(first: 1_000_001)))
    check(.argument, Attribution(.custom(weights: [])))
    check(.argument, Attribution(.stage([.init(.lead)], first: 1, weights: [1, 1], rest: 1)))
    check(.argument, Attribution(.timeDecay(halfLife: .zero)))
    check(.argument, Attribution(.markov(order: 5)))
    check(.argument, Attribution(.markov(order: 0)))
    check(.argument, Attribution(.markov(), by: ["channel"]).byPosition())
    check(.argument, Attribution(.shapleyRate(samples: 0)))
    check(.argument, Attribution(.shapleyRate(), by: ["channel"], period: .day).byTouch())
    check(.argument, Attribution(.linear).last(0))
    check(.argument, Attribution(.linear).quantiles(0.0005))
    check(.argument, Attribution(.linear).activity("clicks", classes: .init(retireBelow: 2, optimiseFrom: 1)))
    check(.argument, Attribution(.linear).activity("clicks", classes: .init(retireBelow: .nan, optimiseFrom: 1)))
    check(.argument, Attribution(.linear).activity("clicks", classes: .init(retireBelow: 0, optimiseFrom: 0.000_000_4)))
    check(.argument, Attribution(.linear, by: ["channel"]).cost("media_spend").byPosition())
    check(.argument, Attribution(.linear, by: ["channel"]).cost("clicks"))
    check(.argument, Attribution(.linear, by: ["channel"]).activity("media_spend"))
    check(.argument, Attribution(.shapleyRate(samples: 1_000_001)))
    check(.tooMany, Attribution(models: (0...64).map { .linear.named("m\($0)") }))
    #expect(throws: LeadlineError.unsupported) { try Engine().attribute(Attribution()) }
    let some = try Engine(Engine.Options(journeys: Engine.Journeys(kinds: [.click])))
    #expect(throws: LeadlineError.unsupported) { try some.attribute(Attribution()) }
    try engine.close()
    check(.closed, Attribution())
  }
}
