extension Buffer where Element == UInt8 {
  /// Appends a text and a NUL, for C to read.
  @inline(never)
  mutating func append(terminated text: Bytes) throws(OutOfMemory) {
    unsafe try append(from: text.start, count: text.count)
    try append(0)
  }
}
