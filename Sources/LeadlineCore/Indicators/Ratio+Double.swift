extension Ratio {
  /// The double nearest to numerator / denominator, ties to the even one; nil where the denominator is 0.
  ///
  /// Both are below 2^128, so the result is far from overflow and from the subnormal numbers.
  static func nearestDouble(_ numerator: Int128, _ denominator: Int128) -> Double? {
    guard denominator != 0 else { return nil }
    let (top, bottom) = (numerator.magnitude, denominator.magnitude)
    guard top != 0 else { return 0 }
    // Moved so that the whole part of the quotient has 64 or 65 bits; what is cut off counts as one sticky bit.
    let width = top.leadingZeroBitCount - bottom.leadingZeroBitCount
    let shift = 64 + width
    let dividend = UInt256(top, shiftedLeft: Swift.max(shift, 0))
    let divisor = bottom << Swift.max(-shift, 0)
    guard let (quotient, remainder) = dividend.divided(by: divisor) else { return nil }

    let excess = (128 - quotient.leadingZeroBitCount) - 53
    let cut = quotient & ((1 << excess) - 1)
    let half = UInt128(1) << (excess - 1)
    var digits = UInt64(truncatingIfNeeded: quotient >> excess)
    if cut > half || (cut == half && (remainder != 0 || digits & 1 == 1)) { digits += 1 }
    // Adding the digits, instead of setting them, lets a carry into the 54th bit raise the exponent.
    let exponent = UInt64(bitPattern: Int64(1022 + 53 + excess - shift))
    let isNegative = (numerator < 0) != (denominator < 0)
    return Double(bitPattern: (isNegative ? 1 << 63 : 0) | ((exponent &- 1) << 52) &+ digits)
  }
}
