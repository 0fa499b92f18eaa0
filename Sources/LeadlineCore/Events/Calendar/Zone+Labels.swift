/// What periods are called.
extension Zone {
  /// Appends the name of the period that begins at `us`, by the date and time that clocks show then:
  /// "2026-03-01T14:00+02:00", "2026-03-01", "2026-W05", "2026-03", "2026-Q1", "2026", and nothing for all time. An hour
  /// that does not begin at a whole minute, or by an offset that has seconds, is shown with its seconds.
  func label(of period: Period, start us: Int64, into text: inout Buffer<UInt8>) throws(OutOfMemory) {
    try text.reserve(more: 64)
    let offset = offset(at: us)
    let date = Civil(seconds: Zone.second(of: us) + offset)
    switch period {
    case .all: return
    case .year: text.appendYear(date.year)
    case .quarter:
      text.appendYear(date.year)
      text.append("-Q")
      text.appendReserved(UInt8(ascii: "1") + UInt8((date.month - 1) / 3))
    case .month:
      text.appendYear(date.year)
      text.appendTwo("-", date.month)
    case .week:
      let (year, week) = date.isoWeek
      text.appendYear(year)
      text.appendTwo("-W", week)
    case .day: text.appendDate(date)
    case .hour:
      text.appendDate(date)
      text.appendTwo("T", date.hour)
      text.appendTwo(":", date.minute)
      if date.second != 0 { text.appendTwo(":", date.second) }
      let size = offset < 0 ? -offset : offset
      text.appendTwo(offset < 0 ? "-" : "+", size / 3_600)
      text.appendTwo(":", size / 60 % 60)
      if size % 60 != 0 { text.appendTwo(":", size % 60) }
    }
  }
}

/// Pieces of a label; there must be room for them.
extension Buffer<UInt8> {
  fileprivate mutating func append(_ text: StaticString) {
    let bytes = Bytes(text)
    for i in 0..<bytes.count { appendReserved(bytes[i]) }
  }

  fileprivate mutating func appendTwo(_ text: StaticString, _ value: Int) {
    append(text)
    appendReserved(UInt8(ascii: "0") + UInt8(value / 10))
    appendReserved(UInt8(ascii: "0") + UInt8(value % 10))
  }

  /// At least four digits. Years before 1 have a sign.
  fileprivate mutating func appendYear(_ year: Int) {
    if year < 0 { append("-") }
    let size = year < 0 ? -year : year
    var unit = 1_000
    while size / unit >= 10 { unit *= 10 }
    while unit > 0 {
      appendReserved(UInt8(ascii: "0") + UInt8(size / unit % 10))
      unit /= 10
    }
  }

  fileprivate mutating func appendDate(_ date: Civil) {
    appendYear(date.year)
    appendTwo("-", date.month)
    appendTwo("-", date.day)
  }
}
