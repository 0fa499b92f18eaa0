@testable import LeadlineCore
import Testing

@Suite struct IdentifierTests {
  func id(_ text: String) -> UInt64 {
    var copy = Array(text.utf8)
    copy.append(0)
    return copy.withUnsafeBufferPointer { Identifier.of(Bytes($0.baseAddress!, $0.count - 1)) }
  }
  let top: UInt64 = 1 << 63

  @Test func numbersAreThemselves() {
    #expect(id("") == 0)
    #expect(id("1") == 1)
    #expect(id("42") == 42)
    #expect(id("9223372036854775807") == 9_223_372_036_854_775_807)
  }

  @Test func everythingElseIsHashed() {
    for text in ["0", "007", "9223372036854775808", "9999999999999999999", "10000000000000000000", "-1", "+1", "1 ", "1.0", "1a", "visitor"] {
      #expect(id(text) >= top, "\(text)")
    }
    #expect(id("0") != id("007"))
    // XXH64 with seed 0 of "abc", from the algorithm's published vectors.
    #expect(id("abc") == 0x44BC_2CF5_AD77_0999 | top)
  }
}
