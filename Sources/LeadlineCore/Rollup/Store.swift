/// What every store of an engine shares, by reference: read under the engine's locks.
@safe
struct StoreContext {
  let names: UnsafeMutablePointer<Names>
  let dimensionCount: Int
  let table: UnsafeMutablePointer<KindTable>
  let zone: UnsafeMutablePointer<Zone>
  let persons: UnsafeMutablePointer<PersonKinds>
}

/// One shard of the roll-ups: every declared rollup over the batches that came this way. Shards add up.
///
/// Cells are 64 bits wide until the running sums of magnitudes could overflow one; from then on they are 128.
struct Store: ~Copyable {
  let heap: Heap
  let context: StoreContext
  var narrow: Buffer<Rollup<Int64>>
  var wide: Buffer<Rollup<Int128>>
  private(set) var isWide = false
  let kinds: Box<StoreKinds>
  let scratch: Box<Scratch>
  /// By rollup and declared kind; empty where no kind is declared.
  var persons: Buffer<PersonCells>
  /// The greatest time of any row taken in, repeats and rows cleared since among them.
  var greatestTime = Int64.min
  /// Whether a cell may be below zero: by facts of negative count or amount, or by taking out what another shard holds.
  var mayBeNegative = false
  /// No cell's count or amount can be beyond these.
  private(set) var countBound: UInt128 = 0
  private(set) var amountBound: UInt128 = 0

  private static var narrowBound: UInt128 { 1 << 62 }
  /// Only engines that were merged into each other time and again come near.
  private static var wideBound: UInt128 { 1 << 126 }

  init(_ heap: Heap, _ shapes: borrowing Buffer<RollupShape>, _ context: StoreContext, takesDerived: Bool = false) throws(OutOfMemory) {
    let kinds = try Box(heap, try StoreKinds(heap, takesDerived: takesDerived))
    let scratch = try Box(heap, try Scratch(heap))
    var narrow = Buffer<Rollup<Int64>>(heap)
    var persons = Buffer<PersonCells>(heap)
    for i in 0..<shapes.count {
      try narrow.append(try Rollup(heap, shapes[i]))
      for _ in unsafe 0..<context.persons.pointee.slots.count {
        unsafe try persons.append(PersonCells(heap, precision: context.persons.pointee.precision))
      }
    }
    self.heap = heap
    self.context = context
    self.kinds = kinds
    self.scratch = scratch
    self.narrow = narrow
    self.persons = persons
    wide = Buffer(heap)
  }

  var rollupCount: Int { isWide ? wide.count : narrow.count }
  func shape(_ rollup: Int) -> RollupShape { isWide ? wide[rollup].shape : narrow[rollup].shape }

  func addContext(_ shape: RollupShape) -> AddContext {
    unsafe AddContext(
      names: DimensionNames(context.names, shape.dimensions), kinds: kinds.pointer, table: context.table,
      zone: context.zone, scratch: scratch.pointer)
  }

  /// Makes sure that facts of these magnitudes in all can be added without any cell's overflowing.
  mutating func makeRoom(counts: UInt64, amounts: UInt64) throws(OutOfMemory) {
    try makeRoom(UInt128(counts), UInt128(amounts))
  }

  private mutating func makeRoom(_ counts: UInt128, _ amounts: UInt128) throws(OutOfMemory) {
    // Both are bounded, so their sums fit.
    let (count, amount) = (countBound + counts, amountBound + amounts)
    if count > Self.wideBound || amount > Self.wideBound { throw OutOfMemory() }
    if !isWide && (count > Self.narrowBound || amount > Self.narrowBound) { try widen() }
    countBound = count
    amountBound = amount
  }

  /// Bounds by what the cells hold, where merges of what was there before have let them grow far beyond it. Nothing may be about
  /// to be added for which room was made.
  mutating func tightenBounds() {
    guard isWide, countBound > 1 << 100 || amountBound > 1 << 100 else { return }
    (countBound, amountBound) = (0, 0)
    for r in 0..<wide.count {
      var (count, amount) = (UInt128(0), UInt128(0))
      for b in 0..<wide[r].blocks.count {
        for kind in 0..<wide[r].blocks[b].planes.count {
          for place in 0..<wide[r].blocks[b].planes[kind].places {
            guard let (_, cell) = wide[r].blocks[b].planes[kind].at(place: place) else { continue }
            count += cell.count.magnitude
            amount += cell.amount.magnitude
          }
        }
      }
      countBound = Swift.max(countBound, count)
      amountBound = Swift.max(amountBound, amount)
    }
  }

