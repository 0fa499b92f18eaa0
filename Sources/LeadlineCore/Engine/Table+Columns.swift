/// Whole columns at once, row by row. Never inlined: a table has many, and none is hot.
extension Table {
  @inline(never)
  mutating func addIntegers(
    _ name: StaticString, isKey: Bool = false, unit: UInt32 = Unit.count, _ value: (Int) -> Int64
  ) throws(OutOfMemory) {
    var column = Column(heap, .int64)
    column.isKey = isKey
    for row in 0..<rows { try column.append(value(row)) }
    try add(column, Bytes(name), unit: isKey ? Unit.none : unit)
  }

  /// A column of keys.
  @inline(never)
  mutating func addNames(_ name: StaticString, _ value: (Int) -> Bytes) throws(OutOfMemory) {
    var column = Column(heap, .string)
    column.isKey = true
    for row in 0..<rows { try column.append(value(row), state: 0) }
    try add(column, Bytes(name))
  }

  /// Undefined where there is nothing below; without data in the first of each `block` rows, where there are such.
  @inline(never)
  mutating func addRatios(_ name: StaticString, firstOf block: Int = 0, _ value: (Int) -> (Int128, Int128)) throws(OutOfMemory) {
    var column = Column(heap, .ratio)
    for row in 0..<rows {
      if block > 0 && row % block == 0 {
        try column.append(undefined: ValueState.noData)
        continue
      }
      let (top, bottom) = value(row)
      try column.append(top, over: bottom)
    }
    try add(column, Bytes(name), unit: Unit.ratio)
  }
}
