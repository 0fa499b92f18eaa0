/// One thread's pass of attribution: finds the outcomes of each journey and the touches before them.
@safe
struct AttributionPass: JourneyPass, ~Copyable {
  private let plan: UnsafeMutablePointer<AttributionPlan>
  private let heap: Heap
  let wantsLost: Bool
  /// Whether of a lost path no more than its keys are looked at.
  let losesKeysAlone: Bool
  let walk: KeyWalk
  let wantsDirect: Bool
  let longestWindow: Int64
  private var journeys: MatchedJourneys
  private var corrections: Corrections
  var waived: WaivedTouches
  var periods: PeriodMemo
  var path: TouchPath
  var keys: KeyNumbers
  /// Apart, since a function that held it would have too large a frame.
  var book: Box<CreditBook>
  /// The words of a touch's group.
  var key: Buffer<Int64>
  var period: Buffer<Int64>

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
}
