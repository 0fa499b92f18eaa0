/// What models that look at all paths at once count of them, by model and outcome. Counts of disjoint paths add up.
struct PathModels: ~Copyable {
  struct Place {
    /// Among the places of its sort: that of the first outcome. Behind the last of several is that of all of them.
    var first = 0
    var sort = Sort.none
  }

  enum Sort: UInt8 {
    case none
    case chain
    case search
    case coalitions
  }

  let heap: Heap
  private let outcomes: Int
  private let each: Int
  private let models: Buffer<CreditModel>
  /// By model.
  private var places: Buffer<Place>
  private var chains: Buffer<ChainCounts>
  private var searches: Buffer<ChainOrders>
  private var coalitions: Buffer<CoalitionCounts>
  /// Symbols of chains that tell kinds apart: a key and a kind.
  private var symbols: GroupIndex
  private var symbol: Buffer<Int64>

  @inline(never)
  init(_ heap: Heap, _ models: borrowing Buffer<CreditModel>, outcomes: Int) throws(OutOfMemory) {
    var places = Buffer<Place>(heap)
    var chains = Buffer<ChainCounts>(heap)
    var searches = Buffer<ChainOrders>(heap)
    var coalitions = Buffer<CoalitionCounts>(heap)
    var symbol = Buffer<Int64>(heap)
    let own = try Buffer(copying: models)
    try symbol.append(repeating: 0, count: 2)
    // One more for what led to none of several.
    let each = outcomes > 1 ? outcomes + 1 : outcomes
    for m in 0..<models.count {
      let model = models[m]
      guard model.isOfAllPaths else {
        try places.append(Place())
        continue
      }
      if model.kind == .shapleyRate {
        try places.append(Place(first: coalitions.count, sort: .coalitions))
        for _ in 0..<each { try coalitions.append(try CoalitionCounts(heap)) }
      } else if model.order == 0 {
        try places.append(Place(first: searches.count, sort: .search))
        for _ in 0..<each { try searches.append(try ChainOrders(heap)) }
      } else {
        try places.append(Place(first: chains.count, sort: .chain))
        for _ in 0..<each { try chains.append(ChainCounts(heap, order: model.order)) }
      }
    }
    self.heap = heap
    self.outcomes = outcomes
    self.each = each
    self.models = own
    self.places = places
    self.chains = chains
    self.searches = searches
    self.coalitions = coalitions
    symbols = GroupIndex(heap, width: 2)
    self.symbol = symbol
  }

  /// What came of a path: so many outcomes, worth so much in all, and so often nothing.
  struct Amount {
    var outcomes: UInt64 = 0
    var value: Int128 = 0
    var lost: UInt64 = 0
  }

  /// What stands for all outcomes together: paths that led to none of them are counted once. See `share`.
  var allOutcomes: Int { each - 1 }

  /// Whether all models see a path as nothing but its keys.
  var seeKeysAlone: Bool {
    for m in 0..<models.count where models[m].isOfAllPaths && !models[m].seesKeysAlone { return false }
    return true
  }

  /// Whether it makes a difference which paths are held out.
  var haveSearches: Bool { !searches.isEmpty }

  /// Counts a path for all models; of `heldOut` the orders of chains are judged by. Leaves some walk in the path.
  mutating func count(_ path: inout TouchPath, _ outcome: Int, _ amount: Amount, heldOut: Amount = Amount()) throws(OutOfMemory) {
    var isOfKeys = false
    for m in 0..<models.count where models[m].isOfAllPaths {
      let model = models[m]
      if !model.seesKeysAlone {
        try listSymbols(model, &path)
        isOfKeys = false
      } else if !isOfKeys {
        try path.listWalk(ofClicks: false)
        isOfKeys = true
      }
      try count(m, path.walk, outcome, amount, heldOut)
    }
  }

