/// How a price makes money of facts: the numbers LEADLINE_PRICE_ of the header.
enum PriceModel {
  static var cpm: UInt32 { 1 }
  static var cpc: UInt32 { 2 }
  static var cpl: UInt32 { 3 }
  static var cpa: UInt32 { 4 }
  static var revenueShare: UInt32 { 5 }
  static var afterSale: UInt32 { 6 }
  static var fixed: UInt32 { 7 }
  static var commission: UInt32 { 8 }
}

/// Which status a price for leads asks for: LEADLINE_LEAD_ of the header.
enum WantedStatus {
  static var approved: UInt32 { 1 }
  static var notRejected: UInt32 { 2 }
}

/// One price, from one day to another.
struct Price {
  var model: UInt32 = 0
  /// LEADLINE_SIDE_ of the header.
  var side: UInt32 = 0
  /// What a price per action is for.
  var kind: UInt16 = 0
  /// `WantedStatus` of a price for leads.
  var wanted: UInt32 = 0
  /// -1: for whatever has no price of its own.
  var dimension = -1
  /// A NUL follows it in a book.
  var name: Bytes
  var from = Int64.min
  var to = Int64.max
  var rate: Int64 = 0
  /// In millionths.
  var share: UInt32 = 0
  /// Of a fixed fee.
  var days = 0

  /// Millionths of the money's unit for one of what the price is for, or for one unit of its amount.
  var unit: Int128 {
    if share > 0 || model == PriceModel.revenueShare || model == PriceModel.commission { return Int128(share) }
    return Int128(rate) * (model == PriceModel.cpm ? 1000 : 1_000_000)
  }

  /// Below, equal to or above zero: the order of a book. What is for everything else comes behind what has a name.
  static func compare(_ a: Price, _ b: Price) -> Int {
    let tariff = compareTariffs(a, b)
    if tariff != 0 { return tariff }
    if a.dimension != b.dimension { return UInt(bitPattern: a.dimension) < UInt(bitPattern: b.dimension) ? -1 : 1 }
    let names = a.name.compare(b.name)
    if names != 0 { return names }
    return a.from < b.from ? -1 : a.from > b.from ? 1 : 0
  }

  /// Prices of one tariff are for the same thing: a fact meets one of them at most.
  static func compareTariffs(_ a: Price, _ b: Price) -> Int {
    if a.side != b.side { return a.side < b.side ? -1 : 1 }
    if a.model != b.model { return a.model < b.model ? -1 : 1 }
    return a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : 0
  }

  /// Whether a fact might meet both of two prices of one tariff.
  func overlaps(_ other: Price) -> Bool {
    guard from < other.to && other.from < to else { return false }
    if dimension == other.dimension { return name == other.name }
    return model != PriceModel.fixed && dimension >= 0 && other.dimension >= 0
  }
}

/// All prices of an engine, in the order of `Price.compare`. Guarded by the lock on names.
struct PriceBook: ~Copyable {
  static var mostPrices: Int { 65_536 }
  static var mostDays: Int { 36_600 }
  static var highestRate: Int64 { 1_000_000_000_000_000_000 }

  private(set) var prices: Buffer<Price>
  /// Names, kept for good: C reads them where they are.
  private var texts: Buffer<Buffer<UInt8>>

  init(_ heap: Heap) {
    prices = Buffer(heap)
    texts = Buffer(heap)
  }

  var count: Int { prices.count }

  /// The place of a price among those there are.
  private func place(of price: Price) -> Int {
    var low = 0
    var high = prices.count
    while low < high {
      let middle = (low + high) / 2
      if Price.compare(prices[middle], price) < 0 { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// A price that a fact might meet as well as this one.
  func overlap(with price: Price) -> Int? {
    // Those of the same name are neighbours.
    let at = place(of: price)
    for i in at - 1...at where i >= 0 && i < prices.count {
      if Price.compareTariffs(prices[i], price) == 0 && prices[i].overlaps(price) { return i }
    }
    if price.dimension < 0 { return nil }
    // Those of other dimensions are few, or there are none.
    var first = price
    first.dimension = 0
    first.name = Bytes("")
    first.from = Int64.min
    var i = place(of: first)
    while i < prices.count, Price.compareTariffs(prices[i], price) == 0, prices[i].dimension >= 0 {
      if prices[i].dimension == price.dimension {
        // On to the next dimension.
        first.dimension = price.dimension + 1
        i = place(of: first)
        continue
      }
      if prices[i].overlaps(price) { return i }
      i += 1
    }
    return nil
  }

  /// Adds a price that overlaps none; its name is copied.
  mutating func add(_ price: Price) throws(OutOfMemory) {
    try prices.reserve(more: 1)
    try texts.reserve(more: 1)
    var text = Buffer<UInt8>(prices.heap)
    try text.append(terminated: price.name)
    var own = price
    own.name = unsafe Bytes(UnsafePointer(text.base.unsafelyUnwrapped), price.name.count)
    texts.appendReserved(text)
    let at = place(of: own)
    prices.appendReserved(own)
    var i = prices.count - 1
    while i > at {
      prices[i] = prices[i - 1]
      i -= 1
    }
    prices[at] = own
  }

  mutating func remove(at index: Int) {
    for i in index..<prices.count - 1 { prices[i] = prices[i + 1] }
    _ = prices.removeLast()
  }
}
