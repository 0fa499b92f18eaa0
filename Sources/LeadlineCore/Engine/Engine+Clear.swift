/// What is to be cleared, worked out before anything is, so that clearing cannot fail.
struct ClearPlan: ~Copyable {
  var ranges: Buffer<Interval>
  /// By code of the dimension: 1 where its facts go.
  var codes: Buffer<UInt8>
  /// By shard, then rollup: the tuples that go.
  var tuples: Buffer<Buffer<UInt8>>
  /// By record of the id table: 1 where it goes.
  var ids: Buffer<UInt8>

  init(_ heap: Heap) {
    ranges = Buffer(heap)
    codes = Buffer(heap)
    tuples = Buffer(heap)
    ids = Buffer(heap)
  }
}

extension Engine {
  /// Takes out what the marked codes of a dimension hold in a time range; the lock on names is held.
  func clear(dimension: Int, _ codes: consuming Buffer<UInt8>, from: Int64, to: Int64) throws(Failure) {
    if keepsJourneys { journeyLock.lock() }
    defer { if keepsJourneys { journeyLock.unlock() } }
    lockShards()
    if keepsFacts { idLock.lock() }
    defer {
      if keepsFacts { idLock.unlock() }
      unlockShards()
    }
    var plan = ClearPlan(heap)
    plan.codes = codes
    guard (try? plan.ranges.append(Interval(start: from, end: to))) != nil else { throw outOfMemory() }
    var change = LedgerChange(heap, dimensions: dimensions.count)
    let target = unsafe shards[0].store.pointer
    if hasRefs {
      change.area = ClearArea(dimension, plan)
      do {
        try workClearing(&change)
        unsafe try change.makeRoom(&target.pointee)
        unsafe try change.makeCells(&target.pointee)
      } catch {
        unsafe change.undo(&ids.pointer.pointee.refs, ledgerOrder)
        throw outOfMemory()
      }
    }
    let cleared: Buffer<JourneyStore.Change>
    do {
      try complete(&plan, dimension)
      try settleJourneys()
      cleared = try journeysWithout(LeavingFacts(self, ClearArea(dimension, plan)))
    } catch {
      unsafe change.undo(&ids.pointer.pointee.refs, ledgerOrder)
      throw error
    }
    applyJourneys(cleared)
    clear(plan)
    unsafe change.apply(&target.pointee)
  }

  /// Plans to clear what the staged facts' names hold on the days that the staged facts cover.
  func planRestating(_ dimension: Int, _ staged: borrowing Store, _ plan: inout ClearPlan) throws(Failure) {
    guard unsafe (try? plan.codes.append(repeating: 0, count: names.pointer.pointee[dimension].count)) != nil else {
      throw outOfMemory()
    }
    var hasDays = false
    for r in 0..<staged.rollupCount where staged.shape(r).period.nests(in: .day) {
      hasDays = true
      let isDone = staged.isWide ? collect(staged.wide[r], dimension, &plan) : collect(staged.narrow[r], dimension, &plan)
      if !isDone { throw outOfMemory() }
    }
    if !hasDays { throw failure(107, "restating needs a rollup by hour or by day") }
    try complete(&plan, dimension)
  }

  /// Adds a rollup's codes of a dimension and its days to a plan; false when memory is short.
  private func collect<W>(_ rollup: borrowing Rollup<W>, _ dimension: Int, _ plan: inout ClearPlan) -> Bool {
    guard let position = position(of: dimension, in: rollup.shape) else { return true }
    for place in 0..<rollup.sorted.count {
      let b = Int(rollup.sorted[place])
      var isUsed = false
      for kind in 0..<rollup.blocks[b].planes.count {
        for at in 0..<rollup.blocks[b].planes[kind].places {
          guard let (tuple, _) = rollup.blocks[b].planes[kind].at(place: at) else { continue }
          isUsed = true
          let code = rollup.code(tuple, position)
          if Int(code) < plan.codes.count && code != Code.notSet { plan.codes[Int(code)] = 1 }
        }
      }
      guard isUsed else { continue }
      let day = unsafe zone.pointer.pointee.bounds(of: .day, at: rollup.blocks[b].start)
      // Blocks come by time, so days that follow each other grow into one range.
      if plan.ranges.count > 0 && plan.ranges[plan.ranges.count - 1].end >= day.start
        && plan.ranges[plan.ranges.count - 1].start <= day.start
      {
        plan.ranges[plan.ranges.count - 1].end = Swift.max(plan.ranges[plan.ranges.count - 1].end, day.end)
      } else {
        guard (try? plan.ranges.append(Interval(start: day.start, end: day.end))) != nil else { return false }
      }
    }
    return true
  }

