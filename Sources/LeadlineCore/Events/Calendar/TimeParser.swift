/// Reads times, row after row.
///
/// Rows of a file tend to share days, so it remembers the text of the last date with what came of it, and for some more days
/// which offset holds all day. `YYYY-MM-DD HH:MM:SS` on a remembered day is two comparisons and a handful of arithmetic.
@safe
struct TimeParser: ~Copyable {
  private let format: TimeFormat
  private let zone: UnsafePointer<Zone>

  /// The last date's ten bytes. What is there at first equals no date: its low part has more than 16 bits.
  private var dateHigh: UInt64 = 0
  private var dateLow: UInt32 = .max
  /// That date.
  private var day = Day(number: .min, start: Day.varies)
  /// Days seen lately, by the low bits of their number.
  private var days = InlineArray<64, Day>(repeating: Day(number: .min, start: Day.varies))

  private struct Day {
    /// Days since 1970-01-01.
    var number: Int
    /// The instant of the local midnight, where one offset holds all day.
    var start: Int64

    static var varies: Int64 { .min }
  }

  /// `zone` is for times without an offset; it must outlive the parser, in its place.
  init(_ format: consuming TimeFormat, zone: UnsafePointer<Zone>) {
    self.format = format
    unsafe self.zone = zone
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

  // MARK: ISO 8601

  private mutating func iso(_ text: Bytes) -> Int64? {
    guard text.count >= 10 else { return nil }
    let start = unsafe UnsafeRawPointer(text.start)
    let high = unsafe UInt64(littleEndian: start.loadUnaligned(as: UInt64.self))
    let low = unsafe UInt32(UInt16(littleEndian: start.loadUnaligned(fromByteOffset: 8, as: UInt16.self)))
    if high != dateHigh || low != dateLow {
      guard let number = TimeText.date(high, low) else { return nil }
      remember(number)
      dateHigh = high
      dateLow = low
    }
    if text.count == 10 { return local(0) }

    let separator = text[10]
    guard separator == UInt8(ascii: " ") || separator == UInt8(ascii: "T") else { return zoned(text, 10, 0) }
    guard text.count >= 19 else { return short(text) }
    let clock = unsafe UInt64(littleEndian: start.loadUnaligned(fromByteOffset: 11, as: UInt64.self))
    guard let second = TimeText.clock(clock) else { return short(text) }
    let time = Int64(second) * 1_000_000
    if text.count == 19 { return local(time) }

    guard text[19] == UInt8(ascii: ".") else { return zoned(text, 19, time) }
    var at = 20
    guard let fraction = TimeText.fraction(text, &at) else { return nil }
    return at == text.count ? local(time + fraction) : zoned(text, at, time + fraction)
  }

  /// `HH:MM` behind the date.
  private func short(_ text: Bytes) -> Int64? {
    guard text.count >= 16, text[13] == UInt8(ascii: ":") else { return nil }
    var at = 11
    guard let hour = TimeText.number(text, &at, digits: 2...2), hour < 24 else { return nil }
    at = 14
    guard let minute = TimeText.number(text, &at, digits: 2...2), minute < 60 else { return nil }
    let time = Int64(hour * 3_600 + minute * 60) * 1_000_000
    return at == text.count ? local(time) : zoned(text, at, time)
  }

  // MARK: The day

  private mutating func remember(_ number: Int) {
    let slot = number & 63
    if days[slot].number != number {
      var start = Day.varies
      if let offset = unsafe zone.pointee.offset(ofLocalDay: number * Civil.secondsPerDay) {
        start = Int64(number * Civil.secondsPerDay - offset) * 1_000_000
      }
      days[slot] = Day(number: number, start: start)
    }
    day = days[slot]
  }

  /// The instant at which the zone's clocks show the day's `time`.
  @inline(__always)
  private func local(_ time: Int64) -> Int64? {
    let us: Int64
    if day.start != Day.varies {
      us = day.start + time
    } else {
      let second = day.number * Civil.secondsPerDay + Int(time / 1_000_000)
      us = Int64(unsafe zone.pointee.instant(ofLocal: second)) * 1_000_000 + time % 1_000_000
    }
    return TimeRange.contains(us) ? us : nil
  }

  /// The same where the rest of the text from `at` on is "Z" or an offset.
  private func zoned(_ text: Bytes, _ at: Int, _ time: Int64) -> Int64? {
    var at = at
    guard let offset = TimeText.offset(text, &at), at == text.count else { return nil }
    return absolute(time, offset)
  }

  private func absolute(_ time: Int64, _ offset: Int) -> Int64? {
    let us = Int64(day.number * Civil.secondsPerDay - offset) * 1_000_000 + time
    return TimeRange.contains(us) ? us : nil
  }

  // MARK: Formats

  private mutating func pattern(_ text: Bytes) -> Int64? {
    var civil = Civil(year: 0, month: 1, day: 1)
    var offset: Int?
    guard TimeText.match(text, format.pattern, &civil, &offset), civil.isValid else { return nil }
    let number = civil.days
    if number != day.number { remember(number) }
    // The memo of the ISO reader goes with `day`, but a parser has one format only.
    let time = Int64((civil.hour * 60 + civil.minute) * 60 + civil.second) * 1_000_000 + Int64(civil.microsecond)
    if let offset { return absolute(time, offset) }
    return local(time)
  }
}
