/// One thread's pass over journeys: finds each one's run and counts it.
@safe
struct FunnelPass: ~Copyable {
  private var search: FunnelSearch
  private var any: AnyOrderSearch
  private var rows: Buffer<UInt32>
  private var matches: Buffer<UInt64>
  private var key: Buffer<Int64>
  private var periods: PeriodMemo
  private(set) var tally: FunnelTally
  private let asOf: Int64

  init(_ heap: Heap, _ shape: borrowing FunnelShape, _ keys: borrowing JourneyKeys, exits: Int, hasTimes: Bool, asOf: Int64) throws(OutOfMemory) {
    let search = try FunnelSearch(heap, shape)
    let any = try AnyOrderSearch(heap, shape)
    let periods = try PeriodMemo(heap)
    var key = Buffer<Int64>(heap)
    try key.append(repeating: 0, count: keys.width)
    self.search = search
    self.any = any
    self.periods = periods
    self.key = key
    rows = Buffer(heap)
    matches = Buffer(heap)
    tally = FunnelTally(heap, steps: shape.steps, exits: exits, hasTimes: hasTimes, width: keys.width)
    self.asOf = asOf
  }

  /// Passes over the owners of a segment, but for those whose facts are to be read elsewhere.
  @_optimize(speed)
  mutating func pass(_ segment: borrowing Segment, _ shape: borrowing FunnelShape, _ matchers: borrowing Matchers, _ keys: borrowing JourneyKeys)
    throws(OutOfMemory)
  {
    let words = matchers.words
    try collect(segment, matchers)
    var at = 0
    for owner in 0..<segment.ownerCount {
      let first = at
      let end = unsafe segment.starts.base.unsafelyUnwrapped[owner &+ 1]
      while unsafe at < rows.count && rows.base.unsafelyUnwrapped[at] < end { at &+= 1 }
      if at == first { continue }
      if unsafe segment.marks.base.unsafelyUnwrapped[owner] & Segment.Mark.joined != 0 { continue }
      var last = at
      // Facts after the as-of instant are not seen.
      while unsafe last > first && segment.time[Int(rows.base.unsafelyUnwrapped[last &- 1])] > asOf { last &-= 1 }
      if last == first { continue }
      let events = unsafe FunnelEvents(
        rows: UnsafePointer(rows.base.unsafelyUnwrapped) + first, matches: UnsafePointer(matches.base.unsafelyUnwrapped) + first &* words,
        words: words, count: last &- first, time: segment.time)
      let run = shape.mode == .anyOrder ? try any.find(shape, events) : search.find(shape, events)
      if run.last < 0 { continue }
      try count(run, events, segment, Int(end), shape, keys)
    }
  }

  /// Lists the rows that meet anything, and what they meet.
  @_optimize(speed)
  private mutating func collect(_ segment: borrowing Segment, _ matchers: borrowing Matchers) throws(OutOfMemory) {
    let count = segment.rows
    rows.removeAll()
    try rows.reserve(exactly: count)
    matches.removeAll()
    guard count > 0 else { return }
    let found = unsafe rows.base.unsafelyUnwrapped
    let any = unsafe matchers.any.base.unsafelyUnwrapped
    let kind = segment.kind
    var n = 0
    for i in 0..<count {
      unsafe found[n] = UInt32(truncatingIfNeeded: i)
      unsafe n &+= Int(any[Int(kind[i])])
    }
    rows.appendWritten(n)
    try matches.reserve(exactly: n * matchers.words)
    let met = unsafe matches.base
    for i in 0..<n {
      let row = unsafe Int(found[i])
      for w in 0..<matchers.words {
        unsafe met.unsafelyUnwrapped[i &* matchers.words &+ w] = matchers.matches(w, slot: Int(kind[row]), row, segment.codes)
      }
    }
    matches.appendWritten(n * matchers.words)
  }

  private mutating func count(
    _ run: FunnelRun, _ events: FunnelEvents, _ segment: borrowing Segment, _ end: Int, _ shape: borrowing FunnelShape,
    _ keys: borrowing JourneyKeys
  ) throws(OutOfMemory) {
    if keys.width > 0 { keys.read(events.row(run.first), run.start, segment.codes, &periods, into: &key) }
    let group = keys.width == 0 && tally.groups.count > 0 ? 0 : try tally.group(key)
    let isWhole = run.last == shape.steps - 1
    let isOpen = !isWhole && (shape.window == .max || asOf - run.start < shape.window)
    tally.count(group, run.entry, run.last, isOpen: isOpen)
    if tally.hasTimes {
      for k in run.entry + 1..<run.last + 1 {
        let time = events.time(event(k, shape))
        try tally.times[(group * shape.steps + k) * 2].add(time - events.time(event(k - 1, shape)))
        try tally.times[(group * shape.steps + k) * 2 + 1].add(time - run.start)
      }
    }
    if tally.exits > 0 && !isWhole && !isOpen {
      let next = events.row(event(run.last, shape)) + 1
      let isSeen = next < end && segment.time[next] <= asOf
      tally.leave(group, run.last, isSeen ? Int(segment.kind[next]) : tally.exits - 1)
    }
  }

  private func event(_ step: Int, _ shape: borrowing FunnelShape) -> Int {
    shape.mode == .anyOrder ? any.path[step] : search.path[step]
  }
}
