import CPlatform

/// The tuples of names that a rollup has met, numbered in the order of meeting.
///
/// With a limit, tuple 0 is the one whose names all are `(other)`, and `threshold` says which of the rest are shown. The
/// hash it goes by is made of the names' fixed hashes, so it is the same for a name before and after it fell out of its
/// dimension; tuples of declared names have the top bit clear and so come first.
struct TupleIndex: ~Copyable {
  let width: Int
  private var codes: Buffer<UInt32>
  /// Open addressing: tuple + 1, 0 where free.
  private var slots: Buffer<UInt32>
  /// The fixed hash of each tuple, kept only with a limit.
  private var fixed: Buffer<UInt64>
  var threshold: Threshold
  /// How many there were at `begin`.
  private var oldCount = 0

  init(_ heap: Heap, width: Int, limit: Int) throws(OutOfMemory) {
    self.width = width
    codes = Buffer(heap)
    slots = Buffer(heap)
    fixed = Buffer(heap)
    threshold = Threshold(heap, limit: limit)
    try slots.append(repeating: 0, count: 64)
    if limit > 0 {
      try codes.append(repeating: Code.other, count: width)
      try fixed.append(0)
    }
  }

  init(copying other: borrowing TupleIndex) throws(OutOfMemory) {
    let codes = try Buffer(copying: other.codes)
    let slots = try Buffer(copying: other.slots)
    let fixed = try Buffer(copying: other.fixed)
    let threshold = try Threshold(copying: other.threshold)
    width = other.width
    oldCount = other.oldCount
    self.codes = codes
    self.slots = slots
    self.fixed = fixed
    self.threshold = threshold
  }

  // With a limit, a call that fails half way must not leave its tuples behind: they have shown themselves to the limit.

  mutating func begin() {
    guard isLimited else { return }
    oldCount = count
    threshold.begin()
  }

  mutating func commit() { threshold.commit() }

  /// Forgets the tuples met since `begin`, whose cells must be empty again. Cannot fail.
  mutating func undo() {
    guard isLimited else { return }
    threshold.undo()
    guard count > oldCount else { return }
    codes.truncate(to: oldCount * width)
    fixed.truncate(to: oldCount)
    for at in 0..<slots.count { slots[at] = 0 }
    for tuple in 1..<oldCount { insert(UInt32(tuple), hash(of: tuple)) }
  }

  var isLimited: Bool { threshold.limit > 0 }
  var count: Int { width == 0 ? 1 : codes.count / width }
  var bytes: Int { codes.bytes + slots.bytes + fixed.bytes + threshold.bytes }

  func code(_ tuple: Int, _ position: Int) -> UInt32 { codes[tuple * width + position] }

  // The hash of a tuple is chained code by code, so that a batch can do it column by column.

  static var seed: UInt64 { 0x9E37_79B1_85EB_CA87 }

  @inline(__always)
  static func chain(_ hash: UInt64, _ code: UInt32) -> UInt64 {
    let mixed = (hash ^ UInt64(code)) &* 0x9FB2_1C65_1E98_DF25
    return mixed ^ (mixed >> 32)
  }

