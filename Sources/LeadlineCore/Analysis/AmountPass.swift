/// One thread's pass over the amounts of some facts: how long visits are, how large sales.
@safe
struct AmountPass: JourneyPass, ~Copyable {
  private let plan: UnsafeMutablePointer<AmountPlan>
  private var journeys: MatchedJourneys
  private var key: Buffer<Int64>
  private var periods: PeriodMemo
  private(set) var groups: GroupIndex
  /// By group: amounts of 0 and more.
  var amounts: Buffer<DurationSketch>
  /// By group: facts whose amounts are below 0.
  private(set) var below: Buffer<UInt64>

  /// `plan` has an as-of instant and outlives all passes.
  init(_ heap: Heap, _ plan: UnsafeMutablePointer<AmountPlan>) throws(OutOfMemory) {
    let periods = unsafe try PeriodMemo(heap, plan.pointee.keys.period)
    var key = Buffer<Int64>(heap)
    unsafe try key.append(repeating: 0, count: plan.pointee.keys.width)
    unsafe self.plan = plan
    journeys = MatchedJourneys(heap)
    self.key = key
    self.periods = periods
    groups = unsafe GroupIndex(heap, width: plan.pointee.keys.width)
    amounts = Buffer(heap)
    below = Buffer(heap)
  }

  static var part: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    { work in unsafe JourneyWork<AmountPass>.takePart(work) }
  }

  func another() throws(OutOfMemory) -> AmountPass { unsafe try AmountPass(below.heap, plan) }

  mutating func merge(_ other: borrowing AmountPass) throws(OutOfMemory) {
    for g in 0..<other.groups.count {
      for w in 0..<groups.width { key[w] = other.groups.key(g, w) }
      let group = try group()
      try amounts[group].merge(other.amounts[g])
      below[group] &+= other.below[g]
    }
  }

  mutating func pass(_ segment: borrowing Segment) throws(OutOfMemory) {
    let plan = unsafe plan
    unsafe try pass(segment, plan.pointee)
  }

  private mutating func pass(_ segment: borrowing Segment, _ plan: borrowing AmountPlan) throws(OutOfMemory) {
    let asOf = unsafe plan.asOf.unsafelyUnwrapped
    try journeys.begin(segment, plan.matchers, asOf: asOf)
    while let events = journeys.next(segment, asOf: asOf) {
      for e in 0..<events.count {
        let time = events.time(e)
        guard time >= plan.from, time < plan.to else { continue }
        plan.keys.read(events.row(e), time, segment.codes, &periods, into: &key)
        let group = try group()
        let amount = segment.amount[events.row(e)]
        if amount < 0 { below[group] &+= 1 } else { try amounts[group].add(amount) }
      }
    }
  }

  /// The number of the key at hand, with room for what it has.
  private mutating func group() throws(OutOfMemory) -> Int {
    try amounts.reserve(more: 1)
    try below.reserve(more: 1)
    var isNew = false
    let group = try groups.find(key, isNew: &isNew)
    if isNew {
      amounts.appendReserved(DurationSketch(below.heap))
      below.appendReserved(0)
    }
    return group
  }
}

/// What is asked of amounts.
struct AmountPlan: ~Copyable {
  /// Of the facts alone.
  var matchers: Matchers
  /// Of the fact.
  var keys: JourneyKeys
  /// `Unit` of the amounts.
  var unit: UInt32
  /// Facts lie in [from, to).
  var from: Int64
  var to: Int64
  /// Nil: the greatest time taken in.
  var asOf: Int64?
}
