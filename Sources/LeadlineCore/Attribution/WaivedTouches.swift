/// Which facts of a journey are no touches, whatever their kinds say: those that a correction names, and visits that come of a click.
struct WaivedTouches: ~Copyable {
  /// By event of the journey at hand, if any is waived.
  private var isWaived: Buffer<UInt8>
  private(set) var hasAny = false
  private var ids: EventIds
  /// Clicks that are touches, in order.
  private var clicks: Buffer<UInt32>

  init(_ heap: Heap) {
    isWaived = Buffer(heap)
    ids = EventIds(heap)
    clicks = Buffer(heap)
  }

  /// Forgets the journey before.
  mutating func begin() { hasAny = false }

  @inline(__always)
  func waives(_ event: Int) -> Bool { hasAny && isWaived[event] != 0 }

  /// Goes through a journey.
  mutating func find(_ events: JourneyEvents, _ segment: borrowing Segment, _ plan: borrowing AttributionPlan) throws(OutOfMemory) {
    for c in 0..<AttributionPlan.correctedKinds where plan.correctsTouches {
      try findCorrected(events, segment, of: plan.corrected(c), by: plan.correcting(c))
    }
    if plan.hasVisits { try findVisits(events, segment, plan) }
  }

  /// A correction names the fact that it takes back; one below 0 puts it in again.
  private mutating func findCorrected(_ events: JourneyEvents, _ segment: borrowing Segment, of corrected: Int, by correcting: Int) throws(OutOfMemory) {
    ids.begin()
    for e in 0..<events.count where events.meets(e, correcting) {
      let row = events.row(e)
      let ref = UInt64(bitPattern: segment.ref[row])
      if ref == 0 { continue }
      let named = try ids.event(ref, events, segment, corrected)
      if named >= 0 { try mark(named, events, segment.amount[row] >= 0) }
    }
  }

  /// A visit within the idle limit of a click of the same person is what that click led to.
  private mutating func findVisits(_ events: JourneyEvents, _ segment: borrowing Segment, _ plan: borrowing AttributionPlan) throws(OutOfMemory) {
    clicks.removeAll()
    for e in 0..<events.count {
      if events.meets(e, plan.clicks) {
        if plan.touch(e, of: events) != nil && !waives(e) { try clicks.append(UInt32(truncatingIfNeeded: e)) }
        continue
      }
      guard events.meets(e, plan.visits) else { continue }
      let row = events.row(e)
      let person = segment.person(row, of: events.owner)
      var c = clicks.count - 1
      while c >= 0 {
        let click = events.row(Int(clicks[c]))
        if segment.time[row] - segment.time[click] > plan.visitIdle { break }
        if segment.person(click, of: events.owner) == person {
          try mark(e, events, true)
          break
        }
        c -= 1
      }
    }
  }

  private mutating func mark(_ event: Int, _ events: JourneyEvents, _ isWaived: Bool) throws(OutOfMemory) {
    if !hasAny {
      if !isWaived { return }
      self.isWaived.removeAll()
      try self.isWaived.append(repeating: 0, count: events.count)
      hasAny = true
    }
    self.isWaived[event] = isWaived ? 1 : 0
  }
}
