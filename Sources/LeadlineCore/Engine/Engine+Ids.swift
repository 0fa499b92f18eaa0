/// Repeats: of several facts with one id in one family of kinds the first in the order of facts stands.
extension Engine {
  /// Looks at the rows of a batch that the store has just taken in, and takes out again what repeats a known id. `check` is
  /// given when some rows were refused. On failure no id was added and nothing taken out.
  func recognise(
    _ facts: FactColumns, _ check: RowCheck?, _ store: inout Store, _ log: inout RowLog, _ ids: inout IdTable,
    _ outcome: inout BatchOutcome
  ) throws(Failure) {
    let concernsIds = unsafe hasIds && facts.id != nil
    let concernsRefs = unsafe hasRefs && facts.ref != nil
    guard concernsIds || concernsRefs else { return }
    var words = Buffer<UInt64>(heap)
    var change = LedgerChange(heap, dimensions: dimensions.count)
    do {
      try words.append(repeating: 0, count: Fact.words(dimensions: dimensions.count))
      // Room comes first: cells that grow wider forget the empty ones.
      if hasRefs {
        try work(facts, check, &ids, &change)
        try change.makeRoom(&store)
      }
      let fact = unsafe Fact(words: words.base.unsafelyUnwrapped, dimensionCount: dimensions.count)
      try makeWay(facts, check, fact, &store, &log, &ids)
      try change.makeCells(&store)
    } catch {
      change.undo(&ids.refs, ledgerOrder)
      throw outOfMemory()
    }
    let fact = unsafe Fact(words: words.base.unsafelyUnwrapped, dimensionCount: dimensions.count)
    takeOutRepeats(facts, check, fact, &store, &log, &ids, &outcome)
    change.apply(&store)
  }

  /// Makes room in the table for a batch, and cells for what may have to be taken out. `fact` is scratch.
  private func makeWay(
    _ facts: FactColumns, _ check: RowCheck?, _ fact: Fact, _ store: inout Store, _ log: inout RowLog, _ ids: inout IdTable
  ) throws(OutOfMemory) {
    guard hasIds, let column = unsafe facts.id else { return }
    let table = unsafe kinds.pointer
    try unsafe ids.reserve(facts.rows, table.pointee)
    // A fact that gives way to a new one may stand in another shard; here it is taken out by a negative cell, whose
    // memory is asked for before anything is changed. Room comes first: cells that grow wider forget the empty ones.
    var replaceable = 0
    for pass in 0..<2 {
      for row in 0..<facts.rows {
        let id = unsafe column[row]
        if id == 0 || check?.fault(row) != nil { continue }
        let family = unsafe table.pointee.familySlot(at: table.pointee.slot(of: facts.kind(row)))
        guard let known = unsafe ids.find(id, family, table.pointee) else { continue }
        fact.set(facts, row)
        let standing = ids.fact(known)
        if unsafe fact.isEqual(standing, namesBase.unsafelyUnwrapped) { continue }
        if pass == 0 {
          replaceable += 1
          try store.makeRoom(counts: standing.count.magnitude, amounts: standing.amount.magnitude)
        } else {
          try store.book(standing, sign: 0)
        }
      }
    }
    if keepsJourneys { try log.reserve(burials: replaceable + log.repeats(in: facts)) }
  }

  /// Takes out of a batch what repeats a known id, and keeps the rest. `fact` is scratch.
  private func takeOutRepeats(
    _ facts: FactColumns, _ check: RowCheck?, _ fact: Fact, _ store: inout Store, _ log: inout RowLog, _ ids: inout IdTable,
    _ outcome: inout BatchOutcome
  ) {
    guard hasIds, let column = unsafe facts.id else { return }
    let table = unsafe kinds.pointer
    for row in 0..<facts.rows {
      if row + 16 < facts.rows {
        let slot = unsafe table.pointee.slot(of: facts.kind(row + 16))
        if slot != KindTable.unknown { unsafe ids.prefetch(column[row + 16], table.pointee.familySlot(at: slot)) }
      }
      let id = unsafe column[row]
      if id == 0 || check?.fault(row) != nil { continue }
      fact.set(facts, row)
      settle(fact, row, &store, &log, &ids, &outcome.duplicates, &outcome.conflicts)
    }
  }

  /// Decides between a fact that the store has booked and the one that stands under its id. Cannot fail: the cells of
  /// both are there, and so is the room in the table. `row`: of the batch, nil when states are merged.
  @_optimize(speed)
  func settle(
    _ fact: Fact, _ row: Int?, _ store: inout Store, _ log: inout RowLog, _ ids: inout IdTable, _ duplicates: inout UInt64,
    _ conflicts: inout UInt64
  ) {
    let table = unsafe kinds.pointer
    let family = unsafe table.pointee.familySlot(at: table.pointee.slot(of: fact.kind))
    guard let known = unsafe ids.find(fact.id, family, table.pointee) else {
      unsafe ids.add(fact, table.pointee)
      return
    }
    duplicates += 1
    let standing = ids.fact(known)
    if unsafe !fact.isEqual(standing, namesBase.unsafelyUnwrapped) {
      conflicts += 1
      // The later of the two goes, and still was taken in.
      if fact.time != standing.time { log.note(elsewhere: Swift.max(fact.time, standing.time)) }
      if unsafe fact.isBefore(standing, table.pointee, namesBase.unsafelyUnwrapped) {
        try? store.book(standing, sign: -1)
        if keepsJourneys { log.bury(standing) }
        standing.set(fact)
        return
      }
    }
    try? store.book(fact, sign: -1)
    guard keepsJourneys else { return }
    if let row { log.drop(row) } else { log.bury(fact) }
  }
}
