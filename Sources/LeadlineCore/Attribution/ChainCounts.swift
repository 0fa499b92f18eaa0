/// The moves of walks over states, counted: what a chain is made of. Counts of disjoint walks add up.
///
/// A walk comes from a start, goes over symbols, and ends in the outcome or in nothing. A state is the last `order` symbols. Of the
/// first order, with no more symbols than `mostDense`, moves are a square of numbers, which counts a touch in a step or two.
struct ChainCounts: ~Copyable {
  static var mostDense: Int { 1024 }

  let heap: Heap
  let order: Int
  /// Walks in all, and those of them that led to the outcome.
  private(set) var paths: UInt64 = 0
  private(set) var outcomes: UInt64 = 0
  /// By state, the start and then each symbol: times it went to the outcome, to nothing, to each symbol. `room` symbols fit.
  private var square: Buffer<UInt64>
  private var room = 0
  private var isSquare: Bool
  private var moves: ChainMoves

  /// `order` is 1 to 4.
  init(_ heap: Heap, order: Int) {
    self.heap = heap
    self.order = order
    square = Buffer(heap)
    isSquare = order == 1
    moves = ChainMoves(heap, order: order)
  }

  /// Counts a walk that led so often to the outcome and so often to nothing: the numbers of its symbols, in order.
  @_optimize(speed)
  mutating func count(_ path: borrowing Buffer<UInt32>, outcomes: UInt64, lost: UInt64) throws(OutOfMemory) {
    let times = outcomes + lost
    if times == 0 { return }
    paths += times
    self.outcomes += outcomes
    if isSquare {
      var greatest: UInt32 = 0
      for i in 0..<path.count { greatest = Swift.max(greatest, path[i]) }
      if Int(greatest) >= room { try makeRoom(for: Int(greatest)) }
    }
    if isSquare {
      // Symbols are below `room`, so all is in range.
      let cells = unsafe square.base.unsafelyUnwrapped
      let width = room &+ 2
      var row = 0
      for i in 0..<path.count {
        let symbol = Int(truncatingIfNeeded: path[i])
        unsafe cells[row &+ symbol &+ 2] &+= times
        row = (symbol &+ 1) &* width
      }
      unsafe cells[row] &+= outcomes
      unsafe cells[row &+ 1] &+= lost
      return
    }
    var state = try moves.start()
    for i in 0..<path.count { state = try moves.move(state, path[i], times) }
    if outcomes > 0 { _ = try moves.move(state, ChainMoves.outcome, outcomes) }
    if lost > 0 { _ = try moves.move(state, ChainMoves.lost, lost) }
  }

  /// Widens the square, or gives it up.
  private mutating func makeRoom(for symbol: Int) throws(OutOfMemory) {
    guard symbol < Self.mostDense else { return try giveUpSquare() }
    var wanted = Swift.max(room, 16)
    while wanted <= symbol { wanted *= 2 }
    var fresh = Buffer<UInt64>(heap)
    try fresh.append(repeating: 0, count: (wanted + 1) * (wanted + 2))
    if room > 0 {
      for r in 0...room {
        for c in 0..<room + 2 { fresh[r * (wanted + 2) + c] = square[r * (room + 2) + c] }
      }
    }
    swap(&square, &fresh)
    room = wanted
  }

  private mutating func giveUpSquare() throws(OutOfMemory) {
    var same = Buffer<UInt32>(heap)
    for symbol in 0..<room { try same.append(UInt32(truncatingIfNeeded: symbol)) }
    var old = ChainCounts(heap, order: 1)
    swap(&old.square, &square)
    swap(&old.room, &room)
    isSquare = false
    try add(old, same)
  }

  /// Takes in what another counted; `numbers`: by its number of a symbol, the own one.
  mutating func merge(_ other: borrowing ChainCounts, _ numbers: borrowing Buffer<UInt32>) throws(OutOfMemory) {
    if isSquare {
      var greatest: UInt32 = 0
      for i in 0..<numbers.count { greatest = Swift.max(greatest, numbers[i]) }
      if other.paths > 0 && Int(greatest) >= room { try makeRoom(for: Int(greatest)) }
    }
    paths += other.paths
    outcomes += other.outcomes
    try add(other, numbers)
  }

  private mutating func add(_ other: borrowing ChainCounts, _ numbers: borrowing Buffer<UInt32>) throws(OutOfMemory) {
    // By its state, the own one and one.
    var own = Buffer<UInt32>(heap)
    try own.append(repeating: 0, count: other.states)
    try other.forEachMove { from, symbol, _, times throws(OutOfMemory) in
      let symbol = symbol >= ChainMoves.lost ? symbol : numbers[Int(symbol)]
      if isSquare {
        let last = other.word(from, 0)
        let row = last == ChainMoves.padding ? 0 : Int(numbers[Int(last)]) + 1
        let column = symbol == ChainMoves.outcome ? 0 : symbol == ChainMoves.lost ? 1 : Int(symbol) + 2
        square[row * (room + 2) + column] += times
      } else {
        if own[from] == 0 { own[from] = try moves.state({ other.word(from, $0) }, numbers) + 1 }
        _ = try moves.move(own[from] - 1, symbol, times)
      }
    }
  }

  /// States are numbered below this; not each needs to have been met.
  var states: Int { isSquare ? (room == 0 ? 0 : room + 1) : moves.states.count }

  /// The `w`-th newest symbol of a state, or `ChainMoves.padding`.
  func word(_ state: Int, _ w: Int) -> Int64 { isSquare ? Int64(state - 1) : moves.states.key(state, w) }

  /// The number of the state that is called by the first of some words, the newest first; nil if no walk was there.
  func state(_ words: borrowing Buffer<Int64>) -> Int? {
    if !isSquare { return moves.states.number(of: words) }
    let state = Int(words[0]) + 1
    return state < states ? state : nil
  }

  /// Calls `body` with each move that came: from a state, by a symbol, to a state, so often.
  func forEachMove(_ body: (Int, UInt32, Int, UInt64) throws(OutOfMemory) -> Void) throws(OutOfMemory) {
    if !isSquare {
      for m in 0..<moves.moves.count where moves.moves[m].times != 0 {
        let move = moves.moves[m]
        try body(Int(move.from), move.symbol, Int(move.to), move.times)
      }
      return
    }
    let width = room + 2
    for from in 0..<states {
      for column in 0..<width where square[from * width + column] > 0 {
        let symbol = column == 0 ? ChainMoves.outcome : column == 1 ? ChainMoves.lost : UInt32(truncatingIfNeeded: column - 2)
        try body(from, symbol, Swift.max(column - 1, 0), square[from * width + column])
      }
    }
  }

  /// How often walks went on from a state by a symbol; with the state's number, which is of these counts.
  func times(_ state: Int, _ symbol: UInt32) -> UInt64 {
    if !isSquare { return moves.times(UInt32(truncatingIfNeeded: state), symbol) }
    let column = symbol == ChainMoves.outcome ? 0 : symbol == ChainMoves.lost ? 1 : Int(symbol) + 2
    return state >= states || column >= room + 2 ? 0 : square[state * (room + 2) + column]
  }
}
