/// Every base measure and indicator there is, as data: an id, a formula, a unit.
///
/// To add one, add a row; nothing else knows them by name. A formula may name what stands in any row that has no division.
/// Its grammar is in `Formula`. Rows hold literals and constants only, so that the compiler lays the tables out in the
/// library's read-only data; nothing is initialised when they are first used.
enum Catalogue {
  /// What a measure is when no fact of the kinds it is made of was ever taken in.
  enum Absence {
    /// Undefined, and so is all that uses it.
    case noData
    /// Zero: what may honestly not happen.
    case zero
    /// Defined as long as the one measure named is; the others then count as zero.
    case needsOnly(StaticString)
  }

  struct Row {
    var id: StaticString
    var formula: StaticString
    var unit: UInt32
    var absence: Absence

    init(_ id: StaticString, _ formula: StaticString, _ unit: UInt32, _ absence: Absence = .noData) {
      self.id = id
      self.formula = formula
      self.unit = unit
      self.absence = absence
    }
  }

  struct Alias {
    var name: StaticString
    var id: StaticString

    init(_ name: StaticString, _ id: StaticString) {
      self.name = name
      self.id = id
    }
  }

  /// The row of an id, or of what an alias stands for.
  static func row(named name: Bytes) -> Row? {
    var id = name
    for i in aliases.indices where Bytes(aliases[i].name) == name { id = Bytes(aliases[i].id) }
    for i in measures.indices where Bytes(measures[i].id) == id { return measures[i] }
    for i in indicators.indices where Bytes(indicators[i].id) == id { return indicators[i] }
    return nil
  }
}
