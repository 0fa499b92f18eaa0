import CLeadline

/// Attribution: the pass over journeys, and the tables it gives.
extension Engine {
  /// What the tables of attribution call outcomes and models.
  struct AttributionNames: ~Copyable {
    var outcomes: StepNames
    var models: StepNames
  }

  /// Credits all outcomes. The lock on names, under which the plan was made, is held, and given back here.
  func credit(_ plan: UnsafeMutablePointer<AttributionPlan>) throws(Failure) -> AttributionPass {
    unsafe try analyse(asOf: plan.pointee.asOf) { asOf throws(OutOfMemory) in
      unsafe plan.pointee.asOf = asOf
      return unsafe try AttributionPass(heap, plan)
    }
  }

  /// Brings credit that is kept up to everything taken in so far. The lock on names, under which its plan was made, is held, and given
  /// back here.
  func update(_ credit: UnsafeMutablePointer<LiveCredit>) throws(Failure) {
    // Whatever the greatest time is, no fact lies behind it: parts see all facts, whenever they were worked out.
    unsafe credit.pointee.plan.value.asOf = TimeRange.greatest
    let greatest = try withJourneysInOrder { greatest throws(OutOfMemory) in
      let journeys = unsafe journeys.pointer
      unsafe journeys.pointee.numberSegments()
      unsafe try credit.pointee.update(journeys, threads: threads)
      return greatest
    }
    unsafe credit.pointee.plan.value.asOf = Swift.min(greatest, TimeRange.greatest)
  }

  /// Fills the tables, the second and third where they are wanted. `borrowed`: cost, then activity, of the rollups, as far as asked for.
  func answer(
    _ plan: borrowing AttributionPlan, _ book: inout CreditBook, _ keys: borrowing GroupIndex, _ names: borrowing AttributionNames, _ asked: CreditColumns.Asked,
    _ borrowed: UnsafeMutablePointer<Table>?, quantiles: borrowing Buffer<UInt16>, into table: inout Table,
    totals: UnsafeMutablePointer<Table>?, pairs: UnsafeMutablePointer<Table>?
  ) throws(Failure) {
    let asOf = unsafe plan.asOf.unsafelyUnwrapped
    if unsafe pairs != nil && book.pairs.isFull { throw tooManyPairs() }
    let verdicts = try judge(plan, &book, keys)
    namesLock.lockToRead()
    defer { namesLock.unlock() }
    do {
      table.asOf = asOf
      if let borrowed = unsafe borrowed {
        unsafe try BorrowedRows.addGroups(borrowed.pointee, self, plan.keys, columns: asked.count, to: &book.tally)
      }
      unsafe try fill(credits: &table, plan, names, asked, borrowed, book.tally, book.totals, verdicts, keys)
      if let totals = unsafe totals {
        unsafe totals.pointee.asOf = asOf
        unsafe try fill(totals: &totals.pointee, plan, names, quantiles, &book.totals, verdicts)
      }
      if let pairs = unsafe pairs {
        unsafe pairs.pointee.asOf = asOf
        unsafe try fill(pairs: &pairs.pointee, plan, names, keys, book.pairs)
      }
    } catch {
      throw outOfMemory()
    }
  }

  func tooManyPairs() -> Failure { failure(LEADLINE_ERROR_TOO_MANY, "pairs of keys have more than 2 097 152 rows, one for each outcome") }

  /// Refuses names that make one column's of two, before anything is worked out: of the tables that the plan has, by those of nothing.
  /// The lock on names is held.
  @inline(never)
  func checkColumns(
    _ plan: borrowing AttributionPlan, _ names: borrowing AttributionNames, _ asked: CreditColumns.Asked, quantiles: borrowing Buffer<UInt16>
  ) throws(Failure) {
    var credits = Table(heap)
    var totals = Table(heap)
    var pairs = Table(heap)
    do {
      var book = try Box(heap, try CreditBook(heap, plan))
      let keys = GroupIndex(heap, width: plan.keys.keys.count)
      let verdicts = try PathVerdicts(plan.models, outcomes: plan.outcomes.count, book.value.ofPaths, keys: Buffer(heap))
      unsafe try fill(credits: &credits, plan, names, asked, nil, book.value.tally, book.value.totals, verdicts, keys)
      if plan.hasTotals { try fill(totals: &totals, plan, names, quantiles, &book.value.totals, verdicts) }
      if plan.hasPairs { try fill(pairs: &pairs, plan, names, keys, book.value.pairs) }
    } catch {
      throw outOfMemory()
    }
    try checkNames(credits)
    try checkNames(totals)
    try checkNames(pairs)
  }

  private func checkNames(_ table: borrowing Table) throws(Failure) {
    for c in 1..<Swift.max(table.columns.count, 1) {
      for earlier in 0..<c where table.columns[earlier].name.text == table.columns[c].name.text {
        throw failure(LEADLINE_ERROR_DUPLICATE_NAME, "two columns would be called ", table.columns[c].name.text)
      }
    }
  }

