import CPlatform

/// XXH64 with seed 0, the fixed hash behind ids, name limits and indexes.
///
/// Source: Yann Collet, "xxHash fast digest algorithm", specification 0.2.0. Fixed for good: it decides which names a limit
/// keeps and what id a text has.
enum Hash {
  private static var p1: UInt64 { 0x9E37_79B1_85EB_CA87 }
  private static var p2: UInt64 { 0xC2B2_AE3D_27D4_EB4F }
  private static var p3: UInt64 { 0x1656_67B1_9E37_79F9 }
  private static var p4: UInt64 { 0x85EB_CA77_C2B2_AE63 }
  private static var p5: UInt64 { 0x27D4_EB2F_1656_67C5 }

  @inline(__always)
  private static func rotate(_ x: UInt64, _ n: UInt64) -> UInt64 { (x &<< n) | (x &>> (64 &- n)) }

  @inline(__always)
  private static func round(_ lane: UInt64, _ input: UInt64) -> UInt64 {
    rotate(lane &+ input &* p2, 31) &* p1
  }

  @inline(__always)
  private static func avalanche(_ x: UInt64) -> UInt64 {
    var h = x
    h ^= h &>> 33
    h = h &* p2
    h ^= h &>> 29
    h = h &* p3
    h ^= h &>> 32
    return h
  }

  static func bytes(_ text: Bytes) -> UInt64 {
    var hash: UInt64
    var at = unsafe UnsafeRawPointer(text.start)
    var left = text.count
    if left >= 32 {
      var (a, b, c, d) = (p1 &+ p2, p2, UInt64(0), 0 &- p1)
      while left >= 32 {
        unsafe a = round(a, UInt64(littleEndian: at.loadUnaligned(as: UInt64.self)))
        unsafe b = round(b, UInt64(littleEndian: at.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
        unsafe c = round(c, UInt64(littleEndian: at.loadUnaligned(fromByteOffset: 16, as: UInt64.self)))
        unsafe d = round(d, UInt64(littleEndian: at.loadUnaligned(fromByteOffset: 24, as: UInt64.self)))
        unsafe at += 32
        left -= 32
      }
      hash = rotate(a, 1) &+ rotate(b, 7) &+ rotate(c, 12) &+ rotate(d, 18)
      hash = (hash ^ round(0, a)) &* p1 &+ p4
      hash = (hash ^ round(0, b)) &* p1 &+ p4
      hash = (hash ^ round(0, c)) &* p1 &+ p4
      hash = (hash ^ round(0, d)) &* p1 &+ p4
    } else {
      hash = p5
    }
    hash = hash &+ UInt64(text.count)
    while left >= 8 {
      unsafe hash ^= round(0, UInt64(littleEndian: at.loadUnaligned(as: UInt64.self)))
      hash = rotate(hash, 27) &* p1 &+ p4
      unsafe at += 8
      left -= 8
    }
    if left >= 4 {
      unsafe hash ^= UInt64(UInt32(littleEndian: at.loadUnaligned(as: UInt32.self))) &* p1
      hash = rotate(hash, 23) &* p2 &+ p3
      unsafe at += 4
      left -= 4
    }
    while left > 0 {
      unsafe hash ^= UInt64(at.load(as: UInt8.self)) &* p5
      hash = rotate(hash, 11) &* p1
      unsafe at += 1
      left -= 1
    }
    return avalanche(hash)
  }

  /// A well-mixed hash of one word: XXH64 of its eight little-endian bytes.
  @inline(__always)
  static func word(_ x: UInt64) -> UInt64 {
    var hash = p5 &+ 8
    hash ^= round(0, x)
    hash = rotate(hash, 27) &* p1 &+ p4
    return avalanche(hash)
  }

  /// Chains another word onto a hash; not commutative.
  @inline(__always)
  static func combine(_ hash: UInt64, _ x: UInt64) -> UInt64 {
    avalanche(rotate(hash ^ round(0, x), 27) &* p1 &+ p4)
  }
}
