/// How likely a value of an octave was seen, octave by octave from the rarest down: 1 - exp(-rate q).
///
/// A series where the exponent is at most 1/16, from there on 1 - exp(-2z) = v (2 - v), since the values of the next octave are
/// twice as probable. Not libm, whose results differ between machines.
struct Chance {
  /// From the last octave to the first, then -1.
  private(set) var octave: Int
  /// The probability of one value of the octave.
  private(set) var probability: Double
  private(set) var value: Double
  private let lastPair: Int

  var ofNot: Double { 1.0 - value }

  init(_ rate: Double, _ precision: Int) {
    octave = Register.octaveCount(precision) - 1
    lastPair = octave - 1
    probability = Likelihood.probability(octave: octave, precision)
    var z = rate * probability
    var doublings = 0
    while z > 0.0625 && doublings < 1100 {
      z = z * 0.5
      doublings += 1
    }
    // 1 - exp(-z) = z (1 - z/2 (1 - z/3 (...))); what is left out is below 2^-54 of it.
    var sum = 1.0
    var n = 10.0
    while n > 1.5 {
      sum = 1.0 - z / n * sum
      n = n - 1.0
    }
    value = z * sum
    while doublings > 0 {
      value = value * (2.0 - value)
      doublings -= 1
    }
  }

  /// To the next more probable octave. The last two are equally probable.
  @inline(__always)
  mutating func descend() {
    octave -= 1
    guard octave < lastPair else { return }
    value = value * (2.0 - value)
    probability = probability * 2.0
  }
}
