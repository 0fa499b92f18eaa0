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
  func addJourneys(_ facts: FactColumns, _ log: inout RowLog) { log.add(facts) }

  /// Puts everything taken in so far in order; the locks on names and journeys are held.
  func orderJourneys() throws(Failure) {
    do {
      lockShards()
      defer { unlockShards() }
      for s in 0..<shards.count { unsafe try journeys.pointer.pointee.take(&shards[s].log.pointer.pointee) }
    } catch {
      throw outOfMemory()
    }
    do {
      unsafe try journeys.pointer.pointee.putInOrder()
    } catch {
      throw outOfMemory()
    }
  }
}
