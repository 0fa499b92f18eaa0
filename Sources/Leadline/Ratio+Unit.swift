import CLeadline

extension Ratio {
  /// What a number is of.
  @frozen
  public struct Unit: RawRepresentable, Hashable, Sendable {
    /// The number of the C header.
    public var rawValue: UInt32

    /// Makes a unit of its number in the C header.
    @inlinable
    public init(rawValue: UInt32) {
      self.rawValue = rawValue
    }

    /// No amount at all.
    public static var none: Unit { Unit(rawValue: UInt32(LEADLINE_UNIT_NONE)) }

    /// Money, an integer with the engine's decimals.
    public static var money: Unit { Unit(rawValue: UInt32(LEADLINE_UNIT_MONEY)) }

    /// Seconds, an integer with the engine's decimals.
    public static var seconds: Unit { Unit(rawValue: UInt32(LEADLINE_UNIT_SECONDS)) }

    /// Points, an integer with the engine's decimals.
    public static var points: Unit { Unit(rawValue: UInt32(LEADLINE_UNIT_POINTS)) }

    /// A number of facts.
    public static var count: Unit { Unit(rawValue: UInt32(LEADLINE_UNIT_COUNT)) }

    /// A ratio of like to like.
    public static var ratio: Unit { Unit(rawValue: UInt32(LEADLINE_UNIT_RATIO)) }

    /// Money for one of something.
    public static var moneyPerCount: Unit { Unit(rawValue: UInt32(LEADLINE_UNIT_MONEY_PER_COUNT)) }

    /// Seconds for one of something.
    public static var secondsPerCount: Unit { Unit(rawValue: UInt32(LEADLINE_UNIT_SECONDS_PER_COUNT)) }

    /// Points for one of something.
    public static var pointsPerCount: Unit { Unit(rawValue: UInt32(LEADLINE_UNIT_POINTS_PER_COUNT)) }

    /// Another product of powers, in whole units.
    public static var other: Unit { Unit(rawValue: UInt32(LEADLINE_UNIT_OTHER)) }
  }
}

extension Ratio.Unit: CustomStringConvertible {
  /// The unit in words, such as "money per count".
  public var description: String {
    switch self {
    case .none: "none"
    case .money: "money"
    case .seconds: "seconds"
    case .points: "points"
    case .count: "count"
    case .ratio: "ratio"
    case .moneyPerCount: "money per count"
    case .secondsPerCount: "seconds per count"
    case .pointsPerCount: "points per count"
    case .other: "other"
    default: "unit \(rawValue)"
    }
  }
}
