/// What is asked of the time between stages, taken apart.
struct VelocityPlan: ~Copyable {
  /// From one step to another, or to the next fact that meets the same.
  struct Pair {
    var from: Int
    var to: Int
  }

  var steps: Int
  var pairs: Buffer<Pair>
  var matchers: Matchers
  var keys: JourneyKeys
  /// From the fact at the first stage, its edge included; Int64.max: no limit.
  var window: Int64
  /// The facts at the first stage lie in [from, to).
  var from: Int64
  var to: Int64
  /// Nil: the greatest time taken in.
  var asOf: Int64?
}

/// One thread's pass over the time between stages: a buyer's, for each pair, from his first fact of the one stage to the first
/// of the other behind it.
@safe
struct VelocityPass: JourneyPass, ~Copyable {
  private let plan: UnsafeMutablePointer<VelocityPlan>
  private var journeys: MatchedJourneys
  /// By step: the first event that meets it, -1 where none does.
  private var first: Buffer<Int>
  private var key: Buffer<Int64>
  private var periods: PeriodMemo
  var tally: SpanTally

  /// `plan` has an as-of instant and outlives all passes.
  @inline(never)
  init(_ heap: Heap, _ plan: UnsafeMutablePointer<VelocityPlan>) throws(OutOfMemory) {
    let periods = try PeriodMemo(heap)
    var key = Buffer<Int64>(heap)
    unsafe try key.append(repeating: 0, count: plan.pointee.keys.width)
    var first = Buffer<Int>(heap)
    unsafe try first.append(repeating: -1, count: plan.pointee.steps)
    unsafe self.plan = plan
    self.periods = periods
    self.key = key
    self.first = first
    journeys = MatchedJourneys(heap)
    tally = unsafe SpanTally(heap, lanes: plan.pointee.pairs.count, width: plan.pointee.keys.width)
  }

  static var part: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    { work in unsafe JourneyWork<VelocityPass>.takePart(work) }
  }

  func another() throws(OutOfMemory) -> VelocityPass { unsafe try VelocityPass(tally.heap, plan) }

  @inline(never)
  mutating func merge(_ other: borrowing VelocityPass) throws(OutOfMemory) { try tally.merge(other.tally) }

  mutating func pass(_ segment: borrowing Segment) throws(OutOfMemory) {
    let plan = unsafe plan
    unsafe try pass(segment, plan.pointee, plan.pointee.matchers, plan.pointee.keys)
  }

  @_optimize(speed)
  private mutating func pass(
    _ segment: borrowing Segment, _ plan: borrowing VelocityPlan, _ matchers: borrowing Matchers, _ keys: borrowing JourneyKeys
  ) throws(OutOfMemory) {
    let asOf = unsafe plan.asOf.unsafelyUnwrapped
    try journeys.begin(segment, matchers, asOf: asOf)
    while let events = journeys.next(segment, asOf: asOf) {
      findFirst(events, plan.steps)
      for p in 0..<plan.pairs.count {
        let pair = plan.pairs[p]
        let begun = first[pair.from]
        if begun < 0 { continue }
        let start = events.time(begun)
        if start < plan.from || start >= plan.to { continue }
        if keys.width > 0 { keys.read(events.row(begun), start, segment.codes, &periods, into: &key) }
        let place = try tally.group(key) + p
        let end = next(events, behind: begun, pair.to)
        if end >= 0 && events.time(end) - start <= plan.window {
          try tally.end(place, after: events.time(end) - start)
        } else {
          let passed = asOf - start
          try tally.leaveOpen(place, after: Swift.min(passed, plan.window), mayEnd: plan.window == .max || passed < plan.window)
        }
      }
    }
  }

  private mutating func findFirst(_ events: JourneyEvents, _ steps: Int) {
    for k in 0..<steps { first[k] = -1 }
    var missing = steps
    for e in 0..<events.count {
      for w in 0..<events.words {
        var bits = unsafe events.matches[e &* events.words &+ w]
        while bits != 0 {
          let k = w &* 64 &+ bits.trailingZeroBitCount
          bits &= bits &- 1
          if first[k] < 0 {
            first[k] = e
            missing -= 1
          }
        }
      }
      if missing == 0 { return }
    }
  }

  /// The first event behind one that meets a step, -1 if none does.
  private func next(_ events: JourneyEvents, behind event: Int, _ step: Int) -> Int {
    if first[step] < 0 || first[step] > event { return first[step] }
    var e = event + 1
    while e < events.count {
      if events.meets(e, step) { return e }
      e += 1
    }
    return -1
  }
}
