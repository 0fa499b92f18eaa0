extension Catalogue {
  /// The base measures that are sums: they add over any names and periods.
  ///
  /// `count(k)` and `amount(k)` include the parts of k. Not here, because they are no sums: the stocks (customers_start,
  /// content_items), the distinct counts (customers_active, social_reach, content_items_used) and what needs journeys
  /// (open_leads).
  static let measures: InlineArray<86, Row> =
    [
      // Media
      Row("impressions", "count(impression)", Unit.count),
      Row("eligible_impressions", "count(eligible_impression)", Unit.count),
      Row("views", "count(view)", Unit.count),
      Row("clicks", "count(click)", Unit.count),
      Row("click_outs", "count(click_out)", Unit.count),
      // The site
      Row("visits", "count(visit)", Unit.count),
      Row("bounces", "count(bounce)", Unit.count),
      Row("page_views", "count(page_view)", Unit.count),
      Row("visit_time", "amount(visit)", Unit.seconds),
      Row("registrations", "count(registration)", Unit.count),
      Row("subscriptions", "count(subscription)", Unit.count),
      Row("logins", "count(login)", Unit.count),
      Row("soft_conversions", "count(soft_conversion)", Unit.count),
      Row("enquiries", "count(enquiry)", Unit.count),
      Row("price_questions", "count(price_question)", Unit.count),
      // Leads
      Row("leads", "count(lead)", Unit.count),
      Row("leads_form", "count(lead_form)", Unit.count, .zero),
      Row("leads_call", "count(lead_call)", Unit.count, .zero),
      Row("leads_callback", "count(lead_callback)", Unit.count, .zero),
      Row("leads_other", "count(lead_other)", Unit.count, .zero),
      Row("leads_approved", "count(lead_approved)", Unit.count),
      Row("leads_rejected", "count(lead_rejected)", Unit.count),
      Row("leads_pending", "leads - leads_approved - leads_rejected", Unit.count),
      Row("leads_valid", "leads - leads_rejected", Unit.count, .needsOnly("leads")),
      Row("contacts", "count(lead_contact)", Unit.count),
      Row("ideal_leads", "count(lead_ideal)", Unit.count),
      // The pipeline
      Row("iql", "count(iql)", Unit.count),
      Row("mql", "count(mql)", Unit.count),
      Row("sal", "count(sal)", Unit.count),
      Row("sql", "count(sql)", Unit.count),
      Row("meetings", "count(meeting)", Unit.count),
      Row("opportunities", "count(opportunity)", Unit.count),
      Row("quotes", "count(quote)", Unit.count),
      Row("contracts", "count(contract)", Unit.count),
      Row("pipeline", "amount(opportunity)", Unit.money),
      Row("deals_lost", "count(deal_lost)", Unit.count),
      // Sales
      Row("sales", "count(sale)", Unit.count),
      Row("revenue", "amount(sale)", Unit.money),
      Row("sales_first", "count(sale) - count(sale_repeat)", Unit.count),
      Row("sales_repeat", "count(sale_repeat)", Unit.count),
      Row("sales_referral", "count(sale_referral)", Unit.count),
      Row("sales_upsell", "count(upsell)", Unit.count),
      Row("sales_cross", "count(cross_sell)", Unit.count),
      Row("sales_down", "count(down_sell)", Unit.count),
      Row("refunds", "amount(refund) + amount(cancellation)", Unit.money, .zero),
      Row("revenue_net", "revenue - refunds", Unit.money),
      Row("payments", "amount(payment)", Unit.money),
      Row("list_value", "amount(list_value)", Unit.money),
      Row("list_value_new", "amount(list_value_new)", Unit.money),
      Row("discount_value", "amount(discount)", Unit.money),
      Row("discount_value_new", "amount(discount_new)", Unit.money),
      Row("customers_new", "count(customer_new)", Unit.count),
      Row("customers_lost", "count(customer_lost)", Unit.count),
      // Costs
      Row(
        "media_spend",
        """
        amount(media_spend) + amount(impression) + amount(view) + amount(click) \
        - amount(spend_credit) - amount(impression_invalid) - amount(click_invalid)
        """, Unit.money),
      Row("creative_cost", "amount(creative_cost)", Unit.money, .zero),
      Row("campaign_cost_other", "amount(campaign_cost_other)", Unit.money, .zero),
      Row("extra_cost", "amount(extra_cost)", Unit.money, .zero),
      Row("marketing_cost", "media_spend + creative_cost + campaign_cost_other", Unit.money, .needsOnly("media_spend")),
      Row("goods_cost", "amount(goods_cost)", Unit.money),
      Row("sales_cost", "amount(sales_cost)", Unit.money),
      Row("service_cost", "amount(service_cost)", Unit.money),
      Row("overhead", "amount(overhead)", Unit.money),
      Row("payouts", "amount(payout)", Unit.money),
      // E-mail
      Row("emails_sent", "count(email_sent)", Unit.count),
      Row("emails_delivered", "count(email_delivered)", Unit.count),
      Row("emails_opened", "count(email_open)", Unit.count),
      Row("email_clicks", "count(email_click)", Unit.count),
      Row("email_unsubscribes", "count(email_unsubscribe)", Unit.count),
      Row("email_successes", "count(email_success)", Unit.count),
      // Social, brand, search
      Row("social_interactions", "count(social_interaction)", Unit.count),
      Row("social_likes", "count(social_like)", Unit.count),
      Row("social_shares", "count(social_share)", Unit.count),
      Row("social_comments", "count(social_comment)", Unit.count),
      Row("social_mentions", "count(social_mention)", Unit.count),
      Row("mentions_own", "count(mention_own)", Unit.count),
      Row("mentions_market", "count(mention_market)", Unit.count),
      Row("brand_queries", "count(brand_query)", Unit.count),
      Row("search_queries", "count(search_query)", Unit.count),
      // Surveys, content, audiences
      Row("actions_known", "count(action_known)", Unit.count),
      Row("survey_promoters", "count(survey_promoter)", Unit.count),
      Row("survey_passives", "count(survey_passive)", Unit.count),
      Row("survey_detractors", "count(survey_detractor)", Unit.count),
      Row("satisfaction_sum", "amount(satisfaction_answer)", Unit.points),
      Row("satisfaction_answers", "count(satisfaction_answer)", Unit.count),
      Row("content_uses", "count(content_use)", Unit.count),
      Row("audience_joins", "count(audience_join)", Unit.count),
    ]
}
