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
    let names = plan.keys.keys.count
    var repeats = Buffer<Int>(heap)
    try repeats.append(repeating: 0, count: groups.groups.count)
    var periods = PeriodColumns(table.heap)
    var columns = ChurnColumns(table.heap)
    var at = 0
    while at < groups.groups.count {
      let begins = at
      var start = pass.groups.key(Int(groups.groups[at]), names)
      var standing: Int64 = 0
      while start <= table.asOf && start < plan.to {
        var cell = ChurnPass.Cell()
        if at < groups.groups.count {
          let g = Int(groups.groups[at])
          if isOneKey(pass.groups, g, Int(groups.groups[begins]), names) && pass.groups.key(g, names) == start {
            cell = pass.cells[g]
            at += 1
          }
        }
        let end = unsafe zone.pointer.pointee.bounds(of: plan.keys.period, at: start).end
        if start >= plan.from {
          repeats[begins] += 1
          table.rows += 1
          if table.rows > Self.mostPeriodRows { return false }
          try periods.append(self, plan.keys.period, start: start, 1, table.asOf)
          try columns.append(cell, standing, isOver: end - 1 <= table.asOf)
        }
        standing += Int64(cell.won) + Int64(cell.returned) - Int64(cell.lost)
        start = end
      }
      while at < groups.groups.count && isOneKey(pass.groups, Int(groups.groups[at]), Int(groups.groups[begins]), names) { at += 1 }
    }
    try groups.fillNames(self, plan.keys, pass.groups, repeats, into: &table)
    try periods.add(to: &table)
    try columns.add(to: &table)
    return true
  }

  private func isOneKey(_ found: borrowing GroupIndex, _ a: Int, _ b: Int, _ names: Int) -> Bool {
    for k in 0..<names where found.key(a, k) != found.key(b, k) { return false }
    return true
  }
}

/// The columns behind the keys and periods.
private struct ChurnColumns: ~Copyable {
  private var start: Table.Column
  private var won: Table.Column
  private var returned: Table.Column
  private var lost: Table.Column
  private var end: Table.Column
  private var churn: Table.Column
  private var newToLoss: Table.Column

  init(_ heap: Heap) {
    start = Table.Column(heap, .int64)
    won = Table.Column(heap, .int64)
    returned = Table.Column(heap, .int64)
    lost = Table.Column(heap, .int64)
    end = Table.Column(heap, .int64)
    churn = Table.Column(heap, .ratio)
    newToLoss = Table.Column(heap, .ratio)
  }

  mutating func append(_ cell: ChurnPass.Cell, _ standing: Int64, isOver: Bool) throws(OutOfMemory) {
    let lost = Int64(cell.lost)
    try start.append(standing)
    try won.append(Int64(cell.won))
    try returned.append(Int64(cell.returned))
    try self.lost.append(lost)
    try end.append(standing + Int64(cell.won) + Int64(cell.returned) - lost)
    try churn.append(isOver ? .ratio(Int128(lost), Int128(standing)) : .undefined(ValueState.inProgress))
    try newToLoss.append(isOver ? .ratio(Int128(cell.won), Int128(lost)) : .undefined(ValueState.inProgress))
  }

  consuming func add(to table: inout Table) throws(OutOfMemory) {
    try table.add(start, Bytes("customers_start"), unit: Unit.count)
    try table.add(won, Bytes("new"), unit: Unit.count)
    try table.add(returned, Bytes("returned"), unit: Unit.count)
    try table.add(lost, Bytes("lost"), unit: Unit.count)
    try table.add(end, Bytes("customers_end"), unit: Unit.count)
    try table.add(churn, Bytes("churn_rate"), unit: Unit.ratio)
    try table.add(newToLoss, Bytes("new_to_loss"), unit: Unit.ratio)
  }
}
