import CLeadline

/// What is asked of cohorts: how many who began together come back, and what they bring, period after period.
///
/// ```swift
/// let cohorts = Cohorts(first: .sale, by: ["channel"], acquisitionCost: "acquisition_cost")
/// let answer = try engine.cohorts(cohorts)
/// for row in answer { print(row.period!, row.age, row.retention, row.totalContribution) }
/// for cohort in answer.summary { print(cohort.period!, cohort.size, cohort.paybackAge) }
/// ```
///
/// A cohort is all buyers whose first fact of some kinds falls into one period; age *k* is the *k*-th period after it. Refunds and
/// cancellations count at the sale that they refer to, whenever they came, and so does the cost of goods.
///
/// Each of the calls gives a new question that replaces what was said before.
public struct Cohorts: Hashable, Sendable {
  /// What makes a buyer a member: the first fact ever of these kinds. Its name does not matter.
  public var first: Funnel.Step

  /// What a member must do in an age to be active; nil for a sale.
  public var activity: Funnel.Step?

  /// What tells cohorts apart beside the period: dimensions and attributes of the first fact.
  public var keys: [String]

  /// The length of cohorts and ages: a day, a week, a month, a quarter or a year.
  public var period: Period

  /// What winning a cohort cost: an expression of a query, in money, which rollups answer by the same keys and period. Mostly
  /// "acquisition_cost" or "marketing_cost"; nil for not known.
  public var acquisitionCost: String?

  /// The last age that is counted; nil for all that have begun at the as-of instant.
  public var lastAge: Int?

  /// Only buyers whose first fact is here or later.
  public var from: Timestamp?

  /// Only buyers whose first fact is before this.
  public var to: Timestamp?

  /// Only facts up to this instant are seen; nil for the greatest time taken in.
  public var asOf: Timestamp?

  /// The quantiles of the times between purchases, as fractions in whole thousandths, ascending; none for the median.
  public var quantiles: [Double] = []

  /// Whether only sales count as purchases, and as activity where none is named, that still stand. Money is the same either way.
  public var isStanding = false

  /// Asks for cohorts by the first fact of a kind.
  ///
  /// - Parameters:
  ///   - kind: The kind, parts of it included.
  ///   - activity: The kind of what a member must do to be active; nil for a sale.
  ///   - keys: The dimensions and attributes of the first fact that tell cohorts apart.
  ///   - period: The length of cohorts and ages.
  ///   - acquisitionCost: What winning a cohort cost, as an expression of a query.
  public init(first kind: Kind, activity: Kind? = nil, by keys: [String] = [], period: Period = .month, acquisitionCost: String? = nil) {
    self.init(
      first: Funnel.Step(kind), activity: activity.map { Funnel.Step($0) }, by: keys, period: period, acquisitionCost: acquisitionCost)
  }

  /// Asks for cohorts.
  ///
  /// - Parameters:
  ///   - first: What makes a buyer a member.
  ///   - activity: What a member must do to be active; nil for a sale.
  ///   - keys: The dimensions and attributes of the first fact that tell cohorts apart.
  ///   - period: The length of cohorts and ages.
  ///   - acquisitionCost: What winning a cohort cost, as an expression of a query.
  public init(
    first: Funnel.Step, activity: Funnel.Step? = nil, by keys: [String] = [], period: Period = .month, acquisitionCost: String? = nil
  ) {
    self.first = first
    self.activity = activity
    self.keys = keys
    self.period = period
    self.acquisitionCost = acquisitionCost
  }
}

// MARK: Building

extension Cohorts {
  /// Ages up to this one.
  public func ages(upTo last: Int) -> Cohorts {
    with { $0.lastAge = last }
  }

  /// Only buyers whose first fact lies in a stretch of time.
  public func begun(in stretch: Range<Timestamp>) -> Cohorts {
    with { ($0.from, $0.to) = (stretch.lowerBound, stretch.upperBound) }
  }

  /// Only facts up to an instant.
  public func asOf(_ instant: Timestamp) -> Cohorts {
    with { $0.asOf = instant }
  }

  /// Without purchases that refunds and cancellations up to the as-of instant have undone as a whole. What makes members, and an
  /// activity that is named, say so for themselves.
  public func standing() -> Cohorts {
    with { $0.isStanding = true }
  }

  /// These quantiles of the times between purchases, instead of the median.
  ///
  /// - Parameter fractions: From 0 to 1 in whole thousandths, ascending, at most 16.
  public func quantiles(_ fractions: Double...) -> Cohorts {
    with { $0.quantiles = fractions }
  }

  private func with(_ change: (inout Cohorts) -> Void) -> Cohorts {
    var cohorts = self
    change(&cohorts)
    return cohorts
  }
}
