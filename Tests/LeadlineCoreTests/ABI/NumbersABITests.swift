import CLeadline
@testable import LeadlineCore
import Testing

@Suite struct NumbersABITests {
  func int(_ number: Int128) -> leadline_int128 { leadline_int128(number) }

  func text(_ buffer: [CChar]) -> String {
    String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  @Test func integersCrossUnchanged() {
    for number in [0, 1, -1, Int128.max, Int128.min, 1 << 64, -(1 << 64), (1 << 64) - 1, 1 << 63] as [Int128] {
      #expect(Int128(int(number)) == number)
    }
    #expect(int(-1).low == UInt64.max && int(-1).high == -1)
    #expect(int(1 << 64).low == 0 && int(1 << 64).high == 1)
  }

  @Test func shift() {
    var (n, d) = (int(-5000), int(-3))
    #expect(leadline_ratio_shift(&n, &d, -2) == LEADLINE_OK)
    #expect(Int128(n) == 50 && Int128(d) == 3)
    #expect(leadline_ratio_shift(nil, &d, 0) == LEADLINE_ERROR_NULL)
    #expect(leadline_ratio_shift(&n, nil, 0) == LEADLINE_ERROR_NULL)
    #expect(leadline_ratio_shift(&n, &d, 41) == LEADLINE_ERROR_ARGUMENT)
    #expect(leadline_ratio_shift(&n, &d, Int32.min) == LEADLINE_ERROR_ARGUMENT)
    #expect(leadline_ratio_shift(&n, &d, 38) == LEADLINE_ERROR_TOO_MANY)
    #expect(Int128(n) == 50 && Int128(d) == 3)
    var zero = int(0)
    #expect(leadline_ratio_shift(&n, &zero, 0) == LEADLINE_ERROR_ARGUMENT)
  }

  @Test func reduce() {
    var (n, d) = (int(18), int(-200))
    #expect(leadline_ratio_reduce(&n, &d) == LEADLINE_OK)
    #expect(Int128(n) == -9 && Int128(d) == 100)
    (n, d) = (int(0), int(.min))
    #expect(leadline_ratio_reduce(&n, &d) == LEADLINE_OK)
    #expect(Int128(n) == 0 && Int128(d) == 1)
    (n, d) = (int(1), int(.min))
    #expect(leadline_ratio_reduce(&n, &d) == LEADLINE_ERROR_TOO_MANY)
    #expect(Int128(n) == 1 && Int128(d) == .min)
    var zero = int(0)
    #expect(leadline_ratio_reduce(&n, &zero) == LEADLINE_ERROR_ARGUMENT)
    #expect(leadline_ratio_reduce(nil, &d) == LEADLINE_ERROR_NULL)
    #expect(leadline_ratio_reduce(&n, nil) == LEADLINE_ERROR_NULL)
  }

  @Test func round() {
    var result = int(77)
    #expect(leadline_ratio_round(int(5000), int(3), 2, 2, &result) == LEADLINE_OK)
    #expect(Int128(result) == 166_667)
    for mode in [0, 6, UInt32.max] as [UInt32] {
      #expect(leadline_ratio_round(int(1), int(3), 2, mode, &result) == LEADLINE_ERROR_ARGUMENT)
    }
    #expect(leadline_ratio_round(int(1), int(3), 39, 1, &result) == LEADLINE_ERROR_ARGUMENT)
    #expect(leadline_ratio_round(int(1), int(3), UInt32.max, 1, &result) == LEADLINE_ERROR_ARGUMENT)
    #expect(leadline_ratio_round(int(1), int(0), 2, 1, &result) == LEADLINE_ERROR_ARGUMENT)
    #expect(leadline_ratio_round(int(1), int(1), 2, 1, nil) == LEADLINE_ERROR_NULL)
    #expect(leadline_ratio_round(int(.max), int(1), 1, 1, &result) == LEADLINE_ERROR_TOO_MANY)
    #expect(leadline_ratio_round(int(.min), int(-1), 0, 1, &result) == LEADLINE_ERROR_TOO_MANY)
    #expect(Int128(result) == 166_667)
    #expect(leadline_ratio_round(int(.min), int(1), 0, 1, &result) == LEADLINE_OK)
    #expect(Int128(result) == Int128.min)
  }

  @Test func double() {
    var result = 7.0
    #expect(leadline_ratio_double(int(1), int(3), &result) == LEADLINE_OK)
    #expect(result == 1.0 / 3)
    #expect(leadline_ratio_double(int(1), int(0), &result) == LEADLINE_ERROR_ARGUMENT)
    #expect(leadline_ratio_double(int(1), int(1), nil) == LEADLINE_ERROR_NULL)
    #expect(result == 1.0 / 3)
  }

  @Test func format() {
    var buffer = [CChar](repeating: 7, count: 100)
    var size = 99
    #expect(leadline_ratio_format(int(5000), int(3), 2, 2, &buffer, 100, &size) == LEADLINE_OK)
    #expect(size == 7 && text(buffer) == "1666.67" && buffer[8] == 7)
    // Exactly enough, and one too few.
    #expect(leadline_ratio_format(int(5000), int(3), 2, 1, &buffer, 8, &size) == LEADLINE_OK)
    #expect(text(buffer) == "1666.66")
    size = 0
    #expect(leadline_ratio_format(int(-9), int(4), 5, 1, &buffer, 8, &size) == LEADLINE_ERROR_BUFFER)
    #expect(size == 8 && text(buffer) == "1666.66")
    #expect(leadline_ratio_format(int(1), int(4), 0, 1, &buffer, 0, &size) == LEADLINE_ERROR_BUFFER)
    // The longest there is fits into 100 bytes; a capacity that is negative as an Int is a huge one.
    #expect(leadline_ratio_format(int(.min), int(1), 38, 1, &buffer, -1, &size) == LEADLINE_OK)
    #expect(size == 79)
    #expect(leadline_ratio_format(int(1), int(0), 0, 1, &buffer, 100, &size) == LEADLINE_ERROR_ARGUMENT)
    #expect(leadline_ratio_format(int(1), int(1), 39, 1, &buffer, 100, &size) == LEADLINE_ERROR_ARGUMENT)
    #expect(leadline_ratio_format(int(1), int(1), 0, 0, &buffer, 100, &size) == LEADLINE_ERROR_ARGUMENT)
    #expect(leadline_ratio_format(int(1), int(1), 0, 1, nil, 100, &size) == LEADLINE_ERROR_NULL)
    #expect(leadline_ratio_format(int(1), int(1), 0, 1, &buffer, 100, nil) == LEADLINE_ERROR_NULL)
  }
}
