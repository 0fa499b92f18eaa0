/// What the steps of paths are called: by what a fact meets, by its kind, by its name of a dimension.
///
/// A step is a word, its source in the upper half (a matcher, or the slot of a kind) and a code in the lower one; what does not
/// tell steps apart is 0. Equal steps are equal words in every thread, and `numbers` gives them small numbers.
struct PathNaming: ~Copyable {
  /// The first matcher that a step is called by, or 0 where it is called by its kind.
  var firstMatcher: Int
  /// Whether the source counts.
  var hasSource: Bool
  /// At most one: the dimension that the step is called by.
  var dimensions: Buffer<JourneyKeys.Key>

  @inline(__always)
  func word(_ events: JourneyEvents, _ event: Int, _ segment: borrowing Segment) -> Int64 {
    var source = 0
    if hasSource { source = firstMatcher == 0 ? Int(segment.kind[events.row(event)]) : events.first(event, from: firstMatcher) }
    var code: UInt32 = 0
    if dimensions.count > 0 { code = dimensions[0].value(events.row(event), segment.codes) }
    return Int64(source) << 32 | Int64(code)
  }

  static func source(_ word: Int64) -> Int { Int(word >> 32) }
  static func code(_ word: Int64) -> UInt32 { UInt32(truncatingIfNeeded: word) }
}

/// Sequences of steps as single numbers: a tree in which a node stands for the steps from the root down to it. A node's parent
/// has a smaller number.
struct PathTree: ~Copyable {
  /// By node: its parent, `root` where it has none, and the number of its last step.
  private var nodes: GroupIndex
  private var key: Buffer<Int64>

  /// The sequence without steps.
  static var root: Int { -1 }

  init(_ heap: Heap) throws(OutOfMemory) {
    nodes = GroupIndex(heap, width: 2)
    key = Buffer(heap)
    try key.append(repeating: 0, count: 2)
  }

  var count: Int { nodes.count }
  func parent(_ node: Int) -> Int { Int(nodes.key(node, 0)) }
  func step(_ node: Int) -> Int { Int(nodes.key(node, 1)) }

  /// Steps from the root to a node.
  func depth(_ node: Int) -> Int {
    var (depth, at) = (0, node)
    while at != Self.root {
      depth += 1
      at = parent(at)
    }
    return depth
  }

  /// The node behind a node, or behind the root, by a step.
  mutating func child(of node: Int, _ step: Int) throws(OutOfMemory) -> Int {
    key[0] = Int64(node)
    key[1] = Int64(step)
    var isNew = false
    return try nodes.find(key, isNew: &isNew)
  }
}
