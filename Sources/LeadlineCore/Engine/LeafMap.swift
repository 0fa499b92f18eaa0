/// Which leaves of a program a cell feeds, by its kind: those of one source, the row's own period or another.
struct LeafMap: ~Copyable {
  /// A leaf behind a filter.
  struct Filtered {
    var slot: UInt16
    var isAmount: Bool
    var filter: Int
    var leaf: Int
  }

  /// A leaf of what prices make of facts.
  struct Accrued {
    var side: UInt8
    /// -1: none.
    var filter: Int
    var leaf: Int
  }

  private(set) var accrued: Buffer<Accrued>
  /// By kind slot, counts and amounts by turns: the leaf, or -1.
  var plain: Buffer<Int32>
  /// In the order of their kinds.
  private(set) var filtered: Buffer<Filtered>
  /// The leaves of this source, in the order in which `plain` and `filtered` number them.
  private(set) var leaves: Buffer<UInt32>

  /// `numbered`: leaves are numbered within the source; else as the program does.
  init(_ program: borrowing Program, source: Int, kinds: Int, numbered: Bool, _ heap: Heap) throws(OutOfMemory) {
    accrued = Buffer(heap)
    plain = Buffer(heap)
    filtered = Buffer(heap)
    leaves = Buffer(heap)
    try plain.append(repeating: -1, count: kinds * 2)
    for i in 0..<program.leaves.count where Int(program.leaves[i].source) == source {
      let leaf = program.leaves[i]
      if !leaf.measure.isInCells { continue }
      let number = numbered ? leaves.count : i
      try leaves.append(UInt32(i))
      if leaf.accrual != 0 {
        try accrued.append(Accrued(side: leaf.accrual, filter: Int(leaf.filter) - 1, leaf: number))
        continue
      }
      if leaf.filter == 0 {
        plain[Int(leaf.kindSlot) * 2 + (leaf.isAmount ? 1 : 0)] = Int32(number)
        continue
      }
      try filtered.append(Filtered(slot: leaf.kindSlot, isAmount: leaf.isAmount, filter: Int(leaf.filter) - 1, leaf: number))
      var at = filtered.count - 1
      while at > 0, filtered[at - 1].slot > filtered[at].slot {
        let other = filtered[at - 1]
        filtered[at - 1] = filtered[at]
        filtered[at] = other
        at -= 1
      }
    }
  }

  /// The filtered leaves of a kind.
  func range(ofSlot slot: UInt16) -> Range<Int> {
    var start = 0
    while start < filtered.count, filtered[start].slot < slot { start += 1 }
    var end = start
    while end < filtered.count, filtered[end].slot == slot { end += 1 }
    return start..<end
  }
}

/// What a query makes of the tuples of one shard: the group of each, and which of the program's filters it passes.
struct TupleGroups: ~Copyable {
  /// `Aggregation.none` for those that the query leaves out.
  var groups: Buffer<UInt32>
  /// Filter by filter, a byte a tuple.
  var passes: Buffer<UInt8>
  /// Lane by lane of the prices, the run of each tuple.
  var runs: Buffer<UInt32>

  @inline(__always)
  func passes(_ filter: Int, _ tuple: Int) -> Bool { passes[filter * groups.count + tuple] != 0 }
}
