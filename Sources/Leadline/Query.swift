/// What is asked of an engine.
///
/// ```swift
/// let query = Query("clicks", "leads", "cpl", by: ["campaign"])
///   .where("channel", in: "search", "social")
///   .ordered(by: .descending("cpl"))
///   .limit(10)
///   .totals()
/// ```
///
/// Each of these calls gives a new question. ``where(_:in:)-(_,String...)`` adds a filter to those before it; the others
/// replace what was said before.
///
/// A column is one of
/// - `count(KIND)` and `amount(KIND)`, the sums of a kind and its parts, such as `count(lead)`;
/// - a base measure, such as `impressions`, `clicks`, `leads`, `revenue`, `media_spend`;
/// - an indicator, such as `ctr`, `cpc`, `cpl`, `cost_per_order`, `roas`;
/// - `distinct(KIND)`, how many persons have a fact of the kind, where ``Engine/Options/distinctKinds`` names it;
/// - an expression over these: `leads / clicks`, `growth(revenue)`, `count(mql where channel = email)`.
public struct Query: Hashable, Sendable {
  /// What is asked for.
  public var columns: [String]

  /// The dimensions and attributes that tell rows apart, any subset of one rollup's.
  public var keys: [String]

  /// The period that tells rows apart; nil for all time in one.
  public var period: Period?

  /// What all rows must hold.
  public var filters: [Filter] = []

  /// Only facts from here on, a boundary of the rollup's period.
  public var from: Timestamp?

  /// Only facts before this, a boundary of the rollup's period.
  public var to: Timestamp?

  /// Only facts up to this instant are seen; nil for the greatest time taken in.
  public var asOf: Timestamp?

  /// What rows are ordered by, the first first; rows equal in all of these, and all rows without, follow their keys.
  public var order: [Order] = []

  /// How many rows are wanted, the first ones; nil for all.
  public var rowLimit: Int?

  /// Whether totals over all rows, also those beyond the limit, are wanted.
  public var includesTotals = false

  /// Whether keys of which nothing is there but in an earlier period that a column compares with are rows, too.
  public var includesEarlierKeys = false

  /// Kinds that are counted, whether any came in or not: their measures are 0 where they would have no data.
  public var measuredKinds: [Kind] = []

  /// The name of the rollup that shall answer; nil for the smallest that can.
  public var rollup: String?

  /// Asks for columns.
  ///
  /// - Parameters:
  ///   - columns: What is asked for.
  ///   - keys: The dimensions and attributes that tell rows apart.
  ///   - period: The period that tells rows apart; nil for all time in one.
  public init(_ columns: String..., by keys: [String] = [], period: Period? = nil) {
    self.init(columns: columns, by: keys, period: period)
  }

  /// Asks for columns.
  ///
  /// - Parameters:
  ///   - columns: What is asked for.
  ///   - keys: The dimensions and attributes that tell rows apart.
  ///   - period: The period that tells rows apart; nil for all time in one.
  public init(columns: [String], by keys: [String] = [], period: Period? = nil) {
    self.columns = columns
    self.keys = keys
    self.period = period
  }
}

extension Query {
  /// Only rows whose dimension or attribute has one of some names.
  public struct Filter: Hashable, Sendable {
    /// The dimension or attribute.
    public var dimension: String

    /// The names; an empty one stands for not set, "(other)" for what is beyond a limit.
    public var names: [String]

    /// Describes a filter.
    public init(_ dimension: String, in names: [String]) {
      self.dimension = dimension
      self.names = names
    }
  }

  /// What rows are ordered by.
  public struct Order: Hashable, Sendable {
    /// A column or key that is asked for, or "period".
    public var column: String

    /// Whether the largest comes first; what is undefined comes last either way.
    public var isDescending: Bool

    /// The smallest first.
    public static func ascending(_ column: String) -> Order { Order(column: column, isDescending: false) }

    /// The largest first.
    public static func descending(_ column: String) -> Order { Order(column: column, isDescending: true) }

    /// An indicator's best values first, in its own direction; one that has none is refused.
    public static func best(_ indicator: String) -> Order { Order(column: "best " + indicator, isDescending: false) }

    /// An indicator's worst values first.
    public static func worst(_ indicator: String) -> Order { Order(column: "worst " + indicator, isDescending: false) }
  }
}

// MARK: Building

// Filters add up. Everything else is said once: the last word stands.

extension Query {
  /// Only rows whose dimension or attribute has one of these names; earlier filters stay, and all must hold.
  ///
  /// An empty name stands for not set, "(other)" for what is beyond a limit; a name nobody has matches nothing.
  public func `where`(_ dimension: String, in names: String...) -> Query {
    self.where(dimension, in: names)
  }

  /// Only rows whose dimension or attribute has one of these names; earlier filters stay, and all must hold.
  ///
  /// An empty name stands for not set, "(other)" for what is beyond a limit; a name nobody has matches nothing.
  public func `where`(_ dimension: String, in names: [String]) -> Query {
    with { $0.filters.append(Filter(dimension, in: names)) }
  }

  /// Only facts from an instant on, a boundary of the rollup's period, instead of an earlier bound.
  public func from(_ start: Timestamp) -> Query {
    with { $0.from = start }
  }

  /// Only facts before an instant, a boundary of the rollup's period, instead of an earlier bound.
  public func to(_ end: Timestamp) -> Query {
    with { $0.to = end }
  }

  /// Only facts of a stretch of time, such as the bounds of a period, instead of earlier bounds.
  ///
  /// - Parameter stretch: The time, its bounds boundaries of the rollup's period.
  public func within(_ stretch: Range<Timestamp>) -> Query {
    from(stretch.lowerBound).to(stretch.upperBound)
  }

  /// Only facts up to an instant, the last of a rollup's period, instead of an earlier one.
  public func asOf(_ instant: Timestamp) -> Query {
    with { $0.asOf = instant }
  }

  /// Orders the rows, instead of an earlier order.
  ///
  /// - Parameter order: What rows are ordered by, the first first.
  public func ordered(by order: Order...) -> Query {
    ordered(by: order)
  }

  /// Orders the rows, instead of an earlier order.
  ///
  /// - Parameter order: What rows are ordered by, the first first.
  public func ordered(by order: [Order]) -> Query {
    with { $0.order = order }
  }

  /// Only the first rows, instead of an earlier limit.
  ///
  /// - Parameter rows: How many, at least 1.
  public func limit(_ rows: Int) -> Query {
    with { $0.rowLimit = rows }
  }

  /// Totals as well, over all rows, also those beyond the limit.
  public func totals() -> Query {
    with { $0.includesTotals = true }
  }

  /// Also rows of keys that stopped: nothing of them is there but in an earlier period that a column such as
  /// `previous(clicks)` compares with.
  public func earlierKeys() -> Query {
    with { $0.includesEarlierKeys = true }
  }

  /// Of these kinds nothing taken in means none, not unknown, instead of kinds said before.
  ///
  /// - Parameter kinds: Kinds that the host counts, at most 1 024.
  public func measuring(_ kinds: Kind...) -> Query {
    with { $0.measuredKinds = kinds }
  }

  /// Answered from the rollup of that name, instead of an earlier one.
  public func using(rollup: String) -> Query {
    with { $0.rollup = rollup }
  }

  private func with(_ change: (inout Query) -> Void) -> Query {
    var query = self
    change(&query)
    return query
  }
}
