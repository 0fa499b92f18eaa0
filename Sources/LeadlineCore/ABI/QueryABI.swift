import CLeadline
import CPlatform

// Queries and tables.

/// Turns a query's options into a plan.
struct QueryReader {
  /// Reads everything; the texts are the caller's.
  static func read(_ options: leadline_query_options, _ engine: borrowing Engine, _ plan: inout QueryPlan) throws(Failure) {
    let flags = unsafe options.flags
    let known = LEADLINE_QUERY_FROM | LEADLINE_QUERY_TO | LEADLINE_QUERY_AS_OF | LEADLINE_QUERY_TOTALS | LEADLINE_QUERY_EARLIER_KEYS
    let stretch = unsafe try JourneyReader.stretch(
      flags: flags, of: known, from: options.from_us, to: options.to_us, asOf: options.as_of_us, engine)
    let counts = unsafe isCount(options.by_count, atMost: 64) && isCount(options.filter_count, atMost: 1024)
      && isCount(options.column_count, atMost: 1024) && isCount(options.order_count, atMost: 64)
    guard counts else { throw engine.failure(LEADLINE_ERROR_TOO_MANY, "more keys, filters, columns or orders than a query may have") }
    plan.period = unsafe try JourneyReader.anyPeriod(options.period, engine)
    plan.hasTotals = flags & UInt32(LEADLINE_QUERY_TOTALS) != 0
    plan.hasEarlierKeys = flags & UInt32(LEADLINE_QUERY_EARLIER_KEYS) != 0
    unsafe try addMeasured(options.measured, options.measured_count, engine, &plan)
    if flags & UInt32(LEADLINE_QUERY_FROM) != 0 { plan.from = stretch.from }
    if flags & UInt32(LEADLINE_QUERY_TO) != 0 { plan.to = stretch.to }
    if flags & UInt32(LEADLINE_QUERY_AS_OF) != 0 { plan.asOf = stretch.asOf }
    let limit = unsafe options.limit
    plan.limit = limit > UInt64(UInt32.max) ? Int(UInt32.max) : Int(limit)

    var wanted = Buffer<Int>(engine.heap)
    for i in unsafe 0..<options.by_count {
      try engine.within("by", i + 1) { () throws(Failure) in unsafe try add(try dimension(text(options.by, i), engine), to: &wanted, engine) }
    }
    let keyCount = wanted.count
    for i in unsafe 0..<options.filter_count {
      var filter = unsafe leadline_filter()
      try unsafe element(options.filters, i, &filter, engine)
      try engine.within("filter", i + 1) { () throws(Failure) in unsafe try add(try dimension(filter.dimension, engine), to: &wanted, engine) }
    }
    for i in unsafe 0..<options.column_count {
      guard let name = unsafe text(options.columns, i) else { throw engine.failure(LEADLINE_ERROR_NULL, "a column is NULL") }
      try engine.add(column: unsafe Bytes(c: name), to: &plan.program)
    }
    if plan.program.accruedSides != 0 { plan.isPriced = try addPriced(plan.program.accruedSides, to: &wanted, engine) }
    for c in 0..<plan.program.conditions.count {
      guard let d = engine.dimensionIndex(named: plan.program.bytes(plan.program.conditions[c].dimension)) else { continue }
      try add(d, to: &wanted, engine)
    }
    try unsafe chooseRollup(options.rollup, wanted, engine, &plan)
    for i in wanted.count - plan.program.conditions.count..<wanted.count {
      guard (try? plan.conditions.append(key(wanted[i], plan.rollup, engine))) != nil else { throw engine.outOfMemory() }
    }
    for k in 0..<keyCount {
      for earlier in 0..<k where wanted[earlier] == wanted[k] {
        throw engine.failure(LEADLINE_ERROR_DUPLICATE_NAME, "a key is asked for twice: ", engine.dimensions[wanted[k]].text)
      }
      guard (try? plan.keys.append(key(wanted[k], plan.rollup, engine))) != nil else { throw engine.outOfMemory() }
    }
    for i in unsafe 0..<options.filter_count {
      var filter = unsafe leadline_filter()
      try unsafe element(options.filters, i, &filter, engine)
      try unsafe add(filter, key(wanted[keyCount + i], plan.rollup, engine), engine, &plan)
    }
    for i in unsafe 0..<options.order_count {
      guard let name = unsafe text(options.order, i) else { throw engine.failure(LEADLINE_ERROR_NULL, "an order is NULL") }
      try add(order: unsafe Bytes(c: name), engine, &plan)
    }
  }

