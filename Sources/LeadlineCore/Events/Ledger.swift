/// The facts that speak of another by `ref`, whole, by that ref: statuses, corrections, marks and payments.
///
/// Each bucket of the hash of the ref is a tree in the order of `LedgerOrder`, kept in balance by chance (a treap: Seidel and
/// Aragon 1996), so that a fact comes and goes in the time of a logarithm even where all speak of one ref. Records are numbered
/// from 0; links hold the number and one, 0 for none. No call recurses.
struct Ledger: ~Copyable {
  struct Node: BitwiseCopyable {
    var left: UInt32 = 0
    var right: UInt32 = 0
    var parent: UInt32 = 0
    /// By chance, no lower than those of the nodes below; the lowest bit says that these are all alike.
    var rank: UInt32

    var isUniform: Bool {
      get { rank & 1 != 0 }
      set { rank = rank & ~1 | (newValue ? 1 : 0) }
    }
  }

  let dimensionCount: Int
  private let width: Int
  private var records: Buffer<UInt64>
  private(set) var nodes: Buffer<Node>
  /// By bucket the root of its tree.
  private var heads: Buffer<UInt32>
  private var chance: UInt64 = 0

  init(_ heap: Heap, dimensions: Int) {
    dimensionCount = dimensions
    width = Fact.words(dimensions: dimensions)
    records = Buffer(heap)
    nodes = Buffer(heap)
    heads = Buffer(heap)
  }

  var count: Int { nodes.count }
  var bytes: Int { records.bytes + nodes.bytes + heads.bytes }

  /// A record; valid until the ledger changes.
  @inline(__always)
  func fact(_ record: Int) -> Fact {
    unsafe Fact(words: records.base.unsafelyUnwrapped + record &* width, dimensionCount: dimensionCount)
  }

  /// Where the buckets are is part of the hash, so that nobody can think up refs that all come to one.
  private func bucket(_ ref: UInt64) -> Int {
    let salt = unsafe UInt64(UInt(bitPattern: heads.base))
    return Int(truncatingIfNeeded: Hash.word(ref ^ salt)) & (heads.count &- 1)
  }

  // MARK: Reading

  /// The record next to another in its bucket, behind it or before it.
  func neighbour(_ record: Int, behind: Bool) -> Int? {
    var at = UInt32(record + 1)
    if child(at, behind) != 0 { return Int(outermost(child(at, behind), !behind)) - 1 }
    while true {
      let above = nodes[Int(at) - 1].parent
      if above == 0 { return nil }
      if child(above, behind) != at { return Int(above) - 1 }
      at = above
    }
  }

  /// Whether a record is the first of its ref; the others follow.
  func isFirst(_ record: Int) -> Bool {
    guard let before = neighbour(record, behind: false) else { return true }
    return fact(before).ref != fact(record).ref
  }

  /// The next record of the same ref.
  func following(_ record: Int) -> Int? {
    guard let next = neighbour(record, behind: true), fact(next).ref == fact(record).ref else { return nil }
    return next
  }

  func child(_ link: UInt32, _ right: Bool) -> UInt32 { right ? nodes[Int(link) - 1].right : nodes[Int(link) - 1].left }

  func outermost(_ link: UInt32, _ right: Bool) -> UInt32 {
    var at = link
    while child(at, right) != 0 { at = child(at, right) }
    return at
  }

  /// A record that is this fact to the last bit.
  func find(_ fact: Fact, _ order: LedgerOrder) -> Int? {
    var at = heads.isEmpty ? 0 : heads[bucket(fact.ref)]
    while at != 0 {
      let difference = order.compare(fact, self.fact(Int(at) - 1))
      if difference == 0 { return Int(at) - 1 }
      at = child(at, difference > 0)
    }
    return nil
  }

  // MARK: Changing

  /// Makes room for `more` facts, so that adding them cannot fail.
  mutating func reserve(_ more: Int, _ order: LedgerOrder) throws(OutOfMemory) {
    guard count + more < Int(UInt32.max) else { throw OutOfMemory() }
    if more == 0 { return }
    try records.reserve(more: more * width)
    try nodes.reserve(more: more)
    guard count + more > heads.count else { return }
    var size = Swift.max(heads.count, 64)
    while count + more > size { size *= 2 }
    var fresh = Buffer<UInt32>(heads.heap)
    try fresh.append(repeating: 0, count: size)
    swap(&heads, &fresh)
    // What nobody outside knows.
    chance ^= unsafe UInt64(UInt(bitPattern: heads.base))
    for record in 0..<count { link(record, order) }
  }

