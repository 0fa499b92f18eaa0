/// The indicators, from the catalogue's section 3; each function names the tables it was written from.
extension CatalogueModel {
  /// Nil for what the model does not know.
  func calculate(_ id: String) -> Figure? {
    measure(id) ?? cost(id) ?? conversion(id) ?? volume(id) ?? site(id) ?? brand(id) ?? sales(id) ?? result(id) ?? customers(id)
      ?? plan(id)
  }

  /// 3.1
  private func cost(_ id: String) -> Figure? {
    switch id {
    case "cpc": mediaSpend / count("click")
    case "cpm": 1000 * mediaSpend / count("impression")
    case "cpl": mediaSpend / count("lead")
    case "cpl_approved": mediaSpend / count("lead_approved")
    case "cost_per_contact": mediaSpend / count("lead_contact")
    case "cost_per_mql": mediaSpend / count("mql")
    case "cost_per_sql": mediaSpend / count("sql")
    case "cost_per_meeting": mediaSpend / count("meeting")
    case "cost_per_order": mediaSpend / count("sale")
    case "cost_per_contract": mediaSpend / count("contract")
    case "cost_per_opportunity": mediaSpend / count("opportunity")
    case "cpl_full": marketingCost / count("lead")
    case "cost_per_mql_full": marketingCost / count("mql")
    case "cost_per_sql_full": marketingCost / count("sql")
    case "cost_per_meeting_full": marketingCost / count("meeting")
    case "cost_per_opportunity_full": marketingCost / count("opportunity")
    case "cost_per_contract_full": marketingCost / count("contract")
    case "cost_per_order_full": marketingCost / count("sale")
    case "cpv": mediaSpend / count("view")
    case "ad_cost_share": mediaSpend / revenue
    case "cac": costOfWinning
    case "cost_of_sale": amount("sales_cost") / count("sale")
    default: nil
    }
  }

  private var costOfWinning: Figure { (marketingCost + amount("sales_cost")) / count("customer_new") }

  /// 3.3
  private func conversion(_ id: String) -> Figure? {
    switch id {
    case "ctr": clickRate
    case "cr_click_to_lead": leadRate
    case "cr_visit_to_lead": count("lead") / count("visit")
    case "cr_lead_to_sale": saleRate
    case "cr_lead_to_mql": count("mql") / count("lead")
    case "cr_iql_to_mql": count("mql") / count("iql")
    case "cr_mql_to_sql": count("sql") / count("mql")
    case "cr_sql_to_sale": salesFirst / count("sql")
    case "cr_call_to_deal": count("contract") / count("lead_call").orZero
    case "cr_form_to_deal": count("contract") / count("lead_form").orZero
    case "win_rate": count("contract") / (count("contract") + count("deal_lost"))
    case "cr_top": count("mql") / count("visit")
    case "cr_bottom": salesFirst / count("mql")
    case "cr_cta": count("cta_action") / count("cta_view")
    case "cr_lead_approval": count("lead_approved") / (count("lead_approved") + count("lead_rejected"))
    case "click_out_rate": count("click_out") / count("visit")
    default: nil
    }
  }

  private var clickRate: Figure { count("click") / count("impression") }
  private var leadRate: Figure { count("lead") / count("click") }
  private var saleRate: Figure { salesFirst / count("lead") }

  /// 3.4
  private func volume(_ id: String) -> Figure? {
    switch id {
    case "lead_volume": count("lead")
    case "mql_volume": count("mql")
    case "sql_volume": count("sql")
    case "meeting_volume": count("meeting")
    case "iql_volume": count("iql")
    case "ideal_lead_share": count("lead_ideal") / count("lead")
    // The target actions that are recorded: calls to action that were followed, registrations, subscriptions.
    case "action_coverage": (count("cta_action") + count("registration") + count("subscription")) / count("action_known")
    case "soft_conversion_rate": count("soft_conversion") / count("visit")
    case "price_question_share": count("price_question") / count("enquiry")
    case "brand_query_growth": Self.growth(count("brand_query"), from: previous.count("brand_query"))
    default: nil
    }
  }

  /// 3.5 and 3.6
  private func site(_ id: String) -> Figure? {
    switch id {
    case "bounce_rate": count("bounce") / count("visit")
    case "engagement_rate": count("visit_engaged") / count("visit")
    case "pages_per_visit": count("page_view") / count("visit")
    case "visit_duration_mean": amount("visit") / count("visit")
    case "registration_rate": count("registration") / count("visit")
    case "login_rate": count("login") / count("visit")
    case "email_delivery_rate": count("email_delivered") / count("email_sent")
    case "email_open_rate": count("email_open") / count("email_delivered")
    case "email_ctr": count("email_click") / count("email_delivered")
    case "email_subscribe_rate": count("subscription") / count("visit")
    // The list's size at the start: who subscribed before, less who left before.
    case "email_list_growth":
      count("subscription") / (opening.count("subscription") - opening.count("email_unsubscribe").orZero)
    case "email_unsubscribe_rate": count("email_unsubscribe") / count("email_delivered")
    case "email_mql_rate": email.count("mql") / count("email_delivered")
    case "email_conversion_rate": email.count("lead") / count("email_click")
    case "email_success_rate": count("email_success") / count("email_sent")
    case "email_return": email.revenue / email.marketingCost
    default: nil
    }
  }

