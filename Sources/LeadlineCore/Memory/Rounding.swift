/// How a number that does not come out even becomes a whole one: the numbers LEADLINE_ROUND_ of the header but NONE.
enum RoundingMode: UInt32 {
  case towardZero = 1
  case halfAway = 2
  case halfEven = 3
  case floor = 4
  case ceiling = 5
}

/// What a division leaves over, compared with half the divisor.
///
/// A number, not an enumeration, so that it is computed and judged without a branch: of random data no branch is foreseen.
struct Leftover: Equatable {
  private var rank: UInt8

  static var none: Leftover { Leftover(rank: 0) }
  static var belowHalf: Leftover { Leftover(rank: 1) }
  static var half: Leftover { Leftover(rank: 2) }
  static var aboveHalf: Leftover { Leftover(rank: 3) }

  private init(rank: UInt8) {
    self.rank = rank
  }

  /// `remainder` is below `divisor`.
  @inline(__always)
  init<T: UnsignedInteger & FixedWidthInteger>(_ remainder: T, of divisor: T) {
    // Against what is missing to the divisor, since twice the remainder may not fit.
    let missing = divisor &- remainder
    rank = (remainder == 0 ? 0 : 1) &+ (remainder < missing ? 0 : 1) &+ (remainder > missing ? 1 : 0)
  }

  @inline(__always)
  var reachesHalf: Bool { rank >= 2 }
}

extension RoundingMode {
  /// The one place that knows how to round: whether a magnitude, cut to a whole number, is to grow by one.
  @inline(__always)
  func growsMagnitude(isNegative: Bool, isOdd: Bool, _ leftover: Leftover) -> Bool {
    switch self {
    case .towardZero: false
    case .halfAway: leftover.reachesHalf
    case .halfEven: isOdd ? leftover.reachesHalf : leftover == .aboveHalf
    case .floor: isNegative ? leftover != .none : false
    case .ceiling: isNegative ? false : leftover != .none
    }
  }
}
