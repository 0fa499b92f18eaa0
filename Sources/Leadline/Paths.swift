import CLeadline

/// What is asked of the ways that people take to an outcome, and of those that lead nowhere.
///
/// ```swift
/// let paths = Paths(.impression, .click, to: Funnel.Step(.sale), by: ["country"])
///   .called(.stepAndName(of: "channel"))
///   .collapsed()
///   .window(.seconds(90 * 86_400))
/// for row in try engine.paths(paths, limit: 10) {
///   print(row.text("country")!, row.path, row.outcomes, row.rate)
/// }
/// ```
///
/// A path is made of the facts that meet a step and come before a person's first fact of the outcome, at most the window before
/// it. Where no outcome came, it is made of those at most the window before the last of them: it is dropped once the window since
/// that one is over, and open until then.
///
/// Each of the calls gives a new question.
public struct Paths: JourneyQuestion {
  /// What paths are made of, the first that a fact meets being its step; none for every fact but those of the outcome.
  public var steps: [Funnel.Step]

  /// What paths lead to.
  public var outcome: Funnel.Step

  /// What tells the rows of an answer apart: dimensions and attributes of a path's first fact.
  public var keys: [String]

  /// The period in which a path ends that tells rows apart; nil for all time in one.
  public var period: Period?

  /// What steps are called.
  public var naming = Naming.step

  /// How long before its end a path may begin; nil for no limit.
  public var window: Duration?

  /// Whether the same step several times in a row is one.
  public var isCollapsed = false

  /// Whether a step that was there before is left out.
  public var isDistinct = false

  /// Whether every outcome ends a path, and the next begins.
  public var isEveryOutcome = false

  /// How many steps are kept of a path, the last ones; nil for all.
  public var mostSteps: Int?

  /// Only paths that end here or later.
  public var from: Timestamp?

  /// Only paths that end before this.
  public var to: Timestamp?

  /// Only facts up to this instant are seen; nil for the greatest time taken in.
  public var asOf: Timestamp?

  /// The quantiles of the number of touches before an outcome that are worked out, as fractions in whole thousandths, ascending.
  public var quantiles: [Double] = [0.5]

  /// Asks for paths of facts of some kinds.
  public init(_ kinds: Kind..., to outcome: Funnel.Step = Funnel.Step(.sale), by keys: [String] = [], period: Period? = nil) {
    self.init(steps: kinds.map { Funnel.Step($0) }, to: outcome, by: keys, period: period)
  }

  /// Asks for paths of facts that meet some steps.
  public init(steps: [Funnel.Step], to outcome: Funnel.Step = Funnel.Step(.sale), by keys: [String] = [], period: Period? = nil) {
    self.steps = steps
    self.outcome = outcome
    self.keys = keys
    self.period = period
  }
}

extension Paths {
  /// What the steps of paths are called.
  public struct Naming: Hashable, Sendable {
    let number: Int32
    let dimension: String?

    /// By the name of the step; without steps, by the kind.
    public static var step: Naming { Naming(number: LEADLINE_PATH_STEP, dimension: nil) }

    /// By the kind.
    public static var kind: Naming { Naming(number: LEADLINE_PATH_KIND, dimension: nil) }

    /// By the name of a dimension or attribute, such as "search".
    public static func name(of dimension: String) -> Naming { Naming(number: LEADLINE_PATH_DIMENSION, dimension: dimension) }

    /// By both, such as "click:search".
    public static func stepAndName(of dimension: String) -> Naming { Naming(number: LEADLINE_PATH_STEP_DIMENSION, dimension: dimension) }
  }

  /// What the rows of paths are ordered by, largest first.
  @frozen
  public struct Order: RawRepresentable, Hashable, Sendable {
    /// The number of the C header.
    public var rawValue: UInt32

    /// Makes an order of its number in the C header.
    @inlinable
    public init(rawValue: UInt32) {
      self.rawValue = rawValue
    }

    /// How often a path was taken.
    public static var paths: Order { Order(rawValue: UInt32(LEADLINE_PATHS_BY_PATHS)) }

    /// How often it led to an outcome.
    public static var outcomes: Order { Order(rawValue: UInt32(LEADLINE_PATHS_BY_OUTCOMES)) }

    /// How often it led nowhere.
    public static var drops: Order { Order(rawValue: UInt32(LEADLINE_PATHS_BY_DROPS)) }

    /// The value of the outcomes.
    public static var value: Order { Order(rawValue: UInt32(LEADLINE_PATHS_BY_VALUE)) }
  }

  /// Steps called so, instead of by their names.
  public func called(_ naming: Naming) -> Paths { with { $0.naming = naming } }

  /// Paths that begin at most so long before their end, instead of an earlier window; the edge counts.
  public func window(_ length: Duration) -> Paths { with { $0.window = length } }

  /// Paths in which the same step several times in a row is one.
  public func collapsed() -> Paths { with { $0.isCollapsed = true } }

  /// Paths in which each step is there once, where it was first.
  public func distinct() -> Paths { with { $0.isDistinct = true } }

  /// Paths to every outcome, not to a person's first alone.
  public func everyOutcome() -> Paths { with { $0.isEveryOutcome = true } }

  /// The last so many steps of each path alone.
  public func last(_ steps: Int) -> Paths { with { $0.mostSteps = steps } }

  /// Only paths that end in a stretch of time, with the outcome or else the last step; instead of earlier bounds.
  public func ended(_ stretch: Range<Timestamp>) -> Paths { bounded(by: stretch) }
}

extension Paths.Order: CustomStringConvertible {
  /// The order's name, such as "outcomes".
  public var description: String {
    switch self {
    case .paths: "paths"
    case .outcomes: "outcomes"
    case .drops: "drops"
    case .value: "value"
    default: "order \(rawValue)"
    }
  }
}
