/// The ledger when states are added or cleared.
extension Engine {
  /// Works out what adding a state does to the ledger. `theirs` has the codes of `source`, `theirIds` this engine's. What the
  /// state has booked for its own statuses is undone, and made anew with what stands here.
  func planMerge(
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
    var chain = RefChain(heap, dimensions: dimensions.count)
    for record in 0..<theirs.count {
      let ref = theirs.fact(record).ref
      guard theirs.first(ref) == record else { continue }
      chain.removeAll()
      try source.gather(ref, theirs, into: &chain)
      if chain.count == 0 && change.gone.first(ref) == nil && change.area == nil { continue }
      let first = change.bookings.count
      try source.book(&chain, sign: -1, into: &change.bookings)
      for i in first..<change.bookings.count { translate(change.bookings.fact(i), map) }
      unsafe try plan(ref, ids.pointee.refs, &chain, &change)
    }
    for record in 0..<change.gone.count {
      let ref = change.gone.fact(record).ref
      guard change.gone.first(ref) == record, theirs.first(ref) == nil else { continue }
      unsafe try plan(ref, ids.pointee.refs, &chain, &change)
    }
    if change.area == nil { return }
    for record in unsafe 0..<ids.pointee.refs.count {
      let ref = unsafe ids.pointee.refs.fact(record).ref
      guard unsafe ids.pointee.refs.first(ref) == record, theirs.first(ref) == nil, change.gone.first(ref) == nil else { continue }
      unsafe try plan(ref, ids.pointee.refs, &chain, &change)
    }
  }

  private func translate(_ fact: Fact, _ map: CodeMap) {
    for d in 0..<dimensions.count { fact.setCode(d, map.map(d, fact.code(d))) }
  }

  /// The same when facts are only cleared.
  func planClearing(_ change: inout LedgerChange) throws(OutOfMemory) {
    let none = IdTable(heap, dimensions: dimensions.count, limit: 0, window: 0)
    try planMerge(self, none.refs, none, .same, cleared: nil, &change)
  }
}
