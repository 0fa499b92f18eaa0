/// Numbers of segments: whoever keeps what came of one knows by its number that it is still the same.
extension JourneyStore {
  /// Gives a number to each segment that has none or whose marks have changed since it was given one.
  mutating func numberSegments() {
    for p in 0..<bins.count { for b in 0..<bins[p].count { Self.number(&bins[p][b], mayHaveMarked, &latestSerial) } }
    for s in 0..<joined.count { Self.number(&joined[s], mayHaveMarked, &latestSerial) }
    mayHaveMarked = false
  }

  private static func number(_ segment: inout Segment, _ mayHaveMarked: Bool, _ latest: inout UInt64) {
    if segment.serial != 0 && !(mayHaveMarked && segment.hasNewMarks) { return }
    segment.noteMarks()
    latest += 1
    segment.serial = latest
  }
}

extension Segment {
  /// Whether any owner is joined who was not, or no longer is.
  @_optimize(speed)
  fileprivate var hasNewMarks: Bool {
    var changes: UInt8 = 0
    for o in 0..<marks.count { changes |= marks[o] &<< 1 ^ marks[o] }
    return changes & Mark.wasJoined != 0
  }

  fileprivate mutating func noteMarks() {
    for o in 0..<marks.count { marks[o] = marks[o] & ~Mark.wasJoined | (marks[o] & Mark.joined) << 1 }
  }
}
