/// Rows of one layout in memory of their own, one behind the other.
@safe
struct RowChunk: ~Copyable {
  static var least: Int { 64 }
  static var most: Int { 4096 }

  let layout: RowLayout
  let capacity: Int
  var count = 0
  let words: UnsafeMutablePointer<UInt64>
  private let heap: Heap

  init(_ heap: Heap, _ layout: RowLayout, rows: Int) throws(OutOfMemory) {
    guard let memory = unsafe heap.allocate(rows * layout.stride * 8, alignment: 16) else { throw OutOfMemory() }
    unsafe words = memory.bindMemory(to: UInt64.self, capacity: rows * layout.stride)
    capacity = rows
    self.layout = layout
    self.heap = heap
  }

  deinit { unsafe heap.deallocate(words, capacity &* layout.stride &* 8, alignment: 16) }

  @inline(__always)
  func row(_ index: Int) -> Row { unsafe Row(words + index &* layout.stride) }

  /// Takes out the rows that `isGone` names, and returns how many.
  mutating func drop(_ isGone: (Row) -> Bool) -> Int {
    var kept = 0
    for i in 0..<count where !isGone(row(i)) {
      if kept < i { row(kept).copy(row(i), layout) }
      kept += 1
    }
    let dropped = count - kept
    count = kept
    return dropped
  }
}

extension Row {
  /// Copies a fact whose kind has a slot here, with all columns.
  func set(_ fact: Fact, _ slot: UInt16, _ context: JourneyContext, _ layout: RowLayout) {
    unsafe words[0] = UInt64(bitPattern: fact.time)
    unsafe words[1] = fact.person
    for i in 2..<layout.fixed { unsafe words[i] = 0 }
    unsafe words[2] = UInt64(slot)
    for d in 0..<context.dimensionCount { setCode(d, fact.code(unsafe Int(context.dimensions[d]))) }
    let at = layout.fixed
    unsafe words[at] = UInt64(bitPattern: fact.amount)
    unsafe words[at + 1] = UInt64(bitPattern: fact.count)
    unsafe words[at + 2] = fact.account
    unsafe words[at + 3] = fact.id
    unsafe words[at + 4] = fact.ref
  }
}
