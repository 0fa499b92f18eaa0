/// Open leads: the pass over journeys, and the table it gives together with what a lead is worth.
extension Engine {
  /// Counts. The lock on names, under which the plan was made, is held, and given back here.
  func count(_ plan: UnsafeMutablePointer<OpenLeadsPlan>) throws(Failure) -> OpenLeadsPass {
    unsafe try analyse(asOf: plan.pointee.asOf) { asOf throws(OutOfMemory) in
      unsafe plan.pointee.asOf = asOf
      return unsafe try OpenLeadsPass(heap, plan)
    }
  }

  /// Fills the table. `worth`: the unit margin by the same keys over all time.
  func fill(
    _ plan: borrowing OpenLeadsPlan, _ pass: inout OpenLeadsPass, worth: UnsafeMutablePointer<Table>?, into table: inout Table
  ) throws(Failure) {
    namesLock.lockToRead()
    defer { namesLock.unlock() }
    do {
      table.asOf = unsafe plan.asOf.unsafelyUnwrapped
      unsafe try fill(&table, plan, &pass, worth)
    } catch {
      throw outOfMemory()
    }
  }

  private func fill(
    _ table: inout Table, _ plan: borrowing OpenLeadsPlan, _ pass: inout OpenLeadsPass, _ worth: UnsafeMutablePointer<Table>?
  ) throws(OutOfMemory) {
    let groups = try JourneyGroups(self, plan.keys, pass.groups)
    let count = groups.groups.count
    var once = Buffer<Int>(heap)
    try once.append(repeating: 1, count: count)
    table.rows = count
    try groups.fill(self, plan.keys, pass.groups, once, into: &table)
    let first = table.columns.count
    try table.add(.int64, "leads", unit: Unit.count)
    try table.add(.int64, "open_leads", unit: Unit.count)
    let isValued = unsafe worth != nil
    if isValued {
      try table.add(.ratio, "open_lead_value", unit: Unit.money, scale: table.moneyScale)
      try table.add(.ratio, "open_lead_margin", unit: Unit.money, scale: table.moneyScale)
      try table.add(.ratio, "conversion", unit: Unit.ratio)
    }
    var rows = unsafe BorrowedRows(worth, hasPeriods: false)
    for i in 0..<count {
      let g = Int(groups.groups[i])
      try table.columns[first].append(Int64(pass.cells[g].leads))
      try table.columns[first + 1].append(Int64(pass.cells[g].open))
      if !isValued { continue }
      let isKnown = rows.find(self, plan.keys, pass.groups, g)
      let none = Value.undefined(ValueState.noData)
      let found = pass.conversion(ofGroup: g)
      // Where nothing is ever lost, as far as anybody knows, what was sold tells nothing of what will be.
      let isEarly = !plan.hasEnd && found.isOneSided
      let conversion = isEarly ? Value.undefined(ValueState.inProgress) : .ratio(Int128(found.sold), Int128(found.decided))
      let hopeful = Value.whole(Int128(pass.cells[g].hopeful))
      let isWorthless = pass.cells[g].hopeful == 0
      // The conversion times what a sold lead brought on average is what a decided one did.
      let check = isEarly ? conversion : .ratio(found.revenue, Int128(found.decided))
      let margin = isKnown ? conversion * rows.value(plan.keys, 0) : none
      // Where none may be expected to come to anything, nothing is, whatever others would be worth.
      try table.columns[first + 2].append(isWorthless ? hopeful : hopeful * check)
      try table.columns[first + 3].append(isWorthless ? hopeful : hopeful * margin)
      try table.columns[first + 4].append(conversion)
    }
  }
}
