/// Why there is no time format.
enum TimeFormatError: Error {
  /// A letter that the contract does not know, a field named twice, or no year.
  case invalid
  case outOfMemory
}

/// How times are written in a text, checked once.
struct TimeFormat: ~Copyable {
  enum Style {
    case iso
    /// A count since 1970; with so many microseconds each.
    case epoch(unit: Int64)
    case pattern
  }

  let style: Style
  private let text: Buffer<UInt8>?

  /// ISO 8601, which needs no memory.
  static var iso: TimeFormat { TimeFormat(.iso) }

  /// The format that a text names: nil is ISO 8601, then "epoch_s", "epoch_ms", "epoch_us", or a format with %-fields.
  init(_ heap: Heap, _ format: Bytes?) throws(TimeFormatError) {
    guard let format else {
      self.init(.iso)
      return
    }
    if format == "epoch_s" {
      self.init(.epoch(unit: 1_000_000))
    } else if format == "epoch_ms" {
      self.init(.epoch(unit: 1_000))
    } else if format == "epoch_us" {
      self.init(.epoch(unit: 1))
    } else {
      try TimeFormat.check(format)
      var text = Buffer<UInt8>(heap)
      do {
        try text.reserve(exactly: format.count)
        try unsafe text.append(from: format.start, count: format.count)
      } catch { throw .outOfMemory }
      self.init(.pattern, text)
    }
  }

  private init(_ style: Style, _ text: consuming Buffer<UInt8>? = nil) {
    self.style = style
    self.text = text
  }

  /// The format's bytes, for `.pattern`.
  var pattern: Bytes {
    switch text {
    case .some(let text): unsafe Bytes(text.base.unsafelyUnwrapped, text.count)
    case .none: Bytes("")
    }
  }

  /// Bits of the fields that a format may name; two that say the same share one.
  private static func field(_ letter: UInt8) -> Int? {
    switch letter {
    case UInt8(ascii: "Y"), UInt8(ascii: "y"): 1
    case UInt8(ascii: "m"), UInt8(ascii: "b"): 2
    case UInt8(ascii: "d"): 4
    case UInt8(ascii: "H"): 8
    case UInt8(ascii: "M"): 16
    case UInt8(ascii: "S"): 32
    case UInt8(ascii: "f"): 64
    case UInt8(ascii: "z"): 128
    default: nil
    }
  }

  private static func check(_ format: Bytes) throws(TimeFormatError) {
    var seen = 0
    var i = 0
    while i < format.count {
      guard format[i] == UInt8(ascii: "%") else {
        i += 1
        continue
      }
      guard i + 1 < format.count else { throw .invalid }
      if format[i + 1] != UInt8(ascii: "%") {
        guard let field = field(format[i + 1]), seen & field == 0 else { throw .invalid }
        seen |= field
      }
      i += 2
    }
    // A day without its month, or minutes without their hour, would silently be those of January or midnight.
    let gap = (seen & 4 != 0 && seen & 2 == 0) || (seen & 16 != 0 && seen & 8 == 0) || (seen & 32 != 0 && seen & 16 == 0)
      || (seen & 64 != 0 && seen & 32 == 0)
    guard seen & 1 != 0, !gap else { throw .invalid }
  }
}
