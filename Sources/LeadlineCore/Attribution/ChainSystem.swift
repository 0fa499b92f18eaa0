/// A chain as its equations want it: states in canonical order, those of one key next to each other, and each one's moves as counts.
///
/// Counts need not be divided by anything: shares of a state's moves are all that ever matters. And since every walk that comes into
/// a state leaves it, a state is met by the chain's walks as often, in the mean, as it was by those counted.
struct ChainSystem: ~Copyable {
  /// Without the start, which is the last row.
  let states: Int
  /// By row and one more: its first move.
  private(set) var firsts: Buffer<Int>
  /// Where a move leads to, ascending in a row: a state, then the outcome, then nothing.
  private(set) var to: Buffer<UInt32>
  /// Exact: counts are below 2^53.
  private(set) var times: Buffer<Double>
  /// Keys with states, in order, and by their place and one more the first state.
  private(set) var keys: Buffer<UInt32>
  private(set) var starts: Buffer<Int>
  let outcomes: Double

  var outcome: Int { states }
  var lost: Int { states + 1 }
  var start: Int { states }

  /// `keyOf` and `ranks`: by symbol, its key and its place in the canonical order, in which a key's symbols follow one another.
  init(_ counts: borrowing ChainCounts, _ keyOf: borrowing Buffer<UInt32>, _ ranks: borrowing Buffer<UInt32>) throws(OutOfMemory) {
    let heap = counts.heap
    let order = counts.order
    // By state of the counts: whether it was met, then its row.
    var rows = Buffer<UInt32>(heap)
    try rows.append(repeating: .max, count: counts.states)
    try counts.forEachMove { from, _, _, _ throws(OutOfMemory) in rows[from] = 0 }
    var met = Buffer<UInt32>(heap)
    var words = Buffer<UInt32>(heap)
    for s in 0..<rows.count where rows[s] == 0 && counts.word(s, 0) != ChainMoves.padding {
      try met.append(UInt32(truncatingIfNeeded: s))
      for w in 0..<order {
        let symbol = counts.word(s, w)
        try words.append(symbol == ChainMoves.padding ? 0 : ranks[Int(symbol)] + 1)
      }
    }
    let states = met.count
    var places = Buffer<UInt32>(heap)
    for p in 0..<states { try places.append(UInt32(truncatingIfNeeded: p)) }
    if states > 0 {
      unsafe try MergeSort.sort(&places, heap, by: ByWords(words: UnsafePointer(words.base.unsafelyUnwrapped), width: order))
    }
    var keys = Buffer<UInt32>(heap)
    var starts = Buffer<Int>(heap)
    for s in 0..<rows.count where rows[s] == 0 { rows[s] = UInt32(truncatingIfNeeded: states) }
    for row in 0..<states {
      let state = Int(met[Int(places[row])])
      rows[state] = UInt32(truncatingIfNeeded: row)
      let key = keyOf[Int(counts.word(state, 0))]
      if keys.count > 0 && keys[keys.count - 1] == key { continue }
      try keys.append(key)
      try starts.append(row)
    }
    try starts.append(states)
    let table = try MoveTable(counts, rows, states)
    self.states = states
    firsts = table.firsts
    to = table.to
    times = table.times
    self.keys = keys
    self.starts = starts
    outcomes = Double(counts.outcomes)
  }

  @safe
  private struct ByWords: RowOrder {
    let words: UnsafePointer<UInt32>
    let width: Int

    func compare(_ a: UInt32, _ b: UInt32) -> Int {
      for w in 0..<width {
        let (left, right) = unsafe (words[Int(a) &* width &+ w], words[Int(b) &* width &+ w])
        if left != right { return left < right ? -1 : 1 }
      }
      return 0
    }
  }
}

/// Moves by row, then by where they lead to: put in order by counting, first by the latter.
private struct MoveTable: ~Copyable {
  var firsts: Buffer<Int>
  var to: Buffer<UInt32>
  var times: Buffer<Double>

  init(_ counts: borrowing ChainCounts, _ rows: borrowing Buffer<UInt32>, _ states: Int) throws(OutOfMemory) {
    let heap = counts.heap
    var columns = Buffer<Int>(heap)
    var firsts = Buffer<Int>(heap)
    try columns.append(repeating: 0, count: states + 3)
    try firsts.append(repeating: 0, count: states + 2)
    var count = 0
    try counts.forEachMove { from, symbol, to, _ throws(OutOfMemory) in
      columns[Self.column(symbol, to, rows, states) + 1] += 1
      firsts[Int(rows[from]) + 1] += 1
      count += 1
    }
    for c in 0..<states + 2 { columns[c + 1] += columns[c] }
    for r in 0..<states + 1 { firsts[r + 1] += firsts[r] }
    var byColumn = Buffer<UInt32>(heap)
    var columnTimes = Buffer<UInt64>(heap)
    try byColumn.append(repeating: 0, count: count)
    try columnTimes.append(repeating: 0, count: count)
    try counts.forEachMove { from, symbol, to, times throws(OutOfMemory) in
      let column = Self.column(symbol, to, rows, states)
      byColumn[columns[column]] = rows[from]
      columnTimes[columns[column]] = times
      columns[column] += 1
    }
    // Each column's counter is now the beginning of the next.
    var next = try Buffer<Int>(copying: firsts)
    var to = Buffer<UInt32>(heap)
    var times = Buffer<Double>(heap)
    try to.append(repeating: 0, count: count)
    try times.append(repeating: 0, count: count)
    var column = 0
    for m in 0..<count {
      while columns[column] <= m { column += 1 }
      let row = Int(byColumn[m])
      to[next[row]] = UInt32(truncatingIfNeeded: column)
      times[next[row]] = Double(columnTimes[m])
      next[row] += 1
    }
    self.firsts = firsts
    self.to = to
    self.times = times
  }

  private static func column(_ symbol: UInt32, _ to: Int, _ rows: borrowing Buffer<UInt32>, _ states: Int) -> Int {
    symbol == ChainMoves.outcome ? states : symbol == ChainMoves.lost ? states + 1 : Int(rows[to])
  }
}
