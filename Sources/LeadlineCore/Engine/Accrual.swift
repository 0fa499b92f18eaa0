/// The prices that a query's columns need, laid out for its rollup: what a cell of a kind accrues under the names of a tuple.
///
/// A *tariff* is what all prices for one thing make together. It has *lanes*: one for each dimension its prices name, and one
/// for whatever has no price of its own. In a lane a name has a *run* of prices, one after the other in time. A *feed* says
/// which sums of a kind a tariff is made of.
struct Accrual: ~Copyable {
  struct Tariff {
    var side: UInt32
    var model: UInt32
    var kind: UInt16
    var lanes: Range<Int>
  }

  struct Lane: ~Copyable {
    var key: QueryPlan.Key
    var isRest: Bool
    /// By shown code, the run, and one; of the rest only the first.
    var runs: Buffer<UInt32>
  }

  struct Feed {
    var slot: UInt16
    var isAmount: Bool
    var isNegative: Bool
    /// Only prices that want this: `WantedStatus`, or 0.
    var wanted: UInt32 = 0
    /// Of prices after sale, only those for an amount (1) or for a count (2); 0: all.
    var basis: UInt8 = 0
    var tariff: Int
  }

  /// What accrued by a side.
  struct Sums {
    var spend: Int128 = 0
    var payout: Int128 = 0

    mutating func add(_ side: UInt32, _ value: Int128) {
      if side == 1 { spend &+= value } else { payout &+= value }
    }
  }

  var prices: Buffer<Price>
  var runs: Buffer<Range<Int>>
  var lanes: Buffer<Lane>
  var tariffs: Buffer<Tariff>
  /// In the order of their slots.
  private(set) var feeds: Buffer<Feed>
  /// By slot, its first feed; one more at the end.
  private var firstFeeds: Buffer<Int32>
  var contributions: Contributions

  init(_ heap: Heap) {
    prices = Buffer(heap)
    runs = Buffer(heap)
    lanes = Buffer(heap)
    tariffs = Buffer(heap)
    feeds = Buffer(heap)
    firstFeeds = Buffer(heap)
    contributions = Contributions(heap)
  }

  var isEmpty: Bool { tariffs.isEmpty && contributions.placeCount == 0 }

  mutating func add(_ feed: Feed) throws(OutOfMemory) { try feeds.append(feed) }

  /// Puts the feeds in the order of their slots.
  mutating func sortFeeds(kinds: Int) throws(OutOfMemory) {
    try firstFeeds.append(repeating: 0, count: kinds + 1)
    for i in 0..<feeds.count { firstFeeds[Int(feeds[i].slot) + 1] += 1 }
    for slot in 0..<kinds { firstFeeds[slot + 1] += firstFeeds[slot] }
    var sorted = Buffer<Feed>(feeds.heap)
    try sorted.append(repeating: Feed(slot: 0, isAmount: false, isNegative: false, tariff: 0), count: feeds.count)
    var next = try Buffer(copying: firstFeeds)
    for i in 0..<feeds.count {
      let slot = Int(feeds[i].slot)
      sorted[Int(next[slot])] = feeds[i]
      next[slot] += 1
    }
    swap(&feeds, &sorted)
  }

  func feeds(ofSlot slot: UInt16) -> Range<Int> {
    firstFeeds.isEmpty ? 0..<0 : Int(firstFeeds[Int(slot)])..<Int(firstFeeds[Int(slot) + 1])
  }

  /// The run of a name in a lane, and one; 0: it has none.
  func run(_ lane: Int, shown code: UInt32) -> UInt32 {
    if lanes[lane].isRest { return lanes[lane].runs[0] }
    return Int(code) < lanes[lane].runs.count ? lanes[lane].runs[Int(code)] : 0
  }

  /// The price of a run at an instant.
  func price(_ run: UInt32, at time: Int64) -> Int? {
    if run == 0 { return nil }
    var low = runs[Int(run) - 1].lowerBound
    var high = runs[Int(run) - 1].upperBound
    while low < high {
      let middle = (low + high) / 2
      if prices[middle].from <= time { low = middle + 1 } else { high = middle }
    }
    guard low > runs[Int(run) - 1].lowerBound, prices[low - 1].to > time else { return nil }
    return low - 1
  }

  /// The price that a tariff has at an instant for what has these runs, one a lane, `stride` apart.
  func price(_ tariff: Int, at time: Int64, _ all: borrowing Buffer<UInt32>, _ first: Int, _ stride: Int) -> Int? {
    for lane in tariffs[tariff].lanes {
      if let found = price(all[first + lane * stride], at: time) { return found }
    }
    return nil
  }

