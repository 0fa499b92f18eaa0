import CLeadline

extension Ratio {
  /// Whether a value has a number, and if not, why.
  @frozen
  public struct State: RawRepresentable, Hashable, Sendable {
    /// The number of the C header.
    public var rawValue: UInt32

    /// Makes a state of its number in the C header.
    @inlinable
    public init(rawValue: UInt32) {
      self.rawValue = rawValue
    }

    /// There is a number.
    public static var defined: State { State(rawValue: UInt32(LEADLINE_DEFINED)) }

    /// The denominator is zero or less.
    public static var zeroDenominator: State { State(rawValue: UInt32(LEADLINE_UNDEFINED_ZERO_DENOMINATOR)) }

    /// No fact of the kinds that the value needs was ever taken in.
    public static var noData: State { State(rawValue: UInt32(LEADLINE_UNDEFINED_NO_DATA)) }

    /// Of a row's period, not of a value: it is not whole. See ``Table/Row/isInProgress``.
    public static var inProgress: State { State(rawValue: UInt32(LEADLINE_IN_PROGRESS)) }

    /// The successes exceed the trials.
    public static var notAProportion: State { State(rawValue: UInt32(LEADLINE_NOT_A_PROPORTION)) }

    /// The number is beyond 128 bits.
    public static var overflow: State { State(rawValue: UInt32(LEADLINE_OVERFLOW)) }

    /// Units that do not fit together.
    public static var unitMismatch: State { State(rawValue: UInt32(LEADLINE_UNIT_MISMATCH)) }
  }
}

extension Ratio.State: CustomStringConvertible {
  /// The state's name, such as "undefined_no_data".
  ///
  /// The corresponding C function is `leadline_state_name`.
  public var description: String {
    unsafe String(cString: leadline_state_name(rawValue))
  }
}
