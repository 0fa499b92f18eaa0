import CLeadline
@testable import LeadlineCore

/// A fraction of any size, slow and obvious.
struct SlowRatio: CustomStringConvertible, Equatable {
  let top: SlowInteger
  let bottom: SlowInteger  // above zero

  init(_ top: SlowInteger, _ bottom: SlowInteger) {
    let isNegative = bottom < SlowInteger(0)
    let divisor = top.gcd(bottom)
    self.top = (isNegative ? -top : top).divided(by: divisor).quotient
    self.bottom = bottom.magnitude.divided(by: divisor).quotient
  }

  init(_ whole: Int128) { self.init(SlowInteger(whole), SlowInteger(1)) }
  init(_ top: Int128, over bottom: Int128) { self.init(SlowInteger(top), SlowInteger(bottom)) }

  static func + (a: SlowRatio, b: SlowRatio) -> SlowRatio {
    SlowRatio(a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom)
  }
  static prefix func - (a: SlowRatio) -> SlowRatio { SlowRatio(-a.top, a.bottom) }
  static func - (a: SlowRatio, b: SlowRatio) -> SlowRatio { a + -b }
  static func * (a: SlowRatio, b: SlowRatio) -> SlowRatio { SlowRatio(a.top * b.top, a.bottom * b.bottom) }
  static func / (a: SlowRatio, b: SlowRatio) -> SlowRatio { SlowRatio(a.top * b.bottom, a.bottom * b.top) }

  /// As the core has it, if it fits.
  var pair: (Int128, Int128)? {
    guard let n = top.int128, let d = bottom.int128 else { return nil }
    return (n, d)
  }

  /// Nearly: cut to a whole number of 2^-300, whose leading 64 bits are scaled.
  var double: Double {
    var unit = SlowInteger(1)
    for _ in 0..<300 { unit = unit * SlowInteger(2) }
    var whole = (top.magnitude * unit).divided(by: bottom).quotient
    var scale = 0x1p-300
    while whole.bitWidth > 96 {
      whole = whole.divided(by: SlowInteger(UInt64(1) << 32)).quotient
      scale *= 0x1p32
    }
    let magnitude = Double(whole.int128 ?? 0) * scale
    return top.isNegative ? -magnitude : magnitude
  }

  var description: String { "\(top)/\(bottom)" }
}

func int(_ number: Int128) -> leadline_int128 { leadline_int128(number) }

/// A value as text: "3/4", or "!" and its state.
func text(_ value: leadline_value) -> String {
  let (n, d) = (Int128(value.numerator), Int128(value.denominator))
  if value.state != UInt32(LEADLINE_DEFINED) { return n == 0 && d == 0 ? "!\(value.state)" : "!\(value.state)?" }
  return d == 1 ? "\(n)" : "\(n)/\(d)"
}

func text(_ exact: Exact) -> String {
  exact.isDefined ? exact.denominator == 1 ? "\(exact.numerator)" : "\(exact.numerator)/\(exact.denominator)" : "!\(exact.state)"
}

/// What the core should say to an exact number.
func text(_ model: SlowRatio) -> String {
  guard let (n, d) = model.pair else { return "!5" }
  return d == 1 ? "\(n)" : "\(n)/\(d)"
}

func value(_ n: Int128, _ d: Int128 = 1, state: UInt32 = 0) -> leadline_value {
  leadline_value(numerator: int(n), denominator: int(d), state: state, unit: 0)
}

/// Whether two doubles are as near as `relative` says; zero only equals zero.
func isClose(_ a: Double, _ b: Double, _ relative: Double) -> Bool {
  a == b || abs(a - b) <= relative * max(abs(a), abs(b))
}
