/// Cohorts: the pass over journeys, and the tables it gives together with what winning the cohorts cost.
extension Engine {
  /// Rows that a table of periods may have, so that a stray time does not fill the memory.
  static var mostPeriodRows: Int { 1 << 24 }
  /// Those of one key: a century of days.
  static var mostPeriods: Int { StagePlan.mostPeriods }

  /// Counts all cohorts. The lock on names, under which the plan was made, is held, and given back here.
  func count(_ plan: UnsafeMutablePointer<CohortPlan>) throws(Failure) -> CohortPass {
    unsafe try analyse(asOf: plan.pointee.asOf) { asOf throws(OutOfMemory) in
      unsafe plan.pointee.asOf = asOf
      return unsafe try CohortPass(heap, plan)
    }
  }

  /// Fills both tables, the second where it is wanted. `costs`: what was asked of a rollup by the same keys and period.
  func fill(
    _ plan: borrowing CohortPlan, _ pass: inout CohortPass, costs: UnsafeMutablePointer<Table>?, quantiles: borrowing Buffer<UInt16>,
    into table: inout Table, summary: UnsafeMutablePointer<Table>?
  ) throws(Failure) {
    namesLock.lockToRead()
    defer { namesLock.unlock() }
    var isDone = false
    do {
      table.asOf = unsafe plan.asOf.unsafelyUnwrapped
      isDone = unsafe try fill(plan, &pass.tally, costs, quantiles, into: &table, summary)
    } catch {
      throw outOfMemory()
    }
    if !isDone { throw tooManyPeriods() }
  }

  func tooManyPeriods() -> Failure { failure(104, "more than 36600 periods of a key, or 16777216 rows: longer periods, or an earlier as-of instant, make fewer") }

  /// False where the rows would be too many.
  private func fill(
    _ plan: borrowing CohortPlan, _ tally: inout CohortTally, _ costs: UnsafeMutablePointer<Table>?, _ quantiles: borrowing Buffer<UInt16>,
    into table: inout Table, _ summary: UnsafeMutablePointer<Table>?
  ) throws(OutOfMemory) -> Bool {
    let groups = try JourneyGroups(self, plan.keys, tally.groups)
    let count = groups.groups.count
    var ages = Buffer<Int>(heap)
    try ages.reserve(exactly: count)
    for i in 0..<count {
      let start = tally.groups.key(Int(groups.groups[i]), plan.keys.keys.count)
      let begun = periods(plan.keys.period, from: start, asOf: table.asOf)
      ages.appendReserved(begun - 1 > plan.maxAge ? plan.maxAge + 1 : begun)
      table.rows += ages[i]
      if table.rows > Self.mostPeriodRows || ages[i] > Self.mostPeriods { return false }
    }
    try groups.fill(self, plan.keys, tally.groups, ages, into: &table)
    let ageColumns = try CohortAges(&table)
    var lives = Buffer<CohortLife>(heap)
    try lives.reserve(exactly: count)
    var costs = unsafe BorrowedRows(costs, hasPeriods: true)
    for i in 0..<count {
      let g = Int(groups.groups[i])
      let cost = costs.find(self, plan.keys, tally.groups, g) ? costs.value(plan.keys, 0) : .undefined(ValueState.noData)
      let start = tally.groups.key(g, plan.keys.keys.count)
      lives.appendReserved(unsafe try ageColumns.fill(&table, plan, &tally, g, start: start, ages[i], cost, zone.pointer.pointee))
    }
    guard let summary = unsafe summary else { return true }
    unsafe summary.pointee.asOf = table.asOf
    unsafe summary.pointee.rows = count
    for i in 0..<count { ages[i] = 1 }
    unsafe try groups.fill(self, plan.keys, tally.groups, ages, into: &summary.pointee)
    let columns = unsafe try CohortSummary(&summary.pointee, plan, quantiles)
    for i in 0..<count { unsafe try columns.fill(&summary.pointee, plan, &tally, Int(groups.groups[i]), lives[i], quantiles) }
    return true
  }

  /// How many periods have begun from one on up to the as-of instant.
  func periods(_ period: Period, from start: Int64, asOf: Int64) -> Int {
    let zone = unsafe zone.pointer
    guard start <= asOf else { return 0 }
    let last = unsafe zone.pointee.bounds(of: period, at: asOf).start
    return unsafe zone.pointee.number(of: period, start: last) - zone.pointee.number(of: period, start: start) + 1
  }
}