  private func position(of dimension: Int, in shape: RollupShape) -> Int? {
    for p in 0..<shape.width where Int(shape.dimensions[p]) == dimension { return p }
    return nil
  }

  /// Marks tuples and ids and checks that every rollup can tell these facts from the rest.
  private func complete(_ plan: inout ClearPlan, _ dimension: Int) throws(Failure) {
    for r in 0..<shapes.count {
      if position(of: dimension, in: shapes[r]) == nil {
        throw failure(107, "a rollup does not hold the dimension ", dimensions[dimension].text)
      }
      // What counts is the limit over all shards, so that it does not matter which of them a fact came to.
      var threshold = Threshold(heap, limit: shapes[r].limit)
      guard (try? mergeThresholds(r, into: &threshold)) != nil else { throw outOfMemory() }
      if threshold.isBinding {
        throw failure(107, "a rollup's cell limit was reached, so (other) may hold part of what is to be cleared")
      }
    }
    for s in 0..<shards.count {
      let store = unsafe shards[s].store.pointer
      for r in unsafe 0..<store.pointee.rollupCount {
        guard let position = unsafe position(of: dimension, in: store.pointee.shape(r)) else { continue }
        var marks = Buffer<UInt8>(heap)
        let isDone =
          unsafe store.pointee.isWide
          ? try mark(store.pointee.wide[r], position, plan, &marks)
          : try mark(store.pointee.narrow[r], position, plan, &marks)
        guard isDone, (try? plan.tuples.append(marks)) != nil else { throw outOfMemory() }
      }
    }
    guard hasIds else { return }
    let table = unsafe ids.pointer
    guard unsafe (try? plan.ids.append(repeating: 0, count: table.pointee.count)) != nil else { throw outOfMemory() }
    for record in unsafe 0..<table.pointee.count {
      let fact = unsafe table.pointee.fact(record)
      let code = fact.code(dimension)
      let time = fact.time
      if Int(code) < plan.codes.count && plan.codes[Int(code)] != 0
        && Interval.touching(time, time + 1, plan.ranges) != nil
      {
        plan.ids[record] = 1
      }
    }
  }

  private func mark<W>(_ rollup: borrowing Rollup<W>, _ position: Int, _ plan: borrowing ClearPlan, _ marks: inout Buffer<UInt8>)
    throws(Failure) -> Bool
  {
    for b in 0..<rollup.blocks.count {
      let start = rollup.blocks[b].start
      let end = rollup.blocks[b].end
      guard let range = Interval.touching(start, end, plan.ranges) else { continue }
      if (start < range.start || end > range.end) && rollup.isUsed(b) {
        throw failure(501, "the range cuts through a period of a rollup")
      }
    }
    let tuples = rollup.tupleCount(unsafe DimensionNames(namesBase.unsafelyUnwrapped, rollup.shape.dimensions))
    guard (try? marks.append(repeating: 0, count: tuples)) != nil else { return false }
    for tuple in 0..<tuples {
      let code = rollup.code(UInt32(tuple), position)
      if Int(code) < plan.codes.count && plan.codes[Int(code)] != 0 { marks[tuple] = 1 }
    }
    return true
  }

  /// Clears what a plan says; an empty plan clears nothing. Cannot fail.
  func clear(_ plan: borrowing ClearPlan) {
    // What is cleared still was taken in.
    if plan.ranges.count > 0 { unsafe shards[0].log.pointer.pointee.note(elsewhere: greatestTime) }
    var at = 0
    for s in 0..<shards.count {
      let store = unsafe shards[s].store.pointer
      for r in unsafe 0..<store.pointee.rollupCount where at < plan.tuples.count {
        if unsafe store.pointee.isWide {
          unsafe Transfer.clear(&store.pointee.wide[r], plan.tuples[at], plan.ranges)
        } else {
          unsafe Transfer.clear(&store.pointee.narrow[r], plan.tuples[at], plan.ranges)
        }
        unsafe store.pointee.clearPersons(r, plan.tuples[at], plan.ranges)
        at += 1
      }
    }
    if hasIds && plan.ids.count > 0 { unsafe ids.pointer.pointee.remove(plan.ids, kinds.pointer.pointee) }
  }
}
