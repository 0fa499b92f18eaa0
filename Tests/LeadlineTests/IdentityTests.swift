import Leadline
import Testing

/// Links and forgetting; and what the article shows, compiled and run (`SnippetTests` compares the texts).
@Suite struct IdentityTests {
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
    // show Identity.md
    let engine = try Engine(Engine.Options(journeys: .kept))
    let march = Timestamp(year: 2024, month: 3, day: 1)!, day = Duration.seconds(86_400)
    let facts: [(who: String, what: Kind, after: Int)] = [
      ("visitor 1", .click, 0), ("visitor 2", .click, 4), ("anna", .lead, 4), ("anna", .sale, 19), ("ben", .click, 2),
    ]
    for fact in facts {
      try engine.record(Event(fact.what, at: march + day * fact.after, person: Identifier(fact.who)))
    }
    print(try engine.funnel(Funnel(.click, .sale)).map(\.reached))   // [3, 0]
    try engine.link([Identifier("visitor 1"), Identifier("visitor 2")], to: [Identifier("anna"), Identifier("anna")])
    print(try engine.funnel(Funnel(.click, .sale)).map(\.reached))   // [2, 1]
    // end
    // show Identity.md
    try engine.link(Identifier("anna"), toAccount: Identifier("ACME"))
    try engine.link(Identifier("ben"), toAccount: Identifier("ACME"))
    print(try engine.funnel(Funnel(.click, .sale)).map(\.reached))   // [1, 1]
    // end
    // show Identity.md
    try engine.forget([Identifier("anna"), Identifier("visitor 1"), Identifier("visitor 2")])
    print(try engine.funnel(Funnel(.click, .sale)).map(\.reached))   // [1, 0]
    print(try engine.query(Query("clicks", "sales"))[0]["clicks"]!)   // 1
    // end
    #expect(paper.lines == ["[3, 0]", "[2, 1]", "[1, 1]", "[1, 0]", "1"])
    // show Engine+Identity.swift
    try engine.link(Identifier("cookie 17"), to: Identifier("anna@example.org"))
    // end
    #expect(try engine.info().links == 2)
  }

  @Test func countsConflicts() throws {
    let engine = try Engine(Engine.Options(journeys: .kept))
    try engine.link([1, 1, 2, 2], to: [2, 3, 3, 3])
    try engine.link([1, 2], toAccounts: [9, 9])
    try engine.link(1, toAccount: 7)
    #expect(try engine.info().links == 6)
    #expect(try engine.info().linkConflicts == 2)
    try engine.forget(accounts: [7])
    #expect(try engine.info().linkConflicts == 1)
    try engine.forget(2)
    #expect(try engine.info().links == 2)
  }

  @Test func refuses() throws {
    let engine = try Engine(Engine.Options(journeys: .kept))
    #expect(failure(of: { () throws(LeadlineError) in try engine.link(.none, to: 1) }) == .argument)
    #expect(failure(of: { () throws(LeadlineError) in try engine.link([1, 2], to: [3]) }) == .argument)
    #expect(failure(of: { () throws(LeadlineError) in try engine.forget(.none) }) == .argument)
    let plain = try Engine(Engine.Options())
    #expect(failure(of: { () throws(LeadlineError) in try plain.link(1, to: 2) }) == .unsupported)
    #expect(failure(of: { () throws(LeadlineError) in try plain.forget([1]) }) == .unsupported)
    try engine.forget([])
    try engine.close()
    #expect(failure(of: { () throws(LeadlineError) in try engine.forget(1) }) == .closed)
  }
}
