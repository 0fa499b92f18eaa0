/// What becomes of the ledger by a batch, a merge or clearing, and of the cells by that. The ledger is changed at once, so that
/// each fact is looked at where it comes to stand, and `undo` takes that back should anything fail before `apply`, which
/// cannot.
struct LedgerChange: ~Copyable {
  /// The facts that come.
  var fresh: FactList
  /// Those that give way to a repeat or are cleared.
  var gone: FactList
  /// What is to be booked beside the facts themselves.
  var bookings: Bookings
  /// What is cleared; nil: nothing.
  var area: ClearArea?
  /// How many have come and gone already.
  private var freshDone = 0
  private var goneDone = 0

  init(_ heap: Heap, dimensions: Int) {
    fresh = FactList(heap, dimensions: dimensions)
    gone = FactList(heap, dimensions: dimensions)
    bookings = Bookings(heap, dimensions: dimensions)
  }

  /// Changes the ledger and works out what that books.
  mutating func work(_ ledger: inout Ledger, _ order: LedgerOrder) throws(OutOfMemory) {
    if let area { try clear(area, ledger, order) }
    try ledger.reserve(fresh.count, order)
    while goneDone < gone.count {
      guard let record = ledger.find(gone.fact(goneDone), order) else {
        gone.remove(at: goneDone)
        continue
      }
      try bookings.addEffect(of: record, sign: -1, ledger, order)
      ledger.remove(at: record, order)
      goneDone += 1
    }
    while freshDone < fresh.count {
      try bookings.reserve(more: Bookings.mostOfOne)
      let record = ledger.add(fresh.fact(freshDone), order)
      freshDone += 1
      try bookings.addEffect(of: record, sign: 1, ledger, order)
    }
  }

  /// Facts that are cleared go like any others, but what was booked for them where cells are cleared is gone as it is.
  private mutating func clear(_ area: ClearArea, _ ledger: borrowing Ledger, _ order: LedgerOrder) throws(OutOfMemory) {
    let first = bookings.count
    try bookings.addChains(of: ledger, sign: -1, order)
    bookings.filter(from: first, area)
    for record in 0..<ledger.count where area.holds(ledger.fact(record)) { try gone.add(ledger.fact(record)) }
  }

  /// Gives the ledger back as it was. Cannot fail: as many facts found room before.
  mutating func undo(_ ledger: inout Ledger, _ order: LedgerOrder) {
    while freshDone > 0 {
      freshDone -= 1
      if let record = ledger.find(fresh.fact(freshDone), order) { ledger.remove(at: record, order) }
    }
    while goneDone > 0 {
      goneDone -= 1
      ledger.add(gone.fact(goneDone), order)
    }
  }

  /// First room, then cells: cells that grow wider forget the empty ones, so whoever else needs room takes it in between.
  func makeRoom(_ store: inout Store) throws(OutOfMemory) {
    for i in 0..<bookings.count {
      let fact = bookings.fact(i)
      try store.makeRoom(counts: fact.count.magnitude, amounts: fact.amount.magnitude)
    }
  }

  func makeCells(_ store: inout Store) throws(OutOfMemory) {
    for i in 0..<bookings.count { try store.book(bookings.fact(i), sign: 0) }
  }

  /// Changes the cells.
  func apply(_ store: inout Store) {
    for i in 0..<bookings.count { try? store.book(bookings.fact(i), sign: bookings.sign(i)) }
  }
}

/// Which facts a call clears: those with one of these codes of a dimension, in these ranges. A view of a plan that stays.
@safe
struct ClearArea {
  let dimension: Int
  let codes: Marks
  private let ranges: UnsafePointer<Interval>?
  private let rangeCount: Int

  init(_ dimension: Int, _ plan: borrowing ClearPlan) {
    self.dimension = dimension
    codes = Marks(plan.codes)
    unsafe ranges = UnsafePointer(plan.ranges.base)
    rangeCount = plan.ranges.count
  }

