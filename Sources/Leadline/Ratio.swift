import CLeadline

/// An exact number of an answer: a count, an amount or an indicator, or the reason why there is none.
///
/// It stays a numerator and a denominator until it is asked for as something else, and it is rounded only by a mode that
/// is named:
///
/// ```swift
/// let cpl = row["cpl"]!
/// print(cpl)                                            // 843.75, or 2500/3 where decimals cannot say it
/// print(cpl.formatted(decimals: 1, mode: .halfAway)!)   // 843.8
/// print(cpl.double!)                                    // 843.75
/// ```
///
/// Money, seconds and points are integers with ``scale`` decimals underneath: ``numerator`` and ``denominator`` are of
/// these. ``double``, ``integer``, ``rounded(decimals:mode:)`` and ``formatted(decimals:mode:percent:)`` speak of whole
/// units.
///
/// Two ratios are equal when their numbers are, in whatever terms, and they are of the same unit, scale and state, too; `<`
/// compares numbers alone.
public struct Ratio: Sendable {
  /// The numerator in the terms that the number was worked out in, such as the clicks of a rate of clicks; 0 when there is no
  /// number. ``reduced`` has lowest terms.
  public let numerator: Int128

  /// The denominator in the same terms, such as the impressions of a rate of clicks, and 1 for counts and amounts; 0 when there
  /// is no number.
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

  /// Makes a number, such as a limit to compare an answer with.
  ///
  /// ```swift
  /// let limit = Ratio(12_50, unit: .money, scale: 2)   // 12.50
  /// if let cpc = row["cpc"], cpc < limit { bid() }
  /// ```
  ///
  /// The corresponding C function is `leadline_ratio_shift`, which reduces it to the lowest terms.
  ///
  /// - Parameters:
  ///   - numerator: The numerator, in the last decimal's place.
  ///   - denominator: The denominator; 0 or less makes a ratio that is ``State/zeroDenominator``.
  ///   - unit: What the number is of.
  ///   - scale: The decimals of the numerator, 0 to 38.
  public init(_ numerator: Int128, over denominator: Int128 = 1, unit: Unit = .ratio, scale: Int = 0) {
    precondition(0...38 ~= scale, "a scale is 0 to 38")
    var (top, bottom) = (leadline_int128(numerator), leadline_int128(denominator))
    var state = LEADLINE_DEFINED
    if denominator <= 0 {
      state = LEADLINE_UNDEFINED_ZERO_DENOMINATOR
    } else if unsafe leadline_ratio_shift(&top, &bottom, 0) != LEADLINE_OK {
      state = LEADLINE_OVERFLOW
    }
    self.init(top, bottom, UInt32(state), unit.rawValue, scale: UInt32(scale))
  }

  /// The same in lowest terms.
  ///
  /// The corresponding C function is `leadline_ratio_reduce`.
  public var reduced: Ratio {
    guard isDefined else { return self }
    var (top, bottom) = (leadline_int128(numerator), leadline_int128(denominator))
    // Over a positive denominator lowest terms always fit.
    guard unsafe leadline_ratio_reduce(&top, &bottom) == LEADLINE_OK else { return self }
    return Ratio(top, bottom, state.rawValue, unit.rawValue, scale: UInt32(scale))
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

  /// The number of whole units, when it is whole and fits; nil otherwise, and when there is no number.
  ///
  /// This is how counts are read. Money of 12.50 has no integer: its cents are ``rounded(decimals:mode:)``.
  public var integer: Int? {
    guard let whole = shifted(by: -scale), whole.1 == 1 else { return nil }
    return Int(exactly: whole.0)
  }

  /// Rounds to a number of decimals.
  ///
  /// The corresponding C function is `leadline_ratio_round`.
  ///
  /// - Parameters:
  ///   - decimals: How many decimals of a whole unit, 0 to 38; others are a fault of the program, which ends it.
  ///   - mode: How; one of the constants, as above.
  /// - Returns: The number in the last decimal's place, 84375 for 843.75 with two decimals; nil when there is no number,
  ///   or it is beyond 128 bits.
  public func rounded(decimals: Int = 0, mode: Rounding) -> Int128? {
    precondition(0...38 ~= decimals, "decimals are 0 to 38")
    guard let whole = shifted(by: min(decimals - scale, 0)) else { return nil }
    var result = leadline_int128()
    let status = unsafe leadline_ratio_round(
      leadline_int128(whole.0), leadline_int128(whole.1), UInt32(max(decimals - scale, 0)), mode.rawValue, &result)
    precondition(status != LEADLINE_ERROR_ARGUMENT, "there is no such rounding")
    return status == LEADLINE_OK ? Int128(result) : nil
  }

  /// Writes the number with a fixed number of decimals.
  ///
  /// The corresponding C function is `leadline_ratio_format`.
  ///
  /// - Parameters:
  ///   - decimals: How many decimals of a whole unit, 0 to 38; others are a fault of the program, which ends it.
  ///   - mode: How to round; one of the constants, as above.
  ///   - percent: Whether to write hundredths, without a sign for it.
  /// - Returns: The text, such as "843.75"; nil when there is no number, or it is beyond 128 bits.
  public func formatted(decimals: Int, mode: Rounding, percent: Bool = false) -> String? {
    precondition(0...38 ~= decimals, "decimals are 0 to 38")
    guard let whole = shifted(by: percent ? 2 - scale : -scale) else { return nil }
    return unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 100) { buffer in
      var size = 0
      let status = unsafe leadline_ratio_format(
        leadline_int128(whole.0), leadline_int128(whole.1), UInt32(decimals), mode.rawValue, buffer.baseAddress,
        buffer.count, &size)
      precondition(status != LEADLINE_ERROR_ARGUMENT, "there is no such rounding")
      return status == LEADLINE_OK ? unsafe String(bytes: buffer.baseAddress, count: min(size, 100)) : nil
    }
  }

