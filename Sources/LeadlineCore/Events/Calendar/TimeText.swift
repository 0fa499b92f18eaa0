/// The pieces that times are written with. Each reads from `at` on and leaves it behind what it read; nil where there is
/// none.
enum TimeText {
  /// The days since 1970 of "YYYY-MM-" in `high` and "DD" in `low`, first byte lowest; nil if there is no such date in the
  /// years 1 to 9999.
  @inline(__always)
  static func date(_ high: UInt64, _ low: UInt32) -> Int? {
    // Digits become 0 to 9 and the hyphens 0; adding then carries into the top bit of each byte that is not that.
    let ymd = high ^ 0x2D30_302D_3030_3030
    guard (ymd | (ymd &+ 0x7F76_767F_7676_7676)) & 0x8080_8080_8080_8080 == 0 else { return nil }
    let dd = low ^ 0x3030
    guard (dd | (dd &+ 0x7676)) & 0x8080 == 0 else { return nil }
    // Byte i is then 10 times digit i and digit i + 1.
    let pairs = ymd &* 10 &+ (ymd &>> 8)
    let year = Int(pairs & 0xFF) * 100 + Int((pairs &>> 16) & 0xFF)
    let month = Int((pairs &>> 40) & 0xFF)
    let day = Int((dd & 0xFF) * 10 + (dd &>> 8))
    guard year >= 1, month >= 1, month <= 12, day >= 1, day <= Civil.days(inMonth: month, of: year) else { return nil }
    return Civil.days(year: year, month: month, day: day)
  }

  /// The seconds since midnight of "HH:MM:SS", first byte lowest; nil if no clock shows it.
  @inline(__always)
  static func clock(_ text: UInt64) -> Int? {
    let hms = text ^ 0x3030_3A30_303A_3030
    guard (hms | (hms &+ 0x7676_7F76_767F_7676)) & 0x8080_8080_8080_8080 == 0 else { return nil }
    let pairs = hms &* 10 &+ (hms &>> 8)
    let (hour, minute, second) = (Int(pairs & 0xFF), Int((pairs &>> 24) & 0xFF), Int((pairs &>> 48) & 0xFF))
    guard hour < 24, minute < 60, second < 60 else { return nil }
    return hour * 3_600 + minute * 60 + second
  }

  /// As many digits as there are, up to the most (18 or fewer) and no fewer than the least of `digits`.
  @inline(__always)
  static func number(_ text: Bytes, _ at: inout Int, digits: ClosedRange<Int>) -> Int? {
    let end = Swift.min(text.count, at &+ digits.upperBound)
    var i = at
    var value = 0
    while i < end {
      let digit = unsafe text.start[i] &- UInt8(ascii: "0")
      guard digit <= 9 else { break }
      value = value &* 10 &+ Int(digit)
      i &+= 1
    }
    guard i &- at >= digits.lowerBound else { return nil }
    at = i
    return value
  }

  /// One or two digits.
  @inline(__always)
  static func pair(_ text: Bytes, _ at: inout Int) -> Int? {
    guard at < text.count else { return nil }
    let first = unsafe text.start[at] &- UInt8(ascii: "0")
    guard first <= 9 else { return nil }
    at &+= 1
    guard at < text.count else { return Int(first) }
    let second = unsafe text.start[at] &- UInt8(ascii: "0")
    guard second <= 9 else { return Int(first) }
    at &+= 1
    return Int(first &* 10 &+ second)
  }

  /// Four digits.
  @inline(__always)
  static func four(_ text: Bytes, _ at: inout Int) -> Int? {
    guard at &+ 4 <= text.count else { return nil }
    let raw = unsafe UInt32(littleEndian: UnsafeRawPointer(text.start + at).loadUnaligned(as: UInt32.self))
    let digits = raw ^ 0x3030_3030
    guard (digits | (digits &+ 0x7676_7676)) & 0x8080_8080 == 0 else { return nil }
    let pairs = digits &* 10 &+ (digits &>> 8)
    at &+= 4
    return Int((pairs & 0xFF) &* 100 &+ ((pairs &>> 16) & 0xFF))
  }

  /// One to nine decimals, as billionths.
  static func billionths(_ text: Bytes, _ at: inout Int) -> Int64? {
    let start = at
    guard let digits = number(text, &at, digits: 1...9) else { return nil }
    var scaled = digits
    // By threes first: milliseconds and microseconds are what is common.
    var missing = 9 &- (at &- start)
    while missing >= 3 {
      scaled = scaled &* 1_000
      missing &-= 3
    }
    while missing > 0 {
      scaled = scaled &* 10
      missing &-= 1
    }
    return Int64(scaled)
  }

  /// One to nine decimals of a second, in whole microseconds.
  @inline(__always)
  static func fraction(_ text: Bytes, _ at: inout Int) -> Int64? {
    guard let billionths = billionths(text, &at) else { return nil }
    return billionths / 1_000
  }

