/// Adding one state to another.
extension Engine {
  /// Makes room for `merge`, which then cannot fail. The ids' facts have this engine's codes.
  func prepareMerge(
    _ source: borrowing Store, _ sourceIds: borrowing IdTable, _ change: borrowing LedgerChange, into target: inout Store, _ map: CodeMap
  ) throws(Failure) {
    do {
      // Room comes first: cells that grow wider forget the empty ones.
      try target.makeRoom(for: source)
      try makeRoom(sourceIds, &target)
      try change.makeRoom(&target)
      try target.add(source, map, sign: 0)
      try makeCells(sourceIds, &target)
      try change.makeCells(&target)
    } catch {
      throw outOfMemory()
    }
  }

  private func makeRoom(_ sourceIds: borrowing IdTable, _ target: inout Store) throws(OutOfMemory) {
    guard hasIds else { return }
    let table = unsafe kinds.pointer
    unsafe try ids.pointer.pointee.reserve(sourceIds.count, table.pointee)
    for record in 0..<sourceIds.count {
      guard let standing = standing(against: sourceIds.fact(record)) else { continue }
      try target.makeRoom(counts: standing.count.magnitude, amounts: standing.amount.magnitude)
    }
  }

  /// Of two facts with one id either may have to go, and may stand in another shard; see `recognise`.
  private func makeCells(_ sourceIds: borrowing IdTable, _ target: inout Store) throws(OutOfMemory) {
    guard hasIds else { return }
    for record in 0..<sourceIds.count {
      guard let standing = standing(against: sourceIds.fact(record)) else { continue }
      try target.book(standing, sign: 0)
      try target.book(sourceIds.fact(record), sign: 0)
    }
  }

  /// The fact that stands under the id of another.
  private func standing(against fact: Fact) -> Fact? {
    let table = unsafe kinds.pointer
    let family = unsafe table.pointee.familySlot(at: table.pointee.slot(of: fact.kind))
    guard let known = unsafe ids.pointer.pointee.find(fact.id, family, table.pointee) else { return nil }
    return unsafe ids.pointer.pointee.fact(known)
  }

  /// Adds a store and its ids to one of this engine's. Cannot fail.
  func merge(
    _ source: borrowing Store, _ sourceIds: borrowing IdTable, into target: inout Store, _ map: CodeMap,
    _ counters: inout Shard.Counters
  ) {
    try? target.add(source, map, sign: 1)
    guard hasIds else { return }
    for record in 0..<sourceIds.count {
      unsafe settle(sourceIds.fact(record), nil, &target, &shards[0].log.pointer.pointee, &ids.pointer.pointee, &counters.duplicates, &counters.conflicts)
    }
    unsafe ids.pointer.pointee.note(dropped: sourceIds.dropped)
  }

  /// Adds everything another engine holds. Both engines' locks are taken here, in the order of `first`.
  func merge(_ source: borrowing Engine, hasNoOverlap: Bool, first: Bool) throws(Failure) {
    try checkProcess()
    try source.checkProcess()
    if let part = difference(source) {
      throw failure(600, "the engines differ in ", Bytes(part))
    }
    if first { lockAll() } else { source.lockAll() }
    if first { source.lockAll() } else { lockAll() }
    defer {
      source.unlockAll()
      unlockAll()
    }
    if unsafe hasIds && !hasNoOverlap && (ids.pointer.pointee.dropped > 0 || source.ids.pointer.pointee.dropped > 0) {
      throw failure(601, "ids were forgotten, so repeats cannot be told")
    }
    var fresh = try roomForRates(of: source)
    let target = unsafe shards[0].store.pointer
    unsafe target.pointee.tightenBounds()
    for s in 0..<source.intakeShards { unsafe source.shards[s].store.pointer.pointee.tightenBounds() }
    for d in 0..<dimensions.count { unsafe names.pointer.pointee[d].begin() }
    unsafe target.pointee.beginLimits()
    do {
      unsafe try mergePrepared(source, &target.pointee)
    } catch {
      unsafe target.pointee.finishMergingPersons()
      unsafe target.pointee.undoLimits()
      for d in 0..<dimensions.count { unsafe names.pointer.pointee[d].undo() }
      throw error
    }
    unsafe target.pointee.finishMergingPersons()
    unsafe target.pointee.commitLimits()
    for d in 0..<dimensions.count { unsafe names.pointer.pointee[d].commit() }
    unsafe currencies.pointer.pointee.add(source.currencies.pointer.pointee, &fresh)
    if hasIds { unsafe ids.pointer.pointee.forget(latest: greatestTime, kinds.pointer.pointee) }
  }

