/// The facts of one journey that meet any matcher, in order: `rows` names rows of a segment and `matches` holds the words of
/// their bits.
@safe
struct JourneyEvents {
  let rows: UnsafePointer<UInt32>
  let matches: UnsafePointer<UInt64>
  let words: Int
  var count: Int
  let time: PackedColumn
  /// Of the segment.
  let owner: Int
  /// The row behind the journey's last, be it seen or not.
  let end: Int

  @inline(__always)
  func time(_ event: Int) -> Int64 { unsafe time[Int(rows[event])] }

  @inline(__always)
  func row(_ event: Int) -> Int { unsafe Int(rows[event]) }

  @inline(__always)
  func meets(_ event: Int, _ matcher: Int) -> Bool {
    unsafe matches[event &* words &+ matcher / 64] &>> UInt64(matcher & 63) & 1 != 0
  }

  /// Whether nothing of the journey lies between an event and the next.
  @inline(__always)
  func isFollowed(_ event: Int) -> Bool { unsafe event + 1 < count && rows[event + 1] == rows[event] + 1 }

  /// The first matcher from one on that an event meets; it meets one.
  @inline(__always)
  func first(_ event: Int, from matcher: Int) -> Int {
    var word = matcher / 64
    var bits = unsafe matches[event &* words &+ word] & (UInt64.max << UInt64(matcher & 63))
    while bits == 0 && word + 1 < words {
      word &+= 1
      bits = unsafe matches[event &* words &+ word]
    }
    return word &* 64 &+ bits.trailingZeroBitCount
  }

  /// What any event of the journey meets, of one word.
  @inline(__always)
  func met(_ word: Int) -> UInt64 {
    var met: UInt64 = 0
    for e in 0..<count { unsafe met |= matches[e &* words &+ word] }
    return met
  }
}
