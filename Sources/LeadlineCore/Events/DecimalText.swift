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
enum DecimalText {
  static func parse(_ text: Bytes, _ format: DecimalFormat) -> DecimalOutcome {
    var start = unsafe text.start
    var size = text.count
    guard size > 0 else { return .notANumber }
    let sign = unsafe start[0]
    if sign == 0x2D || sign == 0x2B {
      unsafe start += 1
      size -= 1
    }
    if size > 0 && size <= 8, let magnitude = unsafe short(start, size, format) {
      return .value(sign == 0x2D ? -magnitude : magnitude)
    }
    return unsafe long(Bytes(start, size), isNegative: sign == 0x2D, format)
  }

  /// Reads 1 to 8 bytes of digits with or without a point, all at once in one word; nil where they are anything else or
  /// have more decimals than the scale. Most numbers of most files are so short.
  ///
  /// The check and the three multiplications are those of D. Lemire, "Quickly parsing eight digits", 2018, and J. Keiser
  /// and D. Lemire, "Parsing gigabytes of JSON per second", 2019.
  @inline(__always)
  private static func short(_ start: UnsafePointer<UInt8>, _ size: Int, _ format: DecimalFormat) -> Int64? {
    var word = unsafe load(start, size)
    var digits = size
    var decimals = 0
    // A byte equal to the point becomes zero; of the bytes that then borrow, the lowest is the first point.
    let others = word ^ (0x0101_0101_0101_0101 &* UInt64(format.point))
    let points = (others &- 0x0101_0101_0101_0101) & ~others & 0x8080_8080_8080_8080
    if points != 0 {
      let at = points.trailingZeroBitCount &>> 3
      decimals = size &- 1 &- at
      guard at > 0, decimals > 0, decimals <= format.scale else { return nil }
      digits &-= 1
      let before = (1 &<< UInt64(at &* 8)) &- 1
      word = (word & before) | ((word &>> 8) & ~before)
    }
    // The last digit belongs into the top byte; zeros fill up in front.
    let room = UInt64(64 &- 8 &* digits)
    word = (word &<< room) | (0x3030_3030_3030_3030 & ((1 &<< room) &- 1))
    let high = word & 0xF0F0_F0F0_F0F0_F0F0
    let carried = (word &+ 0x0606_0606_0606_0606) & 0xF0F0_F0F0_F0F0_F0F0
    guard high | (carried &>> 4) == 0x3333_3333_3333_3333 else { return nil }
    word = word &- 0x3030_3030_3030_3030
    word = word &* 10 &+ (word &>> 8)
    let outer = (word & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
    let inner = ((word &>> 16) & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
    // Below 10^8, and so below 10^17 at any scale.
    return Int64((outer &+ inner) &>> 32) &* Int64(WideInteger.power64(ofTen: format.scale &- decimals))
  }

  /// 1 to 8 bytes, the first in the lowest place, without touching a byte behind them.
  @inline(__always)
  private static func load(_ start: UnsafePointer<UInt8>, _ size: Int) -> UInt64 {
    let raw = unsafe UnsafeRawPointer(start)
    if size >= 4 {
      let head = unsafe UInt64(UInt32(littleEndian: raw.loadUnaligned(as: UInt32.self)))
      let tail = unsafe UInt64(UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: size &- 4, as: UInt32.self)))
      return head | (tail &<< UInt64(8 &* (size &- 4)))
    }
    // First, middle and last byte; where they are the same one, they meet in the same place.
    let middle = size &>> 1
    let head = unsafe UInt64(start[0])
    let tail = unsafe (UInt64(start[middle]) &<< UInt64(8 &* middle)) | (UInt64(start[size &- 1]) &<< UInt64(8 &* (size &- 1)))
    return head | tail
  }

  private static var limit: UInt64 { 1 << 62 }

  /// Any number, digit by digit.
  private static func long(_ text: Bytes, isNegative: Bool, _ format: DecimalFormat) -> DecimalOutcome {
    var magnitude: UInt64 = 0
    var isTooLarge = false
    var at = 0
    var groups = Groups()
    while at < text.count, text[at] != format.point {
      let digit = text[at] &- 0x30
      if digit <= 9 {
        append(digit, &magnitude, &isTooLarge)
        groups.digits += 1
      } else if format.thousands == 0 || text[at] != format.thousands || !groups.close() {
        return .notANumber
      }
      at += 1
    }
    guard groups.isComplete else { return .notANumber }

    var decimals = 0
    var firstCut: UInt8 = 0
    var restCut: UInt8 = 0
    if at < text.count {
      at += 1
      guard at < text.count else { return .notANumber }
      while at < text.count {
        let digit = text[at] &- 0x30
        guard digit <= 9 else { return .notANumber }
        if decimals < format.scale {
          append(digit, &magnitude, &isTooLarge)
          decimals += 1
        } else if decimals == format.scale {
          firstCut = digit
          decimals += 1
        } else {
          restCut |= digit
        }
        at += 1
      }
    }
    if decimals < format.scale {
      let scaled = magnitude.multipliedReportingOverflow(by: WideInteger.power64(ofTen: format.scale - decimals))
      magnitude = scaled.partialValue
      isTooLarge = isTooLarge || scaled.overflow
    }
    // What was cut off, in twentieths: the last one stands for all digits behind the first.
    let leftover = Leftover(firstCut * 2 + (restCut == 0 ? 0 : 1), of: 20)
    if leftover != .none {
      guard let rounding = format.rounding else { return .tooManyDecimals }
      if rounding.growsMagnitude(isNegative: isNegative, isOdd: magnitude & 1 == 1, leftover) { magnitude &+= 1 }
    }
    if isTooLarge || magnitude > limit { return .outOfRange }
    return .value(isNegative ? -Int64(magnitude) : Int64(magnitude))
  }

  /// Once a magnitude is too large it stays so, whatever its digits are by then.
  @inline(__always)
  private static func append(_ digit: UInt8, _ magnitude: inout UInt64, _ isTooLarge: inout Bool) {
    isTooLarge = isTooLarge || magnitude > limit / 10
    magnitude = magnitude &* 10 &+ UInt64(digit)
  }

  /// The groups of digits before the point: the first of 1 to 3 when others follow, those between of 2 or 3 (the Indian
  /// way), the last of 3. So a decimal mark that was taken for a separator is refused, mostly, not read a hundredfold.
  private struct Groups {
    var digits = 0
    private var closed = 0

    mutating func close() -> Bool {
      guard digits >= (closed == 0 ? 1 : 2), digits <= 3 else { return false }
      closed += 1
      digits = 0
      return true
    }

    var isComplete: Bool { closed == 0 ? digits > 0 : digits == 3 }
  }
}
