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
    let context = journeyContext
    guard let visits = context.visits else { return }
    var words = Buffer<UInt64>(heap)
    try words.append(repeating: 0, count: Fact.words(dimensions: dimensions.count))
    let fact = unsafe Fact(words: words.base.unsafelyUnwrapped, dimensionCount: dimensions.count)
    for p in unsafe 0..<facts.pointee.bins.count {
      for b in unsafe 0..<facts.pointee.bins[p].count where unsafe facts.pointee.bins[p][b].derived > 0 {
        for o in unsafe 0..<facts.pointee.bins[p][b].ownerCount {
          for row in unsafe Int(facts.pointee.bins[p][b].starts[o])..<Int(facts.pointee.bins[p][b].starts[o + 1]) {
            let slot = unsafe UInt16(facts.pointee.bins[p][b].kind[row])
            guard visits.has(VisitRules.Role.derived, slot) else { continue }
            unsafe fact.set(facts.pointee.bins[p][b], row, of: o, context)
            try store.makeRoom(counts: 1, amounts: fact.amount.magnitude)
            try store.book(fact, sign: 1)
          }
        }
      }
    }
  }
}
