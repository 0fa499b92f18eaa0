/// Puts one partition after the other in order, with the same scratch memory.
struct Ordering: ~Copyable {
  private let heap: Heap
  private let context: JourneyContext
  private var builder: BinBuilder
  /// The rows that wait, bin by bin.
  private var rows: Buffer<UInt64>
  /// Of the rows that wait, in the order they came: their bin.
  private var binOf: Buffer<UInt16>
  /// By bin and one: where its rows end.
  private var starts: Buffer<Int>
  /// The numbers that a bin's owners, then the rows that wait for it, have there.
  private var numbers: Buffer<UInt32>

  init(_ heap: Heap, _ context: JourneyContext) {
    self.heap = heap
    self.context = context
    builder = BinBuilder(heap, context)
    rows = Buffer(heap)
    binOf = Buffer(heap)
    starts = Buffer(heap)
    numbers = Buffer(heap)
  }

  /// More rows in a bin than are wanted there, rather than more bins than this.
  private static var mostBits: UInt64 { 16 }

  /// Puts the rows that wait into the bins of their partition. On failure the bins are as they were.
  mutating func order(_ bins: inout Buffer<Segment>, _ waiting: borrowing Buffer<RowChunk>) throws(OutOfMemory) {
    var layout = RowLayout(dimensions: waiting[0].layout.dimensionCount, columns: context.visits == nil ? 0 : RowLayout.Optional.amount)
    var count = 0
    for c in 0..<waiting.count {
      layout.columns |= waiting[c].layout.columns
      count += waiting[c].count
    }
    for s in 0..<bins.count {
      layout.columns |= bins[s].columns
      count += bins[s].rows
    }
    var bits: UInt64 = 0
    while bits < Self.mostBits && count > JourneyStore.rowsPerBin << Int(bits) || 1 << Int(bits) < bins.count { bits += 1 }
    try distribute(waiting, bits, layout)
    var fresh = Buffer<Segment>(heap)
    if bins.count == 1 << Int(bits) {
      for bin in 0..<bins.count where starts[bin + 1] > starts[bin] {
        try fresh.append(unsafe try build(bins.base.unsafelyUnwrapped + bin, bin, bits, layout))
      }
      for bin in stride(from: bins.count - 1, through: 0, by: -1) where starts[bin + 1] > starts[bin] { bins[bin] = fresh.removeLast() }
      return
    }
    try fresh.reserve(exactly: 1 << Int(bits))
    for bin in 0..<1 << Int(bits) {
      // Bins are by the first bits of the hash, so each comes of one that there was.
      let source = bins.isEmpty ? nil : unsafe bins.base.unsafelyUnwrapped + bin / ((1 << Int(bits)) / bins.count)
      fresh.appendReserved(unsafe try build(source, bin, bits, layout))
    }
    swap(&bins, &fresh)
  }

  @_optimize(speed)
  private mutating func build(_ old: UnsafeMutablePointer<Segment>?, _ bin: Int, _ bits: UInt64, _ layout: RowLayout) throws(OutOfMemory) -> Segment {
    let (first, end) = (starts[bin], starts[bin + 1])
    let known = unsafe old.map { unsafe $0.pointee.ownerCount } ?? 0
    try builder.begin(layout, atMost: known + end - first)
    numbers.removeAll()
    try numbers.reserve(exactly: known + end - first)
    if let old = unsafe old {
      for o in 0..<known {
        let hash = Place.hash(unsafe old.pointee.owners[o])
        let isHere = Place.bin(hash, bits: bits) == bin
        let rows = unsafe old.pointee.given(of: o, context.visits)
        numbers.appendReserved(
          isHere
            ? unsafe UInt32(try builder.announce(old.pointee.owners[o], old.pointee.marks[o] & Segment.Mark.account, hash, rows: rows)) : .max)
      }
    }
    var burials: UInt64 = 0
    for i in first..<end {
      let row = row(i, layout)
      unsafe burials |= row.words[2]
      let person = row.person
      let owner = person != 0 ? person : row.account(layout)
      numbers.appendReserved(
        UInt32(truncatingIfNeeded: try builder.announce(owner, person != 0 ? 0 : Segment.Mark.account, Place.hash(owner), rows: 1)))
    }
    try builder.lay()
    if let old = unsafe old {
      for o in 0..<known where numbers[o] != .max {
        let rows = unsafe old.pointee.given(of: o, context.visits)
        unsafe old.pointee.unpack(owner: o, to: builder.place(Int(numbers[o]), rows: rows).words, layout, without: context.visits)
      }
    }
    for i in first..<end { builder.place(Int(numbers[known &+ i &- first]), rows: 1).copy(row(i, layout), layout) }
    return try builder.finish(namesPersons: false, hasBurials: burials & RowLayout.takesOut != 0, derives: true)
  }

