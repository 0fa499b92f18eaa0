/// Columns of facts, as a batch brings them: foreign memory, read during one call. Rows are checked as they are booked.
@safe
struct FactColumns {
  var rows = 0
  var time: UnsafePointer<Int64>
  /// Nil: every row is of kind `oneKind`.
  var kind: UnsafePointer<UInt16>?
  var oneKind: UInt16 = 0
  /// By dimension, `dimensionCount` of them; nil: not set in any row.
  var codes: UnsafePointer<UnsafePointer<UInt32>?>?
  var dimensionCount = 0
  /// A bit for each dimension that is an attribute: what stands in its place is not looked at.
  var attributes: UInt64 = 0
  var amount: UnsafePointer<Int64>?
  var count: UnsafePointer<Int64>?
  var person: UnsafePointer<UInt64>?
  var account: UnsafePointer<UInt64>?
  var id: UnsafePointer<UInt64>?
  var ref: UnsafePointer<UInt64>?
  /// Nil: every row is in `oneCurrency`. Codes of `Currencies`.
  var currency: UnsafePointer<UInt16>?
  var oneCurrency: UInt16 = 0
  /// Once they are converted: the amounts as they were given, while `amount` has them in the engine's currency.
  var given: UnsafePointer<Int64>?

  init(time: UnsafePointer<Int64>, rows: Int) {
    unsafe self.time = time
    self.rows = rows
  }

  /// The codes of one dimension, nil where the batch leaves it out.
  @inline(__always)
  func column(_ dimension: Int) -> UnsafePointer<UInt32>? {
    guard dimension < dimensionCount, attributes &>> UInt64(dimension) & 1 == 0, let codes = unsafe codes else { return nil }
    return unsafe codes[dimension]
  }

  @inline(__always)
  func kind(_ row: Int) -> UInt16 {
    if let kind = unsafe kind { return unsafe kind[row] }
    return oneKind
  }

  @inline(__always)
  func amount(_ row: Int) -> Int64 {
    if let amount = unsafe amount { return unsafe amount[row] }
    return 0
  }

  /// Whether there may be amounts in other currencies than the engine's.
  var isForeign: Bool { unsafe amount != nil && (currency != nil || oneCurrency != 0) }

  @inline(__always)
  func currency(_ row: Int) -> UInt16 {
    if let currency = unsafe currency { return unsafe currency[row] }
    return oneCurrency
  }

  @inline(__always)
  func count(_ row: Int) -> Int64 {
    if let count = unsafe count { return unsafe count[row] }
    return 1
  }

  @inline(__always)
  func code(_ dimension: Int, _ row: Int) -> UInt32 {
    if let column = unsafe column(dimension) { return unsafe column[row] }
    return 0
  }

  @inline(__always)
  static func word(_ column: UnsafePointer<UInt64>?, _ row: Int) -> UInt64 {
    if let column = unsafe column { return unsafe column[row] }
    return 0
  }
}
