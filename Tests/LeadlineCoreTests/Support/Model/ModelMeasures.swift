/// Measures and indicators, written down from the catalogue a second time: sums of counts and amounts of kinds.
struct ModelMeasure {
  struct Term {
    var coefficient: Int128
    var kind: UInt16
    var isAmount: Bool
  }

  var numerator: [Term] = []
  var denominator: [Term]? = nil
  /// The measure has data if a kind of each of these was taken in.
  var needs: [[UInt16]] = []
  var unit: UInt32 = 4

  static func count(_ kind: UInt16) -> ModelMeasure {
    ModelMeasure(numerator: [Term(coefficient: 1, kind: kind, isAmount: false)], needs: [[kind]])
  }

  static func amount(_ kind: UInt16, unit: UInt32 = 1) -> ModelMeasure {
    ModelMeasure(numerator: [Term(coefficient: 1, kind: kind, isAmount: true)], needs: [[kind]], unit: unit)
  }

  /// A sum whose kinds stand for one another: one taken in is enough.
  static func together(_ sums: ModelMeasure...) -> ModelMeasure {
    ModelMeasure(
      numerator: sums.flatMap(\.numerator), needs: [sums.flatMap { $0.needs.flatMap { $0 } }], unit: sums[0].unit)
  }

  static func + (a: ModelMeasure, b: ModelMeasure) -> ModelMeasure {
    ModelMeasure(numerator: a.numerator + b.numerator, needs: a.needs + b.needs, unit: a.unit)
  }

  static func - (a: ModelMeasure, b: ModelMeasure) -> ModelMeasure { a + -1 * b }

  static func * (factor: Int128, a: ModelMeasure) -> ModelMeasure {
    var result = a
    for i in result.numerator.indices { result.numerator[i].coefficient *= factor }
    return result
  }

  static func / (a: ModelMeasure, b: ModelMeasure) -> ModelMeasure {
    ModelMeasure(numerator: a.numerator, denominator: b.numerator, needs: a.needs + b.needs, unit: a.unit == 1 && b.unit == 4 ? 6 : 5)
  }

  /// 0 when nothing of it was ever taken in.
  var orZero: ModelMeasure {
    var result = self
    result.needs = []
    return result
  }

  static let impressions = count(10)
  static let clicks = count(20)
  static let leads = count(50)
  static let approved = count(57)
  static let rejected = count(58)
  static let sales = count(70)
  static let revenue = amount(70)
  static let salesFirst = together(count(70), -1 * count(72))
  static let refunds = together(amount(77), amount(78)).orZero
  static let net = revenue - refunds
  static let spend = together(
    amount(90), amount(10), amount(15), amount(20), -1 * amount(91), -1 * amount(13), -1 * amount(21))
  static let marketing = spend + (amount(92) + amount(93)).orZero
  static let goods = amount(98)
  static let profit = net - goods

  static let named: [String: ModelMeasure] = [
    "impressions": impressions,
    "clicks": clicks,
    "visits": count(30),
    "visit_time": amount(30, unit: 2),
    "bounces": count(31),
    "page_views": count(33),
    "leads": leads,
    "leads_form": count(51).orZero,
    "leads_approved": approved,
    "leads_rejected": rejected,
    "leads_pending": leads - approved - rejected,
    "leads_valid": leads - rejected.orZero,
    "sales": sales,
    "sales_first": salesFirst,
    "sales_repeat": count(72),
    "revenue": revenue,
    "refunds": refunds,
    "revenue_net": net,
    "media_spend": spend,
    "marketing_cost": marketing,
    "goods_cost": goods,
    "gross_profit": profit,
    "ctr": clicks / impressions,
    "cpc": spend / clicks,
    "cpm": 1000 * spend / impressions,
    "cpl": spend / leads,
    "cpl_approved": spend / approved,
    "cost_per_order": spend / sales,
    "cpa": spend / sales,
    "cr_click_to_lead": leads / clicks,
    "cr_lead_to_sale": salesFirst / leads,
    "average_check": revenue / sales,
    "aov": revenue / sales,
    "refund_rate": refunds / revenue,
    "margin_rate": profit / net,
    "roas": revenue / spend,
    "romi": (net - marketing) / marketing,
    "roi_gross_amount": profit - marketing,
  ]

  static let aliases = ["cpa": "cost_per_order", "cpo": "cost_per_order", "aov": "average_check"]
}

/// A value of the model: a fraction of the sums as they stand, or a state.
struct ModelValue {
  var numerator: Int128 = 0
  var denominator: Int128 = 0
  var state = 0

  static func ratio(_ numerator: Int128, _ denominator: Int128) -> ModelValue {
    if denominator <= 0 { return ModelValue(state: 1) }
    return ModelValue(numerator: numerator, denominator: denominator)
  }

  func text(isRatio: Bool) -> String {
    state != 0 ? "state \(state)" : isRatio ? "\(numerator)/\(denominator)" : "\(numerator)"
  }

  /// Below zero when `a` is less than `b`; by integers of any size.
  static func compare(_ a: ModelValue, _ b: ModelValue) -> Int {
    let left = SlowInteger(a.numerator) * SlowInteger(b.denominator)
    let right = SlowInteger(b.numerator) * SlowInteger(a.denominator)
    return left < right ? -1 : left == right ? 0 : 1
  }
}
