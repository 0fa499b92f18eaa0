import CLeadline
@testable import LeadlineCore
import Testing
import TestSupport

/// Comparisons of periods (3.15, period_comparison) and which of them are in progress, against sums made fact by fact.
@Suite struct ComparisonTests {
  static let day: Int64 = 86_400_000_000

  /// Clicks by day, of one to three years.
  struct Facts {
    var counts: [(day: Int, count: Int)] = []

    init(seed: UInt64) {
      var random = SeededGenerator(seed: seed)
      // From somewhere in 2023, so that a leap day lies within.
      let first = Civil.days(year: 2023, month: 1, day: 1) + Int(random.next() % 60)
      let days = 400 + Int(random.next() % 500)
      for _ in 0..<600 { counts.append((first + Int(random.next() % UInt64(days)), 1 + Int(random.next() % 50))) }
    }

    func sum(_ days: Range<Int>) -> Int { counts.reduce(0) { days.contains($1.day) ? $0 + $1.count : $0 } }
    var last: Int { counts.map(\.day).max()! }

    var model: [ModelFact] {
      counts.map { ModelFact(time: Int64($0.day) * ComparisonTests.day + 1, kind: 20, names: [], count: Int64($0.count)) }
    }
  }

  /// The days of the period that holds a day.
  static func days(_ period: ModelPeriod, of day: Int) -> Range<Int> {
    let date = Civil(days: day)
    func first(_ year: Int, _ month: Int) -> Int { Civil.days(year: year + (month - 1) / 12, month: (month - 1) % 12 + 1, day: 1) }
    switch period {
    case .week:
      let monday = day - (day + 3) % 7
      return monday..<monday + 7
    case .month: return first(date.year, date.month)..<first(date.year, date.month + 1)
    case .quarter:
      let month = (date.month - 1) / 3 * 3 + 1
      return first(date.year, month)..<first(date.year, month + 3)
    case .year: return first(date.year, 1)..<first(date.year + 1, 1)
    default: return day..<day + 1
    }
  }

  /// The same period a year before: of the same dates; weeks 52 weeks before. Nil for February 29.
  static func yearBefore(_ period: ModelPeriod, _ own: Range<Int>) -> Range<Int>? {
    if period == .week { return own.lowerBound - 364..<own.upperBound - 364 }
    let date = Civil(days: own.lowerBound)
    if date.month == 2 && date.day == 29 { return nil }
    return days(period, of: Civil.days(year: date.year - 1, month: date.month, day: date.day))
  }

  @Test(arguments: [ModelPeriod.day, .week, .month, .quarter, .year], 1...3 as ClosedRange<UInt64>)
  func againstFacts(period: ModelPeriod, seed: UInt64) throws {
    let facts = Facts(seed: seed)
    let engine = try LiveEngine(ModelSetup(scale: 0))
    #expect(engine.record(facts.model).status == LEADLINE_OK)
    // As of the last fact, and of days before.
    for back in [0, 1, 17, 100] {
      let seen = facts.last - back
      let answer = engine.answer(
        ModelQuery(
          columns: ["clicks", "previous(clicks)", "year_ago(clicks)", "weekdays_ago(clicks)"],
          asOf: back == 0 ? nil : Int64(seen + 1) * Self.day - 1, period: period))
      var expected: [String] = []
      var start = Int.min
      for day in Set(facts.counts.map(\.day)).sorted() where day <= seen {
        let own = Self.days(period, of: day)
        if own.lowerBound == start { continue }
        start = own.lowerBound
        // As many days of the earlier one as are seen of this one, but no more than it has.
        func part(_ earlier: Range<Int>?) -> Int {
          guard let earlier else { return 0 }
          let isOver = own.upperBound - 1 <= seen
          let days = isOver ? earlier.count : min(earlier.count, seen - own.lowerBound + 1)
          return facts.sum(earlier.lowerBound..<earlier.lowerBound + days)
        }
        let values = [
          facts.sum(own.lowerBound..<min(own.upperBound, seen + 1)), part(Self.days(period, of: own.lowerBound - 1)),
          part(Self.yearBefore(period, own)), part(own.lowerBound - 364..<own.upperBound - 364),
        ]
        expected.append(values.map(String.init).joined(separator: " | "))
      }
      let lines = answer.lines.map { $0.split(separator: " | ").suffix(4).joined(separator: " | ") }
      #expect(lines == expected, "seed \(seed), \(back) days back")
    }
  }
}
