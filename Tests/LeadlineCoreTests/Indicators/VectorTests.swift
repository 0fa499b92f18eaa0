@testable import LeadlineCore
import Testing

/// The test vectors of the indicator catalogue that sums alone can answer, named after its sections.
@Suite struct VectorTests {
  let heap = TestHeap()

  func campaign(_ clicks: Int128, _ spend: Int128, _ leads: Int128) -> Facts {
    var facts = Facts()
    facts.add("click", count: clicks)
    facts.add("media_spend", amount: spend)
    facts.add("lead", count: leads)
    return facts
  }

  func text(_ value: Value, _ decimals: Int, _ mode: RoundingMode) -> String {
    guard let digits = Ratio.text(value.numerator, value.denominator, decimals: decimals, mode) else { return "" }
    return String(decoding: (0..<digits.count).map { digits[$0] }, as: UTF8.self)
  }

  @Test("5.1 Three campaigns") func threeCampaigns() throws {
    let sunglasses = campaign(100, 15000, 9)
    let lenses = campaign(300, 13500, 16)
    let diamonds = campaign(50, 30000, 11)
    let total = campaign(450, 58500, 36)
    let all = [sunglasses, lenses, diamonds, total]
    let cpc = try all.map { try $0.value(of: "cpc", heap: heap) }
    let cpl = try all.map { try $0.value(of: "cpl", heap: heap) }
    let rate = try all.map { try $0.value(of: "cr_click_to_lead", heap: heap) }
    #expect(cpc.map(\.description) == ["150", "45", "600", "130"])
    #expect(cpl.map(\.description) == ["5000/3", "3375/4", "30000/11", "1625"])
    #expect(rate.map(\.description) == ["9/100", "4/75", "11/50", "2/25"])

    #expect(text(cpl[0], 0, .towardZero) == "1666")
    #expect(text(cpl[1], 0, .halfAway) == "844")
    #expect(text(cpl[2], 0, .towardZero) == "2727")
    #expect(text(cpl[2], 0, .halfAway) == "2727")
    for mode in allModes {
      let printed = cpl.prefix(3).map { text($0, 0, mode) }
      #expect(printed != ["1666", "844", "2727"], "no single mode gives all three")
    }
    let percent = try rate.map {
      try #require(Ratio.make(numerator: $0.numerator, denominator: $0.denominator, timesTenTo: 2))
    }
    #expect(
      percent.map { text(.ratio($0.numerator, $0.denominator), 1, .halfAway) } == ["9.0", "5.3", "22.0", "8.0"])

