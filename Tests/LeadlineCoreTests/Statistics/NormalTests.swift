@testable import LeadlineCore
import Testing

@Suite("Statistics: normal") struct StatisticsNormalTests {
  /// The header promises 1e-12 of what is made of these.
  @Test func tails() {
    for (x, tail) in StatisticsReference.tails {
      #expect(isClose(Normal.tail(x), tail, 1e-13), "\(x): \(Normal.tail(x)), not \(tail)")
      #expect(isClose(Normal.cumulative(-x), tail, 1e-13))
      #expect(isClose(Normal.cumulative(x), 1 - tail, 1e-15))
      #expect(isClose(Normal.twoSided(-x), 2 * tail, 1e-13))
    }
  }

  @Test func quantiles() {
    for (q, x) in StatisticsReference.quantiles {
      #expect(isClose(Normal.quantile(tail: q), x, 1e-14), "\(q): \(Normal.quantile(tail: q)), not \(x)")
    }
    #expect(Normal.quantile(tail: 0.5) == 0)
  }

  /// No machine and no compiler's liberty may change a bit.
  @Test func bits() {
    for (x, bits) in StatisticsReference.bits { #expect(Normal.tail(x).bitPattern == bits, "\(x)") }
  }

  @Test func ends() {
    #expect(Normal.tail(0) == 0.5)
    #expect(Normal.tail(38) > 0)
    #expect(Normal.tail(38.6) == 0)
    #expect(Normal.tail(.infinity) == 0)
    #expect(Normal.tail(.greatestFiniteMagnitude) == 0)
    #expect(Normal.tail(.nan) == 0)
    #expect(Normal.cumulative(-.infinity) == 0)
    #expect(Normal.cumulative(.infinity) == 1)
    #expect(Normal.twoSided(-0.0) == 1)
  }

  /// Falling all along, also where the series gives way to the continued fraction.
  @Test func falls() {
    var last = 1.0
    for step in 0..<38_000 {
      let tail = Normal.tail(Double(step) / 1024)
      #expect(tail < last || tail == 0)
      last = tail
    }
    for k in -100...100 {
      let x = 2 + Double(k) * 0x1p-30
      #expect(Normal.tail(x + 0x1p-30) < Normal.tail(x))
    }
  }
}
