import CPlatform

/// Turns pieces of text, cut anywhere, into blocks of records.
///
/// Records are cut where they lie in the piece. Only one that the piece's end cuts off is copied, into the carry-over, and
/// completed there from the next piece; what follows it is again read in place. No byte is scanned more than a few times,
/// however small the pieces are.
struct CSVSource: ~Copyable {
  /// The longest piece `fill` takes; callers cut longer ones. Well below the longest record, so that the carry-over
  /// alone decides what is too long.
  static var longestPiece: Int { 4 << 20 }

  var tokeniser: Tokeniser
  /// One place is free in front, for the end of the record before the first.
  private var positions: Buffer<UInt32>
  /// Positions found and not yet taken up.
  private var next = 0
  private var found = 0
  /// How far the piece, or the carry-over, has been scanned.
  private var scanned = 0
  private var isInPlace = false
  private var isCarrying = false
  private var carry: Buffer<UInt8>
  /// How much of the piece is added to the carry-over at once.
  private var step = 0
  /// Bytes of a byte order mark seen, until it is settled whether it is one: then 3.
  private var markSeen = 0
  private var linesToSkip: UInt64

  private static var firstStep: Int { 512 }
  private static var longestStep: Int { 1 << 16 }
  private static var mostLeftOver: Int { 1 << 12 }

  init(_ heap: Heap, _ dialect: Dialect, skipping lines: UInt64) throws(OutOfMemory) {
    tokeniser = Tokeniser(dialect)
    positions = Buffer(heap)
    carry = Buffer(heap)
    linesToSkip = lines
    try positions.append(repeating: 0, count: 1 + Self.mostLeftOver + Structurals.capacity)
  }

  /// Lines read up to now; one under way, too.
  var lines: UInt64 { tokeniser.state.line &- (isCarrying ? 0 : 1) }

  /// Fills an empty block with the next records of `piece`, from offset `at` on, which is moved on. False when the
  /// piece is used up and the block has nothing. What the block points to is valid until the next call.
  mutating func fill(_ block: inout RecordBlock, from piece: Bytes, at: inout Int) throws(OutOfMemory) -> Bool {
    precondition(block.count == 0 && piece.count <= Self.longestPiece)
    try readPrologue(piece, &at)
    if !isCarrying {
      scanInPlace(piece, at: &at, into: &block)
      if block.count > 0 { return true }
      isInPlace = false
      guard at < piece.count else { return false }
      try beginCarry(piece, &at)
    }
    return try scanCarry(piece, at: &at, into: &block)
  }

  /// The text has ended: fills an empty block with the last record, if one is under way.
  mutating func finish(_ block: inout RecordBlock) throws(OutOfMemory) {
    precondition(block.count == 0)
    if markSeen < 3 {
      try returnMark(markSeen)
      markSeen = 3
    }
    guard isCarrying else { return }
    scanCarry(into: &block)
    tokeniser.endText(at: carry.count, into: &block)
  }

  // MARK: Before the first record

  /// Skips the byte order mark and the lines to skip.
  private mutating func readPrologue(_ piece: Bytes, _ at: inout Int) throws(OutOfMemory) {
    while markSeen < 3 && at < piece.count {
      let expected: UInt8 = markSeen == 0 ? 0xEF : markSeen == 1 ? 0xBB : 0xBF
      if piece[at] == expected {
        at += 1
        markSeen += 1
      } else {
        try returnMark(markSeen)
        markSeen = 3
      }
    }
    while linesToSkip > 0 && at < piece.count {
      let start = unsafe piece.start + at
      guard let newline = unsafe memchr(start, Int32(Structurals.newline), piece.count - at) else {
        at = piece.count
        return
      }
      at += unsafe UnsafeRawPointer(newline) - UnsafeRawPointer(start) + 1
      linesToSkip -= 1
      tokeniser.state.line += 1
      tokeniser.state.recordLine += 1
    }
  }

  /// The first bytes looked like a byte order mark, but are text. No line ends in them.
  private mutating func returnMark(_ count: Int) throws(OutOfMemory) {
    guard count > 0 && linesToSkip == 0 else { return }
    try addToCarry(Bytes("\u{FEFF}").slice(0, count))
    startCarry()
  }

  // MARK: In place

