/// Finds the least instant before which there are so many facts, without putting them in order of time: facts are counted into
/// spans of the time in question, then those of the span that the instant must be in again, into narrower ones.
///
/// Show it the facts that may be earlier than others, `begin`, and while it `isOpen` show it all of them and `narrow` it.
@safe
struct TimeTally: ~Copyable {
  /// The instant is behind `low`, and no later than `high`.
  private(set) var low = Int64.max
  private(set) var high = Int64.min
  /// How many facts are before `low`.
  private(set) var before = 0
  /// How many facts were ever shown one by one.
  private(set) var shown = 0
  /// None of them is before this.
  private var earliest = Int64.max
  private var spans: Buffer<Int>
  /// Spans are this power of 2 microseconds.
  private var shift: UInt64 = 0

  /// A look at all facts for 15 bits of the instant, three for 400 days; the counts stay in the second cache.
  private static var spanBits: Int { 15 }

  init(_ heap: Heap) { spans = Buffer(heap) }

  /// Looks for an instant no later than `end`, which is taken where there are too few facts before it. Facts that are not shown one
  /// by one are none before `start`.
  mutating func begin(from start: Int64, before end: Int64) throws(OutOfMemory) {
    low = Swift.min(start, earliest)
    high = end
    before = 0
    spans.removeAll()
    if isOpen { try spans.append(repeating: 0, count: 1 << Self.spanBits) }
    aim()
  }

  /// Whether the instant is not known yet.
  var isOpen: Bool { low < high }

  private mutating func aim() {
    let bits = isOpen ? 64 - UInt64(high - 1 - low).leadingZeroBitCount : 0
    shift = UInt64(Swift.max(bits - Self.spanBits, 0))
  }

  @inline(__always)
  mutating func note(_ time: Int64, facts: Int = 1) {
    shown &+= facts
    earliest = Swift.min(earliest, time)
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

  /// Puts only the span in question before which there are fewer facts than wanted, and before whose end there are as many. Where
  /// there are not so many at all, the instant is `high`.
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
