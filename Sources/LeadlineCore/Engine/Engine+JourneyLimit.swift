import Synchronization

/// How an engine sees to it that journeys hold no more than their limit.
enum Admission {
  /// Facts are counted as they come, repeats among them. Where the limit is near, that does not tell enough.
  case quick
  /// All locks are held and everything is in order: what is new is counted, and what is beyond the look-back may go.
  case exact
  /// What is taken in may yet be thrown away, and so does not count.
  case staged
}

/// Which facts go from journeys.
struct LeavingFacts {
  /// What a call clears.
  let area: ClearArea?
  private let dimension: Int
  /// Facts before this are dropped.
  var cut = Int64.min

  init(_ engine: borrowing Engine, _ area: ClearArea?) {
    self.area = area
    dimension = area.map { engine.factDimension($0.dimension) } ?? 0
  }

  var isEmpty: Bool { area == nil && cut == .min }

  func holds(_ segment: borrowing Segment, _ row: Int) -> Bool {
    segment.time[row] < cut || area?.holds(segment.time[row], UInt32(truncatingIfNeeded: segment.codes[dimension][row])) ?? false
  }
}

/// What goes from journeys so that others find room, worked out before anything changes.
struct JourneyRoom: ~Copyable {
  var bins: Buffer<JourneyStore.Change>
  /// Facts that come are not kept before this.
  var cut = Int64.min
  /// How many of the facts held go for it.
  var dropped = 0
  /// How many of those that come are not kept; of a batch perhaps fewer, where an id comes twice.
  var turnedAway = 0

  init(_ heap: Heap) { bins = Buffer(heap) }
}

/// `journeyCount` counts the facts that journeys hold, those that wait among them. A fact that repeats another waits beside it until
/// journeys are put in order; so past the limit they are, what is still new is counted one by one, and facts beyond the look-back
/// go. All of it is worked out first: what is refused leaves journeys as they were.
extension Engine {
  /// Without a text: once everything is in order, there may be room after all.
  static var pastLimit: Failure { Failure(status: 800) }

  func admitJourneys(_ more: Int) throws(Failure) {
    let limit = journeyRules.value.limit
    let held = journeyCount.add(more, ordering: .relaxed).newValue
    if more == 0 || limit == 0 || held <= limit { return }
    releaseJourneys(more)
    throw Self.pastLimit
  }

  /// Counts facts for which there is room.
  func holdJourneys(_ more: Int) { journeyCount.add(more, ordering: .relaxed) }
  func releaseJourneys(_ fewer: Int) { journeyCount.subtract(fewer, ordering: .relaxed) }

  /// Whether so many more would be too many.
  func exceedsLimit(_ more: Int) -> Bool {
    let limit = journeyRules.value.limit
    return limit > 0 && more > 0 && journeyCount.load(ordering: .relaxed) + more > limit
  }

  /// Works out what goes for facts that come, which `coming` counts from an instant on; `area` goes anyway. `latest` is the greatest
  /// time of all facts, those that come among them. All locks are held and everything is in order.
  func makeJourneyRoom(
    latest: Int64, _ area: ClearArea? = nil, _ coming: (Int64) throws(OutOfMemory) -> Int
  ) throws(Failure) -> JourneyRoom {
    var room = JourneyRoom(heap)
    var leaving = LeavingFacts(self, area)
    var isFull = false
    do {
      let cleared = going(leaving)
      let all = try coming(.min)
      if exceedsLimit(all - cleared) {
        let lookback = journeyRules.value.lookback
        if lookback > 0 && latest >= Int64.min + lookback { leaving.cut = try cut(leaving, atMost: latest - lookback, coming) }
        let going = going(leaving)
        let kept = try coming(leaving.cut)
        isFull = exceedsLimit(kept - going)
        room.turnedAway = all - kept
        room.cut = leaving.cut
        room.dropped = going - cleared
      }
    } catch {
      throw outOfMemory()
    }
    if isFull { throw journeysFull(journeyCount.load(ordering: .relaxed) - going(leaving), (try? coming(leaving.cut)) ?? 0) }
    room.bins = try journeysWithout(leaving)
    return room
  }

  private func going(_ leaving: LeavingFacts) -> Int {
    leaving.isEmpty ? 0 : journeys.value.count { segment, row in leaving.holds(segment, row) }
  }

