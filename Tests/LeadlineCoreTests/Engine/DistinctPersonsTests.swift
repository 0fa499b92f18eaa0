import CLeadline
@testable import LeadlineCore
import Testing
import TestSupport

/// Distinct persons in the cells of an engine against sets of persons.
@Suite struct DistinctPersonsTests {
  static let day: Int64 = 86_400_000_000
  static let dimensions: [ModelSetup.Dimension] = [.init(name: "channel"), .init(name: "region")]

  static func setup(shards: Int = 1, limits: Bool = false, precision: Int = 0) -> ModelSetup {
    var setup = ModelSetup(dimensions: dimensions, hasIds: true, shards: shards)
    setup.rollups = [
      .init(dimensions: [0, 1], period: .day, limit: limits ? 4 : 0), .init(name: "days", dimensions: [0], period: .day),
      .init(dimensions: [0], period: .month),
    ]
    setup.distinct = [10, 50]
    setup.precision = precision
    return setup
  }

  static func fact(
    _ day: Int, _ kind: UInt16, _ channel: String, _ region: String, person: UInt64, id: UInt64 = 0, count: Int64 = 1
  ) -> ModelFact {
    ModelFact(
      time: Int64(day) * Self.day + 5, kind: kind, names: [ModelName(text: channel), ModelName(text: region)], count: count,
      person: person, id: id)
  }

  /// What was taken in, as sets.
  struct Seen {
    var facts: [ModelFact] = []

    mutating func clear(_ channel: String, _ days: Range<Int>) {
      facts.removeAll { $0.names[0].text == channel && days.contains(Int($0.time / DistinctPersonsTests.day)) }
    }

    private func of(_ kind: UInt16, _ isIn: (ModelFact) -> Bool) -> [ModelFact] {
      facts.filter { ($0.kind == kind || (kind == 50 && $0.kind == 51)) && $0.person != 0 && isIn($0) }
    }

    func distinct(_ kind: UInt16, _ isIn: (ModelFact) -> Bool) -> Int { Set(of(kind, isIn).map(\.person)).count }

    /// Of facts with one id the one with the smallest person stands: all else is equal in these tests.
    func identified(_ kind: UInt16, _ isIn: (ModelFact) -> Bool) -> Int64 {
      var standing: [UInt64: UInt64] = [:]
      for fact in facts where fact.id != 0 { standing[fact.id] = min(standing[fact.id] ?? .max, fact.person) }
      var counted: Set<UInt64> = []
      var sum: Int64 = 0
      for fact in of(kind, isIn) {
        if fact.id != 0 && (standing[fact.id] != fact.person || !counted.insert(fact.id).inserted) { continue }
        sum += fact.count
      }
      return sum
    }
  }

  func values(_ engine: LiveEngine, _ query: ModelQuery) -> [[String]] {
    let answer = engine.answer(query)
    #expect(answer.status == LEADLINE_OK, "\(engine.errorText)")
    return answer.lines.map { $0.split(separator: " | ", omittingEmptySubsequences: false).map(String.init) }
  }

  @Test(arguments: 1...12 as ClosedRange<UInt64>) func randomFacts(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    func below(_ limit: Int) -> Int { Int(random.next() % UInt64(limit)) }
    let shards = seed % 3 == 0 ? 3 : 1
    var engines = [try LiveEngine(Self.setup(shards: shards)), try LiveEngine(Self.setup(shards: shards))]
    var seen = [Seen(), Seen()]
    let channels = ["email", "search", "social"]
    let regions = ["n", "s", ""]
    var nextId: UInt64 = 1
    for _ in 0..<25 {
      let e = below(2)
      var facts: [ModelFact] = []
      for _ in 0..<1 + below(30) {
        facts.append(
          Self.fact(
            below(70), [10, 10, 50, 51, 70][below(5)], channels[below(3)], regions[below(3)], person: UInt64(below(40)),
            count: Int64(1 + below(3))))
        if below(3) == 0 {
          // Repeats in this engine and the other, some of another person.
          facts[facts.count - 1].id = nextId
          nextId += 1
          if facts[facts.count - 1].person == 0 { facts[facts.count - 1].person = 7 }
          var repeated = facts[facts.count - 1]
          if below(2) == 0 { repeated.person = UInt64(1 + below(40)) }
          facts.append(repeated)
        }
      }
      switch below(6) {
      case 0:
        // A batch that is refused leaves nothing behind.
        #expect(engines[e].record(facts + [Self.fact(1, 999, "email", "n", person: 99)]).status == LEADLINE_FACT_KIND)
      case 1:
        var bad = Self.fact(1, 57, "email", "n", person: 98)
        bad.amount = 5
        #expect(engines[e].record([bad] + facts + [bad], skip: true).status == LEADLINE_OK)
        seen[e].facts += facts
      case 2:
        #expect(engines[e].write(facts, capacity: 7) == LEADLINE_OK)
        seen[e].facts += facts
      default:
        #expect(engines[e].record(facts, isSparse: below(2) == 0).status == LEADLINE_OK)
        seen[e].facts += facts
      }
      if below(9) == 0 && facts.allSatisfy({ $0.id == 0 }) {
        #expect(engines[e].clear(0, ["search"], from: 31 * Self.day, to: 59 * Self.day) == LEADLINE_OK)
        seen[e].clear("search", 31..<59)
      }
    }
    check(engines[0], seen[0], "seed \(seed)")
    #expect(leadline_merge(engines[0].handle, engines[1].handle, 0) == LEADLINE_OK)
    check(engines[0], Seen(facts: seen[0].facts + seen[1].facts), "seed \(seed), merged")
    check(engines[1], seen[1], "seed \(seed), source")
    engines.removeAll()
  }

