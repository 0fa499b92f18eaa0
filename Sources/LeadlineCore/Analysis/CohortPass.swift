/// One thread's pass over cohorts: finds each journey's first fact, and counts what follows by age.
@safe
struct CohortPass: JourneyPass, ~Copyable {
  private let plan: UnsafeMutablePointer<CohortPlan>
  private var journeys: MatchedJourneys
  private var corrections: Corrections
  private var key: Buffer<Int64>
  private var periods: PeriodMemo
  private var plain: PlainCohorts
  var tally: CohortTally

  /// `plan` has an as-of instant and outlives all passes.
  init(_ heap: Heap, _ plan: UnsafeMutablePointer<CohortPlan>) throws(OutOfMemory) {
    let periods = unsafe try PeriodMemo(heap, plan.pointee.keys.period)
    var key = Buffer<Int64>(heap)
    unsafe try key.append(repeating: 0, count: plan.pointee.keys.width)
    let plain = try PlainCohorts(heap)
    let tally = unsafe try CohortTally(heap, width: plan.pointee.keys.width, hasTimes: plan.pointee.hasTimes)
    unsafe self.plan = plan
    journeys = MatchedJourneys(heap)
    corrections = Corrections(heap)
    self.key = key
    self.periods = periods
    self.plain = plain
    self.tally = tally
  }