  /// Numerator and denominator times a power of ten; nil when there is no number or it is beyond 128 bits.
  private func shifted(by power: Int) -> (Int128, Int128)? {
    guard isDefined else { return nil }
    if power == 0 && denominator == 1 { return (numerator, denominator) }
    var (top, bottom) = (leadline_int128(numerator), leadline_int128(denominator))
    guard unsafe leadline_ratio_shift(&top, &bottom, Int32(clamping: power)) == LEADLINE_OK else { return nil }
    return (Int128(top), Int128(bottom))
  }
}

// MARK: Equality

extension Ratio: Hashable {
  /// Whether two are the same number, of the same unit and scale, or have none for the same reason.
  public static func == (left: Ratio, right: Ratio) -> Bool {
    guard (left.state, left.unit, left.scale) == (right.state, right.unit, right.scale) else { return false }
    let (one, other) = (
      left.numerator.multipliedFullWidth(by: right.denominator), right.numerator.multipliedFullWidth(by: left.denominator)
    )
    return (one.high, one.low) == (other.high, other.low)
  }

  /// Hashes the number, whatever its terms.
  public func hash(into hasher: inout Hasher) {
    let lowest = reduced
    hasher.combine(lowest.numerator)
    hasher.combine(lowest.denominator)
    hasher.combine(state)
    hasher.combine(unit)
    hasher.combine(scale)
  }
}

// MARK: Order

// Not Comparable: numbers of different units may be neither equal nor less.

extension Ratio {
  /// Whether the first number is less, exactly, whatever the numbers are of.
  ///
  /// What has no number comes behind all that has one, and is not less than another without, so that sorting agrees with
  /// ``Query/Order/ascending(_:)``.
  public static func < (left: Ratio, right: Ratio) -> Bool {
    guard left.isDefined, right.isDefined else { return left.isDefined }
    var (one, other) = ((left.numerator, left.denominator), (right.numerator, right.denominator))
    if left.scale != right.scale {
      guard let first = left.shifted(by: -left.scale), let second = right.shifted(by: -right.scale) else {
        // Beyond 128 bits in whole units.
        return left.double! < right.double!
      }
      (one, other) = (first, second)
    }
    let (first, second) = (one.0.multipliedFullWidth(by: other.1), other.0.multipliedFullWidth(by: one.1))
    return (first.high, first.low) < (second.high, second.low)
  }

  /// Whether the first number is greater; the other way round of `<`.
  public static func > (left: Ratio, right: Ratio) -> Bool {
    right < left
  }
}

extension Ratio: CustomStringConvertible {
  /// The exact number in whole units, or the state's name.
  ///
  /// With decimals where these can say it, as many as the unit has: "12.50" for money, "300" for a count. Else as a
  /// fraction, such as "2500/3".
  public var description: String {
    guard isDefined else { return state.description }
    if numerator % denominator == 0, let text = formatted(decimals: scale, mode: .towardZero) { return text }
    guard let whole = shifted(by: -scale) else { return "\(reduced.numerator)/\(reduced.denominator)e-\(scale)" }
    return whole.1 == 1 ? "\(whole.0)" : "\(whole.0)/\(whole.1)"
  }
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