  private func check(_ engine: LiveEngine, _ seen: Seen, _ at: Comment) {
    let columns = [
      "distinct(impression)", "identified(impression)", "distinct(lead)", "distinct(lead where region = n)",
      "total(distinct(impression))", "opening(distinct(impression))", "distinct(impression by region)", "frequency",
      "cr_visitor_to_lead",
    ]
    func month(_ fact: ModelFact) -> Int { Civil(days: Int(fact.time / Self.day)).month }
    let rows = values(engine, ModelQuery(by: ["channel"], columns: columns, period: .month, totals: true))
    let isEmpty = seen.facts.isEmpty
    if isEmpty { return }
    func expected(_ isIn: (ModelFact) -> Bool, _ month: Int, _ opening: (ModelFact) -> Bool) -> [String] {
      let persons = seen.distinct(10, isIn)
      let identified = seen.identified(10, isIn)
      let names = Set(seen.facts.filter { $0.kind == 10 && isIn($0) && !$0.names[1].text.isEmpty }.map { $0.names[1].text }).count
      return [
        "\(persons)", "\(identified)", "\(seen.distinct(50, isIn))", "\(seen.distinct(50) { isIn($0) && $0.names[1].text == "n" })",
        month == 0 ? "\(seen.distinct(10) { _ in true })" : "\(seen.distinct(10) { Civil(days: Int($0.time / Self.day)).month == month })",
        "\(seen.distinct(10, opening))", "\(names)",
      ]
    }
    for row in rows.dropLast() {
      let channel = String(row[0].dropFirst(2))
      let label = row[1]
      let number = Int(label.suffix(2))!
      let wanted = expected(
        { $0.names[0].text == channel && month($0) == number }, number, { $0.names[0].text == channel && month($0) < number })
      #expect(Array(row[3..<10]) == wanted, at)
      // Nobody's visits were taken in; identified impressions over reach are a ratio where there is a reach.
      #expect(row[11].hasPrefix("2:") || row[11].contains("state 2"), at)
    }
    let first = rows.dropLast().map { Int($0[1].suffix(2))! }.min() ?? 0
    #expect(Array(rows.last![3..<10]) == expected({ _ in true }, 0, { month($0) < first }), at)
  }

