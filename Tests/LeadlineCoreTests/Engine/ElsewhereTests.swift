import CLeadline
@testable import LeadlineCore
import Testing
import TestSupport

/// What a row borrows from other periods and keys, and conditions within a column, against sums made fact by fact.
@Suite struct ElsewhereTests {
  static let day: Int64 = 86_400_000_000

  /// Facts of two channels and three regions over days, few enough to add up one by one.
  struct Facts {
    var rows: [(day: Int, time: Int64, channel: String, region: String, count: Int)] = []

    init(seed: UInt64, days: Int) {
      var random = SeededGenerator(seed: seed)
      for _ in 0..<300 {
        let day = Int(random.next() % UInt64(days))
        let time = Int64(day) * ElsewhereTests.day + Int64(random.next() % UInt64(ElsewhereTests.day))
        rows.append((day, time, ["email", "paid search"][Int(random.next() % 2)], ["n", "s", ""][Int(random.next() % 3)], Int(random.next() % 50)))
      }
    }

    var model: [ModelFact] {
      rows.map { ModelFact(time: $0.time, kind: 20, names: [ModelName(text: $0.channel), ModelName(text: $0.region)], count: Int64($0.count)) }
    }

    func sum(_ isIn: ((day: Int, time: Int64, channel: String, region: String, count: Int)) -> Bool) -> Int {
      rows.filter(isIn).reduce(0) { $0 + $1.count }
    }
  }

  func engine(_ facts: Facts, shards: Int = 1) throws -> LiveEngine {
    let engine = try LiveEngine(ModelSetup(dimensions: [.init(name: "channel"), .init(name: "region")], scale: 0, shards: shards))
    #expect(engine.record(facts.model).status == LEADLINE_OK)
    return engine
  }

  static func month(_ day: Int) -> Int {
    let date = Civil(days: day)
    return date.year * 12 + date.month - 1
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>) func byMonthAndChannel(seed: UInt64) throws {
    let facts = Facts(seed: seed, days: 800)
    let engine = try engine(facts, shards: seed % 2 == 0 ? 3 : 1)
    let latest = facts.rows.max { $0.time < $1.time }!
    let lastMonth = Self.month(latest.day)
    let lastDay = Civil(days: latest.day).day
    let columns = [
      "clicks", "previous(clicks)", "year_ago(clicks)", "total(clicks)", "opening(clicks)", "balance(clicks)",
      "clicks where region = n", "previous(count(click where region = ''))", "total(previous(clicks))",
      "count(click where channel = 'paid search' and region = s)",
    ]
    let answer = engine.answer(ModelQuery(by: ["channel"], columns: columns, period: .month, totals: true))
    var expected: [String] = []
    var totals = [Int](repeating: 0, count: columns.count)
    let months = Set(facts.rows.filter { $0.count > 0 }.map { Self.month($0.day) }).sorted()
    for channel in ["email", "paid search"] {
      for month in months {
        let own = facts.sum { $0.channel == channel && Self.month($0.day) == month }
        if own == 0 { continue }
        // Of an unfinished month, as many days of the earlier one.
        func isIn(_ day: Int, monthsBack: Int) -> Bool {
          Self.month(day) == month - monthsBack && (month < lastMonth || Civil(days: day).day <= lastDay)
        }
        let values = [
          own, facts.sum { $0.channel == channel && isIn($0.day, monthsBack: 1) },
          facts.sum { $0.channel == channel && isIn($0.day, monthsBack: 12) }, facts.sum { Self.month($0.day) == month },
          facts.sum { $0.channel == channel && Self.month($0.day) < month },
          facts.sum { $0.channel == channel && Self.month($0.day) <= month },
          facts.sum { $0.channel == channel && $0.region == "n" && Self.month($0.day) == month },
          facts.sum { $0.channel == channel && $0.region == "" && isIn($0.day, monthsBack: 1) },
          facts.sum { isIn($0.day, monthsBack: 1) },
          facts.sum { channel == "paid search" && $0.channel == channel && $0.region == "s" && Self.month($0.day) == month },
        ]
        let date = Civil(days: Civil.days(year: month / 12, month: month % 12 + 1, day: 1))
        let label = "\(date.year)-\(date.month < 10 ? "0" : "")\(date.month)"
        expected.append("0:\(channel) \(label) | " + values.map(String.init).joined(separator: " | "))
        for i in [0, 6, 9] { totals[i] += values[i] }
      }
    }
    // Over all rows: of every month that is there once, whether a key has a row in it or not.
    for month in months {
      func isIn(_ day: Int, monthsBack: Int) -> Bool {
        Self.month(day) == month - monthsBack && (month < lastMonth || Civil(days: day).day <= lastDay)
      }
      totals[1] += facts.sum { isIn($0.day, monthsBack: 1) }
      totals[2] += facts.sum { isIn($0.day, monthsBack: 12) }
      totals[3] += facts.sum { Self.month($0.day) == month }
      totals[7] += facts.sum { $0.region == "" && isIn($0.day, monthsBack: 1) }
      totals[8] += facts.sum { isIn($0.day, monthsBack: 1) }
    }
    totals[4] = facts.sum { Self.month($0.day) < months[0] }
    totals[5] = facts.sum { Self.month($0.day) <= months[months.count - 1] }
    let lines = answer.lines.map { line in
      // Key, label and start come before the values; the start is told by the label.
      let cells = line.split(separator: " | ", omittingEmptySubsequences: false).map(String.init)
      return (cells.prefix(cells.count - columns.count), cells.suffix(columns.count).joined(separator: " | "))
    }
    #expect(lines.dropLast().map(\.1) == expected.map { $0.split(separator: " | ").dropFirst().joined(separator: " | ") }, "seed \(seed)")
    #expect(lines.last?.1 == totals.map(String.init).joined(separator: " | "), "seed \(seed)")
  }

