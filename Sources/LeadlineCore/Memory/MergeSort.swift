/// Stable sorting of row numbers by a comparison that the caller gives as a value, bottom up, with memory asked for once.
protocol RowOrder: ~Copyable {
  /// Below zero when row `a` comes before row `b`.
  func compare(_ a: UInt32, _ b: UInt32) -> Int
}

enum MergeSort {
  @_optimize(speed)
  static func sort<Order: RowOrder & ~Copyable>(_ rows: inout Buffer<UInt32>, _ heap: Heap, by order: borrowing Order)
    throws(OutOfMemory)
  {
    let count = rows.count
    guard count > 1 else { return }
    var spare = Buffer<UInt32>(heap)
    try spare.append(repeating: 0, count: count)
    var width = 1
    while width < count {
      var start = 0
      while start < count {
        let middle = Swift.min(start + width, count)
        let end = Swift.min(start + 2 * width, count)
        var left = start
        var right = middle
        for at in start..<end {
          if left < middle && (right >= end || order.compare(rows[left], rows[right]) <= 0) {
            spare[at] = rows[left]
            left += 1
          } else {
            spare[at] = rows[right]
            right += 1
          }
        }
        start = end
      }
      swap(&rows, &spare)
      width *= 2
    }
  }
}
