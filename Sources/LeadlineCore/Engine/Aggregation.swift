/// The rows of an answer while cells are added up: one for each (group of names, period) with anything in it.
///
/// A group is a combination of shown codes of the keys. Cells are visited period by period, so finding a cell's row is one
/// load by its group: the row is the group's current one if it belongs to the period at hand.
struct Aggregation: ~Copyable {
  static var none: UInt32 { .max }

  let heap: Heap
  let keyCount: Int
  private(set) var leafCount = 0
  /// Codes by group, `keyCount` each.
  var groupCodes: Buffer<UInt32>
  private var slots: Buffer<UInt32>
  private(set) var groups = 0
  /// By group, its row in the period at hand.
  private var current: Buffer<UInt32>
  var rowGroup: Buffer<UInt32>
  var rowPeriod: Buffer<UInt32>
  /// By leaf, its sums by row; empty where nothing was ever added, and not yet of all rows while cells are added up.
  private(set) var sums: Buffer<Buffer<Int128>>
  /// Starts of the periods met, in order.
  var periods: Buffer<Int64>
  /// By period, its first row.
  private(set) var firstRows: Buffer<Int>
  /// By leaf, over all rows.
  var totals: Buffer<Int128>
  /// By row: the media cost on events (bit 0) and by media_spend (bit 1); whether there is anything at all (bit 2).
  var booked: Buffer<UInt8>
  /// By period, 1 where rows of keys that stopped may stand; empty where none are asked for.
  var opensEarlier: Buffer<UInt8>

  init(_ heap: Heap, keys: Int, leaves: Int) throws(OutOfMemory) {
    self.heap = heap
    keyCount = keys
    groupCodes = Buffer(heap)
    slots = Buffer(heap)
    current = Buffer(heap)
    rowGroup = Buffer(heap)
    rowPeriod = Buffer(heap)
    sums = Buffer(heap)
    periods = Buffer(heap)
    firstRows = Buffer(heap)
    totals = Buffer(heap)
    booked = Buffer(heap)
    opensEarlier = Buffer(heap)
    try slots.append(repeating: 0, count: 64)
    try addLeaves(leaves)
  }

  /// Room for the sums of more leaves.
  mutating func addLeaves(_ count: Int) throws(OutOfMemory) {
    for _ in 0..<count { try sums.append(Buffer(heap)) }
    leafCount += count
  }

  var rows: Int { rowGroup.count }

  /// The group of a combination of codes.
  mutating func group(_ codes: borrowing Buffer<UInt32>) throws(OutOfMemory) -> UInt32 {
    if (groups + 1) * 2 > slots.count { try growSlots() }
    var at = place(hash(codes))
    while slots[at] != 0 {
      let group = Int(slots[at]) - 1
      var same = true
      for k in 0..<keyCount where groupCodes[group * keyCount + k] != codes[k] { same = false }
      if same { return UInt32(group) }
      at = (at + 1) & (slots.count - 1)
    }
    try groupCodes.reserve(more: keyCount)
    try current.reserve(more: 1)
    for k in 0..<keyCount { groupCodes.appendReserved(codes[k]) }
    current.appendReserved(Self.none)
    slots[at] = UInt32(groups + 1)
    groups += 1
    return UInt32(groups - 1)
  }

  private func place(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash) & (slots.count - 1) }

  private func hash(_ codes: borrowing Buffer<UInt32>) -> UInt64 {
    var hash = TupleIndex.seed
    for k in 0..<keyCount { hash = TupleIndex.chain(hash, codes[k]) }
    return hash
  }

  private mutating func growSlots() throws(OutOfMemory) {
    var fresh = Buffer<UInt32>(heap)
    try fresh.append(repeating: 0, count: slots.count * 2)
    swap(&slots, &fresh)
    for group in 0..<groups {
      var hash = TupleIndex.seed
      for k in 0..<keyCount { hash = TupleIndex.chain(hash, groupCodes[group * keyCount + k]) }
      var at = place(hash)
      while slots[at] != 0 { at = (at + 1) & (slots.count - 1) }
      slots[at] = UInt32(group + 1)
    }
  }

  /// Goes on to the period that begins at `start`.
  mutating func enter(period start: Int64) throws(OutOfMemory) {
    if periods.count > 0 && periods[periods.count - 1] == start { return }
    try firstRows.append(rows)
    try periods.append(start)
  }

  /// The rows of a period.
  func rows(ofPeriod period: Int) -> Range<Int> {
    firstRows[period]..<(period + 1 < firstRows.count ? firstRows[period + 1] : rows)
  }

  /// The row of a group in the period at hand, the last of `periods`.
  @inline(__always)
  mutating func row(_ group: UInt32) throws(OutOfMemory) -> Int {
    let known = current[Int(group)]
    let period = UInt32(periods.count - 1)
    if known != Self.none && rowPeriod[Int(known)] == period { return Int(known) }
    try rowGroup.reserve(more: 1)
    try rowPeriod.reserve(more: 1)
    try booked.reserve(more: 1)
    rowGroup.appendReserved(group)
    rowPeriod.appendReserved(period)
    booked.appendReserved(0)
    current[Int(group)] = UInt32(rows - 1)
    return rows - 1
  }

  /// The sums of a leaf, one for each row there is.
  @inline(__always)
  mutating func open(_ leaf: Int) throws(OutOfMemory) -> UnsafeMutablePointer<Int128> {
    if sums[leaf].count < Swift.max(rows, 1) { try extend(leaf) }
    return unsafe sums[leaf].base.unsafelyUnwrapped
  }

  @inline(never)
  private mutating func extend(_ leaf: Int) throws(OutOfMemory) {
    // As much as there is room for: it grows with the rows by half, and is cleared once.
    try sums[leaf].reserve(more: Swift.max(rows, 1) - sums[leaf].count)
    try sums[leaf].resize(to: sums[leaf].capacity, filling: 0)
  }

  /// When all cells are added up: gives every leaf with anything in it a sum for each row.
  mutating func complete() throws(OutOfMemory) {
    for leaf in 0..<leafCount where !sums[leaf].isEmpty && sums[leaf].count < rows { try extend(leaf) }
  }
}
