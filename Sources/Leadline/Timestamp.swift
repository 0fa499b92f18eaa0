/// An instant: microseconds since 1970-01-01 00:00 UTC.
///
/// Facts may lie in the years 1 to 9999. Arithmetic that would leave the type's range stops at its ends, which no engine
/// takes in as a fact's time, so that a mistake shows as ``LeadlineError/factTime`` and not as a crash.
///
/// Foundation's dates come and go as seconds: `Timestamp(timeIntervalSince1970: date.timeIntervalSince1970)` and
/// `Date(timeIntervalSince1970: instant.timeIntervalSince1970)`.
@frozen
public struct Timestamp: Hashable, Sendable, BitwiseCopyable {
  /// Microseconds since 1970-01-01 00:00 UTC.
  public var microseconds: Int64

  /// Makes an instant.
  @inlinable
  public init(microseconds: Int64) {
    self.microseconds = microseconds
  }

  /// Before every fact; as a bound, an open beginning.
  @inlinable public static var distantPast: Timestamp { Timestamp(microseconds: .min) }

  /// After every fact; as a bound, an open end.
  @inlinable public static var distantFuture: Timestamp { Timestamp(microseconds: .max) }
}

// MARK: Making

extension Timestamp {
  /// Makes an instant from whole seconds since 1970.
  public init(seconds: Int64) {
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
    self.init(microseconds: overflow ? (seconds < 0 ? .min : .max) : product)
  }

  /// Makes an instant from whole milliseconds since 1970.
  public init(milliseconds: Int64) {
    let (product, overflow) = milliseconds.multipliedReportingOverflow(by: 1000)
    self.init(microseconds: overflow ? (milliseconds < 0 ? .min : .max) : product)
  }

  /// Makes an instant from seconds since 1970 with a fraction, as Foundation's dates give them, rounded to the nearest
  /// microsecond.
  ///
  /// What is beyond the range of the type becomes its end; what is not a number becomes ``distantPast``.
  public init(timeIntervalSince1970: Double) {
    let microseconds = (timeIntervalSince1970 * 1_000_000).rounded()
    self.init(microseconds: Int64(exactly: microseconds) ?? (microseconds > 0 ? .max : .min))
  }

  /// Makes an instant from a date and a time of day in UTC.
  ///
  /// An engine reads times of day in other zones: ``Engine/timestamp(parsing:format:)``.
  ///
  /// - Returns: The instant, or nil when there is no such date or time in the years 1 to 9999.
  public init?(
    year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0, microsecond: Int = 0
  ) {
    guard 1...9999 ~= year, 1...12 ~= month, 1...Self.daysInMonth(month, of: year) ~= day, 0...23 ~= hour,
      0...59 ~= minute, 0...59 ~= second, 0...999_999 ~= microsecond
    else { return nil }
    let days = Self.daysFrom1970(year, month, day)
    let seconds = ((days * 24 + hour) * 60 + minute) * 60 + second
    self.init(microseconds: Int64(seconds) * 1_000_000 + Int64(microsecond))
  }

  private static func daysInMonth(_ month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  // Years here begin in March, so that the leap day is a year's last and months have a regular length.
  private static func daysFrom1970(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let marchYear = month < 3 ? year - 1 : year
    let marchMonth = month < 3 ? month + 9 : month - 3
    let leapDays = marchYear / 4 - marchYear / 100 + marchYear / 400
    return marchYear * 365 + leapDays + (marchMonth * 153 + 2) / 5 + (day - 1) - 719_468
  }
}

// MARK: As a number

extension Timestamp {
  /// Whole seconds since 1970, rounded down.
  public var seconds: Int64 { floored(by: 1_000_000) }

  /// Whole milliseconds since 1970, rounded down.
  public var milliseconds: Int64 { floored(by: 1000) }

  /// Seconds since 1970 with a fraction, as Foundation's dates take them, rounded to the nearest double.
  public var timeIntervalSince1970: Double { Double(microseconds) / 1_000_000 }

  private func floored(by unit: Int64) -> Int64 {
    let (whole, rest) = microseconds.quotientAndRemainder(dividingBy: unit)
    return rest < 0 ? whole - 1 : whole
  }
}

// MARK: Order and arithmetic

extension Timestamp: Comparable {
  /// Whether the first instant is earlier.
  @inlinable
  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.microseconds < right.microseconds
  }

  /// The instant some time later, at most ``distantFuture``.
  public static func + (instant: Timestamp, duration: Duration) -> Timestamp {
    let (sum, overflow) = instant.microseconds.addingReportingOverflow(duration.wholeMicroseconds)
    return Timestamp(microseconds: overflow ? (instant.microseconds < 0 ? .min : .max) : sum)
  }

  /// The instant some time earlier, at least ``distantPast``.
  public static func - (instant: Timestamp, duration: Duration) -> Timestamp {
    let (difference, overflow) = instant.microseconds.subtractingReportingOverflow(duration.wholeMicroseconds)
    return Timestamp(microseconds: overflow ? (instant.microseconds < 0 ? .min : .max) : difference)
  }

  /// Moves the instant later, at most to ``distantFuture``.
  public static func += (instant: inout Timestamp, duration: Duration) {
    instant = instant + duration
  }

  /// Moves the instant earlier, at least to ``distantPast``.
  public static func -= (instant: inout Timestamp, duration: Duration) {
    instant = instant - duration
  }

  /// The time between two instants.
  public static func - (later: Timestamp, earlier: Timestamp) -> Duration {
    let (seconds, rest) = (Int128(later.microseconds) - Int128(earlier.microseconds))
      .quotientAndRemainder(dividingBy: 1_000_000)
    return Duration(secondsComponent: Int64(seconds), attosecondsComponent: Int64(rest) * 1_000_000_000_000)
  }
}

extension Duration {
  /// Microseconds, toward zero, or the nearest that fit.
  var wholeMicroseconds: Int64 {
    let (seconds, attoseconds) = components
    let whole = Int128(seconds) * 1_000_000 + Int128(attoseconds / 1_000_000_000_000)
    return Int64(clamping: whole)
  }
}

// MARK: Text

extension Timestamp: CustomStringConvertible {
  /// The instant in UTC after ISO 8601, such as "2024-03-01T12:30:00Z", with six decimals where there is a fraction.
  public var description: String {
    if self == .distantPast { return "distant past" }
    if self == .distantFuture { return "distant future" }
    let day: Int64 = 86_400_000_000
    var days = microseconds / day
    var rest = microseconds % day
    if rest < 0 {
      days -= 1
      rest += day
    }
    // The inverse of daysFrom1970, over eras of 400 years, which all are of one length.
    let shifted = Int(days) + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let date = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    let year = yearOfEra + era * 400 + (month < 3 ? 1 : 0)

    let seconds = Int(rest / 1_000_000)
    let fraction = Int(rest % 1_000_000)
    var text = "\(padded(year, 4))-\(padded(month, 2))-\(padded(date, 2))"
    text += "T\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
    if fraction != 0 { text += ".\(padded(fraction, 6))" }
    return text + "Z"
  }

  private func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number.magnitude)
    let zeros = String(repeating: "0", count: max(0, width - digits.utf8.count))
    return (number < 0 ? "-" : "") + zeros + digits
  }
}
