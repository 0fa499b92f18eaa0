/// What a segment of journeys came to.
struct CreditPart: ~Copyable {
  let tally: CreditTally
  let totals: OutcomeTally
  let pairs: PairTally
  let keys: GroupIndex

  /// Takes over what a book counted of touches with these keys.
  init(_ book: consuming CreditBook, keys: consuming GroupIndex) {
    tally = book.tally
    totals = book.totals
    pairs = book.pairs
    self.keys = keys
  }
}

/// The sum of parts that come and go.
private struct CreditSum: ~Copyable {
  var book: Box<CreditBook>
  var keys: KeyNumbers

  init(_ heap: Heap, _ plan: borrowing AttributionPlan) throws(OutOfMemory) {
    let book = try Box(heap, try CreditBook(heap, plan))
    keys = try KeyNumbers(heap, width: plan.keys.keys.count)
    self.book = book
  }

  mutating func merge(_ part: borrowing CreditPart, isTaken: Bool = false) throws(OutOfMemory) {
    let numbers = try keys.merge(part.keys)
    try book.value.tally.merge(part.tally, isTaken: isTaken)
    try book.value.totals.merge(part.totals, isTaken: isTaken)
    try book.value.pairs.merge(part.pairs, numbers, isTaken: isTaken)
  }
}

/// Credit that is kept up: each segment's part, and the sum of all. Segments never change, so an update sees only those that are
/// new since the last one, and takes the parts of those that are gone off the sum.
///
/// An update that fails leaves nothing to rely on: the next begins anew.
struct LiveCredit: ~Copyable {
  fileprivate struct Slot: ~Copyable {
    /// The number of the segment that the part is of.
    var serial: UInt64 = 0
    /// One, or none while there is nothing.
    var part: Buffer<CreditPart>
  }

  fileprivate struct Address {
    var lane: Int
    var at: Int
  }

  private let heap: Heap
  var plan: Box<AttributionPlan>
  /// By partition, and one behind for owners who are joined: what its segments came to.
  fileprivate var lanes: Buffer<Buffer<Slot>>
  /// Where parts are to be worked out.
  fileprivate var changed: Buffer<Address>
  private var sum: CreditSum
  private var isWhole = false

  init(_ heap: Heap, _ plan: consuming Box<AttributionPlan>) throws(OutOfMemory) {
    let sum = try CreditSum(heap, plan.value)
    self.heap = heap
    self.plan = plan
    self.sum = sum
    lanes = Buffer(heap)
    changed = Buffer(heap)
  }

  var keys: KeyNumbers { _read { yield sum.keys } }

  /// Goes on with a plan that was made of the same question since. What is known stands if the names that facts have say the same.
  mutating func take(_ fresh: consuming Box<AttributionPlan>) {
    let agrees = fresh.value.agrees(with: plan.value)
    plan = fresh
    if !agrees { isWhole = false }
  }

  /// Brings everything up to segments in order, which have numbers.
  mutating func update(_ journeys: UnsafeMutablePointer<JourneyStore>, threads: Int) throws(OutOfMemory) {
    let isKnown = isWhole
    isWhole = false
    if !isKnown {
      lanes.removeAll()
      sum = try CreditSum(heap, plan.value)
      for _ in 0...Slot.joined { try lanes.append(Buffer(heap)) }
    }
    changed.removeAll()
    for lane in 0..<lanes.count {
      let count = unsafe journeys.pointee.segmentCount(lane)
      for i in 0..<lanes[lane].count where i >= count { try drop(lane, i) }
      lanes[lane].truncate(to: count)
      for i in 0..<count {
        if i == lanes[lane].count { try lanes[lane].append(Slot(part: Buffer(heap))) }
        if unsafe lanes[lane][i].serial == journeys.pointee.serial(lane, i) { continue }
        try drop(lane, i)
        try changed.append(Address(lane: lane, at: i))
      }
    }
    unsafe try LiveWork.run(journeys, &self, threads: threads)
    for i in 0..<changed.count { try sum.merge(lanes[changed[i].lane][changed[i].at].part[0]) }
    // Pairs that came and went may be what there was no room for.
    if sum.book.value.tally.isSparse || sum.book.value.pairs.isFull { try sumUp() }
    isWhole = true
  }

