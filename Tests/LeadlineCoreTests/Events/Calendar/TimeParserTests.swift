import TestSupport
import Testing

@testable import LeadlineCore

@Suite struct TimeParserTests {
  /// Microseconds by Python's datetime.
  @Test(arguments: [
    ("1970-01-01", 0), ("2026-03-01", 1_772_323_200_000_000), ("2026-03-01 14:05:09", 1_772_373_909_000_000),
    ("2026-03-01T14:05:09", 1_772_373_909_000_000), ("2026-03-01 14:05", 1_772_373_900_000_000),
    ("2026-03-01T14:05:09Z", 1_772_373_909_000_000), ("2026-03-01T14:05Z", 1_772_373_900_000_000),
    ("2026-03-01 14:05:09.5", 1_772_373_909_500_000), ("2026-03-01 14:05:09.123456", 1_772_373_909_123_456),
    ("2026-03-01 14:05:09.123456789", 1_772_373_909_123_456), ("2026-03-01 14:05:09.000001Z", 1_772_373_909_000_001),
    ("2026-03-01T14:05:09+02:00", 1_772_366_709_000_000), ("2026-03-01T14:05:09+0200", 1_772_366_709_000_000),
    ("2026-03-01T14:05:09-02", 1_772_381_109_000_000), ("2026-03-01T14:05:09.25-03:30", 1_772_386_509_250_000),
    ("2026-03-01T14:05+05:45", 1_772_353_200_000_000), ("2026-03-01Z", 1_772_323_200_000_000),
    ("2026-03-01+01:00", 1_772_319_600_000_000), ("2024-02-29 23:59:59", 1_709_251_199_000_000),
    ("1969-12-31 23:59:59.999999", -1), ("0001-01-01", -62_135_596_800_000_000),
    ("9999-12-31 23:59:59.999999", 253_402_300_799_999_999), ("0001-01-01 01:00+01:00", -62_135_596_800_000_000),
    ("2026-03-01T00:00:00-00:00", 1_772_323_200_000_000),
  ])
  func iso(_ text: String, _ us: Int) throws { #expect(try parseTime(text) == Int64(us)) }

  @Test(arguments: [
    "", "2", "2026", "2026-03", "2026-3-01", "2026-03-1", "2026-03-01 ", "2026-03-01T", "2026-03-01 1", "2026-03-01 14",
    "2026-03-01 14:", "2026-03-01 14:5", "2026-03-01 14:05:", "2026-03-01 14:05:9", "2026-03-01 14:05:09.", " 2026-03-01",
    "2026-03-01 14:05:09.1234567890", "2026-03-01 14:05:09 ", "2026-03-01t14:05:09", "2026-03-01 14:05:09z",
    "2026-03-01  14:05:09", "2026/03/01", "2026-13-01", "2026-00-01", "2026-02-29", "2026-02-30", "2026-04-31", "2026-03-00",
    "2026-03-32", "2026-03-01 24:00:00", "2026-03-01 24:00", "2026-03-01 14:60:00", "2026-03-01 14:60", "2026-03-01 14:05:60",
    "2026-03-01 23:59:60", "0000-01-01", "-001-01-01", "20260301", "20260301T140509", "2026-03-01T14:05:09+",
    "2026-03-01T14:05:09+2", "2026-03-01T14:05:09+02:", "2026-03-01T14:05:09+02:0", "2026-03-01T14:05:09+02:60", "2026-03-01T14:05:09+24:00",
    "2026-03-01T14:05:09+02:00x", "2026-03-01T14:05:09ZZ", "2026-03-01T14:05:09 +02:00", "2026-03-01T14:05:0a",
    "2026-03-01T1a:05:09",
    "2026-03-01T14-05-09", "202a-03-01", "2026-03-0a", "2026-0a-01", "2026-03:01", "2026-03-01T14:05,5", "99999-01-01",
    "0001-01-01 00:30+01:00", "9999-12-31 23:30-01:00", "\0\0\0\0\0\0\0\0\0\0", "\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}",
    "２０26-03-01", "2026-03-01T14:05:09.+1", "2026-03-01T14:05.5", "2026-03-01T14:05:09.5.5", "2026-03-01 14:05:09\n",
  ])
  func notISO(_ text: String) throws { #expect(try parseTime(text) == nil) }

  /// Each byte of a time replaced by each other byte, against a reading of the grammar.
  @Test func everySingleWrongByte() throws {
    let right = "2026-10-05 20:48:07"
    var texts: [String] = []
    var expected: [Int64?] = []
    for at in 0..<right.utf8.count {
      for byte in 0..<128 as Range<UInt8> {
        // HH:MM and an offset.
        if at == 16 && (byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")) { continue }
        var bytes = Array(right.utf8)
        bytes[at] = byte
        texts.append(String(decoding: bytes, as: UTF8.self))
        expected.append(slowISO(bytes))
      }
    }
    let got = try parseTimes(texts)
    for i in texts.indices { #expect(got[i] == expected[i], "\(texts[i].debugDescription)") }
  }

  private func slowISO(_ bytes: [UInt8]) -> Int64? {
    var numbers: [Int] = [0]
    for (i, byte) in bytes.enumerated() {
      switch i {
      case 4, 7: if byte != UInt8(ascii: "-") { return nil } else { numbers.append(0) }
      case 13, 16: if byte != UInt8(ascii: ":") { return nil } else { numbers.append(0) }
      case 10: if byte != UInt8(ascii: " ") && byte != UInt8(ascii: "T") { return nil } else { numbers.append(0) }
      default:
        guard (48...57).contains(byte) else { return nil }
        numbers[numbers.count - 1] = numbers[numbers.count - 1] * 10 + Int(byte - 48)
      }
    }
    guard numbers[0] >= 1, (1...12).contains(numbers[1]), (1...31).contains(numbers[2]), numbers[3] < 24, numbers[4] < 60,
      numbers[5] < 60, numbers[2] <= SlowCalendar.length(numbers[0], numbers[1])
    else { return nil }
    let days = SlowCalendar.days(numbers[0], numbers[1], numbers[2])
    return Int64(((days * 24 + numbers[3]) * 60 + numbers[4]) * 60 + numbers[5]) * 1_000_000
  }

  /// Rows in any order through one parser give what each gives alone: the memos change nothing.
  @Test(arguments: ["UTC", "Europe/Berlin", "America/Sao_Paulo", "Pacific/Apia"])
  func memosChangeNothing(_ name: String) throws {
    var random = SeededGenerator(seed: 4_711)
    var texts: [String] = []
    var expected: [Int64?] = []
    try withZone(name) { zone in
      for _ in 0..<4_000 {
        // Few days and many changes among them, so that memos are met, and met again after others.
        let center = zone.span(at: .random(in: 1_300_000_000...1_600_000_000, using: &random)).start
        let near = (center > 0 ? center : 1_325_203_200) + .random(in: -100_000...100_000, using: &random)
        let civil = Civil(seconds: near)
        texts.append(text(civil))
        expected.append(zone.instant(of: civil))
        if Int.random(in: 0..<20, using: &random) == 0 {
          texts.append(["2026-02-30 00:00:00", "x", "2026-01-01 24:00:00"].randomElement(using: &random)!)
          expected.append(nil)
        }
      }
    }
    #expect(try parseTimes(texts, zone: name) == expected, "seed \(random.seed)")
    let patterned = try parseTimes(texts, format: "%Y-%m-%d %H:%M:%S", zone: name)
    #expect(patterned == expected, "seed \(random.seed)")
  }

  private func text(_ civil: Civil) -> String {
    func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
    return "\(civil.year)-\(two(civil.month))-\(two(civil.day)) \(two(civil.hour)):\(two(civil.minute)):\(two(civil.second))"
  }

  @Test func offsetsInTheTextWinOverTheZone() throws {
    #expect(try parseTime("2026-07-01T12:00:00Z", zone: "Asia/Kathmandu") == instant("2026-07-01T12:00:00Z"))
    #expect(try parseTime("2026-07-01T12:00:00-05:00", zone: "Asia/Kathmandu") == instant("2026-07-01T17:00:00Z"))
    #expect(try parseTime("2026-07-01T12:00:00", zone: "Asia/Kathmandu") == instant("2026-07-01T06:15:00Z"))
  }

  @Test(arguments: [
    ("epoch_s", "0", 0), ("epoch_s", "1772373909", 1_772_373_909_000_000), ("epoch_s", "-1", -1_000_000),
    ("epoch_s", "+5", 5_000_000), ("epoch_s", "1772373909.25", 1_772_373_909_250_000), ("epoch_s", "0.000001", 1),
    ("epoch_s", "0.0000019", 1), ("epoch_s", "-0.0000019", -2), ("epoch_s", "-0.5", -500_000), ("epoch_s", "-0", 0),
    ("epoch_s", "253402300799.999999", 253_402_300_799_999_999), ("epoch_s", "-62135596800", -62_135_596_800_000_000),
    ("epoch_s", "00000001772373909", 1_772_373_909_000_000),
    ("epoch_ms", "1772373909123", 1_772_373_909_123_000), ("epoch_ms", "1772373909123.4567", 1_772_373_909_123_456),
    ("epoch_ms", "-1.5", -1_500), ("epoch_us", "1772373909123456", 1_772_373_909_123_456), ("epoch_us", "-7", -7),
    ("epoch_us", "12345678", 12_345_678), ("epoch_us", "253402300799999999", 253_402_300_799_999_999),
  ])
  func epochs(_ format: String, _ text: String, _ us: Int) throws { #expect(try parseTime(text, format: format) == Int64(us)) }

  @Test(arguments: [
    ("epoch_s", ""), ("epoch_s", "-"), ("epoch_s", "+"), ("epoch_s", "."), ("epoch_s", ".5"), ("epoch_s", "5."),
    ("epoch_s", "1e9"), ("epoch_s", " 1"), ("epoch_s", "1 "), ("epoch_s", "--1"), ("epoch_s", "1.0000000001"),
    ("epoch_s", "253402300800"), ("epoch_s", "-62135596801"), ("epoch_s", "-62135596800.000001"),
    ("epoch_s", "999999999999999999"), ("epoch_s", "9999999999999999999999999999"), ("epoch_s", "1.5.5"),
    ("epoch_ms", "253402300800000"), ("epoch_us", "1.5"), ("epoch_us", "253402300800000000"),
    ("epoch_us", "0000000000000000001"), ("epoch_us", "1234567a"), ("epoch_us", "2026-03-01"),
  ])
  func notEpochs(_ format: String, _ text: String) throws { #expect(try parseTime(text, format: format) == nil) }

  @Test(arguments: [
    ("%d.%m.%Y", "01.03.2026", "2026-03-01T00:00:00Z"), ("%d.%m.%Y", "1.3.2026", "2026-03-01T00:00:00Z"),
    ("%m/%d/%Y %H:%M", "3/1/2026 7:05", "2026-03-01T07:05:00Z"), ("%Y%m%d%H%M%S", "20260301140509", "2026-03-01T14:05:09Z"),
    ("%d %b %Y", "1 Mar 2026", "2026-03-01T00:00:00Z"), ("%d %b %Y", "01 MARCH 2026", "2026-03-01T00:00:00Z"),
    ("%b %d, %Y", "May 31, 2026", "2026-05-31T00:00:00Z"), ("%b%Y", "september2026", "2026-09-01T00:00:00Z"),
    ("%d/%b/%Y:%H:%M:%S %z", "01/Mar/2026:14:05:09 +0100", "2026-03-01T13:05:09Z"),
    ("%Y", "2026", "2026-01-01T00:00:00Z"), ("%Y-%m", "2026-03", "2026-03-01T00:00:00Z"),
    ("%y-%m-%d", "69-01-01", "1969-01-01T00:00:00Z"), ("%y-%m-%d", "68-01-01", "2068-01-01T00:00:00Z"),
    ("%y-%m-%d", "00-01-01", "2000-01-01T00:00:00Z"), ("%y-%m-%d", "99-12-31", "1999-12-31T00:00:00Z"),
    ("%Y-%m-%d %H:%M", "2026-03-01     14:05", "2026-03-01T14:05:00Z"), ("%Y %% %m", "2026 % 3", "2026-03-01T00:00:00Z"),
    ("%Y-%m-%d%z", "2026-03-01Z", "2026-03-01T00:00:00Z"), ("Q%Y", "Q2026", "2026-01-01T00:00:00Z"),
    ("%H:%M %d.%m.%Y", "14:05 01.03.2026", "2026-03-01T14:05:00Z"),
  ])
  func formats(_ format: String, _ text: String, _ expected: String) throws {
    #expect(try parseTime(text, format: format) == instant(expected))
  }

  @Test func decimalsOfFormats() throws {
    let base = instant("2026-03-01T14:05:09Z")
    for (text, more) in [("5", 500_000), ("05", 50_000), ("123456789", 123_456), ("000001", 1)] as [(String, Int64)] {
      #expect(try parseTime("2026-03-01 14:05:09,\(text)", format: "%Y-%m-%d %H:%M:%S,%f") == base + more)
    }
  }

  @Test(arguments: [
    ("%d.%m.%Y", ""), ("%d.%m.%Y", "1.3.26"), ("%d.%m.%Y", "1.3.2026 "), ("%d.%m.%Y", " 1.3.2026"), ("%d.%m.%Y", "31.4.2026"),
    ("%d.%m.%Y", "29.2.2023"), ("%d.%m.%Y", "1.13.2026"), ("%d.%m.%Y", "0.1.2026"), ("%d.%m.%Y", "1-3-2026"),
    ("%Y-%m-%d %H:%M", "2026-03-01 24:00"), ("%Y-%m-%d %H:%M", "2026-03-01 14:60"), ("%Y-%m-%d %H:%M", "2026-03-01T14:05"),
    ("%Y-%m-%d %H:%M", "2026-03-01"), ("%Y-%m-%d %H:%M:%S", "2026-03-01 14:05:60"), ("%b %Y", "Mai 2026"), ("%b %Y", "Ma 2026"),
    ("%b %Y", "Marc 2026"), ("%Y%z", "2026"), ("%Y%z", "2026+"), ("%Y%z", "2026+25"), ("%Y", "0000"), ("%Y", "20260"),
    ("%Y %% %m", "2026 3 3"), ("%Y-%m-%d", "2026-03-0 1"), ("%Y\0", "2026"),
  ])
  func notFormats(_ format: String, _ text: String) throws { #expect(try parseTime(text, format: format) == nil) }

  @Test func randomTextsNeverTrap() throws {
    var random = SeededGenerator(seed: 99)
    let letters = Array("0123456789-:. TZ+/abMay%\u{0}é")
    for format in [nil, "epoch_s", "epoch_ms", "epoch_us", "%d.%m.%Y %H:%M:%S.%f%z", "%b %y%%"] {
      let texts = (0..<3_000).map { _ in
        String((0..<Int.random(in: 0...32, using: &random)).map { _ in letters.randomElement(using: &random)! })
      }
      for us in try parseTimes(texts, format: format, zone: "Europe/Berlin") { #expect(us.map(TimeRange.contains) != false) }
    }
  }
}
