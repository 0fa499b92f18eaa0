/// How the text is cut.
struct Dialect {
  var delimiter: UInt8 = 0x2C
  /// Runs of the delimiter count as one, those at the start of a line as none.
  var collapses = false
}

/// Cuts records into fields, by the structural positions that a scan has found.
///
/// Quotes mean something only as the first byte of a field; elsewhere they are text. A field that opens with one runs to
/// the quote that closes it, behind which only a delimiter or the end of the line may follow. Lines end with LF or CRLF;
/// a CR elsewhere is text, as is a NUL. Lines with nothing on them are no records.
///
/// All offsets count from a base that the caller keeps, or shifts by `rebase`. The text may end anywhere: `state` holds
/// what is needed to go on.
struct Tokeniser: ~Copyable {
  /// Where in a field the text stands.
  enum Mode: UInt8 {
    case plain
    case quoted
    /// Behind a quote that closes the field, unless it turns out to be the first of two.
    case closed
    /// Behind text that follows a closing quote: the record is at fault, and read on to find its end.
    case spoilt
  }

  struct State {
    /// May be below zero once text was dropped.
    var recordStart = 0
    var fieldStart = 0
    /// The field's number in the record, from 0.
    var column = 0
    /// How many of the columns asked for were found.
    var slot = 0
    var closedAt = 0
    /// The line that is being read, and the one that the record begins on, from 1.
    var line: UInt64 = 1
    var recordLine: UInt64 = 1
    var fault = RecordBlock.Fault()
    var mode = Mode.plain
    var hasDoubled = false
    /// The record was too long: it has been reported, its text is gone, and only its end is looked for.
    var isDropping = false

    /// Whether nothing of a record was taken up yet.
    var isBetweenRecords: Bool {
      column == 0 && fieldStart == recordStart && mode == .plain && fault.reason == 0 && !isDropping
    }
  }

  static var longestRecord: Int { 16 << 20 }

  let dialect: Dialect
  var state = State()

  init(_ dialect: Dialect) { self.dialect = dialect }

  /// Takes up structural positions from `next` on until they or the block's room are used up; returns how far it came.
  ///
  /// Fields without quotes are dealt with here, all else by `takeQuoted`. What changes from byte to byte is kept in local
  /// variables, which a structure whose address is taken would not be.
  mutating func take(
    _ positions: UnsafePointer<UInt32>, from first: Int, count: Int, into block: inout RecordBlock
  ) -> Int {
    let base = unsafe block.base
    let wanted = unsafe block.wantedBase
    let cells = unsafe block.cellBase
    let lines = unsafe block.lineBase
    let (delimiter, collapses) = (dialect.delimiter, dialect.collapses)
    let (width, capacity) = (block.width, block.capacity)
    var next = first
    while next < count && block.count < capacity {
      if state.mode != .plain {
        next = unsafe takeQuoted(positions, from: next, count: count, into: &block)
        continue
      }
      var row = block.count
      var (recordStart, fieldStart, column) = (state.recordStart, state.fieldStart, state.column)
      var (line, recordLine) = (state.line, state.recordLine)
      var slot = state.slot
      var wantedNow = unsafe wanted[slot]
      var cell = unsafe cells + 2 &* (row &* width &+ slot)
      let isClean = state.fault.reason == 0 && !state.isDropping
      var endsBadly = false
      while next < count {
        let at = unsafe Int(positions[next])
        let byte = unsafe base[at]
        if byte == delimiter {
          next &+= 1
          if collapses && at == fieldStart {
            fieldStart = at &+ 1
            continue
          }
          if column == wantedNow {
            unsafe cell[0] = UInt32(truncatingIfNeeded: fieldStart &- 1)
            unsafe cell[1] = UInt32(truncatingIfNeeded: at)
            unsafe cell += 2
            slot &+= 1
            wantedNow = unsafe wanted[slot]
          }
          column &+= 1
          fieldStart = at &+ 1
        } else if byte == Structurals.newline {
          let end = unsafe at &- (at > fieldStart && base[at &- 1] == Structurals.carriageReturn ? 1 : 0)
          if column != 0 || end != fieldStart || !isClean {
            if column == wantedNow {
              unsafe cell[0] = UInt32(truncatingIfNeeded: fieldStart &- 1)
              unsafe cell[1] = UInt32(truncatingIfNeeded: end)
              unsafe cell += 2
              slot &+= 1
            }
            if slot != width || !isClean || at &- recordStart > Self.longestRecord {
              endsBadly = true
              break
            }
            unsafe lines[row] = recordLine
            row &+= 1
          }
          next &+= 1
          line &+= 1
          recordLine = line
          (recordStart, fieldStart, column, slot) = (at &+ 1, at &+ 1, 0, 0)
          wantedNow = unsafe wanted[0]
          if row == capacity { break }
        } else if at == fieldStart {
          state.mode = .quoted
          next &+= 1
          break
        } else {
          next &+= 1  // a quote inside a field is text
        }
      }
      (state.recordStart, state.fieldStart, state.column, state.slot) = (recordStart, fieldStart, column, slot)
      (state.line, state.recordLine) = (line, recordLine)
      block.count = row
      if endsBadly {
        let at = unsafe Int(positions[next])
        next &+= 1
        endRecord(at: at, into: &block)
      }
    }
    return next
  }

  /// Goes back to the start of the record under way, which is at `offset` of the text that comes next.
  mutating func startRecord(at offset: Int) {
    state = State(recordStart: offset, fieldStart: offset, line: state.recordLine, recordLine: state.recordLine)
  }

  /// Forgets the first `dropped` bytes. The two before the next position must stay, which may be needed to tell CRLF.
  mutating func rebase(by dropped: Int) {
    state.recordStart -= dropped
    state.fieldStart -= dropped
    state.closedAt -= dropped
  }
}
