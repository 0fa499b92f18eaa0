import Leadline
import Testing

/// The three campaigns of the catalogue's vector 5.1: price per click, clicks and leads.
private let campaigns: [(name: String, price: Int64, clicks: Int64, leads: Int64)] = [
  ("Sunglasses", 150, 100, 9), ("Lenses", 45, 300, 16), ("Diamond glasses", 600, 50, 11),
]

/// An engine that holds them, with money of some decimals.
private func threeCampaigns(scale: Int = 0) throws -> Engine {
  let engine = try Engine(Engine.Options(dimensions: ["campaign"], currency: "EUR", moneyScale: scale))
  let unit = (0..<scale).reduce(Int64(1)) { unit, _ in unit * 10 }
  var batch = Batch()
  for campaign in campaigns {
    let code = try engine.code(for: campaign.name, in: "campaign")
    for click in 0..<campaign.clicks {
      batch.append(Event(.click, at: someDay + .seconds(click), codes: [code], amount: campaign.price * unit))
    }
    batch.append(Event(.leadForm, at: someDay, codes: [code], count: campaign.leads - 1))
    batch.append(Event(.leadCall, at: someDay, codes: [code]))
  }
  try engine.record(batch)
  return engine
}

@Suite struct Vector5_1 {
  @Test func rankedInTheirDirection() throws {
    let engine = try threeCampaigns()
    func first(_ order: Query.Order) throws -> String? {
      try engine.query(Query("cpl", "cr_click_to_lead", "media_spend", by: ["campaign"]).ordered(by: order))[0].text("campaign")
    }
    #expect(try first(.best("cpl")) == "Lenses")
    #expect(try first(.worst("cpl")) == "Diamond glasses")
    #expect(try first(.best("cr_click_to_lead")) == "Diamond glasses")
    #expect(throws: LeadlineError.queryOrder) { try first(.best("media_spend")) }
    #expect(throws: LeadlineError.queryOrder) { try first(.best("campaign")) }
  }

  @Test(arguments: [0, 2, 9])
  func threeCampaignsByName(scale: Int) throws {
    let engine = try threeCampaigns(scale: scale)
    let query = Query("clicks", "media_spend", "leads", "cpc", "cpl", "cr_click_to_lead", by: ["campaign"]).totals()
    let table = try engine.query(query)
    #expect(table.texts("campaign") == ["Diamond glasses", "Lenses", "Sunglasses"])

    // Money has the scale's decimals; what they cannot say is a fraction.
    let zeros = scale == 0 ? "" : "." + String(repeating: "0", count: scale)
    func column(_ name: String) -> [String] { (table.map { $0 } + [table.totals!]).map { $0[name]!.description } }
    #expect(column("clicks") == ["50", "300", "100", "450"])
    #expect(column("media_spend") == ["30000", "13500", "15000", "58500"].map { $0 + zeros })
    #expect(column("leads") == ["11", "16", "9", "36"])
    #expect(column("cpc") == ["600", "45", "150", "130"].map { $0 + zeros })
    let lenses843 = scale == 0 ? "3375/4" : "843.75" + zeros.dropFirst(3)
    #expect(column("cpl") == ["30000/11", lenses843, "5000/3", "1625" + zeros])
    #expect(column("cr_click_to_lead") == ["11/50", "4/75", "9/100", "2/25"])

    let (diamonds, lenses, sunglasses) = (table[0], table[1], table[2])
    #expect(sunglasses["cpl"]?.rounded(mode: .towardZero) == 1666)
    #expect(lenses["cpl"]?.rounded(mode: .halfAway) == 844)
    #expect(diamonds["cpl"]?.rounded(mode: .towardZero) == 2727)
    #expect(diamonds["cpl"]?.rounded(mode: .halfAway) == 2727)
    #expect(lenses["cpl"]?.formatted(decimals: 2, mode: .halfAway) == "843.75")
    #expect(lenses["cpl"]?.double == 843.75)
    let rates = [sunglasses, lenses, diamonds, table.totals!].map {
      $0["cr_click_to_lead"]!.formatted(decimals: 1, mode: .halfAway, percent: true)
    }
    #expect(rates == ["9.0", "5.3", "22.0", "8.0"])
  }

