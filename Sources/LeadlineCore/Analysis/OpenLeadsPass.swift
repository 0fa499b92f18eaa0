/// One thread's pass over leads: which of them are still open.
@safe
struct OpenLeadsPass: JourneyPass, ~Copyable {
  struct Cell: BitwiseCopyable {
    var leads: UInt64 = 0
    var open: UInt64 = 0
  }

  private let plan: UnsafeMutablePointer<OpenLeadsPlan>
  private var journeys: MatchedJourneys
  private var ids: EventIds
  /// By event of a journey: 1 for a lead that a fact names as settled.
  private var isNamed: Buffer<UInt8>
  private var key: Buffer<Int64>
  private var periods: PeriodMemo
  private(set) var groups: GroupIndex
  private(set) var cells: Buffer<Cell>

  /// `plan` has an as-of instant and outlives all passes.
  init(_ heap: Heap, _ plan: UnsafeMutablePointer<OpenLeadsPlan>) throws(OutOfMemory) {
    let periods = unsafe try PeriodMemo(heap, plan.pointee.keys.period)
    var key = Buffer<Int64>(heap)
    unsafe try key.append(repeating: 0, count: plan.pointee.keys.width)
    unsafe self.plan = plan
    journeys = MatchedJourneys(heap)
    ids = EventIds(heap)
    isNamed = Buffer(heap)
    self.key = key
    self.periods = periods
    groups = unsafe GroupIndex(heap, width: plan.pointee.keys.width)
    cells = Buffer(heap)
  }

  static var part: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    { work in unsafe JourneyWork<OpenLeadsPass>.takePart(work) }
  }

  func another() throws(OutOfMemory) -> OpenLeadsPass { unsafe try OpenLeadsPass(cells.heap, plan) }

  mutating func merge(_ other: borrowing OpenLeadsPass) throws(OutOfMemory) {
    for g in 0..<other.groups.count {
      for w in 0..<groups.width { key[w] = other.groups.key(g, w) }
      let group = try group()
      cells[group].leads &+= other.cells[g].leads
      cells[group].open &+= other.cells[g].open
    }
  }

  mutating func pass(_ segment: borrowing Segment) throws(OutOfMemory) {
    let plan = unsafe plan
    unsafe try pass(segment, plan.pointee)
  }

  private mutating func pass(_ segment: borrowing Segment, _ plan: borrowing OpenLeadsPlan) throws(OutOfMemory) {
    try journeys.begin(segment, plan.matchers)
    let asOf = unsafe plan.asOf.unsafelyUnwrapped
    while let events = journeys.next(segment, asOf: asOf) {
      let settled = try settle(events, segment)
      for event in 0..<events.count where events.meets(event, OpenLeadsPlan.lead) {
        let time = events.time(event)
        if time < plan.from || time >= plan.to { continue }
        plan.keys.read(events.row(event), time, segment.codes, &periods, into: &key)
        let group = try group()
        cells[group].leads &+= 1
        if event > settled && isNamed[event] == 0 { cells[group].open &+= 1 }
      }
    }
  }

  /// Marks the leads that are named, and returns the last event that settles all leads before it; -1: there is none.
  private mutating func settle(_ events: JourneyEvents, _ segment: borrowing Segment) throws(OutOfMemory) -> Int {
    ids.begin()
    isNamed.removeAll()
    try isNamed.append(repeating: 0, count: events.count)
    var last = -1
    for event in 0..<events.count where events.meets(event, OpenLeadsPlan.settling) {
      let ref = UInt64(bitPattern: segment.ref[events.row(event)])
      let lead = ref == 0 ? -1 : try ids.event(ref, events, segment, OpenLeadsPlan.anyLead)
      if lead >= 0 { isNamed[lead] = 1 } else { last = event }
    }
    return last
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

/// What is asked of open leads.
struct OpenLeadsPlan: ~Copyable {
  // Matchers.
  /// Those that are asked about.
  static var lead: Int { 0 }
  /// What a ref may name: all leads.
  static var anyLead: Int { 1 }
  static var settling: Int { 2 }
  static var matchers: Int { 3 }

  var matchers: Matchers
  /// Of the lead.
  var keys: JourneyKeys
  /// Leads lie in [from, to).
  var from: Int64
  var to: Int64
  /// Nil: the greatest time taken in.
  var asOf: Int64?
}
