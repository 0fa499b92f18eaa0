import CLeadline

/// Two proportions against each other: the two-proportion z test with pooled variance.
///
/// ```swift
/// let test = ProportionTest(Proportion(10, of: 1000), against: Proportion(4, of: 1000))
/// print(test.lift)   // 5/2
/// print(test.p!)     // 0.107571 ...: no difference that one could rely on
/// ```
public struct ProportionTest: Hashable, Sendable {
  /// How many standard errors the first rate is above the second; nil when undefined.
  public let z: Double?

  /// The probability of a difference at least as great, either way, if there were none; nil when undefined.
  public let p: Double?

  /// Whether there are z and p, and if not, why.
  public let state: Ratio.State

  /// The first rate as a multiple of the second, exactly.
  public let lift: Ratio

  /// Compares two proportions.
  ///
  /// Undefined where one has no trials, or both rates are 0 or both 1. The corresponding C function is
  /// `leadline_compare_proportions`.
  public init(_ first: Proportion, against second: Proportion) {
    var comparison = leadline_comparison()
    // Fails for a missing pointer only.
    unsafe _ = leadline_compare_proportions(
      leadline_int128(first.successes), leadline_int128(first.trials), leadline_int128(second.successes),
      leadline_int128(second.trials), &comparison)
    state = Ratio.State(rawValue: comparison.state)
    z = state == .defined ? comparison.z : nil
    p = state == .defined ? comparison.p : nil
    lift = Ratio(comparison.lift)
  }
}

/// Each of several keys against the rest of them, corrected for their number by Holm's method.
///
/// ```swift
/// let found = try Outliers(among: [Proportion(9, of: 100), Proportion(16, of: 300), Proportion(11, of: 50)])
/// print(found.keys[2].isOutlier)   // true
/// ```
public struct Outliers: Hashable, Sendable {
  /// What is found about one key.
  public struct Key: Hashable, Sendable {
    /// How many standard errors the key's rate is above that of the rest; nil when not tested.
    public let z: Double?

    /// The probability of a difference at least as great, either way, if there were none; nil when not tested.
    public let p: Double?

    /// The same, corrected for the number of keys tested; nil when not tested.
    public let adjustedP: Double?

    /// Whether the key differs from the rest at the level asked for.
    public let isOutlier: Bool

    /// Whether the key was tested, and if not, why; ``Ratio/State/noData`` for too few trials.
    public let state: Ratio.State
  }

  /// What is found, in the order of the proportions.
  public let keys: [Key]

  /// The indices of the keys from the least p up; those that were not tested come last.
  public let order: [Int]

  /// Tests each key against all others together.
  ///
  /// The corresponding C function is `leadline_find_outliers`.
  ///
  /// - Parameters:
  ///   - proportions: The keys' proportions.
  ///   - minimumTrials: Keys with fewer trials are not tested, but belong to the rest of others.
  ///   - level: 95 % finds an outlier where there is none in at most 5 % of cases.
  /// - Throws: ``LeadlineError/argument`` for a level that is none, or ``LeadlineError/tooMany``.
  /// - Complexity: O(n log n).
  public init(
    among proportions: [Proportion], minimumTrials: Int128 = 1, level: ConfidenceLevel = .percent95
  ) throws(LeadlineError) {
    let successes = proportions.map { leadline_int128($0.successes) }
    let trials = proportions.map { leadline_int128($0.trials) }
    var found = [leadline_outlier](repeating: leadline_outlier(), count: proportions.count)
    try check(
      unsafe leadline_find_outliers(
        successes, trials, proportions.count, leadline_int128(minimumTrials), level.rawValue, &found))
    order = found.map { Int($0.by_p) }
    keys = found.map { row in
      let isTested = row.state == LEADLINE_DEFINED
      return Key(
        z: isTested ? row.z : nil, p: isTested ? row.p : nil, adjustedP: isTested ? row.adjusted_p : nil,
        isOutlier: row.is_outlier != 0, state: Ratio.State(rawValue: row.state))
    }
  }
}
