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
  /// The names of the one key, where it is none of the engine's dimensions.
  let own: UnsafeMutablePointer<Names>?
  var keys: Buffer<Key>

  init(_ heap: Heap, zone: UnsafeMutablePointer<Zone>, period: Period, own: UnsafeMutablePointer<Names>? = nil) {
    unsafe self.zone = zone
    unsafe self.own = own
    self.period = period
    keys = Buffer(heap)
  }

  var width: Int { keys.count + (period == .all ? 0 : 1) }

  /// Whether facts have the keys that they had by these, made of the same question when fewer names were known.
  func agree(with earlier: borrowing JourneyKeys) -> Bool {
    for k in 0..<earlier.keys.count {
      if keys[k].shown.count < earlier.keys[k].shown.count { return false }
      for code in 0..<earlier.keys[k].shown.count where keys[k].shown[code] != earlier.keys[k].shown[code] { return false }
    }
    return true
  }

  /// Writes the key of a row.
  func read(_ row: Int, _ time: Int64, _ codes: borrowing Buffer<PackedColumn>, _ periods: inout PeriodMemo, into key: inout Buffer<Int64>) {
    readNames(row, codes, into: &key)
    if period != .all { key[keys.count] = unsafe periods.start(of: period, at: time, zone.pointee) }
  }

  /// Writes the names of a row's key.
  func readNames(_ row: Int, _ codes: borrowing Buffer<PackedColumn>, into key: inout Buffer<Int64>) {
    for k in 0..<keys.count { key[k] = Int64(keys[k].value(row, codes)) }
  }
}

/// Remembers the bounds of periods that were asked for, because neighbours ask for the same.
struct PeriodMemo: ~Copyable {
  private struct Bounds {
    var start: Int64
    var end: Int64
    var number: Int
  }

  private var known: Buffer<Bounds>
  /// Stretches of time much shorter than a period have a place each.
  private let shift: Int64

  /// `period`: the one that will be asked for, if it is known.
  init(_ heap: Heap, _ period: Period = .day) throws(OutOfMemory) {
    known = Buffer(heap)
    switch period {
    case .week: shift = 36
    case .month: shift = 38
    case .quarter: shift = 39
    case .year: shift = 41
    default: shift = 32
    }
    try known.append(repeating: Bounds(start: .max, end: .min, number: 0), count: 1024)
  }

  mutating func start(of period: Period, at time: Int64, _ zone: borrowing Zone) -> Int64 { bounds(of: period, at: time, zone).start }

  /// That of `Zone.number`, for periods from a day on.
  mutating func number(of period: Period, at time: Int64, _ zone: borrowing Zone) -> Int { bounds(of: period, at: time, zone).number }

  @inline(__always)
  private mutating func bounds(of period: Period, at time: Int64, _ zone: borrowing Zone) -> Bounds {
    let place = Int(truncatingIfNeeded: time >> shift) & 1023
    let bounds = known[place]
    if time >= bounds.start && time < bounds.end { return bounds }
    return find(period, time, zone, place)
  }

  @inline(never)
  private mutating func find(_ period: Period, _ time: Int64, _ zone: borrowing Zone, _ place: Int) -> Bounds {
    let (start, end) = zone.bounds(of: period, at: time)
    let number = period == .all || period == .hour ? 0 : zone.number(of: period, start: start)
    known[place] = Bounds(start: start, end: end, number: number)
    return known[place]
  }
}
