/// The path of an outcome, from its first touch to the outcome's booking.
extension AttributionPass {
  /// Puts the touches of [from, to) that lie in their windows before an instant on the path, in order.
  mutating func gather(
    _ events: JourneyEvents, _ segment: borrowing Segment, _ plan: borrowing AttributionPlan, from: Int, to: Int, _ end: Int64
  ) throws(OutOfMemory) {
    path.touches.removeAll()
    path.time = end
    let earliest = JourneyTime.before(end, longestWindow)
    var e = to - 1
    let most = plan.cutsPaths ? plan.transforms.most : Int.max
    while e >= from && events.time(e) >= earliest && path.count < most {
      try add(e, events, segment, plan, end)
      e -= 1
    }
    path.reverse()
  }

  /// Puts an event on the path if it is a touch; an outcome's own is a click whatever it is.
  @inline(__always)
  mutating func add(
    _ e: Int, _ events: JourneyEvents, _ segment: borrowing Segment, _ plan: borrowing AttributionPlan, _ end: Int64, isOutcome: Bool = false
  ) throws(OutOfMemory) {
    let row = events.row(e)
    let time = segment.time[row]
    var isClick = true
    if isOutcome {
      if isExcluded(e, events, plan) { return }
    } else {
      guard let t = plan.touch(e, of: events), end - time <= plan.touches[t].window, !waived.waives(e) else { return }
      isClick = plan.touches[t].isClick
    }
    let key = try keys.number(row, segment.codes, plan.keys)
    try path.touches.append(
      TouchPath.Touch(
        key: key, slot: UInt16(truncatingIfNeeded: segment.kind[row]), isClick: isClick,
        isDirect: wantsDirect && plan.directs.matches(0, slot: Int(segment.kind[row]), row, segment.codes) != 0, time: time, event: e))
  }

  private func isExcluded(_ e: Int, _ events: JourneyEvents, _ plan: borrowing AttributionPlan) -> Bool {
    let t = events.first(e, from: plan.firstTouch) - plan.firstTouch
    return t < plan.touches.count && plan.touches[t].isExcluded
  }

  /// Books the outcome at an event with the path gathered.
  mutating func close(
    _ events: JourneyEvents, _ segment: borrowing Segment, _ plan: borrowing AttributionPlan, _ outcome: Int, _ event: Int, _ value: Int64
  ) throws(OutOfMemory) {
    let end = path.time
    if plan.hasPeriods { period[0] = unsafe periods.start(of: plan.keys.period, at: end, plan.keys.zone.pointee) }
    let place = try book.value.totals.place(period) + outcome
    if plan.hasTotals {
      try book.value.totals.note(place, touches: path.count, since: path.count > 0 ? end - path.touches[0].time : 0)
    }
    try path.transform(plan.transforms)
    if plan.anchors > 0 { try findAnchors(events, plan, event) }
    for i in 0..<path.count {
      let touch = path.touches[i]
      path.touches[i].group = try group(touch, i, plan)
    }
    try book.value.book(plan, &path, outcome, CreditBook.Amount(value: Int128(value)), place)
    if wantsLost { try countPath(events, segment, outcome, PathModels.Amount(outcomes: 1, value: Int128(value))) }
  }

  /// The group of a touch that is the path's `i`-th.
  mutating func group(_ touch: TouchPath.Touch, _ i: Int, _ plan: borrowing AttributionPlan) throws(OutOfMemory) -> UInt32 {
    let isPlain = !plan.hasPeriods && !plan.isByPosition
    if isPlain, let group = keys.group(of: touch.key) { return group }
    var at = plan.keys.keys.count
    for w in 0..<at { key[w] = keys.numbers.key(Int(touch.key), w) }
    if plan.hasPeriods {
      key[at] = plan.isByTouch ? unsafe periods.start(of: plan.keys.period, at: touch.time, plan.keys.zone.pointee) : period[0]
      at += 1
    }
    if plan.isByPosition { key[at] = Int64(i + 1) }
    let group = UInt32(truncatingIfNeeded: try book.value.tally.group(key))
    if isPlain { try keys.note(group, of: touch.key) }
    return group
  }

  private mutating func findAnchors(_ events: JourneyEvents, _ plan: borrowing AttributionPlan, _ outcome: Int) throws(OutOfMemory) {
    path.anchors.removeAll()
    try path.anchors.append(repeating: -1, count: plan.anchors)
    if path.count == 0 { return }
    for a in 0..<plan.anchors {
      for e in path.touches[0].event...outcome where events.meets(e, plan.firstAnchor + a) {
        path.anchors[a] = e
        break
      }
    }
  }
}
