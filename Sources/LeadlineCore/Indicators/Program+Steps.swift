/// Columns that are neither a sum nor one over another: steps on a stack, each over all rows of a block.
extension Program {
  /// What waits on the stack: where the numbers stand, and what is known of all rows.
  @safe
  struct Operand {
    var numerators: UnsafePointer<Int128>
    /// Nil: all 1.
    var denominators: UnsafePointer<Int128>?
    /// Nil: all defined.
    var states: UnsafePointer<UInt8>?
    /// Not a row has data; the rest means nothing then.
    var isMissing = false
    /// One whole number in all rows.
    var isConstant = false

    /// Whole numbers in all rows.
    init(whole numerators: UnsafePointer<Int128>) {
      unsafe self.numerators = numerators
      unsafe denominators = nil
      unsafe states = nil
    }

    init(_ rows: ValueRows, isMissing: Bool = false) {
      unsafe numerators = UnsafePointer(rows.numerators)
      unsafe denominators = UnsafePointer(rows.denominators)
      unsafe states = UnsafePointer(rows.states)
      self.isMissing = isMissing
    }

    var isWhole: Bool { unsafe denominators == nil && states == nil && !isMissing }

    /// Whether all its numbers are within 63 bits, so that the sum of two products of them is within 128.
    @_optimize(speed)
    func isShort(_ count: Int) -> Bool {
      var beyond: Int64 = 0
      let count = isConstant ? 1 : count
      for i in 0..<count { unsafe beyond |= Self.beyond63(numerators[i]) }
      if let denominators = unsafe denominators {
        for i in 0..<count { unsafe beyond |= Self.beyond63(denominators[i]) }
      }
      return beyond >= 0
    }

    /// Below zero where the number is not within 63 bits.
    @inline(__always)
    static func beyond63(_ number: Int128) -> Int64 {
      let (high, low) = (Int64(truncatingIfNeeded: number >> 64), Int64(truncatingIfNeeded: number))
      let isBeyond64 = high ^ (low &>> 63)
      return isBeyond64 | (0 &- isBeyond64) | (low ^ (low &<< 1))
    }

    @inline(__always)
    func short(_ i: Int) -> (numerator: Int64, denominator: Int64, state: UInt8) {
      var (denominator, state): (Int64, UInt8) = (1, ValueState.defined)
      if let denominators = unsafe denominators { denominator = unsafe Int64(truncatingIfNeeded: denominators[i]) }
      if let states = unsafe states { state = unsafe states[i] }
      return unsafe (Int64(truncatingIfNeeded: numerators[i]), denominator, state)
    }

    @inline(__always)
    subscript(_ i: Int) -> Value {
      if isMissing { return .undefined(ValueState.noData) }
      var value = unsafe Value.whole(numerators[i])
      if let denominators = unsafe denominators { value.denominator = unsafe denominators[i] }
      if let states = unsafe states { value.state = unsafe states[i] }
      return value
    }
  }

  /// Takes the steps of a column with a stack, whose height was checked when they were made.
  @inline(never)
  func take(_ span: Span, _ block: RowBlock, into result: ValueRows) {
    var stack = unsafe InlineArray<32, Operand>(repeating: Operand(whole: UnsafePointer(result.numerators)))
    var height = 0
    for i in span.start..<span.end {
      switch steps[i] {
      case .sum(let sum):
        stack[height] = push(Int(sum), block, room(height, block, result))
        height += 1
      case .constant(let constant):
        stack[height] = push(constants[Int(constant)], block.count, room(height, block, result))
        height += 1
      case .operation(.negate):
        stack[height - 1] = negate(stack[height - 1], block.count, room(height - 1, block, result))
      case .operation(let operation):
        height -= 1
        stack[height - 1] = combine(operation, stack[height - 1], stack[height], block.count, room(height - 1, block, result))
      }
    }
    finish(stack[0], block.count, result)
  }

  func room(_ height: Int, _ block: RowBlock, _ result: ValueRows) -> ValueRows {
    height == 0 ? result : block.waiting.from((height - 1) * block.count)
  }

  func push(_ sum: Int, _ block: RowBlock, _ rows: ValueRows) -> Operand {
    if unsafe block.data[sum] == 0 { return Operand(rows, isMissing: true) }
    let totals = unsafe total(sum, block, rows.numerators)
    if !totals.isBeyond { return unsafe Operand(whole: totals.numbers) }
    for i in 0..<block.count {
      if let total = total(sum, block, row: i) { rows.set(i, .whole(total)) } else { rows.set(i, .undefined(ValueState.overflow)) }
    }
    return Operand(rows)
  }

  func push(_ constant: Value, _ count: Int, _ rows: ValueRows) -> Operand {
    guard constant.isDefined && constant.denominator == 1 else {
      fill(rows, count, constant)
      return Operand(rows)
    }
    unsafe rows.numerators.update(repeating: constant.numerator, count: count)
    var operand = unsafe Operand(whole: UnsafePointer(rows.numerators))
    operand.isConstant = true
    return operand
  }

  func negate(_ a: Operand, _ count: Int, _ rows: ValueRows) -> Operand {
    if a.isMissing { return a }
    for i in 0..<count { rows.set(i, -a[i]) }
    return Operand(rows)
  }

