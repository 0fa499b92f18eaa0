/// When somebody works: hours of each day of the week but for holidays, by the clocks of a zone.
///
/// An instant is working time when the clocks then show a working hour of a working day. So an hour that clocks skip is none,
/// and one that comes twice counts twice. Between two changes of the clocks working time is a difference of two sums by the
/// calendar, whole weeks at once.
@safe
struct WorkCalendar: ~Copyable {
  /// A stretch of a day of the week, in seconds by the clock.
  struct Hours {
    /// 0 Monday to 6 Sunday.
    var weekday: Int
    var from: Int
    var to: Int
  }

  /// By weekday, then time; none overlap.
  private var hours: Buffer<Hours>
  /// By weekday, and one more: the first of its hours, and the seconds worked on the days of the week before it.
  private var firsts: InlineArray<8, Int>
  private var sums: InlineArray<8, Int>
  /// Days counted from 1970-01-01, in order, on which there is work by the week and not by the calendar.
  private var holidays: Buffer<Int>
  /// The seconds that the holidays before each take away, and all of them.
  private var lost: Buffer<Int>
  private let zone: UnsafeMutablePointer<Zone>
  /// The same, unless it is another's, which outlives the calendar.
  private let ownZone: Box<Zone>?

  enum Fault: Error {
    case outOfMemory
    case overlap
  }

  /// Takes hours and holidays in any order; each is in its range.
  init(
    _ heap: Heap, hours: consuming Buffer<Hours>, holidays: consuming Buffer<Int>, zone: UnsafeMutablePointer<Zone>, ownZone: consuming Box<Zone>?
  ) throws(Fault) {
    var hours = hours
    var holidays = holidays
    Self.sort(&hours)
    Self.sort(&holidays)
    var firsts = InlineArray<8, Int>(repeating: 0)
    var sums = InlineArray<8, Int>(repeating: 0)
    for i in 0..<hours.count {
      if i > 0 && hours[i].weekday == hours[i - 1].weekday && hours[i].from < hours[i - 1].to { throw .overlap }
      for day in hours[i].weekday + 1..<8 {
        firsts[day] = i + 1
        sums[day] += hours[i].to - hours[i].from
      }
    }
    var lost = Buffer<Int>(heap)
    do {
      try lost.reserve(exactly: holidays.count + 1)
    } catch {
      throw .outOfMemory
    }
    var sum = 0
    var kept = 0
    for i in 0..<holidays.count where i == 0 || holidays[i] != holidays[i - 1] {
      let weekday = Civil.weekday(ofDays: holidays[i]) - 1
      lost.appendReserved(sum)
      sum += sums[weekday + 1] - sums[weekday]
      holidays[kept] = holidays[i]
      kept += 1
    }
    holidays.truncate(to: kept)
    lost.appendReserved(sum)
    self.hours = hours
    self.holidays = holidays
    self.lost = lost
    self.firsts = firsts
    self.sums = sums
    unsafe self.zone = zone
    self.ownZone = ownZone
  }

  /// Microseconds of working time from one instant to another that is not before it; both lie in the range of times, or
  /// one microsecond behind it.
  func working(from: Int64, to: Int64) -> Int64 {
    var at = Int(from)
    let end = Int(to)
    var sum = 0
    while at < end {
      let span = unsafe zone.pointee.span(at: Civil.floorDivide(at, 1_000_000))
      let next = span.end > end / 1_000_000 ? end : Swift.min(end, span.end * 1_000_000)
      let offset = span.offset * 1_000_000
      sum += worked(until: next + offset) - worked(until: at + offset)
      at = next
    }
    return Int64(sum)
  }

  /// The next change of the clocks behind an instant, but no later than another that is behind it, too.
  func change(behind time: Int64, upTo end: Int64) -> Int64 {
    let span = unsafe zone.pointee.span(at: Civil.floorDivide(Int(time), 1_000_000))
    return span.end > Int(end) / 1_000_000 ? end : Int64(span.end * 1_000_000)
  }

  /// Working time by the calendar from the Monday before 1970 to what clocks show, in microseconds.
  private func worked(until local: Int) -> Int {
    let second = Civil.floorDivide(local, 1_000_000)
    let fraction = local - second * 1_000_000
    let day = Civil.floorDivide(second, Civil.secondsPerDay)
    let time = second - day * Civil.secondsPerDay
    // 1970-01-01 was a Thursday.
    let week = Civil.floorDivide(day + 3, 7)
    let weekday = day + 3 - week * 7
    let holiday = firstHoliday(from: day)
    var seconds = week * sums[7] + sums[weekday] - lost[holiday]
    var isWorking = false
    if holiday == holidays.count || holidays[holiday] != day {
      for i in firsts[weekday]..<firsts[weekday + 1] where hours[i].from <= time {
        seconds += Swift.min(time, hours[i].to) - hours[i].from
        isWorking = time < hours[i].to
      }
    }
    return seconds * 1_000_000 + (isWorking ? fraction : 0)
  }

  /// How many holidays lie before a day.
  private func firstHoliday(from day: Int) -> Int {
    var (low, high) = (0, holidays.count)
    while low < high {
      let middle = (low + high) / 2
      if holidays[middle] < day { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private static func sort(_ hours: inout Buffer<Hours>) {
    for i in 1..<Swift.max(hours.count, 1) {
      let taken = hours[i]
      var to = i
      while to > 0 && (hours[to - 1].weekday, hours[to - 1].from) > (taken.weekday, taken.from) {
        hours[to] = hours[to - 1]
        to -= 1
      }
      hours[to] = taken
    }
  }

  /// There are few, and mostly in order.
  private static func sort(_ days: inout Buffer<Int>) {
    for i in 1..<Swift.max(days.count, 1) {
      let taken = days[i]
      var to = i
      while to > 0 && days[to - 1] > taken {
        days[to] = days[to - 1]
        to -= 1
      }
      days[to] = taken
    }
  }
}
