/// Expressions, with the failures that say what is wrong with them and where.
extension Engine {
  /// Adds a column to a program.
  @inline(never)
  func add(column: Bytes, to program: inout Program) throws(Failure) {
    namesLock.lockToRead()
    defer { namesLock.unlock() }
    let firstCondition = program.conditions.count
    do {
      unsafe try program.add(column: column, kinds: kinds.pointer.pointee, registry: registry.pointer.pointee, scale: moneyScale)
      try checkConditions(of: program, from: firstCondition)
    } catch {
      throw failure(error, column)
    }
  }

  /// Conditions name dimensions of the engine; none come later, so whatever is kept is checked when it is given.
  @inline(never)
  func checkConditions(of program: borrowing Program, from firstCondition: Int) throws(ExpressionError) {
    for c in firstCondition..<program.conditions.count {
      guard dimensionIndex(named: program.bytes(program.conditions[c].dimension)) == nil else { continue }
      throw ExpressionError(.dimension, at: program.conditions[c].position)
    }
  }

  /// The unit of an expression in which nothing is wrong. `defining`: the name that it is about to become.
  func checkedUnit(of text: Bytes, defining: Bytes = Bytes("")) throws(ExpressionError) -> UInt32 {
    let program = unsafe try Program.lowered(
      text, kinds: kinds.pointer.pointee, registry: registry.pointer.pointee, heap, defining: defining)
    try checkConditions(of: program, from: 0)
    return program.columns[0].unit
  }

  /// Takes in an indicator of the host's. `fault`: where its formula is wrong.
  func define(_ row: Registry.Row, _ fault: inout Int?) throws(Failure) {
    guard KindDefinition.isName(row.id), !Parser.isReserved(row.id) else { throw failure(101, "this is no name for an indicator: ", row.id) }
    namesLock.lockToWrite()
    defer { namesLock.unlock() }
    if let known = unsafe registry.pointer.pointee.find(row.id), unsafe !registry.pointer.pointee.rows[known].isParameter {
      throw failure(110, "a measure or indicator has this name already: ", row.id)
    }
    if unsafe registry.pointer.pointee.rows.count >= Registry.mostRows && registry.pointer.pointee.find(row.id) == nil { throw failure(104, "too many indicators are defined") }
    do {
      try check(row)
    } catch {
      fault = error.position
      // A formula of one word that nobody knows is no column's name here.
      throw failure(error.reason == .column ? ExpressionError(.name, at: error.position) : error, row.formula)
    }
    guard unsafe (try? registry.pointer.pointee.define(row)) != nil else { throw outOfMemory() }
  }

  private func check(_ row: Registry.Row) throws(ExpressionError) {
    let registry = unsafe registry.pointer
    let unit = try checkedUnit(of: row.formula, defining: row.id)
    // What uses a parameter was written for its unit.
    guard let known = unsafe registry.pointee.find(row.id) else { return }
    let before = unsafe try Program.unit(of: row.id, kinds: kinds.pointer.pointee, registry: registry.pointee, heap)
    let means = unsafe registry.pointee.rows[known].numberMeans
    if unit != before && !(unit == Unit.ratio && means != nil) {
      throw ExpressionError(.unit, at: 0, "a parameter keeps its unit")
    }
  }

  /// The lock on names is held.
  func failure(_ error: ExpressionError, _ text: Bytes) -> Failure {
    switch error.reason {
    case .outOfMemory: return outOfMemory()
    case .column: return failure(109, "no measure, indicator or kind is called '", text, "'")
    case .syntax: return failure(700, text, error.position, error.text)
    case .name: return failure(701, text, error.position, "no measure, indicator or kind of that name")
    case .elsewhere:
      let function = unsafe registry.pointer.pointee.rows[error.row].function
      return failure(705, text, error.position, "not a sum over rollups; it is answered by ", function)
    case .dimension: return failure(701, text, error.position, "no dimension of that name")
    case .unit: return failure(702, text, error.position, error.text)
    case .noHealth: return failure(740, text, error.position, "no thresholds of health are set for it")
    case .noAmount: return failure(702, text, error.position, "the kind carries no amount")
    case .cycle: return failure(703, text, error.position, "the name stands within its own formula")
    case .tooLarge: return failure(704, text, error.position, "too long or too deep")
    }
  }

  /// "at 12 of 'a + b': what is wrong"
  private func failure(_ status: Int32, _ text: Bytes, _ position: Int, _ reason: StaticString, _ name: Bytes = Bytes("")) -> Failure {
    error.write(position: position, text: text, reason: Bytes(reason), name: name)
    return Failure(status: status)
  }
}