  /// The kinds that count as taken in.
  private static func addMeasured(
    _ numbers: UnsafePointer<UInt16>?, _ count: Int, _ engine: borrowing Engine, _ plan: inout QueryPlan
  ) throws(Failure) {
    guard isCount(count, atMost: 1024) else { throw engine.failure(LEADLINE_ERROR_TOO_MANY, "more than 1024 measured kinds") }
    guard count > 0 else { return }
    guard let numbers = unsafe numbers else { throw engine.failure(LEADLINE_ERROR_NULL, "measured is NULL") }
    guard unsafe isAligned(numbers) else { throw engine.failure(LEADLINE_ERROR_MISALIGNED, "measured is not aligned") }
    for i in 0..<count {
      let slot = unsafe engine.kinds.pointer.pointee.slot(of: numbers[i])
      guard slot != KindTable.unknown else { throw engine.failure(LEADLINE_ERROR_NAME, "a measured kind has a number that no kind has") }
      guard (try? plan.measured.append(slot)) != nil else { throw engine.outOfMemory() }
    }
  }

  /// What the prices of these sides need; false where there are none, and nothing is accrued in any rollup.
  private static func addPriced(_ sides: UInt32, to wanted: inout Buffer<Int>, _ engine: borrowing Engine) throws(Failure) -> Bool {
    engine.namesLock.lockToRead()
    defer { engine.namesLock.unlock() }
    let prices = unsafe engine.prices.pointer
    var seen: UInt64 = 0
    var isPriced = false
    for i in unsafe 0..<prices.pointee.count {
      let price = unsafe prices.pointee.prices[i]
      if price.side & sides != 0 { isPriced = true }
      guard price.side & sides != 0, price.dimension >= 0, seen >> UInt64(price.dimension) & 1 == 0 else { continue }
      seen |= 1 << UInt64(price.dimension)
      try add(price.dimension, to: &wanted, engine)
    }
    return isPriced
  }

  static func text(_ texts: UnsafePointer<UnsafePointer<CChar>?>?, _ index: Int) -> UnsafePointer<CChar>? {
    guard let texts = unsafe texts else { return nil }
    return unsafe texts[index]
  }

  private static func element(
    _ first: UnsafePointer<leadline_filter>?, _ index: Int, _ filter: inout leadline_filter, _ engine: borrowing Engine
  ) throws(Failure) {
    guard let first = unsafe first else { throw engine.failure(LEADLINE_ERROR_NULL, "filters is NULL") }
    try engine.within("filter", index + 1) { () throws(Failure) in unsafe try JourneyReader.element(first, index, into: &filter, engine) }
  }

  static func dimension(_ name: UnsafePointer<CChar>?, _ engine: borrowing Engine) throws(Failure) -> Int {
    guard let name = unsafe name else { throw engine.failure(LEADLINE_ERROR_NULL, "the name of a dimension is NULL") }
    guard let found = engine.dimensionIndex(named: unsafe Bytes(c: name)) else {
      throw engine.failure(LEADLINE_ERROR_NAME, "no dimension is called '", unsafe Bytes(c: name), "'")
    }
    return found
  }

  private static func add(_ dimension: Int, to list: inout Buffer<Int>, _ engine: borrowing Engine) throws(Failure) {
    guard (try? list.append(dimension)) != nil else { throw engine.outOfMemory() }
  }

  private static func chooseRollup(
    _ name: UnsafePointer<CChar>?, _ wanted: borrowing Buffer<Int>, _ engine: borrowing Engine, _ plan: inout QueryPlan
  ) throws(Failure) {
    if let name = unsafe name {
      guard let named = engine.rollupIndex(named: unsafe Bytes(c: name)) else {
        throw engine.failure(LEADLINE_ERROR_NAME, "no rollup is called '", unsafe Bytes(c: name), "'")
      }
      guard engine.fits(named, wanted, plan.period, daily: plan.isPriced) else {
        throw engine.failure(LEADLINE_QUERY_NO_ROLLUP, "these dimensions at this period are not in the rollup ", unsafe Bytes(c: name))
      }
      plan.rollup = named
    } else {
      guard let chosen = engine.choose(wanted, plan.period, exactly: false, daily: plan.isPriced)
      else {
        if plan.isPriced {
          throw engine.failure(LEADLINE_QUERY_NO_ROLLUP, "no rollup by day or hour holds these dimensions and those of the prices")
        }
        throw engine.failure(LEADLINE_QUERY_NO_ROLLUP, "no rollup holds these dimensions at this period")
      }
      plan.rollup = chosen
    }
  }

