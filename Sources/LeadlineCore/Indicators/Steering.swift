/// What a host steers by: targets, the indicator that comes first from a date on, the thresholds of health, and rules for
/// alerts. It is part of a registry, whose rows it names by their numbers.
struct Steering: ~Copyable {
  /// What an indicator should be on some days.
  struct Target: ~Copyable {
    let row: Int
    /// The engine's number of the dimension of its key; -1: of the whole.
    let dimension: Int
    /// The key, with a NUL behind it.
    let name: Buffer<UInt8>
    /// From the one instant up to, not including, the other.
    let from: Int64
    let to: Int64
    /// As expressions have it: with the engine's scale in it as often as its unit says.
    let value: Value

    /// Before, with or after another by whatever tells targets apart.
    func compare(_ row: Int, _ dimension: Int, _ name: Bytes, _ from: Int64) -> Int {
      if self.row != row { return self.row < row ? -1 : 1 }
      if self.dimension != dimension { return self.dimension < dimension ? -1 : 1 }
      let order = self.name.text.compare(name)
      if order != 0 { return order }
      return self.from < from ? -1 : self.from > from ? 1 : 0
    }

    func isAbout(_ row: Int, _ dimension: Int, _ name: Bytes) -> Bool { compare(row, dimension, name, from) == 0 }
  }

  /// The indicator that comes first from an instant on.
  struct Rung {
    var row: Int
    var from: Int64
  }

  /// When an indicator is green and when yellow.
  struct Health: ~Copyable {
    let row: Int
    /// Each with a NUL behind it.
    let green: Buffer<UInt8>
    let yellow: Buffer<UInt8>
    /// 2, 1 or 0 by the two thresholds.
    let formula: Buffer<UInt8>
  }

  /// A comparison that must not hold.
  struct Rule: ~Copyable {
    /// Each with a NUL behind it.
    let name: Buffer<UInt8>
    let condition: Buffer<UInt8>
    let description: Buffer<UInt8>
  }

  /// In the order of `Target.compare`.
  private(set) var targets: Buffer<Target>
  /// By their instants.
  private(set) var ladder: Buffer<Rung>
  private(set) var healths: Buffer<Health>
  /// The built-in ones, then those of the host in the order in which they came.
  private(set) var rules: Buffer<Rule>

  static var most: Int { 65_536 }
  static var mostRules: Int { 1024 }

  init(_ heap: Heap) {
    targets = Buffer(heap)
    ladder = Buffer(heap)
    healths = Buffer(heap)
    rules = Buffer(heap)
  }

  /// The rules of the catalogue.
  mutating func addBuiltIn() throws(OutOfMemory) {
    let text = Bytes(Catalogue.alerts)
    var at = 0
    while at < text.count {
      let name = Steering.field(text, &at, until: 0x7C)
      let condition = Steering.field(text, &at, until: 0x7C)
      try set(rule: name, condition, Steering.field(text, &at, until: 0x0A))
    }
  }

  /// The next field of a catalogue, without the spaces around it.
  static func field(_ text: Bytes, _ at: inout Int, until separator: UInt8) -> Bytes {
    var start = at
    var end = at
    while end < text.count, text[end] != separator { end += 1 }
    at = Swift.min(end + 1, text.count)
    while start < end, text[start] == 0x20 { start += 1 }
    while end > start, text[end - 1] == 0x20 { end -= 1 }
    return text.slice(start, end)
  }

  var bytes: Int {
    var sum = targets.bytes + ladder.bytes + healths.bytes + rules.bytes
    for i in 0..<targets.count { sum += targets[i].name.bytes }
    for i in 0..<healths.count { sum += healths[i].green.bytes + healths[i].yellow.bytes + healths[i].formula.bytes }
    for i in 0..<rules.count { sum += rules[i].name.bytes + rules[i].condition.bytes + rules[i].description.bytes }
    return sum
  }

  // MARK: Targets

