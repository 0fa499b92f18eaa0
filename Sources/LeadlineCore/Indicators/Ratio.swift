/// An exact fraction in lowest terms over a positive denominator.
struct Ratio {
  private(set) var numerator: Int128
  private(set) var denominator: Int128

  private init(_ numerator: Int128, over denominator: Int128) {
    self.numerator = numerator
    self.denominator = denominator
  }

  /// numerator / denominator of any signs, or nil where the denominator is 0 or the fraction does not fit reduced.
  static func make(numerator: Int128, denominator: Int128) -> Ratio? {
    make(numerator: numerator, denominator: denominator, timesTenTo: 0)
  }

  /// From magnitudes in lowest terms.
  private static func make(_ numerator: UInt128, _ denominator: UInt128, isNegative: Bool) -> Ratio? {
    guard let numerator = WideInteger.signed(numerator, isNegative: isNegative),
      let denominator = WideInteger.signed(denominator, isNegative: false)
    else { return nil }
    return Ratio(numerator, over: denominator)
  }

  /// numerator / denominator, where the denominator is above zero: always fits.
  static func reduced(_ numerator: Int128, _ denominator: Int128) -> Ratio {
    if denominator == 1 { return Ratio(numerator, over: denominator) }
    let (top, bottom) = (numerator.magnitude, denominator.magnitude)
    if top <= UInt128(UInt64.max) && bottom <= UInt128(UInt64.max) {
      // The usual case, without a 128-bit division.
      let (top, bottom) = (UInt64(truncatingIfNeeded: top), UInt64(truncatingIfNeeded: bottom))
      let divisor = WideInteger.gcd(top, bottom)
      let quotient = Int128(top / divisor)
      return Ratio(numerator < 0 ? -quotient : quotient, over: Int128(bottom / divisor))
    }
    // Both quotients fit: the numerator's is no larger than it was, and -2^127 stays itself only over an odd denominator.
    let divisor = WideInteger.gcd(top, bottom)
    let quotient = Int128(truncatingIfNeeded: top / divisor)
    return Ratio(numerator < 0 ? 0 &- quotient : quotient, over: Int128(truncatingIfNeeded: bottom / divisor))
  }

  /// Below, equal to or above zero as a/b is less than, equal to or greater than c/d; b and d are above zero.
  static func compare(_ a: Int128, _ b: Int128, _ c: Int128, _ d: Int128) -> Int {
    if (a < 0) != (c < 0) { return a < 0 ? -1 : 1 }
    // Both sides have one sign; of two negative ones the one of greater magnitude is the lesser.
    let left: Int
    let mask = UInt128(UInt64.max)
    if (a.magnitude | b.magnitude | c.magnitude | d.magnitude) <= mask {
      let (x, y) = (a.magnitude &* d.magnitude, c.magnitude &* b.magnitude)
      left = x == y ? 0 : x < y ? -1 : 1
    } else {
      let (x, y) = (UInt256(a.magnitude, times: d.magnitude), UInt256(c.magnitude, times: b.magnitude))
      left = x == y ? 0 : x < y ? -1 : 1
    }
    return a < 0 ? -left : left
  }

  /// numerator / denominator * 10^power of any signs, or nil where the denominator is 0 or the result does not fit. `power` is
  /// -40 to 40.
  static func make(numerator: Int128, denominator: Int128, timesTenTo power: Int) -> Ratio? {
    guard denominator != 0 else { return nil }
    guard numerator != 0 else { return Ratio(0, over: 1) }
    let isNegative = (numerator < 0) != (denominator < 0)
    let divisor = WideInteger.gcd(numerator.magnitude, denominator.magnitude)
    let (top, bottom) = (numerator.magnitude / divisor, denominator.magnitude / divisor)
    if power < 0 {
      guard let (down, up) = scaled(bottom, over: top, -power) else { return nil }
      return make(up, down, isNegative: isNegative)
    }
    guard let (up, down) = scaled(top, over: bottom, power) else { return nil }
    return make(up, down, isNegative: isNegative)
  }

  /// up * 10^power / down in lowest terms, given up / down in lowest terms and not 0. Only factors of 2 and 5 can cancel, so
  /// no step is larger than the result.
  private static func scaled(_ up: UInt128, over down: UInt128, _ power: Int) -> (UInt128, UInt128)? {
    let twos = Swift.min(power, down.trailingZeroBitCount)
    var down = down >> twos
    var fives = 0
    while fives < power && down % 5 == 0 {
      down /= 5
      fives += 1
    }
    var (up, overflow) = up.multipliedReportingOverflow(by: UInt128(1) << (power - twos))
    for _ in fives..<power {
      let next = up.multipliedReportingOverflow(by: 5)
      up = next.partialValue
      overflow = overflow || next.overflow
    }
    return overflow ? nil : (up, down)
  }

  /// numerator / denominator * 10^decimals as a whole number, or nil where the denominator is 0 or the result is beyond 128
  /// bits. The fraction may have any signs; `decimals` is 0 to 38.
  static func rounded(_ numerator: Int128, _ denominator: Int128, decimals: Int, _ mode: RoundingMode) -> Int128? {
    let divisor = denominator.magnitude
    let dividend = UInt256(numerator.magnitude, times: WideInteger.power(ofTen: decimals))
    guard let (whole, remainder) = dividend.divided(by: divisor) else { return nil }
    let isNegative = (numerator < 0) != (denominator < 0)
    let grows = mode.growsMagnitude(isNegative: isNegative, isOdd: whole & 1 == 1, Leftover(remainder, of: divisor))
    let (magnitude, overflow) = whole.addingReportingOverflow(grows ? 1 : 0)
    return overflow ? nil : WideInteger.signed(magnitude, isNegative: isNegative)
  }
}
