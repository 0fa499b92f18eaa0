import CLeadline
@testable import LeadlineCore
import TestSupport
import Testing

@Suite("Statistics: proportions") struct StatisticsProportionTests {
  @Test func intervals() {
    for (s, n, level, low, high) in StatisticsReference.intervals {
      var interval = leadline_interval()
      #expect(leadline_wilson_interval(int(s), int(n), level, &interval) == LEADLINE_OK)
      #expect(interval.state == 0 && interval.reserved == 0)
      #expect(isClose(interval.low, low, 1e-12), "\(s)/\(n) at \(level): \(interval.low), not \(low)")
      #expect(isClose(interval.high, high, 1e-12), "\(s)/\(n) at \(level): \(interval.high), not \(high)")
    }
  }

  /// All small ones: within 0 and 1, around the rate, mirrored, and narrower at a lower level.
  @Test func smallIntervals() throws {
    let (lower, level) = (try #require(ConfidenceLevel(8000)), try #require(ConfidenceLevel(9500)))
    for n in 1...40 as ClosedRange<Int128> {
      for s in 0...n {
        let interval = RateInterval.wilson(Proportion(successes: s, trials: n), level)
        let mirrored = RateInterval.wilson(Proportion(successes: n - s, trials: n), level)
        let inner = RateInterval.wilson(Proportion(successes: s, trials: n), lower)
        let rate = Double(s) / Double(n)
        #expect(interval.low >= 0 && interval.low <= rate && rate <= interval.high && interval.high <= 1)
        #expect(isClose(interval.low, 1 - mirrored.high, 1e-14) || abs(interval.low - (1 - mirrored.high)) < 1e-15)
        #expect(inner.low >= interval.low && inner.high <= interval.high)
        #expect((s == 0) == (interval.low == 0) && (s == n) == (interval.high == 1))
      }
    }
  }

  @Test func states() {
    for (s, n, state) in [
      (0, 0, LEADLINE_UNDEFINED_ZERO_DENOMINATOR), (1, 0, LEADLINE_UNDEFINED_ZERO_DENOMINATOR),
      (-5, -3, LEADLINE_UNDEFINED_ZERO_DENOMINATOR), (.min, .min, LEADLINE_UNDEFINED_ZERO_DENOMINATOR),
      (2, 1, LEADLINE_NOT_A_PROPORTION), (-1, 1, LEADLINE_NOT_A_PROPORTION), (.min, .max, LEADLINE_NOT_A_PROPORTION),
      (.max, .max, LEADLINE_DEFINED),
    ] as [(Int128, Int128, Int32)] {
      var interval = leadline_interval(low: 7, high: 7, state: 7, reserved: 7)
      #expect(leadline_wilson_interval(int(s), int(n), 9500, &interval) == LEADLINE_OK)
      #expect(interval.state == UInt32(state))
      if state != LEADLINE_DEFINED { #expect(interval.low == 0 && interval.high == 0) }
      var enough: UInt32 = 7
      #expect(leadline_enough_data(int(s), int(n), 9500, int(.min), 1, &enough) == LEADLINE_OK)
      #expect(enough == (state == LEADLINE_DEFINED ? 1 : 0))
      var comparison = leadline_comparison()
      #expect(leadline_compare_proportions(int(s), int(n), int(1), int(2), &comparison) == LEADLINE_OK)
      if state != LEADLINE_DEFINED { #expect(comparison.state == UInt32(state) && text(comparison.lift) == "!\(state)") }
      #expect(leadline_compare_proportions(int(1), int(2), int(s), int(n), &comparison) == LEADLINE_OK)
      if state != LEADLINE_DEFINED {
        #expect(comparison.state == UInt32(state) && comparison.z == 0 && comparison.p == 0)
        #expect(text(comparison.lift) == "!\(state)")
      }
    }
  }

  @Test func enough() {
    func enough(_ s: Int128, _ n: Int128, _ minimum: Int128, _ width: Double) -> UInt32? {
      var enough: UInt32 = 7
      let status = leadline_enough_data(int(s), int(n), 9500, int(minimum), width, &enough)
      return status == LEADLINE_OK ? enough : nil
    }
    // The interval of 9/100 is 0.114189 wide.
    #expect(enough(9, 100, 100, 0.1142) == 1)
    #expect(enough(9, 100, 100, 0.1141) == 0)
    #expect(enough(9, 100, 101, 0.1142) == 0)
    #expect(enough(9, 100, .max, .infinity) == 0)
    #expect(enough(9, 100, 0, .infinity) == 1)
    #expect(enough(9, 100, 0, 0) == 0)
    #expect(enough(9, 100, 0, .nan) == nil)
    #expect(enough(9, 100, 0, -0.1) == nil)
  }

  @Test func comparisons() {
    for (a, m, b, n, z, p) in StatisticsReference.tests {
      var comparison = leadline_comparison()
      #expect(leadline_compare_proportions(int(a), int(m), int(b), int(n), &comparison) == LEADLINE_OK)
      #expect(comparison.state == 0 && comparison.reserved == 0)
      #expect(isClose(comparison.z, z, 1e-14), "\(a)/\(m), \(b)/\(n): \(comparison.z), not \(z)")
      // An error of z weighs z times z in p.
      #expect(isClose(comparison.p, p, 1e-13 + 2e-16 * z * z), "\(a)/\(m), \(b)/\(n): \(comparison.p), not \(p)")
    }
  }

  @Test func comparisonsWithoutAnAnswer() {
    func compare(_ a: Int128, _ m: Int128, _ b: Int128, _ n: Int128) -> (UInt32, String) {
      var comparison = leadline_comparison()
      #expect(leadline_compare_proportions(int(a), int(m), int(b), int(n), &comparison) == LEADLINE_OK)
      return (comparison.state, text(comparison.lift))
    }
    #expect(compare(0, 5, 0, 7) == (1, "!1"))
    #expect(compare(5, 5, 7, 7) == (1, "1"))
    #expect(compare(1, 5, 0, 7) == (0, "!1"))
    #expect(compare(.max, .max, 1, 2) == (5, "\(2)"))
    #expect(compare(1, .max, .max - 1, .max) == (5, "1/\(Int128.max - 1)"))
    #expect(compare(Int128.max - 1, .max, 1, .max) == (5, "\(Int128.max - 1)"))
    #expect(compare(1 << 100, 1 << 126, 3, (1 << 125) + 1).0 == 0)
  }

  @Test func levels() {
    for level in [0, 10_000, .max] as [UInt32] {
      var interval = leadline_interval(low: 7, high: 7, state: 7, reserved: 7)
      #expect(leadline_wilson_interval(int(1), int(2), level, &interval) == LEADLINE_ERROR_ARGUMENT)
      #expect(interval.low == 7 && interval.state == 7)
      var enough: UInt32 = 7
      #expect(leadline_enough_data(int(1), int(2), level, int(1), 1, &enough) == LEADLINE_ERROR_ARGUMENT)
      #expect(enough == 7)
      #expect(leadline_find_outliers(nil, nil, 0, int(1), level, nil) == LEADLINE_ERROR_ARGUMENT)
    }
  }
}
