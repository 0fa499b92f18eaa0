import CPlatform

/// What a cell holds of one kind: its count and its amount.
struct Cell<Word: FixedWidthInteger & SignedInteger & BitwiseCopyable>: BitwiseCopyable {
  var count: Word
  var amount: Word

  static var zero: Cell { Cell(count: 0, amount: 0) }

  @inline(__always)
  var isEmpty: Bool { count == 0 && amount == 0 }
}

/// The cells of one kind in one period, by tuple: a dense prefix addressed by the tuple's number, and behind it an
/// open-addressed table for tuples that are few.
///
/// Tuples go into the table first. When it would have to grow and an array over all tuples takes no more memory, the prefix
/// is extended and the table emptied into it; so a busy period is one load an access, and a stray fact costs a few entries.
/// The table's places follow the hash in order, which makes growing it a merge of two streams.
@safe
struct Plane<Word: FixedWidthInteger & SignedInteger & BitwiseCopyable>: ~Copyable {
  typealias Content = Cell<Word>

  /// The dense prefix: tuples 0 ..< denseCount. Read by the hot path without going through this type.
  fileprivate(set) var dense: UnsafeMutablePointer<Content>?
  fileprivate(set) var denseCount: Int
  private var keys: UnsafeMutablePointer<UInt32>?
  private var values: UnsafeMutablePointer<Content>?
  private var tableSize: Int
  private var tableUsed: Int
  /// All ones where an amount is refused, so that the hot path finds one by an and.
  let forbidden: Int64
  // Planes are addressed by a shift when their size is a power of two.
  private let padding: Int64 = 0

  init(forbidden: Int64) {
    unsafe dense = nil
    denseCount = 0
    unsafe keys = nil
    unsafe values = nil
    tableSize = 0
    tableUsed = 0
    self.forbidden = forbidden
  }

  /// Planes have no way to their heap, which their rollup has: it frees them.
  mutating func free(_ heap: Heap) {
    if let memory = unsafe dense { unsafe Self.release(heap, memory, denseCount) }
    unsafe dense = nil
    denseCount = 0
    freeTable(heap)
  }

  private mutating func freeTable(_ heap: Heap) {
    if let memory = unsafe keys { unsafe Self.release(heap, memory, tableSize) }
    if let memory = unsafe values { unsafe Self.release(heap, memory, tableSize) }
    unsafe keys = nil
    unsafe values = nil
    tableSize = 0
    tableUsed = 0
  }

  private static func take<T: BitwiseCopyable>(_ heap: Heap, _ count: Int, of type: T.Type) -> UnsafeMutablePointer<T>? {
    let size = count * MemoryLayout<T>.stride
    let isHuge = size >= 1 << 22
    guard let memory = unsafe heap.allocate(size, alignment: isHuge ? 4096 : 64) else { return nil }
    if isHuge { unsafe platform_advise_huge(memory, size) }
    unsafe memset(memory, 0, size)
    return unsafe memory.bindMemory(to: T.self, capacity: count)
  }

  private static func release<T: BitwiseCopyable>(_ heap: Heap, _ memory: UnsafeMutablePointer<T>, _ count: Int) {
    let size = count * MemoryLayout<T>.stride
    unsafe heap.deallocate(memory, size, alignment: size >= 1 << 22 ? 4096 : 64)
  }

  var bytes: Int {
    denseCount * MemoryLayout<Content>.stride + tableSize * (MemoryLayout<Content>.stride + 4)
  }

  var isUnused: Bool { denseCount == 0 && tableUsed == 0 }
  var isUntouched: Bool { denseCount == 0 && tableSize == 0 }

  // The table keeps tuple + 1, so that 0 is free.

  @inline(__always)
  private static func home(_ tuple: UInt32, _ size: Int) -> Int {
    // 32 well-mixed bits scaled to the size: places follow the hash in order.
    let hash = UInt64(truncatingIfNeeded: (UInt64(tuple) &+ 1) &* 0x9E37_79B9_7F4A_7C15) >> 32
    return Int(truncatingIfNeeded: (hash &* UInt64(truncatingIfNeeded: size)) >> 32)
  }

