/// The roll-up of visits that were made of page views: a store of its own, behind those of the shards.
extension Engine {
  /// Makes it anew if anything changed in journeys; the lock on names is held.
  func countVisits() throws(Failure) {
    guard journeyRules.value.visits != nil else { return }
    journeyLock.lock()
    defer { journeyLock.unlock() }
    _ = try orderJourneys()
    if unsafe journeys.pointer.pointee.isCounted { return }
    do {
      var store = try Store(heap, shapes, storeContext, takesDerived: true)
      try book(into: &store)
      let last = shards.count - 1
      shards[last].lock.lock()
      unsafe swap(&shards[last].store.pointer.pointee, &store)
      shards[last].lock.unlock()
      unsafe journeys.pointer.pointee.isCounted = true
    } catch {
      throw outOfMemory()
    }
  }

  private func book(into store: inout Store) throws(OutOfMemory) {
    let facts = unsafe journeys.pointer
    let visits = unsafe journeyContext.visits.unsafelyUnwrapped
    var words = Buffer<UInt64>(heap)
    try words.append(repeating: 0, count: Fact.words(dimensions: dimensions.count))
    let fact = unsafe Fact(words: words.base.unsafelyUnwrapped, dimensionCount: dimensions.count)
    for p in unsafe 0..<facts.pointee.bins.count {
      for b in unsafe 0..<facts.pointee.bins[p].count where unsafe facts.pointee.bins[p][b].derived > 0 {
        for o in unsafe 0..<facts.pointee.bins[p][b].ownerCount {
          for row in unsafe Int(facts.pointee.bins[p][b].starts[o])..<Int(facts.pointee.bins[p][b].starts[o + 1]) {
            let slot = unsafe UInt16(facts.pointee.bins[p][b].kind[row])
            guard visits.has(VisitRules.Role.derived, slot) else { continue }
            unsafe set(fact, facts.pointee.bins[p][b], owner: o, row, slot)
            try store.makeRoom(counts: 1, amounts: fact.amount.magnitude)
            try store.book(fact, sign: 1)
          }
        }
      }
    }
  }

  private func set(_ fact: Fact, _ segment: borrowing Segment, owner: Int, _ row: Int, _ slot: UInt16) {
    unsafe fact.words[0] = 0
    unsafe fact.words[1] = UInt64(bitPattern: segment.time[row])
    unsafe fact.words[2] = UInt64(bitPattern: segment.amount[row])
    unsafe fact.words[3] = 1
    unsafe fact.words[4] = segment.owners[owner]
    unsafe fact.words[5] = UInt64(bitPattern: segment.account[row])
    unsafe fact.words[6] = 0
    unsafe fact.words[7] = UInt64(kinds.pointer.pointee.number(at: slot))
    for d in 0..<segment.codes.count {
      fact.setCode(Int(journeyRules.value.dimensions[d]), UInt32(truncatingIfNeeded: segment.codes[d][row]))
    }
  }
}
