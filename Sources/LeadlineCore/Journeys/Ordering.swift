/// Puts one partition after the other in order, with the same scratch memory.
struct Ordering: ~Copyable {
  private let heap: Heap
  private var builder: BinBuilder
  /// Of the rows that wait, bin by bin: the chunk, and the row there.
  private var places: Buffer<UInt64>
  /// Of the rows that wait, in the order they came: their bin.
  private var binOf: Buffer<UInt16>
  private var starts: Buffer<Int>
  /// The numbers that a bin's owners, then the rows that wait for it, have there.
  private var numbers: Buffer<UInt32>

  init(_ heap: Heap, _ context: JourneyContext) {
    self.heap = heap
    builder = BinBuilder(heap, context)
    places = Buffer(heap)
    binOf = Buffer(heap)
    starts = Buffer(heap)
    numbers = Buffer(heap)
  }

  /// More rows in a bin than are wanted there, rather than more bins than this.
  private static var mostBits: UInt64 { 16 }

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
    while bits < Self.mostBits && count > JourneyStore.rowsPerBin << Int(bits) || 1 << Int(bits) < old.count { bits += 1 }
    try assign(waiting, bits)
    var fresh = Buffer<Segment>(heap)
    try fresh.reserve(exactly: 1 << Int(bits))
    for bin in 0..<1 << Int(bits) {
      // Bins are by the first bits of the hash, so each comes of one that there was.
      if old.isEmpty {
        fresh.appendReserved(unsafe try build(nil, waiting, bin, bits, layout))
      } else {
        let source = bin / ((1 << Int(bits)) / old.count)
        fresh.appendReserved(unsafe try build(old.base.unsafelyUnwrapped + source, waiting, bin, bits, layout))
      }
    }
    return fresh
  }

  @_optimize(speed)
  private mutating func build(
    _ old: UnsafeMutablePointer<Segment>?, _ waiting: borrowing Buffer<RowChunk>, _ bin: Int, _ bits: UInt64, _ layout: RowLayout
  ) throws(OutOfMemory) -> Segment {
    let (first, end) = (starts[bin], starts[bin + 1])
    let known = unsafe old.map { unsafe $0.pointee.ownerCount } ?? 0
    try builder.begin(layout, atMost: known + end - first)
    numbers.removeAll()
    try numbers.reserve(exactly: known + end - first)
    if let old = unsafe old {
      for o in 0..<known {
        let hash = Place.hash(unsafe old.pointee.owners[o])
        let isHere = Place.bin(hash, bits: bits) == bin
        let rows = unsafe old.pointee.starts[o + 1] - old.pointee.starts[o]
        numbers.appendReserved(
          isHere
            ? unsafe UInt32(builder.announce(old.pointee.owners[o], old.pointee.marks[o] & Segment.Mark.account, hash, rows: rows)) : .max)
      }
    }
    var burials: UInt64 = 0
    for i in first..<end {
      let place = places[i]
      let chunk = Int(place >> 32)
      let row = waiting[chunk].row(Int(place & 0xFFFF_FFFF))
      unsafe burials |= row.words[2]
      let person = row.person
      let owner = person != 0 ? person : row.account(waiting[chunk].layout)
      numbers.appendReserved(
        UInt32(truncatingIfNeeded: builder.announce(owner, person != 0 ? 0 : Segment.Mark.account, Place.hash(owner), rows: 1)))
    }
    try builder.lay()
    if let old = unsafe old {
      for o in 0..<known where numbers[o] != .max {
        let rows = unsafe old.pointee.starts[o + 1] - old.pointee.starts[o]
        unsafe old.pointee.unpack(owner: o, to: builder.place(Int(numbers[o]), rows: rows).words, layout)
      }
    }
    for i in first..<end {
      let chunk = Int(places[i] >> 32)
      let row = waiting[chunk].row(Int(places[i] & 0xFFFF_FFFF))
      let target = builder.place(Int(numbers[known + i - first]), rows: 1)
      if waiting[chunk].layout.columns == layout.columns {
        target.copy(row, layout)
      } else {
        target.set(row, waiting[chunk].layout, layout)
      }
    }
    return try builder.finish(namesPersons: false, hasBurials: burials & RowLayout.takesOut != 0)
  }

  /// A bin without the facts that `isGone` names by segment, owner and row.
  mutating func build(_ old: borrowing Segment, without isGone: (borrowing Segment, Int, Int) -> Bool) throws(OutOfMemory) -> Segment {
    let layout = RowLayout(dimensions: old.codes.count, columns: old.columns)
    try builder.begin(layout, atMost: old.ownerCount)
    var rows = Buffer<UInt64>(heap)
    for pass in 0..<2 {
      if pass == 1 { try builder.lay() }
      for o in 0..<old.ownerCount {
        let count = Int(old.starts[o + 1] - old.starts[o])
        rows.removeAll()
        try rows.reserve(exactly: count * layout.stride)
        unsafe old.unpack(owner: o, to: rows.base.unsafelyUnwrapped, layout)
        let (hash, mark) = (Place.hash(old.owners[o]), old.marks[o] & Segment.Mark.account)
        for i in 0..<count {
          let row = unsafe Row(rows.base.unsafelyUnwrapped + i * layout.stride)
          if isGone(old, o, Int(old.starts[o]) + i) { continue }
          let number = builder.announce(old.owners[o], mark, hash, rows: pass == 0 ? 1 : 0)
          if pass == 1 { builder.place(number, rows: 1).copy(row, layout) }
        }
      }
    }
    return try builder.finish(namesPersons: false, hasBurials: false)
  }

  /// Finds the bin of every row that waits, and lists the rows bin by bin.
  @_optimize(speed)
  private mutating func assign(_ waiting: borrowing Buffer<RowChunk>, _ bits: UInt64) throws(OutOfMemory) {
    starts.removeAll()
    try starts.append(repeating: 0, count: 1 << Int(bits) + 1)
    var count = 0
    for c in 0..<waiting.count { count += waiting[c].count }
    try places.resize(to: count, filling: 0)
    binOf.removeAll()
    try binOf.reserve(exactly: count)
    let found = unsafe starts.base.unsafelyUnwrapped
    for c in 0..<waiting.count {
      let layout = waiting[c].layout
      for i in 0..<waiting[c].count {
        let row = waiting[c].row(i)
        let owner = row.person != 0 ? row.person : row.account(layout)
        let bin = bits == 0 ? 0 : Place.bin(Place.hash(owner), bits: bits)
        binOf.appendReserved(UInt16(truncatingIfNeeded: bin))
        unsafe found[bin &+ 1] &+= 1
      }
    }
    for bin in 0..<1 << Int(bits) { starts[bin + 1] += starts[bin] }
    guard count > 0 else { return }
    let listed = unsafe places.base.unsafelyUnwrapped
    let bins = unsafe binOf.base.unsafelyUnwrapped
    var at = 0
    for c in 0..<waiting.count {
      for i in 0..<waiting[c].count {
        let bin = unsafe Int(bins[at])
        at &+= 1
        unsafe listed[found[bin]] = UInt64(c) << 32 | UInt64(i)
        unsafe found[bin] &+= 1
      }
    }
    // Each start now is the next bin's.
    for bin in stride(from: 1 << Int(bits), to: 0, by: -1) { starts[bin] = starts[bin - 1] }
    starts[0] = 0
  }
}
