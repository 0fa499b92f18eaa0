@testable import LeadlineCore
import Testing
import TestSupport

@Suite struct RatioTests {
  /// numerator / denominator * 10^decimals by long division.
  static func slowRounded(_ n: SlowInteger, _ d: SlowInteger, _ decimals: Int, _ mode: RoundingMode) -> SlowInteger {
    let isNegative = n.isNegative != d.isNegative
    let (whole, rest) = (n.magnitude * SlowInteger.power(ofTen: decimals)).divided(by: d.magnitude)
    let twice = rest + rest
    let up: Bool
    switch mode {
    case .towardZero: up = false
    case .floor: up = isNegative && !rest.isZero
    case .ceiling: up = !isNegative && !rest.isZero
    case .halfAway: up = twice >= d.magnitude
    case .halfEven: up = twice > d.magnitude || (twice == d.magnitude && whole.isOdd)
    }
    let magnitude = up ? whole + SlowInteger(1) : whole
    return isNegative ? -magnitude : magnitude
  }

  @Test func reducesAnySigns() {
    let half = Ratio.make(numerator: -3, denominator: -6)
    #expect(half?.numerator == 1 && half?.denominator == 2)
    let negative = Ratio.make(numerator: 3, denominator: -6)
    #expect(negative?.numerator == -1 && negative?.denominator == 2)
    let zero = Ratio.make(numerator: 0, denominator: -7)
    #expect(zero?.numerator == 0 && zero?.denominator == 1)
    #expect(Ratio.make(numerator: 1, denominator: 0) == nil)
    // -2^127 has no opposite, unless it can be reduced.
    #expect(Ratio.make(numerator: 1, denominator: Int128.min) == nil)
    #expect(Ratio.make(numerator: Int128.min, denominator: -1) == nil)
    #expect(Ratio.make(numerator: Int128.min, denominator: Int128.min)?.numerator == 1)
    #expect(Ratio.make(numerator: 2, denominator: Int128.min)?.denominator == 1 << 126)
  }

  @Test(arguments: [1, 2] as [UInt64]) func reducesLikeTheModel(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<200 {
      let n = random.int128()
      let d = max(random.int128(), 1)
      let ratio = Ratio.reduced(n, d)
      let divisor = SlowInteger(n).gcd(SlowInteger(d))
      #expect(SlowInteger(ratio.numerator) == SlowInteger(n).divided(by: divisor).quotient, "seed \(seed): \(n)/\(d)")
      #expect(SlowInteger(ratio.denominator) == SlowInteger(d).divided(by: divisor).quotient, "seed \(seed): \(n)/\(d)")
    }
  }

  @Test(arguments: [3, 4] as [UInt64]) func comparesLikeTheModel(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for i in 0..<1000 {
      let (a, b) = (random.int128(), max(random.int128(), 1))
      var (c, d) = (random.int128(), max(random.int128(), 1))
      // Every third pair is equal or as close as can be.
      if i % 3 == 0 {
        let near = Int128(random.next() % 3) - 1
        (c, d) = (a.subtractingReportingOverflow(near).partialValue, b)
      }
      let (left, right) = (SlowInteger(a) * SlowInteger(d), SlowInteger(c) * SlowInteger(b))
      let expected = left == right ? 0 : left < right ? -1 : 1
      #expect(Ratio.compare(a, b, c, d) == expected, "seed \(seed): \(a)/\(b) ? \(c)/\(d)")
      #expect(Ratio.compare(c, d, a, b) == -expected, "seed \(seed): \(c)/\(d) ? \(a)/\(b)")
    }
  }

  @Test func roundsLikePython() {
    for (n, d, decimals, results) in RatioReference.rounded {
      for (i, mode) in allModes.enumerated() {
        let rounded = Ratio.rounded(Int128(n)!, Int128(d)!, decimals: decimals, mode)
        let expected = results.count == 1 ? results[0] : results[i]
        #expect(rounded.map { "\($0)" } ?? "-" == expected, "\(n)/\(d) at \(decimals), \(mode)")
      }
    }
  }

  @Test(arguments: [5, 6] as [UInt64]) func roundsLikeTheModel(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<150 {
      let (n, d) = (random.int128(), random.int128())
      let decimals = Int(random.next() % 39)
      for mode in allModes {
        let rounded = Ratio.rounded(n, d, decimals: decimals, mode)
        if d == 0 {
          #expect(rounded == nil)
        } else {
          let expected = Self.slowRounded(SlowInteger(n), SlowInteger(d), decimals, mode)
          #expect(rounded == expected.int128, "seed \(seed): \(n)/\(d) at \(decimals), \(mode)")
        }
      }
    }
  }