  @inline(__always)
  private func place(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash) & (slots.count &- 1) }

  /// Brings the place where `find` will look into the caches.
  @inline(__always)
  func prefetch(_ hash: UInt64) { unsafe platform_prefetch_read(slots.base.unsafelyUnwrapped + place(hash)) }

  /// Brings the codes that `find` will compare with first into the caches; the place should be there by now.
  @inline(__always)
  func prefetchCodes(_ hash: UInt64) {
    let tuple = unsafe slots.base.unsafelyUnwrapped[place(hash)]
    // Never faults, for a free place either.
    unsafe platform_prefetch_read(codes.base.unsafelyUnwrapped + (Int(tuple) &- 1) &* width)
  }

  /// The tuple whose codes stand in row `row` of the columns, if it was met.
  @inline(__always)
  func find(_ hash: UInt64, _ columns: UnsafePointer<UnsafePointer<UInt32>>, _ row: Int) -> UInt32? {
    let slots = unsafe self.slots.base.unsafelyUnwrapped
    let codes = unsafe self.codes.base
    var at = place(hash)
    let mask = self.slots.count &- 1
    while true {
      let tuple = unsafe slots[at]
      if tuple == 0 { return nil }
      let mine = unsafe codes.unsafelyUnwrapped + (Int(tuple) &- 1) &* width
      var same = true
      for d in 0..<width { unsafe same = same && mine[d] == columns[d][row] }
      if same { return tuple &- 1 }
      at = (at &+ 1) & mask
    }
  }

  /// The tuple of these codes, if it was met.
  func find(_ hash: UInt64, _ wanted: InlineArray<16, UInt32>) -> UInt32? {
    var at = place(hash)
    while slots[at] != 0 {
      let tuple = Int(slots[at]) - 1
      var same = true
      for d in 0..<width where codes[tuple * width + d] != wanted[d] { same = false }
      if same { return UInt32(tuple) }
      at = (at + 1) & (slots.count - 1)
    }
    return nil
  }

  /// The tuple of row `row`, met now if it is new; 0 where the limit leaves it out. On failure nothing has changed.
  @_optimize(speed)
  mutating func meet(
    _ hash: UInt64, _ columns: UnsafePointer<UnsafePointer<UInt32>>, _ row: Int, names: DimensionNames
  ) throws(OutOfMemory) -> UInt32 {
    if let known = unsafe find(hash, columns, row) { return known }
    var lasting: UInt64 = 0
    try codes.reserve(more: width)
    try makeRoom()
    if isLimited {
      try fixed.reserve(more: 1)
      lasting = unsafe fixedHash(columns, row, names)
      if try !threshold.admit(lasting) { return 0 }
    }
    let tuple = UInt32(count)
    for d in 0..<width { unsafe codes.appendReserved(columns[d][row]) }
    if isLimited { fixed.appendReserved(lasting) }
    insert(tuple, hash)
    return tuple
  }

  private func fixedHash(_ columns: UnsafePointer<UnsafePointer<UInt32>>, _ row: Int, _ names: DimensionNames) -> UInt64 {
    var codes = InlineArray<16, UInt32>(repeating: 0)
    for d in 0..<width { codes[d] = unsafe columns[d][row] }
    return fixedHash(of: codes, names)
  }

  /// The hash by which the limit judges these codes, which all were given out.
  func fixedHash(of codes: InlineArray<16, UInt32>, _ names: DimensionNames) -> UInt64 {
    var hash = Self.seed
    var declared = true
    for d in 0..<width {
      hash = Hash.combine(hash, names.fixedHash(d, codes[d]))
      declared = declared && names.isDeclared(d, codes[d])
    }
    return Swift.max(declared ? hash >> 1 : (hash >> 1) | (1 << 63), 1)
  }

  /// Whether a tuple is shown under its own names, as far as its own limit goes.
  func isKept(_ tuple: Int, by threshold: borrowing Threshold) -> Bool {
    !isLimited || (tuple != 0 && threshold.keeps(Swift.max(fixed[tuple], 1)))
  }

  private mutating func insert(_ tuple: UInt32, _ hash: UInt64) {
    let mask = slots.count - 1
    var at = place(hash)
    while slots[at] != 0 { at = (at + 1) & mask }
    slots[at] = tuple + 1
  }

  func hash(of tuple: Int) -> UInt64 {
    var hash = Self.seed
    for d in 0..<width { hash = Self.chain(hash, code(tuple, d)) }
    return hash
  }

  private mutating func makeRoom() throws(OutOfMemory) {
    let tuples = count
    guard (tuples + 1) * 2 > slots.count else { return }
    var fresh = Buffer<UInt32>(slots.heap)
    try fresh.append(repeating: 0, count: slots.count * 2)
    swap(&slots, &fresh)
    for tuple in (isLimited ? 1 : 0)..<tuples { insert(UInt32(tuple), hash(of: tuple)) }
  }
}

/// The names behind a rollup's dimensions, in the rollup's order. Valid while the engine's lock on names is held.
@safe
struct DimensionNames {
  let names: UnsafeMutablePointer<Names>
  /// The engine's numbers of the rollup's dimensions.
  let dimensions: InlineArray<16, UInt8>

  init(_ names: UnsafeMutablePointer<Names>, _ dimensions: InlineArray<16, UInt8>) {
    unsafe self.names = names
    self.dimensions = dimensions
  }

  @inline(__always)
  func count(_ position: Int) -> Int { unsafe names[Int(dimensions[position])].count }

  @inline(__always)
  func isGiven(_ position: Int, _ code: UInt32) -> Bool { unsafe names[Int(dimensions[position])].isGiven(code) }

  func fixedHash(_ position: Int, _ code: UInt32) -> UInt64 {
    unsafe names[Int(dimensions[position])].fixedHash(code)
  }

  func isDeclared(_ position: Int, _ code: UInt32) -> Bool {
    unsafe names[Int(dimensions[position])].isDeclared(code)
  }

  func shown(_ position: Int, _ code: UInt32) -> UInt32 { unsafe names[Int(dimensions[position])].shown(code) }
}
