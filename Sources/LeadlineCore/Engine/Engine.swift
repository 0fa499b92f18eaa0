import CPlatform
import Synchronization

/// One dimension, or an attribute of one.
struct Dimension: ~Copyable {
  /// NUL-terminated.
  let name: Buffer<UInt8>
  /// The dimension an attribute describes, -1 for a dimension of facts.
  let base: Int
  let limit: Int
  /// The declared names, each with a NUL behind it; part of what merging engines must agree in.
  let declared: Buffer<UInt8>
  /// For an attribute: the value's code by the code of the base's name. Guarded by the lock on names.
  let values: Box<Buffer<UInt32>>

  var text: Bytes { unsafe Bytes(UnsafePointer(name.base.unsafelyUnwrapped), name.count - 1) }
  var isAttribute: Bool { base >= 0 }
}

/// A store, its lock, and what was counted there.
struct Shard: ~Copyable {
  let lock: Lock
  let store: Box<Store>
  /// Guarded by the lock.
  let counters: Box<Counters>
  /// Of journeys: the facts taken in since they were last put in order. Guarded by the lock.
  let log: Box<RowLog>

  struct Counters {
    var facts: UInt64 = 0
    var duplicates: UInt64 = 0
    var conflicts: UInt64 = 0

    /// Adds another's. Engines that are merged into one another again and again count what they merged: the largest number stays.
    mutating func add(_ other: Counters) {
      facts = Self.sum(facts, other.facts)
      duplicates = Self.sum(duplicates, other.duplicates)
      conflicts = Self.sum(conflicts, other.conflicts)
    }

    private static func sum(_ a: UInt64, _ b: UInt64) -> UInt64 { a > .max / 2 || b > .max / 2 ? .max / 2 : a + b }
  }
}

/// What was left from other processes: a page that reads as zero in a forked child, or else the process's number.
@safe
struct ProcessMark: ~Copyable {
  private let page: UnsafeMutableRawPointer?
  private let isWiped: Bool
  private let process: Int32

  init() {
    unsafe page = platform_map_pages(platform_page_size())
    var wiped = false
    if let page = unsafe page {
      wiped = unsafe platform_wipe_on_fork(page, platform_page_size()) != 0
      unsafe page.storeBytes(of: 1, as: UInt8.self)
    }
    isWiped = wiped
    process = getpid()
  }

  deinit {
    if let page = unsafe page { unsafe platform_unmap_pages(page, platform_page_size()) }
  }

  @inline(__always)
  var isOurs: Bool {
    if isWiped, let page = unsafe page { return unsafe page.load(as: UInt8.self) != 0 }
    return getpid() == process
  }

  /// Reads as not 0 in this process and as 0 in a forked one; nil where only the process's number tells.
  var byte: UnsafePointer<UInt8>? {
    isWiped ? unsafe UnsafePointer(page?.assumingMemoryBound(to: UInt8.self)) : nil
  }
}

/// Everything an engine is. What is declared never changes after opening; what changes stands in boxes behind locks, taken
/// in this order: names, journeys, shards by number, ids.
struct Engine: ~Copyable {
  let heap: Heap
  let mark: ProcessMark
  let error: ErrorLine
  let dimensions: Buffer<Dimension>
  /// By dimension; the base never moves.
  let names: Box<Buffer<Names>>
  let namesLock: ReadWriteLock
  /// Measures and indicators; guarded by the lock on names.
  let registry: Box<Registry>
  /// Guarded by the lock on names.
  let prices: Box<PriceBook>
  let kinds: Box<KindTable>
  /// Of which kinds distinct persons are counted.
  let persons: Box<PersonKinds>
  let zone: Box<Zone>
  let shapes: Buffer<RollupShape>
  /// NUL-terminated, empty for none.
  let rollupNames: Buffer<Buffer<UInt8>>
  let currency: Buffer<UInt8>
  let moneyScale: Int
  /// How many an analysis may use.
  let threads: Int
  /// Of amounts converted from other currencies.
  let rounding: RoundingMode
  /// Guarded by the lock on names.
  let currencies: Box<Currencies>
  let shards: Buffer<Shard>
  let hasIds: Bool
  /// Whether facts that speak of others are kept, in `ids`.
  let hasRefs: Bool
  let refRules: Box<RefRules>
  let hasLimits: Bool
  let ids: Box<IdTable>
  let idLock: Lock
  /// Handles opened from this engine and not yet closed. That some of it is atomic makes the engine one that has its place in
  /// memory: the compiler checks functions of a value with so many parts for minutes.
  let handles = Atomic<Int>(0)
  let attributeConflicts: Box<UInt64>
  /// Of which kinds the facts are kept by person, nil without journeys.
  let journeyRules: Box<JourneyRules>
  /// Guarded by `journeyLock`.
  let journeys: Box<JourneyStore>
  /// Facts that journeys and the logs of shards hold.
  let journeyCount = Atomic<Int>(0)
  /// Taken behind the lock on names and before those of shards.
  let journeyLock: Lock
  /// That the host defined; guarded by the lock on names.
  let stageLists: Box<Buffer<StageList>>

