@testable import LeadlineCore
import Testing
import TestSupport

@Suite struct WideIntegerTests {
  func slow(_ wide: UInt256) -> SlowInteger {
    let word = SlowInteger(UInt128(1) << 64)
    return SlowInteger(wide.high) * word * word + SlowInteger(wide.low)
  }

  @Test(arguments: [1, 2, 3] as [UInt64]) func productsAndQuotients(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<300 {
      let (a, b) = (random.uint128(), random.uint128())
      let product = UInt256(a, times: b)
      #expect(slow(product) == SlowInteger(a) * SlowInteger(b), "seed \(seed): \(a) * \(b)")

      let dividend = UInt256(high: random.uint128(), low: random.uint128())
      let divisor = random.uint128()
      let result = dividend.divided(by: divisor)
      if divisor == 0 || dividend.high >= divisor {
        #expect(result == nil)
      } else {
        let expected = slow(dividend).divided(by: SlowInteger(divisor))
        #expect(result.map { SlowInteger($0.quotient) } == expected.quotient, "seed \(seed): \(dividend) / \(divisor)")
        #expect(result.map { SlowInteger($0.remainder) } == expected.remainder, "seed \(seed): \(dividend) / \(divisor)")
      }
    }
  }

  /// The digits of Knuth's algorithm that need a correction are rare among random numbers; these need one or two.
  @Test func quotientDigitsThatAreEstimatedTooLarge() {
    let edges: [UInt128] = [
      1, 2, (1 << 64) - 1, 1 << 64, (1 << 64) + 1, 1 << 127, (1 << 127) - 1, (1 << 127) + 1, UInt128.max, UInt128.max - 1,
      UInt128.max << 64, (UInt128.max << 64) + 1, (1 << 127) + (1 << 64) - 1, (1 << 127) | ((1 << 64) - 1),
    ]
    for high in edges {
      for low in [0, 1, (1 << 64) - 1, UInt128.max << 64, UInt128.max] as [UInt128] {
        for divisor in edges where high < divisor {
          let dividend = UInt256(high: high, low: low)
          let expected = slow(dividend).divided(by: SlowInteger(divisor))
          let result = dividend.divided(by: divisor)
          #expect(result.map { SlowInteger($0.quotient) } == expected.quotient, "\(dividend) / \(divisor)")
          #expect(result.map { SlowInteger($0.remainder) } == expected.remainder, "\(dividend) / \(divisor)")
        }
      }
    }
  }

  @Test func shiftsLeft() {
    for bits in 0..<256 {
      let shifted = UInt256(0xDEAD_BEEF_0BAD_F00D, shiftedLeft: bits)
      var expected = SlowInteger(0xDEAD_BEEF_0BAD_F00D as UInt64)
      for _ in 0..<bits { expected = expected + expected }
      if expected.bitWidth <= 256 { #expect(slow(shifted) == expected) }
    }
  }

  @Test(arguments: [4, 5] as [UInt64]) func greatestCommonDivisors(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<200 {
      // A common factor, so that the answer is seldom 1.
      let factor = random.uint128() >> 64
      let a = random.uint128().multipliedReportingOverflow(by: factor).partialValue
      let b = random.uint128().multipliedReportingOverflow(by: factor).partialValue
      #expect(
        SlowInteger(WideInteger.gcd(a, b)) == SlowInteger(a).gcd(SlowInteger(b)), "seed \(seed): \(a), \(b)")
    }
    for a in 0..<16 as Range<UInt64> {
      for b in 0..<16 as Range<UInt64> {
        #expect(SlowInteger(WideInteger.gcd(a, b)) == SlowInteger(a).gcd(SlowInteger(b)))
      }
    }
    #expect(WideInteger.gcd(0 as UInt128, UInt128.max) == UInt128.max)
    #expect(WideInteger.gcd(UInt128(1) << 127, UInt128(1) << 127) == 1 << 127)
    #expect(WideInteger.gcd(UInt64.max, UInt64.max) == UInt64.max)
  }

  @Test func powersOfTen() {
    for exponent in 0...38 {
      #expect(SlowInteger(WideInteger.power(ofTen: exponent)) == SlowInteger.power(ofTen: exponent))
    }
  }
}
