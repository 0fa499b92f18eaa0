/// Alerts: the rows of an answer in which a rule's condition holds.
extension Engine {
  /// A rule as a plan has it; its sides are two columns of the program.
  struct PlannedRule: ~Copyable {
    /// With a NUL behind it.
    let name: Buffer<UInt8>
    let sides: Program.Sides
  }

  /// Adds a rule by its name, or all of them.
  func add(rule name: Bytes?, to plan: inout QueryPlan, _ rules: inout Buffer<PlannedRule>) throws(Failure) {
    namesLock.lockToRead()
    defer { namesLock.unlock() }
    let registry = unsafe registry.pointer
    guard let name else {
      for i in unsafe 0..<registry.pointee.steering.rules.count { try add(i, to: &plan, &rules) }
      return
    }
    guard let number = unsafe registry.pointee.steering.rule(named: name) else { throw failure(109, "no rule is called ", name) }
    try add(number, to: &plan, &rules)
  }

  private func add(_ number: Int, to plan: inout QueryPlan, _ rules: inout Buffer<PlannedRule>) throws(Failure) {
    let registry = unsafe registry.pointer
    let condition = unsafe registry.pointee.steering.rules[number].condition.text
    let firstCondition = plan.program.conditions.count
    let sides: Program.Sides
    do {
      sides = unsafe try plan.program.add(
        rule: condition, kinds: kinds.pointer.pointee, registry: registry.pointee, scale: moneyScale)
    } catch {
      throw failure(error, condition)
    }
    try checkConditions(of: plan.program, from: firstCondition, condition)
    do {
      var name = Buffer<UInt8>(heap)
      unsafe try name.append(terminated: registry.pointee.steering.rules[number].name.text)
      try rules.append(PlannedRule(name: name, sides: sides))
    } catch {
      throw outOfMemory()
    }
  }

  /// Answers a plan whose columns are the sides of these rules.
  func answer(_ plan: borrowing QueryPlan, alerts rules: borrowing Buffer<PlannedRule>, into table: inout Table) throws(Failure) {
    var takenIn = Buffer<UInt8>(heap)
    guard var sums = try? Aggregation(heap, keys: plan.keys.count, leaves: plan.program.leaves.count) else {
      throw outOfMemory()
    }
    let names = try gather(plan, into: &sums, &takenIn, &table)
    do {
      var data = Buffer<UInt8>(heap)
      try data.append(repeating: 0, count: plan.program.sums.count + 1)
      unsafe plan.program.judge(takenIn: UnsafePointer(takenIn.base.unsafelyUnwrapped), into: data.base.unsafelyUnwrapped)
      try fill(plan, sums, names, data, alerts: rules, into: &table)
    } catch {
      throw outOfMemory()
    }
  }

  private func fill(
    _ plan: borrowing QueryPlan, _ sums: borrowing Aggregation, _ names: borrowing KeyNames, _ data: borrowing Buffer<UInt8>,
    alerts rules: borrowing Buffer<PlannedRule>, into table: inout Table
  ) throws(OutOfMemory) {
    var rows = Buffer<UInt32>(heap)
    try rows.reserve(exactly: sums.rows)
    for row in 0..<sums.rows where sums.booked[row] & 4 != 0 { rows.appendReserved(UInt32(row)) }
    let order = try ResultOrder(self, plan, sums, names, data)
    try order.sortByKeys(&rows)
    if plan.orders.count > 0 { try MergeSort.sort(&rows, heap, by: order) }
    // A row stands as often as rules hold in it.
    var breaches = Buffer<UInt32>(heap)
    var title = try column(table.heap, .string, "rule")
    var unit = try column(table.heap, .int64, "unit")
    var left = try column(table.heap, .ratio, "left")
    var right = try column(table.heap, .ratio, "right")
    title.isKey = true
    for i in 0..<rows.count {
      for rule in 0..<rules.count {
        if plan.limit > 0 && breaches.count == plan.limit { break }
        let a = value(plan, sums, data, 2 * rule, Int(rows[i]))
        let b = value(plan, sums, data, 2 * rule + 1, Int(rows[i]))
        guard Program.holds(rules[rule].sides.comparison, a, b) else { continue }
        try breaches.append(rows[i])
        try title.append(rules[rule].name.text, state: 0)
        try unit.integers.append(Int64(plan.program.columns[2 * rule].unit))
        let down = -rules[rule].sides.scales * moneyScale
        try left.append(Program.shifted(a, by: down))
        try right.append(Program.shifted(b, by: down))
      }
    }
    if title.offsets.isEmpty { try title.offsets.append(0) }
    table.rows = breaches.count
    try fillKeys(plan, sums, names, breaches, into: &table)
    try table.columns.append(title)
    try table.columns.append(unit)
    try table.columns.append(left)
    try table.columns.append(right)
  }

  private func column(_ heap: Heap, _ kind: Table.Column.Kind, _ name: StaticString) throws(OutOfMemory) -> Table.Column {
    var column = Table.Column(heap, kind)
    column.unit = kind == .ratio ? Unit.other : 0
    try column.name.append(terminated: Bytes(name))
    try column.canonical.append(terminated: Bytes(name))
    return column
  }
}
