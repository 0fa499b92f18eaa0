extension Catalogue {
  /// The base measures: sums over facts, that all else is made of.
  static var measures: StaticString {
    """
    # Media
    impressions | count(impression) | | count | up | tactical! | Impressions served
    eligible_impressions | count(eligible_impression) | | count | none | tactical | Impressions that could have been \
    had, counted elsewhere
    views | count(view) | | count | up | tactical! | Views, of video for one
    clicks | count(click) | | count | up | tactical! | Clicks on an ad
    click_outs | count(click_out) | | count | up | tactical | Clicks out to a seller
    # The site
    visits | count(visit) | | count | up | web! | Visits to the site
    bounces | count(bounce) | | count | down | web | Visits of one page
    engaged_visits | count(visit_engaged) | | count | up | web | Visits of some length, of two pages or with an outcome
    page_views | count(page_view) | | count | up | web! | Pages looked at
    visit_time | amount(visit) | | seconds | up | web | Length of all visits
    registrations | count(registration) | | count | up | web | Registrations
    subscriptions | count(subscription) | | count | up | web | Subscriptions
    logins | count(login) | | count | up | web | Logins
    cta_views | count(cta_view) | | count | up | web! | Times a call to action was on a page that was looked at
    cta_actions | count(cta_action) | | count | up | web | Times a call to action was followed
    soft_conversions | count(soft_conversion) | | count | up | web | Small steps towards a lead
    enquiries | count(enquiry) | | count | up | business | Enquiries
    price_questions | count(price_question) | | count | none | business | Enquiries that ask for the price
    # Leads
    leads | count(lead) | | count | up | business | Leads, all as they came in
    leads_form | count(lead_form) | 0 | count | up | business | Leads from a form
    leads_call | count(lead_call) | 0 | count | up | business | Leads from a call
    leads_callback | count(lead_callback) | 0 | count | up | business | Leads that asked to be called
    leads_other | count(lead_other) | 0 | count | up | business | Leads from elsewhere
    leads_approved | count(lead_approved) | | count | up | business | Leads approved
    leads_rejected | count(lead_rejected) | | count | down | business | Leads rejected
    leads_pending | leads - leads_approved - leads_rejected | | count | none | business | Leads neither approved nor \
    rejected
    leads_valid | leads - leads_rejected | leads | count | up | business | Leads but for the rejected
    contacts | count(lead_contact) | | count | up | business | Leads that can be reached
    ideal_leads | count(lead_ideal) | | count | up | business | Leads that fit the ideal profile
    # The pipeline
    iql | count(iql) | | count | up | business | Information-qualified leads
    mql | count(mql) | | count | up | business | Marketing-qualified leads
    sal | count(sal) | | count | up | business | Leads accepted by sales
    sql | count(sql) | | count | up | business | Sales-qualified leads
    meetings | count(meeting) | | count | up | business | Meetings
    opportunities | count(opportunity) | | count | up | business | Opportunities
    quotes | count(quote) | | count | up | business | Quotes
    contracts | count(contract) | | count | up | business | Contracts signed
    pipeline | amount(opportunity) | | money | up | business | Value of opportunities
    deals_lost | count(deal_lost) | | count | down | business | Deals lost
    # Sales
    sales | count(sale) | | count | up | business | Sales
    revenue | amount(sale) | | money | up | business | Prices paid, before refunds, without sales tax
    sales_first | count(sale) - count(sale_repeat) | | count | up | business | Sales that were the buyer's first
    sales_repeat | count(sale_repeat) | | count | up | business | Later purchases of a buyer
    sales_referral | count(sale_referral) | | count | up | business | First purchases of buyers who were recommended
    sales_upsell | count(upsell) | | count | up | business | Sales with more than was asked for
    sales_cross | count(cross_sell) | | count | up | business | Sales with something beside
    sales_down | count(down_sell) | | count | none | business | Sales of something smaller
    refunds | amount(refund) + amount(cancellation) | 0 | money | down | business | Money given back, and of sales undone
    revenue_net | revenue - refunds | | money | up | business | Revenue less refunds
    payments | amount(payment) | | money | up | business | Money received
    list_value | amount(list_value) | | money | none | business | Prices before discount
    list_value_new | amount(list_value_new) | | money | none | business | Prices before discount, of new customers
    discount_value | amount(discount) | | money | down | business | Discounts granted
    discount_value_new | amount(discount_new) | | money | down | business | Discounts granted to new customers
    customers_new | count(customer_new) | | count | up | strategic | Customers won
    customers_lost | count(customer_lost) | | count | down | strategic | Customers lost
    customers_start | opening(count(customer_opening) + count(customer_new) - count(customer_lost)) | | count | none \
    | strategic | Customers at the start of the period
    # Costs
    media_spend | amount(media_spend) + amount(impression) + amount(view) + amount(click) - amount(spend_credit) - \
    amount(impression_invalid) - amount(click_invalid) | | money | none | tactical | Cost of media, less what was \
    credited back
    creative_cost | amount(creative_cost) | 0 | money | none | tactical | Cost of making ads
    campaign_cost_other | amount(campaign_cost_other) | 0 | money | none | tactical | Other costs of campaigns
    extra_cost | amount(extra_cost) | 0 | money | none | strategic | Costs of another sort
    marketing_cost | media_spend + creative_cost + campaign_cost_other | media_spend | money | none | strategic | \
    Media, making and other costs of campaigns
    goods_cost | amount(goods_cost) | | money | none | strategic | Cost of what was sold
    sales_cost | amount(sales_cost) | | money | none | strategic | Cost of selling
    service_cost | amount(service_cost) | | money | none | strategic | Cost of serving customers
    overhead | amount(overhead) | | money | none | strategic | Overhead
    payouts | amount(payout) | | money | none | tactical | Paid to publishers and partners
    spend_accrued | accrued(spend) | 0 | money | none | tactical | Cost that the prices set make of facts
    payout_accrued | accrued(payout) | 0 | money | none | tactical | Payouts that the prices set make of facts
    # E-mail
    emails_sent | count(email_sent) | | count | none | tactical! | E-mails sent
    emails_delivered | count(email_delivered) | | count | none | tactical! | E-mails delivered
    emails_opened | count(email_open) | | count | up | tactical! | First openings of an e-mail
    email_clicks | count(email_click) | | count | up | tactical | First clicks in an e-mail
    email_unsubscribes | count(email_unsubscribe) | | count | down | tactical | Subscriptions ended by an e-mail
    email_successes | count(email_success) | | count | up | tactical | Replies and meetings
    # Social, brand, search
    social_interactions | count(social_interaction) | | count | up | tactical! | Likes, shares, comments and mentions
    social_likes | count(social_like) | | count | up | tactical! | Likes
    social_shares | count(social_share) | | count | up | tactical! | Shares
    social_comments | count(social_comment) | | count | up | tactical! | Comments
    social_mentions | count(social_mention) | | count | up | tactical! | Mentions
    mentions_own | count(mention_own) | | count | up | strategic | Mentions of the brand
    mentions_market | count(mention_market) | | count | none | strategic | Mentions of all brands
    brand_queries | count(brand_query) | | count | up | strategic | Searches for the brand
    search_queries | count(search_query) | | count | none | strategic | Searches
    # Surveys, content, audiences
    actions_known | count(action_known) | | count | none | tactical | Actions counted by another source
    survey_promoters | count(survey_promoter) | | count | up | strategic | Answers of 9 or 10
    survey_passives | count(survey_passive) | | count | none | strategic | Answers of 7 or 8
    survey_detractors | count(survey_detractor) | | count | down | strategic | Answers of 0 to 6
    satisfaction_sum | amount(satisfaction_answer) | | points | up | strategic | Sum of all answers
    satisfaction_answers | count(satisfaction_answer) | | count | none | strategic | Answers
    content_uses | count(content_use) | | count | up | web! | Uses of content
    content_items | balance(count(content_item)) | | count | none | web! | Content there is at the end of the period
    content_items_used | distinct(content_use by content) | | count | up | web | Pieces of content that were used
    audience_joins | count(audience_join) | | count | up | tactical | Times somebody joined an audience
    # Distinct persons
    social_reach | distinct(social_view) | | persons | up | tactical! | Persons who saw a post
    customers_active | distinct(sale) | | persons | up | strategic | Persons who bought something
    """
  }
}
