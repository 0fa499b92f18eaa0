import CLeadline
import CPlatform

/// Why opening fails: a status and a sentence in parts.
struct OpenFailure: Error, @unchecked Sendable {
  var status: leadline_status
  var text: StaticString
  var name: Bytes
  /// Instead of a sentence: which number is not what its field may be.
  var range: FieldRange?

  init(_ status: leadline_status, _ text: StaticString, _ name: Bytes = Bytes("")) {
    self.status = status
    self.text = text
    self.name = name
  }

  init(_ range: FieldRange) {
    self.init(LEADLINE_ERROR_ARGUMENT, "")
    self.range = range
  }

  static var outOfMemory: OpenFailure { OpenFailure(LEADLINE_ERROR_MEMORY, "out of memory") }
}

/// Builds an engine from the options of leadline_open, checking each before it is used.
@safe
struct Opening: ~Copyable {
  let heap: Heap
  let options: leadline_options
  var dimensions: Buffer<Dimension>
  var names: Buffer<Names>
  var shapes: Buffer<RollupShape>
  var rollupNames: Buffer<Buffer<UInt8>>

  init(_ heap: Heap, _ options: leadline_options) {
    self.heap = heap
    unsafe self.options = options
    dimensions = Buffer(heap)
    names = Buffer(heap)
    shapes = Buffer(heap)
    rollupNames = Buffer(heap)
  }

  static func check(_ status: leadline_status, _ text: StaticString) throws(OpenFailure) {
    if status != LEADLINE_OK { throw OpenFailure(status, text) }
  }

  /// Refuses a number that a field may not be.
  static func check(_ field: StaticString, _ value: Int128, from least: Int128 = 0, to most: Int128 = .max) throws(OpenFailure) {
    if value < least || value > most { throw OpenFailure(FieldRange(field: Bytes(field), value: value, least: least, most: most)) }
  }

  func index(of name: Bytes) -> Int? {
    for d in 0..<dimensions.count where dimensions[d].text == name { return d }
    return nil
  }

  mutating func readDimensions() throws(OpenFailure) {
    let count = unsafe options.dimension_count
    guard isCount(count, atMost: Int(LEADLINE_MAX_DIMENSIONS)) else { throw OpenFailure(LEADLINE_ERROR_TOO_MANY, "more than 64 dimensions") }
    let isMissing = unsafe options.dimensions == nil
    if count > 0 && isMissing { throw OpenFailure(LEADLINE_ERROR_NULL, "dimensions is NULL") }
    // The base of the names must never move, and must be there even without dimensions.
    guard (try? names.reserve(exactly: Swift.max(count, 1))) != nil, (try? dimensions.reserve(exactly: count)) != nil else {
      throw .outOfMemory
    }
    for i in 0..<count {
      var given = unsafe leadline_dimension_options()
      try Self.check(unsafe copyElement(options.dimensions, i, into: &given), "the struct_size of a dimension is wrong")
      try unsafe readDimension(given)
    }
  }

  private mutating func readDimension(_ given: leadline_dimension_options) throws(OpenFailure) {
    guard let nameText = unsafe given.name else { throw OpenFailure(LEADLINE_ERROR_NULL, "a dimension has no name") }
    let name = unsafe Bytes(c: nameText)
    guard name.count >= 1, name.count <= 255 else {
      throw OpenFailure(LEADLINE_ERROR_ARGUMENT, "a dimension's name has 1 to 255 bytes: ", name)
    }
    guard unsafe given.reserved == 0 else { throw OpenFailure(LEADLINE_ERROR_ARGUMENT, "reserved is not 0 of the dimension ", name) }
    if index(of: name) != nil || name == "period" || name == "period_start" {
      throw OpenFailure(LEADLINE_ERROR_DUPLICATE_NAME, "two dimensions, or a dimension and the period, are called ", name)
    }
    var base = -1
    if let baseText = unsafe given.attribute_of {
      guard let found = index(of: unsafe Bytes(c: baseText)), !dimensions[found].isAttribute else {
        throw OpenFailure(LEADLINE_ERROR_NAME, "an attribute describes a dimension declared before it: ", name)
      }
      base = found
    }
    let declaredCount = unsafe given.declared_count
    guard isCount(declaredCount, atMost: 1 << 24) else { throw OpenFailure(LEADLINE_ERROR_TOO_MANY, "too many declared names") }
    let isMissing = unsafe given.declared == nil
    if declaredCount > 0 && isMissing { throw OpenFailure(LEADLINE_ERROR_NULL, "declared is NULL") }
    for i in 0..<declaredCount {
      guard let text = unsafe given.declared[i] else { throw OpenFailure(LEADLINE_ERROR_NULL, "a declared name is NULL") }
      if unsafe Bytes(c: text).count > Int(LEADLINE_MAX_NAME_BYTES) {
        throw OpenFailure(LEADLINE_ERROR_TOO_MANY, "a declared name is too long")
      }
    }
    do {
      unsafe try declare(given, name, base)
    } catch { throw .outOfMemory }
  }

