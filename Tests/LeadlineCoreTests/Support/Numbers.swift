@testable import LeadlineCore
import TestSupport

let allModes: [RoundingMode] = [.towardZero, .halfAway, .halfEven, .floor, .ceiling]

/// Calls `body` with a text as the core sees it: bytes with nothing readable promised behind them.
func withBytes<R>(_ text: String, _ body: (Bytes) throws -> R) rethrows -> R {
  // Exactly as many bytes as the text has, so that a sanitizer sees a read past them.
  let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: max(text.utf8.count, 1))
  defer { bytes.deallocate() }
  for (i, byte) in text.utf8.enumerated() { bytes[i] = byte }
  return try body(Bytes(bytes, text.utf8.count))
}

func string(_ bytes: Bytes) -> String {
  String(decoding: (0..<bytes.count).map { bytes[$0] }, as: UTF8.self)
}

extension SeededGenerator {
  /// A number whose size is random too, so that small, large and extreme ones all come up.
  mutating func int128() -> Int128 {
    let bits = UInt128(next()) << 64 | UInt128(next())
    switch next() % 16 {
    case 0:
      let edges: [Int128] = [0, 1, -1, 2, -2, 10, .max, .min, .min + 1, 1 << 64, (1 << 64) - 1, 1 << 63]
      return edges[Int(next() % 12)]
    default: return Int128(truncatingIfNeeded: bits) >> Int128(next() % 128)
    }
  }

  mutating func uint128() -> UInt128 {
    let bits = UInt128(next()) << 64 | UInt128(next())
    switch next() % 16 {
    case 0: return [0, 1, 2, UInt128.max, UInt128.max - 1, 1 << 127, 1 << 64, (1 << 64) - 1, UInt128.max << 64][Int(next() % 9)]
    default: return bits >> UInt128(next() % 128)
    }
  }
}
