/// The facts that one shard has taken in since journeys were last put in order, by partition, in order of arrival. Takes no
/// memory until the first one comes.
///
/// Adding is in two steps: `reserve` finds the partition of each row and makes room, which may fail; `add` cannot.
@safe
struct RowLog: ~Copyable {
  let heap: Heap
  let context: JourneyContext
  /// By partition. The last one or two have room.
  private(set) var chunks: Buffer<Buffer<RowChunk>>
  private(set) var layout: RowLayout
  /// Rows held.
  private(set) var count = 0
  /// Rows of the batch that room was made for.
  private(set) var reserved = 0
  /// The greatest time of facts that journeys do not hold; Int64.min: there was none.
  private(set) var latestElsewhere = Int64.min
  /// Facts to be taken out that are another's, in rows of all columns.
  private(set) var burials: Buffer<UInt64>
  /// By row of the batch that room was made for: the partition, or `none`.
  private var places: Buffer<UInt8>
  private var counts: Buffer<UInt32>
  private var cursors: Buffer<Cursor>
  /// The batch's columns of codes.
  private var codes: Buffer<CodeColumn>
  private var bits: Buffer<UInt64>

  /// The place of a row that names nobody, or is of no kind that is kept.
  private static var none: UInt8 { 0xFF }
  /// That of one that is left out, because it was refused or repeats another.
  private static var left: UInt8 { 0xFE }

  @safe
  private struct CodeColumn {
    var base: UnsafePointer<UInt32>?
  }

  /// Where a partition's next row goes, how many fit there, and of which chunk that is. Nil where the next row begins the chunk
  /// behind: rows of the same layout are in none yet, and the chunks there are know how many they hold.
  @safe
  private struct Cursor {
    var next: UnsafeMutablePointer<UInt64>?
    var left: Int
    var chunk: Int
  }

  init(_ heap: Heap, _ context: JourneyContext) {
    self.heap = heap
    self.context = context
    layout = RowLayout(dimensions: context.dimensionCount, columns: 0)
    burials = Buffer(heap)
    chunks = Buffer(heap)
    places = Buffer(heap)
    counts = Buffer(heap)
    cursors = Buffer(heap)
    codes = Buffer(heap)
    bits = Buffer(heap)
  }

  var bytes: Int {
    var bytes = chunks.bytes + places.bytes + counts.bytes + cursors.bytes + codes.bytes + burials.bytes
    for p in 0..<chunks.count {
      bytes += chunks[p].bytes
      for c in 0..<chunks[p].count { bytes += chunks[p][c].capacity * chunks[p][c].layout.stride * 8 }
    }
    return bytes
  }

  /// The optional columns of a batch.
  private static func columns(of facts: FactColumns) -> UInt8 {
    var columns: UInt8 = 0
    if unsafe facts.amount != nil { columns |= RowLayout.Optional.amount }
    if unsafe facts.count != nil { columns |= RowLayout.Optional.count }
    if unsafe facts.account != nil { columns |= RowLayout.Optional.account }
    if unsafe facts.id != nil { columns |= RowLayout.Optional.id }
    if unsafe facts.ref != nil { columns |= RowLayout.Optional.ref }
    return columns
  }

  // MARK: Room

  private mutating func begin(_ columns: UInt8) throws(OutOfMemory) {
    if cursors.count == 0 {
      try chunks.reserve(exactly: Place.partitions)
      try counts.append(repeating: 0, count: Place.partitions)
      unsafe try codes.append(repeating: CodeColumn(base: nil), count: context.dimensionCount)
      unsafe try cursors.append(repeating: Cursor(next: nil, left: 0, chunk: -1), count: Place.partitions)
      for _ in 0..<Place.partitions { chunks.appendReserved(Buffer(heap)) }
    }
    guard layout.columns | columns != layout.columns else { return }
    // Rows of another layout begin in chunks of their own.
    finishChunks()
    for p in 0..<Place.partitions {
      while chunks[p].count > 0 && chunks[p][chunks[p].count - 1].count == 0 { _ = chunks[p].removeLast() }
      unsafe cursors[p] = Cursor(next: nil, left: 0, chunk: chunks[p].count - 1)
    }
    layout.columns |= columns
  }

