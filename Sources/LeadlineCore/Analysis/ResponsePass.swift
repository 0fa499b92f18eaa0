/// What is asked of responses, taken apart.
@safe
struct ResponsePlan: ~Copyable {
  /// The matchers of what starts the clock, what stops it, and what makes an enquiry qualified, if that is asked for.
  struct Matcher {
    static var start: Int { 0 }
    static var answer: Int { 1 }
    static var qualified: Int { 2 }
  }

  var matchers: Matchers
  var keys: JourneyKeys
  /// The calendar of working time, or none for elapsed time.
  var calendars: Buffer<WorkCalendar>
  /// 0: none is asked for.
  var limit: Int64
  var hasLift: Bool
  /// The enquiries lie in [from, to).
  var from: Int64
  var to: Int64
  /// Nil: the greatest time taken in.
  var asOf: Int64?

  /// Elapsed or working time.
  func time(from: Int64, to: Int64) -> Int64 {
    calendars.isEmpty ? to - from : calendars[0].working(from: from, to: to)
  }
}

/// What responses count by group. Tallies of disjoint journeys add up.
struct ResponseTally: ~Copyable {
  enum Count: Int {
    case enquiries, judged, within, fastQualified, slowQualified
  }

  static var counts: Int { 5 }

  let heap: Heap
  var groups: GroupIndex
  private var counts: Buffer<UInt64>
  /// By group: from the enquiry to its answer.
  var times: Buffer<DurationSketch>
  /// By group: how long the others have been waiting.
  var waiting: Buffer<DurationSketch>

  init(_ heap: Heap, width: Int) {
    self.heap = heap
    groups = GroupIndex(heap, width: width)
    counts = Buffer(heap)
    times = Buffer(heap)
    waiting = Buffer(heap)
  }

  func count(_ group: Int, _ what: Count) -> UInt64 { counts[group * Self.counts + what.rawValue] }

  mutating func add(_ group: Int, _ what: Count, _ more: UInt64 = 1) { counts[group * Self.counts + what.rawValue] += more }

  mutating func group(_ key: borrowing Buffer<Int64>) throws(OutOfMemory) -> Int {
    var isNew = false
    let group = try groups.find(key, isNew: &isNew)
    if isNew {
      try counts.append(repeating: 0, count: Self.counts)
      try times.append(DurationSketch(heap))
      try waiting.append(DurationSketch(heap))
    }
    return group
  }

  mutating func merge(_ other: borrowing ResponseTally) throws(OutOfMemory) {
    var key = Buffer<Int64>(heap)
    try key.append(repeating: 0, count: groups.width)
    for g in 0..<other.groups.count {
      for w in 0..<groups.width { key[w] = other.groups.key(g, w) }
      let group = try group(key)
      for i in 0..<Self.counts { counts[group * Self.counts + i] += other.counts[g * Self.counts + i] }
      try times[group].merge(other.times[g])
      try waiting[group].merge(other.waiting[g])
    }
  }
}

/// One thread's pass over enquiries and their answers. A journey is read from its end, so that what answers an enquiry is
/// known when it comes: the soonest answer behind it that names none, or names it.
@safe
struct ResponsePass: JourneyPass, ~Copyable {
  private let plan: UnsafeMutablePointer<ResponsePlan>
  private var journeys: MatchedJourneys
  private var key: Buffer<Int64>
  private var periods: PeriodMemo
  /// Ids that answers of the journey at hand name, and by their number the soonest such answer.
  private var named: GroupIndex
  private var namedAnswers: Buffer<Int>
  private var name: Buffer<Int64>
  private var waiting: WaitingTime
  var tally: ResponseTally

  /// `plan` has an as-of instant and outlives all passes.
  @inline(never)
  init(_ heap: Heap, _ plan: UnsafeMutablePointer<ResponsePlan>) throws(OutOfMemory) {
    let periods = try PeriodMemo(heap)
    var key = Buffer<Int64>(heap)
    unsafe try key.append(repeating: 0, count: plan.pointee.keys.width)
    var name = Buffer<Int64>(heap)
    try name.append(0)
    let waiting = try WaitingTime(heap)
    unsafe self.plan = plan
    self.periods = periods
    self.key = key
    self.name = name
    self.waiting = waiting
    named = GroupIndex(heap, width: 1)
    namedAnswers = Buffer(heap)
    journeys = MatchedJourneys(heap)
    tally = unsafe ResponseTally(heap, width: plan.pointee.keys.width)
  }

