/// The rule at the end of a zone's file, such as `CET-1CEST,M3.5.0,M10.5.0/3`: a POSIX TZ string with the extensions of RFC
/// 9636 (hours of a change from -167 to 167).
struct PosixRule {
  /// A day of the year and a time of that day.
  struct Day {
    enum Form { case weekdayOfMonth, dayWithoutLeap, dayFromZero }
    var form = Form.dayFromZero
    var month = 0
    var week = 0
    var day = 0
    var time = 7_200

    /// In local seconds since 1970.
    func seconds(_ year: Int) -> Int {
      let newYear = Civil.days(year: year, month: 1, day: 1)
      let days: Int
      switch form {
      case .dayFromZero: days = newYear + day
      case .dayWithoutLeap: days = newYear + day - 1 + (Civil.isLeap(year) && day >= 60 ? 1 : 0)
      case .weekdayOfMonth:
        let first = Civil.days(year: year, month: month, day: 1)
        // Sunday is 0 in a rule.
        var inMonth = (day - Civil.weekday(ofDays: first) % 7 + 7) % 7 + 7 * (week - 1)
        if inMonth >= Civil.days(inMonth: month, of: year) { inMonth -= 7 }
        days = first + inMonth
      }
      return days * Civil.secondsPerDay + time
    }
  }

  struct Summer {
    var offset: Int
    var start: Day
    var end: Day
  }

  struct Change {
    var time: Int
    var offset: Int
    var starts: Bool
  }

  /// Seconds east of UTC.
  let standard: Int
  /// The other offset of the year and when it holds; nil if there is only one.
  let summer: Summer?

  init(_ text: Bytes) throws(ZoneError) {
    var reader = RuleReader(text)
    try reader.name()
    standard = -(try reader.offset(hours: 24))
    guard !reader.atEnd else {
      summer = nil
      return
    }
    try reader.name()
    let offset = reader.next == UInt8(ascii: ",") ? standard + 3_600 : -(try reader.offset(hours: 24))
    try reader.expect(UInt8(ascii: ","))
    let start = try reader.day()
    try reader.expect(UInt8(ascii: ","))
    let end = try reader.day()
    guard reader.atEnd else { throw .damaged }
    summer = Summer(offset: offset, start: start, end: end)
  }

  /// Appends a year's changes, in order of time with those that are there; of two at once the one that starts comes last.
  /// There must be room for them.
  func append(_ year: Int, to changes: inout Buffer<Change>) {
    guard let summer else { return }
    insert(Change(time: summer.start.seconds(year) - standard, offset: summer.offset, starts: true), &changes)
    insert(Change(time: summer.end.seconds(year) - summer.offset, offset: standard, starts: false), &changes)
  }

  private func insert(_ change: Change, _ changes: inout Buffer<Change>) {
    changes.appendReserved(change)
    var at = changes.count - 1
    // Times reach at most two weeks out of their year, so that few are passed.
    while at > 0 {
      let before = changes[at - 1]
      guard before.time > change.time || (before.time == change.time && before.starts && !change.starts) else { break }
      changes[at] = before
      at -= 1
    }
    changes[at] = change
  }
}

/// Reads the parts of a rule.
private struct RuleReader {
  private let text: Bytes
  private var at = 0

  init(_ text: Bytes) { self.text = text }

  var atEnd: Bool { at == text.count }
  /// The next byte, 0 at the end.
  var next: UInt8 { at < text.count ? text[at] : 0 }

  mutating func expect(_ byte: UInt8) throws(ZoneError) {
    guard next == byte else { throw .damaged }
    at += 1
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    at += 1
    return true
  }

  /// An abbreviation: three letters or more, or anything of letters, digits and signs between angle brackets.
  mutating func name() throws(ZoneError) {
    let quoted = take(UInt8(ascii: "<"))
    let start = at
    while isLetter(next) || (quoted && (isDigit(next) || next == UInt8(ascii: "+") || next == UInt8(ascii: "-"))) { at += 1 }
    guard at - start >= 3 else { throw .damaged }
    if quoted { try expect(UInt8(ascii: ">")) }
  }

  /// `[+-]hh[:mm[:ss]]` in seconds.
  mutating func offset(hours limit: Int) throws(ZoneError) -> Int {
    let negative = take(UInt8(ascii: "-"))
    if !negative { _ = take(UInt8(ascii: "+")) }
    var seconds = 3_600 * (try number(0, limit))
    if take(UInt8(ascii: ":")) {
      seconds += 60 * (try number(0, 59))
      if take(UInt8(ascii: ":")) { seconds += try number(0, 59) }
    }
    return negative ? -seconds : seconds
  }

  mutating func day() throws(ZoneError) -> PosixRule.Day {
    var day = PosixRule.Day()
    if take(UInt8(ascii: "M")) {
      day.form = .weekdayOfMonth
      day.month = try number(1, 12)
      try expect(UInt8(ascii: "."))
      day.week = try number(1, 5)
      try expect(UInt8(ascii: "."))
      day.day = try number(0, 6)
    } else if take(UInt8(ascii: "J")) {
      day.form = .dayWithoutLeap
      day.day = try number(1, 365)
    } else {
      day.day = try number(0, 365)
    }
    if take(UInt8(ascii: "/")) { day.time = try offset(hours: 167) }
    return day
  }

  private mutating func number(_ least: Int, _ greatest: Int) throws(ZoneError) -> Int {
    let start = at
    var value = 0
    while isDigit(next) {
      value = value * 10 + Int(next - UInt8(ascii: "0"))
      at += 1
      guard value <= greatest else { throw .damaged }
    }
    guard at > start, value >= least else { throw .damaged }
    return value
  }

  private func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
  private func isLetter(_ byte: UInt8) -> Bool { byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z") }
}
