/// Open leads: the pass over journeys, and the table it gives together with what a lead is worth.
extension Engine {
  /// Counts. The lock on names, under which the plan was made, is held, and given back here.
  func count(_ plan: UnsafeMutablePointer<OpenLeadsPlan>) throws(Failure) -> OpenLeadsPass {
    unsafe try analyse(asOf: plan.pointee.asOf) { asOf throws(OutOfMemory) in
      unsafe plan.pointee.asOf = asOf
      return unsafe try OpenLeadsPass(heap, plan)
    }
  }

  /// Fills the table. `worth`: the conversion of leads, the average check and the unit margin by the same keys over all time.
  func fill(
    _ plan: borrowing OpenLeadsPlan, _ pass: borrowing OpenLeadsPass, worth: UnsafeMutablePointer<Table>?, into table: inout Table
  ) throws(Failure) {
    namesLock.lockToRead()
    defer { namesLock.unlock() }
    do {
      table.asOf = unsafe plan.asOf.unsafelyUnwrapped
      unsafe try fill(&table, plan, pass, worth)
    } catch {
      throw outOfMemory()
    }
  }

  private func fill(
    _ table: inout Table, _ plan: borrowing OpenLeadsPlan, _ pass: borrowing OpenLeadsPass, _ worth: UnsafeMutablePointer<Table>?
  ) throws(OutOfMemory) {
    let groups = try JourneyGroups(self, plan.keys, pass.groups)
    let count = groups.groups.count
    var once = Buffer<Int>(heap)
    try once.append(repeating: 1, count: count)
    table.rows = count
    try groups.fill(self, plan.keys, pass.groups, once, into: &table)
    var leads = Table.Column(table.heap, .int64)
    var open = Table.Column(table.heap, .int64)
    var value = Table.Column(table.heap, .ratio)
    var margin = Table.Column(table.heap, .ratio)
    var rows = unsafe BorrowedRows(worth, hasPeriods: false)
    for i in 0..<count {
      let g = Int(groups.groups[i])
      let openLeads = Value.whole(Int128(pass.cells[g].open))
      try leads.append(Int64(pass.cells[g].leads))
      try open.append(Int64(pass.cells[g].open))
      if rows.find(self, plan.keys, pass.groups, g) {
        let sales = openLeads * rows.value(plan.keys, 0)
        try value.append(sales * rows.value(plan.keys, 1))
        try margin.append(sales * rows.value(plan.keys, 2))
      } else {
        try value.append(undefined: ValueState.noData)
        try margin.append(undefined: ValueState.noData)
      }
    }
    try table.add(leads, Bytes("leads"), unit: Unit.count)
    try table.add(open, Bytes("open_leads"), unit: Unit.count)
    guard unsafe worth != nil else { return }
    try table.add(value, Bytes("open_lead_value"), unit: Unit.money, scale: table.moneyScale)
    try table.add(margin, Bytes("open_lead_margin"), unit: Unit.money, scale: table.moneyScale)
  }
}
