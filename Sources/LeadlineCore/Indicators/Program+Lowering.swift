/// From a tree to sums and steps.
extension Program {
  /// The program of an expression alone, which is wholly checked on the way, but for its dimensions. `defining`: the name that
  /// it is about to become.
  static func lowered(
    _ text: Bytes, kinds: borrowing KindTable, registry: borrowing Registry, _ heap: Heap, defining: Bytes = Bytes("")
  ) throws(ExpressionError) -> Program {
    let tree = try Parser.parse(text, kinds, registry, heap, defining: defining)
    var program = Program(heap)
    try program.lower(tree, text, kinds, registry, 0)
    return program
  }

  /// Its `Unit`.
  static func unit(
    of text: Bytes, kinds: borrowing KindTable, registry: borrowing Registry, _ heap: Heap, defining: Bytes = Bytes("")
  ) throws(ExpressionError) -> UInt32 {
    try lowered(text, kinds: kinds, registry: registry, heap, defining: defining).columns[0].unit
  }

  /// How a node's facts are meant: what stands above it says so.
  struct Context {
    var filter: UInt16 = 0
    var source = Source()
    /// Whether the value has no data where this has none.
    var isRequired = true
    /// Of a measure's formula: the only measure in it whose data is required; -1: all are.
    var needs: Int32 = -1
    /// Stored sums of one measure have data when one of them has; -1: each stands for itself.
    var group: Int32 = -1
    /// The factor of a stored sum within a sum.
    var coefficient: Int64 = 1
    /// Part of a sum that is taken up at a node above.
    var isInSum = false
    /// Below a target, which needs its name and unit but not its value.
    var isSkipped = false
  }

  /// Returns how often the engine's scale is in a comparison's sides, which become a column each where `sides` are wanted.
  @discardableResult
  mutating func lower(
    _ tree: borrowing Tree, _ name: Bytes, _ kinds: borrowing KindTable, _ registry: borrowing Registry, _ scale: Int,
    sides: Bool = false
  ) throws(ExpressionError) -> Int {
    let units = try TreeFacts(tree, kinds, registry)
    let contexts = try self.contexts(tree, units, registry)
    let firstStep = steps.count
    var waiting = 0
    var middle = firstStep
    for i in 0..<tree.nodes.count - (sides ? 1 : 0) where !contexts[i].isInSum && !contexts[i].isSkipped {
      let node = tree.nodes[i]
      let fact = units.facts[i]
      if fact.isSum {
        try addSum(tree, contexts, i, kinds)
        waiting += 1
      }
      do throws(OutOfMemory) {
        if fact.isSum {
          // Done.
        } else if node.operation == .constant {
          try add(constant: tree.constants[Int(node.payload)])
          waiting += 1
        } else if fact.isMoney {
          try multiply(byTenTo: scale)
        } else if node.operation == .target {
          try addTarget(of: Int(node.payload))
          // Both its halves wait for a moment.
          waiting += waiting + 2 > Self.mostWaiting ? 2 : 1
        } else if !node.operation.isFrame {
          try steps.append(.operation(node.operation))
          if node.operation != .negate { waiting -= 1 }
        }
        if fact.isConstant && fact.scaling != 0 { try multiply(byTenTo: Int(fact.scaling) * scale) }
      } catch { throw .outOfMemory }
      if waiting > Self.mostWaiting || targets.count > Self.mostTargets { throw ExpressionError(.tooLarge, at: Int(node.position)) }
      if i == Int(tree.nodes[tree.root].left) { middle = steps.count }
    }
    if sides {
      let (a, b) = (units.facts[Int(tree.nodes[tree.root].left)], units.facts[tree.root - 1])
      do { try addSides(a.isConstant ? b.dimensionality : a.dimensionality, firstStep, middle) } catch { throw .outOfMemory }
      return (a.isConstant ? b : a).dimensionality.scales
    }
    let root = units.facts[tree.root]
    let power = root.dimensionality.scales
    do throws(OutOfMemory) {
      // What is not in the engine's scale is told in whole units.
      if power != 0 && power != 1 { try multiply(byTenTo: -power * scale) }
      try addColumn(tree, name, firstStep, root, registry)
    } catch { throw .outOfMemory }
    return power
  }