  func holds(_ fact: Fact) -> Bool { holds(fact.time, fact.code(dimension)) }

  /// Whether a fact of that time and that code of the dimension is held.
  func holds(_ time: Int64, _ code: UInt32) -> Bool {
    guard codes.holds(Int(code)), let ranges = unsafe ranges else { return false }
    for i in 0..<rangeCount where unsafe ranges[i].start <= time && time < ranges[i].end { return true }
    return false
  }
}

/// A view of a byte a thing, not 0 for those that are marked.
@safe
struct Marks {
  private let base: UnsafePointer<UInt8>?
  private let count: Int

  init(_ marks: borrowing Buffer<UInt8>) {
    unsafe base = UnsafePointer(marks.base)
    count = marks.count
  }

  func holds(_ i: Int) -> Bool {
    guard i < count, let base = unsafe base else { return false }
    return unsafe base[i] != 0
  }
}

/// Facts of one ref while they are put in order.
struct RefChain: ~Copyable {
  private let width: Int
  private let dimensionCount: Int
  private var words: Buffer<UInt64>
  private var order: Buffer<UInt32>

  init(_ heap: Heap, dimensions: Int) {
    width = Fact.words(dimensions: dimensions)
    dimensionCount = dimensions
    words = Buffer(heap)
    order = Buffer(heap)
  }

  var count: Int { order.count }

  mutating func removeAll() {
    words.removeAll()
    order.removeAll()
  }

  mutating func add(_ fact: Fact) throws(OutOfMemory) {
    try words.reserve(more: width)
    try order.append(UInt32(order.count))
    for i in 0..<width { unsafe words.appendReserved(fact.words[i]) }
  }

  /// The `i`-th in order, once it is sorted.
  func fact(_ i: Int) -> Fact { fact(record: Int(order[i])) }

  private func fact(record: Int) -> Fact {
    unsafe Fact(words: words.base.unsafelyUnwrapped + record &* width, dimensionCount: dimensionCount)
  }

  enum Grouping {
    /// Statuses that exclude one another.
    case status
    /// What speaks of one family.
    case subject
  }

  /// By group, then in the one order of facts.
  mutating func sort(
    _ grouping: Grouping, _ rules: UnsafePointer<RefRules>, _ kinds: UnsafeMutablePointer<KindTable>, _ names: UnsafeMutablePointer<Names>
  ) throws(OutOfMemory) {
    guard count > 1 else { return }
    let heap = order.heap
    let by = unsafe Order(
      words: words.base.unsafelyUnwrapped, width: width, dimensionCount: dimensionCount, grouping: grouping, rules: rules, kinds: kinds, names: names)
    try MergeSort.sort(&order, heap, by: by)
  }

  @safe
  private struct Order: RowOrder {
    let words: UnsafeMutablePointer<UInt64>
    let width: Int
    let dimensionCount: Int
    let grouping: Grouping
    let rules: UnsafePointer<RefRules>
    let kinds: UnsafeMutablePointer<KindTable>
    let names: UnsafeMutablePointer<Names>

    func compare(_ a: UInt32, _ b: UInt32) -> Int {
      let left = unsafe Fact(words: words + Int(a) &* width, dimensionCount: dimensionCount)
      let right = unsafe Fact(words: words + Int(b) &* width, dimensionCount: dimensionCount)
      let (mine, other) = (group(left), group(right))
      if mine != other { return mine < other ? -1 : 1 }
      if unsafe left.isBefore(right, kinds.pointee, names) { return -1 }
      return unsafe right.isBefore(left, kinds.pointee, names) ? 1 : 0
    }

    private func group(_ fact: Fact) -> UInt16 {
      let slot = unsafe kinds.pointee.slot(of: fact.kind)
      return unsafe grouping == .status ? rules.pointee.group(slot) : rules.pointee.subject(slot)
    }
  }
}
