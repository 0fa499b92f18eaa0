/// Paths: the pass over journeys, and the tables it gives.
extension Engine {
  /// Counts all paths and fills the tables, the second and third where they are wanted. The lock on names, under which the plan
  /// was made, is held, and given back here.
  func answer(
    _ plan: UnsafeMutablePointer<PathPlan>, _ sources: borrowing StepNames, quantiles: borrowing Buffer<UInt16>, into table: inout Table,
    transitions: UnsafeMutablePointer<Table>?, touches: UnsafeMutablePointer<Table>?
  ) throws(Failure) {
    unsafe plan.pointee.hasTransitions = transitions != nil
    var pass = unsafe try analyse(asOf: plan.pointee.asOf) { asOf throws(OutOfMemory) in
      unsafe plan.pointee.asOf = asOf
      return unsafe try PathPass(heap, plan)
    }
    namesLock.lockToRead()
    defer { namesLock.unlock() }
    let asOf = unsafe plan.pointee.asOf.unsafelyUnwrapped
    do {
      table.asOf = asOf
      let groups = unsafe try JourneyGroups(self, plan.pointee.keys, pass.tally.groups)
      let names = unsafe try PathNames(self, plan.pointee, sources, pass.tally.steps)
      unsafe try fill(&table, groups, names, plan.pointee, pass.tally)
      if let transitions = unsafe transitions {
        unsafe transitions.pointee.asOf = asOf
        unsafe try fill(transitions: &transitions.pointee, groups, names, plan.pointee, pass.tally)
      }
      if let touches = unsafe touches {
        unsafe touches.pointee.asOf = asOf
        unsafe try fill(touches: &touches.pointee, groups, plan.pointee, quantiles, &pass.tally)
      }
    } catch {
      throw outOfMemory()
    }
  }

  private func fill(
    _ table: inout Table, _ groups: borrowing JourneyGroups, _ names: borrowing PathNames, _ plan: borrowing PathPlan,
    _ tally: borrowing PathTally
  ) throws(OutOfMemory) {
    let listed = try ListedPaths(groups, names, plan, tally)
    table.rows = listed.rows.count
    try groups.fill(self, plan.keys, tally.groups, listed.repeats, into: &table)
    try fill(paths: &table, listed, names)
    try table.addIntegers("length") { Int64(listed.steps(Int(listed.rows[$0])).count) }
    try table.addIntegers("paths") { Int64(tally.counts[Int(listed.rows[$0])].paths) }
    try table.addIntegers("outcomes") { Int64(tally.counts[Int(listed.rows[$0])].outcomes) }
    try table.addIntegers("dropped") { Int64(tally.counts[Int(listed.rows[$0])].dropped) }
    try table.addIntegers("open") { Int64(tally.counts[Int(listed.rows[$0])].open) }
    var value = Table.Column(table.heap, .int128)
    for i in 0..<listed.rows.count { try value.append(whole: tally.counts[Int(listed.rows[i])].value) }
    try table.add(value, Bytes("value"), unit: plan.unit, scale: plan.unit == Unit.none ? 0 : UInt32(moneyScale))
    try table.addRatios("rate") {
      let count = tally.counts[Int(listed.rows[$0])]
      return (Int128(count.outcomes), Int128(count.paths))
    }
    try table.addRatios("share") {
      let p = Int(listed.rows[$0])
      return (Int128(tally.counts[p].paths), Int128(listed.totals[Int(tally.paths.key(p, 0))]))
    }
  }

  @inline(never)
  private func fill(paths table: inout Table, _ listed: borrowing ListedPaths, _ names: borrowing PathNames) throws(OutOfMemory) {
    var path = Table.Column(table.heap, .string)
    path.isKey = true
    var text = Buffer<UInt8>(heap)
    for i in 0..<listed.rows.count {
      let steps = listed.steps(Int(listed.rows[i]))
      try names.write(listed.sequences, steps, into: &text)
      if steps.isEmpty {
        try path.append(Bytes(""), state: 1)
      } else {
        try path.append(text.isEmpty ? Bytes("") : unsafe Bytes(UnsafePointer(text.base.unsafelyUnwrapped), text.count), state: 0)
      }
    }
    try table.add(path, Bytes("path"))
  }

  private func fill(
    transitions table: inout Table, _ groups: borrowing JourneyGroups, _ names: borrowing PathNames, _ plan: borrowing PathPlan,
    _ tally: borrowing PathTally
  ) throws(OutOfMemory) {
    let listed = try ListedTransitions(groups, names, tally)
    table.rows = listed.rows.count
    try groups.fill(self, plan.keys, tally.groups, listed.repeats, into: &table)
    var from = Table.Column(table.heap, .string)
    var to = Table.Column(table.heap, .string)
    var moves = Table.Column(table.heap, .int64)
    var share = Table.Column(table.heap, .ratio)
    from.isKey = true
    to.isKey = true
    for i in 0..<listed.rows.count {
      let t = Int(listed.rows[i])
      try append(Int(tally.transitions.key(t, 1)), names, to: &from)
      try append(Int(tally.transitions.key(t, 2)), names, to: &to)
      try moves.append(Int64(tally.moves[t]))
      try share.append(Int128(tally.moves[t]), over: Int128(listed.totals[i]))
    }
    try table.add(from, Bytes("from"))
    try table.add(to, Bytes("to"))
    try table.add(moves, Bytes("transitions"), unit: Unit.count)
    try table.add(share, Bytes("share"), unit: Unit.ratio)
  }

  private func append(_ step: Int, _ names: borrowing PathNames, to column: inout Table.Column) throws(OutOfMemory) {
    switch step {
    case PathTally.State.start: try column.append(Bytes("(start)"), state: 2)
    case PathTally.State.outcome: try column.append(Bytes("(outcome)"), state: 2)
    case PathTally.State.dropped: try column.append(Bytes("(dropped)"), state: 2)
    case PathTally.State.open: try column.append(Bytes("(open)"), state: 2)
    default: try column.append(names.names.name(step), state: 0)
    }
  }

  private func fill(
    touches table: inout Table, _ groups: borrowing JourneyGroups, _ plan: borrowing PathPlan, _ quantiles: borrowing Buffer<UInt16>,
    _ tally: inout PathTally
  ) throws(OutOfMemory) {
    table.rows = groups.groups.count
    var repeats = Buffer<Int>(heap)
    try repeats.append(repeating: 1, count: groups.groups.count)
    try groups.fill(self, plan.keys, tally.groups, repeats, into: &table)
    var outcomes = Table.Column(table.heap, .int64)
    var touches = Table.Column(table.heap, .int64)
    for i in 0..<groups.groups.count {
      let g = Int(groups.groups[i])
      try outcomes.append(Int64(tally.touches[g].count))
      try touches.append(Int64(tally.touches[g].sum))
    }
    try table.add(outcomes, Bytes("outcomes"), unit: Unit.count)
    try table.add(touches, Bytes("touches"), unit: Unit.count)
    try table.add(&tally.touches, of: groups.groups, quantiles, unit: Unit.count, scale: 0)
    try table.addIntegers("all_touches") {
      let g = Int(groups.groups[$0])
      return Int64(tally.touches[g].sum) + Int64(tally.strays[g])
    }
    try table.addRatios("outcome_share") {
      let g = Int(groups.groups[$0])
      return (tally.touches[g].sum, tally.touches[g].sum + Int128(tally.strays[g]))
    }
  }
}
