import Leadline
import Testing

@Suite struct RatioTests {
  @Test func printsDecimalsWhereTheseCanSayIt() {
    #expect(Ratio(24_69, unit: .money, scale: 2).description == "24.69")
    #expect(Ratio(-5, unit: .money, scale: 2).description == "-0.05")
    #expect(Ratio(12_00, unit: .money, scale: 2).description == "12.00")
    #expect(Ratio(300, unit: .count).description == "300")
    #expect(Ratio(2500, over: 3, unit: .moneyPerCount, scale: 2).description == "25/3")
    #expect(Ratio(1, over: 2).description == "1/2")
    #expect(Ratio(.max, unit: .money, scale: 9).description == "170141183460469231731687303715.884105727")
    #expect(Ratio(1, over: 0).description == "undefined_zero_denominator")
  }

  @Test func isMadeInTheLowestTerms() {
    #expect(Ratio(6, over: 4) == Ratio(3, over: 2))
    #expect(Ratio(6, over: 4).numerator == 3)
    #expect(Ratio(6, over: 4).denominator == 2)
    #expect(Ratio(0, over: 7).denominator == 1)
    #expect(Ratio(1, over: -1).state == .zeroDenominator)
    #expect(Ratio(.min, over: 1).numerator == .min)
    #expect(Ratio(3, unit: .money, scale: 2).unit == .money)
  }

  @Test func countsAreIntegers() {
    #expect(Ratio(300, unit: .count).integer == 300)
    #expect(Ratio(12_00, unit: .money, scale: 2).integer == 12)
    #expect(Ratio(12_50, unit: .money, scale: 2).integer == nil)
    #expect(Ratio(1, over: 2).integer == nil)
    #expect(Ratio(1, over: 0).integer == nil)
    #expect(Ratio(.max).integer == nil)
  }

  @Test func comparesExactly() {
    #expect(Ratio(1, over: 3) < Ratio(1, over: 2))
    #expect(Ratio(1, over: 2) > Ratio(1, over: 3))
    #expect(!(Ratio(1, over: 2) < Ratio(2, over: 4)))
    #expect(Ratio(-1, over: 2) < Ratio(-1, over: 3))
    #expect(Ratio(.min) < Ratio(.max))
    #expect(Ratio(.max, over: .max - 1) < Ratio(.max - 1, over: .max - 2))
    #expect(Ratio(12_49, unit: .money, scale: 2) < Ratio(125, unit: .money, scale: 1))
    #expect(!(Ratio(12_50, unit: .money, scale: 2) < Ratio(125, unit: .money, scale: 1)))
    #expect(Ratio(.max, over: 3, scale: 38) < Ratio(.max, over: 3, scale: 37), "beyond 128 bits in whole units")
    // What has no number comes last, as in a query's order.
    let none = Ratio(1, over: 0)
    #expect(Ratio(.max) < none)
    #expect(!(none < Ratio(.max)))
    #expect(!(none < none))
    let sorted = [none, Ratio(3), Ratio(1), none, Ratio(2)].sorted { $0 < $1 }
    #expect(sorted.map(\.integer) == [1, 2, 3, nil, nil])
  }

  @Test func refusesDecimalsAndRoundingsThereAreNot() async {
    await #expect(processExitsWith: .failure) { _ = Ratio(1, over: 3).formatted(decimals: 39, mode: .floor) }
    await #expect(processExitsWith: .failure) { _ = Ratio(1, over: 3).rounded(decimals: -1, mode: .floor) }
    await #expect(processExitsWith: .failure) { _ = Ratio(1, over: 3).rounded(mode: Ratio.Rounding(rawValue: 0)) }
    await #expect(processExitsWith: .failure) {
      _ = Ratio(1, over: 3).formatted(decimals: 2, mode: Ratio.Rounding(rawValue: 99))
    }
    #expect(Ratio(1, over: 3).formatted(decimals: 38, mode: .floor)?.count == 40)
  }
}

@Suite struct DescriptionTests {
  @Test func valuesSayWhatTheyAre() throws {
    #expect(Period.allCases.map(\.description) == ["hour", "day", "week", "month", "quarter", "year", "all"])
    for period in Period.allCases { #expect(Period(period.description) == period) }
    #expect(Period("fortnight") == nil)
    #expect("\(Period(rawValue: 99))" == "period 99")
    #expect("\(Kind.click)" == "kind 20")
    #expect("\(Code(rawValue: 7)), \(Code.notSet), \(Code.other)" == "code 7, not set, (other)")
    #expect("\(Ratio.Unit.moneyPerCount), \(Ratio.Unit.count)" == "money per count, count")
    #expect("\(Table.Key.State.notSet)" == "not set")
    #expect("\(Identifier("42"))" == "42")
  }

  @Test func outcomesSayHowItWent() throws {
    let engine = try Engine(Engine.Options(dimensions: ["campaign"], moneyScale: 2))
    let batch = Batch([Event(.click, at: someDay, amount: 45), Event(.click, at: .distantFuture)])
    let intake = try engine.record(batch, skippingInvalid: true)
    #expect(intake.description.hasPrefix("accepted: 1, rejected: 1, duplicates: 0, conflicts: 0, first rejection: "))
    #expect(try engine.record(batch, skippingInvalid: true) == intake)
    #expect(try engine.record(Batch()) != intake)
    let csv = CSV(.time(from: "t"), .kind(.click))
    let report = try engine.read(csv, text: "t\n2024-03-01\n")
    #expect(report.description == "rows: 1, facts: 1, ignored: 0, rejected: 0, duplicates: 0, conflicts: 0")
    #expect(try engine.read(csv, text: "t\n2024-03-01\n") == report)
    #expect(try engine.read(csv, text: "t\n") != report)
    let table = try engine.query(Query("clicks", "media_spend", by: ["campaign"]).totals())
    #expect(table.description == "campaign: , clicks: 4, media_spend: 0.90\ncampaign: , clicks: 4, media_spend: 0.90")
  }
}

/// What an engine answers is in the terms of its sums, and equal by value all the same.
@Suite struct RatioTermsTests {
  @Test func answersAreEqualByValue() throws {
    let engine = try Engine(Engine.Options())
    try engine.record(Event(.impression, at: someDay, count: 200))
    try engine.record(Event(.click, at: someDay, count: 18))
    let ctr = try engine.query(Query("ctr"))[0]["ctr"]!
    #expect((ctr.numerator, ctr.denominator) == (18, 200))
    #expect((ctr.reduced.numerator, ctr.reduced.denominator) == (9, 100))
    #expect(ctr == Ratio(9, over: 100) && ctr != Ratio(9, over: 101) && ctr.reduced == ctr)
    #expect(Set([ctr, ctr.reduced, Ratio(27, over: 300)]).count == 1)
    #expect(ctr.description == "9/100" && Ratio(1, over: 0).reduced.state == .zeroDenominator)
  }
}
