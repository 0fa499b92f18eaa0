/// A register read octave by octave: of an octave's four values, which were seen and of which that is known.
///
/// Four values are four bits, the smallest value lowest. Above the greatest value seen all are known to be unseen; below
/// the window nothing is known.
struct RegisterOctaves {
  /// The octave of the greatest value; -1 for an empty register.
  let top: Int
  /// Seven octaves, the last of them `top`.
  private let seenBits: UInt32
  private let knownBits: UInt32

  @inline(__always)
  init(_ register: UInt32) {
    let greatest = register >> Register.windowBits
    let place = (greatest &- 1) & 3
    top = (Int(greatest) - 1) >> 2
    seenBits = ((register & Register.window) | (1 << Register.windowBits)) << place
    knownBits = 0xFFF_FFFF << place & 0xFFF_FFFF
  }

  /// The first octave of which anything may be known but that all of it is unknown.
  @inline(__always)
  var bottom: Int { Swift.max(top - 6, 0) }

  @inline(__always)
  func values(_ octave: Int) -> (seen: UInt32, known: UInt32) {
    if octave > top { return (0, 15) }
    let shift = 24 - 4 * (top - octave)
    if shift < 0 { return (0, 0) }
    return (seenBits >> UInt32(shift) & 15, knownBits >> UInt32(shift) & 15)
  }

  /// How many of four bits are set.
  @inline(__always)
  static func count(_ four: UInt32) -> UInt32 {
    UInt32(truncatingIfNeeded: UInt64(0x4332_3221_3221_2110) &>> UInt64(four &* 4)) & 7
  }
}

/// Of all registers together: how many values of each octave are known to be seen, and how many to be unseen.
struct OctaveCounts {
  private(set) var seen = InlineArray<64, UInt32>(repeating: 0)
  private(set) var unseen = InlineArray<64, UInt32>(repeating: 0)

  /// The registers that `register` gives, as many as the precision says.
  @inline(__always)
  init(precision: Int, _ register: (Int) -> UInt32) {
    // Registers of which nothing was seen from an octave on.
    var ended = InlineArray<64, UInt32>(repeating: 0)
    for i in 0..<(1 << precision) {
      let octaves = RegisterOctaves(register(i))
      if octaves.top >= 0 {
        for octave in octaves.bottom...octaves.top {
          let four = octaves.values(octave)
          let count = RegisterOctaves.count(four.seen)
          seen[octave] &+= count
          unseen[octave] &+= RegisterOctaves.count(four.known) &- count
        }
      }
      ended[octaves.top + 1] &+= 1
    }
    var empty: UInt32 = 0
    for octave in 0..<Register.octaveCount(precision) {
      empty &+= ended[octave]
      unseen[octave] &+= empty &* 4
    }
  }
}
