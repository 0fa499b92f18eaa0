/// Of two sets of registers, value by value: how often each of eight things is known of a pair, by octave.
///
/// A value of a register was seen by the first (1), not seen (0), or nobody knows any more (2); and so for the second. The
/// numbers are at `first * 3 + second`. A view of numbers on a stack, like ``OctaveCounts``.
@safe
struct JointCounts {
  private let counts: UnsafeMutablePointer<UInt32>

  @inline(__always)
  func callAsFunction(_ first: Int, _ second: Int, _ octave: Int) -> Double {
    unsafe Double(counts[(first &* 3 &+ second) &* 64 &+ octave])
  }

  /// Counts pairs of registers for the time of `body`.
  static func with<Result>(
    _ precision: Int, _ first: UnsafePointer<UInt32>, _ second: UnsafePointer<UInt32>, _ body: (JointCounts) -> Result
  ) -> Result {
    // Nine times 64 and one more, so that not even registers that cannot be lead out of it.
    var space = InlineArray<577, UInt32>(repeating: 0)
    return unsafe withUnsafeMutablePointer(to: &space) { space in
      let counts = unsafe JointCounts(counts: UnsafeMutableRawPointer(space).assumingMemoryBound(to: UInt32.self))
      unsafe counts.count(precision, first, second)
      return body(counts)
    }
  }

  private init(counts: UnsafeMutablePointer<UInt32>) {
    unsafe self.counts = counts
  }

  @_optimize(speed)
  private func count(_ precision: Int, _ first: UnsafePointer<UInt32>, _ second: UnsafePointer<UInt32>) {
    // Pairs of which nothing was seen from an octave on, where what both do not know would be counted.
    let ended = unsafe counts + 512
    for i in 0..<(1 << precision) {
      let a = unsafe RegisterOctaves(first[i])
      let b = unsafe RegisterOctaves(second[i])
      let top = Swift.max(a.top, b.top)
      var octave = Swift.min(a.bottom, b.bottom)
      while octave <= top {
        add(octave, a.values(octave), b.values(octave))
        octave &+= 1
      }
      unsafe ended[top &+ 1] &+= 1
    }
    var empty: UInt32 = 0
    for octave in 0..<Register.octaveCount(precision) {
      unsafe empty &+= ended[octave]
      unsafe counts[octave] &+= empty &* 4
    }
  }

  @inline(__always)
  private func add(_ octave: Int, _ a: (seen: UInt32, known: UInt32), _ b: (seen: UInt32, known: UInt32)) {
    let counts = unsafe self.counts + octave
    let (a0, a2) = (a.known & ~a.seen, ~a.known & 15)
    let (b0, b2) = (b.known & ~b.seen, ~b.known & 15)
    unsafe counts[0] &+= RegisterOctaves.count(a0 & b0)
    unsafe counts[64] &+= RegisterOctaves.count(a0 & b.seen)
    unsafe counts[128] &+= RegisterOctaves.count(a0 & b2)
    unsafe counts[192] &+= RegisterOctaves.count(a.seen & b0)
    unsafe counts[256] &+= RegisterOctaves.count(a.seen & b.seen)
    unsafe counts[320] &+= RegisterOctaves.count(a.seen & b2)
    unsafe counts[384] &+= RegisterOctaves.count(a2 & b0)
    unsafe counts[448] &+= RegisterOctaves.count(a2 & b.seen)
  }
}
