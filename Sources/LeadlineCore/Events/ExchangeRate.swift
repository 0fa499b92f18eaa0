/// What one unit of a currency is worth in the engine's, from an instant on.
struct ExchangeRate {
  /// The first microsecond at which it holds.
  let from: Int64
  /// In lowest terms, both positive.
  let numerator: Int64
  let denominator: Int64
  /// The same between the integers that amounts are, the scales of both currencies included: below 2^93, in lowest terms.
  private let factor: UInt128
  private let divisor: UInt128

  /// Of amounts with `scale` decimals into amounts with `moneyScale`. Numerator and denominator are positive.
  init(from: Int64, numerator: Int64, denominator: Int64, scale: Int, into moneyScale: Int) {
    let common = Int64(WideInteger.gcd(numerator.magnitude, denominator.magnitude))
    self.from = from
    self.numerator = numerator / common
    self.denominator = denominator / common
    let factor = UInt128(self.numerator) &* WideInteger.power(ofTen: Swift.max(moneyScale - scale, 0))
    let divisor = UInt128(self.denominator) &* WideInteger.power(ofTen: Swift.max(scale - moneyScale, 0))
    let shared = WideInteger.gcd(factor, divisor)
    self.factor = factor / shared
    self.divisor = divisor / shared
  }

  /// Whether two rates convert alike, whenever they begin.
  func isAsGood(as other: ExchangeRate) -> Bool { numerator == other.numerator && denominator == other.denominator }

  /// An amount of up to 2^62 either way in the engine's currency; nil where it is beyond that there.
  @_optimize(speed)
  func converted(_ amount: Int64, _ rounding: RoundingMode) -> Int64? {
    let isNegative = amount < 0
    let magnitude = amount.magnitude
    // What nearly all amounts and rates are: products of one word, which a machine divides at once.
    if factor >> 64 == 0 && divisor >> 64 == 0 {
      let product = magnitude.multipliedReportingOverflow(by: UInt64(truncatingIfNeeded: factor))
      if !product.overflow {
        let divisor = UInt64(truncatingIfNeeded: self.divisor)
        let (whole, rest) = product.partialValue.quotientAndRemainder(dividingBy: divisor)
        return ExchangeRate.rounded(UInt128(whole), Leftover(rest, of: divisor), isNegative, rounding)
      }
    }
    guard let (whole, rest) = UInt256(UInt128(magnitude), times: factor).divided(by: divisor) else { return nil }
    return ExchangeRate.rounded(whole, Leftover(rest, of: divisor), isNegative, rounding)
  }

  @inline(__always)
  private static func rounded(_ whole: UInt128, _ leftover: Leftover, _ isNegative: Bool, _ rounding: RoundingMode) -> Int64? {
    let most = UInt128(FactRules.maxAmount)
    guard whole <= most else { return nil }
    let magnitude = whole &+ (rounding.growsMagnitude(isNegative: isNegative, isOdd: whole & 1 == 1, leftover) ? 1 : 0)
    guard magnitude <= most else { return nil }
    return isNegative ? 0 &- Int64(magnitude) : Int64(magnitude)
  }
}

/// Reads a rate as people write it: "0.92", or "1/1.087" for one that is quoted the other way round.
enum RateText {
  /// Decimals that a part may have.
  private static var mostDecimals: Int { 18 }

  /// Exact, in lowest terms, both positive; nil for what is no such rate or does not fit 63 bits.
  static func parse(_ text: Bytes) -> (numerator: Int64, denominator: Int64)? {
    var slash = 0
    while slash < text.count && text[slash] != UInt8(ascii: "/") { slash += 1 }
    guard let upper = part(text.slice(0, slash)) else { return nil }
    var lower = (value: UInt128(1), scale: UInt128(1))
    if slash < text.count {
      guard let given = part(text.slice(slash + 1, text.count)) else { return nil }
      lower = given
    }
    // Each is at most 2^62 and 10^18.
    let numerator = upper.value &* lower.scale
    let denominator = lower.value &* upper.scale
    let common = WideInteger.gcd(numerator, denominator)
    guard let n = Int64(exactly: numerator / common), let d = Int64(exactly: denominator / common) else { return nil }
    return (n, d)
  }

  /// A positive number as a whole one and the power of ten that it is to be divided by.
  private static func part(_ text: Bytes) -> (value: UInt128, scale: UInt128)? {
    var point = 0
    while point < text.count && text[point] != UInt8(ascii: ".") { point += 1 }
    let decimals = Swift.max(text.count - point - 1, 0)
    guard decimals <= mostDecimals else { return nil }
    var format = DecimalFormat()
    format.scale = decimals
    format.point = UInt8(ascii: ".")
    guard case .value(let value) = DecimalText.parse(text, format), value > 0 else { return nil }
    return (UInt128(value), WideInteger.power(ofTen: decimals))
  }
}
