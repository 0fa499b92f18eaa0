/// Laying out prices for a query. The locks on names, shards and ids are held.
extension Engine {
  /// The prices and contributions that a plan's columns need. `seen`: the end of the facts that are.
  func layOut(_ plan: borrowing QueryPlan, seen: Int64, into accrual: inout Accrual) throws(Failure) {
    let sides = plan.program.accruedSides
    if sides == 0 { return }
    do throws(AccrualError) {
      accrual.contributions.width = shapes[plan.rollup].width
      try layOutTariffs(plan, sides, &accrual)
      try checkBound(accrual, sides)
      if hasRefs && hasIds { unsafe try addReferred(plan, ids.pointer.pointee, seen: seen, &accrual) }
      do throws(OutOfMemory) { try accrual.contributions.sort() } catch { throw .memory }
      try addFees(plan, sides, asOf: plan.asOf ?? greatestTime, &accrual)
    } catch {
      switch error {
      case .memory: throw outOfMemory()
      case .rollup(let dimension): throw failure(500, "prices need a rollup by day or by hour that holds ", dimension)
      case .overflow: throw failure(721, "prices times facts may leave 128 bits")
      }
    }
  }

  enum AccrualError: Error, @unchecked Sendable {
    case memory
    case rollup(Bytes)
    case overflow
  }

  /// The key of a price's dimension in the plan's rollup.
  func key(_ dimension: Int, _ rollup: Int) throws(AccrualError) -> QueryPlan.Key {
    guard dimension >= 0 else { return QueryPlan.Key(dimension: 0, position: 0, isAttribute: false) }
    guard let position = position(of: base(dimension), in: rollup) else { throw .rollup(dimensions[base(dimension)].text) }
    return QueryPlan.Key(dimension: dimension, position: position, isAttribute: isAttribute(dimension))
  }

  private func layOutTariffs(_ plan: borrowing QueryPlan, _ sides: UInt32, _ accrual: inout Accrual) throws(AccrualError) {
    // One set since the plan was made is not seen by it.
    if !plan.isPriced { return }
    if !shapes[plan.rollup].period.nests(in: .day) { throw .rollup(Bytes("what is asked for")) }
    let book = unsafe prices.pointer
    for i in unsafe 0..<book.pointee.count {
      let price = unsafe book.pointee.prices[i]
      if sides & price.side == 0 || price.model == PriceModel.fixed { continue }
      let key = try key(price.dimension, plan.rollup)
      do throws(OutOfMemory) {
        let before = accrual.prices.count - 1
        let isTariff = before < 0 || Price.compareTariffs(accrual.prices[before], price) != 0
        let isLane = isTariff || accrual.prices[before].dimension != price.dimension
        let isRun = isLane || !(accrual.prices[before].name == price.name)
        if isTariff {
          let lanes = accrual.lanes.count
          try accrual.tariffs.append(Accrual.Tariff(side: price.side, model: price.model, kind: price.kind, lanes: lanes..<lanes))
          try addFeeds(accrual.tariffs.count - 1, &accrual)
        }
        if isLane {
          let names = unsafe namesBase.unsafelyUnwrapped + key.dimension
          var runs = Buffer<UInt32>(heap)
          try runs.append(repeating: 0, count: price.dimension < 0 ? 1 : unsafe names.pointee.count)
          try accrual.lanes.append(Accrual.Lane(key: key, isRest: price.dimension < 0, runs: runs))
          let tariff = accrual.tariffs.count - 1
          accrual.tariffs[tariff].lanes = accrual.tariffs[tariff].lanes.lowerBound..<accrual.lanes.count
        }
        if isRun {
          try accrual.runs.append(accrual.prices.count..<accrual.prices.count)
          let lane = accrual.lanes.count - 1
          var code = 0
          if price.dimension >= 0 { code = unsafe Int(namesBase.unsafelyUnwrapped[key.dimension].find(price.name) ?? Code.unknown) }
          if code < accrual.lanes[lane].runs.count { accrual.lanes[lane].runs[code] = UInt32(accrual.runs.count) }
        }
        try accrual.prices.append(price)
        let run = accrual.runs.count - 1
        accrual.runs[run] = accrual.runs[run].lowerBound..<accrual.prices.count
      } catch { throw .memory }
    }
    do { unsafe try accrual.sortFeeds(kinds: kinds.pointer.pointee.count) } catch { throw .memory }
  }

  // MARK: Feeds

