/// What is asked of how amounts of facts are spread: how long visits are, how large sales.
///
/// ```swift
/// let visits = Amounts(by: ["channel"]).quantiles(0.5, 0.9)
/// for row in try engine.amounts(visits) {
///   print(row.text("channel")!, row.mean, row.median!, row.quantile(0.9)!)
/// }
/// ```
///
/// Each of the calls gives a new question.
public struct Amounts: JourneyQuestion {
  /// Which facts; nil for visits.
  public var facts: Funnel.Step?

  /// What tells rows apart: dimensions and attributes of the fact.
  public var keys: [String]

  /// The period of the fact that tells rows apart; nil for all time in one.
  public var period: Period?

  /// Only facts here or later.
  public var from: Timestamp?

  /// Only facts before this.
  public var to: Timestamp?

  /// Only facts up to this instant are seen; nil for the greatest time taken in.
  public var asOf: Timestamp?

  /// The quantiles that are worked out, as fractions in whole thousandths, ascending.
  public var quantiles: [Double] = [0.5]

  /// Asks for amounts of facts that meet a step, or without one for the lengths of visits.
  public init(of facts: Funnel.Step? = nil, by keys: [String] = [], period: Period? = nil) {
    self.facts = facts
    self.keys = keys
    self.period = period
  }
}

extension Amounts {
  /// Only facts in a stretch of time, instead of earlier bounds.
  public func within(_ stretch: Range<Timestamp>) -> Amounts {
    bounded(by: stretch)
  }
}

extension Amounts {
  /// The facts of one key and period.
  public struct Row: JourneyRow {
    public let row: Table.Row

    public init(_ row: Table.Row) {
      self.row = row
    }

    /// How many there are, but for those below zero.
    public var facts: Int { count("facts") }

    /// How many have an amount below zero, which takes back others' and is in nothing else of the row.
    public var belowZero: Int { count("below_zero") }

    /// The sum of the amounts.
    public var total: Ratio { ratio("total") }

    /// Their mean; without data where there are none.
    public var mean: Ratio { ratio("mean") }

    /// Their median; nil where it was not asked for.
    public var median: Ratio? { quantile(0.5) }

    /// A quantile by nearest rank: exact up to 256 facts of a row, and within 1/128 beyond.
    ///
    /// - Returns: The amount, or nil where it was not asked for.
    public func quantile(_ fraction: Double) -> Ratio? { time("", fraction) }
  }
}