  @Test func nearestDoublesLikePython() {
    for (n, d, bits) in RatioReference.doubles {
      let nearest = Ratio.nearestDouble(Int128(n)!, Int128(d)!)
      #expect(nearest?.bitPattern == bits, "\(n)/\(d): \(nearest ?? .nan) instead of \(Double(bitPattern: bits))")
    }
    #expect(Ratio.nearestDouble(1, 0) == nil)
    #expect(Ratio.nearestDouble(0, -5)?.bitPattern == 0)
  }

  /// Of the neighbours of the result none is nearer, and of two equally near ones it is the even one.
  @Test(arguments: [7, 8] as [UInt64]) func nearestDoublesAreNearest(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    /// 2^200 times a double of our range, exactly.
    func scaled(_ x: Double) -> SlowInteger {
      var result = SlowInteger(Int64(x.significand * 0x1p52)) * SlowInteger(x < 0 ? -1 : 1)
      for _ in 0..<(Int(x.exponent) - 52 + 200) { result = result + result }
      return result
    }
    var unit = SlowInteger(1)
    for _ in 0..<200 { unit = unit + unit }
    for _ in 0..<100 {
      let (n, d) = (random.int128(), random.int128())
      guard n != 0, d != 0, let x = Ratio.nearestDouble(n, d) else { continue }
      // |x * d - n|, all times 2^200.
      func error(_ x: Double) -> SlowInteger { (scaled(x) * SlowInteger(d) - SlowInteger(n) * unit).magnitude }
      for neighbour in [x.nextUp, x.nextDown] {
        let isNearer = error(neighbour) < error(x)
        let isAsNear = error(neighbour) == error(x)
        #expect(!isNearer && (!isAsNear || x.bitPattern & 1 == 0), "seed \(seed): \(n)/\(d) gave \(x)")
      }
    }
  }

  @Test func shiftsByPowersOfTen() {
    let cents = Ratio.make(numerator: 5000, denominator: 3, timesTenTo: -2)
    #expect(cents?.numerator == 50 && cents?.denominator == 3)
    let back = Ratio.make(numerator: 50, denominator: 3, timesTenTo: 2)
    #expect(back?.numerator == 5000 && back?.denominator == 3)
    // 10^40 is beyond 128 bits, its factors need not be.
    let far = Ratio.make(numerator: 1, denominator: Int128(1) << 60, timesTenTo: 40)
    #expect(far?.numerator == 9_094_947_017_729_282_379_150_390_625 && far?.denominator == 1 << 20)
    #expect(Ratio.make(numerator: 1, denominator: 1, timesTenTo: 39) == nil)
    #expect(Ratio.make(numerator: 1, denominator: 1, timesTenTo: -39) == nil)
    #expect(Ratio.make(numerator: 0, denominator: Int128.min, timesTenTo: -40)?.denominator == 1)
    #expect(Ratio.make(numerator: 1, denominator: 0, timesTenTo: 1) == nil)
    // The denominator fits only once it is shifted.
    #expect(Ratio.make(numerator: 1, denominator: Int128.min, timesTenTo: 1)?.numerator == -5)
  }

  @Test(arguments: [9, 10] as [UInt64]) func shiftsLikeTheModel(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<200 {
      let (n, d) = (random.int128(), random.int128())
      guard d != 0 else { continue }
      let power = Int(random.next() % 81) - 40
      var (top, bottom) = (SlowInteger(n), SlowInteger(d))
      if power < 0 { bottom = bottom * .power(ofTen: -power) } else { top = top * .power(ofTen: power) }
      let divisor = top.gcd(bottom)
      top = top.divided(by: divisor).quotient
      bottom = bottom.divided(by: divisor).quotient
      if bottom.isNegative { (top, bottom) = (-top, -bottom) }
      let shifted = Ratio.make(numerator: n, denominator: d, timesTenTo: power)
      if let top = top.int128, let bottom = bottom.int128 {
        #expect(shifted?.numerator == top && shifted?.denominator == bottom, "seed \(seed): \(n)/\(d) * 10^\(power)")
      } else {
        #expect(shifted == nil, "seed \(seed): \(n)/\(d) * 10^\(power)")
      }
    }
  }
}
