/// Splits whole units by weights so that none is lost: the largest remainder.
///
/// Each share gets the whole part of what is exactly its own; the units left over go, one each, to the largest remainders, of equal
/// ones to the first. Source: A. Hamilton's method of apportionment, in M. Balinski, H. Young, Fair Representation (1982). A value
/// below 0 is split as its opposite.
struct CreditSplit: ~Copyable {
  /// By share, of the latest split.
  private(set) var credits: Buffer<Int128>
  private var remainders: Buffer<UInt64>
  private var leftovers: LargestRemainders<UInt64>

  init(_ heap: Heap) {
    credits = Buffer(heap)
    remainders = Buffer(heap)
    leftovers = LargestRemainders(heap)
  }

  /// Splits a value by weights, whose sum is `sum`, above 0.
  mutating func split(_ value: Int128, by weights: borrowing Buffer<UInt64>, sum: UInt64) throws(OutOfMemory) {
    credits.removeAll()
    remainders.removeAll()
    try credits.reserve(exactly: weights.count)
    try remainders.reserve(exactly: weights.count)
    if value.magnitude < Self.leastLarge && sum < 1 << 62 { return try splitSmall(value, by: weights, sum: Int64(sum)) }
    let (whole, part) = Self.divided(value.magnitude, sum)
    var left = value.magnitude
    for i in 0..<weights.count {
      // The weight is at most the sum, so the quotient fits.
      let own = sum.dividingFullWidth(part.multipliedFullWidth(by: weights[i]))
      let credit = whole * UInt128(weights[i]) + UInt128(own.quotient)
      left -= credit
      credits.appendReserved(Int128(truncatingIfNeeded: credit))
      remainders.appendReserved(own.remainder)
    }
    if value < 0 { for i in 0..<credits.count { credits[i] = -credits[i] } }
    try leftovers.hand(out: Int(left), of: value < 0 ? -1 : 1, to: &credits, by: &remainders)
  }

  private static var leastLarge: UInt128 { 1 << 49 }

  /// The same of values that a Double holds with bits to spare: the quotient that it gives is off by one at most, which the remainder
  /// tells. The processor's division of 128 bits takes much longer.
  @_optimize(speed)
  private mutating func splitSmall(_ value: Int128, by weights: borrowing Buffer<UInt64>, sum: Int64) throws(OutOfMemory) {
    let magnitude = Int64(truncatingIfNeeded: value.magnitude)
    let (whole, part) = magnitude.quotientAndRemainder(dividingBy: sum)
    let ratio = Double(part) / Double(sum)
    var left = magnitude
    for i in 0..<weights.count {
      let weight = Int64(truncatingIfNeeded: weights[i])
      var quotient = Int64(Double(weight) * ratio)
      // Products may wrap; their difference does not.
      var remainder = part &* weight &- quotient &* sum
      if remainder < 0 {
        quotient -= 1
        remainder += sum
      } else if remainder >= sum {
        quotient += 1
        remainder -= sum
      }
      let credit = whole &* weight &+ quotient
      left -= credit
      credits.appendReserved(Int128(value < 0 ? 0 - credit : credit))
      remainders.appendReserved(UInt64(truncatingIfNeeded: remainder))
    }
    try leftovers.hand(out: Int(left), of: value < 0 ? -1 : 1, to: &credits, by: &remainders)
  }

  /// Dividing 64 bits is much faster, and as a rule does.
  @inline(__always)
  private static func divided(_ value: UInt128, _ sum: UInt64) -> (whole: UInt128, rest: UInt64) {
    if let small = UInt64(exactly: value) {
      let (whole, rest) = small.quotientAndRemainder(dividingBy: sum)
      return (UInt128(whole), rest)
    }
    let (whole, rest) = value.quotientAndRemainder(dividingBy: UInt128(sum))
    return (whole, UInt64(rest))
  }

  /// What equal parts are: the least, and how many of the first are one unit more, or for a value below 0 less.
  @inline(__always)
  static func parts(_ value: Int128, _ count: Int) -> (whole: Int128, rest: Int) {
    if let small = Int64(exactly: value) {
      let (whole, rest) = small.quotientAndRemainder(dividingBy: Int64(count))
      return (Int128(whole), Int(rest))
    }
    let (whole, rest) = value.quotientAndRemainder(dividingBy: Int128(count))
    return (whole, Int(rest))
  }

  @inline(__always)
  static func part(_ i: Int, _ whole: Int128, _ rest: Int) -> Int128 {
    if rest >= 0 { return i < rest ? whole + 1 : whole }
    return i < -rest ? whole - 1 : whole
  }
}
