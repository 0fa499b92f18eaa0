extension Catalogue {
  /// The alerts that every engine knows until the host takes them away:
  ///
  ///     name | what must not be | description
  static var alerts: StaticString {
    """
    cpl_above_ceiling | cpl >= unit_margin | A lead costs as much as a sale leaves, or more
    roas_below_breakeven | roas < breakeven_roas | Revenue over media cost is below where something is earned
    check_below_cpl | average_check <= cpl | A sale brings no more than a lead costs: change source, text or click price
    mql_to_sql_low | cr_mql_to_sql <= 0.8 | Not more than 80 % of marketing-qualified leads become sales-qualified
    """
  }

  /// A published figure or a common target to hold an indicator against (section 6); no value is made of it.
  struct Benchmark {
    /// The name of an indicator where there is one.
    let subject: StaticString
    let text: StaticString
    let sort: StaticString
    let unit: StaticString
    /// For a line in a chart; nil for an open end.
    let low: (numerator: Int128, denominator: Int128)?
    let high: (numerator: Int128, denominator: Int128)?

    init(
      _ subject: StaticString, _ text: StaticString, _ sort: StaticString, in unit: StaticString,
      _ low: (numerator: Int128, denominator: Int128)?, _ high: (numerator: Int128, denominator: Int128)?
    ) {
      self.subject = subject
      self.text = text
      self.sort = sort
      self.unit = unit
      self.low = low
      self.high = high
    }
  }

  /// The benchmark of a number from 0, nil past the last.
  static func benchmark(_ index: Int) -> Benchmark? {
    switch index {
    case 0: Benchmark("cr_mql_to_sql", "> 80 %", "target", in: "ratio", (4, 5), nil)
    case 1: Benchmark("response_time", "5 minutes", "target", in: "seconds", nil, (300, 1))
    case 2: Benchmark("response_time_mean", "42 hours", "published average", in: "seconds", (151_200, 1), (151_200, 1))
    case 3: Benchmark("response_within(5 min)", "7 % of 433 firms", "published", in: "ratio", (7, 100), (7, 100))
    case 4: Benchmark("response_time_slow_group", "more than half near five working days", "published", in: "ratio", (1, 2), nil)
    case 5: Benchmark("response_lift(5 min)", "21", "published", in: "factor", (21, 1), (21, 1))
    case 6: Benchmark("email_return", "38 per 1", "published", in: "factor", (38, 1), (38, 1))
    case 7: Benchmark("repeat_and_referral_share", "30-90 %", "published", in: "ratio", (3, 10), (9, 10))
    case 8: Benchmark("touches_to_outcome", "13-17", "published", in: "count", (13, 1), (17, 1))
    case 9: Benchmark("people_per_account", "about 7", "published", in: "count", (7, 1), (7, 1))
    case 10:
      Benchmark(
        "velocity(first_touch_to_sale)", "one month (complex finance), half a year and more (business sales)", "published", in: "months", (1, 1),
        nil)
    case 11: Benchmark("new_to_loss", "1 is the warning line", "rule", in: "factor", (1, 1), nil)
    case 12: Benchmark("callback_invitation", "after 30 s of inactivity", "practice", in: "seconds", (30, 1), (30, 1))
    case 13:
      Benchmark(
        "content_cadence", "15 posts a month, 5 x the result of none", "published", in: "posts per month", (15, 1),
        (15, 1))
    case 14: Benchmark("search_volume_growth", "5 x clicks in 4 months at constant cpc", "example", in: "factor", (5, 1), (5, 1))
    default: nil
    }
  }

  static var benchmarkCount: Int { 15 }

  /// What was published on an indicator, with a NUL behind it; empty for nothing.
  static func benchmark(of id: Bytes) -> StaticString {
    for i in 0..<benchmarkCount {
      if let benchmark = benchmark(i), id == benchmark.subject { return benchmark.text }
    }
    return ""
  }
}
