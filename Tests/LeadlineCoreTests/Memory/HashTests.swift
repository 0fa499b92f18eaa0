@testable import LeadlineCore
import Testing

/// XXH64 with seed 0, against published vectors and the reference implementation.
@Suite struct HashTests {
  static let text = "The quick brown fox jumps over the lazy dog, then sits down and counts impressions, clicks, leads, sales and refunds."

  @Test(arguments: [
    (0, 0xEF46_DB37_51D8_E999), (3, 0x4108_F90B_5DE1_4D15), (4, 0xCDF1_3A49_D263_200F), (7, 0xC6FC_E9D7_2E31_0949),
    (8, 0xD07B_38A7_8A15_3B0B), (15, 0x59BF_1A33_358C_7D98), (31, 0x3F8D_95AB_32C1_27D9), (32, 0xE2BB_C913_6629_A4EE),
    (33, 0x6D92_FE2E_BAB7_DB31), (63, 0x16F9_1E07_5780_EACF), (64, 0xE810_6CF5_92DF_4F42), (65, 0x3100_0020_54A6_2B58),
    (117, 0xE240_F452_FBA6_AC7C),
  ] as [(Int, UInt64)])
  func prefix(length: Int, expected: UInt64) {
    let bytes = Array(Self.text.utf8.prefix(length))
    #expect(withBytes(bytes) { Hash.bytes($0) } == expected)
    // Wherever in memory the text begins.
    for offset in 1..<8 {
      let moved = [UInt8](repeating: 0x55, count: offset) + bytes
      #expect(withBytes(moved) { Hash.bytes($0.slice(offset, moved.count)) } == expected)
    }
  }

  @Test func published() {
    #expect(withBytes("a") { Hash.bytes($0) } == 0xD24E_C4F1_A98C_6E5B)
    #expect(withBytes("abc") { Hash.bytes($0) } == 0x44BC_2CF5_AD77_0999)
  }

  @Test func words() {
    #expect(Hash.word(1) == 0x9F29_CB17_A2A4_9995)
    #expect(Hash.word(.max) == 0x85D1_36AD_B773_C6C9)
    for word in [0, 1, 0x0123_4567_89AB_CDEF, UInt64.max] as [UInt64] {
      let bytes = (0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }
      #expect(withBytes(bytes) { Hash.bytes($0) } == Hash.word(word))
    }
  }

  @Test func combiningIsNotCommutative() {
    #expect(Hash.combine(Hash.combine(0, 1), 2) != Hash.combine(Hash.combine(0, 2), 1))
    #expect(Hash.combine(0, 0) != Hash.combine(Hash.combine(0, 0), 0))
  }
}
