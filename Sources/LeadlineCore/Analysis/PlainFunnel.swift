/// The search of `FunnelSearch` for what is asked most: steps in order, entered at the first, nothing excluded, all matches in
/// one word.
///
/// The furthest step is found as there. The first run that gets so far ends with the first fact that met it, and any fact
/// that meets the first step within the window before that one begins such a run: what a later beginning met in time, an
/// earlier one had met by then. What a fact does is worked out without branches, because what it will be nobody can guess.
struct PlainFunnel: ~Copyable {
  private let steps: Int
  /// By step and one: the latest beginning of a run that has met it. The first place is for the fact at hand.
  private var begun: Buffer<Int64>

  init(_ heap: Heap, _ shape: borrowing FunnelShape) throws(OutOfMemory) {
    steps = shape.steps
    begun = Buffer(heap)
    try begun.append(repeating: .min, count: steps + 1)
  }

  static func suits(_ shape: borrowing FunnelShape, words: Int) -> Bool {
    shape.mode == .ordered && !shape.isOpen && shape.exclusions.count == 0 && words == 1
  }

  /// The furthest step, below 0 where no run begins, and when it was first met.
  @inline(__always)
  mutating func furthest(_ shape: borrowing FunnelShape, _ events: JourneyEvents) -> (last: Int, end: Int64) {
    let begun = unsafe self.begun.base.unsafelyUnwrapped
    let (from, to, window) = (shape.from, shape.to, shape.window)
    for k in 1...steps { unsafe begun[k] = .min }
    var last = -1
    var end: Int64 = 0
    for e in 0..<events.count {
      var bits = unsafe events.matches[e]
      let time = events.time(e)
      unsafe begun[0] = time >= from && time < to ? time : .min
      // From the last step down, so that one fact meets no two steps of a run.
      repeat {
        let k = 63 &- bits.leadingZeroBitCount
        bits &= ~(UInt64(1) &<< UInt64(k))
        let start = unsafe begun[k]
        let known = unsafe begun[k &+ 1]
        // No beginning is before everything, so its distance wraps to below 0: that is not in time, either.
        let isInTime = start != .min && time &- start <= window
        unsafe begun[k &+ 1] = isInTime && start > known ? start : known
        let isFurther = isInTime && k > last
        last = isFurther ? k : last
        end = isFurther ? time : end
      } while bits != 0
      if last == steps &- 1 { break }
    }
    return (last, end)
  }

  /// The latest beginning of any run; once `furthest` found one.
  @inline(__always)
  var latestBeginning: Int64 { unsafe begun.base.unsafelyUnwrapped[1] }

  /// The run that begins first among those that get as far.
  @inline(__always)
  func run(_ shape: borrowing FunnelShape, _ events: JourneyEvents, last: Int, end: Int64) -> FunnelRun {
    // Facts come by time, so the first beginning is the first that the window reaches back to.
    var e = 0
    while true {
      let time = events.time(e)
      let isFirst = unsafe events.matches[e] & 1 != 0 && time >= shape.from && (last == 0 ? time < shape.to : end &- time <= shape.window)
      if isFirst { return FunnelRun(entry: 0, last: last, start: time, first: e) }
      e &+= 1
    }
  }
}
