/// 256 bits without a sign: what products of 128-bit numbers need, and nothing more.
struct UInt256 {
  var high: UInt128
  var low: UInt128

  init(high: UInt128, low: UInt128) {
    self.high = high
    self.low = low
  }

  /// The whole product.
  init(_ a: UInt128, times b: UInt128) {
    let mask = UInt128(UInt64.max)
    let (a1, a0) = (a >> 64, a & mask)
    let (b1, b0) = (b >> 64, b & mask)
    // Each partial product is at most (2^64 - 1)^2, which leaves room for two carries of 64 bits.
    let p00 = a0 &* b0
    let p01 = a0 &* b1
    let p10 = a1 &* b0
    let p11 = a1 &* b1
    let middle = (p00 >> 64) &+ (p01 & mask) &+ (p10 & mask)
    low = (p00 & mask) | (middle << 64)
    high = p11 &+ (p01 >> 64) &+ (p10 >> 64) &+ (middle >> 64)
  }

  /// `a` moved left by 0 to 255 bits; bits beyond 256 are lost.
  init(_ a: UInt128, shiftedLeft bits: Int) {
    if bits >= 128 {
      high = a << (bits - 128)
      low = 0
    } else {
      // Swift's shifts give 0 when the distance is the width, so bits == 0 needs no case of its own.
      high = a >> (128 - bits)
      low = a << bits
    }
  }

  static func == (a: UInt256, b: UInt256) -> Bool { a.high == b.high && a.low == b.low }

  static func < (a: UInt256, b: UInt256) -> Bool { a.high == b.high ? a.low < b.low : a.high < b.high }

  /// Quotient and remainder, or nil where the quotient is beyond 128 bits or the divisor is 0.
  ///
  /// Long division with two digits of 64 bits: D. E. Knuth, The Art of Computer Programming, volume 2, 4.3.1, algorithm D.
  func divided(by divisor: UInt128) -> (quotient: UInt128, remainder: UInt128)? {
    guard high < divisor else { return nil }
    if high == 0 { return (low / divisor, low % divisor) }
    // With the divisor's top bit set, an estimate of a digit from leading digits is at most two too large.
    let shift = divisor.leadingZeroBitCount
    let divisor = divisor << shift
    let top = shift == 0 ? high : (high << shift) | (low >> (128 - shift))
    let rest = low << shift
    let first = Self.digit(top, UInt64(truncatingIfNeeded: rest >> 64), divisor)
    let second = Self.digit(first.remainder, UInt64(truncatingIfNeeded: rest), divisor)
    return ((UInt128(first.digit) << 64) | UInt128(second.digit), second.remainder >> shift)
  }

  /// (top * 2^64 + next) / divisor, where top < divisor and the divisor's top bit is set.
  private static func digit(_ top: UInt128, _ next: UInt64, _ divisor: UInt128) -> (digit: UInt64, remainder: UInt128) {
    let d1 = divisor >> 64
    let d0 = divisor & UInt128(UInt64.max)
    var estimate = top / d1
    var left = top % d1
    // Two corrections at most; `left` at 2^64 or more means that none is left to make.
    while estimate >> 64 != 0 || estimate &* d0 > (left << 64) | UInt128(next) {
      estimate &-= 1
      left &+= d1
      if left >> 64 != 0 { break }
    }
    // Wraps in between; the difference itself is below the divisor.
    let remainder = ((top << 64) | UInt128(next)) &- estimate &* divisor
    return (UInt64(truncatingIfNeeded: estimate), remainder)
  }
}

/// Arithmetic of integers that the standard library leaves to its users.
enum WideInteger {
  /// The number of that magnitude and sign, if it fits.
  static func signed(_ magnitude: UInt128, isNegative: Bool) -> Int128? {
    if isNegative {
      return magnitude <= Int128.min.magnitude ? Int128(truncatingIfNeeded: 0 &- magnitude) : nil
    }
    return Int128(exactly: magnitude)
  }

  /// 10^0 ... 10^19.
  @inline(__always)
  static func power64(ofTen exponent: Int) -> UInt64 { powers[exponent] }

  /// Literals only, so that the compiler lays it out in read-only data.
  private static let powers: InlineArray<20, UInt64> = [
    1,
    10,
    100,
    1_000,
    10_000,
    100_000,
    1_000_000,
    10_000_000,
    100_000_000,
    1_000_000_000,
    10_000_000_000,
    100_000_000_000,
    1_000_000_000_000,
    10_000_000_000_000,
    100_000_000_000_000,
    1_000_000_000_000_000,
    10_000_000_000_000_000,
    100_000_000_000_000_000,
    1_000_000_000_000_000_000,
    10_000_000_000_000_000_000,
  ]

  /// 10^0 ... 10^38, the greatest power that fits.
  static func power(ofTen exponent: Int) -> UInt128 {
    exponent <= 19
      ? UInt128(power64(ofTen: exponent))
      : UInt128(power64(ofTen: 19)) &* UInt128(power64(ofTen: Swift.min(exponent, 38) - 19))
  }

  /// The greatest common divisor; that of 0 and x is x.
  static func gcd(_ a: UInt128, _ b: UInt128) -> UInt128 {
    let mask = UInt128(UInt64.max)
    if a <= mask && b <= mask { return UInt128(gcd(UInt64(a), UInt64(b))) }
    if a == 0 || b == 0 { return a | b }
    // One division brings a long and a short number down to two short ones.
    if a <= mask { return UInt128(gcd(UInt64(a), UInt64(b % a))) }
    if b <= mask { return UInt128(gcd(UInt64(b), UInt64(a % b))) }
    let twos = Swift.min(a.trailingZeroBitCount, b.trailingZeroBitCount)
    var a = a >> a.trailingZeroBitCount
    var b = b >> b.trailingZeroBitCount
    while a != b {
      if a > mask || b > mask {
        if a > b {
          a &-= b
          a >>= a.trailingZeroBitCount
        } else {
          b &-= a
          b >>= b.trailingZeroBitCount
        }
      } else {
        a = UInt128(gcd(UInt64(a), UInt64(b)))
        break
      }
    }
    return a << twos
  }

  /// Binary: J. Stein, "Computational problems associated with Racah algebra", 1967.
  static func gcd(_ a: UInt64, _ b: UInt64) -> UInt64 {
    if a == 0 || b == 0 { return a | b }
    let twos = (a | b).trailingZeroBitCount
    var a = a &>> UInt64(a.trailingZeroBitCount)
    var b = b
    repeat {
      b &>>= UInt64(b.trailingZeroBitCount)
      let (smaller, larger) = a < b ? (a, b) : (b, a)
      a = smaller
      b = larger &- smaller
    } while b != 0
    return a &<< UInt64(twos)
  }
}
