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

  /// A column's value from what its leaves hold, in the order of `leaves`, and from what `judge` said.
  func evaluate(_ column: Int, leaves: UnsafePointer<Int128>, data: UnsafePointer<UInt8>) -> Value {
    let column = columns[column]
    guard column.numerator >= 0 else { return unsafe take(column.steps, leaves, data) }
    if column.denominator < 0 { return unsafe value(column.numerator, leaves, data) }
    if unsafe data[column.numerator] == 0 || data[column.denominator] == 0 { return .undefined(ValueState.noData) }
    guard let numerator = unsafe total(sums[column.numerator].terms, leaves),
      let denominator = unsafe total(sums[column.denominator].terms, leaves)
    else { return .undefined(ValueState.overflow) }
    return .ratio(numerator, denominator)
  }

  private func value(_ sum: Int, _ leaves: UnsafePointer<Int128>, _ data: UnsafePointer<UInt8>) -> Value {
    if unsafe data[sum] == 0 { return .undefined(ValueState.noData) }
    guard let total = unsafe total(sums[sum].terms, leaves) else { return .undefined(ValueState.overflow) }
    return .whole(total)
  }

  /// Nil where a step leaves 128 bits. The steps are in the order of the formula, so that this too is the same everywhere.
  private func total(_ span: Span, _ leaves: UnsafePointer<Int128>) -> Int128? {
    var total: Int128 = 0
    for i in span.start..<span.end {
      let term = terms[i]
      let leaf = unsafe leaves[Int(term.leaf)]
      if term.coefficient == 1 {
        let (sum, overflow) = total.addingReportingOverflow(leaf)
        if overflow { return nil }
        total = sum
        continue
      }
      let (product, tooLarge) = leaf.multipliedReportingOverflow(by: Int128(term.coefficient))
      let (sum, overflow) = total.addingReportingOverflow(product)
      if tooLarge || overflow { return nil }
      total = sum
    }
    return total
  }

  /// Takes the steps of a column with a stack of values, whose height was checked when they were made.
  @inline(never)
  private func take(_ span: Span, _ leaves: UnsafePointer<Int128>, _ data: UnsafePointer<UInt8>) -> Value {
    var stack = InlineArray<32, Value>(repeating: .whole(0))
    var height = 0
    for i in span.start..<span.end {
      switch steps[i] {
      case .sum(let sum):
        stack[height] = unsafe value(Int(sum), leaves, data)
        height += 1
      case .constant(let constant):
        stack[height] = constants[Int(constant)]
        height += 1
      case .operation(.negate): stack[height - 1] = -stack[height - 1]
      case .operation(let operation):
        height -= 1
        stack[height - 1] = Program.apply(operation, stack[height - 1], stack[height])
      }
    }
    return stack[0]
  }

  private static func apply(_ operation: Tree.Operation, _ a: Value, _ b: Value) -> Value {
    switch operation {
    case .add: return a + b
    case .subtract: return a - b
    case .multiply: return a * b
    case .divide: return a / b
    case .ifDefined: return a.isDefined ? a : b
    case .target: return b.numerator > 0 ? a / b : .undefined(ValueState.noData)
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      guard a.isDefined && b.isDefined else { return .undefined(a, b) }
      return .whole(holds(operation, a, b) ? 1 : 0)
    case .smaller, .larger:
      guard a.isDefined && b.isDefined else { return .undefined(a, b) }
      return (Value.compare(a, b) <= 0) == (operation == .smaller) ? a : b
    default: return a
    }
  }
}
