/// What the sales of one journey are worth once its corrections (refunds, cancellations) are taken off them.
///
/// A correction belongs to the sale whose id it names in `ref`; one that names none, to the latest sale before it that was
/// never undone as a whole. Corrections are taken in the order of facts. Nothing is taken off a sale beyond what it was worth: the
/// rest of a correction, and one whose sale the journey does not have, is `excess`. A correction below 0 takes back what was taken
/// off the sale it names; without a ref, off the sale that the latest one without a ref went to.
///
/// A sale no longer *stands* while all that it was worth is taken off it. One that was never worth anything is undone by a
/// correction that names it, or by one of nothing without a ref, where it is the latest sale that may be; one below 0 that names it
/// makes it stand again.
@safe
struct Corrections: ~Copyable {
  private struct Sale {
    var event: Int
    var amount: Int64
    /// Of the amount, taken off: 0 up to it.
    var undone: Int64
    /// Nothing was left of it once.
    var isUndone: Bool
    /// It was never worth anything, and was undone all the same.
    var isVoid = false

    var remaining: Int64 { amount - undone }
    var stands: Bool { amount > 0 ? undone < amount : !isVoid }
  }

  private var sales: Buffer<Sale>
  /// By event: its sale and one, 0 where it is none.
  private var saleOf: Buffer<UInt32>
  private var ids: EventIds
  /// Sales that may be undone, the latest last.
  private var open: Buffer<UInt32>
  /// Those that were never worth anything and may be undone, the latest last.
  private var free: Buffer<UInt32>
  /// What corrections came to beyond the sales that they belong to.
  private(set) var excess: Int128 = 0

  init(_ heap: Heap) {
    sales = Buffer(heap)
    saleOf = Buffer(heap)
    ids = EventIds(heap)
    open = Buffer(heap)
    free = Buffer(heap)
  }

  /// Works out a journey, whose sales and corrections meet these matchers. No fact meets both.
  mutating func settle(_ events: JourneyEvents, _ segment: borrowing Segment, sales matcher: Int, corrections: Int) throws(OutOfMemory) {
    sales.removeAll()
    saleOf.removeAll()
    open.removeAll()
    free.removeAll()
    ids.begin()
    excess = 0
    try saleOf.append(repeating: 0, count: events.count)
    for event in 0..<events.count where events.meets(event, matcher) {
      let amount = segment.amount[events.row(event)]
      try sales.append(Sale(event: event, amount: amount, undone: 0, isUndone: false))
      saleOf[event] = UInt32(truncatingIfNeeded: sales.count)
    }
    try open.reserve(exactly: sales.count)
    try free.reserve(exactly: sales.count)
    // The sale that the latest correction without a ref went to, for one below 0 that follows.
    var latest = -1
    for event in 0..<events.count {
      if saleOf[event] != 0 {
        let sale = saleOf[event] - 1
        if sales[Int(sale)].amount > 0 { open.appendReserved(sale) } else { free.appendReserved(sale) }
        continue
      }
      guard events.meets(event, corrections) else { continue }
      let amount = segment.amount[events.row(event)]
      let ref = UInt64(bitPattern: segment.ref[events.row(event)])
      if ref != 0 {
        let named = try ids.event(ref, events, segment, matcher)
        let sale = named < 0 ? -1 : Int(saleOf[named]) - 1
        if sale >= 0 && sales[sale].amount <= 0 { void(sale, amount >= 0) }
        excess += take(amount, off: sale)
      } else if amount < 0 {
        excess += take(amount, off: latest)
      } else {
        while !open.isEmpty && sales[Int(open[open.count - 1])].isUndone { _ = open.removeLast() }
        latest = open.isEmpty ? -1 : Int(open[open.count - 1])
        if amount == 0 { voidLatest(behind: latest) }
        excess += take(amount, off: latest)
      }
    }
  }

  /// What is left of the sale that an event is; it was settled with.
  func remaining(_ event: Int) -> Int64 { sales[Int(saleOf[event]) - 1].remaining }

  /// Whether a sale that was settled with is not undone as a whole.
  func stands(_ event: Int) -> Bool { sales[Int(saleOf[event]) - 1].stands }

  /// The event that is the sale with an id, of the journey that was settled by this matcher of sales; -1: there is none.
  mutating func event(ofId id: UInt64, _ events: JourneyEvents, _ segment: borrowing Segment, sales matcher: Int) throws(OutOfMemory) -> Int {
    try ids.event(id, events, segment, matcher)
  }

  /// Undoes the latest sale that was never worth anything, if it comes behind the latest of the others that may be undone.
  private mutating func voidLatest(behind other: Int) {
    while !free.isEmpty && sales[Int(free[free.count - 1])].isUndone { _ = free.removeLast() }
    if !free.isEmpty && Int(free[free.count - 1]) > other { void(Int(free.removeLast()), true) }
  }

  private mutating func void(_ sale: Int, _ isVoid: Bool) {
    sales[sale].isVoid = isVoid
    if isVoid { sales[sale].isUndone = true }
  }

  /// Takes so much off a sale and returns what it does not take; none is -1.
  private mutating func take(_ amount: Int64, off sale: Int) -> Int128 {
    guard sale >= 0, sales[sale].amount > 0 else { return Int128(amount) }
    let wanted = Int128(sales[sale].undone) + Int128(amount)
    let undone = Swift.max(0, Swift.min(wanted, Int128(sales[sale].amount)))
    sales[sale].undone = Int64(undone)
    if sales[sale].undone == sales[sale].amount { sales[sale].isUndone = true }
    return wanted - undone
  }
}
