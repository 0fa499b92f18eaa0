/// What becomes of one cohort up to its last age.
struct CohortLife {
  var ages = 0
  var total = CohortCell()
  /// What winning it cost.
  var cost = Value.undefined(ValueState.noData)
  /// The first age, over by then, at which the contribution had made up for that.
  var payback = Value.undefined(ValueState.noData)
}

/// The columns of a table of cohorts, behind its keys.
struct CohortAges {
  private let first: Int

  private enum Column: Int {
    case age, start, size, active, retention, facts, revenue, net, goods, service, contribution, totalRevenue, totalNet
    case totalContribution, `return`
  }

  /// Adds them, without values.
  init(_ table: inout Table) throws(OutOfMemory) {
    first = table.columns.count
    let scale = table.moneyScale
    try table.add(.int64, "age", isKey: true)
    try table.add(.int64, "age_start", isKey: true)
    try table.add(.int64, "size", unit: Unit.count)
    try table.add(.int64, "active", unit: Unit.count)
    try table.add(.ratio, "retention", unit: Unit.ratio)
    try table.add(.int64, "facts", unit: Unit.count)
    try table.add(.int128, "revenue", unit: Unit.money, scale: scale)
    try table.add(.int128, "revenue_net", unit: Unit.money, scale: scale)
    try table.add(.int128, "goods_cost", unit: Unit.money, scale: scale)
    try table.add(.int128, "service_cost", unit: Unit.money, scale: scale)
    try table.add(.int128, "contribution", unit: Unit.money, scale: scale)
    try table.add(.int128, "total_revenue", unit: Unit.money, scale: scale)
    try table.add(.int128, "total_revenue_net", unit: Unit.money, scale: scale)
    try table.add(.int128, "total_contribution", unit: Unit.money, scale: scale)
    try table.add(.ratio, "return", unit: Unit.ratio)
  }

  @inline(never)
  private func add(_ value: Int64, _ column: Column, _ table: inout Table, state: UInt8 = ValueState.defined) throws(OutOfMemory) {
    try table.columns[first + column.rawValue].append(value, state: state)
  }

  @inline(never)
  private func add(_ value: Value, _ column: Column, _ table: inout Table) throws(OutOfMemory) {
    try table.columns[first + column.rawValue].append(value)
  }

  /// Writes the rows of a group, whose cohort begins with the period that begins at `start`.
  func fill(
    _ table: inout Table, _ plan: borrowing CohortPlan, _ tally: inout CohortTally, _ group: Int, start: Int64, _ ages: Int, _ cost: Value,
    _ zone: borrowing Zone
  ) throws(OutOfMemory) -> CohortLife {
    var life = CohortLife(ages: ages, cost: cost)
    life.payback = .undefined(!cost.isDefined ? cost.state : plan.hasContribution ? ValueState.inProgress : ValueState.noData)
    let size = Int128(tally.sums[group].size)
    var start = start
    for age in 0..<ages {
      let cell = tally.cell(group, age)
      let end = zone.bounds(of: plan.keys.period, at: start).end
      let isOver = end - 1 <= table.asOf
      life.total.add(cell)
      let total = plan.contribution(life.total)
      if isOver && life.payback.state == ValueState.inProgress && Value.compare(total, cost) >= 0 { life.payback = .whole(Int128(age)) }
      try add(Int64(age), .age, &table)
      try add(start, .start, &table, state: isOver ? ValueState.defined : ValueState.inProgress)
      try add(Int64(size), .size, &table)
      try add(Int64(cell.active), .active, &table)
      try add(isOver ? .ratio(Int128(cell.active), size) : .undefined(ValueState.inProgress), .retention, &table)
      try add(Int64(cell.facts), .facts, &table)
      try add(plan.revenue(cell), .revenue, &table)
      try add(plan.net(cell), .net, &table)
      try add(plan.goods(cell), .goods, &table)
      try add(plan.service(cell), .service, &table)
      try add(plan.contribution(cell), .contribution, &table)
      try add(plan.revenue(life.total), .totalRevenue, &table)
      try add(plan.net(life.total), .totalNet, &table)
      try add(total, .totalContribution, &table)
      let factor = total / cost
      try add(isOver || !factor.isDefined ? factor : .undefined(ValueState.inProgress), .return, &table)
      start = end
    }
    return life
  }
}

/// Sums of money, where journeys hold all that they are made of.
extension CohortPlan {
  var hasContribution: Bool { hasSales && hasCorrections && hasGoods && hasService }

  private func value(_ sum: Int128, _ isHeld: Bool) -> Value { isHeld ? .whole(sum) : .undefined(ValueState.noData) }

  func revenue(_ cell: CohortCell) -> Value { value(cell.revenue, hasSales) }
  func net(_ cell: CohortCell) -> Value { value(cell.net, hasSales && hasCorrections) }
  func goods(_ cell: CohortCell) -> Value { value(cell.goods, hasGoods) }
  func service(_ cell: CohortCell) -> Value { value(cell.service, hasService) }
  func contribution(_ cell: CohortCell) -> Value { value(cell.net - cell.goods - cell.service, hasContribution) }
}
