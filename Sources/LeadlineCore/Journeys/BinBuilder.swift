/// Whom rows are to be put under, where that is not what they say themselves.
@safe
struct Buyers {
  let ids: UnsafePointer<UInt64>
  /// By row: 1 for an account, 0 for a person.
  let marks: UnsafePointer<UInt8>
}

/// Puts rows of one bin in order: finds their owners, sorts the facts of each, lets facts that are taken out meet those that
/// take them out, and packs what is left. Keeps its scratch memory from one bin to the next.
@safe
struct BinBuilder: ~Copyable {
  private let heap: Heap
  private let context: JourneyContext
  /// Owner + 1 by the hash of who it is, open addressing; 0 where free.
  private var slots: Buffer<UInt32>
  /// By row: its owner.
  private var ownerOf: Buffer<UInt32>
  private var order: Buffer<UInt32>
  private var next: Buffer<UInt32>
  private var long: Buffer<UInt32>

  init(_ heap: Heap, _ context: JourneyContext) {
    self.heap = heap
    self.context = context
    slots = Buffer(heap)
    ownerOf = Buffer(heap)
    order = Buffer(heap)
    next = Buffer(heap)
    long = Buffer(heap)
  }

  mutating func build(_ rows: UnsafeMutablePointer<UInt64>?, _ count: Int, _ layout: RowLayout, _ buyers: Buyers? = nil) throws(OutOfMemory)
    -> Segment
  {
    var owners = Buffer<UInt64>(heap)
    var marks = Buffer<UInt8>(heap)
    var starts = Buffer<UInt32>(heap)
    order.removeAll()
    try order.append(repeating: 0, count: count)
    if count > 0, let rows = unsafe rows {
      let hasBurials = unsafe try findOwners(rows, count, layout, buyers, &owners, &marks)
      try starts.append(repeating: 0, count: owners.count + 1)
      try next.resize(to: owners.count + 1, filling: 0)
      place(count, &starts)
      let comparison = RowComparison(context: context, layout: layout)
      for o in 0..<owners.count { unsafe try sort(rows, Int(starts[o]), Int(starts[o + 1]), comparison) }
      if hasBurials { unsafe settle(rows, comparison, &owners, &marks, &starts) }
    } else {
      try starts.append(0)
    }
    return unsafe try Segment(
      heap, rows: rows, layout, order: order, owners: owners, marks: marks, starts: starts, namesPersons: buyers != nil)
  }

  /// Returns whether any row takes out another.
  @_optimize(speed)
  private mutating func findOwners(
    _ rows: UnsafeMutablePointer<UInt64>, _ count: Int, _ layout: RowLayout, _ buyers: Buyers?, _ owners: inout Buffer<UInt64>,
    _ marks: inout Buffer<UInt8>
  ) throws(OutOfMemory) -> Bool {
    var size = 64
    while size < count * 2 { size *= 2 }
    slots.removeAll()
    try slots.append(repeating: 0, count: size)
    try ownerOf.resize(to: count, filling: 0)
    let mask = size - 1
    let table = unsafe slots.base.unsafelyUnwrapped
    let found = unsafe ownerOf.base.unsafelyUnwrapped
    var seen: UInt64 = 0
    for i in 0..<count {
      let row = unsafe Row(rows + i &* layout.stride)
      unsafe seen |= row.words[2]
      var owner = row.person
      var mark: UInt8 = 0
      if let buyers {
        unsafe owner = buyers.ids[i]
        unsafe mark = buyers.marks[i]
      } else if owner == 0 {
        owner = row.account(layout)
        mark = Segment.Mark.account
      }
      // Places by other bits of the hash than bins and partitions are.
      var at = Int(truncatingIfNeeded: Place.hash(owner)) & mask
      while true {
        let known = unsafe Int(table[at]) &- 1
        if known < 0 {
          try owners.append(owner)
          try marks.append(mark)
          unsafe table[at] = UInt32(truncatingIfNeeded: owners.count)
          unsafe found[i] = UInt32(truncatingIfNeeded: owners.count &- 1)
          break
        }
        if unsafe owners.base.unsafelyUnwrapped[known] == owner && marks.base.unsafelyUnwrapped[known] == mark {
          unsafe found[i] = UInt32(truncatingIfNeeded: known)
          break
        }
        at = (at &+ 1) & mask
      }
    }
    return seen & RowLayout.takesOut != 0
  }

