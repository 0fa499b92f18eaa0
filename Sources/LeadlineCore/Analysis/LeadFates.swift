/// What became of the leads of one journey.
///
/// A fact that settles leads names one by its `ref`; one that names none settles all before it that are open. A sale is what one
/// lead became: the one it names, else the latest of those that it settles. So leads become no more sales than there are. A lead that
/// several sales name became all of these.
struct LeadFates: ~Copyable {
  enum Fate: UInt8 {
    case open = 0
    case settled = 1
    case sold = 2
  }

  private var ids: EventIds
  /// By event of a journey.
  private var fates: Buffer<UInt8>
  /// By event, what the sales that a lead became came to.
  private var amounts: Buffer<Int128>
  /// The same, when the first of these was.
  private var sold: Buffer<Int64>
  /// Events, the leads so far that were open when they came.
  private var waiting: Buffer<UInt32>

  init(_ heap: Heap) {
    ids = EventIds(heap)
    fates = Buffer(heap)
    amounts = Buffer(heap)
    sold = Buffer(heap)
    waiting = Buffer(heap)
  }

  /// Of an event of the journey that was settled last, a lead.
  func fate(_ event: Int) -> Fate { Fate(rawValue: fates[event]) ?? .open }

  /// What the sales came to that such a lead became.
  func amount(_ event: Int) -> Int128 { amounts[event] }

  /// When the first of these was.
  func sold(_ event: Int) -> Int64 { sold[event] }

  mutating func settle(_ events: JourneyEvents, _ segment: borrowing Segment) throws(OutOfMemory) {
    ids.begin()
    fates.removeAll()
    amounts.removeAll()
    sold.removeAll()
    waiting.removeAll()
    try fates.append(repeating: Fate.open.rawValue, count: events.count)
    try amounts.append(repeating: 0, count: events.count)
    try sold.append(repeating: 0, count: events.count)
    for event in 0..<events.count {
      if events.meets(event, OpenLeadsPlan.lead) { try waiting.append(UInt32(truncatingIfNeeded: event)) }
      guard events.meets(event, OpenLeadsPlan.settling) else { continue }
      let isSale = events.meets(event, OpenLeadsPlan.sale)
      let ref = UInt64(bitPattern: segment.ref[events.row(event)])
      let named = ref == 0 ? -1 : try ids.event(ref, events, segment, OpenLeadsPlan.lead)
      if named >= 0 {
        if isSale { sell(named, event, events, segment) } else if fate(named) == .open { fates[named] = Fate.settled.rawValue }
        continue
      }
      var isTaken = !isSale
      while !waiting.isEmpty {
        let lead = Int(waiting.removeLast())
        if fate(lead) != .open { continue }
        if isTaken { fates[lead] = Fate.settled.rawValue } else { sell(lead, event, events, segment) }
        isTaken = true
      }
    }
  }

  private mutating func sell(_ lead: Int, _ sale: Int, _ events: JourneyEvents, _ segment: borrowing Segment) {
    if fate(lead) != .sold { sold[lead] = events.time(sale) }
    fates[lead] = Fate.sold.rawValue
    amounts[lead] += Int128(segment.amount[events.row(sale)])
  }
}
