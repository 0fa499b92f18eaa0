/// Taking in prices, and reading them.
extension Engine {
  /// Takes in a price whose name is the caller's.
  func setPrice(_ given: Price) throws(Failure) {
    var price = given
    try check(&price)
    namesLock.lockToWrite()
    defer { namesLock.unlock() }
    let book = unsafe prices.pointer
    if let other = unsafe book.pointee.overlap(with: price) {
      let name = unsafe book.pointee.prices[other].name
      throw failure(720, "a fact might meet both this price and the one ", name.isEmpty ? Bytes("for what has none") : Bytes("for "), "", name)
    }
    if unsafe book.pointee.count >= PriceBook.mostPrices { throw failure(104, "too many prices are set") }
    guard unsafe (try? book.pointee.add(price)) != nil else { throw outOfMemory() }
    // A fee may be all there is of a name; it comes last, because nothing takes a name back.
    if price.dimension < 0 { return }
    do {
      _ = try internLocked(dimension: price.dimension, price.name)
    } catch {
      if let added = unsafe book.pointee.overlap(with: price) { unsafe book.pointee.remove(at: added) }
      throw error
    }
  }

  /// Takes a price away again; false where there are not so many.
  func removePrice(at index: Int) -> Bool {
    namesLock.lockToWrite()
    defer { namesLock.unlock() }
    guard index >= 0, unsafe index < prices.pointer.pointee.count else { return false }
    unsafe prices.pointer.pointee.remove(at: index)
    return true
  }

  private func check(_ price: inout Price) throws(Failure) {
    guard price.side == 1 || price.side == 2 else { throw failure(101, "a price's side is spend or payout") }
    guard price.rate >= 0, price.rate <= PriceBook.highestRate, price.share <= 1_000_000 else {
      throw failure(101, "a rate is 0 to 10^18, a share at most a million millionths")
    }
    guard price.model == PriceModel.cpa || price.kind == 0, price.model == PriceModel.cpl || price.wanted == 0 else {
      throw failure(101, "only a price per action has a kind, only one per lead a status")
    }
    switch price.model {
    case PriceModel.cpm: price.kind = KindNumber.impression
    case PriceModel.cpc: price.kind = KindNumber.click
    case PriceModel.cpl:
      if price.wanted == 0 { price.wanted = WantedStatus.approved }
      if price.wanted > WantedStatus.notRejected { throw failure(101, "unknown status of leads") }
    case PriceModel.cpa:
      if unsafe kinds.pointer.pointee.slot(of: price.kind) == KindTable.unknown { throw failure(109, "no kind has the number of a price per action") }
    case PriceModel.revenueShare, PriceModel.afterSale, PriceModel.fixed, PriceModel.commission: break
    default: throw failure(101, "unknown pricing model")
    }
    let isShare = price.model == PriceModel.revenueShare || price.model == PriceModel.commission
    let isEither = price.model == PriceModel.afterSale
    if (isShare || (isEither && price.share > 0)) && price.rate != 0 { throw failure(101, "this price is a share and has no rate") }
    if !isShare && !isEither && price.share != 0 { throw failure(101, "this price is a rate and has no share") }
    if price.model == PriceModel.fixed && price.dimension >= 0 && isAttribute(price.dimension) {
      throw failure(107, "a fixed fee is that of a dimension of facts, not of the attribute ", dimensions[price.dimension].text)
    }
    if price.name.count > 65535 { throw failure(104, "a name is longer than 65535 bytes") }
    if price.dimension >= 0 && price.name == "(other)" {
      throw failure(101, "(other) is many names, which have the price for what has none of its own")
    }
    try checkDays(&price)
  }

  private func checkDays(_ price: inout Price) throws(Failure) {
    guard price.from < price.to else { throw failure(101, "a price's from is not before its to") }
    let isOpen = price.from == Int64.min || price.to == Int64.max
    if !isDayBoundary(price.from) || !isDayBoundary(price.to) { throw failure(101, "a price begins and ends with a day of the engine's zone") }
    guard price.model == PriceModel.fixed else { return }
    if isOpen { throw failure(101, "a fixed fee has a first and a last day") }
    price.days = unsafe zone.pointer.pointee.days(from: price.from, to: price.to)
    if price.days > PriceBook.mostDays { throw failure(101, "a fixed fee is for 36600 days at most") }
  }

  /// Whether what holds from one day to another, a price, a target or a rate, may begin or end at an instant: where a day of
  /// the zone begins, where the years 1 to 9999 begin and end, whatever the zone's clocks show then, and at neither end of
  /// Int64, which mean always.
  func isDayBoundary(_ time: Int64) -> Bool {
    if time == Int64.min || time == Int64.max || time == FactRules.minTime || time == FactRules.endOfTime { return true }
    return unsafe FactRules.isTime(time) && zone.pointer.pointee.bounds(of: .day, at: time).start == time
  }
}