  /// Takes a part off the sum.
  private mutating func drop(_ lane: Int, _ i: Int) throws(OutOfMemory) {
    if lanes[lane][i].part.isEmpty { return }
    try sum.merge(lanes[lane][i].part[0], isTaken: true)
    lanes[lane][i].part.removeAll()
  }

  private mutating func sumUp() throws(OutOfMemory) {
    sum = try CreditSum(heap, plan.value)
    for lane in 0..<lanes.count {
      for i in 0..<lanes[lane].count { try sum.merge(lanes[lane][i].part[0]) }
    }
  }

  /// All of it, as one pass over everything counts it; `hasTotals`: with what totals tell of single outcomes.
  func book(hasTotals: Bool) throws(OutOfMemory) -> Box<CreditBook> {
    var book = try Box(heap, try CreditBook(heap, plan.value))
    book.value.tally = try sum.book.value.tally.standing()
    book.value.totals = try sum.book.value.totals.standing()
    book.value.pairs = try sum.book.value.pairs.standing()
    if !hasTotals { return book }
    for lane in 0..<lanes.count {
      for i in 0..<lanes[lane].count { try book.value.totals.noteEach(of: lanes[lane][i].part[0].totals) }
    }
    return book
  }
}

extension LiveCredit.Slot {
  /// The lane of owners who are joined; all before are those of partitions.
  fileprivate static var joined: Int { Place.partitions }
}

extension JourneyStore {
  fileprivate func segmentCount(_ lane: Int) -> Int {
    lane == LiveCredit.Slot.joined ? joined.count : lane < bins.count ? bins[lane].count : 0
  }

  fileprivate func serial(_ lane: Int, _ i: Int) -> UInt64 {
    lane == LiveCredit.Slot.joined ? joined[i].serial : bins[lane][i].serial
  }
}

/// Several threads that work out parts, each one after the other.
@safe
private struct LiveWork: ~Copyable {
  private let journeys: UnsafeMutablePointer<JourneyStore>
  private let credit: UnsafeMutablePointer<LiveCredit>
  /// Hands out parts.
  private let parts: SharedCount
  private let failures: SharedCount

  private init(_ journeys: UnsafeMutablePointer<JourneyStore>, _ credit: UnsafeMutablePointer<LiveCredit>) throws(OutOfMemory) {
    let parts = unsafe try SharedCount(journeys.pointee.heap)
    let failures = unsafe try SharedCount(journeys.pointee.heap)
    unsafe self.journeys = journeys
    unsafe self.credit = credit
    self.parts = parts
    self.failures = failures
  }

  static func run(_ journeys: UnsafeMutablePointer<JourneyStore>, _ credit: UnsafeMutablePointer<LiveCredit>, threads: Int) throws(OutOfMemory) {
    if unsafe credit.pointee.changed.isEmpty { return }
    var work = unsafe try LiveWork(journeys, credit)
    unsafe withUnsafeMutablePointer(to: &work) { work in
      unsafe Workers.run(threads: Swift.min(threads, credit.pointee.changed.count), work) { work in
        unsafe work.unsafelyUnwrapped.assumingMemoryBound(to: LiveWork.self).pointee.takePart()
        return nil
      }
    }
    if work.failures.count > 0 { throw OutOfMemory() }
  }

  /// Works out the part of one segment. Apart, so that the frames of both stay small.
  @inline(never)
  private func see(_ address: LiveCredit.Address, _ pass: inout AttributionPass) throws(OutOfMemory) {
    if address.lane == LiveCredit.Slot.joined {
      unsafe try pass.pass(journeys.pointee.joined[address.at])
    } else {
      unsafe try pass.pass(journeys.pointee.bins[address.lane][address.at])
    }
    // Each thread changes slots of its own, and never what holds them all.
    let slots = unsafe credit.pointee.lanes[address.lane].base.unsafelyUnwrapped
    unsafe try slots[address.at].part.append(try pass.take())
    unsafe slots[address.at].serial = journeys.pointee.serial(address.lane, address.at)
  }

  private func takePart() {
    do throws(OutOfMemory) {
      var pass = unsafe try AttributionPass(journeys.pointee.heap, credit.pointee.plan.pointer)
      while true {
        let i = parts.next()
        if unsafe i >= credit.pointee.changed.count { return }
        unsafe try see(credit.pointee.changed[i], &pass)
      }
    } catch {
      failures.next()
    }
  }
}