  /// Makes room for the rows of a batch.
  @_optimize(speed)
  mutating func reserve(_ facts: FactColumns) throws(OutOfMemory) {
    try begin(Self.columns(of: facts))
    places.removeAll()
    try places.reserve(exactly: facts.rows)
    for p in 0..<Place.partitions { counts[p] = 0 }
    guard let kept = unsafe context.kept else { return }
    let counted = unsafe counts.base.unsafelyUnwrapped
    let placed = unsafe places.base.unsafelyUnwrapped
    for row in 0..<facts.rows {
      let person = unsafe FactColumns.word(facts.person, row)
      let owner = person != 0 ? person : unsafe FactColumns.word(facts.account, row)
      var place = Self.none
      if unsafe owner != 0 && kept[Int(facts.kind(row))] != 0 {
        let partition = Place.partition(Place.hash(owner))
        place = UInt8(truncatingIfNeeded: partition)
        unsafe counted[partition] &+= 1
      }
      unsafe placed[row] = place
    }
    places.appendWritten(facts.rows)
    reserved = 0
    for p in 0..<Place.partitions { reserved += Int(counts[p]) }
    for p in 0..<Place.partitions where counts[p] > 0 { try makeRoom(p, Int(counts[p])) }
    for d in 0..<context.dimensionCount { unsafe codes[d].base = facts.column(Int(context.dimensions[d])) }
  }

  /// Room in what the cursor stands on and at most one chunk behind it.
  private mutating func makeRoom(_ p: Int, _ rows: Int) throws(OutOfMemory) {
    let last = chunks[p].count - 1
    var room = cursors[p].left
    if last > cursors[p].chunk { room += chunks[p][last].capacity }
    if room >= rows { return }
    if last > cursors[p].chunk { _ = chunks[p].removeLast() }
    var held = 0
    for c in 0..<chunks[p].count { held += chunks[p][c].capacity }
    let size = Swift.max(Swift.min(Swift.max(held, RowChunk.least), RowChunk.most), rows - cursors[p].left)
    try chunks[p].reserve(more: 1)
    chunks[p].appendReserved(try RowChunk(heap, layout, rows: size))
  }

  /// Room for so many facts that are taken out.
  mutating func reserve(burials more: Int) throws(OutOfMemory) {
    try burials.reserve(more: more * RowLayout.whole(context).stride)
  }

  /// At most how many rows of a batch repeat the id of another of it: those whose id's hash was there before, by a bitmap.
  mutating func repeats(in facts: FactColumns) throws(OutOfMemory) -> Int {
    guard let ids = unsafe facts.id else { return 0 }
    var size = 64
    while size < facts.rows { size *= 2 }
    // Eight bits a row, so that few are there by chance.
    bits.removeAll()
    try bits.append(repeating: 0, count: size / 8)
    var repeats = 0
    for row in 0..<facts.rows {
      let id = unsafe ids[row]
      if id == 0 { continue }
      let hash = Hash.word(id)
      let (word, bit) = (Int(truncatingIfNeeded: hash >> 6) & (bits.count - 1), UInt64(1) << (hash & 63))
      if bits[word] & bit != 0 { repeats += 1 }
      bits[word] |= bit
    }
    return repeats
  }

  // MARK: Adding, which cannot fail

  /// Leaves a row of the batch out.
  mutating func drop(_ row: Int) {
    if row < places.count { places[row] = Self.left }
  }

  /// Whether a row of the batch will be added, as far as is known.
  func keeps(_ row: Int) -> Bool { row < places.count && places[row] < Self.left }

  /// Leaves the rows of the batch out that are before an instant, and returns how many.
  mutating func drop(_ facts: FactColumns, before cut: Int64) -> Int {
    var dropped = 0
    for row in 0..<places.count where places[row] < Self.left {
      if unsafe facts.time[row] >= cut { continue }
      places[row] = Self.left
      dropped += 1
    }
    return dropped
  }

  /// Notes that a fact of that time, which journeys do not hold, was taken in.
  mutating func note(elsewhere time: Int64) { latestElsewhere = Swift.max(latestElsewhere, time) }

  /// Takes a fact out that the batch replaces.
  mutating func bury(_ fact: Fact) {
    guard fact.person != 0 || fact.account != 0 else { return }
    guard let kept = unsafe context.kept, unsafe kept[Int(fact.kind)] != 0 else { return }
    let slot = unsafe context.kinds.pointee.slot(of: fact.kind)
    let layout = RowLayout.whole(context)
    let first = burials.count
    for _ in 0..<layout.stride { burials.appendReserved(0) }
    let row = unsafe Row(burials.base.unsafelyUnwrapped + first)
    row.set(fact, slot, context, layout)
    unsafe row.words[2] |= RowLayout.takesOut
  }

