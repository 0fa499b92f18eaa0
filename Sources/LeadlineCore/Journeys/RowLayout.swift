/// How a fact of a journey stands in a row of whole words while it waits to be sorted in: what every fact has, then of the
/// optional columns those that were ever given.
///
/// Words: time; person; slot of the kind (16 bits), marks (16 bits) and the first code (32 bits); the other codes, two to a
/// word; then amount, count, account, id and ref as far as they are there.
struct RowLayout {
  struct Optional {
    static var amount: UInt8 { 1 }
    static var count: UInt8 { 2 }
    static var account: UInt8 { 4 }
    static var id: UInt8 { 8 }
    static var ref: UInt8 { 16 }
    static var all: UInt8 { 31 }
  }

  let dimensionCount: Int
  var columns: UInt8

  /// The mark of a row that takes out one fact equal to it.
  static var takesOut: UInt64 { 1 << 16 }

  init(dimensions: Int, columns: UInt8) {
    dimensionCount = dimensions
    self.columns = columns
  }

  /// That of a fact with everything.
  static func whole(_ context: JourneyContext) -> RowLayout { RowLayout(dimensions: context.dimensionCount, columns: Optional.all) }

  /// The word of the first optional column.
  @inline(__always)
  var fixed: Int { 3 &+ dimensionCount / 2 }

  /// Words a row.
  @inline(__always)
  var stride: Int { fixed &+ columns.nonzeroBitCount }

  @inline(__always)
  func has(_ column: UInt8) -> Bool { columns & column != 0 }

  /// The word of an optional column that is there.
  @inline(__always)
  func place(of column: UInt8) -> Int { fixed &+ (columns & (column &- 1)).nonzeroBitCount }
}

/// A row, whoever holds its words.
@safe
struct Row {
  let words: UnsafeMutablePointer<UInt64>

  @inline(__always)
  init(_ words: UnsafeMutablePointer<UInt64>) { unsafe self.words = words }

  @inline(__always)
  var time: Int64 { unsafe Int64(bitPattern: words[0]) }

  @inline(__always)
  var person: UInt64 { unsafe words[1] }

  @inline(__always)
  var slot: UInt16 { unsafe UInt16(truncatingIfNeeded: words[2]) }

  @inline(__always)
  var takesOut: Bool { unsafe words[2] & RowLayout.takesOut != 0 }

  /// Codes lie one behind the other from the upper half of the third word on.
  @inline(__always)
  func code(_ dimension: Int) -> UInt32 {
    let at = dimension &+ 1
    return unsafe UInt32(truncatingIfNeeded: words[2 &+ at / 2] >> (at & 1 == 0 ? 0 : 32))
  }

  @inline(__always)
  func setCode(_ dimension: Int, _ code: UInt32) {
    let at = dimension &+ 1
    let shift: UInt64 = at & 1 == 0 ? 0 : 32
    unsafe words[2 &+ at / 2] = words[2 &+ at / 2] & ~(0xFFFF_FFFF << shift) | UInt64(code) << shift
  }

  /// An optional column, as its bits; a count that is not there is 1.
  @inline(__always)
  func value(_ column: UInt8, _ layout: RowLayout) -> UInt64 {
    if layout.has(column) { return unsafe words[layout.place(of: column)] }
    return column == RowLayout.Optional.count ? 1 : 0
  }

  @inline(__always)
  func amount(_ layout: RowLayout) -> Int64 { Int64(bitPattern: value(RowLayout.Optional.amount, layout)) }

  @inline(__always)
  func count(_ layout: RowLayout) -> Int64 { Int64(bitPattern: value(RowLayout.Optional.count, layout)) }

  @inline(__always)
  func account(_ layout: RowLayout) -> UInt64 { value(RowLayout.Optional.account, layout) }

  /// Copies a row of the same layout.
  @inline(__always)
  func copy(_ other: Row, _ layout: RowLayout) {
    for i in 0..<layout.stride { unsafe words[i] = other.words[i] }
  }

  /// Copies a row of another layout, whose columns are among this one's.
  func set(_ other: Row, _ from: RowLayout, _ layout: RowLayout) {
    for i in 0..<layout.fixed { unsafe words[i] = other.words[i] }
    guard from.columns != layout.columns else {
      for i in layout.fixed..<layout.stride { unsafe words[i] = other.words[i] }
      return
    }
    var at = layout.fixed
    var column: UInt8 = 1
    while column <= RowLayout.Optional.ref {
      if layout.has(column) {
        unsafe words[at] = other.value(column, from)
        at += 1
      }
      column <<= 1
    }
  }
}

/// The one order of facts among rows of one layout: time, order of the kind, kind, names in bytes, person, amount, count, id,
/// ref; then account.
@safe
struct RowComparison {
  let context: JourneyContext
  let layout: RowLayout

  /// Below, equal to or above zero as `a` comes before, with or after `b`. A mark does not matter.
  @inline(__always)
  func compare(_ a: Row, _ b: Row) -> Int {
    if a.time != b.time { return a.time < b.time ? -1 : 1 }
    return compareSimultaneous(a, b)
  }

  @inline(never)
  private func compareSimultaneous(_ a: Row, _ b: Row) -> Int {
    if a.slot != b.slot {
      let order = unsafe context.kinds.pointee.orderBase[Int(a.slot)]
      let other = unsafe context.kinds.pointee.orderBase[Int(b.slot)]
      if order != other { return order < other ? -1 : 1 }
      return unsafe context.kinds.pointee.number(at: a.slot) < context.kinds.pointee.number(at: b.slot) ? -1 : 1
    }
    for d in 0..<layout.dimensionCount where a.code(d) != b.code(d) {
      let names = unsafe context.names(d)
      let difference = unsafe names.pointee.compare(a.code(d), b.code(d))
      if difference != 0 { return difference }
      // The code for other names and a name that is spelt like it.
      if unsafe !names.pointee.isLimited { return a.code(d) < b.code(d) ? -1 : 1 }
    }
    if a.person != b.person { return a.person < b.person ? -1 : 1 }
    if let order = signed(RowLayout.Optional.amount, a, b) { return order }
    if let order = signed(RowLayout.Optional.count, a, b) { return order }
    if let order = unsigned(RowLayout.Optional.id, a, b) { return order }
    if let order = unsigned(RowLayout.Optional.ref, a, b) { return order }
    return unsigned(RowLayout.Optional.account, a, b) ?? 0
  }

  private func signed(_ column: UInt8, _ a: Row, _ b: Row) -> Int? {
    let (left, right) = (Int64(bitPattern: a.value(column, layout)), Int64(bitPattern: b.value(column, layout)))
    return left == right ? nil : left < right ? -1 : 1
  }

  private func unsigned(_ column: UInt8, _ a: Row, _ b: Row) -> Int? {
    let (left, right) = (a.value(column, layout), b.value(column, layout))
    return left == right ? nil : left < right ? -1 : 1
  }
}
