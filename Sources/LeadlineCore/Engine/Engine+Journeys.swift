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

  /// Puts everything taken in so far in order and returns the greatest time of all facts; the locks on names and journeys are
  /// held.
  func orderJourneys() throws(Failure) -> Int64 {
    var greatest = Int64.min
    do {
      lockShards()
      defer { unlockShards() }
      greatest = greatestTime
      for s in 0..<shards.count { unsafe try journeys.pointer.pointee.take(&shards[s].log.pointer.pointee) }
    } catch {
      throw outOfMemory()
    }
    do {
      unsafe try journeys.pointer.pointee.putInOrder()
    } catch {
      throw outOfMemory()
    }
    return greatest
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
}
