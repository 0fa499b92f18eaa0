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

  /// Text follows a closing quote, or the text ended before it.
  private mutating func spoil(end: Int) {
    state.mode = .spoilt
    if state.fault.reason == 0 { state.fault = fault(CSVReason.syntax, in: state.column, from: state.fieldStart, to: end) }
  }

  private func fault(_ reason: Int32, in column: Int, from start: Int, to end: Int) -> RecordBlock.Fault {
    RecordBlock.Fault(
      reason: reason, column: UInt32(truncatingIfNeeded: column &+ 1), start: start,
      size: Swift.min(end &- start, CSVReason.longestText))
  }

  /// Books the field that ends before `at`, quoted or not.
  private mutating func endField(at: Int, into block: inout RecordBlock) {
    if state.column == block.wantedColumn(state.slot) {
      if state.mode == .closed {
        block.setCell(state.slot, start: state.fieldStart &+ 1, end: state.closedAt, isDoubled: state.hasDoubled)
      } else {
        block.setCell(state.slot, start: state.fieldStart, end: at, isDoubled: false)
      }
      state.slot &+= 1
    }
    state.column &+= 1
    state.mode = .plain
    state.hasDoubled = false
  }

  /// Books a record that a newline at `at` ends: its last field too, unless that had no quotes and is booked.
  mutating func endRecord(at: Int, into block: inout RecordBlock) {
    if state.mode != .plain { endField(at: at, into: &block) }
    finishRecord(end: at, into: &block)
    state.line &+= 1
    state.recordLine = state.line
    state.recordStart = at &+ 1
    state.fieldStart = at &+ 1
  }

  /// Books the record under way, whose text ends before `end`, good or bad, and begins another.
  private mutating func finishRecord(end: Int, into block: inout RecordBlock) {
    if !state.isDropping {
      if end &- state.recordStart > Self.longestRecord {
        state.fault = fault(CSVReason.tooLong, in: -1, from: state.recordStart, to: end)
      } else if state.fault.reason == 0 && state.slot < block.width {
        state.fault = fault(CSVReason.fields, in: block.wantedColumn(state.slot), from: state.recordStart, to: end)
      }
      if state.fault.reason == 0 {
        block.append(line: state.recordLine)
      } else {
        // What a spoilt record holds is not to be looked at; of a short one, what is missing.
        block.appendFault(
          state.fault, line: state.recordLine, emptyFrom: state.fault.reason == CSVReason.fields ? state.slot : 0)
      }
    }
    state.fault.reason = 0
    (state.column, state.slot, state.mode, state.hasDoubled, state.isDropping) = (0, 0, .plain, false, false)
  }

  /// The record under way is too long already: reports it now, before its end is found. The block must have room.
  mutating func giveUpRecord(end: Int, into block: inout RecordBlock) {
    block.appendFault(
      fault(CSVReason.tooLong, in: -1, from: state.recordStart, to: end), line: state.recordLine, emptyFrom: 0)
    state.isDropping = true
    state.slot = block.width  // No column is looked at any more.
  }

  /// The text ends at `end`: books the last record if there is one. The block must have room.
  mutating func endText(at end: Int, into block: inout RecordBlock) {
    if state.column == 0 && state.fieldStart >= end && state.mode == .plain { return }
    if state.mode == .quoted || (state.mode == .closed && state.closedAt != end &- 1) { spoil(end: end) }
    endField(at: end, into: &block)
    finishRecord(end: end, into: &block)
    state.recordStart = end
    state.fieldStart = end
    state.recordLine = state.line
  }
}
