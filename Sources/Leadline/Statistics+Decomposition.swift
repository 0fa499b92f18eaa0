import CLeadline

/// What a change comes of, exactly.
public enum Decomposition {
  /// The change of a total that is a count times a mean value: customers and what they bring in.
  ///
  /// The corresponding C function is `leadline_value_effects`.
  public struct Value: Hashable, Sendable {
    /// What comes of the count, at the old mean value.
    public let countEffect: Ratio

    /// What comes of the mean value, at the new count.
    public let valueEffect: Ratio

    /// Takes a change apart; undefined when either count is zero or less.
    ///
    /// - Parameters:
    ///   - count: The count before.
    ///   - total: The total before, not the mean.
    ///   - newCount: The count after.
    ///   - newTotal: The total after.
    public init(count: Int128, total: Int128, newCount: Int128, newTotal: Int128) {
      var (ofCount, ofValue) = (leadline_value(), leadline_value())
      // Fails for a missing pointer only.
      unsafe _ = leadline_value_effects(
        leadline_int128(count), leadline_int128(total), leadline_int128(newCount), leadline_int128(newTotal), &ofCount,
        &ofValue)
      countEffect = Ratio(ofCount)
      valueEffect = Ratio(ofValue)
    }
  }

  /// The change of a rate over keys: leads per click over campaigns.
  ///
  /// The corresponding C function is `leadline_split_rate_change`.
  public struct Rate: Hashable, Sendable {
    /// One key before and after.
    public struct Key: Hashable, Sendable {
      /// The numerator before.
      public var numerator: Int128

      /// The denominator before.
      public var denominator: Int128

      /// The numerator after.
      public var newNumerator: Int128

      /// The denominator after.
      public var newDenominator: Int128

      /// Makes a key. Without a denominator in one period it takes its rate from the other.
      public init(_ numerator: Int128, over denominator: Int128, to newNumerator: Int128, over newDenominator: Int128) {
        self.numerator = numerator
        self.denominator = denominator
        self.newNumerator = newNumerator
        self.newDenominator = newDenominator
      }
    }

    /// The change, in units of the numerator: ``volume``, ``mix`` and ``rate`` together.
    public let change: Ratio

    /// What comes of more or fewer trials, in units of the numerator.
    public let volume: Ratio

    /// What comes of their going to other keys, in units of the numerator.
    ///
    /// This and ``rate`` may need more than 128 bits over many keys; then ``mixEstimate`` and ``rateEstimate`` tell.
    public let mix: Ratio

    /// What comes of the keys' own rates, in units of the numerator.
    public let rate: Ratio

    /// The change of the rate: ``mixPoints`` and ``ratePoints`` together.
    public let changePoints: Ratio

    /// What of it comes of other keys' having the trials.
    public let mixPoints: Ratio

    /// What of it comes of the keys' own rates.
    public let ratePoints: Ratio

    /// ``mix`` as a double, also where it is too long to be exact; nil when undefined.
    public let mixEstimate: Double?

    /// ``rate`` as a double, also where it is too long to be exact; nil when undefined.
    public let rateEstimate: Double?

    /// ``mixPoints`` as a double, also where they are too long to be exact; nil when undefined.
    public let mixPointsEstimate: Double?

    /// ``ratePoints`` as a double, also where they are too long to be exact; nil when undefined.
    public let ratePointsEstimate: Double?

    /// Takes a change apart.
    ///
    /// - Throws: ``LeadlineError/tooMany``.
    public init(_ keys: [Key]) throws(LeadlineError) {
      var effects = leadline_rate_effects()
      effects.struct_size = MemoryLayout<leadline_rate_effects>.size
      try check(
        unsafe leadline_split_rate_change(
          keys.map { leadline_int128($0.numerator) }, keys.map { leadline_int128($0.denominator) },
          keys.map { leadline_int128($0.newNumerator) }, keys.map { leadline_int128($0.newDenominator) }, keys.count,
          &effects))
      change = Ratio(effects.change)
      volume = Ratio(effects.volume)
      mix = Ratio(effects.mix)
      rate = Ratio(effects.rate)
      changePoints = Ratio(effects.change_points)
      mixPoints = Ratio(effects.mix_points)
      ratePoints = Ratio(effects.rate_points)
      let isDefined = effects.doubles_state == LEADLINE_DEFINED
      mixEstimate = isDefined ? effects.mix_double : nil
      rateEstimate = isDefined ? effects.rate_double : nil
      mixPointsEstimate = isDefined ? effects.mix_points_double : nil
      ratePointsEstimate = isDefined ? effects.rate_points_double : nil
    }
  }
}
