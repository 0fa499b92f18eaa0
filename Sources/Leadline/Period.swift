import CLeadline

/// A stretch of the calendar that facts are gathered by, in an engine's time zone.
///
/// Hours nest in days, days in weeks and months, months in quarters, quarters in years, and everything in all time.
@frozen
public struct Period: RawRepresentable, Hashable, Sendable {
  /// The number of the C header.
  public var rawValue: UInt32

  /// Makes a period of its number in the C header.
  @inlinable
  public init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  /// All time is one period.
  public static var all: Period { Period(rawValue: UInt32(LEADLINE_PERIOD_ALL)) }

  /// Hours of the clock.
  public static var hour: Period { Period(rawValue: UInt32(LEADLINE_PERIOD_HOUR)) }

  /// Days of the calendar.
  public static var day: Period { Period(rawValue: UInt32(LEADLINE_PERIOD_DAY)) }

  /// ISO weeks, from Monday.
  public static var week: Period { Period(rawValue: UInt32(LEADLINE_PERIOD_WEEK)) }

  /// Months.
  public static var month: Period { Period(rawValue: UInt32(LEADLINE_PERIOD_MONTH)) }

  /// Quarters of a year.
  public static var quarter: Period { Period(rawValue: UInt32(LEADLINE_PERIOD_QUARTER)) }

  /// Years.
  public static var year: Period { Period(rawValue: UInt32(LEADLINE_PERIOD_YEAR)) }
}

extension Period: CaseIterable {
  /// All periods, the shortest first.
  public static var allCases: [Period] { [.hour, .day, .week, .month, .quarter, .year, .all] }
}

extension Period: CustomStringConvertible {
  /// Finds a period by its name, such as "month" or "all".
  ///
  /// - Returns: The period, or nil when none is called so.
  public init?(_ name: String) {
    guard let period = Self.allCases.first(where: { $0.description == name }) else { return nil }
    self = period
  }

  /// The period's name, such as "month".
  public var description: String {
    switch self {
    case .hour: "hour"
    case .day: "day"
    case .week: "week"
    case .month: "month"
    case .quarter: "quarter"
    case .year: "year"
    case .all: "all"
    default: "period \(rawValue)"
    }
  }
}