  static var part: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    { work in unsafe JourneyWork<ResponsePass>.takePart(work) }
  }

  func another() throws(OutOfMemory) -> ResponsePass { unsafe try ResponsePass(tally.heap, plan) }

  @inline(never)
  mutating func merge(_ other: borrowing ResponsePass) throws(OutOfMemory) { try tally.merge(other.tally) }

  mutating func pass(_ segment: borrowing Segment) throws(OutOfMemory) {
    let plan = unsafe plan
    unsafe try pass(segment, plan.pointee, plan.pointee.matchers, plan.pointee.keys)
  }

  private mutating func pass(
    _ segment: borrowing Segment, _ plan: borrowing ResponsePlan, _ matchers: borrowing Matchers, _ keys: borrowing JourneyKeys
  ) throws(OutOfMemory) {
    let asOf = unsafe plan.asOf.unsafelyUnwrapped
    try journeys.begin(segment, matchers, asOf: asOf)
    while let events = journeys.next(segment, asOf: asOf) {
      if named.count > 0 {
        named.removeAll()
        namedAnswers.removeAll()
      }
      // Events, the soonest answer that names none and the last that qualifies.
      var answer = Int.max
      var qualified = -1
      var e = events.count
      while e > 0 {
        e -= 1
        let time = events.time(e)
        let row = events.row(e)
        if events.meets(e, ResponsePlan.Matcher.start) && time >= plan.from && time < plan.to {
          if keys.width > 0 { keys.read(row, time, segment.codes, &periods, into: &key) }
          let soonest = Swift.min(answer, answerNaming(segment.id[row]))
          if soonest == Int.max {
            try wait(since: time, plan, asOf: asOf)
          } else {
            try book(plan.time(from: time, to: events.time(soonest)), isQualified: qualified > soonest, plan)
          }
        }
        if events.meets(e, ResponsePlan.Matcher.answer) {
          let ref = segment.ref[row]
          if ref == 0 { answer = e } else { try note(ref, e) }
        }
        if qualified < 0 && plan.hasLift && events.meets(e, ResponsePlan.Matcher.qualified) { qualified = e }
      }
    }
  }

  private mutating func note(_ ref: Int64, _ answer: Int) throws(OutOfMemory) {
    name[0] = ref
    var isNew = false
    try namedAnswers.reserve(more: 1)
    let place = try named.find(name, isNew: &isNew)
    if isNew { namedAnswers.appendReserved(answer) } else { namedAnswers[place] = answer }
  }

  private mutating func answerNaming(_ id: Int64) -> Int {
    if id == 0 || named.count == 0 { return .max }
    name[0] = id
    guard let place = named.number(of: name) else { return .max }
    return namedAnswers[place]
  }

  /// An enquiry without an answer so far.
  private mutating func wait(since time: Int64, _ plan: borrowing ResponsePlan, asOf: Int64) throws(OutOfMemory) {
    let group = try tally.group(key)
    tally.add(group, .enquiries)
    // To the first instant at which an answer may yet come: its limit has passed once none could be in time.
    let least = try waiting.time(from: time, to: asOf + 1, plan)
    try tally.waiting[group].add(least - plan.time(from: asOf, to: asOf + 1))
    if plan.limit > 0 && least > plan.limit { tally.add(group, .judged) }
  }

  private mutating func book(_ took: Int64, isQualified: Bool, _ plan: borrowing ResponsePlan) throws(OutOfMemory) {
    let group = try tally.group(key)
    tally.add(group, .enquiries)
    try tally.times[group].add(took)
    guard plan.limit > 0 else { return }
    tally.add(group, .judged)
    if took <= plan.limit { tally.add(group, .within) }
    if isQualified { tally.add(group, took <= plan.limit ? .fastQualified : .slowQualified) }
  }
}
