import Leadline
import Testing

/// What the article on indicators of journeys and the page on amounts show, compiled and run; `SnippetTests` compares the texts.
@Suite struct AmountSnippetTests {
  /// What the snippets print.
  private final class Paper {
    var lines: [String] = []

    func print(_ items: Any...) {
      lines.append(items.map { "\($0)" }.joined(separator: " "))
    }
  }

  private let paper = Paper()
  private var print: (Any...) -> Void { paper.print }

  @Test func article() throws {
    // show JourneyIndicators.md
    let engine = try Engine(Engine.Options(dimensions: ["channel"], journeys: .kept))
    let retention = try engine.indicator(named: "retention")
    print(retention.formula, retention.function!)
    // members active at age k / size of the cohort leadline_cohorts
    // end
    // show JourneyIndicators.md
    let march = Timestamp(year: 2024, month: 3, day: 1)!, day = Duration.seconds(86_400)
    let facts: [(who: String, after: Int, what: Kind)] = [
      ("anna", 0, .socialLike), ("anna", 1, .socialLike), ("anna", 2, .sale), ("anna", 3, .socialShare), ("ben", 0, .socialLike),
    ]
    for fact in facts {
      try engine.record(Event(fact.what, at: march + day * fact.after, person: Identifier(fact.who)))
    }
    let touches = try engine.paths(Paths(.socialInteraction).everyOutcome()).touches
    print(touches[0]["touches"]!, touches[0]["all_touches"]!, touches[0]["outcome_share"]!)
    // 2 4 1/2
    // end
    // show JourneyIndicators.md
    for (after, amount) in [(4, 100), (5, 200), (6, 3000)] {
      try engine.record(Event(.sale, at: march + day * after, amount: Int64(amount), person: Identifier("cleo")))
    }
    let sales = try engine.amounts(Amounts(of: Funnel.Step(.sale)))[0]
    print(sales.facts, sales.total, sales.mean, sales.median!)
    // 4 3300 825 100
    // end
    #expect(
      paper.lines == ["members active at age k / size of the cohort leadline_cohorts", "2 4 1/2", "4 3300 825 100"])
    #expect(!retention.isAnsweredByQuery)
    #expect(throws: LeadlineError.expressionElsewhere) { try engine.query(Query("retention")) }
    #expect(try engine.indicator(named: "cpl").function == nil && engine.indicator(named: "customers_new").function == "leadline_churn")
  }

  @Test func symbols() throws {
    let engine = try Engine(Engine.Options(dimensions: ["channel"], journeys: .kept))
    let channel = try engine.code(for: "email", in: "channel")
    for seconds in [30, 600, 90] {
      try engine.record(Event(.visit, at: someDay, codes: [channel], amount: Int64(seconds), person: Identifier("anna")))
    }
    // show Amounts.swift
    let visits = Amounts(by: ["channel"]).quantiles(0.5, 0.9)
    for row in try engine.amounts(visits) {
      print(row.text("channel")!, row.mean, row.median!, row.quantile(0.9)!)
    }
    // end
    #expect(paper.lines == ["email 240 90 600"])
  }
}