  /// The least instant so that without the facts before it an eighth of the limit is free, so that not every call has to drop some;
  /// that of the look-back where that does not do. So one fact whose clock is ahead costs no more than the oldest.
  private func cut(_ leaving: LeavingFacts, atMost most: Int64, _ coming: (Int64) throws(OutOfMemory) -> Int) throws(OutOfMemory) -> Int64 {
    let spare = journeyRules.value.limit / 8
    var leaving = leaving
    leaving.cut = most
    if most <= TimeRange.least { return most }
    if exceedsLimit(try coming(most) - going(leaving) + spare) { return most }
    // Before `low` too few go.
    var (low, high) = (TimeRange.least, most)
    while low < high {
      leaving.cut = low + (high - low) / 2
      if exceedsLimit(try coming(leaving.cut) - going(leaving) + spare) { low = leaving.cut + 1 } else { high = leaving.cut }
    }
    return high
  }

  /// The bins that change when facts leave; all locks are held and everything is in order.
  func journeysWithout(_ leaving: LeavingFacts) throws(Failure) -> Buffer<JourneyStore.Change> {
    guard keepsJourneys && !leaving.isEmpty else { return Buffer(heap) }
    do {
      return try journeys.value.without { segment, _, row in leaving.holds(segment, row) }
    } catch {
      throw outOfMemory()
    }
  }

  /// Lets go what was worked out, and counts it with those of the facts that come which are not kept. Cannot fail.
  func make(_ room: inout JourneyRoom, turnedAway: Int) {
    var bins = Buffer<JourneyStore.Change>(heap)
    swap(&bins, &room.bins)
    applyJourneys(bins)
    unsafe journeys.pointer.pointee.dropped += room.dropped + turnedAway
  }

  /// The same where the facts that came wait, and no others do. Repeats that are not kept are not counted as dropped.
  func make(_ room: inout JourneyRoom) {
    if room.cut > .min { unsafe releaseJourneys(journeys.pointer.pointee.dropWaiting(before: room.cut)) }
    make(&room, turnedAway: room.turnedAway)
  }

  // MARK: What is new

  /// Of a batch that a log made room for, the facts from an instant on that journeys do not have yet, or more: one whose id is
  /// known is new only where it takes the place of a fact that journeys may not hold.
  func newFacts(in facts: FactColumns, _ log: borrowing RowLog, from start: Int64) throws(OutOfMemory) -> Int {
    let table = unsafe kinds.pointer
    var counted = IdTable(heap, dimensions: dimensions.count, limit: 0, window: 0)
    var words = Buffer<UInt64>(heap)
    try words.append(repeating: 0, count: Fact.words(dimensions: dimensions.count))
    let fact = unsafe Fact(words: words.base.unsafelyUnwrapped, dimensionCount: dimensions.count)
    var new = 0
    for row in 0..<facts.rows where unsafe log.keeps(row) && facts.time[row] >= start {
      let id = hasIds ? unsafe FactColumns.word(facts.id, row) : 0
      if id != 0 {
        let family = unsafe table.pointee.familySlot(at: table.pointee.slot(of: facts.kind(row)))
        fact.set(facts, row)
        if let known = unsafe ids.pointer.pointee.find(id, family, table.pointee) {
          let standing = unsafe ids.pointer.pointee.fact(known)
          if isSettled(fact, against: standing) { continue }
        }
        if unsafe counted.find(id, family, table.pointee) != nil { continue }
        unsafe try counted.reserve(1, table.pointee)
        unsafe counted.add(fact, table.pointee)
      }
      new += 1
    }
    return new
  }

  /// How many facts, of those that come under the ids of a table, take the place of one that journeys hold, or find it there.
  /// `cleared` names records of the engine's table that go before.
  func repeats(in coming: borrowing IdTable, from start: Int64, cleared: Marks? = nil) -> Int {
    guard hasIds else { return 0 }
    let table = unsafe kinds.pointer
    var repeats = 0
    for record in 0..<coming.count {
      let fact = coming.fact(record)
      if fact.time < start || !isKept(fact) { continue }
      let family = unsafe table.pointee.familySlot(at: table.pointee.slot(of: fact.kind))
      guard let known = unsafe ids.pointer.pointee.find(fact.id, family, table.pointee), !(cleared?.holds(known) ?? false) else { continue }
      let standing = unsafe ids.pointer.pointee.fact(known)
      if isSettled(fact, against: standing) { repeats += 1 }
    }
    return repeats
  }

  private func isKept(_ fact: Fact) -> Bool {
    (fact.person != 0 || fact.account != 0) && journeyRules.value.kept[Int(fact.kind)] != 0
  }

  /// Whether journeys hold one fact of two with one id before and after: they hold the standing one, or the other gives way to it.
  private func isSettled(_ fact: Fact, against standing: Fact) -> Bool {
    if journeys.value.dropped == 0 && isKept(standing) { return true }
    return unsafe !fact.isBefore(standing, kinds.pointer.pointee, namesBase.unsafelyUnwrapped)
  }
}
