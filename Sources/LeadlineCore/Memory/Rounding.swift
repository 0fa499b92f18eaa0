/// How a number that does not come out even becomes a whole one: the numbers LEADLINE_ROUND_ of the header but NONE.
enum RoundingMode: UInt32 {
  case towardZero = 1
  case halfAway = 2
  case halfEven = 3
  case floor = 4
  case ceiling = 5
}

/// What a division leaves over, compared with half the divisor.
enum Leftover {
  case none
  case belowHalf
  case half
  case aboveHalf

  /// `remainder` is below `divisor`.
  @inline(__always)
  init<T: UnsignedInteger & FixedWidthInteger>(_ remainder: T, of divisor: T) {
    // Against what is missing to the divisor, since twice the remainder may not fit.
    let missing = divisor &- remainder
    if remainder == 0 {
      self = .none
    } else if remainder == missing {
      self = .half
    } else {
      self = remainder < missing ? .belowHalf : .aboveHalf
    }
  }
}

extension RoundingMode {
  /// The one place that knows how to round: whether a magnitude, cut to a whole number, is to grow by one.
  func growsMagnitude(isNegative: Bool, isOdd: Bool, _ leftover: Leftover) -> Bool {
    switch (self, leftover) {
    case (_, .none), (.towardZero, _): false
    case (.floor, _): isNegative
    case (.ceiling, _): !isNegative
    case (_, .belowHalf): false
    case (_, .aboveHalf): true
    case (.halfAway, .half): true
    case (.halfEven, .half): isOdd
    }
  }
}
