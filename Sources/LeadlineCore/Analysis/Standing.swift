/// Which sales of a segment no longer stand: corrections have undone them as a whole, as `Corrections` has it, up to the as-of
/// instant.
@safe
struct Standing: ~Copyable {
  /// What facts of a kind are to corrections, as bits.
  struct Role {
    static var sale: UInt8 { 1 }
    static var correction: UInt8 { 2 }
  }

  private var corrections: Corrections
  /// Of the journey at hand, its sales and corrections.
  private var rows: Buffer<UInt32>
  private var matches: Buffer<UInt64>
  /// The rows of sales that do not stand, in order.
  private(set) var undone: Buffer<UInt32>

  init(_ heap: Heap) {
    corrections = Corrections(heap)
    rows = Buffer(heap)
    matches = Buffer(heap)
    undone = Buffer(heap)
  }

  /// Finds them. Only journeys that hold a correction are looked at again.
  @_optimize(speed)
  mutating func find(_ segment: borrowing Segment, _ roles: borrowing Buffer<UInt8>, asOf: Int64) throws(OutOfMemory) {
    undone.removeAll()
    let kind = segment.kind
    let count = segment.rows
    let role = unsafe roles.base.unsafelyUnwrapped
    var owner = 0
    var i = 0
    while i < count {
      if unsafe role[Int(kind[i])] != Role.correction {
        i &+= 1
        continue
      }
      while Int(segment.starts[owner + 1]) <= i { owner += 1 }
      try settle(owner, segment, roles, asOf: asOf)
      i = Int(segment.starts[owner + 1])
    }
  }

  private mutating func settle(_ owner: Int, _ segment: borrowing Segment, _ roles: borrowing Buffer<UInt8>, asOf: Int64) throws(OutOfMemory) {
    rows.removeAll()
    matches.removeAll()
    let end = Int(segment.starts[owner + 1])
    for i in Int(segment.starts[owner])..<end {
      if segment.time[i] > asOf { break }
      let role = roles[Int(segment.kind[i])]
      if role == 0 { continue }
      try rows.append(UInt32(truncatingIfNeeded: i))
      try matches.append(UInt64(role))
    }
    if rows.isEmpty { return }
    let events = unsafe JourneyEvents(
      rows: UnsafePointer(rows.base.unsafelyUnwrapped), matches: UnsafePointer(matches.base.unsafelyUnwrapped), words: 1, count: rows.count,
      time: segment.time, owner: owner, end: end)
    try corrections.settle(events, segment, sales: 0, corrections: 1)
    for event in 0..<events.count where events.meets(event, 0) && !corrections.stands(event) { try undone.append(rows[event]) }
  }
}
