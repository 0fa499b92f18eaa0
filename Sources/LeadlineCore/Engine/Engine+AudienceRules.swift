/// Audiences by rule: the pass over journeys, and the tables it gives.
extension Engine {
  /// Follows audiences and fills both tables, the second where it is wanted. The lock on names, under which the plan was made, is
  /// held, and given back here.
  func answer(
    _ plan: UnsafeMutablePointer<AudiencePlan>, _ names: borrowing StepNames, quantiles: borrowing Buffer<UInt16>, into table: inout Table,
    overlaps: UnsafeMutablePointer<Table>?
  ) throws(Failure) {
    var pass = unsafe try pass(plan)
    do {
      unsafe table.asOf = plan.pointee.asOf.unsafelyUnwrapped
      try fill(&table, names, quantiles, &pass.tally)
      if let overlaps = unsafe overlaps {
        unsafe overlaps.pointee.asOf = table.asOf
        unsafe try fill(overlaps: &overlaps.pointee, names, pass.tally)
      }
    } catch {
      throw outOfMemory()
    }
  }

  /// Lists the members of the one audience of a plan; the lock on names as above.
  func list(_ plan: UnsafeMutablePointer<AudiencePlan>, into table: inout Table) throws(Failure) {
    let pass = unsafe try pass(plan)
    do {
      unsafe table.asOf = plan.pointee.asOf.unsafelyUnwrapped
      let places = try pass.members.sorted(byAccount: false)
      try fillIds(&table, pass.members, places)
      var joined = Table.Column(table.heap, .int64)
      for i in 0..<places.count { try joined.append(pass.members.members[Int(places[i])].since) }
      try table.add(joined, Bytes("joined_us"))
    } catch {
      throw outOfMemory()
    }
  }

  /// The columns that say who a row is about.
  func fillIds(_ table: inout Table, _ list: borrowing MemberList, _ places: borrowing Buffer<UInt32>) throws(OutOfMemory) {
    table.rows = places.count
    var person = Table.Column(table.heap, .int128)
    var account = Table.Column(table.heap, .int128)
    person.isKey = true
    account.isKey = true
    for i in 0..<places.count {
      try person.append(whole: Int128(list.members[Int(places[i])].person))
      try account.append(whole: Int128(list.members[Int(places[i])].account))
    }
    try table.add(person, Bytes("person"))
    try table.add(account, Bytes("account"))
  }

  private func pass(_ plan: UnsafeMutablePointer<AudiencePlan>) throws(Failure) -> AudiencePass {
    unsafe try analyse(asOf: plan.pointee.asOf) { asOf throws(OutOfMemory) in
      unsafe plan.pointee.settle(asOf: asOf)
      return unsafe try AudiencePass(heap, plan)
    }
  }

  private func fill(
    _ table: inout Table, _ names: borrowing StepNames, _ quantiles: borrowing Buffer<UInt16>, _ tally: inout AudienceTally
  ) throws(OutOfMemory) {
    table.rows = tally.counts.count
    var name = Table.Column(table.heap, .string)
    var joined = Table.Column(table.heap, .int64)
    var members = Table.Column(table.heap, .int64)
    var converted = Table.Column(table.heap, .int64)
    var open = Table.Column(table.heap, .int64)
    var decided = Table.Column(table.heap, .int64)
    var decidedConverted = Table.Column(table.heap, .int64)
    var conversion = Table.Column(table.heap, .ratio)
    name.isKey = true
    for r in 0..<table.rows {
      let count = tally.counts[r]
      try name.append(names.name(r), state: 0)
      try joined.append(Int64(count.joined))
      try members.append(Int64(count.members))
      try converted.append(Int64(count.converted))
      try open.append(Int64(count.open))
      try decided.append(Int64(count.decided))
      try decidedConverted.append(Int64(count.decidedConverted))
      try conversion.append(Int128(count.decidedConverted), over: Int128(count.decided))
    }
    try table.add(name, Bytes("audience"))
    try table.add(joined, Bytes("joined"), unit: Unit.count)
    try table.add(members, Bytes("members"), unit: Unit.count)
    try table.add(converted, Bytes("converted"), unit: Unit.count)
    try table.add(open, Bytes("open"), unit: Unit.count)
    try table.add(decided, Bytes("decided"), unit: Unit.count)
    try table.add(decidedConverted, Bytes("decided_converted"), unit: Unit.count)
    try table.add(conversion, Bytes("conversion"), unit: Unit.ratio)
    var rows = Buffer<UInt32>(heap)
    for r in 0..<table.rows { try rows.append(UInt32(r)) }
    try table.add(&tally.times, of: rows, quantiles, unit: Unit.seconds, scale: 6)
  }

