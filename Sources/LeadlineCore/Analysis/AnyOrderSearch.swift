/// Finds the run that meets most steps in any order and, of equally far ones, the one that begins first.
///
/// From each beginning, facts are matched with steps in the order of time, moving earlier matches where that lets one more
/// fact in (Kuhn's algorithm; the facts that can be matched together are a transversal matroid, so taking the first that fits
/// meets the k-th step as early as it can be met). Of facts that meet the same steps only the first few matter, so a beginning
/// costs what the steps allow and not what the journey holds.
struct AnyOrderSearch: ~Copyable {
  private let steps: Int
  /// By place in the run: the event.
  private(set) var path: Buffer<Int>
  private var best: Buffer<Int>
  /// By step: the event matched with it, -1 for none.
  private var matched: Buffer<Int>
  /// By step: whether the search for a better match has been there.
  private var seen: Buffer<UInt8>
  /// By step: how the search came there, and from which event.
  private var cameFrom: Buffer<Int>
  private var queue: Buffer<Int>
  private var wanting: Buffer<Int>
  private var groups: GroupIndex
  private var key: Buffer<Int64>
  /// By event: its group; by group: where its events start in `members`, and the first that is not before the beginning.
  private var groupOf: Buffer<Int>
  private var starts: Buffer<Int>
  private var members: Buffer<Int>
  private var cursors: Buffer<Int>
  private var used: Buffer<Int>
  private let heap: Heap

  init(_ heap: Heap, _ shape: borrowing FunnelShape) throws(OutOfMemory) {
    self.heap = heap
    steps = shape.steps
    path = Buffer(heap)
    best = Buffer(heap)
    matched = Buffer(heap)
    seen = Buffer(heap)
    cameFrom = Buffer(heap)
    queue = Buffer(heap)
    wanting = Buffer(heap)
    key = Buffer(heap)
    groupOf = Buffer(heap)
    starts = Buffer(heap)
    members = Buffer(heap)
    cursors = Buffer(heap)
    used = Buffer(heap)
    let words = (shape.steps + 63) / 64
    groups = GroupIndex(heap, width: words)
    guard shape.mode == .anyOrder else { return }
    try path.reserve(exactly: steps)
    try best.reserve(exactly: steps)
    try matched.append(repeating: -1, count: steps)
    try seen.append(repeating: 0, count: steps)
    try cameFrom.append(repeating: -1, count: steps)
    try queue.reserve(exactly: steps)
    try wanting.append(repeating: -1, count: steps)
    try key.append(repeating: 0, count: words)
  }

  mutating func find(_ shape: borrowing FunnelShape, _ events: JourneyEvents) throws(OutOfMemory) -> FunnelRun {
    try list(events)
    var run = FunnelRun()
    for e in 0..<events.count {
      let time = events.time(e)
      let begins = shape.isOpen ? groupOf[e] >= 0 : events.meets(e, 0)
      if begins && time >= shape.from && time < shape.to {
        match(from: e, shape, events)
        if best.count - 1 > run.last {
          run.last = best.count - 1
          run.start = time
          run.first = e
          swap(&path, &best)
          if path.count == steps { break }
        }
      }
      if groupOf[e] >= 0 { cursors[groupOf[e]] += 1 }
    }
    return run
  }

  /// Groups the events by the steps that they meet.
  private mutating func list(_ events: JourneyEvents) throws(OutOfMemory) {
    groups.removeAll()
    try groupOf.resize(to: events.count, filling: 0)
    for e in 0..<events.count {
      var isAny = false
      for w in 0..<key.count {
        var bits = unsafe events.matches[e * events.words + w]
        if w == steps / 64 { bits &= (1 << UInt64(steps % 64)) - 1 }
        key[w] = Int64(bitPattern: bits)
        if bits != 0 { isAny = true }
      }
      var isNew = false
      groupOf[e] = isAny ? try groups.find(key, isNew: &isNew) : -1
    }
    starts.removeAll()
    try starts.append(repeating: 0, count: groups.count + 1)
    cursors.removeAll()
    try cursors.append(repeating: 0, count: groups.count)
    try used.resize(to: 0, filling: 0)
    try used.append(repeating: 0, count: groups.count)
    try members.resize(to: events.count, filling: 0)
    for e in 0..<events.count where groupOf[e] >= 0 { starts[groupOf[e] + 1] += 1 }
    for g in 0..<groups.count {
      starts[g + 1] += starts[g]
      cursors[g] = starts[g]
    }
    for e in 0..<events.count where groupOf[e] >= 0 {
      members[cursors[groupOf[e]]] = e
      cursors[groupOf[e]] += 1
    }
    for g in 0..<groups.count { cursors[g] = starts[g] }
  }

  /// Matches as many steps as a run that begins with an event can meet; the events are in `best`, in order.
  private mutating func match(from first: Int, _ shape: borrowing FunnelShape, _ events: JourneyEvents) {
    best.removeAll()
    for k in 0..<steps { matched[k] = -1 }
    for g in 0..<groups.count { used[g] = 0 }
    if shape.isOpen {
      _ = augment(first, isClosed: false, events)
    } else {
      matched[0] = first
    }
    best.appendReserved(first)
    used[groupOf[first]] = 1
    let time = events.time(first)
    while best.count < steps {
      var (next, of) = (Int.max, -1)
      for g in 0..<groups.count where used[g] >= 0 && cursors[g] + used[g] < starts[g + 1] {
        let e = members[cursors[g] + used[g]]
        if e < next { (next, of) = (e, g) }
      }
      if of < 0 || events.time(next) - time > shape.window { break }
      if augment(next, isClosed: !shape.isOpen, events) {
        best.appendReserved(next)
        used[of] += 1
      } else {
        // What does not fit now never will.
        used[of] = -1
      }
    }
  }

  /// Matches one more event, moving others to other steps if need be.
  private mutating func augment(_ event: Int, isClosed: Bool, _ events: JourneyEvents) -> Bool {
    for k in 0..<steps { seen[k] = 0 }
    // The step that a closed run begins with is taken for good.
    if isClosed { seen[0] = 1 }
    queue.removeAll()
    var (wants, holds) = (event, -1)
    var next = 0
    while true {
      for k in 0..<steps where seen[k] == 0 && events.meets(wants, k) {
        seen[k] = 1
        wanting[k] = wants
        cameFrom[k] = holds
        if matched[k] < 0 {
          var at = k
          while at >= 0 {
            matched[at] = wanting[at]
            at = cameFrom[at]
          }
          return true
        }
        queue.appendReserved(k)
      }
      if next == queue.count { return false }
      holds = queue[next]
      wants = matched[holds]
      next += 1
    }
  }
}
