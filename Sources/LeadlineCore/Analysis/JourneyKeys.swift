/// What journeys are grouped by: dimensions of one of their facts, and the period that it lies in.
@safe
struct JourneyKeys: ~Copyable {
  struct Key: ~Copyable {
    /// The engine's number of the dimension or attribute.
    var asked: Int
    /// Of the dimensions that facts have, the one, or the one that the attribute describes.
    var dimension: Int
    /// By code of that dimension: what is shown for it, a code of the dimension or attribute asked for.
    var shown: Buffer<UInt32>

    /// What is shown for a row.
    @inline(__always)
    func value(_ row: Int, _ codes: borrowing Buffer<PackedColumn>) -> UInt32 {
      let code = Int(codes[dimension][row])
      return code < shown.count ? shown[code] : Code.other
    }
  }

  let zone: UnsafeMutablePointer<Zone>
  let period: Period
  var keys: Buffer<Key>

  init(_ heap: Heap, zone: UnsafeMutablePointer<Zone>, period: Period) {
    unsafe self.zone = zone
    self.period = period
    keys = Buffer(heap)
  }

  var width: Int { keys.count + (period == .all ? 0 : 1) }

  /// Writes the key of a row.
  func read(_ row: Int, _ time: Int64, _ codes: borrowing Buffer<PackedColumn>, _ periods: inout PeriodMemo, into key: inout Buffer<Int64>) {
    for k in 0..<keys.count { key[k] = Int64(keys[k].value(row, codes)) }
    if period != .all { key[keys.count] = unsafe periods.start(of: period, at: time, zone.pointee) }
  }
}

/// Remembers the bounds of periods that were asked for, because neighbours ask for the same.
struct PeriodMemo: ~Copyable {
  private struct Bounds {
    var start: Int64
    var end: Int64
  }

  private var known: Buffer<Bounds>

  init(_ heap: Heap) throws(OutOfMemory) {
    known = Buffer(heap)
    try known.append(repeating: Bounds(start: .max, end: .min), count: 256)
  }

  mutating func start(of period: Period, at time: Int64, _ zone: borrowing Zone) -> Int64 {
    let place = Int(truncatingIfNeeded: time >> 32) & 255
    let bounds = known[place]
    if time >= bounds.start && time < bounds.end { return bounds.start }
    let found = zone.bounds(of: period, at: time)
    known[place] = Bounds(start: found.start, end: found.end)
    return found.start
  }
}
