@testable import LeadlineCore
import Testing
import TestSupport

@Suite struct DecimalTextTests {
  enum Outcome: Equatable {
    case value(Int64), notANumber, tooManyDecimals, outOfRange
  }

  static func outcome(_ outcome: DecimalOutcome) -> Outcome {
    switch outcome {
    case .value(let value): .value(value)
    case .notANumber: .notANumber
    case .tooManyDecimals: .tooManyDecimals
    case .outOfRange: .outOfRange
    }
  }

  /// Both ways to call; what lies behind the text must not matter to the one that may read it.
  static func parse(_ text: String, _ format: DecimalFormat) -> Outcome {
    let exact = withBytes(text) { outcome(DecimalText.parse($0, format)) }
    for behind in ["1234567", ".,.,.,.", "\u{0}:-\u{7F}\u{0}:-"] {
      let padded = withBytes(text + behind) { outcome(DecimalText.parseWithSlack($0.slice(0, text.utf8.count), format)) }
      if padded != exact { Issue.record("\(text) before \(behind): \(padded), not \(exact)") }
    }
    return exact
  }

  func parse(_ text: String, scale: Int = 2, rounding: RoundingMode? = nil) -> Outcome {
    Self.parse(text, DecimalFormat(scale: scale, rounding: rounding))
  }

  /// By the book: split, check, pad, divide.
  static func slow(_ text: String, _ format: DecimalFormat) -> Outcome {
    var rest = Array(text.utf8)[...]
    var isNegative = false
    if let sign = rest.first, sign == 0x2D || sign == 0x2B {
      isNegative = sign == 0x2D
      rest.removeFirst()
    }
    let parts = rest.split(separator: format.point, omittingEmptySubsequences: false)
    guard let first = parts.first, parts.count <= 2 else { return .notANumber }
    let groups = format.thousands == 0 ? [first] : first.split(separator: format.thousands, omittingEmptySubsequences: false)
    if groups.count > 1 {
      guard (1...3).contains(groups[0].count), groups[groups.count - 1].count == 3 else { return .notANumber }
      for group in groups[1...] where !(2...3).contains(group.count) { return .notANumber }
    }
    let whole = groups.flatMap { $0 }
    let decimals = parts.count == 2 ? Array(parts[1]) : []
    guard !whole.isEmpty, parts.count == 1 || !decimals.isEmpty else { return .notANumber }
    var number = SlowInteger(0)
    for digit in whole + decimals {
      guard digit >= 0x30, digit <= 0x39 else { return .notANumber }
      number = number * SlowInteger(10) + SlowInteger(digit - 0x30)
    }
    if isNegative { number = -number }
    let up = number * .power(ofTen: format.scale)
    let down = SlowInteger.power(ofTen: decimals.count)
    if !up.divided(by: down).remainder.isZero && format.rounding == nil { return .tooManyDecimals }
    var rounded = RatioTests.slowRounded(up, down, 0, format.rounding ?? .towardZero)
    // A text that rounds to nothing keeps no sign.
    if rounded.isZero { rounded = SlowInteger(0) }
    guard rounded.magnitude <= SlowInteger(Int64(1) << 62), let value = rounded.int128 else { return .outOfRange }
    return .value(Int64(value))
  }

  @Test func plainNumbers() {
    #expect(parse("0") == .value(0))
    #expect(parse("12") == .value(1200))
    #expect(parse("-12.3") == .value(-1230))
    #expect(parse("+12.34") == .value(1234))
    #expect(parse("12345678") == .value(1_234_567_800))
    #expect(parse("123456.78") == .value(12_345_678))
    #expect(parse("99999999", scale: 9) == .value(99_999_999_000_000_000))
    #expect(parse("1234567890123.45") == .value(123_456_789_012_345))
    #expect(parse("007") == .value(700))
    #expect(parse("0000000000000000000000000000000012.50") == .value(1250))
    #expect(parse("-0") == .value(0))
    #expect(parse("-0.00") == .value(0))
  }

  @Test func trailingZerosAreNotMoreDecimals() {
    #expect(parse("1.500") == .value(150))
    #expect(parse("1.50000000000000000000000000000000") == .value(150))
    #expect(parse("1.501") == .tooManyDecimals)
    #expect(parse("1.500000000000000000000000000000001") == .tooManyDecimals)
    #expect(parse("5.0", scale: 0) == .value(5))
  }

  @Test func whatIsNoNumber() {
    for text in [
      "", "-", "+", ".", "-.", ".5", "5.", "1.2.3", "1e5", "1E5", "0x10", " 1", "1 ", "--1", "+-1", "1-", "1,5", "abc",
      "12a", "12:34", "1/2", "nan", "inf", "1\u{0}", "\u{0}", "١٢", "12345678a", "1234567890a", "1234567890.", "12345.67.8",
      "1234567890.1.2", "1234567890e1", "99999999999999999999a",
    ] {
      #expect(parse(text) == .notANumber, "\(text)")
      #expect(parse(text, rounding: .halfEven) == .notANumber, "\(text)")
    }
  }

  @Test func limits() {
    #expect(parse("4611686018427387904", scale: 0) == .value(1 << 62))
    #expect(parse("-4611686018427387904", scale: 0) == .value(-(1 << 62)))
    #expect(parse("4611686018427387905", scale: 0) == .outOfRange)
    #expect(parse("-4611686018427387905", scale: 0) == .outOfRange)
    #expect(parse("46116860184273879.04") == .value(1 << 62))
    #expect(parse("46116860184273879.05") == .outOfRange)
    #expect(parse("4611686018427387904.4", scale: 0, rounding: .halfAway) == .value(1 << 62))
    #expect(parse("4611686018427387904.5", scale: 0, rounding: .halfAway) == .outOfRange)
    #expect(parse("4611686018427387904.5", scale: 0, rounding: .halfEven) == .value(1 << 62))
    #expect(parse("4611686019", scale: 9) == .outOfRange)
    #expect(parse("18446744073709551616", scale: 0) == .outOfRange)
    #expect(parse(String(repeating: "9", count: 5000), scale: 0) == .outOfRange)
    #expect(parse("0." + String(repeating: "9", count: 5000), scale: 9, rounding: .floor) == .value(999_999_999))
    #expect(parse("0." + String(repeating: "9", count: 5000), scale: 9, rounding: .halfEven) == .value(1_000_000_000))
  }

