import CPlatform

/// What a rollup is: which dimensions, which period, which limit. Fixed when the engine is opened.
struct RollupShape {
  /// The engine's numbers of the dimensions, `width` of them.
  var dimensions: InlineArray<16, UInt8>
  var width: Int
  var period: Period
  var limit: Int

  /// Whether tuples are the codes of the one dimension themselves.
  var isDirect: Bool { width <= 1 && limit == 0 }
}

/// The cells of one period, a plane a kind.
struct Block<Word: FixedWidthInteger & SignedInteger & BitwiseCopyable>: ~Copyable {
  let start: Int64
  let end: Int64
  /// By the store's own number of a kind.
  var planes: Buffer<Plane<Word>>
}

/// Cells keyed by (period, tuple of names), each a count and an amount per kind.
///
/// Kinds come in as the store's own small numbers, given out as kinds are met, so that kinds never met cost nothing.
struct Rollup<Word: FixedWidthInteger & SignedInteger & BitwiseCopyable>: ~Copyable {
  let shape: RollupShape
  let heap: Heap
  var tuples: TupleIndex
  var blocks: Buffer<Block<Word>>
  /// Blocks by their start.
  var sorted: Buffer<UInt32>
  var cache: PeriodCache
  /// By kind: where something of it was last seen, to be looked at first.
  private var witnesses: Buffer<Witness>

  private struct Witness {
    var block: UInt32
    var place: UInt32
  }

  init(_ heap: Heap, _ shape: RollupShape) throws(OutOfMemory) {
    // What may fail comes first: a type with a deinit is whole or not there.
    let tuples = try TupleIndex(heap, width: shape.width, limit: shape.limit)
    let cache = try PeriodCache(heap, period: shape.period)
    self.shape = shape
    self.heap = heap
    self.tuples = tuples
    self.cache = cache
    blocks = Buffer(heap)
    sorted = Buffer(heap)
    witnesses = Buffer(heap)
  }

  deinit {
    for b in 0..<blocks.count {
      for p in 0..<blocks[b].planes.count { unsafe blocks.base.unsafelyUnwrapped[b].planes.base.unsafelyUnwrapped[p].free(heap) }
    }
  }

  /// How many tuples there may be, for planes to size themselves by.
  func tupleCount(_ names: DimensionNames) -> Int {
    if !shape.isDirect { return tuples.count }
    return shape.width == 0 ? 1 : names.count(0)
  }

  /// The block of the period that holds `time`, made if need be.
  mutating func block(at time: Int64, _ zone: borrowing Zone) throws(OutOfMemory) -> Int {
    let cached = cache.find(time)
    if cached != PeriodCache.none { return Int(cached) }
    // Cut to the years that facts may have: an instant within a block then is a good one.
    var bounds = zone.bounds(of: shape.period, at: time)
    bounds.start = Swift.max(bounds.start, FactRules.minTime)
    bounds.end = Swift.min(bounds.end, FactRules.maxTime + 1)
    let place = firstBlock(notBefore: bounds.start)
    let block: Int
    if place < sorted.count && blocks[Int(sorted[place])].start == bounds.start {
      block = Int(sorted[place])
    } else {
      try blocks.reserve(more: 1)
      try sorted.reserve(more: 1)
      block = blocks.count
      blocks.appendReserved(Block(start: bounds.start, end: bounds.end, planes: Buffer(heap)))
      sorted.appendReserved(0)
      let places = unsafe sorted.base.unsafelyUnwrapped + place
      unsafe platform_memmove(places + 1, places, (sorted.count - 1 - place) * MemoryLayout<UInt32>.stride)
      sorted[place] = UInt32(block)
    }
    // No further than facts may reach: what the cache finds is not looked at again.
    let start = Swift.max(bounds.start, FactRules.minTime)
    cache.remember(time, start: start, end: Swift.min(bounds.end, FactRules.endOfTime), block: UInt32(block))
    return block
  }