  /// Lets the models of all paths judge, and credits what they say. Solved without the lock on names, since that may take a while.
  private func judge(
    _ plan: borrowing AttributionPlan, _ book: inout CreditBook, _ keys: borrowing GroupIndex
  ) throws(Failure) -> PathVerdicts {
    let fault: RemovalEffects.State?
    do {
      let ordered = try orderKeys(plan, keys)
      try book.ofPaths.share(keys: keys.count)
      let verdicts = try PathVerdicts(plan.models, outcomes: plan.outcomes.count, book.ofPaths, keys: ordered)
      fault = verdicts.fault
      if fault == nil {
        try book.credit(plan.models, verdicts, keys)
        return verdicts
      }
    } catch {
      throw outOfMemory()
    }
    if fault == .tooManyStates { throw failure(LEADLINE_ERROR_TOO_MANY, "a chain of more than 65 536 states") }
    throw failure(LEADLINE_ERROR_TOO_MANY, "a chain of more than 3 584 states with too many keys and moves, or too long paths")
  }

  /// The numbers of all keys in canonical order, where models ask for it.
  private func orderKeys(_ plan: borrowing AttributionPlan, _ keys: borrowing GroupIndex) throws(OutOfMemory) -> Buffer<UInt32> {
    if !plan.wantsLost { return Buffer(heap) }
    namesLock.lockToRead()
    defer { namesLock.unlock() }
    let names = try JourneyGroups(self, plan.keys, keys)
    return try Buffer(copying: names.groups)
  }

  private func fill(
    credits table: inout Table, _ plan: borrowing AttributionPlan, _ names: borrowing AttributionNames, _ asked: CreditColumns.Asked,
    _ borrowed: UnsafeMutablePointer<Table>?, _ tally: borrowing CreditTally, _ totals: borrowing OutcomeTally,
    _ verdicts: borrowing PathVerdicts, _ keys: borrowing GroupIndex
  ) throws(OutOfMemory) {
    let groups = try JourneyGroups(self, plan.keys, tally.groups)
    let outcomes = plan.outcomes.count
    let count = groups.groups.count
    table.rows = count * outcomes
    var repeats = Buffer<Int>(heap)
    try repeats.append(repeating: outcomes, count: count)
    try groups.fill(self, plan.keys, tally.groups, repeats, into: &table)
    if plan.isByPosition {
      let word = plan.keys.width
      try table.addIntegers("place", isKey: true) { tally.groups.key(Int(groups.groups[$0 / outcomes]), word) }
    }
    try table.addNames("outcome") { names.outcomes.name($0 % outcomes) }
    var columns = CreditColumns(heap, unit: plan.unit, moneyScale: UInt32(moneyScale))
    for m in 0..<plan.models.count {
      try columns.addCredit(names.models.name(m), &table) { row in
        let place = tally.place(Int(groups.groups[row / outcomes]), row % outcomes) + m * 2
        return (tally.cells[place], tally.cells[place + 1])
      }
      if plan.models[m].kind != .markov { continue }
      let rows = try KeyRows(plan, groups, tally, totals, keys)
      try columns.addRemoval(names.models.name(m), &table) { row in
        let verdict = verdicts.place(m, row % outcomes)
        if verdicts.verdicts[verdict].state != .defined { return nil }
        let (key, period) = rows.rows[row / outcomes]
        if period < 0 { return (0, 0) }
        let outcomes = totals.sums[totals.place(group: period, row % outcomes)].outcomes
        return key < 0 ? (0, outcomes) : (verdicts.verdicts[verdict].units[key], outcomes)
      }
    }
    if plan.hasDetails {
      try columns.addDetails(&table) { row in tally.place(Int(groups.groups[row / outcomes]), row % outcomes) + plan.models.count * 2 } _: {
        tally.cells[$0]
      }
    }
    guard asked.count > 0 else { return }
    if let borrowed = unsafe borrowed { unsafe table.doubleBooked = borrowed.pointee.doubleBooked }
    var rows = unsafe BorrowedRows(borrowed, hasPeriods: plan.hasPeriods)
    var values = Buffer<Value>(heap)
    for i in 0..<count {
      let isKnown = rows.find(self, plan.keys, tally.groups, Int(groups.groups[i]))
      for c in 0..<asked.count { try values.append(isKnown ? rows.value(plan.keys, c) : .undefined(ValueState.noData)) }
    }
    for m in -1..<plan.models.count {
      let kinds = (rows.kind(plan.keys, 0), rows.kind(plan.keys, asked.count - 1))
      try columns.add(asked, kinds, m < 0 ? nil : names.models.name(m), &table) { row in
        let place = tally.place(Int(groups.groups[row / outcomes]), row % outcomes) + m * 2
        let credit = m < 0 ? (0, 0) : (tally.cells[place], tally.cells[place + 1])
        let first = row / outcomes * asked.count
        return (credit.0, credit.1, values[first], values[first + asked.count - 1])
      }
    }
  }

