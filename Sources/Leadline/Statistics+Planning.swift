import CLeadline

/// What the price of a lead is made of.
///
/// Money may have decimals: with a scale of 2, `Ratio(800_000, unit: .moneyPerCount, scale: 2)` is 8000. Answers of an
/// engine fit as they are.
public struct LeadTerms: Hashable, Sendable {
  /// What an average sale brings.
  public var averageCheck: Ratio

  /// What it costs to make.
  public var unitCost: Ratio

  /// The share of the margin that may go into winning a customer.
  public var allowedShare: Ratio

  /// Sales per lead.
  public var conversion: Ratio

  /// How often a customer buys.
  public var purchasesPerCustomer: Ratio

  /// Makes terms.
  public init(
    averageCheck: Ratio, unitCost: Ratio, allowedShare: Ratio, conversion: Ratio, purchasesPerCustomer: Ratio = Ratio(1)
  ) {
    self.averageCheck = averageCheck
    self.unitCost = unitCost
    self.allowedShare = allowedShare
    self.conversion = conversion
    self.purchasesPerCustomer = purchasesPerCustomer
  }

  /// The decimals that all money of a calculation is brought to.
  var scale: Int { max(averageCheck.scale, unitCost.scale) }

  var options: leadline_lead_terms {
    leadline_lead_terms(
      struct_size: MemoryLayout<leadline_lead_terms>.size, average_check: averageCheck.value(scale: scale),
      unit_cost: unitCost.value(scale: scale), allowed_share: allowedShare.value(), conversion: conversion.value(),
      purchases_per_customer: purchasesPerCustomer.value())
  }
}

/// What a lead may cost.
///
/// The corresponding C function is `leadline_plan_lead_price`.
public struct LeadPrices: Hashable, Sendable {
  /// What a sale leaves over.
  public let unitMargin: Ratio

  /// What of it may go into winning a customer.
  public let acquisitionAllowance: Ratio

  /// The price allowed: the allowance times the conversion.
  public let forecast: Ratio

  /// The price at which nothing is left over: the margin times the conversion.
  public let breakeven: Ratio

  /// The price allowed when customers buy more than once.
  public let withRepeats: Ratio

  /// Plans the price of a lead; what the terms leave undefined is undefined.
  ///
  /// - Throws: ``LeadlineError/argument`` for a state that is none.
  public init(_ terms: LeadTerms) throws(LeadlineError) {
    var (options, prices) = (terms.options, leadline_lead_prices())
    prices.struct_size = MemoryLayout<leadline_lead_prices>.size
    try check(unsafe leadline_plan_lead_price(&options, &prices))
    let scale = terms.scale
    unitMargin = Ratio(prices.unit_margin, scale: scale)
    acquisitionAllowance = Ratio(prices.acquisition_allowance, scale: scale)
    forecast = Ratio(prices.lead_price_forecast, scale: scale)
    breakeven = Ratio(prices.lead_price_breakeven, scale: scale)
    withRepeats = Ratio(prices.lead_price_with_repeats, scale: scale)
  }
}

/// What may be bid when a lead may cost so much.
///
/// The corresponding C function is `leadline_plan_bid`.
public struct Bid: Hashable, Sendable {
  /// The greatest price of a click.
  public let maxCPC: Ratio

  /// The greatest price of a thousand impressions.
  public let maxCPM: Ratio

  /// Plans a bid; the rates of keys with few trials may be drawn to their parent's by ``Proportion/rate(shrunkTo:weight:)``.
  ///
  /// - Throws: ``LeadlineError/argument`` for a state that is none.
  public init(leadPrice: Ratio, leadsPerClick: Ratio, clicksPerImpression: Ratio) throws(LeadlineError) {
    var (price, leads, clicks) = (leadPrice.value(scale: leadPrice.scale), leadsPerClick.value(), clicksPerImpression.value())
    var (cpc, cpm) = (leadline_value(), leadline_value())
    try check(unsafe leadline_plan_bid(&price, &leads, &clicks, &cpc, &cpm))
    maxCPC = Ratio(cpc, scale: leadPrice.scale)
    maxCPM = Ratio(cpm, scale: leadPrice.scale)
  }
}

/// What to do with a channel, from what its leads cost and what they may cost.
///
/// The corresponding C function is `leadline_judge_channel`.
public struct ChannelVerdict: Hashable, Sendable {
  /// A verdict.
  @frozen
  public struct Verdict: RawRepresentable, Hashable, Sendable {
    /// The number of the C header.
    public var rawValue: UInt32

    /// Makes a verdict of its number in the C header.
    @inlinable
    public init(rawValue: UInt32) {
      self.rawValue = rawValue
    }

    /// A lead costs no more than allowed.
    public static var keep: Verdict { Verdict(rawValue: UInt32(LEADLINE_VERDICT_KEEP)) }

