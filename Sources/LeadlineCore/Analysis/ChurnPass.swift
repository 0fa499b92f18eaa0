/// One thread's pass over who was won, lost and won back.
@safe
struct ChurnPass: JourneyPass, ~Copyable {
  /// Buyers of one key in one period.
  struct Cell: BitwiseCopyable {
    var won: UInt64 = 0
    var returned: UInt64 = 0
    var lost: UInt64 = 0
  }

  private let plan: UnsafeMutablePointer<ChurnPlan>
  private var journeys: MatchedJourneys
  private var key: Buffer<Int64>
  private var periods: PeriodMemo
  /// By key of the first purchase and period; those in which nothing happened are not there.
  private(set) var groups: GroupIndex
  private(set) var cells: Buffer<Cell>

  /// `plan` has an as-of instant and outlives all passes.
  init(_ heap: Heap, _ plan: UnsafeMutablePointer<ChurnPlan>) throws(OutOfMemory) {
    let periods = unsafe try PeriodMemo(heap, plan.pointee.keys.period)
    var key = Buffer<Int64>(heap)
    unsafe try key.append(repeating: 0, count: plan.pointee.keys.width)
    unsafe self.plan = plan
    journeys = MatchedJourneys(heap)
    self.key = key
    self.periods = periods
    groups = unsafe GroupIndex(heap, width: plan.pointee.keys.width)
    cells = Buffer(heap)
  }

  static var part: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    { work in unsafe JourneyWork<ChurnPass>.takePart(work) }
  }

  func another() throws(OutOfMemory) -> ChurnPass { unsafe try ChurnPass(cells.heap, plan) }

  mutating func merge(_ other: borrowing ChurnPass) throws(OutOfMemory) {
    for g in 0..<other.groups.count {
      for w in 0..<groups.width { key[w] = other.groups.key(g, w) }
      let group = try group()
      cells[group].won &+= other.cells[g].won
      cells[group].returned &+= other.cells[g].returned
      cells[group].lost &+= other.cells[g].lost
    }
  }

  mutating func pass(_ segment: borrowing Segment) throws(OutOfMemory) {
    let plan = unsafe plan
    unsafe try pass(segment, plan.pointee)
  }

  private mutating func pass(_ segment: borrowing Segment, _ plan: borrowing ChurnPlan) throws(OutOfMemory) {
    let asOf = unsafe plan.asOf.unsafelyUnwrapped
    try journeys.begin(segment, plan.matchers, asOf: asOf)
    while let events = journeys.next(segment, asOf: asOf) {
      let first = events.row(0)
      var last = events.time(0)
      plan.keys.read(first, last, segment.codes, &periods, into: &key)
      cells[try group()].won &+= 1
      var event = 1
      while event < events.count {
        let time = events.time(event)
        if time - last > plan.lostAfter {
          try lose(after: last, first, segment, plan)
          plan.keys.read(first, time, segment.codes, &periods, into: &key)
          cells[try group()].returned &+= 1
        }
        last = time
        event &+= 1
      }
      if asOf - last >= plan.lostAfter { try lose(after: last, first, segment, plan) }
    }
  }

  private mutating func lose(after last: Int64, _ first: Int, _ segment: borrowing Segment, _ plan: borrowing ChurnPlan) throws(OutOfMemory) {
    plan.keys.read(first, last + plan.lostAfter, segment.codes, &periods, into: &key)
    cells[try group()].lost &+= 1
  }

  /// The number of the key at hand, with a cell for it.
  private mutating func group() throws(OutOfMemory) -> Int {
    try cells.reserve(more: 1)
    var isNew = false
    let group = try groups.find(key, isNew: &isNew)
    if isNew { cells.appendReserved(Cell()) }
    return group
  }
}

/// What is asked of who was won and lost.
struct ChurnPlan: ~Copyable {
  /// Of purchases alone.
  var matchers: Matchers
  /// Of the first purchase; the period is that of what happened.
  var keys: JourneyKeys
  var lostAfter: Int64
  /// The periods that are shown begin in [from, to).
  var from: Int64
  var to: Int64
  /// Nil: the greatest time taken in.
  var asOf: Int64?
}
