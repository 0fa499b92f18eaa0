/// What a funnel counts, by group and step. Tallies of disjoint journeys add up.
struct FunnelTally: ~Copyable {
  let heap: Heap
  let steps: Int
  /// Kinds that a journey may go on with, and one place for none at all.
  let exits: Int
  let hasTimes: Bool
  var groups: GroupIndex
  /// By group, then step: runs that began there; that ended there; that may still go on from there.
  private var counts: Buffer<UInt64>
  /// The same of an open funnel's runs that began at the first step: how many ended there or may still go on.
  private var firsts: Buffer<UInt64>
  private let isOpen: Bool
  /// The runs of these that nothing is final of yet, by group, then step: that began there; that got there and no further; and of
  /// an open funnel's runs that began at the first step how many got there and no further.
  private var undecided: Buffer<UInt64>
  /// By group, then step: from the step before to it, then from the first to it.
  var times: Buffer<DurationSketch>
  /// What came next where a run ended: group, step and slot of the kind, and by the number of that how many.
  private(set) var leavers: GroupIndex
  private(set) var left: Buffer<UInt64>
  private var leaver: Buffer<Int64>

  init(_ heap: Heap, steps: Int, exits: Int, hasTimes: Bool, isOpen: Bool, width: Int) {
    self.heap = heap
    self.steps = steps
    self.exits = exits
    self.hasTimes = hasTimes
    groups = GroupIndex(heap, width: width)
    counts = Buffer(heap)
    firsts = Buffer(heap)
    self.isOpen = isOpen
    undecided = Buffer(heap)
    times = Buffer(heap)
    leavers = GroupIndex(heap, width: 3)
    left = Buffer(heap)
    leaver = Buffer(heap)
  }

  /// Those that began at it or before, less those that ended before.
  func reached(_ group: Int, _ step: Int) -> UInt64 {
    var reached: UInt64 = 0
    for k in 0...step {
      reached += counts[(group * steps + k) * 3]
      if k > 0 { reached -= counts[(group * steps + k - 1) * 3 + 1] + counts[(group * steps + k - 1) * 3 + 2] }
    }
    return reached
  }
  /// Of these, those who had met the step before; none at the first.
  func continued(_ group: Int, _ step: Int) -> UInt64 { step == 0 ? 0 : reached(group, step) - counts[(group * steps + step) * 3] }
  /// Of these, those who had begun at the first step.
  func reachedFromFirst(_ group: Int, _ step: Int) -> UInt64 {
    if !isOpen { return reached(group, step) }
    var reached: UInt64 = 0
    for k in step..<steps { reached += firsts[group * steps + k] }
    return reached
  }
  /// The same of those who are decided.
  func decided(_ group: Int, _ step: Int) -> UInt64 {
    var others: UInt64 = 0
    for k in 0...step {
      others += undecided[(group * steps + k) * 3]
      if k > 0 { others -= undecided[(group * steps + k - 1) * 3 + 1] }
    }
    return reached(group, step) - others
  }
  func decidedContinued(_ group: Int, _ step: Int) -> UInt64 {
    if step == 0 { return 0 }
    let place = (group * steps + step) * 3
    return decided(group, step) - (counts[place] - undecided[place])
  }
  func decidedFromFirst(_ group: Int, _ step: Int) -> UInt64 {
    if !isOpen { return decided(group, step) }
    var decided = reachedFromFirst(group, step)
    for k in step..<steps { decided -= undecided[(group * steps + k) * 3 + 2] }
    return decided
  }
  func ended(_ group: Int, _ step: Int) -> UInt64 { counts[(group * steps + step) * 3 + 1] }
  func open(_ group: Int, _ step: Int) -> UInt64 { counts[(group * steps + step) * 3 + 2] }

  /// The number of a key, with room for its counts.
  mutating func group(_ key: borrowing Buffer<Int64>) throws(OutOfMemory) -> Int {
    var isNew = false
    let group = try groups.find(key, isNew: &isNew)
    guard isNew else { return group }
    try counts.append(repeating: 0, count: steps * 3)
    if isOpen { try firsts.append(repeating: 0, count: steps) }
    try undecided.append(repeating: 0, count: steps * 3)
    if hasTimes {
      try times.reserve(more: steps * 2)
      for _ in 0..<steps * 2 { times.appendReserved(DurationSketch(heap)) }
    }
    return group
  }

  /// Counts a run that met the steps from `entry` to `last`.
  @inline(__always)
  mutating func count(_ group: Int, _ entry: Int, _ last: Int, isOpen: Bool) {
    let at = unsafe counts.base.unsafelyUnwrapped + group &* steps &* 3
    unsafe at[entry &* 3] &+= 1
    unsafe at[last &* 3 &+ (isOpen ? 2 : 1)] &+= 1
  }

  /// Counts a run of an open funnel that began at the first step.
  mutating func countFirst(_ group: Int, _ last: Int) { firsts[group * steps + last] += 1 }

  /// Counts the same run as one that nothing is final of yet.
  mutating func countUndecided(_ group: Int, _ entry: Int, _ last: Int) {
    undecided[(group * steps + entry) * 3] += 1
    undecided[(group * steps + last) * 3 + 1] += 1
    if entry == 0 { undecided[(group * steps + last) * 3 + 2] += 1 }
  }

  mutating func leave(_ group: Int, _ step: Int, _ exit: Int, buyers: UInt64 = 1) throws(OutOfMemory) {
    leaver.removeAll()
    try leaver.reserve(exactly: 3)
    leaver.appendReserved(Int64(group))
    leaver.appendReserved(Int64(step))
    leaver.appendReserved(Int64(exit))
    try left.reserve(more: 1)
    var isNew = false
    let place = try leavers.find(leaver, isNew: &isNew)
    if isNew { left.appendReserved(0) }
    left[place] &+= buyers
  }

  mutating func merge(_ other: borrowing FunnelTally) throws(OutOfMemory) {
    var key = Buffer<Int64>(heap)
    try key.append(repeating: 0, count: groups.width)
    for i in 0..<other.left.count {
      // Its group here comes with the counts below, or is there already.
      for w in 0..<groups.width { key[w] = other.groups.key(Int(other.leavers.key(i, 0)), w) }
      try leave(try group(key), Int(other.leavers.key(i, 1)), Int(other.leavers.key(i, 2)), buyers: other.left[i])
    }
    for g in 0..<other.groups.count {
      for w in 0..<groups.width { key[w] = other.groups.key(g, w) }
      let group = try group(key)
      for i in 0..<steps * 3 {
        counts[group * steps * 3 + i] += other.counts[g * steps * 3 + i]
        undecided[group * steps * 3 + i] += other.undecided[g * steps * 3 + i]
      }
      if isOpen {
        for k in 0..<steps { firsts[group * steps + k] += other.firsts[g * steps + k] }
      }
      guard hasTimes else { continue }
      for i in 0..<steps * 2 { try times[group * steps * 2 + i].merge(other.times[g * steps * 2 + i]) }
    }
  }
}
