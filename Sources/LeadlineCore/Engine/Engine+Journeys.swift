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

  /// Adds them. Cannot fail.
  func addJourneys(_ facts: FactColumns, _ log: inout RowLog) {
    log.add(facts)
  }

  // MARK: The limit

  /// Counts more facts of journeys, or refuses them.
  func admitJourneys(_ more: Int) throws(Failure) {
    let held = journeyCount.add(more, ordering: .relaxed).newValue
    if journeyRules.value.limit == 0 || held <= journeyRules.value.limit { return }
    releaseJourneys(more)
    throw failure(800, "the facts of journeys would be more than journey_limit")
  }

  func releaseJourneys(_ fewer: Int) { journeyCount.subtract(fewer, ordering: .relaxed) }

  /// Where the limit is near, drops what is older than the look-back; the lock on names is held, and none of the others.
  func trimJourneys(for more: Int) throws(Failure) {
    let (limit, lookback) = (journeyRules.value.limit, journeyRules.value.lookback)
    guard limit > 0, lookback > 0, journeyCount.load(ordering: .relaxed) + more > limit else { return }
    journeyLock.lock()
    defer { journeyLock.unlock() }
    let greatest = try orderJourneys()
    let from = greatest < Int64.min + lookback ? Int64.min : greatest - lookback
    let store = unsafe journeys.pointer
    do {
      let before = unsafe store.pointee.rows
      let changes = unsafe try store.pointee.without { segment, _, row in segment.time[row] < from }
      unsafe store.pointee.apply(changes)
      let gone = unsafe before - store.pointee.rows
      unsafe store.pointee.dropped += gone
      releaseJourneys(gone)
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
      return unsafe try JourneyWork.run(heap, journeys.pointer, threads: threads, try begin(Swift.min(asOf ?? greatest, TimeRange.greatest)))
    } catch {
      throw outOfMemory()
    }
  }

  /// Facts that were taken out by others no longer count.
  func putJourneysInOrder() throws(Failure) {
    let store = unsafe journeys.pointer
    let before = unsafe store.pointee.rows + store.pointee.waitingRows
    defer { unsafe releaseJourneys(before - store.pointee.rows - store.pointee.waitingRows) }
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

  /// The bins without what an area holds, once everything is in order; the locks on journeys and shards are held.
  func journeysWithout(_ area: ClearArea) throws(Failure) -> Buffer<JourneyStore.Change> {
    guard keepsJourneys else { return Buffer(heap) }
    try takeJourneys()
    try putJourneysInOrder()
    do {
      let dimension = factDimension(area.dimension)
      return unsafe try journeys.pointer.pointee.without { segment, _, row in
        area.holds(segment.time[row], UInt32(truncatingIfNeeded: segment.codes[dimension][row]))
      }
    } catch {
      throw outOfMemory()
    }
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
