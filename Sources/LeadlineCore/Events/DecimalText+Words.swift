extension DecimalText {
  /// Reads 1 to 8 bytes of digits with or without a point, all at once; nil where they are anything else or have more decimals
  /// than the scale. Most numbers of most files are so short, and of lengths no branch predictor can know: hence few branches.
  ///
  /// The idea of checking and adding up eight digits in one word is from D. Lemire, "Quickly parsing eight digits", 2018, and
  /// J. Keiser and D. Lemire, "Parsing gigabytes of JSON per second", 2019.
  @inline(__always)
  static func oneWord(_ text: Bytes, _ format: DecimalFormat, hasSlack: Bool) -> Int64? {
    let size = text.count
    var word = unsafe load(text.start, size, hasSlack: hasSlack)
    let point = Swift.min(points(word, format.point).trailingZeroBitCount &>> 3, size)
    let digits = size &- (point < size ? 1 : 0)
    let decimals = digits &- point
    // Digits are needed on both sides of a point.
    guard point > 0, point &+ 1 != size, decimals <= format.scale else { return nil }
    let before = UInt64.max &>> UInt64(64 &- 8 &* point)
    word = (word & before) | ((word &>> 8) & ~before)
    // The last digit belongs into the top byte; what lies behind the text falls out there.
    word = (word ^ zeros) &<< UInt64(64 &- 8 &* digits)
    guard beyondNine(word) == 0 else { return nil }
    // Below 10^8, and so below 10^17 at any scale.
    return Int64(truncatingIfNeeded: sum(word)) &* Int64(truncatingIfNeeded: WideInteger.power64(ofTen: format.scale &- decimals))
  }

  /// The same for 9 to 16 bytes in two words, with decimals beyond the scale rounded; nil also where there is no way to round
  /// or the value leaves the range.
  @inline(never)
  static func twoWords(_ text: Bytes, _ format: DecimalFormat, isNegative: Bool) -> Int64? {
    let size = text.count
    let raw = unsafe UnsafeRawPointer(text.start)
    // The second word ends where the text does, and gives up what it shares with the first.
    let first = unsafe UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self))
    let last = unsafe UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: size &- 8, as: UInt64.self))
    let second = last &>> UInt64(8 &* (16 &- size))
    let (inFirst, inSecond) = (points(first, format.point), points(second, format.point))
    let place = inFirst != 0 ? inFirst.trailingZeroBitCount : 64 &+ inSecond.trailingZeroBitCount
    let point = Swift.min(place &>> 3, size)
    let digits = size &- (point < size ? 1 : 0)
    let decimals = digits &- point
    guard point > 0, point &+ 1 != size else { return nil }
    let before = UInt128.max &>> UInt128(128 &- 8 &* point)
    var word = UInt128(second) &<< 64 | UInt128(first)
    word = (word & before) | ((word &>> 8) & ~before)
    word = (word ^ (UInt128(zeros) &<< 64 | UInt128(zeros))) &<< UInt128(128 &- 8 &* digits)
    let (upper, lower) = (UInt64(truncatingIfNeeded: word), UInt64(truncatingIfNeeded: word &>> 64))
    guard beyondNine(upper) | beyondNine(lower) == 0 else { return nil }
    // Below 10^16.
    let number = sum(upper) &* 100_000_000 &+ sum(lower)
    if decimals <= format.scale {
      let scaled = number.multipliedReportingOverflow(by: WideInteger.power64(ofTen: format.scale &- decimals))
      return scaled.overflow || scaled.partialValue > limit ? nil : Int64(truncatingIfNeeded: scaled.partialValue)
    }
    let divisor = WideInteger.power64(ofTen: decimals &- format.scale)
    let (whole, remainder) = number.quotientAndRemainder(dividingBy: divisor)
    if remainder == 0 { return Int64(truncatingIfNeeded: whole) }
    guard let rounding = format.rounding else { return nil }
    let grows = rounding.growsMagnitude(isNegative: isNegative, isOdd: whole & 1 == 1, Leftover(remainder, of: divisor))
    return Int64(truncatingIfNeeded: whole &+ (grows ? 1 : 0))
  }

  private static var ones: UInt64 { 0x0101_0101_0101_0101 }
  private static var tops: UInt64 { 0x8080_8080_8080_8080 }
  private static var zeros: UInt64 { 0x3030_3030_3030_3030 }

  /// The top bits of the bytes that are the point: the lowest one is right, others may be set by borrowing from it.
  @inline(__always)
  private static func points(_ word: UInt64, _ point: UInt8) -> UInt64 {
    let others = word ^ (ones &* UInt64(point))
    return (others &- ones) & ~others & tops
  }

  /// The top bits of the bytes above 9. A byte of 0x8A or more carries into the next one; it is above 9 itself, so that
  /// none is set unless one is.
  @inline(__always)
  private static func beyondNine(_ word: UInt64) -> UInt64 { ((word &+ 0x7676_7676_7676_7676) | word) & tops }

  /// The number that eight digits make, the first in the lowest byte: pairs, then fours, then all.
  @inline(__always)
  private static func sum(_ digits: UInt64) -> UInt64 {
    let pairs = digits &* 10 &+ (digits &>> 8)
    let outer = (pairs & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
    let inner = ((pairs &>> 16) & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
    return (outer &+ inner) &>> 32
  }

  /// 1 to 8 bytes, the first in the lowest place. What lies above them is of no meaning; without slack nothing behind the
  /// text is touched.
  @inline(__always)
  private static func load(_ start: UnsafePointer<UInt8>, _ size: Int, hasSlack: Bool) -> UInt64 {
    let raw = unsafe UnsafeRawPointer(start)
    if hasSlack || size == 8 { return unsafe UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self)) }
    if size >= 4 {
      let head = unsafe UInt64(UInt32(littleEndian: raw.loadUnaligned(as: UInt32.self)))
      let tail = unsafe UInt64(UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: size &- 4, as: UInt32.self)))
      return head | (tail &<< UInt64(8 &* (size &- 4)))
    }
    // First, middle and last byte; where they are the same one, they meet in the same place.
    let middle = size &>> 1
    let head = unsafe UInt64(start[0]) | (UInt64(start[middle]) &<< UInt64(8 &* middle))
    return unsafe head | (UInt64(start[size &- 1]) &<< UInt64(8 &* (size &- 1)))
  }
}
