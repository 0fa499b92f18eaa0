/// What winning cohorts cost: an answer of a rollup by the same keys and period, whose rows are in the same order as the groups
/// of journeys. So both are walked through together.
@safe
struct CohortCosts {
  private let table: UnsafeMutablePointer<Table>?
  private var row = 0

  init(_ table: UnsafeMutablePointer<Table>?) { unsafe self.table = table }

  /// Of a group behind those asked for before; the lock on names is held. No data where the rollup has no row of its key.
  mutating func find(_ engine: borrowing Engine, _ keys: borrowing JourneyKeys, _ found: borrowing GroupIndex, _ group: Int) -> Value {
    guard let table = unsafe table else { return .undefined(ValueState.noData) }
    while unsafe row < table.pointee.rows {
      let order = unsafe compare(table.pointee, engine, keys, found, group)
      if order > 0 { break }
      if order == 0 {
        let value = unsafe table.pointee.columns[table.pointee.columns.count - 1].value(row)
        return value
      }
      row += 1
    }
    return .undefined(ValueState.noData)
  }

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
    guard keys.period != .all else { return 0 }
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
}