  private func fill(
    totals table: inout Table, _ plan: borrowing AttributionPlan, _ names: borrowing AttributionNames, _ quantiles: borrowing Buffer<UInt16>,
    _ totals: inout OutcomeTally, _ verdicts: borrowing PathVerdicts
  ) throws(OutOfMemory) {
    let periods = unsafe JourneyKeys(heap, zone: plan.keys.zone, period: plan.keys.period)
    let groups = try JourneyGroups(self, periods, totals.groups)
    let outcomes = plan.outcomes.count
    let models = plan.models.count
    let count = groups.groups.count
    table.rows = count * outcomes
    var repeats = Buffer<Int>(heap)
    try repeats.append(repeating: outcomes, count: count)
    try groups.fill(self, periods, totals.groups, repeats, into: &table)
    try table.addNames("outcome") { names.outcomes.name($0 % outcomes) }
    var places = Buffer<UInt32>(heap)
    for row in 0..<table.rows { try places.append(groups.groups[row / outcomes] * UInt32(outcomes) + UInt32(row % outcomes)) }
    var columns = CreditColumns(heap, unit: plan.unit, moneyScale: UInt32(moneyScale))
    try table.addIntegers("outcomes") { Int64(totals.sums[Int(places[$0])].outcomes) }
    try columns.addValue(Bytes("value"), "", &table) { totals.sums[Int(places[$0])].value }
    try table.addIntegers("untouched") { Int64(totals.sums[Int(places[$0])].untouched) }
    try table.addIntegers("view_through") { Int64(totals.sums[Int(places[$0])].viewThrough) }
    try columns.addValue(Bytes("view_through"), "_value", &table) { totals.sums[Int(places[$0])].viewThroughValue }
    for m in 0..<models {
      try columns.addCredit(names.models.name(m), &table) { row in
        let place = (Int(places[row]) * models + m) * 2
        return (totals.unassigned[place], totals.unassigned[place + 1])
      }
      if plan.models[m].kind == .shapleyRate {
        try columns.addNumber(names.models.name(m), "_samples", &table) { verdicts.verdicts[verdicts.place(m, $0 % outcomes)].samples }
      } else if plan.models[m].kind == .markov {
        try columns.addNumber(names.models.name(m), "_order", &table) { verdicts.verdicts[verdicts.place(m, $0 % outcomes)].order }
      }
    }
    try table.add(&totals.touches, of: places, quantiles, unit: Unit.count, scale: 0, prefix: "touches_")
    try table.add(&totals.times, of: places, quantiles, unit: Unit.seconds, scale: 6, prefix: "time_")
  }

  private func fill(
    pairs table: inout Table, _ plan: borrowing AttributionPlan, _ names: borrowing AttributionNames, _ keys: borrowing GroupIndex,
    _ pairs: borrowing PairTally
  ) throws(OutOfMemory) {
    let listed = try ListedPairs(self, plan.keys, keys, pairs)
    let outcomes = plan.outcomes.count
    table.rows = listed.rows.count
    try listed.fillKeys(self, plan.keys, keys, into: &table)
    try table.addNames("outcome") { names.outcomes.name(Int(listed.rows[$0]) % outcomes) }
    var columns = CreditColumns(heap, unit: plan.unit, moneyScale: UInt32(moneyScale))
    try table.addIntegers("both") { Int64(pairs.counts[Int(listed.rows[$0])].both) }
    try columns.addValue(Bytes("both"), "_value", &table) { pairs.counts[Int(listed.rows[$0])].bothValue }
    try table.addIntegers("either") { Int64(pairs.either(Int(listed.rows[$0]) / outcomes, Int(listed.rows[$0]) % outcomes)) }
    try table.addRatios("overlap") {
      let row = Int(listed.rows[$0])
      return (Int128(pairs.counts[row].both), Int128(pairs.either(row / outcomes, row % outcomes)))
    }
    try table.addIntegers("synergy") { Int64(pairs.counts[Int(listed.rows[$0])].alone) }
    try columns.addValue(Bytes("synergy"), "_value", &table) { pairs.counts[Int(listed.rows[$0])].aloneValue }
  }
}

/// What a row of credit is about, by place of its group.
private struct KeyRows: ~Copyable {
  /// The number of its key, and the group of its period among the totals; -1: no path has the key, no outcome is in the period.
  private(set) var rows: Buffer<(Int, Int)>

  init(
    _ plan: borrowing AttributionPlan, _ groups: borrowing JourneyGroups, _ tally: borrowing CreditTally, _ totals: borrowing OutcomeTally,
    _ keys: borrowing GroupIndex
  ) throws(OutOfMemory) {
    let heap = tally.heap
    var rows = Buffer<(Int, Int)>(heap)
    var key = Buffer<Int64>(heap)
    var period = Buffer<Int64>(heap)
    let names = plan.keys.keys.count
    try key.append(repeating: 0, count: names)
    try period.append(repeating: 0, count: totals.groups.width)
    for i in 0..<groups.groups.count {
      let group = Int(groups.groups[i])
      for w in 0..<names { key[w] = tally.groups.key(group, w) }
      for w in 0..<period.count { period[w] = tally.groups.key(group, names + w) }
      try rows.append((keys.place(of: key) ?? -1, totals.groups.place(of: period) ?? -1))
    }
    self.rows = rows
  }
}
