/// What is asked of the stages that buyers are in, taken apart.
@safe
struct StagePlan: ~Copyable {
  var stages: Int
  /// Of the stages, and behind them of what takes a buyer out of all, if anything does.
  var matchers: Matchers
  var hasExit: Bool
  /// A buyer is in the stage of his latest fact; otherwise in the furthest that he reached.
  var isLatest: Bool
  var keys: JourneyKeys
  /// Stays begin in [from, to); of populations: of which periods they are asked for.
  var from: Int64
  var to: Int64
  /// Nil: the greatest time taken in.
  var asOf: Int64?
  /// Of populations: behind each, and one more, the instants at which they are asked for, ascending, and the periods whose ends
  /// these are.
  var ends: Buffer<Int64>
  var starts: Buffer<Int64>
  var hasTooManyPeriods = false

  static var mostPeriods: Int { 36_600 }
  /// Of a population.
  static var mostRows: Int { 1 << 24 }

  /// The instants that are asked for, once the as-of instant is known: the ends of periods, but for the one that is not over, of
  /// which it is the as-of instant; the latter alone without periods.
  mutating func setInstants(asOf: Int64) throws(OutOfMemory) {
    self.asOf = asOf
    ends.removeAll()
    starts.removeAll()
    if asOf < TimeRange.least { return }
    if keys.period == .all {
      try starts.append(Int64.min)
      try ends.append(asOf + 1)
      return
    }
    let last = Swift.min(asOf, to == Int64.min ? to : to - 1)
    var at = Swift.max(from, TimeRange.least)
    while at <= last {
      if ends.count == Self.mostPeriods {
        hasTooManyPeriods = true
        return
      }
      let bounds = unsafe keys.zone.pointee.bounds(of: keys.period, at: at)
      try starts.append(bounds.start)
      try ends.append(Swift.min(bounds.end, asOf + 1))
      at = bounds.end
    }
  }
}

/// One stay of a buyer in a stage.
struct StageStay {
  var stage: Int
  /// The event that it began with.
  var event: Int
  var start: Int64
  /// Int64.max while it lasts.
  var end: Int64
}

/// The stays that a journey is made of, one after the other.
struct StageStays {
  private var e = 0
  /// -1 in none.
  private var stage = -1
  private var begun = 0
  private var isOver = false

  /// The next stay; nil behind the last.
  mutating func next(_ events: JourneyEvents, _ plan: borrowing StagePlan) -> StageStay? {
    while e < events.count {
      let event = e
      e += 1
      let reached = plan.hasExit && events.meets(event, plan.stages) ? -1 : Self.furthest(events, event, plan.stages)
      if reached == stage || (reached < stage && reached >= 0 && !plan.isLatest) { continue }
      let (before, start) = (stage, begun)
      stage = reached
      begun = event
      if before >= 0 { return StageStay(stage: before, event: start, start: events.time(start), end: events.time(event)) }
    }
    if stage < 0 || isOver { return nil }
    isOver = true
    return StageStay(stage: stage, event: begun, start: events.time(begun), end: .max)
  }

  /// The last step that an event meets.
  private static func furthest(_ events: JourneyEvents, _ event: Int, _ stages: Int) -> Int {
    var w = events.words
    while w > 0 {
      w -= 1
      var bits = unsafe events.matches[event &* events.words &+ w]
      if w == stages / 64 { bits &= (1 << UInt64(stages % 64)) - 1 }
      if w <= stages / 64 && bits != 0 { return w * 64 + 63 - bits.leadingZeroBitCount }
    }
    return -1
  }
}