  private func fill(overlaps table: inout Table, _ names: borrowing StepNames, _ tally: borrowing AudienceTally) throws(OutOfMemory) {
    let rules = tally.counts.count
    table.rows = rules * (rules - 1) / 2
    var first = Table.Column(table.heap, .string)
    var second = Table.Column(table.heap, .string)
    var both = Table.Column(table.heap, .int64)
    var either = Table.Column(table.heap, .int64)
    var overlap = Table.Column(table.heap, .ratio)
    var lift = Table.Column(table.heap, .ratio)
    var z = Table.Column(table.heap, .double)
    var p = Table.Column(table.heap, .double)
    first.isKey = true
    second.isKey = true
    for r in 0..<rules {
      for other in r + 1..<Swift.max(rules, r + 1) {
        let (a, b, common) = (tally.counts[r], tally.counts[other], tally.both(r, other))
        try first.append(names.name(r), state: 0)
        try second.append(names.name(other), state: 0)
        try both.append(Int64(common))
        try either.append(Int64(a.joined + b.joined - common))
        try overlap.append(Int128(common), over: Int128(a.joined + b.joined - common))
        try lift.append(Int128(a.decidedConverted) * Int128(b.decided), over: Int128(a.decided) * Int128(b.decidedConverted))
        let test = ProportionTest.between(
          Proportion(successes: Int128(a.decidedConverted), trials: Int128(a.decided)),
          Proportion(successes: Int128(b.decidedConverted), trials: Int128(b.decided)))
        try z.append(test.z, state: UInt8(truncatingIfNeeded: test.state))
        try p.append(test.state == Exact.State.defined ? Normal.twoSided(test.z) : 0, state: UInt8(truncatingIfNeeded: test.state))
      }
    }
    try table.add(first, Bytes("first"))
    try table.add(second, Bytes("second"))
    try table.add(both, Bytes("both"), unit: Unit.count)
    try table.add(either, Bytes("either"), unit: Unit.count)
    try table.add(overlap, Bytes("overlap"), unit: Unit.ratio)
    try table.add(lift, Bytes("lift"), unit: Unit.ratio)
    try table.add(z, Bytes("z"))
    try table.add(p, Bytes("p"))
  }
}

extension Table {
  /// Columns "mean" and "p500", one for each quantile, of a sketch for each row; their names begin with `prefix`.
  mutating func add(
    _ sketches: inout Buffer<DurationSketch>, of rows: borrowing Buffer<UInt32>, _ quantiles: borrowing Buffer<UInt16>, unit: UInt32,
    scale: UInt32, prefix: StaticString = ""
  ) throws(OutOfMemory) {
    var text = Buffer<UInt8>(heap)
    for q in -1..<quantiles.count {
      var column = Column(heap, .ratio)
      for i in 0..<rows.count {
        let at = Int(rows[i])
        if sketches[at].count == 0 {
          try column.append(undefined: ValueState.noData)
        } else if q < 0 {
          try column.append(sketches[at].sum, over: Int128(sketches[at].count))
        } else {
          try column.append(Int128(sketches[at].quantile(permille: UInt32(quantiles[q])) ?? 0), over: 1)
        }
      }
      text.removeAll()
      try text.append(text: Bytes(prefix))
      try text.append(text: Bytes(q < 0 ? "mean" : "p"))
      if q >= 0 { try text.append(number: Int(quantiles[q])) }
      try add(column, unsafe Bytes(UnsafePointer(text.base.unsafelyUnwrapped), text.count), unit: unit, scale: scale)
    }
  }
}
