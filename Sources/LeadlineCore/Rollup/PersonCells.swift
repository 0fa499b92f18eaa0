import CPlatform

/// The persons of one kind in one rollup: by cell, a sketch of who they were and how many facts named one.
///
/// A batch comes in two steps. While its rows are added to the rollup each is *aimed*: its cell is found and the memory that
/// counting will take is asked for. Once the whole batch is accepted the aimed rows are *counted*, which cannot fail; or they
/// are *dropped*, and nothing has changed. So whom a refused batch named was never counted, which no sketch could undo.
struct PersonCells: ~Copyable {
  private let heap: Heap
  private let precision: Int
  /// By cell: its block in the upper half, its tuple in the lower; both keep their numbers as long as the rollup lives.
  private(set) var keys: Buffer<UInt64>
  private(set) var sketches: Buffer<DistinctSketch>
  /// By cell: the counts of the facts with a person.
  private(set) var identified: Buffer<Int128>
  /// By cell: how many hashes were promised room since counting last was done.
  private var expected: Buffer<UInt32>
  /// Cells by the hash of their key, open addressing: cell + 1, 0 where free.
  private var slots: Buffer<UInt32>
  /// Whether every cell's sketch is dense, so that counting takes no more memory.
  private var isAllDense = true

  // What was aimed.

  private var touched: Buffer<UInt32>
  private var persons: Buffer<UInt64>
  private var targets: Buffer<UInt32>
  private var counts: Buffer<Int64>

  init(_ heap: Heap, precision: Int) {
    self.heap = heap
    self.precision = precision
    keys = Buffer(heap)
    sketches = Buffer(heap)
    identified = Buffer(heap)
    expected = Buffer(heap)
    slots = Buffer(heap)
    touched = Buffer(heap)
    persons = Buffer(heap)
    targets = Buffer(heap)
    counts = Buffer(heap)
  }

