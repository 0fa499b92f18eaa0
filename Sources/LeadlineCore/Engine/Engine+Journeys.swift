import CPlatform
import Synchronization

/// Journeys: what intake hands on to them, and when they are put in order.
extension Engine {
  var journeyContext: JourneyContext {
    unsafe journeyRules.value.context(kinds.pointer, namesBase.unsafelyUnwrapped)
  }

  /// Makes room for a batch's facts, before anything is kept of it.
  func reserveJourneys(_ facts: FactColumns, _ log: inout RowLog) throws(Failure) {
    do {
      try log.reserve(facts)
    } catch {
      throw outOfMemory()
    }
  }

  /// Puts everything taken in so far in order and returns the greatest time of all facts; the locks on names and journeys are
  /// held. Intake waits only while the facts are handed over.
  func orderJourneys() throws(Failure) -> Int64 {
    let greatest = try handOverJourneys()
    try putJourneysInOrder()
    return greatest
  }

  /// Sends a pass over everything taken in so far. The lock on names is held, and given back before the pass runs. `begin` makes
  /// the pass for an as-of instant: the one asked for, but none behind all times that facts may have, so that how long ago a fact was
  /// fits 64 bits; else the greatest time of all facts.
  func analyse<Pass: JourneyPass & ~Copyable>(asOf: Int64?, _ begin: (Int64) throws(OutOfMemory) -> Pass) throws(Failure) -> Pass {
    try withJourneysInOrder { greatest throws(OutOfMemory) in
      unsafe try JourneyWork.run(heap, journeys.pointer, threads: threads, try begin(Swift.min(asOf ?? greatest, TimeRange.greatest)))
    }
  }

  /// Calls `body` with everything taken in so far in order, and the greatest time of all facts. The lock on names is held, and
  /// given back before.
  func withJourneysInOrder<Result: ~Copyable>(_ body: (Int64) throws(OutOfMemory) -> Result) throws(Failure) -> Result {
    journeyLock.lock()
    defer { journeyLock.unlock() }
    let greatest: Int64
    do throws(Failure) {
      greatest = try orderJourneys()
      try joinJourneys()
    } catch {
      namesLock.unlock()
      throw error
    }
    namesLock.unlock()
    do {
      return try body(greatest)
    } catch {
      throw outOfMemory()
    }
  }

  /// Facts that were taken out by others no longer count.
  func putJourneysInOrder() throws(Failure) {
    let store = unsafe journeys.pointer
    let mayTakeOut = unsafe store.pointee.mayTakeOut
    let before = mayTakeOut ? unsafe store.pointee.rows + store.pointee.waitingRows : 0
    defer { if mayTakeOut { unsafe releaseJourneys(before - store.pointee.rows - store.pointee.waitingRows) } }
    do {
      unsafe try store.pointee.putInOrder(threads: threads)
    } catch {
      throw outOfMemory()
    }
  }

  /// Brings together what is one buyer's; only analyses need it.
  private func joinJourneys() throws(Failure) {
    do {
      unsafe try journeys.pointer.pointee.join()
    } catch {
      throw outOfMemory()
    }
  }

  private func handOverJourneys() throws(Failure) -> Int64 {
    lockShards()
    defer { unlockShards() }
    try takeJourneys()
    return greatestTime
  }

  /// Puts everything taken in so far in order; all locks are held.
  func settleJourneys() throws(Failure) {
    guard keepsJourneys else { return }
    try takeJourneys()
    try putJourneysInOrder()
  }

  /// Takes over what the shards hold; their locks are held.
  func takeJourneys() throws(Failure) {
    do {
      for s in 0..<shards.count { unsafe try journeys.pointer.pointee.take(&shards[s].log.pointer.pointee) }
    } catch {
      throw outOfMemory()
    }
  }

  /// The place of a dimension, or of what an attribute describes, among the dimensions that facts have.
  func factDimension(_ dimension: Int) -> Int {
    let base = self.base(dimension)
    for d in 0..<journeyRules.value.dimensions.count where Int(journeyRules.value.dimensions[d]) == base { return d }
    return 0
  }

  /// By code of a dimension of facts, what is shown for it of the dimension or attribute asked for; the lock on names is held.
  func shownCodes(of dimension: Int) throws(OutOfMemory) -> Buffer<UInt32> {
    let base = self.base(dimension)
    let names = unsafe namesBase.unsafelyUnwrapped
    var shown = Buffer<UInt32>(heap)
    unsafe try shown.reserve(exactly: names[base].count)
    for code in unsafe 0..<names[base].count {
      var value = unsafe names[base].shown(UInt32(code))
      if base != dimension && value != Code.other { value = unsafe names[dimension].shown(attribute(dimension, of: value)) }
      shown.appendReserved(value)
    }
    return shown
  }

  // MARK: Changing

  /// Room for the facts of a source's ids, either of which may have to give way.
  func reserveBurials(_ sourceIds: borrowing IdTable) throws(OutOfMemory) {
    guard hasIds, keepsJourneys else { return }
    unsafe try shards[0].log.pointer.pointee.reserve(burials: sourceIds.count)
  }

  /// Puts this engine's and another's facts in order where that has to be known before they are merged; all locks are held. True:
  /// they may come too near the limit.
  func tidyJourneys(before source: borrowing Engine) throws(Failure) -> Bool {
    let isTight = exceedsLimit(source.journeyCount.load(ordering: .relaxed))
    do throws(Failure) {
      if isTight || wantsTidying { try settleJourneys() }
      if isTight || source.wantsTidying { try source.settleJourneys() }
    } catch {
      throw outOfMemory()
    }
    return isTight
  }

  /// Whether much of what waits is to go, so that merging to and fro does not heap it up.
  private var wantsTidying: Bool {
    guard keepsJourneys && hasIds else { return false }
    var burials = journeys.value.waitingBurials
    for s in 0..<shards.count { burials += shards[s].log.value.burialCount }
    return burials > journeyCount.load(ordering: .relaxed) / 4
  }

  /// Another engine's facts of journeys with this one's codes; both engines' locks are held.
  func copyJourneys(of source: borrowing Engine, _ map: CodeMap) throws(OutOfMemory) -> Buffer<RowChunk> {
    guard keepsJourneys else { return Buffer(heap) }
    var logs = Buffer<RowLogs>(heap)
    for s in 0..<source.shards.count { unsafe try logs.append(RowLogs(log: source.shards[s].log.pointer)) }
    unsafe try journeys.pointer.pointee.roomToAdopt()
    return unsafe try journeys.pointer.pointee.copy(source.journeys.pointer.pointee, logs) { dimension, code in map.map(dimension, code) }
  }

  /// Puts changed bins in their places. Cannot fail.
  func applyJourneys(_ changes: consuming Buffer<JourneyStore.Change>) {
    let before = unsafe journeys.pointer.pointee.rows
    unsafe journeys.pointer.pointee.apply(changes)
    unsafe releaseJourneys(before - journeys.pointer.pointee.rows)
  }
}
