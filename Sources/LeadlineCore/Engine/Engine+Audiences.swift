/// Audiences: the persons behind some cells, counted and compared.
extension Engine {
  /// All persons with a fact of a kind in the cells that a plan, without keys and columns, lets pass.
  func audience(_ plan: borrowing QueryPlan, _ slot: UInt16) throws(Failure) -> DistinctSketch {
    guard unsafe persons.pointer.pointee.index(ofSlot: slot) != nil else {
      throw failure(107, "the engine counts no distinct persons of ", unsafe kinds.pointer.pointee.name(at: slot))
    }
    namesLock.lockToRead()
    lockShards()
    defer {
      unlockShards()
      namesLock.unlock()
    }
    let end = try Swift.min(cut(plan, plan.asOf ?? greatestTime), plan.to > greatestTime ? Int64.max : plan.to)
    do throws(OutOfMemory) {
      var sums = try Aggregation(heap, keys: 0, leaves: 0)
      let groups = try groupTuples(plan, Accrual(heap), &sums)
      let items = try distinctItems(
        plan, Program.Leaf(kindSlot: slot, measure: .persons), isTotal: true, Interval(start: plan.from, end: end), groups)
      var some = Buffer<UInt32>(heap)
      try some.reserve(exactly: items.count)
      for i in 0..<items.count { some.appendReserved(UInt32(i)) }
      return try union(plan.rollup, slot, items, some, 0..<items.count)
    } catch { throw outOfMemory() }
  }
}
