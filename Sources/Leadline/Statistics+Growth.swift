import CLeadline

/// Growth from one value to another.
public enum Growth {
  /// The growth, new / old - 1.
  ///
  /// Undefined when the old value is zero or less. The corresponding C function is `leadline_growth`.
  public static func rate(from old: Int128, to new: Int128) -> Ratio {
    var growth = leadline_value()
    // Fails for a missing pointer only.
    unsafe _ = leadline_growth(leadline_int128(old), leadline_int128(new), &growth)
    return Ratio(growth)
  }

  /// What each of several periods multiplies by, (new / old)^(1 / periods).
  ///
  /// The corresponding C function is `leadline_growth_factor`.
  ///
  /// - Returns: The factor, within 1e-15; nil when the old value is zero or less, the new one below zero, or there are no
  ///   periods.
  /// - Throws: ``LeadlineError/argument`` for fewer than no periods, or more than 2^32 - 1.
  public static func factor(from old: Int128, to new: Int128, periods: Int) throws(LeadlineError) -> Double? {
    var (factor, state) = (0.0, UInt32(0))
    try check(
      unsafe leadline_growth_factor(
        leadline_int128(old), leadline_int128(new), try UInt32(option: periods, "periods"), &factor, &state))
    return state == LEADLINE_DEFINED ? factor : nil
  }
}

/// Seasons of equal length that come again and again.
public enum Season {
  /// The seasonal indices: the mean of each season over the mean of all.
  ///
  /// The corresponding C function is `leadline_seasonal_indices`.
  ///
  /// - Parameters:
  ///   - values: The values, one for each season, the first of the first season.
  ///   - count: How many seasons a cycle has: 4 for quarters, 12 for months.
  /// - Returns: An index for each season, which average to 1; ``Ratio/State/noData`` for less than a full cycle.
  /// - Throws: ``LeadlineError/argument`` without seasons, or ``LeadlineError/tooMany``.
  public static func indices(of values: [Int128], perCycle count: Int) throws(LeadlineError) -> [Ratio] {
    try require(count > 0, "A cycle has at least one season.")
    if count > Int(LEADLINE_MAX_KEYS) { throw .tooMany }
    var indices = [leadline_value](repeating: leadline_value(), count: count)
    try check(unsafe leadline_seasonal_indices(values.map { leadline_int128($0) }, values.count, count, &indices))
    return indices.map { Ratio($0) }
  }

  /// A value without what its season does to it: value / index.
  ///
  /// Undefined when the index is zero or less. The corresponding C function is `leadline_deseasonalise`.
  public static func adjust(_ value: Int128, by index: Ratio) -> Ratio {
    var (given, result) = (index.value(), leadline_value())
    // Fails for a state that is none, which the library does not give.
    guard unsafe leadline_deseasonalise(leadline_int128(value), &given, &result) == LEADLINE_OK else { return index }
    return Ratio(result)
  }
}
