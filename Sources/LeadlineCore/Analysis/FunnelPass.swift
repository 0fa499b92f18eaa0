/// One thread's pass over journeys: finds each one's run and counts it.
@safe
struct FunnelPass: ~Copyable {
  private var plain: PlainFunnel
  private var search: FunnelSearch
  private var any: AnyOrderSearch
  private var rows: Buffer<UInt32>
  private var matches: Buffer<UInt64>
  private var key: Buffer<Int64>
  private var periods: PeriodMemo
  private(set) var tally: FunnelTally
  private let asOf: Int64

  init(_ heap: Heap, _ shape: borrowing FunnelShape, _ keys: borrowing JourneyKeys, exits: Int, hasTimes: Bool, asOf: Int64) throws(OutOfMemory) {
    let plain = try PlainFunnel(heap, shape)
    let search = try FunnelSearch(heap, shape)
    let any = try AnyOrderSearch(heap, shape)
    let periods = try PeriodMemo(heap)
    var key = Buffer<Int64>(heap)
    try key.append(repeating: 0, count: keys.width)
    self.plain = plain
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
    guard rows.count > 0 else { return }
    let isPlain = PlainFunnel.suits(shape, words: words)
    let rows = unsafe UnsafePointer(self.rows.base.unsafelyUnwrapped)
    let matches = unsafe UnsafePointer(self.matches.base.unsafelyUnwrapped)
    let starts = unsafe segment.starts.base.unsafelyUnwrapped
    let marks = unsafe segment.marks.base.unsafelyUnwrapped
    let count = self.rows.count
    let time = segment.time
    // With one group and nothing but counts, where runs end is all there is to know.
    let countsOnly = isPlain && keys.width == 0 && !tally.hasTimes && tally.exits == 0
    if countsOnly { _ = try tally.group(key) }
    var at = 0
    for owner in 0..<segment.ownerCount {
      let first = at
      let end = unsafe starts[owner &+ 1]
      while unsafe at < count && rows[at] < end { at &+= 1 }
      if at == first { continue }
      if unsafe marks[owner] & Segment.Mark.joined != 0 { continue }
      var last = at
      // Facts after the as-of instant are not seen.
      while unsafe last > first && time[Int(rows[last &- 1])] > asOf { last &-= 1 }
      if last == first { continue }
      let events = unsafe FunnelEvents(
        rows: rows + first, matches: matches + first &* words, words: words, count: last &- first, time: time)
      var run: FunnelRun
      if isPlain {
        let (last, end) = plain.furthest(shape, events)
        if last < 0 { continue }
        if countsOnly && (last == shape.steps &- 1 || asOf &- plain.latestBeginning >= shape.window) {
          tally.count(0, 0, last, isOpen: false)
          continue
        }
        run = plain.run(shape, events, last: last, end: end)
      } else {
        run = shape.mode == .anyOrder ? try any.find(shape, events) : search.find(shape, events)
        if run.last < 0 { continue }
      }
      try book(run, events, segment, Int(end), shape, keys)
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
    try matches.reserve(exactly: count * matchers.words)
    let found = unsafe rows.base.unsafelyUnwrapped
    let met = unsafe matches.base.unsafelyUnwrapped
    let kind = segment.kind
    var n = 0
    if matchers.words == 1 && !matchers.hasConditions {
      let byKind = unsafe matchers.plain
      for i in 0..<count {
        let bits = unsafe byKind[Int(kind[i])]
        unsafe found[n] = UInt32(truncatingIfNeeded: i)
        unsafe met[n] = bits
        n &+= bits == 0 ? 0 : 1
      }
    } else {
      let any = unsafe matchers.any.base.unsafelyUnwrapped
      for i in 0..<count {
        unsafe found[n] = UInt32(truncatingIfNeeded: i)
        unsafe n &+= Int(any[Int(kind[i])])
      }
      // Names may rule out what the kind allows.
      var kept = 0
      for i in 0..<n {
        let row = unsafe Int(found[i])
        var isAny: UInt64 = 0
        for w in 0..<matchers.words {
          let bits = matchers.matches(w, slot: Int(kind[row]), row, segment.codes)
          unsafe met[kept &* matchers.words &+ w] = bits
          isAny |= bits
        }
        unsafe found[kept] = found[i]
        kept &+= isAny == 0 ? 0 : 1
      }
      n = kept
    }
    rows.appendWritten(n)
    matches.appendWritten(n * matchers.words)
  }

  private mutating func book(
    _ run: FunnelRun, _ events: FunnelEvents, _ segment: borrowing Segment, _ end: Int, _ shape: borrowing FunnelShape,
    _ keys: borrowing JourneyKeys
  ) throws(OutOfMemory) {
    if keys.width > 0 { keys.read(events.row(run.first), run.start, segment.codes, &periods, into: &key) }
    let group = keys.width == 0 && tally.groups.count > 0 ? 0 : try tally.group(key)
    let isWhole = run.last == shape.steps - 1
    let isOpen = !isWhole && (shape.window == .max || asOf - run.start < shape.window)
    tally.count(group, run.entry, run.last, isOpen: isOpen)
    let leaves = tally.exits > 0 && !isWhole && !isOpen
    if shape.mode != .anyOrder && (tally.hasTimes || leaves) { search.follow(shape, events, run) }
    if tally.hasTimes {
      for k in run.entry + 1..<run.last + 1 {
        let time = events.time(event(k, shape))
        try tally.times[(group * shape.steps + k) * 2].add(time - events.time(event(k - 1, shape)))
        try tally.times[(group * shape.steps + k) * 2 + 1].add(time - run.start)
      }
    }
    if leaves {
      let next = events.row(event(run.last, shape)) + 1
      let isSeen = next < end && segment.time[next] <= asOf
      tally.leave(group, run.last, isSeen ? Int(segment.kind[next]) : tally.exits - 1)
    }
  }

  private func event(_ step: Int, _ shape: borrowing FunnelShape) -> Int {
    shape.mode == .anyOrder ? any.path[step] : search.path[step]
  }
}
