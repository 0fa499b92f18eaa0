/// Formats with %-fields.
extension TimeText {
  /// Reads the whole of `text` as `pattern`, which is one that `TimeFormat` has checked, and fills in the fields that it
  /// names; false if it is not written so. Whether the fields make a date is for the caller to see.
  static func match(_ text: Bytes, _ pattern: Bytes, _ civil: inout Civil, _ offset: inout Int?) -> Bool {
    var at = 0
    var i = 0
    while i < pattern.count {
      let byte = unsafe pattern.start[i]
      i &+= 1
      if byte != UInt8(ascii: "%") {
        guard at < text.count, unsafe text.start[at] == byte else { return false }
        at &+= 1
        // One space stands for any run of them.
        if byte == UInt8(ascii: " ") { while at < text.count && text[at] == byte { at &+= 1 } }
        continue
      }
      // There always is a letter behind it.
      let letter = pattern[i]
      i &+= 1
      // Fields of one or two digits, which most are, are read here and not in a function of their own: half the time.
      switch letter {
      case UInt8(ascii: "d"):
        guard let value = pair(text, &at) else { return false }
        civil.day = value
      case UInt8(ascii: "m"):
        guard let value = pair(text, &at) else { return false }
        civil.month = value
      case UInt8(ascii: "H"):
        guard let value = pair(text, &at) else { return false }
        civil.hour = value
      case UInt8(ascii: "M"):
        guard let value = pair(text, &at) else { return false }
        civil.minute = value
      case UInt8(ascii: "S"):
        guard let value = pair(text, &at) else { return false }
        civil.second = value
      case UInt8(ascii: "Y"):
        guard let value = four(text, &at) else { return false }
        civil.year = value
      case UInt8(ascii: "%"):
        guard at < text.count && text[at] == letter else { return false }
        at += 1
      default:
        guard rare(letter, text, &at, &civil, &offset) else { return false }
      }
    }
    return at == text.count
  }

  private static func rare(
    _ letter: UInt8, _ text: Bytes, _ at: inout Int, _ civil: inout Civil, _ offset: inout Int?
  ) -> Bool {
    switch letter {
    case UInt8(ascii: "y"):
      guard let value = number(text, &at, digits: 2...2) else { return false }
      civil.year = value < 69 ? 2_000 + value : 1_900 + value
    case UInt8(ascii: "b"):
      guard let value = month(text, &at) else { return false }
      civil.month = value
    case UInt8(ascii: "f"):
      guard let value = fraction(text, &at) else { return false }
      civil.microsecond = Int(value)
    default:
      guard let value = TimeText.offset(text, &at) else { return false }
      offset = value
    }
    return true
  }
}
