/// Funnels: the pass over journeys, and the tables it gives.
extension Engine {
  /// Sends every journey through a funnel and fills both tables, the second where it is wanted. The lock on names, under which
  /// the plan was made, is held, and given back here.
  func answer(
    _ plan: UnsafeMutablePointer<FunnelPlan>, _ steps: borrowing StepNames, quantiles: borrowing Buffer<UInt16>, into table: inout Table,
    exits: UnsafeMutablePointer<Table>?
  ) throws(Failure) {
    unsafe plan.pointee.exits = exits == nil ? 0 : kinds.pointer.pointee.count + 1
    var pass = unsafe try analyse(asOf: plan.pointee.asOf) { asOf throws(OutOfMemory) in
      unsafe plan.pointee.asOf = asOf
      return unsafe try FunnelPass(heap, plan)
    }
    namesLock.lockToRead()
    defer { namesLock.unlock() }
    let asOf = unsafe plan.pointee.asOf.unsafelyUnwrapped
    do {
      table.asOf = asOf
      let groups = unsafe try JourneyGroups(self, plan.pointee.keys, pass.tally.groups)
      unsafe try fill(&table, groups, plan.pointee, steps, quantiles, &pass.tally)
      if let exits = unsafe exits {
        unsafe exits.pointee.asOf = asOf
        unsafe try fill(exits: &exits.pointee, groups, plan.pointee, pass.tally)
      }
    } catch {
      throw outOfMemory()
    }
  }

  private func fill(
    _ table: inout Table, _ groups: borrowing JourneyGroups, _ plan: borrowing FunnelPlan, _ names: borrowing StepNames,
    _ quantiles: borrowing Buffer<UInt16>, _ tally: inout FunnelTally
  ) throws(OutOfMemory) {
    let steps = plan.shape.steps
    table.rows = groups.groups.count * steps
    var repeats = Buffer<Int>(heap)
    try repeats.append(repeating: steps, count: groups.groups.count)
    try groups.fill(self, plan.keys, tally.groups, repeats, into: &table)
    let places = try self.places(groups, steps, by: 1, from: 0)
    try table.addIntegers("step", isKey: true) { Int64($0 % steps + 1) }
    try table.addNames("name") { names.name($0 % steps) }
    try table.addIntegers("reached") { Int64(tally.reached(places[$0] / steps, $0 % steps)) }
    try table.addIntegers("dropped") { $0 % steps == steps - 1 ? 0 : Int64(tally.ended(places[$0] / steps, $0 % steps)) }
    try table.addIntegers("open") { Int64(tally.open(places[$0] / steps, $0 % steps)) }
    try table.addIntegers("decided") { Int64(tally.decided(places[$0] / steps, $0 % steps)) }
    try table.addRatios("step_rate", firstOf: steps) {
      let (group, step) = (places[$0] / steps, $0 % steps)
      return (Int128(tally.decidedContinued(group, step)), step == 0 ? 0 : Int128(tally.decided(group, step - 1)))
    }
    try table.addRatios("total_rate") {
      let group = places[$0] / steps
      return (Int128(tally.decidedFromFirst(group, $0 % steps)), Int128(tally.decidedFromFirst(group, 0)))
    }
    if plan.shape.isOpen {
      try table.addIntegers("continued") { Int64(tally.continued(places[$0] / steps, $0 % steps)) }
      try table.addIntegers("from_first") { Int64(tally.reachedFromFirst(places[$0] / steps, $0 % steps)) }
    }
    guard plan.hasTimes else { return }
    try table.addTimes("", quantiles, at: try self.places(groups, steps, by: 2, from: 0), of: &tally.times)
    try table.addTimes("total_", quantiles, at: try self.places(groups, steps, by: 2, from: 1), of: &tally.times)
  }

  /// By row: the place of its group and step, of which each has so many values, from the first or a later one of these.
  private func places(_ groups: borrowing JourneyGroups, _ steps: Int, by values: Int, from first: Int) throws(OutOfMemory) -> Buffer<Int> {
    var places = Buffer<Int>(heap)
    try places.reserve(exactly: groups.groups.count * steps)
    for i in 0..<groups.groups.count {
      for k in 0..<steps { places.appendReserved((Int(groups.groups[i]) * steps + k) * values + first) }
    }
    return places
  }

  /// Where people went instead: the kinds that came next.
  private func fill(exits table: inout Table, _ groups: borrowing JourneyGroups, _ plan: borrowing FunnelPlan, _ tally: borrowing FunnelTally)
    throws(OutOfMemory)
  {
    var byPlace = Buffer<UInt32>(heap)
    try byPlace.reserve(exactly: tally.left.count)
    for i in 0..<tally.left.count { byPlace.appendReserved(UInt32(i)) }
    let keys = try tally.leavers.copiedKeys()
    unsafe try MergeSort.sort(&byPlace, heap, by: Leavers(keys: keys.base))
    // By group, and one more: where its leavers begin.
    var starts = Buffer<Int>(heap)
    try starts.append(repeating: 0, count: tally.groups.count + 1)
    for i in 0..<tally.left.count { starts[Int(keys[i * 3]) + 1] += 1 }
    for g in 0..<tally.groups.count { starts[g + 1] += starts[g] }
    var repeats = Buffer<Int>(heap)
    var number = Table.Column(table.heap, .int64)
    var kind = Table.Column(table.heap, .string)
    var buyers = Table.Column(table.heap, .int64)
    number.isKey = true
    kind.isKey = true
    for i in 0..<groups.groups.count {
      let g = Int(groups.groups[i])
      for place in starts[g]..<starts[g + 1] {
        let leaver = Int(byPlace[place])
        let exit = Int(keys[leaver * 3 + 2])
        try number.append(keys[leaver * 3 + 1] + 1)
        let isNone = exit == tally.exits - 1
        unsafe try kind.append(isNone ? Bytes("") : kinds.pointer.pointee.name(at: UInt16(exit)), state: isNone ? 1 : 0)
        try buyers.append(Int64(tally.left[leaver]))
      }
      try repeats.append(starts[g + 1] - starts[g])
    }
    table.rows = number.integers.count
    try groups.fill(self, plan.keys, tally.groups, repeats, into: &table)
    try table.add(number, Bytes("step"))
    try table.add(kind, Bytes("kind"))
    try table.add(buyers, Bytes("buyers"), unit: Unit.count)
  }
}

/// Leavers by group, step and kind.
@safe
private struct Leavers: RowOrder {
  let keys: UnsafeMutablePointer<Int64>?

  func compare(_ a: UInt32, _ b: UInt32) -> Int {
    for w in 0..<3 {
      let (left, right) = unsafe (keys.unsafelyUnwrapped[Int(a) * 3 + w], keys.unsafelyUnwrapped[Int(b) * 3 + w])
      if left != right { return left < right ? -1 : 1 }
    }
    return 0
  }
}

/// How a table calls the steps.
struct StepNames: ~Copyable {
  private var text: Buffer<UInt8>
  private var ends: Buffer<Int>

  init(_ heap: Heap) {
    text = Buffer(heap)
    ends = Buffer(heap)
  }

  var heap: Heap { text.heap }

  mutating func append(_ name: Bytes) throws(OutOfMemory) {
    unsafe try text.append(from: name.start, count: name.count)
    try ends.append(text.count)
  }

  func name(_ step: Int) -> Bytes {
    let start = step == 0 ? 0 : ends[step - 1]
    guard ends[step] > start, let base = unsafe text.base else { return Bytes("") }
    return unsafe Bytes(UnsafePointer(base) + start, ends[step] - start)
  }
}