    // Ranking, by the exact values.
    func least(_ values: [Value]) -> Int { (0..<3).min { Value.compare(values[$0], values[$1]) < 0 }! }
    func greatest(_ values: [Value]) -> Int { (0..<3).max { Value.compare(values[$0], values[$1]) < 0 }! }
    #expect(least(rate) == 1 && greatest(cpl) == 2 && least(cpl) == 1 && greatest(rate) == 2)
  }

  @Test("5.3 Pricing models: cost per click") func costPerClick() throws {
    #expect(try campaign(100, 15000, 0).value(of: "cpc", heap: heap) == .whole(150))
    var facts = Facts()
    facts.add("click", count: 100, amount: 15000)
    #expect(try facts.value(of: "media_spend", heap: heap) == .whole(15000))
    #expect(try facts.value(of: "cpc", heap: heap) == .whole(150))
  }

  @Test("5.4 Undefined") func undefined() throws {
    let zero = Value.undefined(ValueState.zeroDenominator)
    #expect(try campaign(0, 500, 0).value(of: "cpc", heap: heap) == zero)
    #expect(try campaign(0, 0, 0).value(of: "cpc", heap: heap) == zero)
    var nothing = Facts()
    nothing.add("impression", count: 0)
    nothing.add("click", count: 0)
    #expect(try nothing.value(of: "ctr", heap: heap) == zero)
    #expect(try campaign(100, 0, 0).value(of: "cr_click_to_lead", heap: heap) == .whole(0))
    var customers = Facts()
    customers.add("customer_new", count: 5)
    customers.add("customer_lost", count: 0)
    #expect(try customers.value(of: "new_to_loss", heap: heap) == zero)
    #expect(try Facts().value(of: "nps", heap: heap) == .undefined(ValueState.noData))
  }

  @Test("5.2 Lead price") func leadPrice() throws {
    var facts = Facts()
    facts.add("sale", count: 10, amount: 80000)
    facts.add("goods_cost", count: 10, amount: 30000)
    facts.add("lead", count: 100)
    facts.add("media_spend", amount: 10000)
    func value(_ id: String) throws -> Value { try facts.value(of: id, heap: heap) }
    #expect(try value("unit_margin") == .whole(5000))
    #expect(try value("acquisition_allowance") == .whole(2500))
    #expect(try value("cr_lead_to_sale") == .ratio(1, 10))
    #expect(try value("lead_price_forecast") == .whole(250))
    #expect(try value("lead_price_breakeven") == .whole(500))
    #expect(try value("unit_margin * 2 * allowed_share * cr_lead_to_sale") == .whole(500))
    #expect(try value("margin_rate") == .ratio(5, 8))
    #expect(try value("breakeven_roas") == .ratio(8, 5))
    #expect(try value("cpl") == .whole(100))
  }

  @Test("5.5 Simple ratios") func simpleRatios() throws {
    var facts = Facts()
    for (kind, count) in [
      ("impression", 300), ("eligible_impression", 1200), ("customer_new", 120), ("customer_lost", 100), ("survey_promoter", 50),
      ("survey_passive", 30), ("survey_detractor", 20), ("email_sent", 1000), ("email_delivered", 950), ("email_open", 380),
      ("email_click", 95), ("email_unsubscribe", 19), ("mention_own", 150), ("mention_market", 450), ("mql", 50), ("sql", 41),
      ("organic_estimate", 300),
    ] as [(String, Int128)] {
      facts.add(kind, count: count)
    }
    facts.add("discount_new", amount: 30000)
    facts.add("list_value_new", amount: 200_000)
    facts.add("organic_estimate", count: 0, amount: 13500)
    func value(_ id: String) throws -> String { try facts.value(of: id, heap: heap).description }
    #expect(try value("search_impression_share") == "1/4")
    #expect(try value("new_to_loss") == "6/5")
    #expect(try value("nps") == "30")
    #expect(try value("discount_rate_new") == "3/20")
    #expect(try value("email_delivery_rate") == "19/20")
    #expect(try value("email_open_rate") == "2/5")
    #expect(try value("email_ctr") == "1/10")
    #expect(try value("email_unsubscribe_rate") == "1/50")
    #expect(try value("share_of_voice") == "1/4")
    #expect(try value("organic_traffic_value") == "13500")
    #expect(try value("organic_traffic") == "300")
    #expect(try value("cr_mql_to_sql") == "41/50")
    facts = Facts()
    facts.add("media_spend", amount: 75000)
    facts.add("sales_cost", amount: 15000)
    facts.add("customer_new", count: 60)
    #expect(try value("cac") == "1500")
  }

  @Test("5.6 Return, as far as sums go") func returns() throws {
    var facts = Facts()
    facts.add("sale", count: 10, amount: 40000)
    facts.add("media_spend", amount: 10000)
    facts.add("creative_cost", amount: 2000)
    facts.add("goods_cost", amount: 22000)
    #expect(try facts.value(of: "roas", heap: heap) == .whole(4))
    #expect(try facts.value(of: "gross_profit", heap: heap) == .whole(18000))
    #expect(try facts.value(of: "roi_gross_amount", heap: heap) == .whole(6000))
    #expect(try facts.value(of: "marketing_cost", heap: heap) == .whole(12000))
    facts.add("overhead", amount: 10000)
    facts.add("extra_cost", amount: 5000)
    facts.add("sales_cost", amount: 0)
    facts.add("service_cost", amount: 0)
    #expect(try facts.value(of: "roi_gross_ratio", heap: heap) == .ratio(1, 2))
    #expect(try facts.value(of: "roi_revenue_amount", heap: heap) == .whole(13000))
    #expect(try facts.value(of: "roi_revenue_ratio", heap: heap) == .ratio(13, 27))
    #expect(try facts.value(of: "profit_full", heap: heap) == .whole(-9000))
    var customers = Facts()
    customers.add("sale", count: 40, amount: 120_000)
    customers.add("media_spend", amount: 15000)
    customers.add("service_cost", amount: 25000)
    customers.add("customer_new", count: 40)
    #expect(try customers.value(of: "clv_total", heap: heap) == .whole(80000))
    #expect(try customers.value(of: "clv_mean", heap: heap) == .whole(2000))
  }

  @Test("5.13 Identity and order: a refund leaves the gross figure") func refund() throws {
    var facts = Facts()
    facts.add("sale", amount: 100)
    facts.add("refund", amount: 100)
    #expect(try facts.value(of: "revenue", heap: heap) == .whole(100))
    #expect(try facts.value(of: "revenue_net", heap: heap) == .whole(0))
    #expect(try facts.value(of: "refund_rate", heap: heap) == .whole(1))
  }
}