  private static func key(_ dimension: Int, _ rollup: Int, _ engine: borrowing Engine) -> QueryPlan.Key {
    QueryPlan.Key(
      dimension: dimension, position: engine.position(of: engine.base(dimension), in: rollup) ?? 0,
      isAttribute: engine.isAttribute(dimension))
  }

  private static func add(
    _ filter: leadline_filter, _ key: QueryPlan.Key, _ engine: borrowing Engine, _ plan: inout QueryPlan
  ) throws(Failure) {
    engine.namesLock.lockToRead()
    defer { engine.namesLock.unlock() }
    let codes = unsafe try marks(filter, key.dimension, engine)
    guard (try? plan.filters.append(QueryPlan.Filter(key: key, codes: codes))) != nil else { throw engine.outOfMemory() }
  }

  /// By code of a dimension or attribute, 1 for what a filter names; the lock on names is held.
  static func marks(_ filter: leadline_filter, _ dimension: Int, _ engine: borrowing Engine) throws(Failure) -> Buffer<UInt8> {
    guard unsafe isCount(filter.name_count, atMost: 1 << 24) else { throw engine.failure(LEADLINE_ERROR_TOO_MANY, "a filter has too many names") }
    let names = unsafe engine.namesBase.unsafelyUnwrapped + dimension
    var codes = Buffer<UInt8>(engine.heap)
    guard unsafe (try? codes.append(repeating: 0, count: names.pointee.count)) != nil else { throw engine.outOfMemory() }
    for i in unsafe 0..<filter.name_count {
      guard let name = unsafe text(filter.names, i) else { throw engine.failure(LEADLINE_ERROR_NULL, "a filter's name is NULL") }
      let bytes = unsafe Bytes(c: name)
      if bytes == "(other)" { codes[Int(Code.other)] = 1 }
      if let code = unsafe names.pointee.find(bytes), Int(code) < codes.count { codes[Int(code)] = 1 }
    }
    return codes
  }

  /// Whether larger values of an indicator are the better ones.
  private static func isUp(_ name: Bytes, _ engine: borrowing Engine) throws(Failure) -> Bool {
    engine.namesLock.lockToRead()
    defer { engine.namesLock.unlock() }
    let registry = unsafe engine.registry.pointer
    guard let row = unsafe registry.pointee.find(name), unsafe registry.pointee.rows[row].direction != 0 else {
      throw engine.failure(LEADLINE_QUERY_ORDER, "of this neither larger nor smaller is better as such: ", name)
    }
    return unsafe registry.pointee.rows[row].direction == 1
  }

  private static func add(order: Bytes, _ engine: borrowing Engine, _ plan: inout QueryPlan) throws(Failure) {
    var descending = order.count > 0 && order[0] == 0x2D
    var name = descending ? order.dropFirst(1) : order
    let isBest = order.hasPrefix("best ")
    let isWorst = order.hasPrefix("worst ")
    if isBest || isWorst {
      name = order.dropFirst(isBest ? 5 : 6)
      descending = try isUp(name, engine) == isBest
    }
    var target: QueryPlan.Order.Target?
    for c in 0..<plan.program.columns.count where target == nil {
      if plan.program.name(of: c) == name || plan.program.canonical(of: c) == name { target = .column(c) }
    }
    for k in 0..<plan.keys.count where target == nil {
      if engine.dimensions[plan.keys[k].dimension].text == name { target = .key(k) }
    }
    if target == nil && name == "period" && plan.period != .all { target = .period }
    guard let target else { throw engine.failure(LEADLINE_QUERY_ORDER, "the order names what is not asked for: ", name) }
    guard (try? plan.orders.append(QueryPlan.Order(target: target, descending: descending))) != nil else { throw engine.outOfMemory() }
  }
}

@implementation @_cdecl("leadline_query")
public func leadline_query(
  _ engine: OpaquePointer!, _ query: UnsafePointer<leadline_query_options>!, _ table: UnsafeMutablePointer<OpaquePointer?>!
) -> leadline_status {
  guard let handle = unsafe engine, let query = unsafe query, let result = unsafe table else { return LEADLINE_ERROR_NULL }
  let engine = unsafe LeadlineCore.engine(handle)
  guard unsafe engine.pointee.mark.isOurs else { return LEADLINE_ERROR_FORKED }
  return unsafe answer(engine, query, alerts: nil, into: result)
}

