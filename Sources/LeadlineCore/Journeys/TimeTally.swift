/// Finds the least instant before which there are so many facts, without putting them in order of time: facts are counted into
/// spans of the time in question, then those of the span that the instant must be in again, into narrower ones.
///
/// While it `isOpen`, show it all facts, then `narrow` it: four times at most.
@safe
struct TimeTally: ~Copyable {
  /// The instant is behind `low`, and no later than `high`.
  private(set) var low = TimeRange.least
  private(set) var high: Int64
  /// How many facts are before `low`.
  private(set) var before = 0
  /// How many facts were ever shown one by one.
  private(set) var shown = 0
  private var spans: Buffer<Int>
  /// Spans are this power of 2 microseconds.
  private var shift: UInt64 = 0

  /// A look at all facts for 15 bits of the instant; the counts stay in the second cache.
  private static var spanBits: Int { 15 }

  /// The instant is `high` if there are no more facts before that. Nothing is in question where no fact can be before it.
  init(_ heap: Heap, before high: Int64) throws(OutOfMemory) {
    var spans = Buffer<Int>(heap)
    if high > TimeRange.least { try spans.append(repeating: 0, count: 1 << Self.spanBits) }
    self.high = high
    self.spans = spans
    aim()
  }

  /// Whether the instant is not known yet.
  var isOpen: Bool { low < high }

  private mutating func aim() {
    let bits = isOpen ? 64 - UInt64(high - 1 - low).leadingZeroBitCount : 0
    shift = UInt64(Swift.max(bits - Self.spanBits, 0))
  }

  /// Begins anew, to count what is before an instant, none behind the first one.
  mutating func restart(before end: Int64) {
    low = TimeRange.least
    high = end
    before = 0
    for i in 0..<spans.count { spans[i] = 0 }
    aim()
  }

  @inline(__always)
  mutating func note(_ time: Int64, facts: Int = 1) {
    shown &+= facts
    if time >= low && time < high { spans[Int(UInt64(time &- low) &>> shift)] += facts }
  }

  /// The same for a column of times.
  @_optimize(speed)
  mutating func note(_ times: PackedColumn, rows: Int) {
    guard isOpen else { return }
    let (low, span, shift) = (low, UInt64(high - low), shift)
    let counts = unsafe spans.base.unsafelyUnwrapped
    for row in 0..<rows {
      // What is before `low` is further from it than anything behind, without the sign.
      let distance = UInt64(bitPattern: times[row] &- low)
      if distance < span { unsafe counts[Int(distance &>> shift)] &+= 1 }
    }
  }

  /// And for rows, those that take out others not among them.
  mutating func note(_ rows: borrowing Buffer<RowChunk>) {
    for c in 0..<rows.count {
      for i in 0..<rows[c].count where !rows[c].row(i).takesOut { note(rows[c].row(i).time) }
    }
  }

  /// Puts only the span in question before which there are fewer facts than wanted, and behind which there are as many. Where there
  /// are not so many at all, the instant is `high`.
  mutating func narrow(to wanted: Int) {
    var at = 0
    while at < spans.count && before + spans[at] < wanted {
      before += spans[at]
      at += 1
    }
    if at == spans.count {
      low = high
    } else {
      low += Int64(at) << Int64(shift)
      // A fact at `low` itself is before the next instant.
      if shift == 0 {
        before += spans[at]
        low += 1
      }
      high = shift == 0 ? low : Swift.min(high, low + 1 << Int64(shift))
    }
    for i in 0..<spans.count { spans[i] = 0 }
    aim()
  }
}
