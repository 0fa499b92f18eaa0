/// Lookups, by instant and by local time. Seconds are whole and counted from 1970-01-01 00:00, UTC or local.
extension Zone {
  /// A segment with its end, moved to the era that was asked for.
  struct Span {
    var start: Int
    var end: Int
    var offset: Int
    var peak: Int
  }

  /// Seconds east of UTC at an instant.
  func offset(at us: Int64) -> Int {
    guard count > 0 else { return 0 }
    let second = Zone.second(of: us)
    return unsafe segments.unsafelyUnwrapped[index(at: second - shift(second))].offset
  }

  /// The instant at which the zone's clocks show `civil`, or nil if no calendar has such a date and time in the years 1 to
  /// 9999. A time that the clocks skip is taken as if they had not been set forward yet, one that comes twice as the first.
  func instant(of civil: Civil) -> Int64? {
    guard civil.isValid else { return nil }
    return Int64(instant(ofLocal: civil.seconds)) * 1_000_000 + Int64(civil.microsecond)
  }

  /// The second of UTC at which clocks show the local second `local`, as `instant(of:)` chooses.
  func instant(ofLocal local: Int) -> Int {
    guard count > 0 else { return local }
    let shift = shift(local)
    let index = index(reaching: local - shift)
    let segment = unsafe segments.unsafelyUnwrapped[index]
    let second = local - shift - segment.offset
    // Clocks jumped over it at this segment's beginning.
    if second < segment.time { return local - (unsafe segments.unsafelyUnwrapped[index - 1].offset) }
    return second + shift
  }

  /// The first second of UTC at which clocks show `local` or more.
  func reaching(_ local: Int) -> Int {
    guard count > 0 else { return local }
    let shift = shift(local)
    let segment = unsafe segments.unsafelyUnwrapped[index(reaching: local - shift)]
    return Swift.max(segment.time, local - shift - segment.offset) + shift
  }

  /// The offset that all seconds of the local day from `midnight` on have where they are read by `instant(ofLocal:)`, or
  /// nil if there is more than one.
  func offset(ofLocalDay midnight: Int) -> Int? {
    guard count > 0 else { return 0 }
    let shift = shift(midnight)
    let index = index(reaching: midnight - shift)
    let segment = unsafe segments.unsafelyUnwrapped[index]
    let first = midnight - shift - segment.offset
    guard first >= segment.time else { return nil }
    if index + 1 < count, first + Civil.secondsPerDay > (unsafe segments.unsafelyUnwrapped[index + 1].time) { return nil }
    return segment.offset
  }

  /// The segment that holds a second of UTC.
  func span(at second: Int) -> Span {
    guard count > 0 else { return Span(start: Zone.beginning, end: Zone.end, offset: 0, peak: Zone.beginning) }
    let shift = shift(second)
    let index = index(at: second - shift)
    let segment = unsafe segments.unsafelyUnwrapped[index]
    return Span(
      start: segment.time + shift,
      end: index + 1 < count ? (unsafe segments.unsafelyUnwrapped[index + 1].time) + shift : Zone.end,
      offset: segment.offset,
      peak: segment.peak + shift)
  }

  /// Seconds, in whole eras, to go back from `second` to where the table is.
  @inline(__always)
  private func shift(_ second: Int) -> Int {
    guard second >= repeats else { return 0 }
    return ((second - repeats) / Zone.eraSeconds + 1) * Zone.eraSeconds
  }

  /// The last segment that begins at or before `second`.
  private func index(at second: Int) -> Int {
    let segments = unsafe segments.unsafelyUnwrapped
    var (low, size) = (0, count)
    // The answer is in low ..< low + size; no branch depends on what is read.
    while size > 1 {
      let half = size / 2
      low = unsafe segments[low + half].time <= second ? low + half : low
      size -= half
    }
    return low
  }

  /// The first segment in which clocks reach `local`: the last whose peak is not above it.
  private func index(reaching local: Int) -> Int {
    let segments = unsafe segments.unsafelyUnwrapped
    var (low, size) = (0, count)
    while size > 1 {
      let half = size / 2
      low = unsafe segments[low + half].peak <= local ? low + half : low
      size -= half
    }
    return low
  }

  @inline(__always)
  static func second(of us: Int64) -> Int { Civil.floorDivide(Int(us), 1_000_000) }
}
