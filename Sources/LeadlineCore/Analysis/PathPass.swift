/// What paths ask, taken apart.
struct PathPlan: ~Copyable {
  /// That of the outcome first, then those of the steps.
  var matchers: Matchers
  var naming: PathNaming
  var keys: JourneyKeys
  /// Before the outcome or the last step, its edge included; Int64.max: no limit.
  var window: Int64
  /// Paths end in [from, to).
  var from: Int64
  var to: Int64
  var mostSteps: Int
  var collapses: Bool
  var keepsFirst: Bool
  /// Whether a journey has more than one path.
  var isEvery: Bool
  var hasTransitions = false
  var order: Order
  var limit: Int
  var unit: UInt32
  /// Nil: the greatest time taken in.
  var asOf: Int64?

  enum Order: UInt32 {
    case paths = 0
    case outcomes = 1
    case drops = 2
    case value = 3
  }
}

/// One thread's pass of paths: cuts each journey into its paths and counts them.
@safe
struct PathPass: JourneyPass, ~Copyable {
  private let plan: UnsafeMutablePointer<PathPlan>
  private var journeys: MatchedJourneys
  private var periods: PeriodMemo
  private var key: Buffer<Int64>
  /// The events that the path at hand may be made of.
  private var touches: Buffer<Int>
  private var path: Buffer<Int>
  /// By number of a step: the latest path that it was in.
  private var marks: Buffer<UInt64>
  private var mark: UInt64 = 0
  var tally: PathTally

  /// `plan` has an as-of instant and outlives all passes.
  init(_ heap: Heap, _ plan: UnsafeMutablePointer<PathPlan>) throws(OutOfMemory) {
    let periods = try PeriodMemo(heap)
    let width = unsafe plan.pointee.keys.width
    let tally = try PathTally(heap, width: width)
    var key = Buffer<Int64>(heap)
    try key.append(repeating: 0, count: width)
    unsafe self.plan = plan
    self.periods = periods
    self.key = key
    self.tally = tally
    journeys = MatchedJourneys(heap)
    touches = Buffer(heap)
    path = Buffer(heap)
    marks = Buffer(heap)
  }

  static var part: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    { work in unsafe JourneyWork<PathPass>.takePart(work) }
  }

  func another() throws(OutOfMemory) -> PathPass { unsafe try PathPass(tally.heap, plan) }

  mutating func merge(_ other: borrowing PathPass) throws(OutOfMemory) { try tally.merge(other.tally) }

  mutating func pass(_ segment: borrowing Segment) throws(OutOfMemory) {
    let plan = unsafe plan
    unsafe try pass(segment, plan.pointee, asOf: plan.pointee.asOf.unsafelyUnwrapped)
  }

  @_optimize(speed)
  private mutating func pass(_ segment: borrowing Segment, _ plan: borrowing PathPlan, asOf: Int64) throws(OutOfMemory) {
    try journeys.begin(segment, plan.matchers, asOf: asOf)
    while let events = journeys.next(segment, asOf: asOf) {
      touches.removeAll()
      var isOver = false
      for e in 0..<events.count {
        if !events.meets(e, 0) {
          try touches.append(e)
          continue
        }
        try close(events, segment, plan, outcome: e, asOf: asOf)
        touches.removeAll()
        if plan.isEvery { continue }
        isOver = true
        break
      }
      if !isOver && !touches.isEmpty { try close(events, segment, plan, outcome: nil, asOf: asOf) }
    }
  }

  /// Counts a path that ends with an outcome, or with the last that may belong to it.
  private mutating func close(
    _ events: JourneyEvents, _ segment: borrowing Segment, _ plan: borrowing PathPlan, outcome: Int?, asOf: Int64
  ) throws(OutOfMemory) {
    let last = outcome ?? touches[touches.count - 1]
    let end = events.time(last)
    guard end >= plan.from, end < plan.to else { return }
    var first = 0
    while first < touches.count && end - events.time(touches[first]) > plan.window { first += 1 }
    if plan.keys.width > 0 {
      plan.keys.read(events.row(first < touches.count ? touches[first] : last), end, segment.codes, &periods, into: &key)
    }
    let group = try tally.group(key)
    var count = PathTally.Count(paths: 1)
    if let outcome {
      count.outcomes = 1
      count.value = Int128(segment.amount[events.row(outcome)])
    } else if plan.window != .max && end > JourneyTime.before(asOf, plan.window) {
      count.open = 1
    }
    try tally.count(group, touches: outcome == nil ? nil : touches.count - first, strays: outcome == nil ? touches.count : first)
    try name(first, events, segment, plan)
    try tally.count(group, path, count, hasTransitions: plan.hasTransitions)
  }

  /// Makes the path of the touches from one on.
  private mutating func name(
    _ first: Int, _ events: JourneyEvents, _ segment: borrowing Segment, _ plan: borrowing PathPlan
  ) throws(OutOfMemory) {
    path.removeAll()
    mark += 1
    for i in first..<touches.count {
      let step = try tally.step(plan.naming.word(events, touches[i], segment))
      if plan.collapses && path.count > 0 && path[path.count - 1] == step { continue }
      if plan.keepsFirst {
        try marks.resize(to: Swift.max(marks.count, step + 1), filling: 0)
        if marks[step] == mark { continue }
        marks[step] = mark
      }
      try path.append(step)
    }
    guard path.count > plan.mostSteps else { return }
    let dropped = path.count - plan.mostSteps
    for i in 0..<plan.mostSteps { path[i] = path[i + dropped] }
    path.truncate(to: plan.mostSteps)
  }
}
