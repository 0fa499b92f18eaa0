/// The columns of facts that a plan fills, and what holds for all rows.
extension CSVReader {
  mutating func addColumns() throws(Failure) {
    let engine = unsafe self.engine
    try prepareRows()
    for i in 0..<plan.fields.count {
      let field = plan.fields[i]
      let text = field.isConstant ? plan.bytes(field.text) : Bytes("")
      switch field.use {
      case .time, .ignore: break
      case .kind: try addKind(field, text)
      case .amount: try addNumber(.amount, field, text, plan.settings.numbers)
      case .count: try addNumber(.count, field, text, plan.settings.counts)
      case .person: try addWord(.person, Identifier.of(text))
      case .account: try addWord(.account, Identifier.of(text))
      case .id: try addWord(.id, Identifier.of(text))
      case .ref: try addWord(.ref, Identifier.of(text))
      case .dimension:
        let code = unsafe try engine.pointee.intern(dimension: field.target, text)
        try addCodes(field.target, code)
        try addNames(field, i, target: field.target)
      case .attribute:
        try addNames(field, i, target: NameColumn.untranslated)
        try addAttribute(field, i, text)
      case .measureCount, .measureAmount: try addMeasure(field, i, text)
      case .currency: try addCurrency(field, i, field.isConstant ? text : plan.bytes(field.ignored))
      }
    }
    try addTimes()
  }

  private mutating func prepareRows() throws(Failure) {
    do {
      let dimensions = unsafe engine.pointee.dimensions.count
      try rows.prepare(dimensions: dimensions)
      try wide.prepare(dimensions: dimensions)
      try nameIndexes.append(repeating: -1, count: plan.fields.count)
      if plan.isWide {
        try rows.addKinds()
        try rows.add(.amount, filling: 0)
        try rows.add(.count, filling: 0)
      }
    } catch { throw unsafe engine.pointee.outOfMemory() }
  }

  private mutating func addWord(_ word: FactRows.Word, _ value: UInt64) throws(Failure) {
    do {
      try rows.add(word, filling: value)
      if plan.isWide { try wide.add(word, filling: value) }
    } catch { throw unsafe engine.pointee.outOfMemory() }
  }

  private mutating func addCodes(_ dimension: Int, _ code: UInt32) throws(Failure) {
    do {
      try rows.add(dimension: dimension, filling: code)
      if plan.isWide { try wide.add(dimension: dimension, filling: code) }
    } catch { throw unsafe engine.pointee.outOfMemory() }
  }

  private mutating func addKind(_ field: PlannedField, _ text: Bytes) throws(Failure) {
    if field.isConstant {
      guard let kind = unsafe CSVPlan.findKind(engine.pointee, text) else {
        throw unsafe engine.pointee.failure(109, "no such kind: ", text)
      }
      rows.oneKind = kind
      let carries: UInt8 = unsafe CSVReader.carriesAmount(kind, engine) ? 1 : 0
      for row in 0..<self.carries.count { self.carries[row] = carries }
    } else {
      do {
        try rows.addKinds()
      } catch { throw unsafe engine.pointee.outOfMemory() }
    }
  }

  static func carriesAmount(_ kind: UInt16, _ engine: UnsafeMutablePointer<Engine>) -> Bool {
    let table = unsafe engine.pointee.kinds.pointer
    let slot = unsafe table.pointee.slot(of: kind)
    return unsafe slot != KindTable.unknown && table.pointee.unit(at: slot) != Unit.none
  }

  private mutating func addNumber(
    _ word: FactRows.Word, _ field: PlannedField, _ text: Bytes, _ format: DecimalFormat
  ) throws(Failure) {
    let value = field.isConstant ? unsafe try CSVReader.number(field.use, text, format, engine) : 0
    try addWord(word, UInt64(bitPattern: value))
  }

  /// A number that holds for all rows.
  private static func number(
    _ use: FieldUse, _ text: Bytes, _ format: DecimalFormat, _ engine: UnsafeMutablePointer<Engine>
  ) throws(Failure) -> Int64 {
    guard case .value(let value) = DecimalText.parse(text, format), use.isAmount || FactRules.isCount(value) else {
      throw unsafe engine.pointee.failure(101, "not a number that may be used as ", use.text, ": ", text)
    }
    return value
  }

  private mutating func addNames(_ field: PlannedField, _ i: Int, target: Int) throws(Failure) {
    nameIndexes[i] = names.count
    do {
      try names.append(unsafe NameColumn(engine.pointee.heap, .dimension(field.target), target: target))
    } catch { throw unsafe engine.pointee.outOfMemory() }
  }

  private mutating func addAttribute(_ field: PlannedField, _ i: Int, _ text: Bytes) throws(Failure) {
    let engine = unsafe self.engine
    let constant = unsafe try engine.pointee.intern(dimension: field.target, text)
    let base = unsafe engine.pointee.baseDimension(of: field.target)
    do throws(OutOfMemory) {
      let given = unsafe try GivenAttribute(
        engine.pointee.heap, field: i, attribute: field.target, base: base, constant: constant)
      try attributes.append(given)
    } catch { throw unsafe engine.pointee.outOfMemory() }
  }

  private mutating func addMeasure(_ field: PlannedField, _ i: Int, _ text: Bytes) throws(Failure) {
    let kind = UInt16(field.target)
    let isCount = field.use == .measureCount
    if unsafe !isCount && !CSVReader.carriesAmount(kind, engine) {
      throw unsafe engine.pointee.failure(101, "amounts of a kind that carries none, in column ", plan.bytes(field.text))
    }
    let format = isCount ? plan.settings.counts : plan.settings.numbers
    let value = field.isConstant ? unsafe try CSVReader.number(field.use, text, format, engine) : 0
    var place = 0
    while place < measures.count && measures[place].kind != kind { place += 1 }
    do {
      if place == measures.count {
        try measured.append(repeating: 0, count: 2 * RecordBlock.usualCapacity)
        try measures.append(Measure(kind: kind))
      }
    } catch { throw unsafe engine.pointee.outOfMemory() }
    if isCount { measures[place].countField = i } else { measures[place].amountField = i }
    let start = CSVReader.measuredStart(place, isCount: isCount)
    for row in 0..<RecordBlock.usualCapacity { measured[start + row] = value }
  }

  /// Where the counts, or the amounts, of a measure are.
  static func measuredStart(_ measure: Int, isCount: Bool) -> Int {
    (2 * measure + (isCount ? 0 : 1)) * RecordBlock.usualCapacity
  }

  /// Times are the default one until a column says otherwise, or the text that holds for all rows.
  private mutating func addTimes() throws(Failure) {
    var time = plan.settings.defaultTime
    var hasColumn = false
    for i in 0..<plan.fields.count where plan.fields[i].use == .time && !plan.fields[i].isConstant { hasColumn = true }
    if !hasColumn && !plan.settings.hasNoTime {
      _ = try joinTime(row: 0)
      guard let parsed = parser.parse(scratch.text) else {
        throw unsafe engine.pointee.failure(101, "not a time in the format asked for: ", scratch.text)
      }
      time = parsed
    }
    try addWord(.time, UInt64(bitPattern: time))
  }
}
