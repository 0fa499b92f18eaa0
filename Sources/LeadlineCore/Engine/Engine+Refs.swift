/// Statuses by `ref`: of those that exclude one another the last in the one order of facts stands.
///
/// Cells hold every status as it came. Beside that, what has been left is taken out at the time of the change, under the names
/// it had, and a status that changes nothing is taken out where it stands. Which bookings these are depends on the statuses of
/// the ref alone; a fact that comes or goes changes those of its neighbours (see `Bookings`).
extension Engine {
  var ledgerOrder: LedgerOrder {
    unsafe LedgerOrder(rules: UnsafePointer(refRules.pointer), kinds: kinds.pointer, names: namesBase.unsafelyUnwrapped)
  }

  /// Appends to `bookings` what a chain of statuses that is apart from any ledger books beside its facts.
  func book(_ chain: inout RefChain, sign: Int8, into bookings: inout Bookings) throws(OutOfMemory) {
    guard chain.count > 1 else { return }
    let order = ledgerOrder
    unsafe try chain.sort(.status, order.rules, order.kinds, order.names)
    var standing = 0
    for i in 1..<chain.count {
      let fact = chain.fact(i)
      let held = chain.fact(standing)
      if order.areOneChain(held, fact) {
        let isAlike = order.areAlike(held, fact)
        try bookings.add(isAlike ? fact : held, at: fact.time, sign: -sign)
        if isAlike { continue }
      }
      standing = i
    }
  }

  func isStatus(_ fact: Fact) -> Bool { ledgerOrder.group(fact) != RefRules.none }

  // MARK: Batches

  /// Has a batch, which the store has just taken in, change the ledger.
  func work(_ facts: FactColumns, _ check: RowCheck?, _ ids: inout IdTable, _ change: inout LedgerChange) throws(OutOfMemory) {
    let isIdentified = unsafe hasIds && facts.id != nil
    let isReferring = unsafe facts.ref != nil
    guard isIdentified || isReferring else { return }
    let table = unsafe kinds.pointer
    let rules = unsafe refRules.pointer
    // Of the batch's facts with one id, the one that will stand.
    var best = IdTable(heap, dimensions: dimensions.count, limit: 0, window: 0)
    var words = Buffer<UInt64>(heap)
    try words.append(repeating: 0, count: Fact.words(dimensions: dimensions.count))
    let fact = unsafe Fact(words: words.base.unsafelyUnwrapped, dimensionCount: dimensions.count)
    for row in 0..<facts.rows {
      let slot = unsafe table.pointee.slot(of: facts.kind(row))
      guard slot != KindTable.unknown, unsafe rules.pointee.mayRepeat(slot), check?.fault(row) == nil else { continue }
      fact.set(facts, row)
      if !hasIds || fact.id == 0 {
        try add(fact, to: &change.fresh)
      } else if let known = unsafe best.find(fact.id, table.pointee.familySlot(at: slot), table.pointee) {
        if unsafe fact.isBefore(best.fact(known), table.pointee, namesBase.unsafelyUnwrapped) { best.fact(known).set(fact) }
      } else {
        unsafe try best.reserve(1, table.pointee)
        unsafe best.add(fact, table.pointee)
      }
    }
    for record in 0..<best.count { try weigh(best.fact(record), ids, nil, &change) }
    try change.work(&ids.refs, ledgerOrder)
  }

  /// A fact with an id comes: it is kept if it will stand, and what it replaces goes. `cleared`: the ids that are about to be.
  func weigh(
    _ fact: Fact, _ ids: borrowing IdTable, _ cleared: Marks?, _ change: inout LedgerChange
  ) throws(OutOfMemory) {
    let table = unsafe kinds.pointer
    let family = unsafe table.pointee.familySlot(at: table.pointee.slot(of: fact.kind))
    if let known = unsafe ids.find(fact.id, family, table.pointee), !(cleared?.holds(known) ?? false) {
      let standing = ids.fact(known)
      if unsafe fact.isEqual(standing, namesBase.unsafelyUnwrapped) { return }
      if unsafe !fact.isBefore(standing, table.pointee, namesBase.unsafelyUnwrapped) { return }
      try add(standing, to: &change.gone)
    }
    try add(fact, to: &change.fresh)
  }

  /// Adds a fact if it is one to keep.
  func add(_ fact: Fact, to list: inout FactList) throws(OutOfMemory) {
    guard fact.ref != 0, unsafe refRules.pointer.pointee.keeps(kinds.pointer.pointee.slot(of: fact.kind)) else { return }
    try list.add(fact)
  }
}
