import CLeadline

// Planning: checks and conversions, and nothing else.

/// The terms of a lead's price, or what is wrong with them. The conversion of a channel comes from elsewhere.
private func read(
  _ terms: UnsafePointer<leadline_lead_terms>, conversion given: Exact?, into price: inout LeadPrice
) -> leadline_status {
  var local = leadline_lead_terms()
  let status = unsafe copyOptions(terms, into: &local)
  guard status == LEADLINE_OK else { return status }
  let purchases = local.purchases_per_customer
  guard let check = Exact(local.average_check), let cost = Exact(local.unit_cost), let share = Exact(local.allowed_share),
    let conversion = given ?? Exact(local.conversion), let purchases = purchases.isAbsent ? Exact(1) : Exact(purchases)
  else { return LEADLINE_ERROR_ARGUMENT }
  price = LeadPrice(
    averageCheck: check, unitCost: cost, allowedShare: share, conversion: conversion, purchasesPerCustomer: purchases)
  return LEADLINE_OK
}

private var noPrice: LeadPrice {
  LeadPrice(averageCheck: Exact(0), unitCost: Exact(0), allowedShare: Exact(0), conversion: Exact(0))
}

@implementation @_cdecl("leadline_plan_lead_price")
public func leadline_plan_lead_price(
  _ terms: UnsafePointer<leadline_lead_terms>!, _ prices: UnsafeMutablePointer<leadline_lead_prices>!
) -> leadline_status {
  guard let terms = unsafe terms, let target = unsafe prices else { return LEADLINE_ERROR_NULL }
  let writable = unsafe isWritable(target)
  guard writable == LEADLINE_OK else { return writable }
  var price = noPrice
  let status = unsafe read(terms, conversion: nil, into: &price)
  guard status == LEADLINE_OK else { return status }
  var result = leadline_lead_prices()
  result.unit_margin = leadline_value(price.unitMargin, LEADLINE_UNIT_MONEY_PER_COUNT)
  result.acquisition_allowance = leadline_value(price.acquisitionAllowance, LEADLINE_UNIT_MONEY_PER_COUNT)
  result.lead_price_forecast = leadline_value(price.forecast, LEADLINE_UNIT_MONEY_PER_COUNT)
  result.lead_price_breakeven = leadline_value(price.breakeven, LEADLINE_UNIT_MONEY_PER_COUNT)
  result.lead_price_with_repeats = leadline_value(price.withRepeats, LEADLINE_UNIT_MONEY_PER_COUNT)
  return unsafe writeResult(result, to: target)
}

@implementation @_cdecl("leadline_shrink_rate")
public func leadline_shrink_rate(
  _ successes: leadline_int128, _ trials: leadline_int128, _ parent_successes: leadline_int128, _ parent_trials: leadline_int128,
  _ weight: Int64, _ rate: UnsafeMutablePointer<leadline_value>!
) -> leadline_status {
  guard let rate = unsafe rate else { return LEADLINE_ERROR_NULL }
  guard unsafe isAligned(rate) else { return LEADLINE_ERROR_MISALIGNED }
  guard weight >= 0 else { return LEADLINE_ERROR_ARGUMENT }
  let shrunk = Bid.shrunkRate(Proportion(successes, trials), Proportion(parent_successes, parent_trials), weight: weight)
  unsafe rate.pointee = leadline_value(shrunk, LEADLINE_UNIT_RATIO)
  return LEADLINE_OK
}

@implementation @_cdecl("leadline_plan_bid")
public func leadline_plan_bid(
  _ lead_price: UnsafePointer<leadline_value>!, _ leads_per_click: UnsafePointer<leadline_value>!,
  _ clicks_per_impression: UnsafePointer<leadline_value>!, _ max_cpc: UnsafeMutablePointer<leadline_value>!,
  _ max_cpm: UnsafeMutablePointer<leadline_value>!
) -> leadline_status {
  guard let price = unsafe lead_price, let leads = unsafe leads_per_click, let cpc = unsafe max_cpc,
    unsafe (clicks_per_impression == nil) == (max_cpm == nil)
  else { return LEADLINE_ERROR_NULL }
  guard unsafe isAligned(price), unsafe isAligned(leads),
    unsafe isAligned(clicks_per_impression), unsafe isAligned(cpc), unsafe isAligned(max_cpm)
  else { return LEADLINE_ERROR_MISALIGNED }
  guard let price = unsafe Exact(price.pointee), let leads = unsafe Exact(leads.pointee) else { return LEADLINE_ERROR_ARGUMENT }
  if let clicks = unsafe clicks_per_impression, let cpm = unsafe max_cpm {
    guard let clicks = unsafe Exact(clicks.pointee) else { return LEADLINE_ERROR_ARGUMENT }
    unsafe cpm.pointee = leadline_value(Bid.thousandImpressions(price, leads, clicks), LEADLINE_UNIT_MONEY_PER_COUNT)
  }
  unsafe cpc.pointee = leadline_value(Bid.click(price, leads), LEADLINE_UNIT_MONEY_PER_COUNT)
  return LEADLINE_OK
}

