/// The standard normal distribution, by + - * / and square roots in one fixed order: the same bits on every machine, which
/// the functions of libm do not promise.
///
/// Near the middle by the power series (Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.11), whose terms are
/// all positive, and in the tail by the continued fraction (26.2.14), each with as many terms as the worst argument needs.
/// Correct to 1e-13 relative where the result is above 1e-300; below, the double itself has fewer digits.
enum Normal {
  /// Above this the tail is below the least double.
  private static var end: Double { 38.6 }

  /// From here on the tail by itself is more exact than one half less the middle.
  private static var far: Double { 2 }

  /// The probability of more than `x`, which is zero or greater.
  static func tail(_ x: Double) -> Double {
    guard x < end else { return 0 }
    guard x >= far else { return 0.5 - middle(x) }
    var fraction = x
    var k = 100.0
    while k >= 1 {
      fraction = x + k / fraction
      k -= 1
    }
    return density(x) / fraction
  }

  /// The probability of less than `x`.
  static func cumulative(_ x: Double) -> Double {
    guard x >= 0 else { return tail(-x) }
    return x < far ? 0.5 + middle(x) : 1 - tail(x)
  }

  /// The probability of being at least as far from 0 as `z`.
  static func twoSided(_ z: Double) -> Double { 2 * tail(z < 0 ? -z : z) }

  /// The `x` that is exceeded with a probability of `q`, 0 < q < 1.
  static func quantile(tail q: Double) -> Double {
    // The difference from one half is exact, and so keeps its digits where it is small.
    let fromMiddle = q <= 0.5 ? 0.5 - q : q - 0.5
    let outer = q <= 0.5 ? q : 1 - q
    // Abramowitz and Stegun 26.2.23, 4.5e-4 off at most; each of Newton's steps doubles the digits.
    let t = (-2 * logarithm(outer)).squareRoot()
    var x = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
    for _ in 0..<3 {
      if fromMiddle < 0.25 {
        x += (fromMiddle - middle(x)) / density(x)
      } else {
        x += (tail(x) - outer) / density(x)
      }
    }
    return q <= 0.5 ? x : -x
  }

  /// The probability of lying between 0 and `x`.
  private static func middle(_ x: Double) -> Double {
    let square = x * x
    var sum = 1.0
    var k = 30.0
    while k >= 1 {
      sum = 1 + square / (2 * k + 1) * sum
      k -= 1
    }
    return x * sum * density(x)
  }

  /// exp(-x*x/2) / sqrt(2 pi), |x| below 40. The square of the nearest sixteenth is exact, so that the exponent keeps its
  /// digits: W. J. Cody, "Rational Chebyshev approximations for the error function", 1969, for the idea.
  private static func density(_ x: Double) -> Double {
    let near = Double(Int(x * 16)) / 16
    return exponential(-near * near / 2) * exponential(-(x - near) * (x + near) / 2) * 0x1.9884533d43651p-2
  }

  /// The natural logarithm of 2 in two parts, of which the first has 33 bits: times a small whole number it is exact.
  private static var ln2: (high: Double, low: Double) { (0x1.62e42fefp-1, 0x1.473de6af278edp-34) }

  /// e^x for x between -800 and 0, and a little above: 2^k times the power series of what is left, at most ln 2 / 2.
  private static func exponential(_ x: Double) -> Double {
    let k = Int(x * 0x1.71547652b82fep+0 - 0.5)
    let rest = (x - Double(k) * ln2.high) - Double(k) * ln2.low
    var sum = 1.0
    var n = 15.0
    while n >= 1 {
      sum = 1 + rest / n * sum
      n -= 1
    }
    // In two steps where 2^k alone is no normal number.
    return k < -1000 ? sum * power(ofTwo: -1000) * power(ofTwo: k + 1000) : sum * power(ofTwo: k)
  }

  /// 2^k for k between -1022 and 1023.
  private static func power(ofTwo k: Int) -> Double { Double(bitPattern: UInt64(truncatingIfNeeded: k + 1023) << 52) }

  /// The natural logarithm of a normal number above 0: twice the series of the inverse hyperbolic tangent.
  private static func logarithm(_ x: Double) -> Double {
    var exponent = Int((x.bitPattern >> 52) & 0x7FF) - 1023
    var mantissa = Double(bitPattern: x.bitPattern & 0x000F_FFFF_FFFF_FFFF | 0x3FF0_0000_0000_0000)
    if mantissa > 1.4142135623730951 {
      mantissa /= 2
      exponent += 1
    }
    let f = (mantissa - 1) / (mantissa + 1)
    let square = f * f
    var sum = 1.0 / 13
    var k = 11.0
    while k >= 1 {
      sum = 1 / k + square * sum
      k -= 2
    }
    return Double(exponent) * ln2.high + (Double(exponent) * ln2.low + 2 * f * sum)
  }
}
