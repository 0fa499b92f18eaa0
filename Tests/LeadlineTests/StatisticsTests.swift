import Leadline
import Testing

@Suite("Statistics in Swift") struct StatisticsTests {
  func near(_ value: Double?, _ printed: Double) -> Bool { value.map { abs($0 - printed) <= 0.000_000_5 } ?? false }

  func expect(_ error: LeadlineError, of body: () throws(LeadlineError) -> Void) {
    #expect(failure(of: body) == error)
  }

  @Test func section5_1() throws {
    let interval = try Interval.wilson(successes: 16, trials: 300, level: .percent95)
    #expect(near(interval.low, 0.033092) && near(interval.high, 0.084869) && near(interval.width, 0.051777))
    let test = ProportionTest(Proportion(11, of: 50), against: Proportion(9, of: 100))
    #expect(near(test.z, 2.207940) && near(test.p, 0.027248) && test.lift == Ratio(22, over: 9))
    let found = try Outliers(among: [Proportion(9, of: 100), Proportion(16, of: 300), Proportion(11, of: 50)])
    #expect(found.keys.map(\.isOutlier) == [false, true, true] && found.order == [2, 1, 0])
    #expect(try Proportion(9, of: 100).isEnough(minimumTrials: 100, maximumWidth: 0.12))
    #expect(try !Proportion(9, of: 100).isEnough(minimumTrials: 101, maximumWidth: 0.12))
  }

  @Test func undefined() throws {
    let none = try Proportion(1, of: 0).interval()
    #expect(none.state == .zeroDenominator && none.low == nil && none.high == nil && none.width == nil)
    #expect(try Proportion(2, of: 1).interval().state == .notAProportion)
    let same = ProportionTest(Proportion(0, of: 5), against: Proportion(0, of: 7))
    #expect(same.state == .zeroDenominator && same.z == nil && same.p == nil && !same.lift.isDefined)
    let found = try Outliers(among: [Proportion(1, of: 5), Proportion(3, of: 50)], minimumTrials: 10)
    #expect(found.keys[0].state == .noData && found.keys[0].adjustedP == nil && found.keys[1].state == .defined)
    #expect(try Outliers(among: []).keys.isEmpty)
    expect(.argument) { () throws(LeadlineError) in _ = try Proportion(1, of: 2).interval(level: ConfidenceLevel(rawValue: 0)) }
    expect(.argument) { () throws(LeadlineError) in _ = try Proportion(1, of: 2).rate(shrunkTo: Proportion(1, of: 2), weight: -1) }
    expect(.argument) { () throws(LeadlineError) in _ = try Ratio.weightedMean(of: [Ratio(1)], weights: []) }
    expect(.argument) { () throws(LeadlineError) in _ = try Growth.factor(from: 1, to: 2, periods: -1) }
    expect(.argument) { () throws(LeadlineError) in _ = try Season.indices(of: [1], perCycle: 0) }
    expect(.tooMany) { () throws(LeadlineError) in _ = try Season.indices(of: [1], perCycle: .max) }
    #expect(Ratio(3, over: -4).state == .zeroDenominator && Ratio(6, over: 8).description == "3/4")
  }

  func terms(_ check: Int128, _ cost: Int128, scale: Int = 0) -> LeadTerms {
    LeadTerms(
      averageCheck: Ratio(check, unit: .moneyPerCount, scale: scale), unitCost: Ratio(cost, unit: .moneyPerCount),
      allowedShare: Ratio(1, over: 2), conversion: Ratio(10, over: 100))
  }

  @Test func section5_2() throws {
    var terms = terms(8000, 3000)
    terms.purchasesPerCustomer = Ratio(2)
    let prices = try LeadPrices(terms)
    #expect(prices.unitMargin.description == "5000" && prices.acquisitionAllowance.description == "2500")
    #expect(prices.forecast.description == "250" && prices.breakeven.description == "500" && prices.withRepeats.description == "500")
    // One amount in cents, the other in whole units.
    let cents = try LeadPrices(self.terms(800_000, 3000, scale: 2))
    #expect(cents.forecast.description == "250.00" && cents.forecast.scale == 2 && cents.forecast.unit == .moneyPerCount)
    let rate = try Proportion(1, of: 10).rate(shrunkTo: Proportion(8, of: 100), weight: 90)
    #expect(rate == Ratio(41, over: 500))
    let bid = try Bid(leadPrice: cents.forecast, leadsPerClick: rate, clicksPerImpression: Ratio(1, over: 100))
    #expect(bid.maxCPC.description == "20.50" && bid.maxCPM.description == "205.00" && bid.maxCPC.scale == 2)
  }

