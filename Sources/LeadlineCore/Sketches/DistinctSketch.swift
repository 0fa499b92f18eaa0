/// Counts distinct persons in bounded memory: exactly while they are few, then estimated within a stated error.
///
/// While there are no more than `exactLimit` persons the sketch holds their hashes, 64 bits each; the hash is a bijection,
/// so such a count is exact, not merely likely. With one more it becomes 2^precision registers of ExaLogLog (see
/// ``Register``), as many bytes as the full set had, and stays that size. Both forms are functions of the *set* of
/// persons: adding in any order, in any batches, any number of times, and merging in any grouping give the same words in
/// `words`, bit for bit.
///
/// Persons cannot be taken out: registers do not tell who set them. Whoever must take out builds the sketch again.
///
/// Person 0 is nobody ("unknown") and is never counted.
struct DistinctSketch: ~Copyable {
  static var precisions: ClosedRange<Int> { 6...16 }
  /// 2 KiB, standard error 1.52 %.
  static var defaultPrecision: Int { 9 }

  /// While exact, an ordered table of hashes (``OrderedSlots``); then two registers a word.
  private(set) var words: Buffer<UInt64>
  /// How many hashes there are while exact.
  private(set) var held: UInt32 = 0
  private let storedPrecision: UInt8
  /// Whether the words are registers.
  private(set) var isDense = false

  /// Empty, without any memory yet. The precision must be in `precisions`.
  init(_ heap: Heap, precision: Int = DistinctSketch.defaultPrecision) {
    precondition(Self.precisions.contains(precision))
    words = Buffer(heap)
    storedPrecision = UInt8(truncatingIfNeeded: precision)
  }

  init(copying other: borrowing DistinctSketch) throws(OutOfMemory) {
    words = try Buffer(copying: other.words)
    held = other.held
    storedPrecision = other.storedPrecision
    isDense = other.isDense
  }

  var precision: Int { Int(storedPrecision) }
  var registerCount: Int { 1 << precision }
  /// Words of the registers, and the most that the table of hashes may take.
  var denseWords: Int { registerCount / 2 }
  /// Up to so many persons are counted exactly: 7 of every 16 registers, 224 by default.
  var exactLimit: Int { OrderedSlots.limit(denseWords) }
  var isEmpty: Bool { !isDense && held == 0 }
  /// Bytes held.
  var bytes: Int { words.bytes }

  /// The fixed hash of a person, for good: it decides what a state's bytes are. A bijection with 0 at 0.
  ///
  /// Source: D. Stafford, "Better bit mixing: improving on MurmurHash3's 64-bit finalizer", 2011, variant 13, the finalizer
  /// of SplitMix64. Two multiplications instead of the five of ``Hash/word(_:)``.
  @inline(__always)
  static func hash(_ person: UInt64) -> UInt64 {
    var x = person
    x = (x ^ (x &>> 30)) &* 0xBF58_476D_1CE4_E5B9
    x = (x ^ (x &>> 27)) &* 0x94D0_49BB_1331_11EB
    return x ^ (x &>> 31)
  }

  /// Counts a person. Without memory nothing changes; once the sketch is dense it cannot fail.
  @inline(__always)
  mutating func add(_ person: UInt64) throws(OutOfMemory) {
    let hash = Self.hash(person)
    if isDense && person != 0 {
      showDense(hash)
    } else {
      try addExact(hash)
    }
  }

  /// Counts all persons of a column. Without memory those before the failure are counted; to add them again does no harm.
  @_optimize(speed)
  mutating func add(_ persons: UnsafePointer<UInt64>, count: Int) throws(OutOfMemory) {
    var i = 0
    while i < count && !isDense {
      try unsafe addExact(Self.hash(persons[i]))
      i &+= 1
    }
    guard i < count else { return }
    let (registers, mask) = unsafe (uncheckedRegisters, indexMask)
    while i < count {
      let hash = unsafe Self.hash(persons[i])
      if hash != 0 { unsafe Register.show(Register.value(of: hash, mask), registers + Register.index(of: hash, mask)) }
      i &+= 1
    }
  }

  /// The lowest bits set, as many as number the registers of a dense sketch.
  @inline(__always)
  var indexMask: UInt64 { UInt64(truncatingIfNeeded: words.count &* 2 &- 1) }