  /// Counts rows by owner and puts the owners' behind one another; those of one stay in the order they came in.
  @_optimize(speed)
  private mutating func place(_ count: Int, _ starts: inout Buffer<UInt32>) {
    let first = unsafe starts.base.unsafelyUnwrapped
    let at = unsafe next.base.unsafelyUnwrapped
    let target = unsafe order.base.unsafelyUnwrapped
    let owner = unsafe ownerOf.base.unsafelyUnwrapped
    for i in 0..<count { unsafe first[Int(owner[i]) &+ 1] &+= 1 }
    unsafe at[0] = 0
    for o in 1..<starts.count {
      unsafe first[o] &+= first[o &- 1]
      unsafe at[o] = first[o]
    }
    for i in 0..<count {
      let o = unsafe Int(owner[i])
      unsafe target[Int(at[o])] = UInt32(truncatingIfNeeded: i)
      unsafe at[o] &+= 1
    }
  }

  /// Sorts the rows from `start` to `end`. Facts mostly come in the order of time, and journeys are short.
  @_optimize(speed)
  private mutating func sort(_ rows: UnsafeMutablePointer<UInt64>, _ start: Int, _ end: Int, _ comparison: RowComparison) throws(OutOfMemory) {
    let place = unsafe order.base.unsafelyUnwrapped
    let stride = comparison.layout.stride
    var at = start &+ 1
    while at < end {
      let moved = unsafe place[at]
      let row = unsafe Row(rows + Int(moved) &* stride)
      var to = at
      while to > start {
        let before = unsafe Row(rows + Int(place[to &- 1]) &* stride)
        if comparison.compare(before, row) <= 0 { break }
        unsafe place[to] = place[to &- 1]
        to &-= 1
      }
      unsafe place[to] = moved
      // A row that goes far back among many: there may be more of the kind.
      if at &- to > 64 {
        unsafe try sortLong(rows, start, end, comparison)
        return
      }
      at &+= 1
    }
  }

  @inline(never)
  private mutating func sortLong(_ rows: UnsafeMutablePointer<UInt64>, _ start: Int, _ end: Int, _ comparison: RowComparison)
    throws(OutOfMemory)
  {
    long.removeAll()
    unsafe try long.append(from: UnsafePointer(order.base.unsafelyUnwrapped) + start, count: end - start)
    unsafe try MergeSort.sort(&long, heap, by: InOrder(rows: rows, comparison: comparison))
    for i in 0..<long.count { order[start + i] = long[i] }
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
  private mutating func settle(
    _ rows: UnsafeMutablePointer<UInt64>, _ comparison: RowComparison, _ owners: inout Buffer<UInt64>, _ marks: inout Buffer<UInt8>,
    _ starts: inout Buffer<UInt32>
  ) {
    let stride = comparison.layout.stride
    var kept = 0
    var keptOwners = 0
    for o in 0..<owners.count {
      let (first, end) = (Int(starts[o]), Int(starts[o + 1]))
      let keptBefore = kept
      var at = first
      while at < end {
        let row = unsafe Row(rows + Int(order[at]) * stride)
        var behind = at
        var standing = 0
        while behind < end, unsafe comparison.compare(row, Row(rows + Int(order[behind]) * stride)) == 0 {
          standing += unsafe Row(rows + Int(order[behind]) * stride).takesOut ? -1 : 1
          behind += 1
        }
        for i in at..<behind where standing > 0 {
          if unsafe Row(rows + Int(order[i]) * stride).takesOut { continue }
          order[kept] = order[i]
          kept += 1
          standing -= 1
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
    order.truncate(to: kept)
  }
}
