/// Columns of credit: a number in millionths and a value, by model, and what stands beside them.
struct CreditColumns: ~Copyable {
  /// What is borrowed from the rollups, and the bounds of classes.
  struct Asked {
    var hasCost = false
    var hasActivity = false
    var retireBelow: Int64 = 0
    var optimiseFrom: Int64 = 0

    var count: Int { (hasCost ? 1 : 0) + (hasActivity ? 1 : 0) }
    var hasClasses: Bool { hasActivity && (retireBelow != 0 || optimiseFrom != 0) }
  }

  private let unit: UInt32
  private let scale: UInt32
  private let moneyScale: UInt32
  private var text: Buffer<UInt8>

  init(_ heap: Heap, unit: UInt32, moneyScale: UInt32) {
    self.unit = unit
    self.moneyScale = moneyScale
    scale = unit == Unit.none ? 0 : moneyScale
    text = Buffer(heap)
  }

  /// A name with a suffix.
  private mutating func add(
    _ column: consuming Table.Column, _ name: Bytes, _ suffix: StaticString, unit: UInt32, scale: UInt32 = 0, _ table: inout Table
  ) throws(OutOfMemory) {
    text.removeAll()
    try text.append(text: name)
    try text.append(text: Bytes(suffix))
    try table.add(column, unsafe Bytes(UnsafePointer(text.base.unsafelyUnwrapped), text.count), unit: unit, scale: scale)
  }

  /// A column of amounts.
  @inline(never)
  mutating func addValue(_ name: Bytes, _ suffix: StaticString, _ table: inout Table, _ value: (Int) -> Int128) throws(OutOfMemory) {
    var column = Table.Column(table.heap, .int128)
    for row in 0..<table.rows { try column.append(whole: value(row)) }
    try add(column, name, suffix, unit: unit, scale: scale, &table)
  }

  /// The two columns of a model.
  @inline(never)
  mutating func addCredit(_ model: Bytes, _ table: inout Table, _ credit: (Int) -> (Int128, Int128)) throws(OutOfMemory) {
    var units = Table.Column(table.heap, .int128)
    for row in 0..<table.rows { try units.append(whole: credit(row).0) }
    try add(units, model, "", unit: Unit.count, scale: 6, &table)
    try addValue(model, "_value", &table) { credit($0).1 }
  }

  /// What a chain tells of a row's key: the removal effect, and of so many outcomes what would be lost; nil where nothing led to any.
  @inline(never)
  mutating func addRemoval(_ model: Bytes, _ table: inout Table, _ effect: (Int) -> (effect: Double, outcomes: UInt64)?) throws(OutOfMemory) {
    var removal = Table.Column(table.heap, .double)
    var lost = Table.Column(table.heap, .double)
    for row in 0..<table.rows {
      let known = effect(row)
      let state = known == nil ? ValueState.zeroDenominator : ValueState.defined
      try removal.append(known?.effect ?? 0, state: state)
      try lost.append((known?.effect ?? 0) * Double(known?.outcomes ?? 0), state: state)
    }
    try add(removal, model, "_removal", unit: Unit.ratio, &table)
    try add(lost, model, "_lost", unit: Unit.count, &table)
  }

  /// A column of numbers that come with a model.
  @inline(never)
  mutating func addNumber(_ model: Bytes, _ suffix: StaticString, _ table: inout Table, _ number: (Int) -> Int) throws(OutOfMemory) {
    var column = Table.Column(table.heap, .int64)
    for row in 0..<table.rows { try column.append(Int64(number(row))) }
    try add(column, model, suffix, unit: Unit.count, &table)
  }

