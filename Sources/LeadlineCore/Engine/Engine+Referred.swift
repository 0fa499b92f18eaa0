/// What facts that speak of another by `ref` accrue: at that fact, with its names and its price. Cells have them at their own
/// time and names, so they are taken out there first.
extension Engine {
  func addReferred(
    _ plan: borrowing QueryPlan, _ ids: borrowing IdTable, seen: Int64, _ accrual: inout Accrual
  ) throws(AccrualError) {
    do throws(OutOfMemory) {
      let shape = shapes[plan.rollup]
      var chain = RefChain(heap, dimensions: dimensions.count)
      var statuses = RefChain(heap, dimensions: dimensions.count)
      var bookings = Bookings(heap, dimensions: dimensions.count)
      var runs = Buffer<UInt32>(heap)
      try runs.append(repeating: 0, count: accrual.lanes.count + 1)
      for record in 0..<ids.refs.count {
        guard ids.refs.isFirst(record) else { continue }
        let ref = ids.refs.fact(record).ref
        chain.removeAll()
        var at: Int? = record
        while let next = at {
          at = ids.refs.following(next)
          if ids.refs.fact(next).time < seen { try chain.add(ids.refs.fact(next)) }
        }
        unsafe try chain.sort(.subject, UnsafePointer(refRules.pointer), kinds.pointer, namesBase.unsafelyUnwrapped)
        var start = 0
        while start < chain.count {
          let family = subject(chain.fact(start))
          var end = start + 1
          while end < chain.count && subject(chain.fact(end)) == family { end += 1 }
          if family != RefRules.none, let known = unsafe ids.find(ref, family, kinds.pointer.pointee), ids.fact(known).time < seen {
            var one = Referred(subject: ids.fact(known), start: start, end: end)
            try settle(&one, chain, &statuses, &bookings, shape, &runs, &accrual)
          }
          start = end
        }
      }
    } catch { throw .memory }
  }

  private func subject(_ fact: Fact) -> UInt16 { unsafe refRules.pointer.pointee.subject(kinds.pointer.pointee.slot(of: fact.kind)) }

  /// A fact and those that speak of it: a stretch of a chain.
  private struct Referred {
    let subject: Fact
    let start: Int
    let end: Int
    /// The number of the kind of the status it has, 0: none.
    var status: UInt16 = 0
    var hasContact = false
    /// What corrections other than refunds take back.
    var corrected: Int128 = 0
    /// Money taken back.
    var returned: Int128 = 0
    var paid: Int128 = 0
  }

  private func settle(
    _ one: inout Referred, _ chain: borrowing RefChain, _ statuses: inout RefChain, _ bookings: inout Bookings, _ shape: RollupShape,
    _ runs: inout Buffer<UInt32>, _ accrual: inout Accrual
  ) throws(OutOfMemory) {
    let table = unsafe kinds.pointer
    statuses.removeAll()
    bookings.removeAll()
    for i in one.start..<one.end {
      let fact = chain.fact(i)
      try move(fact, sign: -1, shape, &runs, &accrual)
      let kind = unsafe table.pointee.kind(at: table.pointee.slot(of: fact.kind))
      if isStatus(fact) {
        try statuses.add(fact)
        if unsafe !table.pointee.isPart(kind.number, of: KindNumber.dealLost) {
          one.status = unsafe table.pointee.family(of: kind.number)
          if unsafe table.pointee.isPart(kind.number, of: KindNumber.leadRejected) { one.status = KindNumber.leadRejected }
          if unsafe table.pointee.isPart(kind.number, of: KindNumber.leadApproved) { one.status = KindNumber.leadApproved }
        }
      } else if unsafe table.pointee.isPart(kind.number, of: KindNumber.leadContact) {
        one.hasContact = true
      } else if unsafe table.pointee.isPart(kind.number, of: KindNumber.payment) {
        one.paid += Int128(fact.amount)
      } else if kind.roles & KindRole.correction != 0 {
        if kind.number != KindNumber.refund { one.corrected += Int128(fact.count) }
        if kind.unit == Unit.money { one.returned += Int128(fact.amount) }
      }
    }
    try book(&statuses, sign: 1, into: &bookings)
    for i in 0..<bookings.count { try move(bookings.fact(i), sign: -bookings.sign(i), shape, &runs, &accrual) }
    findRuns(one.subject, accrual, &runs)
    for t in 0..<accrual.tariffs.count {
      let side = accrual.tariffs[t].side
      let model = accrual.tariffs[t].model
      if model == PriceModel.afterSale {
        try addPaid(one, t, chain, shape, &runs, &accrual)
        findRuns(one.subject, accrual, &runs)
        continue
      }
      guard let found = accrual.price(t, at: one.subject.time, runs, 0, 1) else { continue }
      let price = accrual.prices[found]
      let number = due(one, accrual.tariffs[t], price)
      try accrual.contributions.add(one.subject.time, codes(one.subject, shape), side: side, number &* price.unit)
    }
  }