  /// Missing data decides for all rows at once, whole numbers over each other want no arithmetic, and the rest is done row by row.
  @_optimize(speed)
  @inline(never)
  func combine(_ operation: Tree.Operation, _ a: Operand, _ b: Operand, _ count: Int, _ rows: ValueRows) -> Operand {
    if operation == .ifDefined {
      if a.isMissing { return copy(b, count, rows) }
      if unsafe a.states == nil { return a }
    } else if a.isMissing || b.isMissing {
      return Operand(rows, isMissing: true)
    }
    switch operation {
    case .divide where a.isWhole && b.isWhole:
      for i in 0..<count { unsafe Self.divide(a.numerators[i], b.numerators[i], rows, i) }
    case .add, .subtract, .multiply, .divide:
      if a.isShort(count) && b.isShort(count) {
        Self.combineShort(operation, a, b, count, rows)
      } else {
        for i in 0..<count { rows.set(i, Self.apply(operation, a[i], b[i])) }
      }
    default: for i in 0..<count { rows.set(i, Self.apply(operation, a[i], b[i])) }
    }
    return Operand(rows)
  }

  /// What `Value` says of each row, where all numbers are within 63 bits: without a branch that data would decide.
  @_optimize(speed)
  @inline(never)
  static func combineShort(_ operation: Tree.Operation, _ a: Operand, _ b: Operand, _ count: Int, _ rows: ValueRows) {
    switch operation {
    case .add, .subtract:
      let sign: Int64 = operation == .add ? 1 : -1
      if b.isWhole { return addWhole(a, 1, b, sign, count, rows) }
      if a.isWhole { return addWhole(b, sign, a, 1, count, rows) }
      for i in 0..<count {
        let (x, y) = (a.short(i), b.short(i))
        let isAlike = x.denominator == y.denominator
        let (left, right) = (isAlike ? 1 : y.denominator, isAlike ? sign : sign &* x.denominator)
        rows.set(
          i, product(x.numerator, left) &+ product(y.numerator, right), product(x.denominator, left), state(x.state, y.state))
      }
    case .multiply:
      if b.isWhole { return multiplyWhole(a, b, count, rows) }
      if a.isWhole { return multiplyWhole(b, a, count, rows) }
      for i in 0..<count {
        let (x, y) = (a.short(i), b.short(i))
        rows.set(i, product(x.numerator, y.numerator), product(x.denominator, y.denominator), state(x.state, y.state))
      }
    default:
      for i in 0..<count {
        let (x, y) = (a.short(i), b.short(i))
        let isZero = x.state | y.state == 0 && y.numerator <= 0
        rows.set(
          i, product(x.numerator, y.denominator), product(x.denominator, y.numerator),
          isZero ? ValueState.zeroDenominator : state(x.state, y.state))
      }
    }
  }

  /// first * a + second * whole.
  @inline(__always)
  static func addWhole(_ a: Operand, _ first: Int64, _ whole: Operand, _ second: Int64, _ count: Int, _ rows: ValueRows) {
    for i in 0..<count {
      let (x, y) = unsafe (a.short(i), Int64(truncatingIfNeeded: whole.numerators[i]))
      rows.set(i, product(x.numerator, first) &+ product(x.denominator, second &* y), Int128(x.denominator), x.state)
    }
  }

  @inline(__always)
  static func multiplyWhole(_ a: Operand, _ whole: Operand, _ count: Int, _ rows: ValueRows) {
    for i in 0..<count {
      let (x, y) = unsafe (a.short(i), Int64(truncatingIfNeeded: whole.numerators[i]))
      rows.set(i, product(x.numerator, y), Int128(x.denominator), x.state)
    }
  }

  @inline(__always)
  static func product(_ a: Int64, _ b: Int64) -> Int128 {
    let (high, low) = a.multipliedFullWidth(by: b)
    return Int128(high) << 64 | Int128(low)
  }

  /// The state of what is made of two values.
  @inline(__always)
  static func state(_ a: UInt8, _ b: UInt8) -> UInt8 {
    if _slowPath(a != 0 && b != 0) { return Value.undefined(.undefined(a), .undefined(b)).state }
    return a | b
  }

  func copy(_ a: Operand, _ count: Int, _ rows: ValueRows) -> Operand {
    if a.isMissing { return Operand(rows, isMissing: true) }
    for i in 0..<count { rows.set(i, a[i]) }
    return Operand(rows)
  }

  /// What the last step left becomes the column, unless it stands there already.
  func finish(_ a: Operand, _ count: Int, _ result: ValueRows) {
    if a.isMissing { return fill(result, count, .undefined(ValueState.noData)) }
    let isThere = unsafe a.numerators == UnsafePointer(result.numerators) && a.denominators != nil && a.states != nil
    if !isThere { for i in 0..<count { result.set(i, a[i]) } }
  }

  static func apply(_ operation: Tree.Operation, _ a: Value, _ b: Value) -> Value {
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

  /// The most values that wait in any column, the one that becomes the result among them.
  var height: Int {
    var most = 1
    for c in 0..<columns.count {
      var waiting = 0
      for i in columns[c].steps.start..<columns[c].steps.end {
        switch steps[i] {
        case .sum, .constant: waiting += 1
        case .operation(.negate): break
        case .operation: waiting -= 1
        }
        most = Swift.max(most, waiting)
      }
    }
    return most
  }
}
