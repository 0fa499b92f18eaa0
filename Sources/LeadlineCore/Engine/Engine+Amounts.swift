/// How amounts of facts are spread: the pass over journeys, and the table it gives.
extension Engine {
  /// Counts and fills the table. The lock on names, under which the plan was made, is held, and given back here.
  func answer(_ plan: UnsafeMutablePointer<AmountPlan>, quantiles: borrowing Buffer<UInt16>, into table: inout Table) throws(Failure) {
    var pass = unsafe try analyse(asOf: plan.pointee.asOf) { asOf throws(OutOfMemory) in
      unsafe plan.pointee.asOf = asOf
      return unsafe try AmountPass(heap, plan)
    }
    namesLock.lockToRead()
    defer { namesLock.unlock() }
    do {
      table.asOf = unsafe plan.pointee.asOf.unsafelyUnwrapped
      unsafe try fill(&table, plan.pointee, &pass, quantiles)
    } catch {
      throw outOfMemory()
    }
  }

  private func fill(
    _ table: inout Table, _ plan: borrowing AmountPlan, _ pass: inout AmountPass, _ quantiles: borrowing Buffer<UInt16>
  ) throws(OutOfMemory) {
    let groups = try JourneyGroups(self, plan.keys, pass.groups)
    let count = groups.groups.count
    table.rows = count
    var once = Buffer<Int>(heap)
    try once.append(repeating: 1, count: count)
    try groups.fill(self, plan.keys, pass.groups, once, into: &table)
    let scale = table.moneyScale
    var total = Table.Column(heap, .int128)
    for i in 0..<count { try total.append(whole: pass.amounts[Int(groups.groups[i])].sum) }
    try table.addIntegers("facts") { Int64(pass.amounts[Int(groups.groups[$0])].count) }
    try table.addIntegers("below_zero") { Int64(pass.below[Int(groups.groups[$0])]) }
    try table.add(total, Bytes("total"), unit: plan.unit, scale: scale)
    try table.add(&pass.amounts, of: groups.groups, quantiles, unit: plan.unit, scale: scale)
  }
}
