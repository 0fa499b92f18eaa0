/// Runs: facts of one ref that follow one another and are alike.
extension Ledger {
  /// The first record of the run that a record is in.
  func runStart(_ record: Int, _ order: LedgerOrder) -> Int { runEnd(record, behind: false, order) }

  /// The first record behind the run that a record is in.
  func nextRun(_ record: Int, _ order: LedgerOrder) -> Int? { neighbour(runEnd(record, behind: true, order), behind: true) }

  /// The outermost record of a run, behind or before one of it: trees of nothing but its like are passed over whole.
  private func runEnd(_ record: Int, behind: Bool, _ order: LedgerOrder) -> Int {
    var at = UInt32(record + 1)
    // Of the run, the tree or the node alone that lies furthest out so far.
    var (found, isTree) = (at, false)
    while true {
      let tree = child(at, behind)
      if !isAlike(tree, record, order) {
        search(tree, record, behind, order, &found, &isTree)
        break
      }
      if tree != 0 { (found, isTree) = (tree, true) }
      guard let above = outwards(at, behind), order.areAlike(fact(Int(above) - 1), fact(record)) else { break }
      (found, isTree) = (above, false)
      at = above
    }
    return Int(isTree ? outermost(found, behind) : found) - 1
  }

  /// Goes on in a tree in which, or just before which, the run ends.
  private func search(
    _ tree: UInt32, _ record: Int, _ behind: Bool, _ order: LedgerOrder, _ found: inout UInt32, _ isTree: inout Bool
  ) {
    var tree = tree
    while tree != 0 {
      let inner = child(tree, !behind)
      if !isAlike(inner, record, order) {
        tree = inner
        continue
      }
      if inner != 0 { (found, isTree) = (inner, true) }
      guard order.areAlike(fact(Int(tree) - 1), fact(record)) else { return }
      (found, isTree) = (tree, false)
      tree = child(tree, behind)
    }
  }

  /// The nearest node above that lies behind, or before.
  private func outwards(_ link: UInt32, _ behind: Bool) -> UInt32? {
    var at = link
    while true {
      let above = nodes[Int(at) - 1].parent
      if above == 0 { return nil }
      if child(above, behind) != at { return above }
      at = above
    }
  }
}
