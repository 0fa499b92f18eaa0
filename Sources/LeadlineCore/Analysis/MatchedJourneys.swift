/// The facts of a segment that meet any matcher, and the journeys that they are of.
@safe
struct MatchedJourneys: ~Copyable {
  private var rows: Buffer<UInt32>
  private var matches: Buffer<UInt64>
  /// By row of the segment, and one more: how many of the rows before it meet anything.
  private var before: Buffer<UInt32>
  /// Rows of what owners must have, where not all are listed.
  private(set) var needed: Buffer<UInt32>
  /// The owners of those rows, in order, where not all are listed.
  private var owners: Buffer<UInt32>
  private var listsAll = true
  private var words = 1
  /// What the facts of the segment meet, those of one word.
  private(set) var met: UInt64 = 0

  /// Whether any fact of the segment meets a matcher; of more than a word of matchers true may also be of another.
  func mayMeet(_ matcher: Int) -> Bool { met &>> UInt64(matcher & 63) & 1 != 0 }
  /// The next owner, or the place of it in the list of them.
  private var owner = 0
  private var standing: Standing

  init(_ heap: Heap) {
    rows = Buffer(heap)
    matches = Buffer(heap)
    before = Buffer(heap)
    needed = Buffer(heap)
    owners = Buffer(heap)
    standing = Standing(heap)
  }

  /// How many meet anything.
  var count: Int { rows.count }

  /// Begins with the first journey of a segment; lists the rows that meet anything, and what they meet. What corrections up to the
  /// as-of instant have undone meets no matcher that asks for what stands. With `needing`, bits of the first word, owners may be left
  /// out of whom no fact is of a kind that meets any of these matchers.
  mutating func begin(
    _ segment: borrowing Segment, _ matchers: borrowing Matchers, asOf: Int64, needing: UInt64 = 0
  ) throws(OutOfMemory) {
    try makeRoom(segment.rows, matchers.words)
    listsAll = needing == 0
    if listsAll {
      list(segment, matchers, from: 0, to: segment.rows)
      before.appendWritten(segment.rows + 1)
    } else {
      try listOwners(segment, matchers, needing)
    }
    if matchers.standing.isEmpty { return }
    try standing.find(segment, matchers.roles, asOf: asOf)
    if !standing.undone.isEmpty { clearUndone(segment.rows, matchers) }
  }

  private mutating func makeRoom(_ count: Int, _ words: Int) throws(OutOfMemory) {
    self.words = words
    owner = 0
    met = 0
    rows.removeAll()
    matches.removeAll()
    before.removeAll()
    try rows.reserve(exactly: count + 1)
    try matches.reserve(exactly: (count + 1) * words)
    try before.reserve(exactly: count + 1)
  }

  /// Lists those of the owners that have what is needed; the rows of others meet nothing, which is told only where it is asked.
  @inline(never)
  @_optimize(speed)
  private mutating func listOwners(_ segment: borrowing Segment, _ matchers: borrowing Matchers, _ needing: UInt64) throws(OutOfMemory) {
    try findNeeded(segment, matchers, needing)
    owners.removeAll()
    try owners.reserve(exactly: needed.count)
    let starts = unsafe segment.starts.base.unsafelyUnwrapped
    let isTold = !matchers.standing.isEmpty
    var owner = 0
    var end = 0
    for n in 0..<needed.count {
      let row = Int(needed[n])
      if row < end { continue }
      while unsafe Int(starts[owner &+ 1]) <= row { owner &+= 1 }
      owners.appendReserved(UInt32(truncatingIfNeeded: owner))
      let first = unsafe Int(starts[owner])
      if isTold { skip(from: end, to: first) }
      end = unsafe Int(starts[owner &+ 1])
      list(segment, matchers, from: first, to: end)
    }
    if isTold { skip(from: end, to: segment.rows) }
    before.appendWritten(segment.rows + 1 - before.count)
  }