  /// What is counted beside credit; `place` is that of the first number of a row.
  @inline(never)
  mutating func addDetails(_ table: inout Table, _ place: (Int) -> Int, _ cell: (Int) -> Int128) throws(OutOfMemory) {
    for d in stride(from: 0, to: CreditTally.Detail.count, by: 2) {
      guard let detail = CreditTally.Detail(rawValue: d) else { continue }
      let name = Bytes(Self.name(detail))
      var number = Table.Column(table.heap, .int64)
      for row in 0..<table.rows { try number.append(Int64(truncatingIfNeeded: cell(place(row) + d))) }
      try add(number, name, "", unit: Unit.count, &table)
      try addValue(name, "_value", &table) { cell(place($0) + d + 1) }
    }
    try table.addRatios("assist_to_last") {
      (cell(place($0) + CreditTally.Detail.assisted.rawValue), cell(place($0) + CreditTally.Detail.last.rawValue))
    }
  }

  private static func name(_ detail: CreditTally.Detail) -> StaticString {
    switch detail {
    case .sourced: "sourced"
    case .last: "last_touch"
    case .influenced: "influenced"
    case .assisted: "assisted"
    case .viewAssisted: "view_assisted"
    case .clickAssisted: "click_assisted"
    case .viewThrough: "view_through"
    }
  }

  /// What is borrowed itself, without a model; otherwise what the model's credit is to it. `kinds`: what the cost and the activity
  /// are made of; `row` gives units, a value, the cost and the activity.
  @inline(never)
  mutating func add(
    _ asked: Asked, _ kinds: (cost: Table.Column.Kind, activity: Table.Column.Kind), _ model: Bytes?, _ table: inout Table,
    _ row: (Int) -> (Int128, Int128, Value, Value)
  ) throws(OutOfMemory) {
    guard let model else {
      if asked.hasCost { try addQuotient(Bytes("cost"), "", kinds.cost, unit: Unit.money, scale: moneyScale, &table) { row($0).2 } }
      if asked.hasActivity { try addQuotient(Bytes("activity"), "", kinds.activity, unit: Unit.other, scale: 0, &table) { row($0).3 } }
      return
    }
    if asked.hasCost {
      try addQuotient(model, "_cpa", .ratio, unit: Unit.moneyPerCount, scale: moneyScale, &table) { row($0).2 / Self.outcomes(row($0).0) }
      if unit == Unit.money {
        try addQuotient(model, "_roas", .ratio, unit: Unit.ratio, scale: 0, &table) { Value.whole(row($0).1) / row($0).2 }
        try addQuotient(model, "_roi", .ratio, unit: Unit.ratio, scale: 0, &table) { (Value.whole(row($0).1) - row($0).2) / row($0).2 }
      }
    }
    guard asked.hasActivity else { return }
    try addQuotient(model, "_impact", .ratio, unit: Unit.other, scale: 0, &table) { Self.outcomes(row($0).0) / row($0).3 }
    guard asked.hasClasses else { return }
    var column = Table.Column(table.heap, .string)
    for r in 0..<table.rows {
      let impact = Self.outcomes(row(r).0) / row(r).3
      if !impact.isDefined {
        try column.append(Bytes(""), state: impact.state)
      } else if Self.isBelow(impact, asked.retireBelow) {
        try column.append(Bytes("retire"), state: ValueState.defined)
      } else {
        try column.append(Self.isBelow(impact, asked.optimiseFrom) ? Bytes("continue") : Bytes("optimise"), state: ValueState.defined)
      }
    }
    try add(column, model, "_class", unit: Unit.none, &table)
  }

  /// Credit as a number of outcomes.
  private static func outcomes(_ units: Int128) -> Value { Value.whole(units) / Value.whole(CreditTally.unitsPerOutcome) }

  private static func isBelow(_ value: Value, _ millionths: Int64) -> Bool {
    let difference = value - Value.whole(Int128(millionths)) / Value.whole(CreditTally.unitsPerOutcome)
    return difference.isDefined && difference.numerator < 0
  }

  private mutating func addQuotient(
    _ name: Bytes, _ suffix: StaticString, _ kind: Table.Column.Kind, unit: UInt32, scale: UInt32, _ table: inout Table,
    _ value: (Int) -> Value
  ) throws(OutOfMemory) {
    var column = Table.Column(table.heap, kind)
    for row in 0..<table.rows { try column.append(value(row)) }
    try add(column, name, suffix, unit: unit, scale: scale, &table)
  }
}