  /// The tuple's cell if it has one.
  @inline(__always)
  func find(_ tuple: UInt32) -> UnsafeMutablePointer<Content>? {
    if Int(tuple) < denseCount { return unsafe dense.unsafelyUnwrapped + Int(tuple) }
    guard let keys = unsafe keys else { return nil }
    var at = Self.home(tuple, tableSize)
    let wanted = tuple &+ 1
    while true {
      let key = unsafe keys[at]
      if key == wanted { return unsafe values.unsafelyUnwrapped + at }
      if key == 0 { return nil }
      at += 1
      if at == tableSize { at = 0 }
    }
  }

  /// Brings the place where `find` will look into the caches.
  @inline(__always)
  func prefetch(_ tuple: UInt32) {
    guard let keys = unsafe keys else { return }
    let at = Self.home(tuple, tableSize)
    unsafe platform_prefetch_read(keys + at)
    unsafe platform_prefetch_write(values.unsafelyUnwrapped + at)
  }

  /// The tuple's cell, made if need be; `tuples` is how many tuples there are. On failure nothing has changed.
  @_optimize(speed)
  mutating func cell(_ tuple: UInt32, tuples: Int, _ heap: Heap) throws(OutOfMemory) -> UnsafeMutablePointer<Content> {
    if Int(tuple) < denseCount { return unsafe dense.unsafelyUnwrapped + Int(tuple) }
    while true {
      if let keys = unsafe keys {
        let wanted = tuple &+ 1
        var at = Self.home(tuple, tableSize)
        while unsafe keys[at] != 0 {
          if unsafe keys[at] == wanted { return unsafe values.unsafelyUnwrapped + at }
          at &+= 1
          if at == tableSize { at = 0 }
        }
        if (tableUsed &+ 1) &* 5 <= tableSize &* 4 {
          unsafe keys[at] = wanted
          tableUsed &+= 1
          return unsafe values.unsafelyUnwrapped + at
        }
      }
      try grow(tuples: Swift.max(tuples, Int(tuple) + 1), heap)
      if Int(tuple) < denseCount { return unsafe dense.unsafelyUnwrapped + Int(tuple) }
    }
  }

  private mutating func grow(tuples: Int, _ heap: Heap) throws(OutOfMemory) {
    let size = tableSize == 0 ? 10 : tableSize + tableSize / 2
    let missing = tuples - denseCount
    // A quarter full is where an array may be had: it then takes at most twice what the table does on average, and busy
    // periods spend little time in the table. The second condition keeps extensions geometric, so that copying the prefix
    // stays linear in all.
    if missing <= tableUsed * 4 && tableUsed * 8 >= denseCount || missing <= 32 {
      try extend(to: tuples, heap)
    } else {
      try growTable(to: size, heap)
    }
  }

  /// Whether a like plane of the next period should begin as this one has become.
  var isDense: Bool { denseCount > tableSize }

  /// Makes the prefix cover tuples below `count` and moves what the table holds of them there.
  @_optimize(speed)
  mutating func extend(to count: Int, _ heap: Heap) throws(OutOfMemory) {
    guard count > denseCount else { return }
    guard let fresh = unsafe Self.take(heap, count, of: Content.self) else { throw OutOfMemory() }
    if let dense = unsafe dense {
      unsafe fresh.update(from: dense, count: denseCount)
      unsafe Self.release(heap, dense, denseCount)
    }
    for at in 0..<tableSize {
      let key = unsafe keys.unsafelyUnwrapped[at]
      // Beyond `count` are the empty cells of tuples that were forgotten when a call failed.
      if key != 0 && Int(key - 1) < count { unsafe fresh[Int(key - 1)] = values.unsafelyUnwrapped[at] }
    }
    unsafe dense = fresh
    denseCount = count
    freeTable(heap)
  }

