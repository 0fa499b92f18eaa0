/// One fact, whole: eight words and the codes behind them, in the id table's memory or a caller's.
@safe
struct Fact {
  let words: UnsafeMutablePointer<UInt64>
  let dimensionCount: Int

  static func words(dimensions: Int) -> Int { 8 + (dimensions + 1) / 2 }

  var id: UInt64 {
    get { unsafe words[0] }
    nonmutating set { unsafe words[0] = newValue }
  }
  var time: Int64 { unsafe Int64(bitPattern: words[1]) }
  var amount: Int64 { unsafe Int64(bitPattern: words[2]) }
  var count: Int64 { unsafe Int64(bitPattern: words[3]) }
  var person: UInt64 { unsafe words[4] }
  var account: UInt64 { unsafe words[5] }
  var ref: UInt64 { unsafe words[6] }
  var kind: UInt16 { unsafe UInt16(truncatingIfNeeded: words[7]) }

  func code(_ dimension: Int) -> UInt32 {
    UInt32(truncatingIfNeeded: unsafe words[8 + dimension / 2] >> (dimension % 2 == 0 ? 0 : 32))
  }

  func setCode(_ dimension: Int, _ code: UInt32) {
    let shift: UInt64 = dimension % 2 == 0 ? 0 : 32
    unsafe words[8 + dimension / 2] = words[8 + dimension / 2] & ~(0xFFFF_FFFF << shift) | UInt64(code) << shift
  }

  /// Copies a row of columns here.
  func set(_ columns: FactColumns, _ row: Int) {
    unsafe words[0] = FactColumns.word(columns.id, row)
    unsafe words[1] = UInt64(bitPattern: columns.time[row])
    unsafe words[2] = UInt64(bitPattern: columns.amount(row))
    unsafe words[3] = UInt64(bitPattern: columns.count(row))
    unsafe words[4] = FactColumns.word(columns.person, row)
    unsafe words[5] = FactColumns.word(columns.account, row)
    unsafe words[6] = FactColumns.word(columns.ref, row)
    unsafe words[7] = UInt64(columns.kind(row))
    for d in 0..<dimensionCount { setCode(d, columns.code(d, row)) }
  }

  func set(_ other: Fact) {
    unsafe words.update(from: other.words, count: Self.words(dimensions: dimensionCount))
  }

  /// A name has two codes if it fell out of a limit in between, so codes that differ may say the same.
  func isEqual(_ other: Fact, _ names: UnsafeMutablePointer<Names>) -> Bool {
    for i in 0..<8 where unsafe words[i] != other.words[i] { return false }
    for d in 0..<dimensionCount where code(d) != other.code(d) {
      if unsafe !names[d].isLimited || names[d].compare(code(d), other.code(d)) != 0 { return false }
    }
    return true
  }

  /// The one order of facts: time, order of the kind, kind, names in bytes, person, amount, count, id, ref; then account,
  /// so that it is an order of all that a fact says.
  func isBefore(_ other: Fact, _ kinds: borrowing KindTable, _ names: UnsafeMutablePointer<Names>) -> Bool {
    if time != other.time { return time < other.time }
    let order = unsafe kinds.orderBase[Int(kinds.slot(of: kind))]
    let otherOrder = unsafe kinds.orderBase[Int(kinds.slot(of: other.kind))]
    if order != otherOrder { return order < otherOrder }
    if kind != other.kind { return kind < other.kind }
    for d in 0..<dimensionCount where code(d) != other.code(d) {
      let difference = unsafe names[d].compare(code(d), other.code(d))
      if difference != 0 { return difference < 0 }
      // The code for other names and a name that is spelt like it.
      if unsafe !names[d].isLimited { return code(d) < other.code(d) }
    }
    if person != other.person { return person < other.person }
    if amount != other.amount { return amount < other.amount }
    if count != other.count { return count < other.count }
    if id != other.id { return id < other.id }
    if ref != other.ref { return ref < other.ref }
    return account < other.account
  }
}
