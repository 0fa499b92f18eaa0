/// Reads the sums of an answer a block of rows at a time, so that what all columns make of them finds them in the caches.
@safe
struct SumReading: ~Copyable {
  /// Rows of a block: those of a hundred leaves fit the second-level cache.
  static var most: Int { 256 }

  /// By leaf, its sums of the block's rows.
  private var leaves: Buffer<UnsafePointer<Int128>>
  private var count = 0
  /// Zeros, for leaves that nothing was added to; then, by leaf, the sums of rows that do not stand side by side.
  private var gathered: Buffer<Int128>
  private var numerators: Buffer<Int128>
  private var denominators: Buffer<Int128>
  private var states: Buffer<UInt8>

  init(_ program: borrowing Program, _ heap: Heap) throws(OutOfMemory) {
    unsafe leaves = Buffer(heap)
    gathered = Buffer(heap)
    numerators = Buffer(heap)
    denominators = Buffer(heap)
    states = Buffer(heap)
    let waiting = program.height * Self.most
    try numerators.append(repeating: 0, count: waiting)
    try denominators.append(repeating: 0, count: waiting)
    try states.append(repeating: 0, count: waiting)
    try gathered.append(repeating: 0, count: (program.leaves.count + 1) * Self.most)
    let zeros = unsafe UnsafePointer(gathered.base.unsafelyUnwrapped)
    unsafe try leaves.append(repeating: zeros, count: program.leaves.count + 1)
  }

  /// To rows that follow each other.
  mutating func turn(to first: Int, _ count: Int, of sums: borrowing Aggregation) {
    self.count = count
    for leaf in unsafe 0..<leaves.count - 1 where !sums.sums[leaf].isEmpty {
      unsafe leaves[leaf] = UnsafePointer(sums.sums[leaf].base.unsafelyUnwrapped + first)
    }
  }

  /// To any rows.
  @_optimize(speed)
  mutating func turn(to rows: UnsafePointer<UInt32>, _ count: Int, of sums: borrowing Aggregation) {
    let first = unsafe Int(rows[0])
    var areSideBySide = true
    for i in 0..<count where unsafe Int(rows[i]) != first + i { areSideBySide = false }
    if areSideBySide { return turn(to: first, count, of: sums) }
    self.count = count
    for leaf in unsafe 0..<leaves.count - 1 where !sums.sums[leaf].isEmpty {
      let from = unsafe sums.sums[leaf].base.unsafelyUnwrapped
      let to = unsafe gathered.base.unsafelyUnwrapped + (leaf + 1) * Self.most
      for i in 0..<count { unsafe to[i] = from[Int(rows[i])] }
      unsafe leaves[leaf] = UnsafePointer(to)
    }
  }

  /// To the one row of totals.
  mutating func turn(toTotalsOf sums: borrowing Aggregation) {
    count = 1
    for leaf in unsafe 0..<leaves.count - 1 { unsafe leaves[leaf] = UnsafePointer(sums.totals.base.unsafelyUnwrapped + leaf) }
  }

  /// Appends a column's values for the block to one of an answer, which has room. `data`: what `Program.judge` said.
  func append(_ program: borrowing Program, _ column: Int, _ data: borrowing Buffer<UInt8>, to target: inout Table.Column) {
    let waiting = unsafe ValueRows(
      numerators: numerators.base.unsafelyUnwrapped, denominators: denominators.base, states: states.base.unsafelyUnwrapped)
    let block = unsafe RowBlock(
      leaves: UnsafePointer(leaves.base.unsafelyUnwrapped), data: UnsafePointer(data.base.unsafelyUnwrapped), count: count,
      waiting: waiting)
    program.evaluate(column, block, into: target.appendValues(count))
  }
}
