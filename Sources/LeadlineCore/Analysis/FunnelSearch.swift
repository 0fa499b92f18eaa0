/// Finds the furthest run through a funnel in a journey and, of equally far runs, the one that begins first.
///
/// Forwards, each step keeps the latest beginning of a run that has met it: among runs equally far the one that began last
/// has the most of its window left, so it stands for all. That gives the furthest step. Backwards, each step keeps how soon
/// the furthest could be met from there; the first beginning for which that is within the window is the run's. Both take time
/// in the facts that meet anything, times the steps that each of them meets.
struct FunnelSearch: ~Copyable {
  let steps: Int
  /// The one event that may begin a run; below 0: all may that lie in the bounds.
  private var only = -1
  /// By step: the latest beginning of a run that has met it.
  private var begun: Buffer<Int64>
  /// By step: when the furthest step could be met by a run that needs this one next.
  private var completed: Buffer<Int64>
  /// By step, in strict mode: the event that the above is of.
  private var stamps: Buffer<Int>
  /// By step: the event that met it in the run found.
  private(set) var path: Buffer<Int>
  /// By step, where runs may be broken off: the events of the run that stands there.
  private var paths: Buffer<Int>

  private static var never: Int64 { Int64.min }
  private static var notYet: Int64 { Int64.max }

  init(_ heap: Heap, _ shape: borrowing FunnelShape) throws(OutOfMemory) {
    steps = shape.steps
    begun = Buffer(heap)
    completed = Buffer(heap)
    stamps = Buffer(heap)
    path = Buffer(heap)
    paths = Buffer(heap)
    try begun.append(repeating: Self.never, count: steps)
    try completed.append(repeating: Self.notYet, count: steps + 1)
    try stamps.append(repeating: -1, count: steps + 1)
    try path.append(repeating: 0, count: steps)
    if shape.exclusions.count > 0 { try paths.append(repeating: 0, count: steps * steps) }
  }

  /// The furthest run, `last` below 0 where there is none.
  mutating func find(_ shape: borrowing FunnelShape, _ events: JourneyEvents) -> FunnelRun {
    var run = FunnelRun()
    only = -1
    if shape.countsFirst {
      only = first(shape, events)
      if only < 0 { return run }
    }
    run.last = furthest(shape, events)
    if run.last < 0 { return run }
    begin(shape, events, &run)
    return run
  }

  /// The first event that may begin a run, -1 for none.
  private func first(_ shape: borrowing FunnelShape, _ events: JourneyEvents) -> Int {
    for e in 0..<events.count {
      let time = events.time(e)
      if time < shape.from { continue }
      if time >= shape.to { return -1 }
      if meetsEntry(shape, events, e) { return e }
    }
    return -1
  }

  /// Whether a run may begin later than at an instant: then its window is not over. Facts beyond the as-of instant may be there.
  func begins(after instant: Int64, _ shape: borrowing FunnelShape, _ events: JourneyEvents, asOf: Int64) -> Bool {
    var e = events.count - 1
    while e >= 0 {
      let time = events.time(e)
      if time <= instant || time < shape.from { return false }
      if time < shape.to && time <= asOf && meetsEntry(shape, events, e) { return true }
      e -= 1
    }
    return false
  }

  /// Whether an event meets a step that runs begin with: the first, in an open funnel any.
  private func meetsEntry(_ shape: borrowing FunnelShape, _ events: JourneyEvents, _ e: Int) -> Bool {
    if !shape.isOpen { return events.meets(e, 0) }
    for word in 0..<events.words where steps(events, e, word, upTo: steps - 1) != 0 { return true }
    return false
  }

  @inline(__always)
  private func mayBegin(_ shape: borrowing FunnelShape, _ e: Int, _ time: Int64) -> Bool {
    only >= 0 ? e == only : time >= shape.from && time < shape.to
  }

  /// The bits of a word of an event's matches that are steps.
  @inline(__always)
  private func steps(_ events: JourneyEvents, _ e: Int, _ word: Int, upTo last: Int) -> UInt64 {
    if word > last / 64 { return 0 }
    let bits = unsafe events.matches[e &* events.words &+ word]
    return word == last / 64 ? bits & (UInt64.max &>> UInt64(63 &- last & 63)) : bits
  }

