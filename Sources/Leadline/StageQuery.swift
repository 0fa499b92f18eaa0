/// What is asked of the stages that people are in: how many are where, and how long they stay.
///
/// ```swift
/// let deals = StageQuery(stages: .pipeline).latest().leaving(Funnel.Step(.dealLost))
/// for row in try engine.population(deals) {
///   print(row.name, row.people)
/// }
/// ```
///
/// A person is in the furthest stage reached, or, for ``latest()``, in the stage of the latest fact; from a fact that leaves, in none
/// until the next that meets a stage. Keys are those of the fact that a stage was entered with.
public struct StageQuery: JourneyQuestion {
  /// The stages in their order; none where a list is named.
  public var steps: [Funnel.Step]

  /// A list of stages instead of steps.
  public var stages: Stages?

  /// What takes a person out of all stages.
  public var exit: Funnel.Step?

  /// Whether a person goes back with a fact of an earlier stage.
  public var isLatest = false

  /// What tells the rows of an answer apart: dimensions and attributes of the fact that a stage was entered with.
  public var keys: [String]

  /// Of populations, at the end of which periods they are asked for; of times, the period in which a stage was entered; nil for
  /// the as-of instant, and for all time in one.
  public var period: Period?

  /// Of populations, from which period on, which must be said where there is one; of times, only stays that begin here or later.
  public var from: Timestamp?

  /// Of populations, up to which period; of times, only stays that begin before this.
  public var to: Timestamp?

  /// Only facts up to this instant are seen; nil for the greatest time taken in.
  public var asOf: Timestamp?

  /// The quantiles of times that are worked out, as fractions in whole thousandths, ascending.
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

extension StageQuery {
  /// Of people who go back with a fact of an earlier stage.
  public func latest() -> StageQuery {
    with { $0.isLatest = true }
  }

  /// Without people from such a fact on, instead of an earlier one.
  public func leaving(_ step: Funnel.Step) -> StageQuery {
    with { $0.exit = step }
  }

  /// Only a stretch of time, instead of earlier bounds.
  public func within(_ stretch: Range<Timestamp>) -> StageQuery {
    bounded(by: stretch)
  }
}

extension StageQuery {
  /// How many of one group of people are in one stage.
  public struct Population: JourneyRow {
    public let row: Table.Row

    public init(_ row: Table.Row) {
      self.row = row
    }

    /// The stage's number, from 1.
    public var stage: Int { count("step") }

    /// What the stage is called.
    public var name: String { row.text("name") ?? "" }

    /// How many are in it.
    public var people: Int { count("buyers") }
  }

  /// How long one group of people stays in one stage.
  public struct Times: JourneyRow {
    public let row: Table.Row

    public init(_ row: Table.Row) {
      self.row = row
    }

    /// The stage's number, from 1.
    public var stage: Int { count("step") }

    /// What the stage is called.
    public var name: String { row.text("name") ?? "" }

    /// How many stays began.
    public var entered: Int { count("entered") }

    /// How many of these ended.
    public var left: Int { count("left") }

    /// How many of these did not.
    public var still: Int { count("still") }

    /// The mean length of those that ended, in seconds.
    public var meanTime: Ratio { row["mean"] ?? Ratio(0, over: 0) }

    /// The median of these lengths; nil where it was not asked for.
    public var medianTime: Ratio? { time(0.5) }

    /// A quantile of these lengths; nil where it was not asked for.
    public func time(_ quantile: Double) -> Ratio? { time("", quantile) }

    /// A quantile of all, by the product-limit estimate; nil where it was not asked for.
    public func censoredTime(_ quantile: Double) -> Ratio? { time("censored_", quantile) }
  }
}
