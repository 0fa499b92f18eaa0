import CLeadline

extension Ratio {
  /// How a number is rounded.
  @frozen
  public struct Rounding: RawRepresentable, Hashable, Sendable {
    /// The number of the C header.
    public var rawValue: UInt32

    /// Makes a mode of its number in the C header.
    @inlinable
    public init(rawValue: UInt32) {
      self.rawValue = rawValue
    }

    /// Toward zero: the further decimals are cut off.
    public static var towardZero: Rounding { Rounding(rawValue: UInt32(LEADLINE_ROUND_TOWARD_ZERO)) }

    /// To the nearest, halves away from zero.
    public static var halfAway: Rounding { Rounding(rawValue: UInt32(LEADLINE_ROUND_HALF_AWAY)) }

    /// To the nearest, halves to the even neighbour.
    public static var halfEven: Rounding { Rounding(rawValue: UInt32(LEADLINE_ROUND_HALF_EVEN)) }

    /// Down.
    public static var floor: Rounding { Rounding(rawValue: UInt32(LEADLINE_ROUND_FLOOR)) }

    /// Up.
    public static var ceiling: Rounding { Rounding(rawValue: UInt32(LEADLINE_ROUND_CEILING)) }
  }
}
