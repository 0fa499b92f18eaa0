/// What is asked of the time between stages.
///
/// ```swift
/// let velocity = Velocity(.lead, .mql, .sale, by: ["channel"]).between(1, 3)
/// for row in try engine.velocity(velocity) {
///   print(row.text("channel")!, row.entered, row.completed, row.medianTime!.integer!)
/// }
/// ```
///
/// A person enters a pair of stages with the first fact that meets the one, and completes it with the first fact behind that
/// which meets the other. So each person counts once for a pair, and rows of keys and periods, which are those of the fact that
/// they entered with, add up.
///
/// Each of the calls gives a new question. ``between(_:_:)`` adds a pair to those before it; the others replace what was said
/// before.
public struct Velocity: JourneyQuestion {
  /// From one stage to another, counted from 1; both may be the same.
  public struct Pair: Hashable, Sendable {
    /// The number of the first stage.
    public var from: Int

    /// The number of the second.
    public var to: Int

    /// Describes a pair.
    public init(_ from: Int, _ to: Int) {
      self.from = from
      self.to = to
    }
  }

  /// The stages; none where a list is named.
  public var steps: [Funnel.Step]

  /// A list of stages instead of steps.
  public var stages: Stages?

  /// The pairs of stages; none for each and the next, then the first and the last.
  public var pairs: [Pair] = []

  /// What tells the rows of an answer apart: dimensions and attributes of the fact at the first stage of a pair.
  public var keys: [String]

  /// The period in which a pair is entered that tells rows apart; nil for all time in one.
  public var period: Period?

  /// How long after the first stage the second may come; nil for no limit.
  public var window: Duration?

  /// Only pairs entered here or later.
  public var from: Timestamp?

  /// Only pairs entered before this.
  public var to: Timestamp?

  /// Only facts up to this instant are seen; nil for the greatest time taken in.
  public var asOf: Timestamp?

  /// The quantiles that are worked out, as fractions in whole thousandths, ascending.
  public var quantiles: [Double] = [0.5]

  /// Asks for stages of one kind each.
  public init(_ kinds: Kind..., by keys: [String] = [], period: Period? = nil) {
    self.init(steps: kinds.map { Funnel.Step($0) }, by: keys, period: period)
  }

  /// Asks for stages.
  public init(steps: [Funnel.Step], by keys: [String] = [], period: Period? = nil) {
    self.steps = steps
    self.keys = keys
    self.period = period
  }

  /// Asks for a list of stages.
  public init(stages: Stages, by keys: [String] = [], period: Period? = nil) {
    self.init(steps: [], by: keys, period: period)
    self.stages = stages
  }
}

extension Velocity {
  /// One pair of stages more.
  public func between(_ from: Int, _ to: Int) -> Velocity {
    with { $0.pairs.append(Pair(from, to)) }
  }

  /// The second stage within so long of the first, instead of an earlier window.
  ///
  /// - Parameter length: More than nothing, in whole microseconds; what is finer is cut off.
  public func window(_ length: Duration) -> Velocity {
    with { $0.window = length }
  }

  /// Only pairs entered in a stretch of time, instead of earlier bounds.
  public func entered(_ stretch: Range<Timestamp>) -> Velocity {
    bounded(by: stretch)
  }
}

extension Velocity {
  /// One pair of stages of one group of people.
  public struct Row: JourneyRow {
    public let row: Table.Row

    public init(_ row: Table.Row) {
      self.row = row
    }

    /// The pair's number, from 1.
    public var pair: Int { count("pair") }

    /// What the first stage is called.
    public var from: String { row.text("from") ?? "" }

    /// What the second stage is called.
    public var to: String { row.text("to") ?? "" }

    /// How many came to the first stage.
    public var entered: Int { count("entered") }

    /// How many of these came to the second.
    public var completed: Int { count("completed") }

    /// How many of these have not yet, and still may.
    public var open: Int { count("open") }

    /// The mean time of those who came to the second stage, in seconds.
    public var meanTime: Ratio { row["mean"] ?? Ratio(0, over: 0) }

    /// The median of these times; nil where it was not asked for.
    public var medianTime: Ratio? { time(0.5) }

    /// A quantile of these times by nearest rank: exact up to 256 of a row, and within 1/128 beyond.
    ///
    /// - Returns: The time, or nil where it was not asked for.
    public func time(_ quantile: Double) -> Ratio? { time("", quantile) }

    /// The time by which such a share of all who entered came to the second stage, by the product-limit estimate: who has not
    /// come to it counts as at least so long as was seen.
    ///
    /// - Returns: The time, undefined where not so many have; nil where it was not asked for.
    public func censoredTime(_ quantile: Double) -> Ratio? { time("censored_", quantile) }
  }
}
