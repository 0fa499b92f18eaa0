/// The search of `FunnelSearch` for what is asked most: steps in order, entered at the first, nothing excluded, all matches in
/// one word.
///
/// The furthest step is found as there. The first run that gets so far ends with the first fact that met it, and any fact
/// that meets the first step within the window before that one begins such a run: what a later beginning met in time, an
/// earlier one had met by then.
struct PlainFunnel: ~Copyable {
  private let steps: Int
  /// By step: the latest beginning of a run that has met it, and one place before the first.
  private var begun: Buffer<Int64>

  init(_ heap: Heap, _ shape: borrowing FunnelShape) throws(OutOfMemory) {
    steps = shape.steps
    begun = Buffer(heap)
    try begun.append(repeating: .min, count: steps)
  }

  static func suits(_ shape: borrowing FunnelShape, words: Int) -> Bool {
    shape.mode == .ordered && !shape.isOpen && shape.exclusions.count == 0 && words == 1
  }

  /// `last` below 0 where no run begins.
  @inline(__always)
  mutating func find(_ shape: borrowing FunnelShape, _ events: FunnelEvents) -> FunnelRun {
    let begun = unsafe self.begun.base.unsafelyUnwrapped
    let (from, to, window) = (shape.from, shape.to, shape.window)
    var run = FunnelRun()
    for k in 0..<steps { unsafe begun[k] = .min }
    var end: Int64 = 0
    for e in 0..<events.count {
      var bits = unsafe events.matches[e]
      let time = events.time(e)
      // From the last step down, so that one fact meets no two steps of a run.
      while bits != 0 {
        let k = 63 &- bits.leadingZeroBitCount
        bits &= ~(1 &<< UInt64(k))
        if k == 0 {
          if time < from || time >= to { continue }
          if run.last < 0 {
            run.last = 0
            run.start = time
            run.first = e
          }
          unsafe begun[0] = time
          continue
        }
        let start = unsafe begun[k &- 1]
        if start == .min || time &- start > window { continue }
        if unsafe start > begun[k] { unsafe begun[k] = start }
        if k > run.last {
          run.last = k
          end = time
        }
      }
      if run.last == steps &- 1 { break }
    }
    if run.last <= 0 { return run }
    // Facts come by time, so the first beginning is the first that the window reaches back to.
    var e = run.first
    while true {
      let time = events.time(e)
      if unsafe events.matches[e] & 1 != 0 && end &- time <= window && time >= from { break }
      e &+= 1
    }
    run.first = e
    run.start = events.time(e)
    return run
  }
}