  /// Whether every time of a chunk is allowed and in one block.
  func holds(_ chunk: Chunk, in block: Int) -> Bool {
    chunk.isWithin(
      Swift.max(blocks[block].start, FactRules.minTime), Swift.min(blocks[block].end, FactRules.endOfTime))
  }

  /// The place in `sorted` of the first block that does not start before `time`.
  func firstBlock(notBefore time: Int64) -> Int {
    var low = 0
    var high = sorted.count
    while low < high {
      let middle = (low + high) / 2
      if blocks[Int(sorted[middle])].start < time { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Makes room in a block for the planes of kinds up to `kind`.
  mutating func makePlanes(_ block: Int, upTo kind: Int, _ kinds: borrowing StoreKinds) throws(OutOfMemory) {
    let have = blocks[block].planes.count
    guard kind >= have else { return }
    try blocks[block].planes.reserve(exactly: kind + 1)
    if kind >= witnesses.count {
      try witnesses.append(repeating: Witness(block: 0, place: 0), count: kind + 1 - witnesses.count)
    }
    for k in have...kind { blocks[block].planes.appendReserved(Plane(forbidden: kinds.forbidden(k))) }
  }

  /// The cell of (block, kind, tuple), made if need be. On failure nothing has changed.
  mutating func cell(_ block: Int, _ kind: Int, _ tuple: UInt32, _ names: DimensionNames, _ kinds: borrowing StoreKinds)
    throws(OutOfMemory) -> UnsafeMutablePointer<Cell<Word>>
  {
    try makePlanes(block, upTo: kind, kinds)
    if blocks[block].planes[kind].isUntouched { try beginLikeNeighbour(block, kind, tupleCount(names)) }
    return unsafe try blocks[block].planes[kind].cell(tuple, tuples: tupleCount(names), heap)
  }

  /// A period that follows, or comes before, one in which a kind fills its array begins with an array: the table would only
  /// be a detour.
  private mutating func beginLikeNeighbour(_ block: Int, _ kind: Int, _ tuples: Int) throws(OutOfMemory) {
    let place = firstBlock(notBefore: blocks[block].start)
    let before = place > 0 ? Int(sorted[place - 1]) : -1
    let after = place + 1 < sorted.count ? Int(sorted[place + 1]) : -1
    let isAfterDense = before >= 0 && blocks[before].end == blocks[block].start && isDense(before, kind)
    let isBeforeDense = after >= 0 && blocks[after].start == blocks[block].end && isDense(after, kind)
    if isAfterDense || isBeforeDense { try blocks[block].planes[kind].extend(to: tuples, heap) }
  }

  private func isDense(_ block: Int, _ kind: Int) -> Bool {
    kind < blocks[block].planes.count && blocks[block].planes[kind].isDense
  }

  /// The cell if it is there.
  func existing(_ block: Int, _ kind: Int, _ tuple: UInt32) -> UnsafeMutablePointer<Cell<Word>>? {
    guard kind < blocks[block].planes.count else { return nil }
    return unsafe blocks[block].planes[kind].find(tuple)
  }

  /// The tuple of one row of codes if it was met; the code itself where tuples are codes.
  func tuple(_ columns: UnsafePointer<UnsafePointer<UInt32>>, _ row: Int) -> UInt32? {
    if shape.width == 0 { return 0 }
    if shape.isDirect {
      let code = unsafe columns[0][row]
      return Code.isBeyond(code) ? Code.other : code
    }
    var hash = TupleIndex.seed
    for d in 0..<shape.width { unsafe hash = TupleIndex.chain(hash, columns[d][row]) }
    return unsafe tuples.find(hash, columns, row)
  }

  /// The tuple of these codes if it was met.
  func tuple(_ codes: InlineArray<16, UInt32>) -> UInt32? {
    if shape.width == 0 { return 0 }
    if shape.isDirect { return Code.isBeyond(codes[0]) ? Code.other : codes[0] }
    var hash = TupleIndex.seed
    for d in 0..<shape.width { hash = TupleIndex.chain(hash, codes[d]) }
    return tuples.find(hash, codes)
  }

  /// The block that starts at an instant.
  func block(startingAt start: Int64) -> Int? {
    let place = firstBlock(notBefore: start)
    guard place < sorted.count, blocks[Int(sorted[place])].start == start else { return nil }
    return Int(sorted[place])
  }

  /// The same, met now if it is new.
  mutating func meet(_ columns: UnsafePointer<UnsafePointer<UInt32>>, _ row: Int, _ names: DimensionNames)
    throws(OutOfMemory) -> UInt32
  {
    if shape.isDirect { return unsafe tuple(columns, row).unsafelyUnwrapped }
    var hash = TupleIndex.seed
    for d in 0..<shape.width { unsafe hash = TupleIndex.chain(hash, columns[d][row]) }
    return unsafe try tuples.meet(hash, columns, row, names: names)
  }

  /// Whether there is anything of a kind.
  mutating func holds(_ kind: Int) -> Bool {
    guard kind < witnesses.count else { return false }
    let seen = witnesses[kind]
    if isThere(Int(seen.block), kind, Int(seen.place)) { return true }
    for b in 0..<blocks.count where kind < blocks[b].planes.count {
      for place in 0..<blocks[b].planes[kind].places where isThere(b, kind, place) {
        witnesses[kind] = Witness(block: UInt32(b), place: UInt32(truncatingIfNeeded: place))
        return true
      }
    }
    return false
  }

  private func isThere(_ block: Int, _ kind: Int, _ place: Int) -> Bool {
    guard block < blocks.count, kind < blocks[block].planes.count, place < blocks[block].planes[kind].places else { return false }
    return blocks[block].planes[kind].at(place: place) != nil
  }

  /// Whether there is anything in a block.
  func isUsed(_ block: Int) -> Bool {
    for kind in 0..<blocks[block].planes.count {
      for place in 0..<blocks[block].planes[kind].places where isThere(block, kind, place) { return true }
    }
    return false
  }

  /// The code at a position of a tuple.
  @inline(__always)
  func code(_ tuple: UInt32, _ position: Int) -> UInt32 {
    shape.isDirect ? tuple : tuples.code(Int(tuple), position)
  }

  /// Bytes of cells and their keys.
  var cellBytes: Int {
    var sum = tuples.bytes + sorted.bytes + blocks.bytes
    for b in 0..<blocks.count {
      sum += blocks[b].planes.bytes
      for p in 0..<blocks[b].planes.count { sum += blocks[b].planes[p].bytes }
    }
    return sum
  }

  /// Cells with something in them.
  var cellCount: Int {
    var sum = 0
    for b in 0..<blocks.count {
      for p in 0..<blocks[b].planes.count {
        for place in 0..<blocks[b].planes[p].places where blocks[b].planes[p].at(place: place) != nil { sum += 1 }
      }
    }
    return sum
  }
}

extension Rollup where Word == Int128 {
  /// Becomes a wide copy of a narrow rollup, empty cells included: they may have been made so that nothing can fail later.
  /// This one must be fresh.
  mutating func widen(_ narrow: borrowing Rollup<Int64>) throws(OutOfMemory) {
    tuples = try TupleIndex(copying: narrow.tuples)
    sorted = try Buffer(copying: narrow.sorted)
    try blocks.reserve(exactly: narrow.blocks.count)
    for b in 0..<narrow.blocks.count {
      blocks.appendReserved(Block(start: narrow.blocks[b].start, end: narrow.blocks[b].end, planes: Buffer(heap)))
      try blocks[b].planes.reserve(exactly: narrow.blocks[b].planes.count)
      for p in 0..<narrow.blocks[b].planes.count {
        blocks[b].planes.appendReserved(Plane(forbidden: narrow.blocks[b].planes[p].forbidden))
        try blocks[b].planes[p].widen(narrow.blocks[b].planes[p], heap)
      }
    }
    try witnesses.append(repeating: Witness(block: 0, place: 0), count: narrow.witnesses.count)
  }
}
