import CLeadline

/// An exact number of an answer: a count, an amount or an indicator, or the reason why there is none.
///
/// It stays a numerator and a denominator until it is asked for as something else, and it is rounded only by a mode that
/// is named:
///
/// ```swift
/// let cpl = row["cpl"]!
/// cpl.formatted(decimals: 2, mode: .halfAway)   // "843.75"
/// cpl.double                                    // 843.75
/// ```
///
/// Money, seconds and points are integers with ``scale`` decimals underneath; ``double``,
/// ``rounded(decimals:mode:)`` and ``formatted(decimals:mode:percent:)`` speak of whole units.
public struct Ratio: Hashable, Sendable {
  /// The numerator in the lowest terms; 0 when there is no number.
  public let numerator: Int128

  /// The denominator in the lowest terms, 1 for counts and amounts; 0 when there is no number.
  public let denominator: Int128

  /// Whether there is a number, and if not, why.
  public let state: State

  /// What the number is of.
  public let unit: Unit

  /// The decimals of the unit's integers: the number is numerator / denominator / 10^scale.
  public let scale: Int

  init(_ numerator: leadline_int128, _ denominator: leadline_int128, _ state: UInt32, _ unit: UInt32, scale: UInt32) {
    self.state = State(rawValue: state)
    self.numerator = state == LEADLINE_DEFINED ? Int128(numerator) : 0
    self.denominator = state == LEADLINE_DEFINED ? Int128(denominator) : 0
    self.unit = Unit(rawValue: unit)
    self.scale = Int(scale)
  }

  /// Whether there is a number.
  public var isDefined: Bool {
    state == .defined && denominator > 0
  }
}

// MARK: As a number or a text

extension Ratio {
  /// The nearest double, in whole units; nil when there is no number.
  ///
  /// The corresponding C function is `leadline_ratio_double`.
  public var double: Double? {
    var result = 0.0
    if let whole = shifted(by: -scale) {
      let status = unsafe leadline_ratio_double(leadline_int128(whole.0), leadline_int128(whole.1), &result)
      return status == LEADLINE_OK ? result : nil
    }
    // Beyond 128 bits in whole units: rounded twice, then.
    guard isDefined else { return nil }
    let status = unsafe leadline_ratio_double(leadline_int128(numerator), leadline_int128(denominator), &result)
    guard status == LEADLINE_OK else { return nil }
    for _ in 0..<scale { result /= 10 }
    return result
  }

  /// Rounds to a number of decimals.
  ///
  /// The corresponding C function is `leadline_ratio_round`.
  ///
  /// - Parameters:
  ///   - decimals: How many decimals of a whole unit, 0 to 38.
  ///   - mode: How.
  /// - Returns: The number in the last decimal's place, 84375 for 843.75 with two decimals; nil when there is no number,
  ///   or it is beyond 128 bits.
  public func rounded(decimals: Int = 0, mode: Rounding) -> Int128? {
    guard 0...38 ~= decimals, let whole = shifted(by: min(decimals - scale, 0)) else { return nil }
    var result = leadline_int128()
    let status = unsafe leadline_ratio_round(
      leadline_int128(whole.0), leadline_int128(whole.1), UInt32(max(decimals - scale, 0)), mode.rawValue, &result)
    return status == LEADLINE_OK ? Int128(result) : nil
  }

  /// Writes the number with a fixed number of decimals.
  ///
  /// The corresponding C function is `leadline_ratio_format`.
  ///
  /// - Parameters:
  ///   - decimals: How many decimals of a whole unit, 0 to 38.
  ///   - mode: How to round.
  ///   - percent: Whether to write hundredths, without a sign for it.
  /// - Returns: The text, such as "843.75"; nil when there is no number, or it is beyond 128 bits.
  public func formatted(decimals: Int, mode: Rounding, percent: Bool = false) -> String? {
    guard 0...38 ~= decimals, let whole = shifted(by: percent ? 2 - scale : -scale) else { return nil }
    return unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 100) { buffer in
      var size = 0
      let status = unsafe leadline_ratio_format(
        leadline_int128(whole.0), leadline_int128(whole.1), UInt32(decimals), mode.rawValue, buffer.baseAddress,
        buffer.count, &size)
      return status == LEADLINE_OK ? unsafe String(bytes: buffer.baseAddress, count: min(size, 100)) : nil
    }
  }

  /// Numerator and denominator times a power of ten; nil when there is no number or it is beyond 128 bits.
  private func shifted(by power: Int) -> (Int128, Int128)? {
    guard isDefined else { return nil }
    if power == 0 { return (numerator, denominator) }
    var (top, bottom) = (leadline_int128(numerator), leadline_int128(denominator))
    guard unsafe leadline_ratio_shift(&top, &bottom, Int32(clamping: power)) == LEADLINE_OK else { return nil }
    return (Int128(top), Int128(bottom))
  }
}

extension Ratio: CustomStringConvertible {
  /// The exact number in whole units, such as "3375/4", or the state's name.
  public var description: String {
    guard isDefined else { return state.description }
    guard let whole = shifted(by: -scale) else { return "\(numerator)/\(denominator)e-\(scale)" }
    return whole.1 == 1 ? "\(whole.0)" : "\(whole.0)/\(whole.1)"
  }
}

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

extension Int128 {
  init(_ number: leadline_int128) {
    self = Int128(number.high) << 64 | Int128(number.low)
  }
}

extension leadline_int128 {
  init(_ number: Int128) {
    self.init(low: UInt64(truncatingIfNeeded: number), high: Int64(truncatingIfNeeded: number >> 64))
  }
}
