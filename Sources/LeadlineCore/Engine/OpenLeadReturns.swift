/// What campaigns brought and cost beside the open leads that they left.
extension Engine {
  /// Adds the columns to a table of open leads that has their value. `returns`: the cost by the same keys and period.
  func fill(
    returns: UnsafeMutablePointer<Table>, _ plan: borrowing OpenLeadsPlan, _ pass: borrowing OpenLeadsPass, into table: inout Table
  ) throws(Failure) {
    namesLock.lockToRead()
    defer { namesLock.unlock() }
    do {
      unsafe try add(returns: returns, plan, pass, to: &table)
    } catch {
      throw outOfMemory()
    }
  }

  private func add(
    returns: UnsafeMutablePointer<Table>, _ plan: borrowing OpenLeadsPlan, _ pass: borrowing OpenLeadsPass, to table: inout Table
  ) throws(OutOfMemory) {
    let groups = try JourneyGroups(self, plan.keys, pass.groups)
    let first = table.columns.count
    var values = 0
    while !(table.columns[values].name.text == "open_lead_value") { values += 1 }
    try table.add(.int128, "revenue", unit: Unit.money, scale: table.moneyScale)
    try table.add(.int128, "marketing_cost", unit: Unit.money, scale: table.moneyScale)
    try table.add(.ratio, "roac", unit: Unit.ratio)
    var rows = unsafe BorrowedRows(returns, hasPeriods: plan.keys.period != .all)
    for i in 0..<groups.groups.count {
      let g = Int(groups.groups[i])
      let isKnown = rows.find(self, plan.keys, pass.groups, g)
      let revenue = Value.whole(pass.cells[g].revenue)
      let cost = isKnown ? rows.value(plan.keys, 0) : .undefined(ValueState.noData)
      let open = table.columns[values].value(i)
      try table.columns[first].append(revenue)
      try table.columns[first + 1].append(cost)
      try table.columns[first + 2].append((revenue + open) / cost)
    }
  }
}
