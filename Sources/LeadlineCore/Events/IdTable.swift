import CPlatform

/// The facts that came with an id, whole, by id and family of the kind: what it takes to recognise a repeat, to say which of
/// two facts stands, and to take the other out again.
struct IdTable: ~Copyable {
  let dimensionCount: Int
  /// 0: none.
  let limit: Int
  /// How much older than the latest fact an id's fact may be before it is forgotten; 0: never.
  let window: Int64
  private let width: Int
  private var records: Buffer<UInt64>
  /// Open addressing by id and family: record + 1, 0 where free.
  private var slots: Buffer<UInt32>
  /// The facts that speak of others.
  var refs: Ledger
  private(set) var dropped: UInt64 = 0
  /// How many there were when a sweep for what the window lets go was last not worth it.
  private var sweptAt = 0

  init(_ heap: Heap, dimensions: Int, limit: Int, window: Int64) {
    dimensionCount = dimensions
    self.limit = limit
    self.window = window
    width = Fact.words(dimensions: dimensions)
    records = Buffer(heap)
    slots = Buffer(heap)
    refs = Ledger(heap, dimensions: dimensions)
  }

  var count: Int { records.count / width }
  var bytes: Int { records.bytes + slots.bytes + refs.bytes }

  /// A record; valid until the next one is added.
  @inline(__always)
  func fact(_ record: Int) -> Fact {
    unsafe Fact(words: records.base.unsafelyUnwrapped + record &* width, dimensionCount: dimensionCount)
  }

  /// Where the slots are is part of the hash, so that nobody can think up ids that all come to one place. Records keep their
  /// order, whatever it is, and slots are filled anew whenever they move.
  @inline(__always)
  private func place(_ id: UInt64, _ family: UInt16) -> Int {
    let salt = unsafe UInt64(UInt(bitPattern: slots.base))
    return Int(truncatingIfNeeded: Hash.word(id ^ salt ^ (UInt64(family) &* 0x9E37_79B9_7F4A_7C15))) & (slots.count &- 1)
  }

  @inline(__always)
  func prefetch(_ id: UInt64, _ family: UInt16) {
    if slots.count > 0 { unsafe platform_prefetch_read(slots.base.unsafelyUnwrapped + place(id, family)) }
  }

  func find(_ id: UInt64, _ family: UInt16, _ kinds: borrowing KindTable) -> Int? {
    guard slots.count > 0 else { return nil }
    var at = place(id, family)
    while true {
      let slot = unsafe slots.base.unsafelyUnwrapped[at]
      if slot == 0 { return nil }
      let fact = fact(Int(slot) - 1)
      if fact.id == id && kinds.familySlot(at: kinds.slot(of: fact.kind)) == family { return Int(slot) - 1 }
      at = (at + 1) & (slots.count - 1)
    }
  }

  /// Makes room for `more` facts, so that adding them cannot fail.
  mutating func reserve(_ more: Int, _ kinds: borrowing KindTable) throws(OutOfMemory) {
    guard count + more < Int(UInt32.max) else { throw OutOfMemory() }
    try records.reserve(more: more * width)
    guard (count + more) * 3 > slots.count * 2 else { return }
    var size = Swift.max(slots.count, 64)
    while (count + more) * 3 > size * 2 { size *= 2 }
    var fresh = Buffer<UInt32>(slots.heap)
    try fresh.append(repeating: 0, count: size)
    swap(&slots, &fresh)
    index(kinds)
  }

  private mutating func index(_ kinds: borrowing KindTable) {
    for record in 0..<count { insert(record, kinds) }
  }

  private mutating func insert(_ record: Int, _ kinds: borrowing KindTable) {
    let fact = fact(record)
    var at = place(fact.id, kinds.familySlot(at: kinds.slot(of: fact.kind)))
    while unsafe slots.base.unsafelyUnwrapped[at] != 0 { at = (at + 1) & (slots.count - 1) }
    unsafe slots.base.unsafelyUnwrapped[at] = UInt32(record + 1)
  }