  /// The place of the first target that does not come before what is given.
  private func place(_ row: Int, _ dimension: Int, _ name: Bytes, _ from: Int64) -> Int {
    var (low, high) = (0, targets.count)
    while low < high {
      let middle = (low + high) / 2
      if targets[middle].compare(row, dimension, name, from) < 0 { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// False where the days overlap with those of another target of the same.
  mutating func set(target row: Int, _ dimension: Int, _ name: Bytes, from: Int64, to: Int64, _ value: Value) throws(OutOfMemory) -> Bool {
    let at = place(row, dimension, name, from)
    if at < targets.count, targets[at].isAbout(row, dimension, name), targets[at].from < to { return false }
    if at > 0, targets[at - 1].isAbout(row, dimension, name), targets[at - 1].to > from { return false }
    try targets.reserve(more: 1)
    let text = try Steering.keep(name, targets.heap)
    targets.insertReserved(Target(row: row, dimension: dimension, name: text, from: from, to: to, value: value), at: at)
    return true
  }

  /// False where there is no target of the same on exactly these days.
  mutating func remove(target row: Int, _ dimension: Int, _ name: Bytes, from: Int64, to: Int64) -> Bool {
    let at = place(row, dimension, name, from)
    guard at < targets.count, targets[at].compare(row, dimension, name, from) == 0, targets[at].to == to else { return false }
    _ = targets.remove(at: at)
    return true
  }

  /// The targets of a row for the whole (-1) or for keys of a dimension, whatever their dates.
  func targets(of row: Int, _ dimension: Int) -> Range<Int> {
    let start = place(row, dimension, Bytes(""), Int64.min)
    return start..<place(row, dimension + 1, Bytes(""), Int64.min)
  }

  /// Of the targets of one key, all of them, the value of that which is valid at an instant.
  func target(of own: Range<Int>, at time: Int64) -> Value? {
    var (low, high) = (own.lowerBound, own.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if targets[middle].from <= time { low = middle + 1 } else { high = middle }
    }
    guard low > own.lowerBound, time < targets[low - 1].to else { return nil }
    return targets[low - 1].value
  }

  /// How many targets a row has, for whatever keys.
  func targetCount(of row: Int) -> Int { place(row + 1, -1, Bytes(""), Int64.min) - place(row, -1, Bytes(""), Int64.min) }

  // MARK: The first indicator

  /// How many begin at an instant or before.
  private func rungs(until time: Int64) -> Int {
    var (low, high) = (0, ladder.count)
    while low < high {
      let middle = (low + high) / 2
      if ladder[middle].from <= time { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// False where there would be more than there may be.
  mutating func set(first row: Int, from: Int64) throws(OutOfMemory) -> Bool {
    let at = rungs(until: from)
    if at > 0, ladder[at - 1].from == from {
      ladder[at - 1].row = row
      return true
    }
    if ladder.count >= Steering.most { return false }
    try ladder.reserve(more: 1)
    ladder.insertReserved(Rung(row: row, from: from), at: at)
    return true
  }

  /// False where none begins there.
  mutating func remove(firstFrom from: Int64) -> Bool {
    let at = rungs(until: from)
    guard at > 0, ladder[at - 1].from == from else { return false }
    _ = ladder.remove(at: at - 1)
    return true
  }

  func first(at time: Int64) -> Rung? {
    let count = rungs(until: time)
    return count > 0 ? ladder[count - 1] : nil
  }

  // MARK: Health

  func health(of row: Int) -> Int? {
    for i in 0..<healths.count where healths[i].row == row { return i }
    return nil
  }

  func healthFormula(of row: Int) -> Bytes? {
    guard let found = health(of: row) else { return nil }
    return healths[found].formula.text
  }

  /// The thresholds of a row called `id`; `isBetter` is the comparison that says so, `>=` or `<=`.
  static func health(
    _ row: Int, _ id: Bytes, _ isBetter: StaticString, _ green: Bytes, _ yellow: Bytes, _ heap: Heap
  ) throws(OutOfMemory) -> Health {
    var formula = Buffer<UInt8>(heap)
    for i in 0..<2 {
      try formula.append(i == 0 ? Bytes("(") : Bytes(" + ("))
      try formula.append(id)
      try formula.append(Bytes(isBetter))
      try formula.append(Bytes("("))
      try formula.append(i == 0 ? green : yellow)
      try formula.append(Bytes("))"))
    }
    try formula.append(0)
    return Health(row: row, green: try keep(green, heap), yellow: try keep(yellow, heap), formula: formula)
  }

  /// Puts thresholds in; those that the row had are given back.
  mutating func set(_ health: consuming Health) throws(OutOfMemory) -> Health? {
    try healths.reserve(more: 1)
    let old = remove(health: health.row)
    healths.appendReserved(health)
    return old
  }

  mutating func remove(health row: Int) -> Health? {
    guard let at = health(of: row) else { return nil }
    return healths.remove(at: at)
  }

  /// Undoes `set`, for which there is room.
  mutating func restore(_ old: consuming Health?, of row: Int) {
    _ = remove(health: row)
    if let old { healths.appendReserved(old) }
  }

  // MARK: Rules

  func rule(named name: Bytes) -> Int? {
    for i in 0..<rules.count where rules[i].name.text == name { return i }
    return nil
  }

  /// In place of the one of that name, or behind all others.
  mutating func set(rule name: Bytes, _ condition: Bytes, _ description: Bytes) throws(OutOfMemory) {
    let heap = rules.heap
    let fresh = Rule(
      name: try Steering.keep(name, heap), condition: try Steering.keep(condition, heap), description: try Steering.keep(description, heap))
    try rules.reserve(more: 1)
    var at = rules.count
    if let known = rule(named: name) {
      _ = rules.remove(at: known)
      at = known
    }
    rules.insertReserved(fresh, at: at)
  }

  mutating func remove(rule name: Bytes) -> Bool {
    guard let known = rule(named: name) else { return false }
    _ = rules.remove(at: known)
    return true
  }

  private static func keep(_ text: Bytes, _ heap: Heap) throws(OutOfMemory) -> Buffer<UInt8> {
    var kept = Buffer<UInt8>(heap)
    try kept.append(terminated: text)
    return kept
  }
}

extension Buffer where Element == UInt8 {
  /// A text that was appended with its NUL.
  var text: Bytes { unsafe Bytes(UnsafePointer(base.unsafelyUnwrapped), count - 1) }

  fileprivate mutating func append(_ text: Bytes) throws(OutOfMemory) { unsafe try append(from: text.start, count: text.count) }
}
