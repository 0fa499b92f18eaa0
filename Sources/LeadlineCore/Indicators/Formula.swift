/// Reads the formulas of the catalogue.
///
///     formula    = sum [ "/" sum ]
///     sum        = ["-"] term { ("+" | "-") term } | "(" the same ")"
///     term       = [ integer "*" ] reference
///     reference  = id | "count(" kind ")" | "amount(" kind ")"
///
/// A sum that is divided has brackets unless it is one term. The expression language for hosts will replace this reader;
/// what is written in this grammar means the same in it.
enum Formula {
  /// One summand.
  struct Term {
    enum Of {
      case measure
      case count
      case amount
    }

    var coefficient: Int64
    var of: Of
    /// The measure's id, or the kind's name.
    var name: Bytes
  }

  /// A formula's two sides; the second is empty without a division. There is none between the brackets of this grammar.
  static func sides(_ text: Bytes) -> (numerator: Bytes, denominator: Bytes) {
    for i in 0..<text.count where text[i] == 0x2F {
      return (text.slice(0, i), text.slice(i + 1, text.count))
    }
    return (text, text.slice(text.count, text.count))
  }

  /// Whether a text is `count(KIND)` or `amount(KIND)` as a host may ask for them: without spaces, nothing around.
  static func isSumOfKind(_ text: Bytes) -> Bool {
    let start = text.hasPrefix("count(") ? 6 : text.hasPrefix("amount(") ? 7 : text.count
    guard text.count > start, text[text.count - 1] == 0x29 else { return false }
    return KindDefinition.isName(text.slice(start, text.count - 1))
  }

  /// Hands out the terms of one sum, one by one.
  struct Reader {
    private let text: Bytes
    private var at = 0
    private var started = false
    private var bracketed = false
    /// The text is no sum; nothing more comes.
    private(set) var isMalformed = false

    init(_ text: Bytes) {
      self.text = text
    }

    /// The next term, or nil at the end or where the text is malformed.
    mutating func next() -> Term? {
      if isMalformed { return nil }
      if !started { bracketed = take(0x28) }
      var coefficient: Int64 = 1
      if take(0x2D) {
        coefficient = -1
      } else if started && !take(0x2B) {
        if bracketed && !take(0x29) { return malformed() }
        skipSpaces()
        return at == text.count ? nil : malformed()
      }
      started = true
      if let number = integer() {
        guard take(0x2A) else { return malformed() }
        coefficient *= number
      }
      let name = word()
      if name.isEmpty { return malformed() }
      guard take(0x28) else { return Term(coefficient: coefficient, of: .measure, name: name) }
      let kind = word()
      guard !kind.isEmpty, take(0x29) else { return malformed() }
      if name == "count" { return Term(coefficient: coefficient, of: .count, name: kind) }
      if name == "amount" { return Term(coefficient: coefficient, of: .amount, name: kind) }
      return malformed()
    }

    private mutating func malformed() -> Term? {
      isMalformed = true
      return nil
    }

    private mutating func skipSpaces() {
      while at < text.count && text[at] == 0x20 { at += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
      skipSpaces()
      guard at < text.count, text[at] == byte else { return false }
      at += 1
      return true
    }

    /// Up to nine digits, so that nothing overflows; more are malformed, since no `*` follows the ninth.
    private mutating func integer() -> Int64? {
      skipSpaces()
      var value: Int64 = 0
      let start = at
      while at < text.count && at - start < 9 && text[at] >= 0x30 && text[at] <= 0x39 {
        value = value * 10 + Int64(text[at] - 0x30)
        at += 1
      }
      return at == start ? nil : value
    }

    private mutating func word() -> Bytes {
      skipSpaces()
      let start = at
      while at < text.count {
        switch text[at] {
        case 0x61...0x7A, 0x30...0x39, 0x5F: at += 1
        default: return text.slice(start, at)
        }
      }
      return text.slice(start, at)
    }
  }
}
