import CLeadline

/// When somebody works: hours of each day of the week by the clocks of a time zone, but for holidays.
///
/// Where clocks are set, an hour that they skip is none, and one that comes twice counts twice.
public struct WorkCalendar: Hashable, Sendable {
  /// Working hours of a day of the week, in seconds of the day by the clock.
  public struct Hours: Hashable, Sendable {
    /// Monday 1 to Sunday 7.
    public var weekday: Int

    /// The seconds from midnight, at most to 86 400.
    public var seconds: Range<Int>

    /// Describes hours in seconds from midnight.
    public init(weekday: Int, seconds: Range<Int>) {
      self.weekday = weekday
      self.seconds = seconds
    }

    /// Describes whole hours.
    public init(weekday: Int, hours: Range<Int>) {
      let clamped = hours.clamped(to: 0..<25)
      self.init(weekday: weekday, seconds: clamped.lowerBound * 3_600..<clamped.upperBound * 3_600)
    }
  }

  /// The hours, in any order, of which those of a day do not overlap; none for Monday to Friday from 9 to 17.
  public var hours: [Hours]

  /// Dates as numbers such as 20241225.
  public var holidays: [Int]

  /// The name of a time zone; nil for the engine's.
  public var timeZone: String?

  /// Describes a calendar.
  public init(hours: [Hours] = [], holidays: [Int] = [], timeZone: String? = nil) {
    self.hours = hours
    self.holidays = holidays
    self.timeZone = timeZone
  }

  func lowered(in arena: Arena) throws(LeadlineError) -> leadline_work_calendar {
    var calendar = unsafe leadline_work_calendar()
    unsafe calendar.struct_size = MemoryLayout<leadline_work_calendar>.stride
    unsafe calendar.hours = UnsafePointer(
      try arena.array(hours.count) { (index) throws(LeadlineError) in
        let hours = hours[index]
        return leadline_work_hours(
          weekday: try UInt32(option: hours.weekday, "weekday"), from_s: try UInt32(option: hours.seconds.lowerBound, "seconds"),
          to_s: try UInt32(option: hours.seconds.upperBound, "seconds"))
      })
    unsafe calendar.hour_count = hours.count
    unsafe calendar.holidays = UnsafePointer(
      try arena.array(holidays.count) { (index) throws(LeadlineError) in try UInt32(option: holidays[index], "holiday") })
    unsafe calendar.holiday_count = holidays.count
    unsafe calendar.time_zone = try arena.text(timeZone)
    return unsafe calendar
  }
}

extension Engine {
  /// The working time in a stretch of time, exact.
  ///
  /// The corresponding C function is `leadline_working_time`.
  ///
  /// - Parameters:
  ///   - stretch: From one instant to another.
  ///   - calendar: The hours.
  /// - Throws: ``LeadlineError/argument`` for hours and holidays that are none, and instants beyond the years 1 to 9999,
  ///   ``LeadlineError/timeZone``, ``LeadlineError/tooMany``, ``LeadlineError/memory``, or ``LeadlineError/closed``.
  public func workingTime(_ stretch: Range<Timestamp>, by calendar: WorkCalendar) throws(LeadlineError) -> Duration {
    let arena = Arena()
    var lowered = unsafe try calendar.lowered(in: arena)
    var time: Int64 = 0
    try withExtendedLifetime(arena) { () throws(LeadlineError) in
      try call {
        unsafe leadline_working_time(handle, &lowered, stretch.lowerBound.microseconds, stretch.upperBound.microseconds, &time)
      }
    }
    return .microseconds(time)
  }
}
