/// Answering a query: cells into rows, rows in order, values into a table.
extension Engine {
  /// Answers a plan into a table made for it.
  func answer(_ plan: borrowing QueryPlan, into table: inout Table) throws(Failure) {
    var takenIn = Buffer<UInt8>(heap)
    guard var sums = try? Aggregation(heap, keys: plan.keys.count, leaves: plan.program.leaves.count) else {
      throw outOfMemory()
    }
    let names = try gather(plan, into: &sums, &takenIn, &table)
    do {
      var data = Buffer<UInt8>(heap)
      try data.append(repeating: 0, count: plan.program.sums.count + 1)
      unsafe plan.program.judge(takenIn: UnsafePointer(takenIn.base.unsafelyUnwrapped), into: data.base.unsafelyUnwrapped)
      if plan.isForAlerts { try fillAlerts(plan, sums, names, data, into: &table) } else { try fill(plan, sums, names, data, into: &table) }
    } catch {
      throw outOfMemory()
    }
  }

  /// What needs locks: adds up the cells, and copies the names that the answer shows.
  private func gather(
    _ plan: borrowing QueryPlan, into sums: inout Aggregation, _ takenIn: inout Buffer<UInt8>, _ table: inout Table
  ) throws(Failure) -> KeyNames {
    namesLock.lockToRead()
    defer { namesLock.unlock() }
    try countVisits()
    try gatherCells(plan, into: &sums, &takenIn, &table)
    guard let names = try? KeyNames(self, plan, sums) else { throw outOfMemory() }
    return names
  }

  private func gatherCells(
    _ plan: borrowing QueryPlan, into sums: inout Aggregation, _ takenIn: inout Buffer<UInt8>, _ table: inout Table
  ) throws(Failure) {
    lockShards()
    defer { unlockShards() }
    // Prices look facts up by id.
    let isAccruing = keepsFacts && plan.program.accruedSides != 0
    if isAccruing { idLock.lock() }
    defer { if isAccruing { idLock.unlock() } }
    let asOf = plan.asOf ?? greatestTime
    table.asOf = asOf
    let end = try cut(plan, asOf)
    // A bound beyond every fact leaves none out, wherever in a period it is.
    try gather(plan, end: plan.to > greatestTime ? end : Swift.min(end, plan.to), seen: end, into: &sums)
    try note(plan, end: end, &takenIn)
  }

  /// Checks that the query's bounds cut through no period that holds anything, and returns the end of what is seen.
  func cut(_ plan: borrowing QueryPlan, _ asOf: Int64) throws(Failure) -> Int64 {
    let end = asOf >= greatestTime ? Int64.max : asOf + 1
    if try cuts(plan.rollup, plan.from) { throw failure(501, "from cuts through a period of the rollup") }
    let to = plan.to > greatestTime ? Int64.max : plan.to
    if try cuts(plan.rollup, to) { throw failure(501, "to cuts through a period of the rollup") }
    if try cuts(plan.rollup, end) { throw failure(501, "the as-of instant cuts through a period of the rollup") }
    return end
  }

  /// Whether an instant lies inside a period of a rollup that holds anything.
  private func cuts(_ rollup: Int, _ time: Int64) throws(Failure) -> Bool {
    if time == Int64.min || time == Int64.max { return false }
    for s in 0..<shards.count {
      let store = unsafe shards[s].store.pointer
      let cut = unsafe store.pointee.isWide
        ? Self.cut(store.pointee.wide[rollup], time) : Self.cut(store.pointee.narrow[rollup], time)
      guard let cut else { continue }
      if isPlain { return true }
      do {
        if try isUsed(rollup, cut) { return true }
      } catch {
        throw outOfMemory()
      }
    }
    return false
  }

  /// Whether anything is left in a period when all its cells are added up.
  private func isUsed(_ rollup: Int, _ period: Interval) throws(OutOfMemory) -> Bool {
    for slot in unsafe 0..<kinds.pointer.pointee.count {
      if try isTakenIn(UInt16(slot), rollup, from: period.start, end: period.end) { return true }
    }
    return false
  }

  /// The period that has an instant within it and anything in its cells.
  private static func cut<W>(_ rollup: borrowing Rollup<W>, _ time: Int64) -> Interval? {
    let place = rollup.firstBlock(notBefore: time)
    guard place > 0 else { return nil }
    let b = Int(rollup.sorted[place - 1])
    guard time < rollup.blocks[b].end, rollup.isUsed(b) else { return nil }
    return Interval(start: rollup.blocks[b].start, end: rollup.blocks[b].end)
  }

  /// Of the kinds that decide whether a column has data, marks those of which anything was taken in before `end`.
  private func note(_ plan: borrowing QueryPlan, end: Int64, _ takenIn: inout Buffer<UInt8>) throws(Failure) {
    guard unsafe (try? takenIn.append(repeating: 0, count: kinds.pointer.pointee.count * 2)) != nil else { throw outOfMemory() }
    let kindCount = unsafe kinds.pointer.pointee.count
    for i in 0..<plan.measured.count { takenIn[Int(plan.measured[i])] = 1 }
    for i in 0..<plan.program.groupSlots.count {
      let place = Int(plan.program.groupSlots[i])
      if takenIn[place] != 0 { continue }
      if place >= kindCount {
        if hasPersons(UInt16(place - kindCount), plan.rollup, end: end) { takenIn[place] = 1 }
        continue
      }
      let slot = UInt16(place)
      do {
        if try isTakenIn(slot, plan.rollup, from: Int64.min, end: end) { takenIn[Int(slot)] = 1 }
      } catch {
        throw outOfMemory()
      }
    }
  }
}
