/// Cuts an expression into words, numbers, names and signs. Spaces, tabs and newlines stand between them at will.
struct Lexer {
  enum Token: Equatable {
    case end
    /// a-z A-Z 0-9 _, no digit first.
    case word
    /// Digits, and decimals behind a point.
    case number
    /// One of `( ) + - * / , = < >`; with the top bit, `<=` and `>=`.
    case sign(UInt8)
    /// Anything else.
    case unknown
  }

  let text: Bytes
  /// Where the token at hand begins, and where what comes after it does.
  private(set) var start = 0
  private(set) var end = 0
  private(set) var token = Token.end

  init(_ text: Bytes) {
    self.text = text
    advance()
  }

  var word: Bytes { text.slice(start, end) }

  func `is`(_ sign: UInt8) -> Bool { token == .sign(sign) }
  func `is`(_ word: StaticString) -> Bool { token == .word && self.word == word }

  /// Goes on to the next token.
  mutating func advance() {
    skipSpaces()
    guard end < text.count else {
      token = .end
      return
    }
    let first = text[end]
    end += 1
    switch first {
    case 0x28...0x2D, 0x2F, 0x3D: token = .sign(first)
    case 0x3C, 0x3E:
      let isOrEqual = end < text.count && text[end] == 0x3D
      if isOrEqual { end += 1 }
      token = .sign(isOrEqual ? first | 0x80 : first)
    case 0x30...0x39:
      token = .number
      skipDigits()
      if end + 1 < text.count, text[end] == 0x2E, Lexer.isDigit(text[end + 1]) {
        end += 1
        skipDigits()
      }
    case 0x41...0x5A, 0x61...0x7A, 0x5F:
      token = .word
      while end < text.count, Lexer.isWord(text[end]) { end += 1 }
    default: token = .unknown
    }
  }

  /// Reads the name of a dimension's member that follows the token at hand: in quotes of either sort, or up to a space, a
  /// bracket or a comma. Nil where there is none. The token behind it is then at hand.
  mutating func takeName() -> Bytes? {
    skipSpaces()
    guard end < text.count else { return nil }
    let quote = text[end]
    var name: Bytes?
    if quote == 0x22 || quote == 0x27 {
      var close = end + 1
      while close < text.count, text[close] != quote { close += 1 }
      guard close < text.count else { return nil }
      name = text.slice(end + 1, close)
      end = close + 1
    } else {
      while end < text.count, !Lexer.endsName(text[end]) { end += 1 }
      name = end > start ? text.slice(start, end) : nil
    }
    advance()
    return name
  }

  private mutating func skipSpaces() {
    while end < text.count, Lexer.isSpace(text[end]) { end += 1 }
    start = end
  }

  private mutating func skipDigits() { while end < text.count, Lexer.isDigit(text[end]) { end += 1 } }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }
  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
  private static func endsName(_ byte: UInt8) -> Bool { isSpace(byte) || byte == 0x28 || byte == 0x29 || byte == 0x2C }

  private static func isWord(_ byte: UInt8) -> Bool {
    isDigit(byte) || byte == 0x5F || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A)
  }
}