  /// The same of a path that is nothing but keys, where models see no more.
  mutating func count(keys: borrowing Buffer<UInt32>, _ outcome: Int, _ amount: Amount, heldOut: Amount = Amount()) throws(OutOfMemory) {
    for m in 0..<models.count where models[m].isOfAllPaths { try count(m, keys, outcome, amount, heldOut) }
  }

  @inline(__always)
  private mutating func count(
    _ m: Int, _ walk: borrowing Buffer<UInt32>, _ outcome: Int, _ amount: Amount, _ heldOut: Amount
  ) throws(OutOfMemory) {
    let at = places[m].first + outcome
    let (outcomes, lost) = (amount.outcomes + heldOut.outcomes, amount.lost + heldOut.lost)
    switch places[m].sort {
    case .none: break
    case .coalitions: try coalitions[at].count(walk, outcomes: outcomes, value: amount.value + heldOut.value, lost: lost)
    case .chain: try chains[at].count(walk, outcomes: outcomes, lost: lost)
    case .search:
      try searches[at].count(walk, outcomes: amount.outcomes, lost: amount.lost, isHeldOut: false)
      try searches[at].count(walk, outcomes: heldOut.outcomes, lost: heldOut.lost, isHeldOut: true)
    }
  }

  /// The path as a walk.
  private mutating func listSymbols(_ model: CreditModel, _ path: inout TouchPath) throws(OutOfMemory) {
    if !model.isByKind { return try path.listWalk(ofClicks: model.isOfClicks) }
    path.walk.removeAll()
    try path.walk.reserve(exactly: path.count)
    for i in 0..<path.count {
      let touch = path.touches[i]
      if model.isOfClicks && !touch.isClick { continue }
      path.walk.appendReserved(try number(touch.key, Int64(touch.slot)))
    }
  }

  private mutating func number(_ key: UInt32, _ slot: Int64) throws(OutOfMemory) -> UInt32 {
    symbol[0] = Int64(key)
    symbol[1] = slot
    var isNew = false
    return UInt32(truncatingIfNeeded: try symbols.find(symbol, isNew: &isNew))
  }

  /// Takes in what another of the same models counted; `numbers`: by its number of a key, the own one.
  mutating func merge(_ other: borrowing PathModels, _ numbers: borrowing Buffer<UInt32>) throws(OutOfMemory) {
    var own = Buffer<UInt32>(heap)
    for s in 0..<other.symbols.count {
      try own.append(try number(numbers[Int(other.symbols.key(s, 0))], other.symbols.key(s, 1)))
    }
    for m in 0..<models.count where models[m].isOfAllPaths {
      for at in places[m].first..<places[m].first + each {
        switch places[m].sort {
        case .none: break
        case .coalitions: try coalitions[at].merge(other.coalitions[at], numbers)
        case .chain:
          if models[m].isByKind { try chains[at].merge(other.chains[at], own) } else { try chains[at].merge(other.chains[at], numbers) }
        case .search:
          if models[m].isByKind { try searches[at].merge(other.searches[at], own) } else { try searches[at].merge(other.searches[at], numbers) }
        }
      }
    }
  }

  /// Gives what led to none of several outcomes to each of them, once all is counted. Keys are numbered below `keys`.
  mutating func share(keys: Int) throws(OutOfMemory) {
    if each == outcomes { return }
    var same = Buffer<UInt32>(heap)
    for number in 0..<Swift.max(keys, symbols.count) { try same.append(UInt32(truncatingIfNeeded: number)) }
    for m in 0..<models.count where models[m].isOfAllPaths {
      let first = places[m].first
      switch places[m].sort {
      case .none: break
      case .coalitions:
        var all = try CoalitionCounts(heap)
        swap(&all, &coalitions[first + outcomes])
        for o in 0..<outcomes { try coalitions[first + o].merge(all, same) }
      case .chain:
        var all = ChainCounts(heap, order: models[m].order)
        swap(&all, &chains[first + outcomes])
        for o in 0..<outcomes { try chains[first + o].merge(all, same) }
      case .search:
        var all = try ChainOrders(heap)
        swap(&all, &searches[first + outcomes])
        for o in 0..<outcomes { try searches[first + o].merge(all, same) }
      }
    }
  }

