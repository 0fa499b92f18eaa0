/// How many of some trials succeeded.
struct Proportion {
  var successes: Int128
  var trials: Int128

  /// Why it is none, if it is none. Trials of zero or less come first: without trials nothing can be said of the successes.
  var state: UInt32 {
    if trials <= 0 { return Exact.State.zeroDenominator }
    return successes < 0 || successes > trials ? Exact.State.notAProportion : Exact.State.defined
  }

  /// The nearest double to a count.
  static func double(_ count: Int128) -> Double { Ratio.nearestDouble(count, 1) ?? 0 }
}

/// A confidence level in hundredths of a percent: an integer, so that no two hosts can mean different doubles by 95 %.
struct ConfidenceLevel {
  let hundredths: UInt32

  /// From 0.01 % to 99.99 %.
  init?(_ hundredths: UInt32) {
    guard hundredths >= 1, hundredths <= 9999 else { return nil }
    self.hundredths = hundredths
  }

  /// What is left to 1.
  var significance: Double { Double(10000 - hundredths) / 10000 }

  /// The standard normal's distance from 0 that is exceeded on one side with half of what is left to 1.
  var quantile: Double { Normal.quantile(tail: Double(10000 - hundredths) / 20000) }
}

/// An interval of a proportion.
struct RateInterval {
  var low: Double
  var high: Double

  /// E. B. Wilson, "Probable inference, the law of succession, and statistical inference", 1927, without a correction for
  /// continuity. The proportion must be one.
  ///
  /// The ends are the roots of (n + zz) x^2 - (2s + zz) x + ss/n; the lower one is had by their product, since their sum would
  /// leave it no digits where it is near 0.
  static func wilson(_ proportion: Proportion, _ level: ConfidenceLevel) -> RateInterval {
    let z = level.quantile
    let square = z * z
    let n = Proportion.double(proportion.trials)
    let s = Proportion.double(proportion.successes)
    let failures = Proportion.double(proportion.trials - proportion.successes)
    let upper = s + square / 2 + z * (s * (failures / n) + square / 4).squareRoot()
    let low = s / upper * (s / n)
    let high = upper / (n + square)
    // The ends are exact where they can be, whatever the rounding above.
    return RateInterval(low: low, high: proportion.successes == proportion.trials || high > 1 ? 1 : high)
  }

  /// Whether a rate is known well enough to be acted on: never undefined, since without trials it is not.
  static func isEnough(_ proportion: Proportion, _ level: ConfidenceLevel, minimum: Int128, width: Double) -> Bool {
    guard proportion.state == Exact.State.defined, proportion.trials >= minimum else { return false }
    let interval = wilson(proportion, level)
    return interval.high - interval.low <= width
  }
}

/// Two proportions against each other.
enum ProportionTest {
  /// (a/m - b/n) / sqrt(p (1 - p) (1/m + 1/n)) with the pooled rate p, where both are proportions; nil where p is 0 or 1, or
  /// the trials together are beyond 128 bits.
  ///
  /// Written as (a t - s m) sqrt(t / (s (t - s) m n)), s successes in t trials together: the difference is exact before the
  /// first rounding, and rates that are nearly the same keep their digits.
  static func z(_ a: Proportion, successes s: Int128, trials t: Int128) -> Double? {
    guard s > 0, s < t, a.trials < t else { return nil }
    let difference = WideNumber(a.successes, times: t) - WideNumber(s, times: a.trials)
    let (m, n) = (Proportion.double(a.trials), Proportion.double(t - a.trials))
    let spread = Proportion.double(t) / Proportion.double(s) / Proportion.double(t - s) / m / n
    return difference.double * spread.squareRoot()
  }

  /// The test's state, and z where it is defined.
  static func between(_ a: Proportion, _ b: Proportion) -> (state: UInt32, z: Double) {
    guard a.state == Exact.State.defined else { return (a.state, 0) }
    guard b.state == Exact.State.defined else { return (b.state, 0) }
    let (t, overflow) = a.trials.addingReportingOverflow(b.trials)
    // The successes are no more than the trials.
    guard !overflow else { return (Exact.State.overflow, 0) }
    guard let z = z(a, successes: a.successes + b.successes, trials: t) else { return (Exact.State.zeroDenominator, 0) }
    return (Exact.State.defined, z)
  }

  /// The first rate as a multiple of the second.
  static func lift(_ a: Proportion, _ b: Proportion) -> Exact {
    guard a.state == Exact.State.defined else { return .undefined(a.state) }
    guard b.state == Exact.State.defined else { return .undefined(b.state) }
    return Exact(a.successes, over: a.trials) / Exact(b.successes, over: b.trials)
  }
}
