/// The sum of weight times input over the sum of weights.
struct WeightedMean {
  private var sum = Exact(0)
  private var weights = WideSum()

  init() {}

  /// What weighs nothing is left out, undefined or not.
  mutating func add(_ input: Exact, weight: Int64) {
    guard weight != 0 else { return }
    sum = sum + Exact(Int128(weight)) * input
    weights.add(Int128(weight))
  }

  var mean: Exact { sum / Exact(weights) }
}

/// What a leading indicator lets expect.
enum Forecast {
  /// `now` of the indicator, at the rate at which earlier ones became what is forecast. The rate is one of counts, of which the
  /// results may be the more: a meeting may bring two.
  static func part(_ now: Int128, results: Int128, of earlier: Int128) -> Exact {
    Exact(now) * Exact(results, over: earlier)
  }
}
