/// What came of paths, by the set of their different keys. Counts of disjoint paths add up.
///
/// Sets of keys numbered below 64 are words, those of keys below `mostDense` places in a table; others are sequences of ascending numbers
/// in a tree.
struct CoalitionCounts: ~Copyable {
  struct Count {
    var outcomes: UInt64 = 0
    var lost: UInt64 = 0
    var value: Int128 = 0
  }

  static var mostDense: UInt32 { 16 }

  let heap: Heap
  /// By set of keys below `mostDense`, as far as such keys came.
  private var dense: Buffer<Count>
  private var masks: GroupIndex
  private var maskCounts: Buffer<Count>
  private var tree: PathTree
  /// By the tree's nodes and one, the first being the empty set's; nothing came of most.
  private var nodeCounts: Buffer<Count>
  private var mask: Buffer<Int64>
  private var sorted: Buffer<UInt32>

  init(_ heap: Heap) throws(OutOfMemory) {
    let tree = try PathTree(heap)
    var mask = Buffer<Int64>(heap)
    try mask.append(repeating: 0, count: 1)
    self.heap = heap
    self.tree = tree
    self.mask = mask
    dense = Buffer(heap)
    masks = GroupIndex(heap, width: 1)
    maskCounts = Buffer(heap)
    nodeCounts = Buffer(heap)
    sorted = Buffer(heap)
  }

  /// Counts paths whose keys are these, in any order, and as often as they like.
  @_optimize(speed)
  mutating func count(_ keys: borrowing Buffer<UInt32>, outcomes: UInt64, value: Int128, lost: UInt64) throws(OutOfMemory) {
    if outcomes == 0 && lost == 0 && value == 0 { return }
    var bits: UInt64 = 0
    var beyond: UInt32 = 0
    for i in 0..<keys.count {
      bits |= 1 &<< UInt64(keys[i] & 63)
      beyond |= keys[i]
    }
    let count = Count(outcomes: outcomes, lost: lost, value: value)
    if beyond < Self.mostDense {
      let set = Int(truncatingIfNeeded: bits)
      if set >= dense.count { try dense.resize(to: Swift.max(1 << (Int.bitWidth - set.leadingZeroBitCount), 64), filling: Count()) }
      return dense[set].add(count)
    }
    if beyond < 64 { return try add(mask: bits, count) }
    sorted.removeAll()
    try sorted.reserve(exactly: keys.count)
    for i in 0..<keys.count { sorted.appendReserved(keys[i]) }
    try addSorted(count)
  }

  private mutating func add(mask bits: UInt64, _ count: Count) throws(OutOfMemory) {
    try maskCounts.reserve(more: 1)
    mask[0] = Int64(bitPattern: bits)
    var isNew = false
    let place = try masks.find(mask, isNew: &isNew)
    if isNew { maskCounts.appendReserved(Count()) }
    maskCounts[place].add(count)
  }

  /// Adds to the set of the keys gathered.
  private mutating func addSorted(_ count: Count) throws(OutOfMemory) {
    HeapSort.sort(&sorted) { $0 < $1 }
    var node = PathTree.root
    for i in 0..<sorted.count where i == 0 || sorted[i] != sorted[i - 1] { node = try tree.child(of: node, Int(sorted[i])) }
    if nodeCounts.count <= tree.count { try nodeCounts.resize(to: tree.count + 1, filling: Count()) }
    nodeCounts[node + 1].add(count)
  }

  /// Takes in what another counted; `numbers`: by its number of a key, the own one.
  mutating func merge(_ other: borrowing CoalitionCounts, _ numbers: borrowing Buffer<UInt32>) throws(OutOfMemory) {
    var keys = Buffer<UInt32>(heap)
    for s in 0..<other.sets {
      let count = other.count(s)
      if count.paths == 0 { continue }
      try other.list(s, into: &keys)
      for i in 0..<keys.count { keys[i] = numbers[Int(keys[i])] }
      try self.count(keys, outcomes: count.outcomes, value: count.value, lost: count.lost)
    }
  }

  /// Sets are numbered below this; of some nothing came.
  var sets: Int { dense.count + masks.count + nodeCounts.count }

  func count(_ set: Int) -> Count {
    if set < dense.count { return dense[set] }
    let other = set - dense.count
    return other < masks.count ? maskCounts[other] : nodeCounts[other - masks.count]
  }

  /// The keys of a set.
  func list(_ set: Int, into keys: inout Buffer<UInt32>) throws(OutOfMemory) {
    keys.removeAll()
    let other = set - dense.count
    if other < masks.count {
      var bits = other < 0 ? UInt64(truncatingIfNeeded: set) : UInt64(bitPattern: masks.key(other, 0))
      while bits != 0 {
        try keys.append(UInt32(truncatingIfNeeded: bits.trailingZeroBitCount))
        bits &= bits - 1
      }
      return
    }
    var node = other - masks.count - 1
    while node != PathTree.root {
      try keys.append(UInt32(truncatingIfNeeded: tree.step(node)))
      node = tree.parent(node)
    }
  }
}

extension CoalitionCounts.Count {
  @inline(__always)
  mutating func add(_ other: CoalitionCounts.Count) {
    outcomes += other.outcomes
    lost += other.lost
    value += other.value
  }

  var paths: UInt64 { outcomes + lost }
}
