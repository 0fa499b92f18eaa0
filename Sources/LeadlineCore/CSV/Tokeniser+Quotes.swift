/// What is rarer than a field without quotes.
extension Tokeniser {
  /// Takes up positions while the field is one that a quote opened, and its end.
  mutating func takeQuoted(
    _ positions: UnsafePointer<UInt32>, from first: Int, count: Int, into block: inout RecordBlock
  ) -> Int {
    let base = unsafe block.base
    let delimiter = dialect.delimiter
    var next = first
    while next < count {
      let at = unsafe Int(positions[next])
      let byte = unsafe base[at]
      next &+= 1
      if state.mode == .quoted {
        if byte == Structurals.quote {
          state.mode = .closed
          state.closedAt = at
        } else if byte == Structurals.newline {
          state.line &+= 1
        }
        continue
      }
      if state.mode == .closed {
        let gap = at &- state.closedAt
        if gap == 1 && byte == Structurals.quote {
          state.mode = .quoted
          state.hasDoubled = true
          continue
        }
        let isCRLF = unsafe gap == 2 && byte == Structurals.newline && base[at &- 1] == Structurals.carriageReturn
        if gap != 1 && !isCRLF { spoil(end: at) }
      }
      if byte == delimiter {
        endField(at: at, into: &block)
        state.fieldStart = at &+ 1
        return next
      }
      if byte == Structurals.newline {
        endRecord(at: at, into: &block)
        return next
      }
    }
    return next
  }

  /// Text follows a closing quote.
  private mutating func spoil(end: Int) {
    state.mode = .spoilt
    if state.fault.reason == 0 {
      state.fault = RecordBlock.Fault(
        reason: Reason.syntax, column: UInt32(truncatingIfNeeded: state.column + 1),
        text: Cell(start: state.fieldStart, count: Swift.min(end &- state.fieldStart, Reason.longestText)))
    }
  }

  /// Books the field that ends before `at`, quoted or not.
  private mutating func endField(at: Int, into block: inout RecordBlock) {
    if state.column == wanted[state.slot] {
      let cell: Cell
      if state.mode == .closed {
        let (start, size) = (state.fieldStart &+ 1, state.closedAt &- state.fieldStart &- 1)
        cell = state.hasDoubled ? Cell(doubled: start, count: size) : Cell(start: start, count: size)
      } else {
        cell = Cell(start: state.fieldStart, count: at &- state.fieldStart)
      }
      unsafe block.column(state.slot)[block.count] = cell
      state.slot &+= 1
    }
    state.column &+= 1
    state.mode = .plain
    state.hasDoubled = false
  }

  /// Books a record that a newline at `at` ends: the last field too, unless the fast path has booked it.
  mutating func endRecord(at: Int, into block: inout RecordBlock) {
    if state.mode != .plain {
      endField(at: at, into: &block)
    }
    finishRecord(end: at, into: &block)
    state.line &+= 1
    state.recordLine = state.line
    state.recordStart = at &+ 1
    state.fieldStart = at &+ 1
  }

  /// Books the record under way, whose text ends before `end`, good or bad, and begins another.
  private mutating func finishRecord(end: Int, into block: inout RecordBlock) {
    if !state.isDropping {
      let row = block.count
      let whole = Cell(start: state.recordStart, count: Swift.min(end &- state.recordStart, Reason.longestText))
      if end &- state.recordStart > Self.longestRecord {
        state.fault = RecordBlock.Fault(reason: Reason.tooLong, column: 0, text: whole)
      }
      if state.fault.reason == 0 && state.slot < block.width {
        state.fault = RecordBlock.Fault(
          reason: Reason.fields, column: UInt32(truncatingIfNeeded: wanted[state.slot] + 1), text: whole)
      }
      unsafe block.lineBase[row] = state.recordLine
      if state.fault.reason != 0 {
        unsafe block.faultBase[row] = state.fault
        block.isFaulty = true
        // What a spoilt record holds is not to be looked at; of a short one, what is missing.
        var slot = state.fault.reason == Reason.fields ? state.slot : 0
        while slot < block.width {
          unsafe block.column(slot)[row] = .empty
          slot += 1
        }
      }
      block.count += 1
    }
    state.fault.reason = 0
    (state.column, state.slot, state.mode, state.hasDoubled, state.isDropping) = (0, 0, .plain, false, false)
  }

  /// The record under way is too long already: reports it now, before its end is found. The block must have room.
  mutating func giveUpRecord(into block: inout RecordBlock) {
    guard !state.isDropping else { return }
    let row = block.count
    unsafe block.lineBase[row] = state.recordLine
    unsafe block.faultBase[row] = RecordBlock.Fault(
      reason: Reason.tooLong, column: 0, text: Cell(start: state.recordStart, count: Reason.longestText))
    for slot in 0..<block.width { unsafe block.column(slot)[row] = .empty }
    block.isFaulty = true
    block.count += 1
    state.isDropping = true
    // No column is looked at any more.
    state.slot = block.width
  }

  /// The text ends at `end`: books the last record if there is one. The block must have room.
  mutating func endText(at end: Int, into block: inout RecordBlock) {
    if state.column == 0 && state.fieldStart >= end && state.mode == .plain { return }
    if state.mode == .closed && state.closedAt != end &- 1 { spoil(end: end) }
    if state.mode == .quoted && state.fault.reason == 0 {
      state.fault = RecordBlock.Fault(
        reason: Reason.syntax, column: UInt32(truncatingIfNeeded: state.column + 1),
        text: Cell(start: state.fieldStart, count: Swift.min(end &- state.fieldStart, Reason.longestText)))
    }
    endField(at: end, into: &block)
    finishRecord(end: end, into: &block)
    state.recordStart = end
    state.fieldStart = end
    state.recordLine = state.line
  }
}
