/// Other currencies than the engine's: their rates, and facts in them on their way in.
extension Engine {
  /// The name of the engine's own.
  var ownCurrency: Bytes { unsafe Bytes(UnsafePointer(currency.base.unsafelyUnwrapped), currency.count - 1) }

  /// Adds a rate; one that is there already changes nothing. `scale` nil: the engine's.
  func setRate(_ name: Bytes, from: Int64, _ numerator: Int64, _ denominator: Int64, scale: Int?) throws(Failure) {
    try checkRate(name, from: from)
    namesLock.lockToWrite()
    defer { namesLock.unlock() }
    let currencies = unsafe self.currencies.pointer
    let scale = scale ?? moneyScale
    let rate = unsafe currencies.pointee.rate(from: from, numerator: numerator, denominator: denominator, scale: scale)
    switch unsafe currencies.pointee.fit(rate, of: name, scale: scale) {
    case .known: return
    case .otherScale: throw failure(110, "a rate was given with other decimals for ", name)
    case .otherRate: throw failure(110, "another rate begins at the same time for ", name)
    case .used: throw failure(760, "facts were converted already that this rate speaks of, in ", name)
    case .fits: break
    }
    let isFull = unsafe currencies.pointee.count == Currencies.most && currencies.pointee.find(name) == nil
    if isFull { throw failure(104, "more than 65535 currencies") }
    do {
      unsafe try currencies.pointee.add(rate, of: name, scale: scale)
    } catch { throw outOfMemory() }
  }

  private func checkRate(_ name: Bytes, from: Int64) throws(Failure) {
    guard name.count >= 1 && name.count <= 15 else { throw failure(101, "a currency's name has 1 to 15 bytes: ", name) }
    if name == ownCurrency { throw failure(101, "this is the engine's own currency: ", name) }
    guard isDayBoundary(from), from < FactRules.endOfTime else {
      throw failure(101, "a rate begins with a day of the engine's time zone, which this one does not: ", name)
    }
  }

  /// The code of a currency; the engine's own, named or not, has 0. Under the lock on names.
  func currencyCode(_ name: Bytes) -> UInt16? {
    if name.isEmpty || name == ownCurrency { return 0 }
    return unsafe currencies.pointer.pointee.find(name)
  }

  /// The facts with their amounts in the engine's currency, which `amounts` then holds; under the lock on names. What cannot
  /// be converted is an amount that no fact may have, so that the rows are refused as they are booked.
  @_optimize(speed)
  func convert(_ facts: FactColumns, into amounts: inout Buffer<Int64>) throws(Failure) -> FactColumns {
    guard let given = unsafe facts.amount else { return facts }
    do {
      try amounts.append(repeating: 0, count: facts.rows)
    } catch { throw outOfMemory() }
    guard let base = unsafe amounts.base else { return facts }
    var cursor = RateCursor()
    for row in 0..<facts.rows {
      let amount = unsafe given[row]
      let code = facts.currency(row)
      unsafe base[row] = code == 0 || amount == 0 ? amount : converted(amount, code, facts, row, &cursor)
    }
    var converted = facts
    unsafe converted.given = given
    unsafe converted.amount = UnsafePointer(base)
    return converted
  }

  @inline(__always)
  private func converted(_ amount: Int64, _ code: UInt16, _ facts: FactColumns, _ row: Int, _ cursor: inout RateCursor) -> Int64 {
    let table = unsafe kinds.pointer
    let slot = unsafe table.pointee.slot(of: facts.kind(row))
    // These rows are refused for what they are.
    guard FactRules.isAmount(amount) else { return Currencies.beyond }
    guard slot != KindTable.unknown else { return amount }
    let unit = unsafe table.pointee.unit(at: slot)
    if unit != Unit.money { return unit == Unit.none ? amount : Currencies.noRate }
    return unsafe currencies.pointer.pointee.converted(amount, code, at: facts.time[row], &cursor)
  }

  /// Notes which rates converted facts that were taken in, so that none may change; under the lock on names. `check` is given
  /// when some rows were refused.
  @_optimize(speed)
  func noteRates(_ facts: FactColumns, _ check: RowCheck?) {
    guard let given = unsafe facts.given else { return }
    let currencies = unsafe self.currencies.pointer
    var use = RateUse()
    for row in 0..<facts.rows {
      let code = facts.currency(row)
      let isUsed = unsafe code != 0 && given[row] != 0 && !facts.hasNoRate(row)
      if isUsed && check?.fault(row) == nil { unsafe currencies.pointee.note(code, at: facts.time[row], &use) }
    }
    unsafe currencies.pointee.finish(&use)
  }

  /// Says of which row and currency an amount could not be converted.
  func currencyFailure(_ row: Int, _ facts: FactColumns) -> Failure {
    let code = facts.currency(row)
    let currencies = unsafe self.currencies.pointer
    let table = unsafe kinds.pointer
    let isMoney = unsafe table.pointee.unit(at: table.pointee.slot(of: facts.kind(row))) == Unit.money
    let reason: StaticString =
      unsafe !isMoney ? "an amount that is not money is in a currency: "
      : currencies.pointee.isGiven(code) ? "no rate at this time for the currency " : "no currency has this code"
    error.write(row: row, column: Bytes("currency"), reason: Bytes(reason), name: unsafe currencies.pointee.name(code))
    return Failure(status: FactFault.currency.rawValue)
  }

  /// Refuses to merge rates that do not go together, and makes room for those that do.
  func roomForRates(of source: borrowing Engine) throws(Failure) -> Buffer<Currency> {
    let mine = unsafe currencies.pointer
    if let name = unsafe mine.pointee.conflict(with: source.currencies.pointer.pointee) {
      throw failure(600, "the engines differ in the rates of ", name)
    }
    let fresh: Buffer<Currency>?
    do {
      fresh = unsafe try mine.pointee.makeRoom(for: source.currencies.pointer.pointee)
    } catch { throw outOfMemory() }
    guard let fresh else { throw failure(104, "more than 65535 currencies") }
    return fresh
  }
}

extension FactColumns {
  /// Whether a row's amount was to be converted, but there is no rate for it.
  @inline(__always)
  func hasNoRate(_ row: Int) -> Bool { unsafe given != nil && amount(row) == Currencies.noRate && currency(row) != 0 }
}
