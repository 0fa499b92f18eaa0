/// Pairs of keys in order, each as many times as there are outcomes. Made and used under the lock on names.
struct ListedPairs: ~Copyable {
  /// Pair times outcomes, and the outcome.
  let rows: Buffer<UInt32>
  /// By row of both, the key that comes first, then the other.
  private let firsts: Buffer<UInt32>
  private let seconds: Buffer<UInt32>

  /// `keys` are those that the pairs number, by these names alone.
  init(_ engine: borrowing Engine, _ names: borrowing JourneyKeys, _ keys: borrowing GroupIndex, _ pairs: borrowing PairTally)
    throws(OutOfMemory)
  {
    let heap = engine.heap
    let ordered = try JourneyGroups(engine, names, keys)
    var places = Buffer<UInt32>(heap)
    try places.append(repeating: 0, count: keys.count)
    for i in 0..<keys.count { places[Int(ordered.groups[i])] = UInt32(truncatingIfNeeded: i) }
    let count = pairs.pairs.count
    var order = Buffer<UInt32>(heap)
    var low = Buffer<UInt32>(heap)
    var high = Buffer<UInt32>(heap)
    for p in 0..<count {
      let (a, b) = (places[Int(pairs.pairs.key(p, 0))], places[Int(pairs.pairs.key(p, 1))])
      try order.append(UInt32(truncatingIfNeeded: p))
      try low.append(Swift.min(a, b))
      try high.append(Swift.max(a, b))
    }
    let comparison = ByPlaces(low: low, high: high)
    try MergeSort.sort(&order, heap, by: comparison)
    var rows = Buffer<UInt32>(heap)
    var firsts = Buffer<UInt32>(heap)
    var seconds = Buffer<UInt32>(heap)
    for i in 0..<count {
      let pair = Int(order[i])
      for o in 0..<pairs.outcomes {
        try rows.append(UInt32(truncatingIfNeeded: pair * pairs.outcomes + o))
        try firsts.append(ordered.groups[Int(comparison.low[pair])])
        try seconds.append(ordered.groups[Int(comparison.high[pair])])
      }
    }
    self.rows = rows
    self.firsts = firsts
    self.seconds = seconds
  }

  private struct ByPlaces: RowOrder, ~Copyable {
    let low: Buffer<UInt32>
    let high: Buffer<UInt32>

    func compare(_ a: UInt32, _ b: UInt32) -> Int {
      if low[Int(a)] != low[Int(b)] { return low[Int(a)] < low[Int(b)] ? -1 : 1 }
      return high[Int(a)] < high[Int(b)] ? -1 : high[Int(a)] > high[Int(b)] ? 1 : 0
    }
  }

  /// Writes the names of the one key, then those of the other.
  func fillKeys(_ engine: borrowing Engine, _ names: borrowing JourneyKeys, _ keys: borrowing GroupIndex, into table: inout Table)
    throws(OutOfMemory)
  {
    for k in 0..<names.keys.count { try fill(engine, names, firsts, k, "", keys, into: &table) }
    for k in 0..<names.keys.count { try fill(engine, names, seconds, k, "other_", keys, into: &table) }
  }

  private func fill(
    _ engine: borrowing Engine, _ names: borrowing JourneyKeys, _ numbers: borrowing Buffer<UInt32>, _ word: Int, _ prefix: StaticString,
    _ keys: borrowing GroupIndex, into table: inout Table
  ) throws(OutOfMemory) {
    var column = Table.Column(table.heap, .string)
    column.isKey = true
    for i in 0..<numbers.count { try engine.append(UInt32(truncatingIfNeeded: keys.key(Int(numbers[i]), word)), of: names, word, to: &column) }
    var text = Buffer<UInt8>(table.heap)
    try text.append(text: Bytes(prefix))
    try text.append(text: engine.title(of: names, word))
    try table.add(column, unsafe Bytes(UnsafePointer(text.base.unsafelyUnwrapped), text.count))
  }
}