  static func key(_ block: Int, _ tuple: UInt32) -> UInt64 { UInt64(block) << 32 | UInt64(tuple) }
  static func block(_ key: UInt64) -> Int { Int(key >> 32) }
  static func tuple(_ key: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: key) }

  var count: Int { keys.count }

  func isEmpty(_ cell: Int) -> Bool { identified[cell] == 0 && sketches[cell].isEmpty }

  var bytes: Int {
    var sum = keys.bytes + sketches.bytes + identified.bytes + expected.bytes + slots.bytes + touched.bytes
    sum += persons.bytes + targets.bytes + counts.bytes
    for i in 0..<sketches.count { sum += sketches[i].bytes }
    return sum
  }

  // MARK: Cells

  @inline(__always)
  private func place(_ key: UInt64) -> Int {
    // Multiplication by the golden ratio (Knuth): blocks and tuples are numbers in a row, which it spreads.
    Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) &>> UInt64(64 &- slots.count.trailingZeroBitCount))
  }

  @inline(__always)
  func find(_ key: UInt64) -> Int? {
    guard let slots = unsafe slots.base, let keys = unsafe keys.base else { return nil }
    var at = place(key)
    while true {
      let slot = unsafe slots[at]
      if slot == 0 { return nil }
      if unsafe keys[Int(slot) &- 1] == key { return Int(slot) &- 1 }
      at = (at &+ 1) & (self.slots.count &- 1)
    }
  }

  /// The cell of a key, made if need be. On failure nothing has changed.
  @inline(__always)
  mutating func cell(_ key: UInt64) throws(OutOfMemory) -> Int {
    if let known = find(key) { return known }
    return try makeCell(key)
  }

  @inline(never)
  private mutating func makeCell(_ key: UInt64) throws(OutOfMemory) -> Int {
    guard count < Int(UInt32.max) - 1 else { throw OutOfMemory() }
    try keys.reserve(more: 1)
    try sketches.reserve(more: 1)
    try identified.reserve(more: 1)
    try expected.reserve(more: 1)
    if (count + 1) * 2 > slots.count { try growSlots() }
    insert(key, count)
    keys.appendReserved(key)
    sketches.appendReserved(DistinctSketch(heap, precision: precision))
    identified.appendReserved(0)
    expected.appendReserved(0)
    isAllDense = false
    return count - 1
  }

  private mutating func insert(_ key: UInt64, _ cell: Int) {
    var at = place(key)
    while slots[at] != 0 { at = (at + 1) & (slots.count - 1) }
    slots[at] = UInt32(cell + 1)
  }

  private mutating func growSlots() throws(OutOfMemory) {
    var fresh = Buffer<UInt32>(heap)
    try fresh.append(repeating: 0, count: Swift.max(slots.count * 2, 16))
    swap(&slots, &fresh)
    for cell in 0..<count { insert(keys[cell], cell) }
  }

  // MARK: A batch

  /// Makes room for so many more rows to be aimed. A batch has counts in all of its rows or in none.
  mutating func reserve(rows: Int, withCounts: Bool) throws(OutOfMemory) {
    try persons.reserve(more: rows)
    try targets.reserve(more: rows)
    if withCounts { try counts.reserve(more: rows) }
  }

  var aimedCount: Int { persons.count }

  /// Aims a row, which `reserve` made room for. `expectAimed` completes it.
  @inline(__always)
  mutating func aim(_ key: UInt64, _ person: UInt64) throws(OutOfMemory) {
    let cell = try cell(key)
    persons.appendReserved(person)
    targets.appendReserved(UInt32(truncatingIfNeeded: cell))
  }

  @inline(__always)
  mutating func aim(count: Int64) { counts.appendReserved(count) }

  /// Asks for the memory that counting the rows aimed from `start` on will take.
  @_optimize(speed)
  mutating func expectAimed(from start: Int) throws(OutOfMemory) {
    if isAllDense { return }
    let ahead = 8
    var isAllDense = true
    for i in start..<persons.count {
      let sketches = unsafe self.sketches.base.unsafelyUnwrapped
      if i &+ ahead < persons.count {
        unsafe sketches[Int(targets.base.unsafelyUnwrapped[i &+ ahead])].prefetchExact(
          DistinctSketch.hash(persons.base.unsafelyUnwrapped[i &+ ahead]))
      }
      let cell = Int(unsafe targets.base.unsafelyUnwrapped[i])
      if unsafe sketches[cell].isDense { continue }
      isAllDense = false
      if unsafe !sketches[cell].holdsExactly(DistinctSketch.hash(persons.base.unsafelyUnwrapped[i])) { try expect(cell, more: 1) }
    }
    // All that were aimed at are; the others are looked at one by one, which happens seldom.
    if isAllDense && start < persons.count { lookForDense() }
  }

  private mutating func lookForDense() {
    for cell in 0..<count where !sketches[cell].isDense { return }
    isAllDense = true
  }

  private mutating func expect(_ cell: Int, more: Int) throws(OutOfMemory) {
    try touched.reserve(more: 1)
    if expected[cell] == 0 { touched.appendReserved(UInt32(cell)) }
    // Nothing grows beyond what is dense, so that neither need the number.
    expected[cell] = UInt32(Swift.min(Int(expected[cell]) + more, sketches[cell].exactLimit + 1))
    try sketches[cell].prepare(for: Int(sketches[cell].held) + Int(expected[cell]))
  }

  /// Counts what was aimed. Cannot fail.
  @_optimize(speed)
  mutating func countAimed() {
    if let persons = unsafe persons.base, let targets = unsafe targets.base, let sketches = unsafe sketches.base {
      unsafe try? DistinctSketch.add(persons, codes: targets, count: self.persons.count, to: sketches)
      let identified = unsafe self.identified.base.unsafelyUnwrapped
      if self.counts.isEmpty {
        for i in 0..<self.persons.count { unsafe identified[Int(targets[i])] &+= 1 }
      } else {
        let counts = unsafe self.counts.base.unsafelyUnwrapped
        for i in 0..<self.persons.count { unsafe identified[Int(targets[i])] &+= Int128(truncatingIfNeeded: counts[i]) }
      }
    }
    dropAimed()
  }

  /// Forgets what was aimed.
  mutating func dropAimed() {
    settle()
    // As much as the usual batches take is kept for the next.
    if persons.capacity > 1 << 17 {
      persons = Buffer(heap)
      targets = Buffer(heap)
      counts = Buffer(heap)
    } else {
      persons.removeAll()
      targets.removeAll()
      counts.removeAll()
    }
  }

  private mutating func settle() {
    for i in 0..<touched.count {
      let cell = Int(touched[i])
      expected[cell] = 0
      sketches[cell].trim()
    }
    touched.removeAll()
  }

  // MARK: Single facts, other stores, clearing

  /// Counts facts of a cell in or out again; whom they named stays counted, because no sketch forgets.
  mutating func adjust(_ cell: Int, by count: Int64) { identified[cell] &+= Int128(count) }

  /// Makes room for `merge` of a cell of another store's into one of these; any number of them may be prepared.
  mutating func prepare(_ cell: Int, _ other: borrowing DistinctSketch) throws(OutOfMemory) {
    if sketches[cell].isDense || other.isEmpty { return }
    try expect(cell, more: other.isDense ? other.exactLimit + 1 : Int(other.held))
  }

  /// Adds a cell of another store's. Cannot fail after `prepare`; `finishMerge` ends it.
  mutating func merge(_ cell: Int, _ other: borrowing DistinctSketch, _ count: Int128) {
    try? sketches[cell].merge(with: other)
    identified[cell] &+= count
  }

  mutating func finishMerge() { settle() }

  /// Exchanges a cell's sketch for another. Cannot fail.
  mutating func exchange(_ cell: Int, _ sketch: inout DistinctSketch) {
    swap(&sketches[cell], &sketch)
    isAllDense = false
  }

  /// Empties a cell. Cannot fail.
  mutating func clear(_ cell: Int) {
    sketches[cell] = DistinctSketch(heap, precision: precision)
    isAllDense = false
    identified[cell] = 0
  }
}
