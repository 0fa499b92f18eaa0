/// Alerts: the rows of an answer in which a rule's condition holds.
extension Engine {
  /// Adds a rule of that number to a plan, or the one of a name.
  func add(rule number: Int, named name: Bytes?, to plan: inout QueryPlan) throws(Failure) {
    let registry = unsafe registry.pointer
    var number = number
    if let name {
      guard let found = unsafe registry.pointee.steering.rule(named: name) else { throw failure(109, "no rule is called ", name) }
      number = found
    }
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
      try plan.rules.append(QueryPlan.Rule(name: name, sides: sides))
    } catch {
      throw outOfMemory()
    }
  }

  /// From sums to a table of what breaches the plan's rules.
  func fillAlerts(
    _ plan: borrowing QueryPlan, _ sums: borrowing Aggregation, _ names: borrowing KeyNames, _ data: borrowing Buffer<UInt8>,
    into table: inout Table
  ) throws(OutOfMemory) {
    let rows = try orderedRows(plan, sums, names, data)
    // A row stands as often as rules hold in it.
    var breaches = Buffer<UInt32>(heap)
    var rules = Buffer<UInt32>(heap)
    for i in 0..<rows.count {
      for rule in 0..<plan.rules.count where plan.limit == 0 || breaches.count < plan.limit {
        let left = side(plan, sums, data, 2 * rule, Int(rows[i]))
        let right = side(plan, sums, data, 2 * rule + 1, Int(rows[i]))
        guard Program.holds(plan.rules[rule].sides.comparison, left, right) else { continue }
        try breaches.append(rows[i])
        try rules.append(UInt32(rule))
      }
    }
    table.rows = breaches.count
    try fillKeys(plan, sums, names, breaches, into: &table)
    for part in 0..<4 {
      var column = Table.Column(table.heap, part == 0 ? .string : part == 1 ? .int64 : .ratio)
      let name = Bytes(part == 0 ? "rule" : part == 1 ? "unit" : part == 2 ? "left" : "right")
      try column.name.append(terminated: name)
      try column.canonical.append(terminated: name)
      column.isKey = part < 2
      column.unit = part < 2 ? 0 : Unit.other
      if part == 0 { try column.offsets.append(0) }
      for i in 0..<breaches.count {
        let rule = Int(rules[i])
        switch part {
        case 0: try column.append(plan.rules[rule].name.text, state: 0)
        case 1: try column.integers.append(Int64(plan.program.columns[2 * rule].unit))
        default:
          let value = side(plan, sums, data, 2 * rule + part - 2, Int(breaches[i]))
          try column.append(Program.shifted(value, by: -plan.rules[rule].sides.scales * moneyScale))
        }
      }
      try table.columns.append(column)
    }
  }

  @inline(never)
  private func side(
    _ plan: borrowing QueryPlan, _ sums: borrowing Aggregation, _ data: borrowing Buffer<UInt8>, _ column: Int, _ row: Int
  ) -> Value { value(plan, sums, data, column, row) }
}
