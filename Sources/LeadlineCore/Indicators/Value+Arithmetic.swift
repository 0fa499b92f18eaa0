/// Exact arithmetic of values. An operand without a number makes a result without one.
///
/// Nothing is brought to lowest terms for its own sake: that costs more than all the rest. Each step first tries to do without,
/// and where that leaves 128 bits it starts again from operands in lowest terms, so that it overflows only if the result in
/// lowest terms does. Which way a step goes depends on its operands alone.
extension Value {
  /// The state of what is made of two values of which at least one has no number. Missing data comes first, because no other
  /// fact would mend the rest; the same whichever way round they stand.
  static func undefined(_ a: Value, _ b: Value) -> Value {
    if a.state == ValueState.noData || b.state == ValueState.noData { return .undefined(ValueState.noData) }
    if a.state == ValueState.overflow || b.state == ValueState.overflow { return .undefined(ValueState.overflow) }
    return .undefined(a.isDefined ? b.state : a.state)
  }

  @inline(__always)
  static func + (a: Value, b: Value) -> Value { sum(a, b, isDifference: false) }

  @inline(__always)
  static func - (a: Value, b: Value) -> Value { sum(a, b, isDifference: true) }

  @inline(__always)
  static func * (a: Value, b: Value) -> Value {
    guard a.isDefined && b.isDefined else { return undefined(a, b) }
    return product(a, b.numerator, b.denominator)
  }

  /// Undefined unless the divisor is above zero.
  @inline(__always)
  static func / (a: Value, b: Value) -> Value {
    guard a.isDefined && b.isDefined else { return undefined(a, b) }
    guard b.numerator > 0 else { return .undefined(ValueState.zeroDenominator) }
    return product(a, b.denominator, b.numerator)
  }

  @inline(__always)
  static prefix func - (a: Value) -> Value { whole(0) - a }

  // MARK: Sums

  @inline(__always)
  private static func sum(_ a: Value, _ b: Value, isDifference: Bool) -> Value {
    guard a.isDefined && b.isDefined else { return undefined(a, b) }
    if a.denominator == b.denominator {
      let (sum, overflow) =
        isDifference
        ? a.numerator.subtractingReportingOverflow(b.numerator) : a.numerator.addingReportingOverflow(b.numerator)
      if !overflow { return defined(sum, a.denominator) }
    } else if areShort(a.numerator, a.denominator, b.numerator, b.denominator) {
      let (left, right) = (shortProduct(a.numerator, b.denominator), shortProduct(b.numerator, a.denominator))
      let (sum, overflow) = isDifference ? left.subtractingReportingOverflow(right) : left.addingReportingOverflow(right)
      if !overflow { return defined(sum, shortProduct(a.denominator, b.denominator)) }
    }
    return longSum(a, b, isDifference: isDifference)
  }

  @inline(never)
  private static func longSum(_ a: Value, _ b: Value, isDifference: Bool) -> Value {
    let (left, isLeftLong) = a.numerator.multipliedReportingOverflow(by: b.denominator)
    let (right, isRightLong) = b.numerator.multipliedReportingOverflow(by: a.denominator)
    let (sum, isSumLong) = isDifference ? left.subtractingReportingOverflow(right) : left.addingReportingOverflow(right)
    let (bottom, isBottomLong) = a.denominator.multipliedReportingOverflow(by: b.denominator)
    if !isLeftLong && !isRightLong && !isSumLong && !isBottomLong { return defined(sum, bottom) }
    return reducedSum(a.reduced, b.reduced, isDifference: isDifference)
  }

  /// Over the least common denominator, as in D. E. Knuth, The Art of Computer Programming, volume 2, 4.5.1, but with the
  /// numerator in 256 bits until it is reduced.
  private static func reducedSum(_ a: Value, _ b: Value, isDifference: Bool) -> Value {
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

  // MARK: Products

  /// a * c/d, with d above zero.
  @inline(__always)
  private static func product(_ a: Value, _ c: Int128, _ d: Int128) -> Value {
    areShort(a.numerator, a.denominator, c, d)
      ? defined(shortProduct(a.numerator, c), shortProduct(a.denominator, d)) : longProduct(a, c, d)
  }

  @inline(never)
  private static func longProduct(_ a: Value, _ c: Int128, _ d: Int128) -> Value {
    let (top, isTopLong) = a.numerator.multipliedReportingOverflow(by: c)
    let (bottom, isBottomLong) = a.denominator.multipliedReportingOverflow(by: d)
    if !isTopLong && !isBottomLong { return defined(top, bottom) }
    let (x, y) = (a.reduced, Ratio.reduced(c, d))
    return reducedProduct(
      x.numerator.magnitude, x.denominator.magnitude, y.numerator.magnitude, y.denominator.magnitude,
      isNegative: (a.numerator < 0) != (c < 0))
  }

  /// a/b * c/d, each in lowest terms: reduced crosswise first, the product is in lowest terms.
  private static func reducedProduct(_ a: UInt128, _ b: UInt128, _ c: UInt128, _ d: UInt128, isNegative: Bool) -> Value {
    if a == 0 || c == 0 { return .whole(0) }
    let (first, second) = (WideInteger.gcd(a, d), WideInteger.gcd(c, b))
    let (top, tooLong) = (a / first).multipliedReportingOverflow(by: c / second)
    let (bottom, tooDeep) = (b / second).multipliedReportingOverflow(by: d / first)
    if tooLong || tooDeep { return .undefined(ValueState.overflow) }
    return make(top, bottom, isNegative: isNegative)
  }

  // MARK: Parts

  private static func make(_ numerator: UInt128, _ denominator: UInt128, isNegative: Bool) -> Value {
    guard let top = WideInteger.signed(numerator, isNegative: isNegative), let bottom = Int128(exactly: denominator) else {
      return .undefined(ValueState.overflow)
    }
    return defined(top, bottom)
  }

  @inline(__always)
  private static func defined(_ numerator: Int128, _ denominator: Int128) -> Value {
    Value(numerator: numerator, denominator: denominator, state: ValueState.defined)
  }

  private var reduced: Value {
    let ratio = Ratio.reduced(numerator, denominator)
    return Value.defined(ratio.numerator, ratio.denominator)
  }

  /// Whether all are within 64 bits, so that no product of two leaves 128.
  @inline(__always)
  private static func areShort(_ a: Int128, _ b: Int128, _ c: Int128, _ d: Int128) -> Bool {
    a.beyond64 | b.beyond64 | c.beyond64 | d.beyond64 == 0
  }

  @inline(__always)
  private static func shortProduct(_ a: Int128, _ b: Int128) -> Int128 { a.lower64(times: b) }
}

extension Int128 {
  /// 0 where the number is within 64 bits.
  @inline(__always)
  var beyond64: Int64 { Int64(truncatingIfNeeded: self >> 64) ^ (Int64(truncatingIfNeeded: self) &>> 63) }

  /// The product of two numbers that are within 64 bits.
  @inline(__always)
  func lower64(times other: Int128) -> Int128 {
    Int128(Int64(truncatingIfNeeded: self)) &* Int128(Int64(truncatingIfNeeded: other))
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
