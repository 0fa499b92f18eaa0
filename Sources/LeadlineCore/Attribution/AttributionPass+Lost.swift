/// Paths that led to nothing, and all paths for models that look at all.
extension AttributionPass {
  /// Counts what came behind all outcomes as a path that led to nothing; it ends with its last touch.
  mutating func lose(
    _ events: JourneyEvents, _ segment: borrowing Segment, _ plan: borrowing AttributionPlan, _ outcome: Int, from: Int
  ) throws(OutOfMemory) {
    var last = events.count - 1
    while last >= from && (plan.touch(last, of: events) == nil || waived.waives(last)) { last -= 1 }
    if last < from { return }
    let end = events.time(last)
    guard end >= plan.from && end < plan.to else { return }
    if losesKeysAlone && !waived.hasAny {
      try listKeys(events, segment, plan, from: from, to: last + 1, end)
      let (amount, heldOut) = share(PathModels.Amount(lost: 1), segment.owners[events.owner])
      return try book.value.ofPaths.count(keys: path.walk, outcome, amount, heldOut: heldOut)
    }
    try gather(events, segment, plan, from: from, to: last + 1, end)
    try path.transform(plan.transforms)
    // So that keys that led to nothing have a row; of no period, since they are credited in none.
    if !plan.hasPeriods { for i in 0..<path.count { _ = try group(path.touches[i], i, plan) } }
    try countPath(events, segment, outcome, PathModels.Amount(lost: 1))
  }

  /// Counts the path for models that look at all.
  mutating func countPath(
    _ events: JourneyEvents, _ segment: borrowing Segment, _ outcome: Int, _ amount: PathModels.Amount
  ) throws(OutOfMemory) {
    let (amount, heldOut) = share(amount, segment.owners[events.owner])
    try book.value.ofPaths.count(&path, outcome, amount, heldOut: heldOut)
  }

  /// What of an owner's path chains are made of, and what is held out.
  private func share(_ amount: PathModels.Amount, _ owner: UInt64) -> (PathModels.Amount, heldOut: PathModels.Amount) {
    let isHeldOut = book.value.ofPaths.haveSearches && ChainOrders.isHeldOut(owner)
    let nothing = PathModels.Amount()
    return isHeldOut ? (nothing, amount) : (amount, nothing)
  }

  /// Makes a walk of the keys of touches among [from, to) that lie in their windows before an instant. Keys that are known have their
  /// groups.
  private mutating func listKeys(
    _ events: JourneyEvents, _ segment: borrowing Segment, _ plan: borrowing AttributionPlan, from: Int, to: Int, _ end: Int64
  ) throws(OutOfMemory) {
    path.walk.removeAll()
    try path.walk.reserve(exactly: to - from)
    var e = from
    while true {
      e = walk.list(events, segment, from: e, to: to, end, keys, into: &path.walk)
      if e == to { return }
      let touch = plan.touch(e, of: events)
      let row = events.row(e)
      e += 1
      guard let touch, end - segment.time[row] <= plan.touches[touch].window else { continue }
      let key = try keys.number(row, segment.codes, plan.keys)
      if !plan.hasPeriods && keys.group(of: key) == nil { _ = try group(TouchPath.Touch(key: key), 0, plan) }
      path.walk.appendReserved(key)
    }
  }
}
