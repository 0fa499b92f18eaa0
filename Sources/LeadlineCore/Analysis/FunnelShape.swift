/// A funnel's rules, apart from which facts meet its steps.
struct FunnelShape: ~Copyable {
  enum Mode: UInt32 {
    /// Other facts may lie between the steps.
    case ordered = 0
    /// None may.
    case strict = 1
    /// The steps may come in any order.
    case anyOrder = 2
  }

  /// What breaks off runs that have met step `after` and not yet step `before`.
  struct Exclusion {
    var after: Int
    var before: Int
  }

  var steps: Int
  var mode: Mode
  /// Whether a run may begin at any step.
  var isOpen: Bool
  /// From the first fact of a run, its edge included; Int64.max: no limit.
  var window: Int64
  /// Matchers from `steps` on.
  var exclusions: Buffer<Exclusion>
  /// The first facts of runs lie in [from, to).
  var from: Int64
  var to: Int64
}

/// The furthest run of one journey.
struct FunnelRun {
  /// The step it began with, and the last that it met.
  var entry = 0
  var last = -1
  /// The time of its first fact, and which event that is.
  var start: Int64 = 0
  var first = 0
}

/// The facts of one journey that meet anything, in order: where `events` names rows of a segment and `matches` holds the
/// words of their bits.
@safe
struct FunnelEvents {
  let rows: UnsafePointer<UInt32>
  let matches: UnsafePointer<UInt64>
  let words: Int
  let count: Int
  let time: PackedColumn

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
}
