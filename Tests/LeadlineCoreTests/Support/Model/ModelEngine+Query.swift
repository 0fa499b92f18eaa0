/// Answers from the facts themselves.
extension ModelEngine {
  struct CellKey: Hashable {
    var start: Int64
    var end: Int64
    var tuple: [ModelName]
  }

  struct Sum: Hashable {
    var count: Int128 = 0
    var amount: Int128 = 0
    /// Any instant of the cell's.
    var time: Int64 = 0

    var isEmpty: Bool { count == 0 && amount == 0 }
  }

  /// What a rollup holds under the names that are shown, without what is nothing.
  func canonicalCells(_ rollup: Int) -> [CellKey: [UInt16: Sum]] {
    let options = setup.rollupsInUse[rollup]
    let shown = shownTuples(rollup)
    var cells: [CellKey: [UInt16: Sum]] = [:]
    for fact in facts {
      let bounds = zone.bounds(options.period, fact.time)
      // No fact is outside the years 1 to 9999, so no bound there cuts a period.
      let key = CellKey(
        start: max(bounds.start, ModelZone.first), end: min(bounds.end, ModelZone.last + 1), tuple: shown(options.dimensions.map { fact.names[$0] }))
      var sum = cells[key, default: [:]][fact.kind] ?? Sum()
      sum.count += Int128(fact.count)
      sum.amount += Int128(fact.amount)
      sum.time = fact.time
      cells[key, default: [:]][fact.kind] = sum
    }
    return cells.mapValues { $0.filter { !$0.value.isEmpty } }.filter { !$0.value.isEmpty }
  }

  func index(_ dimension: String) -> Int? { setup.dimensions.firstIndex { $0.name == dimension } }
  func base(_ dimension: Int) -> Int { setup.dimensions[dimension].base ?? dimension }

  /// The fitting rollup with the fewest dimensions, then the longest period.
  func chooseRollup(_ query: ModelQuery, _ wanted: [Int]) -> Int? {
    let rollups = setup.rollupsInUse
    let fitting = rollups.indices.filter { r in
      rollups[r].period.nests(in: query.period) && wanted.allSatisfy { rollups[r].dimensions.contains(base($0)) }
    }
    if let name = query.rollup { return fitting.first { rollups[$0].name == name } }
    func rank(_ r: Int) -> (Int, UInt32) {
      (rollups[r].dimensions.count, rollups[r].period == .all ? 0 : 100 - rollups[r].period.rawValue)
    }
    return fitting.min { rank($0) < rank($1) }
  }

  struct Row {
    var keys: [ModelName]
    var period: Int64
    var sums: [UInt16: Sum] = [:]
  }

  func measure(_ column: String) -> ModelMeasure? {
    if let named = ModelMeasure.named[column] { return named }
    for kind in kinds.values {
      if column == "count(\(kind.name))" { return .count(kind.number) }
      if column == "amount(\(kind.name))" && kind.unit != 0 { return .amount(kind.number, unit: kind.unit) }
    }
    return nil
  }

  func value(_ measure: ModelMeasure, _ sums: [UInt16: Sum], _ takenIn: Set<UInt16>) -> ModelValue {
    for need in measure.needs where need.allSatisfy({ parts(of: $0).isDisjoint(with: takenIn) }) {
      return ModelValue(state: 2)
    }
    func total(_ terms: [ModelMeasure.Term]) -> Int128 {
      var total: Int128 = 0
      for term in terms {
        for part in parts(of: term.kind) {
          let sum = sums[part] ?? Sum()
          total += term.coefficient * (term.isAmount ? sum.amount : sum.count)
        }
      }
      return total
    }
    guard let denominator = measure.denominator else { return .ratio(total(measure.numerator), 1) }
    return .ratio(total(measure.numerator), total(denominator))
  }

