/// Puts one partition after the other in order, with the same scratch memory.
struct Ordering: ~Copyable {
  private let heap: Heap
  private var builder: BinBuilder
  private var rows: Buffer<UInt64>
  /// Of the rows that wait, bin by bin: the chunk, and the row there.
  private var places: Buffer<UInt64>
  private var starts: Buffer<Int>

  init(_ heap: Heap, _ context: JourneyContext) {
    self.heap = heap
    builder = BinBuilder(heap, context)
    rows = Buffer(heap)
    places = Buffer(heap)
    starts = Buffer(heap)
  }

  /// The bins of a partition from those it has and the rows that wait.
  mutating func order(_ old: borrowing Buffer<Segment>, _ waiting: borrowing Buffer<RowChunk>) throws(OutOfMemory) -> Buffer<Segment> {
    var layout = RowLayout(dimensions: waiting[0].layout.dimensionCount, columns: 0)
    var count = 0
    for c in 0..<waiting.count {
      layout.columns |= waiting[c].layout.columns
      count += waiting[c].count
    }
    for s in 0..<old.count {
      layout.columns |= old[s].columns
      count += old[s].rows
    }
    var bits: UInt64 = 0
    while count > JourneyStore.rowsPerBin << Int(bits) || 1 << Int(bits) < old.count { bits += 1 }
    try assign(waiting, bits)
    var fresh = Buffer<Segment>(heap)
    try fresh.reserve(exactly: 1 << Int(bits))
    for bin in 0..<1 << Int(bits) {
      rows.removeAll()
      var held = starts[bin + 1] - starts[bin]
      // Bins are by the first bits of the hash, so each comes of one that there was.
      let source = old.isEmpty ? -1 : bin / ((1 << Int(bits)) / old.count)
      if source >= 0 { held += old[source].rows }
      try rows.reserve(exactly: held * layout.stride)
      if source >= 0 { unpack(old[source], bin, bits, isSame: old.count == 1 << Int(bits), layout) }
      copy(waiting, bin, layout)
      fresh.appendReserved(unsafe try builder.build(rows.base, rows.count / layout.stride, layout))
    }
    return fresh
  }

  /// A bin without the facts that `isGone` names by time and code of a dimension.
  mutating func build(_ old: borrowing Segment, without dimension: Int?, _ isGone: (Int64, UInt32) -> Bool) throws(OutOfMemory) -> Segment {
    let layout = RowLayout(dimensions: old.codes.count, columns: old.columns)
    rows.removeAll()
    try rows.reserve(exactly: old.rows * layout.stride)
    unpack(old, 0, 0, isSame: true, layout)
    var kept = 0
    for i in 0..<old.rows {
      let row = unsafe Row(rows.base.unsafelyUnwrapped + i * layout.stride)
      if isGone(row.time, dimension.map { row.code($0) } ?? 0) { continue }
      unsafe Row(rows.base.unsafelyUnwrapped + kept * layout.stride).set(row, layout, layout)
      kept += 1
    }
    return unsafe try builder.build(rows.base, kept, layout)
  }

  /// Finds the bin of every row that waits.
  @_optimize(speed)
  private mutating func assign(_ waiting: borrowing Buffer<RowChunk>, _ bits: UInt64) throws(OutOfMemory) {
    try starts.resize(to: 0, filling: 0)
    try starts.append(repeating: 0, count: 1 << Int(bits) + 1)
    var count = 0
    for c in 0..<waiting.count { count += waiting[c].count }
    try places.resize(to: count, filling: 0)
    for c in 0..<waiting.count {
      for i in 0..<waiting[c].count { starts[Self.bin(waiting[c].row(i), waiting[c].layout, bits) + 1] += 1 }
    }
    for bin in 0..<1 << Int(bits) { starts[bin + 1] += starts[bin] }
    for c in 0..<waiting.count {
      for i in 0..<waiting[c].count {
        let bin = Self.bin(waiting[c].row(i), waiting[c].layout, bits)
        places[starts[bin]] = UInt64(c) << 32 | UInt64(i)
        starts[bin] += 1
      }
    }
    // Each start now is the next bin's.
    for bin in stride(from: 1 << Int(bits), to: 0, by: -1) { starts[bin] = starts[bin - 1] }
    starts[0] = 0
  }

  @inline(__always)
  private static func bin(_ row: Row, _ layout: RowLayout, _ bits: UInt64) -> Int {
    let owner = row.person != 0 ? row.person : row.account(layout)
    return Place.bin(Place.hash(owner), bits: bits)
  }

  @_optimize(speed)
  private mutating func unpack(_ old: borrowing Segment, _ bin: Int, _ bits: UInt64, isSame: Bool, _ layout: RowLayout) {
    for o in 0..<old.ownerCount {
      if !isSame && Place.bin(Place.hash(old.owners[o]), bits: bits) != bin { continue }
      let count = Int(old.starts[o + 1] - old.starts[o])
      unsafe old.unpack(owner: o, to: rows.base.unsafelyUnwrapped + rows.count, layout)
      rows.appendWritten(count * layout.stride)
    }
  }

  @_optimize(speed)
  private mutating func copy(_ waiting: borrowing Buffer<RowChunk>, _ bin: Int, _ layout: RowLayout) {
    for i in starts[bin]..<starts[bin + 1] {
      let c = Int(places[i] >> 32)
      let row = unsafe Row(rows.base.unsafelyUnwrapped + rows.count)
      row.set(waiting[c].row(Int(places[i] & 0xFFFF_FFFF)), waiting[c].layout, layout)
      rows.appendWritten(layout.stride)
    }
  }
}
