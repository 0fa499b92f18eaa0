import Leadline
import Testing

/// What the articles and the symbols' pages on audiences, scores and paths show, compiled and run; `SnippetTests` compares the
/// texts.
@Suite struct AudienceRuleSnippetTests {
  /// What the snippets print.
  private final class Paper {
    var lines: [String] = []

    func print(_ items: Any...) {
      lines.append(items.map { "\($0)" }.joined(separator: " "))
    }
  }

  private let paper = Paper()
  private var print: (Any...) -> Void { paper.print }

  @Test func audiences() throws {
    // show Audiences.md
    let engine = try Engine(Engine.Options(dimensions: ["placement"], journeys: .kept))
    let march = Timestamp(year: 2024, month: 3, day: 1)!, day = Duration.seconds(86_400)
    let facts: [(who: Identifier, what: Kind, placement: String, after: Int)] = [
      (1, .click, "top", 0), (1, .sale, "top", 4), (2, .click, "top", 2),
      (3, .view, "side", 0), (3, .click, "side", 1), (4, .sale, "top", 0), (4, .click, "top", 3),
    ]
    for fact in facts {
      let code = try engine.code(for: fact.placement, in: "placement")
      try engine.record(Event(fact.what, at: march + day * fact.after, codes: [code], person: fact.who))
    }
    // end
    // show Audiences.md
    let top = AudienceRule("top", .init(.click).where("placement", in: "top")).excluding(.init(.sale))
    let watched = AudienceRule("watched", .init(.view), .init(.click).then())
    for row in try engine.follow(top, watched) {
      print(row.name, row.joined, row.members, row.converted, row.conversion)
    }
    // top 2 1 1 1/2
    // watched 1 1 0 0
    // end
    // show Audiences.md
    let overlap = try engine.follow(top, watched).overlaps[0]
    print(overlap.both, overlap.either, overlap.lift.state)   // 0 3 undefined_zero_denominator
    // end
    // show Audiences.md
    for member in try engine.members(of: top) {
      print(member.person, member.joined)   // 2 2024-03-03T00:00:00Z
    }
    // end
    // show Audiences.md
    let score = Score(.init(.click, points: 10), .init(.sale, points: 30, atMost: 1), classes: "cold", ("warm", from: 10), ("hot", from: 40))
    print(try engine.score(score).map(\.buyers))   // [0, 2, 2]
    print(try engine.members(of: score, from: "hot").map(\.person))   // [1, 4]
    // end
    #expect(
      paper.lines == [
        "top 2 1 1 1/2", "watched 1 1 0 0", "0 3 undefined_zero_denominator", "2 2024-03-03T00:00:00Z", "[0, 2, 2]", "[1, 4]",
      ])
  }

  @Test func paths() throws {
    // show Paths.md
    let engine = try Engine(Engine.Options(dimensions: ["channel"], journeys: .kept))
    let march = Timestamp(year: 2024, month: 3, day: 1)!, day = Duration.seconds(86_400)
    let facts: [(who: Identifier, what: Kind, channel: String, after: Int)] = [
      (1, .impression, "video", 0), (1, .click, "banner", 1), (1, .click, "search", 2), (1, .sale, "", 2),
      (2, .click, "banner", 0), (2, .click, "banner", 1), (2, .click, "search", 2),
      (3, .impression, "video", 1), (3, .click, "banner", 2), (3, .click, "search", 3), (3, .sale, "", 9),
    ]
    for fact in facts {
      let code = try engine.code(for: fact.channel, in: "channel")
      try engine.record(Event(fact.what, at: march + day * fact.after, codes: [code], person: fact.who))
    }
    // end
    // show Paths.md
    let paths = Paths(.impression, .click).called(.name(of: "channel")).collapsed()
    for row in try engine.paths(paths) {
      print(row.path, row.count, row.outcomes, row.dropped, row.rate)
    }
    // video > banner > search 2 2 0 1
    // banner > search 1 0 1 0
    // end
    // show Paths.md
    let answer = try engine.paths(paths.window(day * 3), order: .outcomes, limit: 1)
    print(answer[0].path.isEmpty, answer[0].outcomes)   // true 1
    // end
    // show Paths.md
    for move in try engine.paths(paths).transitions where move.text("from") == "search" {
      print(move.text("to")!, move["transitions"]!, move["share"]!)
    }
    // (outcome) 2 2/3
    // (dropped) 1 1/3
    let touches = try engine.paths(paths).touches
    print(touches[0]["mean"]!, touches[0]["p500"]!)   // 3 3
    // end
    #expect(
      paper.lines == [
        "video > banner > search 2 2 0 1", "banner > search 1 0 1 0", "true 1", "(outcome) 2 2/3", "(dropped) 1 1/3", "3 3",
      ])
  }

  @Test func symbols() throws {
    let engine = try Engine(Engine.Options(dimensions: ["placement", "channel", "country"], journeys: .kept))
    let codes = [
      try engine.code(for: "top", in: "placement"), try engine.code(for: "search", in: "channel"), try engine.code(for: "AT", in: "country"),
    ]
    for kind in [Kind.view, .click, .enquiry] {
      try engine.record(Event(kind, at: someDay, person: 7), codes: codes)
    }
    // show AudienceRule.swift
    let clicked = AudienceRule("clicked, did not buy", .init(.click).where("placement", in: "top"))
      .excluding(.init(.sale))
    let watched = AudienceRule("watched, then clicked", .init(.view), .init(.click).then())
    for row in try engine.follow(clicked, watched) {
      print(row.name, row.members, row.conversion)
    }
    // end
    // show Score.swift
    let score = Score(
      .init(.visit, points: 5, atMost: 4), .init(.enquiry, points: 30), .init(.dealLost, points: -20),
      classes: "red", ("amber", from: 10), ("green", from: 40))
    for row in try engine.score(score) {
      print(row.name, row.buyers, row.share)
    }
    for lead in try engine.members(of: score, from: "green") {
      print(lead.person, lead.score, lead.reached)
    }
    // end
    // show Paths.swift
    let paths = Paths(.impression, .click, to: Funnel.Step(.sale), by: ["country"])
      .called(.stepAndName(of: "channel"))
      .collapsed()
      .window(.seconds(90 * 86_400))
    for row in try engine.paths(paths, limit: 10) {
      print(row.text("country")!, row.path, row.outcomes, row.rate)
    }
    // end
    #expect(
      paper.lines == [
        "clicked, did not buy 1 0", "watched, then clicked 1 0", "red 0 0", "amber 1 1", "green 0 0", "AT click:search 0 0",
      ])
  }
}