  /// "Z", "+HH:MM", "+HHMM" or "+HH", in seconds east of UTC.
  static func offset(_ text: Bytes, _ at: inout Int) -> Int? {
    guard at < text.count else { return nil }
    let sign = text[at]
    if sign == UInt8(ascii: "Z") {
      at += 1
      return 0
    }
    guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return nil }
    var i = at + 1
    guard let hours = number(text, &i, digits: 2...2), hours < 24 else { return nil }
    var seconds = hours * 3_600
    let colon = i < text.count && text[i] == UInt8(ascii: ":")
    if colon { i += 1 }
    if let minutes = number(text, &i, digits: 2...2) {
      guard minutes < 60 else { return nil }
      seconds += minutes * 60
    } else if colon {
      return nil
    }
    at = i
    return sign == UInt8(ascii: "-") ? -seconds : seconds
  }

  /// A month by its English name or the first three letters of it, in any case: 1 to 12.
  static func month(_ text: Bytes, _ at: inout Int) -> Int? {
    guard at + 3 <= text.count else { return nil }
    for month in 1...12 {
      let name = Bytes(monthName(month))
      guard equalFolded(text.slice(at, at + 3), name.slice(0, 3)) else { continue }
      let whole = at + name.count <= text.count && equalFolded(text.slice(at, at + name.count), name)
      at += whole ? name.count : 3
      return month
    }
    return nil
  }

  /// A count of `unit` microseconds since 1970, the whole of `text`; with decimals unless the unit is one microsecond.
  static func epoch(_ text: Bytes, unit: Int64) -> Int64? {
    guard text.count > 0 else { return nil }
    let negative = text[0] == UInt8(ascii: "-")
    var at = negative || text[0] == UInt8(ascii: "+") ? 1 : 0
    let start = at
    var whole = 0
    while let eight = eightDigits(text, at), at - start < 10 {
      whole = whole * 100_000_000 + eight
      at += 8
    }
    // 18 digits hold every year as microseconds; more would overflow.
    while at < text.count, let digit = digit(text[at]) {
      guard at - start < 18 else { return nil }
      whole = whole * 10 + digit
      at += 1
    }
    guard at > start else { return nil }
    var us = Int64(whole)
    if unit > 1 {
      let (product, overflow) = us.multipliedReportingOverflow(by: unit)
      guard !overflow else { return nil }
      us = product
      if at < text.count, text[at] == UInt8(ascii: ".") {
        at += 1
        guard let billionths = billionths(text, &at) else { return nil }
        // Towards the past: a remainder of a negative time is rounded up before the sign is set.
        let (sum, isBeyond) = us.addingReportingOverflow((billionths * unit + (negative ? 999_999_999 : 0)) / 1_000_000_000)
        guard !isBeyond else { return nil }
        us = sum
      }
    }
    guard at == text.count else { return nil }
    if negative { us = -us }
    return TimeRange.contains(us) ? us : nil
  }

  /// The number that the eight bytes from `at` on are, if all are digits.
  @inline(__always)
  private static func eightDigits(_ text: Bytes, _ at: Int) -> Int? {
    guard at + 8 <= text.count else { return nil }
    let raw = unsafe UInt64(littleEndian: UnsafeRawPointer(text.start + at).loadUnaligned(as: UInt64.self))
    let digits = raw ^ 0x3030_3030_3030_3030
    guard (digits | (digits &+ 0x7676_7676_7676_7676)) & 0x8080_8080_8080_8080 == 0 else { return nil }
    // Neighbours are joined three times over: to pairs, to fours, to eight.
    let pairs = (digits &* 10 &+ (digits &>> 8)) & 0x00FF_00FF_00FF_00FF
    let fours = (pairs &* 100 &+ (pairs &>> 16)) & 0x0000_FFFF_0000_FFFF
    return Int((fours &* 10_000 &+ (fours &>> 32)) & 0xFFFF_FFFF)
  }

  @inline(__always)
  static func digit(_ byte: UInt8) -> Int? {
    let value = byte &- UInt8(ascii: "0")
    return value <= 9 ? Int(value) : nil
  }

  private static func equalFolded(_ text: Bytes, _ lowercase: Bytes) -> Bool {
    for i in 0..<lowercase.count where text[i] | 0x20 != lowercase[i] { return false }
    return true
  }

  private static func monthName(_ month: Int) -> StaticString {
    switch month {
    case 1: "january"
    case 2: "february"
    case 3: "march"
    case 4: "april"
    case 5: "may"
    case 6: "june"
    case 7: "july"
    case 8: "august"
    case 9: "september"
    case 10: "october"
    case 11: "november"
    default: "december"
    }
  }
}
