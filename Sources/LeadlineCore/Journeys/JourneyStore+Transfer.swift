/// A shard's log, by reference.
@safe
struct RowLogs {
  let log: UnsafeMutablePointer<RowLog>
}

/// Facts that come from another store, and facts that are cleared: both are worked out first and then cannot fail.
extension JourneyStore {
  /// Room for all partitions.
  mutating func begin() throws(OutOfMemory) {
    guard bins.isEmpty else { return }
    try waiting.reserve(exactly: Place.partitions)
    try bins.reserve(exactly: Place.partitions)
    for _ in 0..<Place.partitions {
      bins.appendReserved(Buffer(heap))
      waiting.appendReserved(Buffer(heap))
    }
  }

  /// Copies rows that wait, those of segments, and those taken out, into chunks of this store's by partition, with other codes:
  /// `map` has a dimension's code here for one there.
  func copy(
    _ other: borrowing JourneyStore, _ logs: borrowing Buffer<RowLogs>, _ map: (Int, UInt32) -> UInt32
  ) throws(OutOfMemory) -> Buffer<RowChunk> {
    let layout = RowLayout.whole(context)
    var counts = Buffer<Int>(heap)
    try counts.append(repeating: 0, count: Place.partitions)
    for l in 0..<logs.count {
      unsafe logs[l].log.pointee.finishChunks()
      for p in unsafe 0..<logs[l].log.pointee.chunks.count {
        for c in unsafe 0..<logs[l].log.pointee.chunks[p].count { counts[p] += unsafe logs[l].log.pointee.chunks[p][c].count }
      }
      Self.eachBuried(unsafe logs[l].log.pointee.burials, layout) { p, _ in counts[p] += 1 }
    }
    Self.eachBuried(other.buried, layout) { p, _ in counts[p] += 1 }
    for p in 0..<other.bins.count {
      for b in 0..<other.bins[p].count { counts[p] += other.bins[p][b].rows - other.bins[p][b].derived }
      for c in 0..<other.waiting[p].count { counts[p] += other.waiting[p][c].count }
    }
    var chunks = Buffer<RowChunk>(heap)
    try chunks.reserve(exactly: Place.partitions)
    for p in 0..<Place.partitions { chunks.appendReserved(try RowChunk(heap, layout, rows: Swift.max(counts[p], 1))) }
    for p in 0..<other.bins.count {
      for b in 0..<other.bins[p].count {
        for o in 0..<other.bins[p][b].ownerCount {
          unsafe other.bins[p][b].unpack(owner: o, to: chunks[p].row(chunks[p].count).words, layout, without: other.context.visits)
          chunks[p].count += Int(other.bins[p][b].given(of: o, other.context.visits))
        }
      }
      for c in 0..<other.waiting[p].count { Self.append(other.waiting[p][c], to: &chunks[p]) }
    }
    for l in 0..<logs.count {
      for p in unsafe 0..<logs[l].log.pointee.chunks.count {
        for c in unsafe 0..<logs[l].log.pointee.chunks[p].count { Self.append(unsafe logs[l].log.pointee.chunks[p][c], to: &chunks[p]) }
      }
      Self.eachBuried(unsafe logs[l].log.pointee.burials, layout) { p, row in Self.append(row, layout, to: &chunks[p]) }
    }
    Self.eachBuried(other.buried, layout) { p, row in Self.append(row, layout, to: &chunks[p]) }
    for p in 0..<Place.partitions {
      for i in 0..<chunks[p].count {
        let row = chunks[p].row(i)
        for d in 0..<layout.dimensionCount { row.setCode(d, map(unsafe Int(context.dimensions[d]), row.code(d))) }
      }
    }
    return chunks
  }

  private static func append(_ rows: borrowing RowChunk, to chunk: inout RowChunk) {
    for i in 0..<rows.count { append(rows.row(i), rows.layout, to: &chunk) }
  }

