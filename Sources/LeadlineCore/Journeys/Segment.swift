/// Journeys in order: the facts of some owners, an owner's one behind the other in the one order of facts, column by column.
///
/// Never changed once it is built. The owners stand in no particular order.
@safe
struct Segment: ~Copyable {
  struct Mark {
    /// The owner is an account; otherwise a person.
    static var account: UInt8 { 1 }
    /// The facts are to be read with those of another owner.
    static var joined: UInt8 { 2 }
    /// That was so when the segment was last given a number.
    static var wasJoined: UInt8 { 4 }
  }

  let owners: Buffer<UInt64>
  /// By owner: `Mark`s.
  var marks: Buffer<UInt8>
  /// Of this segment with these marks alone, in its store; 0: none was asked for yet. See `numberSegments`.
  var serial: UInt64 = 0
  /// By owner, and one more: the first of his rows.
  let starts: Buffer<UInt32>
  /// Facts of visits that were made of page views.
  var derived = 0
  /// No fact is before this.
  let earliest: Int64
  /// The packed columns, with eight bytes of room behind each.
  let memory: Buffer<UInt8>
  let time: PackedColumn
  /// Slots.
  let kind: PackedColumn
  /// Of the owner's facts; all 0 where owners are persons, unless several are one. See `person(_:of:)`.
  let person: PackedColumn
  let amount: PackedColumn
  let count: PackedColumn
  let account: PackedColumn
  let id: PackedColumn
  let ref: PackedColumn
  let codes: Buffer<PackedColumn>
  /// Whether any fact names an account.
  let hasAccounts: Bool
  /// Whether `person` tells whose a fact is, also where the owner is a person: facts of several who are one.
  let namesPersons: Bool

  var rows: Int { Int(starts[starts.count - 1]) }
  var ownerCount: Int { owners.count }
  var bytes: Int { owners.bytes + marks.bytes + starts.bytes + memory.bytes + codes.bytes }

  /// The optional columns that say anything.
  var columns: UInt8 {
    var columns: UInt8 = 0
    if amount.width > 0 || amount.base != 0 { columns |= RowLayout.Optional.amount }
    if count.width > 0 || count.base != 1 { columns |= RowLayout.Optional.count }
    if account.width > 0 || account.base != 0 { columns |= RowLayout.Optional.account }
    if id.width > 0 || id.base != 0 { columns |= RowLayout.Optional.id }
    if ref.width > 0 || ref.base != 0 { columns |= RowLayout.Optional.ref }
    return columns
  }

  /// From rows of one layout, owner by owner: those of owner `i` stand from `starts[i]` to `starts[i + 1]`. `namesPersons`: the
  /// owner alone does not tell the person.
  @_optimize(speed)
  init(
    _ heap: Heap, rows: UnsafeMutablePointer<UInt64>?, _ count: Int, _ layout: RowLayout,
    owners: consuming Buffer<UInt64>, marks: consuming Buffer<UInt8>, starts: consuming Buffer<UInt32>, namesPersons: Bool
  ) throws(OutOfMemory) {
    let dimensions = layout.dimensionCount
    let source = unsafe RowsInOrder(rows: rows, count: count, stride: layout.stride)
    var packings = try Packings(heap, 8 + dimensions)
    source.note(&packings, layout, namesPersons: namesPersons)
    let bytes = packings.bytes(count)
    var memory = Buffer<UInt8>(heap)
    try memory.reserve(exactly: bytes)
    memory.appendWritten(bytes)
    unsafe packings.lay(count, at: memory.base.unsafelyUnwrapped)
    var codes = Buffer<PackedColumn>(heap)
    try codes.reserve(exactly: dimensions)
    for d in 0..<dimensions { codes.appendReserved(packings.column(8 + d)) }
    source.store(packings, layout, namesPersons: namesPersons)
    self.owners = owners
    self.marks = marks
    self.starts = starts
    self.memory = memory
    time = packings.column(0)
    earliest = count > 0 ? time.base : .max
    kind = packings.column(1)
    person = packings.column(2)
    amount = packings.column(3)
    self.count = packings.column(4)
    account = packings.column(5)
    id = packings.column(6)
    ref = packings.column(7)
    self.codes = codes
    hasAccounts = account.width > 0 || account.base != 0
    self.namesPersons = namesPersons
  }

  /// The person of an owner's fact, 0: none.
  @inline(__always)
  func person(_ row: Int, of owner: Int) -> UInt64 {
    namesPersons || marks[owner] & Mark.account != 0 ? UInt64(bitPattern: person[row]) : owners[owner]
  }

  /// Whether a fact is of a visit that was made of page views.
  @inline(__always)
  func isDerived(_ row: Int, _ visits: VisitRules?) -> Bool {
    guard derived > 0, let visits else { return false }
    return visits.has(VisitRules.Role.derived, UInt16(kind[row]))
  }

  /// How many facts of an owner are not.
  func given(of owner: Int, _ visits: VisitRules?) -> UInt32 {
    let all = starts[owner + 1] - starts[owner]
    if derived == 0 || visits == nil { return all }
    var given: UInt32 = 0
    for i in Int(starts[owner])..<Int(starts[owner + 1]) where !isDerived(i, visits) { given += 1 }
    return given
  }

  /// Writes the rows of an owner out again, as rows of a layout that has all columns there are; with rules of visits, without
  /// those that they made.
  func unpack(owner: Int, to target: UnsafeMutablePointer<UInt64>, _ layout: RowLayout, without visits: VisitRules? = nil) {
    var at = 0
    for i in Int(starts[owner])..<Int(starts[owner + 1]) where !isDerived(i, visits) {
      unpack(i, of: owner, to: unsafe Row(target + at * layout.stride), layout)
      at += 1
    }
  }