  var namesBase: UnsafeMutablePointer<Names>? { unsafe names.pointer.pointee.base }

  /// A mask of no names at all needs an address, too.
  var storeContext: StoreContext {
    unsafe StoreContext(
      names: namesBase.unsafelyUnwrapped, dimensionCount: dimensions.count, table: kinds.pointer, zone: zone.pointer,
      persons: persons.pointer)
  }

  /// Shards that facts are taken into. Where visits are derived, one more is behind them that holds these.
  var intakeShards: Int { journeyRules.value.visits == nil ? shards.count : shards.count - 1 }

  /// Whether facts are kept by person.
  var keepsJourneys: Bool { journeyRules.value.isOn }

  /// Whether facts are kept, so that the lock on ids matters.
  var keepsFacts: Bool { hasIds || hasRefs }

  func checkProcess() throws(Failure) {
    if !mark.isOurs { throw .forked }
  }

  /// Notes why a call fails and returns the failure to throw.
  func failure(
    _ status: Int32, _ a: StaticString, _ b: Bytes = Bytes(""), _ c: StaticString = "", _ d: Bytes = Bytes(""),
    _ e: StaticString = ""
  ) -> Failure {
    Failure(status: status, note: error.write(Bytes(a), b, Bytes(c), d, Bytes(e)))
  }

  /// Refuses a number that a field may not be.
  func check(_ field: StaticString, _ value: Int128, from least: Int128 = 0, to most: Int128 = .max) throws(Failure) {
    if value >= least && value <= most { return }
    throw Failure(status: 101, note: error.write(Bytes(field), value, least: least, most: most))
  }

  /// Refuses flags that nobody knows.
  func check(flags: UInt32, known: UInt32) throws(Failure) {
    if flags & ~known == 0 { return }
    throw Failure(status: 101, note: error.write(unknownFlags: flags & ~known))
  }

  func journeysFull(_ held: Int, _ coming: Int) -> Failure {
    Failure(status: 800, note: error.write(held: held, coming: coming, limit: journeyRules.value.limit))
  }

  func check(reserved: UInt32) throws(Failure) {
    if reserved != 0 { throw failure(101, "reserved is not 0") }
  }

  /// Says of a failure in `body` what it is of, by a field's name and a number, mostly from 1: "step 2: kinds is NULL".
  func within(_ what: StaticString, _ number: Int? = nil, _ body: () throws(Failure) -> Void) throws(Failure) {
    do throws(Failure) {
      try body()
    } catch {
      if error.note != 0 && error.status != 200 { self.error.prefix(error.note, Bytes(what), number) }
      throw error
    }
  }

  func outOfMemory() -> Failure { failure(200, "out of memory") }

  /// The number of a dimension or attribute by name.
  func dimensionIndex(named name: Bytes) -> Int? {
    for d in 0..<dimensions.count where dimensions[d].text == name { return d }
    return nil
  }

  func isAttribute(_ dimension: Int) -> Bool { dimensions[dimension].isAttribute }

  /// A bit for each dimension that is an attribute.
  var attributeMask: UInt64 {
    var mask: UInt64 = 0
    for d in 0..<dimensions.count where dimensions[d].isAttribute { mask |= 1 << UInt64(d) }
    return mask
  }

  func baseDimension(of attribute: Int) -> Int { dimensions[attribute].base }

  func retainHandle() { handles.add(1, ordering: .acquiringAndReleasing) }
  func releaseHandle() { handles.subtract(1, ordering: .acquiringAndReleasing) }

  /// Takes the locks of all shards, in order, so that whole batches are seen.
  func lockShards() { for s in 0..<shards.count { shards[s].lock.lock() } }
  func unlockShards() { for s in 0..<shards.count { shards[s].lock.unlock() } }

  /// Locks a shard that is free, or waits for the one this thread prefers.
  func lockAnyShard() -> Int {
    if intakeShards == 1 {
      shards[0].lock.lock()
      return 0
    }
    let preferred = Int(truncatingIfNeeded: Hash.word(UInt64(platform_thread_number())) % UInt64(intakeShards))
    for i in 0..<intakeShards {
      let s = (preferred + i) % intakeShards
      if shards[s].lock.tryLock() { return s }
    }
    shards[preferred].lock.lock()
    return preferred
  }

  /// Whether no thread was in the engine when this process was forked, so that it can be taken apart.
  var isQuiet: Bool {
    guard namesLock.tryLockToWrite(), journeyLock.tryLock() else { return false }
    for s in 0..<shards.count where !shards[s].lock.tryLock() { return false }
    return idLock.tryLock()
  }

  /// The greatest time taken in, Int64.min when nothing was; under the shards' locks.
  var greatestTime: Int64 {
    var greatest = Int64.min
    for s in 0..<shards.count { unsafe greatest = Swift.max(greatest, shards[s].store.pointer.pointee.greatestTime) }
    return greatest
  }
}