  /// Prepares everything, then adds; what failing leaves behind in names and limits is the caller's to undo.
  private func mergePrepared(_ source: borrowing Engine, _ target: inout Store) throws(Failure) {
    var maps = Buffer<Buffer<UInt32>>(heap)
    try mapNames(source, &maps)
    let map = unsafe CodeMap(maps: maps.base)
    let counters = unsafe shards[0].counters.pointer
    // The facts of the ids take this engine's codes, so the source's are copied.
    var copy = IdTable(heap, dimensions: dimensions.count, limit: 0, window: 0)
    let none = IdTable(heap, dimensions: dimensions.count, limit: 0, window: 0)
    var change = LedgerChange(heap, dimensions: dimensions.count)
    var rows = Buffer<RowChunk>(heap)
    var room = JourneyRoom(heap)
    let isTight = try tidyJourneys(before: source)
    do {
      rows = try copyJourneys(of: source, map)
      unsafe try journeys.pointer.pointee.links.reserve(source.journeys.pointer.pointee.links)
      if hasIds {
        unsafe try copy.reserve(source.ids.pointer.pointee.count, kinds.pointer.pointee)
        for record in unsafe 0..<source.ids.pointer.pointee.count {
          unsafe copy.add(source.ids.pointer.pointee.fact(record), kinds.pointer.pointee)
          let fact = copy.fact(record)
          for d in 0..<dimensions.count { fact.setCode(d, map.map(d, fact.code(d))) }
        }
        unsafe copy.note(dropped: source.ids.pointer.pointee.dropped)
      }
      for s in 0..<source.intakeShards {
        unsafe try target.makeRoom(for: source.shards[s].store.pointer.pointee)
      }
      unsafe try workMerge(source, source.ids.pointer.pointee.refs, copy, map, cleared: nil, &change)
      try makeRoom(copy, &target)
      try change.makeRoom(&target)
      for s in 0..<source.intakeShards {
        unsafe try target.add(source.shards[s].store.pointer.pointee, map, sign: 0)
      }
      try makeCells(copy, &target)
      try change.makeCells(&target)
      try reserveBurials(copy)
    } catch {
      unsafe change.undo(&ids.pointer.pointee.refs, ledgerOrder)
      throw outOfMemory()
    }
    let more = JourneyStore.rows(rows)
    do throws(Failure) {
      if isTight {
        // What the other dropped, its ids still know.
        let areAllThere = source.journeys.value.dropped == 0
        room = try makeJourneyRoom(latest: Swift.max(greatestTime, source.greatestTime)) { tally in
          tally.note(rows)
          if areAllThere { countRepeats(in: copy, &tally) }
        }
      }
    } catch {
      unsafe change.undo(&ids.pointer.pointee.refs, ledgerOrder)
      throw error
    }
    holdJourneys(more)
    unsafe journeys.pointer.pointee.adopt(rows)
    make(&room)
    unsafe journeys.pointer.pointee.links.add(source.journeys.pointer.pointee.links)
    unsafe journeys.pointer.pointee.dropped += source.journeys.pointer.pointee.dropped
    unsafe journeys.pointer.pointee.note(elsewhere: source.journeys.pointer.pointee.latestElsewhere)
    for s in 0..<source.shards.count {
      unsafe journeys.pointer.pointee.note(elsewhere: source.shards[s].log.pointer.pointee.latestElsewhere)
    }
    for s in 1..<Swift.max(source.intakeShards, 1) {
      unsafe merge(source.shards[s].store.pointer.pointee, none, into: &target, map, &counters.pointee)
    }
    unsafe merge(source.shards[0].store.pointer.pointee, copy, into: &target, map, &counters.pointee)
    change.apply(&target)
    mergeAttributes(source, map)
    for s in 0..<source.intakeShards {
      unsafe counters.pointee.add(source.shards[s].counters.pointer.pointee)
    }
  }

  private func lockAll() {
    namesLock.lockToWrite()
    journeyLock.lock()
    lockShards()
    if keepsFacts { idLock.lock() }
  }

  private func unlockAll() {
    if keepsFacts { idLock.unlock() }
    unlockShards()
    journeyLock.unlock()
    namesLock.unlock()
  }

  /// Gives every name of the source a code here. Names are matched by their bytes; limits take the stricter bound.
  private func mapNames(_ source: borrowing Engine, _ maps: inout Buffer<Buffer<UInt32>>) throws(Failure) {
    do {
      for d in 0..<dimensions.count {
        let theirs = unsafe source.names.pointer.pointee.base.unsafelyUnwrapped + d
        unsafe try names.pointer.pointee[d].threshold.lower(to: theirs.pointee.threshold.bound, if: theirs.pointee.threshold.isBinding)
        var map = Buffer<UInt32>(heap)
        unsafe try map.reserve(exactly: theirs.pointee.count)
        map.appendReserved(Code.notSet)
        map.appendReserved(Code.other)
        for code in unsafe Int(Code.firstName)..<theirs.pointee.count {
          let isKept = unsafe theirs.pointee.isKept(UInt32(code))
          map.appendReserved(
            isKept
              ? unsafe try names.pointer.pointee[d].intern(theirs.pointee.name(UInt32(code)))
              : unsafe UInt32(truncatingIfNeeded: theirs.pointee.fixedHash(UInt32(code))))
        }
        try maps.append(map)
        // Room for the attributes, which are merged when nothing may fail any more.
        if dimensions[d].isAttribute {
          let values = unsafe dimensions[d].values.pointer
          let wanted = unsafe names.pointer.pointee[dimensions[d].base].count
          if unsafe values.pointee.count < wanted {
            unsafe try values.pointee.append(repeating: Code.notSet, count: wanted - values.pointee.count)
          }
        }
      }
    } catch {
      throw outOfMemory()
    }
  }

