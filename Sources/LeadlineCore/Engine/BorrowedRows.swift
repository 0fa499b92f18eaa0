/// What was asked of a rollup by the keys of an analysis of journeys, whose rows are in the same order as its groups. So both are
/// walked through together.
@safe
struct BorrowedRows {
  private let table: UnsafeMutablePointer<Table>?
  private let hasPeriods: Bool
  private var row = 0

  /// `hasPeriods`: the table is by period, too; else a row stands for all periods of its key.
  init(_ table: UnsafeMutablePointer<Table>?, hasPeriods: Bool) {
    unsafe self.table = table
    self.hasPeriods = hasPeriods
  }

  /// Goes to the row of a group behind those asked for before, and says whether there is one; the lock on names is held.
  mutating func find(_ engine: borrowing Engine, _ keys: borrowing JourneyKeys, _ found: borrowing GroupIndex, _ group: Int) -> Bool {
    guard let table = unsafe table else { return false }
    while unsafe row < table.pointee.rows {
      let order = unsafe compare(table.pointee, engine, keys, found, group)
      if order >= 0 { return order == 0 }
      row += 1
    }
    return false
  }

  /// Groups for all keys that have something of the first `columns` columns, found before or not; the lock on names is held.
  static func addGroups(
    _ table: borrowing Table, _ engine: borrowing Engine, _ keys: borrowing JourneyKeys, columns: Int, to tally: inout CreditTally
  ) throws(OutOfMemory) {
    let first = keys.width + (keys.period == .all ? 0 : 1)
    var key = Buffer<Int64>(tally.heap)
    try key.append(repeating: 0, count: keys.width)
    for row in 0..<table.rows {
      var hasAny = false
      for c in first..<first + columns {
        let value = table.columns[c].value(row)
        if value.isDefined && value.numerator != 0 { hasAny = true }
      }
      if !hasAny { continue }
      var isKnown = true
      for k in 0..<keys.keys.count {
        let isOther = table.columns[k].states[row] == 2
        let names = unsafe engine.namesBase.unsafelyUnwrapped + keys.keys[k].asked
        let code = unsafe isOther ? Code.other : names.pointee.find(table.columns[k].text(row))
        if let code { key[k] = Int64(code) } else { isKnown = false }
      }
      if keys.period != .all { key[keys.keys.count] = table.columns[keys.keys.count + 1].integers[row] }
      if isKnown { _ = try tally.group(key) }
    }
  }

  /// Of the row that was found, the `i`-th column that was asked for.
  func value(_ keys: borrowing JourneyKeys, _ i: Int) -> Value {
    guard let table = unsafe table else { return .undefined(ValueState.noData) }
    return unsafe table.pointee.columns[place(keys, i)].value(row)
  }

  /// What the `i`-th column that was asked for is made of.
  func kind(_ keys: borrowing JourneyKeys, _ i: Int) -> Table.Column.Kind {
    guard let table = unsafe table else { return .int128 }
    return unsafe table.pointee.columns[place(keys, i)].kind
  }

  private func place(_ keys: borrowing JourneyKeys, _ i: Int) -> Int { keys.keys.count + (hasPeriods ? 2 : 0) + i }

  /// Whether the row comes before the group (below zero), is its own (zero), or comes behind.
  private func compare(
    _ table: borrowing Table, _ engine: borrowing Engine, _ keys: borrowing JourneyKeys, _ found: borrowing GroupIndex, _ group: Int
  ) -> Int {
    for k in 0..<keys.keys.count {
      let names = unsafe engine.namesBase.unsafelyUnwrapped + keys.keys[k].asked
      let code = UInt32(truncatingIfNeeded: found.key(group, k))
      let order = unsafe table.columns[k].text(row).compare(names.pointee.name(code))
      if order != 0 { return order }
      // The code for other names comes before a name that is spelt like it.
      let (isOther, isWanted) = (table.columns[k].states[row] == 2, code == Code.other)
      if isOther != isWanted { return isOther ? -1 : 1 }
    }
    guard hasPeriods else { return 0 }
    let (start, wanted) = (table.columns[keys.keys.count + 1].integers[row], found.key(group, keys.keys.count))
    return start < wanted ? -1 : start > wanted ? 1 : 0
  }
}

extension Table.Column {
  /// A value of a column of texts.
  func text(_ row: Int) -> Bytes {
    let (start, end) = (Int(offsets[row]), Int(offsets[row + 1]))
    guard end > start, let base = unsafe bytes.base else { return Bytes("") }
    return unsafe Bytes(UnsafePointer(base) + start, end - start)
  }

  /// Appends a value to a column of ratios or of whole numbers.
  @inline(never)
  mutating func append(_ value: Value) throws(OutOfMemory) {
    try numerators.append(value.numerator)
    if kind == .ratio { try denominators.append(value.denominator) }
    try states.append(value.state)
  }
}