  @Test func ranking() throws {
    let engine = try threeCampaigns()
    func order(_ order: Query.Order) throws -> [String?] {
      try engine.query(Query("cpl", "cr_click_to_lead", by: ["campaign"]).ordered(by: order)).texts("campaign")
    }
    let orders: [Query.Order] = [.ascending("cpl"), .descending("cr_click_to_lead")]
    #expect(Query("cpl").ordered(by: .descending("cpl")).ordered(by: orders).order == orders)
    #expect(try order(.ascending("cpl")) == ["Lenses", "Sunglasses", "Diamond glasses"])
    #expect(try order(.descending("cpl")) == ["Diamond glasses", "Sunglasses", "Lenses"])
    #expect(try order(.ascending("cr_click_to_lead")).first == "Lenses")
    #expect(try order(.descending("cr_click_to_lead")).first == "Diamond glasses")
  }
}

@Suite struct QueryTests {
  @Test func filtersOrdersAndLimits() throws {
    let engine = try threeCampaigns()
    let query = Query("clicks", by: ["campaign"])
    #expect(
      try engine.query(query.where("campaign", in: "Lenses", "nobody's")).texts("campaign") == ["Lenses"])
    #expect(try engine.query(query.where("campaign", in: "nobody's")).isEmpty)
    #expect(try engine.query(query.where("campaign", in: "Lenses").where("campaign", in: "Sunglasses")).isEmpty)
    let top = try engine.query(query.ordered(by: .descending("clicks")).limit(1).totals())
    #expect(top.texts("campaign") == ["Lenses"])
    #expect(top.totals?["clicks"]?.numerator == 450, "totals are over all rows")
    #expect(try engine.query(query.limit(100)).count == 3)
    #expect(try engine.query(query).totals == nil)
  }

  /// A campaign that stopped, and clicks that a source counts although there were none.
  @Test func showsWhatIsNotThere() throws {
    let engine = try Engine(Engine.Options(dimensions: ["campaign"]))
    try engine.record(Event(.impression, at: day(2024, 2, 5), codes: [engine.code(for: "old", in: "campaign")], count: 7))
    try engine.record(Event(.impression, at: day(2024, 3, 5), codes: [engine.code(for: "new", in: "campaign")], count: 9))
    let march = Query("impressions", "previous(impressions)", by: ["campaign"], period: .month)
      .within(day(2024, 3, 1)..<day(2024, 4, 1))
    #expect(try engine.query(march).texts("campaign") == ["new"])
    let both = try engine.query(march.earlierKeys())
    #expect(both.texts("campaign") == ["new", "old"])
    #expect(both.map { $0["impressions"]?.numerator } == [9, 0])
    #expect(both.map { $0["previous(impressions)"]?.numerator } == [0, 7])

    let rate = Query("clicks", "ctr")
    #expect(try engine.query(rate)[0]["ctr"]?.state == .noData)
    let measured = try engine.query(rate.measuring(.click))[0]
    #expect(measured["clicks"]?.numerator == 0 && measured["ctr"]?.state == .defined)
    #expect(rate.measuring(.click).measuredKinds == [.click] && !rate.includesEarlierKeys)
    #expect(throws: LeadlineError.unknownName) { try engine.query(rate.measuring(Kind(rawValue: 999))) }
  }

  @Test func groupsByPeriods() throws {
    let engine = try Engine(Engine.Options(dimensions: ["campaign"]))
    for (date, count) in [(day(2024, 2, 29), 1), (day(2024, 3, 1), 2), (day(2024, 3, 31), 4), (day(2025, 1, 1), 8)] {
      try engine.record(Event(.click, at: date, count: Int64(count)))
    }
    let months = try engine.query(Query("clicks", period: .month))
    #expect(months.map { $0["clicks"]?.numerator } == [1, 6, 8])
    #expect(months.map(\.periodStart) == [day(2024, 2, 1), day(2024, 3, 1), day(2025, 1, 1)])
    #expect(months.allSatisfy { $0.period?.isEmpty == false })
    #expect(try engine.query(Query("clicks"))[0].periodStart == nil)

    let march = Query("clicks").from(day(2024, 3, 1)).to(day(2024, 4, 1))
    #expect(try engine.query(march)[0]["clicks"]?.numerator == 6)
    #expect(march == Query("clicks").within(day(2024, 3, 1)..<day(2024, 4, 1)))
    #expect(try march == Query("clicks").within(engine.bounds(of: .month, around: day(2024, 3, 9))))
    #expect(march.from == day(2024, 3, 1) && march.to == day(2024, 4, 1) && march.asOf == nil)
    let thenKnown = Query("clicks").asOf(day(2024, 3, 2) - .microseconds(1))
    #expect(try engine.query(thenKnown)[0]["clicks"]?.numerator == 3)
    #expect(try engine.query(thenKnown).asOf == day(2024, 3, 2) - .microseconds(1))
    #expect(throws: LeadlineError.queryBoundary) {
      try engine.query(Query("clicks").from(day(2024, 3, 1, hour: 5)))
    }
  }

  @Test func refusesWhatCannotBeAnswered() throws {
    let engine = try Engine(
      Engine.Options(dimensions: ["campaign", "channel"], rollups: [Rollup(["campaign"], by: .month, name: "monthly")]))
    #expect(throws: LeadlineError.unknownName) { try engine.query(Query("happiness")) }
    #expect(throws: LeadlineError.expressionName) { try engine.query(Query("count(handshake)")) }
    #expect(throws: LeadlineError.unknownName) { try engine.query(Query("clicks", by: ["region"])) }
    #expect(throws: LeadlineError.unknownName) { try engine.query(Query("clicks").where("region", in: "a")) }
    #expect(throws: LeadlineError.unknownName) { try engine.query(Query("clicks").using(rollup: "daily")) }
    #expect(throws: LeadlineError.queryNoRollup) { try engine.query(Query("clicks", by: ["channel"])) }
    #expect(throws: LeadlineError.queryNoRollup) { try engine.query(Query("clicks", period: .day)) }
    #expect(throws: LeadlineError.queryOrder) {
      try engine.query(Query("clicks", by: ["campaign"]).ordered(by: .ascending("leads")))
    }
    #expect(throws: LeadlineError.duplicateName) { try engine.query(Query("clicks", by: ["campaign", "campaign"])) }
    #expect(throws: LeadlineError.argument) { try engine.query(Query("clicks").limit(0)) }
    #expect(throws: LeadlineError.argument) { try engine.query(Query("clicks").limit(-1)) }
    #expect(throws: LeadlineError.argument) { try engine.query(Query("cli\0cks")) }
    #expect(throws: LeadlineError.argument) { try engine.query(Query("clicks", period: Period(rawValue: 99))) }
    #expect(try engine.query(Query("clicks", period: .month).using(rollup: "monthly")).isEmpty)
    let error = failure { () throws(LeadlineError) in _ = try engine.query(Query("happiness")) }
    #expect(error?.message.contains("happiness") == true)
  }
}

