/// The maximum-likelihood estimate of how many were shown to registers, from + - * / alone.
///
/// Source: Ertl 2024 (see ``Register``), section 4. Were the number of persons a register is shown Poisson distributed with
/// mean x, its values would be seen independently, a value of probability q with 1 - exp(-xq). Then the logarithm of the
/// likelihood has in x the derivative
///
///     sum of seen[octave] q / (exp(xq) - 1)  -  sum of unseen[octave] q
///
/// which falls and is convex. Newton's method from a point left of its zero therefore climbs to it.
enum Likelihood {
  /// 2^-exponent of an octave, the probability of one of its values.
  @inline(__always)
  static func probability(octave: Int, _ precision: Int) -> Double {
    power(-Register.exponent(octave: octave, precision))
  }

  /// 2^exponent, from -1022 to 1023.
  @inline(__always)
  static func power(_ exponent: Int) -> Double {
    Double(bitPattern: UInt64(truncatingIfNeeded: 1023 + exponent) << 52)
  }

  /// The mean of persons per register that makes what was seen likeliest; infinite when every value was seen.
  static func rate(_ counts: OctaveCounts, _ precision: Int) -> Double {
    let octaves = Register.octaveCount(precision)
    var seen = 0.0
    var seenShare = 0.0
    var unseenShare = 0.0
    for octave in 0..<octaves {
      let q = probability(octave: octave, precision)
      seen = seen + counts.seen(octave)
      seenShare = seenShare + counts.seen(octave) * q
      unseenShare = unseenShare + counts.unseen(octave) * q
    }
    if seen == 0.0 { return 0.0 }
    if unseenShare == 0.0 { return .infinity }
    // 1 / (exp(z) - 1) is at least 1/z - 1/2, so the zero is not to the left of this.
    var rate = seen / (unseenShare + seenShare * 0.5)
    for _ in 0..<100 {
      var chance = Chance(rate, precision)
      var slope = 0.0
      var value = 0.0 - unseenShare
      while chance.octave >= 0 {
        let seen = counts.seen(chance.octave)
        if seen != 0.0 {
          let odds = chance.ofNot / chance.value
          let weight = seen * chance.probability
          value = value + weight * odds
          slope = slope + weight * chance.probability * odds * (1.0 + odds)
        }
        chance.descend()
      }
      let step = value / slope
      // Rounding, or a slope of nothing: there is no better.
      guard step > rate * 1e-13 else { break }
      rate = rate + step
    }
    return rate
  }

  /// Persons, from the mean per register.
  ///
  /// The estimate is too large by about 1 part in registers / 0.0912 (Ertl 2024, section 4.3: ln b (1 + 2 s) zeta(3, 1 + s) /
  /// zeta(2, 1 + s)^2 with b = 2^(1/4), s = b^-24 / (b - 1)).
  static func persons(_ rate: Double, _ precision: Int) -> Double {
    let registers = power(precision)
    return rate * registers / (1.0 + 0.091_193_602_059_522_7 / registers)
  }

  /// The standard error of a dense sketch in parts of its count, for many persons; for fewer it is smaller.
  ///
  /// The square root of ln b / zeta(2, 1 + s) / registers (Ertl 2024, section 2.5, and as above).
  static func relativeError(_ precision: Int) -> Double {
    0.343_758_386_774_551 / power(precision).squareRoot()
  }
}
