import Synchronization

/// Who is who, and who is forgotten.
extension Engine {
  /// Links persons to persons or, with `toAccounts`, to accounts: all of the pairs or none.
  func link(_ from: UnsafePointer<UInt64>, _ to: UnsafePointer<UInt64>, _ count: Int, toAccounts: Bool) throws(Failure) {
    journeyLock.lock()
    defer { journeyLock.unlock() }
    let store = unsafe journeys.pointer
    do {
      if toAccounts {
        unsafe try store.pointee.links.accounts.reserve(more: count)
      } else {
        unsafe try store.pointee.links.persons.reserve(more: count)
      }
    } catch { throw outOfMemory() }
    for i in 0..<count {
      if toAccounts {
        unsafe store.pointee.links.accounts.add(from[i], to[i])
      } else if unsafe from[i] != to[i] {
        unsafe store.pointee.links.persons.add(from[i], to[i])
      }
    }
    unsafe store.pointee.isJoined = false
  }

  /// Takes out all that speaks of some persons or accounts; the lock on names is held.
  func forget(_ who: borrowing Forgotten) throws(Failure) {
    journeyLock.lock()
    lockShards()
    if keepsFacts { idLock.lock() }
    defer {
      if keepsFacts { idLock.unlock() }
      unlockShards()
      journeyLock.unlock()
    }
    try checkForgetting()
    try settleJourneys()
    let target = unsafe shards[0].store.pointer
    var plan = unsafe ForgetPlan(heap, dimensions: dimensions.count, precision: persons.pointer.pointee.precision)
    if hasLimits { unsafe target.pointee.beginLimits() }
    do {
      unsafe try prepare(who, &plan, &target.pointee)
    } catch {
      unsafe plan.change.undo(&ids.pointer.pointee.refs, ledgerOrder)
      if hasLimits { unsafe target.pointee.undoLimits() }
      throw outOfMemory()
    }
    unsafe apply(who, &plan, &target.pointee)
    if hasLimits { unsafe target.pointee.commitLimits() }
  }

  /// What is worked out before anything changes.
  private struct ForgetPlan: ~Copyable {
    /// The facts that go.
    var gone: FactList
    /// What becomes of statuses.
    var change: LedgerChange
    var fresh: FreshPersons
    var bins: Buffer<JourneyStore.Change>
    /// By record of the id table: 1 where it goes.
    var ids: Buffer<UInt8>

    init(_ heap: Heap, dimensions: Int, precision: Int) {
      gone = FactList(heap, dimensions: dimensions)
      change = LedgerChange(heap, dimensions: dimensions)
      fresh = FreshPersons(heap, precision: precision)
      bins = Buffer(heap)
      ids = Buffer(heap)
    }
  }

  /// Whether journeys hold every fact of a person that was ever taken in.
  private func checkForgetting() throws(Failure) {
    for slot in unsafe 0..<kinds.pointer.pointee.count {
      let number = unsafe kinds.pointer.pointee.number(at: UInt16(slot))
      if journeyRules.value.kept[Int(number)] == 0 { throw failure(107, "journeys do not keep all kinds of facts, so a person's are not all there") }
    }
    if journeys.value.dropped > 0 { throw failure(107, "journeys dropped facts past journey_limit, so a person's are not all there") }
    if unsafe persons.pointer.pointee.isEmpty { return }
    for r in 0..<shapes.count {
      var threshold = Threshold(heap, limit: shapes[r].limit)
      guard (try? mergeThresholds(r, into: &threshold)) != nil else { throw outOfMemory() }
      if threshold.isBinding { throw failure(107, "a rollup's cell limit was reached, so the distinct persons of (other) cannot be told apart") }
    }
  }

  private func prepare(_ who: borrowing Forgotten, _ plan: inout ForgetPlan, _ target: inout Store) throws(OutOfMemory) {
    let store = unsafe journeys.pointer
    var words = Buffer<UInt64>(heap)
    try words.append(repeating: 0, count: Fact.words(dimensions: dimensions.count))
    let fact = unsafe Fact(words: words.base.unsafelyUnwrapped, dimensionCount: dimensions.count)
    unsafe try store.pointee.eachFact(fact, of: { who.mayHold($0, $1) }, { who.holds($0, $1, $2) }) { fact throws(OutOfMemory) in
      try plan.gone.add(fact)
    }
    unsafe plan.bins = try store.pointee.without(who)
    let table = unsafe ids.pointer
    if hasIds {
      unsafe try plan.ids.append(repeating: 0, count: table.pointee.count)
      for record in unsafe 0..<table.pointee.count {
        let kept = unsafe table.pointee.fact(record)
        if who.holds(person: kept.person, account: kept.account) { plan.ids[record] = 1 }
      }
    }
    if hasRefs {
      for record in unsafe 0..<table.pointee.refs.count {
        let kept = unsafe table.pointee.refs.fact(record)
        if who.holds(person: kept.person, account: kept.account) { try plan.change.gone.add(kept) }
      }
      unsafe try plan.change.work(&table.pointee.refs, ledgerOrder)
    }
    // Room comes first: cells that grow wider forget the empty ones.
    for i in 0..<plan.gone.count { try target.makeRoom(counts: plan.gone.fact(i).count.magnitude, amounts: plan.gone.fact(i).amount.magnitude) }
    try plan.change.makeRoom(&target)
    for i in 0..<plan.gone.count {
      try target.book(plan.gone.fact(i), sign: 0)
      try target.touchPersons(plan.gone.fact(i), &plan.fresh)
    }
    try plan.change.makeCells(&target)
    if plan.fresh.isEmpty { return }
    let masks = unsafe persons.pointer
    unsafe try store.pointee.eachFact(fact, of: { $0.marks[$1] & Segment.Mark.account == 0 && (who.isAccount || !who.mayHold($0, $1)) }) {
      unsafe masks.pointee.masks[Int($0.kind[$2])] != 0 && !(who.isAccount && who.holds($0, $1, $2))
    } _: { fact throws(OutOfMemory) in
      try target.showPerson(fact, &plan.fresh)
    }
  }

  /// Cannot fail.
  private func apply(_ who: borrowing Forgotten, _ plan: inout ForgetPlan, _ target: inout Store) {
    for i in 0..<plan.gone.count { try? target.book(plan.gone.fact(i), sign: -1) }
    plan.change.apply(&target)
    target.exchangePersons(&plan.fresh)
    for s in 1..<Swift.max(intakeShards, 1) {
      for i in 0..<plan.gone.count { unsafe shards[s].store.pointer.pointee.emptyPersons(plan.gone.fact(i)) }
    }
    if hasIds { unsafe ids.pointer.pointee.remove(plan.ids, kinds.pointer.pointee) }
    var bins = Buffer<JourneyStore.Change>(heap)
    swap(&bins, &plan.bins)
    applyJourneys(bins)
    let store = unsafe journeys.pointer
    if unsafe store.pointee.links.forget(who) { unsafe store.pointee.isJoined = false }
    var latest = Int64.min
    for i in 0..<plan.gone.count { latest = Swift.max(latest, plan.gone.fact(i).time) }
    if plan.gone.count == 0 || latest < greatestTime { return }
    latest = unsafe store.pointee.latest
    for s in 0..<shards.count {
      unsafe shards[s].store.pointer.pointee.greatestTime = Swift.min(shards[s].store.pointer.pointee.greatestTime, latest)
    }
  }
}
