/// One thread's pass over leads: which of them are still open, and what became of the others.
@safe
struct OpenLeadsPass: JourneyPass, ~Copyable {
  struct Cell: BitwiseCopyable {
    var leads: UInt64 = 0
    var open: UInt64 = 0
    /// Of these, not given up.
    var hopeful: UInt64 = 0
    /// What the sales came to that leads became.
    var revenue: Int128 = 0
  }

  /// Leads of a key, of all time, that are decided, and those of them that became a sale.
  struct Conversion: BitwiseCopyable {
    var decided: UInt64 = 0
    var sold: UInt64 = 0
    /// None came to nothing.
    var isOneSided: Bool { sold > 0 && sold == decided }
    /// What the sales came to that these became.
    var revenue: Int128 = 0
  }

  private let plan: UnsafeMutablePointer<OpenLeadsPlan>
  private var journeys: MatchedJourneys
  private var fates: LeadFates
  private var key: Buffer<Int64>
  private var periods: PeriodMemo
  private(set) var groups: GroupIndex
  private(set) var cells: Buffer<Cell>
  /// By the names of the key alone, where it is asked for what open leads are worth.
  private var names: GroupIndex
  private var conversions: Buffer<Conversion>

  /// `plan` has an as-of instant and outlives all passes.
  @inline(never)
  init(_ heap: Heap, _ plan: UnsafeMutablePointer<OpenLeadsPlan>) throws(OutOfMemory) {
    let periods = unsafe try PeriodMemo(heap, plan.pointee.keys.period)
    var key = Buffer<Int64>(heap)
    unsafe try key.append(repeating: 0, count: plan.pointee.keys.width)
    unsafe self.plan = plan
    journeys = MatchedJourneys(heap)
    fates = LeadFates(heap)
    self.key = key
    self.periods = periods
    groups = unsafe GroupIndex(heap, width: plan.pointee.keys.width)
    cells = Buffer(heap)
    names = unsafe GroupIndex(heap, width: plan.pointee.keys.keys.count)
    conversions = Buffer(heap)
  }

  static var part: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    { work in unsafe JourneyWork<OpenLeadsPass>.takePart(work) }
  }

  func another() throws(OutOfMemory) -> OpenLeadsPass { unsafe try OpenLeadsPass(cells.heap, plan) }

  @inline(never)
  mutating func merge(_ other: borrowing OpenLeadsPass) throws(OutOfMemory) {
    for g in 0..<other.groups.count {
      for w in 0..<groups.width { key[w] = other.groups.key(g, w) }
      let group = try group()
      cells[group].leads &+= other.cells[g].leads
      cells[group].open &+= other.cells[g].open
      cells[group].hopeful &+= other.cells[g].hopeful
      cells[group].revenue += other.cells[g].revenue
    }
    for g in 0..<other.names.count {
      for w in 0..<names.width { key[w] = other.names.key(g, w) }
      let place = try conversionPlace()
      conversions[place].decided &+= other.conversions[g].decided
      conversions[place].sold &+= other.conversions[g].sold
      conversions[place].revenue += other.conversions[g].revenue
    }
  }

  mutating func pass(_ segment: borrowing Segment) throws(OutOfMemory) {
    let plan = unsafe plan
    unsafe try pass(segment, plan.pointee)
  }

  private mutating func pass(_ segment: borrowing Segment, _ plan: borrowing OpenLeadsPlan) throws(OutOfMemory) {
    let asOf = unsafe plan.asOf.unsafelyUnwrapped
    try journeys.begin(segment, plan.matchers, asOf: asOf)
    while let events = journeys.next(segment, asOf: asOf) {
      try fates.settle(events, segment)
      for event in 0..<events.count where events.meets(event, OpenLeadsPlan.lead) {
        let time = events.time(event)
        let fate = fates.fate(event)
        let isOld = asOf - time >= plan.givenUpAfter
        // All leads are given the same time, or the young ones that came to something soon would count, and the others not yet.
        if plan.isValued && (plan.hasEnd ? isOld : fate != .open) {
          plan.keys.readNames(events.row(event), segment.codes, into: &key)
          let place = try conversionPlace()
          conversions[place].decided &+= 1
          if fate == .sold && fates.sold(event) - time <= plan.givenUpAfter {
            conversions[place].sold &+= 1
            conversions[place].revenue += fates.amount(event)
          }
        }
        if time < plan.from || time >= plan.to { continue }
        plan.keys.read(events.row(event), time, segment.codes, &periods, into: &key)
        let group = try group()
        cells[group].leads &+= 1
        if fate == .open { cells[group].open &+= 1 }
        if fate == .open && !isOld { cells[group].hopeful &+= 1 }
        cells[group].revenue += fates.amount(event)
      }
    }
  }

  /// What became of the leads of a group's names, whatever their period.
  mutating func conversion(ofGroup group: Int) -> Conversion {
    for w in 0..<names.width { key[w] = groups.key(group, w) }
    guard let place = names.place(of: key) else { return Conversion() }
    return conversions[place]
  }

  /// The number of the key at hand, with a cell for it.
  private mutating func group() throws(OutOfMemory) -> Int {
    try cells.reserve(more: 1)
    var isNew = false
    let group = try groups.find(key, isNew: &isNew)
    if isNew { cells.appendReserved(Cell()) }
    return group
  }

  /// The same of the key's names alone.
  private mutating func conversionPlace() throws(OutOfMemory) -> Int {
    try conversions.reserve(more: 1)
    var isNew = false
    let place = try names.find(key, isNew: &isNew)
    if isNew { conversions.appendReserved(Conversion()) }
    return place
  }
}

/// What is asked of open leads.
struct OpenLeadsPlan: ~Copyable {
  // Matchers.
  /// Those that are asked about.
  static var lead: Int { 0 }
  static var settling: Int { 1 }
  /// Of these, what a lead may become.
  static var sale: Int { 2 }
  static var matchers: Int { 3 }

  var matchers: Matchers
  /// Of the lead.
  var keys: JourneyKeys
  /// Leads lie in [from, to).
  var from: Int64
  var to: Int64
  /// Whether it is asked what open leads are worth.
  var isValued: Bool
  /// For that a lead so old is decided by whether it was sold by then; Int64.max: one that is not open by what became of it.
  var givenUpAfter: Int64
  /// Whether leads are decided by their age.
  var hasEnd: Bool { givenUpAfter != .max }
  /// Nil: the greatest time taken in.
  var asOf: Int64?
}
