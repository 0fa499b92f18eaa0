extension Catalogue {
  /// The indicators. Journeys and attribution have theirs where they are worked out.
  static var indicators: StaticString {
    """
    # Cost (3.1)
    cpc | media_spend / clicks | | money per click | down | tactical | Media cost of a click
    cpm | 1000 * media_spend / impressions | | money per 1000 impressions | down | tactical | Media cost of 1000 impressions
    cpv | media_spend / views | | money per view | down | tactical | Media cost of a view
    cpl | media_spend / leads | | money per lead | down | tactical | Media cost of a lead
    cpl_approved | media_spend / leads_approved | | money per lead | down | tactical | Media cost of an approved lead
    cost_per_contact | media_spend / contacts | | money per contact | down | tactical | Media cost of a lead that \
    can be reached
    cost_per_mql | media_spend / mql | | money per MQL | down | tactical | Media cost of a marketing-qualified lead
    cost_per_sql | media_spend / sql | | money per SQL | down | tactical | Media cost of a sales-qualified lead
    cost_per_meeting | media_spend / meetings | | money per meeting | down | tactical | Media cost of a meeting
    cost_per_opportunity | media_spend / opportunities | | money per opportunity | down | tactical | Media cost of \
    an opportunity
    cost_per_contract | media_spend / contracts | | money per contract | down | tactical | Media cost of a contract
    cost_per_order cpa cpo | media_spend / sales | | money per sale | down | tactical | Media cost of a sale
    cpl_full | marketing_cost / leads | | money per lead | down | tactical | Marketing cost of a lead
    cost_per_mql_full | marketing_cost / mql | | money per MQL | down | tactical | Marketing cost of a \
    marketing-qualified lead
    cost_per_sql_full | marketing_cost / sql | | money per SQL | down | tactical | Marketing cost of a sales-qualified lead
    cost_per_meeting_full | marketing_cost / meetings | | money per meeting | down | tactical | Marketing cost of a meeting
    cost_per_opportunity_full | marketing_cost / opportunities | | money per opportunity | down | tactical | \
    Marketing cost of an opportunity
    cost_per_contract_full | marketing_cost / contracts | | money per contract | down | tactical | Marketing cost of \
    a contract
    cost_per_order_full | marketing_cost / sales | | money per sale | down | tactical | Marketing cost of a sale
    ad_cost_share acos | media_spend / revenue | | ratio | down | tactical | Media cost as a share of revenue
    cac | (marketing_cost + sales_cost) / customers_new | | money per customer | down | strategic | Cost of winning \
    a customer
    cost_of_sale | sales_cost / sales | | money per sale | down | strategic | Selling cost of a sale
    # Conversion (3.3)
    ctr | clicks / impressions | | ratio | up | tactical | Clicks of impressions
    cr_click_to_lead | leads / clicks | | ratio | up | tactical | Leads of clicks
    cr_visit_to_lead traffic_to_lead | leads / visits | | ratio | up | tactical | Leads of visits
    cr_lead_to_sale | sales_first / leads | | ratio | up | business | First sales of leads
    cr_lead_to_mql | mql / leads | | ratio | up | business | Marketing-qualified leads of leads
    cr_iql_to_mql | mql / iql | | ratio | up | business | Marketing-qualified of information-qualified leads
    cr_mql_to_sql | sql / mql | | ratio | up | business | Sales-qualified of marketing-qualified leads
    cr_sql_to_sale | sales_first / sql | | ratio | up | business | First sales of sales-qualified leads
    cr_call_to_deal | contracts / leads_call | | ratio | up | business | Contracts of leads that called
    cr_form_to_deal | contracts / leads_form | | ratio | up | business | Contracts of leads from a form
    win_rate | contracts / (contracts + deals_lost) | | ratio | up | business | Contracts of deals decided
    cr_top | mql / visits | | ratio | up | tactical | Top of the funnel: marketing-qualified leads of visits
    cr_bottom | sales_first / mql | | ratio | up | business | Bottom of the funnel: first sales of marketing-qualified leads
    cr_cta | cta_actions / cta_views | | ratio | up | web | Actions of times a call to action was seen
    cr_lead_approval | leads_approved / (leads_approved + leads_rejected) | | ratio | up | business | Approved of \
    leads decided
    click_out_rate | click_outs / visits | | ratio | up | web | Clicks out to a seller of visits
    cr_visitor_to_lead | distinct(lead) / visitors | | ratio | up | tactical | Persons with a lead, of visitors
    # Volume (3.4)
    reach | distinct(impression) | | persons | up | tactical! | Persons who were shown an ad
    frequency | identified(impression) / reach | | impressions per person | none | tactical | Impressions of a person
    visitors | distinct(visit) | | persons | up | web! | Persons who visited the site
    audience_size | distinct(audience_join) | | persons | up | tactical | Persons who joined an audience
    lead_volume | leads | | count | up | business | Leads
    iql_volume | iql | | count | up | business | Information-qualified leads
    mql_volume | mql | | count | up | business | Marketing-qualified leads
    sql_volume | sql | | count | up | business | Sales-qualified leads
    meeting_volume | meetings | | count | up | business | Meetings
    ideal_lead_share | ideal_leads / leads | | ratio | up | business | Leads that fit the ideal profile, of leads
    action_coverage | (cta_actions + registrations + subscriptions) / actions_known | | ratio | up | tactical | \
    Actions recorded of those another source knows
    soft_conversion_rate | soft_conversions / visits | | ratio | up | web | Small steps of visits
    price_question_share | price_questions / enquiries | | ratio | none | business | Enquiries that ask for the price
    brand_query_growth | growth(brand_queries) | | ratio | up | strategic | Growth of searches for the brand over \
    the period before
    # The site (3.5)
    bounce_rate | bounces / visits | | ratio | down | web | Visits of one page, of visits
    engagement_rate | engaged_visits / visits | | ratio | up | web | Engaged visits of visits
    pages_per_visit | page_views / visits | | ratio | up | web | Pages of a visit
    visit_duration_mean | visit_time / visits | | seconds per visit | up | web | Length of a visit
    registration_rate | registrations / visits | | ratio | up | web | Registrations of visits
    login_rate | logins / visits | | ratio | up | web | Logins of visits
    # E-mail (3.6)
    email_delivery_rate | emails_delivered / emails_sent | | ratio | up | tactical | Delivered of e-mails sent
    email_open_rate | emails_opened / emails_delivered | | ratio | up | tactical! | Opened of e-mails delivered
    email_ctr | email_clicks / emails_delivered | | ratio | up | tactical | Clicked of e-mails delivered
    email_subscribe_rate | subscriptions / visits | | ratio | up | tactical | Subscriptions of visits
    email_list_growth | subscriptions / opening(subscriptions - if defined(email_unsubscribes, 0)) | | ratio | up | \
    tactical | Subscriptions of the list's size at the start
    email_unsubscribe_rate | email_unsubscribes / emails_delivered | | ratio | down | tactical | Subscriptions ended \
    of e-mails delivered
    email_mql_rate | count(mql where channel = email) / emails_delivered | | ratio | up | business | \
    Marketing-qualified leads from e-mail, of e-mails delivered
    email_conversion_rate | count(lead where channel = email) / email_clicks | | ratio | up | business | Leads from \
    e-mail, of clicks in e-mails
    email_success_rate | email_successes / emails_sent | | ratio | up | business | Replies and meetings of e-mails sent
    email_return | revenue where channel = email / marketing_cost where channel = email | | factor | up | strategic \
    | Revenue from e-mail over what e-mail cost
    # Social, brand, surveys (3.7)
    share_of_voice | mentions_own / mentions_market | | ratio | up | strategic | Mentions of the brand of those of \
    all brands
    nps | 100 * (survey_promoters - survey_detractors) / (survey_promoters + survey_passives + survey_detractors) | \
    | points | up | strategic | Promoters less detractors, of 100 answers
    satisfaction_mean | satisfaction_sum / satisfaction_answers | | points per answer | up | strategic | Mean answer
    referral_share | sales_referral / sales | | ratio | up | strategic | Sales to buyers who were recommended
    repeat_and_referral_share | (sales_repeat + sales_referral) / sales | | ratio | up | strategic | Sales that are \
    repeated or recommended
    social_engagement_rate | identified(social_interaction) / social_reach | | interactions per person | up | tactical \
    | Interactions of a person who was reached
    content_utilisation | content_items_used / content_items | | ratio | up | web | Pieces of content that were used, of all
    content_uses_per_item | content_uses / content_items | | ratio | up | web | Uses of a piece of content
    # Search (3.8)
    search_impression_share | impressions / eligible_impressions | | ratio | up | tactical | Impressions of those \
    that could have been had
    organic_traffic | count(organic_estimate) | | count | up | tactical | Visits estimated from search volume and positions
    organic_traffic_value | amount(organic_estimate) | | money | up | tactical | What those visits would have cost as clicks
    keywords_in_top | distinct(organic_estimate by keyword where position = top) | | count | up | tactical | Keywords \
    whose facts have the name top as their position: those within a rank of the host's
    referring_domains | balance(count(referring_domain)) | | count | up | tactical | Domains that link here at the \
    end of the period
    inbound_link_growth | growth(balance(count(inbound_link))) | | ratio | up | tactical | Growth of links to the \
    site over the period before
    # Sales (3.9)
    average_check aov | revenue / sales | | money per sale | up | business | Revenue of a sale
    gross_profit | revenue_net - goods_cost | | money | up | strategic | Net revenue less what was sold
    margin_rate | if defined(gross_profit, revenue_net - unit_cost * sales) / revenue_net | | ratio | up | strategic | \
    Gross profit of net revenue; without goods_cost taken in it is reckoned with unit_cost, where the host gives one
    margin_attainment | gross_profit / margin_target | | ratio | up | strategic | Gross profit of its target
    sales_growth | growth(revenue) | | ratio | up | business | Growth of revenue over the period before
    discount_rate_new | discount_value_new / list_value_new | | ratio | down | business | Discount of list prices, \
    to new customers
    upsell_share | sales_upsell / sales | | ratio | up | business | Sales with more than was asked for
    refund_rate | refunds / revenue | | ratio | down | business | Money given back of revenue
    # Return (3.10)
    roas | revenue / media_spend | | factor | up | strategic | Revenue over media cost
    romi | (revenue_net - marketing_cost) / marketing_cost | | ratio | up | strategic | Net revenue beyond marketing \
    cost, over it
    roi_gross_amount | gross_profit - marketing_cost | | money | up | strategic | Gross profit less marketing cost
    roi_gross_ratio | (gross_profit - marketing_cost) / marketing_cost | | ratio | up | strategic | Gross profit \
    beyond marketing cost, over it
    roi_clv_amount | revenue_net - service_cost - marketing_cost | | money | up | strategic | Net revenue of a group \
    of customers less service and marketing
    roi_revenue_amount | revenue_net - marketing_cost - overhead - extra_cost | | money | up | strategic | Net \
    revenue less marketing, overhead and extra cost
    roi_revenue_ratio | roi_revenue_amount / (marketing_cost + overhead + extra_cost) | | ratio | up | strategic | \
    The same, over those costs
    roi_overall | total(revenue_net - marketing_cost) / total(marketing_cost) | | ratio | up | strategic | Return on \
    all marketing together, the same for every key; of what a query's filters leave
    profit_full | revenue_net - goods_cost - marketing_cost - sales_cost - service_cost - overhead - extra_cost | | \
    money | up | strategic | Net revenue less all costs
    breakeven_roas | 1 / margin_rate | | factor | down | strategic | Revenue over media cost at which nothing is earned
    # Customers (3.11)
    acquisition_cost | marketing_cost + if defined(sales_cost, 0) | | money | none | strategic | Marketing and selling cost
    clv_total | revenue_net - acquisition_cost - service_cost | | money | up | strategic | What a group of customers \
    is worth
    clv_mean ltv | clv_total / customers_new | | money per customer | up | strategic | What a customer is worth
    clv_margin | margin_rate * revenue_net - acquisition_cost - service_cost | | money | up | strategic | What a \
    group of customers is worth, goods paid
    clv_to_cac | ((margin_rate * revenue_net - service_cost) / customers_new) / cac | | factor | up | strategic | \
    Worth of a customer before acquisition over its cost
    clv_growth_vs_revenue_growth | growth(clv_mean) - growth(revenue_net) | | ratio | up | strategic | How much \
    faster worth grows than revenue
    purchases_per_customer | identified(sale) / customers_active | | purchases per customer | up | strategic | \
    Purchases of a customer
    clv_repeat | unit_margin * identified(sale) / customers_active - (acquisition_cost + service_cost) / \
    customers_active | | money per customer | up | strategic | What a customer's purchases leave, less winning and \
    serving the customer
    new_to_loss | customers_new / customers_lost | | factor | up | strategic | Customers won for each one lost
    churn_rate | customers_lost / customers_start | | ratio | down | strategic | Customers lost of those at the start
    # Planning (3.15)
    unit_margin | average_check - unit_cost | | money per sale | up | strategic | What a sale leaves
    acquisition_allowance | unit_margin * allowed_share | | money per sale | up | strategic | What winning a sale may cost
    lead_price_forecast | acquisition_allowance * cr_lead_to_sale | | money per lead | up | strategic | What a lead may cost
    lead_price_breakeven | unit_margin * cr_lead_to_sale | | money per lead | up | strategic | What a lead costs \
    when nothing is left
    lead_price_with_repeats | unit_margin * purchases_expected * allowed_share * cr_lead_to_sale | | money per lead \
    | up | strategic | What a lead may cost when customers come back
    lead_price_ceiling_ok | cpl < unit_margin | | flag | up | strategic | 1 where a lead costs less than a sale leaves, else 0
    check_covers_lead | average_check > cpl | | flag | up | strategic | 1 where a sale brings more than a lead costs; 0 \
    means: change source, text or click price
    max_cpc | lead_price_forecast * cr_click_to_lead | | money per click | up | strategic | What a click may cost
    max_cpm | 1000 * max_cpc * ctr | | money per 1000 impressions | up | strategic | What 1000 impressions may cost
    """
  }

  /// Figures that the host may set by giving them another formula; these are the defaults.
  static var parameters: StaticString {
    """
    unit_cost | goods_cost / sales | | money per sale | none | strategic | What a sale's goods cost: a figure of the \
    host's, or the mean
    allowed_share | 0.5 | | ratio | none | strategic | Share of the margin that may be spent on winning a sale
    purchases_expected | 1 | | ratio | none | strategic | Purchases a customer is expected to make
    margin_target | money(0) | | money | none | strategic | Gross profit that is aimed at
    """
  }
}