  /// How much a tariff owes for a fact beyond what its own cell says.
  private func due(_ one: Referred, _ tariff: Accrual.Tariff, _ price: Price) -> Int128 {
    let table = unsafe kinds.pointer
    let kind = one.subject.kind
    let count = Int128(one.subject.count)
    let amount = Int128(one.subject.amount)
    switch tariff.model {
    case PriceModel.cpl:
      guard unsafe table.pointee.isPart(kind, of: KindNumber.lead), one.hasContact else { return 0 }
      let isWanted =
        price.wanted == WantedStatus.approved ? one.status == KindNumber.leadApproved : one.status != KindNumber.leadRejected
      return isWanted ? count : 0
    case PriceModel.revenueShare:
      guard unsafe table.pointee.isPart(kind, of: KindNumber.sale) else { return 0 }
      return -Swift.max(0, Swift.min(one.returned, amount))
    case PriceModel.commission: return 0
    default:
      guard unsafe table.pointee.isPart(kind, of: tariff.kind) else { return 0 }
      let isUndone = undoes(one.status, tariff.kind) || isReturned(one)
      return -Swift.max(0, isUndone ? count : Swift.min(one.corrected, count))
    }
  }

  /// Whether all the money of a sale was given back.
  private func isReturned(_ one: Referred) -> Bool {
    let isSale = unsafe kinds.pointer.pointee.isPart(one.subject.kind, of: KindNumber.sale)
    return isSale && one.subject.amount > 0 && one.returned >= Int128(one.subject.amount)
  }

  /// What is due for a sale when it is paid: a share of each payment up to what remains of the sale, or a rate when that is
  /// reached.
  private func addPaid(
    _ one: Referred, _ tariff: Int, _ chain: borrowing RefChain, _ shape: RollupShape, _ runs: inout Buffer<UInt32>,
    _ accrual: inout Accrual
  ) throws(OutOfMemory) {
    let table = unsafe kinds.pointer
    guard unsafe table.pointee.isPart(one.subject.kind, of: KindNumber.sale) else { return }
    let remains = Swift.max(0, Int128(one.subject.amount) - Swift.max(0, one.returned))
    let isUndone = isReturned(one) || (one.corrected > 0 && one.corrected >= Int128(one.subject.count))
    var paid: Int128 = 0
    var isDone = false
    for i in one.start..<one.end {
      let fact = chain.fact(i)
      guard unsafe table.pointee.isPart(fact.kind, of: KindNumber.payment) else { continue }
      let before = Swift.max(0, Swift.min(paid, remains))
      paid += Int128(fact.amount)
      let after = Swift.max(0, Swift.min(paid, remains))
      let completes = !isDone && !isUndone && paid >= remains
      isDone = isDone || completes
      findRuns(fact, accrual, &runs)
      guard let found = accrual.price(tariff, at: fact.time, runs, 0, 1) else { continue }
      let price = accrual.prices[found]
      let number = price.share > 0 ? (isUndone ? 0 : after - before) : completes ? Int128(one.subject.count) : 0
      try accrual.contributions.add(fact.time, codes(fact, shape), side: accrual.tariffs[tariff].side, number &* price.unit)
    }
  }

  // MARK: Places

  /// Takes out what a fact accrues where it stands (sign -1), or puts it back.
  private func move(
    _ fact: Fact, sign: Int64, _ shape: RollupShape, _ runs: inout Buffer<UInt32>, _ accrual: inout Accrual
  ) throws(OutOfMemory) {
    let feeds = unsafe accrual.feeds(ofSlot: kinds.pointer.pointee.slot(of: fact.kind))
    if feeds.isEmpty { return }
    findRuns(fact, accrual, &runs)
    var sums = Accrual.Sums()
    accrual.accrue(
      feeds, count: Int128(fact.count) * Int128(sign), amount: Int128(fact.amount) * Int128(sign), at: fact.time, runs, 0, 1, into: &sums)
    try accrual.contributions.add(fact.time, codes(fact, shape), side: 1, sums.spend)
    try accrual.contributions.add(fact.time, codes(fact, shape), side: 2, sums.payout)
  }

  /// The runs of a fact's names, one a lane.
  private func findRuns(_ fact: Fact, _ accrual: borrowing Accrual, _ runs: inout Buffer<UInt32>) {
    for lane in 0..<accrual.lanes.count {
      let key = accrual.lanes[lane].key
      let code = accrual.lanes[lane].isRest ? 0 : shown(key, fact.code(base(key.dimension)))
      runs[lane] = accrual.run(lane, shown: code)
    }
  }

  private func codes(_ fact: Fact, _ shape: RollupShape) -> InlineArray<16, UInt32> {
    var codes = InlineArray<16, UInt32>(repeating: 0)
    for p in 0..<shape.width { codes[p] = fact.code(Int(shape.dimensions[p])) }
    return codes
  }
}
