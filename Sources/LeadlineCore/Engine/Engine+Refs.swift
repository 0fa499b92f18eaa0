/// Statuses by `ref`: of those that exclude one another the last in the one order of facts stands.
///
/// Cells hold every status as it came. Beside that, what has been left is taken out at the time of the change, under the names
/// it had, and a status that changes nothing is taken out where it stands. Which bookings these are depends on the statuses of
/// the ref alone, so a change of the ledger undoes the bookings there were and makes those there are then.
extension Engine {
  /// Appends to `bookings` what a chain of statuses books beside its facts.
  func book(_ chain: inout RefChain, sign: Int8, into bookings: inout Bookings) throws(OutOfMemory) {
    guard chain.count > 1 else { return }
    let table = unsafe kinds.pointer
    unsafe try chain.sort(.status, UnsafePointer(refRules.pointer), table, namesBase.unsafelyUnwrapped)
    var standing = 0
    for i in 1..<chain.count {
      let fact = chain.fact(i)
      let held = chain.fact(standing)
      let slot = unsafe table.pointee.slot(of: fact.kind)
      let heldSlot = unsafe table.pointee.slot(of: held.kind)
      if unsafe refRules.pointer.pointee.group(slot) != refRules.pointer.pointee.group(heldSlot) {
        standing = i
      } else if unsafe table.pointee.familySlot(at: slot) == table.pointee.familySlot(at: heldSlot) {
        try bookings.add(fact, at: fact.time, sign: -sign)
      } else {
        try bookings.add(held, at: fact.time, sign: -sign)
        standing = i
      }
    }
  }

  /// The statuses of a ref that a ledger holds.
  func gather(_ ref: UInt64, _ ledger: borrowing Ledger, into chain: inout RefChain) throws(OutOfMemory) {
    var at = ledger.first(ref)
    while let record = at {
      at = ledger.following(record)
      if isStatus(ledger.fact(record)) { try chain.add(ledger.fact(record)) }
    }
  }

  func isStatus(_ fact: Fact) -> Bool {
    unsafe refRules.pointer.pointee.group(kinds.pointer.pointee.slot(of: fact.kind)) != RefRules.none
  }

  /// Works out what a change books for one ref.
  func plan(_ ref: UInt64, _ ledger: borrowing Ledger, _ chain: inout RefChain, _ change: inout LedgerChange) throws(OutOfMemory) {
    chain.removeAll()
    try gather(ref, ledger, into: &chain)
    let first = change.bookings.count
    try book(&chain, sign: -1, into: &change.bookings)
    // Where cells are cleared what they hold is gone as it is.
    if let area = change.area {
      var kept = first
      for i in first..<change.bookings.count where !area.holds(change.bookings.fact(i)) {
        change.bookings.move(i, to: kept)
        kept += 1
      }
      change.bookings.truncate(to: kept)
    }
    chain.removeAll()
    var at = ledger.first(ref)
    while let record = at {
      at = ledger.following(record)
      let fact = ledger.fact(record)
      if isStatus(fact) && !change.takes(fact) { try chain.add(fact) }
    }
    try gather(ref, change.fresh, into: &chain)
    try book(&chain, sign: 1, into: &change.bookings)
  }

  // MARK: Batches

  /// Works out what a batch, which the store has just taken in, does to the ledger.
  func plan(_ facts: FactColumns, _ check: RowCheck?, _ ids: borrowing IdTable, _ change: inout LedgerChange) throws(OutOfMemory) {
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
    try planRefs(ids.refs, &change)
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
  func add(_ fact: Fact, to ledger: inout Ledger) throws(OutOfMemory) {
    guard fact.ref != 0, unsafe refRules.pointer.pointee.keeps(kinds.pointer.pointee.slot(of: fact.kind)) else { return }
    try ledger.reserve(1)
    ledger.add(fact)
  }

  /// Works out the bookings for each ref of what comes and what goes.
  private func planRefs(_ ledger: borrowing Ledger, _ change: inout LedgerChange) throws(OutOfMemory) {
    var chain = RefChain(heap, dimensions: dimensions.count)
    for record in 0..<change.fresh.count {
      let ref = change.fresh.fact(record).ref
      guard change.fresh.first(ref) == record, change.isAboutStatus(ref, self) else { continue }
      try plan(ref, ledger, &chain, &change)
    }
    for record in 0..<change.gone.count {
      let ref = change.gone.fact(record).ref
      guard change.gone.first(ref) == record, change.fresh.first(ref) == nil, change.isAboutStatus(ref, self) else { continue }
      try plan(ref, ledger, &chain, &change)
    }
  }
}

extension LedgerChange {
  /// Whether a fact of the ledger goes.
  func takes(_ fact: Fact) -> Bool {
    if let area, area.holds(fact) { return true }
    var at = gone.first(fact.ref)
    while let record = at {
      if gone.fact(record).isSame(fact) { return true }
      at = gone.following(record)
    }
    return false
  }

  /// Whether a status of this ref comes or goes.
  func isAboutStatus(_ ref: UInt64, _ engine: borrowing Engine) -> Bool {
    isAboutStatus(ref, fresh, engine) || isAboutStatus(ref, gone, engine)
  }

  private func isAboutStatus(_ ref: UInt64, _ ledger: borrowing Ledger, _ engine: borrowing Engine) -> Bool {
    var at = ledger.first(ref)
    while let record = at {
      if engine.isStatus(ledger.fact(record)) { return true }
      at = ledger.following(record)
    }
    return false
  }
}
