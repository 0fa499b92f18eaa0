/// What a period is compared with: the one before it, the same a year before, or the same weekdays 52 weeks before.
extension Zone {
  /// The stretch of time that lies so many periods and years before `own`, which is a period or, for `.all`, any stretch with
  /// two ends. Nil where there is none: February 29 has no day a year before, and years end at 1 and 9999.
  ///
  /// `until`: the last instant that is seen of `own`. Of the earlier stretch then only the equally long part counts, by what
  /// clocks show; whoever reads cells takes those that begin in it, which are as many as may hold something in `own`.
  func earlier(_ own: Interval, _ period: Period, periods: Int, years: Int, weekdays: Int = 0, since: Int64? = nil, until: Int64?) -> Interval? {
    var found: Interval
    if period == .all {
      guard own.start != Int64.min, own.end != Int64.max else { return nil }
      guard let start = moved(own.start, own, periods, years), let end = moved(own.end, own, periods, years) else { return nil }
      found = Interval(start: start, end: end)
    } else {
      guard let start = start(of: period, at: own.start, periods, years) else { return nil }
      found = Interval(start: start, end: bounds(of: period, at: start).end)
    }
    if weekdays > 0 {
      // Both ends, so that a month is compared with as many days from the same weekday on.
      guard let start = Zone.valid(moved(found.start, days: 364 * weekdays)) else { return nil }
      found = Interval(start: start, end: moved(found.end, days: 364 * weekdays))
    }
    let whole = found
    if let since { found.start = Swift.min(whole.end, Swift.max(whole.start, same(since, of: own, in: whole))) }
    if let until { found.end = Swift.min(whole.end, Swift.max(found.start, same(until, of: own, in: whole)) + 1) }
    return found
  }

  /// The instant as far into another stretch, by the clocks: an hour that one of the two lost or gained must not cost a day.
  private func same(_ time: Int64, of own: Interval, in other: Interval) -> Int64 {
    Zone.microseconds(instant(ofLocal: Zone.second(of: local(other.start) + local(time) - local(own.start))))
  }

  /// The same time on the clocks so many days before.
  private func moved(_ time: Int64, days: Int) -> Int64 {
    let local = Zone.second(of: local(time)) - days * Civil.secondsPerDay
    return Zone.microseconds(reaching(local))
  }

  /// What clocks show, as microseconds.
  private func local(_ us: Int64) -> Int64 { us + Int64(offset(at: us)) * 1_000_000 }

  /// An end of a stretch, earlier by its length in days where it is made of days, else by its length.
  private func moved(_ time: Int64, _ own: Interval, _ periods: Int, _ years: Int) -> Int64? {
    let bounds = (self.bounds(of: .day, at: own.start).start, self.bounds(of: .day, at: own.end).start)
    guard bounds.0 == own.start, bounds.1 == own.end else {
      let (length, overflow) = (own.end - own.start).multipliedReportingOverflow(by: Int64(periods))
      guard years == 0, !overflow else { return nil }
      return Zone.valid(time - length)
    }
    let length = day(own.end) - day(own.start)
    guard let day = Zone.yearsBefore(day(time) - length * periods, years) else { return nil }
    return Zone.valid(Zone.microseconds(reaching(day * Civil.secondsPerDay)))
  }

  private func day(_ us: Int64) -> Int { Civil.floorDivide(Zone.second(of: us) + offset(at: us), Civil.secondsPerDay) }

  private func start(of period: Period, at start: Int64, _ periods: Int, _ years: Int) -> Int64? {
    if period == .hour {
      var hour = start
      for _ in 0..<periods { hour = bounds(of: .hour, at: hour - 1).start }
      if years == 0 { return Zone.valid(hour) }
      let second = Zone.second(of: local(hour))
      let day = Civil.floorDivide(second, Civil.secondsPerDay)
      guard let earlier = Zone.yearsBefore(day, years) else { return nil }
      let local = second + (earlier - day) * Civil.secondsPerDay
      return Zone.valid(bounds(of: .hour, at: Zone.microseconds(instant(ofLocal: local))).start)
    }
    var day = day(start)
    switch period {
    case .day: day -= periods
    case .week: day -= 7 * periods + 364 * years
    default:
      let months = period == .month ? 1 : period == .quarter ? 3 : 12
      let date = Civil(days: day)
      let month = date.year * 12 + date.month - 1 - periods * months
      let year = Civil.floorDivide(month, 12)
      guard year >= 1 else { return nil }
      day = Civil.days(year: year, month: month - year * 12 + 1, day: 1)
    }
    guard let found = period == .week ? day : Zone.yearsBefore(day, years) else { return nil }
    return Zone.valid(Zone.microseconds(reaching(found * Civil.secondsPerDay)))
  }

  /// The same date so many years before.
  private static func yearsBefore(_ day: Int, _ years: Int) -> Int? {
    if years == 0 { return day }
    let date = Civil(days: day)
    guard date.year - years >= 1, date.day <= Civil.days(inMonth: date.month, of: date.year - years) else { return nil }
    return Civil.days(year: date.year - years, month: date.month, day: date.day)
  }

  private static func valid(_ us: Int64) -> Int64? { TimeRange.contains(us) ? us : nil }
}
