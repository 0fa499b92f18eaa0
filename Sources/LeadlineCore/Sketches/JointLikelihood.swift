/// The parts of two audiences: who is in the first only, in the second only, in both.
struct Parts<Value> {
  var first: Value
  var second: Value
  var both: Value
}

/// The likeliest sizes of the parts of two audiences, of which registers of both are known.
///
/// The idea of a joint likelihood is that of O. Ertl, "New cardinality estimation algorithms for HyperLogLog sketches", 2017,
/// arXiv 1702.01284, section 4; for registers that know values one by one it is simpler. Let a, b, x be the means of persons
/// per register who are in the first audience only, in the second only, in both. Then a value of probability q was shown by
/// persons of each part independently, by the first part with A = 1 - exp(-aq), and B and X likewise, and a pair of
/// registers has with probability
///
///     seen by neither          (1-A) (1-B) (1-X)
///     by the first only        A (1-B) (1-X)            by the second only   (1-A) B (1-X)
///     by both                  X + (1-X) A B
///     by the first, whatever   A + X - A X              by the second, ...   B + X - B X
///
/// All pairs and values are independent, so the derivatives of the logarithm are sums over them. The maximum is found by
/// Fisher scoring, Newton's method with the expected second derivatives, whose inverse is also the errors' covariance.
struct JointLikelihood {
  /// Means per register, and the variances of their estimates.
  private(set) var rates: Parts<Double>
  private(set) var variances = Parts(first: 0.0, second: 0.0, both: 0.0)
  private let precision: Int
  /// First derivatives and expected second ones, by the logarithms of the rates: so that no part can become negative.
  private var slope = Vector3()
  private var information = Symmetric3()

  /// Starts from rates that are near.
  init(_ counts: JointCounts, _ precision: Int, startingAt start: Parts<Double>) {
    self.precision = precision
    rates = start
    // A hundredth of a person among all registers is as good as nobody.
    let floor = Likelihood.power(-precision) * 0.01
    for round in 0..<100 {
      differentiate(counts)
      guard let inverse = information.inverse else { break }
      var step = inverse.times(slope)
      // Far from the maximum the step is cut; later, so that no pair of steps can go to and fro for ever, it is halved.
      if round >= 40 { step = step.scaled(0.5) }
      let largest = Swift.max(
        Self.move(&rates.first, step.x, floor), Self.move(&rates.second, step.y, floor), Self.move(&rates.both, step.z, floor))
      if largest < 1e-9 { break }
    }
    estimateErrors(counts)
  }

  /// The variances at the maximum; but of a part smaller than its own standard error, as if it were as large as that. Near
  /// nothing the likelihood is no parabola, and its curvature promises far too much.
  private mutating func estimateErrors(_ counts: JointCounts) {
    let found = rates
    for _ in 0..<8 {
      differentiate(counts)
      guard let inverse = information.inverse else { break }
      variances.first = inverse.xx * rates.first * rates.first
      variances.second = inverse.yy * rates.second * rates.second
      variances.both = inverse.zz * rates.both * rates.both
      rates.first = Swift.max(found.first, variances.first.squareRoot())
      rates.second = Swift.max(found.second, variances.second.squareRoot())
      rates.both = Swift.max(found.both, variances.both.squareRoot())
    }
    rates = found
  }

  /// Multiplies a rate by 1 + step; gives how far it moved, in parts of itself.
  private static func move(_ rate: inout Double, _ step: Double, _ floor: Double) -> Double {
    let moved = Swift.max(rate * (1.0 + Swift.max(Swift.min(step, 3.0), -0.75)), floor)
    let distance = (moved - rate) / rate
    rate = moved
    return distance < 0 ? -distance : distance
  }

  private mutating func differentiate(_ counts: JointCounts) {
    slope = Vector3()
    information = Symmetric3()
    var chanceA = Chance(rates.first, precision)
    var chanceB = Chance(rates.second, precision)
    var chanceX = Chance(rates.both, precision)
    while chanceX.octave >= 0 {
      defer {
        chanceA.descend()
        chanceB.descend()
        chanceX.descend()
      }
      let octave = chanceX.octave
      let q = chanceX.probability
      let (n00, n01, n02) = (counts(0, 0, octave), counts(0, 1, octave), counts(0, 2, octave))
      let (n10, n11, n12) = (counts(1, 0, octave), counts(1, 1, octave), counts(1, 2, octave))
      let (n20, n21) = (counts(2, 0, octave), counts(2, 1, octave))
      let pairs = n00 + n01 + n10 + n11
      if pairs + n02 + n12 + n20 + n21 == 0.0 { continue }
      let (a, b, x) = (chanceA.value, chanceB.value, chanceX.value)
      let (notA, notB, notX) = (chanceA.ofNot, chanceB.ofNot, chanceX.ofNot)
      // By the logarithm of its rate, a part's not being seen has the derivative -part, being seen +part times odds.
      let (partA, partB, partX) = (rates.first * q, rates.second * q, rates.both * q)

      let neither = Vector3(x: -partA, y: -partB, z: -partX)
      add(neither, n00, pairs * notA * notB * notX)
      add(Vector3(x: -partA, y: partB * notB / b, z: -partX), n01, pairs * notA * b * notX)
      add(Vector3(x: partA * notA / a, y: -partB, z: -partX), n10, pairs * a * notB * notX)
      let both = x + notX * a * b
      add(
        Vector3(x: partA * notA * notX * b / both, y: partB * notB * notX * a / both, z: partX * notX * (1.0 - a * b) / both),
        n11, pairs * both)

      let first = a + x - a * x
      add(Vector3(x: -partA, y: 0.0, z: -partX), n02, (n02 + n12) * (1.0 - first))
      let odds = (1.0 - first) / first
      add(Vector3(x: partA * odds, y: 0.0, z: partX * odds), n12, (n02 + n12) * first)
      let second = b + x - b * x
      add(Vector3(x: 0.0, y: -partB, z: -partX), n20, (n20 + n21) * (1.0 - second))
      let secondOdds = (1.0 - second) / second
      add(Vector3(x: 0.0, y: partB * secondOdds, z: partX * secondOdds), n21, (n20 + n21) * second)
    }
  }

  /// Something whose logarithm has that derivative was seen so often, and was expected so often.
  @inline(__always)
  private mutating func add(_ derivative: Vector3, _ seen: Double, _ expected: Double) {
    slope = slope.plus(derivative.scaled(seen))
    information.add(square: derivative, times: expected)
  }
}
