import Leadline
import Testing

/// What the article and the symbols' pages on cohorts show, compiled and run; `SnippetTests` compares the texts.
@Suite struct CohortSnippetTests {
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
    // show Cohorts.md
    let engine = try Engine(Engine.Options(dimensions: ["channel"], journeys: .kept))
    let march = Timestamp(year: 2024, month: 3, day: 1)!, day = Duration.seconds(86_400)
    let facts: [(who: String, what: Kind, channel: String, after: Int, amount: Int64, id: UInt64, ref: UInt64)] = [
      ("", .mediaSpend, "search", 0, 600, 0, 0),
      ("anna", .sale, "search", 0, 100, 1, 0), ("anna", .sale, "search", 40, 300, 2, 0), ("anna", .refund, "search", 75, 150, 0, 2),
      ("ben", .sale, "search", 30, 100, 3, 0), ("ben", .sale, "search", 70, 500, 4, 0),
      ("cleo", .sale, "search", 3, 200, 5, 0), ("dan", .sale, "email", 45, 80, 6, 0), ("dan", .lead, "email", 80, 0, 0, 0),
    ]
    for fact in facts {
      let code = try engine.code(for: fact.channel, in: "channel")
      try engine.record(
        Event(
          fact.what, at: march + day * fact.after, codes: [code], amount: fact.amount,
          person: fact.who.isEmpty ? .none : Identifier(fact.who), id: Identifier(rawValue: fact.id), ref: Identifier(rawValue: fact.ref)))
    }
    // end
    // show Cohorts.md
    let answer = try engine.cohorts(Cohorts(first: .sale, by: ["channel"], acquisitionCost: "acquisition_cost"))
    for row in answer {
      print(row.text("channel")!, row.period!, row.age, row.active, row.retention, row.netRevenue, row.totalContribution)
    }
    // email 2024-04 0 1 1 80 80
    // email 2024-04 1 0 in_progress 0 80
    // search 2024-03 0 3 1 400 400
    // search 2024-03 1 1 1/3 150 550
    // search 2024-03 2 1 in_progress 500 1050
    // end
    // show Cohorts.md
    for cohort in answer.summary {
      print(cohort.text("channel")!, cohort.repeatShare, cohort.acquisitionCost, cohort.paybackAge, cohort.totalValue, cohort.meanValue)
    }
    // email 0 0 0 80 80
    // search 2/3 600 in_progress 450 150
    // end
    // show Cohorts.md
    for row in try engine.churn(Churn(lostAfter: day * 30)) {
      print(row.period!, row.customersAtStart, row.new, row.returned, row.lost, row.churnRate)
    }
    // 2024-03 0 3 0 1 undefined_zero_denominator
    // 2024-04 2 1 1 2 1
    // 2024-05 2 0 1 2 in_progress
    let leads = try engine.openLeads(OpenLeads(by: ["channel"], isValued: true))
    print(leads[0].text("channel")!, leads[0].leads, leads[0].open, leads[0].value!)   // email 1 1 undefined_zero_denominator
    // end
    #expect(
      paper.lines == [
        "email 2024-04 0 1 1 80 80",
        "email 2024-04 1 0 in_progress 0 80",
        "search 2024-03 0 3 1 400 400",
        "search 2024-03 1 1 1/3 150 550",
        "search 2024-03 2 1 in_progress 500 1050",
        "email 0 0 0 80 80",
        "search 2/3 600 in_progress 450 150",
        "2024-03 0 3 0 1 undefined_zero_denominator",
        "2024-04 2 1 1 2 1",
        "2024-05 2 0 1 2 in_progress",
        "email 1 1 undefined_zero_denominator",
      ])
  }

  @Test func symbols() throws {
    let engine = try Engine(Engine.Options(dimensions: ["channel"], journeys: .kept))
    let channel = try engine.code(for: "email", in: "channel")
    for kind in [Kind.lead, .sale, .lead] {
      try engine.record(Event(kind, at: someDay, codes: [channel], amount: kind == .sale ? 50 : 0, person: Identifier("anna")))
    }
    do {
      // show Cohorts.swift
      let cohorts = Cohorts(first: .sale, by: ["channel"], acquisitionCost: "acquisition_cost")
      let answer = try engine.cohorts(cohorts)
      for row in answer { print(row.period!, row.age, row.retention, row.totalContribution) }
      for cohort in answer.summary { print(cohort.period!, cohort.size, cohort.paybackAge) }
      // end
    }
    do {
      // show Churn.swift
      let answer = try engine.churn(Churn(lostAfter: .seconds(180 * 86_400)))
      for row in answer { print(row.period!, row.new, row.lost, row.churnRate) }
      // end
    }
    do {
      // show OpenLeads.swift
      for row in try engine.openLeads(OpenLeads(by: ["channel"], isValued: true)) {
        print(row.text("channel")!, row.open, row.value!)
      }
      // end
    }
    #expect(paper.lines == ["2024-03 0 in_progress 50", "2024-03 1 undefined_no_data", "2024-03 1 0 in_progress", "email 0 0"])
  }
}