/// Answers a query, for its columns or for the rules that are breached.
func answer(
  _ engine: UnsafeMutablePointer<Engine>, _ query: UnsafePointer<leadline_query_options>,
  alerts: (rules: UnsafePointer<UnsafePointer<CChar>?>?, count: Int)?, into result: UnsafeMutablePointer<OpaquePointer?>
) -> leadline_status {
  guard unsafe isAligned(UnsafePointer(result)) else { return LEADLINE_ERROR_MISALIGNED }
  var local = unsafe leadline_query_options()
  let status = unsafe copyOptions(query, into: &local)
  if status != LEADLINE_OK { return unsafe engine.pointee.failure(status, StatusText.text(status)).status }
  do throws(Failure) {
    var plan = unsafe QueryPlan(engine.pointee.heap)
    if let alerts = unsafe alerts { unsafe try readRules(alerts.rules, alerts.count, local, engine.pointee, &plan) }
    unsafe try QueryReader.read(local, engine.pointee, &plan)
    let answer = unsafe try NewTable.make(engine)
    unsafe try engine.pointee.answer(plan, into: &answer.table.pointee)
    unsafe result.pointee = answer.keep()
    return LEADLINE_OK
  } catch {
    return error.status
  }
}

private func table(_ handle: OpaquePointer) -> UnsafeMutablePointer<Table> { unsafe UnsafeMutablePointer<Table>(handle) }

@implementation @_cdecl("leadline_table_close")
public func leadline_table_close(_ table: OpaquePointer!) {
  guard let handle = unsafe table else { return }
  unsafe Root<Table>.destroy(LeadlineCore.table(handle))
}

private func cText(_ text: borrowing Buffer<UInt8>) -> UnsafePointer<CChar>? {
  guard let base = unsafe text.base else { return nil }
  return unsafe UnsafeRawPointer(base).assumingMemoryBound(to: CChar.self)
}

@implementation @_cdecl("leadline_table_read_info")
public func leadline_table_read_info(_ table: OpaquePointer!, _ info: UnsafeMutablePointer<leadline_table_info>!) -> leadline_status {
  guard let handle = unsafe table, let info = unsafe info else { return LEADLINE_ERROR_NULL }
  let table = unsafe LeadlineCore.table(handle)
  var result = unsafe leadline_table_info()
  unsafe result.rows = table.pointee.rows
  unsafe result.columns = table.pointee.columns.count
  unsafe result.has_totals = table.pointee.hasTotals ? 1 : 0
  unsafe result.money_scale = table.pointee.moneyScale
  unsafe result.as_of = table.pointee.asOf
  unsafe result.double_booked = table.pointee.doubleBooked
  unsafe result.currency = cText(table.pointee.currency)
  unsafe result.time_zone = cText(table.pointee.timeZone)
  return unsafe writeResult(result, to: info)
}

@implementation @_cdecl("leadline_table_column")
public func leadline_table_column(_ table: OpaquePointer!, _ index: Int, _ column: UnsafeMutablePointer<leadline_column>!)
  -> leadline_status
{
  guard let handle = unsafe table, let target = unsafe column else { return LEADLINE_ERROR_NULL }
  let table = unsafe LeadlineCore.table(handle)
  guard unsafe isCount(index, atMost: table.pointee.columns.count - 1) else { return LEADLINE_ERROR_ARGUMENT }
  let from = unsafe table.pointee.columns.base.unsafelyUnwrapped + index
  var result = unsafe leadline_column()
  unsafe result.name = cText(from.pointee.name)
  unsafe result.canonical = cText(from.pointee.canonical)
  unsafe result.type = from.pointee.kind.rawValue
  unsafe result.unit = from.pointee.unit
  unsafe result.scale = from.pointee.scale
  unsafe result.is_key = from.pointee.isKey ? 1 : 0
  unsafe result.bytes = cText(from.pointee.bytes)
  // Texts that all are empty have an address, too: the NUL behind the name's.
  let isEmptyText = unsafe from.pointee.kind == .string && from.pointee.bytes.base == nil
  if isEmptyText { unsafe result.bytes = cText(from.pointee.name).map { unsafe $0 + (from.pointee.name.count - 1) } }
  unsafe result.offsets = UnsafePointer(from.pointee.offsets.base)
  unsafe result.integers = UnsafePointer(from.pointee.integers.base)
  unsafe result.doubles = UnsafePointer(from.pointee.doubles.base)
  // Int128 has the layout of leadline_int128 on little-endian machines, which are the supported ones.
  if let base = unsafe from.pointee.numerators.base {
    unsafe result.numerators = UnsafeRawPointer(base).assumingMemoryBound(to: leadline_int128.self)
  }
  if let base = unsafe from.pointee.denominators.base {
    unsafe result.denominators = UnsafeRawPointer(base).assumingMemoryBound(to: leadline_int128.self)
  }
  unsafe result.states = UnsafePointer(from.pointee.states.base)
  return unsafe writeResult(result, to: target)
}
