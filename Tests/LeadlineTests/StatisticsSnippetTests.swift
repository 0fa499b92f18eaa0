import Foundation
import Leadline
import Testing

/// What the article and the symbols' pages on statistics show, compiled and run; `SnippetTests` compares the texts.
@Suite struct StatisticsSnippetTests {
  /// What the snippets print.
  private final class Paper {
    var lines: [String] = []

    func print(_ items: Any...) {
      // Six decimals of doubles are shown.
      lines.append(items.map { ($0 as? Double).map { String(format: "%.6f", $0) } ?? "\($0)" }.joined(separator: " "))
    }
  }

  private let paper = Paper()
  private var print: (Any...) -> Void { paper.print }

  @Test func article() throws {
    // show Statistics.md
    let sunglasses = Proportion(9, of: 100)
    let lenses = Proportion(16, of: 300)
    let diamonds = Proportion(11, of: 50)

    let interval = try sunglasses.interval(level: .percent95)
    print(interval.low!, interval.high!)   // 0.048073 ... 0.162262 ...
    print(try sunglasses.isEnough(minimumTrials: 100, maximumWidth: 0.12))   // true
    // end
    // show Statistics.md
    let test = ProportionTest(diamonds, against: sunglasses)
    print(test.lift, test.z!, test.p!)   // 22/9, 2.207940 ..., 0.027248 ...

    let found = try Outliers(among: [sunglasses, lenses, diamonds])
    print(found.keys.map(\.isOutlier))   // [false, true, true]
    // end
    // show Statistics.md
    let revenue = Decomposition.Value(count: 100, total: 90_000, newCount: 150, newTotal: 105_000)
    print(revenue.countEffect, revenue.valueEffect)   // 45000 -30000
    // end
    // show Statistics.md
    let leads = try Decomposition.Rate([
      .init(10, over: 100, to: 6, over: 50),
      .init(2, over: 100, to: 3, over: 150),
    ])
    print(leads.changePoints, leads.mixPoints, leads.ratePoints)   // -3/200 -1/50 1/200
    print(leads.change, leads.volume, leads.mix, leads.rate)       // -3 0 -4 1
    // end
    // show Statistics.md
    print(Growth.rate(from: 1000, to: 5000))                         // 4
    print(try Growth.factor(from: 1000, to: 5000, periods: 4)!)      // 1.495349 ...

    let indices = try Season.indices(of: [80, 100, 120, 100], perCycle: 4)
    print(indices)                                                   // [4/5, 1, 6/5, 1]
    print(Season.adjust(132, by: indices[2]))                        // 110
    // end
    // show Statistics.md
    var terms = LeadTerms(
      averageCheck: Ratio(8000, unit: .moneyPerCount), unitCost: Ratio(3000, unit: .moneyPerCount),
      allowedShare: Ratio(1, over: 2), conversion: Ratio(10, over: 100))
    let prices = try LeadPrices(terms)
    print(prices.unitMargin, prices.acquisitionAllowance)   // 5000 2500
    print(prices.forecast, prices.breakeven)                // 250 500
    // end
    // show Statistics.md
    let rate = try Proportion(1, of: 10).rate(shrunkTo: Proportion(8, of: 100), weight: 90)
    let bid = try Bid(leadPrice: prices.forecast, leadsPerClick: rate, clicksPerImpression: Ratio(1, over: 100))
    print(bid.maxCPC, bid.maxCPM)                           // 41/2 205
    // end
    // show Statistics.md
    terms.averageCheck = Ratio(40_000, unit: .moneyPerCount)
    terms.unitCost = Ratio(15_000, unit: .moneyPerCount)
    for (spend, leads) in [(13_500, 16), (15_000, 9), (30_000, 11)] as [(Int128, Int128)] {
      let known = try ChannelVerdict(spend: spend, leads: leads, sales: Proportion(1000, of: 10_000), terms: terms)
      let guessed = try ChannelVerdict(spend: spend, leads: leads, sales: Proportion(10, of: 100), terms: terms)
      print(known.costPerLead, known.verdict!, guessed.verdict!)
    }
    // 3375/4 keep keep
    // 5000/3 watch too few data
    // 30000/11 cut cut
    // end
    // show Statistics.md
    let forecast = try Forecast([
      .init(now: 20, results: 25, ofEarlier: 100, weight: 2),   // meetings
      .init(now: 60, results: 30, ofEarlier: 300),              // replies
    ])
    print(forecast.parts, forecast.mean)                        // [5, 6] 16/3

    let trust = try Ratio.weightedMean(of: [Ratio(1, over: 2), Ratio(1), Ratio(0)], weights: [2, 1, 1])
    print(trust)                                                // 1/2
    // end
    #expect(
      paper.lines == [
        "0.048073 0.162262", "true", "22/9 2.207940 0.027248", "[false, true, true]", "45000 -30000", "-3/200 -1/50 1/200",
        "-3 0 -4 1", "4", "1.495349", "[4/5, 1, 6/5, 1]", "110", "5000 2500", "250 500", "41/2 205", "3375/4 keep keep",
        "5000/3 watch too few data", "30000/11 cut cut", "[5, 6] 16/3", "1/2",
      ])
  }

  @Test func symbols() throws {
    // show Statistics+Tests.swift
    let test = ProportionTest(Proportion(10, of: 1000), against: Proportion(4, of: 1000))
    print(test.lift)   // 5/2
    print(test.p!)     // 0.107571 ...: no difference that one could rely on
    // end
    // show Statistics+Tests.swift
    let found = try Outliers(among: [Proportion(9, of: 100), Proportion(16, of: 300), Proportion(11, of: 50)])
    print(found.keys[2].isOutlier)   // true
    // end
    #expect(paper.lines == ["5/2", "0.107571", "true"])
  }

  /// They stand beside Foundation's names without being spelt out.
  @Test func namesDoNotMeet() {
    let types: [Any.Type] = [
      Bid.self, ChannelVerdict.self, ConfidenceLevel.self, Decomposition.self, Forecast.self, Growth.self, Interval.self,
      LeadPrices.self, LeadTerms.self, Outliers.self, Proportion.self, ProportionTest.self, Season.self,
    ]
    #expect(types.count == 13)
  }
}
