extension Catalogue {
  /// The indicators: ratios and differences of measures.
  ///
  /// Not here yet: the rest of the catalogue that needs distinct counts, outside inputs, or journeys.
  static let indicators: InlineArray<15, Row> =
    [
      // Conversion
      Row("ctr", "clicks / impressions", Unit.ratio),
      Row("cr_click_to_lead", "leads / clicks", Unit.ratio),
      Row("cr_lead_to_sale", "sales_first / leads", Unit.ratio),
      // Tactical cost
      Row("cpc", "media_spend / clicks", Unit.moneyPerCount),
      Row("cpm", "1000 * media_spend / impressions", Unit.moneyPerCount),
      Row("cpl", "media_spend / leads", Unit.moneyPerCount),
      Row("cpl_approved", "media_spend / leads_approved", Unit.moneyPerCount),
      Row("cost_per_order", "media_spend / sales", Unit.moneyPerCount),
      // Sales
      Row("average_check", "revenue / sales", Unit.moneyPerCount),
      Row("refund_rate", "refunds / revenue", Unit.ratio),
      Row("gross_profit", "revenue_net - goods_cost", Unit.money),
      Row("margin_rate", "gross_profit / revenue_net", Unit.ratio),
      // Return
      Row("roas", "revenue / media_spend", Unit.ratio),
      Row("romi", "(revenue_net - marketing_cost) / marketing_cost", Unit.ratio),
      Row("roi_gross_amount", "gross_profit - marketing_cost", Unit.money),
    ]

  /// Other names for indicators.
  static let aliases: InlineArray<3, Alias> =
    [
      Alias("cpa", "cost_per_order"),
      Alias("cpo", "cost_per_order"),
      Alias("aov", "average_check"),
    ]
}