  func answer(_ query: ModelQuery) -> ModelAnswer {
    let keys = query.by.map { index($0)! }
    let filters = query.filters.map { (index($0.dimension)!, Set($0.names)) }
    guard let rollup = chooseRollup(query, keys + filters.map(\.0)) else { return ModelAnswer(status: 500) }
    let dimensions = setup.rollupsInUse[rollup].dimensions
    let cells = canonicalCells(rollup)
    let asOf = query.asOf ?? greatestTime
    let end = asOf >= greatestTime ? Int64.max : asOf + 1
    let to = query.to.map { $0 > greatestTime ? Int64.max : $0 } ?? Int64.max
    let from = query.from ?? Int64.min
    for bound in [from, to, end] where bound != Int64.min && bound != Int64.max {
      if cells.keys.contains(where: { $0.start < bound && bound < $0.end }) { return ModelAnswer(status: 501) }
    }
    let takenIn = Set(cells.filter { $0.key.end <= end }.flatMap(\.value.keys))

    func shownKey(_ key: Int, _ tuple: [ModelName]) -> ModelName {
      let name = tuple[dimensions.firstIndex(of: base(key))!]
      if setup.dimensions[key].base == nil || name.isOther { return name }
      return shown(key, ModelName(text: attributes[key][name.text] ?? ""))
    }
    var rows: [[String]: Row] = [:]
    for (cell, kinds) in cells where cell.start >= from && cell.end <= min(end, to) {
      let passes = filters.allSatisfy { key, names in
        let name = shownKey(key, cell.tuple)
        return names.contains(name.text)
      }
      if !passes { continue }
      let shown = keys.map { shownKey($0, cell.tuple) }
      for (kind, sum) in kinds {
        let period = query.period == .all ? Int64.min : zone.bounds(query.period, sum.time).start
        let id = shown.map { "\($0.state)\($0.text)" } + ["\(period)"]
        var row = rows[id] ?? Row(keys: shown, period: period)
        row.sums[kind, default: Sum()].count += sum.count
        row.sums[kind, default: Sum()].amount += sum.amount
        rows[id] = row
      }
    }
    let present = rows.values.filter { $0.sums.values.contains { !$0.isEmpty } }
    return table(query, present, takenIn, asOf: asOf)
  }

  private func table(_ query: ModelQuery, _ present: [Row], _ takenIn: Set<UInt16>, asOf: Int64) -> ModelAnswer {
    let measures = query.columns.map { measure($0)! }
    func keyOrder(_ a: ModelName, _ b: ModelName) -> Int {
      a == b ? 0 : ModelName.bytesAreBefore(a, b) ? -1 : 1
    }
    func compare(_ a: Row, _ b: Row) -> Int {
      for order in query.order {
        let isDown = order.hasPrefix("-")
        let name = isDown ? String(order.dropFirst()) : order
        var result = 0
        if let c = query.columns.firstIndex(where: { $0 == name || ModelMeasure.aliases[$0] == name }) {
          let (x, y) = (value(measures[c], a.sums, takenIn), value(measures[c], b.sums, takenIn))
          if x.state != 0 || y.state != 0 {
            result = x.state == 0 ? -1 : y.state == 0 ? 1 : 0
            if isDown { result = -result }
          } else {
            result = ModelValue.compare(x, y)
          }
        } else if let k = query.by.firstIndex(of: name) {
          result = keyOrder(a.keys[k], b.keys[k])
        } else {
          result = a.period < b.period ? -1 : a.period == b.period ? 0 : 1
        }
        if result != 0 { return isDown ? -result : result }
      }
      for (x, y) in zip(a.keys, b.keys) where x != y { return keyOrder(x, y) }
      return a.period < b.period ? -1 : a.period == b.period ? 0 : 1
    }
    let sorted = present.sorted { compare($0, $1) < 0 }
    let shown = query.limit > 0 ? Array(sorted.prefix(query.limit)) : sorted

    func line(_ keys: [String], _ period: [String], _ sums: [UInt16: Sum]) -> String {
      let values = measures.map { value($0, sums, takenIn).text(isRatio: $0.denominator != nil) }
      return (keys + period + values).joined(separator: " | ")
    }
    var answer = ModelAnswer()
    answer.header = ["as of \(asOf), double booked \(present.filter(isDoubleBooked).count), rows \(shown.count)"]
    answer.header += query.by.map { "\($0)=\($0) type 1 unit 0 scale 0 key 1" }
    if query.period != .all {
      answer.header += ["period=period type 1 unit 0 scale 0 key 1", "period_start=period_start type 2 unit 0 scale 0 key 1"]
    }
    for (name, measure) in zip(query.columns, measures) {
      let scale = measure.unit == 4 || measure.unit == 5 ? 0 : setup.scale
      let canonical = ModelMeasure.aliases[name] ?? name
      answer.header.append("\(name)=\(canonical) type \(measure.denominator == nil ? 3 : 4) unit \(measure.unit) scale \(scale) key 0")
    }
    for row in shown {
      let period = query.period == .all ? [] : ["0:\(zone.label(query.period, row.period))", "\(row.period)"]
      answer.lines.append(line(row.keys.map { "\($0.state):\($0.text)" }, period, row.sums))
    }
    if query.totals {
      var sums: [UInt16: Sum] = [:]
      for row in present {
        for (kind, sum) in row.sums {
          sums[kind, default: Sum()].count += sum.count
          sums[kind, default: Sum()].amount += sum.amount
        }
      }
      answer.lines.append(line(query.by.map { _ in "3:" }, query.period == .all ? [] : ["3:", "\(Int64.min)"], sums))
    }
    return answer
  }

  /// Media cost both on events and as media_spend.
  private func isDoubleBooked(_ row: Row) -> Bool {
    func hasAmount(_ kinds: [UInt16]) -> Bool {
      kinds.contains { parts(of: $0).contains { (row.sums[$0]?.amount ?? 0) != 0 } }
    }
    return hasAmount([90]) && hasAmount([10, 15, 20])
  }
}
