@testable import LeadlineCore
import TestSupport
import Testing

@Suite struct ExchangeRateTests {
  /// amount * numerator / denominator * 10^(to - from) as a whole fraction, rounded step by step.
  private func model(
    _ amount: Int64, _ numerator: Int64, _ denominator: Int64, _ scale: Int, _ moneyScale: Int, _ mode: RoundingMode
  ) -> Int64? {
    let upper = SlowInteger(amount) * SlowInteger(numerator) * SlowInteger.power(ofTen: moneyScale)
    let lower = SlowInteger(denominator) * SlowInteger.power(ofTen: scale)
    let (cut, rest) = upper.magnitude.divided(by: lower)
    let twice = rest + rest
    let isUp =
      switch mode {
      case .towardZero: false
      case .floor: amount < 0 && !rest.isZero
      case .ceiling: amount > 0 && !rest.isZero
      case .halfAway: twice >= lower
      case .halfEven: twice > lower || (twice == lower && cut.isOdd)
      }
    let magnitude = isUp ? cut + SlowInteger(1) : cut
    if SlowInteger(FactRules.maxAmount) < magnitude { return nil }
    return (amount < 0 ? -magnitude : magnitude).int128.map { Int64($0) }
  }

  private func check(
    _ amount: Int64, _ numerator: Int64, _ denominator: Int64, _ scale: Int, _ moneyScale: Int, _ note: String = ""
  ) {
    let rate = ExchangeRate(from: 0, numerator: numerator, denominator: denominator, scale: scale, into: moneyScale)
    for mode in allModes {
      let is_ = rate.converted(amount, mode)
      let wanted = model(amount, numerator, denominator, scale, moneyScale, mode)
      let isSame = is_ == wanted
      #expect(
        isSame,
        "\(amount) at \(numerator)/\(denominator), \(scale) to \(moneyScale), \(mode): \(String(describing: is_)), not \(String(describing: wanted)) \(note)")
    }
  }

  @Test func smallNumbersExhausted() {
    for amount in Int64(-12)...12 {
      for numerator in Int64(1)...9 {
        for denominator in Int64(1)...9 { check(amount, numerator, denominator, 1, 0) }
      }
    }
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func randomNumbers(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<1500 {
      let amount = Int64(bitPattern: random.next()) >> Int64(1 + random.next() % 63)
      let numerator = max(1, Int64(random.next() >> (1 + random.next() % 63)))
      let denominator = max(1, Int64(random.next() >> (1 + random.next() % 63)))
      check(amount, numerator, denominator, Int(random.next() % 10), Int(random.next() % 10), "seed \(seed)")
    }
  }

  @Test func numbersNearTheLimits() {
    let most = FactRules.maxAmount
    for amount in [most, most - 1, most / 2, most / 2 + 1, 1, 0, -1, -most / 2, -most + 1, -most] {
      for (numerator, denominator) in [
        (Int64.max, 1), (Int64.max, Int64.max - 1), (Int64.max - 1, Int64.max), (1, Int64.max), (1, 2), (2, 1), (3, 2), (1, 1),
      ] {
        for (scale, moneyScale) in [(0, 0), (9, 0), (0, 9), (2, 2)] { check(amount, numerator, denominator, scale, moneyScale) }
      }
    }
  }

  @Test func ratesAsPeopleWriteThem() {
    func parsed(_ text: String) -> [Int64]? {
      withBytes(text) { bytes in RateText.parse(bytes).map { [$0.numerator, $0.denominator] } }
    }
    let good: [(String, [Int64])] = [
      ("1", [1, 1]), ("0.92", [23, 25]), ("1/1.0870", [1000, 1087]), ("+2", [2, 1]), ("00.50", [1, 2]), ("3/9", [1, 3]),
      ("0.000000000000000001", [1, 1_000_000_000_000_000_000]), ("4611686018427387904", [1 << 62, 1]),
      ("0.5/0.000000000000000001", [500_000_000_000_000_000, 1]),
    ]
    for (text, wanted) in good {
      let is_ = parsed(text)
      let isSame = is_ == wanted
      #expect(isSame, "\(text): \(String(describing: is_))")
    }
    for text in ["", "/", "1/", "/1", "0", "-1", "1/0", "1/-2", "1.", ".1", "1e2", "1/2/3", "4611686018427387905", "40/0.000000000000000001"] {
      let isNone = parsed(text) == nil
      #expect(isNone, "\(text)")
    }
  }
}
