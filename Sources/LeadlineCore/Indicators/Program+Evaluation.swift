/// Columns worked out over blocks of rows, one sum or step after the other over all rows of a block.
extension Program {
  /// Whether the data of a sum was ever taken in: `takenIn` is not 0 at the slots of the kinds that were.
  func hasData(_ sum: Int, takenIn: UnsafePointer<UInt8>) -> Bool {
    let required = sums[sum].groups
    for i in required.start..<required.end {
      let group = groups[i]
      var isThere = false
      for j in group.start..<group.end where unsafe takenIn[Int(groupSlots[j])] != 0 { isThere = true }
      if !isThere { return false }
    }
    return true
  }

  /// Judges every sum, once for all rows: 1 where it has data.
  func judge(takenIn: UnsafePointer<UInt8>, into data: UnsafeMutablePointer<UInt8>) {
    for sum in 0..<sums.count { unsafe data[sum] = hasData(sum, takenIn: takenIn) ? 1 : 0 }
  }

  /// A column's values for the rows of a block.
  @_optimize(speed)
  func evaluate(_ column: Int, _ block: RowBlock, into result: ValueRows) {
    let column = columns[column]
    guard column.numerator >= 0 else { return take(column.steps, block, into: result) }
    guard unsafe block.data[column.numerator] != 0, unsafe column.denominator < 0 || block.data[column.denominator] != 0 else {
      return fill(result, block.count, .undefined(ValueState.noData))
    }
    let above = unsafe total(column.numerator, block, result.numerators)
    if column.denominator < 0 { return finish(column, above, block, result) }
    let below = unsafe total(column.denominator, block, result.denominators.unsafelyUnwrapped)
    for i in 0..<block.count {
      unsafe Self.divide(above.numbers[i], below.numbers[i], result, i)
    }
    if above.isBeyond || below.isBeyond { mend(column, block, result) }
  }

  // MARK: Sums

  /// The sums of a block's rows: in a leaf's own place, or in the one that was given for them.
  @safe
  struct Totals {
    let numbers: UnsafePointer<Int128>
    /// Whether any row left 128 bits; which one is found when it is mended.
    var isBeyond = false
  }

  @_optimize(speed)
  @inline(never)
  func total(_ sum: Int, _ block: RowBlock, _ place: UnsafeMutablePointer<Int128>) -> Totals {
    let span = sums[sum].terms
    if span.end == span.start + 1, terms[span.start].coefficient == 1 {
      return unsafe Totals(numbers: block.leaves[Int(terms[span.start].leaf)])
    }
    unsafe place.update(repeating: 0, count: block.count)
    // Carries are kept as bits, not branched on.
    var beyond: UInt8 = 0
    for t in span.start..<span.end {
      let coefficient = terms[t].coefficient
      let leaf = unsafe block.leaves[Int(terms[t].leaf)]
      switch coefficient {
      case 1:
        for i in 0..<block.count {
          let (sum, overflow) = unsafe place[i].addingReportingOverflow(leaf[i])
          unsafe place[i] = sum
          beyond |= overflow ? 1 : 0
        }
      case -1:
        for i in 0..<block.count {
          let (sum, overflow) = unsafe place[i].subtractingReportingOverflow(leaf[i])
          unsafe place[i] = sum
          beyond |= overflow ? 1 : 0
        }
      default:
        for i in 0..<block.count {
          let (product, isLong) = unsafe Self.product(leaf[i], coefficient)
          let (sum, overflow) = unsafe place[i].addingReportingOverflow(product)
          unsafe place[i] = sum
          beyond |= overflow || isLong ? 1 : 0
        }
      }
    }
    return unsafe Totals(numbers: place, isBeyond: beyond != 0)
  }

  @inline(__always)
  static func product(_ number: Int128, _ factor: Int64) -> (Int128, Bool) {
    if number.beyond64 == 0 { return (product(Int64(truncatingIfNeeded: number), factor), false) }
    return number.multipliedReportingOverflow(by: Int128(factor))
  }

  /// One row's sum, nil where a step leaves 128 bits. The steps are in the order of the formula, so that this too is the same
  /// everywhere.
  func total(_ sum: Int, _ block: RowBlock, row: Int) -> Int128? {
    var total: Int128 = 0
    for t in sums[sum].terms.start..<sums[sum].terms.end {
      let (product, isLong) = unsafe Self.product(block.leaves[Int(terms[t].leaf)][row], terms[t].coefficient)
      let (sum, overflow) = total.addingReportingOverflow(product)
      if isLong || overflow { return nil }
      total = sum
    }
    return total
  }

  /// Puts totals into the rows of a column that is nothing else.
  func finish(_ column: Column, _ totals: Totals, _ block: RowBlock, _ result: ValueRows) {
    if unsafe totals.numbers != UnsafePointer(result.numerators) {
      unsafe result.numerators.update(from: totals.numbers, count: block.count)
    }
    if let denominators = unsafe result.denominators { unsafe denominators.update(repeating: 1, count: block.count) }
    unsafe result.states.update(repeating: ValueState.defined, count: block.count)
    if totals.isBeyond { mend(column, block, result) }
  }

  /// Once more, row by row: some left 128 bits.
  @inline(never)
  func mend(_ column: Column, _ block: RowBlock, _ result: ValueRows) {
    for i in 0..<block.count {
      let (above, below) = (total(column.numerator, block, row: i), column.denominator < 0 ? 1 : total(column.denominator, block, row: i))
      if let above, let below { result.set(i, .ratio(above, below)) } else { result.set(i, .undefined(ValueState.overflow)) }
    }
  }

  func fill(_ result: ValueRows, _ count: Int, _ value: Value) {
    for i in 0..<count { result.set(i, value) }
  }

  /// `above` / `below`, without a branch that data would decide.
  @inline(__always)
  static func divide(_ above: Int128, _ below: Int128, _ result: ValueRows, _ i: Int) {
    let isDefined = below > 0
    let mask: Int128 = isDefined ? -1 : 0
    unsafe result.numerators[i] = above & mask
    unsafe result.denominators.unsafelyUnwrapped[i] = below & mask
    unsafe result.states[i] = isDefined ? ValueState.defined : ValueState.zeroDenominator
  }
}
