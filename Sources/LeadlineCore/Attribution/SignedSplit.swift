/// Splits whole units in proportion to numbers of any sign: the largest remainder, as ``CreditSplit`` does by weights.
///
/// The numbers are first made whole ones, the greatest of 60 bits. A share is then its exact part, cut to the next whole unit below;
/// the units left over go, one each, to the largest remainders, of equal ones to the first. A value below 0 is split as its opposite.
struct SignedSplit: ~Copyable {
  /// By share, of the latest split.
  private(set) var credits: Buffer<Int128>
  private var weights: Buffer<Int64>
  private var sum: Int128 = 0
  private var remainders: Buffer<UInt128>
  private var leftovers: LargestRemainders<UInt128>

  init(_ heap: Heap) {
    credits = Buffer(heap)
    weights = Buffer(heap)
    remainders = Buffer(heap)
    leftovers = LargestRemainders(heap)
  }

  /// Takes numbers to split by. False if they add up to nothing, so that there are no proportions.
  mutating func weigh(_ numbers: borrowing Buffer<Double>) throws(OutOfMemory) -> Bool {
    weights.removeAll()
    try weights.reserve(exactly: numbers.count)
    var greatest = 0.0
    for i in 0..<numbers.count { greatest = Swift.max(greatest, numbers[i].magnitude) }
    sum = 0
    guard greatest > 0, greatest < .infinity else { return false }
    // 2^k * greatest is at least 2^59 and below 2^60, in two steps, since 2^k alone may be no number.
    let k = 59 - greatest.exponent
    let (first, second) = (Self.power(k / 2), Self.power(k - k / 2))
    for i in 0..<numbers.count {
      let weight = Int64(numbers[i] * first * second + (numbers[i] < 0 ? -0.5 : 0.5))
      weights.appendReserved(weight)
      sum += Int128(weight)
    }
    return sum != 0
  }

  private static func power(_ exponent: Int) -> Double { Double(bitPattern: UInt64(truncatingIfNeeded: exponent + 1023) << 52) }

  /// Splits a value by the numbers taken. False, with no credits, if a share is beyond 128 bits.
  mutating func split(_ value: Int128) throws(OutOfMemory) -> Bool {
    credits.removeAll()
    remainders.removeAll()
    try credits.reserve(exactly: weights.count)
    try remainders.reserve(exactly: weights.count)
    let (total, whole) = (value.magnitude, sum.magnitude)
    var given = WideSum()
    for i in 0..<weights.count {
      let product = UInt256(total, times: UInt128(weights[i].magnitude))
      guard let (quotient, remainder) = product.divided(by: whole), quotient >> 126 == 0 else {
        credits.removeAll()
        return false
      }
      var credit = Int128(truncatingIfNeeded: quotient)
      var rest = remainder
      if (weights[i] < 0) != (sum < 0) {
        credit = 0 - credit
        if rest > 0 {
          credit -= 1
          rest = whole - rest
        }
      }
      given.add(credit)
      credits.appendReserved(credit)
      remainders.appendReserved(rest)
    }
    guard let given = given.total else {
      credits.removeAll()
      return false
    }
    let left = Int(truncatingIfNeeded: Int128(truncatingIfNeeded: total) - given)
    try leftovers.hand(out: left, of: 1, to: &credits, by: &remainders)
    if value < 0 { for i in 0..<credits.count { credits[i] = 0 - credits[i] } }
    return true
  }
}
