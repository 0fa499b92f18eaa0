/// One thread's pass of audiences: counts or lists who joined them.
@safe
struct AudiencePass: JourneyPass, ~Copyable {
  private let plan: UnsafeMutablePointer<AudiencePlan>
  private var search: AudienceSearch
  private var journeys: MatchedJourneys
  var tally: AudienceTally
  var members: MemberList

  /// `plan` has an as-of instant and outlives all passes.
  init(_ heap: Heap, _ plan: UnsafeMutablePointer<AudiencePlan>) throws(OutOfMemory) {
    let search = unsafe try AudienceSearch(heap, plan.pointee)
    let tally = unsafe try AudienceTally(heap, plan.pointee.rules.count)
    unsafe self.plan = plan
    self.search = search
    self.tally = tally
    journeys = MatchedJourneys(heap)
    members = MemberList(heap)
  }

  static var part: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    { work in unsafe JourneyWork<AudiencePass>.takePart(work) }
  }

  func another() throws(OutOfMemory) -> AudiencePass { unsafe try AudiencePass(tally.heap, plan) }

  mutating func merge(_ other: borrowing AudiencePass) throws(OutOfMemory) {
    try tally.merge(other.tally)
    try members.merge(other.members)
  }

  var isOfBuyers: Bool { unsafe !plan.pointee.isOfPersons }

  mutating func pass(_ segment: borrowing Segment) throws(OutOfMemory) {
    let plan = unsafe plan
    unsafe try pass(segment, plan.pointee, asOf: plan.pointee.asOf.unsafelyUnwrapped)
  }

  private mutating func pass(_ segment: borrowing Segment, _ plan: borrowing AudiencePlan, asOf: Int64) throws(OutOfMemory) {
    try journeys.begin(segment, plan.matchers, asOf: asOf)
    let left = plan.isOfPersons ? Segment.Mark.account : Segment.Mark.joined
    while let events = journeys.next(segment, asOf: asOf, without: left) {
      guard search.find(plan, events) else { continue }
      if plan.isList {
        if !search.findings[0].hasLeft { try members.append(segment, events, joined: search.findings[0].joined, asOf: asOf) }
      } else {
        try tally.count(search.findings, plan, asOf: asOf)
      }
    }
  }
}

/// What is counted of audiences. Tallies of disjoint journeys add up.
struct AudienceTally: ~Copyable {
  struct Count {
    var joined: UInt64 = 0
    var members: UInt64 = 0
    var converted: UInt64 = 0
    var open: UInt64 = 0
    /// Those whose window is over, and of these, who converted.
    var decided: UInt64 = 0
    var decidedConverted: UInt64 = 0
  }

  let heap: Heap
  /// By rule.
  private(set) var counts: Buffer<Count>
  /// By rule, then rule: who joined both; where the second is the later one.
  private var pairs: Buffer<UInt64>
  /// By rule: from joining to the outcome, of those decided.
  var times: Buffer<DurationSketch>

  init(_ heap: Heap, _ rules: Int) throws(OutOfMemory) {
    self.heap = heap
    counts = Buffer(heap)
    pairs = Buffer(heap)
    times = Buffer(heap)
    try counts.append(repeating: Count(), count: rules)
    try pairs.append(repeating: 0, count: rules * rules)
    try times.reserve(exactly: rules)
    for _ in 0..<rules { times.appendReserved(DurationSketch(heap)) }
  }

  func both(_ a: Int, _ b: Int) -> UInt64 { pairs[a * counts.count + b] }

  mutating func count(_ findings: borrowing Buffer<AudienceSearch.Finding>, _ plan: borrowing AudiencePlan, asOf: Int64) throws(OutOfMemory) {
    for r in 0..<findings.count where findings[r].isIn {
      let found = findings[r]
      counts[r].joined += 1
      if !found.hasLeft { counts[r].members += 1 }
      let isOver = plan.window != .max && found.joined <= JourneyTime.before(asOf, plan.window)
      if found.isConverted {
        counts[r].converted += 1
      } else if !isOver {
        counts[r].open += 1
      }
      // Without a window there is no end to wait for, and everybody is judged by what he did so far.
      if isOver || plan.window == .max {
        counts[r].decided += 1
        if found.isConverted {
          counts[r].decidedConverted += 1
          // Of the others only the quick ones are known yet.
          try times[r].add(found.converted - found.joined)
        }
      }
      for other in r + 1..<findings.count where findings[other].isIn { pairs[r * findings.count + other] += 1 }
    }
  }

  mutating func merge(_ other: borrowing AudienceTally) throws(OutOfMemory) {
    for r in 0..<counts.count {
      counts[r].joined += other.counts[r].joined
      counts[r].members += other.counts[r].members
      counts[r].converted += other.counts[r].converted
      counts[r].open += other.counts[r].open
      counts[r].decided += other.counts[r].decided
      counts[r].decidedConverted += other.counts[r].decidedConverted
      try times[r].merge(other.times[r])
    }
    for i in 0..<pairs.count { pairs[i] += other.pairs[i] }
  }
}
