/// How many there are, with the bounds between which the true number lies in 95 of 100 cases.
struct DistinctCount: Equatable {
  var count: Int64
  var low: Int64
  var high: Int64
  var isExact: Bool

  init(exactly count: Int) {
    self.count = Int64(count)
    low = self.count
    high = self.count
    isExact = true
  }

  /// An estimate and its standard error; two of those to each side. What is known for certain cuts all three.
  init(_ estimate: Double, standardError: Double, atLeast: Int64, atMost: Int64) {
    let reach = 2.0 * standardError
    func cut(_ value: Int64) -> Int64 { Swift.max(Swift.min(value, atMost), atLeast) }
    count = cut(Self.whole(estimate + 0.5))
    low = cut(Self.whole(estimate - reach))
    high = cut(Self.whole(estimate + reach + 1.0))
    isExact = false
  }

  /// Lowers what is above a number that is certain.
  mutating func cut(atMost limit: Int64) {
    count = Swift.min(count, limit)
    low = Swift.min(low, limit)
    high = Swift.min(high, limit)
  }

  /// The whole part of a number, at least 0, at most what fits.
  static func whole(_ value: Double) -> Int64 {
    if value >= 9.2e18 { return .max }
    return value > 0 ? Int64(value) : 0
  }
}

extension DistinctSketch {
  /// In millionths: the standard error of the count in parts of the count. 0 while exact; 15 192 by default when dense.
  var relativeErrorPPM: Int64 {
    isDense ? DistinctCount.whole(Likelihood.relativeError(precision) * 1e6 + 0.5) : 0
  }

  /// How many distinct persons were added: exact, or the whole number nearest to the estimate.
  func estimate() -> Int64 { count().count }

  func count() -> DistinctCount {
    guard isDense else { return DistinctCount(exactly: Int(held)) }
    let registers = unsafe self.registers
    return Self.count(rate: Self.rate(precision) { unsafe registers[$0] }, precision)
  }

  /// The mean of persons per register.
  @inline(never)
  @_optimize(speed)
  static func rate(_ precision: Int, _ register: (Int) -> UInt32) -> Double {
    OctaveCounts.with(precision, register) { Likelihood.rate($0, precision) }
  }

  /// Of dense sketches, which are known to have counted more than `exactLimit`.
  static func count(rate: Double, _ precision: Int) -> DistinctCount {
    let persons = Likelihood.persons(rate, precision)
    return DistinctCount(
      persons, standardError: persons * Likelihood.relativeError(precision),
      atLeast: Int64(OrderedSlots.limit(1 << (precision - 1))) + 1, atMost: .max)
  }
}
