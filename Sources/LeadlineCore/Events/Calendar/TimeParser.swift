/// Reads times, row after row.
///
/// Rows of a file tend to share days, in order or not, so it remembers the texts of dates with what came of them: the last
/// one, and some seen before. `YYYY-MM-DD HH:MM:SS` on the day of the row before is two comparisons and a handful of
/// arithmetic.
@safe
struct TimeParser: ~Copyable {
  private let format: TimeFormat
  private let zone: UnsafePointer<Zone>
  /// The last date.
  private var day = Day()
  /// Dates seen before, each in the one place that a hash of its key gives it. Not within the struct: it is to stay one that
  /// is cheap to move.
  private var days: Buffer<Day>

  private struct Day {
    /// The date's text, ten bytes with the first lowest, or its fields in a format. What is there at first equals no key: a
    /// key's low part has 16 bits.
    var high: UInt64 = 0
    var low: UInt32 = .max
    /// Days since 1970-01-01.
    var number = 0
    /// The instant of the local midnight, where one offset holds all day.
    var start = Day.varies

    static var varies: Int64 { .min }
    static var places: Int { 256 }
  }

  /// `zone` is for times without an offset; it must outlive the parser, in its place.
  init(_ heap: Heap, _ format: consuming TimeFormat, zone: UnsafePointer<Zone>) throws(OutOfMemory) {
    self.format = format
    unsafe self.zone = zone
    days = Buffer(heap)
    try days.reserve(exactly: Day.places)
    try days.append(repeating: Day(), count: Day.places)
  }

  /// The microseconds since 1970 UTC of the time that the whole of `text` is, or nil if it is none or lies outside the years
  /// 1 to 9999. What is finer than a microsecond is dropped, towards the past.
  mutating func parse(_ text: Bytes) -> Int64? {
    switch format.style {
    case .iso: iso(text)
    case .epoch(let unit): TimeText.epoch(text, unit: unit)
    case .pattern: pattern(text)
    }
  }

  private mutating func iso(_ text: Bytes) -> Int64? {
    guard text.count >= 10 else { return nil }
    let start = unsafe UnsafeRawPointer(text.start)
    let high = unsafe UInt64(littleEndian: start.loadUnaligned(as: UInt64.self))
    let low = unsafe UInt32(UInt16(littleEndian: start.loadUnaligned(fromByteOffset: 8, as: UInt16.self)))
    if high != day.high || low != day.low {
      let place = TimeParser.place(high, low)
      if high != days[place].high || low != days[place].low {
        guard let number = TimeText.date(high, low) else { return nil }
        unsafe days[place] = TimeParser.day(number, high, low, zone)
      }
      day = days[place]
    }
    if text.count == 10 { return unsafe TimeParser.local(day, 0, zone) }

    let separator = text[10]
    guard separator == UInt8(ascii: " ") || separator == UInt8(ascii: "T") else { return TimeParser.zoned(day, 0, text, 10) }
    guard text.count >= 16 else { return nil }
    var at = 16
    var time: Int64
    if text.count >= 19, text[16] == UInt8(ascii: ":") {
      let clock = unsafe UInt64(littleEndian: start.loadUnaligned(fromByteOffset: 11, as: UInt64.self))
      guard let second = TimeText.clock(clock) else { return nil }
      time = Int64(second) * 1_000_000
      at = 19
      if at < text.count, text[at] == UInt8(ascii: ".") {
        at += 1
        guard let fraction = TimeText.fraction(text, &at) else { return nil }
        time += fraction
      }
    } else {
      // HH:MM is HH:MM:SS with seconds put behind it.
      let minutes = unsafe UInt64(UInt32(littleEndian: start.loadUnaligned(fromByteOffset: 11, as: UInt32.self)))
      guard let second = TimeText.clock(minutes | UInt64(text[15]) << 32 | 0x3030_3A00_0000_0000) else { return nil }
      time = Int64(second) * 1_000_000
    }
    return at == text.count ? unsafe TimeParser.local(day, time, zone) : TimeParser.zoned(day, time, text, at)
  }

  private mutating func pattern(_ text: Bytes) -> Int64? {
    var civil = Civil(year: 0, month: 1, day: 1)
    var offset: Int?
    guard TimeText.match(text, format.pattern, &civil, &offset) else { return nil }
    guard civil.hour < 24, civil.minute < 60, civil.second < 60 else { return nil }
    // Fields have four and two digits.
    let key = UInt64(civil.year << 16 | civil.month << 8 | civil.day)
    if key != day.high || day.low != 0 {
      let place = TimeParser.place(key, 0)
      if key != days[place].high || days[place].low != 0 {
        guard civil.isValid else { return nil }
        unsafe days[place] = TimeParser.day(civil.days, key, 0, zone)
      }
      day = days[place]
    }
    let time = Int64((civil.hour * 60 + civil.minute) * 60 + civil.second) * 1_000_000 + Int64(civil.microsecond)
    if let offset { return TimeParser.absolute(day, time, offset) }
    return unsafe TimeParser.local(day, time, zone)
  }

  // What follows takes what it needs and not the parser, so that the above can keep it in registers.

  @inline(__always)
  private static func place(_ high: UInt64, _ low: UInt32) -> Int {
    Int(truncatingIfNeeded: ((high ^ UInt64(low) &<< 20) &* 0x9E37_79B9_7F4A_7C15) &>> 56)
  }

  private static func day(_ number: Int, _ high: UInt64, _ low: UInt32, _ zone: UnsafePointer<Zone>) -> Day {
    var start = Day.varies
    if let offset = unsafe zone.pointee.offset(ofLocalDay: number * Civil.secondsPerDay) {
      start = Int64(number * Civil.secondsPerDay - offset) * 1_000_000
    }
    return Day(high: high, low: low, number: number, start: start)
  }

  /// The instant at which the zone's clocks show the day's `time`.
  @inline(__always)
  private static func local(_ day: Day, _ time: Int64, _ zone: UnsafePointer<Zone>) -> Int64? {
    let us = day.start != Day.varies ? day.start + time : unsafe changing(day.number, time, zone)
    return TimeRange.contains(us) ? us : nil
  }

  /// The same on a day whose offset changes.
  @inline(never)
  private static func changing(_ day: Int, _ time: Int64, _ zone: UnsafePointer<Zone>) -> Int64 {
    let second = unsafe zone.pointee.instant(ofLocal: day * Civil.secondsPerDay + Int(time / 1_000_000))
    return Int64(second) * 1_000_000 + time % 1_000_000
  }

  /// The same where the text from `at` on is "Z" or an offset.
  private static func zoned(_ day: Day, _ time: Int64, _ text: Bytes, _ at: Int) -> Int64? {
    var at = at
    guard let offset = TimeText.offset(text, &at), at == text.count else { return nil }
    return absolute(day, time, offset)
  }

  private static func absolute(_ day: Day, _ time: Int64, _ offset: Int) -> Int64? {
    let us = Int64(day.number * Civil.secondsPerDay - offset) * 1_000_000 + time
    return TimeRange.contains(us) ? us : nil
  }
}
