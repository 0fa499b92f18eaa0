import Leadline
import Testing

/// What the articles and the symbols' pages on velocity and responses show, compiled and run; `SnippetTests` compares the texts.
@Suite struct VelocitySnippetTests {
  /// What the snippets print.
  private final class Paper {
    var lines: [String] = []

    func print(_ items: Any...) {
      lines.append(items.map { "\($0)" }.joined(separator: " "))
    }
  }

  private let paper = Paper()
  private var print: (Any...) -> Void { paper.print }

  @Test func velocityArticle() throws {
    // show Velocity.md
    let engine = try Engine(Engine.Options(dimensions: ["channel"], journeys: .kept))
    let march = Timestamp(year: 2024, month: 3, day: 1)!, day = Duration.seconds(86_400)
    let facts: [(who: String, what: Kind, after: Int)] = [
      ("anna", .lead, 0), ("anna", .sale, 2), ("ben", .lead, 1), ("ben", .sale, 5), ("cleo", .lead, 4), ("dan", .lead, 2),
    ]
    for fact in facts {
      try engine.record(Event(fact.what, at: march + day * fact.after, person: Identifier(fact.who)))
    }
    // end
    // show Velocity.md
    for row in try engine.velocity(Velocity(.lead, .sale).asOf(march + day * 7)) {
      print(row.from, row.to, row.entered, row.completed, row.open)   // lead sale 4 2 2
      print(row.meanTime.integer!, row.medianTime!.integer!, row.censoredTime(0.5)!.integer!)   // 259200 172800 345600
    }
    // end
    // show Velocity.md
    for row in try engine.population(StageQuery(stages: .pipeline).asOf(march + day * 4)) where row.people > 0 {
      print(row.name, row.people)
    }
    // lead 3
    // sale 1
    // end
    // show Velocity.md
    let days = StageQuery(.lead, .sale, period: .day).within(march..<march + day * 3)
    for row in try engine.population(days) {
      print(row.period!, row.name, row.people)
    }
    // 2024-03-01 lead 1
    // 2024-03-01 sale 0
    // 2024-03-02 lead 2
    // 2024-03-02 sale 0
    // 2024-03-03 lead 2
    // 2024-03-03 sale 1
    // end
    // show Velocity.md
    let interest = Funnel.Step(.click, .enquiry, name: "interest")
    try engine.define(StageList("shop", steps: [interest, Funnel.Step(.lead), Funnel.Step(.sale)], boundary: 1))
    print(try engine.funnel(Funnel(stages: Stages("shop").bottom)).map(\.reached))   // [4, 2]
    // end
    #expect(
      paper.lines == [
        "lead sale 4 2 2", "259200 172800 345600", "lead 3", "sale 1", "2024-03-01 lead 1", "2024-03-01 sale 0", "2024-03-02 lead 2",
        "2024-03-02 sale 0", "2024-03-03 lead 2", "2024-03-03 sale 1", "[4, 2]",
      ])
  }

  @Test func responseArticle() throws {
    // show Response.md
    let engine = try Engine(Engine.Options(journeys: .kept))
    let friday = Timestamp(year: 2024, month: 3, day: 1, hour: 16, minute: 30)!
    for (who, what, after) in [("anna", Kind.enquiry, 0), ("anna", .lead, 60), ("anna", .response, 100), ("ben", .lead, 0)] {
      try engine.record(Event(what, at: friday + .seconds(after), person: Identifier(who)))
    }
    try engine.record(Event(.response, at: friday + .seconds(65 * 3_600), person: Identifier("ben")))
    // end
    // show Response.md
    for row in try engine.responses(ResponseTime().limit(.seconds(300))) {
      print(row.enquiries, row.answered, row.medianTime!.integer!, row.withinRate!)   // 3 3 100 2/3
    }
    // end
    // show Response.md
    let office = WorkCalendar(hours: (1...5).map { WorkCalendar.Hours(weekday: $0, hours: 9..<17) }, holidays: [20241225])
    print(try engine.workingTime(friday..<friday + .seconds(65 * 3_600), by: office))   // 3600.0 seconds
    print(try engine.responses(ResponseTime().working(office).quantiles(1))[0].time(1)!.integer!)   // 3600
    // end
    #expect(paper.lines == ["3 3 100 2/3", "3600.0 seconds", "3600"])
  }

  @Test func symbols() throws {
    let engine = try Engine(Engine.Options(dimensions: ["channel"], journeys: .kept))
    let email = try engine.code(for: "email", in: "channel")
    for (who, kind) in [("anna", Kind.lead), ("anna", .response), ("anna", .mql), ("anna", .sale), ("ben", .lead), ("ben", .dealLost)] {
      try engine.record(Event(kind, at: someDay, codes: [email], person: Identifier(who)))
    }
    try engine.record(Event(.response, at: someDay + .seconds(301), codes: [email], person: Identifier("ben")))
    try engine.record(Event(.sql, at: someDay + .seconds(400), codes: [email], person: Identifier("ben")))
    // show Stages.swift
    let bottom = Funnel(stages: .digital.bottom)
    // end
    // show Velocity.swift
    let velocity = Velocity(.lead, .mql, .sale, by: ["channel"]).between(1, 3)
    for row in try engine.velocity(velocity) {
      print(row.text("channel")!, row.entered, row.completed, row.medianTime!.integer!)
    }
    // end
    // show StageQuery.swift
    let deals = StageQuery(stages: .pipeline).latest().leaving(Funnel.Step(.dealLost))
    for row in try engine.population(deals) {
      print(row.name, row.people)
    }
    // end
    // show ResponseTime.swift
    let response = ResponseTime(by: ["channel"]).limit(.seconds(300)).lift()
    for row in try engine.responses(response) {
      print(row.text("channel")!, row.enquiries, row.withinRate!, row.lift!)
    }
    // end
    #expect(try engine.funnel(bottom).map(\.reached) == [2, 1, 0, 0, 0])
    #expect(
      paper.lines == [
        "email 2 1 0", "lead 0", "mql 0", "sql 1", "opportunity 0", "quote 0", "sale 1", "email 2 1/2 1",
      ])
  }
}
