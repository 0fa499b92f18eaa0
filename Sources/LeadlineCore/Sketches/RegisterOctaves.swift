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

  /// How many were seen of each of the seven octaves, four bits for each, the lowest octave lowest.
  @inline(__always)
  var seenPerOctave: UInt32 {
    let pairs = seenBits &- (seenBits &>> 1 & 0x555_5555)
    return (pairs & 0x333_3333) &+ (pairs &>> 2 & 0x333_3333)
  }

  /// How many values of the lowest of the seven octaves are below the window.
  @inline(__always)
  var belowWindow: UInt32 { 4 &- Self.count(knownBits & 15) }

  /// How many of four bits are set.
  @inline(__always)
  static func count(_ four: UInt32) -> UInt32 {
    UInt32(truncatingIfNeeded: UInt64(0x4332_3221_3221_2110) &>> UInt64(four &* 4)) & 7
  }
}

/// Of all registers together: how many values of each octave are known to be seen, and how many to be unseen.
///
/// A view of numbers on the stack of `with`: an inline array handed on or read in place would be copied, each time whole.
@safe
struct OctaveCounts {
  private let counts: UnsafeMutablePointer<UInt32>

  @inline(__always)
  func seen(_ octave: Int) -> Double { unsafe Double(counts[6 &+ octave]) }

  @inline(__always)
  func unseen(_ octave: Int) -> Double { unsafe Double(counts[78 &+ octave]) }

  /// Counts the registers that `register` gives, as many as the precision says, for the time of `body`.
  @inline(__always)
  static func with<Result>(_ precision: Int, _ register: (Int) -> UInt32, _ body: (OctaveCounts) -> Result) -> Result {
    var space = InlineArray<216, UInt32>(repeating: 0)
    return unsafe withUnsafeMutablePointer(to: &space) { space in
      let counts = unsafe OctaveCounts(counts: UnsafeMutableRawPointer(space).assumingMemoryBound(to: UInt32.self))
      counts.count(precision, register)
      return body(counts)
    }
  }

  private init(counts: UnsafeMutablePointer<UInt32>) {
    unsafe self.counts = counts
  }

  @inline(__always)
  private func count(_ precision: Int, _ register: (Int) -> UInt32) {
    // By octave, from -6 on: a register of few values has octaves that there are not, which nobody reads.
    let (seen, below) = unsafe (counts, counts + 72)
    // Registers by their top octave, from -1 on.
    let tops = unsafe counts + 144
    for i in 0..<(1 << precision) {
      let octaves = RegisterOctaves(register(i))
      let top = octaves.top
      unsafe tops[top &+ 1] &+= 1
      guard top >= 0 else { continue }
      let perOctave = octaves.seenPerOctave
      for place in 0..<7 { unsafe seen[top &+ place] &+= perOctave &>> UInt32(place &* 4) & 15 }
      unsafe below[top] &+= octaves.belowWindow
    }
    // A register knows all of an octave that is not more than six below its top, but what is below its window. What was not
    // seen takes the place of what is below.
    var knowing = unsafe tops[0]
    for octave in -6..<Register.octaveCount(precision) {
      unsafe knowing &+= tops[octave &+ 7]
      unsafe below[octave &+ 6] = knowing &* 4 &- below[octave &+ 6] &- seen[octave &+ 6]
    }
  }
}
