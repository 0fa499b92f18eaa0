/// Puts the rows of one bin in order: numbers their owners, lays each owner's rows behind one another, sorts them, lets rows
/// that take out others meet them, and packs what is left. Keeps its scratch memory from one bin to the next.
///
/// First every row is announced by its owner, then, behind `lay`, each is given the place that `next` names for the owner.
@safe
struct BinBuilder: ~Copyable {
  let heap: Heap
  let context: JourneyContext
  private(set) var layout: RowLayout
  private(set) var owners: Buffer<UInt64>
  private(set) var marks: Buffer<UInt8>
  /// By owner and one: first how many rows, then where they end.
  var starts: Buffer<UInt32>
  /// By owner: where the next row goes.
  private var next: Buffer<UInt32>
  /// By the hash of who it is, open addressing.
  private var slots: Buffer<Slot>
  var rows: Buffer<UInt64>
  private var total = 0
  /// Facts of visits among the rows.
  var derived = 0
  private var order: Buffer<UInt32>
  private var spare: Buffer<UInt64>

  private struct Slot {
    var owner: UInt64 = 0
    /// 0 where the slot is free.
    var numberAndOne: UInt32 = 0
    var mark: UInt32 = 0
  }

  init(_ heap: Heap, _ context: JourneyContext) {
    self.heap = heap
    self.context = context
    layout = RowLayout(dimensions: context.dimensionCount, columns: 0)
    owners = Buffer(heap)
    marks = Buffer(heap)
    starts = Buffer(heap)
    next = Buffer(heap)
    slots = Buffer(heap)
    rows = Buffer(heap)
    order = Buffer(heap)
    spare = Buffer(heap)
  }

  /// Begins a bin of at most so many owners. Bins are alike, so as many are expected as the one before had.
  mutating func begin(_ layout: RowLayout, atMost count: Int) throws(OutOfMemory) {
    let expected = Swift.min(count, owners.count + owners.count / 4 + 32)
    self.layout = layout
    total = 0
    owners.removeAll()
    marks.removeAll()
    starts.removeAll()
    var size = 64
    while size < expected * 2 { size *= 2 }
    slots.removeAll()
    try slots.append(repeating: Slot(), count: size)
    try owners.reserve(exactly: count)
    try marks.reserve(exactly: count)
    try starts.reserve(exactly: count + 1)
    starts.appendReserved(0)
  }

  /// Announces so many rows of an owner; returns his number.
  @inline(__always)
  mutating func announce(_ owner: UInt64, _ mark: UInt8, _ hash: UInt64, rows count: UInt32) throws(OutOfMemory) -> Int {
    if owners.count &* 2 > slots.count { try growSlots() }
    let table = unsafe slots.base.unsafelyUnwrapped
    let mask = slots.count &- 1
    // By other bits of the hash than those that bins and partitions are by.
    var at = Int(truncatingIfNeeded: hash) & mask
    total &+= Int(count)
    while true {
      let slot = unsafe table[at]
      if slot.numberAndOne == 0 { break }
      if slot.owner == owner && slot.mark == mark {
        unsafe starts.base.unsafelyUnwrapped[Int(slot.numberAndOne)] &+= count
        return Int(slot.numberAndOne) &- 1
      }
      at = (at &+ 1) & mask
    }
    owners.appendReserved(owner)
    marks.appendReserved(mark)
    starts.appendReserved(count)
    unsafe table[at] = Slot(owner: owner, numberAndOne: UInt32(truncatingIfNeeded: owners.count), mark: UInt32(mark))
    return owners.count &- 1
  }

  @inline(never)
  private mutating func growSlots() throws(OutOfMemory) {
    var wider = Buffer<Slot>(heap)
    try wider.append(repeating: Slot(), count: slots.count * 2)
    for o in 0..<owners.count {
      var at = Int(truncatingIfNeeded: Place.hash(owners[o])) & (wider.count - 1)
      while wider[at].numberAndOne != 0 { at = (at + 1) & (wider.count - 1) }
      wider[at] = Slot(owner: owners[o], numberAndOne: UInt32(o + 1), mark: UInt32(marks[o]))
    }
    swap(&slots, &wider)
  }

  /// Makes room for all rows announced, in the order of their owners.
  mutating func lay() throws(OutOfMemory) {
    next.removeAll()
    try next.reserve(exactly: owners.count)
    for o in 0..<owners.count {
      next.appendReserved(starts[o])
      starts[o + 1] += starts[o]
    }
    rows.removeAll()
    try rows.reserve(exactly: total * layout.stride)
    rows.appendWritten(total * layout.stride)
  }

  /// The place of an owner's next rows.
  @inline(__always)
  mutating func place(_ owner: Int, rows count: UInt32) -> Row {
    let at = unsafe next.base.unsafelyUnwrapped + owner
    let place = unsafe Int(at.pointee)
    unsafe at.pointee &+= count
    return unsafe Row(rows.base.unsafelyUnwrapped + place &* layout.stride)
  }

