@testable import LeadlineCore
import Testing
import TestSupport

@Suite struct RatioTextTests {
  func text(_ n: Int128, _ d: Int128, _ decimals: Int, _ mode: RoundingMode = .halfAway) -> String? {
    guard let digits = Ratio.text(n, d, decimals: decimals, mode) else { return nil }
    return String(decoding: (0..<digits.count).map { digits[$0] }, as: UTF8.self)
  }

  @Test func plainNumbers() {
    #expect(text(0, 1, 0) == "0")
    #expect(text(0, 1, 2) == "0.00")
    #expect(text(5000, 3, 2) == "1666.67")
    #expect(text(5000, 3, 2, .towardZero) == "1666.66")
    #expect(text(-1, 8, 3) == "-0.125")
    #expect(text(1, -8, 2, .halfEven) == "-0.12")
    #expect(text(999, 1000, 2) == "1.00")
    #expect(text(-9995, 1000, 2) == "-10.00")
    #expect(text(7, 1, 38) == "7." + String(repeating: "0", count: 38))
    #expect(text(1, 0, 2) == nil)
  }

  @Test func zeroHasNoSign() {
    #expect(text(-1, 1000, 2) == "0.00")
    #expect(text(-1, 1000, 2, .floor) == "-0.01")
    #expect(text(-1, 3, 0) == "0")
  }

  @Test func longestNumbers() {
    #expect(text(Int128.min, 1, 38) == "-170141183460469231731687303715884105728." + String(repeating: "0", count: 38))
    #expect(text(Int128.min, -1, 0) == "170141183460469231731687303715884105728")
    #expect(text(Int128.min, Int128.max, 38, .floor) == "-1." + String(repeating: "0", count: 37) + "1")
    #expect(text(1, Int128.min, 38, .halfEven) == "-0.00000000000000000000000000000000000001")
  }

  @Test(arguments: [1, 2] as [UInt64]) func likeTheModel(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<120 {
      let (n, d) = (random.int128(), random.int128())
      guard d != 0 else { continue }
      let decimals = Int(random.next() % 39)
      for mode in allModes {
        let whole = RatioTests.slowRounded(SlowInteger(n), SlowInteger(d), decimals, mode)
        var digits = "\(whole.magnitude)"
        if digits.count <= decimals { digits = String(repeating: "0", count: decimals + 1 - digits.count) + digits }
        if decimals > 0 { digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -decimals)) }
        if whole.isNegative { digits = "-" + digits }
        #expect(text(n, d, decimals, mode) == digits, "seed \(seed): \(n)/\(d) at \(decimals), \(mode)")
      }
    }
  }
}
