/// How long enquiries have been waiting at one instant, elapsed or by a calendar.
///
/// Working time costs a step for each change of the clocks on the way, which over centuries are many. From one change on it is the
/// same for all that came before, so it is worked out once for each change that follows an enquiry.
struct WaitingTime: ~Copyable {
  private var changes: GroupIndex
  private var key: Buffer<Int64>
  /// By number of a change: the working time from it to the instant.
  private var rests: Buffer<Int64>

  init(_ heap: Heap) throws(OutOfMemory) {
    var key = Buffer<Int64>(heap)
    try key.append(0)
    changes = GroupIndex(heap, width: 1)
    rests = Buffer(heap)
    self.key = key
  }

  /// From an instant to that one, which is no earlier and the same in every call.
  mutating func time(from start: Int64, to instant: Int64, _ plan: borrowing ResponsePlan) throws(OutOfMemory) -> Int64 {
    if plan.calendars.isEmpty || start >= instant { return plan.time(from: start, to: instant) }
    let change = plan.calendars[0].change(behind: start, upTo: instant)
    let worked = plan.calendars[0].working(from: start, to: change)
    if change == instant { return worked }
    key[0] = change
    try rests.reserve(more: 1)
    var isNew = false
    let place = try changes.find(key, isNew: &isNew)
    if isNew { rests.appendReserved(plan.calendars[0].working(from: change, to: instant)) }
    return worked + rests[place]
  }
}
