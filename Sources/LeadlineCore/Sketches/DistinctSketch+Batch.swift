import CPlatform

extension DistinctSketch {
  /// Counts a column of persons, each in the sketch of its code; all of one precision.
  ///
  /// What `add` does one by one, in two passes over a few facts at a time: the first finds the registers or slots and asks for
  /// them, the second changes them. Of many sketches hardly any register is in the first cache, and so the waits overlap.
  /// Without memory some persons have been counted; to add all of them again does no harm.
  @_optimize(speed)
  static func add(
    _ persons: UnsafePointer<UInt64>, codes: UnsafePointer<UInt32>, count: Int,
    to sketches: UnsafeMutablePointer<DistinctSketch>
  ) throws(OutOfMemory) {
    // Of a dense sketch its register and the value to show; else nothing and the hash.
    var registers = unsafe InlineArray<64, UnsafeMutablePointer<UInt32>?>(repeating: nil)
    var shown = InlineArray<64, UInt64>(repeating: 0)
    var start = 0
    while start < count {
      let some = Swift.min(count &- start, 64)
      for i in 0..<some {
        let sketch = unsafe sketches + Int(truncatingIfNeeded: codes[start &+ i])
        let hash = unsafe hash(persons[start &+ i])
        if unsafe sketch.pointee.isDense && hash != 0 {
          let mask = unsafe sketch.pointee.indexMask
          let register = unsafe sketch.pointee.uncheckedRegisters + Register.index(of: hash, mask)
          unsafe platform_prefetch_write(register)
          unsafe registers[i] = register
          shown[i] = UInt64(Register.value(of: hash, mask))
        } else {
          unsafe sketch.pointee.prefetchExact(hash)
          unsafe registers[i] = nil
          shown[i] = hash
        }
      }
      for i in 0..<some {
        // Of a sketch that turned dense in between the registers found before stay where they are: it had none.
        if let register = unsafe registers[i] {
          unsafe Register.show(UInt32(truncatingIfNeeded: shown[i]), register)
        } else {
          try unsafe sketches[Int(truncatingIfNeeded: codes[start &+ i])].addExact(shown[i])
        }
      }
      start &+= some
    }
  }

  /// Brings the place where a hash is, or would be, into the caches.
  @inline(__always)
  func prefetchExact(_ hash: UInt64) {
    guard let base = unsafe words.base else { return }
    unsafe platform_prefetch_write(base + OrderedSlots.home(hash, words.count))
  }
}
