/// Why a fact is refused. The raw value is the status in the header: LEADLINE_FACT_TIME and those after it.
enum FactFault: Int32 {
  case time = 300
  case kind = 301
  case code = 302
  case amount = 303
  case amountUnit = 304
  case count = 305
  case countPerson = 306
  case currency = 307
}

/// What any fact must keep to, wherever it comes in: a batch, a writer, a row of a file.
///
/// One place for all of them, so that what one way takes in no other refuses.
enum FactRules {
  /// Sums of two such amounts cannot overflow 64 bits, which is what lets a cell add first and look afterwards.
  static var maxAmount: Int64 { 1 << 62 }

  static var maxCount: Int64 { 1 << 32 }

  /// 0001-01-01 00:00:00 UTC, in microseconds since 1970.
  static var minTime: Int64 { -62_135_596_800_000_000 }

  /// The last microsecond of the year 9999.
  static var maxTime: Int64 { 253_402_300_799_999_999 }

  /// The first instant that is too late.
  static var endOfTime: Int64 { maxTime + 1 }

  // Each range is one unsigned comparison: what lies below it wraps to far above.

  @inline(__always)
  static func isTime(_ time: Int64) -> Bool {
    UInt64(bitPattern: time &- minTime) <= UInt64(bitPattern: maxTime &- minTime)
  }

  @inline(__always)
  static func isAmount(_ amount: Int64) -> Bool {
    UInt64(bitPattern: amount &+ maxAmount) <= UInt64(bitPattern: maxAmount) &* 2
  }

  @inline(__always)
  static func isCount(_ count: Int64) -> Bool {
    UInt64(bitPattern: count &+ maxCount) <= UInt64(bitPattern: maxCount) &* 2
  }

  /// A kind without a unit carries no amount; 0 is none.
  @inline(__always)
  static func mayCarry(amount: Int64, hasUnit: Bool) -> Bool { hasUnit || amount == 0 }

  /// Only report rows, which speak of nobody, are restated downwards.
  @inline(__always)
  static func mayCount(_ count: Int64, person: UInt64) -> Bool { count >= 0 || person == 0 }

  /// The first rule that a fact of a known kind breaks, in the order of the reasons' numbers.
  @inline(__always)
  static func fault(time: Int64, amount: Int64, count: Int64, person: UInt64, hasUnit: Bool) -> FactFault? {
    if !isTime(time) { return .time }
    if !isAmount(amount) { return .amount }
    if !mayCarry(amount: amount, hasUnit: hasUnit) { return .amountUnit }
    if !isCount(count) { return .count }
    if !mayCount(count, person: person) { return .countPerson }
    return nil
  }
}
