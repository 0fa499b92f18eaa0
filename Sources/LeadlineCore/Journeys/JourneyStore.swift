/// All journeys of an engine: what shards have taken in is handed on here and put in order, partition by partition.
struct JourneyStore: ~Copyable {
  let heap: Heap
  let context: JourneyContext
  /// By partition, then bin.
  var bins: Buffer<Buffer<Segment>>
  /// By partition: rows to be put in order.
  var waiting: Buffer<Buffer<RowChunk>>
  /// Facts to be taken out, in rows of all columns.
  var buried: Buffer<UInt64>
  /// Whether rows of `waiting` may take out others.
  private var waitingTakesOut = false
  /// The facts of those who buy for an account, or are linked to somebody else, once more by buyer; see `join`.
  var joined: Buffer<Segment>
  /// Who is who.
  var links: Links
  /// The greatest time of facts that journeys do not hold, as far as logs were taken over.
  private(set) var latestElsewhere = Int64.min
  /// Facts dropped because the limit was reached.
  var dropped = 0
  /// Whether `joined` is what the bins and the links make of it.
  var isJoined = true
  /// Whether owners' marks may have changed since segments were last numbered.
  var mayHaveMarked = false
  /// The greatest number that a segment was given.
  var latestSerial: UInt64 = 0
  /// Whether the roll-up of visits is what the bins make of it.
  var isCounted = true

  /// Rows a bin should have at most, so that putting it in order stays in the second cache.
  static var rowsPerBin: Int { 1 << 13 }

  init(_ heap: Heap, _ context: JourneyContext) {
    self.heap = heap
    self.context = context
    bins = Buffer(heap)
    waiting = Buffer(heap)
    buried = Buffer(heap)
    joined = Buffer(heap)
    links = Links(heap)
  }

  /// Whether there may be fewer facts once everything is in order.
  var mayTakeOut: Bool { waitingTakesOut || !buried.isEmpty }

  mutating func hasChanged() {
    isJoined = false
    isCounted = false
  }

  /// Facts in order, those of visits that were made of page views not among them.
  var rows: Int {
    var rows = 0
    for p in 0..<bins.count { for b in 0..<bins[p].count { rows += bins[p][b].rows - bins[p][b].derived } }
    return rows
  }

  var bytes: Int {
    var bytes = bins.bytes + waiting.bytes + buried.bytes + joined.bytes + links.bytes
    for p in 0..<bins.count {
      for b in 0..<bins[p].count { bytes += bins[p][b].bytes }
      for c in 0..<waiting[p].count { bytes += waiting[p][c].capacity * waiting[p][c].layout.stride * 8 }
    }
    for s in 0..<joined.count { bytes += joined[s].bytes }
    return bytes
  }

  /// Takes over what a shard holds; on failure it keeps it.
  mutating func take(_ log: inout RowLog) throws(OutOfMemory) {
    note(elsewhere: log.latestElsewhere)
    if log.count == 0 && log.burials.isEmpty { return }
    try begin()
    try log.roomToHandOn(in: &waiting, &buried)
    log.handOn(to: &waiting, &buried)
    hasChanged()
  }

  /// Notes that facts up to that time were taken in which journeys do not hold.
  mutating func note(elsewhere time: Int64) { latestElsewhere = Swift.max(latestElsewhere, time) }

  /// The greatest time of all facts, but for those in logs; everything must be in order.
  var latest: Int64 {
    var latest = latestElsewhere
    for p in 0..<bins.count {
      for b in 0..<bins[p].count {
        for row in 0..<bins[p][b].rows { latest = Swift.max(latest, bins[p][b].time[row]) }
      }
    }
    return latest
  }

  /// No fact in order is before this.
  var earliest: Int64 {
    var earliest = Int64.max
    for p in 0..<bins.count {
      for b in 0..<bins[p].count { earliest = Swift.min(earliest, bins[p][b].earliest) }
    }
    return earliest
  }

  /// Rows that wait, those that take out others not among them.
  var waitingRows: Int {
    var rows = 0
    for p in 0..<waiting.count { rows += Self.rows(waiting[p]) }
    return rows
  }

  /// How many rows wait that take out others.
  var waitingBurials: Int {
    var burials = buried.count / RowLayout.whole(context).stride
    for p in 0..<waiting.count {
      for c in 0..<waiting[p].count { burials += waiting[p][c].count }
    }
    return burials - waitingRows
  }

  /// Drops facts that wait and returns how many; what takes out others waits on.
  mutating func dropWaiting(before cut: Int64) -> Int {
    var dropped = 0
    for p in 0..<waiting.count {
      for c in 0..<waiting[p].count { dropped += waiting[p][c].drop { $0.time < cut && !$0.takesOut } }
    }
    return dropped
  }

  /// Puts everything that waits in order, by person. A partition that fails stays as it was, and its rows wait on.
  mutating func putInOrder(threads: Int) throws(OutOfMemory) {
    if !buried.isEmpty { try distribute() }
    unsafe try OrderingWork.run(&self, threads: threads)
    waitingTakesOut = false
  }

  /// Takes chunks over, one a partition, for which there is room: see `roomToAdopt`. Rows may take out others.
  mutating func adopt(_ chunks: consuming Buffer<RowChunk>) {
    waitingTakesOut = true
    for p in stride(from: chunks.count - 1, through: 0, by: -1) {
      let chunk = chunks.removeLast()
      if chunk.count > 0 { waiting[p].appendReserved(chunk) }
    }
    hasChanged()
  }

  /// Puts the rows that take out others to those of their partitions.
  private mutating func distribute() throws(OutOfMemory) {
    let layout = RowLayout.whole(context)
    let count = buried.count / layout.stride
    var counts = Buffer<Int>(heap)
    try counts.append(repeating: 0, count: Place.partitions)
    var chunks = Buffer<RowChunk>(heap)
    try chunks.reserve(exactly: Place.partitions)
    for pass in 0..<2 {
      for i in 0..<count {
        let row = unsafe Row(buried.base.unsafelyUnwrapped + i * layout.stride)
        let owner = row.person != 0 ? row.person : row.account(layout)
        let p = Place.partition(Place.hash(owner))
        if pass == 0 {
          counts[p] += 1
        } else {
          let at = chunks[p].count
          chunks[p].row(at).set(row, layout, layout)
          chunks[p].count += 1
        }
      }
      if pass == 1 { break }
      for p in 0..<Place.partitions {
        try waiting[p].reserve(more: 1)
        chunks.appendReserved(try RowChunk(heap, layout, rows: Swift.max(counts[p], 1)))
      }
    }
    adopt(chunks)
    buried.removeAll()
  }
}