  /// The registers of a sketch that is dense.
  @inline(__always)
  var uncheckedRegisters: UnsafeMutablePointer<UInt32> {
    unsafe UnsafeMutableRawPointer(words.base.unsafelyUnwrapped).assumingMemoryBound(to: UInt32.self)
  }

  /// Shows a hash to its register; the sketch is dense.
  @inline(__always)
  private func showDense(_ hash: UInt64) {
    unsafe Register.show(Register.value(of: hash, indexMask), uncheckedRegisters + Register.index(of: hash, indexMask))
  }

  @inline(never)
  @_optimize(speed)
  mutating func addExact(_ hash: UInt64) throws(OutOfMemory) {
    if hash == 0 { return }
    if isDense { return show(hash) }
    if OrderedSlots.index(of: hash, in: words, payload: 0) != nil { return }
    if Int(held) == OrderedSlots.limit(words.count) {
      if words.count == denseWords {
        try becomeDense()
        return show(hash)
      }
      words = try OrderedSlots.resized(words, to: Swift.max(words.count * 2, OrderedSlots.leastSize))
    }
    insertExact(hash)
  }

  // What merging is made of. Asking for memory comes first in each, so that a failure changes nothing.

  /// Makes registers of the hashes.
  mutating func becomeDense() throws(OutOfMemory) {
    if words.capacity - words.count >= denseWords { return becomeDenseInPlace() }
    var hashes = Buffer<UInt64>(words.heap)
    try hashes.reserve(exactly: denseWords)
    try hashes.append(repeating: 0, count: denseWords)
    swap(&words, &hashes)
    isDense = true
    held = 0
    for i in 0..<hashes.count where hashes[i] != 0 { show(hashes[i]) }
  }

  /// The same in memory that is there: behind the hashes, then moved over them.
  private mutating func becomeDenseInPlace() {
    let table = words.count
    for _ in 0..<denseWords { words.appendReserved(0) }
    let base = unsafe words.base.unsafelyUnwrapped
    let registers = unsafe UnsafeMutableRawPointer(base + table).assumingMemoryBound(to: UInt32.self)
    let mask = UInt64(registerCount - 1)
    for i in 0..<table where words[i] != 0 {
      unsafe Register.show(Register.value(of: words[i], mask), registers + Register.index(of: words[i], mask))
    }
    unsafe base.update(from: base + table, count: denseWords)
    words.truncate(to: denseWords)
    isDense = true
    held = 0
  }

  // Whoever must not fail half way prepares, counts, and trims.

  /// Makes the room that counting takes until so many hashes are held; past `exactLimit`, until any number is. Without memory
  /// nothing changes but that there may be more room.
  mutating func prepare(for count: Int) throws(OutOfMemory) {
    if isDense { return }
    let isTooMany = count > exactLimit
    let size = isTooMany ? denseWords : OrderedSlots.size(for: count)
    if size > words.count { words = try OrderedSlots.resized(words, to: size) }
    if isTooMany { try words.reserve(exactly: denseWords * 2) }
  }

  /// Gives back what was prepared and not needed, so that memory, too, depends only on the set. Without memory it stays.
  mutating func trim() {
    if isDense {
      if words.capacity > words.count, let exact = try? Buffer(trimming: words) { words = exact }
    } else {
      let size = OrderedSlots.size(for: Int(held))
      if size == words.count && words.capacity == size { return }
      if let exact = try? OrderedSlots.resized(words, to: size) { words = exact }
    }
  }

  /// Makes room for so many hashes, at most `exactLimit`.
  mutating func reserveExact(_ count: Int) throws(OutOfMemory) {
    let size = OrderedSlots.size(for: count)
    if size > words.count { words = try OrderedSlots.resized(words, to: size) }
  }

  func holdsExactly(_ hash: UInt64) -> Bool { OrderedSlots.index(of: hash, in: words, payload: 0) != nil }

  /// A hash that is not there, into room that is.
  mutating func insertExact(_ hash: UInt64) {
    OrderedSlots.insert(hash, into: &words)
    held += 1
  }

  mutating func show(_ hash: UInt64) {
    precondition(isDense)
    showDense(hash)
  }

  /// The registers of a dense sketch.
  var registers: UnsafeMutablePointer<UInt32> {
    precondition(isDense)
    return unsafe uncheckedRegisters
  }
}
