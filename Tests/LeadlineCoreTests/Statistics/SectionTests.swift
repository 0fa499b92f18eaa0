import CLeadline
@testable import LeadlineCore
import Testing

/// The catalogue's vectors, through the C functions.
@Suite("Statistics: vectors") struct StatisticsSectionTests {
  func wilson(_ s: Int128, _ n: Int128, _ level: UInt32 = 9500) -> leadline_interval {
    var interval = leadline_interval()
    #expect(leadline_wilson_interval(int(s), int(n), level, &interval) == LEADLINE_OK)
    return interval
  }

  func compare(_ a: Int128, _ m: Int128, _ b: Int128, _ n: Int128) -> leadline_comparison {
    var comparison = leadline_comparison()
    #expect(leadline_compare_proportions(int(a), int(m), int(b), int(n), &comparison) == LEADLINE_OK)
    return comparison
  }

  /// As printed, with six decimals.
  func isPrinted(_ value: Double, _ printed: Double) -> Bool { abs(value - printed) <= 0.000_000_5 }

  @Test func section5_1() {
    for (s, n, low, high) in [
      (9, 100, 0.048073, 0.162262), (16, 300, 0.033092, 0.084869), (11, 50, 0.127539, 0.352415),
    ] as [(Int128, Int128, Double, Double)] {
      let interval = wilson(s, n)
      #expect(interval.state == 0 && isPrinted(interval.low, low) && isPrinted(interval.high, high), "\(interval)")
    }
    let diamond = compare(11, 50, 9, 100)
    #expect(isPrinted(diamond.z, 2.207940) && isPrinted(diamond.p, 0.027248) && text(diamond.lift) == "22/9")
  }

  @Test func section5_11() {
    let audiences = compare(10, 1000, 4, 1000)
    #expect(isPrinted(audiences.z, 1.609210) && isPrinted(audiences.p, 0.107571) && text(audiences.lift) == "5/2")
    #expect(audiences.p > 0.05)
  }

  func prices(_ check: Int128, _ cost: Int128, _ share: (Int128, Int128), _ conversion: (Int128, Int128), _ repeats: Int128 = 0)
    -> leadline_lead_prices
  {
    var terms = leadline_lead_terms()
    terms.struct_size = MemoryLayout<leadline_lead_terms>.size
    (terms.average_check, terms.unit_cost) = (value(check), value(cost))
    (terms.allowed_share, terms.conversion) = (value(share.0, share.1), value(conversion.0, conversion.1))
    if repeats != 0 { terms.purchases_per_customer = value(repeats) }
    var prices = leadline_lead_prices()
    prices.struct_size = MemoryLayout<leadline_lead_prices>.size
    #expect(leadline_plan_lead_price(&terms, &prices) == LEADLINE_OK)
    return prices
  }

  @Test func section5_2() {
    let plan = prices(8000, 3000, (50, 100), (10, 100), 2)
    #expect(text(plan.unit_margin) == "5000")
    #expect(text(plan.acquisition_allowance) == "2500")
    #expect(text(plan.lead_price_forecast) == "250")
    #expect(text(plan.lead_price_breakeven) == "500")
    #expect(text(plan.lead_price_with_repeats) == "500")
    #expect(text(prices(8000, 3000, (1, 2), (1, 10)).lead_price_with_repeats) == "250")
    // Without leads there is no conversion, but there is a margin.
    let blind = prices(8000, 3000, (1, 2), (0, 0))
    #expect(text(blind.acquisition_allowance) == "2500" && text(blind.lead_price_forecast) == "!1")
    var (cpc, cpm) = (leadline_value(), leadline_value())
    var (price, leads, clicks) = (plan.lead_price_forecast, value(2, 25), value(1, 100))
    #expect(leadline_plan_bid(&price, &leads, &clicks, &cpc, &cpm) == LEADLINE_OK)
    #expect(text(cpc) == "20" && text(cpm) == "200")
  }

  @Test func section5_5() {
    var index = leadline_value()
    #expect(leadline_composite_index([value(1, 2), value(1), value(0)], [2, 1, 1], 3, &index) == LEADLINE_OK)
    #expect(text(index) == "1/2")
  }

  @Test func section5_7() {
    var growth = leadline_value()
    #expect(leadline_growth(int(1000), int(5000), &growth) == LEADLINE_OK)
    #expect(text(growth) == "4")
    #expect(leadline_growth(int(0), int(5000), &growth) == LEADLINE_OK)
    #expect(text(growth) == "!1")
    var (factor, state) = (0.0, UInt32(9))
    #expect(leadline_growth_factor(int(1000), int(5000), 4, &factor, &state) == LEADLINE_OK)
    #expect(state == 0 && isPrinted(factor, 1.495349))
    var indices = [leadline_value](repeating: leadline_value(), count: 4)
    #expect(leadline_seasonal_indices([80, 100, 120, 100].map(int), 4, 4, &indices) == LEADLINE_OK)
    #expect(indices.map(text) == ["4/5", "1", "6/5", "1"])
    var result = leadline_value()
    #expect(leadline_deseasonalise(int(132), &indices[2], &result) == LEADLINE_OK)
    #expect(text(result) == "110")
  }

