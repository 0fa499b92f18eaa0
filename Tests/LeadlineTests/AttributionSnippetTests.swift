import Leadline
import Testing

/// What the article and the symbols' pages on attribution show, compiled and run; `SnippetTests` compares the texts.
@Suite struct AttributionSnippetTests {
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
    // show Attribution.md
    let engine = try Engine(Engine.Options(dimensions: ["channel"], journeys: .kept))
    let march = Timestamp(year: 2024, month: 3, day: 1)!, day = Duration.seconds(86_400)
    let facts: [(who: Identifier, what: Kind, channel: String, after: Int, amount: Int64)] = [
      (1, .impression, "video", 0, 0), (1, .click, "banner", 0, 0), (1, .click, "search", 1, 0), (1, .sale, "", 1, 9000),
      (2, .click, "banner", 0, 0), (2, .click, "search", 3, 0), (2, .sale, "", 3, 6000),
      (3, .impression, "video", 2, 0), (4, .sale, "", 5, 500),
    ]
    for fact in facts {
      let code = try engine.code(for: fact.channel, in: "channel")
      try engine.record(Event(fact.what, at: march + day * fact.after, codes: [code], amount: fact.amount, person: fact.who))
    }
    // end
    // show Attribution.md
    let attribution = Attribution(.lastClick, .first, .linear, .position(), by: ["channel"])
    let answer = try engine.attribute(attribution)
    for row in answer {
      print(row.text("channel")!, row.value(of: .lastClick), row.value(of: .first), row.value(of: .linear), row.value(of: .position()))
    }
    // banner 0 6000 6000 4800
    // search 15000 0 6000 6600
    // video 0 9000 3000 3600
    // end
    // show Attribution.md
    let total = answer.totals[0]
    print(total.outcomes, total.value, total.untouched, total.unassignedValue(of: .linear))   // 3 15500 1 500
    print(total.meanTouches, total.medianTime!)   // 5/3 86400.000000
    // end
    // show Attribution.md
    for row in answer {
      let hidden = row.credit(of: .linear).numerator - row.credit(of: .lastClick).numerator
      print(row.text("channel")!, row.credit(of: .lastClick), row.credit(of: .linear), Ratio(hidden, scale: 6))
    }
    // banner 0.000000 0.833333 0.833333
    // search 2.000000 0.833333 -1.166667
    // video 0.000000 0.333334 0.333334
    // end
    // show Attribution.md
    let strict = Attribution(.linear, by: ["channel"])
      .touches(.excluded().where("channel", in: "payment"), .clicks.where("channel", in: "banner").window(day * 2), .clicks, .views.unlimited())
      .outcomes(.init(.lead, name: "first lead").firstOnly(), .init(.sale).anew())
    for row in try engine.attribute(strict) where row.outcome == "sale" {
      print(row.text("channel")!, row.value(of: .linear))
    }
    // banner 3000
    // search 9000
    // video 3000
    // end
    // show Attribution.md
    let detailed = try engine.attribute(attribution.detailed().paired())
    for row in detailed {
      print(row.text("channel")!, row.outcomes(.sourced)!, row.outcomes(.influenced)!, row.outcomes(.assisted)!, row.assistToLast!)
    }
    // banner 1 2 2 undefined_zero_denominator
    // search 0 2 0 0
    // video 1 1 1 undefined_zero_denominator
    for pair in detailed.pairs! {
      print(pair.text("channel")!, pair.otherText("channel")!, pair.both, pair.either, pair.overlap, pair.synergy)
    }
    // banner search 2 2 1 1
    // banner video 1 2 1/2 0
    // search video 1 2 1/2 0
    // end
    // show Attribution.md
    let chain = try engine.attribute(Attribution(.markov(), .shapleyRate(), by: ["channel"]))
    for row in chain {
      let effect = row.removalEffect(of: .markov())!
      print(row.text("channel")!, (effect * 1000).rounded() / 1000, row.credit(of: .markov()), row.credit(of: .shapleyRate()))
    }
    // banner 0.667 0.800000 1.166667
    // search 0.667 0.800000 1.166667
    // video 0.333 0.400000 -0.333334
    // end
    // show Attribution.md
    let banner = try engine.code(for: "banner", in: "channel")
    try engine.record(Event(.mediaSpend, at: march, codes: [banner], amount: 1500))
    let paid = try engine.attribute(attribution.cost("marketing_cost"))
    print(paid[0].text("channel")!, paid[0].cost!, paid[0].roas(of: .lastClick), paid[0].roas(of: .linear))   // banner 1500 0 4
    print(paid[0].cpa(of: .lastClick), paid[0].cpa(of: .linear).formatted(decimals: 2, mode: .halfAway)!)
    // undefined_zero_denominator 1800.00
    // end
    // show Attribution.md
    let live = try engine.liveAttribution(attribution)
    print(try live.read()[0].value(of: .lastClick))   // 0
    try engine.record(Event(.click, at: march + day * 4, codes: [banner], person: 4))
    print(try live.read()[0].value(of: .lastClick))   // 500
    // end
    #expect(
      paper.lines == [
        "banner 0 6000 6000 4800", "search 15000 0 6000 6600", "video 0 9000 3000 3600", "3 15500 1 500", "5/3 86400.000000",
        "banner 0.000000 0.833333 0.833333", "search 2.000000 0.833333 -1.166667", "video 0.000000 0.333334 0.333334",
        "banner 3000", "search 9000", "video 3000",
        "banner 1 2 2 undefined_zero_denominator", "search 0 2 0 0", "video 1 1 1 undefined_zero_denominator",
        "banner search 2 2 1 1", "banner video 1 2 1/2 0", "search video 1 2 1/2 0",
        "banner 0.667 0.800000 1.166667", "search 0.667 0.800000 1.166667", "video 0.333 0.400000 -0.333334",
        "banner 1500 0 4", "undefined_zero_denominator 1800.00", "0", "500",
      ])
  }

  @Test func countedPaths() throws {
    let engine = try Engine()
    // show CountedPath.swift
    let paths = [
      CountedPath("search > banner", outcomes: 40, value: 4_000, lost: 760), CountedPath("banner", outcomes: 3, value: 250, lost: 797),
    ]
    let answer = try engine.attribute(Attribution(.linear, .markov()), paths: paths)
    // end
    // show Engine+CountedPaths.swift
    for row in answer {
      print(row.text("key")!, row.credit(of: .linear), row.removalEffect(of: .markov())!)
    }
    // end
    #expect(paper.lines == ["banner 23.000000 1.0", "search 20.000000 0.5"])
  }

  @Test func symbols() throws {
    let engine = try Engine(Engine.Options(dimensions: ["channel"], journeys: .kept))
    let channel = try engine.code(for: "email", in: "channel")
    for (kind, amount) in [(Kind.click, 0), (.lead, 0), (.sale, 50)] {
      try engine.record(Event(kind, at: someDay, codes: [channel], amount: Int64(amount), person: Identifier("anna")))
    }
    // show Attribution.swift
    let attribution = Attribution(.lastClick, .linear, .position(), by: ["channel"])
      .touches(.clicks.window(.seconds(90 * 86_400)), .views)
      .outcomes(.init(.lead).firstOnly(), .init(.sale))
    let answer = try engine.attribute(attribution)
    for row in answer where row.outcome == "sale" {
      print(row.text("channel")!, row.credit(of: .lastClick), row.value(of: .linear))
    }
    // end
    // show Attribution+Touch.swift
    let touches: [Attribution.Touch] = [
      .excluded().where("channel", in: "payment"),
      .clicks.where("channel", in: "email").window(.seconds(7 * 86_400)), .clicks, .views,
    ]
    // end
    // show Attribution+Model.swift
    let models: [Attribution.Model] = [
      .lastClick, .linear, .linear.clicksOnly().named("linear_clicks"),
      .position(first: 30, middle: 40, last: 30), .timeDecay(halfLife: .seconds(14 * 86_400)),
    ]
    // end
    // show LiveAttribution.swift
    let live = try engine.liveAttribution(Attribution(.lastClick, .linear, by: ["channel"]))
    let now = try live.read()
    // end
    #expect(now[0].value(of: .linear) == Ratio(50, unit: .money))
    var all = Attribution(models: models)
    all.touches = touches
    let whole = try engine.attribute(all)
    #expect(models.map { whole[0].value(of: $0) } == Array(repeating: Ratio(50, unit: .money), count: 5))
    #expect(paper.lines == ["email 1.000000 50"])
  }
}