  /// What a model says of an outcome, once all is shared. `ranks`: by key, its place in the canonical order.
  func verdict(_ m: Int, _ outcome: Int, _ ranks: borrowing Buffer<UInt32>) throws(OutOfMemory) -> PathVerdict {
    let model = models[m]
    let at = places[m].first + outcome
    switch places[m].sort {
    case .coalitions:
      let rate = try ShapleyRate(coalitions[at], ranks, samples: model.samples)
      return PathVerdict(units: try Buffer(copying: rate.ofOutcomes), value: try Buffer(copying: rate.ofValue), samples: rate.samples)
    case .search:
      let order = try searches[at].best()
      let chain = try searches[at].chain(order, symbols: model.isByKind ? symbols.count : ranks.count)
      return try verdict(chain, model, ranks)
    default: return try verdict(chains[at], model, ranks)
    }
  }

  private func verdict(_ chain: borrowing ChainCounts, _ model: CreditModel, _ ranks: borrowing Buffer<UInt32>) throws(OutOfMemory) -> PathVerdict {
    let effects: RemovalEffects
    if model.isByKind {
      let order = try SymbolOrder(symbols, ranks)
      effects = try RemovalEffects(chain, order.keyOf, order.ranks, keys: ranks.count)
    } else {
      var same = Buffer<UInt32>(heap)
      for k in 0..<ranks.count { try same.append(UInt32(truncatingIfNeeded: k)) }
      effects = try RemovalEffects(chain, same, ranks, keys: ranks.count)
    }
    return PathVerdict(
      units: try Buffer(copying: effects.effects), value: try Buffer(copying: effects.effects), state: effects.state, order: chain.order)
  }
}

/// What a model that looks at all paths says of keys, for one outcome.
struct PathVerdict: ~Copyable {
  /// By key: what the number of outcomes is split in proportion to, and their value. For a chain both are removal effects.
  var units: Buffer<Double>
  var value: Buffer<Double>
  var state = RemovalEffects.State.defined
  /// Of a chain.
  var order = 0
  /// 0 where nothing is estimated.
  var samples = 0
}

/// Symbols that are a key and a kind: in the order of their keys, then kinds.
private struct SymbolOrder: ~Copyable {
  private(set) var keyOf: Buffer<UInt32>
  private(set) var ranks: Buffer<UInt32>

  init(_ symbols: borrowing GroupIndex, _ keyRanks: borrowing Buffer<UInt32>) throws(OutOfMemory) {
    let heap = keyRanks.heap
    var keyOf = Buffer<UInt32>(heap)
    var order = Buffer<UInt64>(heap)
    var ranks = Buffer<UInt32>(heap)
    // 2^16 kinds at most, and 2^28 symbols or so.
    for s in 0..<symbols.count {
      let key = Int(symbols.key(s, 0))
      try keyOf.append(UInt32(truncatingIfNeeded: key))
      try order.append(UInt64(keyRanks[key]) << 16 | UInt64(truncatingIfNeeded: symbols.key(s, 1)))
      try ranks.append(UInt32(truncatingIfNeeded: s))
    }
    var sorted = try Buffer<UInt32>(copying: ranks)
    if symbols.count > 0 {
      unsafe try MergeSort.sort(&sorted, heap, by: ByWord(words: UnsafePointer(order.base.unsafelyUnwrapped)))
    }
    for i in 0..<sorted.count { ranks[Int(sorted[i])] = UInt32(truncatingIfNeeded: i) }
    self.keyOf = keyOf
    self.ranks = ranks
  }

  @safe
  private struct ByWord: RowOrder {
    let words: UnsafePointer<UInt64>

    func compare(_ a: UInt32, _ b: UInt32) -> Int {
      let (left, right) = unsafe (words[Int(a)], words[Int(b)])
      return left < right ? -1 : left > right ? 1 : 0
    }
  }
}
