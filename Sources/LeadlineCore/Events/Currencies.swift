/// A currency other than the engine's, with its dated rates.
struct Currency: ~Copyable {
  /// NUL-terminated; its bytes never move.
  let name: Buffer<UInt8>
  /// Decimals of the integers that its amounts are.
  let scale: Int
  /// By the instants at which they begin.
  fileprivate(set) var rates: Buffer<ExchangeRate>
  /// By rate: the greatest time of a fact that was converted by it, Int64.min while none was: what the rate may not change for.
  /// Apart from the rates, because threads that convert read those while one of them notes this.
  fileprivate(set) var uses: Buffer<Int64>

  var text: Bytes { unsafe Bytes(UnsafePointer(name.base.unsafelyUnwrapped), name.count - 1) }

  /// The place of the rate that holds at an instant, -1 where none does yet.
  func index(at time: Int64) -> Int {
    var (low, high) = (0, rates.count)
    while low < high {
      let middle = (low + high) / 2
      if rates[middle].from <= time { low = middle + 1 } else { high = middle }
    }
    return low - 1
  }
}

/// Where a rate was found.
struct RatePlace {
  fileprivate var code: UInt16 = 0
  fileprivate var index = 0
  /// It holds from `from` up to, not including, `end`: never, before any rate is found.
  fileprivate var from = Int64.max
  fileprivate var end = Int64.min
  /// The greatest time it was used for since then, as far as that is to be noted.
  fileprivate var latest = Int64.min

  @inline(__always)
  fileprivate func holds(_ code: UInt16, at time: Int64) -> Bool { self.code == code && from <= time && time < end }
}

/// Where rates were found: a row mostly has the day of the row before, and one of a few currencies.
struct RateCursor {
  fileprivate var places = InlineArray<8, RatePlace>(repeating: RatePlace())

  @inline(__always)
  fileprivate static func slot(_ code: UInt16) -> Int { Int(code & 7) }
}

/// Uses of rates that are yet to be noted.
struct RateUse {
  fileprivate var cursor = RateCursor()
}

/// How a rate goes with those there are.
enum RateFit {
  case fits
  /// It is there already.
  case known
  /// The currency's amounts have other decimals.
  case otherScale
  /// Another one begins at the same instant.
  case otherRate
  /// It would have converted facts that were converted by another.
  case used
}

/// The currencies of an engine, by codes: its own is 0, the others follow from 1. What was given stays for good.
///
/// Everything but `lock` is guarded by the engine's lock on names: rates are added under it held to write and looked up
/// under it held to read. When rates are used is noted by readers too, so under `lock`, and read by writers only.
struct Currencies: ~Copyable {
  /// Codes are 16 bits wide.
  static var most: Int { Int(UInt16.max) }

  let rounding: RoundingMode
  private let moneyScale: Int
  private let heap: Heap
  private let lock: Lock
  private var others: Buffer<Currency>
  /// Their codes by the bytes of their names.
  private var order: Buffer<UInt16>
  /// By place in that order, how many rates the currencies before have.
  private var starts: Buffer<Int>
  private(set) var rateCount = 0

  init(_ heap: Heap, _ rounding: RoundingMode, moneyScale: Int) throws(OutOfMemory) {
    self.heap = heap
    self.rounding = rounding
    self.moneyScale = moneyScale
    others = Buffer(heap)
    order = Buffer(heap)
    starts = Buffer(heap)
    lock = try Lock(heap)
  }

  /// Currencies other than the engine's.
  var count: Int { others.count }

  /// The code of a currency that has rates.
  func find(_ name: Bytes) -> UInt16? {
    let place = self.place(name)
    guard place < order.count, self.name(order[place]) == name else { return nil }
    return order[place]
  }

