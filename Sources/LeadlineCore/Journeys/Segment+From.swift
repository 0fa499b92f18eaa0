import CPlatform

extension Segment {
  /// The facts of a bin from an instant on. They stay packed as they were, perhaps wider than they need be, until the bin is next
  /// put in order: each owner's stand in the order of time, so what stays of one is copied in one piece, column by column.
  init(_ heap: Heap, _ old: borrowing Segment, from cut: Int64) throws(OutOfMemory) {
    var pieces = Buffer<Piece>(heap)
    try pieces.reserve(exactly: old.ownerCount)
    var kept = 0
    var rows = 0
    var earliest = Int64.max
    for o in 0..<old.ownerCount {
      let end = Int(old.starts[o + 1])
      var first = Int(old.starts[o])
      while first < end && old.time[first] < cut { first += 1 }
      if first == end { continue }
      kept += 1
      rows += end - first
      earliest = Swift.min(earliest, old.time[first])
      pieces.appendReserved(Piece(owner: UInt32(o), first: UInt32(first), end: UInt32(end)))
    }
    var owners = Buffer<UInt64>(heap)
    var marks = Buffer<UInt8>(heap)
    var starts = Buffer<UInt32>(heap)
    try owners.reserve(exactly: kept)
    try marks.reserve(exactly: kept)
    try starts.reserve(exactly: kept + 1)
    starts.appendReserved(0)
    for i in 0..<kept {
      owners.appendReserved(old.owners[Int(pieces[i].owner)])
      marks.appendReserved(old.marks[Int(pieces[i].owner)] & Mark.account)
      starts.appendReserved(starts[i] + pieces[i].end - pieces[i].first)
    }
    // Pieces that lay behind one another are one.
    var last = 0
    for i in 1..<Swift.max(kept, 1) {
      if pieces[i].first == pieces[last].end {
        pieces[last].end = pieces[i].end
      } else {
        last += 1
        pieces[last] = pieces[i]
      }
    }
    pieces.truncate(to: last + 1)
    // Widths of all columns together.
    var width = old.time.width + old.kind.width + old.person.width + old.amount.width + old.count.width
    width += old.account.width + old.id.width + old.ref.width
    for d in 0..<old.codes.count { width += old.codes[d].width }
    let bytes = width * rows + 8 * (8 + old.codes.count)
    var memory = Buffer<UInt8>(heap)
    try memory.reserve(exactly: bytes)
    memory.appendWritten(bytes)
    var codes = Buffer<PackedColumn>(heap)
    try codes.reserve(exactly: old.codes.count)
    var copy = unsafe PieceCopy(pieces: pieces.base, count: pieces.count, next: memory.base.unsafelyUnwrapped)
    time = copy.column(old.time)
    kind = copy.column(old.kind)
    person = copy.column(old.person)
    amount = copy.column(old.amount)
    count = copy.column(old.count)
    account = copy.column(old.account)
    id = copy.column(old.id)
    ref = copy.column(old.ref)
    for d in 0..<old.codes.count { codes.appendReserved(copy.column(old.codes[d])) }
    self.codes = codes
    self.owners = owners
    self.marks = marks
    self.starts = starts
    self.memory = memory
    self.earliest = earliest
    hasAccounts = old.hasAccounts
    namesPersons = old.namesPersons
  }
}

/// Rows of an owner that stay, later of several.
private struct Piece: BitwiseCopyable {
  let owner: UInt32
  var first: UInt32
  var end: UInt32
}

/// Puts the pieces of one column after the other into memory that holds them all, with eight bytes of room behind each column.
@safe
private struct PieceCopy {
  let pieces: UnsafeMutablePointer<Piece>?
  let count: Int
  var next: UnsafeMutablePointer<UInt8>

  @_optimize(speed)
  mutating func column(_ old: PackedColumn) -> PackedColumn {
    let start = unsafe next
    if old.width > 0 {
      for i in 0..<count {
        let piece = unsafe pieces.unsafelyUnwrapped[i]
        let size = Int(piece.end &- piece.first) &* old.width
        unsafe platform_memcpy(next, old.start + Int(piece.first) &* old.width, size)
        unsafe next += size
      }
    }
    unsafe next += 8
    return unsafe PackedColumn(start: start, width: old.width, mask: old.mask, base: old.base, unit: old.unit)
  }
}