  /// What a tariff is made of, as cells hold it.
  private func addFeeds(_ tariff: Int, _ accrual: inout Accrual) throws(OutOfMemory) {
    let kind = accrual.tariffs[tariff].kind
    switch accrual.tariffs[tariff].model {
    case PriceModel.cpl:
      try feed(tariff, KindNumber.leadApproved, &accrual, wanted: WantedStatus.approved)
      try feed(tariff, KindNumber.leadContact, &accrual, wanted: WantedStatus.notRejected)
      try feed(tariff, KindNumber.leadRejected, &accrual, isNegative: true, wanted: WantedStatus.notRejected)
    case PriceModel.revenueShare:
      try feed(tariff, KindNumber.sale, &accrual, isAmount: true)
      try feedCorrections(tariff, of: KindNumber.sale, &accrual, isAmount: true)
    case PriceModel.afterSale:
      try feed(tariff, KindNumber.payment, &accrual, isAmount: true, basis: 1)
      try feed(tariff, KindNumber.refund, &accrual, isAmount: true, isNegative: true, basis: 1)
      try feed(tariff, KindNumber.payment, &accrual, basis: 2)
    case PriceModel.commission:
      try feed(tariff, KindNumber.payout, &accrual, isAmount: true)
    default:
      try feed(tariff, kind, &accrual)
      try feedCorrections(tariff, of: kind, &accrual, isAmount: false)
      if undoes(KindNumber.leadRejected, kind) { try feed(tariff, KindNumber.leadRejected, &accrual, isNegative: true) }
    }
  }

  /// A kind and its parts.
  private func feed(
    _ tariff: Int, _ number: UInt16, _ accrual: inout Accrual, isAmount: Bool = false, isNegative: Bool = false, wanted: UInt32 = 0,
    basis: UInt8 = 0
  ) throws(OutOfMemory) {
    let table = unsafe kinds.pointer
    for slot in unsafe 0..<table.pointee.count where unsafe table.pointee.isPart(table.pointee.number(at: UInt16(slot)), of: number) {
      try accrual.add(
        Accrual.Feed(slot: UInt16(slot), isAmount: isAmount, isNegative: isNegative, wanted: wanted, basis: basis, tariff: tariff))
    }
  }

  private func feedCorrections(_ tariff: Int, of kind: UInt16, _ accrual: inout Accrual, isAmount: Bool) throws(OutOfMemory) {
    let table = unsafe kinds.pointer
    for slot in unsafe 0..<table.pointee.count {
      let number = unsafe table.pointee.number(at: UInt16(slot))
      guard corrects(number, kind), isAmount || number != KindNumber.refund else { continue }
      if unsafe isAmount && table.pointee.unit(at: UInt16(slot)) != Unit.money { continue }
      try accrual.add(Accrual.Feed(slot: UInt16(slot), isAmount: isAmount, isNegative: true, tariff: tariff))
    }
  }

  /// Whether a kind corrects another, or what that is part of.
  func corrects(_ number: UInt16, _ kind: UInt16) -> Bool {
    let table = unsafe kinds.pointer
    let correction = unsafe table.pointee.kind(at: table.pointee.slot(of: number))
    guard correction.roles & KindRole.correction != 0, correction.subject != 0 else { return false }
    return unsafe table.pointee.isPart(correction.subject, of: kind)
  }

  /// Whether a rejection undoes an action of a kind.
  func undoes(_ number: UInt16, _ kind: UInt16) -> Bool {
    unsafe kinds.pointer.pointee.isPart(number, of: KindNumber.leadRejected)
      && kinds.pointer.pointee.isPart(KindNumber.lead, of: kind)
  }

  // MARK: Bound

  /// No sum of cells times prices can leave 128 bits: the running sums of magnitudes bound them all, however often a fact is
  /// moved to another place.
  private func checkBound(_ accrual: borrowing Accrual, _ sides: UInt32) throws(AccrualError) {
    var counts: UInt128 = 0
    var amounts: UInt128 = 0
    for s in 0..<shards.count {
      let store = unsafe shards[s].store.pointer
      let (count, amount) = unsafe (store.pointee.countBound, store.pointee.amountBound)
      if count >= 1 << 120 || amount >= 1 << 104 { throw .overflow }
      counts += count
      amounts += amount
    }
    var most: UInt128 = 0
    for i in 0..<accrual.prices.count { most = Swift.max(most, accrual.prices[i].unit.magnitude) }
    let (byCount, tooMany) = counts.multipliedReportingOverflow(by: most)
    // A share is a million millionths at most; tariffs meet a fact several times over.
    let byAmount = amounts * 1_000_000
    let (times, tooOften) = ((byCount >> 1) + (byAmount >> 1) + 1).multipliedReportingOverflow(by: UInt128(accrual.tariffs.count * 8 + 8))
    if tooMany || tooOften || times >= UInt128(1) << 125 { throw .overflow }
  }
}
