/// Splits whole units by weights so that none is lost: the largest remainder.
///
/// Each share gets the whole part of what is exactly its own; the units left over go, one each, to the largest remainders, of equal
/// ones to the first. Source: A. Hamilton's method of apportionment, in M. Balinski, H. Young, Fair Representation (1982). A value
/// below 0 is split as its opposite.
struct CreditSplit: ~Copyable {
  /// By share, of the latest split.
  private(set) var credits: Buffer<Int128>
  private var remainders: Buffer<UInt64>
  private var order: Buffer<UInt32>

  init(_ heap: Heap) {
    credits = Buffer(heap)
    remainders = Buffer(heap)
    order = Buffer(heap)
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
    try hand(out: Int(left), by: value < 0 ? -1 : 1)
  }

  private static var leastLarge: UInt128 { 1 << 49 }

  /// The same of values that a Double holds with bits to spare: the quotient that it gives is off by one at most, which the remainder
  /// tells. The processor's division of 128 bits takes much longer.
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
    try hand(out: Int(left), by: value < 0 ? -1 : 1)
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

  /// Splits a value into so many equal parts, at least one.
  mutating func split(_ value: Int128, into count: Int) throws(OutOfMemory) {
    credits.removeAll()
    try credits.reserve(exactly: count)
    let (whole, rest) = Self.parts(value, count)
    for i in 0..<count { credits.appendReserved(Self.part(i, whole, rest)) }
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

  /// Gives so many units, fewer than there are shares, to the largest remainders: each of one, or of minus one.
  private mutating func hand(out units: Int, by one: Int128) throws(OutOfMemory) {
    if units == 0 { return }
    if units * remainders.count <= 256 {
      for _ in 0..<units {
        var largest = 0
        for i in 1..<remainders.count where remainders[i] > remainders[largest] { largest = i }
        credits[largest] += one
        // More shares have a remainder than there are units, so one of nothing is never reached.
        remainders[largest] = 0
      }
      return
    }
    order.removeAll()
    try order.reserve(exactly: remainders.count)
    for i in 0..<remainders.count { order.appendReserved(UInt32(truncatingIfNeeded: i)) }
    unsafe try MergeSort.sort(&order, credits.heap, by: ByRemainder(remainders: UnsafePointer(remainders.base.unsafelyUnwrapped)))
    for i in 0..<units { credits[Int(order[i])] += one }
  }

  @safe
  private struct ByRemainder: RowOrder {
    let remainders: UnsafePointer<UInt64>

    func compare(_ a: UInt32, _ b: UInt32) -> Int {
      let (left, right) = unsafe (remainders[Int(a)], remainders[Int(b)])
      return left > right ? -1 : left < right ? 1 : 0
    }
  }
}