  /// Keys that stopped are rows of the months that any key has facts in; what cancels out makes none, in whatever shards it is.
  @Test(arguments: 1...6 as ClosedRange<UInt64>) func keysThatStopped(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let names = ["a", "b", "c", "d", "e", "f"]
    var facts: [(month: Int, key: String, count: Int)] = []
    for _ in 0..<20 {
      let fact = (Int(random.next() % 12), names[Int(random.next() % 6)], 1 + Int(random.next() % 9))
      facts.append(fact)
      // Every third is taken back in full.
      if random.next() % 3 == 0 { facts.append((fact.0, fact.1, -fact.2)) }
    }
    let engine = try LiveEngine(ModelSetup(dimensions: [.init(name: "channel")], scale: 0, shards: Int(seed % 3) + 1))
    // Each in a batch of its own, so that they come into different shards.
    for fact in facts {
      let time = Int64(Civil.days(year: 2021, month: fact.month + 1, day: 3)) * Self.day
      let name = ModelName(text: fact.key)
      #expect(engine.record([ModelFact(time: time, kind: 20, names: [name], count: Int64(fact.count))]).status == LEADLINE_OK)
    }
    func sum(_ month: Int, _ key: String) -> Int { facts.reduce(0) { $1.month == month && $1.key == key ? $0 + $1.count : $0 } }
    // A month in which all was taken back is none.
    let months = Set(facts.map(\.month).filter { month in names.contains { sum(month, $0) != 0 } })
    var expected: [String] = []
    for key in names {
      for month in 0..<12 where months.contains(month) {
        let (own, before) = (sum(month, key), month > 0 ? sum(month - 1, key) : 0)
        if own != 0 || before != 0 { expected.append("0:\(key) \(own) \(before)") }
      }
    }
    let query = ModelQuery(by: ["channel"], columns: ["clicks", "previous(clicks)"], period: .month, earlierKeys: true)
    let lines = engine.answer(query).lines.map { line in
      let cells = line.split(separator: " | ")
      return ([cells[0]] + cells.suffix(2)).joined(separator: " ")
    }
    #expect(lines == expected, "seed \(seed)")
  }

  /// A month of which only the first days are asked for is compared with as many days of the month before.
  @Test func aMonthCutShort() throws {
    let facts = Facts(seed: 11, days: 120)
    let engine = try engine(facts)
    let march = Civil.days(year: 1970, month: 3, day: 1)
    let answer = engine.answer(
      ModelQuery(columns: ["clicks", "previous(clicks)"], from: Int64(march) * Self.day, to: Int64(march + 10) * Self.day, period: .month))
    let own = facts.sum { $0.day >= march && $0.day < march + 10 }
    let before = facts.sum { $0.day >= 31 && $0.day < 41 }
    #expect(answer.lines.map { $0.split(separator: " | ").suffix(2).joined(separator: " ") } == ["\(own) \(before)"])
  }

  /// A month of which only the last days are asked for is compared with the rest of the month before from the same day on.
  @Test(arguments: [(6, 31), (6, 20), (30, 31)]) func aMonthCutBefore(first: Int, last: Int) throws {
    let facts = Facts(seed: 11, days: 120)
    let engine = try engine(facts)
    let march = Civil.days(year: 1970, month: 3, day: 1)
    let answer = engine.answer(
      ModelQuery(
        columns: ["clicks", "previous(clicks)", "weekdays_ago(clicks)"], from: Int64(march + first) * Self.day,
        to: Int64(march + last) * Self.day, period: .month))
    let own = facts.sum { $0.day >= march + first && $0.day < march + last }
    // February has 28 days.
    let before = facts.sum { $0.day >= 31 + first && $0.day < min(31 + last, 59) }
    #expect(answer.lines.map { $0.split(separator: " | ").suffix(3).joined(separator: " ") } == ["\(own) \(before) 0"])
  }

