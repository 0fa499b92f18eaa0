/// Customers won and lost by period: the pass over journeys, and the table it gives.
extension Engine {
  /// Counts and fills the table. The lock on names, under which the plan was made, is held, and given back here.
  func answer(_ plan: UnsafeMutablePointer<ChurnPlan>, into table: inout Table) throws(Failure) {
    let pass = unsafe try analyse(asOf: plan.pointee.asOf) { asOf throws(OutOfMemory) in
      unsafe plan.pointee.asOf = asOf
      return unsafe try ChurnPass(heap, plan)
    }
    namesLock.lockToRead()
    defer { namesLock.unlock() }
    var isDone = false
    do {
      table.asOf = unsafe plan.pointee.asOf.unsafelyUnwrapped
      isDone = unsafe try fill(&table, plan.pointee, pass)
    } catch {
      throw outOfMemory()
    }
    if !isDone { throw tooManyPeriods() }
  }

  /// A row for every period from the first in which anything happened to a key; false where there are too many.
  private func fill(_ table: inout Table, _ plan: borrowing ChurnPlan, _ pass: borrowing ChurnPass) throws(OutOfMemory) -> Bool {
    let groups = try JourneyGroups(self, plan.keys, pass.groups)
    var repeats = Buffer<Int>(heap)
    try repeats.append(repeating: 0, count: groups.groups.count)
    var walk = ChurnWalk(names: plan.keys.keys.count, asOf: Swift.min(table.asOf, plan.to == Int64.min ? Int64.min : plan.to - 1))
    while walk.step(self, plan, pass, groups) {
      if walk.start < plan.from { continue }
      repeats[walk.begins] += 1
      table.rows += 1
      if table.rows > Self.mostPeriodRows || repeats[walk.begins] > Self.mostPeriods { return false }
    }
    try groups.fillNames(self, plan.keys, pass.groups, repeats, into: &table)
    let periods = try PeriodColumns(&table)
    let first = table.columns.count
    try table.add(.int64, "customers_start", unit: Unit.count)
    try table.add(.int64, "new", unit: Unit.count)
    try table.add(.int64, "returned", unit: Unit.count)
    try table.add(.int64, "lost", unit: Unit.count)
    try table.add(.int64, "customers_end", unit: Unit.count)
    try table.add(.ratio, "churn_rate", unit: Unit.ratio)
    try table.add(.ratio, "new_to_loss", unit: Unit.ratio)
    walk = ChurnWalk(names: walk.names, asOf: walk.asOf)
    while walk.step(self, plan, pass, groups) {
      if walk.start < plan.from { continue }
      let (won, lost) = (Int64(walk.cell.won), Int64(walk.cell.lost))
      let isOver = walk.end - 1 <= table.asOf
      try periods.append(self, plan.keys.period, start: walk.start, 1, &table)
      try table.columns[first].append(walk.standing)
      try table.columns[first + 1].append(won)
      try table.columns[first + 2].append(Int64(walk.cell.returned))
      try table.columns[first + 3].append(lost)
      try table.columns[first + 4].append(walk.standing + walk.change)
      try table.columns[first + 5].append(isOver ? .ratio(Int128(lost), Int128(walk.standing)) : .undefined(ValueState.inProgress))
      try table.columns[first + 6].append(isOver ? .ratio(Int128(won), Int128(lost)) : .undefined(ValueState.inProgress))
    }
    return true
  }
}

/// Goes through the periods of each key, those in which nothing happened among them.
private struct ChurnWalk {
  let names: Int
  /// Periods that begin after it are left out.
  let asOf: Int64
  /// The place of the key's first group.
  private(set) var begins = 0
  /// Of the next group.
  private var at = 0
  private var isWithin = false
  private(set) var start: Int64 = 0
  private(set) var end: Int64 = 0
  private(set) var cell = ChurnPass.Cell()
  /// Customers before the period.
  private(set) var standing: Int64 = 0

  init(names: Int, asOf: Int64) {
    self.names = names
    self.asOf = asOf
  }

  var change: Int64 { Int64(cell.won) + Int64(cell.returned) - Int64(cell.lost) }

  /// Goes to the next period; false behind the last.
  @inline(never)
  mutating func step(
    _ engine: borrowing Engine, _ plan: borrowing ChurnPlan, _ pass: borrowing ChurnPass, _ groups: borrowing JourneyGroups
  ) -> Bool {
    while true {
      if isWithin {
        standing += change
        start = end
      } else {
        if at == groups.groups.count { return false }
        begins = at
        start = pass.groups.key(Int(groups.groups[at]), names)
        standing = 0
        isWithin = true
      }
      if start <= asOf { break }
      while isOfKey(pass, groups) { at += 1 }
      isWithin = false
      cell = ChurnPass.Cell()
    }
    cell = ChurnPass.Cell()
    if isOfKey(pass, groups) && pass.groups.key(Int(groups.groups[at]), names) == start {
      cell = pass.cells[Int(groups.groups[at])]
      at += 1
    }
    end = unsafe engine.zone.pointer.pointee.bounds(of: plan.keys.period, at: start).end
    return true
  }

  /// Whether the next group is of the key at hand.
  private func isOfKey(_ pass: borrowing ChurnPass, _ groups: borrowing JourneyGroups) -> Bool {
    guard at < groups.groups.count else { return false }
    for k in 0..<names where pass.groups.key(Int(groups.groups[at]), k) != pass.groups.key(Int(groups.groups[begins]), k) { return false }
    return true
  }
}