  @Test func rounds() {
    let expected: [(String, [Int64])] = [
      ("2.5", [2, 3, 2, 2, 3]), ("-2.5", [-2, -3, -2, -3, -2]), ("3.5", [3, 4, 4, 3, 4]), ("2.4999999", [2, 2, 2, 2, 3]),
      ("2.5000000000000000001", [2, 3, 3, 2, 3]), ("-0.1", [0, 0, 0, -1, 0]), ("0.5", [0, 1, 0, 0, 1]),
      ("-1.50", [-1, -2, -2, -2, -1]), ("7.0", [7, 7, 7, 7, 7]),
    ]
    for (text, values) in expected {
      for (mode, value) in zip(allModes, values) {
        #expect(parse(text, scale: 0, rounding: mode) == .value(value), "\(text), \(mode)")
      }
    }
  }

  @Test func commasAndGroups() {
    let german = DecimalFormat(scale: 2, point: 0x2C, thousands: 0x2E)
    #expect(Self.parse("1.234,5", german) == .value(123_450))
    #expect(Self.parse("1.234.567,89", german) == .value(123_456_789))
    #expect(Self.parse("1234,5", german) == .value(123_450))
    #expect(Self.parse("1.5", german) == .notANumber)
    #expect(Self.parse("1,234.5", german) == .notANumber)
    let english = DecimalFormat(scale: 2, thousands: 0x2C)
    #expect(Self.parse("-1,234", english) == .value(-123_400))
    #expect(Self.parse("12,34,567.8", english) == .value(123_456_780))
    for text in ["1,50", "1,5", ",123", "123,", "1,,234", "1234,567", "1,2345", "1,234,", "1.234,5", "1,234,56", ",", "-,123"] {
      #expect(Self.parse(text, english) == .notANumber, "\(text)")
    }
    #expect(Self.parse("0" + String(repeating: ",000", count: 9) + ",001", english) == .value(100))
    #expect(Self.parse("1" + String(repeating: ",000", count: 9), english) == .outOfRange)
    // A separator that is also the point is the point.
    #expect(Self.parse("1.5", DecimalFormat(scale: 2, thousands: 0x2E)) == .value(150))
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64]) func likeTheModel(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let alphabet = Array("0123456789012345678901234567890123456789.....,,,--+e x")
    for i in 0..<1500 {
      var text = ""
      if i % 2 == 0 {
        // Mostly numbers.
        if random.next() % 3 == 0 { text += random.next() % 2 == 0 ? "-" : "+" }
        for _ in 0..<(random.next() % (i % 10 == 0 ? 24 : 9)) { text += "\(random.next() % 10)" }
        if random.next() % 2 == 0 {
          text += random.next() % 8 == 0 ? "," : "."
          for _ in 0..<(random.next() % 12) {
            text += random.next() % 3 == 0 ? "0" : random.next() % 3 == 0 ? "5" : "\(random.next() % 10)"
          }
        }
      } else {
        for _ in 0..<(random.next() % 13) { text.append(alphabet[Int(random.next() % UInt64(alphabet.count))]) }
      }
      let isComma = random.next() % 4 == 0
      let format = DecimalFormat(
        scale: Int(random.next() % 10), point: isComma ? 0x2C : 0x2E,
        thousands: random.next() % 3 == 0 ? (isComma ? 0x2E : 0x2C) : 0,
        rounding: [nil, .towardZero, .halfAway, .halfEven, .floor, .ceiling][Int(random.next() % 6)])
      let (ours, model) = (Self.parse(text, format), Self.slow(text, format))
      if ours != model { Issue.record("seed \(seed): \(text), \(format): \(ours), not \(model)") }
    }
  }

  /// Every text of up to four of the bytes that matter.
  @Test func allShortTexts() {
    let bytes = Array("05.,-+ e")
    var texts = [""]
    var longest = [""]
    for _ in 1...4 {
      longest = longest.flatMap { text in bytes.map { text + String($0) } }
      texts += longest
    }
    for (i, text) in texts.enumerated() {
      let format = i % 2 == 0 ? DecimalFormat(scale: 1) : DecimalFormat(scale: 0, point: 0x2C, rounding: .halfAway)
      let (ours, model) = (Self.parse(text, format), Self.slow(text, format))
      if ours != model { Issue.record("\(text), \(format): \(ours), not \(model)") }
    }
  }

  /// Each byte that is no digit, in each place of a number of any of the three ways to read it.
  @Test func strayBytes() {
    for byte in 0...255 as ClosedRange<UInt8> where !(0x2B...0x39).contains(byte) || byte == 0x2C || byte == 0x2F {
      for size in [1, 3, 4, 8, 9, 16, 17] {
        for place in 0..<size {
          var text = [UInt8](repeating: 0x37, count: size + 8)
          text[place] = byte
          let outcome = text.withUnsafeBufferPointer {
            Self.outcome(DecimalText.parseWithSlack(Bytes($0.baseAddress!, size), DecimalFormat()))
          }
          if outcome != .notANumber { Issue.record("\(text): \(outcome)") }
        }
      }
    }
  }
}