  @Test func stretchesWithoutAPeriod() throws {
    let facts = Facts(seed: 9, days: 60)
    let engine = try engine(facts)
    func values(_ from: Int, _ to: Int) -> String {
      engine.answer(
        ModelQuery(
          columns: ["clicks", "previous(clicks)", "opening(clicks)", "share_of_total(clicks where region = n)"],
          from: Int64(from) * Self.day, to: Int64(to) * Self.day)
      ).lines.joined()
    }
    func sum(_ from: Int, _ to: Int) -> Int { facts.sum { $0.day >= from && $0.day < to } }
    for (from, to) in [(20, 30), (10, 11), (7, 21), (30, 59)] {
      let share = facts.sum { $0.day >= from && $0.day < to && $0.region == "n" }
      let text = values(from, to)
      #expect(text.hasPrefix("\(sum(from, to)) | \(sum(2 * from - to, from)) | \(sum(0, from)) | "), "\(text)")
      #expect(share == 0 || text.hasSuffix(" \(share)/\(share)"))
    }
    // An open stretch has none before it.
    #expect(engine.answer(ModelQuery(columns: ["previous(clicks)"])).lines == ["0"])
  }

  /// A month whose last day is seen is over, at whatever time of that day.
  @Test func theLastDayEndsAMonth() throws {
    let engine = try LiveEngine(ModelSetup(scale: 0))
    func fact(_ month: Int, _ date: Int, _ count: Int64) -> ModelFact {
      ModelFact(time: Int64(Civil.days(year: 2019, month: month, day: date)) * Self.day, kind: 20, names: [], count: count)
    }
    #expect(engine.record([fact(5, 1, 1), fact(5, 31, 10), fact(6, 30, 100)]).status == LEADLINE_OK)
    let june = Int64(Civil.days(year: 2019, month: 7, day: 1)) * Self.day
    for asOf in [nil, june - 1, june, june + 5] {
      let answer = engine.answer(ModelQuery(columns: ["previous(clicks)"], asOf: asOf, period: .month))
      #expect(answer.lines.last?.hasSuffix("| 11") == true, "\(answer.lines)")
    }
    #expect(engine.record([fact(7, 30, 7)]).status == LEADLINE_OK)
    let july = engine.answer(ModelQuery(columns: ["previous(clicks)"], period: .month))
    #expect(july.lines.last?.hasSuffix("| 100") == true)
  }

  @Test func growthByDefinition() throws {
    let engine = try LiveEngine(ModelSetup(dimensions: [.init(name: "channel")], scale: 0))
    func fact(_ day: Int, _ count: Int64, _ channel: String = "a") -> ModelFact {
      ModelFact(time: Int64(day) * Self.day, kind: 20, names: [ModelName(text: channel)], count: count)
    }
    #expect(engine.record([fact(0, 10), fact(1, 15), fact(3, 30), fact(3, 10, "b")]).status == LEADLINE_OK)
    let answer = engine.answer(
      ModelQuery(by: ["channel"], columns: ["growth(clicks)", "share_of_total(clicks)"], period: .day))
    #expect(
      answer.lines.map { $0.split(separator: " | ").suffix(2).joined(separator: " | ") } == [
        "state 1 | 10/10", "5/10 | 15/15", "state 1 | 30/40", "state 1 | 10/40",
      ])
  }

  /// February 29 has no day a year before; weeks look 52 weeks back; hours to the same hour.
  @Test func awkwardDates() throws {
    let heap = TestHeap()
    let utc = try makeZone(heap, "UTC")
    func start(_ period: Period, _ date: (Int, Int, Int), years: Int, periods: Int = 0) -> Int64? {
      let us = Int64(Civil.days(year: date.0, month: date.1, day: date.2)) * Self.day
      let own = utc.bounds(of: period, at: us)
      return utc.earlier(Interval(start: own.start, end: own.end), period, periods: periods, years: years, until: nil).map { $0.start / Self.day }
    }
    func days(_ y: Int, _ m: Int, _ d: Int) -> Int64 { Int64(Civil.days(year: y, month: m, day: d)) }
    #expect(start(.day, (2024, 2, 29), years: 1) == nil)
    #expect(start(.day, (2024, 2, 28), years: 1) == days(2023, 2, 28))
    #expect(start(.day, (2024, 3, 1), years: 1) == days(2023, 3, 1))
    #expect(start(.day, (2024, 3, 1), years: 0, periods: 1) == days(2024, 2, 29))
    #expect(start(.week, (2024, 5, 15), years: 1) == days(2023, 5, 15))
    #expect(start(.month, (2024, 1, 31), years: 0, periods: 1) == days(2023, 12, 1))
    #expect(start(.quarter, (2024, 2, 1), years: 1, periods: 1) == days(2022, 10, 1))
    #expect(start(.year, (2024, 2, 1), years: 0, periods: 2) == days(2022, 1, 1))
    #expect(start(.year, (1, 2, 1), years: 1) == nil)
    let month = utc.bounds(of: .month, at: days(2024, 3, 1) * Self.day)
    let earlier = utc.earlier(Interval(start: month.start, end: month.end), .month, periods: 0, years: 0, weekdays: 1, until: nil)
    #expect(earlier?.start == days(2023, 3, 3) * Self.day && earlier?.end == days(2023, 4, 3) * Self.day)
    #expect(start(.hour, (2024, 3, 1), years: 1) == days(2023, 3, 1))
    #expect(start(.hour, (2024, 3, 1), years: 0, periods: 24) == days(2024, 2, 29))
  }
}
