/// Exact arithmetic of values. What a step gives is in lowest terms; it overflows only if those do not fit 128 bits. An
/// operand without a number makes a result without one.
extension Value {
  /// The state of what is made of two values of which at least one has no number. Missing data comes first, because no other
  /// fact would mend the rest; the same whichever way round they stand.
  static func undefined(_ a: Value, _ b: Value) -> Value {
    if a.state == ValueState.noData || b.state == ValueState.noData { return .undefined(ValueState.noData) }
    if a.state == ValueState.overflow || b.state == ValueState.overflow { return .undefined(ValueState.overflow) }
    return .undefined(a.isDefined ? b.state : a.state)
  }

  static func + (a: Value, b: Value) -> Value { sum(a, b, isDifference: false) }
  static func - (a: Value, b: Value) -> Value { sum(a, b, isDifference: true) }

  @inline(__always)
  private static func sum(_ a: Value, _ b: Value, isDifference: Bool) -> Value {
    guard a.isDefined && b.isDefined else { return undefined(a, b) }
    if a.denominator == 1 && b.denominator == 1 {
      let (sum, overflow) =
        isDifference
        ? a.numerator.subtractingReportingOverflow(b.numerator) : a.numerator.addingReportingOverflow(b.numerator)
      return overflow ? .undefined(ValueState.overflow) : .whole(sum)
    }
    return sumOfFractions(a, b, isDifference: isDifference)
  }

  /// Over the least common denominator, as in D. E. Knuth, The Art of Computer Programming, volume 2, 4.5.1, but with the
  /// numerator in 256 bits until it is reduced.
  @inline(never)
  private static func sumOfFractions(_ a: Value, _ b: Value, isDifference: Bool) -> Value {
    let divisor = WideInteger.gcd(a.denominator.magnitude, b.denominator.magnitude)
    let down = b.denominator.magnitude / divisor
    let left = UInt256(a.numerator.magnitude, times: down)
    let right = UInt256(b.numerator.magnitude, times: a.denominator.magnitude / divisor)
    let isRightNegative = (b.numerator < 0) != isDifference
    // Each product is below 2^254, so neither the sum nor the difference leaves 256 bits.
    let (top, isNegative) = UInt256.sum(left, a.numerator < 0, right, isRightNegative)
    if top.high == 0 && top.low == 0 { return .whole(0) }
    // What may still be common to both sides divides `divisor`.
    guard let rest = UInt256(high: top.high % divisor, low: top.low).divided(by: divisor) else {
      return .undefined(ValueState.overflow)
    }
    let common = WideInteger.gcd(rest.remainder, divisor)
    let (bottom, overflow) = down.multipliedReportingOverflow(by: a.denominator.magnitude / common)
    guard !overflow, let numerator = top.divided(by: common)?.quotient else { return .undefined(ValueState.overflow) }
    return make(numerator, bottom, isNegative: isNegative)
  }

  static func * (a: Value, b: Value) -> Value {
    guard a.isDefined && b.isDefined else { return undefined(a, b) }
    return product(
      a.numerator.magnitude, a.denominator.magnitude, b.numerator.magnitude, b.denominator.magnitude,
      isNegative: (a.numerator < 0) != (b.numerator < 0))
  }

  /// Undefined unless the divisor is above zero.
  static func / (a: Value, b: Value) -> Value {
    guard a.isDefined && b.isDefined else { return undefined(a, b) }
    guard b.numerator > 0 else { return .undefined(ValueState.zeroDenominator) }
    return product(
      a.numerator.magnitude, a.denominator.magnitude, b.denominator.magnitude, b.numerator.magnitude, isNegative: a.numerator < 0)
  }

  static prefix func - (a: Value) -> Value { whole(0) - a }

  /// a/b * c/d, each in lowest terms: reduced crosswise first, the product is in lowest terms.
  private static func product(_ a: UInt128, _ b: UInt128, _ c: UInt128, _ d: UInt128, isNegative: Bool) -> Value {
    if a == 0 || c == 0 { return .whole(0) }
    let (first, second) = (WideInteger.gcd(a, d), WideInteger.gcd(c, b))
    let (top, tooLong) = (a / first).multipliedReportingOverflow(by: c / second)
    let (bottom, tooDeep) = (b / second).multipliedReportingOverflow(by: d / first)
    if tooLong || tooDeep { return .undefined(ValueState.overflow) }
    return make(top, bottom, isNegative: isNegative)
  }

  private static func make(_ numerator: UInt128, _ denominator: UInt128, isNegative: Bool) -> Value {
    guard let top = WideInteger.signed(numerator, isNegative: isNegative), let bottom = Int128(exactly: denominator) else {
      return .undefined(ValueState.overflow)
    }
    return Value(numerator: top, denominator: bottom, state: ValueState.defined)
  }
}

extension UInt256 {
  /// a + b of two numbers with signs, whose magnitudes are below 2^255.
  static func sum(_ a: UInt256, _ aIsNegative: Bool, _ b: UInt256, _ bIsNegative: Bool) -> (UInt256, isNegative: Bool) {
    if aIsNegative == bIsNegative {
      let (low, carry) = a.low.addingReportingOverflow(b.low)
      return (UInt256(high: a.high &+ b.high &+ (carry ? 1 : 0), low: low), aIsNegative)
    }
    if a < b { return (difference(b, a), bIsNegative) }
    return (difference(a, b), aIsNegative)
  }

  /// a - b, where a is not below b.
  private static func difference(_ a: UInt256, _ b: UInt256) -> UInt256 {
    let (low, borrow) = a.low.subtractingReportingOverflow(b.low)
    return UInt256(high: a.high &- b.high &- (borrow ? 1 : 0), low: low)
  }
}