  /// Adds the rows of the batch that room was made for.
  @_optimize(speed)
  mutating func add(_ facts: FactColumns) {
    let slots = unsafe context.kinds.pointee.slotBase
    let columns = unsafe UnsafePointer(codes.base)
    let cursor = unsafe cursors.base.unsafelyUnwrapped
    let (stride, fixed, present) = (layout.stride, layout.fixed, layout.columns)
    let dimensions = context.dimensionCount
    var added = 0
    var latest = latestElsewhere
    for row in 0..<places.count {
      let place = places[row]
      if place >= Self.left {
        if place == Self.none { unsafe latest = Swift.max(latest, facts.time[row]) }
        continue
      }
      if unsafe cursor[Int(place)].left == 0 { advance(Int(place)) }
      let words = unsafe cursor[Int(place)].next.unsafelyUnwrapped
      unsafe cursor[Int(place)].next = words + stride
      unsafe cursor[Int(place)].left &-= 1
      added &+= 1
      unsafe words[0] = UInt64(bitPattern: facts.time[row])
      unsafe words[1] = FactColumns.word(facts.person, row)
      var half = UInt64(unsafe slots[Int(facts.kind(row))])
      var at = 2
      for d in 0..<dimensions {
        let code = unsafe UInt64(columns.unsafelyUnwrapped[d].base.map { unsafe $0[row] } ?? 0)
        if d & 1 == 0 {
          unsafe words[at] = half | code &<< 32
          at &+= 1
          half = 0
        } else {
          half = code
        }
      }
      if at < fixed { unsafe words[at] = half }
      at = fixed
      if present == 0 { continue }
      if present & RowLayout.Optional.amount != 0 {
        unsafe words[at] = UInt64(bitPattern: facts.amount(row))
        at &+= 1
      }
      if present == RowLayout.Optional.amount { continue }
      if present & RowLayout.Optional.count != 0 {
        unsafe words[at] = UInt64(bitPattern: facts.count(row))
        at &+= 1
      }
      if present & RowLayout.Optional.account != 0 {
        unsafe words[at] = FactColumns.word(facts.account, row)
        at &+= 1
      }
      if present & RowLayout.Optional.id != 0 {
        unsafe words[at] = FactColumns.word(facts.id, row)
        at &+= 1
      }
      if present & RowLayout.Optional.ref != 0 { unsafe words[at] = FactColumns.word(facts.ref, row) }
    }
    count += added
    latestElsewhere = latest
    places.removeAll()
  }

  /// Goes on to the chunk behind.
  @inline(never)
  private mutating func advance(_ p: Int) {
    let from = cursors[p].chunk
    if unsafe cursors[p].next != nil { chunks[p][from].count = chunks[p][from].capacity }
    unsafe cursors[p] = Cursor(next: chunks[p][from + 1].words, left: chunks[p][from + 1].capacity, chunk: from + 1)
  }

  /// Notes in the chunks how many rows they hold.
  mutating func finishChunks() {
    for p in 0..<cursors.count where unsafe cursors[p].next != nil {
      let chunk = cursors[p].chunk
      chunks[p][chunk].count = chunks[p][chunk].capacity - cursors[p].left
    }
  }

  /// How many facts are to be taken out that are another's.
  var burialCount: Int { burials.count / RowLayout.whole(context).stride }

  /// Counts the facts that are left once those that are to be taken out are; the chunks are finished.
  func count(into tally: inout TimeTally) {
    for p in 0..<chunks.count { tally.note(chunks[p]) }
    let stride = RowLayout.whole(context).stride
    for i in 0..<burialCount { tally.note(unsafe Row(burials.base.unsafelyUnwrapped + i * stride).time, facts: -1) }
  }

  // MARK: Handing on

  /// Moves everything into the lists of `waiting`, which must have room: see `roomToHandOn`. Chunks stay in the order they came,
  /// which is mostly that of time, so that there is less to sort.
  mutating func handOn(to waiting: inout Buffer<Buffer<RowChunk>>, _ buried: inout Buffer<UInt64>) {
    finishChunks()
    for p in 0..<chunks.count {
      let first = waiting[p].count
      while chunks[p].count > 0 {
        let chunk = chunks[p].removeLast()
        if chunk.count > 0 { waiting[p].insertReserved(chunk, at: first) }
      }
      unsafe cursors[p] = Cursor(next: nil, left: 0, chunk: -1)
    }
    for i in 0..<burials.count { buried.appendReserved(burials[i]) }
    burials.removeAll()
    count = 0
  }

  /// Makes the room that `handOn` needs.
  func roomToHandOn(in waiting: inout Buffer<Buffer<RowChunk>>, _ buried: inout Buffer<UInt64>) throws(OutOfMemory) {
    try buried.reserve(more: burials.count)
    for p in 0..<chunks.count { try waiting[p].reserve(more: chunks[p].count) }
  }
}
