/// Growth from one value to another.
enum Growth {
  /// to / from - 1.
  static func ratio(_ from: Int128, _ to: Int128) -> Exact {
    guard from > 0 else { return .undefined(Exact.State.zeroDenominator) }
    return Exact(WideNumber(to, times: 1) - WideNumber(from, times: 1), over: from)
  }

  /// The factor that takes `from` to `to` in `periods` equal steps; nil where there is none.
  ///
  /// The greatest double whose power, multiplied up in doubles, does not exceed the quotient, found by halving the doubles
  /// between it and 1. The power grows with its base even when rounded, so there is just one; it is within 1e-15 of the root.
  static func factor(_ from: Int128, _ to: Int128, periods: UInt32) -> Double? {
    guard from > 0, to >= 0, periods > 0, let quotient = Ratio.nearestDouble(to, from) else { return nil }
    guard quotient > 0 else { return 0 }
    // Positive doubles are in the order of their bits.
    var low = Swift.min(quotient, 1).bitPattern
    var high = Swift.max(quotient, 1).bitPattern + 1
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if power(Double(bitPattern: middle), periods) <= quotient { low = middle } else { high = middle }
    }
    return Double(bitPattern: low)
  }

  /// base^exponent by repeated squaring, from the exponent's top bit down.
  private static func power(_ base: Double, _ exponent: UInt32) -> Double {
    var result = 1.0
    var bit = UInt32.bitWidth - exponent.leadingZeroBitCount
    while bit > 0 {
      bit -= 1
      result *= result
      if (exponent >> UInt32(bit)) & 1 == 1 { result *= base }
    }
    return result
  }
}

/// Seasons of equal length, one after the other, over a series of values of which the first is in season 0.
struct Seasons {
  let count: Int
  let length: Int
  let total: Exact

  /// The mean of the seasons' means: seasons that came once more than others weigh no more. Over full cycles it is the mean of
  /// all values.
  init(count: Int, length: Int, _ value: (Int) -> Int128) {
    self.count = count
    self.length = length
    guard count >= length else {
      total = .undefined(Exact.State.noData)
      return
    }
    // Sums over the seasons that came as often as the cycle is full, and over those that have begun once more.
    var (rare, frequent) = (WideSum(), WideSum())
    for i in 0..<count {
      if i % length < count % length { frequent.add(value(i)) } else { rare.add(value(i)) }
    }
    let cycles = Int128(count / length)
    let often = frequent.low == 0 && frequent.high == 0 ? Exact(0) : Exact(frequent) / Exact(cycles + 1)
    total = Exact(rare) / Exact(cycles) + often
  }

  /// The mean of a season over the mean of all.
  func index(_ season: Int, _ value: (Int) -> Int128) -> Exact {
    guard total.isDefined else { return total }
    guard total.numerator > 0 else { return .undefined(Exact.State.zeroDenominator) }
    var sum = WideSum()
    var times = 0
    var i = season
    while i < count {
      sum.add(value(i))
      times += 1
      i += length
    }
    return Exact(sum) * Exact(Int128(length)) / Exact(Int128(times)) / total
  }
}