  /// Adds a fact whose id is new, into room that was made.
  mutating func add(_ fact: Fact, _ kinds: borrowing KindTable) {
    let record = count
    for i in 0..<width { unsafe records.appendReserved(fact.words[i]) }
    insert(record, kinds)
  }

  /// Keeps the records that are not marked.
  mutating func remove(_ marked: borrowing Buffer<UInt8>, _ kinds: borrowing KindTable) {
    var kept = 0
    for record in 0..<count where marked[record] == 0 {
      if kept != record { fact(kept).set(fact(record)) }
      kept += 1
    }
    records.truncate(to: kept * width)
    sweptAt = 0
    for i in 0..<slots.count { unsafe slots.base.unsafelyUnwrapped[i] = 0 }
    index(kinds)
  }

  /// Forgets what the limit and the window allow to be forgotten. Called between batches; when memory is short it forgets
  /// nothing.
  mutating func forget(latest: Int64, _ kinds: borrowing KindTable) {
    var from = Int64.min
    if window > 0 && latest > Int64.min + window { from = latest - window }
    let isOver = limit > 0 && count > limit
    // Sweeping costs as much as the table is large, so it waits until an eighth can be won, and looks for that only when the
    // table has grown by a sixteenth since it last looked.
    guard isOver || (window > 0 && count > 1 << 16 && count > sweptAt + sweptAt / 16) else { return }
    var times = Buffer<Int64>(records.heap)
    do {
      try times.reserve(exactly: count)
    } catch { return }
    for record in 0..<count { times.appendReserved(fact(record).time) }
    let wanted = limit - limit / 8
    if isOver {
      let least = Selection.select(&times, count - wanted)
      if least > from { from = least }
    }
    var old = 0
    for record in 0..<count where fact(record).time < from { old += 1 }
    guard isOver || old * 8 > count else {
      sweptAt = count
      return
    }
    var marked = Buffer<UInt8>(records.heap)
    do {
      try marked.append(repeating: 0, count: count)
    } catch { return }
    for record in 0..<count where fact(record).time < from { marked[record] = 1 }
    // Facts of one instant, a report's day, may alone be too many: of those the hash of the id decides.
    if isOver && count - old > limit {
      times.removeAll()
      for record in 0..<count where fact(record).time == from { times.appendReserved(Self.rank(fact(record).id)) }
      let tied = times.count
      let least = Selection.select(&times, Swift.min(count - old - wanted, tied))
      for record in 0..<count where fact(record).time == from && Self.rank(fact(record).id) < least {
        marked[record] = 1
        old += 1
      }
    }
    remove(marked, kinds)
    dropped += UInt64(old)
  }

  private static func rank(_ id: UInt64) -> Int64 { Int64(truncatingIfNeeded: Hash.word(id) >> 1) }

  mutating func note(dropped more: UInt64) { dropped += more }
}

/// The k-th smallest of many (Hoare's quickselect, with a pivot by chance: of any that can be told beforehand there are
/// values that take quadratic time).
enum Selection {
  static func select(_ values: inout Buffer<Int64>, _ k: Int) -> Int64 {
    guard values.count > 0 else { return .min }
    var low = 0
    var high = values.count - 1
    let wanted = Swift.max(0, Swift.min(k, high))
    var chance = unsafe UInt64(UInt(bitPattern: values.base))
    while low < high {
      chance = Hash.word(chance &+ 1)
      let pivot = values[low + Int(truncatingIfNeeded: chance % UInt64(high - low + 1))]
      var i = low
      var j = high
      while i <= j {
        while values[i] < pivot { i += 1 }
        while values[j] > pivot { j -= 1 }
        if i <= j {
          let kept = values[i]
          values[i] = values[j]
          values[j] = kept
          i += 1
          j -= 1
        }
      }
      if wanted <= j { high = j } else if wanted >= i { low = i } else { return values[wanted] }
    }
    return values[wanted]
  }
}
