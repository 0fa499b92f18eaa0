/// How soon enquiries are answered: the pass over journeys, and the table it gives.
extension Engine {
  /// Fills a table. The lock on names, under which the plan was made, is held, and given back here.
  func answer(_ plan: UnsafeMutablePointer<ResponsePlan>, quantiles: borrowing Buffer<UInt16>, into table: inout Table) throws(Failure) {
    var pass = unsafe try analyse(asOf: plan.pointee.asOf) { asOf throws(OutOfMemory) in
      unsafe plan.pointee.asOf = asOf
      return unsafe try ResponsePass(heap, plan)
    }
    namesLock.lockToRead()
    defer { namesLock.unlock() }
    do {
      table.asOf = unsafe plan.pointee.asOf.unsafelyUnwrapped
      unsafe try fill(&table, plan.pointee, quantiles, &pass.tally)
    } catch {
      throw outOfMemory()
    }
  }

  private func fill(
    _ table: inout Table, _ plan: borrowing ResponsePlan, _ quantiles: borrowing Buffer<UInt16>, _ tally: inout ResponseTally
  ) throws(OutOfMemory) {
    let groups = try JourneyGroups(self, plan.keys, tally.groups)
    var repeats = Buffer<Int>(heap)
    try repeats.append(repeating: 1, count: groups.groups.count)
    table.rows = groups.groups.count
    try groups.fill(self, plan.keys, tally.groups, repeats, into: &table)
    var places = Buffer<Int>(heap)
    try places.reserve(exactly: table.rows)
    for i in 0..<table.rows { places.appendReserved(Int(groups.groups[i])) }
    try addCount(.enquiries, "enquiries", places, tally, to: &table)
    try table.addIntegers("answered") { Int64(tally.times[places[$0]].count) }
    try table.addTimes("", quantiles, at: places, of: &tally.times)
    try table.addCensored(quantiles, at: places, of: &tally.times, open: &tally.waiting)
    guard plan.limit > 0 else { return }
    try addCount(.judged, "judged", places, tally, to: &table)
    try addCount(.within, "within", places, tally, to: &table)
    try table.addRatios("within_rate") { (Int128(tally.count(places[$0], .within)), Int128(tally.count(places[$0], .judged))) }
    guard plan.hasLift else { return }
    try addCount(.fastQualified, "fast_qualified", places, tally, to: &table)
    try addCount(.slowQualified, "slow_qualified", places, tally, to: &table)
    try table.addRatios("lift") {
      let place = places[$0]
      let fast = Int128(tally.count(place, .within))
      let slow = Int128(tally.times[place].count) - fast
      return (Int128(tally.count(place, .fastQualified)) * slow, fast * Int128(tally.count(place, .slowQualified)))
    }
  }

  private func addCount(
    _ what: ResponseTally.Count, _ name: StaticString, _ places: borrowing Buffer<Int>, _ tally: borrowing ResponseTally, to table: inout Table
  ) throws(OutOfMemory) {
    try table.addIntegers(name) { Int64(tally.count(places[$0], what)) }
  }
}
