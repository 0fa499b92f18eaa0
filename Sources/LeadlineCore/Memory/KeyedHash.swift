/// SipHash-1-3 of bytes, for tables whose keys an attacker may choose: without the key nobody can tell which texts share a place.
///
/// Source: J.-P. Aumasson, D. J. Bernstein, "SipHash: a fast short-input PRF", 2012, with one round a word and three at the end.
enum KeyedHash {
  private struct State {
    var a: UInt64
    var b: UInt64
    var c: UInt64
    var d: UInt64

    @inline(__always)
    private static func rotate(_ x: UInt64, _ n: UInt64) -> UInt64 { (x &<< n) | (x &>> (64 &- n)) }

    @inline(__always)
    mutating func round() {
      a = a &+ b
      b = Self.rotate(b, 13) ^ a
      a = Self.rotate(a, 32)
      c = c &+ d
      d = Self.rotate(d, 16) ^ c
      a = a &+ d
      d = Self.rotate(d, 21) ^ a
      c = c &+ b
      b = Self.rotate(b, 17) ^ c
      c = Self.rotate(c, 32)
    }

    @inline(__always)
    mutating func take(_ word: UInt64) {
      d ^= word
      round()
      a ^= word
    }
  }

  static func bytes(_ text: Bytes, key: (UInt64, UInt64)) -> UInt64 {
    var state = State(
      a: key.0 ^ 0x736F_6D65_7073_6575, b: key.1 ^ 0x646F_7261_6E64_6F6D, c: key.0 ^ 0x6C79_6765_6E65_7261,
      d: key.1 ^ 0x7465_6462_7974_6573)
    var at = 0
    while at + 8 <= text.count {
      state.take(word(text, at, 8))
      at += 8
    }
    state.take(word(text, at, text.count - at) | UInt64(truncatingIfNeeded: text.count) << 56)
    state.c ^= 0xFF
    for _ in 0..<3 { state.round() }
    return state.a ^ state.b ^ state.c ^ state.d
  }

  /// So many bytes from a place on, the first the lowest.
  private static func word(_ text: Bytes, _ at: Int, _ count: Int) -> UInt64 {
    var word: UInt64 = 0
    for i in 0..<count { word |= UInt64(text[at + i]) << UInt64(8 * i) }
    return word
  }
}