  /// Becomes a wide copy of a narrow plane, empty cells included. This one must be fresh.
  mutating func widen(_ narrow: borrowing Plane<Int64>, _ heap: Heap) throws(OutOfMemory) where Word == Int128 {
    if narrow.denseCount > 0 {
      guard let fresh = unsafe Self.take(heap, narrow.denseCount, of: Content.self) else { throw OutOfMemory() }
      for i in 0..<narrow.denseCount { unsafe fresh[i] = Self.widened(narrow.dense.unsafelyUnwrapped[i]) }
      unsafe dense = fresh
      denseCount = narrow.denseCount
    }
    guard narrow.tableSize > 0 else { return }
    guard let newKeys = unsafe Self.take(heap, narrow.tableSize, of: UInt32.self) else { throw OutOfMemory() }
    guard let newValues = unsafe Self.take(heap, narrow.tableSize, of: Content.self) else {
      unsafe Self.release(heap, newKeys, narrow.tableSize)
      throw OutOfMemory()
    }
    for i in 0..<narrow.tableSize {
      unsafe newKeys[i] = narrow.keys.unsafelyUnwrapped[i]
      unsafe newValues[i] = Self.widened(narrow.values.unsafelyUnwrapped[i])
    }
    unsafe keys = newKeys
    unsafe values = newValues
    tableSize = narrow.tableSize
    tableUsed = narrow.tableUsed
  }

  private static func widened(_ cell: Cell<Int64>) -> Cell<Int128> where Word == Int128 {
    Cell<Int128>(count: Int128(cell.count), amount: Int128(cell.amount))
  }

  @_optimize(speed)
  private mutating func growTable(to size: Int, _ heap: Heap) throws(OutOfMemory) {
    guard let newKeys = unsafe Self.take(heap, size, of: UInt32.self) else { throw OutOfMemory() }
    guard let newValues = unsafe Self.take(heap, size, of: Content.self) else {
      unsafe Self.release(heap, newKeys, size)
      throw OutOfMemory()
    }
    for from in 0..<tableSize {
      let key = unsafe keys.unsafelyUnwrapped[from]
      if key == 0 { continue }
      var at = Self.home(key - 1, size)
      while unsafe newKeys[at] != 0 {
        at += 1
        if at == size { at = 0 }
      }
      unsafe newKeys[at] = key
      unsafe newValues[at] = values.unsafelyUnwrapped[from]
    }
    let used = tableUsed
    freeTable(heap)
    unsafe keys = newKeys
    unsafe values = newValues
    tableSize = size
    tableUsed = used
  }

  /// How many places there are to look at: the dense prefix, then the table.
  var places: Int { denseCount + tableSize }

  /// Collects cells that are not empty from `place` on, at most 64, and goes on to the place behind. A cell that is there
  /// takes no branch, since whether one is cannot be foretold.
  @inline(__always)
  func collect(from place: inout Int, into run: inout CellRun<Word>) {
    run.count = 0
    while run.count < CellRun<Word>.most && place < denseCount {
      let cell = unsafe dense.unsafelyUnwrapped[place]
      run.add(UInt32(truncatingIfNeeded: place), cell, isThere: !cell.isEmpty)
      place &+= 1
    }
    let end = places
    while run.count < CellRun<Word>.most && place < end {
      let key = unsafe keys.unsafelyUnwrapped[place &- denseCount]
      let cell = unsafe values.unsafelyUnwrapped[place &- denseCount]
      run.add(key &- 1, cell, isThere: key != 0 && !cell.isEmpty)
      place &+= 1
    }
  }

  /// The tuple and the cell at a place; nil where it is free or empty.
  @inline(__always)
  func at(place: Int) -> (tuple: UInt32, cell: Content)? {
    if place < denseCount {
      let cell = unsafe dense.unsafelyUnwrapped[place]
      return cell.isEmpty ? nil : (UInt32(truncatingIfNeeded: place), cell)
    }
    let key = unsafe keys.unsafelyUnwrapped[place - denseCount]
    if key == 0 { return nil }
    let cell = unsafe values.unsafelyUnwrapped[place - denseCount]
    return cell.isEmpty ? nil : (key - 1, cell)
  }
}
