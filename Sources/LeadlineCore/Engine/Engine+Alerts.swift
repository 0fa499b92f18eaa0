/// Alerts: the rows of an answer in which a rule's condition holds.
extension Engine {
  /// Adds a rule of that number to a plan, or the one of a name.
  func add(rule number: Int, named name: Bytes?, to plan: inout QueryPlan) throws(Failure) {
    let registry = unsafe registry.pointer
    var number = number
    if let name {
      guard let found = unsafe registry.pointee.steering.rule(named: name) else { throw failure(109, "no rule is called '", name, "'") }
      number = found
    }
    let condition = unsafe registry.pointee.steering.rules[number].condition.text
    let firstCondition = plan.program.conditions.count
    let sides: Program.Sides
    do {
      sides = unsafe try plan.program.add(
        rule: condition, kinds: kinds.pointer.pointee, registry: registry.pointee, scale: moneyScale)
      try checkConditions(of: plan.program, from: firstCondition)
    } catch {
      throw failure(error, condition)
    }
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
    // Both sides of every rule, of a block of rows.
    var sides = Buffer<Table.Column>(heap)
    for column in 0..<2 * plan.rules.count {
      try sides.append(Table.Column(heap, .ratio))
      try sides[column].reserveValues(SumReading.most)
    }
    var reading = try SumReading(plan.program, heap)
    // A row stands as often as rules hold in it.
    var breaches = Buffer<UInt32>(heap)
    var rules = Buffer<UInt32>(heap)
    var values = Buffer<Value>(heap)
    for start in stride(from: 0, to: rows.count, by: SumReading.most) where plan.limit == 0 || breaches.count < plan.limit {
      let count = Swift.min(SumReading.most, rows.count - start)
      unsafe reading.turn(to: rows.base.unsafelyUnwrapped + start, count, of: sums)
      for column in 0..<sides.count {
        sides[column].removeValues()
        reading.append(plan.program, column, data, to: &sides[column])
      }
      for i in 0..<count {
        for rule in 0..<plan.rules.count where plan.limit == 0 || breaches.count < plan.limit {
          let (left, right) = (sides[2 * rule].value(i), sides[2 * rule + 1].value(i))
          guard Program.holds(plan.rules[rule].sides.comparison, left, right) else { continue }
          try breaches.append(rows[start + i])
          try rules.append(UInt32(rule))
          try values.append(left)
          try values.append(right)
        }
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
      if part > 1 { try column.reserveValues(breaches.count) }
      for i in 0..<breaches.count {
        let rule = Int(rules[i])
        switch part {
        case 0: try column.append(plan.rules[rule].name.text, state: 0)
        case 1: try column.integers.append(Int64(plan.program.columns[2 * rule].unit))
        default:
          let value = values[2 * i + part - 2]
          column.appendValues(1).set(0, Program.shifted(value, by: -plan.rules[rule].sides.scales * moneyScale))
        }
      }
      try table.columns.append(column)
    }
  }
}
