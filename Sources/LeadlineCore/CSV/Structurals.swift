import CPlatform

/// The bytes that give a CSV text its structure, and where they are.
enum Structurals {
  static var quote: UInt8 { 0x22 }
  static var newline: UInt8 { 0x0A }
  static var carriageReturn: UInt8 { 0x0D }

  /// Bytes that must be readable behind the end of what is scanned, and behind any field that is handed on: a block of the
  /// scanner, or the two words that the name cache loads.
  static var slack: Int { 64 }

  /// Bytes scanned at a time: they and their positions should stay in the first-level cache until the fields are read.
  static var window: Int { 1 << 14 }

  /// Room for the positions of a window, and for what the last round of eight writes beyond them.
  static var capacity: Int { window + 8 }

  /// Writes the offsets from `base` of every delimiter, quote and newline in `from ..< to`, in order, and returns how
  /// many those are. At most `window` bytes, offsets below 2^32, `slack` readable behind `to`.
  ///
  /// Eight offsets are written at a time, however many bits are set: the number of structural bytes in 64 varies from
  /// block to block, and a loop over them would mispredict its end every time.
  @inline(__always)
  static func find(
    in base: UnsafePointer<UInt8>, from: Int, to: Int, delimiter: UInt8, into positions: UnsafeMutablePointer<UInt32>
  ) -> Int {
    var out = 0
    var at = from
    while at < to {
      var mask = unsafe platform_byte_mask64(base + at, delimiter, newline, quote, quote)
      if to &- at < 64 { mask &= (1 &<< UInt64(truncatingIfNeeded: to &- at)) &- 1 }
      let count = mask.nonzeroBitCount
      var done = 0
      repeat {
        var i = 0
        while i < 8 {
          unsafe positions[out &+ done &+ i] = UInt32(truncatingIfNeeded: at &+ mask.trailingZeroBitCount)
          mask &= mask &- 1
          i &+= 1
        }
        done &+= 8
      } while done < count
      out &+= count
      at &+= 64
    }
    return out
  }
}
