/// What is asked of the touches that come before outcomes: which share of them is whose, by any number of models.
///
/// ```swift
/// let attribution = Attribution(.lastClick, .linear, .position(), by: ["channel"])
///   .touches(.clicks.window(.seconds(90 * 86_400)), .views)
///   .outcomes(.init(.lead).firstOnly(), .init(.sale))
/// let answer = try engine.attribute(attribution)
/// for row in answer where row.outcome == "sale" {
///   print(row.text("channel")!, row.credit(of: .lastClick), row.value(of: .linear))
/// }
/// ```
///
/// The path of an outcome is made of the buyer's touches before it that lie in their windows. Then, in this order: ``collapsed()``,
/// ``distinct()``, ``droppingDirect()``, ``last(_:)``. A touch's key are its names of ``keys``.
///
/// Each of the calls gives a new question.
public struct Attribution: JourneyQuestion {
  /// How outcomes are split; none for the last click, the first touch and linear. At most 64, of different names.
  public var models: [Model]

  /// What gets credit, the first that a fact meets saying what it is; none for all kinds of clicks and views in the usual windows.
  public var touches: [Touch] = []

  /// What credit is given for; none for sales. At most 64.
  public var outcomes: [Outcome] = []

  /// The dimensions and attributes of a touch that tell rows apart.
  public var keys: [String]

  /// The period of the outcome that tells rows apart, with ``byTouch()`` that of the touch; nil for all time in one.
  public var period: Period?

  /// Which touches are direct, all of which must hold; none for those whose first name of ``keys`` is "direct" or not set.
  public var direct: [Query.Filter] = []

  /// Whether touches of the same key in a row are one, the first of them.
  public var isCollapsed = false

  /// Whether of the touches of a key only the first is kept.
  public var isDistinct = false

  /// Whether direct touches go where others are.
  public var dropsDirect = false

  /// How many touches are kept of a path, the last ones; nil for all.
  public var mostTouches: Int?

  /// Whether ``period`` is that of the touch.
  public var isByTouch = false

  /// Whether rows are told apart by the touch's place in its path, too.
  public var isByPosition = false

  /// Whether rows tell more than credit: ``Row/outcomes(_:)``, ``Row/value(_:)``, ``Row/assistToLast``.
  public var hasDetails = false

  /// Whether keys are looked at two by two: ``Answer/pairs``.
  public var hasPairs = false

  /// What keys cost, a column of a query that is money, "marketing_cost"; nil: not asked for.
  public var cost: String?

  /// Units of what was done, a column of a query that is no money; nil: not asked for.
  public var activity: String?

  /// From which impact on a tactic is to be continued, and from which on optimised; nil: ``Row/tacticClass(by:)`` has none.
  public var classes: Classes?

  /// Only outcomes from here on, and paths without one that end there.
  public var from: Timestamp?

  /// Only outcomes before this, and paths without one that end there.
  public var to: Timestamp?

  /// Only facts up to this instant are seen; nil for the greatest time taken in.
  public var asOf: Timestamp?

  /// The quantiles of touches and times that are worked out, as fractions in whole thousandths, ascending.
  public var quantiles: [Double] = [0.5]

  /// Asks for credit.
  ///
  /// - Parameters:
  ///   - models: How outcomes are split; none for the last click, the first touch and linear.
  ///   - keys: The dimensions and attributes of a touch that tell rows apart.
  ///   - period: The period of the outcome that tells rows apart.
  public init(_ models: Model..., by keys: [String] = [], period: Period? = nil) {
    self.init(models: models, by: keys, period: period)
  }

  /// Asks for credit.
  ///
  /// - Parameters:
  ///   - models: How outcomes are split; none for the last click, the first touch and linear.
  ///   - keys: The dimensions and attributes of a touch that tell rows apart.
  ///   - period: The period of the outcome that tells rows apart.
  public init(models: [Model], by keys: [String] = [], period: Period? = nil) {
    self.models = models
    self.keys = keys
    self.period = period
  }
}

// MARK: Building

extension Attribution {
  /// The bounds of classes of tactics, in outcomes for each unit of activity.
  public struct Classes: Hashable, Sendable {
    /// Below this a tactic is "retire".
    public var retireBelow: Double

    /// From this on it is "optimise", between the two "continue".
    public var optimiseFrom: Double

    /// Describes the bounds.
    public init(retireBelow: Double, optimiseFrom: Double) {
      self.retireBelow = retireBelow
      self.optimiseFrom = optimiseFrom
    }
  }

  /// These touches instead of earlier ones, the first that a fact meets saying what it is: exclusions and single channels come
  /// first, what holds for all others last.
  public func touches(_ touches: Touch...) -> Attribution { with { $0.touches = touches } }

  /// Credit for these outcomes instead of earlier ones.
  public func outcomes(_ outcomes: Outcome...) -> Attribution { with { $0.outcomes = outcomes } }

  /// Paths in which touches of the same key in a row are one: the first of them, a click if any of them was one.
  public func collapsed() -> Attribution { with { $0.isCollapsed = true } }

  /// Paths in which each key is there once, where it was first: as a click if any of its touches was one.
  public func distinct() -> Attribution { with { $0.isDistinct = true } }

  /// Paths without direct touches, unless all are.
  public func droppingDirect() -> Attribution { with { $0.dropsDirect = true } }

  /// Touches are direct whose dimension or attribute has one of these names; earlier filters stay, and all must hold.
  public func direct(_ dimension: String, in names: String...) -> Attribution {
    with { $0.direct.append(Query.Filter(dimension, in: names)) }
  }

  /// The last so many touches of each path alone.
  public func last(_ touches: Int) -> Attribution { with { $0.mostTouches = touches } }

  /// Rows by the period of the touch, not that of the outcome.
  public func byTouch() -> Attribution { with { $0.isByTouch = true } }

  /// Rows by the touch's place in its path, too: 1 for the first.
  public func byPosition() -> Attribution { with { $0.isByPosition = true } }

  /// Rows that tell more than credit: what a key was the first, the last, or any touch of.
  public func detailed() -> Attribution { with { $0.hasDetails = true } }

  /// With ``Answer/pairs``: keys that came in one path.
  public func paired() -> Attribution { with { $0.hasPairs = true } }

  /// With the cost of the same keys and period, and what follows from it.
  ///
  /// - Parameter expression: A measure, an indicator or a formula of the rollups that is an amount of money: "marketing_cost * 1.19",
  ///   but neither "clicks" nor "cpc".
  public func cost(_ expression: String) -> Attribution { with { $0.cost = expression } }

  /// With the activity of the same keys and period, and what each unit of it brought.
  ///
  /// - Parameters:
  ///   - expression: A measure, an indicator or a formula of the rollups that is no money, such as "impressions" or "count(post)".
  ///   - classes: The bounds of classes of tactics.
  public func activity(_ expression: String, classes: Classes? = nil) -> Attribution {
    with { ($0.activity, $0.classes) = (expression, classes) }
  }

  /// Only outcomes of a stretch of time, instead of earlier bounds; their touches may come earlier.
  public func within(_ stretch: Range<Timestamp>) -> Attribution { bounded(by: stretch) }
}
