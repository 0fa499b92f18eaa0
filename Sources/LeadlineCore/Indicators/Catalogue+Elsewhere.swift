extension Catalogue {
  /// Indicators that no sums of rollups give, by the function that answers them: one a line, as `Catalogue` has rows, but for the
  /// formula, which is told in words, and the function in the place of `absence`.
  static var elsewhere: StaticString {
    """
    # Funnels and the time they take (3.12)
    funnel_count | buyers that reached step k | leadline_funnel | buyers | up | business | Buyers that reached a step of a funnel
    funnel_step_rate | funnel_count(k) / funnel_count(k - 1) | leadline_funnel | ratio | up | business | Those that reached a \
    step, of those that reached the one before; only those whose window is over
    funnel_total_rate | funnel_count(k) / funnel_count(1) | leadline_funnel | ratio | up | business | Those that reached a step, \
    of those that reached the first; only those whose window is over
    funnel_drop | funnel_count(k - 1) - funnel_count(k) | leadline_funnel | buyers | down | business | Those that did not go on \
    to a step; in a table, those "dropped" and "open" at the step before
    stage_population | buyers in stage k at an instant | leadline_stage_population | buyers | none | business | Buyers in a stage now
    stage_time | time in stage k: mean, median, quantiles | leadline_stage_times | seconds | down | business | Time that buyers \
    stay in a stage
    velocity | time from stage a to stage b: mean, median, quantiles | leadline_velocity | seconds | down | business | Time \
    between two stages, such as MQL and SQL, or the first touch and the sale
    velocity_censored | the same, with unfinished journeys as at least so long (product-limit estimate) | leadline_velocity | \
    seconds | down | business | Time between two stages, of all who entered the first
    response_time | time from enquiry to first answer: mean, median, quantiles | leadline_response | seconds | down | business | \
    Time that enquiries wait for an answer, elapsed or in working hours
    response_within | answered within a limit / enquiries whose limit has passed or that were answered | leadline_response | \
    ratio | up | business | Enquiries that were answered in time
    response_lift | share qualified of those answered within a limit / of those answered later | leadline_response | factor | \
    up | business | How much oftener enquiries become qualified that were answered in time
    # Cohorts, open leads (3.10, 3.11)
    retention | members active at age k / size of the cohort | leadline_cohorts | ratio | up | strategic | Members of a cohort \
    who are still active
    payback_age | least age with cumulative contribution >= acquisition cost | leadline_cohorts | periods | down | strategic | \
    Periods until a cohort has paid for winning it
    open_leads | leads without lead_rejected, deal_lost or sale up to the as-of instant | leadline_open_leads | count | none | \
    business | Leads of which nothing has become yet
    open_lead_value | open_leads * conversion of decided leads * average check of sold leads | leadline_open_leads | money | up | business | What open leads \
    may be expected to bring
    open_lead_margin | open_leads * conversion of decided leads * unit_margin | leadline_open_leads | money | up | business | The same, less \
    what is sold
    roac | (revenue of the leads' sales + open_lead_value) / (media_spend + creative_cost + campaign_cost_other) | leadline_open_leads | factor | up | \
    strategic | Revenue, made and to be expected, over the cost of campaigns
    # Paths, visits, social media (3.5, 3.7, 3.13)
    touches_to_outcome | touches before an outcome: mean, quantiles | leadline_paths | count | none | business | Touches that an \
    outcome takes
    social_sale_share | social interactions in journeys that end in a sale / social_interactions | leadline_paths | ratio | up | \
    tactical | Social interactions that a sale came of
    visit_duration_quantile | quantile of the lengths of visits | leadline_amounts | seconds | up | web | Length of a visit that so \
    many are not longer than
    # Attribution (3.13)
    credit | share of each touch's key in the outcomes, by model | leadline_attribute | count, money | up | tactical | Outcomes, and \
    their value, that a model gives to a key
    sourced | outcomes whose first touch is of the key | leadline_attribute | count, money | up | tactical | Outcomes that a key began
    influenced | outcomes with any touch of the key; not additive over keys | leadline_attribute | count, money | up | tactical | \
    Outcomes that a key had part in
    middle_touch | credit of touches strictly between first and last | leadline_attribute | count, money | up | tactical | Outcomes \
    given to what is neither first nor last
    view_through | outcomes with a view of the key and no click of any; not additive over keys | leadline_attribute | count, money | \
    up | tactical | Outcomes that came of having seen alone
    assisted | outcomes with a touch of the key that is not the last; not additive over keys | leadline_attribute | count, money | up | \
    tactical | Outcomes that a key helped along
    assist_to_last | assisted / outcomes whose last touch is of the key | leadline_attribute | factor | none | tactical | Whether a \
    key helps along or closes
    channel_overlap | outcomes with both keys / outcomes with either | leadline_attribute | ratio | none | tactical | How much two \
    keys reach the same buyers
    removal_effect | 1 - P(outcome with the key removed) / P(outcome) in a chain of paths | leadline_attribute | ratio | up | tactical | \
    Share of the probability of an outcome that is lost without a key
    shapley | Shapley value of the key in v(S) = outcomes whose keys all lie in S | leadline_attribute | count, money | up | tactical | \
    Outcomes in equal parts to the keys of their paths
    shapley_rate | Shapley value of the key in v(S) = outcomes / paths whose keys all lie in S | leadline_attribute | count, money | up | \
    tactical | Outcomes by what keys add to the share of paths with one
    channel_synergy | v(a, b) - v(a) - v(b) | leadline_attribute | count, money | up | tactical | Outcomes that two keys brought \
    together
    activity_impact | credit / activity units of a tactic | leadline_attribute | factor | up | tactical | Outcomes that a unit of what was \
    done brings
    tactic_class | optimise, continue, retire by activity_impact and two thresholds | leadline_attribute | class | none | tactical | What is \
    to be done with a tactic
    # Audiences and scores (3.11, 3.14, 3.15)
    audience_conversion | decided who converted / decided | leadline_follow_audiences | ratio | up | tactical | Members of \
    an audience who came to buy
    audience_lift | audience_conversion(a) / audience_conversion(b) | leadline_follow_audiences | factor | up | tactical | How much \
    oftener members of one audience buy than those of another
    audience_test | two-proportion z of two conversions, two-sided p | leadline_follow_audiences | ratio | none | tactical | \
    Whether two audiences differ by more than chance
    lead_score | sum of points for what somebody did and is | leadline_scores | points | up | business | Points of a person or account
    account_health | red, amber, green by lead_score and two thresholds | leadline_scores | class | none | strategic | How an \
    account is doing
    # What is made of numbers (3.3, 3.4, 3.11, 3.14, 3.15)
    conversion_outlier | two-proportion test of each key against the rest, Holm-corrected | leadline_find_outliers | flag | none | \
    tactical | Keys whose rate differs from the rest by more than chance
    growth_factor_periodic | (value(p n) / value(p 0)) ^ (1 / n) | leadline_growth_factor | factor | up | strategic | Growth in each \
    of n periods
    value_decomposition | (n2 - n1) * m1 and n2 * (m2 - m1) | leadline_value_effects | money | none | strategic | How much of a \
    change comes from the count of customers, and how much from their value
    rate_interval | Wilson interval of a proportion | leadline_wilson_interval | ratio | none | tactical | Bounds of a rate
    enough_data | trials >= minimum and width of the interval <= maximum | leadline_enough_data | flag | none | tactical | \
    Whether there are enough trials for a verdict
    seasonal_index | mean of season p / mean of all seasons | leadline_seasonal_indices | factor | none | strategic | How much \
    above the mean a season lies
    deseasonalised | value / seasonal_index | leadline_deseasonalise | as the value | none | strategic | A value without its season
    sql_forecast | leading indicator * its rate to SQL so far | leadline_forecast | count | none | business | \
    Sales-qualified leads to be expected
    composite_index | sum of weight * input / sum of weights | leadline_composite_index | ratio | none | strategic | A mean of \
    several inputs by weights
    """
  }

  /// Names of rows above that have a formula over rollups, each with the function that answers them from journeys, too.
  static var alsoFromJourneys: StaticString {
    """
    customers_new | leadline_churn
    customers_lost | leadline_churn
    customers_start | leadline_churn
    new_to_loss | leadline_churn
    churn_rate | leadline_churn
    purchases_per_customer | leadline_cohorts
    referral_share | leadline_cohorts
    clv_total | leadline_cohorts
    clv_mean | leadline_cohorts
    clv_margin | leadline_cohorts
    clv_to_cac | leadline_cohorts
    cac | leadline_cohorts
    audience_size | leadline_follow_audiences
    """
  }
}