  private mutating func declare(_ given: leadline_dimension_options, _ name: Bytes, _ base: Int) throws(OutOfMemory) {
    let count = unsafe given.declared_count
    var declared = Buffer<UInt8>(heap)
    var mine = try Names(heap)
    for i in 0..<count {
      let text = unsafe Bytes(c: given.declared[i].unsafelyUnwrapped)
      _ = try mine.intern(text, declare: true)
      try declared.append(terminated: text)
    }
    unsafe try mine.keep(atMost: Int(given.name_limit))
    var title = Buffer<UInt8>(heap)
    try title.append(terminated: name)
    let values = try Box(heap, Buffer<UInt32>(heap))
    names.appendReserved(mine)
    dimensions.appendReserved(
      Dimension(name: title, base: base, limit: unsafe Int(given.name_limit), declared: declared, values: values))
  }

  /// The built-in kinds and the host's.
  func readKinds() throws(OpenFailure) -> KindTable {
    let count = unsafe options.kind_count
    guard isCount(count, atMost: 32768) else { throw OpenFailure(LEADLINE_ERROR_TOO_MANY, "more than 32768 kinds") }
    let isMissing = unsafe options.kinds == nil
    if count > 0 && isMissing { throw OpenFailure(LEADLINE_ERROR_NULL, "kinds is NULL") }
    guard var table = try? KindTable(heap) else { throw .outOfMemory }
    for i in 0..<count {
      var given = unsafe leadline_kind_options()
      try Self.check(unsafe copyElement(options.kinds, i, into: &given), "the struct_size of a kind is wrong")
      guard let nameText = unsafe given.name else { throw OpenFailure(LEADLINE_ERROR_NULL, "a kind has no name") }
      let name = unsafe Bytes(c: nameText)
      let kind = unsafe KindDefinition(
        number: given.number, parent: given.parent, subject: given.subject, order: given.order, roles: given.roles,
        unit: given.unit, name: name)
      do {
        try table.add(kind)
      } catch {
        switch error {
        case .outOfMemory: throw .outOfMemory
        case .duplicateName: throw OpenFailure(LEADLINE_ERROR_DUPLICATE_NAME, "two kinds are called ", name)
        case .duplicateNumber: throw OpenFailure(LEADLINE_ERROR_DUPLICATE_NAME, "two kinds have the number of ", name)
        case .unknownParent: throw OpenFailure(LEADLINE_ERROR_NAME, "the parent is not declared before the kind ", name)
        case .unknownSubject: throw OpenFailure(LEADLINE_ERROR_NAME, "the subject is not declared before the kind ", name)
        case .number: throw OpenFailure(LEADLINE_ERROR_ARGUMENT, "a host's kind has a number from 1000 on: ", name)
        case .name: throw OpenFailure(LEADLINE_ERROR_ARGUMENT, "a kind's name is 1 to 63 of a-z 0-9 _, a letter first: ", name)
        case .order: throw OpenFailure(LEADLINE_ERROR_ARGUMENT, "order is 1 to 99, which it is not for the kind ", name)
        case .roles: throw OpenFailure(LEADLINE_ERROR_ARGUMENT, "unknown bits in the roles of the kind ", name)
        case .unit: throw OpenFailure(LEADLINE_ERROR_ARGUMENT, "the unit must be that of an amount, and the parent's, for ", name)
        }
      }
    }
    return table
  }

  func readZone() throws(OpenFailure) -> Zone {
    guard let text = unsafe options.time_zone else { return Zone.utc }
    let name = unsafe Bytes(c: text)
    do {
      return try Zone(heap, name: name)
    } catch {
      switch error {
      case .outOfMemory: throw .outOfMemory
      case .unknown: throw OpenFailure(LEADLINE_ERROR_TIME_ZONE, "no such time zone, or no tz database: ", name)
      case .damaged: throw OpenFailure(LEADLINE_ERROR_TIME_ZONE, "the tz database's file is damaged: ", name)
      }
    }
  }
}

