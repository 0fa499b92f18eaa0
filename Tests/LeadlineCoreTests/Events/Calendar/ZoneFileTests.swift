import TestSupport
import Testing

@testable import LeadlineCore

/// Files that are wrong, and rules.
@Suite struct ZoneFileTests {
  private static let berlin = TZifWriter(
    initial: 3_208,
    transitions: [
      (time: -2_422_054_408, offset: 3_600), (time: 828_234_000, offset: 7_200), (time: 846_378_000, offset: 3_600),
    ],
    footer: "CET-1CEST,M3.5.0,M10.5.0/3")

  private func error(_ file: [UInt8]) -> ZoneError? {
    let heap = TestHeap()
    defer { #expect(heap.live == 0) }
    do {
      let zone = try makeZone(heap, file: file)
      exercise(zone)
      return nil
    } catch {
      return error as? ZoneError
    }
  }

  /// Asks a zone, whatever is in it, things that must hold.
  private func exercise(_ zone: borrowing Zone) {
    for us in [TimeRange.least, -2_422_054_408_000_000, 0, 828_234_000_000_000, 4_102_444_800_000_000, TimeRange.greatest] {
      let offset = zone.offset(at: us)
      #expect(offset >= -93_599 && offset <= 93_599)
      for period in [Period.hour, .day, .year] {
        let (start, end) = zone.bounds(of: period, at: us)
        #expect(start <= us && us < end)
      }
    }
  }

  @Test func versions() throws {
    for version in [UInt8(ascii: "2"), UInt8(ascii: "3"), UInt8(ascii: "4"), UInt8(ascii: "5")] {
      var file = Self.berlin
      file.version = version
      try withZone(file: file.bytes) { zone in
        #expect(zone.offset(at: -2_422_054_408_000_001) == 3_208)
        #expect(zone.offset(at: instant("2026-07-01T00:00:00Z")) == 7_200)
        #expect(zone.offset(at: instant("9998-07-01T00:00:00Z")) == 7_200)
      }
    }
    var first = Self.berlin
    first.version = 0
    first.transitions.removeFirst()
    try withZone(file: first.bytes) { zone in
      #expect(zone.offset(at: 828_233_999_000_000) == 3_208)
      #expect(zone.offset(at: 828_234_000_000_000) == 7_200)
      // There is no rule: the last offset stays.
      #expect(zone.offset(at: instant("2026-07-01T00:00:00Z")) == 3_600)
    }
  }

  @Test func everyTruncationIsDamaged() {
    let file = Self.berlin.bytes
    #expect(error(file) == nil)
    for length in 0..<file.count { #expect(error(Array(file[..<length])) == .damaged, "\(length) bytes") }
  }

  @Test func randomCorruptionNeverTraps() {
    var random = SeededGenerator(seed: 0x7A1F)
    let files = [Self.berlin.bytes, TZifWriter(initial: 0, footer: "IST-1GMT0,M10.5.0,M3.5.0/1").bytes]
    var accepted = 0
    for _ in 0..<6_000 {
      var file = files.randomElement(using: &random)!
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let at = Int.random(in: 0..<file.count, using: &random)
        file[at] = Bool.random(using: &random) ? file[at] ^ (1 << UInt8.random(in: 0..<8, using: &random)) : random.next8()
      }
      if error(file) == nil { accepted += 1 }
    }
    // Some harm goes unseen: other times, other letters of a name.
    #expect(accepted > 0, "seed \(random.seed)")
  }

  @Test func randomBytesNeverTrap() {
    var random = SeededGenerator(seed: 0xBAD)
    for _ in 0..<2_000 {
      var file = Array("TZif2".utf8)
      for _ in 0..<Int.random(in: 0...300, using: &random) {
        file.append(Bool.random(using: &random) ? 0 : random.next8() >> UInt8.random(in: 0..<8, using: &random))
      }
      #expect(error(file) != nil, "seed \(random.seed)")
    }
  }

  @Test func wrongContents() {
    var file = Self.berlin
    file.transitions.swapAt(1, 2)
    #expect(error(file.bytes) == .damaged, "descending times")
    file = Self.berlin
    file.transitions[1].time = file.transitions[2].time
    #expect(error(file.bytes) == .damaged, "equal times")
    file = Self.berlin
    file.initial = 93_600
    #expect(error(file.bytes) == .damaged, "offset beyond 26 hours")
    file.initial = -90_000
    #expect(error(file.bytes) == .damaged, "offset beyond 25 hours")
    file = Self.berlin
    file.transitions[2].offset = 5_400
    #expect(error(file.bytes) == .damaged, "a rule that contradicts the last change")
    file.footer = "CET-1"
    #expect(error(file.bytes) == .damaged, "a rule that contradicts the last change")
    file.footer = ""
    #expect(error(file.bytes) == nil)

    let bytes = Self.berlin.bytes
    for (offset, value, what) in [
      (0, 0x55, "magic"), (4, 0x31, "version 1 is none"), (44 + 5 + 6 + 4 + 2, 0x55, "second magic"),
      (bytes.count - 1, 0x20, "no newline at the end"),
    ] as [(Int, UInt8, String)] {
      var wrong = bytes
      wrong[offset] = value
      #expect(error(wrong) == .damaged, "\(what)")
    }
  }

  @Test func leapSecondsAreNotForUs() throws {
    // Such files lie beside the others under "right/" on some systems.
    var bytes = TZifWriter(version: 0, initial: 3_600).bytes
    bytes[31] = 1
    bytes += [0, 0, 0, 0, 0, 0, 0, 1]
    #expect(error(bytes) == .unknown)
  }

  @Test(arguments: [
    "CET", "CE-1", "CET-", "CET-25", "CET-1:60", "CET-1:0:60", "CET-1 ", "<CET-1", "<C>-1", "CET-1CEST", "CET-1CEST,M3.5.0",
    "CET-1CEST,M3.5.0,", "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.0.0,M10.5.0",
    "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,J0,J365", "CET-1CEST,J1,J366", "CET-1CEST,366,1", "CET-1CEST,M3.5.0/168,M10.5.0",
    "CET-1CEST,M3.5.0,M10.5.0/3x", "CET-1CEST,M3.5.0/,M10.5.0", "CET-99999999999999999999", ",", "-1", "CET-1CEST;M3.5.0",
  ])
  func refusesRules(_ rule: String) {
    #expect(error(TZifWriter(initial: 3_600, footer: rule).bytes) == .damaged)
  }

  /// Offsets before and after the changes of a year, with no transition in the file.
  @Test func rules() throws {
    for (rule, before, first, between, second, after) in [
      // J60 is 1 March in every year, 59 from zero is 29 February in leap years.
      ("AAA0BBB,J60/0,J61/0", 0, "2024-03-01T00:00:00Z", 3_600, "2024-03-01T23:00:00Z", 0),
      ("AAA0BBB,J60/0,J61/0", 0, "2023-03-01T00:00:00Z", 3_600, "2023-03-01T23:00:00Z", 0),
      ("AAA0BBB,59/0,60/0", 0, "2024-02-29T00:00:00Z", 3_600, "2024-02-29T23:00:00Z", 0),
      ("AAA0BBB,59/0,60/0", 0, "2023-03-01T00:00:00Z", 3_600, "2023-03-01T23:00:00Z", 0),
      ("<+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45", 49_500, "2026-04-04T14:00:00Z", 45_900, "2026-09-26T14:00:00Z", 49_500),
      ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", -7_200, "2026-03-29T01:00:00Z", -3_600, "2026-10-25T01:00:00Z", -7_200),
      ("EET-2EEST,M3.4.4/50,M10.4.4/50", 7_200, "2026-03-28T00:00:00Z", 10_800, "2026-10-23T23:00:00Z", 7_200),
      ("IST-1GMT0,M10.5.0,M3.5.0/1", 0, "2026-03-29T01:00:00Z", 3_600, "2026-10-25T01:00:00Z", 0),
      // Changes that leave their year: the first day of January minus 24 hours, the last of December plus 30.
      ("AAA0BBB,0/-24,100/0", 0, "2025-12-31T00:00:00Z", 3_600, "2026-04-10T23:00:00Z", 0),
      ("AAA0BBB,100/0,J365/30", 3_600, "2026-01-01T05:00:00Z", 0, "2026-04-11T00:00:00Z", 3_600),
      ("AAA-3BBB-2:30:15,M5.1.1,M6.1.1", 10_800, "2026-05-03T23:00:00Z", 9_015, "2026-05-31T23:29:45Z", 10_800),
    ] {
      // Where southern summer is at new year the file begins with it, as zic writes them; nothing depends on it here.
      try withZone(file: TZifWriter(initial: 0, footer: rule).bytes) { zone in
        for era in [0, 400, 4_000] as [Int64] {
          let shift = era / 400 * 12_622_780_800_000_000
          #expect(zone.offset(at: instant(first) + shift - 1) == before, "\(rule) \(era)")
          #expect(zone.offset(at: instant(first) + shift) == between, "\(rule) \(era)")
          #expect(zone.offset(at: instant(second) + shift - 1) == between, "\(rule) \(era)")
          #expect(zone.offset(at: instant(second) + shift) == after, "\(rule) \(era)")
        }
      }
    }
  }

  @Test func summerTimeAllTheYearRoundNeverEnds() throws {
    try withZone(file: TZifWriter(initial: -14_400, footer: "XXX3EDT4,0/0,J365/23").bytes) { zone in
      #expect(zone.count == 1)
      #expect(zone.offset(at: instant("2026-01-01T03:00:00Z")) == -14_400)
      #expect(zone.offset(at: instant("2500-07-01T00:00:00Z")) == -14_400)
    }
  }
}

extension SeededGenerator {
  fileprivate mutating func next8() -> UInt8 { UInt8(truncatingIfNeeded: next()) }
}
