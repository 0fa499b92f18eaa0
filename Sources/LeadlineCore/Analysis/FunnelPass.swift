/// One thread's pass of a funnel: finds each journey's run and counts it.
@safe
struct FunnelPass: JourneyPass, ~Copyable {
  private let plan: UnsafeMutablePointer<FunnelPlan>
  private var plain: PlainFunnel
  private var search: FunnelSearch
  private var any: AnyOrderSearch
  private var journeys: MatchedJourneys
  private var key: Buffer<Int64>
  private var periods: PeriodMemo
  var tally: FunnelTally

  /// `plan` has an as-of instant and outlives all passes.
  init(_ heap: Heap, _ plan: UnsafeMutablePointer<FunnelPlan>) throws(OutOfMemory) {
    let plain = unsafe try PlainFunnel(heap, plan.pointee.shape)
    let search = unsafe try FunnelSearch(heap, plan.pointee.shape)
    let any = unsafe try AnyOrderSearch(heap, plan.pointee.shape)
    let periods = unsafe try PeriodMemo(heap, plan.pointee.keys.period)
    var key = Buffer<Int64>(heap)
    unsafe try key.append(repeating: 0, count: plan.pointee.keys.width)
    unsafe self.plan = plan
    self.plain = plain
    self.search = search
    self.any = any
    self.periods = periods
    self.key = key
    journeys = MatchedJourneys(heap)
    tally = unsafe FunnelTally(
      heap, steps: plan.pointee.shape.steps, exits: plan.pointee.exits, hasTimes: plan.pointee.hasTimes, isOpen: plan.pointee.shape.isOpen,
      width: plan.pointee.keys.width)
  }

  static var part: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    { work in unsafe JourneyWork<FunnelPass>.takePart(work) }
  }

  func another() throws(OutOfMemory) -> FunnelPass { unsafe try FunnelPass(tally.heap, plan) }

  mutating func merge(_ other: borrowing FunnelPass) throws(OutOfMemory) { try tally.merge(other.tally) }

  mutating func pass(_ segment: borrowing Segment) throws(OutOfMemory) {
    let plan = unsafe plan
    unsafe try pass(segment, plan.pointee.shape, plan.pointee.matchers, plan.pointee.keys, asOf: plan.pointee.asOf.unsafelyUnwrapped)
  }

  @_optimize(speed)
  private mutating func pass(
    _ segment: borrowing Segment, _ shape: borrowing FunnelShape, _ matchers: borrowing Matchers, _ keys: borrowing JourneyKeys, asOf: Int64
  ) throws(OutOfMemory) {
    try journeys.begin(segment, matchers, asOf: asOf)
    if PlainFunnel.suits(shape, words: matchers.words) { return try passPlainly(segment, shape, keys, asOf: asOf) }
    while let events = journeys.next(segment, asOf: asOf) {
      let run = shape.mode == .anyOrder ? try any.find(shape, events) : search.find(shape, events)
      if run.last >= 0 { try book(run, isOpen: mayGoOn(run, events, shape, asOf: asOf), events, segment, shape, keys, asOf: asOf) }
    }
  }

  @_optimize(speed)
  private mutating func passPlainly(
    _ segment: borrowing Segment, _ shape: borrowing FunnelShape, _ keys: borrowing JourneyKeys, asOf: Int64
  ) throws(OutOfMemory) {
    let count = try plain.search(shape, journeys, segment, asOf: asOf)
    if count == 0 { return }
    // With one group, where runs end is all there is to know of those that have no times.
    let countsOnly = keys.width == 0 && tally.exits == 0
    let untimed = tally.hasTimes ? 0 : shape.steps
    var hasGroup = tally.groups.count > 0
    let marks = unsafe segment.marks.base.unsafelyUnwrapped
    for journey in 0..<count {
      let last = plain.last(journey)
      let owner = plain.owner(journey)
      if unsafe last < 0 || marks[owner] & Segment.Mark.joined != 0 { continue }
      let isOver = plain.isOver(journey, shape, asOf: asOf)
      if isOver && countsOnly && hasGroup && last <= untimed {
        tally.count(0, 0, last, isOpen: false)
        continue
      }
      let events = journeys.events(of: owner, segment)
      try book(plain.run(journey, shape, events), isOpen: !isOver && last < shape.steps - 1, events, segment, shape, keys, asOf: asOf)
      hasGroup = true
    }
  }

  /// Whether a journey may still come further than its run: the window of that or of a later beginning is not over. Where the
  /// first beginning counts, no later one does.
  private func mayGoOn(_ run: FunnelRun, _ events: JourneyEvents, _ shape: borrowing FunnelShape, asOf: Int64) -> Bool {
    if run.last == shape.steps - 1 { return false }
    if shape.window == .max { return true }
    let over = JourneyTime.before(asOf, shape.window)
    if run.start > over { return true }
    return !shape.countsFirst && search.begins(after: over, shape, events, asOf: asOf)
  }

  private mutating func book(
    _ run: FunnelRun, isOpen: Bool, _ events: JourneyEvents, _ segment: borrowing Segment, _ shape: borrowing FunnelShape, _ keys: borrowing JourneyKeys,
    asOf: Int64
  ) throws(OutOfMemory) {
    if keys.width > 0 { keys.read(events.row(run.first), run.start, segment.codes, &periods, into: &key) }
    let group = keys.width == 0 && tally.groups.count > 0 ? 0 : try tally.group(key)
    let isWhole = run.last == shape.steps - 1
    tally.count(group, run.entry, run.last, isOpen: isOpen)
    if shape.isOpen && run.entry == 0 { tally.countFirst(group, run.last) }
    // Who got through soon is no more decided than who still may; without a window nothing ever is, and all count.
    if shape.window != .max && (isOpen || run.start > JourneyTime.before(asOf, shape.window)) {
      tally.countUndecided(group, run.entry, run.last)
    }
    let leaves = tally.exits > 0 && !isWhole && !isOpen
    if shape.mode != .anyOrder && (tally.hasTimes || leaves) { search.follow(shape, events, run) }
    if tally.hasTimes {
      for k in run.entry + 1..<run.last + 1 {
        let time = events.time(event(k, shape))
        try tally.times[(group * shape.steps + k) * 2].add(time - events.time(event(k - 1, shape)))
        try tally.times[(group * shape.steps + k) * 2 + 1].add(time - run.start)
      }
    }
    if leaves {
      let next = events.row(event(run.last, shape)) + 1
      let isSeen = next < events.end && segment.time[next] <= asOf
      try tally.leave(group, run.last, isSeen ? Int(segment.kind[next]) : tally.exits - 1)
    }
  }

  private func event(_ step: Int, _ shape: borrowing FunnelShape) -> Int {
    shape.mode == .anyOrder ? any.path[step] : search.path[step]
  }
}

/// What a funnel asks, taken apart.
struct FunnelPlan: ~Copyable {
  var shape: FunnelShape
  var matchers: Matchers
  var keys: JourneyKeys
  var hasTimes: Bool
  /// Kinds that a journey may go on with and one place for none at all; 0 where nobody asks.
  var exits = 0
  /// Nil: the greatest time taken in.
  var asOf: Int64?
}
