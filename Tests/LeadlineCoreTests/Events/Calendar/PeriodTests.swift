import TestSupport
import Testing

@testable import LeadlineCore

@Suite struct PeriodTests {
  private static let zones = [
    "UTC", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "Africa/Casablanca",
    "America/Sao_Paulo", "Europe/Dublin", "Antarctica/Troll", "Africa/Monrovia", "America/Juneau", "Asia/Manila",
    "Pacific/Kwajalein", "America/New_York", "Pacific/Chatham", "Asia/Tehran", "America/Toronto", "Asia/Gaza",
  ]
  private static let periods: [Period] = [.all, .hour, .day, .week, .month, .quarter, .year]

  @Test func knownPeriods() throws {
    for (period, name, time, start, end, label) in CalendarTables.periods {
      try withZone(name) { zone in
        let bounds = zone.bounds(of: period, at: instant(time))
        #expect(bounds.start == instant(start), "start of \(period) in \(name) at \(time)")
        #expect(bounds.end == instant(end), "end of \(period) in \(name) at \(time)")
        #expect(self.label(zone, period, bounds.start) == label, "\(period) in \(name) at \(time)")
      }
    }
  }

  /// Days are counted as they are walked, around the dates that some zones skipped or had twice, too.
  @Test func countedDays() throws {
    for name in Self.zones {
      try withZone(name) { zone in
        for around in ["1844-12-20T05:00:00Z", "1867-10-10T05:00:00Z", "1993-08-10T05:00:00Z", "2011-12-20T05:00:00Z", "2026-03-01T05:00:00Z"] {
          let from = instant(around)
          var day = zone.bounds(of: .day, at: from)
          var count = 0
          while count < 40 {
            count += 1
            for to in [Swift.max(day.start, from) + 1, day.end - 1, day.end] {
              #expect(zone.days(from: from, to: to) == count, "\(name), from \(around) to \(to)")
            }
            #expect(zone.days(from: day.start, to: day.end) == 1)
            day = zone.bounds(of: .day, at: day.end)
          }
          #expect(zone.days(from: from, to: from) == 0)
        }
      }
    }
    // All there are.
    #expect(Zone.utc.days(from: TimeRange.least, to: TimeRange.greatest + 1) == 3_652_059)
  }

  private func label(_ zone: borrowing Zone, _ period: Period, _ start: Int64) -> String {
    let heap = TestHeap()
    var text = Buffer<UInt8>(heap.heap)
    do { try zone.label(of: period, start: start, into: &text) } catch { return "out of memory" }
    return String(text)
  }

