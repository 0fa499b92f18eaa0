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
  /// Whether the run that counts is that of the first fact that may begin one, and not the furthest.
  var countsFirst: Bool
  /// From the first fact of a run, its edge included; Int64.max: no limit.
  var window: Int64
  /// Matchers from `steps` on, by the step that they lie behind.
  var exclusions: Buffer<Exclusion>
  /// The first facts of runs lie in [from, to).
  var from: Int64
  var to: Int64
}

/// The run of one journey that counts.
struct FunnelRun {
  /// The step it began with, and the last that it met.
  var entry = 0
  var last = -1
  /// The time of its first fact, and which event that is.
  var start: Int64 = 0
  var first = 0
}
