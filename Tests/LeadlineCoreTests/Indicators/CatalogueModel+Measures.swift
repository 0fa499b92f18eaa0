/// The base measures, from the kinds' page: "Base measures from kinds".
extension CatalogueModel {
  /// No data where the kind was never taken in.
  static let counts = [
    "impressions": "impression", "eligible_impressions": "eligible_impression", "views": "view", "clicks": "click",
    "click_outs": "click_out", "visits": "visit", "bounces": "bounce", "page_views": "page_view", "leads": "lead",
    "leads_approved": "lead_approved", "leads_rejected": "lead_rejected", "contacts": "lead_contact", "ideal_leads": "lead_ideal",
    "iql": "iql", "mql": "mql", "sal": "sal", "sql": "sql", "meetings": "meeting", "opportunities": "opportunity",
    "quotes": "quote", "contracts": "contract", "deals_lost": "deal_lost", "sales": "sale", "sales_repeat": "sale_repeat",
    "sales_referral": "sale_referral", "sales_upsell": "upsell", "sales_cross": "cross_sell", "sales_down": "down_sell",
    "customers_new": "customer_new", "customers_lost": "customer_lost", "emails_sent": "email_sent",
    "emails_delivered": "email_delivered", "emails_opened": "email_open", "email_clicks": "email_click",
    "email_unsubscribes": "email_unsubscribe", "email_successes": "email_success", "registrations": "registration",
    "subscriptions": "subscription", "logins": "login", "enquiries": "enquiry", "price_questions": "price_question",
    "soft_conversions": "soft_conversion", "social_interactions": "social_interaction", "social_likes": "social_like",
    "social_shares": "social_share", "social_comments": "social_comment", "social_mentions": "social_mention",
    "mentions_own": "mention_own", "mentions_market": "mention_market", "brand_queries": "brand_query",
    "search_queries": "search_query", "actions_known": "action_known", "survey_promoters": "survey_promoter",
    "survey_passives": "survey_passive", "survey_detractors": "survey_detractor", "satisfaction_answers": "satisfaction_answer",
    "content_uses": "content_use", "audience_joins": "audience_join",
    // Of the catalogue's formulas, not on the kinds' page.
    "engaged_visits": "visit_engaged", "cta_views": "cta_view", "cta_actions": "cta_action",
  ]
  static let amounts = [
    "visit_time": "visit", "pipeline": "opportunity", "revenue": "sale", "list_value": "list_value",
    "list_value_new": "list_value_new", "discount_value": "discount", "discount_value_new": "discount_new",
    "goods_cost": "goods_cost", "sales_cost": "sales_cost", "service_cost": "service_cost", "overhead": "overhead",
    "payouts": "payout", "payments": "payment", "satisfaction_sum": "satisfaction_answer",
  ]
  /// Zero where the kind was never taken in.
  static let countsOrZero = [
    "leads_form": "lead_form", "leads_call": "lead_call", "leads_callback": "lead_callback", "leads_other": "lead_other",
  ]
  static let amountsOrZero = [
    "creative_cost": "creative_cost", "campaign_cost_other": "campaign_cost_other", "extra_cost": "extra_cost",
  ]

  func measure(_ id: String) -> Figure? {
    if let kind = Self.counts[id] { return count(kind) }
    if let kind = Self.amounts[id] { return amount(kind) }
    if let kind = Self.countsOrZero[id] { return count(kind).orZero }
    if let kind = Self.amountsOrZero[id] { return amount(kind).orZero }
    switch id {
    case "leads_pending": return count("lead") - count("lead_approved") - count("lead_rejected")
    case "leads_valid": return count("lead") - count("lead_rejected").orZero
    case "sales_first": return salesFirst
    case "refunds": return refunds
    case "revenue_net": return revenueNet
    case "media_spend": return mediaSpend
    case "marketing_cost": return marketingCost
    case "customers_start": return customersStart
    case "content_items": return contentItems
    default: return nil
    }
  }

  var revenue: Figure { amount("sale") }
  var salesFirst: Figure { count("sale") - count("sale_repeat").orZero }
  var refunds: Figure { amount("refund").orZero + amount("cancellation").orZero }
  var revenueNet: Figure { revenue - refunds }

  var mediaSpend: Figure {
    together(
      [amount("media_spend"), amount("impression"), amount("view"), amount("click")],
      less: [amount("spend_credit"), amount("impression_invalid"), amount("click_invalid")])
  }

  var marketingCost: Figure { mediaSpend + amount("creative_cost").orZero + amount("campaign_cost_other").orZero }

  /// A stock: opening, new and lost, before the period.
  var customersStart: Figure {
    let before = opening
    return together([before.count("customer_opening"), before.count("customer_new")], less: [before.count("customer_lost")])
  }

  /// A stock, at the end of the period.
  var contentItems: Figure { closing.count("content_item") }
}
