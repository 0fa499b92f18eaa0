/// Lists the keys of touches where nothing else is looked at: of journeys that led to nothing, which are most.
@safe
struct KeyWalk {
  private let touches: UnsafePointer<AttributionPlan.Touch>?
  private let touchCount: Int
  private let firstTouch: UInt64
  /// Of the one key: see `JourneyKeys.Key`.
  private let dimension: Int
  private let shown: UnsafePointer<UInt32>?
  private let shownCount: Int
  /// Whether there is one key, and one word of matches.
  private let isPlain: Bool

  /// `plan` outlives this.
  init(_ plan: borrowing AttributionPlan) {
    isPlain = plan.matchers.words == 1 && plan.keys.keys.count == 1
    unsafe touches = UnsafePointer(plan.touches.base)
    touchCount = plan.touches.count
    firstTouch = UInt64(plan.firstTouch)
    dimension = isPlain ? plan.keys.keys[0].dimension : 0
    unsafe shown = isPlain ? UnsafePointer(plan.keys.keys[0].shown.base) : nil
    shownCount = isPlain ? plan.keys.keys[0].shown.count : 0
  }

  /// Lists those of the events [from, to) in their windows before an instant, up to the first whose key is not known: its number, or
  /// `to`. There is room for all.
  @_optimize(speed)
  func list(
    _ events: JourneyEvents, _ segment: borrowing Segment, from: Int, to: Int, _ end: Int64, _ keys: borrowing KeyNumbers,
    into walk: inout Buffer<UInt32>
  ) -> Int {
    guard isPlain, let touches = unsafe touches else { return from }
    let (time, codes) = (segment.time, segment.codes[dimension])
    let (known, knownCount) = unsafe (keys.known.base, keys.known.count)
    let listed = unsafe walk.base.unsafelyUnwrapped + walk.count
    var n = 0
    var e = from
    while e < to {
      let t = unsafe (events.matches[e] &>> firstTouch).trailingZeroBitCount
      let row = events.row(e)
      if t < touchCount {
        let touch = unsafe touches[t]
        let code = Int(codes[row])
        let own = code < shownCount ? unsafe Int(shown.unsafelyUnwrapped[code]) : Int(Code.other)
        let number = own < knownCount ? unsafe known.unsafelyUnwrapped[own] : 0
        if number == 0 { break }
        // Without a branch: nobody can guess which touches are in their windows.
        unsafe listed[n] = number &- 1
        n &+= (end &- time[row] <= touch.window ? 1 : 0) & (touch.isExcluded ? 0 : 1)
      }
      e &+= 1
    }
    walk.appendWritten(n)
    return e
  }
}
