/// Targets of an answer's rows, and which of its periods are not over.
extension Engine {
  /// Writes the targets that a program asks for into the leaves it has for them: for each row the target of its first key
  /// that has one on the row's date, else that of the whole. Under the lock on names.
  func gatherTargets(_ plan: borrowing QueryPlan, into sums: inout Aggregation) throws(OutOfMemory) {
    let asOf = plan.asOf ?? greatestTime
    for t in 0..<plan.program.targets.count {
      let leaves = (plan.program.targetLeaf(t, isDenominator: false), plan.program.targetLeaf(t, isDenominator: true))
      let row = plan.program.targets[t]
      let whole = unsafe registry.pointer.pointee.steering.targets(of: row, -1)
      if let found = target(whole, at: date(plan, periodEnd: Int64.max, asOf)) {
        sums.totals[leaves.0] = found.numerator
        sums.totals[leaves.1] = found.denominator
      }
      for period in 0..<sums.periods.count {
        let end = plan.period == .all ? Int64.max : unsafe zone.pointer.pointee.bounds(of: plan.period, at: sums.periods[period]).end
        guard let found = target(whole, at: date(plan, periodEnd: end, asOf)) else { continue }
        for r in sums.rows(ofPeriod: period) { try put(found, leaves, r, &sums) }
      }
      // The first key goes last, so that its targets stand.
      for k in stride(from: plan.keys.count - 1, through: 0, by: -1) { try gatherTargets(plan, row, leaves, key: k, asOf, into: &sums) }
    }
  }

  private func gatherTargets(
    _ plan: borrowing QueryPlan, _ row: Int, _ leaves: (Int, Int), key: Int, _ asOf: Int64, into sums: inout Aggregation
  ) throws(OutOfMemory) {
    let registry = unsafe registry.pointer
    let dimension = plan.keys[key].dimension
    let targets = unsafe registry.pointee.steering.targets(of: row, dimension)
    if targets.isEmpty { return }
    let names = unsafe namesBase.unsafelyUnwrapped + dimension
    // A name's targets stand side by side: by code the first of them, and by the first how many there are.
    var firsts = Buffer<Int32>(heap)
    var counts = Buffer<Int32>(heap)
    unsafe try firsts.append(repeating: -1, count: names.pointee.count)
    try counts.append(repeating: 0, count: targets.count)
    var first = targets.lowerBound
    for i in targets {
      if unsafe i > first && !(registry.pointee.steering.targets[i].name.text == registry.pointee.steering.targets[first].name.text) { first = i }
      counts[first - targets.lowerBound] += 1
      if i > first { continue }
      let name = unsafe registry.pointee.steering.targets[i].name.text
      let code = name.isEmpty ? Code.notSet : name == "(other)" ? Code.other : unsafe names.pointee.find(name) ?? Code.unknown
      if Int(code) < firsts.count { firsts[Int(code)] = Int32(i) }
    }
    for period in 0..<sums.periods.count {
      let end = plan.period == .all ? Int64.max : unsafe zone.pointer.pointee.bounds(of: plan.period, at: sums.periods[period]).end
      let date = date(plan, periodEnd: end, asOf)
      for r in sums.rows(ofPeriod: period) {
        let first = Int(firsts[Int(sums.groupCodes[Int(sums.rowGroup[r]) * sums.keyCount + key])])
        if first < 0 { continue }
        let own = first..<first + Int(counts[first - targets.lowerBound])
        if let found = target(own, at: date) { try put(found, leaves, r, &sums) }
      }
    }
  }

  private func put(_ value: Value, _ leaves: (Int, Int), _ row: Int, _ sums: inout Aggregation) throws(OutOfMemory) {
    unsafe try sums.open(leaves.0)[row] = value.numerator
    unsafe try sums.open(leaves.1)[row] = value.denominator
  }

  /// The last instant of a row's stretch of time.
  private func date(_ plan: borrowing QueryPlan, periodEnd: Int64, _ asOf: Int64) -> Int64 {
    let end = Swift.min(periodEnd, plan.to)
    return end == Int64.min ? end : Swift.min(end - 1, asOf)
  }

  /// Of some targets of one key that which is valid at an instant.
  private func target(_ targets: Range<Int>, at time: Int64) -> Value? {
    unsafe registry.pointer.pointee.steering.target(of: targets, at: time)
  }

  /// By period of an answer, whether it is not over at the as-of instant or cut by the query's bounds: `ValueState.inProgress`.
  ///
  /// An as-of instant that the host gave counts to the microsecond. Else it is that of the last fact, and the day of the last
  /// fact is a whole one: reports by day have no time of day. Periods of hours end with the hour of the last fact.
  func periodProgress(
    _ plan: borrowing QueryPlan, _ sums: borrowing Aggregation, asOf: Int64
  ) throws(OutOfMemory) -> Buffer<UInt8> {
    var states = Buffer<UInt8>(heap)
    var seen = asOf
    if plan.asOf == nil && asOf != Int64.min {
      seen = unsafe zone.pointer.pointee.bounds(of: shapes[plan.rollup].period == .hour ? .hour : .day, at: asOf).end - 1
    }
    for period in 0..<sums.periods.count {
      let start = sums.periods[period]
      let end = unsafe zone.pointer.pointee.bounds(of: plan.period, at: start).end
      let isWhole = seen >= end - 1 && plan.from <= start && plan.to >= end
      try states.append(isWhole ? ValueState.defined : ValueState.inProgress)
    }
    return states
  }
}