  /// Two columns of what was lowered, cut in the middle; in the engine's scale, however often that is in them.
  mutating func addSides(_ unit: Dimensionality, _ first: Int, _ middle: Int) throws(OutOfMemory) {
    try columns.reserve(more: 2)
    // A name that no query can speak of.
    let name = try keep(Bytes("\0"))
    for side in 0..<2 {
      let span = side == 0 ? Span(start: first, end: middle) : Span(start: middle, end: steps.count)
      columns.appendReserved(
        Column(name: name, canonical: name, unit: unit.unit, isScaled: unit.scales == 1, numerator: -1, denominator: -1, steps: span))
    }
  }

  /// Two leaves, that the answer fills in for each row: over what, 0 where there is no target.
  mutating func addTarget(of row: Int) throws(OutOfMemory) {
    var number = 0
    while number < targets.count, targets[number] != row { number += 1 }
    if number == targets.count {
      try targets.reserve(more: 1)
      try leaves.reserve(more: 2)
      targets.appendReserved(row)
      for part in 0..<2 {
        leaves.appendReserved(Leaf(kindSlot: UInt16(number), measure: part == 1 ? .amount : .count, source: Self.targetSource))
      }
    }
    for part in 0..<2 {
      let terms = Span(start: self.terms.count, end: self.terms.count + 1)
      try self.terms.append(Term(leaf: UInt32(targetLeaf(number, isDenominator: part == 1)), coefficient: 1))
      try sums.append(Sum(terms: terms, groups: Span(start: groups.count, end: groups.count)))
      try steps.append(.sum(UInt32(sums.count - 1)))
    }
    try steps.append(.operation(.target))
  }

  /// The leaf that holds a target's numerator or denominator.
  func targetLeaf(_ number: Int, isDenominator: Bool) -> Int {
    let wanted = Leaf(kindSlot: UInt16(number), measure: isDenominator ? .amount : .count, source: Self.targetSource)
    var leaf = 0
    while leaves[leaf] != wanted { leaf += 1 }
    return leaf
  }

  mutating func addColumn(
    _ tree: borrowing Tree, _ name: Bytes, _ firstStep: Int, _ root: TreeFacts.Fact, _ registry: borrowing Registry
  ) throws(OutOfMemory) {
    var canonical = name
    if tree.nodes[tree.root].operation == .named, registry.find(name) != nil {
      canonical = registry.rows[Int(tree.nodes[tree.root].payload)].id
    }
    try columns.reserve(more: 1)
    var column = Column(
      name: try keep(name), canonical: try keep(canonical), unit: root.dimensionality.unit,
      isScaled: root.dimensionality.scales == 1, numerator: -1, denominator: -1, steps: Span(start: firstStep, end: steps.count))
    let count = steps.count - firstStep
    if count == 1, case .sum(let sum) = steps[firstStep] {
      column.numerator = Int(sum)
    } else if count == 3, case .sum(let above) = steps[firstStep], case .sum(let below) = steps[firstStep + 1],
      case .operation(.divide) = steps[firstStep + 2]
    {
      column.numerator = Int(above)
      column.denominator = Int(below)
    }
    if column.numerator >= 0 {
      steps.truncate(to: firstStep)
      column.steps = Span(start: firstStep, end: firstStep)
    }
    columns.appendReserved(column)
  }

  mutating func add(constant value: Value) throws(OutOfMemory) {
    try constants.append(value)
    try steps.append(.constant(UInt32(constants.count - 1)))
  }

  mutating func multiply(byTenTo power: Int) throws(OutOfMemory) {
    guard power != 0 else { return }
    // A power beyond what fits leaves no number that would: the value overflows when it is worked out.
    let unit =
      power.magnitude > 38 ? Value.undefined(ValueState.overflow) : .whole(Int128(WideInteger.power(ofTen: Int(power.magnitude))))
    try add(constant: unit)
    try steps.append(.operation(power > 0 ? .multiply : .divide))
  }

  // MARK: Contexts

