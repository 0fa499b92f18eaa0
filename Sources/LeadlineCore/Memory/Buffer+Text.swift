extension Buffer where Element == UInt8 {
  /// Appends a text and a NUL, for C to read.
  @inline(never)
  mutating func append(terminated text: Bytes) throws(OutOfMemory) {
    unsafe try append(from: text.start, count: text.count)
    try append(0)
  }

  /// Appends a text.
  @inline(never)
  mutating func append(text: Bytes) throws(OutOfMemory) {
    unsafe try append(from: text.start, count: text.count)
  }

  /// Appends a number of 0 and more in decimal digits.
  @inline(never)
  mutating func append(number: Int) throws(OutOfMemory) {
    var divisor = 1
    while number / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      try append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
      divisor /= 10
    }
  }
}
