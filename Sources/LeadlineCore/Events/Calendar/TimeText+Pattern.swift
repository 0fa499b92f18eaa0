/// Formats with %-fields.
extension TimeText {
  /// Whether the whole of `text` is written as `pattern`, which is one that `TimeFormat` has checked; fills in the fields that
  /// it names. Whether they make a date is for the caller to see.
  static func match(_ text: Bytes, _ pattern: Bytes, _ civil: inout Civil, _ offset: inout Int?) -> Bool {
    var at = 0
    var i = 0
    while i < pattern.count {
      let byte = pattern[i]
      i += 1
      if byte == UInt8(ascii: " ") {
        let start = at
        while at < text.count && text[at] == byte { at += 1 }
        if at == start { return false }
      } else if byte != UInt8(ascii: "%") || pattern[i] == UInt8(ascii: "%") {
        if byte == UInt8(ascii: "%") { i += 1 }
        guard at < text.count && text[at] == byte else { return false }
        at += 1
      } else {
        guard field(pattern[i], text, &at, &civil, &offset) else { return false }
        i += 1
      }
    }
    return at == text.count
  }

  private static func field(
    _ letter: UInt8, _ text: Bytes, _ at: inout Int, _ civil: inout Civil, _ offset: inout Int?
  ) -> Bool {
    switch letter {
    case UInt8(ascii: "Y"): take(number(text, &at, digits: 4...4), &civil.year)
    case UInt8(ascii: "y"):
      switch number(text, &at, digits: 2...2) {
      case .some(let value): take(value < 69 ? 2_000 + value : 1_900 + value, &civil.year)
      case .none: false
      }
    case UInt8(ascii: "m"): take(number(text, &at, digits: 1...2), &civil.month)
    case UInt8(ascii: "b"): take(month(text, &at), &civil.month)
    case UInt8(ascii: "d"): take(number(text, &at, digits: 1...2), &civil.day)
    case UInt8(ascii: "H"): take(number(text, &at, digits: 1...2), &civil.hour)
    case UInt8(ascii: "M"): take(number(text, &at, digits: 1...2), &civil.minute)
    case UInt8(ascii: "S"): take(number(text, &at, digits: 1...2), &civil.second)
    case UInt8(ascii: "f"):
      switch fraction(text, &at) {
      case .some(let value): take(Int(value), &civil.microsecond)
      case .none: false
      }
    default:
      switch TimeText.offset(text, &at) {
      case .some(let value): takeOffset(value, &offset)
      case .none: false
      }
    }
  }

  private static func take(_ value: Int?, _ place: inout Int) -> Bool {
    guard let value else { return false }
    place = value
    return true
  }

  private static func takeOffset(_ value: Int, _ place: inout Int?) -> Bool {
    place = value
    return true
  }
}
