/// Which currency each row's amounts of money are in.
struct CurrencyColumn: ~Copyable {
  /// The field of the plan that says so, -1: none does, and amounts are in the engine's.
  fileprivate(set) var field = -1
  /// Of rows that name none.
  fileprivate var usual: UInt16 = 0
  /// By row of the block.
  fileprivate var codes: Buffer<UInt16>
  /// The same: 1 where an amount was converted.
  fileprivate var converts: Buffer<UInt8>
  fileprivate var cache: NameCache

  init(_ heap: Heap) {
    codes = Buffer(heap)
    converts = Buffer(heap)
    cache = NameCache(heap)
  }

  var isEmpty: Bool { field < 0 }
}

/// Amounts of a file in several currencies, which are the engine's by the time the facts are gathered.
extension CSVReader {
  mutating func addCurrency(_ field: PlannedField, _ i: Int, _ usual: Bytes) throws(Failure) {
    let code = unsafe CSVReader.currency(usual, engine)
    guard let code else { throw unsafe engine.pointee.failure(109, "no rate was given for the currency ", usual) }
    currencies.field = i
    currencies.usual = code
    do {
      try currencies.codes.append(repeating: code, count: RecordBlock.usualCapacity)
      try currencies.converts.append(repeating: 0, count: RecordBlock.usualCapacity)
    } catch { throw unsafe engine.pointee.outOfMemory() }
  }

  private static func currency(_ name: Bytes, _ engine: UnsafeMutablePointer<Engine>) -> UInt16? {
    unsafe engine.pointee.namesLock.lockToRead()
    defer { unsafe engine.pointee.namesLock.unlock() }
    return unsafe engine.pointee.currencyCode(name)
  }

  mutating func readCurrencies(_ field: Int) throws(Failure) {
    let column = block.column(plan.fields[field].slot)
    for row in 0..<block.count { currencies.codes[row] = try readCurrency(row, field, column) }
  }

  private mutating func readCurrency(_ row: Int, _ field: Int, _ column: FieldColumn) throws(Failure) -> UInt16 {
    var text = column.text(row)
    if text.isEmpty { return currencies.usual }
    if column.isDoubled(row) { text = try undouble(text) }
    if let code = currencies.cache.find(text) { return UInt16(truncatingIfNeeded: code) }
    guard let code = unsafe CSVReader.currency(text, engine) else {
      note(row, FactFault.currency.rawValue, field)
      return 0
    }
    currencies.cache.remember(text, UInt32(code))
    return code
  }

  /// Reads the amounts and holds the rows against the rules. The rates that converted rows which are taken in are noted, under
  /// the lock under which they were read.
  mutating func readMoneyAndCheck() {
    let engine = unsafe self.engine
    unsafe engine.pointee.namesLock.lockToRead()
    defer { unsafe engine.pointee.namesLock.unlock() }
    for row in 0..<block.count { currencies.converts[row] = 0 }
    readMoney()
    checkRules()
    let times = unsafe signed(.time)
    var use = RateUse()
    for row in 0..<block.count where currencies.converts[row] != 0 && !(hasFaults && reasons[row] != 0) {
      unsafe engine.pointee.currencies.pointer.pointee.note(currencies.codes[row], at: times[row], &use)
    }
    unsafe engine.pointee.currencies.pointer.pointee.finish(&use)
  }

  /// Reads the amounts, once times, kinds and currencies are known, and converts those of money.
  private mutating func readMoney() {
    let engine = unsafe self.engine
    let times = unsafe signed(.time)
    var rates = RateCursor()
    if isWide {
      for m in 0..<measures.count where measures[m].amountField >= 0 {
        let values = unsafe measured.base.unsafelyUnwrapped + CSVReader.measuredStart(m, isCount: false)
        let isMoney = unsafe CSVReader.isMoney(measures[m].kind, engine)
        for row in 0..<block.count {
          unsafe values[row] = readAmount(row, measures[m].amountField, isMoney, times[row], &rates)
        }
      }
    } else if let field = plan.field(.amount) {
      let values = unsafe signed(.amount)
      let hasKinds = plan.field(.kind).map { !plan.fields[$0].isConstant } ?? false
      let kinds = unsafe hasKinds ? rows.kindColumn + rows.count : nil
      for row in 0..<block.count {
        let isMoney = unsafe CSVReader.isMoney(kinds?[row] ?? rows.oneKind, engine)
        unsafe values[row] = readAmount(row, field, isMoney, times[row], &rates)
      }
    }
  }

  private static func isMoney(_ kind: UInt16, _ engine: UnsafeMutablePointer<Engine>) -> Bool {
    let table = unsafe engine.pointee.kinds.pointer
    let slot = unsafe table.pointee.slot(of: kind)
    return unsafe slot != KindTable.unknown && table.pointee.unit(at: slot) == Unit.money
  }

  /// An amount in the engine's currency; 0 for a row that is left out.
  private mutating func readAmount(
    _ row: Int, _ field: Int, _ isMoney: Bool, _ time: Int64, _ rates: inout RateCursor
  ) -> Int64 {
    if hasFaults && reasons[row] != 0 { return 0 }
    let known = unsafe engine.pointee.currencies.pointer
    let code = isMoney ? currencies.codes[row] : 0
    var format = plan.settings.numbers
    if code != 0 { format.scale = unsafe known.pointee.scale(code) }
    let slot = plan.fields[field].slot
    let text = slot >= 0 ? block.column(slot).text(row) : plan.bytes(plan.fields[field].text)
    let outcome = DecimalText.parse(text, format)
    guard case .value(let amount) = outcome else {
      noteNumber(row, field, text, outcome)
      return 0
    }
    if code == 0 || amount == 0 { return amount }
    let converted = unsafe known.pointee.converted(amount, code, at: time, &rates)
    if converted == Currencies.noRate {
      note(row, FactFault.currency.rawValue, currencies.field)
      return 0
    }
    if converted == Currencies.beyond {
      note(row, FactFault.amount.rawValue, field)
      return 0
    }
    currencies.converts[row] = 1
    return converted
  }
}