  /// The segment of all rows placed. `namesPersons`: the owner alone does not tell the person. `derives`: visits are to be made of
  /// page views.
  mutating func finish(namesPersons: Bool, hasBurials: Bool, derives: Bool) throws(OutOfMemory) -> Segment {
    let comparison = RowComparison(context: context, layout: layout)
    spare.removeAll()
    try spare.append(repeating: 0, count: layout.stride)
    for o in 0..<owners.count { try sort(Int(starts[o]), Int(starts[o + 1]), comparison) }
    if hasBurials { settle(comparison) }
    derived = 0
    if derives, let visits = context.visits { try addVisits(visits) }
    var segment = unsafe try Segment(
      heap, rows: rows.base, Int(starts[owners.count]), layout, owners: try Buffer(trimming: owners), marks: try Buffer(trimming: marks),
      starts: try Buffer(trimming: starts), namesPersons: namesPersons)
    segment.derived = derived
    return segment
  }

  @inline(__always)
  func row(_ i: Int) -> Row { unsafe Row(rows.base.unsafelyUnwrapped + i &* layout.stride) }

  /// Sorts the rows from `start` to `end`. Facts mostly come in the order of time, and journeys are short.
  @_optimize(speed)
  mutating func sort(_ start: Int, _ end: Int, _ comparison: RowComparison) throws(OutOfMemory) {
    var at = start &+ 1
    while at < end {
      if comparison.compare(row(at &- 1), row(at)) <= 0 {
        at &+= 1
        continue
      }
      let moved = unsafe Row(spare.base.unsafelyUnwrapped)
      moved.copy(row(at), layout)
      var to = at
      repeat {
        row(to).copy(row(to &- 1), layout)
        to &-= 1
      } while to > start && comparison.compare(row(to &- 1), moved) > 0
      row(to).copy(moved, layout)
      // A row that goes far back among many: there may be more of the kind.
      if at &- to > 32 { return try sortLong(start, end, comparison) }
      at &+= 1
    }
  }

  @inline(never)
  private mutating func sortLong(_ start: Int, _ end: Int, _ comparison: RowComparison) throws(OutOfMemory) {
    order.removeAll()
    try order.reserve(exactly: end - start)
    for i in start..<end { order.appendReserved(UInt32(i)) }
    unsafe try MergeSort.sort(&order, heap, by: InOrder(rows: rows.base.unsafelyUnwrapped, comparison: comparison))
    var sorted = Buffer<UInt64>(heap)
    try sorted.reserve(exactly: (end - start) * layout.stride)
    sorted.appendWritten((end - start) * layout.stride)
    for i in 0..<order.count { unsafe Row(sorted.base.unsafelyUnwrapped + i * layout.stride).copy(row(Int(order[i])), layout) }
    for i in 0..<order.count { unsafe row(start + i).copy(Row(sorted.base.unsafelyUnwrapped + i * layout.stride), layout) }
  }

  @safe
  private struct InOrder: RowOrder {
    let rows: UnsafeMutablePointer<UInt64>
    let comparison: RowComparison

    func compare(_ a: UInt32, _ b: UInt32) -> Int {
      let stride = comparison.layout.stride
      return unsafe comparison.compare(Row(rows + Int(a) * stride), Row(rows + Int(b) * stride))
    }
  }

  /// Each row that takes out a fact goes with one that is equal to it; what is left moves up.
  private mutating func settle(_ comparison: RowComparison) {
    var kept = 0
    var keptOwners = 0
    for o in 0..<owners.count {
      let (first, end) = (Int(starts[o]), Int(starts[o + 1]))
      let keptBefore = kept
      var at = first
      while at < end {
        var behind = at
        var standing = 0
        while behind < end, comparison.compare(row(at), row(behind)) == 0 {
          standing += row(behind).takesOut ? -1 : 1
          behind += 1
        }
        // Rows that are equal are the same, so it does not matter which of them stay, nor that they are written over.
        var fact = at
        while fact < behind && row(fact).takesOut { fact += 1 }
        if standing > 0 && fact < behind {
          unsafe Row(spare.base.unsafelyUnwrapped).copy(row(fact), layout)
          for _ in 0..<standing {
            unsafe row(kept).copy(Row(spare.base.unsafelyUnwrapped), layout)
            kept += 1
          }
        }
        at = behind
      }
      if kept == keptBefore { continue }
      owners[keptOwners] = owners[o]
      marks[keptOwners] = marks[o]
      starts[keptOwners] = UInt32(keptBefore)
      keptOwners += 1
    }
    owners.truncate(to: keptOwners)
    marks.truncate(to: keptOwners)
    starts[keptOwners] = UInt32(kept)
    starts.truncate(to: keptOwners + 1)
  }
}
