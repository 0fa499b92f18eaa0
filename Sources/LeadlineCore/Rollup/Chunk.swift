/// A stretch of a batch, short enough that what one pass brings into the first cache the next still finds there.
@safe
struct Chunk {
  static var capacity: Int { 1024 }

  let rows: Int
  let time: UnsafePointer<Int64>
  let kind: UnsafePointer<UInt16>?
  let oneKind: UInt16
  let amount: UnsafePointer<Int64>?
  let count: UnsafePointer<Int64>?

  init(_ columns: FactColumns, from: Int, rows: Int) {
    self.rows = rows
    unsafe time = columns.time + from
    oneKind = columns.oneKind
    unsafe kind = columns.kind.map { unsafe $0 + from }
    unsafe amount = columns.amount.map { unsafe $0 + from }
    unsafe count = columns.count.map { unsafe $0 + from }
  }

  @inline(__always)
  func kind(_ row: Int) -> UInt16 {
    if let kind = unsafe kind { return unsafe kind[row] }
    return oneKind
  }

  @inline(__always)
  func amount(_ row: Int) -> Int64 {
    if let amount = unsafe amount { return unsafe amount[row] }
    return 0
  }

  @inline(__always)
  func count(_ row: Int) -> Int64 {
    if let count = unsafe count { return unsafe count[row] }
    return 1
  }

  // What follows asks of a whole column with subtractions and ors only, because those are what the baseline instruction
  // set can do two or more at a time; the sign of the result is the answer.

  /// Whether every time lies in [start, end).
  @_optimize(speed)
  func isWithin(_ start: Int64, _ end: Int64) -> Bool {
    var signs: Int64 = 0
    let last = end &- 1
    for i in 0..<rows { unsafe signs |= (time[i] &- start) | (last &- time[i]) }
    return signs >= 0
  }

  /// The greater of `known` and every time.
  @_optimize(speed)
  func greatestTime(_ known: Int64) -> Int64 {
    var greatest = unsafe Swift.max(known, time[rows - 1])
    var signs: Int64 = 0
    for i in 0..<rows { unsafe signs |= greatest &- time[i] }
    if signs < 0 {
      for i in 0..<rows { unsafe greatest = Swift.max(greatest, time[i]) }
    }
    return greatest
  }

  /// The sum of a column's magnitudes, nil when one is beyond `limit`. Notes whether any is below zero.
  @_optimize(speed)
  static func magnitude(_ column: UnsafePointer<Int64>, _ rows: Int, limit: UInt64, _ isNegative: inout Bool) -> UInt64? {
    var ored: Int64 = 0
    var sum: Int64 = 0
    for i in 0..<rows {
      unsafe ored |= column[i]
      unsafe sum &+= column[i]
    }
    // 1 024 values below 2^52 cannot wrap.
    if ored >= 0 && ored < 1 << 52 && UInt64(ored) <= limit { return UInt64(sum) }
    if ored < 0 { isNegative = true }
    var total: UInt64 = 0
    for i in 0..<rows {
      let size = unsafe column[i].magnitude
      if size > limit { return nil }
      let (next, overflow) = total.addingReportingOverflow(size)
      total = overflow ? .max : next
    }
    return total
  }

  /// Whether a column of codes holds none beyond `count`.
  @_optimize(speed)
  static func isBelow(_ count: Int, _ column: UnsafePointer<UInt32>, _ rows: Int) -> Bool {
    var signs: Int64 = 0
    let last = Int64(count) &- 1
    for i in 0..<rows { unsafe signs |= last &- Int64(column[i]) }
    return signs >= 0
  }
}

/// What became of a chunk in one rollup; where not `done`, nothing of it is left there.
enum ChunkOutcome {
  case done
  /// A row breaks a rule; a slower look says which.
  case invalid
  case outOfMemory
}

/// Memory that a store reuses for every chunk.
@safe
struct Scratch: ~Copyable {
  var tuples: Buffer<UInt32>
  var hashes: Buffer<UInt64>
  var zeros: Buffer<UInt32>
  var targets: Buffer<Int>
  var slow: Buffer<UInt16>
  var columns: Buffer<UnsafePointer<UInt32>>

  init(_ heap: Heap) throws(OutOfMemory) {
    tuples = Buffer(heap)
    hashes = Buffer(heap)
    zeros = Buffer(heap)
    targets = Buffer(heap)
    slow = Buffer(heap)
    unsafe columns = Buffer(heap)
    try tuples.append(repeating: 0, count: Chunk.capacity)
    try hashes.append(repeating: 0, count: Chunk.capacity)
    try zeros.append(repeating: 0, count: Chunk.capacity)
    try targets.append(repeating: 0, count: Chunk.capacity)
    try slow.append(repeating: 0, count: Chunk.capacity)
    for _ in 0..<16 { unsafe try columns.append(UnsafePointer(zeros.base.unsafelyUnwrapped)) }
  }

  /// Points `columns` at the codes of a rollup's dimensions from row `from` on.
  mutating func point(at facts: FactColumns, from: Int, _ shape: RollupShape) -> UnsafePointer<UnsafePointer<UInt32>> {
    for d in 0..<shape.width {
      if let column = unsafe facts.column(Int(shape.dimensions[d])) {
        unsafe columns[d] = column + from
      } else {
        unsafe columns[d] = UnsafePointer(zeros.base.unsafelyUnwrapped)
      }
    }
    return unsafe UnsafePointer(columns.base.unsafelyUnwrapped)
  }
}