  @Test func labels() throws {
    let start = instant("2026-01-28T00:00:00Z")
    for (period, expected) in [
      (Period.all, ""), (.hour, "2026-01-28T00:00+00:00"), (.day, "2026-01-28"), (.week, "2026-W05"), (.month, "2026-01"),
      (.quarter, "2026-Q1"), (.year, "2026"),
    ] {
      #expect(label(Zone.utc, period, start) == expected)
    }
    #expect(label(Zone.utc, .day, TimeRange.least) == "0001-01-01")
    #expect(label(Zone.utc, .hour, TimeRange.greatest) == "9999-12-31T23:59:59+00:00")
    // The range of facts is that of UTC; local clocks of the east are already in the year after.
    try withZone("Europe/Berlin") { #expect(label($0, .year, TimeRange.greatest) == "10000") }
    try withZone("America/New_York") { #expect(label($0, .day, TimeRange.least) == "0000-12-31") }
  }

  @Test func labelsAppendAndSurviveFailingAllocation() throws {
    let heap = TestHeap()
    var text = Buffer<UInt8>(heap.heap)
    heap.failAfter = 0
    #expect(throws: OutOfMemory.self) { try Zone.utc.label(of: .day, start: 0, into: &text) }
    #expect(text.count == 0)
    heap.failAfter = -1
    try Zone.utc.label(of: .day, start: 0, into: &text)
    try Zone.utc.label(of: .year, start: 0, into: &text)
    #expect(String(text) == "1970-01-011970")
  }

  @Test func nesting() {
    let pairs: [(Period, [Period])] = [
      (.all, [.all]), (.hour, Self.periods), (.day, [.all, .day, .week, .month, .quarter, .year]), (.week, [.all, .week]),
      (.month, [.all, .month, .quarter, .year]), (.quarter, [.all, .quarter, .year]), (.year, [.all, .year]),
    ]
    for (inner, outers) in pairs {
      for outer in Self.periods { #expect(inner.nests(in: outer) == outers.contains(outer), "\(inner) in \(outer)") }
    }
  }

  /// Around random instants: an instant lies in its period, both ends of the period belong to what they should, neighbours
  /// meet, and what nests is contained.
  @Test func periodsTileTimeAndNest() throws {
    var random = SeededGenerator(seed: 20_260_301)
    for name in Self.zones {
      try withZone(name) { zone in
        for round in 0..<600 {
          let us: Int64
          switch round % 4 {
          case 0: us = .random(in: TimeRange.least...TimeRange.greatest, using: &random)
          case 1: us = .random(in: -4_000_000_000_000_000...4_000_000_000_000_000, using: &random)
          default:
            // Near a change of the clocks, or at it.
            let change = Int64(zone.span(at: .random(in: -4_000_000_000...60_000_000_000, using: &random)).start)
            guard change > -5_000_000_000 else { continue }
            us = change * 1_000_000 + (round % 4 == 2 ? .random(in: -1...1, using: &random)
              : .random(in: -200_000_000_000...200_000_000_000, using: &random))
          }
          check(zone, at: us, "\(name) at \(us), seed \(random.seed)")
        }
      }
    }
  }

  private func check(_ zone: borrowing Zone, at us: Int64, _ where: String) {
    for period in Self.periods {
      let (start, end) = zone.bounds(of: period, at: us)
      var holds = start <= us && us < end
      guard period != .all else {
        #expect(start == .min && end == .max)
        continue
      }
      holds = holds && zone.bounds(of: period, at: start) == (start, end)
      holds = holds && zone.bounds(of: period, at: end - 1) == (start, end)
      holds = holds && zone.bounds(of: period, at: end).start == end && zone.bounds(of: period, at: start - 1).end == start
      #expect(holds, "\(period) in \(`where`)")
      for outer in Self.periods where period.nests(in: outer) {
        let around = zone.bounds(of: outer, at: us)
        #expect(around.start <= start && end <= around.end, "\(period) in \(outer) in \(`where`)")
      }
    }
  }

  /// A zone whose clocks are set about as no country ever did, against a model that looks at each half minute.
  @Test func arbitraryClocksAgainstAModel() throws {
    for seed in 1...16 as ClosedRange<UInt64> {
      var random = SeededGenerator(seed: seed)
      let model = ClockModel(using: &random)
      try withZone(file: model.file) { zone in
        for _ in 0..<250 {
          let i = Int.random(in: 0..<model.count, using: &random)
          let us = Int64(model.second(i)) * 1_000_000 + .random(in: 0..<30_000_000, using: &random)
          #expect(zone.offset(at: us) == model.offsets[i], "seed \(seed)")
          if let expected = model.hour(i) {
            let (start, end) = zone.bounds(of: .hour, at: us)
            #expect(start == expected.0 && end == expected.1, "hour at \(us), seed \(seed)")
          }
          if let expected = model.day(i) {
            let (start, end) = zone.bounds(of: .day, at: us)
            #expect(start == expected.0 && end == expected.1, "day at \(us), seed \(seed)")
          }
          let local = model.local(i) + 30 * .random(in: -200...200, using: &random)
          if let expected = model.instant(local) { #expect(zone.instant(ofLocal: local) == expected, "\(local), seed \(seed)") }
          check(zone, at: us, "seed \(seed)")
        }
      }
    }
  }
}

/// Clocks over ten days, looked at each half minute, with changes within three of them.
private struct ClockModel {
  let transitions: [(time: Int, offset: Int)]
  let initial: Int
  private(set) var offsets: [Int] = []
  private var hourStarts: [Int] = []
  private var dayStarts: [Int] = []
  /// The latest local time shown up to then.
  private var peaks: [Int] = []

  private static let start = 1_700_000_010
  private static let step = 30
  let count = 10 * 2_880

  init(using random: inout SeededGenerator) {
    let units = [30, 60, 900, 1_800, 3_600, 3_600, 3_600, 43_200]
    func offset() -> Int {
      let unit = units.randomElement(using: &random)!
      return unit * Int.random(in: -86_400 / unit...86_400 / unit, using: &random)
    }
    initial = offset()
    var times: Set<Int> = []
    for _ in 0..<Int.random(in: 1...12, using: &random) {
      let gap = [30, 600, 3_600, 86_400].randomElement(using: &random)!
      times.insert(Self.start + 3 * 86_400 + gap * Int.random(in: 0..<3 * 86_400 / gap, using: &random))
    }
    transitions = times.sorted().map { (time: $0, offset: offset()) }

    var (passed, offset) = (0, initial)
    for i in 0..<count {
      while passed < transitions.count && transitions[passed].time <= second(i) {
        offset = transitions[passed].offset
        passed += 1
      }
      offsets.append(offset)
      let now = local(i)
      peaks.append(Swift.max(now, peaks.last ?? Int.min))
      guard i > 0 else { continue }
      if now % 3_600 == 0 || now / 3_600 != local(i - 1) / 3_600 { hourStarts.append(i) }
      if peaks[i] / 86_400 > peaks[i - 1] / 86_400 { dayStarts.append(i) }
    }
  }

  var file: [UInt8] { TZifWriter(initial: initial, transitions: transitions).bytes }

  func second(_ i: Int) -> Int { Self.start + Self.step * i }
  func local(_ i: Int) -> Int { second(i) + offsets[i] }

  /// Bounds of the period that the half minute is in, in microseconds; nil where they lie outside what is looked at.
  func hour(_ i: Int) -> (Int64, Int64)? { around(hourStarts, i) }
  func day(_ i: Int) -> (Int64, Int64)? { around(dayStarts, i) }

  private func around(_ starts: [Int], _ i: Int) -> (Int64, Int64)? {
    guard let start = starts.last(where: { $0 <= i }), let end = starts.first(where: { $0 > i }) else { return nil }
    return (Int64(second(start)) * 1_000_000, Int64(second(end)) * 1_000_000)
  }

  /// Where clocks first show a local time or, if they jump over it, the same by the offset before.
  func instant(_ local: Int) -> Int? {
    guard let i = peaks.firstIndex(where: { $0 >= local }), i > 0 else { return nil }
    return self.local(i) == local ? second(i) : local - offsets[i - 1]
  }
}
