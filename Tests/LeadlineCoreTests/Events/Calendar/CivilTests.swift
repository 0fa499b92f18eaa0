import Testing

@testable import LeadlineCore

@Suite struct CivilTests {
  @Test func everyDayOfTheYears1To9999() {
    var days = -719_162
    var weekday = 1
    for year in 1...9_999 {
      for month in 1...12 {
        for day in 1...SlowCalendar.length(year, month) {
          // One comparison a day: three and a half million expectations would take minutes.
          let back = Civil(days: days)
          if Civil.days(year: year, month: month, day: day) != days || back.year != year || back.month != month
            || back.day != day || Civil.weekday(ofDays: days) != weekday || Civil.days(inMonth: month, of: year) < day
          {
            Issue.record("\(year)-\(month)-\(day): \(back), \(Civil.weekday(ofDays: days))")
            return
          }
          days += 1
          weekday = weekday % 7 + 1
        }
      }
    }
    #expect(days == 2_932_897)
  }

  @Test func timesOfDay() {
    #expect(Civil(seconds: 0) == Civil(year: 1970, month: 1, day: 1))
    #expect(Civil(seconds: -1) == Civil(year: 1969, month: 12, day: 31, hour: 23, minute: 59, second: 59))
    #expect(Civil(seconds: 951_825_599) == Civil(year: 2000, month: 2, day: 29, hour: 11, minute: 59, second: 59))
    #expect(Civil(year: 2000, month: 2, day: 29, hour: 11, minute: 59, second: 59).seconds == 951_825_599)
  }

  /// By Python's datetime.date.isocalendar.
  @Test(arguments: [
    (2004, 12, 31, 2004, 53), (2005, 1, 1, 2004, 53), (2005, 1, 2, 2004, 53), (2005, 1, 3, 2005, 1),
    (2005, 12, 31, 2005, 52), (2007, 1, 1, 2007, 1), (2008, 12, 28, 2008, 52), (2008, 12, 29, 2009, 1),
    (2010, 1, 3, 2009, 53), (2020, 12, 31, 2020, 53), (2021, 1, 3, 2020, 53), (2021, 1, 4, 2021, 1),
    (2024, 12, 30, 2025, 1), (2026, 1, 28, 2026, 5), (1, 1, 1, 1, 1), (9999, 12, 31, 9999, 52), (1969, 12, 29, 1970, 1),
  ])
  func isoWeeks(_ date: (Int, Int, Int, Int, Int)) {
    let week = Civil(year: date.0, month: date.1, day: date.2).isoWeek
    #expect(week.year == date.3 && week.week == date.4)
  }

  @Test func refusesWhatIsNoTime() {
    #expect(Civil(year: 2024, month: 2, day: 29).isValid)
    #expect(Civil(year: 9999, month: 12, day: 31, hour: 23, minute: 59, second: 59, microsecond: 999_999).isValid)
    for wrong in [
      Civil(year: 2023, month: 2, day: 29), Civil(year: 1900, month: 2, day: 29), Civil(year: 2026, month: 13, day: 1),
      Civil(year: 2026, month: 0, day: 1), Civil(year: 2026, month: 4, day: 31), Civil(year: 2026, month: 4, day: 0),
      Civil(year: 0, month: 1, day: 1), Civil(year: 10_000, month: 1, day: 1),
      Civil(year: 2026, month: 1, day: 1, hour: 24), Civil(year: 2026, month: 1, day: 1, minute: 60),
      Civil(year: 2026, month: 1, day: 1, second: 60), Civil(year: 2026, month: 1, day: 1, microsecond: 1_000_000),
    ] {
      #expect(!wrong.isValid)
    }
  }
}
