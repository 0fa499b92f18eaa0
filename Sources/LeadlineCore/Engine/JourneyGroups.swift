/// The groups that a pass over journeys found, in the order of their keys' bytes and the period, and of one number that may follow
/// these, and how they are written.
/// Made and used under the lock on names.
struct JourneyGroups: ~Copyable {
  private(set) var groups: Buffer<UInt32>

  init(_ engine: borrowing Engine, _ plan: borrowing JourneyKeys, _ found: borrowing GroupIndex) throws(OutOfMemory) {
    groups = Buffer(engine.heap)
    try groups.reserve(exactly: found.count)
    for g in 0..<found.count { groups.appendReserved(UInt32(g)) }
    guard found.count > 1 else { return }
    // By key, then group, the place of its name; only then is a comparison cheap.
    var ranks = Buffer<UInt32>(engine.heap)
    for k in 0..<plan.keys.count {
      let names = unsafe engine.names(of: plan, k)
      var byName = Buffer<UInt32>(engine.heap)
      try byName.reserve(exactly: found.count)
      for g in 0..<found.count { byName.appendReserved(UInt32(g)) }
      unsafe try MergeSort.sort(&byName, engine.heap, by: ByName(names: names, found: Codes(found, k, engine.heap)))
      let first = ranks.count
      try ranks.append(repeating: 0, count: found.count)
      var place: UInt32 = 0
      for i in 0..<byName.count {
        if i > 0 && found.key(Int(byName[i]), k) != found.key(Int(byName[i - 1]), k) { place += 1 }
        ranks[first + Int(byName[i])] = place
      }
    }
    let periods = try Codes(found, plan.keys.count, engine.heap)
    let last = try Codes(found, plan.width, engine.heap)
    unsafe try MergeSort.sort(
      &groups, engine.heap,
      by: ByKeys(
        ranks: ranks.base, keys: plan.keys.count, count: found.count, periods: periods.words.base,
        last: last.words.base))
  }

  /// One word of all groups' keys.
  private struct Codes: ~Copyable {
    var words: Buffer<Int64>

    init(_ found: borrowing GroupIndex, _ word: Int, _ heap: Heap) throws(OutOfMemory) {
      words = Buffer(heap)
      guard word < found.width else { return }
      try words.reserve(exactly: found.count)
      for g in 0..<found.count { words.appendReserved(found.key(g, word)) }
    }
  }

  @safe
  private struct ByName: RowOrder, ~Copyable {
    let names: UnsafeMutablePointer<Names>
    let found: Codes

    func compare(_ a: UInt32, _ b: UInt32) -> Int {
      let (left, right) = (UInt32(truncatingIfNeeded: found.words[Int(a)]), UInt32(truncatingIfNeeded: found.words[Int(b)]))
      if left == right { return 0 }
      let order = unsafe names.pointee.name(left).compare(names.pointee.name(right))
      return order != 0 ? order : left < right ? -1 : 1
    }
  }

  @safe
  private struct ByKeys: RowOrder {
    let ranks: UnsafeMutablePointer<UInt32>?
    let keys: Int
    let count: Int
    let periods: UnsafeMutablePointer<Int64>?
    let last: UnsafeMutablePointer<Int64>?

    func compare(_ a: UInt32, _ b: UInt32) -> Int {
      for k in 0..<keys {
        let (left, right) = unsafe (ranks.unsafelyUnwrapped[k * count + Int(a)], ranks.unsafelyUnwrapped[k * count + Int(b)])
        if left != right { return left < right ? -1 : 1 }
      }
      let order = unsafe compare(periods, a, b)
      return unsafe order != 0 ? order : compare(last, a, b)
    }

    private func compare(_ words: UnsafeMutablePointer<Int64>?, _ a: UInt32, _ b: UInt32) -> Int {
      guard let words = unsafe words else { return 0 }
      let (left, right) = unsafe (words[Int(a)], words[Int(b)])
      return left < right ? -1 : left > right ? 1 : 0
    }
  }

  /// Writes the key columns, each group's as many times as `repeats` says for its place.
  @inline(never)
  func fill(
    _ engine: borrowing Engine, _ plan: borrowing JourneyKeys, _ found: borrowing GroupIndex, _ repeats: borrowing Buffer<Int>,
    into table: inout Table
  ) throws(OutOfMemory) {
    try fillNames(engine, plan, found, repeats, into: &table)
    guard plan.period != .all else { return }
    let periods = try PeriodColumns(&table)
    for i in 0..<groups.count { try periods.append(engine, plan.period, start: found.key(Int(groups[i]), plan.keys.count), repeats[i], &table) }
  }

