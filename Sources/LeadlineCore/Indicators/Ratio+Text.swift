/// Decimal text of a number, right-aligned in a buffer that holds any of them.
struct DecimalDigits {
  /// A sign, 39 digits, a point and 38 decimals are the most there can be.
  private(set) var bytes = InlineArray<80, UInt8>(repeating: 0x30)
  private(set) var start = 80

  var count: Int { 80 - start }

  /// The i-th byte of the text.
  subscript(i: Int) -> UInt8 { bytes[start + i] }

  mutating func prepend(_ byte: UInt8) {
    start -= 1
    bytes[start] = byte
  }

  /// Puts a number in front, filled up with zeros to `width` digits.
  mutating func prepend(_ number: UInt128, width: Int) {
    var rest = number
    var missing = width
    // Pieces of 19 digits need few of the slow divisions.
    while rest > UInt128(UInt64.max) {
      let piece = UInt128(WideInteger.power64(ofTen: 19))
      let low = UInt64(truncatingIfNeeded: rest % piece)
      rest /= piece
      prepend(low, width: 19)
      missing -= 19
    }
    prepend(UInt64(truncatingIfNeeded: rest), width: missing)
  }

  private mutating func prepend(_ number: UInt64, width: Int) {
    var rest = number
    var missing = width
    while rest > 0 || missing > 0 {
      prepend(0x30 + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
      missing -= 1
    }
  }
}

extension Ratio {
  /// numerator / denominator as text with exactly `decimals` decimals (0 to 38), or nil where the denominator is 0. Zero has
  /// no sign, whatever was rounded to it.
  static func text(_ numerator: Int128, _ denominator: Int128, decimals: Int, _ mode: RoundingMode) -> DecimalDigits? {
    guard denominator != 0 else { return nil }
    let divisor = denominator.magnitude
    let isNegative = (numerator < 0) != (denominator < 0)
    var whole = numerator.magnitude / divisor
    // The decimals are their own number, below 10^38, so that the text may be longer than 128 bits reach.
    let unit = WideInteger.power(ofTen: decimals)
    guard let (digits, remainder) = UInt256(numerator.magnitude % divisor, times: unit).divided(by: divisor) else {
      return nil
    }
    var decimalsPart = digits
    let isOdd = (decimals == 0 ? whole : decimalsPart) & 1 == 1
    if mode.growsMagnitude(isNegative: isNegative, isOdd: isOdd, Leftover(remainder, of: divisor)) { decimalsPart += 1 }
    if decimalsPart == unit {
      decimalsPart = 0
      whole += 1
    }
    var text = DecimalDigits()
    if decimals > 0 {
      text.prepend(decimalsPart, width: decimals)
      text.prepend(0x2E)
    }
    text.prepend(whole, width: 1)
    if isNegative && (whole != 0 || decimalsPart != 0) { text.prepend(0x2D) }
    return text
  }
}
