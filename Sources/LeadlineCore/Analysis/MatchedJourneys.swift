/// The facts of one journey that meet any matcher, in order: `rows` names rows of a segment and `matches` holds the words of
/// their bits.
@safe
struct JourneyEvents {
  let rows: UnsafePointer<UInt32>
  let matches: UnsafePointer<UInt64>
  let words: Int
  let count: Int
  let time: PackedColumn
  /// Of the segment.
  let owner: Int
  /// The row behind the journey's last, be it seen or not.
  let end: Int

  @inline(__always)
  func time(_ event: Int) -> Int64 { unsafe time[Int(rows[event])] }

  @inline(__always)
  func row(_ event: Int) -> Int { unsafe Int(rows[event]) }

  @inline(__always)
  func meets(_ event: Int, _ matcher: Int) -> Bool {
    unsafe matches[event &* words &+ matcher / 64] &>> UInt64(matcher & 63) & 1 != 0
  }

  /// Whether nothing of the journey lies between an event and the next.
  @inline(__always)
  func isFollowed(_ event: Int) -> Bool { unsafe event + 1 < count && rows[event + 1] == rows[event] + 1 }
}

/// The journeys of a segment in which any fact meets a matcher, one after the other.
@safe
struct MatchedJourneys: ~Copyable {
  private var rows: Buffer<UInt32>
  private var matches: Buffer<UInt64>
  private var words = 1
  private var owner = 0
  private var at = 0

  init(_ heap: Heap) {
    rows = Buffer(heap)
    matches = Buffer(heap)
  }

  /// Begins with the first journey of a segment; lists the rows that meet anything, and what they meet.
  @_optimize(speed)
  mutating func begin(_ segment: borrowing Segment, _ matchers: borrowing Matchers) throws(OutOfMemory) {
    words = matchers.words
    owner = 0
    at = 0
    let count = segment.rows
    rows.removeAll()
    matches.removeAll()
    guard count > 0 else { return }
    try rows.reserve(exactly: count)
    try matches.reserve(exactly: count * words)
    let found = unsafe rows.base.unsafelyUnwrapped
    let met = unsafe matches.base.unsafelyUnwrapped
    let kind = segment.kind
    var n = 0
    if words == 1 && !matchers.hasConditions {
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
        for w in 0..<words {
          let bits = matchers.matches(w, slot: Int(kind[row]), row, segment.codes)
          unsafe met[kept &* words &+ w] = bits
          isAny |= bits
        }
        unsafe found[kept] = found[i]
        kept &+= isAny == 0 ? 0 : 1
      }
      n = kept
    }
    rows.appendWritten(n)
    matches.appendWritten(n * words)
  }

  /// The next journey of the segment that was begun with, as far as it is seen at the as-of instant; nil behind the last.
  /// Owners with any of some marks are left out, as a rule those whose facts are to be read elsewhere.
  @inline(__always)
  mutating func next(_ segment: borrowing Segment, asOf: Int64, without left: UInt8 = Segment.Mark.joined) -> JourneyEvents? {
    let count = self.rows.count
    if count == 0 { return nil }
    let rows = unsafe UnsafePointer(self.rows.base.unsafelyUnwrapped)
    let starts = unsafe segment.starts.base.unsafelyUnwrapped
    let marks = unsafe segment.marks.base.unsafelyUnwrapped
    let time = segment.time
    while owner < segment.ownerCount && at < count {
      let owner = self.owner
      self.owner &+= 1
      let first = at
      let end = unsafe starts[owner &+ 1]
      while unsafe at < count && rows[at] < end { at &+= 1 }
      if at == first { continue }
      if unsafe marks[owner] & left != 0 { continue }
      var last = at
      while unsafe last > first && time[Int(rows[last &- 1])] > asOf { last &-= 1 }
      if last == first { continue }
      return unsafe JourneyEvents(
        rows: rows + first, matches: UnsafePointer(matches.base.unsafelyUnwrapped) + first &* words, words: words, count: last &- first,
        time: time, owner: owner, end: Int(end))
    }
    return nil
  }
}
