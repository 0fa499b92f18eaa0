/// Facts, whole, one after the other.
struct FactList: ~Copyable {
  private let dimensionCount: Int
  private let width: Int
  private var words: Buffer<UInt64>

  init(_ heap: Heap, dimensions: Int) {
    dimensionCount = dimensions
    width = Fact.words(dimensions: dimensions)
    words = Buffer(heap)
  }

  var count: Int { words.count / width }

  func fact(_ i: Int) -> Fact {
    unsafe Fact(words: words.base.unsafelyUnwrapped + i &* width, dimensionCount: dimensionCount)
  }

  mutating func reserve(more: Int) throws(OutOfMemory) { try words.reserve(more: more * width) }

  mutating func add(_ fact: Fact) throws(OutOfMemory) {
    try words.reserve(more: width)
    for i in 0..<width { unsafe words.appendReserved(fact.words[i]) }
  }

  mutating func truncate(to newCount: Int) { words.truncate(to: newCount * width) }

  /// Takes one out; the last takes its place.
  mutating func remove(at i: Int) {
    if i != count - 1 { fact(i).set(fact(count - 1)) }
    truncate(to: count - 1)
  }
}

/// Facts to be booked, each with a sign.
struct Bookings: ~Copyable {
  private var facts: FactList
  private var signs: Buffer<Int8>

  init(_ heap: Heap, dimensions: Int) {
    facts = FactList(heap, dimensions: dimensions)
    signs = Buffer(heap)
  }

  var count: Int { signs.count }
  func sign(_ i: Int) -> Int64 { Int64(signs[i]) }
  func fact(_ i: Int) -> Fact { facts.fact(i) }

  mutating func reserve(more: Int) throws(OutOfMemory) {
    try facts.reserve(more: more)
    try signs.reserve(more: more)
  }

  /// Adds a fact, at another time than its own.
  mutating func add(_ fact: Fact, at time: Int64, sign: Int8) throws(OutOfMemory) {
    try reserve(more: 1)
    try facts.add(fact)
    signs.appendReserved(sign)
    facts.fact(count - 1).setTime(time)
  }

  mutating func removeAll() {
    facts.truncate(to: 0)
    signs.removeAll()
  }

  /// Of those from one on, keeps what lies in an area.
  mutating func filter(from first: Int, _ area: ClearArea) {
    var kept = first
    for i in first..<count where area.holds(fact(i)) {
      if i != kept {
        fact(kept).set(fact(i))
        signs[kept] = signs[i]
      }
      kept += 1
    }
    facts.truncate(to: kept)
    signs.truncate(to: kept)
  }
}

/// What chains of statuses book beside their facts.
///
/// Statuses of one ref that exclude one another, in the one order of facts, make a chain; those of one family that follow each
/// other make a run in it, of which the first stands. Each status but the first of the chain takes something out at its own
/// time: itself where it only goes on with a run, else what stood until then.
extension Bookings {
  /// What one fact's coming or going may book at most.
  static var mostOfOne: Int { 5 }

  /// Adds what becomes of a chain's bookings because one of its facts has come (sign 1) or will go (-1).
  mutating func addEffect(of record: Int, sign: Int8, _ ledger: borrowing Ledger, _ order: LedgerOrder) throws(OutOfMemory) {
    let fact = ledger.fact(record)
    let before = Self.link(ledger.neighbour(record, behind: false), fact, ledger, order)
    let behind = Self.link(ledger.neighbour(record, behind: true), fact, ledger, order)
    if before == nil && behind == nil { return }
    try reserve(more: Self.mostOfOne)
    let stood = before.map { ledger.runStart($0, order) }
    let isNew = before.map { !order.areAlike(ledger.fact($0), fact) } ?? true
    if let stood { try add(isNew ? ledger.fact(stood) : fact, at: fact.time, sign: -sign) }
    guard let behind else { return }
    let next = ledger.fact(behind)
    // What stands when the next one comes, and what would if this one were not there.
    let goesOn = order.areAlike(fact, next)
    let with = goesOn ? behind : isNew ? record : stood ?? record
    let without = before.map { order.areAlike(ledger.fact($0), next) ? behind : stood ?? behind }
    if with != without {
      try add(ledger.fact(with), at: next.time, sign: -sign)
      if let without { try add(ledger.fact(without), at: next.time, sign: sign) }
    }
    // The same for what comes behind the next one's run, of which the first stands.
    guard let last = Self.link(ledger.nextRun(behind, order), fact, ledger, order) else { return }
    let (held, other) = (goesOn ? (isNew ? record : stood ?? record) : behind, without == behind ? stood ?? behind : behind)
    if held == other { return }
    let time = ledger.fact(last).time
    try add(ledger.fact(held), at: time, sign: -sign)
    try add(ledger.fact(other), at: time, sign: sign)
  }

  /// A record, if it is of a fact's chain.
  private static func link(_ record: Int?, _ fact: Fact, _ ledger: borrowing Ledger, _ order: LedgerOrder) -> Int? {
    guard let record, order.areOneChain(fact, ledger.fact(record)) else { return nil }
    return record
  }

  /// Adds what all chains of a ledger book (sign -1), or the reverse (1).
  mutating func addChains(of ledger: borrowing Ledger, sign: Int8, _ order: LedgerOrder) throws(OutOfMemory) {
    for record in 0..<ledger.count where ledger.isFirst(record) {
      var standing = record
      var at = ledger.following(record)
      while let next = at {
        at = ledger.following(next)
        let fact = ledger.fact(next)
        if !order.areOneChain(ledger.fact(standing), fact) {
          standing = next
        } else if order.areAlike(ledger.fact(standing), fact) {
          try add(fact, at: fact.time, sign: sign)
        } else {
          try add(ledger.fact(standing), at: fact.time, sign: sign)
          standing = next
        }
      }
    }
  }
}
