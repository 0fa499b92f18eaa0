/// Facts gathered apart from an engine, to be added to it all at once: a file is a transaction.
///
/// It shares the engine's names and rules and belongs to one thread.
struct Staging: ~Copyable {
  fileprivate let store: Box<Store>
  fileprivate let ids: Box<IdTable>
  fileprivate let log: Box<RowLog>
  fileprivate(set) var counters = Shard.Counters()

  init(_ engine: borrowing Engine) throws(Failure) {
    do {
      let ids = try Box(engine.heap, IdTable(engine.heap, dimensions: engine.dimensions.count, limit: 0, window: 0))
      let log = try Box(engine.heap, RowLog(engine.heap, engine.journeyContext))
      store = try Box(engine.heap, try Store(engine.heap, engine.shapes, engine.storeContext))
      self.ids = ids
      self.log = log
    } catch {
      throw engine.outOfMemory()
    }
  }

  /// Takes in a batch as `Engine.record` does.
  mutating func record(_ engine: borrowing Engine, _ facts: FactColumns, skip: Bool, _ outcome: inout BatchOutcome) throws(Failure) {
    try engine.checkProcess()
    outcome = BatchOutcome()
    guard facts.rows > 0 else { return }
    engine.namesLock.lockToRead()
    defer { engine.namesLock.unlock() }
    unsafe try engine.record(facts, skip: skip, .staged, into: &store.pointer.pointee, &log.pointer.pointee, &ids.pointer.pointee, &outcome)
    counters.facts += outcome.accepted
    counters.duplicates += outcome.duplicates
    counters.conflicts += outcome.conflicts
  }
}

extension Engine {
  /// Makes room for the staged facts of journeys, and works out what goes for them.
  private func prepareJourneys(_ staging: borrowing Staging, _ restate: Int?, _ plan: borrowing ClearPlan) throws(Failure) -> JourneyRoom {
    let isTight = restate != nil || exceedsLimit(staging.log.value.count)
    if isTight { try settleJourneys() }
    do {
      let store = unsafe journeys.pointer
      unsafe staging.log.pointer.pointee.finishChunks()
      unsafe try store.pointee.begin()
      unsafe try staging.log.pointer.pointee.roomToHandOn(in: &store.pointee.waiting, &store.pointee.buried)
      try reserveBurials(staging.ids.value)
    } catch {
      throw outOfMemory()
    }
    guard isTight else { return JourneyRoom(heap) }
    let latest = Swift.max(greatestTime, staging.store.value.greatestTime)
    return try makeJourneyRoom(latest: latest, restate.map { ClearArea($0, plan) }) { tally in
      staging.log.value.count(into: &tally)
      countRepeats(in: staging.ids.value, cleared: Marks(plan.ids), &tally)
    }
  }

  /// Adds the staged facts of journeys. Cannot fail.
  private func addJourneys(_ staging: borrowing Staging, _ room: inout JourneyRoom) {
    let store = unsafe journeys.pointer
    let log = unsafe staging.log.pointer
    unsafe holdJourneys(log.pointee.count)
    unsafe log.pointee.handOn(to: &store.pointee.waiting, &store.pointee.buried)
    unsafe store.pointee.note(elsewhere: log.pointee.latestElsewhere)
    unsafe store.pointee.hasChanged()
    make(&room)
  }

  /// Adds what was staged, or nothing. With `restate`, what the staged facts' names of that dimension hold on the days that
  /// the staged facts cover is cleared first.
  func commit(_ staging: inout Staging, restate: Int?) throws(Failure) {
    try checkProcess()
    namesLock.lockToRead()
    defer { namesLock.unlock() }
    if keepsJourneys { journeyLock.lock() }
    defer { if keepsJourneys { journeyLock.unlock() } }
    lockShards()
    if keepsFacts { idLock.lock() }
    defer {
      if keepsFacts { idLock.unlock() }
      unlockShards()
    }
    let source = unsafe staging.store.pointer
    let target = unsafe shards[0].store.pointer
    var plan = ClearPlan(heap)
    if let restate { unsafe try planRestating(restate, source.pointee, &plan) }
    var change = LedgerChange(heap, dimensions: dimensions.count)
    if let restate, hasRefs { change.area = ClearArea(restate, plan) }
    do {
      let staged = unsafe staging.ids.pointer
      unsafe try workMerge(self, staged.pointee.refs, staged.pointee, .same, cleared: Marks(plan.ids), &change)
    } catch {
      unsafe change.undo(&ids.pointer.pointee.refs, ledgerOrder)
      throw outOfMemory()
    }
    var room = JourneyRoom(heap)
    unsafe target.pointee.beginLimits()
    do {
      if keepsJourneys { room = try prepareJourneys(staging, restate, plan) }
      unsafe try prepareMerge(source.pointee, staging.ids.pointer.pointee, change, into: &target.pointee, .same)
    } catch {
      unsafe target.pointee.finishMergingPersons()
      unsafe target.pointee.undoLimits()
      unsafe change.undo(&ids.pointer.pointee.refs, ledgerOrder)
      throw error
    }
    unsafe target.pointee.commitLimits()
    // From here on nothing can fail.
    clear(plan)
    if keepsJourneys { addJourneys(staging, &room) }
    unsafe merge(source.pointee, staging.ids.pointer.pointee, into: &target.pointee, .same, &staging.counters)
    unsafe change.apply(&target.pointee)
    unsafe target.pointee.finishMergingPersons()
    let counters = unsafe shards[0].counters.pointer
    unsafe counters.pointee.facts &+= staging.counters.facts
    unsafe counters.pointee.duplicates &+= staging.counters.duplicates
    unsafe counters.pointee.conflicts &+= staging.counters.conflicts
    if hasIds { unsafe ids.pointer.pointee.forget(latest: greatestTime, kinds.pointer.pointee) }
  }
}
