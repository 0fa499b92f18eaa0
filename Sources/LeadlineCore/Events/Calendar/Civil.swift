/// A date and time as a calendar and a clock on the wall show it, proleptic Gregorian, with no zone.
///
/// Source of the day arithmetic: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms". A year begins in March
/// there, so that the leap day is its last, and 400 years are one era of 146 097 days.
struct Civil: Equatable {
  var year: Int
  var month: Int
  var day: Int
  var hour = 0
  var minute = 0
  var second = 0
  var microsecond = 0

  static var secondsPerDay: Int { 86_400 }
  /// 400 years, after which dates, weekdays and so all rules of a calendar repeat.
  static var daysPerEra: Int { 146_097 }

  init(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0, microsecond: Int = 0) {
    self.year = year
    self.month = month
    self.day = day
    self.hour = hour
    self.minute = minute
    self.second = second
    self.microsecond = microsecond
  }

  /// The date `days` after 1970-01-01, at midnight.
  init(days: Int) {
    let shifted = days + 719_468
    let era = Civil.floorDivide(shifted, Civil.daysPerEra)
    let dayOfEra = shifted - era * Civil.daysPerEra
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// What a clock shows that counts `seconds` from 1970-01-01 00:00.
  init(seconds: Int) {
    let days = Civil.floorDivide(seconds, Civil.secondsPerDay)
    self.init(days: days)
    let rest = seconds - days * Civil.secondsPerDay
    hour = rest / 3_600
    minute = rest / 60 % 60
    second = rest % 60
  }

  /// Days from 1970-01-01 to a date, which must exist.
  static func days(year: Int, month: Int, day: Int) -> Int {
    let fromMarch = month <= 2 ? year - 1 : year
    let era = floorDivide(fromMarch, 400)
    let yearOfEra = fromMarch - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * daysPerEra + dayOfEra - 719_468
  }

  static func isLeap(_ year: Int) -> Bool {
    year & 3 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  /// Days of a month from 1 to 12.
  static func days(inMonth month: Int, of year: Int) -> Int {
    month == 2 ? (isLeap(year) ? 29 : 28) : 30 + ((month + (month >> 3)) & 1)
  }

  /// The day of the week, Monday 1 to Sunday 7, of a day counted from 1970-01-01, a Thursday.
  static func weekday(ofDays days: Int) -> Int {
    let fromMonday = (days + 3) % 7
    return (fromMonday < 0 ? fromMonday + 7 : fromMonday) + 1
  }

  var days: Int { Civil.days(year: year, month: month, day: day) }

  /// Seconds from 1970-01-01 00:00 by the same clock.
  var seconds: Int { days * Civil.secondsPerDay + hour * 3_600 + minute * 60 + second }

  /// Monday 1 to Sunday 7.
  var weekday: Int { Civil.weekday(ofDays: days) }

  /// The ISO 8601 week and the year it belongs to: that of its Thursday.
  var isoWeek: (year: Int, week: Int) {
    let thursday = days - weekday + 4
    let year = Civil(days: thursday).year
    return (year, (thursday - Civil.days(year: year, month: 1, day: 1)) / 7 + 1)
  }

  /// Whether there is such a date and time in the years 1 to 9999. A leap second is no time here.
  var isValid: Bool {
    year >= 1 && year <= 9_999 && month >= 1 && month <= 12 && day >= 1 && day <= Civil.days(inMonth: month, of: year)
      && hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60 && microsecond >= 0
      && microsecond < 1_000_000
  }

  @inline(__always)
  static func floorDivide(_ a: Int, _ b: Int) -> Int {
    let quotient = a / b
    return a % b < 0 ? quotient - 1 : quotient
  }
}

/// The instants that a fact may have: microseconds since 1970-01-01 UTC in the years 1 to 9999.
enum TimeRange {
  static var least: Int64 { -62_135_596_800_000_000 }
  static var greatest: Int64 { 253_402_300_799_999_999 }

  @inline(__always)
  static func contains(_ us: Int64) -> Bool { us >= least && us <= greatest }
}
