/// How values of 0 and more are spread: all of them while they are few, then how many fall into each of a fixed set of
/// buckets, so that the same values give the same sketch in any order and any grouping.
///
/// Buckets are exact below 128 and from there 64 to each power of two (as in Gil Tene's HdrHistogram), so a quantile that is
/// read from them is within 1/128 of the true one. Count, sum, least and greatest are exact always.
struct DurationSketch: ~Copyable {
  /// How many values are kept as they are.
  static var exactLimit: Int { 256 }

  private(set) var count: UInt64 = 0
  private(set) var sum: Int128 = 0
  private(set) var least = Int64.max
  private(set) var greatest: Int64 = 0
  /// All values while they are few, else none.
  private(set) var values: Buffer<Int64>
  /// How many fell into each bucket, where values are no longer kept.
  private(set) var buckets: Buffer<UInt64>

  init(_ heap: Heap) {
    values = Buffer(heap)
    buckets = Buffer(heap)
  }

  var isExact: Bool { buckets.isEmpty }
  var bytes: Int { values.bytes + buckets.bytes }

  static var bucketCount: Int { bucket(Int64.max) + 1 }

  @inline(__always)
  static func bucket(_ value: Int64) -> Int {
    if value < 128 { return Int(value) }
    let octave = 63 &- value.leadingZeroBitCount
    return (octave &- 6) &* 64 &+ Int(truncatingIfNeeded: value >> Int64(octave &- 6))
  }

  /// The middle of a bucket.
  static func middle(of bucket: Int) -> Int64 {
    if bucket < 128 { return Int64(bucket) }
    let octave = bucket / 64 + 5
    let width = Int64(1) << Int64(octave - 6)
    return Int64(bucket - (octave - 6) * 64) * width + width / 2
  }

  @inline(__always)
  mutating func add(_ value: Int64) throws(OutOfMemory) {
    if !buckets.isEmpty {
      buckets[Self.bucket(value)] &+= 1
    } else if values.count < Self.exactLimit {
      try values.append(value)
    } else {
      try coarsen()
      buckets[Self.bucket(value)] &+= 1
    }
    count &+= 1
    sum &+= Int128(value)
    if value < least { least = value }
    if value > greatest { greatest = value }
  }

  /// Adds a value so many times.
  mutating func add(_ value: Int64, times: UInt64) throws(OutOfMemory) {
    if times == 0 { return }
    if isExact && times <= UInt64(Self.exactLimit - values.count) {
      try values.append(repeating: value, count: Int(times))
    } else {
      if isExact { try coarsen() }
      buckets[Self.bucket(value)] &+= times
    }
    count &+= times
    sum &+= Int128(value) &* Int128(times)
    if value < least { least = value }
    if value > greatest { greatest = value }
  }

  @inline(never)
  private mutating func coarsen() throws(OutOfMemory) {
    try buckets.append(repeating: 0, count: Self.bucketCount)
    for i in 0..<values.count { buckets[Self.bucket(values[i])] += 1 }
    values.removeAll()
  }

  mutating func merge(_ other: borrowing DurationSketch) throws(OutOfMemory) {
    if other.count == 0 { return }
    if isExact && (!other.isExact || values.count + other.values.count > Self.exactLimit) { try coarsen() }
    if isExact {
      for i in 0..<other.values.count { try values.append(other.values[i]) }
    } else if other.isExact {
      for i in 0..<other.values.count { buckets[Self.bucket(other.values[i])] += 1 }
    } else {
      for i in 0..<buckets.count { buckets[i] += other.buckets[i] }
    }
    count += other.count
    sum += other.sum
    least = Swift.min(least, other.least)
    greatest = Swift.max(greatest, other.greatest)
  }

  /// The quantile by nearest rank: the smallest value with at least `permille` thousandths of all at or below it; nil without
  /// values. Sorts what is kept.
  mutating func quantile(permille: UInt32) -> Int64? {
    if count == 0 { return nil }
    let rank = Swift.max((UInt128(count) * UInt128(permille) + 999) / 1000, 1)
    if isExact {
      sort()
      return values[Int(rank) - 1]
    }
    var seen: UInt128 = 0
    for b in 0..<buckets.count {
      seen += UInt128(buckets[b])
      if seen >= rank { return Swift.max(least, Swift.min(Self.middle(of: b), greatest)) }
    }
    return greatest
  }

  /// Puts the values that are kept in order.
  mutating func sort() {
    for i in 1..<Swift.max(values.count, 1) {
      let value = values[i]
      var to = i
      while to > 0 && values[to - 1] > value {
        values[to] = values[to - 1]
        to -= 1
      }
      values[to] = value
    }
  }
}
