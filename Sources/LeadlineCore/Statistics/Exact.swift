/// An exact number on its way through a calculation: a fraction in lowest terms, or the reason why there is none.
///
/// A reason goes through to the result; of two, the left operand's. Products and sums have 256 bits on the way, so that only
/// what does not fit 128 bits in lowest terms is an overflow.
struct Exact: Equatable {
  let numerator: Int128
  /// Above zero; 0 where there is no number.
  let denominator: Int128
  let state: UInt32

  private init(_ numerator: Int128, _ denominator: Int128, _ state: UInt32) {
    self.numerator = numerator
    self.denominator = denominator
    self.state = state
  }

  init(_ whole: Int128) { self.init(whole, 1, State.defined) }

  /// A sum that may not have fitted.
  init(_ sum: WideSum) {
    if let total = sum.total { self.init(total) } else { self = .undefined(State.overflow) }
  }

  static func undefined(_ state: UInt32) -> Exact { Exact(0, 0, state) }

  /// A denominator of zero or less is undefined.
  init(_ numerator: Int128, over denominator: Int128) {
    guard denominator > 0 else {
      self = .undefined(State.zeroDenominator)
      return
    }
    let ratio = Ratio.reduced(numerator, denominator)
    self.init(ratio.numerator, ratio.denominator, State.defined)
  }

  var isDefined: Bool { state == State.defined }

  /// The nearest double; 0 where there is no number.
  var double: Double { isDefined ? Ratio.nearestDouble(numerator, denominator) ?? 0 : 0 }

  /// Whether this number is at most that one; both are defined.
  func isAtMost(_ other: Exact) -> Bool { Ratio.compare(numerator, denominator, other.numerator, other.denominator) <= 0 }

  /// The numbers of the header.
  enum State {
    static var defined: UInt32 { 0 }
    static var zeroDenominator: UInt32 { 1 }
    static var noData: UInt32 { 2 }
    static var notAProportion: UInt32 { 4 }
    static var overflow: UInt32 { 5 }
    static var last: UInt32 { 6 }
  }
}

extension Exact {
  static func + (a: Exact, b: Exact) -> Exact { sum(a, b, isDifference: false) }

  static func - (a: Exact, b: Exact) -> Exact { sum(a, b, isDifference: true) }

  /// D. E. Knuth, The Art of Computer Programming, volume 2, 4.5.1: with the common part of the denominators taken out first,
  /// only it can cancel, and nothing is larger than 256 bits.
  private static func sum(_ a: Exact, _ b: Exact, isDifference: Bool) -> Exact {
    guard a.isDefined, b.isDefined else { return a.isDefined ? b : a }
    let common = WideInteger.gcd(a.denominator.magnitude, b.denominator.magnitude)
    let left = a.denominator / Int128(truncatingIfNeeded: common)
    let right = b.denominator / Int128(truncatingIfNeeded: common)
    let (x, y) = (WideNumber(a.numerator, times: right), WideNumber(b.numerator, times: left))
    let top = isDifference ? x - y : x + y
    let cancelled = WideInteger.gcd(top.remainder(by: common), common)
    let (bottom, overflow) = left.multipliedReportingOverflow(by: b.denominator / Int128(truncatingIfNeeded: cancelled))
    guard !overflow, let numerator = top.quotient(by: cancelled) else { return .undefined(State.overflow) }
    return Exact(numerator, bottom, State.defined)
  }

  static func * (a: Exact, b: Exact) -> Exact {
    guard a.isDefined, b.isDefined else { return a.isDefined ? b : a }
    return product(
      a.numerator.magnitude, a.denominator.magnitude, b.numerator.magnitude, b.denominator.magnitude,
      isNegative: (a.numerator < 0) != (b.numerator < 0))
  }

  /// A divisor of zero or less makes it undefined.
  static func / (a: Exact, b: Exact) -> Exact {
    guard a.isDefined, b.isDefined else { return a.isDefined ? b : a }
    guard b.numerator > 0 else { return .undefined(State.zeroDenominator) }
    return product(
      a.numerator.magnitude, a.denominator.magnitude, b.denominator.magnitude, b.numerator.magnitude,
      isNegative: a.numerator < 0)
  }

  /// a/b times c/d, both in lowest terms: what cancels is cancelled before it is multiplied.
  private static func product(_ a: UInt128, _ b: UInt128, _ c: UInt128, _ d: UInt128, isNegative: Bool) -> Exact {
    guard a != 0, c != 0 else { return Exact(0) }
    let (first, second) = (WideInteger.gcd(a, d), WideInteger.gcd(c, b))
    let top = (a / first).multipliedReportingOverflow(by: c / second)
    let bottom = (b / second).multipliedReportingOverflow(by: d / first)
    guard !top.overflow, !bottom.overflow,
      let numerator = WideInteger.signed(top.partialValue, isNegative: isNegative),
      let denominator = WideInteger.signed(bottom.partialValue, isNegative: false)
    else { return .undefined(State.overflow) }
    return Exact(numerator, denominator, State.defined)
  }

  /// number / divisor, where the number has 256 bits; a divisor of zero or less makes it undefined.
  init(_ number: WideNumber, over divisor: Int128) {
    guard divisor > 0 else {
      self = .undefined(State.zeroDenominator)
      return
    }
    let common = WideInteger.gcd(number.remainder(by: divisor.magnitude), divisor.magnitude)
    guard let numerator = number.quotient(by: common) else {
      self = .undefined(State.overflow)
      return
    }
    self.init(numerator, divisor / Int128(truncatingIfNeeded: common), State.defined)
  }
}
