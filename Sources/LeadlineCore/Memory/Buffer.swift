import CPlatform

/// A growable array over memory of the engine's heap whose growth may fail.
///
/// `subscript` checks its index by a precondition, for the core's own mistakes; what comes from outside is checked at the
/// door. Hot loops take `base` once and keep in range by construction.
@safe
struct Buffer<Element: ~Copyable>: ~Copyable {
  let heap: Heap
  private(set) var count = 0
  private(set) var capacity = 0
  private var memory: UnsafeMutablePointer<Element>?

  init(_ heap: Heap) {
    self.heap = heap
    unsafe memory = nil
  }

  deinit {
    if let memory = unsafe memory { unsafe Self.release(memory, count, capacity, heap) }
  }

  // What follows is called, never inlined: it is rarely the hot path, and there are buffers everywhere.

  @inline(never)
  private static func release(_ memory: UnsafeMutablePointer<Element>, _ count: Int, _ capacity: Int, _ heap: Heap) {
    unsafe memory.deinitialize(count: count)
    unsafe heap.deallocate(memory, capacity &* MemoryLayout<Element>.stride, alignment: Self.alignment)
  }

  private static var alignment: Int { Swift.max(MemoryLayout<Element>.alignment, 16) }

  var isEmpty: Bool { count == 0 }

  /// Bytes held.
  var bytes: Int { capacity * MemoryLayout<Element>.stride }

  /// The first element; valid until the buffer grows. Nil while nothing was ever reserved.
  var base: UnsafeMutablePointer<Element>? { unsafe memory }

  subscript(_ index: Int) -> Element {
    _read {
      precondition(index >= 0 && index < count)
      yield unsafe memory.unsafelyUnwrapped[index]
    }
    _modify {
      precondition(index >= 0 && index < count)
      yield unsafe &memory.unsafelyUnwrapped[index]
    }
  }

  /// Makes room for `wanted` elements in all, exactly.
  @inline(never)
  mutating func reserve(exactly wanted: Int) throws(OutOfMemory) {
    guard wanted > capacity else { return }
    let (size, overflow) = wanted.multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
    guard !overflow, let fresh = unsafe heap.allocate(size, alignment: Self.alignment) else { throw OutOfMemory() }
    let typed = unsafe fresh.bindMemory(to: Element.self, capacity: wanted)
    if let memory = unsafe memory {
      unsafe typed.moveInitialize(from: memory, count: count)
      unsafe heap.deallocate(memory, capacity &* MemoryLayout<Element>.stride, alignment: Self.alignment)
    }
    unsafe memory = typed
    capacity = wanted
  }

  /// Makes room for `more` elements behind those there are, growing by half.
  mutating func reserve(more: Int) throws(OutOfMemory) {
    let (wanted, overflow) = count.addingReportingOverflow(more)
    guard !overflow else { throw OutOfMemory() }
    guard wanted > capacity else { return }
    try reserve(exactly: Swift.max(wanted, capacity &+ capacity / 2, 8))
  }

  mutating func append(_ element: consuming Element) throws(OutOfMemory) {
    try reserve(more: 1)
    appendReserved(element)
  }

  /// Appends into room that `reserve` made.
  mutating func appendReserved(_ element: consuming Element) {
    precondition(count < capacity)
    unsafe (memory.unsafelyUnwrapped + count).initialize(to: element)
    count += 1
  }

  /// Takes the last element out.
  mutating func removeLast() -> Element {
    precondition(count > 0)
    count -= 1
    return unsafe (memory.unsafelyUnwrapped + count).move()
  }

  /// Puts an element before another, into room that `reserve` made.
  mutating func insertReserved(_ element: consuming Element, at index: Int) {
    precondition(count < capacity && index >= 0 && index <= count)
    let place = unsafe memory.unsafelyUnwrapped + index
    unsafe (place + 1).moveInitialize(from: place, count: count - index)
    unsafe place.initialize(to: element)
    count += 1
  }

  /// Takes an element out; those behind it move up.
  mutating func remove(at index: Int) -> Element {
    precondition(index >= 0 && index < count)
    let place = unsafe memory.unsafelyUnwrapped + index
    let element = unsafe place.move()
    unsafe place.moveInitialize(from: place + 1, count: count - index - 1)
    count -= 1
    return element
  }

  /// Drops the elements from `newCount` on.
  mutating func truncate(to newCount: Int) {
    precondition(newCount >= 0)
    guard newCount < count else { return }
    unsafe (memory.unsafelyUnwrapped + newCount).deinitialize(count: count - newCount)
    count = newCount
  }

  mutating func removeAll() { truncate(to: 0) }
}

extension Buffer where Element: BitwiseCopyable {
  /// Appends `copies` times `element`.
  @inline(never)
  mutating func append(repeating element: Element, count copies: Int) throws(OutOfMemory) {
    try reserve(more: copies)
    guard copies > 0 else { return }
    unsafe (memory.unsafelyUnwrapped + count).initialize(repeating: element, count: copies)
    count += copies
  }

  /// Appends `size` elements from foreign memory.
  @inline(never)
  mutating func append(from source: UnsafePointer<Element>, count size: Int) throws(OutOfMemory) {
    try reserve(more: size)
    guard size > 0 else { return }
    unsafe (memory.unsafelyUnwrapped + count).update(from: source, count: size)
    count += size
  }

  /// Sets the count to `size`; new elements are `element`.
  mutating func resize(to size: Int, filling element: Element) throws(OutOfMemory) {
    if size <= count { truncate(to: size) } else { try append(repeating: element, count: size - count) }
  }
}

extension Buffer where Element: BitwiseCopyable {
  /// The same elements on the same heap.
  init(copying other: borrowing Buffer) throws(OutOfMemory) {
    self.init(other.heap)
    try reserve(exactly: other.capacity)
    if let base = unsafe other.base { unsafe try append(from: UnsafePointer(base), count: other.count) }
  }

  /// The same elements with no room behind them.
  init(trimming other: borrowing Buffer) throws(OutOfMemory) {
    self.init(other.heap)
    try reserve(exactly: other.count)
    if let base = unsafe other.base { unsafe try append(from: UnsafePointer(base), count: other.count) }
  }
}
