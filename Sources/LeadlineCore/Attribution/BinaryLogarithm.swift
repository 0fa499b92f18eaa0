/// Logarithms to the base 2 in whole units, so that sums of them are the same in any order and on every machine.
enum BinaryLogarithm {
  /// 2^32 units make one.
  static var bits: Int { 32 }

  /// That of a normal number above 0, cut: bit by bit, by squaring what is left. (D. E. Knuth, The Art of Computer Programming, volume
  /// 1, 1.2.2, exercise 25, of the same idea.)
  static func units(_ x: Double) -> Int64 {
    var units = Int64(x.bitPattern >> 52 & 0x7FF) - 1023
    // From 1 to below 2, with 63 bits behind the point.
    var rest = (x.bitPattern & 0x000F_FFFF_FFFF_FFFF | 0x0010_0000_0000_0000) << 11
    for _ in 0..<bits {
      let square = rest.multipliedFullWidth(by: rest)
      let isBeyond = square.high >> 63 != 0
      units = units << 1 | (isBeyond ? 1 : 0)
      rest = isBeyond ? square.high : square.high << 1 | square.low >> 63
    }
    return units
  }
}
