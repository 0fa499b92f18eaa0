/// From a part of a tree to the stored sums that it adds up.
extension Program {
  /// The sum that a node and all below it make.
  mutating func addSum(
    _ tree: borrowing Tree, _ contexts: borrowing Buffer<Context>, _ root: Int, _ kinds: borrowing KindTable
  ) throws(ExpressionError) {
    let firstTerm = terms.count
    let firstGroup = groups.count
    let first = Int(tree.nodes[root].first)
    for i in first...root {
      let node = tree.nodes[i]
      guard node.operation.isStored || node.operation == .accrued else { continue }
      let context = contexts[i]
      let source = try number(of: context.source, at: node)
      if node.operation == .accrued {
        // Without facts and without prices nothing accrues, which is a number.
        let leaf = Leaf(kindSlot: 0, measure: .count, filter: context.filter, source: source, accrual: UInt8(node.payload))
        do throws(OutOfMemory) {
          try terms.append(Term(leaf: try number(of: leaf), coefficient: context.coefficient))
        } catch { throw .outOfMemory }
        continue
      }
      var leaf = Leaf(
        kindSlot: UInt16(truncatingIfNeeded: node.payload), measure: Self.measure(node.operation), filter: context.filter,
        source: source)
      if node.operation == .names {
        leaf.condition = UInt32(conditions.count - tree.conditions.count) + UInt32(node.payload >> 16)
      }
      do throws(OutOfMemory) {
        try addLeaves(leaf, context.coefficient, kinds)
        if context.isRequired { try addGroup(tree, contexts, first, i, root, kinds) }
      } catch { throw .outOfMemory }
    }
    do throws(OutOfMemory) {
      try sums.append(Sum(terms: Span(start: firstTerm, end: terms.count), groups: Span(start: firstGroup, end: groups.count)))
      try steps.append(.sum(UInt32(sums.count - 1)))
    } catch { throw .outOfMemory }
  }

  /// Whose data a stored sum needs: that of its kind or of a part, or of any kind of the measure it belongs to.
  mutating func addGroup(
    _ tree: borrowing Tree, _ contexts: borrowing Buffer<Context>, _ first: Int, _ i: Int, _ root: Int, _ kinds: borrowing KindTable
  ) throws(OutOfMemory) {
    let group = contexts[i].group
    let start = groupSlots.count
    if group < 0 {
      try addNeeds(tree.nodes[i], kinds)
    } else {
      for j in first..<i where tree.nodes[j].operation.isStored && contexts[j].group == group { return }
      for j in i...root where tree.nodes[j].operation.isStored && contexts[j].group == group {
        try addNeeds(tree.nodes[j], kinds)
      }
    }
    try groups.append(Span(start: start, end: groupSlots.count))
  }

  /// Any of what a stored sum is made of; see `groupSlots`.
  mutating func addNeeds(_ node: Tree.Node, _ kinds: borrowing KindTable) throws(OutOfMemory) {
    let slot = UInt16(truncatingIfNeeded: node.payload)
    if node.operation == .persons || node.operation == .identified {
      try groupSlots.append(UInt32(kinds.count) + UInt32(slot))
      return
    }
    for part in 0..<kinds.count where kinds.isPart(kinds.number(at: UInt16(part)), of: kinds.number(at: slot)) {
      try groupSlots.append(UInt32(part))
    }
  }

  static func measure(_ operation: Tree.Operation) -> Measure {
    switch operation {
    case .amount: .amount
    case .persons: .persons
    case .identified: .identified
    case .names: .names
    default: .count
    }
  }
}
