/// Some cells of a plane side by side, so that what follows from one is looked up for all of them before the next thing is:
/// the misses of caches then overlap.
struct CellRun<Word: FixedWidthInteger & SignedInteger & BitwiseCopyable> {
  static var most: Int { 64 }

  private(set) var tuples = InlineArray<64, UInt32>(repeating: 0)
  private(set) var cells = InlineArray<64, Cell<Word>>(repeating: .zero)
  var count = 0

  /// Adds a cell if it is there; without a branch. There is room.
  @inline(__always)
  mutating func add(_ tuple: UInt32, _ cell: Cell<Word>, isThere: Bool) {
    tuples[count] = tuple
    cells[count] = cell
    count &+= isThere ? 1 : 0
  }
}
