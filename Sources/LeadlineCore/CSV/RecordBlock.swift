/// One column of a block: where its fields begin and end.
///
/// Both the lists of positions that a scan leaves and the tables of the slow path are read through it, so that whoever
/// converts a column knows one shape.
@safe
struct FieldColumn {
  /// Of the first record: the byte before the field. Wraps for a field at offset 0.
  private let befores: UnsafePointer<UInt32>
  /// Of the first record: the byte behind the field. The top bit says that quotes inside are doubled.
  private let ends: UnsafePointer<UInt32>
  private let base: UnsafePointer<UInt8>
  /// From one record to the next.
  private let stride: Int
  /// Bytes of the line's end that `ends` has in.
  private let trim: UInt32

  init(
    befores: UnsafePointer<UInt32>, ends: UnsafePointer<UInt32>, base: UnsafePointer<UInt8>, stride: Int, trim: Int
  ) {
    unsafe self.befores = befores
    unsafe self.ends = ends
    unsafe self.base = base
    self.stride = stride
    self.trim = UInt32(truncatingIfNeeded: trim)
  }

  static var doubled: UInt32 { 1 << 31 }

  /// The field's text as it stands, doubled quotes still doubled. `row` is below the block's count.
  @inline(__always)
  func text(_ row: Int) -> Bytes {
    // In 32 bits, where the place before offset 0 is none to worry about.
    let start = unsafe befores[row &* stride] &+ 1
    let size = unsafe (ends[row &* stride] & ~Self.doubled) &- start &- trim
    return unsafe Bytes(base + Int(start), Int(size))
  }

  @inline(__always)
  func isDoubled(_ row: Int) -> Bool { unsafe ends[row &* stride] & Self.doubled != 0 }
}

/// A few hundred records, cut into fields but not yet read, so that each column can be converted in one tight loop.
///
/// The text stays where it is, in the piece that was fed or in the carry-over; `Structurals.slack` bytes behind every field
/// are readable. Where records are all alike, the positions that the scan found are the table of their fields as they are: a
/// *matrix*. Otherwise the tokeniser fills a table of the fields asked for.
@safe
struct RecordBlock: ~Copyable {
  /// What is wrong with a record as such.
  struct Fault {
    /// A reason of the header, LEADLINE_CSV_SYNTAX and so on; 0: none.
    var reason: Int32 = 0
    /// The column at fault, from 1; 0: the whole record.
    var column: UInt32 = 0
    /// Where its text begins, and how much of it is to be told.
    var start: Int = 0
    var size: Int = 0
  }

  static var usualCapacity: Int { 512 }

  let capacity: Int
  /// The columns asked for, from 0, rising; one that no record reaches closes the list.
  private var wanted: Buffer<Int>
  /// Before and end of each field asked for, record by record.
  private var cells: Buffer<UInt32>
  private var lines: Buffer<UInt64>
  private var faults: Buffer<Fault>
  var count = 0
  /// Whether any record has a fault.
  var isFaulty = false
  /// What offsets count from; valid while the text is.
  var base: UnsafePointer<UInt8>

  /// The end of the first record's first field, of a matrix.
  private var matrix: UnsafePointer<UInt32>?
  private var matrixStride = 0
  private var matrixTrim = 0
  private var matrixLine: UInt64 = 0

  init(_ heap: Heap, capacity: Int = RecordBlock.usualCapacity) {
    self.capacity = capacity
    wanted = Buffer(heap)
    cells = Buffer(heap)
    lines = Buffer(heap)
    faults = Buffer(heap)
    unsafe base = Bytes("").start
  }

  /// Makes an empty block ask for these columns, which rise.
  mutating func want(_ columns: borrowing Buffer<Int>) throws(OutOfMemory) {
    precondition(count == 0)
    try lines.resize(to: capacity, filling: 0)
    try faults.resize(to: capacity, filling: Fault())
    try cells.resize(to: 2 * capacity * Swift.max(columns.count, 1), filling: 0)
    try wanted.reserve(exactly: columns.count + 1)
    wanted.removeAll()
    for i in 0..<columns.count { wanted.appendReserved(columns[i]) }
    wanted.appendReserved(.max)
  }

  /// How many columns are asked for.
  var width: Int { wanted.count - 1 }

  func wantedColumn(_ slot: Int) -> Int { wanted[slot] }

  /// The last column asked for, -1 when there is none.
  var lastWanted: Int { width == 0 ? -1 : wanted[width - 1] }

  /// Makes room for the next records.
  mutating func clear() {
    if isFaulty {
      // Only faults are written, so that a good record costs nothing here.
      for row in 0..<count { faults[row].reason = 0 }
    }
    count = 0
    isFaulty = false
    unsafe matrix = nil
  }

  /// Takes as records `rows` times `stride` positions, each the end of a field; the one before them ends the record before.
  mutating func setMatrix(_ positions: UnsafePointer<UInt32>, stride: Int, trim: Int, rows: Int, line: UInt64) {
    precondition(count == 0 && rows <= capacity && lastWanted < stride)
    unsafe matrix = positions
    matrixStride = stride
    matrixTrim = trim
    matrixLine = line
    count = rows
  }

  /// The fields of a column asked for.
  func column(_ slot: Int) -> FieldColumn {
    let column = wanted[slot]
    if let matrix = unsafe matrix {
      return unsafe FieldColumn(
        befores: matrix + (column - 1), ends: matrix + column, base: base, stride: matrixStride,
        trim: column == matrixStride - 1 ? matrixTrim : 0)
    }
    let first = unsafe UnsafePointer(cells.base.unsafelyUnwrapped) + 2 * slot
    return unsafe FieldColumn(befores: first, ends: first + 1, base: base, stride: 2 * width, trim: 0)
  }

  /// The line a record begins on.
  func line(_ row: Int) -> UInt64 {
    unsafe matrix == nil ? lines[row] : matrixLine + UInt64(row)
  }

  func fault(_ row: Int) -> Fault { faults[row] }

  func text(of fault: Fault) -> Bytes { unsafe Bytes(base + fault.start, fault.size) }
}

// For the tokeniser, which fills the table.
extension RecordBlock {
  @inline(__always)
  var wantedBase: UnsafePointer<Int> { unsafe UnsafePointer(wanted.base.unsafelyUnwrapped) }

  /// Before and end of the first field asked for of the first record; those of one record lie side by side.
  @inline(__always)
  var cellBase: UnsafeMutablePointer<UInt32> { unsafe cells.base.unsafelyUnwrapped }

  @inline(__always)
  var lineBase: UnsafeMutablePointer<UInt64> { unsafe lines.base.unsafelyUnwrapped }

  mutating func setCell(_ slot: Int, start: Int, end: Int, isDoubled: Bool) {
    let at = (count * width + slot) * 2
    cells[at] = UInt32(truncatingIfNeeded: start &- 1)
    cells[at + 1] = UInt32(truncatingIfNeeded: end) | (isDoubled ? FieldColumn.doubled : 0)
  }

  /// Closes a record that has a fault. What it holds from `slot` on reads as empty.
  mutating func appendFault(_ fault: Fault, line: UInt64, emptyFrom slot: Int) {
    for empty in slot..<Swift.max(width, slot) { setCell(empty, start: 0, end: 0, isDoubled: false) }
    faults[count] = fault
    isFaulty = true
    append(line: line)
  }

  /// Closes a record.
  mutating func append(line: UInt64) {
    lines[count] = line
    count += 1
  }
}
