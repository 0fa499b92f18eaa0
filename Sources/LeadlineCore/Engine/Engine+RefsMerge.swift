/// The ledger when states are added or cleared.
extension Engine {
  /// Adds a state to the ledger, and clears what is to be cleared first. `theirs` has the codes of `source`, `theirIds` this
  /// engine's.
  func workMerge(
    _ source: borrowing Engine, _ theirs: borrowing Ledger, _ theirIds: borrowing IdTable, _ map: CodeMap,
    cleared: Marks?, _ change: inout LedgerChange
  ) throws(OutOfMemory) {
    guard hasRefs else { return }
    let table = unsafe kinds.pointer
    let ids = unsafe self.ids.pointer
    for record in 0..<theirIds.count {
      let fact = theirIds.fact(record)
      if unsafe !refRules.pointer.pointee.mayRepeat(table.pointee.slot(of: fact.kind)) { continue }
      unsafe try weigh(fact, ids.pointee, cleared, &change)
    }
    var words = Buffer<UInt64>(heap)
    try words.append(repeating: 0, count: Fact.words(dimensions: dimensions.count))
    let fact = unsafe Fact(words: words.base.unsafelyUnwrapped, dimensionCount: dimensions.count)
    for record in 0..<theirs.count {
      fact.set(theirs.fact(record))
      translate(fact, map)
      if !hasIds || fact.id == 0 {
        try add(fact, to: &change.fresh)
      } else if unsafe theirIds.find(fact.id, table.pointee.familySlot(at: table.pointee.slot(of: fact.kind)), table.pointee) == nil {
        unsafe try weigh(fact, ids.pointee, cleared, &change)
      }
    }
    // What the state has booked for its own statuses is undone.
    let first = change.bookings.count
    try change.bookings.addChains(of: theirs, sign: 1, source.ledgerOrder)
    for i in first..<change.bookings.count { translate(change.bookings.fact(i), map) }
    unsafe try change.work(&ids.pointee.refs, ledgerOrder)
  }

  private func translate(_ fact: Fact, _ map: CodeMap) {
    for d in 0..<dimensions.count { fact.setCode(d, map.map(d, fact.code(d))) }
  }

  /// The same when facts are only cleared.
  func workClearing(_ change: inout LedgerChange) throws(OutOfMemory) {
    let none = IdTable(heap, dimensions: dimensions.count, limit: 0, window: 0)
    try workMerge(self, none.refs, none, .same, cleared: nil, &change)
  }
}
