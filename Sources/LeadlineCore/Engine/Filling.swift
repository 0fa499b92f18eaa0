/// From sums to a table: the order of the rows, then their keys and values.
extension Engine {
  func fill(
    _ plan: borrowing QueryPlan, _ sums: borrowing Aggregation, _ names: borrowing KeyNames, _ data: borrowing Buffer<UInt8>,
    into table: inout Table
  ) throws(OutOfMemory) {
    for row in 0..<sums.rows where sums.booked[row] & 4 != 0 && sums.booked[row] & 3 == 3 { table.doubleBooked += 1 }
    var rows = try orderedRows(plan, sums, names, data)
    if plan.limit > 0 { rows.truncate(to: plan.limit) }
    table.rows = rows.count
    table.hasTotals = plan.hasTotals
    try fillKeys(plan, sums, names, rows, into: &table)
    for c in 0..<plan.program.columns.count {
      let unit = plan.program.columns[c].unit
      var column = Table.Column(table.heap, plan.program.columns[c].isRatio ? .ratio : .int128)
      column.unit = unit
      column.scale = plan.program.columns[c].isScaled ? UInt32(moneyScale) : 0
      try column.name.append(terminated: plan.program.name(of: c))
      try column.canonical.append(terminated: plan.program.canonical(of: c))
      for i in 0..<rows.count {
        try column.append(value(plan, sums, data, c, Int(rows[i])))
      }
      if plan.hasTotals {
        try column.append(
          unsafe plan.program.evaluate(
            c, leaves: UnsafePointer(sums.totals.base.unsafelyUnwrapped), data: UnsafePointer(data.base.unsafelyUnwrapped)))
      }
      try table.columns.append(column)
    }
  }

  /// The rows that have anything in them, as the plan wants them.
  @inline(never)
  func orderedRows(
    _ plan: borrowing QueryPlan, _ sums: borrowing Aggregation, _ names: borrowing KeyNames, _ data: borrowing Buffer<UInt8>
  ) throws(OutOfMemory) -> Buffer<UInt32> {
    var rows = Buffer<UInt32>(heap)
    try rows.reserve(exactly: sums.rows)
    for row in 0..<sums.rows where sums.booked[row] & 4 != 0 { rows.appendReserved(UInt32(row)) }
    let order = try ResultOrder(self, plan, sums, names, data)
    try order.sortByKeys(&rows)
    if plan.orders.count > 0 { try MergeSort.sort(&rows, heap, by: order) }
    return rows
  }

  func value(
    _ plan: borrowing QueryPlan, _ sums: borrowing Aggregation, _ data: borrowing Buffer<UInt8>, _ column: Int, _ row: Int
  ) -> Value {
    guard let base = unsafe sums.sums.base else {
      return .undefined(ValueState.noData)
    }
    return unsafe plan.program.evaluate(
      column, leaves: UnsafePointer(base + row * sums.leafCount), data: UnsafePointer(data.base.unsafelyUnwrapped))
  }

  func fillKeys(
    _ plan: borrowing QueryPlan, _ sums: borrowing Aggregation, _ names: borrowing KeyNames, _ rows: borrowing Buffer<UInt32>,
    into table: inout Table
  ) throws(OutOfMemory) {
    for k in 0..<plan.keys.count {
      let dimension = plan.keys[k].dimension
      var column = Table.Column(table.heap, .string)
      column.isKey = true
      try column.name.append(terminated: dimensions[dimension].text)
      try column.canonical.append(terminated: dimensions[dimension].text)
      for i in 0..<rows.count {
        let group = Int(sums.rowGroup[Int(rows[i])])
        let code = names.code(k, group: group)
        let state: UInt8 = code == Code.notSet ? 1 : code == Code.other ? 2 : 0
        try column.append(names.name(k, group: group), state: state)
      }
      if plan.hasTotals { try column.append(Bytes(""), state: 3) }
      if column.offsets.isEmpty { try column.offsets.append(0) }
      try table.columns.append(column)
    }
    guard plan.period != .all else { return }
    var labels = Table.Column(table.heap, .string)
    var starts = Table.Column(table.heap, .int64)
    let progress = try periodProgress(plan, sums, asOf: table.asOf)
    labels.isKey = true
    starts.isKey = true
    try labels.name.append(terminated: Bytes("period"))
    try labels.canonical.append(terminated: Bytes("period"))
    try starts.name.append(terminated: Bytes("period_start"))
    try starts.canonical.append(terminated: Bytes("period_start"))
    var label = Buffer<UInt8>(heap)
    for i in 0..<rows.count {
      let start = sums.periods[Int(sums.rowPeriod[Int(rows[i])])]
      label.removeAll()
      unsafe try zone.pointer.pointee.label(of: plan.period, start: start, into: &label)
      unsafe try labels.append(Bytes(UnsafePointer(label.base.unsafelyUnwrapped), label.count), state: 0)
      try starts.integers.append(start)
      try starts.states.append(progress[Int(sums.rowPeriod[Int(rows[i])])])
    }
    if plan.hasTotals {
      try labels.append(Bytes(""), state: 3)
      try starts.integers.append(Int64.min)
      try starts.states.append(ValueState.defined)
    }
    if labels.offsets.isEmpty { try labels.offsets.append(0) }
    try table.columns.append(labels)
    try table.columns.append(starts)
  }
}

