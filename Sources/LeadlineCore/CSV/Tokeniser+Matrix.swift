/// The fast path: records that are all alike, without a quote that opens a field.
extension Tokeniser {
  /// Fewer records than this are not worth a block of their own.
  private static var leastRows: Int { 8 }

  /// What `takeMatrix` came to.
  enum Matrix {
    /// So many positions are taken up, and the block is set.
    case taken(Int)
    /// All positions belong to a record whose end is not found yet.
    case unfinished
    /// The next records are not alike.
    case unlike
  }

  /// Takes as a matrix the longest run of records with the same number of fields that the positions from `next` on begin
  /// with. Between records only.
  ///
  /// Each structural byte is looked at once, and nothing is written: the positions are the table of fields.
  mutating func takeMatrix(
    _ positions: UnsafeMutablePointer<UInt32>, from next: Int, count: Int, into block: inout RecordBlock
  ) -> Matrix {
    let base = unsafe block.base
    let delimiter = dialect.delimiter
    guard !dialect.collapses else { return .unlike }

    // The first record says how many fields there are. Of one alone it would be hard to tell an empty line.
    var stride = 0
    while true {
      guard next &+ stride < count else { return .unfinished }
      let byte = unsafe base[Int(positions[next &+ stride])]
      stride &+= 1
      if byte == Structurals.newline { break }
      if byte != delimiter { return .unlike }
    }
    guard stride >= 2 && stride > block.lastWanted else { return .unlike }
    let firstEnd = unsafe Int(positions[next &+ stride &- 1])
    let trim = unsafe base[firstEnd &- 1] == Structurals.carriageReturn ? 1 : 0

    let most = Swift.min((count &- next) / stride, block.capacity)
    var rows = 1
    var record = unsafe positions + (next &+ stride)
    while rows < most {
      var isLike = true
      var i = 0
      while i < stride &- 1 {
        isLike = unsafe isLike && base[Int(record[i])] == delimiter
        i &+= 1
      }
      let end = unsafe Int(record[i])
      isLike = unsafe isLike && base[end] == Structurals.newline
      isLike = unsafe isLike && (base[end &- 1] == Structurals.carriageReturn) == (trim == 1)
      guard isLike else { break }
      unsafe record += stride
      rows &+= 1
    }
    // A few records before the positions end are taken, because there are more to come.
    guard rows >= Self.leastRows || rows == most else { return .unlike }

    unsafe positions[next &- 1] = UInt32(truncatingIfNeeded: state.recordStart &- 1)
    unsafe block.setMatrix(positions + next, stride: stride, trim: trim, rows: rows, line: state.recordLine)
    state.line &+= UInt64(rows)
    state.recordLine = state.line
    state.recordStart = unsafe Int(record[-1]) &+ 1
    state.fieldStart = state.recordStart
    return .taken(rows &* stride)
  }
}
