/// A whole number of any size, slow and obvious: sign and 32-bit limbs, division bit by bit. The model for wide arithmetic.
struct SlowInteger: Comparable, CustomStringConvertible {
  private var limbs: [UInt32]  // lowest first, no zeros on top
  var isNegative: Bool

  private init(_ limbs: [UInt32], isNegative: Bool) {
    var limbs = limbs
    while limbs.last == 0 { limbs.removeLast() }
    self.limbs = limbs
    self.isNegative = isNegative && !limbs.isEmpty
  }

  init(_ value: some BinaryInteger) {
    var rest = value.magnitude
    var limbs: [UInt32] = []
    while rest != 0 {
      limbs.append(UInt32(truncatingIfNeeded: rest))
      rest >>= 32
    }
    self.init(limbs, isNegative: value < 0)
  }

  static func power(ofTen exponent: Int) -> SlowInteger {
    var result = SlowInteger(1)
    for _ in 0..<exponent { result = result * SlowInteger(10) }
    return result
  }

  var isZero: Bool { limbs.isEmpty }
  var isOdd: Bool { (limbs.first ?? 0) & 1 == 1 }
  var magnitude: SlowInteger { SlowInteger(limbs, isNegative: false) }
  var bitWidth: Int { limbs.count * 32 - (limbs.last?.leadingZeroBitCount ?? 0) }

  /// The value, if it fits.
  var int128: Int128? {
    guard bitWidth <= 128 else { return nil }
    var value: UInt128 = 0
    for limb in limbs.reversed() { value = value << 32 | UInt128(limb) }
    if isNegative { return value <= 1 << 127 ? Int128(truncatingIfNeeded: 0 &- value) : nil }
    return Int128(exactly: value)
  }

  private static func compare(_ a: [UInt32], _ b: [UInt32]) -> Int {
    if a.count != b.count { return a.count < b.count ? -1 : 1 }
    for i in a.indices.reversed() where a[i] != b[i] { return a[i] < b[i] ? -1 : 1 }
    return 0
  }

  static func == (a: SlowInteger, b: SlowInteger) -> Bool { a.limbs == b.limbs && a.isNegative == b.isNegative }

  static func < (a: SlowInteger, b: SlowInteger) -> Bool {
    if a.isNegative != b.isNegative { return a.isNegative }
    let order = compare(a.limbs, b.limbs)
    return a.isNegative ? order > 0 : order < 0
  }

  private static func add(_ a: [UInt32], _ b: [UInt32]) -> [UInt32] {
    var result: [UInt32] = []
    var carry: UInt64 = 0
    for i in 0..<max(a.count, b.count) {
      let sum = UInt64(i < a.count ? a[i] : 0) + UInt64(i < b.count ? b[i] : 0) + carry
      result.append(UInt32(truncatingIfNeeded: sum))
      carry = sum >> 32
    }
    result.append(UInt32(carry))
    return result
  }

  /// a - b, where a is not less.
  private static func subtract(_ a: [UInt32], _ b: [UInt32]) -> [UInt32] {
    var result: [UInt32] = []
    var borrow: Int64 = 0
    for i in a.indices {
      let difference = Int64(a[i]) - Int64(i < b.count ? b[i] : 0) - borrow
      borrow = difference < 0 ? 1 : 0
      result.append(UInt32(truncatingIfNeeded: difference))
    }
    while result.last == 0 { result.removeLast() }
    return result
  }

  static func + (a: SlowInteger, b: SlowInteger) -> SlowInteger {
    if a.isNegative == b.isNegative { return SlowInteger(add(a.limbs, b.limbs), isNegative: a.isNegative) }
    return compare(a.limbs, b.limbs) >= 0
      ? SlowInteger(subtract(a.limbs, b.limbs), isNegative: a.isNegative)
      : SlowInteger(subtract(b.limbs, a.limbs), isNegative: b.isNegative)
  }

  static prefix func - (a: SlowInteger) -> SlowInteger { SlowInteger(a.limbs, isNegative: !a.isNegative) }
  static func - (a: SlowInteger, b: SlowInteger) -> SlowInteger { a + -b }

  static func * (a: SlowInteger, b: SlowInteger) -> SlowInteger {
    var result = [UInt32](repeating: 0, count: a.limbs.count + b.limbs.count)
    for i in a.limbs.indices {
      var carry: UInt64 = 0
      for j in b.limbs.indices {
        let sum = UInt64(result[i + j]) + UInt64(a.limbs[i]) * UInt64(b.limbs[j]) + carry
        result[i + j] = UInt32(truncatingIfNeeded: sum)
        carry = sum >> 32
      }
      result[i + b.limbs.count] = UInt32(carry)
    }
    return SlowInteger(result, isNegative: a.isNegative != b.isNegative)
  }

  /// Cut towards zero; the remainder has the dividend's sign.
  func divided(by divisor: SlowInteger) -> (quotient: SlowInteger, remainder: SlowInteger) {
    precondition(!divisor.isZero)
    var quotient = [UInt32](repeating: 0, count: limbs.count)
    var rest: [UInt32] = []
    for bit in stride(from: bitWidth - 1, through: 0, by: -1) {
      var carry = limbs[bit / 32] >> UInt32(bit % 32) & 1
      for i in rest.indices {
        let top = rest[i] >> 31
        rest[i] = rest[i] << 1 | carry
        carry = top
      }
      if carry != 0 { rest.append(carry) }
      if Self.compare(rest, divisor.limbs) >= 0 {
        rest = Self.subtract(rest, divisor.limbs)
        quotient[bit / 32] |= 1 << UInt32(bit % 32)
      }
    }
    return (
      SlowInteger(quotient, isNegative: isNegative != divisor.isNegative), SlowInteger(rest, isNegative: isNegative)
    )
  }

  func gcd(_ other: SlowInteger) -> SlowInteger {
    var (a, b) = (magnitude, other.magnitude)
    while !b.isZero { (a, b) = (b, a.divided(by: b).remainder) }
    return a
  }

  var description: String {
    var digits = ""
    var rest = magnitude
    while !rest.isZero {
      let (quotient, remainder) = rest.divided(by: SlowInteger(10))
      digits = "\(remainder.limbs.first ?? 0)" + digits
      rest = quotient
    }
    return digits.isEmpty ? "0" : (isNegative ? "-" : "") + digits
  }
}
