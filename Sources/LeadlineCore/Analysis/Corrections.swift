/// What the sales of one journey are worth once its corrections (refunds, cancellations) are taken off them.
///
/// A correction belongs to the sale whose id it names in `ref`; one that names none, to the latest sale before it that was
/// never undone as a whole. Corrections are taken in the order of facts. Nothing is taken off a sale beyond what it was worth: the
/// rest of a correction, and one whose sale the journey does not have, is `excess`. A correction below 0 takes back what was taken
/// off the sale it names; without a ref, off the sale that the latest one without a ref went to.
@safe
struct Corrections: ~Copyable {
  private struct Sale {
    var event: Int
    var amount: Int64
    /// Of the amount, taken off: 0 up to it.
    var undone: Int64
    /// Nothing was left of it once; also of one that never was worth anything.
    var isUndone: Bool

    var remaining: Int64 { amount - undone }
  }

  private var sales: Buffer<Sale>
  /// By event: its sale and one, 0 where it is none.
  private var saleOf: Buffer<UInt32>
  private var ids: EventIds
  /// Sales that may not be undone, the latest last.
  private var open: Buffer<UInt32>
  /// What corrections came to beyond the sales that they belong to.
  private(set) var excess: Int128 = 0

  init(_ heap: Heap) {
    sales = Buffer(heap)
    saleOf = Buffer(heap)
    ids = EventIds(heap)
    open = Buffer(heap)
  }

  /// Works out a journey, whose sales and corrections meet these matchers. No fact meets both.
  mutating func settle(_ events: JourneyEvents, _ segment: borrowing Segment, sales matcher: Int, corrections: Int) throws(OutOfMemory) {
    sales.removeAll()
    saleOf.removeAll()
    open.removeAll()
    ids.begin()
    excess = 0
    try saleOf.append(repeating: 0, count: events.count)
    for event in 0..<events.count where events.meets(event, matcher) {
      let amount = segment.amount[events.row(event)]
      try sales.append(Sale(event: event, amount: amount, undone: 0, isUndone: amount <= 0))
      saleOf[event] = UInt32(truncatingIfNeeded: sales.count)
    }
    try open.reserve(exactly: sales.count)
    // The sale that the latest correction without a ref went to, for one below 0 that follows.
    var latest = -1
    for event in 0..<events.count {
      if saleOf[event] != 0 {
        open.appendReserved(saleOf[event] - 1)
        continue
      }
      guard events.meets(event, corrections) else { continue }
      let amount = segment.amount[events.row(event)]
      let ref = UInt64(bitPattern: segment.ref[events.row(event)])
      if ref != 0 {
        let sale = try ids.event(ref, events, segment, matcher)
        excess += take(amount, off: sale < 0 ? -1 : Int(saleOf[sale]) - 1)
      } else if amount < 0 {
        excess += take(amount, off: latest)
      } else {
        while !open.isEmpty && sales[Int(open[open.count - 1])].isUndone { _ = open.removeLast() }
        latest = open.isEmpty ? -1 : Int(open[open.count - 1])
        excess += take(amount, off: latest)
      }
    }
  }

  /// What is left of the sale that an event is; it was settled with.
  func remaining(_ event: Int) -> Int64 { sales[Int(saleOf[event]) - 1].remaining }

  /// The event that is the sale with an id, of the journey that was settled by this matcher of sales; -1: there is none.
  mutating func event(ofId id: UInt64, _ events: JourneyEvents, _ segment: borrowing Segment, sales matcher: Int) throws(OutOfMemory) -> Int {
    try ids.event(id, events, segment, matcher)
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
