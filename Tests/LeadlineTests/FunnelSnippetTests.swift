import Leadline
import Testing

/// What the article and the symbols' pages on funnels show, compiled and run; `SnippetTests` compares the texts.
@Suite struct FunnelSnippetTests {
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
    // show Funnels.md
    let engine = try Engine(Engine.Options(dimensions: ["channel"], journeys: .kept))
    let march = Timestamp(year: 2024, month: 3, day: 1)!, day = Duration.seconds(86_400)
    let facts: [(who: String, what: Kind, channel: String, after: Int)] = [
      ("anna", .click, "search", 0), ("anna", .lead, "search", 1), ("anna", .sale, "email", 9),
      ("ben", .click, "search", 0), ("ben", .leadForm, "search", 4), ("ben", .leadRejected, "search", 5),
      ("cleo", .click, "social", 50),
    ]
    for fact in facts {
      let code = try engine.code(for: fact.channel, in: "channel")
      try engine.record(Event(fact.what, at: march + day * fact.after, codes: [code], person: Identifier(fact.who)))
    }
    // end
    // show Funnels.md
    let funnel = Funnel(.click, .lead, .sale, by: ["channel"]).window(day * 30)
    for row in try engine.funnel(funnel) {
      print(row.text("channel")!, row.name, row.reached, row.dropped, row.open, row.stepRate)
    }
    // search click 2 0 0 undefined_no_data
    // search lead 2 1 0 1
    // search sale 1 0 0 1/2
    // social click 1 0 1 undefined_no_data
    // social lead 0 0 0 undefined_zero_denominator
    // social sale 0 0 0 undefined_zero_denominator
    // end
    // show Funnels.md
    let answer = try engine.funnel(Funnel(.click, .lead, .sale).window(day * 30))
    print(answer[1].meanTime!.integer!, answer[2].medianTime!.integer!)   // 216000 691200
    for exit in answer.exits {
      print(exit["step"]!, exit.text("kind")!, exit["buyers"]!)   // 2 lead_rejected 1
    }
    // end
    // show Funnels.md
    let strict = Funnel(
      steps: [Funnel.Step(.click).where("channel", in: "search", "social"), Funnel.Step(.lead, .enquiry, name: "interest")]
    ).excluding(Funnel.Exclusion(.leadRejected))
    print(try engine.funnel(strict).map(\.reached))   // [3, 2]
    // end
    // show Funnels.md
    for (what, channel, after) in [(Kind.click, "search", 0), (.click, "email", 40), (.sale, "email", 41)] {
      let code = try engine.code(for: channel, in: "channel")
      try engine.record(Event(what, at: march + day * after, codes: [code], person: Identifier("dan")))
    }
    let sales = Funnel(.click, .sale, by: ["channel"]).window(day * 30).asOf(march + day * 90)
    for row in try engine.funnel(sales) where row.step == 2 {
      print(row.text("channel")!, row.totalRate)
    }
    // email 1
    // search 1/2
    // social 0
    for row in try engine.funnel(sales.countingFirst()) where row.step == 2 {
      print(row.text("channel")!, row.totalRate)
    }
    // search 1/3
    // social 0
    // end
    #expect(
      paper.lines == [
        "search click 2 0 0 undefined_no_data", "search lead 2 1 0 1", "search sale 1 0 0 1/2", "social click 1 0 1 undefined_no_data",
        "social lead 0 0 0 undefined_zero_denominator", "social sale 0 0 0 undefined_zero_denominator", "216000 691200", "2 lead_rejected 1", "[3, 2]",
        "email 1", "search 1/2", "social 0", "search 1/3", "social 0",
      ])
  }

  @Test func symbols() throws {
    let engine = try Engine(Engine.Options(dimensions: ["channel"], journeys: .kept))
    let channel = try engine.code(for: "email", in: "channel")
    for kind in [Kind.click, .lead, .sale] { try engine.record(Event(kind, at: someDay, codes: [channel], person: Identifier("anna"))) }
    try engine.record(Event(.mediaSpend, at: someDay + .seconds(31 * 86_400)))
    // show Funnel.swift
    let funnel = Funnel(.click, .lead, .sale, by: ["channel"])
      .window(.seconds(30 * 86_400))
      .excluding(Funnel.Exclusion(.leadRejected, after: 2, before: 3))
    for row in try engine.funnel(funnel) where row.step == 3 {
      print(row.text("channel")!, row.reached, row.totalRate)
    }
    // end
    // show Funnel.swift
    let interest = Funnel.Step(.lead, .enquiry, name: "interest").where("channel", in: "email", "search")
    // end
    // show Engine+Funnel.swift
    let answer = try engine.funnel(Funnel(.click, .sale))
    let (all, bought) = (answer[0].decided, answer[1].decided)
    let bounds = try Proportion(Int128(bought), of: Int128(all)).interval()
    // end
    #expect(paper.lines == ["email 1 1"])
    #expect(interest.kinds == [.lead, .enquiry] && bounds.high == 1)
  }
}