  func effects(_ a: [Int128], _ m: [Int128], _ b: [Int128], _ n: [Int128]) -> leadline_rate_effects {
    var effects = leadline_rate_effects()
    effects.struct_size = MemoryLayout<leadline_rate_effects>.size
    #expect(leadline_split_rate_change(a.map(int), m.map(int), b.map(int), n.map(int), a.count, &effects) == LEADLINE_OK)
    return effects
  }

  @Test func section5_9() {
    var (ofCount, ofValue) = (leadline_value(), leadline_value())
    #expect(leadline_value_effects(int(100), int(90_000), int(150), int(105_000), &ofCount, &ofValue) == LEADLINE_OK)
    #expect(text(ofCount) == "45000" && text(ofValue) == "-30000")

    let same = effects([10, 2], [100, 100], [6, 3], [50, 150])
    #expect(text(same.change_points) == "-3/200" && text(same.mix_points) == "-1/50" && text(same.rate_points) == "1/200")
    #expect(text(same.change) == "-3" && text(same.volume) == "0" && text(same.mix) == "-4" && text(same.rate) == "1")
    #expect(same.doubles_state == 0 && same.mix_double == -4 && same.rate_double == 1)
    #expect(same.mix_points_double == -0.02 && same.rate_points_double == 0.005)

    let doubled = effects([10, 2], [100, 100], [12, 6], [100, 300])
    #expect(text(doubled.change) == "6" && text(doubled.volume) == "12" && text(doubled.mix) == "-8" && text(doubled.rate) == "2")

    // C is new and D is gone: neither has a rate of the other period, so neither moves the rate effect.
    let moved = effects([10, 0, 5], [100, 0, 50], [10, 7, 0], [100, 50, 0])
    #expect(text(moved.rate) == "0" && text(moved.volume) == "0" && text(moved.mix) == "2" && text(moved.change) == "2")
  }

  /// The verdict on spend for leads with terms of 5.14 or 5.2, where `sales` of `decided` leads became sales.
  func judge(_ spend: Int128, _ leads: Int128, _ check: Int128, _ cost: Int128, _ sales: Int128, _ decided: Int128)
    -> leadline_channel_verdict
  {
    var terms = leadline_lead_terms()
    terms.struct_size = MemoryLayout<leadline_lead_terms>.size
    (terms.average_check, terms.unit_cost, terms.allowed_share) = (value(check), value(cost), value(1, 2))
    var verdict = leadline_channel_verdict()
    verdict.struct_size = MemoryLayout<leadline_channel_verdict>.size
    #expect(leadline_judge_channel(int(spend), int(leads), int(sales), int(decided), &terms, 9500, &verdict) == LEADLINE_OK)
    return verdict
  }

  @Test func section5_14() {
    let channels: [(Int128, Int128, String, UInt32)] = [
      (13_500, 16, "3375/4", UInt32(LEADLINE_VERDICT_KEEP)), (15_000, 9, "5000/3", UInt32(LEADLINE_VERDICT_WATCH)),
      (30_000, 11, "30000/11", UInt32(LEADLINE_VERDICT_CUT)),
    ]
    for (spend, leads, cost, verdict) in channels {
      let judged = judge(spend, leads, 40_000, 15_000, 1000, 10_000)
      #expect(text(judged.cost_per_lead) == cost && text(judged.allowed) == "1250" && text(judged.breakeven) == "2500")
      #expect(judged.verdict == verdict && judged.at_point == verdict && judged.state == 0)
      #expect(judged.at_low == verdict && judged.at_high == verdict)
      // 5.2's figures: its own 10 sales of 100 leads are enough to cut all three.
      let cut = judge(spend, leads, 8000, 3000, 10, 100)
      #expect(text(cut.allowed) == "250" && text(cut.breakeven) == "500" && cut.verdict == UInt32(LEADLINE_VERDICT_CUT))
    }
    // 10 sales of 100 leads leave the conversion between 5.5 % and 17.4 %: Sunglasses may be anything, the others not.
    #expect(judge(13_500, 16, 40_000, 15_000, 10, 100).verdict == UInt32(LEADLINE_VERDICT_KEEP))
    #expect(judge(30_000, 11, 40_000, 15_000, 10, 100).verdict == UInt32(LEADLINE_VERDICT_CUT))
    let open = judge(15_000, 9, 40_000, 15_000, 10, 100)
    #expect(open.verdict == UInt32(LEADLINE_VERDICT_TOO_FEW_DATA) && open.at_point == UInt32(LEADLINE_VERDICT_WATCH))
    #expect(open.at_low == UInt32(LEADLINE_VERDICT_CUT) && open.at_high == UInt32(LEADLINE_VERDICT_KEEP))
    // No sale of three leads is no reason to cut; none of three hundred is.
    #expect(judge(13_500, 16, 40_000, 15_000, 0, 3).verdict == UInt32(LEADLINE_VERDICT_TOO_FEW_DATA))
    #expect(judge(13_500, 16, 40_000, 15_000, 0, 300).verdict == UInt32(LEADLINE_VERDICT_CUT))
    for (judged, state) in [
      (judge(1, 0, 2, 1, 1, 2), LEADLINE_UNDEFINED_ZERO_DENOMINATOR), (judge(1, 1, 2, 1, 1, 0), LEADLINE_UNDEFINED_ZERO_DENOMINATOR),
      (judge(1, 1, 2, 1, 3, 2), LEADLINE_NOT_A_PROPORTION),
    ] { #expect(judged.state == UInt32(state) && judged.verdict == UInt32(LEADLINE_VERDICT_NONE)) }
  }
}
