/// One thread's pass over the time that buyers stay in stages, by what they entered them with.
@safe
struct StageTimePass: JourneyPass, ~Copyable {
  private let plan: UnsafeMutablePointer<StagePlan>
  private var journeys: MatchedJourneys
  private var key: Buffer<Int64>
  private var periods: PeriodMemo
  var tally: SpanTally

  /// `plan` has an as-of instant and outlives all passes.
  @inline(never)
  init(_ heap: Heap, _ plan: UnsafeMutablePointer<StagePlan>) throws(OutOfMemory) {
    let periods = try PeriodMemo(heap)
    var key = Buffer<Int64>(heap)
    unsafe try key.append(repeating: 0, count: plan.pointee.keys.width)
    unsafe self.plan = plan
    self.periods = periods
    self.key = key
    journeys = MatchedJourneys(heap)
    tally = unsafe SpanTally(heap, lanes: plan.pointee.stages, width: plan.pointee.keys.width)
  }

  static var part: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    { work in unsafe JourneyWork<StageTimePass>.takePart(work) }
  }

  func another() throws(OutOfMemory) -> StageTimePass { unsafe try StageTimePass(tally.heap, plan) }

  @inline(never)
  mutating func merge(_ other: borrowing StageTimePass) throws(OutOfMemory) { try tally.merge(other.tally) }

  mutating func pass(_ segment: borrowing Segment) throws(OutOfMemory) {
    let plan = unsafe plan
    unsafe try pass(segment, plan.pointee, plan.pointee.matchers, plan.pointee.keys)
  }

  private mutating func pass(
    _ segment: borrowing Segment, _ plan: borrowing StagePlan, _ matchers: borrowing Matchers, _ keys: borrowing JourneyKeys
  ) throws(OutOfMemory) {
    let asOf = unsafe plan.asOf.unsafelyUnwrapped
    try journeys.begin(segment, matchers, asOf: asOf)
    while let events = journeys.next(segment, asOf: asOf) {
      var stays = StageStays()
      while let stay = stays.next(events, plan) {
        if stay.start < plan.from || stay.start >= plan.to { continue }
        if keys.width > 0 { keys.read(events.row(stay.event), stay.start, segment.codes, &periods, into: &key) }
        let place = try tally.group(key) + stay.stage
        if stay.end == .max {
          try tally.leaveOpen(place, after: asOf - stay.start, mayEnd: true)
        } else {
          try tally.end(place, after: stay.end - stay.start)
        }
      }
    }
  }
}

/// One thread's pass over how many buyers are in which stage at several instants.
@safe
struct PopulationPass: JourneyPass, ~Copyable {
  private let plan: UnsafeMutablePointer<StagePlan>
  private let heap: Heap
  private var journeys: MatchedJourneys
  private var key: Buffer<Int64>
  private(set) var groups: GroupIndex
  /// By group, stage and instant: how many are there who were not at the instant before. May be below 0.
  private(set) var changes: Buffer<Int64>
  /// A table of what was found would have more rows than it may; then nothing else counts.
  private(set) var hasTooMany = false

  /// `plan` has its instants and outlives all passes.
  @inline(never)
  init(_ heap: Heap, _ plan: UnsafeMutablePointer<StagePlan>) throws(OutOfMemory) {
    var key = Buffer<Int64>(heap)
    unsafe try key.append(repeating: 0, count: plan.pointee.keys.keys.count)
    unsafe self.plan = plan
    self.heap = heap
    self.key = key
    journeys = MatchedJourneys(heap)
    groups = unsafe GroupIndex(heap, width: plan.pointee.keys.keys.count)
    changes = Buffer(heap)
  }

  static var part: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    { work in unsafe JourneyWork<PopulationPass>.takePart(work) }
  }

  func another() throws(OutOfMemory) -> PopulationPass { unsafe try PopulationPass(heap, plan) }

  mutating func pass(_ segment: borrowing Segment) throws(OutOfMemory) {
    let plan = unsafe plan
    unsafe try pass(segment, plan.pointee, plan.pointee.matchers, plan.pointee.keys)
  }

  private mutating func pass(
    _ segment: borrowing Segment, _ plan: borrowing StagePlan, _ matchers: borrowing Matchers, _ keys: borrowing JourneyKeys
  ) throws(OutOfMemory) {
    let instants = plan.ends.count
    if instants == 0 || hasTooMany { return }
    let asOf = unsafe plan.asOf.unsafelyUnwrapped
    try journeys.begin(segment, matchers, asOf: asOf)
    while let events = journeys.next(segment, asOf: asOf) {
      var stays = StageStays()
      while let stay = stays.next(events, plan) {
        let first = Self.instant(behind: stay.start, plan.ends)
        let last = stay.end == .max ? instants : Self.instant(behind: stay.end, plan.ends)
        if first == last { continue }
        keys.readNames(events.row(stay.event), segment.codes, into: &key)
        let group = try group(plan.stages * instants)
        if hasTooMany { return }
        let place = (group * plan.stages + stay.stage) * instants
        changes[place + first] += 1
        if last < instants { changes[place + last] -= 1 }
      }
    }
  }

  /// The first instant at which a fact of a time is seen.
  private static func instant(behind time: Int64, _ ends: borrowing Buffer<Int64>) -> Int {
    var (low, high) = (0, ends.count)
    while low < high {
      let middle = (low + high) / 2
      if ends[middle] <= time { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The number of the key at hand, with room for so many changes, which are as many rows.
  private mutating func group(_ size: Int) throws(OutOfMemory) -> Int {
    var isNew = false
    let group = try groups.find(key, isNew: &isNew)
    if !isNew { return group }
    if groups.count * size > StagePlan.mostRows {
      hasTooMany = true
    } else {
      try changes.append(repeating: 0, count: size)
    }
    return group
  }

  @inline(never)
  mutating func merge(_ other: borrowing PopulationPass) throws(OutOfMemory) {
    let size = unsafe plan.pointee.stages * plan.pointee.ends.count
    if other.hasTooMany { hasTooMany = true }
    if hasTooMany { return }
    for g in 0..<other.groups.count {
      for w in 0..<groups.width { key[w] = other.groups.key(g, w) }
      let group = try group(size)
      if hasTooMany { return }
      for i in 0..<size { changes[group * size + i] += other.changes[g * size + i] }
    }
  }
}