  private mutating func scanInPlace(_ piece: Bytes, at: inout Int, into block: inout RecordBlock) {
    if !isInPlace {
      isInPlace = true
      tokeniser.startRecord(at: at)
      (scanned, next, found) = (at, 0, 0)
    }
    unsafe block.base = piece.start
    // The last bytes are left to the carry-over, so that whatever is found here has slack behind it.
    let end = piece.count - Structurals.slack
    let positions = unsafe positionBase
    while true {
      var isUnfinished = false
      if next < found {
        if block.count > 0 || !tokeniser.state.isBetweenRecords {
          next = unsafe tokeniser.take(positions, from: next, count: found, into: &block)
        } else {
          switch unsafe tokeniser.takeMatrix(positions, from: next, count: found, into: &block) {
          case .taken(let taken): next += taken
          case .unfinished where found - next < Self.mostLeftOver: isUnfinished = true
          default: next = unsafe tokeniser.take(positions, from: next, count: found, into: &block)
          }
        }
      }
      // Parts of a record must not be parted with; and what follows one may be a matrix.
      if block.count == block.capacity || (block.count > 0 && tokeniser.state.isBetweenRecords) { break }
      if next == found || isUnfinished {
        guard scanned < end else { break }
        unsafe findMore(in: piece.start, upTo: end)
      }
    }
    at = tokeniser.state.recordStart
  }

  private var positionBase: UnsafeMutablePointer<UInt32> { unsafe positions.base.unsafelyUnwrapped + 1 }

  /// Scans the next window, and puts its positions behind those that are left over.
  private mutating func findMore(in base: UnsafePointer<UInt8>, upTo end: Int) {
    let positions = unsafe positionBase
    let left = found - next
    unsafe positions.update(from: positions + next, count: left)
    let to = Swift.min(scanned + Structurals.window, end)
    let more = unsafe Structurals.find(
      in: base, from: scanned, to: to, delimiter: tokeniser.dialect.delimiter, into: positions + left)
    (scanned, next, found) = (to, 0, left + more)
  }

  // MARK: Carry-over

  /// Copies the record that the end of the piece cuts off.
  private mutating func beginCarry(_ piece: Bytes, _ at: inout Int) throws(OutOfMemory) {
    try addToCarry(piece.slice(at, piece.count))
    at = piece.count
    startCarry()
  }

  private mutating func startCarry() {
    isCarrying = true
    tokeniser.startRecord(at: 0)
    (scanned, next, found) = (0, 0, 0)
    step = Self.firstStep
  }

  private mutating func addToCarry(_ text: Bytes) throws(OutOfMemory) {
    try carry.reserve(more: text.count + Structurals.slack)
    unsafe try carry.append(from: text.start, count: text.count)
    // Read by the scan as it overshoots, never looked at.
    try carry.append(repeating: 0, count: Structurals.slack)
    carry.truncate(to: carry.count - Structurals.slack)
  }

  /// Takes up records until the block is full or the carry-over is scanned.
  private mutating func scanCarry(into block: inout RecordBlock) {
    let base = unsafe UnsafePointer(carry.base.unsafelyUnwrapped)
    unsafe block.base = base
    while block.count < block.capacity {
      if next == found {
        guard scanned < carry.count else { return }
        unsafe findMore(in: base, upTo: carry.count)
      }
      next = unsafe tokeniser.take(positionBase, from: next, count: found, into: &block)
    }
  }

  private mutating func scanCarry(_ piece: Bytes, at: inout Int, into block: inout RecordBlock) throws(OutOfMemory) -> Bool {
    while true {
      scanCarry(into: &block)
      if block.count == block.capacity { return true }
      if tokeniser.state.recordStart > 0 {
        // A line has ended. It began in an earlier piece, so all that follows it is of this one, and is read there.
        at -= carry.count - tokeniser.state.recordStart
        carry.removeAll()
        isCarrying = false
        return true
      }
      if tokeniser.state.isDropping {
        dropCarry()
      } else if carry.count > Tokeniser.longestRecord {
        tokeniser.giveUpRecord(end: carry.count, into: &block)
        return true
      }
      guard at < piece.count else { return false }
      let more = Swift.min(step, piece.count - at)
      try addToCarry(piece.slice(at, at + more))
      at += more
      step = Swift.min(step * 2, Self.longestStep)
    }
  }

  /// Forgets the text of a record that is too long, all of it scanned, but for the two bytes that may begin a CRLF.
  private mutating func dropCarry() {
    let dropped = carry.count - 2
    guard dropped > 0 else { return }
    (carry[0], carry[1]) = (carry[dropped], carry[dropped + 1])
    carry.truncate(to: 2)
    scanned -= dropped
    tokeniser.rebase(by: dropped)
  }
}