  /// The columns of names alone.
  @inline(never)
  func fillNames(
    _ engine: borrowing Engine, _ plan: borrowing JourneyKeys, _ found: borrowing GroupIndex, _ repeats: borrowing Buffer<Int>,
    into table: inout Table
  ) throws(OutOfMemory) {
    for k in 0..<plan.keys.count {
      var column = Table.Column(table.heap, .string)
      column.isKey = true
      for i in 0..<groups.count {
        let code = UInt32(truncatingIfNeeded: found.key(Int(groups[i]), k))
        for _ in 0..<repeats[i] { try engine.append(code, of: plan, k, to: &column) }
      }
      try table.add(column, engine.title(of: plan, k))
    }
  }
}

extension Engine {
  /// The names of a key.
  func names(of keys: borrowing JourneyKeys, _ k: Int) -> UnsafeMutablePointer<Names> {
    if let own = unsafe keys.own { return unsafe own }
    return unsafe namesBase.unsafelyUnwrapped + keys.keys[k].asked
  }

  /// What a key's column is called.
  func title(of keys: borrowing JourneyKeys, _ k: Int) -> Bytes {
    unsafe keys.own != nil ? Bytes("key") : dimensions[keys.keys[k].asked].text
  }

  /// Appends what is shown for a code of a key; the lock on names is held.
  func append(_ code: UInt32, of keys: borrowing JourneyKeys, _ k: Int, to column: inout Table.Column) throws(OutOfMemory) {
    let names = unsafe names(of: keys, k)
    unsafe try column.append(names.pointee.name(code), state: code == Code.notSet ? 1 : code == Code.other ? 2 : 0)
  }

  /// Appends what is shown for a code; the lock on names is held.
  func append(_ code: UInt32, of dimension: Int, to column: inout Table.Column) throws(OutOfMemory) {
    let names = unsafe namesBase.unsafelyUnwrapped + dimension
    unsafe try column.append(names.pointee.name(code), state: code == Code.notSet ? 1 : code == Code.other ? 2 : 0)
  }
}

/// The columns "period" and "period_start".
struct PeriodColumns {
  private let labels: Int

  /// Adds them, without values.
  @inline(never)
  init(_ table: inout Table) throws(OutOfMemory) {
    labels = table.columns.count
    try table.add(.string, "period", isKey: true)
    try table.add(.int64, "period_start", isKey: true)
  }

  /// A period, so many times; in progress if it is not over at the table's as-of instant.
  @inline(never)
  func append(_ engine: borrowing Engine, _ period: Period, start: Int64, _ times: Int, _ table: inout Table) throws(OutOfMemory) {
    var label = Buffer<UInt8>(table.heap)
    unsafe try engine.zone.pointer.pointee.label(of: period, start: start, into: &label)
    let end = unsafe engine.zone.pointer.pointee.bounds(of: period, at: start).end
    for _ in 0..<times {
      unsafe try table.columns[labels].append(Bytes(UnsafePointer(label.base.unsafelyUnwrapped), label.count), state: 0)
      try table.columns[labels + 1].append(start, state: end - 1 > table.asOf ? ValueState.inProgress : ValueState.defined)
    }
  }
}

extension Table {
  /// Adds a column without values; its name is also its canonical one.
  @inline(never)
  mutating func add(_ kind: Column.Kind, _ name: StaticString, unit: UInt32 = Unit.none, scale: UInt32 = 0, isKey: Bool = false)
    throws(OutOfMemory)
  {
    var column = Column(heap, kind)
    column.isKey = isKey
    try add(column, Bytes(name), unit: unit, scale: scale)
  }

  /// Takes over a column; its name is also its canonical one.
  @inline(never)
  mutating func add(_ column: consuming Column, _ name: Bytes, unit: UInt32 = Unit.none, scale: UInt32 = 0) throws(OutOfMemory) {
    column.unit = unit
    column.scale = scale
    try column.name.append(terminated: name)
    try column.canonical.append(terminated: name)
    if column.kind == .string && column.offsets.isEmpty { try column.offsets.append(0) }
    try columns.append(column)
  }
}

extension Table.Column {
  @inline(never)
  mutating func append(_ value: Int64, state: UInt8 = ValueState.defined) throws(OutOfMemory) {
    try integers.append(value)
    try states.append(state)
  }

  /// A ratio; undefined where there is nothing below.
  @inline(never)
  mutating func append(_ numerator: Int128, over denominator: Int128) throws(OutOfMemory) {
    if denominator <= 0 { return try append(undefined: ValueState.zeroDenominator) }
    try numerators.append(numerator)
    try denominators.append(denominator)
    try states.append(ValueState.defined)
  }

  @inline(never)
  mutating func append(undefined state: UInt8) throws(OutOfMemory) {
    try numerators.append(0)
    try denominators.append(0)
    try states.append(state)
  }

  @inline(never)
  mutating func append(_ value: Double, state: UInt8) throws(OutOfMemory) {
    try doubles.append(value)
    try states.append(state)
  }

  @inline(never)
  mutating func append(whole value: Int128) throws(OutOfMemory) {
    try numerators.append(value)
    try states.append(ValueState.defined)
  }
}