  @Test func section5_5() throws {
    #expect(try Ratio.weightedMean(of: [Ratio(1, over: 2), Ratio(1), Ratio(0)], weights: [2, 1, 1]) == Ratio(1, over: 2))
    let forecast = try Forecast([
      .init(now: 20, results: 25, ofEarlier: 100, weight: 2), .init(now: 60, results: 30, ofEarlier: 300),
      .init(now: 9, results: 40, ofEarlier: 60),
    ])
    #expect(forecast.parts.map(\.description) == ["5", "6", "6"] && forecast.mean.description == "11/2")
  }

  @Test func section5_7() throws {
    #expect(Growth.rate(from: 1000, to: 5000) == Ratio(4) && Growth.rate(from: 0, to: 1).state == .zeroDenominator)
    #expect(near(try Growth.factor(from: 1000, to: 5000, periods: 4), 1.495349))
    #expect(try Growth.factor(from: 0, to: 5000, periods: 4) == nil)
    let indices = try Season.indices(of: [80, 100, 120, 100], perCycle: 4)
    #expect(indices.map(\.description) == ["4/5", "1", "6/5", "1"])
    #expect(Season.adjust(132, by: indices[2]).description == "110")
    #expect(try Season.indices(of: [80], perCycle: 2).map(\.state) == [.noData, .noData])
  }

  @Test func section5_9() throws {
    let value = Decomposition.Value(count: 100, total: 90_000, newCount: 150, newTotal: 105_000)
    #expect(value.countEffect.description == "45000" && value.valueEffect.description == "-30000")
    let rate = try Decomposition.Rate([.init(10, over: 100, to: 6, over: 50), .init(2, over: 100, to: 3, over: 150)])
    #expect(rate.changePoints.description == "-3/200" && rate.mixPoints.description == "-1/50" && rate.ratePoints.description == "1/200")
    #expect(rate.volume.description == "0" && rate.mix.description == "-4" && rate.rate.description == "1")
    #expect(rate.mixEstimate == -4 && rate.rateEstimate == 1 && rate.change.description == "-3")
    let doubled = try Decomposition.Rate([.init(10, over: 100, to: 12, over: 100), .init(2, over: 100, to: 6, over: 300)])
    #expect([doubled.volume, doubled.mix, doubled.rate].map(\.description) == ["12", "-8", "2"])
    #expect(try Decomposition.Rate([]).mixEstimate == nil)
  }

  @Test func section5_11() {
    let test = ProportionTest(Proportion(10, of: 1000), against: Proportion(4, of: 1000))
    #expect(test.lift == Ratio(5, over: 2) && near(test.z, 1.609210) && near(test.p, 0.107571))
  }

  @Test func section5_14() throws {
    let channels: [(Int128, Int128, ChannelVerdict.Verdict)] = [(13_500, 16, .keep), (15_000, 9, .watch), (30_000, 11, .cut)]
    for (spend, leads, verdict) in channels {
      let sales = Proportion(1000, of: 10_000)
      let judged = try ChannelVerdict(spend: spend, leads: leads, sales: sales, terms: terms(40_000, 15_000))
      #expect(judged.verdict == verdict && judged.atPoint == verdict && judged.allowed.description == "1250")
      #expect(judged.breakeven.description == "2500" && judged.state == .defined)
      let cut = try ChannelVerdict(spend: spend, leads: leads, sales: Proportion(10, of: 100), terms: terms(8000, 3000))
      #expect(cut.verdict == .cut)
    }
    let open = try ChannelVerdict(spend: 15_000, leads: 9, sales: Proportion(10, of: 100), terms: terms(40_000, 15_000))
    #expect(open.verdict == .tooFewData && open.atPoint == .watch && open.atLow == .cut && open.atHigh == .keep)
    let none = try ChannelVerdict(spend: 1, leads: 0, sales: Proportion(1, of: 2), terms: terms(2, 1))
    #expect(none.verdict == nil && none.state == .zeroDenominator && none.conversion.state == .defined)
  }
}
