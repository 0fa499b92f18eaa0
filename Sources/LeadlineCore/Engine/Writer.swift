import CPlatform

/// A buffer of single facts on their way to an engine, in columns. One thread at a time.
@safe
struct Writer: ~Copyable {
  let engine: UnsafeMutablePointer<Engine>
  let capacity: Int
  let isSkipping: Bool
  let maxAge: Int64
  private(set) var rows = 0
  private let dimensionCount: Int
  /// The engine's mark of its process, looked at once a fact.
  private let mark: UnsafePointer<UInt8>?
  /// Below this number of rows a fact needs no look at the buffer's age or end.
  private let plainRows: Int
  private let memory: UnsafeMutablePointer<UInt64>
  private let words: Int
  private let heap: Heap
  /// Columns of 64-bit words, each `capacity` long, in the order of `Column`.
  private let columns: UnsafeMutablePointer<UInt64>
  private let kinds: UnsafeMutablePointer<UInt16>
  private let currencies: UnsafeMutablePointer<UInt16>
  /// Codes, a column a dimension, and the pointers to them that a batch wants.
  private let codes: UnsafeMutablePointer<UInt32>
  private let codeColumns: UnsafeMutablePointer<UnsafePointer<UInt32>?>
  // What was seen in the optional columns since the last flush, or-ed: a column of nothing is not handed on.

  /// Of persons, accounts, ids, refs and currencies together.
  private var seenExtras: UInt64 = 0
  private var seenCurrency: UInt16 = 0
  private var seenCount: Int64 = 0
  private var seenAmount: Int64 = 0
  private var oldest: UInt64 = 0
  /// Of all that was handed on.
  private(set) var total = BatchOutcome()

  /// time, amount, count, person, account, id, ref
  private static var wordColumns: Int { 7 }

  init(_ engine: UnsafeMutablePointer<Engine>, capacity: Int, isSkipping: Bool, maxAge: Int64) throws(OutOfMemory) {
    let dimensionCount = unsafe engine.pointee.dimensions.count
    let columnWords = Self.wordColumns * capacity
    let kindWords = (capacity + 3) / 4
    let codeWords = (capacity * dimensionCount + 1) / 2
    let words = columnWords + 2 * kindWords + codeWords + Swift.max(dimensionCount, 1)
    let heap = unsafe engine.pointee.heap
    guard let memory = unsafe heap.allocate(words * 8, alignment: 64) else { throw OutOfMemory() }
    unsafe memset(memory, 0, words * 8)
    unsafe self.engine = engine
    self.capacity = capacity
    self.isSkipping = isSkipping
    self.maxAge = maxAge
    self.dimensionCount = dimensionCount
    unsafe mark = engine.pointee.mark.byte
    plainRows = maxAge > 0 ? 0 : capacity
    self.heap = heap
    self.words = words
    unsafe self.memory = memory.bindMemory(to: UInt64.self, capacity: words)
    unsafe columns = self.memory
    unsafe kinds = UnsafeMutableRawPointer(columns + columnWords).assumingMemoryBound(to: UInt16.self)
    unsafe currencies = UnsafeMutableRawPointer(columns + columnWords + kindWords).assumingMemoryBound(to: UInt16.self)
    unsafe codes = UnsafeMutableRawPointer(columns + columnWords + 2 * kindWords).assumingMemoryBound(to: UInt32.self)
    unsafe codeColumns = UnsafeMutableRawPointer(columns + columnWords + 2 * kindWords + codeWords)
      .assumingMemoryBound(to: UnsafePointer<UInt32>?.self)
    for d in 0..<dimensionCount {
      unsafe codeColumns[d] =
        engine.pointee.dimensions[d].isAttribute ? nil : UnsafePointer(codes + d * capacity)
    }
  }

  deinit { unsafe heap.deallocate(memory, words * 8, alignment: 64) }

  /// One fact, in plain words.
  struct Event {
    var time: Int64
    var amount: Int64
    var count: Int64
    var person: UInt64
    var account: UInt64
    var id: UInt64
    var ref: UInt64
    var kind: UInt16
    var currency: UInt16

    /// Not 0 where a column is used that most facts leave alone, but for the count.
    @inline(__always)
    var extras: UInt64 { person | account | id | ref | UInt64(currency) }
  }

  /// Buffers a fact of the usual kind: with as many codes as there are dimensions, and nothing in the columns that most facts
  /// leave alone. False where it is not one, or where something else must be done or checked first; then nothing happened.
  @inline(__always)
  mutating func recordPlain(_ event: Event, _ given: UnsafePointer<UInt32>?, _ givenCount: Int) -> Bool {
    guard let mark = unsafe mark, unsafe mark.pointee != 0, rows < plainRows else { return false }
    guard let given = unsafe given, givenCount == dimensionCount, givenCount > 0 else { return false }
    // One test a field: or-ed together they are read as a vector, which waits for the stores that just wrote them.
    guard event.person == 0, event.account == 0, event.id == 0, event.ref == 0, event.count == 1 else { return false }
    guard seenExtras | UInt64(bitPattern: seenCount) == 0 else { return false }
    let row = rows
    unsafe columns[row] = UInt64(bitPattern: event.time)
    unsafe columns[capacity &+ row] = UInt64(bitPattern: event.amount)
    unsafe kinds[row] = event.kind
    unsafe codes[row] = given.pointee
    seenAmount |= event.amount
    rows = row &+ 1
    return givenCount == 1 ? true : unsafe Self.recordCodes(given, codes + row, capacity, givenCount)
  }