  @inline(__always)
  private func row(_ i: Int, _ layout: RowLayout) -> Row { unsafe Row(rows.base.unsafelyUnwrapped + i &* layout.stride) }

  /// A bin without the facts that `isGone` names by segment, owner and row.
  mutating func build(_ old: borrowing Segment, without isGone: (borrowing Segment, Int, Int) -> Bool) throws(OutOfMemory) -> Segment {
    let layout = RowLayout(
      dimensions: old.codes.count, columns: old.columns | (context.visits == nil ? 0 : RowLayout.Optional.amount))
    try builder.begin(layout, atMost: old.ownerCount)
    for pass in 0..<2 {
      if pass == 1 { try builder.lay() }
      for o in 0..<old.ownerCount {
        let (hash, mark) = (Place.hash(old.owners[o]), old.marks[o] & Segment.Mark.account)
        for row in Int(old.starts[o])..<Int(old.starts[o + 1]) {
          if old.isDerived(row, context.visits) || isGone(old, o, row) { continue }
          let number = try builder.announce(old.owners[o], mark, hash, rows: pass == 0 ? 1 : 0)
          if pass == 1 { old.unpack(row, of: o, to: builder.place(number, rows: 1), layout) }
        }
      }
    }
    return try builder.finish(namesPersons: false, hasBurials: false, derives: true)
  }

  /// Copies the rows that wait to one place, bin by bin, in one layout.
  @_optimize(speed)
  private mutating func distribute(_ waiting: borrowing Buffer<RowChunk>, _ bits: UInt64, _ layout: RowLayout) throws(OutOfMemory) {
    starts.removeAll()
    try starts.append(repeating: 0, count: 1 << Int(bits) + 1)
    var count = 0
    for c in 0..<waiting.count { count += waiting[c].count }
    binOf.removeAll()
    try binOf.reserve(exactly: count)
    rows.removeAll()
    try rows.reserve(exactly: count * layout.stride)
    guard count > 0 else { return }
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
    let bins = unsafe binOf.base.unsafelyUnwrapped
    var at = 0
    for c in 0..<waiting.count {
      let isAlike = waiting[c].layout.columns == layout.columns
      for i in 0..<waiting[c].count {
        let bin = unsafe Int(bins[at])
        at &+= 1
        let place = unsafe row(found[bin], layout)
        unsafe found[bin] &+= 1
        if isAlike {
          place.copy(waiting[c].row(i), layout)
        } else {
          place.set(waiting[c].row(i), waiting[c].layout, layout)
        }
      }
    }
    // Each start now is the next bin's.
    for bin in stride(from: 1 << Int(bits), to: 0, by: -1) { starts[bin] = starts[bin - 1] }
    starts[0] = 0
  }
}

/// Several threads that put partitions in order, each one after the other. One that fails stays as it was, and its rows wait on.
@safe
struct OrderingWork: ~Copyable {
  private let store: UnsafeMutablePointer<JourneyStore>
  /// Hands out partitions.
  private let parts: SharedCount
  private let failures: SharedCount

  private init(_ store: UnsafeMutablePointer<JourneyStore>) throws(OutOfMemory) {
    let parts = unsafe try SharedCount(store.pointee.heap)
    let failures = unsafe try SharedCount(store.pointee.heap)
    unsafe self.store = store
    self.parts = parts
    self.failures = failures
  }

  static func run(_ store: UnsafeMutablePointer<JourneyStore>, threads: Int) throws(OutOfMemory) {
    var work = unsafe try OrderingWork(store)
    unsafe withUnsafeMutablePointer(to: &work) { work in
      unsafe Workers.run(threads: threads, work) { work in
        unsafe work.unsafelyUnwrapped.assumingMemoryBound(to: OrderingWork.self).pointee.takePart()
        return nil
      }
    }
    if work.failures.count > 0 { throw OutOfMemory() }
  }

  private func takePart() {
    var ordering = unsafe Ordering(store.pointee.heap, store.pointee.context)
    let count = unsafe store.pointee.bins.count
    // Each thread changes partitions of its own, and never what holds them all.
    guard let bins = unsafe store.pointee.bins.base, let waiting = unsafe store.pointee.waiting.base else { return }
    while true {
      let p = parts.next()
      if p >= count { return }
      if unsafe waiting[p].isEmpty { continue }
      do {
        unsafe try ordering.order(&bins[p], waiting[p])
        unsafe waiting[p] = Buffer(store.pointee.heap)
      } catch {
        failures.next()
        return
      }
    }
  }
}
