/// Who is in which stage, and how long: the passes over journeys, and the tables they give.
extension Engine {
  /// Fills a table of times. The lock on names, under which the plan was made, is held, and given back here.
  func answer(
    times plan: UnsafeMutablePointer<StagePlan>, _ names: borrowing StepNames, quantiles: borrowing Buffer<UInt16>, into table: inout Table
  ) throws(Failure) {
    var pass = unsafe try analyse(asOf: plan.pointee.asOf) { asOf throws(OutOfMemory) in
      unsafe plan.pointee.asOf = asOf
      return unsafe try StageTimePass(heap, plan)
    }
    namesLock.lockToRead()
    defer { namesLock.unlock() }
    do {
      table.asOf = unsafe plan.pointee.asOf.unsafelyUnwrapped
      unsafe try fill(times: &table, plan.pointee, names, quantiles, &pass.tally)
    } catch {
      throw outOfMemory()
    }
  }

  private func fill(
    times table: inout Table, _ plan: borrowing StagePlan, _ names: borrowing StepNames, _ quantiles: borrowing Buffer<UInt16>,
    _ tally: inout SpanTally
  ) throws(OutOfMemory) {
    let places = try fill(keys: &table, plan.keys, tally)
    try addStages(plan.stages, names, to: &table)
    try table.addIntegers("entered") { Int64(tally.finished[places[$0]].count + tally.open[places[$0]].count) }
    try table.addIntegers("left") { Int64(tally.finished[places[$0]].count) }
    try table.addIntegers("still") { Int64(tally.open[places[$0]].count) }
    try table.addTimes("", quantiles, at: places, of: &tally.finished)
    try table.addCensored(quantiles, at: places, of: &tally.finished, open: &tally.open)
  }

  /// Fills a table of populations, under the locks as above.
  func answer(population plan: UnsafeMutablePointer<StagePlan>, _ names: borrowing StepNames, into table: inout Table) throws(Failure) {
    let pass = unsafe try analyse(asOf: plan.pointee.asOf) { asOf throws(OutOfMemory) in
      unsafe try plan.pointee.setInstants(asOf: asOf)
      if unsafe plan.pointee.hasTooManyPeriods { unsafe plan.pointee.ends.removeAll() }
      return unsafe try PopulationPass(heap, plan)
    }
    if unsafe plan.pointee.hasTooManyPeriods { throw failure(104, "more than 36600 periods") }
    if pass.hasTooMany { throw failure(104, "more than 16777216 rows of keys, periods and stages: ask for fewer") }
    namesLock.lockToRead()
    defer { namesLock.unlock() }
    do {
      table.asOf = unsafe plan.pointee.asOf.unsafelyUnwrapped
      unsafe try fill(population: &table, plan.pointee, names, pass)
    } catch {
      throw outOfMemory()
    }
  }

  private func fill(
    population table: inout Table, _ plan: borrowing StagePlan, _ names: borrowing StepNames, _ pass: borrowing PopulationPass
  ) throws(OutOfMemory) {
    let (stages, instants) = (plan.stages, plan.ends.count)
    // A group for each that was found and each period.
    var all = GroupIndex(heap, width: plan.keys.width)
    var key = Buffer<Int64>(heap)
    try key.append(repeating: 0, count: plan.keys.width)
    for g in 0..<pass.groups.count {
      for w in 0..<pass.groups.width { key[w] = pass.groups.key(g, w) }
      for i in 0..<instants {
        if plan.keys.period != .all { key[pass.groups.width] = plan.starts[i] }
        var isNew = false
        _ = try all.find(key, isNew: &isNew)
      }
    }
    let groups = try JourneyGroups(self, plan.keys, all)
    var repeats = Buffer<Int>(heap)
    try repeats.append(repeating: stages, count: groups.groups.count)
    table.rows = groups.groups.count * stages
    try groups.fill(self, plan.keys, all, repeats, into: &table)
    try addStages(stages, names, to: &table)
    var sums = Buffer<Int64>(heap)
    try sums.reserve(exactly: pass.changes.count)
    for i in 0..<pass.changes.count { sums.appendReserved(pass.changes[i] + (i % instants == 0 ? 0 : sums[i - 1])) }
    try table.addIntegers("buyers") {
      let group = Int(groups.groups[$0 / stages])
      return sums[(group / instants * stages + $0 % stages) * instants + group % instants]
    }
  }

  /// The number and the name of the stage that a row is about, stage after stage.
  private func addStages(_ stages: Int, _ names: borrowing StepNames, to table: inout Table) throws(OutOfMemory) {
    try table.addIntegers("step", isKey: true) { Int64($0 % stages + 1) }
    try table.addNames("name") { names.name($0 % stages) }
  }
}