  /// The codes behind the first.
  @_optimize(speed)
  @inline(never)
  private static func recordCodes(
    _ given: UnsafePointer<UInt32>, _ first: UnsafeMutablePointer<UInt32>, _ capacity: Int, _ count: Int
  ) -> Bool {
    for d in 1..<count { unsafe first[d &* capacity] = given[d] }
    return true
  }

  /// Buffers any fact; hands on what is there first when the buffer is full or old.
  mutating func record(_ event: Event, _ given: UnsafePointer<UInt32>?, _ givenCount: Int) throws(Failure) {
    if rows == capacity || maxAge > 0 { try makeWay() }
    let row = rows
    let n = capacity
    unsafe columns[row] = UInt64(bitPattern: event.time)
    unsafe columns[n &+ row] = UInt64(bitPattern: event.amount)
    if event.extras | seenExtras | UInt64(bitPattern: (event.count ^ 1) | seenCount) != 0 { recordRare(event, row) }
    unsafe kinds[row] = event.kind
    for d in 0..<dimensionCount {
      unsafe codes[d &* n &+ row] = d < givenCount ? given.unsafelyUnwrapped[d] : 0
    }
    seenAmount |= event.amount
    rows = row &+ 1
  }

  @inline(never)
  private mutating func makeWay() throws(Failure) {
    var outcome = BatchOutcome()
    if try isDue() { try flush(&outcome) }
  }

  /// The columns that most facts leave alone: written from the first fact on that does not.
  @inline(never)
  private mutating func recordRare(_ event: Event, _ row: Int) {
    let n = capacity
    let extras = event.extras
    if extras | seenExtras != 0 {
      if seenExtras == 0 {
        unsafe memset(columns + 3 * n, 0, 4 * n * 8)
        unsafe memset(currencies, 0, 2 * n)
      }
      unsafe columns[3 &* n &+ row] = event.person
      unsafe columns[4 &* n &+ row] = event.account
      unsafe columns[5 &* n &+ row] = event.id
      unsafe columns[6 &* n &+ row] = event.ref
      unsafe currencies[row] = event.currency
      seenExtras |= extras
      seenCurrency |= event.currency
    }
    if (event.count ^ 1) | seenCount != 0 {
      if seenCount == 0 { for r in 0..<row { unsafe columns[2 &* n &+ r] = 1 } }
      unsafe columns[2 &* n &+ row] = UInt64(bitPattern: event.count)
      seenCount |= event.count ^ 1
    }
  }

  /// Whether the buffer must be handed on before the next fact.
  @inline(never)
  private mutating func isDue() throws(Failure) -> Bool {
    if maxAge > 0 {
      let now = platform_coarse_nanoseconds()
      if rows == 0 { oldest = now }
      if rows > 0 && (now &- oldest) / 1000 >= UInt64(maxAge) {
        return true
      }
    }
    return rows == capacity
  }

  /// Hands on what is buffered; on failure it stays buffered.
  @inline(never)
  mutating func flush(_ outcome: inout BatchOutcome) throws(Failure) {
    unsafe try engine.pointee.checkProcess()
    outcome = BatchOutcome()
    guard rows > 0 else { return }
    let n = capacity
    var facts = unsafe FactColumns(time: UnsafeRawPointer(columns).assumingMemoryBound(to: Int64.self), rows: rows)
    unsafe facts.kind = UnsafePointer(kinds)
    unsafe facts.codes = UnsafePointer(codeColumns)
    facts.dimensionCount = dimensionCount
    if seenAmount != 0 { unsafe facts.amount = UnsafeRawPointer(columns + n).assumingMemoryBound(to: Int64.self) }
    if seenCount != 0 { unsafe facts.count = UnsafeRawPointer(columns + 2 * n).assumingMemoryBound(to: Int64.self) }
    if seenExtras != 0 { unsafe facts.person = UnsafePointer(columns + 3 * n) }
    if seenExtras != 0 { unsafe facts.account = UnsafePointer(columns + 4 * n) }
    if seenExtras != 0 { unsafe facts.id = UnsafePointer(columns + 5 * n) }
    if seenExtras != 0 { unsafe facts.ref = UnsafePointer(columns + 6 * n) }
    if seenCurrency != 0 { unsafe facts.currency = UnsafePointer(currencies) }
    do {
      unsafe try engine.pointee.record(facts, skip: isSkipping, &outcome)
    } catch {
      if outcome.firstReason == error.status { total.place(outcome) }
      throw error
    }
    total.add(outcome)
    discard()
    if maxAge > 0 { oldest = platform_coarse_nanoseconds() }
  }

  mutating func discard() {
    rows = 0
    seenAmount = 0
    seenCount = 0
    seenExtras = 0
    seenCurrency = 0
  }
}