  private mutating func findNeeded(_ segment: borrowing Segment, _ matchers: borrowing Matchers, _ needing: UInt64) throws(OutOfMemory) {
    let count = segment.rows
    needed.removeAll()
    try needed.reserve(exactly: count + 1)
    let found = unsafe needed.base.unsafelyUnwrapped
    let kind = segment.kind
    let plain = unsafe matchers.plain
    var n = 0
    if kind.width == 1 {
      var isNeeded = InlineArray<256, UInt8>(repeating: 0)
      for stored in 0..<Swift.min(256, Swift.max(matchers.slots - Int(kind.base), 0)) {
        isNeeded[stored] = unsafe plain[(Int(kind.base) + stored) &* words] & needing == 0 ? 0 : 1
      }
      for i in 0..<count {
        unsafe found[n] = UInt32(truncatingIfNeeded: i)
        n &+= unsafe Int(isNeeded[unchecked: Int(kind.start[i])])
      }
    } else {
      for i in 0..<count where unsafe plain[Int(kind[i]) &* words] & needing != 0 {
        unsafe found[n] = UInt32(truncatingIfNeeded: i)
        n &+= 1
      }
    }
    needed.appendWritten(n)
  }

  /// Lists nothing of some rows, the next.
  @inline(__always)
  private mutating func skip(from: Int, to: Int) {
    let listed = UInt32(truncatingIfNeeded: rows.count)
    let before = unsafe self.before.base.unsafelyUnwrapped
    for i in from...to { unsafe before[i] = listed }
  }

  /// Lists rows, the next, for which room was made. Apart from its callers, so that it is compiled for speed.
  @inline(never)
  @_optimize(speed)
  private mutating func list(_ segment: borrowing Segment, _ matchers: borrowing Matchers, from: Int, to: Int) {
    let found = unsafe rows.base.unsafelyUnwrapped
    let met = unsafe matches.base.unsafelyUnwrapped
    let before = unsafe self.before.base.unsafelyUnwrapped
    let kind = segment.kind
    let listed = rows.count
    var n = listed
    var seen: UInt64 = 0
    if words == 1 && !matchers.hasConditions && kind.width == 1 {
      let byStored = unsafe matchers.plain + Int(kind.base)
      for i in from..<to {
        let bits = unsafe byStored[Int(kind.start[i])]
        unsafe before[i] = UInt32(truncatingIfNeeded: n)
        unsafe found[n] = UInt32(truncatingIfNeeded: i)
        unsafe met[n] = bits
        seen |= bits
        n &+= Self.oneUnlessZero(bits)
      }
    } else {
      let any = unsafe matchers.any.base.unsafelyUnwrapped
      for i in from..<to {
        unsafe before[i] = UInt32(truncatingIfNeeded: n)
        let slot = Int(kind[i])
        if unsafe any[slot] == 0 { continue }
        // Names may rule out what the kind allows.
        var isAny: UInt64 = 0
        for w in 0..<words {
          let bits = matchers.matches(w, slot: slot, i, segment.codes)
          unsafe met[n &* words &+ w] = bits
          isAny |= bits
        }
        seen |= isAny
        unsafe found[n] = UInt32(truncatingIfNeeded: i)
        n &+= isAny == 0 ? 0 : 1
      }
    }
    self.met |= seen
    unsafe before[to] = UInt32(truncatingIfNeeded: n)
    rows.appendWritten(n - listed)
    matches.appendWritten((n - listed) * words)
  }

  /// Takes the bits of what no longer stands, and the rows out of the list that meet nothing then.
  @inline(never)
  @_optimize(speed)
  private mutating func clearUndone(_ rowCount: Int, _ matchers: borrowing Matchers) {
    var first = rows.count
    for u in 0..<standing.undone.count {
      let row = Int(standing.undone[u])
      let event = Int(before[row])
      if Int(before[row + 1]) == event { continue }
      var isAny: UInt64 = 0
      for w in 0..<words {
        matches[event * words + w] &= ~matchers.standing[w]
        isAny |= matches[event * words + w]
      }
      if isAny == 0 && event < first { first = event }
    }
    if first == rows.count { return }
    var kept = first
    for row in Int(rows[first])..<rowCount {
      let event = Int(before[row])
      let isListed = Int(before[row + 1]) > event
      before[row] = UInt32(truncatingIfNeeded: kept)
      guard isListed else { continue }
      var isAny: UInt64 = 0
      for w in 0..<words {
        matches[kept * words + w] = matches[event * words + w]
        isAny |= matches[kept * words + w]
      }
      rows[kept] = UInt32(truncatingIfNeeded: row)
      if isAny != 0 { kept += 1 }
    }
    before[rowCount] = UInt32(truncatingIfNeeded: kept)
    rows.truncate(to: kept)
    matches.truncate(to: kept * words)
  }

