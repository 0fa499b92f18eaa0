/// Gives the units that are left of a split, one each, to the largest remainders, of equal ones to the first.
struct LargestRemainders<Remainder: FixedWidthInteger & BitwiseCopyable>: ~Copyable {
  private var order: Buffer<UInt32>

  init(_ heap: Heap) { order = Buffer(heap) }

  /// Gives so many, fewer than there are shares with a remainder, each of one or minus one; the remainders may be changed.
  @_optimize(speed)
  mutating func hand(
    out units: Int, of one: Int128, to credits: inout Buffer<Int128>, by remainders: inout Buffer<Remainder>
  ) throws(OutOfMemory) {
    if units <= 0 { return }
    if units * remainders.count <= 256 {
      for _ in 0..<units {
        var largest = 0
        for i in 1..<remainders.count where remainders[i] > remainders[largest] { largest = i }
        credits[largest] += one
        // More shares have a remainder than there are units, so one of nothing is never reached.
        remainders[largest] = 0
      }
      return
    }
    order.removeAll()
    try order.reserve(exactly: remainders.count)
    for i in 0..<remainders.count { order.appendReserved(UInt32(truncatingIfNeeded: i)) }
    unsafe try MergeSort.sort(&order, credits.heap, by: ByRemainder(remainders: UnsafePointer(remainders.base.unsafelyUnwrapped)))
    for i in 0..<units { credits[Int(order[i])] += one }
  }

  @safe
  private struct ByRemainder: RowOrder {
    let remainders: UnsafePointer<Remainder>

    func compare(_ a: UInt32, _ b: UInt32) -> Int {
      let (left, right) = unsafe (remainders[Int(a)], remainders[Int(b)])
      return left > right ? -1 : left < right ? 1 : 0
    }
  }
}