extension Opening {
  /// The engine that the options describe.
  consuming func finish() throws(OpenFailure) -> Engine {
    let currencyText = unsafe options.currency.map { unsafe Bytes(c: $0) } ?? Bytes("")
    let shardCount = unsafe options.shards == 0 ? 1 : Int(options.shards)
    if currencyText.count > 15 { throw OpenFailure(LEADLINE_ERROR_ARGUMENT, "currency has at most 15 bytes: ", currencyText) }
    unsafe try Self.check("money_scale", Int128(options.money_scale), to: 9)
    unsafe try Self.check("shards", Int128(options.shards), to: 64)
    unsafe try Self.check("threads", Int128(options.threads), to: 64)
    unsafe try Self.check("ids", Int128(options.ids), to: 1)
    unsafe try Self.check("refs", Int128(options.refs), to: 1)
    unsafe try Self.check("journeys", Int128(options.journeys), to: 1)
    unsafe try Self.check("visits", Int128(options.visits), to: 1)
    if unsafe options.reserved != 0 { throw OpenFailure(LEADLINE_ERROR_ARGUMENT, "reserved is not 0") }
    unsafe try Self.check("visit_idle_us", Int128(options.visit_idle_us))
    unsafe try Self.check("journey_lookback_us", Int128(options.journey_lookback_us))
    unsafe try Self.check("id_window_us", Int128(options.id_window_us))
    unsafe try Self.check("id_limit", Int128(options.id_limit), to: 1 << 32)
    // Repeats would count twice, unnoticed.
    let isIdle = unsafe options.ids == 0 && options.refs == 0 && (options.id_limit != 0 || options.id_window_us != 0)
    if isIdle { throw OpenFailure(LEADLINE_ERROR_ARGUMENT, "id_limit or id_window_us is given without ids or refs") }
    unsafe try Self.check("journey_limit", Int128(options.journey_limit), to: 1 << 62)
    unsafe try Self.check("currency_rounding", Int128(options.currency_rounding), to: 5)
    let rounding = unsafe RoundingMode(rawValue: options.currency_rounding) ?? RoundingMode.halfEven
    try readDimensions()
    var table = try readKinds()
    if unsafe options.visits == 1 { table.deriveVisits() }
    try readRollups()
    let persons = try readDistinct(table)
    let journeys = try readJourneys(table)
    let zone = try readZone()
    do {
      return try build(table, persons, journeys, zone, currencyText, rounding, shardCount)
    } catch { throw .outOfMemory }
  }

  private consuming func build(
    _ table: consuming KindTable, _ distinct: consuming PersonKinds, _ journeys: consuming JourneyRules, _ zone: consuming Zone, _ currencyText: Bytes,
    _ rounding: RoundingMode, _ shardCount: Int
  ) throws(OutOfMemory) -> Engine {
    let heap = self.heap
    let error = try ErrorLine(heap)
    var currency = Buffer<UInt8>(heap)
    try currency.append(terminated: currencyText)
    let kinds = try Box(heap, table)
    let zoneBox = try Box(heap, zone)
    let persons = try Box(heap, distinct)
    var hasLimits = false
    for d in 0..<dimensions.count where dimensions[d].limit > 0 { hasLimits = true }
    for r in 0..<shapes.count where shapes[r].limit > 0 { hasLimits = true }
    let hasIds = unsafe options.ids != 0
    let hasRefs = unsafe options.refs != 0
    var rules = RefRules(heap)
    if hasRefs { unsafe try rules.fill(kinds.pointer.pointee) }
    let refRules = try Box(heap, rules)
    let ids = try Box(
      heap, unsafe IdTable(heap, dimensions: dimensions.count, limit: Int(options.id_limit), window: options.id_window_us))
    let scale = unsafe Int(options.money_scale)
    let threads = unsafe Swift.max(Int(options.threads), 1)
    let currencies = try Box(heap, try Currencies(heap, rounding, moneyScale: scale))
    let count = dimensions.count
    let names = try Box(heap, self.names)
    let context = unsafe StoreContext(
      names: names.pointer.pointee.base.unsafelyUnwrapped, dimensionCount: count, table: kinds.pointer, zone: zoneBox.pointer,
      persons: persons.pointer)
    let journeyRules = try Box(heap, journeys)
    let journeyContext = unsafe journeyRules.value.context(kinds.pointer, unsafe names.pointer.pointee.base.unsafelyUnwrapped)
    let journeyStore = try Box(heap, JourneyStore(heap, journeyContext))
    let journeyLock = try Lock(heap)
    let stageLists = try Box(heap, Buffer<StageList>(heap))
    var shards = Buffer<Shard>(heap)
    // The last holds what the engine derives.
    let derives = journeyRules.value.visits != nil
    try shards.reserve(exactly: shardCount + (derives ? 1 : 0))
    for s in 0..<shardCount + (derives ? 1 : 0) {
      let lock = try Lock(heap)
      let store = try Box(heap, try Store(heap, shapes, context, takesDerived: s == shardCount))
      let counters = try Box(heap, Shard.Counters())
      let log = try Box(heap, RowLog(heap, journeyContext))
      shards.appendReserved(Shard(lock: lock, store: store, counters: counters, log: log))
    }
    let namesLock = try ReadWriteLock(heap)
    let registry = try Box(heap, try Registry(heap))
    let prices = try Box(heap, PriceBook(heap))
    let idLock = try Lock(heap)
    let conflicts = try Box(heap, UInt64(0))
    return Engine(
      heap: heap, mark: ProcessMark(), error: error, dimensions: dimensions, names: names, namesLock: namesLock, registry: registry, prices: prices, kinds: kinds,
      persons: persons, zone: zoneBox, shapes: shapes, rollupNames: rollupNames, currency: currency, moneyScale: scale,
      threads: threads, rounding: rounding, currencies: currencies, shards: shards, hasIds: hasIds, hasRefs: hasRefs, refRules: refRules,
      hasLimits: hasLimits, ids: ids, idLock: idLock, attributeConflicts: conflicts, journeyRules: journeyRules,
      journeys: journeyStore, journeyLock: journeyLock, stageLists: stageLists)
  }
}
