/// Keeps the `limit` smallest of all hashes it was ever shown, by a bound that only falls.
///
/// This is the bottom-k sketch of Cohen and Kaplan ("Summarizing data using bottom-k sketches", 2007): which hashes are
/// kept depends on the set shown, never on its order, and two sketches merge into that of the union. A limit of names or of
/// cells is one of these, so that what is kept was kept from its first fact on and its row is complete.
struct Threshold: ~Copyable {
  let limit: Int
  /// Hashes below it are kept; all are while nothing has overflowed.
  private(set) var bound = UInt64.max
  private(set) var isBinding = false
  /// The distinct hashes kept, as a heap with the greatest first.
  private var heap: Buffer<UInt64>
  /// The same as an open-addressed set; 0 is free, and hashes are shown as at least 1.
  private var slots: Buffer<UInt64>
  private var used = 0
  /// Between `begin` and `commit` or `undo`: what was admitted and what was pushed out.
  private var admitted: Buffer<UInt64>
  private var dropped: Buffer<UInt64>
  private var isNoting = false
  private var oldBound = UInt64.max
  private var wasBinding = false

  /// A limit of 0 keeps everything and costs nothing.
  init(_ memory: Heap, limit: Int) {
    self.limit = limit
    heap = Buffer(memory)
    slots = Buffer(memory)
    admitted = Buffer(memory)
    dropped = Buffer(memory)
  }

  init(copying other: borrowing Threshold) throws(OutOfMemory) {
    let heap = try Buffer(copying: other.heap)
    let slots = try Buffer(copying: other.slots)
    let admitted = try Buffer(copying: other.admitted)
    let dropped = try Buffer(copying: other.dropped)
    limit = other.limit
    bound = other.bound
    isBinding = other.isBinding
    used = other.used
    isNoting = other.isNoting
    oldBound = other.oldBound
    wasBinding = other.wasBinding
    self.heap = heap
    self.slots = slots
    self.admitted = admitted
    self.dropped = dropped
  }

  var bytes: Int { heap.bytes + slots.bytes }

  /// Whether a hash that was shown before is kept.
  @inline(__always)
  func keeps(_ hash: UInt64) -> Bool { !isBinding || hash < bound }

  var keptCount: Int { heap.count }
  func kept(_ index: Int) -> UInt64 { heap[index] }

  /// Shows a hash. True if it is kept now; a later call may still push it out.
  mutating func admit(_ shown: UInt64) throws(OutOfMemory) -> Bool {
    guard limit > 0 else { return true }
    let hash = shown == 0 ? 1 : shown
    guard keeps(hash) else { return false }
    if isBinding || heap.count > 0 {
      if contains(hash) { return true }
    }
    try heap.reserve(more: 1)
    try makeRoom()
    if isNoting {
      try admitted.reserve(more: 1)
      try dropped.reserve(more: 1)
      admitted.appendReserved(hash)
    }
    insert(hash)
    heap.appendReserved(hash)
    siftUp(heap.count - 1)
    if heap.count > limit {
      bound = heap[0]
      isBinding = true
      if isNoting { dropped.appendReserved(bound) }
      removeGreatest()
    }
    return hash < bound || !isBinding
  }

  /// Lowers the bound to another sketch's, if that one has one.
  mutating func lower(to other: UInt64, if isBound: Bool = true) throws(OutOfMemory) {
    if !isBound || (isBinding && bound <= other) { return }
    if isNoting { try dropped.reserve(more: heap.count) }
    bound = other
    isBinding = true
    while heap.count > 0 && heap[0] >= bound {
      if isNoting { dropped.appendReserved(heap[0]) }
      removeGreatest()
    }
  }

  /// Merges another sketch into this one.
  mutating func add(_ other: borrowing Threshold) throws(OutOfMemory) {
    try lower(to: other.bound, if: other.isBinding)
    for i in 0..<other.keptCount { _ = try admit(other.kept(i)) }
  }

  // A call that may fail half way, for lack of memory, notes what it changes here and undoes it.

  mutating func begin() {
    isNoting = limit > 0
    oldBound = bound
    wasBinding = isBinding
  }

  mutating func commit() {
    isNoting = false
    if admitted.capacity > 0 { admitted = Buffer(heap.heap) }
    if dropped.capacity > 0 { dropped = Buffer(heap.heap) }
  }

  /// Goes back to what was at `begin`. Needs no memory: what is put back was here before.
  mutating func undo() {
    guard isNoting else { return }
    bound = oldBound
    isBinding = wasBinding
    HeapSort.sort(&admitted)
    var kept = 0
    for i in 0..<heap.count where !HeapSort.contains(admitted, heap[i]) {
      heap[kept] = heap[i]
      kept += 1
    }
    heap.truncate(to: kept)
    for i in 0..<dropped.count where !HeapSort.contains(admitted, dropped[i]) { heap.appendReserved(dropped[i]) }
    for i in 0..<heap.count { siftUp(i) }
    for i in 0..<slots.count { slots[i] = 0 }
    used = 0
    for i in 0..<heap.count { insert(heap[i]) }
    commit()
  }

  /// Whether this hash, at least 1, was shown and is kept, or was until lately.
  func contains(_ hash: UInt64) -> Bool {
    guard slots.count > 0 else { return false }
    let mask = slots.count - 1
    var at = Int(truncatingIfNeeded: Hash.word(hash)) & mask
    while slots[at] != 0 {
      if slots[at] == hash { return true }
      at = (at + 1) & mask
    }
    return false
  }

  private mutating func insert(_ hash: UInt64) {
    let mask = slots.count - 1
    var at = Int(truncatingIfNeeded: Hash.word(hash)) & mask
    while slots[at] != 0 { at = (at + 1) & mask }
    slots[at] = hash
    used += 1
  }

  /// Hashes pushed out stay in the set until it is made anew: the bound, asked first, rules them out.
  private mutating func makeRoom() throws(OutOfMemory) {
    guard (used + 1) * 2 > slots.count else { return }
    var fresh = Buffer<UInt64>(slots.heap)
    // Never smaller than it was, so that there is room for what `undo` puts back.
    var size = Swift.max(slots.count, 16)
    while size < (heap.count + 1) * 4 { size *= 2 }
    try fresh.append(repeating: 0, count: size)
    swap(&slots, &fresh)
    used = 0
    for i in 0..<heap.count { insert(heap[i]) }
  }

  private mutating func siftUp(_ start: Int) {
    var at = start
    while at > 0 {
      let parent = (at - 1) / 2
      if heap[parent] >= heap[at] { return }
      exchange(parent, at)
      at = parent
    }
  }

  private mutating func removeGreatest() {
    let last = heap.removeLast()
    guard heap.count > 0 else { return }
    heap[0] = last
    var at = 0
    while true {
      let left = 2 * at + 1
      if left >= heap.count { return }
      let right = left + 1
      let child = right < heap.count && heap[right] > heap[left] ? right : left
      if heap[at] >= heap[child] { return }
      exchange(at, child)
      at = child
    }
  }

  private mutating func exchange(_ a: Int, _ b: Int) {
    let kept = heap[a]
    heap[a] = heap[b]
    heap[b] = kept
  }
}
