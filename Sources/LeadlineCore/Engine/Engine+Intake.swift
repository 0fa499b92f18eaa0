/// What became of a batch, or of one side of it.
struct BatchOutcome {
  var accepted: UInt64 = 0
  var rejected: UInt64 = 0
  var duplicates: UInt64 = 0
  var conflicts: UInt64 = 0
  var firstRow = 0
  var firstReason: Int32 = 0
  /// LEADLINE_COLUMN_ of the header.
  var firstColumn: UInt32 = 0
  var rejectedBy: InlineArray<8, UInt64> = .init(repeating: 0)

  /// Adds what became of another batch.
  mutating func add(_ other: BatchOutcome) {
    accepted &+= other.accepted
    rejected &+= other.rejected
    duplicates &+= other.duplicates
    conflicts &+= other.conflicts
    for i in 0..<8 { rejectedBy[i] &+= other.rejectedBy[i] }
    if other.rejected > 0 { place(other) }
  }

  /// Takes over which row was at fault.
  mutating func place(_ other: BatchOutcome) {
    firstRow = other.firstRow
    firstReason = other.firstReason
    firstColumn = other.firstColumn
  }
}

/// The rules, row by row: the slow and exact look at a batch in which something is wrong.
@safe
struct RowCheck {
  let facts: FactColumns
  let kinds: UnsafeMutablePointer<KindTable>
  let names: UnsafeMutablePointer<Names>

  /// The status a row is refused with and the column at fault, nil for a good row.
  func fault(_ row: Int) -> (status: Int32, column: UInt32)? {
    let time = unsafe facts.time[row]
    if !FactRules.isTime(time) { return (FactFault.time.rawValue, 1) }
    let slot = unsafe kinds.pointee.slot(of: facts.kind(row))
    if unsafe slot == KindTable.unknown || kinds.pointee.isDerived(slot) { return (FactFault.kind.rawValue, 2) }
    for d in 0..<facts.dimensionCount {
      if unsafe !names[d].isGiven(facts.code(d, row)) { return (FactFault.code.rawValue, 256 + UInt32(d)) }
    }
    let hasUnit = unsafe kinds.pointee.carriesAmountBase[Int(slot)] != 0
    let hasNoRate = facts.hasNoRate(row)
    guard let fault = FactRules.fault(
      time: time, amount: hasNoRate ? 0 : facts.amount(row), count: facts.count(row),
      person: unsafe FactColumns.word(facts.person, row), hasUnit: hasUnit)
    else { return hasNoRate ? (FactFault.currency.rawValue, 5) : nil }
    let column: UInt32 = fault == .amount || fault == .amountUnit ? 3 : fault == .time ? 1 : 4
    return (fault.rawValue, column)
  }
}

extension Engine {
  /// Takes in a batch: all of it, or none and a failure whose row is in `outcome`; with `skip` the good rows.
  func record(_ facts: FactColumns, skip: Bool, _ outcome: inout BatchOutcome) throws(Failure) {
    try checkProcess()
    outcome = BatchOutcome()
    guard facts.rows > 0 else { return }
    namesLock.lockToRead()
    defer { namesLock.unlock() }
    var converted = Buffer<Int64>(heap)
    defer { converted.removeAll() }
    let facts = facts.isForeign ? try convert(facts, into: &converted) : facts
    if try !recordQuickly(facts, skip: skip, &outcome) {
      outcome = BatchOutcome()
      try recordAlone(facts, skip: skip, &outcome)
    }
    if facts.isForeign {
      noteRates(facts, outcome.rejected > 0 ? unsafe RowCheck(facts: facts, kinds: kinds.pointer, names: namesBase.unsafelyUnwrapped) : nil)
    }
  }

  /// Takes a batch into a shard that is free. False: journeys are so near their limit that it takes a closer look.
  private func recordQuickly(_ facts: FactColumns, skip: Bool, _ outcome: inout BatchOutcome) throws(Failure) -> Bool {
    let shard = lockAnyShard()
    defer { shards[shard].lock.unlock() }
    do throws(Failure) {
      if keepsFacts {
        idLock.lock()
        defer { idLock.unlock() }
        try record(facts, skip: skip, shard, .quick, &outcome)
      } else {
        try record(facts, skip: skip, shard, .quick, &outcome)
      }
    } catch {
      if error.status == Self.pastLimit.status { return false }
      throw error
    }
    return true
  }

