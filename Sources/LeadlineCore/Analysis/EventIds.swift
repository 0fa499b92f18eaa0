/// Finds facts of a journey, of those that meet one matcher, by their ids. Made when it is first asked.
struct EventIds: ~Copyable {
  /// Events by the hash of their ids, open addressing: the event and one, 0 where free.
  private var slots: Buffer<UInt32>
  private var isMade = false

  init(_ heap: Heap) { slots = Buffer(heap) }

  /// Begins with another journey.
  mutating func begin() { isMade = false }

  /// The event with an id, the first of several; -1: there is none.
  mutating func event(_ id: UInt64, _ events: JourneyEvents, _ segment: borrowing Segment, _ matcher: Int) throws(OutOfMemory) -> Int {
    if !isMade { try make(events, segment, matcher) }
    let mask = slots.count - 1
    var at = Int(truncatingIfNeeded: Hash.word(id)) & mask
    while slots[at] != 0 {
      let event = Int(slots[at]) - 1
      if Self.id(event, events, segment) == id { return event }
      at = (at + 1) & mask
    }
    return -1
  }

  private static func id(_ event: Int, _ events: JourneyEvents, _ segment: borrowing Segment) -> UInt64 {
    UInt64(bitPattern: segment.id[events.row(event)])
  }

  private mutating func make(_ events: JourneyEvents, _ segment: borrowing Segment, _ matcher: Int) throws(OutOfMemory) {
    var size = 8
    while size < events.count * 2 { size *= 2 }
    slots.removeAll()
    try slots.append(repeating: 0, count: size)
    for event in 0..<events.count where events.meets(event, matcher) {
      let id = Self.id(event, events, segment)
      if id == 0 { continue }
      var at = Int(truncatingIfNeeded: Hash.word(id)) & (size - 1)
      while slots[at] != 0 && Self.id(Int(slots[at]) - 1, events, segment) != id { at = (at + 1) & (size - 1) }
      if slots[at] == 0 { slots[at] = UInt32(truncatingIfNeeded: event + 1) }
    }
    isMade = true
  }
}