  /// Adds a fact into room that was made, and gives its record.
  @discardableResult
  mutating func add(_ fact: Fact, _ order: LedgerOrder) -> Int {
    for i in 0..<width { unsafe records.appendReserved(fact.words[i]) }
    nodes.appendReserved(Node(rank: 0))
    link(count - 1, order)
    return count - 1
  }

  /// Takes out a record; the last one takes its number. Cannot fail.
  mutating func remove(at record: Int, _ order: LedgerOrder) {
    let gap = UInt32(record + 1)
    // Down to where nothing hangs on it, the higher of two children coming up each time.
    while true {
      let (left, right) = (nodes[record].left, nodes[record].right)
      if left == 0 && right == 0 { break }
      let takesRight = left == 0 || (right != 0 && nodes[Int(right) - 1].rank > nodes[Int(left) - 1].rank)
      raise(takesRight ? right : left, order)
    }
    let above = nodes[record].parent
    replace(gap, under: above, by: 0)
    judge(from: above, order)
    let last = UInt32(count)
    if gap != last {
      fact(record).set(fact(count - 1))
      nodes[record] = nodes[count - 1]
      replace(last, under: nodes[record].parent, by: gap)
      if nodes[record].left != 0 { nodes[Int(nodes[record].left) - 1].parent = gap }
      if nodes[record].right != 0 { nodes[Int(nodes[record].right) - 1].parent = gap }
    }
    nodes.truncate(to: count - 1)
    records.truncate(to: count * width)
  }

  // MARK: Trees

  /// Hangs a record into the tree of its bucket.
  private mutating func link(_ record: Int, _ order: LedgerOrder) {
    let fresh = UInt32(record + 1)
    chance = Hash.word(chance &+ 1)
    nodes[record] = Node(rank: UInt32(truncatingIfNeeded: chance) | 1)
    let bucket = bucket(fact(record).ref)
    var at = heads[bucket]
    if at == 0 {
      heads[bucket] = fresh
      return
    }
    while true {
      let isBehind = order.compare(fact(record), fact(Int(at) - 1)) >= 0
      let next = child(at, isBehind)
      if next == 0 {
        setChild(at, isBehind, fresh)
        break
      }
      at = next
    }
    nodes[record].parent = at
    while nodes[record].parent != 0 && nodes[Int(nodes[record].parent) - 1].rank < nodes[record].rank { raise(fresh, order) }
    judge(from: nodes[record].parent, order)
  }

  /// Turns a node with the one above it, which then hangs on it.
  private mutating func raise(_ link: UInt32, _ order: LedgerOrder) {
    let above = nodes[Int(link) - 1].parent
    let isRight = child(above, true) == link
    let moved = child(link, !isRight)
    let top = nodes[Int(above) - 1].parent
    replace(above, under: top, by: link)
    nodes[Int(link) - 1].parent = top
    setChild(above, isRight, moved)
    if moved != 0 { nodes[Int(moved) - 1].parent = above }
    setChild(link, !isRight, above)
    nodes[Int(above) - 1].parent = link
    judge(above, order)
    judge(link, order)
  }

  private mutating func setChild(_ link: UInt32, _ right: Bool, _ child: UInt32) {
    if right { nodes[Int(link) - 1].right = child } else { nodes[Int(link) - 1].left = child }
  }

  /// Hangs another link, or none, where one hangs under a node or is a root.
  private mutating func replace(_ link: UInt32, under above: UInt32, by other: UInt32) {
    if above != 0 { return setChild(above, child(above, true) == link, other) }
    let bucket = bucket(fact(Int(other != 0 ? other : link) - 1).ref)
    heads[bucket] = other
  }

  /// Says of a node whether all below it are alike.
  private mutating func judge(_ link: UInt32, _ order: LedgerOrder) {
    let record = Int(link) - 1
    nodes[record].isUniform = isAlike(nodes[record].left, record, order) && isAlike(nodes[record].right, record, order)
  }

  /// The same of a node and all above it.
  private mutating func judge(from link: UInt32, _ order: LedgerOrder) {
    var at = link
    while at != 0 {
      judge(at, order)
      at = nodes[Int(at) - 1].parent
    }
  }

  /// Whether a tree holds nothing but what is like a record.
  func isAlike(_ link: UInt32, _ record: Int, _ order: LedgerOrder) -> Bool {
    link == 0 || (nodes[Int(link) - 1].isUniform && order.areAlike(fact(Int(link) - 1), fact(record)))
  }
}
