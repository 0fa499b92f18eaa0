/// Targets, the first indicator, health and rules, from any thread: all under the lock on names, as is the registry that
/// keeps them.
extension Engine {
  /// What a target is of, as the host says it.
  struct TargetKey {
    var indicator: Bytes
    /// Nil: of the whole.
    var dimension: Bytes?
    var name: Bytes
    var from: Int64
    var to: Int64
  }

  // MARK: Targets

  /// Sets a target to a text, or without one to a number in the unit and scale of the indicator's column.
  func set(target key: TargetKey, _ text: Bytes?, _ number: Value) throws(Failure) {
    namesLock.lockToWrite()
    defer { namesLock.unlock() }
    let (row, dimension) = try find(key)
    if key.name.count > 65535 { throw failure(104, "a name is longer than 65535 bytes") }
    try checkDay(key.from, key)
    try checkDay(key.to, key)
    if key.from >= key.to { throw failure(101, "a target ends before it begins: ", key.indicator) }
    let value = try value(of: text, number, row)
    if !value.isDefined { throw failure(101, "a target is a number that fits 128 bits: ", key.indicator) }
    let registry = unsafe registry.pointer
    if unsafe registry.pointee.steering.targets.count >= Steering.most { throw failure(104, "there are too many targets") }
    let isSet: Bool
    do {
      isSet = unsafe try registry.pointee.steering.set(target: row, dimension, key.name, from: key.from, to: key.to, value)
    } catch {
      throw outOfMemory()
    }
    if isSet { return }
    if key.dimension == nil { throw failure(741, "the days overlap with those of another target of ", key.indicator) }
    throw failure(741, "the days overlap with those of another target of ", key.indicator, " for ", key.name)
  }

  /// Takes a target away.
  func remove(target key: TargetKey) throws(Failure) {
    namesLock.lockToWrite()
    defer { namesLock.unlock() }
    let (row, dimension) = try find(key)
    if unsafe registry.pointer.pointee.steering.remove(target: row, dimension, key.name, from: key.from, to: key.to) { return }
    throw failure(109, "there is no such target of ", key.indicator)
  }

  private func find(_ key: TargetKey) throws(Failure) -> (row: Int, dimension: Int) {
    let row = try row(of: key.indicator)
    guard let name = key.dimension else { return (row, -1) }
    guard let dimension = dimensionIndex(named: name) else { throw failure(109, "no dimension is called '", name, "'") }
    return (row, dimension)
  }

  private func row(of indicator: Bytes) throws(Failure) -> Int {
    guard let row = unsafe registry.pointer.pointee.find(indicator) else {
      throw failure(109, "no measure or indicator is called '", indicator, "'")
    }
    return row
  }

  private func checkDay(_ time: Int64, _ key: TargetKey) throws(Failure) {
    if !isDayBoundary(time) { throw failure(101, "a target begins and ends with a day of the engine's zone: ", key.indicator) }
  }

  /// A target's value as expressions have it.
  private func value(of text: Bytes?, _ number: Value, _ row: Int) throws(Failure) -> Value {
    let registry = unsafe registry.pointer
    let id = unsafe registry.pointee.rows[row].id
    do throws(ExpressionError) {
      let unit = unsafe try Program.dimensionality(of: id, kinds: kinds.pointer.pointee, registry: registry.pointee, heap)
      if let text {
        return unsafe try Program.constant(
          text, in: unit, kinds: kinds.pointer.pointee, registry: registry.pointee, scale: moneyScale, heap)
      }
      return unit.scales == 1 ? number : Program.shifted(number, by: unit.scales * moneyScale)
    } catch {
      throw failure(named(error), text ?? id)
    }
  }

  /// A text of one word that nobody knows is no column's name here.
  private func named(_ error: ExpressionError) -> ExpressionError {
    error.reason == .column ? ExpressionError(.name, at: error.position) : error
  }

  // MARK: The first indicator

  /// The indicator that comes first from an instant on; nil takes away what began there.
  func set(first indicator: Bytes?, from: Int64) throws(Failure) {
    namesLock.lockToWrite()
    defer { namesLock.unlock() }
    let registry = unsafe registry.pointer
    guard let indicator else {
      if unsafe !registry.pointee.steering.remove(firstFrom: from) { throw failure(109, "no primary indicator begins there") }
      return
    }
    let row = try row(of: indicator)
    let isSet: Bool
    do { isSet = unsafe try registry.pointee.steering.set(first: row, from: from) } catch { throw outOfMemory() }
    if !isSet { throw failure(104, "there are too many primary indicators") }
  }

