/// One register of ExaLogLog with t = 2 and d = 24, in 32 bits.
///
/// Source: O. Ertl, "ExaLogLog: Space-Efficient and Practical Approximate Distinct Counting up to the Exa-Scale", 2024,
/// arXiv 2402.13726, sections 2 and 3. Each hash has a *value*, from 1 up, whose probability halves every four values; the
/// values of one probability are an *octave*. A register knows the greatest value it was shown (upper 8 bits) and which of
/// the 24 values below that (lower 24 bits, the nearest on top). So what is in it is a set of values cut below its
/// greatest, whatever the order, and two registers merge by uniting and cutting again.
///
/// Below the value 1 stands a value 0 that every register but an empty one has seen: so that inserting, merging and
/// counting need no case of their own for small values.
enum Register {
  static var windowBits: UInt32 { 24 }
  static var window: UInt32 { 0xFF_FFFF }

  /// log2 of the number of values in an octave.
  static var octaveBits: UInt64 { 2 }
  /// How many octaves there are; the last two have the same probability.
  static func octaveCount(_ precision: Int) -> Int { 63 - precision }
  static func greatestValue(_ precision: Int) -> UInt32 { UInt32(octaveCount(precision)) << 2 }
  /// Minus log2 of the probability of one value of an octave.
  static func exponent(octave: Int, _ precision: Int) -> Int { Swift.min(octave + 3, 64 - precision) }

  /// What a hash says to which register: the lowest 2 bits and the leading zeros make the value, bits 2 and up the number.
  @inline(__always)
  static func value(of hash: UInt64, _ indexMask: UInt64) -> UInt32 {
    let floor = (indexMask &<< octaveBits) | 3
    return UInt32(truncatingIfNeeded: (hash | floor).leadingZeroBitCount) &* 4 &+ UInt32(truncatingIfNeeded: hash & 3) &+ 1
  }

  @inline(__always)
  static func index(of hash: UInt64, _ indexMask: UInt64) -> Int {
    Int(truncatingIfNeeded: (hash &>> octaveBits) & indexMask)
  }

  /// Shows a value to the register at an address.
  ///
  /// Soon nearly every value is one that was seen, or is below the window. A word of the greatest value seen in the top bit,
  /// the window under it and ones for all that is below, moved left by the distance, tells by its sign. A distance of 64
  /// and more moves by the rest, which at worst takes the long way to no change.
  @inline(__always)
  static func show(_ value: UInt32, _ register: UnsafeMutablePointer<UInt32>) {
    let before = unsafe register.pointee
    let distance = Int32(bitPattern: before &>> windowBits &- value)
    let seen = UInt64(before) &<< 39 | (1 &<< 63 | (1 &<< 39 &- 1))
    if distance >= 0 && Int64(bitPattern: seen &<< UInt64(truncatingIfNeeded: distance)) < 0 { return }
    unsafe register.pointee = adding(value, to: before)
  }

  /// The register after it was shown a value.
  @inline(__always)
  static func adding(_ value: UInt32, to register: UInt32) -> UInt32 {
    merging(register, value &<< windowBits | (value <= windowBits ? 1 &<< (windowBits &- value) : 0))
  }

  /// The register that was shown what either was.
  @inline(__always)
  static func merging(_ a: UInt32, _ b: UInt32) -> UInt32 {
    let (low, high) = a < b ? (a, b) : (b, a)
    let distance = (high &>> windowBits) &- (low &>> windowBits)
    // The lower one's greatest value is the bit above its window; equal greatest values leave it out.
    let seen = ((low & window) | (1 &<< windowBits)) &>> Swift.min(distance, 31)
    return high | (seen & window)
  }

  /// Whether bits that came from outside can be a register: no greater value than there is, and of the values below 1
  /// exactly the value 0.
  static func isValid(_ register: UInt32, _ precision: Int) -> Bool {
    let greatest = register >> windowBits
    if greatest == 0 { return register == 0 }
    if greatest > greatestValue(precision) { return false }
    if greatest > windowBits { return true }
    let zero = UInt32(1) << (windowBits - greatest)
    return register & zero != 0 && register & (zero - 1) == 0
  }
}
