/// What distinct counts of an answer are made of: cells with persons, or cells' names, each with its period and group.
@safe
struct DistinctItems: ~Copyable {
  struct Item: BitwiseCopyable {
    var start: Int64
    var group: UInt32
    /// Of a name its code; of persons their cell.
    var item: UInt32
    var shard: UInt32
    /// Of a name: how many facts.
    var count: Int128
  }

  private var items: Buffer<Item>
  /// Items by their start.
  private var order: Buffer<UInt32>
  private let heap: Heap

  init(_ heap: Heap) {
    self.heap = heap
    items = Buffer(heap)
    order = Buffer(heap)
  }

  var count: Int { items.count }
  var itemsBase: UnsafePointer<Item>? { unsafe UnsafePointer(items.base) }
  func group(_ index: UInt32) -> UInt32 { items[Int(index)].group }
  func item(_ index: UInt32) -> Int { Int(items[Int(index)].item) }
  func shard(_ index: UInt32) -> Int { Int(items[Int(index)].shard) }

  mutating func append(start: Int64, group: UInt32, shard: Int, item: UInt32, count: Int128) throws(OutOfMemory) {
    guard items.count < Int(UInt32.max) else { throw OutOfMemory() }
    try items.append(Item(start: start, group: group, item: item, shard: UInt32(shard), count: count))
  }

  mutating func sortByStart() throws(OutOfMemory) {
    try order.reserve(exactly: items.count)
    for i in 0..<items.count { order.appendReserved(UInt32(i)) }
    unsafe try MergeSort.sort(&order, heap, by: By(part: .start, items: itemsBase))
  }

  /// Those that start in a window.
  func within(_ window: Interval) throws(OutOfMemory) -> Buffer<UInt32> {
    let first = place(notBefore: window.start)
    let last = Swift.max(window.end == .max ? order.count : place(notBefore: window.end), first)
    var some = Buffer<UInt32>(heap)
    try some.reserve(exactly: last - first)
    for i in first..<last { some.appendReserved(order[i]) }
    return some
  }

  private func place(notBefore start: Int64) -> Int {
    var low = 0
    var high = order.count
    while low < high {
      let middle = (low + high) / 2
      if items[Int(order[middle])].start < start { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Of some items, how many names there are with facts that do not cancel out.
  func distinctNames(_ some: borrowing Buffer<UInt32>, _ range: Range<Int>) throws(OutOfMemory) -> Int128 {
    var names = Buffer<UInt32>(heap)
    try names.reserve(exactly: range.count)
    for i in range { names.appendReserved(some[i]) }
    unsafe try MergeSort.sort(&names, heap, by: By(part: .item, items: itemsBase))
    var distinct: Int128 = 0
    var sum: Int128 = 0
    for i in 0..<names.count {
      sum &+= items[Int(names[i])].count
      if i + 1 < names.count && items[Int(names[i + 1])].item == items[Int(names[i])].item { continue }
      if sum != 0 { distinct += 1 }
      sum = 0
    }
    return distinct
  }

  /// Items by one of what they say.
  @safe
  struct By: RowOrder {
    enum Part {
      case start
      case group
      case item
    }

    let part: Part
    let items: UnsafePointer<Item>?

    @inline(__always)
    private func key(_ index: UInt32) -> Int64 {
      let item = unsafe items.unsafelyUnwrapped + Int(index)
      return switch part {
      case .start: unsafe item.pointee.start
      case .group: unsafe Int64(item.pointee.group)
      case .item: unsafe Int64(item.pointee.item)
      }
    }

    func compare(_ a: UInt32, _ b: UInt32) -> Int {
      let (a, b) = (key(a), key(b))
      return a < b ? -1 : a > b ? 1 : 0
    }
  }
}