    /// An alarm: more than allowed, but no more than it brings in.
    public static var watch: Verdict { Verdict(rawValue: UInt32(LEADLINE_VERDICT_WATCH)) }

    /// More than it brings in.
    public static var cut: Verdict { Verdict(rawValue: UInt32(LEADLINE_VERDICT_CUT)) }

    /// The conversion is known so badly that the channel may be one to keep as well as one to cut.
    public static var tooFewData: Verdict { Verdict(rawValue: UInt32(LEADLINE_VERDICT_TOO_FEW_DATA)) }
  }

  /// What to do; nil when undefined.
  public let verdict: Verdict?

  /// What the conversion as it is says; nil when undefined.
  public let atPoint: Verdict?

  /// What the lower end of its interval says; nil when undefined.
  public let atLow: Verdict?

  /// What the upper end of its interval says; nil when undefined.
  public let atHigh: Verdict?

  /// Whether there is a verdict, and if not, why.
  public let state: Ratio.State

  /// What a lead costs.
  public let costPerLead: Ratio

  /// What it may cost.
  public let allowed: Ratio

  /// What it brings in.
  public let breakeven: Ratio

  /// The conversion's interval.
  public let conversion: Interval

  /// Judges a channel.
  ///
  /// - Parameters:
  ///   - spend: What was spent, with the decimals of the terms' money.
  ///   - leads: The leads that it brought.
  ///   - sales: The sales out of leads of this or a like channel whose outcome is known.
  ///   - terms: The prices; their conversion is not looked at.
  ///   - level: How sure the conversion's interval is to be.
  /// - Throws: ``LeadlineError/argument`` for a level that is none.
  public init(
    spend: Int128, leads: Int128, sales: Proportion, terms: LeadTerms, level: ConfidenceLevel = .percent95
  ) throws(LeadlineError) {
    var (options, found) = (terms.options, leadline_channel_verdict())
    found.struct_size = MemoryLayout<leadline_channel_verdict>.size
    try check(
      unsafe leadline_judge_channel(
        leadline_int128(spend), leadline_int128(leads), leadline_int128(sales.successes), leadline_int128(sales.trials),
        &options, level.rawValue, &found))
    func verdict(_ number: UInt32) -> Verdict? { number == LEADLINE_VERDICT_NONE ? nil : Verdict(rawValue: number) }
    self.verdict = verdict(found.verdict)
    atPoint = verdict(found.at_point)
    atLow = verdict(found.at_low)
    atHigh = verdict(found.at_high)
    state = Ratio.State(rawValue: found.state)
    costPerLead = Ratio(found.cost_per_lead, scale: terms.scale)
    allowed = Ratio(found.allowed, scale: terms.scale)
    breakeven = Ratio(found.breakeven, scale: terms.scale)
    conversion = Interval(found.conversion)
  }
}

extension ChannelVerdict.Verdict: CustomStringConvertible {
  /// The verdict in words, such as "too few data".
  public var description: String {
    switch self {
    case .keep: "keep"
    case .watch: "watch"
    case .cut: "cut"
    case .tooFewData: "too few data"
    default: "verdict \(rawValue)"
    }
  }
}

/// What leading indicators let expect.
///
/// The corresponding C function is `leadline_forecast`.
public struct Forecast: Hashable, Sendable {
  /// A leading indicator: meetings, replies, ideal leads.
  public struct Indicator: Hashable, Sendable {
    /// How many there are now.
    public var now: Int128

    /// How many results earlier ones brought.
    public var results: Int128

    /// How many the earlier ones were.
    public var earlier: Int128

    /// How much the indicator counts in the mean.
    public var weight: Int64

    /// Makes an indicator.
    public init(now: Int128, results: Int128, ofEarlier earlier: Int128, weight: Int64 = 1) {
      self.now = now
      self.results = results
      self.earlier = earlier
      self.weight = weight
    }
  }

  /// What each indicator lets expect.
  public let parts: [Ratio]

  /// Their weighted mean.
  public let mean: Ratio

  /// Makes a forecast; undefined where a rate that has a weight is.
  ///
  /// - Throws: ``LeadlineError/tooMany``.
  public init(_ indicators: [Indicator]) throws(LeadlineError) {
    var parts = [leadline_value](repeating: leadline_value(), count: indicators.count)
    var mean = leadline_value()
    try check(
      unsafe leadline_forecast(
        indicators.map { leadline_int128($0.now) }, indicators.map { leadline_int128($0.results) },
        indicators.map { leadline_int128($0.earlier) }, indicators.map(\.weight), indicators.count, &parts, &mean))
    self.parts = parts.map { Ratio($0) }
    self.mean = Ratio(mean)
  }
}
