/// Counted moves of walks between states that are sequences of symbols: a hash of states and next symbols.
///
/// A state is the last `order` symbols, the newest first; before the start of a walk there is `padding`.
struct ChainMoves: ~Copyable {
  struct Move {
    var from: UInt32
    /// `outcome` and `lost` end the walk.
    var symbol: UInt32
    /// The state it leads to; nowhere where the walk ends.
    var to: UInt32
    /// 0 where there is no move.
    var times: UInt64
  }

  static var outcome: UInt32 { .max }
  static var lost: UInt32 { .max - 1 }
  static var padding: Int64 { -1 }

  let order: Int
  private(set) var states: GroupIndex
  /// By the hash of where they come from and their symbols, open addressing.
  private(set) var moves: Buffer<Move>
  private var count = 0
  private var words: Buffer<Int64>

  init(_ heap: Heap, order: Int) {
    self.order = order
    states = GroupIndex(heap, width: order)
    moves = Buffer(heap)
    words = Buffer(heap)
  }

  /// The state in front of all symbols.
  mutating func start() throws(OutOfMemory) -> UInt32 {
    if words.isEmpty { try words.append(repeating: Self.padding, count: order) }
    for w in 0..<order { words[w] = Self.padding }
    return try state()
  }

  /// The state that another's is here; `numbers` says what its symbols are called here.
  mutating func state(_ words: (Int) -> Int64, _ numbers: borrowing Buffer<UInt32>) throws(OutOfMemory) -> UInt32 {
    if self.words.isEmpty { try self.words.append(repeating: Self.padding, count: order) }
    for w in 0..<order {
      let symbol = words(w)
      self.words[w] = symbol == Self.padding ? symbol : Int64(numbers[Int(symbol)])
    }
    return try state()
  }

  private mutating func state() throws(OutOfMemory) -> UInt32 {
    var isNew = false
    return UInt32(truncatingIfNeeded: try states.find(words, isNew: &isNew))
  }

  /// Counts a move, `times` above 0; the state it leads to, the same one where the walk ends.
  @_optimize(speed)
  mutating func move(_ from: UInt32, _ symbol: UInt32, _ times: UInt64) throws(OutOfMemory) -> UInt32 {
    if moves.count > 0 {
      let at = place(from, symbol)
      if moves[at].times != 0 {
        moves[at].times += times
        return moves[at].to
      }
    }
    let to = try follower(of: from, symbol)
    if (count + 1) * 4 > moves.count * 3 { try grow() }
    moves[place(from, symbol)] = Move(from: from, symbol: symbol, to: to, times: times)
    count += 1
    return to
  }

  /// How often a move came.
  func times(_ from: UInt32, _ symbol: UInt32) -> UInt64 { moves.isEmpty ? 0 : moves[place(from, symbol)].times }

  /// Where a move is, or would be.
  @inline(__always)
  private func place(_ from: UInt32, _ symbol: UInt32) -> Int {
    // The table is never full, and a mask keeps in range. Salted, so that nobody can choose paths whose moves share a place.
    let base = unsafe moves.base.unsafelyUnwrapped
    let mask = moves.count &- 1
    let salt = UInt64(UInt(bitPattern: base))
    var at = Int(truncatingIfNeeded: DistinctSketch.hash((UInt64(from) << 32 | UInt64(symbol)) ^ Hash.word(salt))) & mask
    while unsafe base[at].times != 0 {
      if unsafe (base[at].from == from && base[at].symbol == symbol) { break }
      at = (at &+ 1) & mask
    }
    return at
  }

  private mutating func follower(of from: UInt32, _ symbol: UInt32) throws(OutOfMemory) -> UInt32 {
    if symbol >= Self.lost { return from }
    var w = order - 1
    while w > 0 {
      words[w] = states.key(Int(from), w - 1)
      w -= 1
    }
    words[0] = Int64(symbol)
    return try state()
  }

  private mutating func grow() throws(OutOfMemory) {
    var fresh = Buffer<Move>(moves.heap)
    try fresh.append(repeating: Move(from: 0, symbol: 0, to: 0, times: 0), count: Swift.max(moves.count * 2, 64))
    swap(&moves, &fresh)
    for m in 0..<fresh.count where fresh[m].times != 0 { moves[place(fresh[m].from, fresh[m].symbol)] = fresh[m] }
  }
}
