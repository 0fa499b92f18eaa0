/// What scores ask, taken apart.
struct ScorePlan: ~Copyable {
  struct Rule {
    var points: Int64
    /// Facts of a journey that count.
    var most: UInt32
    /// Only facts at most so long before the as-of instant; 0: any.
    var within: Int64
    /// The same as an instant, once that is known.
    var from = Int64.min
  }

  var matchers: Matchers
  var rules: Buffer<Rule>
  /// By class: its least score; of the first one the least there is.
  var thresholds: Buffer<Int64>
  var keys: JourneyKeys
  /// Whether everybody is a buyer of his own.
  var isOfPersons: Bool
  /// Whether buyers are listed, and not counted.
  var isList: Bool
  /// The lowest class that is listed.
  var leastClass: Int
  /// Nil: the greatest time taken in.
  var asOf: Int64?

  /// Settles what is said relative to the as-of instant.
  mutating func settle(asOf: Int64) {
    self.asOf = asOf
    for r in 0..<rules.count where rules[r].within > 0 { rules[r].from = JourneyTime.before(asOf, rules[r].within) }
  }
}

/// One thread's pass of scores: adds up each journey's points, and counts or lists the buyers.
@safe
struct ScorePass: JourneyPass, ~Copyable {
  private let plan: UnsafeMutablePointer<ScorePlan>
  private var journeys: MatchedJourneys
  private var periods: PeriodMemo
  private var key: Buffer<Int64>
  /// By rule: facts that may still count.
  private var left: Buffer<UInt32>
  /// By class: when its least score was first reached; Int64.max where it was not.
  private var reached: Buffer<Int64>
  var tally: ScoreTally
  var members: MemberList

  /// `plan` has an as-of instant and outlives all passes.
  init(_ heap: Heap, _ plan: UnsafeMutablePointer<ScorePlan>) throws(OutOfMemory) {
    let periods = try PeriodMemo(heap)
    let classes = unsafe plan.pointee.thresholds.count
    let width = unsafe plan.pointee.keys.width
    var key = Buffer<Int64>(heap)
    var left = Buffer<UInt32>(heap)
    var reached = Buffer<Int64>(heap)
    try key.append(repeating: 0, count: width)
    unsafe try left.append(repeating: 0, count: plan.pointee.rules.count)
    try reached.append(repeating: .max, count: classes)
    unsafe self.plan = plan
    self.periods = periods
    self.key = key
    self.left = left
    self.reached = reached
    journeys = MatchedJourneys(heap)
    tally = ScoreTally(heap, classes: classes, width: width)
    members = MemberList(heap)
  }

  static var part: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    { work in unsafe JourneyWork<ScorePass>.takePart(work) }
  }

  func another() throws(OutOfMemory) -> ScorePass { unsafe try ScorePass(tally.heap, plan) }

  mutating func merge(_ other: borrowing ScorePass) throws(OutOfMemory) {
    try tally.merge(other.tally)
    try members.merge(other.members)
  }

  var isOfBuyers: Bool { unsafe !plan.pointee.isOfPersons }

  mutating func pass(_ segment: borrowing Segment) throws(OutOfMemory) {
    let plan = unsafe plan
    unsafe try pass(segment, plan.pointee, asOf: plan.pointee.asOf.unsafelyUnwrapped)
  }

  private mutating func pass(_ segment: borrowing Segment, _ plan: borrowing ScorePlan, asOf: Int64) throws(OutOfMemory) {
    try journeys.begin(segment, plan.matchers, asOf: asOf)
    let left = plan.isOfPersons ? Segment.Mark.account : Segment.Mark.joined
    while let events = journeys.next(segment, asOf: asOf, without: left) {
      guard let (first, score) = add(events, plan) else { continue }
      var place = plan.thresholds.count - 1
      while place > 0 && score < plan.thresholds[place] { place -= 1 }
      if plan.isList {
        guard place >= plan.leastClass else { continue }
        let owner = segment.owners[events.owner]
        let isAccount = segment.marks[events.owner] & Segment.Mark.account != 0
        try members.append(
          MemberList.Member(person: isAccount ? 0 : owner, account: isAccount ? owner : 0, since: reached[place], score: score, place: place))
      } else {
        if plan.keys.width > 0 { plan.keys.read(events.row(first), events.time(first), segment.codes, &periods, into: &key) }
        try tally.count(key, place, score)
      }
    }
  }

  /// The first event with points and the score; nil where none has.
  private mutating func add(_ events: JourneyEvents, _ plan: borrowing ScorePlan) -> (first: Int, score: Int64)? {
    for r in 0..<left.count { left[r] = plan.rules[r].most }
    for c in 0..<reached.count { reached[c] = .max }
    var first = -1
    var score: Int64 = 0
    for e in 0..<events.count {
      let time = events.time(e)
      var counts = false
      for word in 0..<events.words {
        var bits = unsafe events.matches[e * events.words + word]
        while bits != 0 {
          let r = word * 64 + bits.trailingZeroBitCount
          bits &= bits - 1
          guard left[r] > 0, time >= plan.rules[r].from else { continue }
          left[r] -= 1
          score += plan.rules[r].points
          counts = true
        }
      }
      guard counts else { continue }
      if first < 0 { first = e }
      for c in 0..<reached.count where reached[c] == .max && score >= plan.thresholds[c] { reached[c] = time }
    }
    return first < 0 ? nil : (first, score)
  }
}

/// What is counted of scores, by group and class. Tallies of disjoint journeys add up.
struct ScoreTally: ~Copyable {
  struct Count {
    var buyers: UInt64 = 0
    var points: Int128 = 0
  }

  let heap: Heap
  let classes: Int
  private(set) var groups: GroupIndex
  /// By group, then class.
  private(set) var counts: Buffer<Count>

  init(_ heap: Heap, classes: Int, width: Int) {
    self.heap = heap
    self.classes = classes
    groups = GroupIndex(heap, width: width)
    counts = Buffer(heap)
  }

  private mutating func group(_ key: borrowing Buffer<Int64>) throws(OutOfMemory) -> Int {
    try counts.reserve(more: classes)
    var isNew = false
    let group = try groups.find(key, isNew: &isNew)
    if isNew { try counts.append(repeating: Count(), count: classes) }
    return group
  }

  mutating func count(_ key: borrowing Buffer<Int64>, _ place: Int, _ score: Int64) throws(OutOfMemory) {
    let at = try group(key) * classes + place
    counts[at].buyers += 1
    counts[at].points += Int128(score)
  }

  mutating func merge(_ other: borrowing ScoreTally) throws(OutOfMemory) {
    var key = Buffer<Int64>(heap)
    try key.append(repeating: 0, count: groups.width)
    for g in 0..<other.groups.count {
      for w in 0..<groups.width { key[w] = other.groups.key(g, w) }
      let group = try group(key)
      for c in 0..<classes {
        counts[group * classes + c].buyers += other.counts[g * classes + c].buyers
        counts[group * classes + c].points += other.counts[g * classes + c].points
      }
    }
  }
}
