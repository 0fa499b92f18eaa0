import CPlatform

extension DistinctSketch {
  /// Counts a column of persons, each in the sketch of its code; all of one precision.
  ///
  /// What `add` does one by one, in two passes over a few facts at a time: the first finds the registers and asks for them,
  /// the second changes them. Of many sketches hardly any register is in the first cache, and so the waits overlap.
  /// Without memory some persons have been counted; to add all of them again does no harm.
  @_optimize(speed)
  static func add(
    _ persons: UnsafePointer<UInt64>, codes: UnsafePointer<UInt32>, count: Int,
    to sketches: UnsafeMutablePointer<DistinctSketch>
  ) throws(OutOfMemory) {
    var addresses = unsafe InlineArray<64, UnsafeMutablePointer<UInt32>?>(repeating: nil)
    var values = InlineArray<64, UInt32>(repeating: 0)
    var start = 0
    while start < count {
      let end = Swift.min(start &+ 64, count)
      var found = 0
      for i in start..<end {
        let person = unsafe persons[i]
        let sketch = unsafe sketches + Int(truncatingIfNeeded: codes[i])
        let hash = hash(person)
        // A sketch that turns dense leaves addresses of others, and its own found later, as they are.
        guard unsafe sketch.pointee.isDense, person != 0 else {
          try unsafe sketch.pointee.addExact(hash)
          continue
        }
        let mask = unsafe sketch.pointee.indexMask
        let address = unsafe sketch.pointee.uncheckedRegisters + Register.index(of: hash, mask)
        unsafe platform_prefetch_write(address)
        unsafe addresses[found] = address
        values[found] = Register.value(of: hash, mask)
        found &+= 1
      }
      for j in 0..<found { unsafe Register.show(values[j], addresses[j].unsafelyUnwrapped) }
      start = end
    }
  }
}
