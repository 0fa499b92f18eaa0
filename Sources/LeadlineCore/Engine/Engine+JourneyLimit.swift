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

extension TimeTally {
  /// Counts the facts of a bin that a call does not clear, visits made of page views not among them.
  fileprivate mutating func note(_ segment: borrowing Segment, _ leaving: LeavingFacts, _ visits: VisitRules?) {
    if leaving.area == nil && segment.derived == 0 { return note(segment.time, rows: segment.rows) }
    for row in 0..<segment.rows where !leaving.holds(segment, row) && !segment.isDerived(row, visits) { note(segment.time[row]) }
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

  /// Works out what goes for facts that come, which `coming` shows a tally; `area` goes anyway. `latest` is the greatest time of all
  /// facts, those that come among them. All locks are held and everything is in order.
  ///
  /// What goes is what is before the least instant so that an eighth of the limit is free, so that not every call has to drop some;
  /// or before that of the look-back where that does not do. So one fact whose clock is ahead costs no more than the oldest.
  func makeJourneyRoom(
    latest: Int64, _ area: ClearArea? = nil, _ coming: (inout TimeTally) throws(OutOfMemory) -> Void
  ) throws(Failure) -> JourneyRoom {
    let (limit, lookback) = (journeyRules.value.limit, journeyRules.value.lookback)
    var room = JourneyRoom(heap)
    var leaving = LeavingFacts(self, area)
    var isFull = false
    var came = 0
    do {
      var tally = TimeTally(heap)
      try coming(&tally)
      came = tally.shown
      let more = tally.shown - (leaving.isEmpty ? 0 : journeys.value.count { segment, row in leaving.holds(segment, row) })
      if exceedsLimit(more) {
        let most = lookback > 0 && latest >= Int64.min + lookback ? latest - lookback : Int64.min
        let wanted = journeyCount.load(ordering: .relaxed) + more - limit + limit / 8
        let earliest = journeys.value.earliest
        try tally.begin(from: earliest, before: most)
        while tally.isOpen {
          try coming(&tally)
          count(all: leaving, into: &tally)
          tally.narrow(to: wanted)
        }
        room.cut = tally.high
        let gone = tally.before
        isFull = exceedsLimit(more - gone)
        if !isFull {
          try tally.begin(from: earliest, before: room.cut)
          try coming(&tally)
          tally.narrow(to: .max)
          room.turnedAway = tally.before
          room.dropped = gone - room.turnedAway
        }
        leaving.cut = room.cut
      }
    } catch {
      throw outOfMemory()
    }
    if isFull { throw journeysFull(journeyCount.load(ordering: .relaxed), came) }
    room.bins = try journeysWithout(leaving)
    return room
  }

  /// Shows a tally the facts held that a call does not clear, as far as they may be before the instant.
  private func count(all leaving: LeavingFacts, into tally: inout TimeTally) {
    let store = unsafe journeys.pointer
    for p in unsafe 0..<store.pointee.bins.count {
      for b in unsafe 0..<store.pointee.bins[p].count where unsafe store.pointee.bins[p][b].earliest < tally.high {
        unsafe tally.note(store.pointee.bins[p][b], leaving, store.pointee.context.visits)
      }
    }
  }

  /// The bins that change when facts leave; all locks are held and everything is in order.
  func journeysWithout(_ leaving: LeavingFacts) throws(Failure) -> Buffer<JourneyStore.Change> {
    guard keepsJourneys && !leaving.isEmpty else { return Buffer(heap) }
    do {
      if leaving.area == nil { return try journeys.value.without(before: leaving.cut) }
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

  /// Shows a tally the facts of a batch, which a log made room for, that journeys do not have yet, or more: one whose id is known is
  /// new only where it takes the place of a fact that journeys may not hold.
  func countNew(in facts: FactColumns, _ log: borrowing RowLog, _ tally: inout TimeTally) throws(OutOfMemory) {
    let table = unsafe kinds.pointer
    var counted = IdTable(heap, dimensions: dimensions.count, limit: 0, window: 0)
    var words = Buffer<UInt64>(heap)
    try words.append(repeating: 0, count: Fact.words(dimensions: dimensions.count))
    let fact = unsafe Fact(words: words.base.unsafelyUnwrapped, dimensionCount: dimensions.count)
    for row in 0..<facts.rows where log.keeps(row) {
      let id = hasIds ? unsafe FactColumns.word(facts.id, row) : 0
      if id != 0 {
        let family = unsafe table.pointee.familySlot(at: table.pointee.slot(of: facts.kind(row)))
        fact.set(facts, row)
        if let known = unsafe ids.pointer.pointee.find(id, family, table.pointee) {
          let standing = unsafe ids.pointer.pointee.fact(known)
          if isSettled(fact, against: standing) { continue }
        }
        if let other = unsafe counted.find(id, family, table.pointee) {
          // Of those with one id the latest goes last.
          let last = counted.fact(other)
          if fact.time > last.time {
            tally.note(last.time, facts: -1)
            tally.note(fact.time)
            last.set(fact)
          }
          continue
        }
        unsafe try counted.reserve(1, table.pointee)
        unsafe counted.add(fact, table.pointee)
      }
      unsafe tally.note(facts.time[row])
    }
  }

  /// Takes back from a tally the facts, of those that come under the ids of a table, that take the place of one that journeys hold,
  /// or find it there. `cleared` names records of the engine's table that go before.
  func countRepeats(in coming: borrowing IdTable, cleared: Marks? = nil, _ tally: inout TimeTally) {
    guard hasIds else { return }
    let table = unsafe kinds.pointer
    for record in 0..<coming.count {
      let fact = coming.fact(record)
      if !isKept(fact) { continue }
      let family = unsafe table.pointee.familySlot(at: table.pointee.slot(of: fact.kind))
      guard let known = unsafe ids.pointer.pointee.find(fact.id, family, table.pointee), !(cleared?.holds(known) ?? false) else { continue }
      let standing = unsafe ids.pointer.pointee.fact(known)
      if isSettled(fact, against: standing) { tally.note(fact.time, facts: -1) }
    }
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
