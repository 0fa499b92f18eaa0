/// What a lead may cost, from what a sale leaves over and how many leads become one.
struct LeadPrice {
  /// What an average sale brings, and what it costs to make.
  var averageCheck: Exact
  var unitCost: Exact
  /// The share of the margin that may go into winning the customer.
  var allowedShare: Exact
  /// Sales per lead.
  var conversion: Exact
  var purchasesPerCustomer = Exact(1)

  var unitMargin: Exact { averageCheck - unitCost }
  var acquisitionAllowance: Exact { unitMargin * allowedShare }
  var forecast: Exact { acquisitionAllowance * conversion }
  var breakeven: Exact { unitMargin * conversion }
  var withRepeats: Exact { unitMargin * purchasesPerCustomer * allowedShare * conversion }
}

/// What may be bid for a click, and for a thousand impressions.
enum Bid {
  static func click(_ leadPrice: Exact, _ leadsPerClick: Exact) -> Exact { leadPrice * leadsPerClick }

  static func thousandImpressions(_ leadPrice: Exact, _ leadsPerClick: Exact, _ clicksPerImpression: Exact) -> Exact {
    Exact(1000) * click(leadPrice, leadsPerClick) * clicksPerImpression
  }

  /// (successes + weight * parent's rate) / (trials + weight): as if so many trials at the parent's rate had been seen
  /// before. A key without trials has the parent's rate.
  static func shrunkRate(_ own: Proportion, _ parent: Proportion, weight: Int64) -> Exact {
    let prior = Int128(weight)
    guard own.trials >= 0 else { return .undefined(Exact.State.zeroDenominator) }
    guard own.successes >= 0, own.successes <= own.trials else { return .undefined(Exact.State.notAProportion) }
    guard prior > 0 else { return Exact(own.successes, over: own.trials) }
    guard parent.state == Exact.State.defined else { return .undefined(parent.state) }
    let (trials, overflow) = own.trials.addingReportingOverflow(prior)
    guard !overflow else { return .undefined(Exact.State.overflow) }
    return (Exact(own.successes) + Exact(prior) * Exact(parent.successes, over: parent.trials)) / Exact(trials)
  }
}

/// What to do with a channel, from what its leads cost and may cost.
struct ChannelVerdict {
  /// The numbers of the header.
  enum Verdict: UInt32 {
    case none = 0
    case keep = 1
    case watch = 2
    case cut = 3
    case tooFewData = 4
  }

  var costPerLead: Exact
  var allowed: Exact
  var breakeven: Exact
  /// The conversion's.
  var interval = RateInterval(low: 0, high: 0)
  var state = Exact.State.defined
  var atPoint = Verdict.none
  var atLow = Verdict.none
  var atHigh = Verdict.none
  var verdict = Verdict.none

  /// The prices' conversion is taken from `sales`: sales of the leads whose outcome is known.
  init(spend: Int128, leads: Int128, _ sales: Proportion, _ prices: LeadPrice, _ level: ConfidenceLevel) {
    let conversion = sales.state == Exact.State.defined ? Exact(sales.successes, over: sales.trials) : .undefined(sales.state)
    let margin = prices.unitMargin * prices.purchasesPerCustomer
    let allowance = margin * prices.allowedShare
    costPerLead = Exact(spend, over: leads)
    allowed = allowance * conversion
    breakeven = margin * conversion
    // The first reason of the three, in this order.
    guard costPerLead.isDefined, allowed.isDefined, breakeven.isDefined else {
      state = !costPerLead.isDefined ? costPerLead.state : !allowed.isDefined ? allowed.state : breakeven.state
      return
    }
    atPoint = costPerLead.isAtMost(allowed) ? .keep : costPerLead.isAtMost(breakeven) ? .watch : .cut
    interval = RateInterval.wilson(sales, level)
    let (cost, keep, watch) = (costPerLead.double, allowance.double, margin.double)
    atLow = Self.verdict(cost, keep * interval.low, watch * interval.low)
    atHigh = Self.verdict(cost, keep * interval.high, watch * interval.high)
    // A margin or a share below zero turns the ends around.
    let isOpen = (atLow == .cut && atHigh == .keep) || (atLow == .keep && atHigh == .cut)
    verdict = isOpen ? .tooFewData : atPoint
  }

  private static func verdict(_ cost: Double, _ allowed: Double, _ breakeven: Double) -> Verdict {
    cost <= allowed ? .keep : cost <= breakeven ? .watch : .cut
  }
}
