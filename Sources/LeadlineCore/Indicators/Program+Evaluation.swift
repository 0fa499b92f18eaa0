extension Program {
  /// Whether a column's data was ever taken in: `takenIn` is not 0 at the slots of the kinds that were.
  func hasData(_ column: Int, takenIn: UnsafePointer<UInt8>) -> Bool {
    let required = columns[column].groups
    for i in required.start..<required.end {
      let group = groups[i]
      var isThere = false
      for j in group.start..<group.end where unsafe takenIn[Int(groupSlots[j])] != 0 { isThere = true }
      if !isThere { return false }
    }
    return true
  }

  /// A column's value from the sums of the leaves, in the order of `leaves`.
  func evaluate(_ column: Int, sums: UnsafePointer<Int128>, takenIn: UnsafePointer<UInt8>) -> Value {
    guard unsafe hasData(column, takenIn: takenIn) else { return .undefined(ValueState.noData) }
    return unsafe evaluate(column, sums: sums)
  }

  /// The same where the column is known to have data, which holds for all rows of an answer or for none.
  func evaluate(_ column: Int, sums: UnsafePointer<Int128>) -> Value {
    let column = columns[column]
    guard let numerator = unsafe sum(column.numerator, sums) else { return .undefined(ValueState.overflow) }
    if !column.isRatio { return .whole(numerator) }
    guard let denominator = unsafe sum(column.denominator, sums) else { return .undefined(ValueState.overflow) }
    return .ratio(numerator, denominator)
  }

  /// Nil where a step leaves 128 bits. The steps are in the order of the formula, so that this too is the same everywhere.
  private func sum(_ span: Span, _ sums: UnsafePointer<Int128>) -> Int128? {
    var total: Int128 = 0
    for i in span.start..<span.end {
      let term = terms[i]
      let (product, tooLarge) = unsafe sums[Int(term.leaf)].multipliedReportingOverflow(by: Int128(term.coefficient))
      let (sum, overflow) = total.addingReportingOverflow(product)
      if tooLarge || overflow { return nil }
      total = sum
    }
    return total
  }
}