  private static func append(_ row: Row, _ layout: RowLayout, to chunk: inout RowChunk) {
    chunk.row(chunk.count).set(row, layout, chunk.layout)
    chunk.count += 1
  }

  private static func eachBuried(_ buried: borrowing Buffer<UInt64>, _ layout: RowLayout, _ body: (Int, Row) -> Void) {
    for i in 0..<buried.count / layout.stride {
      let row = unsafe Row(buried.base.unsafelyUnwrapped + i * layout.stride)
      let owner = row.person != 0 ? row.person : row.account(layout)
      body(Place.partition(Place.hash(owner)), row)
    }
  }

  /// How many facts chunks hold, rows that take out others not among them.
  static func rows(_ chunks: borrowing Buffer<RowChunk>) -> Int {
    var rows = 0
    for c in 0..<chunks.count {
      for i in 0..<chunks[c].count where !chunks[c].row(i).takesOut { rows += 1 }
    }
    return rows
  }

  /// Room to take over one more chunk a partition.
  mutating func roomToAdopt() throws(OutOfMemory) {
    try begin()
    for p in 0..<Place.partitions { try waiting[p].reserve(more: 1) }
  }

  // MARK: Clearing

  /// A bin as it will be.
  struct Change: ~Copyable {
    let partition: Int
    let bin: Int
    var segment: Segment
  }

  /// The bins without the facts that `isGone` names by segment, owner and row, among those of owners that `mayHold` names;
  /// everything must be in order.
  func without(
    of mayHold: (borrowing Segment, Int) -> Bool = { _, _ in true }, _ isGone: (borrowing Segment, Int, Int) -> Bool
  ) throws(OutOfMemory) -> Buffer<Change> {
    var changes = Buffer<Change>(heap)
    var ordering = Ordering(heap, context)
    for p in 0..<bins.count {
      for b in 0..<bins[p].count {
        guard Self.holdsAny(bins[p][b], of: mayHold, isGone) else { continue }
        let segment = try ordering.build(bins[p][b], without: isGone)
        try changes.append(Change(partition: p, bin: b, segment: segment))
      }
    }
    return changes
  }

  /// How many of the facts in order, visits made of page views not among them, `isMeant` names by segment and row.
  func count(_ isMeant: (borrowing Segment, Int) -> Bool) -> Int {
    var count = 0
    for p in 0..<bins.count {
      for b in 0..<bins[p].count {
        for row in 0..<bins[p][b].rows where isMeant(bins[p][b], row) && !bins[p][b].isDerived(row, context.visits) { count += 1 }
      }
    }
    return count
  }

  /// The bins without the facts before an instant; everything must be in order.
  func without(before cut: Int64) throws(OutOfMemory) -> Buffer<Change> {
    // Visits are made anew of the pages that stay.
    if context.visits != nil { return try without { segment, _, row in segment.time[row] < cut } }
    var changes = Buffer<Change>(heap)
    for p in 0..<bins.count {
      for b in 0..<bins[p].count where bins[p][b].earliest < cut {
        let segment = try Segment(heap, bins[p][b], from: cut)
        try changes.append(Change(partition: p, bin: b, segment: segment))
      }
    }
    return changes
  }

  private static func holdsAny(
    _ segment: borrowing Segment, of mayHold: (borrowing Segment, Int) -> Bool, _ isGone: (borrowing Segment, Int, Int) -> Bool
  ) -> Bool {
    for owner in 0..<segment.ownerCount where mayHold(segment, owner) {
      for row in Int(segment.starts[owner])..<Int(segment.starts[owner + 1]) where isGone(segment, owner, row) { return true }
    }
    return false
  }

  /// Puts changed bins in their places. Cannot fail.
  mutating func apply(_ changes: consuming Buffer<Change>) {
    if changes.isEmpty { return }
    while changes.count > 0 {
      var change = changes.removeLast()
      swap(&bins[change.partition][change.bin], &change.segment)
    }
    hasChanged()
  }
}
