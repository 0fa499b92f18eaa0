import CPlatform

/// Why there is no zone.
enum ZoneError: Error {
  /// No such name in the system's tz database, a name that could lead out of it, or no database.
  case unknown
  case outOfMemory
  /// The zone's file does not hold what RFC 9636 asks for.
  case damaged
}

/// A time zone: what offset from UTC local clocks had, have and by today's rules will have.
///
/// The zone is one table of segments of constant offset. Rules that go on for ever (the footer of the file) are written
/// out for 400 years, after which the calendar and therefore the rules repeat: a later instant is looked up by the one some
/// eras before it. So there is one kind of lookup, a binary search, for 1890 as for 9890.
@safe
struct Zone: ~Copyable {
  /// A segment: from `time` to the next one's, local clocks show UTC plus `offset`. All in seconds.
  struct Segment {
    var time: Int
    var offset: Int
    /// The least local time that no clock of the zone has shown before `time`: where clocks are set back, it is ahead of
    /// what they show now. Never falls from one segment to the next.
    var peak: Int
  }

  /// The name that it was opened by; a NUL follows the bytes. Lives as long as the zone.
  let name: Bytes
  private let text: Buffer<UInt8>?
  private let table: Buffer<Segment>?
  /// The segments by time, the first without a beginning; nil for one segment of UTC.
  let segments: UnsafePointer<Segment>?
  let count: Int
  /// The instant from which on lookups go back by whole eras.
  let repeats: Int
  /// Whether clocks were ever set forward by a whole day or more.
  let skipsDays: Bool

  /// Stand-ins for "always before" and "always after" that leave room to add offsets.
  static var beginning: Int { -1 << 60 }
  static var end: Int { 1 << 60 }
  static var eraSeconds: Int { Civil.daysPerEra * Civil.secondsPerDay }

  /// UTC, which needs neither files nor memory.
  static var utc: Zone { Zone(utc: "UTC") }

  /// The zone of an IANA name, from the system's tz database.
  init(_ heap: Heap, name: Bytes) throws(ZoneError) {
    if name == "UTC" {
      self.init(utc: "UTC")
    } else if name == "Etc/UTC" {
      self.init(utc: "Etc/UTC")
    } else if name == "GMT" {
      self.init(utc: "GMT")
    } else {
      let file = try ZoneFile(heap, zone: name)
      try self.init(heap, name: name, file: file.bytes)
    }
  }

  /// The zone that the bytes of a TZif file describe.
  init(_ heap: Heap, name: Bytes, file: Bytes) throws(ZoneError) {
    let file = try TZif(file)
    var table = Buffer<Segment>(heap)
    let repeats = try file.segments(into: &table, heap)
    var text = Buffer<UInt8>(heap)
    do {
      try text.reserve(exactly: name.count + 1)
      try unsafe text.append(from: name.start, count: name.count)
      try text.append(0)
    } catch { throw .outOfMemory }
    unsafe segments = UnsafePointer(table.base)
    count = table.count
    self.repeats = repeats
    var skips = false
    for i in 1..<Swift.max(table.count, 1) where table[i].offset - table[i - 1].offset >= Civil.secondsPerDay { skips = true }
    skipsDays = skips
    self.name = unsafe Bytes(text.base.unsafelyUnwrapped, name.count)
    self.table = consume table
    self.text = consume text
  }

  private init(utc name: StaticString) {
    self.name = Bytes(name)
    text = nil
    table = nil
    unsafe segments = nil
    count = 0
    repeats = Zone.end
    skipsDays = false
  }

  /// A hash of the offsets over the years 1 to 9999, and of nothing else: two files that lead to the same local times have
  /// the same hash, however they write them down.
  func transitionsHash() -> UInt64 {
    let last = Civil.days(year: 10_000, month: 1, day: 1) * Civil.secondsPerDay
    var at = Civil.days(year: 1, month: 1, day: 1) * Civil.secondsPerDay
    var hash: UInt64 = 0
    while at < last {
      let span = span(at: at)
      hash = Hash.combine(hash, UInt64(bitPattern: Int64(at)))
      hash = Hash.combine(hash, UInt64(bitPattern: Int64(span.offset)))
      at = span.end
    }
    return hash
  }
}