@implementation @_cdecl("leadline_judge_channel")
public func leadline_judge_channel(
  _ spend: leadline_int128, _ leads: leadline_int128, _ sales: leadline_int128, _ decided_leads: leadline_int128,
  _ terms: UnsafePointer<leadline_lead_terms>!, _ level: UInt32, _ verdict: UnsafeMutablePointer<leadline_channel_verdict>!
) -> leadline_status {
  guard let terms = unsafe terms, let target = unsafe verdict else { return LEADLINE_ERROR_NULL }
  let writable = unsafe isWritable(target)
  guard writable == LEADLINE_OK else { return writable }
  var price = noPrice
  let status = unsafe read(terms, conversion: Exact(0), into: &price)
  guard status == LEADLINE_OK else { return status }
  guard let level = ConfidenceLevel(level) else { return LEADLINE_ERROR_ARGUMENT }
  let decided = Proportion(sales, decided_leads)
  let found = ChannelVerdict(spend: Int128(spend), leads: Int128(leads), decided, price, level)
  var result = leadline_channel_verdict()
  result.cost_per_lead = leadline_value(found.costPerLead, LEADLINE_UNIT_MONEY_PER_COUNT)
  result.allowed = leadline_value(found.allowed, LEADLINE_UNIT_MONEY_PER_COUNT)
  result.breakeven = leadline_value(found.breakeven, LEADLINE_UNIT_MONEY_PER_COUNT)
  result.conversion =
    decided.state == Exact.State.defined
    ? leadline_interval(RateInterval.wilson(decided, level)) : leadline_interval(undefined: decided.state)
  result.verdict = found.verdict.rawValue
  result.at_point = found.atPoint.rawValue
  result.at_low = found.atLow.rawValue
  result.at_high = found.atHigh.rawValue
  result.state = found.state
  return unsafe writeResult(result, to: target)
}

@implementation @_cdecl("leadline_forecast")
public func leadline_forecast(
  _ now: UnsafePointer<leadline_int128>!, _ results: UnsafePointer<leadline_int128>!, _ earlier: UnsafePointer<leadline_int128>!,
  _ weights: UnsafePointer<Int64>!, _ count: Int, _ parts: UnsafeMutablePointer<leadline_value>!,
  _ forecast: UnsafeMutablePointer<leadline_value>!
) -> leadline_status {
  if let status = unsafe refusal(now, count) ?? refusal(results, count) { return status }
  if let status = unsafe refusal(earlier, count) ?? refusal(weights, count) { return status }
  guard let forecast = unsafe forecast else { return LEADLINE_ERROR_NULL }
  guard unsafe isAligned(parts), unsafe isAligned(forecast) else { return LEADLINE_ERROR_MISALIGNED }
  var mean = WeightedMean()
  for i in 0..<count {
    let part = unsafe Forecast.part(Int128(now[i]), results: Int128(results[i]), of: Int128(earlier[i]))
    unsafe mean.add(part, weight: weights[i])
    if let parts = unsafe parts { unsafe parts[i] = leadline_value(part, LEADLINE_UNIT_COUNT) }
  }
  unsafe forecast.pointee = leadline_value(mean.mean, LEADLINE_UNIT_COUNT)
  return LEADLINE_OK
}

@implementation @_cdecl("leadline_composite_index")
public func leadline_composite_index(
  _ inputs: UnsafePointer<leadline_value>!, _ weights: UnsafePointer<Int64>!, _ count: Int,
  _ index: UnsafeMutablePointer<leadline_value>!
) -> leadline_status {
  if let status = unsafe refusal(inputs, count) ?? refusal(weights, count) { return status }
  guard let index = unsafe index else { return LEADLINE_ERROR_NULL }
  guard unsafe isAligned(index) else { return LEADLINE_ERROR_MISALIGNED }
  var mean = WeightedMean()
  for i in 0..<count {
    guard let input = unsafe Exact(inputs[i]) else { return LEADLINE_ERROR_ARGUMENT }
    unsafe mean.add(input, weight: weights[i])
  }
  unsafe index.pointee = leadline_value(mean.mean, LEADLINE_UNIT_RATIO)
  return LEADLINE_OK
}
