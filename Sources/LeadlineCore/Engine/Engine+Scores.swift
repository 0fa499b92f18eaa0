/// Scores: the pass over journeys, and the tables it gives.
extension Engine {
  /// Scores all buyers and counts or lists them, as the plan says. The lock on names, under which it was made, is held, and given
  /// back here.
  func answer(_ plan: UnsafeMutablePointer<ScorePlan>, _ classes: borrowing StepNames, into table: inout Table) throws(Failure) {
    let pass = unsafe try analyse(asOf: plan.pointee.asOf) { asOf throws(OutOfMemory) in
      unsafe plan.pointee.settle(asOf: asOf)
      return unsafe try ScorePass(heap, plan)
    }
    namesLock.lockToRead()
    defer { namesLock.unlock() }
    do {
      unsafe table.asOf = plan.pointee.asOf.unsafelyUnwrapped
      if unsafe plan.pointee.isList {
        try fill(members: &table, pass.members, classes)
      } else {
        unsafe try fill(&table, plan.pointee, classes, pass.tally)
      }
    } catch {
      throw outOfMemory()
    }
  }

  private func fill(_ table: inout Table, _ plan: borrowing ScorePlan, _ names: borrowing StepNames, _ tally: borrowing ScoreTally)
    throws(OutOfMemory)
  {
    let groups = try JourneyGroups(self, plan.keys, tally.groups)
    table.rows = groups.groups.count * tally.classes
    var repeats = Buffer<Int>(heap)
    try repeats.append(repeating: tally.classes, count: groups.groups.count)
    try groups.fill(self, plan.keys, tally.groups, repeats, into: &table)
    var name = Table.Column(table.heap, .string)
    var buyers = Table.Column(table.heap, .int64)
    var share = Table.Column(table.heap, .ratio)
    var mean = Table.Column(table.heap, .ratio)
    name.isKey = true
    for i in 0..<groups.groups.count {
      let first = Int(groups.groups[i]) * tally.classes
      var all: UInt64 = 0
      for c in 0..<tally.classes { all += tally.counts[first + c].buyers }
      for c in 0..<tally.classes {
        let count = tally.counts[first + c]
        try name.append(names.name(c), state: 0)
        try buyers.append(Int64(count.buyers))
        try share.append(Int128(count.buyers), over: Int128(all))
        try mean.append(count.points, over: Int128(count.buyers))
      }
    }
    try table.add(name, Bytes("class"))
    try table.add(buyers, Bytes("buyers"), unit: Unit.count)
    try table.add(share, Bytes("share"), unit: Unit.ratio)
    try table.add(mean, Bytes("mean"), unit: Unit.points)
  }

  private func fill(members table: inout Table, _ list: borrowing MemberList, _ names: borrowing StepNames) throws(OutOfMemory) {
    let places = try list.sorted(byAccount: true)
    try fillIds(&table, list, places)
    var score = Table.Column(table.heap, .int64)
    var name = Table.Column(table.heap, .string)
    var reached = Table.Column(table.heap, .int64)
    for i in 0..<places.count {
      let member = list.members[Int(places[i])]
      try score.append(member.score)
      try name.append(names.name(member.place), state: 0)
      try reached.append(member.since)
    }
    try table.add(score, Bytes("score"), unit: Unit.points)
    try table.add(name, Bytes("class"))
    try table.add(reached, Bytes("reached_us"))
  }
}