  /// Takes over attributes; where both have one and they differ, the smaller in bytes stands, whichever came first.
  private func mergeAttributes(_ source: borrowing Engine, _ map: CodeMap) {
    for a in 0..<dimensions.count where dimensions[a].isAttribute {
      let theirs = unsafe source.dimensions[a].values.pointer
      for code in unsafe 0..<theirs.pointee.count {
        // A merge that failed may have left room for more names than there are; no value stands there.
        let given = unsafe theirs.pointee[code]
        if given == Code.notSet { continue }
        let value = map.map(a, given)
        let target = map.map(dimensions[a].base, UInt32(code))
        if value == Code.notSet || Code.isBeyond(target) { continue }
        let mine = attribute(a, of: target)
        let isLimited = unsafe names.pointer.pointee[a].isLimited
        if mine == value { continue }
        if unsafe mine != Code.notSet && isLimited && names.pointer.pointee[a].compare(mine, value) == 0 { continue }
        if mine != Code.notSet {
          unsafe attributeConflicts.pointer.pointee += 1
          let names = unsafe self.names.pointer
          if unsafe names.pointee[a].compare(mine, value) < 0 { continue }
        }
        try? putAttribute(a, target, value)
      }
    }
  }

  /// The first thing in which two engines' declarations differ.
  private func difference(_ other: borrowing Engine) -> StaticString? {
    guard dimensions.count == other.dimensions.count else { return "the number of dimensions" }
    for d in 0..<dimensions.count {
      if !(dimensions[d].text == other.dimensions[d].text) || dimensions[d].base != other.dimensions[d].base { return "the dimensions" }
      if dimensions[d].limit != other.dimensions[d].limit { return "a dimension's name limit" }
      if !same(dimensions[d].declared, other.dimensions[d].declared) { return "a dimension's declared names" }
    }
    guard unsafe kinds.pointer.pointee.count == other.kinds.pointer.pointee.count else { return "the number of kinds" }
    for slot in unsafe 0..<kinds.pointer.pointee.count {
      let mine = unsafe kinds.pointer.pointee.kind(at: UInt16(slot))
      let theirs = unsafe other.kinds.pointer.pointee.kind(at: UInt16(slot))
      if mine.number != theirs.number || !(mine.name == theirs.name) || mine.parent != theirs.parent
        || mine.subject != theirs.subject || mine.order != theirs.order || mine.roles != theirs.roles || mine.unit != theirs.unit
      {
        return "the kinds"
      }
    }
    guard shapes.count == other.shapes.count else { return "the number of rollups" }
    for r in 0..<shapes.count {
      if shapes[r].width != other.shapes[r].width || shapes[r].period != other.shapes[r].period || shapes[r].limit != other.shapes[r].limit { return "the rollups" }
      for p in 0..<shapes[r].width where shapes[r].dimensions[p] != other.shapes[r].dimensions[p] { return "the rollups" }
      if !same(rollupNames[r], other.rollupNames[r]) { return "the names of rollups" }
    }
    if moneyScale != other.moneyScale { return "the money scale" }
    if !same(currency, other.currency) { return "the currency" }
    if rounding != other.rounding { return "the rounding of currencies" }
    if unsafe !(zone.pointer.pointee.name == other.zone.pointer.pointee.name) { return "the time zone" }
    if unsafe zone.pointer.pointee.transitionsHash() != other.zone.pointer.pointee.transitionsHash() { return "the time zone's rules" }
    if hasIds != other.hasIds { return "whether ids are kept" }
    if hasRefs != other.hasRefs { return "whether refs are followed" }
    if keepsJourneys != other.keepsJourneys { return "whether journeys are kept" }
    if journeyRules.value.visits?.idle != other.journeyRules.value.visits?.idle { return "how visits are derived" }
    for number in 0..<journeyRules.value.kept.count where journeyRules.value.kept[number] != other.journeyRules.value.kept[number] {
      return "the kinds of journeys"
    }
    guard unsafe persons.pointer.pointee.slots.count == other.persons.pointer.pointee.slots.count,
      unsafe persons.pointer.pointee.precision == other.persons.pointer.pointee.precision
    else { return "the distinct counts" }
    for d in unsafe 0..<persons.pointer.pointee.slots.count {
      if unsafe persons.pointer.pointee.slots[d] != other.persons.pointer.pointee.slots[d] { return "the distinct counts" }
    }
    return nil
  }

  private func same(_ a: borrowing Buffer<UInt8>, _ b: borrowing Buffer<UInt8>) -> Bool {
    guard a.count == b.count else { return false }
    for i in 0..<a.count where a[i] != b[i] { return false }
    return true
  }
}