  /// Takes a batch in while nobody else is in the engine, everything in order.
  private func recordAlone(_ facts: FactColumns, skip: Bool, _ outcome: inout BatchOutcome) throws(Failure) {
    journeyLock.lock()
    lockShards()
    if keepsFacts { idLock.lock() }
    defer {
      if keepsFacts { idLock.unlock() }
      unlockShards()
      journeyLock.unlock()
    }
    try settleJourneys()
    do throws(Failure) {
      try record(facts, skip: skip, 0, .exact, &outcome)
    } catch {
      if error.status == Self.pastLimit.status {
        outcome = BatchOutcome()
        outcome.firstReason = error.status
      }
      throw error
    }
  }

  /// Takes a batch into a shard whose lock is held, and the lock on ids where there are any.
  private func record(_ facts: FactColumns, skip: Bool, _ shard: Int, _ admission: Admission, _ outcome: inout BatchOutcome) throws(Failure) {
    let store = unsafe shards[shard].store.pointer
    let log = unsafe shards[shard].log.pointer
    if keepsFacts {
      unsafe try record(facts, skip: skip, admission, into: &store.pointee, &log.pointee, &ids.pointer.pointee, &outcome)
      unsafe ids.pointer.pointee.forget(latest: store.pointee.greatestTime, kinds.pointer.pointee)
    } else {
      // Without ids there is no lock on their table, so it is not even passed on: this one is empty and takes no memory.
      var none = IdTable(heap, dimensions: dimensions.count, limit: 0, window: 0)
      unsafe try record(facts, skip: skip, admission, into: &store.pointee, &log.pointee, &none, &outcome)
    }
    let counters = unsafe shards[shard].counters.pointer
    unsafe counters.pointee.facts &+= outcome.accepted
    unsafe counters.pointee.duplicates &+= outcome.duplicates
    unsafe counters.pointee.conflicts &+= outcome.conflicts
  }

  /// The same into any store; the lock on names is held, and whoever owns the store and the ids has them to himself.
  func record(
    _ facts: FactColumns, skip: Bool, _ admission: Admission, into store: inout Store, _ log: inout RowLog, _ ids: inout IdTable,
    _ outcome: inout BatchOutcome
  ) throws(Failure) {
    let greatest = store.greatestTime
    if hasLimits { store.beginLimits() }
    do {
      try recordWhole(facts, skip: skip, admission, into: &store, &log, &ids, &outcome)
    } catch {
      store.greatestTime = greatest
      store.dropPersons()
      if hasLimits { store.undoLimits() }
      throw error
    }
    store.countPersons()
    if hasLimits { store.commitLimits() }
  }

  /// What failing leaves behind in limits and the greatest time is the caller's to undo.
  private func recordWhole(
    _ facts: FactColumns, skip: Bool, _ admission: Admission, into store: inout Store, _ log: inout RowLog, _ ids: inout IdTable,
    _ outcome: inout BatchOutcome
  ) throws(Failure) {
    // Near the limit of journeys it is found out first whether there is room: to take facts out again takes longer than to take them in.
    if admission == .quick && keepsJourneys && exceedsLimit(facts.rows) {
      try reserveJourneys(facts, &log)
      if exceedsLimit(log.reserved) { throw Self.pastLimit }
    }
    // Where a limit counts what it is shown, a batch that will be refused must not be shown to it.
    if !hasLimits && admission != .exact {
      switch store.record(facts, from: 0, to: facts.rows, isChecked: false) {
      case .done:
        do {
          var room = JourneyRoom(heap)
          try keep(facts, nil, admission, &room, &store, &log, &ids, &outcome)
        } catch {
          store.takeOut(facts, from: 0, to: facts.rows)
          throw error
        }
        outcome.accepted = UInt64(facts.rows)
        return
      case .outOfMemory: throw outOfMemory()
      case .invalid: store.dropPersons()
      }
    }
    let check = unsafe RowCheck(facts: facts, kinds: kinds.pointer, names: namesBase.unsafelyUnwrapped)
    for row in 0..<facts.rows {
      guard let fault = check.fault(row) else { continue }
      if outcome.rejected == 0 {
        outcome.firstRow = row
        outcome.firstReason = fault.status
        outcome.firstColumn = fault.column
      }
      outcome.rejected += 1
      outcome.rejectedBy[Int(fault.status) - 300] += 1
    }
    if outcome.rejected > 0 && !skip {
      outcome.rejected = 0
      outcome.rejectedBy = .init(repeating: 0)
      throw rowFailure(outcome, facts)
    }
    let bad = outcome.rejected > 0 ? check : nil
    var room = admission == .exact ? try makeRoom(facts, bad, &log) : JourneyRoom(heap)
    try recordGood(facts, bad, &store)
    do {
      try keep(facts, bad, admission, &room, &store, &log, &ids, &outcome)
    } catch {
      takeOutGood(facts, bad, before: facts.rows, &store)
      throw error
    }
    outcome.accepted = UInt64(facts.rows) - outcome.rejected
  }