  /// How many names come before this one.
  private func place(_ name: Bytes) -> Int {
    var (low, high) = (0, order.count)
    while low < high {
      let middle = (low + high) / 2
      if self.name(order[middle]) < name { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Whether a code was given out, for another currency than the engine's.
  func isGiven(_ code: UInt16) -> Bool { code > 0 && Int(code) <= others.count }

  func name(_ code: UInt16) -> Bytes { isGiven(code) ? others[Int(code) - 1].text : Bytes("") }

  func scale(_ code: UInt16) -> Int { isGiven(code) ? others[Int(code) - 1].scale : moneyScale }

  /// The i-th of all rates, by name and then by time.
  func rate(_ index: Int) -> (code: UInt16, rate: ExchangeRate)? {
    guard index >= 0, index < rateCount else { return nil }
    // The last currency that begins there or before: each has a rate.
    var (low, high) = (0, starts.count)
    while low < high {
      let middle = (low + high) / 2
      if starts[middle] <= index { low = middle + 1 } else { high = middle }
    }
    let code = order[low - 1]
    return (code, others[Int(code) - 1].rates[index - starts[low - 1]])
  }

  /// Counts all anew.
  private mutating func recount() {
    rateCount = 0
    for place in 0..<order.count {
      starts[place] = rateCount
      rateCount += others[Int(order[place]) - 1].rates.count
    }
  }

  /// Counts one more of a currency.
  private mutating func countOne(_ code: UInt16) {
    rateCount += 1
    for place in (self.place(name(code)) + 1)..<Swift.max(order.count, 1) { starts[place] += 1 }
  }

  // MARK: Converting

  /// An amount in the engine's currency; `.min` where the currency has no rate at that time, `.max` where the result is
  /// beyond 2^62: no amount may be either.
  static var noRate: Int64 { .min }
  static var beyond: Int64 { .max }

  @inline(__always)
  func converted(_ amount: Int64, _ code: UInt16, at time: Int64, _ cursor: inout RateCursor) -> Int64 {
    let slot = RateCursor.slot(code)
    guard cursor.places[slot].holds(code, at: time) || move(&cursor.places[slot], code, time) else { return Self.noRate }
    return others[Int(code) - 1].rates[cursor.places[slot].index].converted(amount, rounding) ?? Self.beyond
  }

  /// Moves to the rate of a code at an instant, false where there is none.
  @inline(never)
  private func move(_ place: inout RatePlace, _ code: UInt16, _ time: Int64) -> Bool {
    guard isGiven(code) else { return false }
    let index = others[Int(code) - 1].index(at: time)
    guard index >= 0 else { return false }
    let next = index + 1
    place.code = code
    place.index = index
    place.from = others[Int(code) - 1].rates[index].from
    place.end = next < others[Int(code) - 1].rates.count ? others[Int(code) - 1].rates[next].from : Int64.max
    return true
  }

  // MARK: What was used

  /// Notes that a fact of this time was converted; it is sure to be noted when `finish` was called.
  @inline(__always)
  func note(_ code: UInt16, at time: Int64, _ use: inout RateUse) {
    let slot = RateCursor.slot(code)
    if use.cursor.places[slot].holds(code, at: time) {
      use.cursor.places[slot].latest = Swift.max(use.cursor.places[slot].latest, time)
      return
    }
    finish(&use.cursor.places[slot])
    if move(&use.cursor.places[slot], code, time) { use.cursor.places[slot].latest = time }
  }

  func finish(_ use: inout RateUse) {
    for slot in 0..<8 { finish(&use.cursor.places[slot]) }
  }

  @inline(never)
  private func finish(_ place: inout RatePlace) {
    guard place.latest != Int64.min else { return }
    precondition(isGiven(place.code) && place.index < others[Int(place.code) - 1].rates.count)
    lock.lock()
    let used = unsafe others[Int(place.code) - 1].uses.base.unsafelyUnwrapped + place.index
    unsafe used.pointee = Swift.max(used.pointee, place.latest)
    lock.unlock()
    place.latest = Int64.min
  }

  // MARK: Adding

  func fit(_ rate: ExchangeRate, of name: Bytes, scale: Int) -> RateFit {
    guard let code = find(name) else { return .fits }
    let at = Int(code) - 1
    if others[at].scale != scale { return .otherScale }
    let before = others[at].index(at: rate.from)
    guard before >= 0 else { return .fits }
    let isAsGood = others[at].rates[before].isAsGood(as: rate)
    if others[at].rates[before].from == rate.from { return isAsGood ? .known : .otherRate }
    return others[at].uses[before] >= rate.from && !isAsGood ? .used : .fits
  }

  /// A rate of a currency with that many decimals.
  func rate(from: Int64, numerator: Int64, denominator: Int64, scale: Int) -> ExchangeRate {
    ExchangeRate(from: from, numerator: numerator, denominator: denominator, scale: scale, into: moneyScale)
  }

  /// Adds a rate that fits, or nothing.
  mutating func add(_ rate: ExchangeRate, of name: Bytes, scale: Int) throws(OutOfMemory) {
    if let code = find(name) {
      try others[Int(code) - 1].rates.reserve(more: 1)
      try others[Int(code) - 1].uses.reserve(more: 1)
      if insert(rate, code) { countOne(code) }
      return
    }
    var fresh = try currency(name, scale, rates: 1)
    try reserve(more: 1)
    fresh.rates.appendReserved(rate)
    fresh.uses.appendReserved(Int64.min)
    append(fresh)
  }

  /// Makes room for so many currencies.
  private mutating func reserve(more count: Int) throws(OutOfMemory) {
    try others.reserve(more: count)
    try order.reserve(more: count)
    try starts.reserve(more: count)
  }

  /// Gives a currency the next code; there is room.
  private mutating func append(_ currency: consuming Currency) {
    let place = self.place(currency.text)
    let count = currency.rates.count
    others.appendReserved(currency)
    order.appendReserved(UInt16(others.count))
    starts.appendReserved(rateCount)
    var at = order.count - 1
    while at > place {
      order[at] = order[at - 1]
      starts[at] = starts[at - 1] + count
      at -= 1
    }
    order[place] = UInt16(others.count)
    rateCount += count
  }

  private func currency(_ name: Bytes, _ scale: Int, rates count: Int) throws(OutOfMemory) -> Currency {
    var text = Buffer<UInt8>(heap)
    try text.append(terminated: name)
    var rates = Buffer<ExchangeRate>(heap)
    try rates.reserve(exactly: count)
    var uses = Buffer<Int64>(heap)
    try uses.reserve(exactly: count)
    return Currency(name: text, scale: scale, rates: rates, uses: uses)
  }

  /// Puts a rate in its place, or adds its use to the same one (false); there is room.
  private mutating func insert(_ rate: ExchangeRate, usedUntil used: Int64 = Int64.min, _ code: UInt16) -> Bool {
    let entry = Int(code) - 1
    let before = others[entry].index(at: rate.from)
    if before >= 0 && others[entry].rates[before].from == rate.from {
      others[entry].uses[before] = Swift.max(others[entry].uses[before], used)
      return false
    }
    // What the one before, as good as this, has converted from here on is this one's now.
    let earlier = before >= 0 && others[entry].uses[before] >= rate.from ? others[entry].uses[before] : Int64.min
    others[entry].rates.insertReserved(rate, at: before + 1)
    others[entry].uses.insertReserved(Swift.max(used, earlier), at: before + 1)
    return true
  }

  // MARK: Merging

  /// The first currency whose rates differ, in bytes that live as long as these currencies or the others; nil when all go
  /// together: when either engine would have taken the other's rates before its facts.
  func conflict(with other: borrowing Currencies) -> Bytes? {
    misfit(other) ?? other.misfit(self)
  }

  /// The first currency of which `other` has a rate that does not fit here.
  private func misfit(_ other: borrowing Currencies) -> Bytes? {
    for i in 0..<other.others.count {
      for r in 0..<other.others[i].rates.count {
        switch fit(other.others[i].rates[r], of: other.others[i].text, scale: other.others[i].scale) {
        case .fits, .known: break
        case .otherScale, .otherRate, .used: return other.others[i].text
        }
      }
    }
    return nil
  }

  /// Makes room for `add(_:_:)`: the currencies that only `other` has, still without rates. Nil for more than there may be.
  mutating func makeRoom(for other: borrowing Currencies) throws(OutOfMemory) -> Buffer<Currency>? {
    var fresh = Buffer<Currency>(heap)
    for i in 0..<other.others.count {
      let count = other.others[i].rates.count
      if let code = find(other.others[i].text) {
        try others[Int(code) - 1].rates.reserve(more: count)
        try others[Int(code) - 1].uses.reserve(more: count)
      } else {
        try fresh.append(try currency(other.others[i].text, other.others[i].scale, rates: count))
      }
    }
    guard others.count + fresh.count <= Self.most else { return nil }
    try reserve(more: fresh.count)
    return fresh
  }

  /// Adds the rates of another engine's currencies, for which there is room and which fit. Cannot fail.
  mutating func add(_ other: borrowing Currencies, _ fresh: inout Buffer<Currency>) {
    while fresh.count > 0 { append(fresh.removeLast()) }
    for i in 0..<other.others.count {
      guard let code = find(other.others[i].text) else { continue }
      for r in 0..<other.others[i].rates.count {
        _ = insert(other.others[i].rates[r], usedUntil: other.others[i].uses[r], code)
      }
    }
    recount()
  }
}
