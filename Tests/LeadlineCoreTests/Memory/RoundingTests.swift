@testable import LeadlineCore
import Testing

@Suite struct RoundingTests {
  /// Every mode on -2.5 ... 2.5 in steps of a quarter.
  @Test func quartersInEveryMode() {
    let quarters = Array(-10...10)
    let expected: [RoundingMode: [Int]] = [
      .towardZero: [-2, -2, -2, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2],
      .halfAway: [-3, -2, -2, -2, -2, -1, -1, -1, -1, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3],
      .halfEven: [-2, -2, -2, -2, -2, -1, -1, -1, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 2],
      .floor: [-3, -3, -2, -2, -2, -2, -1, -1, -1, -1, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2],
      .ceiling: [-2, -2, -2, -1, -1, -1, -1, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3],
    ]
    for mode in allModes {
      for (i, quarter) in quarters.enumerated() {
        let magnitude = UInt64(abs(quarter))
        let leftover = Leftover(magnitude % 4, of: 4 as UInt64)
        let grows = mode.growsMagnitude(isNegative: quarter < 0, isOdd: magnitude / 4 % 2 == 1, leftover)
        let rounded = (Int(magnitude / 4) + (grows ? 1 : 0)) * (quarter < 0 ? -1 : 1)
        #expect(rounded == expected[mode]![i], "\(mode) of \(quarter)/4")
      }
    }
  }

  @Test func halvesOfTheGreatestDivisors() {
    #expect(Leftover(UInt128.max / 2, of: UInt128.max) == .belowHalf)
    #expect(Leftover(UInt128.max / 2 + 1, of: UInt128.max) == .aboveHalf)
    #expect(Leftover(UInt128(1) << 126, of: UInt128(1) << 127) == .half)
    #expect(Leftover(UInt128.max - 1, of: UInt128.max) == .aboveHalf)
    #expect(Leftover(0, of: UInt128.max) == Leftover.none)
  }

  @Test func numbersAreThoseOfTheHeader() {
    #expect(allModes.map(\.rawValue) == [1, 2, 3, 4, 5])
    #expect(RoundingMode(rawValue: 0) == nil)
    #expect(RoundingMode(rawValue: 6) == nil)
  }
}
