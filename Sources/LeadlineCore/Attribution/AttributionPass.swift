/// One thread's pass of attribution: finds the outcomes of each journey and the touches before them.
@safe
struct AttributionPass: JourneyPass, ~Copyable {
  private let plan: UnsafeMutablePointer<AttributionPlan>
  private let heap: Heap
  private let wantsLost: Bool
  /// Whether of a lost path no more than its keys are looked at.
  private let losesKeysAlone: Bool
  private let walk: KeyWalk
  private let wantsDirect: Bool
  private let longestWindow: Int64
  private var journeys: MatchedJourneys
  private var corrections: Corrections
  private var waived: WaivedTouches
  private var periods: PeriodMemo
  private var path: TouchPath
  private(set) var keys: KeyNumbers
  /// Apart, since a function that held it would have too large a frame.
  var book: Box<CreditBook>
  /// The words of a touch's group.
  private var key: Buffer<Int64>
  private var period: Buffer<Int64>

  /// `plan` has an as-of instant and outlives all passes. Never inlined, nor are those of its parts: all of it twice is more than a
  /// function's share of the stack.
  @inline(never)
  init(_ heap: Heap, _ plan: UnsafeMutablePointer<AttributionPlan>) throws(OutOfMemory) {
    let book = unsafe try CreditBook(heap, plan.pointee)
    let periods = unsafe try PeriodMemo(heap, plan.pointee.keys.period)
    let keys = unsafe try KeyNumbers(heap, width: plan.pointee.keys.keys.count)
    var key = Buffer<Int64>(heap)
    var period = Buffer<Int64>(heap)
    try key.append(repeating: 0, count: book.tally.groups.width)
    try period.append(repeating: 0, count: book.totals.groups.width)
    let losesKeysAlone = unsafe plan.pointee.transforms.areNone && !plan.pointee.isByPosition && book.ofPaths.seeKeysAlone
    let boxed = try Box(heap, book)
    unsafe self.plan = plan
    self.heap = heap
    unsafe wantsLost = plan.pointee.wantsLost
    self.losesKeysAlone = losesKeysAlone
    unsafe walk = KeyWalk(plan.pointee)
    unsafe wantsDirect = plan.pointee.wantsDirect
    unsafe longestWindow = plan.pointee.longestWindow
    journeys = MatchedJourneys(heap)
    corrections = Corrections(heap)
    waived = WaivedTouches(heap)
    self.periods = periods
    path = TouchPath(heap)
    self.keys = keys
    self.book = boxed
    self.key = key
    self.period = period
  }

  /// Takes out what was counted so far, as if nothing had been seen.
  @inline(never)
  mutating func take() throws(OutOfMemory) -> CreditPart {
    let plan = unsafe plan
    var fresh = unsafe try CreditBook(heap, plan.pointee)
    swap(&fresh.tally, &book.value.tally)
    swap(&fresh.totals, &book.value.totals)
    swap(&fresh.pairs, &book.value.pairs)
    return CreditPart(fresh, keys: keys.take())
  }