  /// Makes room in a log for the good rows.
  private func reserveGood(_ facts: FactColumns, _ check: RowCheck?, _ log: inout RowLog) throws(Failure) {
    try reserveJourneys(facts, &log)
    guard let check else { return }
    for row in 0..<facts.rows where check.fault(row) != nil { log.drop(row) }
  }

  /// The same, and works out what goes from journeys for them.
  private func makeRoom(_ facts: FactColumns, _ check: RowCheck?, _ log: inout RowLog) throws(Failure) -> JourneyRoom {
    try reserveGood(facts, check, &log)
    var latest = greatestTime
    for row in 0..<facts.rows where check?.fault(row) == nil { latest = unsafe Swift.max(latest, facts.time[row]) }
    return try makeJourneyRoom(latest: latest) { tally throws(OutOfMemory) in try countNew(in: facts, log, &tally) }
  }

  /// Hands the rows that the store has taken in on to what keeps facts; `room` is what `makeRoom` made where a closer look was taken.
  /// On failure nothing is kept.
  private func keep(
    _ facts: FactColumns, _ check: RowCheck?, _ admission: Admission, _ room: inout JourneyRoom, _ store: inout Store, _ log: inout RowLog,
    _ ids: inout IdTable, _ outcome: inout BatchOutcome
  ) throws(Failure) {
    guard keepsJourneys else { return try recognise(facts, check, &store, &log, &ids, &outcome) }
    if admission != .exact { try reserveGood(facts, check, &log) }
    let before = log.count
    switch admission {
    case .staged:
      try recognise(facts, check, &store, &log, &ids, &outcome)
      log.add(facts)
    case .quick:
      let room = log.reserved
      try admitJourneys(room)
      do {
        try recognise(facts, check, &store, &log, &ids, &outcome)
      } catch {
        releaseJourneys(room)
        throw error
      }
      log.add(facts)
      releaseJourneys(room - (log.count - before))
    case .exact:
      try recognise(facts, check, &store, &log, &ids, &outcome)
      make(&room, turnedAway: log.drop(facts, before: room.cut))
      log.add(facts)
      releaseJourneys(before - log.count)
    }
  }

  /// Adds the runs of good rows between the bad ones, all of them or none; without `check` every row is good.
  private func recordGood(_ facts: FactColumns, _ check: RowCheck?, _ store: inout Store) throws(Failure) {
    var start = 0
    while start < facts.rows {
      if check?.fault(start) != nil {
        start += 1
        continue
      }
      var end = start + 1
      while end < facts.rows && check?.fault(end) == nil { end += 1 }
      if store.record(facts, from: start, to: end, isChecked: true) != .done {
        takeOutGood(facts, check, before: start, &store)
        throw outOfMemory()
      }
      start = end
    }
  }

  private func takeOutGood(_ facts: FactColumns, _ check: RowCheck?, before: Int, _ store: inout Store) {
    for row in 0..<before where check?.fault(row) == nil { store.takeOut(facts, from: row, to: row + 1) }
  }

  /// Says which row a batch was refused for.
  private func rowFailure(_ outcome: BatchOutcome, _ facts: FactColumns) -> Failure {
    if outcome.firstReason == FactFault.currency.rawValue { return currencyFailure(outcome.firstRow, facts) }
    let column =
      switch outcome.firstColumn {
      case 1: Bytes("time")
      case 2: Bytes("kind")
      case 3: Bytes("amount")
      case 4: Bytes("count")
      default: dimensions[Int(outcome.firstColumn) - 256].text
      }
    let slot = unsafe kinds.pointer.pointee.slot(of: facts.kind(outcome.firstRow))
    if outcome.firstReason == FactFault.kind.rawValue && slot != KindTable.unknown {
      error.write(row: outcome.firstRow, column: column, reason: Bytes(StatusText.derivedKind), name: unsafe kinds.pointer.pointee.name(at: slot))
    } else {
      error.write(row: outcome.firstRow, column: column, reason: Bytes(StatusText.text(outcome.firstReason)))
    }
    return Failure(status: outcome.firstReason)
  }
}
