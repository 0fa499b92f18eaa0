/// How decimal numbers are written in a text, and what to make of them.
struct DecimalFormat {
  /// Decimals of the integers that come out, 0 to 9.
  var scale = 0
  /// Stands before the decimals: '.' or ','.
  var point: UInt8 = 0x2E
  /// Stands between groups of digits before the point; 0: nothing does.
  var thousands: UInt8 = 0
  /// What to do with more decimals than the scale holds; nil: refuse them.
  var rounding: RoundingMode?
}

enum DecimalOutcome {
  /// Exact at the scale, of a magnitude up to 2^62.
  case value(Int64)
  case notANumber
  /// More decimals than the scale holds, other than zeros, and no way to round was named.
  case tooManyDecimals
  case outOfRange
}

/// Reads `[+-]digits[.digits]` exactly, never through floating point. No exponents, no spaces, nothing else.
///
/// Three ways, each for what the one before leaves over: in one word and in two (`DecimalText+Words`), and digit by digit
/// here, which alone decides what is wrong with a text.
enum DecimalText {
  static func parse(_ text: Bytes, _ format: DecimalFormat) -> DecimalOutcome {
    parse(text, format, hasSlack: false)
  }

  /// The same, faster, where 7 bytes behind the text can be read, whatever they are.
  static func parseWithSlack(_ text: Bytes, _ format: DecimalFormat) -> DecimalOutcome {
    parse(text, format, hasSlack: true)
  }

  @inline(__always)
  private static func parse(_ text: Bytes, _ format: DecimalFormat, hasSlack: Bool) -> DecimalOutcome {
    guard text.count > 0 else { return .notANumber }
    let first = unsafe text.start[0]
    let isNegative = first == 0x2D
    let signs = isNegative || first == 0x2B ? 1 : 0
    let digits = unsafe Bytes(text.start + signs, text.count &- signs)
    if digits.count > 0 && digits.count <= 8 {
      if let magnitude = oneWord(digits, format, hasSlack: hasSlack) {
        return .value(isNegative ? 0 &- magnitude : magnitude)
      }
    } else if digits.count > 8 && digits.count <= 16 {
      if let magnitude = twoWords(digits, format, isNegative: isNegative) {
        return .value(isNegative ? 0 &- magnitude : magnitude)
      }
    }
    return byDigits(digits, format, isNegative: isNegative)
  }

  static var limit: UInt64 { 1 << 62 }

  /// Any number of any length.
  @inline(never)
  private static func byDigits(_ text: Bytes, _ format: DecimalFormat, isNegative: Bool) -> DecimalOutcome {
    var digits = Digits(text)
    var significant = digits.takeWhole()
    var groupStart = 0
    var separators = 0
    let separator = format.thousands == format.point ? 0 : format.thousands
    while separator != 0 && digits.at < text.count && text[digits.at] == separator {
      // The groups before the point: the first of 1 to 3 digits, those between of 2 or 3 (the Indian way), the last of 3. So a
      // decimal mark that was taken for a separator is mostly refused, not read a hundredfold.
      let group = digits.at - groupStart
      guard group >= (separators == 0 ? 1 : 2), group <= 3 else { return .notANumber }
      separators += 1
      digits.at += 1
      groupStart = digits.at
      significant += digits.takeWhole()
    }
    let lastGroup = digits.at - groupStart
    guard separators == 0 ? lastGroup > 0 : lastGroup == 3 else { return .notANumber }

    var missing = format.scale
    var leftover = Leftover.none
    if digits.at < text.count {
      guard text[digits.at] == format.point, digits.at + 1 < text.count else { return .notANumber }
      digits.at += 1
      let start = digits.at
      digits.take(upTo: Swift.min(text.count, start + format.scale))
      missing -= digits.at - start
      if missing == 0, let cut = digits.cutRest() { leftover = cut }
      guard digits.at == text.count else { return .notANumber }
    }
    var (magnitude, isTooLarge) = digits.value.multipliedReportingOverflow(by: WideInteger.power64(ofTen: missing))
    // Zeros in front left aside, 19 digits are below 2^64, and 20 are beyond the limit whatever they wrapped to.
    isTooLarge = isTooLarge || significant + format.scale - missing > 19
    if leftover != .none {
      guard let rounding = format.rounding else { return .tooManyDecimals }
      if rounding.growsMagnitude(isNegative: isNegative, isOdd: magnitude & 1 == 1, leftover) { magnitude &+= 1 }
    }
    if isTooLarge || magnitude > limit { return .outOfRange }
    return .value(isNegative ? -Int64(magnitude) : Int64(magnitude))
  }

  /// A place in a text, and the number that the digits taken so far make.
  @safe
  private struct Digits {
    private let text: UnsafePointer<UInt8>
    private let count: Int
    var at = 0
    /// Wraps beyond 19 digits; whoever takes them counts.
    private(set) var value: UInt64 = 0

    init(_ text: Bytes) {
      unsafe self.text = text.start
      count = text.count
    }

    /// Takes digits before the point; how many, without zeros in front of the number.
    mutating func takeWhole() -> Int {
      if value == 0 {
        while at < count, unsafe text[at] == 0x30 { at &+= 1 }
      }
      let start = at
      take(upTo: count)
      return at &- start
    }

    /// Takes the digits up to another byte or an index, which is in the text.
    @inline(__always)
    mutating func take(upTo end: Int) {
      while at < end {
        let digit = unsafe text[at] &- 0x30
        if digit > 9 { return }
        value = value &* 10 &+ UInt64(digit)
        at &+= 1
      }
    }

    /// Passes over the digits that are left, and says what they are beside the value; nil where there are none.
    mutating func cutRest() -> Leftover? {
      guard at < count else { return nil }
      let first = unsafe text[at] &- 0x30
      if first > 9 { return nil }
      at &+= 1
      var others: UInt8 = 0
      while at < count {
        let digit = unsafe text[at] &- 0x30
        if digit > 9 { return nil }
        others |= digit
        at &+= 1
      }
      // In twentieths: the last one stands for all digits behind the first.
      return Leftover(first * 2 + (others == 0 ? 0 : 1), of: 20)
    }
  }
}
