/// The time between stages: the pass over journeys, and the table it gives.
extension Engine {
  /// Fills a table. The lock on names, under which the plan was made, is held, and given back here.
  func answer(
    _ plan: UnsafeMutablePointer<VelocityPlan>, _ steps: borrowing StepNames, quantiles: borrowing Buffer<UInt16>, into table: inout Table
  ) throws(Failure) {
    var pass = unsafe try analyse(asOf: plan.pointee.asOf) { asOf throws(OutOfMemory) in
      unsafe plan.pointee.asOf = asOf
      return unsafe try VelocityPass(heap, plan)
    }
    namesLock.lockToRead()
    defer { namesLock.unlock() }
    do {
      table.asOf = unsafe plan.pointee.asOf.unsafelyUnwrapped
      unsafe try fill(&table, plan.pointee, steps, quantiles, &pass.tally)
    } catch {
      throw outOfMemory()
    }
  }

  private func fill(
    _ table: inout Table, _ plan: borrowing VelocityPlan, _ names: borrowing StepNames, _ quantiles: borrowing Buffer<UInt16>,
    _ tally: inout SpanTally
  ) throws(OutOfMemory) {
    let places = try fill(keys: &table, plan.keys, tally)
    let count = plan.pairs.count
    try table.addIntegers("pair", isKey: true) { Int64($0 % count + 1) }
    try table.addNames("from") { names.name(plan.pairs[$0 % count].from) }
    try table.addNames("to") { names.name(plan.pairs[$0 % count].to) }
    try table.addIntegers("entered") { Int64(tally.finished[places[$0]].count + tally.open[places[$0]].count) }
    try table.addIntegers("completed") { Int64(tally.finished[places[$0]].count) }
    try table.addIntegers("open") { Int64(tally.waiting[places[$0]]) }
    try table.addTimes("", quantiles, at: places, of: &tally.finished)
    try table.addCensored(quantiles, at: places, of: &tally.finished, open: &tally.open)
  }

  /// Writes the keys of a table with a row for each group and lane; returns the places of the rows in the tally.
  func fill(keys table: inout Table, _ keys: borrowing JourneyKeys, _ tally: borrowing SpanTally) throws(OutOfMemory) -> Buffer<Int> {
    let groups = try JourneyGroups(self, keys, tally.groups)
    var repeats = Buffer<Int>(heap)
    try repeats.append(repeating: tally.lanes, count: groups.groups.count)
    table.rows = groups.groups.count * tally.lanes
    try groups.fill(self, keys, tally.groups, repeats, into: &table)
    var places = Buffer<Int>(heap)
    try places.reserve(exactly: table.rows)
    for i in 0..<groups.groups.count {
      for l in 0..<tally.lanes { places.appendReserved(Int(groups.groups[i]) * tally.lanes + l) }
    }
    return places
  }
}
