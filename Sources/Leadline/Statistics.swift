import CLeadline

/// How sure an interval or a test is to be.
///
/// A level of 95 % is that of a 95 % interval, and of a test that finds a difference where there is none in 5 % of cases.
@frozen
public struct ConfidenceLevel: RawRepresentable, Hashable, Sendable {
  /// The level in hundredths of a percent, 1 to 9999.
  public var rawValue: UInt32

  /// Makes a level of hundredths of a percent: 9500 is 95 %.
  @inlinable
  public init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  /// 90 %.
  @inlinable public static var percent90: ConfidenceLevel { ConfidenceLevel(rawValue: 9000) }

  /// 95 %.
  @inlinable public static var percent95: ConfidenceLevel { ConfidenceLevel(rawValue: 9500) }

  /// 99 %.
  @inlinable public static var percent99: ConfidenceLevel { ConfidenceLevel(rawValue: 9900) }
}

/// How many of some trials succeeded: leads out of clicks, sales out of leads.
@frozen
public struct Proportion: Hashable, Sendable {
  /// How many succeeded.
  public var successes: Int128

  /// How many there were.
  public var trials: Int128

  /// Makes a proportion.
  @inlinable
  public init(_ successes: Int128, of trials: Int128) {
    self.successes = successes
    self.trials = trials
  }
}

/// Where a proportion lies, as far as its trials tell.
public struct Interval: Hashable, Sendable {
  /// The lower end, 0 to 1; nil when undefined.
  public let low: Double?

  /// The upper end, 0 to 1; nil when undefined.
  public let high: Double?

  /// Whether there is an interval, and if not, why.
  public let state: Ratio.State

  init(_ interval: leadline_interval) {
    state = Ratio.State(rawValue: interval.state)
    low = state == .defined ? interval.low : nil
    high = state == .defined ? interval.high : nil
  }

  /// The distance between the ends; nil when undefined.
  public var width: Double? {
    guard let low, let high else { return nil }
    return high - low
  }

  /// The Wilson interval of a proportion.
  ///
  /// Undefined without trials (``Ratio/State/zeroDenominator``), and where the successes are below zero or more than the trials
  /// (``Ratio/State/notAProportion``). The corresponding C function is `leadline_wilson_interval`.
  ///
  /// - Parameters:
  ///   - successes: How many succeeded.
  ///   - trials: How many there were.
  ///   - level: How sure it is to be.
  /// - Throws: ``LeadlineError/argument`` for a level that is none.
  public static func wilson(
    successes: Int128, trials: Int128, level: ConfidenceLevel = .percent95
  ) throws(LeadlineError) -> Interval {
    var interval = leadline_interval()
    try check(unsafe leadline_wilson_interval(leadline_int128(successes), leadline_int128(trials), level.rawValue, &interval))
    return Interval(interval)
  }
}

extension Proportion {
  /// The rate, exactly.
  public var rate: Ratio { Ratio(successes, over: trials) }

  /// The Wilson interval; see ``Interval/wilson(successes:trials:level:)``.
  public func interval(level: ConfidenceLevel = .percent95) throws(LeadlineError) -> Interval {
    try Interval.wilson(successes: successes, trials: trials, level: level)
  }

  /// Whether the rate is known well enough to be acted on.
  ///
  /// The corresponding C function is `leadline_enough_data`.
  ///
  /// - Parameters:
  ///   - minimumTrials: How many trials there must be.
  ///   - maximumWidth: How wide the interval may be, 0.1 for ten points.
  ///   - level: How sure the interval is to be.
  /// - Throws: ``LeadlineError/argument`` for a level that is none, or a width below zero.
  public func isEnough(
    minimumTrials: Int128, maximumWidth: Double, level: ConfidenceLevel = .percent95
  ) throws(LeadlineError) -> Bool {
    var enough: UInt32 = 0
    try check(
      unsafe leadline_enough_data(
        leadline_int128(successes), leadline_int128(trials), level.rawValue, leadline_int128(minimumTrials), maximumWidth,
        &enough))
    return enough != 0
  }

  /// The rate, drawn towards that of a parent as if some trials at the parent's rate had been seen before.
  ///
  /// For keys with few trials; one without any has the parent's rate. The corresponding C function is `leadline_shrink_rate`.
  ///
  /// - Parameters:
  ///   - parent: What the key is a part of.
  ///   - weight: How many trials.
  /// - Throws: ``LeadlineError/argument`` for a weight below zero.
  public func rate(shrunkTo parent: Proportion, weight: Int64) throws(LeadlineError) -> Ratio {
    var rate = leadline_value()
    try check(
      unsafe leadline_shrink_rate(
        leadline_int128(successes), leadline_int128(trials), leadline_int128(parent.successes),
        leadline_int128(parent.trials), weight, &rate))
    return Ratio(rate)
  }
}
