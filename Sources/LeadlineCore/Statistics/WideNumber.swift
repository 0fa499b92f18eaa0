/// A sign and 256 bits: products of two counts, and their sums.
struct WideNumber {
  var isNegative: Bool
  var magnitude: UInt256

  init(_ magnitude: UInt256, isNegative: Bool) {
    self.magnitude = magnitude
    self.isNegative = isNegative
  }

  /// The whole product.
  init(_ a: Int128, times b: Int128) {
    self.init(UInt256(a.magnitude, times: b.magnitude), isNegative: (a < 0) != (b < 0))
  }

  /// The sum. Neither may be beyond 2^255, which products of two counts are not.
  static func + (a: WideNumber, b: WideNumber) -> WideNumber {
    if a.isNegative == b.isNegative {
      let (low, carry) = a.magnitude.low.addingReportingOverflow(b.magnitude.low)
      let high = a.magnitude.high &+ b.magnitude.high &+ (carry ? 1 : 0)
      return WideNumber(UInt256(high: high, low: low), isNegative: a.isNegative)
    }
    let (greater, lesser) = a.magnitude < b.magnitude ? (b, a) : (a, b)
    let (low, borrow) = greater.magnitude.low.subtractingReportingOverflow(lesser.magnitude.low)
    let high = greater.magnitude.high &- lesser.magnitude.high &- (borrow ? 1 : 0)
    return WideNumber(UInt256(high: high, low: low), isNegative: greater.isNegative)
  }

  static func - (a: WideNumber, b: WideNumber) -> WideNumber {
    a + WideNumber(b.magnitude, isNegative: !b.isNegative)
  }

  /// What is left over by a division by `divisor`, which is not 0, of the magnitude.
  func remainder(by divisor: UInt128) -> UInt128 {
    UInt256(high: magnitude.high % divisor, low: magnitude.low).divided(by: divisor)?.remainder ?? 0
  }

  /// The quotient, cut to a whole number; nil where it is beyond 128 bits with a sign. `divisor` is not 0.
  func quotient(by divisor: UInt128) -> Int128? {
    guard let (quotient, _) = magnitude.divided(by: divisor) else { return nil }
    return WideInteger.signed(quotient, isNegative: isNegative)
  }

  /// The nearest double, ties to the even one.
  var double: Double {
    // The leading 126 bits; what is cut off counts as one sticky bit, so that rounding happens once.
    let high = magnitude.high
    let width = high != 0 ? 256 - high.leadingZeroBitCount : 128 - magnitude.low.leadingZeroBitCount
    let cut = Swift.max(width - 126, 0)
    var top = cut == 0 ? magnitude.low : cut >= 128 ? high >> (cut - 128) : (high << (128 - cut)) | (magnitude.low >> cut)
    let lost = cut >= 128 ? magnitude.low | (high & ((1 << (cut - 128)) - 1)) : magnitude.low & ((1 << cut) - 1)
    if lost != 0 { top |= 1 }
    let nearest = Ratio.nearestDouble(Int128(truncatingIfNeeded: top), 1) ?? 0
    let scaled = nearest * Double(bitPattern: UInt64(cut + 1023) << 52)
    return isNegative && scaled != 0 ? -scaled : scaled
  }
}

/// A sum of counts, none of which can make it wrap; only the total has to fit.
struct WideSum {
  private(set) var low: UInt128 = 0
  private(set) var high: Int64 = 0

  /// As many as 2^62 of them.
  mutating func add(_ number: Int128) { add(UInt128(truncatingIfNeeded: number), above: number < 0 ? -1 : 0) }

  /// Adds a number in two's complement, of which `above` are the bits from the 128th on.
  mutating func add(_ number: UInt128, above: Int64) {
    let (sum, carry) = low.addingReportingOverflow(number)
    low = sum
    high = high &+ above &+ (carry ? 1 : 0)
  }

  /// The total, if it fits.
  var total: Int128? {
    let number = Int128(truncatingIfNeeded: low)
    return high == (number < 0 ? -1 : 0) ? number : nil
  }
}

/// A sum of fractions with 128 bits behind the point: less exact than a common denominator, which soon no integer holds, and as
/// independent of the order of its terms.
struct FixedSum {
  private var whole = WideSum()
  private var fraction: UInt128 = 0
  /// A term was beyond 128 bits.
  private var isTooLarge = false

  init() {}

  mutating func add(_ number: Int128) { whole.add(number) }

  /// Adds number / divisor, cut behind the last bit towards zero; the divisor is above 0.
  mutating func add(_ number: WideNumber, over divisor: Int128) {
    let divisor = divisor.magnitude
    guard let (quotient, remainder) = number.magnitude.divided(by: divisor),
      let bits = UInt256(high: remainder, low: 0).divided(by: divisor)?.quotient
    else {
      isTooLarge = true
      return
    }
    if number.isNegative {
      let (rest, borrow) = fraction.subtractingReportingOverflow(bits)
      fraction = rest
      whole.add(0 &- quotient, above: quotient == 0 ? 0 : -1)
      if borrow { whole.add(-1) }
    } else {
      let (sum, carry) = fraction.addingReportingOverflow(bits)
      fraction = sum
      whole.add(quotient, above: 0)
      if carry { whole.add(1) }
    }
  }

  /// The nearest double, or nil where it was too much.
  var double: Double? {
    guard !isTooLarge, whole.high == 0 || whole.high == -1 else { return nil }
    let isNegative = whole.high < 0
    var (high, low) = (whole.low, fraction)
    if isNegative {
      low = 0 &- low
      high = ~high &+ (low == 0 ? 1 : 0)
    }
    // Minus 2^128 itself, whose magnitude needs one bit more.
    guard !isNegative || high != 0 || low != 0 else { return nil }
    return WideNumber(UInt256(high: high, low: low), isNegative: isNegative).double * 0x1p-128
  }
}
