/// What is known of each node of a tree before it becomes a program.
struct TreeFacts: ~Copyable {
  struct Fact {
    var dimensionality: Dimensionality
    /// Made of numbers alone: it takes on whatever unit it is added to or compared with.
    var isConstant: Bool
    /// A sum of stored sums with whole factors.
    var isSum: Bool
    /// A constant is in whole units of money where what stands beside it is in the engine's scale: times 10^scale this often.
    var scaling: Int8 = 0
    /// Turns the number below it into money.
    var isMoney = false
  }

  var facts: Buffer<Fact>

  init(_ tree: borrowing Tree, _ kinds: borrowing KindTable, _ registry: borrowing Registry) throws(ExpressionError) {
    facts = Buffer(tree.nodes.heap)
    do { try facts.reserve(exactly: tree.nodes.count) } catch { throw .outOfMemory }
    for i in 0..<tree.nodes.count { try add(tree, i, kinds, registry) }
  }

  private mutating func add(
    _ tree: borrowing Tree, _ i: Int, _ kinds: borrowing KindTable, _ registry: borrowing Registry
  ) throws(ExpressionError) {
    let node = tree.nodes[i]
    let right = i - 1
    switch node.operation {
    case .constant: facts.appendReserved(Fact(dimensionality: .ratio, isConstant: true, isSum: false))
    case .count: facts.appendReserved(Fact(dimensionality: .number, isConstant: false, isSum: true))
    case .persons, .identified, .names:
      facts.appendReserved(Fact(dimensionality: .number, isConstant: false, isSum: true))
    case .amount:
      let unit = kinds.unit(at: UInt16(node.payload))
      facts.appendReserved(Fact(dimensionality: Dimensionality(amountIn: unit), isConstant: false, isSum: true))
    case .accrued: facts.appendReserved(Fact(dimensionality: Dimensionality(money: 1), isConstant: false, isSum: true))
    case .elsewhere:
      let unit = Dimensionality(text: registry.rows[Int(node.payload)].unitText)
      facts.appendReserved(Fact(dimensionality: unit, isConstant: false, isSum: false))
    case .named:
      facts.appendReserved(facts[right])
      facts[i].scaling = 0
      if facts[i].isConstant, let meaning = registry.rows[Int(node.payload)].numberMeans {
        facts[i] = Fact(dimensionality: meaning, isConstant: false, isSum: false, isMoney: true)
      }
    case .filtered, .previous, .yearAgo, .weekdaysAgo, .total, .opening, .balance, .negate:
      facts.appendReserved(facts[right])
      facts[i].scaling = 0
      facts[i].isMoney = false
    case .money:
      guard facts[right].isConstant else { throw ExpressionError(.unit, at: Int(node.position), "money() is made of numbers") }
      facts.appendReserved(Fact(dimensionality: Dimensionality(money: 1), isConstant: false, isSum: false, isMoney: true))
    case .add, .subtract, .smaller, .larger, .ifDefined:
      try alike(Int(node.left), right, at: node)
      let (a, b) = (facts[Int(node.left)], facts[right])
      let isSum = a.isSum && b.isSum && (node.operation == .add || node.operation == .subtract)
      facts.appendReserved(
        Fact(
          dimensionality: a.isConstant ? b.dimensionality : a.dimensionality, isConstant: a.isConstant && b.isConstant, isSum: isSum))
    case .target:
      facts.appendReserved(Fact(dimensionality: facts[right].dimensionality, isConstant: false, isSum: false))
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      try alike(Int(node.left), right, at: node)
      facts.appendReserved(Fact(dimensionality: .number, isConstant: false, isSum: false))
    case .multiply, .divide:
      let (a, b) = (facts[Int(node.left)], facts[right])
      guard let product = a.dimensionality.times(b.dimensionality, power: node.operation == .multiply ? 1 : -1) else {
        throw ExpressionError(.unit, at: Int(node.position), "no unit has powers like these")
      }
      var isSum = false
      if node.operation == .multiply {
        isSum = (a.isSum && TreeFacts.isFactor(tree, right)) || (b.isSum && TreeFacts.isFactor(tree, Int(node.left)))
      }
      facts.appendReserved(Fact(dimensionality: product, isConstant: a.isConstant && b.isConstant, isSum: isSum))
    }
  }

  /// Whether two operands can be added and compared; a constant is told the other's scale.
  private mutating func alike(_ a: Int, _ b: Int, at node: Tree.Node) throws(ExpressionError) {
    if facts[a].isConstant && facts[b].isConstant { return }
    if !facts[a].isConstant && !facts[b].isConstant {
      if facts[a].dimensionality != facts[b].dimensionality {
        throw ExpressionError(.unit, at: Int(node.position), "both sides must have one unit")
      }
      return
    }
    let (constant, other) = facts[a].isConstant ? (a, b) : (b, a)
    facts[constant].scaling = Int8(facts[other].dimensionality.scales)
  }

  /// Whether a node is a whole number that a stored sum may be multiplied with.
  static func isFactor(_ tree: borrowing Tree, _ i: Int) -> Bool {
    guard tree.nodes[i].operation == .constant else { return false }
    let value = tree.constants[Int(tree.nodes[i].payload)]
    return value.denominator == 1 && value.numerator < 1 << 32
  }
}