  /// What a cell accrues, or a fact: by the feeds of its kind.
  func accrue(
    _ range: Range<Int>, count: Int128, amount: Int128, at time: Int64, _ all: borrowing Buffer<UInt32>, _ first: Int, _ stride: Int,
    into sums: inout Sums
  ) {
    for f in range {
      let feed = feeds[f]
      guard let found = price(feed.tariff, at: time, all, first, stride), takes(feed, prices[found]) else { continue }
      let value = (feed.isAmount ? amount : count) &* prices[found].unit
      sums.add(tariffs[feed.tariff].side, feed.isNegative ? 0 &- value : value)
    }
  }

  private func takes(_ feed: Feed, _ price: Price) -> Bool {
    if feed.wanted != 0 && feed.wanted != price.wanted { return false }
    return feed.basis == 0 || feed.basis == (price.share > 0 ? 1 : 2)
  }
}

/// What accrues elsewhere than its cells say: corrections at the facts they refer to and, behind them, fees.
struct Contributions: ~Copyable {
  private(set) var times: Buffer<Int64>
  private var values: Buffer<Int128>
  private var sides: Buffer<UInt8>
  /// The rollup's codes, `width` each.
  private var codes: Buffer<UInt32>
  var width = 0
  /// By time.
  private var order: Buffer<UInt32>
  /// In the order in which they begin.
  private(set) var fees: Buffer<Fee>
  /// No fee accrues from here on.
  var feeLimit = Int64.max
  private var longestFee: Int64 = 0
  /// How the query sees them, the fees behind the rest.
  var groups: TupleGroups

  init(_ heap: Heap) {
    times = Buffer(heap)
    values = Buffer(heap)
    sides = Buffer(heap)
    codes = Buffer(heap)
    order = Buffer(heap)
    fees = Buffer(heap)
    groups = TupleGroups(groups: Buffer(heap), passes: Buffer(heap), runs: Buffer(heap))
  }

  /// Without the fees, and with them.
  var count: Int { times.count }
  var placeCount: Int { times.count + fees.count }

  /// Adds a fee, once everything else is in, none before another that begins earlier.
  mutating func add(_ fee: Fee, _ codes: InlineArray<16, UInt32>) throws(OutOfMemory) {
    try fees.append(fee)
    for p in 0..<width { try self.codes.append(codes[p]) }
    longestFee = Swift.max(longestFee, fee.to - fee.from)
  }

  /// The fees that may have days in [start, end).
  func fees(touching start: Int64, _ end: Int64) -> Range<Int> {
    let (early, overflow) = start.subtractingReportingOverflow(longestFee)
    let first = feeCount(from: overflow ? Int64.min : early)
    return first..<Swift.max(first, feeCount(from: end))
  }

  /// How many begin before an instant.
  private func feeCount(from time: Int64) -> Int {
    var (low, high) = (0, fees.count)
    while low < high {
      let middle = (low + high) / 2
      if fees[middle].from < time { low = middle + 1 } else { high = middle }
    }
    return low
  }

  mutating func add(_ time: Int64, _ codes: InlineArray<16, UInt32>, side: UInt32, _ value: Int128) throws(OutOfMemory) {
    if value == 0 { return }
    try times.append(time)
    try values.append(value)
    try sides.append(UInt8(side))
    for p in 0..<width { try self.codes.append(codes[p]) }
  }

  func code(_ i: Int, _ position: Int) -> UInt32 { codes[i * width + position] }

  /// Of one side.
  func value(_ i: Int, _ side: UInt8) -> Int128 { sides[i] == side ? values[i] : 0 }

  mutating func sort() throws(OutOfMemory) {
    guard count < Int(UInt32.max) else { throw OutOfMemory() }
    try order.reserve(exactly: count)
    for i in 0..<count { order.appendReserved(UInt32(i)) }
    unsafe try MergeSort.sort(&order, times.heap, by: ByTime(times: times.base))
  }

  /// The `i`-th by time.
  func sorted(_ i: Int) -> Int { Int(order[i]) }

  /// How many come before an instant.
  func place(of time: Int64) -> Int {
    var low = 0
    var high = order.count
    while low < high {
      let middle = (low + high) / 2
      if times[Int(order[middle])] < time { low = middle + 1 } else { high = middle }
    }
    return low
  }

  @safe
  private struct ByTime: RowOrder {
    let times: UnsafeMutablePointer<Int64>?

    func compare(_ a: UInt32, _ b: UInt32) -> Int {
      let left = unsafe times.unsafelyUnwrapped[Int(a)]
      let right = unsafe times.unsafelyUnwrapped[Int(b)]
      return left < right ? -1 : left > right ? 1 : 0
    }
  }
}
