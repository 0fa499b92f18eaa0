import Leadline
import Testing

/// What is counted elsewhere comes in as facts: each such input from a file to the indicator that it feeds.
@Suite struct OutsideInputTests {
  /// A file of day, kind, names, count, amount and person, and what an indicator of it is for March 2024.
  struct Case: CustomTestStringConvertible, Sendable {
    var indicator: String
    var expected: String
    var rows: String

    init(_ indicator: String, _ expected: String, _ rows: String) {
      (self.indicator, self.expected, self.rows) = (indicator, expected, rows)
    }

    var testDescription: String { indicator }
  }

  static let cases: [Case] = [
    // Surveys.
    Case("nps", "30", "2024-03-02,survey_promoter,,50\n2024-03-02,survey_passive,,30\n2024-03-05,survey_detractor,,20\n"),
    Case("nps", "-50", "2024-03-02,survey_detractor,,3\n2024-03-02,survey_passive,,1\n2024-03-02,survey_promoter,,1\n2024-03-03,survey_promoter,,-1\n2024-02-02,survey_promoter,,1\n2024-03-02,survey_passive,,2\n"),
    Case("nps", "undefined_no_data", "2024-03-02,click,,3\n"),
    Case("satisfaction_mean", "4.25", "2024-03-02,satisfaction_answer,,3,13.00\n2024-03-09,satisfaction_answer,,1,4.00\n"),
    // Demand and brand.
    Case("brand_query_growth", "0.5", "2024-02-10,brand_query,,200\n2024-03-31,brand_query,,300\n"),
    Case("brand_queries", "300", "2024-03-01,brand_query,,100\n2024-03-31,brand_query,,200\n2024-03-31,search_query,,900\n"),
    Case("search_queries", "900", "2024-03-31,search_query,,900\n"),
    Case("share_of_voice", "0.25", "2024-03-03,mention_own,,150\n2024-03-03,mention_market,,450\n"),
    // Search: eligible impressions, keyword positions, links.
    Case("search_impression_share", "0.25", "2024-03-03,impression,,300\n2024-03-03,eligible_impression,,1200\n"),
    Case("organic_traffic", "300", "2024-03-03,organic_estimate,lamp,300,13500.00\n"),
    Case("organic_traffic_value", "13500.00", "2024-03-03,organic_estimate,lamp,300,13500.00\n"),
    Case("keywords_in_top", "2",
      "2024-03-03,organic_estimate,lamp,300,,top\n2024-03-04,organic_estimate,sofa,10,,top\n"
        + "2024-03-05,organic_estimate,lamp,7,,top\n2024-03-05,organic_estimate,bed,7,,20\n"),
    Case("referring_domains", "11",
      "2024-02-01,referring_domain,,10\n2024-03-04,referring_domain,,3\n2024-03-20,referring_domain,,-2\n"),
    Case("inbound_link_growth", "0.1", "2024-02-03,inbound_link,,100\n2024-03-31,inbound_link,,10\n"),
    // Stocks: the base of customers, what content there is.
    Case("customers_start", "115",
      "2024-01-01,customer_opening,,100\n2024-02-02,customer_new,,20\n2024-02-09,customer_lost,,5\n2024-03-02,customer_new,,10\n"),
    Case("churn_rate", "0.1", "2024-01-01,customer_opening,,100\n2024-03-02,customer_lost,,10\n"),
    Case("content_items", "4", "2024-02-01,content_item,,5\n2024-03-31,content_item,,-1\n"),
    Case("content_uses_per_item", "2.5", "2024-02-01,content_item,,4\n2024-03-31,content_use,guide,10\n"),
    Case("content_items_used", "2", "2024-03-01,content_use,guide,3\n2024-03-02,content_use,film,1\n2024-03-31,content_use,guide,10\n"),
    Case("content_utilisation", "0.5",
      "2024-02-01,content_item,,4\n2024-03-01,content_use,guide,3\n2024-03-02,content_use,film,1\n"),
    // Actions that another source knows.
    Case("action_coverage", "0.8", "2024-03-02,registration,,50\n2024-03-02,subscription,,20\n2024-03-02,cta_action,,10\n2024-03-31,action_known,,100\n"),
    // Persons.
    Case("reach", "2", "2024-03-01,impression,,1,,,anna\n2024-03-02,impression,,1,,,bo\n2024-03-09,impression,,1,,,anna\n"),
    Case("frequency", "1.5",
      "2024-03-01,impression,,1,,,anna\n2024-03-02,impression,,1,,,bo\n2024-03-09,impression,,1,,,anna\n2024-03-09,impression,,500\n"),
    Case("cr_visitor_to_lead", "0.5", "2024-03-01,visit,,1,,,anna\n2024-03-02,visit,,1,,,bo\n2024-03-09,lead_form,,1,,,anna\n"),
    Case("social_engagement_rate", "3", "2024-03-01,social_view,,1,,,anna\n2024-03-02,social_like,,2,,,bo\n2024-03-02,social_share,,1,,,anna\n"),
    Case("audience_size", "1", "2024-03-01,audience_join,,1,,,anna\n2024-03-02,audience_join,,1,,,anna\n"),
    Case("purchases_per_customer", "2", "2024-03-01,sale,,1,10.00,,anna\n2024-03-02,sale_repeat,,1,10.00,,anna\n"),
  ]

  @Test(arguments: cases) func fromAFileToTheIndicator(of input: Case) throws {
    let engine = try Engine(
      Engine.Options(
        dimensions: ["content", "keyword", "position"], moneyScale: 2,
        distinctKinds: [.impression, .visit, .lead, .socialView, .socialInteraction, .audienceJoin, .sale]))
    let format = CSV(
      .time(from: "day"), .kind(from: "kind"), .dimension("content", from: "name"), .dimension("keyword", from: "name"),
      .count(from: "count"), .amount(from: "amount"), .dimension("position", from: "position"), .person(from: "person"),
      emptyIsAbsent: true)
    // Fields that a row leaves out at its end are empty.
    let rows = input.rows.split(separator: "\n").map { row in
      row + String(repeating: ",", count: 6 - row.count { $0 == "," })
    }
    try engine.read(format, text: "day,kind,name,count,amount,position,person\n" + rows.joined(separator: "\n") + "\n")
    let march = try engine.query(Query(input.indicator, "count(click)", period: .month)).first { $0.text("period") == "2024-03" }
    let value = try #require(march?[input.indicator])
    let digits = value.formatted(decimals: 2, mode: .halfEven)
    let number = digits.flatMap { Double($0) }
    let isEqual = value.description == input.expected || (number != nil && number == Double(input.expected))
    #expect(isEqual, "\(value)")
  }
}