  static var part: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    { work in unsafe JourneyWork<AttributionPass>.takePart(work) }
  }

  func another() throws(OutOfMemory) -> AttributionPass { unsafe try AttributionPass(heap, plan) }

  @inline(never)
  mutating func merge(_ other: borrowing AttributionPass) throws(OutOfMemory) {
    let numbers = try keys.merge(other.keys)
    try book.value.merge(other.book.value, numbers)
  }

  mutating func pass(_ segment: borrowing Segment) throws(OutOfMemory) {
    let plan = unsafe plan
    unsafe try pass(segment, plan.pointee)
  }

  @_optimize(speed)
  private mutating func pass(_ segment: borrowing Segment, _ plan: borrowing AttributionPlan) throws(OutOfMemory) {
    let asOf = unsafe plan.asOf.unsafelyUnwrapped
    // Outcomes are the first matchers, at most as many as a word has bits.
    let outcomes = UInt64.max &>> UInt64(64 - plan.outcomes.count)
    try journeys.begin(segment, plan.matchers, asOf: asOf, needing: wantsLost ? 0 : outcomes)
    if !wantsLost { prefetch(segment, plan) }
    let mayWaive = mayWaive(plan)
    while let events = journeys.next(segment, asOf: asOf) {
      let met = events.met(0)
      waived.begin()
      if mayWaive { try waived.find(events, segment, plan) }
      if met & outcomes == 0 {
        if wantsLost { try lose(events, segment, plan, book.value.ofPaths.allOutcomes, from: 0) }
        continue
      }
      let isSettled = try settle(events, segment, plan, met & outcomes)
      for o in 0..<plan.outcomes.count where wantsLost || met &>> UInt64(o) & 1 != 0 {
        try follow(events, segment, plan, o, isSettled)
      }
    }
  }

  /// Brings nearer what will be read of the outcomes and of what is before them: they are far apart.
  @inline(__always)
  private func prefetch(_ segment: borrowing Segment, _ plan: borrowing AttributionPlan) {
    for n in 0..<journeys.needed.count {
      let row = Int(journeys.needed[n])
      segment.time.prefetch(row)
      segment.amount.prefetch(row)
      for k in 0..<plan.keys.keys.count { segment.codes[plan.keys.keys[k].dimension].prefetch(row) }
    }
  }

  /// Whether the segment has facts that may keep others from being touches.
  private func mayWaive(_ plan: borrowing AttributionPlan) -> Bool {
    if plan.hasVisits && journeys.mayMeet(plan.visits) { return true }
    for c in 0..<AttributionPlan.correctedKinds where plan.correctsTouches && journeys.mayMeet(plan.correcting(c)) { return true }
    return false
  }

  /// Works out what remains of sales; false where nothing was taken off any.
  private mutating func settle(
    _ events: JourneyEvents, _ segment: borrowing Segment, _ plan: borrowing AttributionPlan, _ outcomes: UInt64
  ) throws(OutOfMemory) -> Bool {
    if outcomes == 0 || plan.isSale.isEmpty { return false }
    var e = 0
    while e < events.count && !events.meets(e, plan.corrections) { e += 1 }
    if e == events.count { return false }
    try corrections.settle(events, segment, sales: plan.sales, corrections: plan.corrections)
    return true
  }

  /// Books what counts of one outcome, in order.
  private mutating func follow(
    _ events: JourneyEvents, _ segment: borrowing Segment, _ plan: borrowing AttributionPlan, _ outcome: Int, _ isSettled: Bool
  ) throws(OutOfMemory) {
    let rule = plan.outcomes[outcome]
    // The first event of the path, and that behind the latest outcome that counted.
    var start = 0
    var behind = 0
    var latest = Int64.min
    for e in 0..<events.count where events.meets(e, outcome) {
      let row = events.row(e)
      let isSale = isSettled && plan.isSale[Int(segment.kind[row])] != 0
      if isSale && !corrections.stands(e) { continue }
      let time = segment.time[row]
      if behind > 0 && (rule.isFirstOnly || time < JourneyTime.after(latest, rule.gap)) { continue }
      if time >= plan.from && time < plan.to {
        try gather(events, segment, plan, from: start, to: e, time)
        if rule.isTouch { try add(e, events, segment, plan, time, isOutcome: true) }
        try close(events, segment, plan, outcome, e, isSale ? corrections.remaining(e) : segment.amount[row])
      }
      latest = time
      behind = e + 1
      if rule.beginsAnew { start = e + 1 }
    }
    if wantsLost && !(rule.isFirstOnly && behind > 0) { try lose(events, segment, plan, outcome, from: behind) }
  }

  /// Counts what came behind all outcomes as a path that led to nothing; it ends with its last touch.
  private mutating func lose(
    _ events: JourneyEvents, _ segment: borrowing Segment, _ plan: borrowing AttributionPlan, _ outcome: Int, from: Int
  ) throws(OutOfMemory) {
    var last = events.count - 1
    while last >= from && (plan.touch(last, of: events) == nil || waived.waives(last)) { last -= 1 }
    if last < from { return }
    let end = events.time(last)
    guard end >= plan.from && end < plan.to else { return }
    if losesKeysAlone && !waived.hasAny {
      try listKeys(events, segment, plan, from: from, to: last + 1, end)
      let (amount, heldOut) = share(PathModels.Amount(lost: 1), segment.owners[events.owner])
      return try book.value.ofPaths.count(keys: path.walk, outcome, amount, heldOut: heldOut)
    }
    try gather(events, segment, plan, from: from, to: last + 1, end)
    try path.transform(plan.transforms)
    // So that keys that led to nothing have a row; of no period, since they are credited in none.
    if !plan.hasPeriods { for i in 0..<path.count { _ = try group(path.touches[i], i, plan) } }
    try countPath(events, segment, outcome, PathModels.Amount(lost: 1))
  }

  /// Counts the path for models that look at all.
  private mutating func countPath(
    _ events: JourneyEvents, _ segment: borrowing Segment, _ outcome: Int, _ amount: PathModels.Amount
  ) throws(OutOfMemory) {
    let (amount, heldOut) = share(amount, segment.owners[events.owner])
    try book.value.ofPaths.count(&path, outcome, amount, heldOut: heldOut)
  }

  /// What of an owner's path chains are made of, and what is held out.
  private func share(_ amount: PathModels.Amount, _ owner: UInt64) -> (PathModels.Amount, heldOut: PathModels.Amount) {
    let isHeldOut = book.value.ofPaths.haveSearches && ChainOrders.isHeldOut(owner)
    let nothing = PathModels.Amount()
    return isHeldOut ? (nothing, amount) : (amount, nothing)
  }

  /// Makes a walk of the keys of touches among [from, to) that lie in their windows before an instant. Keys that are known have their
  /// groups.
  private mutating func listKeys(
    _ events: JourneyEvents, _ segment: borrowing Segment, _ plan: borrowing AttributionPlan, from: Int, to: Int, _ end: Int64
  ) throws(OutOfMemory) {
    path.walk.removeAll()
    try path.walk.reserve(exactly: to - from)
    var e = from
    while true {
      e = walk.list(events, segment, from: e, to: to, end, keys, into: &path.walk)
      if e == to { return }
      let touch = plan.touch(e, of: events)
      let row = events.row(e)
      e += 1
      guard let touch, end - segment.time[row] <= plan.touches[touch].window else { continue }
      let key = try keys.number(row, segment.codes, plan.keys)
      if !plan.hasPeriods && keys.group(of: key) == nil { _ = try group(TouchPath.Touch(key: key), 0, plan) }
      path.walk.appendReserved(key)
    }
  }

  /// Puts the touches of [from, to) that lie in their windows before an instant on the path, in order.
  private mutating func gather(
    _ events: JourneyEvents, _ segment: borrowing Segment, _ plan: borrowing AttributionPlan, from: Int, to: Int, _ end: Int64
  ) throws(OutOfMemory) {
    path.touches.removeAll()
    path.time = end
    let earliest = JourneyTime.before(end, longestWindow)
    var e = to - 1
    while e >= from && events.time(e) >= earliest {
      try add(e, events, segment, plan, end)
      e -= 1
    }
    path.reverse()
  }

  /// Puts an event on the path if it is a touch; an outcome's own is a click whatever it is.
  @inline(__always)
  private mutating func add(
    _ e: Int, _ events: JourneyEvents, _ segment: borrowing Segment, _ plan: borrowing AttributionPlan, _ end: Int64, isOutcome: Bool = false
  ) throws(OutOfMemory) {
    let row = events.row(e)
    let time = segment.time[row]
    var isClick = true
    if isOutcome {
      if isExcluded(e, events, plan) { return }
    } else {
      guard let t = plan.touch(e, of: events), end - time <= plan.touches[t].window, !waived.waives(e) else { return }
      isClick = plan.touches[t].isClick
    }
    let key = try keys.number(row, segment.codes, plan.keys)
    try path.touches.append(
      TouchPath.Touch(
        key: key, slot: UInt16(truncatingIfNeeded: segment.kind[row]), isClick: isClick,
        isDirect: wantsDirect && plan.directs.matches(0, slot: Int(segment.kind[row]), row, segment.codes) != 0, time: time, event: e))
  }

  private func isExcluded(_ e: Int, _ events: JourneyEvents, _ plan: borrowing AttributionPlan) -> Bool {
    let t = events.first(e, from: plan.firstTouch) - plan.firstTouch
    return t < plan.touches.count && plan.touches[t].isExcluded
  }

  /// Books the outcome at an event with the path gathered.
  private mutating func close(
    _ events: JourneyEvents, _ segment: borrowing Segment, _ plan: borrowing AttributionPlan, _ outcome: Int, _ event: Int, _ value: Int64
  ) throws(OutOfMemory) {
    let end = path.time
    if plan.hasPeriods { period[0] = unsafe periods.start(of: plan.keys.period, at: end, plan.keys.zone.pointee) }
    let place = try book.value.totals.place(period) + outcome
    if plan.hasTotals {
      try book.value.totals.note(place, touches: path.count, since: path.count > 0 ? end - path.touches[0].time : 0)
    }
    try path.transform(plan.transforms)
    if plan.anchors > 0 { try findAnchors(events, plan, event) }
    for i in 0..<path.count {
      let touch = path.touches[i]
      path.touches[i].group = try group(touch, i, plan)
    }
    try book.value.book(plan, &path, outcome, CreditBook.Amount(value: Int128(value)), place)
    if wantsLost { try countPath(events, segment, outcome, PathModels.Amount(outcomes: 1, value: Int128(value))) }
  }

  /// The group of a touch that is the path's `i`-th.
  private mutating func group(_ touch: TouchPath.Touch, _ i: Int, _ plan: borrowing AttributionPlan) throws(OutOfMemory) -> UInt32 {
    let isPlain = !plan.hasPeriods && !plan.isByPosition
    if isPlain, let group = keys.group(of: touch.key) { return group }
    var at = plan.keys.keys.count
    for w in 0..<at { key[w] = keys.numbers.key(Int(touch.key), w) }
    if plan.hasPeriods {
      key[at] = plan.isByTouch ? unsafe periods.start(of: plan.keys.period, at: touch.time, plan.keys.zone.pointee) : period[0]
      at += 1
    }
    if plan.isByPosition { key[at] = Int64(i + 1) }
    let group = UInt32(truncatingIfNeeded: try book.value.tally.group(key))
    if isPlain { try keys.note(group, of: touch.key) }
    return group
  }

  private mutating func findAnchors(_ events: JourneyEvents, _ plan: borrowing AttributionPlan, _ outcome: Int) throws(OutOfMemory) {
    path.anchors.removeAll()
    try path.anchors.append(repeating: -1, count: plan.anchors)
    if path.count == 0 { return }
    for a in 0..<plan.anchors {
      for e in path.touches[0].event...outcome where events.meets(e, plan.firstAnchor + a) {
        path.anchors[a] = e
        break
      }
    }
  }
}

extension JourneyEvents {
  /// What any event of the journey meets, of one word.
  @inline(__always)
  func met(_ word: Int) -> UInt64 {
    var met: UInt64 = 0
    for e in 0..<count { unsafe met |= matches[e &* words &+ word] }
    return met
  }
}
