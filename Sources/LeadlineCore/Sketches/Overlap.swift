/// What two audiences have in common and what not, each with bounds.
///
/// The union is what a merged sketch would count, or exact where both audiences are. The other three are estimated together
/// and each for itself: they need not add up to the union or to the audiences to the last person.
struct Overlap {
  var union: DistinctCount
  var intersection: DistinctCount
  /// In the first audience and not in the second.
  var onlyFirst: DistinctCount
  var onlySecond: DistinctCount

  /// Compares two sketches of the same precision; exact while both are. Memory is asked for only when one is and the other is
  /// not.
  ///
  /// The error of a part is measured by the audiences, not by the part: of a small part of large ones little is known, and its
  /// bounds say so.
  init(_ first: borrowing DistinctSketch, _ second: borrowing DistinctSketch) throws(OutOfMemory) {
    precondition(first.precision == second.precision)
    if first.isDense && second.isDense {
      self.init(dense: first, second)
    } else if first.isDense {
      var registers = try DistinctSketch(copying: second)
      try registers.becomeDense()
      self.init(dense: first, registers)
      limit(first: Int64.max, second: Int64(second.held))
    } else if second.isDense {
      var registers = try DistinctSketch(copying: first)
      try registers.becomeDense()
      self.init(dense: registers, second)
      limit(first: Int64(first.held), second: Int64.max)
    } else {
      self.init(exact: first, second)
    }
  }

  private init(exact first: borrowing DistinctSketch, _ second: borrowing DistinctSketch) {
    let common = first.commonHashes(with: second)
    union = DistinctCount(exactly: Int(first.held) + Int(second.held) - common)
    intersection = DistinctCount(exactly: common)
    onlyFirst = DistinctCount(exactly: Int(first.held) - common)
    onlySecond = DistinctCount(exactly: Int(second.held) - common)
  }

  private init(dense first: borrowing DistinctSketch, _ second: borrowing DistinctSketch) {
    let precision = first.precision
    let (a, b) = unsafe (first.registers, second.registers)
    let whole = DistinctSketch.rate(precision) { unsafe Register.merging(a[$0], b[$0]) }
    union = DistinctSketch.count(rate: whole, precision)

    // From the sizes of both and of the union, where that gives anything.
    let rateA = DistinctSketch.rate(precision) { unsafe a[$0] }
    let rateB = DistinctSketch.rate(precision) { unsafe b[$0] }
    let least = whole * 0.01
    let start = Parts(
      first: Swift.max(whole - rateB, least), second: Swift.max(whole - rateA, least),
      both: Swift.max(rateA + rateB - whole, least))
    // Beyond all that can be counted there is nothing to share out.
    guard whole < 1e300 else {
      let unknown = DistinctCount(0.0, standardError: 1e19, atLeast: 0, atMost: .max)
      (intersection, onlyFirst, onlySecond) = (unknown, unknown, unknown)
      return
    }
    let joint = unsafe JointCounts.with(precision, a, b) { JointLikelihood($0, precision, startingAt: start) }
    intersection = Self.count(joint.rates.both, joint.variances.both, precision)
    onlyFirst = Self.count(joint.rates.first, joint.variances.first, precision)
    onlySecond = Self.count(joint.rates.second, joint.variances.second, precision)
  }

  private static func count(_ rate: Double, _ variance: Double, _ precision: Int) -> DistinctCount {
    let registers = Likelihood.power(precision)
    let persons = Likelihood.persons(rate, precision)
    // The model's persons are a random number, whose own variance, equal to its mean, is not the estimate's fault.
    let error = variance * registers * registers - persons
    return DistinctCount(persons, standardError: error > 0.0 ? error.squareRoot() : 0.0, atLeast: 0, atMost: .max)
  }

  /// Cuts to what is known of the audiences' sizes.
  private mutating func limit(first: Int64, second: Int64) {
    onlyFirst.cut(atMost: first)
    onlySecond.cut(atMost: second)
    intersection.cut(atMost: Swift.min(first, second))
  }
}

extension DistinctSketch {
  /// How many hashes two exact sketches share.
  func commonHashes(with other: borrowing DistinctSketch) -> Int {
    var common = 0
    for i in 0..<words.count where words[i] != 0 && other.holdsExactly(words[i]) { common += 1 }
    return common
  }
}
