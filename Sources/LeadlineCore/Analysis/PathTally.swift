/// What is counted of paths, by group. Tallies of disjoint journeys add up.
struct PathTally: ~Copyable {
  struct Count {
    var paths: UInt64 = 0
    var outcomes: UInt64 = 0
    var open: UInt64 = 0
    var value: Int128 = 0

    var dropped: UInt64 { paths - outcomes - open }

    mutating func add(_ other: Count) {
      paths += other.paths
      outcomes += other.outcomes
      open += other.open
      value += other.value
    }
  }

  /// Where a path comes from before its first step, and goes to behind its last, among the numbers of steps.
  enum State {
    static var start: Int { -1 }
    static var outcome: Int { -2 }
    static var dropped: Int { -3 }
    static var open: Int { -4 }
  }

  let heap: Heap
  var groups: GroupIndex
  /// The words of steps.
  private(set) var steps: GroupIndex
  private(set) var tree: PathTree
  /// Groups and nodes of the tree; by the number of these what came.
  private(set) var paths: GroupIndex
  private(set) var counts: Buffer<Count>
  /// Groups, steps and next ones; by the number of these how often.
  private(set) var transitions: GroupIndex
  private(set) var moves: Buffer<UInt64>
  /// By group: facts before an outcome.
  var touches: Buffer<DurationSketch>
  /// By group: facts that no outcome within the window came of.
  private(set) var strays: Buffer<UInt64>
  private var word: Buffer<Int64>
  private var pair: Buffer<Int64>
  private var triple: Buffer<Int64>

  init(_ heap: Heap, width: Int) throws(OutOfMemory) {
    let tree = try PathTree(heap)
    var word = Buffer<Int64>(heap)
    var pair = Buffer<Int64>(heap)
    var triple = Buffer<Int64>(heap)
    try word.append(repeating: 0, count: 1)
    try pair.append(repeating: 0, count: 2)
    try triple.append(repeating: 0, count: 3)
    self.heap = heap
    self.tree = tree
    groups = GroupIndex(heap, width: width)
    steps = GroupIndex(heap, width: 1)
    paths = GroupIndex(heap, width: 2)
    counts = Buffer(heap)
    transitions = GroupIndex(heap, width: 3)
    moves = Buffer(heap)
    touches = Buffer(heap)
    strays = Buffer(heap)
    self.word = word
    self.pair = pair
    self.triple = triple
  }

  mutating func group(_ key: borrowing Buffer<Int64>) throws(OutOfMemory) -> Int {
    try touches.reserve(more: 1)
    try strays.reserve(more: 1)
    var isNew = false
    let group = try groups.find(key, isNew: &isNew)
    if isNew {
      touches.appendReserved(DurationSketch(heap))
      strays.appendReserved(0)
    }
    return group
  }

  /// Counts the facts before the end of a path: so many that an outcome came of, so many others.
  mutating func count(_ group: Int, touches: Int?, strays: Int) throws(OutOfMemory) {
    if let touches { try self.touches[group].add(Int64(touches)) }
    self.strays[group] += UInt64(strays)
  }

  /// The number of a step.
  mutating func step(_ word: Int64) throws(OutOfMemory) -> Int {
    self.word[0] = word
    var isNew = false
    return try steps.find(self.word, isNew: &isNew)
  }

  /// Counts a path of numbered steps.
  mutating func count(_ group: Int, _ path: borrowing Buffer<Int>, _ count: Count, hasTransitions: Bool) throws(OutOfMemory) {
    var node = PathTree.root
    var last = State.start
    for i in 0..<path.count {
      node = try tree.child(of: node, path[i])
      if hasTransitions { try move(group, last, path[i], 1) }
      last = path[i]
    }
    if hasTransitions { try move(group, last, count.outcomes > 0 ? State.outcome : count.open > 0 ? State.open : State.dropped, 1) }
    try add(group, node, count)
  }

  private mutating func add(_ group: Int, _ node: Int, _ count: Count) throws(OutOfMemory) {
    pair[0] = Int64(group)
    pair[1] = Int64(node)
    try counts.reserve(more: 1)
    var isNew = false
    let place = try paths.find(pair, isNew: &isNew)
    if isNew { counts.appendReserved(Count()) }
    counts[place].add(count)
  }

  private mutating func move(_ group: Int, _ from: Int, _ to: Int, _ times: UInt64) throws(OutOfMemory) {
    triple[0] = Int64(group)
    triple[1] = Int64(from)
    triple[2] = Int64(to)
    try moves.reserve(more: 1)
    var isNew = false
    let place = try transitions.find(triple, isNew: &isNew)
    if isNew { moves.appendReserved(0) }
    moves[place] += times
  }

  mutating func merge(_ other: borrowing PathTally) throws(OutOfMemory) {
    var key = Buffer<Int64>(heap)
    try key.append(repeating: 0, count: groups.width)
    var groupOf = Buffer<Int>(heap)
    for g in 0..<other.groups.count {
      for w in 0..<groups.width { key[w] = other.groups.key(g, w) }
      try groupOf.append(try group(key))
      try touches[groupOf[g]].merge(other.touches[g])
      strays[groupOf[g]] += other.strays[g]
    }
    var stepOf = Buffer<Int>(heap)
    for s in 0..<other.steps.count { try stepOf.append(try step(other.steps.key(s, 0))) }
    // Parents come first.
    var nodeOf = Buffer<Int>(heap)
    for n in 0..<other.tree.count {
      let parent = other.tree.parent(n)
      try nodeOf.append(try tree.child(of: parent == PathTree.root ? parent : nodeOf[parent], stepOf[other.tree.step(n)]))
    }
    for p in 0..<other.counts.count {
      let node = Int(other.paths.key(p, 1))
      try add(groupOf[Int(other.paths.key(p, 0))], node == PathTree.root ? node : nodeOf[node], other.counts[p])
    }
    for t in 0..<other.moves.count {
      let (from, to) = (Int(other.transitions.key(t, 1)), Int(other.transitions.key(t, 2)))
      try move(groupOf[Int(other.transitions.key(t, 0))], from < 0 ? from : stepOf[from], to < 0 ? to : stepOf[to], other.moves[t])
    }
  }
}
