/// Of two sets of registers, value by value: how often each of nine things is known of a pair, by octave.
///
/// A value of a register was seen by the first (1), not seen (0), or nobody knows any more (2); and so for the second. The
/// nine numbers are at `first * 3 + second`.
struct JointCounts {
  private(set) var counts = InlineArray<576, UInt32>(repeating: 0)

  func callAsFunction(_ first: Int, _ second: Int, _ octave: Int) -> Double {
    Double(counts[(first * 3 + second) * 64 + octave])
  }

  init(precision: Int, _ first: UnsafePointer<UInt32>, _ second: UnsafePointer<UInt32>) {
    var ended = InlineArray<64, UInt32>(repeating: 0)
    for i in 0..<(1 << precision) {
      let a = unsafe RegisterOctaves(first[i])
      let b = unsafe RegisterOctaves(second[i])
      let top = Swift.max(a.top, b.top)
      if top >= 0 {
        for octave in Swift.min(a.bottom, b.bottom)...top { add(octave, a.values(octave), b.values(octave)) }
      }
      ended[top + 1] &+= 1
    }
    var empty: UInt32 = 0
    for octave in 0..<Register.octaveCount(precision) {
      empty &+= ended[octave]
      counts[octave] &+= empty &* 4
    }
  }

  private mutating func add(_ octave: Int, _ a: (seen: UInt32, known: UInt32), _ b: (seen: UInt32, known: UInt32)) {
    let (a0, a2) = (a.known & ~a.seen, ~a.known & 15)
    let (b0, b2) = (b.known & ~b.seen, ~b.known & 15)
    counts[octave] &+= RegisterOctaves.count(a0 & b0)
    counts[64 + octave] &+= RegisterOctaves.count(a0 & b.seen)
    counts[128 + octave] &+= RegisterOctaves.count(a0 & b2)
    counts[192 + octave] &+= RegisterOctaves.count(a.seen & b0)
    counts[256 + octave] &+= RegisterOctaves.count(a.seen & b.seen)
    counts[320 + octave] &+= RegisterOctaves.count(a.seen & b2)
    counts[384 + octave] &+= RegisterOctaves.count(a2 & b0)
    counts[448 + octave] &+= RegisterOctaves.count(a2 & b.seen)
  }
}