  /// Without a branch, which the compiler makes of a condition that nobody can guess.
  @inline(__always)
  static func oneUnlessZero(_ bits: UInt64) -> Int { Int(truncatingIfNeeded: (bits | (0 &- bits)) &>> 63) }

  /// Those of an owner of the segment that was begun with.
  @inline(__always)
  func events(of owner: Int, _ segment: borrowing Segment) -> JourneyEvents {
    let starts = unsafe segment.starts.base.unsafelyUnwrapped
    let end = unsafe Int(starts[owner &+ 1])
    let before = unsafe self.before.base.unsafelyUnwrapped
    let first = unsafe Int(before[Int(starts[owner])])
    return unsafe JourneyEvents(
      rows: UnsafePointer(rows.base.unsafelyUnwrapped) + first, matches: UnsafePointer(matches.base.unsafelyUnwrapped) + first &* words,
      words: words, count: Int(before[end]) &- first, time: segment.time, owner: owner, end: end)
  }

  /// The next journey of the segment that was begun with, as far as it is seen at the as-of instant; nil behind the last.
  /// Owners with any of some marks are left out, as a rule those whose facts are to be read elsewhere.
  @inline(__always)
  mutating func next(_ segment: borrowing Segment, asOf: Int64, without left: UInt8 = Segment.Mark.joined) -> JourneyEvents? {
    let count = listsAll ? segment.ownerCount : owners.count
    while owner < count {
      var events = events(of: listsAll ? owner : unsafe Int(owners.base.unsafelyUnwrapped[owner]), segment)
      owner &+= 1
      if events.count == 0 { continue }
      if unsafe segment.marks.base.unsafelyUnwrapped[events.owner] & left != 0 { continue }
      while events.count > 0 && events.time(events.count &- 1) > asOf { events.count &-= 1 }
      if events.count > 0 { return events }
    }
    return nil
  }

  /// Lists the owners that have any, and what their first is the number of, and marks it: `isFirst` has a byte for each event
  /// and one more. Returns how many owners there are. Room for all is made before.
  @_optimize(speed)
  func listOwners(
    _ segment: borrowing Segment, _ owners: UnsafeMutablePointer<UInt32>, isFirst: UnsafeMutablePointer<UInt8>
  ) -> Int {
    let starts = unsafe segment.starts.base.unsafelyUnwrapped
    let before = unsafe self.before.base.unsafelyUnwrapped
    var n = 0
    var first = 0
    for o in 0..<segment.ownerCount {
      let end = unsafe Int(before[Int(starts[o &+ 1])])
      // An owner that has none marks the first of the next that has.
      unsafe isFirst[first] = 1
      unsafe owners[n] = UInt32(truncatingIfNeeded: o)
      n &+= Self.oneUnlessZero(UInt64(end &- first))
      first = end
    }
    return n
  }

  /// Writes the times of all events.
  @_optimize(speed)
  func readTimes(_ segment: borrowing Segment, to times: UnsafeMutablePointer<Int64>) {
    let time = segment.time
    let rows = unsafe self.rows.base.unsafelyUnwrapped
    for e in 0..<self.rows.count { unsafe times[e] = time[Int(rows[e])] }
  }

  /// The row of an event.
  @inline(__always)
  func row(_ event: Int) -> Int { unsafe Int(rows.base.unsafelyUnwrapped[event]) }

  /// The one word of what each event meets.
  var bits: UnsafePointer<UInt64> { unsafe UnsafePointer(matches.base.unsafelyUnwrapped) }
}