  /// The same of one of his rows.
  @inline(__always)
  func unpack(_ i: Int, of owner: Int, to row: Row, _ layout: RowLayout) {
    unsafe row.words[0] = UInt64(bitPattern: time[i])
    unsafe row.words[1] = person(i, of: owner)
    for w in 2..<layout.fixed { unsafe row.words[w] = 0 }
    unsafe row.words[2] = UInt64(bitPattern: kind[i])
    for d in 0..<codes.count { row.setCode(d, UInt32(truncatingIfNeeded: codes[d][i])) }
    var at = layout.fixed
    if layout.has(RowLayout.Optional.amount) {
      unsafe row.words[at] = UInt64(bitPattern: amount[i])
      at += 1
    }
    if layout.has(RowLayout.Optional.count) {
      unsafe row.words[at] = UInt64(bitPattern: count[i])
      at += 1
    }
    if layout.has(RowLayout.Optional.account) {
      unsafe row.words[at] = UInt64(bitPattern: account[i])
      at += 1
    }
    if layout.has(RowLayout.Optional.id) {
      unsafe row.words[at] = UInt64(bitPattern: id[i])
      at += 1
    }
    if layout.has(RowLayout.Optional.ref) { unsafe row.words[at] = UInt64(bitPattern: ref[i]) }
  }
}

/// How all columns of a segment are packed: time, kind, person, the optional ones, the codes.
@safe
struct Packings: ~Copyable {
  var packings: Buffer<Packing>
  private var columns: Buffer<PackedColumn>

  init(_ heap: Heap, _ count: Int) throws(OutOfMemory) {
    packings = Buffer(heap)
    columns = Buffer(heap)
    try packings.append(Packing(times: true))
    try packings.append(repeating: Packing(times: false), count: count - 1)
    try columns.reserve(exactly: count)
  }

  func bytes(_ rows: Int) -> Int {
    var bytes = 0
    for c in 0..<packings.count { bytes += packings[c].width * rows + 8 }
    return bytes
  }

  mutating func lay(_ rows: Int, at memory: UnsafeMutablePointer<UInt8>) {
    var at = unsafe memory
    for c in 0..<packings.count {
      columns.appendReserved(unsafe packings[c].column(at: at))
      unsafe at += packings[c].width * rows + 8
    }
  }

  func column(_ c: Int) -> PackedColumn { columns[c] }
  var base: UnsafePointer<PackedColumn> { unsafe UnsafePointer(columns.base.unsafelyUnwrapped) }
}

/// Rows in the order that they will stand in.
@safe
private struct RowsInOrder {
  let rows: UnsafeMutablePointer<UInt64>?
  let count: Int
  let stride: Int

  @inline(__always)
  func row(_ i: Int) -> Row { unsafe Row(rows.unsafelyUnwrapped + i &* stride) }

  @_optimize(speed)
  func note(_ packings: inout Packings, _ layout: RowLayout, namesPersons: Bool) {
    let packing = unsafe packings.packings.base.unsafelyUnwrapped
    let dimensions = layout.dimensionCount
    // Locals, so that they stay in registers.
    var (time, kind) = unsafe (packing[0], packing[1])
    for i in 0..<count {
      let row = row(i)
      time.note(row.time)
      kind.note(Int64(row.slot))
    }
    unsafe packing[0] = time
    unsafe packing[1] = kind
    if namesPersons {
      for i in 0..<count { unsafe packing[2].note(Int64(bitPattern: row(i).person)) }
    }
    for d in 0..<dimensions {
      var code = unsafe packing[8 &+ d]
      for i in 0..<count { code.note(Int64(row(i).code(d))) }
      unsafe packing[8 &+ d] = code
    }
    var bit: UInt8 = 1
    for c in 3..<8 {
      var column = unsafe packing[c]
      if layout.has(bit) {
        let place = layout.place(of: bit)
        for i in 0..<count { unsafe column.note(Int64(bitPattern: row(i).words[place])) }
      } else {
        column.note(bit == RowLayout.Optional.count ? 1 : 0)
      }
      unsafe packing[c] = column
      bit <<= 1
    }
  }

  @_optimize(speed)
  func store(_ packings: borrowing Packings, _ layout: RowLayout, namesPersons: Bool) {
    let columns = unsafe packings.base
    let dimensions = layout.dimensionCount
    let (time, kind) = unsafe (columns[0], columns[1])
    for i in 0..<count {
      let row = row(i)
      time.store(row.time, at: i, isTime: true)
      kind.store(Int64(row.slot), at: i, isTime: false)
    }
    if namesPersons {
      for i in 0..<count { unsafe columns[2].store(Int64(bitPattern: row(i).person), at: i, isTime: false) }
    }
    for d in 0..<dimensions {
      let column = unsafe columns[8 &+ d]
      if column.width == 0 { continue }
      for i in 0..<count { column.store(Int64(row(i).code(d)), at: i, isTime: false) }
    }
    var bit: UInt8 = 1
    for c in 3..<8 {
      let column = unsafe columns[c]
      if layout.has(bit) && column.width > 0 {
        let place = layout.place(of: bit)
        for i in 0..<count { column.store(Int64(bitPattern: unsafe row(i).words[place]), at: i, isTime: false) }
      }
      bit <<= 1
    }
  }
}
