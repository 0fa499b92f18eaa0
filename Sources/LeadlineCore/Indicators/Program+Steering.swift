/// What steering asks of expressions: the two sides of a rule, and numbers in the unit of an indicator.
extension Program {
  /// What the two columns of a rule are.
  struct Sides {
    var comparison: Tree.Operation
    /// How often the engine's scale is in both.
    var scales: Int
  }

  /// Adds a column for each side of a comparison. Once it has failed the program is of no use.
  mutating func add(
    rule text: Bytes, kinds: borrowing KindTable, registry: borrowing Registry, scale: Int
  ) throws(ExpressionError) -> Sides {
    let tree = try Parser.parse(text, kinds, registry, leaves.heap)
    let root = tree.nodes[tree.root]
    guard root.operation.isComparison else {
      throw ExpressionError(.syntax, at: 0, "a rule compares two sides by < <= > or >=")
    }
    return Sides(comparison: root.operation, scales: try lower(tree, text, kinds, registry, scale, sides: true))
  }

  /// What a text is measured in.
  @inline(never)
  static func dimensionality(
    of text: Bytes, kinds: borrowing KindTable, registry: borrowing Registry, _ heap: Heap
  ) throws(ExpressionError) -> Dimensionality {
    let tree = try Parser.parse(text, kinds, registry, heap)
    return try TreeFacts(tree, kinds, registry).facts[tree.root].dimensionality
  }

  /// The value of an expression of numbers alone, in a unit, with the engine's scale in it as often as the unit says.
  static func constant(
    _ text: Bytes, in unit: Dimensionality, kinds: borrowing KindTable, registry: borrowing Registry, scale: Int, _ heap: Heap
  ) throws(ExpressionError) -> Value {
    let own = try dimensionality(of: text, kinds: kinds, registry: registry, heap)
    guard own == .ratio || own == unit else { throw ExpressionError(.unit, at: 0, "the number must be in the indicator's unit") }
    var program = Program(heap)
    try program.add(column: text, kinds: kinds, registry: registry, scale: scale)
    guard program.leaves.isEmpty else { throw ExpressionError(.syntax, at: 0, "a number was expected, nothing that facts decide") }
    // So nothing of it reads sums.
    var (leaf, data) = (Int128(0), UInt8(0))
    let value = unsafe withUnsafePointer(to: &leaf) { leaf in
      unsafe withUnsafePointer(to: &data) { data in unsafe program.evaluate(0, leaves: leaf, data: data) }
    }
    // A column of money is in the scale already, any other in whole units.
    return own.scales == 1 ? value : shifted(value, by: unit.scales * scale)
  }

  /// A value times 10^power.
  static func shifted(_ value: Value, by power: Int) -> Value {
    if power == 0 { return value }
    guard power.magnitude <= 38 else { return .undefined(ValueState.overflow) }
    let unit = Value.whole(Int128(WideInteger.power(ofTen: Int(power.magnitude))))
    return power > 0 ? value * unit : value / unit
  }

  /// Whether a comparison is true; of an undefined side none is.
  static func holds(_ comparison: Tree.Operation, _ a: Value, _ b: Value) -> Bool {
    guard a.isDefined && b.isDefined else { return false }
    let order = Value.compare(a, b)
    return switch comparison {
    case .less: order < 0
    case .lessOrEqual: order <= 0
    case .greater: order > 0
    default: order >= 0
    }
  }
}
