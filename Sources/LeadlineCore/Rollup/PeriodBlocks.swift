/// Where an instant's period is kept: the block of the period, found by a small cache of where periods begin.
///
/// Time is cut into buckets shorter than any period, so that at most one boundary falls into a bucket. An entry says for one
/// bucket where its boundary is and which blocks lie on either side; a lookup is a shift, a load and two comparisons, and
/// needs no division. A bucket with two boundaries (an hour cut short by a change of clocks) is simply not cached.
struct PeriodCache: ~Copyable {
  struct Entry {
    var bucket: Int64
    var boundary: Int64
    var low: UInt32
    var high: UInt32
  }

  static var none: UInt32 { .max }
  fileprivate static var size: Int { 1024 }

  private var entries: Buffer<Entry>
  private let shift: Int64

  init(_ heap: Heap, period: Period) throws(OutOfMemory) {
    entries = Buffer(heap)
    shift =
      switch period {
      case .hour: 31
      case .day: 36
      case .week: 39
      case .month: 41
      case .quarter: 42
      case .year: 44
      case .all: 57
      }
    try entries.append(
      repeating: Entry(bucket: .min, boundary: .max, low: Self.none, high: Self.none), count: Self.size)
  }

  var bytes: Int { entries.bytes }

  /// The cache for a loop: it stays valid until something is remembered.
  @safe
  struct View {
    let entries: UnsafePointer<Entry>
    let shift: Int64

    /// The block that holds the instant, or `none` when the cache cannot say.
    @inline(__always)
    func find(_ time: Int64) -> UInt32 {
      let bucket = time &>> shift
      let entry = unsafe entries + (Int(truncatingIfNeeded: bucket) & (PeriodCache.size &- 1))
      if unsafe entry.pointee.bucket != bucket { return PeriodCache.none }
      return unsafe time < entry.pointee.boundary ? entry.pointee.low : entry.pointee.high
    }
  }

  var view: View { unsafe View(entries: UnsafePointer(entries.base.unsafelyUnwrapped), shift: shift) }

  @inline(__always)
  func find(_ time: Int64) -> UInt32 { view.find(time) }

  /// Remembers that [start, end), which holds `time`, is `block`.
  mutating func remember(_ time: Int64, start: Int64, end: Int64, block: UInt32) {
    let bucket = time &>> shift
    let first = bucket &<< shift
    let last = first &+ ((1 &<< shift) &- 1)
    let begins = start > first
    let ends = end <= last
    if begins && ends { return }
    let at = Int(truncatingIfNeeded: bucket) & (Self.size - 1)
    var entry = Entry(bucket: bucket, boundary: .max, low: block, high: Self.none)
    if begins {
      entry.boundary = start
      entry.low = Self.none
      entry.high = block
    } else if ends {
      entry.boundary = end
    }
    let old = entries[at]
    if old.bucket == bucket && old.boundary == entry.boundary {
      if entry.low == Self.none { entry.low = old.low }
      if entry.high == Self.none { entry.high = old.high }
    }
    entries[at] = entry
  }
}
