/// The counting of `CohortPass` for segments without corrections, costs and referrals, where no times are wanted: what most hold.
///
/// Many journeys are gone through in one loop without branches, as in `PlainFunnel`, which lists the members and
/// what they did. Then each list is gone through by itself.
@safe
struct PlainCohorts: ~Copyable {
  /// By event.
  private var times: Buffer<Int64>
  private var isFirst: Buffer<UInt8>
  /// By journey.
  private var owners: Buffer<UInt32>
  private var members: Buffer<Member>
  private var acts: Buffer<Act>
  /// By number of a period, as far as keys are nothing else: the group that was found last.
  private var known: Buffer<Known>

  private struct Member: BitwiseCopyable {
    var event: UInt32
    var journey: UInt32
    /// -1: of no cohort.
    var group = 0
    /// The number of the period of the first fact.
    var beginning = 0
    /// Of the last activity; below 0: none yet.
    var lastAge = -1
    var sales = 0
  }

  private struct Act: BitwiseCopyable {
    var event: UInt32
    var member: UInt32
  }

  private struct Known: BitwiseCopyable {
    var number: Int
    var group: Int
  }

  init(_ heap: Heap) throws(OutOfMemory) {
    times = Buffer(heap)
    isFirst = Buffer(heap)
    owners = Buffer(heap)
    members = Buffer(heap)
    acts = Buffer(heap)
    var known = Buffer<Known>(heap)
    try known.append(repeating: Known(number: .min, group: 0), count: 64)
    self.known = known
  }

  static func suits(_ plan: borrowing CohortPlan, _ journeys: borrowing MatchedJourneys) -> Bool {
    let others = UInt64(1) << CohortPlan.correction | 1 << CohortPlan.goods | 1 << CohortPlan.service | 1 << CohortPlan.referral
    return !plan.hasTimes && plan.matchers.words == 1 && journeys.met & others == 0
  }

  /// Counts the journeys of a segment.
  mutating func count(
    _ journeys: borrowing MatchedJourneys, _ segment: borrowing Segment, _ plan: borrowing CohortPlan, _ periods: inout PeriodMemo,
    _ key: inout Buffer<Int64>, _ tally: inout CohortTally
  ) throws(OutOfMemory) {
    if journeys.count == 0 { return }
    let (memberCount, actCount) = try list(journeys, segment, plan)
    try findGroups(memberCount, journeys, segment, plan, &periods, &key, &tally)
    try countActs(actCount, journeys, segment, plan, &periods, &tally)
    for m in 0..<memberCount where members[m].group >= 0 && members[m].sales > 0 {
      tally.sums[members[m].group].sales &+= UInt64(members[m].sales)
      tally.sums[members[m].group].customers &+= 1
      if members[m].sales > 1 { tally.sums[members[m].group].repeatCustomers &+= 1 }
    }
  }

  /// Lists who has a first fact, and what each did from then on, as far as it is seen.
  @_optimize(speed)
  private mutating func list(
    _ journeys: borrowing MatchedJourneys, _ segment: borrowing Segment, _ plan: borrowing CohortPlan
  ) throws(OutOfMemory) -> (members: Int, acts: Int) {
    let count = journeys.count
    if times.count < count { try times.resize(to: count, filling: 0) }
    isFirst.removeAll()
    try isFirst.append(repeating: 0, count: count + 1)
    if owners.count <= segment.ownerCount {
      try owners.resize(to: segment.ownerCount + 1, filling: 0)
      try members.resize(to: segment.ownerCount + 1, filling: Member(event: 0, journey: 0))
    }
    if acts.count <= count { try acts.resize(to: count + 1, filling: Act(event: 0, member: 0)) }
    let times = unsafe self.times.base.unsafelyUnwrapped
    let isFirst = unsafe self.isFirst.base.unsafelyUnwrapped
    let members = unsafe self.members.base.unsafelyUnwrapped
    let acts = unsafe self.acts.base.unsafelyUnwrapped
    unsafe journeys.readTimes(segment, to: times)
    _ = unsafe journeys.listOwners(segment, owners.base.unsafelyUnwrapped, isFirst: isFirst)
    let matches = unsafe journeys.bits
    let asOf = unsafe plan.asOf.unsafelyUnwrapped
    var journey = -1
    var isMember = 0
    var (m, a) = (0, 0)
    for e in 0..<count {
      let new = unsafe Int(isFirst[e])
      journey &+= new
      isMember &= new ^ 1
      let bits = unsafe matches[e]
      let seen = unsafe times[e] <= asOf ? 1 : 0
      let begins = Int(truncatingIfNeeded: bits) & 1 & (isMember ^ 1) & seen
      unsafe members[m] = Member(event: UInt32(truncatingIfNeeded: e), journey: UInt32(truncatingIfNeeded: journey))
      m &+= begins
      isMember |= begins
      unsafe acts[a] = Act(event: UInt32(truncatingIfNeeded: e), member: UInt32(truncatingIfNeeded: m &- 1))
      a &+= MatchedJourneys.oneUnlessZero(bits & ~1) & isMember & seen
    }
    return (m, a)
  }

  private mutating func findGroups(
    _ count: Int, _ journeys: borrowing MatchedJourneys, _ segment: borrowing Segment, _ plan: borrowing CohortPlan,
    _ periods: inout PeriodMemo, _ key: inout Buffer<Int64>, _ tally: inout CohortTally
  ) throws(OutOfMemory) {
    let period = plan.keys.period
    for m in 0..<count {
      let event = Int(members[m].event)
      let time = times[event]
      let owner = Int(owners[Int(members[m].journey)])
      if time < plan.from || time >= plan.to || segment.marks[owner] & Segment.Mark.joined != 0 {
        members[m].group = -1
        continue
      }
      let number = unsafe periods.number(of: period, at: time, plan.keys.zone.pointee)
      let isKnown = plan.keys.keys.isEmpty && known[number & 63].number == number
      var group = known[number & 63].group
      if !isKnown {
        plan.keys.read(journeys.row(event), time, segment.codes, &periods, into: &key)
        group = try tally.group(key)
        known[number & 63] = Known(number: number, group: group)
      }
      members[m].group = group
      members[m].beginning = number
      tally.sums[group].size &+= 1
    }
  }

  private mutating func countActs(
    _ count: Int, _ journeys: borrowing MatchedJourneys, _ segment: borrowing Segment, _ plan: borrowing CohortPlan,
    _ periods: inout PeriodMemo, _ tally: inout CohortTally
  ) throws(OutOfMemory) {
    let period = plan.keys.period
    let matches = unsafe journeys.bits
    for a in 0..<count {
      let (event, member) = (Int(acts[a].event), Int(acts[a].member))
      let group = members[member].group
      if group < 0 { continue }
      let bits = unsafe matches[event]
      let age = unsafe periods.number(of: period, at: times[event], plan.keys.zone.pointee) - members[member].beginning
      if age > plan.maxAge { continue }
      var cell = CohortCell()
      if bits & 1 << CohortPlan.activity != 0 {
        cell.facts = 1
        cell.active = age == members[member].lastAge ? 0 : 1
        members[member].lastAge = age
      }
      if bits & 1 << CohortPlan.sale != 0 {
        cell.revenue = Int128(segment.amount[journeys.row(event)])
        members[member].sales += 1
      }
      try tally.addPlain(cell, group, age)
    }
  }
}
