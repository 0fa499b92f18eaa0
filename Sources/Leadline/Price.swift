/// What a fact costs or earns, from one day to another.
///
/// Prices make cost or payout of facts: `spend_accrued` and `payout_accrued` in a ``Query``, or `accrued(spend where region =
/// north)` in a formula. A fact meets one price at most of those for the same thing: the one for its name on its day, else the
/// one for all that have none of their own. With ``Engine/Options/followsRefs`` and ``Engine/Options/duplicates`` a rejection,
/// a refund or a cancellation takes back what accrued for the fact it refers to, at the price of that fact.
public struct Price: Hashable, Sendable {
  /// How a price makes money of facts; amounts are integers in the engine's money scale.
  public enum Terms: Hashable, Sendable {
    /// A rate for a thousand impressions.
    case cpm(Int64)
    /// A rate for a click.
    case cpc(Int64)
    /// A rate for a lead that can be reached and has a status.
    case cpl(Int64, LeadStatus = .approved)
    /// A rate for an action of a kind.
    case cpa(Int64, Kind)
    /// A share of the amount of sales, in millionths.
    case revenueShare(millionths: Int)
    /// A rate for a sale when it is paid.
    case afterSale(Int64)
    /// A share of payments, in millionths.
    case afterSaleShare(millionths: Int)
    /// A fee for all days together.
    case fixed(Int64)
    /// A share of payouts, in millionths.
    case commission(millionths: Int)
  }

  /// Which leads a price per lead is for.
  public enum LeadStatus: Hashable, Sendable {
    /// Those approved.
    case approved
    /// Those not rejected.
    case notRejected
  }

  /// Who owes what accrues.
  public enum Side: Hashable, Sendable {
    /// The advertiser: `spend_accrued`.
    case spend
    /// What publishers and partners earn: `payout_accrued`.
    case payout
  }

  /// How it makes money of facts.
  public var terms: Terms

  /// Who owes it.
  public var side: Side

  /// The dimension or attribute whose name has this price; nil for whatever has no price of its own.
  public var dimension: String?

  /// The name that has it, "" for what is not set; "(other)", which is many names, has no price of its own.
  public var name: String

  /// The start of its first day in the engine's zone; nil for an open beginning.
  public var from: Timestamp?

  /// The start of the day after its last; nil for an open end.
  public var to: Timestamp?

  /// The price of a name of a dimension.
  public init(
    _ terms: Terms, side: Side = .spend, for name: String, in dimension: String, from: Timestamp? = nil, to: Timestamp? = nil
  ) {
    self.terms = terms
    self.side = side
    self.dimension = dimension
    self.name = name
    self.from = from
    self.to = to
  }

  /// The price of whatever has none of its own.
  public init(_ terms: Terms, side: Side = .spend, from: Timestamp? = nil, to: Timestamp? = nil) {
    self.terms = terms
    self.side = side
    dimension = nil
    name = ""
    self.from = from
    self.to = to
  }
}
