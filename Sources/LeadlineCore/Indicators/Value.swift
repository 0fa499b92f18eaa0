/// States of a value: the numbers LEADLINE_DEFINED and those after it in the header.
enum ValueState {
  static var defined: UInt8 { 0 }
  static var zeroDenominator: UInt8 { 1 }
  static var noData: UInt8 { 2 }
  /// Of a period, not of a value.
  static var inProgress: UInt8 { 3 }
  static var overflow: UInt8 { 5 }
}

/// What a column of an answer holds for one row: an exact number, or the reason why there is none.
struct Value {
  /// In lowest terms over a positive denominator; both 0 where there is no number.
  var numerator: Int128
  var denominator: Int128
  /// `ValueState`.
  var state: UInt8

  static func undefined(_ state: UInt8) -> Value { Value(numerator: 0, denominator: 0, state: state) }

  static func whole(_ number: Int128) -> Value { Value(numerator: number, denominator: 1, state: ValueState.defined) }

  /// numerator / denominator in lowest terms; undefined unless the denominator is above zero.
  static func ratio(_ numerator: Int128, _ denominator: Int128) -> Value {
    guard denominator > 0 else { return undefined(ValueState.zeroDenominator) }
    let ratio = Ratio.reduced(numerator, denominator)
    return Value(numerator: ratio.numerator, denominator: ratio.denominator, state: ValueState.defined)
  }

  var isDefined: Bool { state == ValueState.defined }

  /// Below, equal to or above zero as `a` is less than, equal to or greater than `b`. What is not defined comes after all
  /// that is, and is equal among itself.
  static func compare(_ a: Value, _ b: Value) -> Int {
    if a.isDefined && b.isDefined {
      return Ratio.compare(a.numerator, a.denominator, b.numerator, b.denominator)
    }
    return a.isDefined ? -1 : b.isDefined ? 1 : 0
  }

  /// As a sort wants it: the greatest first on request, what is not defined last in either direction.
  static func order(_ a: Value, _ b: Value, descending: Bool) -> Int {
    let order = compare(a, b)
    return descending && a.isDefined && b.isDefined ? -order : order
  }
}