  static var part: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    { work in unsafe JourneyWork<CohortPass>.takePart(work) }
  }

  func another() throws(OutOfMemory) -> CohortPass { unsafe try CohortPass(tally.heap, plan) }

  mutating func merge(_ other: borrowing CohortPass) throws(OutOfMemory) { try tally.merge(other.tally) }

  mutating func pass(_ segment: borrowing Segment) throws(OutOfMemory) {
    let plan = unsafe plan
    unsafe try pass(segment, plan.pointee)
  }

  @_optimize(speed)
  private mutating func pass(_ segment: borrowing Segment, _ plan: borrowing CohortPlan) throws(OutOfMemory) {
    let asOf = unsafe plan.asOf.unsafelyUnwrapped
    try journeys.begin(segment, plan.matchers, asOf: asOf)
    // Without corrections all sales stand.
    if PlainCohorts.suits(plan, journeys) { return try plain.count(journeys, segment, plan, &periods, &key, &tally) }
    while let events = journeys.next(segment, asOf: asOf) {
      var first = 0
      while first < events.count && !events.meets(first, CohortPlan.first) { first &+= 1 }
      if first == events.count { continue }
      let time = events.time(first)
      if time < plan.from || time >= plan.to { continue }
      plan.keys.read(events.row(first), time, segment.codes, &periods, into: &key)
      try count(events, from: first, try tally.group(key), segment, plan)
    }
  }

  /// Counts what a journey holds from its first fact on.
  @inline(__always)
  private mutating func count(
    _ events: JourneyEvents, from first: Int, _ group: Int, _ segment: borrowing Segment, _ plan: borrowing CohortPlan
  ) throws(OutOfMemory) {
    let period = plan.keys.period
    let beginning = unsafe periods.number(of: period, at: events.time(first), plan.keys.zone.pointee)
    tally.sums[group].size &+= 1
    let isSettled = try settle(events, segment)
    if isSettled { tally.sums[group].excess += corrections.excess }
    var sales = 0
    var lastSale: Int64 = 0
    var lastActive = -1
    var event = first
    while event < events.count {
      // What is only of the kind that makes members is not looked at again.
      if unsafe events.matches[event] == 1 << UInt64(CohortPlan.first) {
        event &+= 1
        continue
      }
      let time = events.time(event)
      let age = unsafe periods.number(of: period, at: time, plan.keys.zone.pointee) - beginning
      if age > plan.maxAge { break }
      var cell = CohortCell()
      if events.meets(event, CohortPlan.activity) {
        cell.facts = 1
        if age != lastActive { cell.active = 1 }
        lastActive = age
      }
      if events.meets(event, CohortPlan.sale) {
        let amount = segment.amount[events.row(event)]
        cell.revenue = Int128(amount)
        cell.net = Int128(isSettled ? corrections.remaining(event) : amount)
      }
      if events.meets(event, CohortPlan.purchase) {
        if events.meets(event, CohortPlan.referral) { tally.sums[group].referrals &+= 1 }
        if plan.hasTimes && sales > 0 { try tally.times[group].add(time - lastSale) }
        sales += 1
        lastSale = time
      }
      if events.meets(event, CohortPlan.service) { cell.service = Int128(segment.amount[events.row(event)]) }
      if events.meets(event, CohortPlan.goods) {
        try countGoods(events, event, from: first, group, beginning: beginning, age: age, segment, plan)
      }
      try tally.add(cell, group, age)
      event &+= 1
    }
    // Goods that were paid for beyond the last age may belong to sales before it.
    while event < events.count {
      if events.meets(event, CohortPlan.goods) {
        try countGoods(events, event, from: first, group, beginning: beginning, age: Int.max, segment, plan)
      }
      event &+= 1
    }
    tally.sums[group].sales &+= UInt64(sales)
    if sales > 0 { tally.sums[group].customers &+= 1 }
    if sales > 1 { tally.sums[group].repeatCustomers &+= 1 }
  }

  /// Settles a journey if it holds a correction, or goods of a sale that is named.
  @inline(__always)
  private mutating func settle(_ events: JourneyEvents, _ segment: borrowing Segment) throws(OutOfMemory) -> Bool {
    var event = 0
    while event < events.count && !events.meets(event, CohortPlan.correction) && !events.meets(event, CohortPlan.goods) { event &+= 1 }
    if event == events.count { return false }
    try corrections.settle(events, segment, sales: CohortPlan.sale, corrections: CohortPlan.correction)
    return true
  }

  /// The cost of goods counts at the sale that it names; where it names none of the journey's, at its own time, of which the age
  /// is given.
  @inline(never)
  private mutating func countGoods(
    _ events: JourneyEvents, _ event: Int, from first: Int, _ group: Int, beginning: Int, age: Int, _ segment: borrowing Segment,
    _ plan: borrowing CohortPlan
  ) throws(OutOfMemory) {
    var age = age
    let ref = UInt64(bitPattern: segment.ref[events.row(event)])
    let sale = ref == 0 ? -1 : try corrections.event(ofId: ref, events, segment, sales: CohortPlan.sale)
    if sale >= 0 {
      if sale < first { return }
      age = unsafe periods.number(of: plan.keys.period, at: events.time(sale), plan.keys.zone.pointee) - beginning
    }
    if age > plan.maxAge { return }
    var cell = CohortCell()
    cell.goods = Int128(segment.amount[events.row(event)])
    try tally.add(cell, group, age)
  }
}

/// What is asked of cohorts, taken apart.
struct CohortPlan: ~Copyable {
  // Matchers.
  static var first: Int { 0 }
  static var activity: Int { 1 }
  static var sale: Int { 2 }
  static var correction: Int { 3 }
  static var goods: Int { 4 }
  static var service: Int { 5 }
  static var referral: Int { 6 }
  /// Sales that count as such: all, or those that stand.
  static var purchase: Int { 7 }
  static var matchers: Int { 8 }

  var matchers: Matchers
  var keys: JourneyKeys
  /// Whether times between purchases are wanted.
  var hasTimes: Bool
  /// Ages beyond are not counted.
  var maxAge: Int
  /// The first facts lie in [from, to).
  var from: Int64
  var to: Int64
  /// Which amounts journeys hold.
  var hasSales = false
  var hasCorrections = false
  var hasGoods = false
  var hasService = false
  /// Nil: the greatest time taken in.
  var asOf: Int64?
}
