/// Taking in the options, and refusing what makes no sense.
extension CSVPlan {
  /// Adds a use as the options give it: `index` counts columns from 1.
  mutating func add(
    _ engine: borrowing Engine, use number: UInt32, index: UInt32, column: Bytes?, name: Bytes?, value: Bytes?
  ) throws(Failure) {
    guard let use = FieldUse(rawValue: number) else { throw engine.failure(101, "the use of a field is unknown") }
    guard fields.count < Self.mostFields else { throw engine.failure(104, "more than 4096 fields") }
    var field = PlannedField(use: use, source: .constant)
    field.target = try target(engine, use, name)
    if !use.mayRepeat, self.field(use, field.target) != nil {
      throw engine.failure(110, "two columns are used as ", use.text, " ", name ?? Bytes(""))
    }
    if let column {
      guard settings.hasHeader else { throw engine.failure(101, "without a header no column is named ", column) }
      field.source = .named
      field.text = try keep(engine, column)
    } else if index > 0 {
      field.source = .column(Int(index) - 1)
    }
    if use == .ignore {
      guard let value, !field.isConstant else { throw engine.failure(101, "to ignore rows takes a column and a value") }
      field.ignored = try keep(engine, value)
    } else if field.isConstant {
      guard let value else { throw engine.failure(101, "neither a column nor a value is given for ", use.text) }
      field.text = try keep(engine, value)
    } else if use == .currency {
      field.ignored = try keep(engine, value ?? Bytes(""))
    } else if value != nil {
      throw engine.failure(101, "both a column and a value are given for ", use.text)
    }
    try append(engine, field)
  }

  /// The number of what a use speaks of.
  private func target(_ engine: borrowing Engine, _ use: FieldUse, _ name: Bytes?) throws(Failure) -> Int {
    switch use {
    case .dimension, .attribute:
      guard let name else { throw engine.failure(100, "a field has no name for its ", use.text) }
      guard let index = engine.dimensionIndex(named: name), engine.isAttribute(index) == (use == .attribute) else {
        throw engine.failure(109, "no such ", use.text, ": ", name)
      }
      return index
    case .measureCount, .measureAmount:
      guard let name else { throw engine.failure(100, "a field has no name for its kind") }
      return Int(try CSVPlan.kind(engine, name))
    default: return 0
    }
  }

  /// The number of a kind by its name, or by its number in digits.
  static func findKind(_ engine: borrowing Engine, _ name: Bytes) -> UInt16? {
    if let number = engine.kinds.value.number(ofName: name) { return number }
    guard name.count > 0 && name.count <= 5 else { return nil }
    var number = 0
    for i in 0..<name.count {
      let digit = name[i] &- 0x30
      guard digit <= 9 else { return nil }
      number = number * 10 + Int(digit)
    }
    guard number <= UInt16.max, engine.kinds.value.slot(of: UInt16(number)) != KindTable.unknown else { return nil }
    return UInt16(number)
  }

  private static func kind(_ engine: borrowing Engine, _ name: Bytes) throws(Failure) -> UInt16 {
    guard let number = findKind(engine, name) else { throw engine.failure(109, "no such kind: ", name) }
    return number
  }

  mutating func addTranslation(
    _ engine: borrowing Engine, use number: UInt32, name: Bytes?, text: Bytes, replacement: Bytes
  ) throws(Failure) {
    guard let use = FieldUse(rawValue: number), use == .kind || use == .dimension else {
      throw engine.failure(101, "only kinds and dimensions are translated")
    }
    guard translations.count < Self.mostTranslations else { throw engine.failure(104, "more than 2^20 translations") }
    guard replacement.count <= 65535 else { throw engine.failure(104, "a replacement is longer than 65535 bytes") }
    var target = Translation.ofKinds
    if use == .dimension {
      target = try self.target(engine, use, name)
    } else {
      _ = try CSVPlan.kind(engine, replacement)
    }
    let kept = Translation(target: target, text: try keep(engine, text), replacement: try keep(engine, replacement))
    if settings.foldsCase {
      fold(kept.text)
      // Or else a name that is written out in the file and its translation would be two.
      if use == .dimension { fold(kept.replacement) }
    }
    try append(engine, kept)
  }

  /// Whether the uses make facts, once all are added.
  mutating func complete(_ engine: borrowing Engine) throws(Failure) {
    try sortTranslations(engine)
    if isWide && (has(.kind) || has(.amount) || has(.count)) {
      throw engine.failure(101, "measures go with no kind, amount or count of the row's own")
    }
    if !isWide && !has(.kind) { throw engine.failure(101, "no field says which kind the facts are of") }
    if has(.time) == settings.hasNoTime {
      throw engine.failure(101, settings.hasNoTime ? "a time column in a file without times" : "no field gives the time")
    }
    if !FactRules.isTime(settings.defaultTime) { throw engine.failure(101, "the default time is outside the years 1 to 9999") }
    for i in 0..<fields.count where fields[i].use == .attribute {
      let base = engine.baseDimension(of: fields[i].target)
      if field(.dimension, base) == nil {
        throw engine.failure(
          101, "attribute ", engine.dimensions[fields[i].target].text, " comes without a column for its dimension ",
          engine.dimensions[base].text)
      }
    }
    let (point, thousands) = (settings.numbers.point, settings.numbers.thousands)
    let isDigit = thousands &- 0x30 <= 9
    if thousands == point || isDigit || thousands == 0x2B || thousands == 0x2D || thousands == Structurals.quote {
      throw engine.failure(101, "this byte cannot separate thousands")
    }
    let delimiter = settings.dialect.delimiter
    if delimiter == Structurals.quote || delimiter == Structurals.newline || delimiter == Structurals.carriageReturn {
      throw engine.failure(101, "this byte cannot delimit fields")
    }
  }
}

extension FieldUse {
  var text: Bytes {
    switch self {
    case .time: Bytes("time")
    case .kind: Bytes("kind")
    case .amount: Bytes("amount")
    case .count: Bytes("count")
    case .person: Bytes("person")
    case .account: Bytes("account")
    case .id: Bytes("id")
    case .ref: Bytes("ref")
    case .dimension: Bytes("dimension")
    case .measureCount: Bytes("count of")
    case .measureAmount: Bytes("amount of")
    case .ignore: Bytes("what to ignore")
    case .attribute: Bytes("attribute")
    case .currency: Bytes("currency")
    }
  }
}
