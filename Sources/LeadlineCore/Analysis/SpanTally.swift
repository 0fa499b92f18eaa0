/// Stretches of time by group and *lane* (a pair of stages, a stage): those that came to an end, and those that were still
/// going on when they were last seen. Tallies of disjoint journeys add up.
struct SpanTally: ~Copyable {
  let heap: Heap
  let lanes: Int
  var groups: GroupIndex
  /// By group, then lane: how long those lasted that ended.
  var finished: Buffer<DurationSketch>
  /// How long the others had lasted when they were last seen.
  var open: Buffer<DurationSketch>
  /// How many of the latter may still end.
  private(set) var waiting: Buffer<UInt64>

  init(_ heap: Heap, lanes: Int, width: Int) {
    self.heap = heap
    self.lanes = lanes
    groups = GroupIndex(heap, width: width)
    finished = Buffer(heap)
    open = Buffer(heap)
    waiting = Buffer(heap)
  }

  /// The place of a key's first lane, with room for all of them.
  mutating func group(_ key: borrowing Buffer<Int64>) throws(OutOfMemory) -> Int {
    var isNew = false
    let group = try groups.find(key, isNew: &isNew)
    if isNew {
      try finished.reserve(more: lanes)
      try open.reserve(more: lanes)
      try waiting.append(repeating: 0, count: lanes)
      for _ in 0..<lanes {
        finished.appendReserved(DurationSketch(heap))
        open.appendReserved(DurationSketch(heap))
      }
    }
    return group * lanes
  }

  mutating func end(_ place: Int, after duration: Int64) throws(OutOfMemory) { try finished[place].add(duration) }

  mutating func leaveOpen(_ place: Int, after duration: Int64, mayEnd: Bool) throws(OutOfMemory) {
    try open[place].add(duration)
    if mayEnd { waiting[place] += 1 }
  }

  mutating func merge(_ other: borrowing SpanTally) throws(OutOfMemory) {
    var key = Buffer<Int64>(heap)
    try key.append(repeating: 0, count: groups.width)
    for g in 0..<other.groups.count {
      for w in 0..<groups.width { key[w] = other.groups.key(g, w) }
      let first = try group(key)
      for l in 0..<lanes {
        try finished[first + l].merge(other.finished[g * lanes + l])
        try open[first + l].merge(other.open[g * lanes + l])
        waiting[first + l] += other.waiting[g * lanes + l]
      }
    }
  }
}
