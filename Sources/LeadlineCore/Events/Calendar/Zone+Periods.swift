/// Where periods begin and end.
///
/// A day, and so a week, month, quarter or year, begins when the zone's clocks first show its midnight or something later,
/// and ends when the next one begins. From this follows what happens when clocks are changed around midnight:
/// - midnight is skipped: the day begins with the first time after the gap (01:00);
/// - midnight comes twice: the day begins with the first one, and the repeated part of the evening before belongs to it;
/// - a whole day is skipped: it is in no period, and the one before ends as the one after it begins;
/// - a whole day comes twice: it is one period of 48 hours.
///
/// An hour is a stretch of time in which clocks show one date and hour and one whole hour begins at most: a new one begins
/// at each whole hour on the clocks, and when they are set to a time of another hour. An hour that comes twice is two
/// periods. Where clocks are set by half an hour, one hour of the day lasts 30 or 90 minutes.
///
/// So days begin where hours do, the longer periods where days do, and each kind tiles time.
extension Zone {
  /// The period that holds an instant: the microseconds from `start` up to, not including, `end`. For `.all` the whole of
  /// Int64; beyond the range of Int64 its ends.
  func bounds(of period: Period, at us: Int64) -> (start: Int64, end: Int64) {
    switch period {
    case .all: return (Int64.min, Int64.max)
    case .hour: return hour(Zone.second(of: us))
    default:
      let (first, next) = Zone.dates(of: period, around: day(Zone.second(of: us)))
      return (
        Zone.microseconds(reaching(first * Civil.secondsPerDay)), Zone.microseconds(reaching(next * Civil.secondsPerDay))
      )
    }
  }

  /// The day, counted from 1970-01-01, that a second of UTC belongs to: the latest that clocks have shown until then.
  private func day(_ second: Int) -> Int {
    let span = span(at: second)
    return Civil.floorDivide(Swift.max(second + span.offset, span.peak - 1), Civil.secondsPerDay)
  }

  /// The number of the period, none shorter than a day, that begins at an instant: that of the next is one more.
  func number(of period: Period, start: Int64) -> Int {
    let first = Zone.dates(of: period, around: day(Zone.second(of: start))).first
    switch period {
    case .day:
      guard skipsDays else { return first }
      // Days that no clock has shown are no periods, so they are not counted.
      let zero = bounds(of: .day, at: 0).start
      return start < zero ? -days(from: start, to: zero) : days(from: zero, to: start)
    case .week: return Civil.floorDivide(first, 7)
    default: break
    }
    let date = Civil(days: first)
    switch period {
    case .month: return date.year * 12 + date.month - 1
    case .quarter: return date.year * 4 + (date.month - 1) / 3
    default: return date.year
    }
  }

  /// How many days have a part in [from, to).
  func days(from: Int64, to: Int64) -> Int {
    guard from < to else { return 0 }
    let (first, last) = (Zone.second(of: from), Zone.second(of: to - 1))
    var count = day(last) - day(first) + 1
    if !skipsDays { return count }
    var end = span(at: first).end
    while end <= last {
      // Days that no clock has shown are in no period.
      count -= Swift.max(day(end) - day(end - 1) - 1, 0)
      end = span(at: end).end
    }
    return count
  }

  /// The first day of the period around a day, and that of the next period.
  private static func dates(of period: Period, around day: Int) -> (first: Int, next: Int) {
    if period == .day { return (day, day + 1) }
    if period == .week {
      let monday = day - Civil.weekday(ofDays: day) + 1
      return (monday, monday + 7)
    }
    let date = Civil(days: day)
    let months = period == .month ? 1 : period == .quarter ? 3 : 12
    let first = date.month - (date.month - 1) % months
    let next = first + months
    return (
      Civil.days(year: date.year, month: first, day: 1),
      next > 12
        ? Civil.days(year: date.year + 1, month: 1, day: 1) : Civil.days(year: date.year, month: next, day: 1)
    )
  }

  private func hour(_ second: Int) -> (start: Int64, end: Int64) {
    let here = span(at: second)
    let whole = second - Zone.pastHour(second + here.offset)

    var (start, span) = (whole, here)
    while start < span.start && !beginsHour(span) {
      let before = self.span(at: span.start - 1)
      start = span.start - 1 - Zone.pastHour(span.start - 1 + before.offset)
      span = before
    }
    start = Swift.max(start, span.start)

    var end = whole + 3_600
    span = here
    // A whole hour by the old offset is none where clocks are set back within the hour just then: hence not only `>`.
    while end >= span.end {
      let after = self.span(at: span.end)
      if beginsHour(after) {
        end = after.start
        break
      }
      end = after.start + 3_600 - Zone.pastHour(after.start + after.offset)
      span = after
    }
    return (Zone.microseconds(start), Zone.microseconds(end))
  }

  /// Whether a new hour begins as clocks are set at the beginning of `span`.
  private func beginsHour(_ span: Span) -> Bool {
    let now = span.start + span.offset
    if Zone.pastHour(now) == 0 { return true }
    let before = span.start - 1 + self.span(at: span.start - 1).offset
    return Civil.floorDivide(now, 3_600) != Civil.floorDivide(before, 3_600)
  }

  private static func pastHour(_ local: Int) -> Int { local - Civil.floorDivide(local, 3_600) * 3_600 }

  static func microseconds(_ second: Int) -> Int64 {
    let (us, overflow) = Int64(second).multipliedReportingOverflow(by: 1_000_000)
    return overflow ? (second < 0 ? Int64.min : Int64.max) : us
  }
}