@Suite struct TableTests {
  @Test func aDimensionMayBeCalledLikeAMeasure() throws {
    let engine = try Engine(Engine.Options(dimensions: ["clicks", "ctr"]))
    let codes = try [engine.code(for: "a", in: "clicks"), engine.code(for: "b", in: "ctr")]
    try engine.record(Event(.click, at: someDay, codes: codes, count: 3))
    let table = try engine.query(Query("clicks", by: ["clicks", "ctr"]).totals())
    #expect(table[0]["clicks"]?.integer == 3)
    #expect(table[0].key("clicks")?.text == "a")
    #expect(table[0].text("clicks") == "a")
    #expect(table[0].text("ctr") == "b")
    #expect(table[0]["ctr"] == nil, "no number was asked for")
    #expect(table.totals?["clicks"]?.integer == 3)
    #expect(table.column("clicks")?.isKey == false)
    #expect(table.columns.map(\.isKey) == [true, true, false])
  }

  @Test func cellsAreReadOnDemand() throws {
    let table = try threeCampaigns().query(Query("clicks", "cpl", by: ["campaign"], period: .day))
    let row = table[0]
    let (clicks, cpl) = try (#require(table.column("clicks")), #require(table.column("cpl")))
    #expect(row[clicks].double == 50)
    #expect(row[cpl].double == row["cpl"]?.double)
    #expect(row[try #require(table.column("campaign"))].double == nil)
    #expect(row[clicks] == clicks[0])
  }

  @Test func readsCellsByNameAndByColumn() throws {
    let engine = try threeCampaigns(scale: 2)
    let table = try engine.query(Query("clicks", "cpa", "cpc", by: ["campaign"], period: .day).totals())
    #expect(table.count == 3)
    #expect(table.currency == "EUR")
    #expect(table.moneyScale == 2)
    #expect(table.timeZone == "UTC")
    #expect(table.doubleBooked == 0)
    #expect(table.asOf == someDay + .seconds(299))
    #expect(table.columns.map(\.name) == ["campaign", "period", "period_start", "clicks", "cpa", "cpc"])
    #expect(table.column("cpa")?.canonicalName == "cost_per_order")
    #expect(table.column("cpc")?.canonicalName == "cpc")
    #expect(table.columns.map(\.isKey) == [true, true, true, false, false, false])
    #expect(table.column("nothing") == nil)

    let cpc = try #require(table.column("cpc"))
    #expect(cpc.unit == .moneyPerCount)
    #expect(cpc.scale == 2)
    #expect(cpc.map { $0.ratio?.double } == [600, 45, 150])
    #expect(cpc.ratio(atRow: 1)?.reduced.numerator == 4500)
    #expect(table[2][cpc].description == "150.00")
    #expect(cpc.key(atRow: 0) == nil)

    let campaign = try #require(table.column("campaign"))
    #expect(campaign.key(atRow: 0)?.text == "Diamond glasses")
    #expect(campaign.key(atRow: 0)?.state == .name)
    #expect(campaign[0].ratio == nil)
    #expect(campaign.ratio(atRow: 0) == nil)
    #expect(campaign[0].key?.text == "Diamond glasses")
    #expect(campaign.withIntegers { $0.count } == nil)

    let start = try #require(table.column("period_start"))
    let starts = start.withIntegers { span in span.indices.map { span[$0] } }
    #expect(starts == [Int64](repeating: day(2024, 3, 1).microseconds, count: 3))
    #expect(start[0].integer == day(2024, 3, 1).microseconds)

    #expect(table[0]["campaign"] == nil, "no number")
    #expect(table[0]["nothing"] == nil)
    #expect(table[0].key("clicks") == nil, "no key")
    #expect(table[0].text("nothing") == nil)
    #expect(table.totals?.isTotals == true)
    #expect(table.totals?.key("campaign")?.state == .total)
    #expect(table.totals?.periodStart == nil)
    #expect(!table[0].isTotals)
    #expect(table.reversed().map { $0.text("campaign") } == ["Sunglasses", "Lenses", "Diamond glasses"])
  }

  @Test func saysWhyThereIsNoNumber() throws {
    let engine = try Engine(Engine.Options(dimensions: ["campaign"], moneyScale: 2))
    let (spring, autumn) = try (engine.code(for: "spring", in: "campaign"), engine.code(for: "autumn", in: "campaign"))
    try engine.record(Event(.mediaSpend, at: someDay, codes: [spring], amount: 50_000))
    try engine.record(Event(.click, at: someDay, codes: [autumn]))
    let query = Query("cpc", "cpl", "media_spend", "refunds", by: ["campaign"]).where("campaign", in: "spring")
    let row = try engine.query(query)[0]
    let cpc = try #require(row["cpc"])
    #expect(cpc.state == .zeroDenominator)
    #expect(!cpc.isDefined)
    #expect(cpc.double == nil)
    #expect(cpc.rounded(mode: .halfEven) == nil)
    #expect(cpc.formatted(decimals: 2, mode: .halfEven) == nil)
    #expect(cpc.description == "undefined_zero_denominator")
    #expect(cpc.numerator == 0 && cpc.denominator == 0)
    #expect(row["cpl"]?.state == .noData)
    #expect(row["media_spend"]?.double == 500)
    #expect(row["refunds"]?.description == "0.00")
  }

  @Test func roundsByAnyMode() throws {
    let engine = try Engine(Engine.Options(moneyScale: 2))
    try engine.record(Event(.sale, at: someDay, amount: -20, count: 8))
    let average = try #require(try engine.query(Query("average_check"))[0]["average_check"])
    #expect(average.description == "-1/40")
    #expect(average.rounded(decimals: 2, mode: .towardZero) == -2)
    #expect(average.rounded(decimals: 2, mode: .halfAway) == -3)
    #expect(average.rounded(decimals: 2, mode: .halfEven) == -2)
    #expect(average.rounded(decimals: 2, mode: .floor) == -3)
    #expect(average.rounded(decimals: 2, mode: .ceiling) == -2)
    #expect(average.rounded(decimals: 0, mode: .floor) == -1)
    #expect(average.rounded(decimals: 6, mode: .halfEven) == -25_000)
    #expect(average.formatted(decimals: 4, mode: .halfEven) == "-0.0250")
    #expect(average.double == -0.025)
  }
}

@Suite struct PointTests {
  @Test func readsOneKey() throws {
    let engine = try threeCampaigns(scale: 2)
    let point = try engine.point("clicks", "cpc", "cpl", of: ["campaign"])
    let lenses = try engine.code(for: "Lenses", in: "campaign")
    #expect(try point.read([lenses]).map(\.description) == ["300", "45.00", "843.75"])
    #expect(try point.read(names: ["Lenses"]).map(\.description) == ["300", "45.00", "843.75"])
    #expect(try point.read(names: ["nobody's"])[0].numerator == 0)
    #expect(try point.read([lenses], from: day(2024, 3, 2))[0].numerator == 0)
    #expect(try point.read([lenses], from: day(2024, 3, 1), to: day(2024, 3, 2))[0].numerator == 300)
    let date = day(2024, 3, 1)..<day(2024, 3, 2)
    #expect(try point.read([lenses], within: date)[0].integer == 300)
    #expect(try point.read(names: ["Lenses"], within: date)[0].integer == 300)
    #expect(throws: LeadlineError.argument) { try point.read([lenses], within: someDay..<someDay) }
    #expect(throws: LeadlineError.queryBoundary) { try point.read([lenses], from: someDay) }
    #expect(throws: LeadlineError.argument) { try point.read([]) }
    #expect(throws: LeadlineError.argument) { try point.read(names: ["a", "b"]) }
    var values: [Double?] = []
    try point.read([lenses].span) { values.append($0.double) }
    #expect(values == [300, 45, 843.75])

    try engine.record(Event(.click, at: someDay, codes: [lenses]))
    #expect(try point.read([lenses])[0].numerator == 301)
  }

