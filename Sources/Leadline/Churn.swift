import CLeadline

/// What is asked of customers won and lost.
///
/// ```swift
/// let answer = try engine.churn(Churn(lostAfter: .seconds(180 * 86_400)))
/// for row in answer { print(row.period!, row.new, row.lost, row.churnRate) }
/// ```
///
/// A customer is won by the first purchase, lost so long after the last one if no further one came by then, and returns by the next.
public struct Churn: Hashable, Sendable {
  /// What a purchase is; nil for a sale.
  public var purchase: Funnel.Step?

  /// How long without a purchase a customer is lost; more than nothing.
  public var lostAfter: Duration

  /// What tells rows apart beside the period: dimensions and attributes of the first purchase.
  public var keys: [String]

  /// A day, a week, a month, a quarter or a year.
  public var period: Period

  /// Only periods that begin here or later.
  public var from: Timestamp?

  /// Only periods that begin before this.
  public var to: Timestamp?

  /// Only facts up to this instant are seen; nil for the greatest time taken in.
  public var asOf: Timestamp?

  /// Asks.
  ///
  /// - Parameters:
  ///   - lostAfter: How long without a purchase a customer is lost.
  ///   - purchase: What a purchase is; nil for a sale.
  ///   - keys: The dimensions and attributes of the first purchase that tell rows apart.
  ///   - period: The length of the periods.
  public init(lostAfter: Duration, purchase: Funnel.Step? = nil, by keys: [String] = [], period: Period = .month) {
    self.lostAfter = lostAfter
    self.purchase = purchase
    self.keys = keys
    self.period = period
  }

  /// One period of one key.
  public struct Row: JourneyRow {
    public let row: Table.Row

    public init(_ row: Table.Row) {
      self.row = row
    }

    /// Customers before the period.
    public var customersAtStart: Int { count("customers_start") }

    /// Customers won in it.
    public var new: Int { count("new") }

    /// Customers won back in it.
    public var returned: Int { count("returned") }

    /// Customers lost in it.
    public var lost: Int { count("lost") }

    /// Customers behind the period.
    public var customersAtEnd: Int { count("customers_end") }

    /// Those lost of those at the start; in progress while the period is not over. Above 1 where the period is longer than the time
    /// that loses a customer, and more were lost than there were.
    public var churnRate: Ratio { ratio("churn_rate") }

    /// Those won for each one lost, without those won back, who count as lost each time; in progress while the period is not over.
    public var newToLoss: Ratio { ratio("new_to_loss") }
  }
}
