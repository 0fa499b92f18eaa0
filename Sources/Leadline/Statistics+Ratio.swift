import CLeadline

extension Ratio {
  /// A result of C, whose money has some decimals.
  init(_ value: leadline_value, scale: Int = 0) {
    self.init(value.numerator, value.denominator, value.state, value.unit, scale: UInt32(clamping: scale))
  }

  /// As C takes it, with as many decimals as are asked for; beyond 128 bits an overflow.
  func value(scale wanted: Int = 0) -> leadline_value {
    var (top, bottom) = (leadline_int128(numerator), leadline_int128(denominator))
    guard state == .defined, denominator > 0, wanted != scale else {
      return leadline_value(numerator: top, denominator: bottom, state: state.rawValue, unit: unit.rawValue)
    }
    let status = unsafe leadline_ratio_shift(&top, &bottom, Int32(clamping: wanted - scale))
    return status == LEADLINE_OK
      ? leadline_value(numerator: top, denominator: bottom, state: UInt32(LEADLINE_DEFINED), unit: unit.rawValue)
      : leadline_value(
        numerator: leadline_int128(0), denominator: leadline_int128(0), state: UInt32(LEADLINE_OVERFLOW), unit: unit.rawValue)
  }

  /// The mean of several numbers, weighted.
  ///
  /// An input with a weight of 0 is not looked at. The corresponding C function is `leadline_composite_index`.
  ///
  /// - Parameters:
  ///   - inputs: The numbers, for an index scaled 0 to 1.
  ///   - weights: A weight for each.
  /// - Returns: The sum of weight times input over the sum of weights; undefined where that is zero or less.
  /// - Throws: ``LeadlineError/argument`` for another number of weights than inputs, or ``LeadlineError/tooMany``.
  public static func weightedMean(of inputs: [Ratio], weights: [Int64]) throws(LeadlineError) -> Ratio {
    try require(inputs.count == weights.count, "There are \(inputs.count) inputs and \(weights.count) weights.")
    let values = inputs.map { $0.value() }
    var result = leadline_value()
    try check(unsafe leadline_composite_index(values, weights, values.count, &result))
    return Ratio(result)
  }
}

/// Throws unless a C call went well.
func check(_ status: leadline_status) throws(LeadlineError) {
  if status != LEADLINE_OK { throw LeadlineError(rawValue: status) }
}

/// Throws what C cannot see.
func require(_ condition: Bool, _ message: @autoclosure () -> String) throws(LeadlineError) {
  if !condition { throw LeadlineError(.argument, message()) }
}
