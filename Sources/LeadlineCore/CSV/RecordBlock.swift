/// One field of a record: where its text is, counted from the block's `base`.
struct Cell {
  private let bits: UInt64

  /// An empty text.
  static var empty: Cell { Cell(start: 0, count: 0) }

  /// `count` is below 2^31, `start` below 2^32.
  @inline(__always)
  init(start: Int, count: Int) {
    bits = UInt64(UInt32(truncatingIfNeeded: start)) | UInt64(UInt32(truncatingIfNeeded: count)) &<< 32
  }

  /// The text between quotes, in which quotes are doubled.
  @inline(__always)
  init(doubled start: Int, count: Int) {
    bits = Cell(start: start, count: count).bits | 1 &<< 63
  }

  @inline(__always) var start: Int { Int(UInt32(truncatingIfNeeded: bits)) }
  @inline(__always) var count: Int { Int((bits &>> 32) & 0x7FFF_FFFF) }
  /// Whether the text holds doubled quotes that have yet to be undone.
  @inline(__always) var isDoubled: Bool { bits &>> 63 != 0 }
}

/// A few hundred records, cut into fields but not yet read: for each column asked for, the cells of all records side by
/// side, so that a column is converted in one tight loop.
///
/// The text stays where it is, in the piece that was fed or in the carry-over; `slack` bytes behind every cell are readable.
@safe
struct RecordBlock: ~Copyable {
  /// What is wrong with a record as such.
  struct Fault {
    /// A reason of the header, LEADLINE_CSV_SYNTAX and so on; 0: none.
    var reason: Int32
    /// The column at fault, from 1; 0: the whole record.
    var column: UInt32
    var text: Cell
  }

  static var usualCapacity: Int { 256 }

  let capacity: Int
  /// Columns asked for.
  let width: Int
  private var cells: Buffer<Cell>
  private var lines: Buffer<UInt64>
  private var faults: Buffer<Fault>
  var count = 0
  /// Whether any record has a fault.
  var isFaulty = false
  /// What cells count from; valid while the text is.
  var base: UnsafePointer<UInt8>

  init(_ heap: Heap, width: Int, capacity: Int = RecordBlock.usualCapacity) throws(OutOfMemory) {
    self.capacity = capacity
    self.width = width
    cells = Buffer(heap)
    lines = Buffer(heap)
    faults = Buffer(heap)
    unsafe base = Bytes("").start
    try cells.append(repeating: .empty, count: Swift.max(width, 1) * capacity)
    try lines.append(repeating: 0, count: capacity)
    try faults.append(repeating: Fault(reason: 0, column: 0, text: .empty), count: capacity)
  }

  /// Makes room for the next records.
  mutating func clear() {
    if isFaulty {
      // Only faults are written, so that a good record costs nothing here.
      for row in 0..<count { faults[row].reason = 0 }
    }
    count = 0
    isFaulty = false
  }

  /// The cells of a column, one a record; `capacity` of them.
  @inline(__always)
  func column(_ slot: Int) -> UnsafeMutablePointer<Cell> {
    precondition(slot >= 0 && slot < width)
    return unsafe cells.base.unsafelyUnwrapped + slot * capacity
  }

  /// The first column's cells, the other columns' each `capacity` further.
  var cellBase: UnsafeMutablePointer<Cell> { unsafe cells.base.unsafelyUnwrapped }

  /// The line each record begins on.
  var lineBase: UnsafeMutablePointer<UInt64> { unsafe lines.base.unsafelyUnwrapped }

  var faultBase: UnsafeMutablePointer<Fault> { unsafe faults.base.unsafelyUnwrapped }

  func line(_ row: Int) -> UInt64 { lines[row] }

  func fault(_ row: Int) -> Fault { faults[row] }

  /// The text of a cell as it stands, quotes still doubled.
  @inline(__always)
  func text(_ cell: Cell) -> Bytes { unsafe Bytes(base + cell.start, cell.count) }
}
