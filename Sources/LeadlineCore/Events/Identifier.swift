/// How a text becomes an id, a person or an account. Fixed for good: ids stand in stored states and in hosts' tables.
enum Identifier {
  /// Marks an id that came from a hash, so that no number and no hash are ever the same id.
  private static var hashed: UInt64 { 1 << 63 }

  /// 0 for an empty text; the number itself for up to 19 digits without a leading zero that fit in 63 bits; else the
  /// hash of the bytes with the top bit set.
  static func of(_ text: Bytes) -> UInt64 {
    if text.isEmpty { return 0 }
    return number(text) ?? (Hash.bytes(text) | hashed)
  }

  private static func number(_ text: Bytes) -> UInt64? {
    let size = text.count
    guard size <= 19, unsafe text.start[0] != 0x30 else { return nil }
    var value: UInt64 = 0
    for i in 0..<size {
      let digit = unsafe text.start[i] &- 0x30
      guard digit <= 9 else { return nil }
      // 19 digits are below 2^64, so the sum cannot wrap; whether it fits in 63 bits is asked once, behind.
      value = value &* 10 &+ UInt64(digit)
    }
    return value < hashed ? value : nil
  }
}