  private mutating func widen() throws(OutOfMemory) {
    var fresh = Buffer<Rollup<Int128>>(heap)
    try fresh.reserve(exactly: narrow.count)
    for r in 0..<narrow.count {
      fresh.appendReserved(try Rollup(heap, narrow[r].shape))
      try fresh[r].widen(narrow[r])
    }
    swap(&wide, &fresh)
    narrow.removeAll()
    isWide = true
  }

  // MARK: One fact

  /// Adds (sign 1), takes out (-1) or makes the cells of (0) one fact in every rollup. With sign 0 first, nothing can fail.
  mutating func book(_ fact: Fact, sign: Int64) throws(OutOfMemory) {
    // By a pointer of its own, as in Store+Record.
    let met = unsafe kinds.pointer
    guard let kind = unsafe try met.pointee.meet(fact.kind, context.table.pointee) else { return }
    for r in 0..<rollupCount {
      let isNegative =
        isWide
        ? try Transfer.book(fact, kind, sign, &wide[r], addContext(wide[r].shape))
        : try Transfer.book(fact, kind, sign, &narrow[r], addContext(narrow[r].shape))
      if isNegative { mayBeNegative = true }
    }
    try bookPersons(fact, sign: sign)
  }

  // MARK: Another store

  /// Makes sure that another store's cells can be added without any cell's overflowing.
  mutating func makeRoom(for other: borrowing Store) throws(OutOfMemory) {
    try makeRoom(other.countBound, other.amountBound)
  }

  /// Adds another store's cells (sign 1); with `makeRoom` and then sign 0 first, which makes the cells, that cannot fail.
  /// `map` turns its codes into this store's.
  mutating func add(_ other: borrowing Store, _ map: CodeMap, sign: Int) throws(OutOfMemory) {
    for r in 0..<rollupCount {
      let context = addContext(shape(r))
      if sign == 0 { try mergeThreshold(r, other) }
      switch (isWide, other.isWide) {
      case (false, false): unsafe try Transfer.add(other.narrow[r], other.kinds.pointer.pointee, to: &narrow[r], context, map, sign: sign)
// A wide store's sums are beyond what a narrow one may hold, so making room has widened this one.
      case (false, true): break
      case (true, false): unsafe try Transfer.add(other.narrow[r], other.kinds.pointer.pointee, to: &wide[r], context, map, sign: sign)
      case (true, true): unsafe try Transfer.add(other.wide[r], other.kinds.pointer.pointee, to: &wide[r], context, map, sign: sign)
      }
    }
    try addPersons(other, map, sign: sign)
    if sign != 0 {
      greatestTime = Swift.max(greatestTime, other.greatestTime)
      mayBeNegative = mayBeNegative || other.mayBeNegative
    }
  }

  /// A limit counts every tuple it was ever shown, also those whose cells hold nothing any more.
  private mutating func mergeThreshold(_ r: Int, _ other: borrowing Store) throws(OutOfMemory) {
    switch (isWide, other.isWide) {
    case (false, false): try narrow[r].tuples.threshold.add(other.narrow[r].tuples.threshold)
    case (false, true): try narrow[r].tuples.threshold.add(other.wide[r].tuples.threshold)
    case (true, false): try wide[r].tuples.threshold.add(other.narrow[r].tuples.threshold)
    case (true, true): try wide[r].tuples.threshold.add(other.wide[r].tuples.threshold)
    }
  }

  // MARK: Limits

  // What a call that fails half way has shown to the limits is taken back.

  mutating func beginLimits() {
    for r in 0..<narrow.count { narrow[r].tuples.begin() }
    for r in 0..<wide.count { wide[r].tuples.begin() }
  }

  mutating func commitLimits() {
    for r in 0..<narrow.count { narrow[r].tuples.commit() }
    for r in 0..<wide.count { wide[r].tuples.commit() }
  }

  mutating func undoLimits() {
    for r in 0..<narrow.count { narrow[r].tuples.undo() }
    for r in 0..<wide.count { wide[r].tuples.undo() }
  }

  var cellBytes: Int {
    var sum = unsafe kinds.pointer.pointee.bytes
    for r in 0..<narrow.count { sum += narrow[r].cellBytes }
    for r in 0..<wide.count { sum += wide[r].cellBytes }
    for i in 0..<persons.count { sum += persons[i].bytes }
    return sum
  }

  var cellCount: Int {
    var sum = 0
    for r in 0..<narrow.count { sum += narrow[r].cellCount }
    for r in 0..<wide.count { sum += wide[r].cellCount }
    return sum
  }
}