  /// The furthest step that any run meets, -1 for none.
  @_optimize(speed)
  private mutating func furthest(_ shape: borrowing FunnelShape, _ events: JourneyEvents) -> Int {
    let begun = unsafe self.begun.base.unsafelyUnwrapped
    let stamps = unsafe self.stamps.base.unsafelyUnwrapped
    let isStrict = shape.mode == .strict
    for k in 0..<steps {
      unsafe begun[k] = Self.never
      unsafe stamps[k] = -1
    }
    var furthest = -1
    for e in 0..<events.count {
      let time = events.time(e)
      if shape.exclusions.count > 0 { Self.breakOff(shape, events, e, in: &self.begun, from: 0, by: Self.never) }
      let isNext = !isStrict || (e > 0 && events.isFollowed(e - 1))
      var word = events.words &- 1
      while word >= 0 {
        var bits = steps(events, e, word, upTo: steps &- 1)
        // From the last step down, so that one fact meets no two steps of a run.
        while bits != 0 {
          let bit = 63 &- bits.leadingZeroBitCount
          bits &= ~(1 &<< UInt64(bit))
          let k = word &* 64 &+ bit
          var start = Self.never
          if k > 0 && isNext {
            unsafe start = begun[k &- 1]
            if start != Self.never && time &- start > shape.window { start = Self.never }
            if isStrict, unsafe stamps[k &- 1] != e &- 1 { start = Self.never }
          }
          if (k == 0 || shape.isOpen) && mayBegin(shape, e, time) { start = time }
          if isStrict {
            unsafe begun[k] = start
            unsafe stamps[k] = e
          } else if unsafe start > begun[k] {
            unsafe begun[k] = start
          }
          if start != Self.never && k > furthest { furthest = k }
        }
        word &-= 1
      }
      if furthest == steps &- 1 { break }
    }
    return furthest
  }

  /// An event that excludes ends the runs that it falls into: by step from `first` on, what is written over. Exclusions come by
  /// the step that they lie behind, so no step is written twice, however many exclude at once.
  private static func breakOff(
    _ shape: borrowing FunnelShape, _ events: JourneyEvents, _ e: Int, in states: inout Buffer<Int64>, from first: Int, by value: Int64
  ) {
    var done = 0
    for word in shape.steps / 64..<events.words {
      var bits = unsafe events.matches[e &* events.words &+ word]
      if word == shape.steps / 64 { bits &= UInt64.max &<< UInt64(shape.steps & 63) }
      while bits != 0 {
        let exclusion = shape.exclusions[word &* 64 &+ bits.trailingZeroBitCount &- shape.steps]
        bits &= bits &- 1
        for k in Swift.min(Swift.max(exclusion.after, done), exclusion.before)..<exclusion.before { states[k + first] = value }
        done = Swift.max(done, exclusion.before)
      }
    }
  }

  /// The first beginning from which the furthest step can be met.
  @_optimize(speed)
  private mutating func begin(_ shape: borrowing FunnelShape, _ events: JourneyEvents, _ run: inout FunnelRun) {
    let isStrict = shape.mode == .strict
    for k in 0...run.last {
      completed[k] = Self.notYet
      stamps[k] = -1
    }
    var e = events.count - 1
    while e >= 0 {
      let time = events.time(e)
      let isNext = !isStrict || events.isFollowed(e)
      var isBeginning = false
      for word in 0..<events.words {
        var bits = steps(events, e, word, upTo: run.last)
        // From the first step up, so that one fact meets no two steps of a run.
        while bits != 0 {
          let k = word &* 64 &+ bits.trailingZeroBitCount
          bits &= bits &- 1
          var end = time
          if k < run.last { end = isNext && (!isStrict || stamps[k + 1] == e + 1) ? completed[k + 1] : Self.notYet }
          // Where what follows this fact is broken off, a later one may still do.
          if isStrict || end < completed[k] { completed[k] = end }
          stamps[k] = e
          if end == Self.notYet || isBeginning || (k > 0 && !shape.isOpen) { continue }
          if mayBegin(shape, e, time) && end - time <= shape.window {
            isBeginning = true
            run.start = time
            run.first = e
            run.entry = k
          }
        }
      }
      if shape.exclusions.count > 0 { Self.breakOff(shape, events, e, in: &completed, from: 1, by: Self.notYet) }
      e -= 1
    }
  }

  /// Puts the events of the run that begins so into `path`: each step's first, unless that is broken off.
  mutating func follow(_ shape: borrowing FunnelShape, _ events: JourneyEvents, _ run: FunnelRun) {
    path[run.entry] = run.first
    var next = run.entry + 1
    var e = run.first + 1
    if shape.exclusions.count == 0 || shape.mode == .strict {
      while next <= run.last {
        if shape.mode == .strict || events.meets(e, next) {
          path[next] = e
          next += 1
        }
        e += 1
      }
      return
    }
    // A step that was broken off is met anew; each has the path that led to it.
    for k in 0..<steps { begun[k] = Self.never }
    begun[run.entry] = run.start
    paths[run.entry * steps + run.entry] = run.first
    while begun[run.last] == Self.never {
      Self.breakOff(shape, events, e, in: &begun, from: 0, by: Self.never)
      var k = run.last
      while k > run.entry {
        if begun[k] == Self.never && begun[k - 1] != Self.never && events.meets(e, k) {
          begun[k] = run.start
          for j in run.entry..<k { paths[k * steps + j] = paths[(k - 1) * steps + j] }
          paths[k * steps + k] = e
        }
        k -= 1
      }
      e += 1
    }
    for k in run.entry...run.last { path[k] = paths[run.last * steps + k] }
  }
}