  /// From the root down: a node's operands stand before it, so one pass backwards meets each after all that is above it.
  mutating func contexts(
    _ tree: borrowing Tree, _ units: borrowing TreeFacts, _ registry: borrowing Registry
  ) throws(ExpressionError) -> Buffer<Context> {
    var contexts = Buffer<Context>(leaves.heap)
    do { try contexts.append(repeating: Context(), count: tree.nodes.count) } catch { throw .outOfMemory }
    let firstCondition = conditions.count
    do throws(OutOfMemory) {
      for c in 0..<tree.conditions.count {
        let condition = tree.conditions[c]
        try conditions.append(
          Condition(
            dimension: try keep(condition.dimension), name: try keep(condition.name), position: condition.position))
      }
    } catch { throw .outOfMemory }
    var groups: Int32 = 0
    for i in stride(from: tree.root, through: 0, by: -1) {
      let node = tree.nodes[i]
      var below = contexts[i]
      below.isInSum = units.facts[i].isSum
      switch node.operation {
      case .constant, .count, .amount, .accrued, .persons, .identified, .names: continue
      case .elsewhere:
        if contexts[i].isSkipped { continue }
        throw .elsewhere(Int(node.payload), at: Int(node.position))
      case .named:
        enter(registry.rows[Int(node.payload)], &below, registry, Int(node.payload))
        if registry.rows[Int(node.payload)].isMeasure {
          below.group = groups
          groups += 1
        } else {
          below.group = -1
        }
      case .filtered: below.filter = try filter(below.filter, UInt32(firstCondition) + UInt32(node.payload), at: node)
      case .previous, .yearAgo, .weekdaysAgo, .total, .opening, .balance: try move(&below.source, node)
      case .target:
        if below.filter != 0 || below.source != Source() {
          throw ExpressionError(.syntax, at: Int(node.position), "a target is the row's own: no where, no other period, no total")
        }
        below.isSkipped = true
      default: break
      }
      try pass(below, to: i, tree, units, &contexts)
    }
    return contexts
  }

  /// Hands a context to a node's operands.
  func pass(
    _ below: Context, to i: Int, _ tree: borrowing Tree, _ units: borrowing TreeFacts, _ contexts: inout Buffer<Context>
  ) throws(ExpressionError) {
    let node = tree.nodes[i]
    let right = i - 1
    contexts[right] = below
    if node.left >= 0 { contexts[Int(node.left)] = below }
    guard units.facts[i].isSum else { return }
    var overflow = false
    switch node.operation {
    case .negate, .subtract: (contexts[right].coefficient, overflow) = below.coefficient.multipliedReportingOverflow(by: -1)
    case .multiply:
      let isRightFactor = TreeFacts.isFactor(tree, right)
      let factor = tree.constants[Int(tree.nodes[isRightFactor ? right : Int(node.left)].payload)].numerator
      let sum = isRightFactor ? Int(node.left) : right
      (contexts[sum].coefficient, overflow) = below.coefficient.multipliedReportingOverflow(by: Int64(factor))
    default: break
    }
    if overflow { throw ExpressionError(.tooLarge, at: Int(node.position)) }
  }

  /// Into the formula of a name.
  func enter(_ row: Registry.Row, _ context: inout Context, _ registry: borrowing Registry, _ number: Int) {
    if context.needs >= 0 && context.needs != Int32(number) { context.isRequired = false }
    context.needs = -1
    switch row.absence {
    case .noData: break
    case .zero: context.isRequired = false
    case .needsOnly(let name): if let needed = registry.find(name) { context.needs = Int32(needed) }
    }
  }

  mutating func filter(_ base: UInt16, _ condition: UInt32, at node: Tree.Node) throws(ExpressionError) -> UInt16 {
    let wanted = Filter(base: base, condition: condition)
    for i in 0..<filters.count where filters[i] == wanted { return UInt16(i + 1) }
    if filters.count == Self.mostFilters { throw ExpressionError(.tooLarge, at: Int(node.position)) }
    do { try filters.append(wanted) } catch { throw .outOfMemory }
    return UInt16(filters.count)
  }

  func move(_ source: inout Source, _ node: Tree.Node) throws(ExpressionError) {
    switch node.operation {
    case .previous: source.periods += 1
    case .yearAgo: source.years += 1
    case .weekdaysAgo: source.weekdays += 1
    case .total: source.isTotal = true
    default:
      if source.extent != .period {
        throw ExpressionError(.syntax, at: Int(node.position), "a balance of a balance means nothing")
      }
      source.extent = node.operation == .opening ? .before : .until
    }
    if source.periods > 1000 || source.years > 1000 || source.weekdays > 1000 { throw ExpressionError(.tooLarge, at: Int(node.position)) }
  }

  mutating func number(of source: Source, at node: Tree.Node) throws(ExpressionError) -> UInt16 {
    if source == Source() { return 0 }
    for i in 0..<sources.count where sources[i] == source { return UInt16(i + 1) }
    if sources.count == Self.mostSources { throw ExpressionError(.tooLarge, at: Int(node.position)) }
    do { try sources.append(source) } catch { throw .outOfMemory }
    return UInt16(sources.count)
  }
}
