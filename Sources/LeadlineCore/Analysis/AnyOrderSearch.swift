/// Finds the run that meets most steps in any order and, of equally far ones, the one that begins first.
///
/// From each beginning, facts are matched with steps in the order of time, moving earlier matches where that lets one more
/// fact in (Kuhn's algorithm; the facts that can be matched together are a transversal matroid, so taking the first that fits
/// meets the k-th step as early as it can be met). Of facts that meet the same steps only the first few matter, so a beginning
/// costs what the steps allow and not what the journey holds: with s steps and g sets of steps that facts meet, in the order of
/// (s + g) log g, and s²/64 for a fact that has no step of its own left.
struct AnyOrderSearch: ~Copyable {
  private let steps: Int
  /// By place in the run: the event.
  private(set) var path: Buffer<Int>
  private var best: Buffer<Int>
  /// By step: the event matched with it, -1 for none.
  private var matched: Buffer<Int>
  /// Bits of steps: those matched; those where the search for a better match has been.
  private var taken: Buffer<UInt64>
  private var seen: Buffer<UInt64>
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
  /// The groups that may go on, a heap: at its root the one whose next event is the soonest.
  private var waiting: Buffer<Int>
  private let heap: Heap

  init(_ heap: Heap, _ shape: borrowing FunnelShape) throws(OutOfMemory) {
    self.heap = heap
    steps = shape.steps
    path = Buffer(heap)
    best = Buffer(heap)
    matched = Buffer(heap)
    taken = Buffer(heap)
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
    waiting = Buffer(heap)
    let words = (shape.steps + 63) / 64
    groups = GroupIndex(heap, width: words)
    guard shape.mode == .anyOrder else { return }
    try path.reserve(exactly: steps)
    try best.reserve(exactly: steps)
    try matched.append(repeating: -1, count: steps)
    try taken.append(repeating: 0, count: words)
    try seen.append(repeating: 0, count: words)
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
        if shape.countsFirst { break }
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
    waiting.removeAll()
    try waiting.reserve(exactly: groups.count)
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
    for w in 0..<taken.count { taken[w] = 0 }
    for g in 0..<groups.count { used[g] = 0 }
    if shape.isOpen {
      _ = augment(first, isClosed: false, events)
    } else {
      matched[0] = first
      taken[0] = 1
    }
    best.appendReserved(first)
    if groupOf[first] >= 0 { used[groupOf[first]] = 1 }
    wait()
    let time = events.time(first)
    while best.count < steps && waiting.count > 0 {
      let group = waiting[0]
      let event = next(group)
      if events.time(event) - time > shape.window { break }
      // What does not fit now never will.
      var goesOn = false
      if augment(event, isClosed: !shape.isOpen, events) {
        best.appendReserved(event)
        used[group] += 1
        goesOn = hasNext(group)
      }
      if !goesOn {
        let last = waiting.removeLast()
        if waiting.count > 0 { waiting[0] = last }
      }
      settle(0)
    }
  }

  // MARK: Which event is next

  private func hasNext(_ group: Int) -> Bool { cursors[group] + used[group] < starts[group + 1] }

  private func next(_ group: Int) -> Int { members[cursors[group] + used[group]] }

  /// Makes the heap of the groups that have an event to come.
  private mutating func wait() {
    waiting.removeAll()
    for g in 0..<groups.count where hasNext(g) { waiting.appendReserved(g) }
    var i = waiting.count / 2
    while i > 0 {
      i -= 1
      settle(i)
    }
  }

  /// Moves a group down until no other below it is sooner.
  private mutating func settle(_ place: Int) {
    var i = place
    while true {
      var soonest = i
      for child in 2 * i + 1..<2 * i + 3 where child < waiting.count && next(waiting[child]) < next(waiting[soonest]) { soonest = child }
      if soonest == i { return }
      (waiting[i], waiting[soonest]) = (waiting[soonest], waiting[i])
      i = soonest
    }
  }

  // MARK: Matching

  /// Matches one more event, moving others to other steps if need be.
  private mutating func augment(_ event: Int, isClosed: Bool, _ events: JourneyEvents) -> Bool {
    // The step that a closed run begins with is taken for good.
    for w in 0..<seen.count { seen[w] = w == 0 && isClosed ? 1 : 0 }
    queue.removeAll()
    var (wants, holds) = (event, -1)
    var next = 0
    while true {
      for w in 0..<seen.count {
        let free = unsafe events.matches[wants * events.words + w] & ~taken[w]
        if free != 0 {
          take(w * 64 + free.trailingZeroBitCount, by: wants, from: holds)
          return true
        }
      }
      for w in 0..<seen.count {
        var bits = unsafe events.matches[wants * events.words + w] & ~seen[w]
        seen[w] |= bits
        while bits != 0 {
          let k = w * 64 + bits.trailingZeroBitCount
          bits &= bits - 1
          wanting[k] = wants
          cameFrom[k] = holds
          queue.appendReserved(k)
        }
      }
      if next == queue.count { return false }
      holds = queue[next]
      wants = matched[holds]
      next += 1
    }
  }

  /// Gives a free step to an event, which leaves its own to the one that wanted that, and so on.
  private mutating func take(_ step: Int, by event: Int, from held: Int) {
    taken[step / 64] |= 1 << UInt64(step % 64)
    matched[step] = event
    var at = held
    while at >= 0 {
      matched[at] = wanting[at]
      at = cameFrom[at]
    }
  }
}
