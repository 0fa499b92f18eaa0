import CLeadline

extension Cohorts {
  /// What was found of cohorts: for each key and period a row for each age, in the order of the keys, the periods and the ages.
  ///
  /// An answer never changes and may be read by any number of threads.
  public struct Answer: Sendable {
    /// The same as a table, with the columns of `leadline_cohorts`.
    public let table: Table

    /// A row for each cohort.
    public let summary: Summary
  }

  /// One age of a cohort. Sums of money are undefined where journeys do not keep what they are made of.
  public struct Row: JourneyRow {
    public let row: Table.Row

    public init(_ row: Table.Row) {
      self.row = row
    }

    /// How many periods after the cohort's own.
    public var age: Int { count("age") }

    /// Where the age begins.
    public var ageStart: Timestamp { Timestamp(microseconds: row["age_start"]?.integer.map { Int64(clamping: $0) } ?? 0) }

    /// Whether the age is not over at the as-of instant.
    public var isAgeInProgress: Bool { retention.state == .inProgress }

    /// How many buyers there are in the cohort.
    public var size: Int { count("size") }

    /// How many of these were active in the age.
    public var active: Int { count("active") }

    /// The share of those active; in progress while the age is not over.
    public var retention: Ratio { ratio("retention") }

    /// How often they were active.
    public var facts: Int { count("facts") }

    /// What sales brought, gross.
    public var revenue: Ratio { ratio("revenue") }

    /// The same less what was given back of these sales, whenever that was.
    public var netRevenue: Ratio { ratio("revenue_net") }

    /// What the goods of these sales cost.
    public var goodsCost: Ratio { ratio("goods_cost") }

    /// What serving the members cost.
    public var serviceCost: Ratio { ratio("service_cost") }

    /// Net revenue less both costs.
    public var contribution: Ratio { ratio("contribution") }

    /// The revenue from age 0 on.
    public var totalRevenue: Ratio { ratio("total_revenue") }

    /// The net revenue from age 0 on.
    public var totalNetRevenue: Ratio { ratio("total_revenue_net") }

    /// The contribution from age 0 on.
    public var totalContribution: Ratio { ratio("total_contribution") }

    /// The contribution from age 0 on over what winning the cohort cost; in progress while the age is not over.
    public var returnOnCost: Ratio { ratio("return") }
  }

  /// A row for each cohort, of all ages that were counted.
  public struct Summary: Sendable {
    /// The same as a table.
    public let table: Table
  }

  /// One cohort, of all ages that were counted. What is made of unknown figures is undefined.
  public struct Cohort: JourneyRow {
    public let row: Table.Row

    public init(_ row: Table.Row) {
      self.row = row
    }

    /// How many buyers there are in it.
    public var size: Int { count("size") }

    /// How many ages were counted.
    public var ages: Int { count("ages") }

    /// How many members bought.
    public var customers: Ratio { ratio("customers") }

    /// How many members bought more than once.
    public var repeatCustomers: Ratio { ratio("repeat_customers") }

    /// The share of those among the customers.
    public var repeatShare: Ratio { ratio("repeat_share") }

    /// How many sales there were.
    public var sales: Ratio { ratio("sales") }

    /// Sales of a customer.
    public var purchasesPerCustomer: Ratio { ratio("purchases_per_customer") }

    /// The share of sales to buyers who were recommended.
    public var referralShare: Ratio { ratio("referral_share") }

    /// What sales brought, gross.
    public var revenue: Ratio { ratio("revenue") }

    /// The same less what was given back.
    public var netRevenue: Ratio { ratio("revenue_net") }

    /// What goods cost.
    public var goodsCost: Ratio { ratio("goods_cost") }

    /// What serving the members cost.
    public var serviceCost: Ratio { ratio("service_cost") }

    /// Net revenue less both costs.
    public var contribution: Ratio { ratio("contribution") }

    /// Corrections in the members' journeys that took nothing off, because their sale is not there or nothing was left of it.
    public var excessCorrections: Ratio { ratio("excess_corrections") }

    /// What winning the cohort cost.
    public var acquisitionCost: Ratio { ratio("acquisition_cost") }

    /// The least age, over by now, at whose end the contribution had reached that; in progress as long as there is none.
    public var paybackAge: Ratio { ratio("payback_age") }

    /// The contribution so far over what winning the cohort cost.
    public var returnOnCost: Ratio { ratio("return") }

    /// Net revenue less what winning and serving the cohort cost.
    public var totalValue: Ratio { ratio("clv_total") }

    /// The same of a member.
    public var meanValue: Ratio { ratio("clv_mean") }

    /// The same of the cohort, goods paid.
    public var margin: Ratio { ratio("clv_margin") }

    /// What winning a member cost.
    public var costPerMember: Ratio { ratio("cac") }

    /// The mean time between a member's purchases in seconds.
    public var meanTimeBetween: Ratio { ratio("between_mean") }

    /// A quantile of the times between a member's purchases in seconds, by nearest rank.
    ///
    /// - Parameter quantile: One of those asked for.
    /// - Returns: The time, or nil where it was not asked for.
    public func timeBetween(_ quantile: Double) -> Ratio? { row["between_p\(Int((quantile * 1000).rounded()))"] }
  }
}

extension Cohorts.Answer: RandomAccessCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int { table.count }

  /// A row.
  public subscript(index: Int) -> Cohorts.Row {
    Cohorts.Row(table[index])
  }

  /// The instant that the answer is as of; nil when no fact was taken in.
  public var asOf: Timestamp? { table.asOf }
}

extension Cohorts.Summary: RandomAccessCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int { table.count }

  /// A cohort.
  public subscript(index: Int) -> Cohorts.Cohort {
    Cohorts.Cohort(table[index])
  }
}