  /// 3.7 and 3.8
  private func brand(_ id: String) -> Figure? {
    switch id {
    case "share_of_voice": count("mention_own") / count("mention_market")
    case "nps":
      100 * (count("survey_promoter") - count("survey_detractor"))
        / (count("survey_promoter") + count("survey_passive") + count("survey_detractor"))
    case "satisfaction_mean": amount("satisfaction_answer") / count("satisfaction_answer")
    case "referral_share": count("sale_referral") / count("sale")
    case "repeat_and_referral_share": (count("sale_repeat") + count("sale_referral")) / count("sale")
    case "content_uses_per_item": count("content_use") / contentItems
    case "search_impression_share": count("impression") / count("eligible_impression")
    case "organic_traffic": count("organic_estimate")
    case "organic_traffic_value": amount("organic_estimate")
    case "referring_domains": closing.count("referring_domain")
    case "inbound_link_growth": Self.growth(closing.count("inbound_link"), from: previous.closing.count("inbound_link"))
    default: nil
    }
  }

  /// 3.9
  private func sales(_ id: String) -> Figure? {
    switch id {
    case "average_check": averageCheck
    case "gross_profit": grossProfit
    case "margin_rate": marginRate
    case "margin_attainment": grossProfit / parameters.marginTarget
    case "sales_growth": Self.growth(revenue, from: previous.revenue)
    case "discount_rate_new": amount("discount_new") / amount("list_value_new")
    case "upsell_share": count("upsell") / count("sale")
    case "refund_rate": refunds / revenue
    default: nil
    }
  }

  private var averageCheck: Figure { revenue / count("sale") }
  private var grossProfit: Figure { revenueNet - amount("goods_cost") }
  private var marginRate: Figure {
    (grossProfit == .noData ? revenueNet - unitCost * count("sale") : grossProfit) / revenueNet
  }

  /// 3.10
  private func result(_ id: String) -> Figure? {
    let costs = marketingCost + amount("overhead") + amount("extra_cost").orZero
    switch id {
    case "roas": return revenue / mediaSpend
    case "romi": return (revenueNet - marketingCost) / marketingCost
    case "roi_gross_amount": return grossProfit - marketingCost
    case "roi_gross_ratio": return (grossProfit - marketingCost) / marketingCost
    case "roi_clv_amount": return revenueNet - amount("service_cost") - marketingCost
    case "roi_revenue_amount": return revenueNet - costs
    case "roi_revenue_ratio": return (revenueNet - costs) / costs
    case "profit_full": return revenueNet - amount("goods_cost") - amount("sales_cost") - amount("service_cost") - costs
    case "roi_overall":
      let all = overall
      return (all.revenueNet - all.marketingCost) / all.marketingCost
    case "breakeven_roas": return .whole(1) / marginRate
    default: return nil
    }
  }

  /// 3.11
  private func customers(_ id: String) -> Figure? {
    switch id {
    case "acquisition_cost": acquisitionCost
    case "clv_total": worth
    case "clv_mean": meanWorth
    case "clv_margin": marginRate * revenueNet - acquisitionCost - amount("service_cost")
    case "clv_to_cac": (marginRate * revenueNet - amount("service_cost")) / count("customer_new") / costOfWinning
    case "clv_growth_vs_revenue_growth":
      Self.growth(meanWorth, from: previous.meanWorth) - Self.growth(revenueNet, from: previous.revenueNet)
    case "new_to_loss": count("customer_new") / count("customer_lost")
    case "churn_rate": count("customer_lost") / customersStart
    default: nil
    }
  }

  /// Whoever books no selling costs wins customers by marketing alone.
  private var acquisitionCost: Figure { marketingCost + amount("sales_cost").orZero }
  private var worth: Figure { revenueNet - acquisitionCost - amount("service_cost") }
  private var meanWorth: Figure { worth / count("customer_new") }

  /// 3.14 and 3.15
  private func plan(_ id: String) -> Figure? {
    let leadPrice = unitMargin * parameters.allowedShare * saleRate
    return switch id {
    case "unit_cost": unitCost
    case "allowed_share": parameters.allowedShare
    case "purchases_expected": parameters.purchasesExpected
    case "margin_target": parameters.marginTarget
    case "unit_margin": unitMargin
    case "acquisition_allowance": unitMargin * parameters.allowedShare
    case "lead_price_forecast": leadPrice
    case "lead_price_breakeven": unitMargin * saleRate
    case "lead_price_with_repeats": leadPrice * parameters.purchasesExpected
    case "lead_price_ceiling_ok": Figure.flag(mediaSpend / count("lead"), isLessThan: unitMargin)
    case "check_covers_lead": Figure.flag(mediaSpend / count("lead"), isLessThan: averageCheck)
    case "max_cpc": leadPrice * leadRate
    case "max_cpm": 1000 * (leadPrice * leadRate) * clickRate
    default: nil
    }
  }

  /// Where the host sets none, the mean of what was booked.
  private var unitCost: Figure { parameters.unitCost ?? amount("goods_cost") / count("sale") }
  private var unitMargin: Figure { averageCheck - unitCost }
}
