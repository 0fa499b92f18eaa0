/// A fast path for times written `YYYY-MM-DD HH:MM:SS`: on the day of the row before they are two comparisons and the clock.
///
/// The parser has a memory of its own for rows that go from day to day and back; this one follows rows in the order of time.
@safe
struct ISODay {
  private let zone: UnsafePointer<Zone>
  /// The first eight bytes of the date, and its last two with the byte behind them. What is there at first equals no date.
  private var high: UInt64 = 0
  private var low: UInt32 = .max
  /// The instant of the date's midnight; the zone's offset holds all day.
  private var start: Int64 = 0
  /// The date that was met last and is not the remembered one.
  private var otherHigh: UInt64 = 0
  private var otherLow: UInt32 = .max

  init(_ zone: UnsafePointer<Zone>) { unsafe self.zone = zone }

  private static var lowMask: UInt32 { 0xFF_FFFF }

  @inline(__always)
  private static func date(_ text: Bytes) -> (high: UInt64, low: UInt32) {
    let raw = unsafe UnsafeRawPointer(text.start)
    let high = unsafe UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self))
    let low = unsafe UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt32.self))
    return (high, low & lowMask)
  }

  /// Reads the times of rows `from ..< to` until one is not of this form or of another day: returns that row, or `to`.
  @inline(__always)
  func read(_ column: FieldColumn, from: Int, to: Int, into times: UnsafeMutablePointer<Int64>) -> Int {
    var row = from
    while row < to {
      let text = column.text(row)
      guard text.count == 19 else { return row }
      let date = ISODay.date(text)
      guard date.high == high, date.low == low else { return row }
      let clock = unsafe UnsafeRawPointer(text.start).loadUnaligned(fromByteOffset: 11, as: UInt64.self)
      guard let second = TimeText.clock(UInt64(littleEndian: clock)) else { return row }
      unsafe times[row] = start &+ Int64(second) &* 1_000_000
      row &+= 1
    }
    return row
  }

  /// Another time was read, and was good. Its day is remembered if it comes a second time: in rows that jump from day to day
  /// that is rare, and learning a day is dear.
  mutating func follow(_ text: Bytes) {
    guard text.count == 19 else { return }
    let date = ISODay.date(text)
    guard date.high == otherHigh, date.low == otherLow else {
      (otherHigh, otherLow) = date
      return
    }
    let separator = UInt8(truncatingIfNeeded: date.low &>> 16)
    guard separator == 0x20 || separator == 0x54, let number = TimeText.date(date.high, date.low & 0xFFFF),
      let offset = unsafe zone.pointee.offset(ofLocalDay: number * Civil.secondsPerDay)
    else { return }
    let midnight = Int64(number * Civil.secondsPerDay - offset) * 1_000_000
    guard TimeRange.contains(midnight), TimeRange.contains(midnight + 86_400_000_000 - 1) else { return }
    (high, low) = date
    start = midnight
  }
}