  // MARK: Health

  func set(health indicator: Bytes, _ green: Bytes, _ yellow: Bytes) throws(Failure) {
    namesLock.lockToWrite()
    defer { namesLock.unlock() }
    let row = try row(of: indicator)
    let registry = unsafe registry.pointer
    let direction = unsafe registry.pointee.rows[row].direction
    if direction == 0 { throw failure(101, "health needs to know which way is better, which there is not for ", indicator) }
    try check(green)
    try check(yellow)
    let id = unsafe registry.pointee.rows[row].id
    if let best = try constant(green, row), let good = try constant(yellow, row) {
      let isWorse = direction == 1 ? Value.compare(best, good) < 0 : Value.compare(best, good) > 0
      if isWorse { throw failure(101, "the threshold for green is worse than that for yellow: ", id) }
    }
    guard let fresh = try? Steering.health(row, id, direction == 1 ? " >= " : " <= ", green, yellow, heap) else {
      throw outOfMemory()
    }
    // The whole is checked where it stands: what speaks of this very health finds no end.
    var old: Steering.Health?
    do { old = unsafe try registry.pointee.steering.set(fresh) } catch { throw outOfMemory() }
    let formula = unsafe registry.pointee.steering.healthFormula(of: row) ?? Bytes("")
    do {
      _ = try checkedUnit(of: formula)
    } catch {
      let failure = failure(error, formula)
      unsafe registry.pointee.steering.restore(old, of: row)
      throw failure
    }
  }

  /// A threshold's number, nil where facts decide it.
  private func constant(_ text: Bytes, _ row: Int) throws(Failure) -> Value? {
    let registry = unsafe registry.pointer
    do throws(ExpressionError) {
      let unit = unsafe try Program.dimensionality(
        of: registry.pointee.rows[row].id, kinds: kinds.pointer.pointee, registry: registry.pointee, heap)
      let value = unsafe try Program.constant(
        text, in: unit, kinds: kinds.pointer.pointee, registry: registry.pointee, scale: moneyScale, heap)
      return value.isDefined ? value : nil
    } catch {
      if error.reason == .outOfMemory { throw outOfMemory() }
      return nil
    }
  }

  private func check(_ expression: Bytes) throws(Failure) {
    do {
      _ = try checkedUnit(of: expression)
    } catch {
      throw failure(named(error), expression)
    }
  }

  func remove(health indicator: Bytes) throws(Failure) {
    namesLock.lockToWrite()
    defer { namesLock.unlock() }
    let row = try row(of: indicator)
    if let _ = unsafe registry.pointer.pointee.steering.remove(health: row) { return }
    throw failure(109, "no thresholds are set for ", indicator)
  }

  // MARK: Rules

  /// Takes in a rule, in place of one of its name. `fault`: where its condition is wrong.
  func set(rule name: Bytes, _ condition: Bytes, _ description: Bytes, _ fault: inout Int?) throws(Failure) {
    guard KindDefinition.isName(name) else { throw failure(101, "this is no name for a rule: ", name) }
    namesLock.lockToWrite()
    defer { namesLock.unlock() }
    let registry = unsafe registry.pointer
    if unsafe registry.pointee.steering.rules.count >= Steering.mostRules && registry.pointee.steering.rule(named: name) == nil { throw failure(104, "there are too many rules") }
    var program = Program(heap)
    do {
      unsafe _ = try program.add(rule: condition, kinds: kinds.pointer.pointee, registry: registry.pointee, scale: moneyScale)
      // A rule that names no dimension there is would silence all the others.
      try checkConditions(of: program, from: 0)
    } catch {
      fault = error.position
      throw failure(named(error), condition)
    }
    guard unsafe (try? registry.pointee.steering.set(rule: name, condition, description)) != nil else { throw outOfMemory() }
  }

  func remove(rule name: Bytes) throws(Failure) {
    namesLock.lockToWrite()
    defer { namesLock.unlock() }
    if unsafe !registry.pointer.pointee.steering.remove(rule: name) { throw failure(109, "no rule is called '", name, "'") }
  }
}
