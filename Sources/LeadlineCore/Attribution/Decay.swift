/// Weights that halve with age, in whole numbers, so that they are the same on every machine.
struct Decay: ~Copyable {
  /// 2^(-1/2), 2^(-1/4), 2^(-1/8) ... with 64 bits behind the point, rounded down.
  @inline(__always)
  private static var roots: InlineArray<32, UInt64> {
    [
      0xB504_F333_F9DE_6484, 0xD744_FCCA_D69D_6AF4, 0xEAC0_C6E7_DD24_392E, 0xF525_7D15_2486_CC2C,
      0xFA83_B2DB_722A_033A, 0xFD3E_0C0C_F486_C174, 0xFE9E_115C_7B8F_884B, 0xFF4E_CB59_511E_C8A5,
      0xFFA7_5652_1C8D_AED1, 0xFFD3_A751_C0F7_E10B, 0xFFE9_D2B2_F7DB_2755, 0xFFF4_E91B_FF1B_8C3D,
      0xFFFA_747E_A004_0664, 0xFFFD_3A3B_7814_EB53, 0xFFFE_9D1C_C60D_DAB1, 0xFFFF_4E8E_2587_9BFA,
      0xFFFF_A747_0363_F451, 0xFFFF_D3A3_7DDA_0313, 0xFFFF_E9D1_BDF7_03AE, 0xFFFF_F4E8_DEBE_025E,
      0xFFFF_FA74_6F4F_A150, 0xFFFF_FD3A_37A3_F8B0, 0xFFFF_FE9D_1BD1_065A, 0xFFFF_FF4E_8DE8_45AD,
      0xFFFF_FFA7_46F4_1376, 0xFFFF_FFD3_A37A_05E3, 0xFFFF_FFE9_D1BD_01FB, 0xFFFF_FFF4_E8DE_80C0,
      0xFFFF_FFFA_746F_4050, 0xFFFF_FFFD_3A37_A024, 0xFFFF_FFFE_9D1B_D011, 0xFFFF_FFFF_4E8D_E808,
    ]
  }

  /// For each of four bytes behind the point, the power of each of its values but 0: the roots of its bits multiplied, rounded down
  /// each time. Made when it is first asked for.
  private var powers: Buffer<UInt64>

  init(_ heap: Heap) { powers = Buffer(heap) }

  /// Makes the powers, so that weights can be asked for.
  mutating func make() throws(OutOfMemory) {
    if !powers.isEmpty { return }
    let roots = Self.roots
    var made = Buffer<UInt64>(powers.heap)
    try made.append(repeating: 0, count: 4 * 256)
    for place in 0..<4 {
      for value in 1..<256 {
        let lowest = value.trailingZeroBitCount
        let root = roots[place * 8 + 7 - lowest]
        let rest = value & (value - 1)
        made[place * 256 + value] = rest == 0 ? root : made[place * 256 + rest].multipliedFullWidth(by: root).high
      }
    }
    swap(&powers, &made)
  }

  /// 2^(bits - age / halfLife), rounded down; `age` is not below 0, `halfLife` is above it, and `bits` is below 64.
  ///
  /// The age in half-lives is taken to 32 bits behind the point, rounded down, and the power of each of these bits is multiplied
  /// in, rounded down each time: the error is below one part in 2^31.
  @inline(__always)
  func weight(age: Int64, halfLife: Int64, bits: Int) -> UInt64 {
    let (whole, rest) = age.quotientAndRemainder(dividingBy: halfLife)
    if whole > Int64(bits) { return 0 }
    if rest == 0 { return 1 &<< UInt64(bits - Int(whole)) }
    let fraction = UInt64(halfLife).dividingFullWidth((UInt64(rest), 0)).quotient
    // 1 is just too large for 64 bits behind the point.
    var power: UInt64 = 0
    for place in 0..<4 {
      let value = Int(truncatingIfNeeded: fraction &>> UInt64(56 - place * 8)) & 255
      if value == 0 { continue }
      let own = powers[place * 256 + value]
      power = power == 0 ? own : power.multipliedFullWidth(by: own).high
    }
    if power == 0 { return 1 &<< UInt64(bits - Int(whole)) }
    let shift = 64 - (bits - Int(whole))
    return shift >= 64 ? 0 : power &>> UInt64(shift)
  }
}