/// The order of an answer's rows: what was asked for, then the keys' bytes, then the period. Names are compared once a group,
/// never once a row.
@safe
struct ResultOrder: RowOrder, ~Copyable {
  private let keyCount: Int
  private let rowGroup: UnsafePointer<UInt32>?
  private let rowPeriod: UnsafePointer<UInt32>?
  /// By key, then group: the place of its name among the names in bytes.
  private var ranks: Buffer<UInt32>
  /// By group: its place among all in the order of the keys.
  private var places: Buffer<UInt32>
  private let groups: Int
  private var orders: Buffer<QueryPlan.Order>
  /// By order, then row, for those by a column.
  private var values: Buffer<Buffer<Value>>

  /// Reads the sums for as long as it lives.
  init(
    _ engine: borrowing Engine, _ plan: borrowing QueryPlan, _ sums: borrowing Aggregation, _ names: borrowing KeyNames,
    _ data: borrowing Buffer<UInt8>
  ) throws(OutOfMemory) {
    keyCount = plan.keys.count
    unsafe rowGroup = UnsafePointer(sums.rowGroup.base)
    unsafe rowPeriod = UnsafePointer(sums.rowPeriod.base)
    groups = sums.groups
    ranks = Buffer(engine.heap)
    places = Buffer(engine.heap)
    orders = Buffer(engine.heap)
    values = Buffer(engine.heap)
    for k in 0..<plan.keys.count { try names.rank(k, into: &ranks) }
    var byKeys = Buffer<UInt32>(engine.heap)
    try byKeys.reserve(exactly: sums.groups)
    for group in 0..<sums.groups { byKeys.appendReserved(UInt32(group)) }
    if keyCount > 0 {
      try unsafe MergeSort.sort(&byKeys, engine.heap, by: GroupOrder(ranks: ranks.base, keyCount: keyCount, groups: groups))
    }
    try places.append(repeating: 0, count: groups)
    for place in 0..<groups { places[Int(byKeys[place])] = UInt32(place) }
    for o in 0..<plan.orders.count {
      try orders.append(plan.orders[o])
      var column = Buffer<Value>(engine.heap)
      if case .column(let c) = plan.orders[o].target {
        try column.reserve(exactly: sums.rows)
        for row in 0..<sums.rows { column.appendReserved(engine.value(plan, sums, data, c, row)) }
      }
      try values.append(column)
    }
  }

  /// Puts rows into the order of their keys, then of their periods: a counting sort by the place of the row's group, which
  /// leaves rows of one group as they come, by period.
  func sortByKeys(_ rows: inout Buffer<UInt32>) throws(OutOfMemory) {
    guard rows.count > 1, let groupOf = unsafe rowGroup else { return }
    var starts = Buffer<UInt32>(rows.heap)
    try starts.append(repeating: 0, count: groups + 1)
    for i in 0..<rows.count { unsafe starts[Int(places[Int(groupOf[Int(rows[i])])]) + 1] += 1 }
    for g in 0..<groups { starts[g + 1] += starts[g] }
    var sorted = Buffer<UInt32>(rows.heap)
    try sorted.append(repeating: 0, count: rows.count)
    for i in 0..<rows.count {
      let place = unsafe Int(places[Int(groupOf[Int(rows[i])])])
      sorted[Int(starts[place])] = rows[i]
      starts[place] += 1
    }
    swap(&rows, &sorted)
  }

  /// By what was asked for only; the sort is stable, so the rest stays in the order of the keys.
  func compare(_ a: UInt32, _ b: UInt32) -> Int {
    for o in 0..<orders.count {
      var order = 0
      switch orders[o].target {
      case .column:
        order = Value.order(values[o][Int(a)], values[o][Int(b)], descending: orders[o].descending)
      case .key(let k):
        order = byKey(k, a, b)
        if orders[o].descending { order = -order }
      case .period:
        order = byPeriod(a, b)
        if orders[o].descending { order = -order }
      }
      if order != 0 { return order }
    }
    return 0
  }

  private func byKey(_ key: Int, _ a: UInt32, _ b: UInt32) -> Int {
    let rows = unsafe rowGroup.unsafelyUnwrapped
    let left = unsafe ranks[key * groups + Int(rows[Int(a)])]
    let right = unsafe ranks[key * groups + Int(rows[Int(b)])]
    return left < right ? -1 : left > right ? 1 : 0
  }

  private func byPeriod(_ a: UInt32, _ b: UInt32) -> Int {
    let rows = unsafe rowPeriod.unsafelyUnwrapped
    let left = unsafe rows[Int(a)]
    let right = unsafe rows[Int(b)]
    return left < right ? -1 : left > right ? 1 : 0
  }
}

/// Groups by the ranks of all their keys, in the order of the keys.
@safe
private struct GroupOrder: RowOrder {
  let ranks: UnsafeMutablePointer<UInt32>?
  let keyCount: Int
  let groups: Int

  func compare(_ a: UInt32, _ b: UInt32) -> Int {
    for k in 0..<keyCount {
      let left = unsafe ranks.unsafelyUnwrapped[k * groups + Int(a)]
      let right = unsafe ranks.unsafelyUnwrapped[k * groups + Int(b)]
      if left != right { return left < right ? -1 : 1 }
    }
    return 0
  }
}
