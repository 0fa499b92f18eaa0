import CLeadline

/// What is asked of leads that nothing has become of yet: no rejection, no lost deal, no sale.
///
/// ```swift
/// for row in try engine.openLeads(OpenLeads(by: ["channel"], isValued: true)) {
///   print(row.text("channel")!, row.open, row.value!)
/// }
/// ```
public struct OpenLeads: Hashable, Sendable {
  /// Which leads; nil for all.
  public var lead: Funnel.Step?

  /// What tells rows apart: dimensions and attributes of the lead.
  public var keys: [String]

  /// The period of the lead that tells rows apart; nil for all time in one.
  public var period: Period?

  /// Whether it is asked what the leads are worth.
  public var isValued: Bool

  /// From what age on an open lead is taken for one that comes to nothing, and within what time the conversion is; nil for none.
  public var givenUpAfter: Duration?

  /// Whether only a sale that still stands is what a lead became. One that was undone as a whole settles leads all the same.
  public var isStanding = false

  /// Whether rollups are asked also what campaigns of the same keys and period brought and cost, for the return on campaigns.
  public var hasReturn = false

  /// Only leads here or later.
  public var from: Timestamp?

  /// Only leads before this.
  public var to: Timestamp?

  /// Only facts up to this instant are seen; nil for the greatest time taken in.
  public var asOf: Timestamp?

  /// Asks.
  ///
  /// - Parameters:
  ///   - lead: Which leads; nil for all.
  ///   - keys: The dimensions and attributes of the lead that tell rows apart.
  ///   - period: The period of the lead that tells rows apart.
  ///   - isValued: Whether it is asked what the leads are worth.
  public init(_ lead: Funnel.Step? = nil, by keys: [String] = [], period: Period? = nil, isValued: Bool = false) {
    self.lead = lead
    self.keys = keys
    self.period = period
    self.isValued = isValued
  }

  /// With open leads of this age or more worth nothing, and the conversion that of leads of this age or more, within this time. For hosts
  /// that record sales but not the leads that are lost, whose conversion is in progress for ever without it.
  public func givenUp(after age: Duration) -> OpenLeads {
    var leads = self
    leads.givenUpAfter = age
    return leads
  }

  /// Without sales that refunds and cancellations up to the as-of instant have undone as a whole.
  public func standing() -> OpenLeads {
    var leads = self
    leads.isStanding = true
    return leads
  }

  /// The leads of one key and period.
  public struct Row: JourneyRow {
    public let row: Table.Row

    public init(_ row: Table.Row) {
      self.row = row
    }

    /// How many there are.
    public var leads: Int { count("leads") }

    /// How many of these are open.
    public var open: Int { count("open_leads") }

    /// What the open ones may be expected to bring, by how leads of the key converted so far and what those brought that were sold; nil
    /// where it was not asked for.
    public var value: Ratio? { row["open_lead_value"] }

    /// What that leaves, goods paid; nil where it was not asked for.
    public var margin: Ratio? { row["open_lead_margin"] }

    /// What the sales brought that the leads became, whatever names they have and whenever they came; nil where the return was not
    /// asked for.
    public var revenue: Ratio? { row["revenue"] }

    /// What campaigns of the key and period cost; nil where the return was not asked for.
    public var marketingCost: Ratio? { row["marketing_cost"] }

    /// Revenue and the value of open leads over that cost, the indicator `roac`; nil where it was not asked for.
    public var returnOnCampaigns: Ratio? { row["roac"] }

    /// The share of the key's decided leads that were sold, of all time; undefined while none is decided, in progress while none came to
    /// nothing and it is not said when they do, nil where it was not asked for.
    public var conversion: Ratio? { row["conversion"] }
  }
}