  @Test func readsWithoutDimensions() throws {
    let engine = try Engine()
    try engine.record(Event(.click, at: someDay))
    #expect(try engine.point("clicks", of: []).read([])[0].numerator == 1)
    #expect(try engine.point("clicks", of: []).read(names: [])[0].numerator == 1)
    #expect(try engine.query(Query()).count == 1)
  }

  @Test func doesNotTakeALimitForAKey() throws {
    let engine = try Engine(Engine.Options(dimensions: [.init("campaign", nameLimit: 1, declared: ["kept"])]))
    try engine.record(Event(.click, at: someDay, codes: [engine.code(for: "dropped", in: "campaign")]))
    let point = try engine.point("clicks", of: ["campaign"])
    #expect(throws: LeadlineError.unknownName) { try point.read(names: ["dropped"]) }
    #expect(try point.read(names: ["kept"])[0].state == .defined)
    #expect(throws: LeadlineError.tooMany) { try point.read(names: [String(repeating: "x", count: 65_536)]) }
    #expect(throws: LeadlineError.argument) { try point.read([.notSet], from: .distantFuture) }
  }

  @Test func refusesAsAQueryDoes() throws {
    let engine = try Engine(Engine.Options(dimensions: ["campaign", "channel"]))
    #expect(throws: LeadlineError.unknownName) { try engine.point("happiness", of: ["campaign", "channel"]) }
    #expect(throws: LeadlineError.queryNoRollup) { try engine.point("clicks", of: ["campaign"]) }
    try engine.close()
  }
}