  @Test func beyondExactCountsAreNear() throws {
    let engine = try LiveEngine(Self.setup())
    let half = try LiveEngine(Self.setup(shards: 2))
    var facts: [ModelFact] = []
    for person in 1...30_000 as ClosedRange<UInt64> {
      facts.append(Self.fact(Int(person % 40), 10, person % 2 == 0 ? "email" : "search", "n", person: person * 7919))
    }
    #expect(engine.record(facts).status == LEADLINE_OK)
    for part in [facts[20_000...], facts[..<20_000]] { #expect(half.record(Array(part.reversed())).status == LEADLINE_OK) }
    let query = ModelQuery(by: ["channel"], columns: ["reach", "frequency"], totals: true)
    let rows = values(engine, query)
    #expect(engine.answer(query) == half.answer(query))
    for (row, persons) in zip(rows, [15_000.0, 15_000.0, 30_000.0]) {
      #expect(abs(Double(row[1])! - persons) < 0.06 * persons, "\(row)")
    }
    // Months of the smallest rollup merge to the same.
    #expect(values(engine, ModelQuery(columns: ["reach"]))[0] == [rows[2][1]])
  }

  /// Persons of tuples beyond a limit are those of the row of other names, whatever the order and the batches.
  @Test(arguments: 1...4 as ClosedRange<UInt64>) func limits(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var facts: [ModelFact] = []
    for i in 0..<200 {
      let channel = "c\(random.next() % 9)"
      facts.append(Self.fact(i % 40, 10, channel, "n", person: 1 + random.next() % 90, id: UInt64(i % 150 + 1)))
      if i >= 150 { facts[i] = facts[i - 150] }
    }
    let query = ModelQuery(by: ["channel", "region"], columns: ["reach", "identified(impression)"], totals: true)
    let whole = try LiveEngine(Self.setup(limits: true))
    #expect(whole.record(facts).status == LEADLINE_OK)
    let parts = try LiveEngine(Self.setup(shards: 3, limits: true))
    for start in stride(from: 190, through: 0, by: -10) {
      #expect(parts.record(Array(facts[start..<start + 10].reversed())).status == LEADLINE_OK)
    }
    let joined = try LiveEngine(Self.setup(limits: true))
    for half in [facts[120...], facts[..<120]] {
      let other = try LiveEngine(Self.setup(limits: true))
      #expect(other.record(Array(half)).status == LEADLINE_OK)
      #expect(leadline_merge(joined.handle, other.handle, 0) == LEADLINE_OK)
    }
    let answer = whole.answer(query)
    #expect(answer.lines.count == 6)
    #expect(parts.answer(query).lines == answer.lines)
    #expect(joined.answer(query).lines == answer.lines)
    let totals = answer.lines.last!.split(separator: " | ").map(String.init)
    #expect(totals.suffix(2) == ["\(Set(facts.map(\.person)).count)", "150"])
  }

  @Test func audiences() throws {
    let engine = try LiveEngine(Self.setup())
    var facts: [ModelFact] = []
    for person in 1...100 as ClosedRange<UInt64> {
      facts.append(Self.fact(Int(person % 30), 10, "email", "n", person: person))
      if person % 4 == 0 { facts.append(Self.fact(20, 51, "search", "s", person: person + 50)) }
    }
    #expect(engine.record(facts).status == LEADLINE_OK)
    var (saw, asked) = (leadline_audience(), leadline_audience())
    saw.struct_size = MemoryLayout<leadline_audience>.size
    saw.kind = 10
    asked.struct_size = MemoryLayout<leadline_audience>.size
    asked.kind = 50
    var overlap = leadline_overlap()
    overlap.struct_size = MemoryLayout<leadline_overlap>.size
    #expect(leadline_compare_audiences(engine.handle, &saw, &asked, &overlap) == LEADLINE_OK)
    let exact: [leadline_estimate] = [overlap.either, overlap.both, overlap.only_first, overlap.only_second]
    for estimate in exact { #expect(estimate.is_exact == 1 && estimate.low == estimate.count && estimate.high == estimate.count) }
    // Leads are of 54, 58 ... 150, of whom 12 are up to 100.
    let counts: [Int64] = exact.map(\.count)
    #expect(counts == [113, 12, 88, 13])
    saw.flags = UInt32(LEADLINE_QUERY_FROM | LEADLINE_QUERY_TO)
    let texts = CTexts()
    saw.rollup = texts.text("days")
    saw.from_us = 10 * Self.day
    saw.to_us = 12 * Self.day
    var estimate = leadline_estimate()
    #expect(leadline_count_audience(engine.handle, &saw, &estimate) == LEADLINE_OK)
    let onThoseDays: Int = (1...100).filter { (person: Int) -> Bool in person % 30 == 10 || person % 30 == 11 }.count
    #expect(estimate.count == Int64(onThoseDays))
    saw.from_us += 1
    estimate.count = -7
    #expect(leadline_count_audience(engine.handle, &saw, &estimate) == LEADLINE_QUERY_BOUNDARY)
    saw.flags = 0
    (saw.from_us, saw.to_us) = (0, 0)
    saw.kind = 20
    #expect(leadline_count_audience(engine.handle, &saw, &estimate) == LEADLINE_ERROR_UNSUPPORTED)
    #expect(engine.errorText.contains("click"))
    saw.kind = 999
    #expect(leadline_count_audience(engine.handle, &saw, &estimate) == LEADLINE_ERROR_NAME)
    #expect(estimate.count == -7)
  }
}
