/// The built-in kinds. Numbers are fixed for good, because they stand in stored states and in hosts' code; new kinds take new
/// ones, up to 199.
///
/// Data, not code: each row says all there is to say of a kind, in the order of the numbers, parents before their parts. Rows
/// hold literals and constants only, so that the compiler lays the table out in the library's read-only data; nothing is
/// initialised when it is first used.
enum KindCatalogue {
  struct Row {
    var number: UInt16
    var parent: UInt16
    var subject: UInt16
    var order: UInt16
    var roles: UInt32
    var unit: UInt32
    var name: StaticString

    init(
      _ number: UInt16, _ name: StaticString, _ roles: UInt32, order: UInt16, _ unit: UInt32, partOf parent: UInt16 = 0,
      subject: UInt16 = 0
    ) {
      self.number = number
      self.parent = parent
      self.subject = subject
      self.order = order
      self.roles = roles
      self.unit = unit
      self.name = name
    }
  }

  // Short names, so that a row fits a line.
  private typealias Is = KindRole
  private typealias In = Unit

  static let all: InlineArray<104, Row> =
    [
      // The auction
      Row(1, "ad_request", Is.other, order: 1, In.none),
      Row(2, "bid", Is.other, order: 2, In.money),
      Row(3, "win", Is.other, order: 3, In.none),
      Row(4, "eligible_impression", Is.external, order: 4, In.none),
      // Media
      Row(10, "impression", Is.viewTouch | Is.stage, order: 10, In.money),
      Row(11, "impression_measurable", Is.mark, order: 11, In.none, subject: 10),
      Row(12, "impression_viewable", Is.mark, order: 11, In.none, subject: 10),
      Row(13, "impression_invalid", Is.correction, order: 96, In.money, subject: 10),
      Row(15, "view", Is.viewTouch | Is.stage, order: 15, In.money),
      Row(16, "view_complete", Is.mark, order: 16, In.none, subject: 15),
      Row(20, "click", Is.clickTouch | Is.stage, order: 20, In.money),
      Row(21, "click_invalid", Is.correction, order: 96, In.money, subject: 20),
      Row(25, "click_out", Is.stage | Is.outcome, order: 40, In.money),
      // The site
      Row(30, "visit", Is.stage, order: 30, In.seconds),
      Row(31, "bounce", Is.mark, order: 31, In.none, subject: 30),
      Row(32, "visit_engaged", Is.mark, order: 31, In.none, subject: 30),
      Row(33, "page_view", Is.other, order: 32, In.none),
      Row(34, "login", Is.other, order: 36, In.none),
      Row(35, "registration", Is.stage | Is.outcome, order: 38, In.none),
      Row(36, "subscription", Is.stage | Is.outcome, order: 39, In.none),
      Row(37, "cta_view", Is.other, order: 33, In.none),
      Row(38, "cta_action", Is.outcome, order: 35, In.none),
      Row(40, "soft_conversion", Is.stage | Is.outcome, order: 34, In.none),
      Row(41, "soft_visit", Is.stage | Is.outcome, order: 34, In.none, partOf: 40),
      Row(42, "video_engagement", Is.stage | Is.outcome, order: 34, In.none, partOf: 40),
      Row(43, "social_action", Is.stage | Is.outcome, order: 34, In.none, partOf: 40),
      // Enquiries and leads
      Row(45, "enquiry", Is.stage | Is.outcome | Is.clockStart, order: 44, In.none),
      Row(46, "price_question", Is.mark, order: 45, In.none, subject: 45),
      Row(47, "response", Is.clockStop, order: 53, In.none),
      Row(50, "lead", Is.stage | Is.outcome | Is.clockStart, order: 50, In.money),
      Row(51, "lead_form", Is.stage | Is.outcome | Is.clockStart, order: 50, In.money, partOf: 50),
      Row(52, "lead_call", Is.stage | Is.outcome | Is.clockStart, order: 50, In.money, partOf: 50),
      Row(53, "lead_callback", Is.stage | Is.outcome | Is.clockStart, order: 50, In.money, partOf: 50),
      Row(54, "lead_other", Is.stage | Is.outcome | Is.clockStart, order: 50, In.money, partOf: 50),
      Row(55, "lead_contact", Is.mark, order: 51, In.none, subject: 50),
      Row(56, "lead_ideal", Is.mark, order: 51, In.none, subject: 50),
      Row(57, "lead_approved", Is.status, order: 54, In.none, subject: 50),
      Row(58, "lead_rejected", Is.status, order: 95, In.none, subject: 50),
      // The pipeline
      Row(60, "iql", Is.stage | Is.outcome, order: 56, In.money),
      Row(61, "mql", Is.stage | Is.outcome, order: 60, In.money),
      Row(62, "sal", Is.stage | Is.outcome, order: 62, In.money),
      Row(63, "sql", Is.stage | Is.outcome, order: 65, In.money),
      Row(64, "meeting", Is.stage | Is.outcome, order: 70, In.money),
      Row(65, "opportunity", Is.stage | Is.outcome, order: 75, In.money),
      Row(66, "quote", Is.stage | Is.outcome, order: 80, In.money),
      Row(67, "contract", Is.stage | Is.outcome, order: 85, In.money),
      Row(68, "deal_lost", Is.status, order: 95, In.money, subject: 50),
      // Sales
      Row(70, "sale", Is.stage | Is.outcome, order: 90, In.money),
      Row(71, "sale_referral", Is.stage | Is.outcome, order: 90, In.money, partOf: 70),
      Row(72, "sale_repeat", Is.stage | Is.outcome, order: 91, In.money, partOf: 70),
      Row(73, "upsell", Is.mark, order: 92, In.money, subject: 70),
      Row(74, "cross_sell", Is.mark, order: 92, In.money, subject: 70),
      Row(75, "down_sell", Is.mark, order: 92, In.money, subject: 70),
      Row(76, "payment", Is.other, order: 92, In.money),
      Row(77, "refund", Is.correction, order: 96, In.money, subject: 70),
      Row(78, "cancellation", Is.correction, order: 96, In.money, subject: 70),
      // Prices and customers
      Row(80, "list_value", Is.other, order: 94, In.money),
      Row(81, "list_value_new", Is.other, order: 94, In.money, partOf: 80),
      Row(82, "discount", Is.other, order: 94, In.money),
      Row(83, "discount_new", Is.other, order: 94, In.money, partOf: 82),
      Row(85, "customer_new", Is.outcome, order: 93, In.none),
      Row(86, "customer_lost", Is.other, order: 97, In.none),
      Row(87, "customer_opening", Is.stock, order: 5, In.none),
      // Costs
      Row(90, "media_spend", Is.cost, order: 94, In.money),
      Row(91, "spend_credit", Is.correction, order: 96, In.money, subject: 90),
      Row(92, "creative_cost", Is.cost, order: 94, In.money),
      Row(93, "campaign_cost_other", Is.cost, order: 94, In.money),
      Row(94, "sales_cost", Is.cost, order: 94, In.money),
      Row(95, "service_cost", Is.cost, order: 94, In.money),
      Row(96, "overhead", Is.cost, order: 94, In.money),
      Row(97, "extra_cost", Is.cost, order: 94, In.money),
      Row(98, "goods_cost", Is.cost, order: 94, In.money),
      Row(99, "payout", Is.cost, order: 94, In.money),
      // E-mail
      Row(110, "email_sent", Is.other, order: 13, In.none),
      Row(111, "email_delivered", Is.other, order: 14, In.none),
      Row(112, "email_open", Is.viewTouch, order: 16, In.none),
      Row(113, "email_click", Is.clickTouch, order: 21, In.none),
      Row(114, "email_unsubscribe", Is.other, order: 97, In.none),
      Row(115, "email_success", Is.outcome, order: 46, In.none),
      // Social
      Row(120, "social_view", Is.viewTouch, order: 12, In.none),
      Row(121, "social_interaction", Is.clickTouch, order: 22, In.none),
      Row(122, "social_like", Is.clickTouch, order: 22, In.none, partOf: 121),
      Row(123, "social_share", Is.clickTouch, order: 22, In.none, partOf: 121),
      Row(124, "social_comment", Is.clickTouch, order: 22, In.none, partOf: 121),
      Row(125, "social_mention", Is.clickTouch, order: 22, In.none, partOf: 121),
      Row(126, "mention_market", Is.external, order: 94, In.none),
      Row(127, "mention_own", Is.external, order: 94, In.none, partOf: 126),
      // Search
      Row(130, "search_query", Is.external, order: 94, In.none),
      Row(131, "brand_query", Is.external, order: 94, In.none),
      Row(132, "organic_estimate", Is.external, order: 94, In.money),
      Row(133, "referring_domain", Is.stock, order: 94, In.none),
      Row(134, "inbound_link", Is.stock, order: 94, In.none),
      // Content
      Row(140, "content_use", Is.viewTouch, order: 33, In.none),
      Row(141, "content_item", Is.stock, order: 94, In.none),
      Row(142, "post", Is.other, order: 94, In.none),
      Row(143, "advocacy", Is.outcome, order: 98, In.none),
      // Surveys and the rest
      Row(150, "survey_promoter", Is.survey, order: 98, In.none),
      Row(151, "survey_passive", Is.survey, order: 98, In.none),
      Row(152, "survey_detractor", Is.survey, order: 98, In.none),
      Row(153, "satisfaction_answer", Is.survey, order: 98, In.points),
      Row(160, "audience_join", Is.other, order: 37, In.none),
      Row(161, "audience_leave", Is.other, order: 97, In.none),
      Row(170, "action_known", Is.external, order: 94, In.none),
      Row(171, "custom_value", Is.other, order: 94, In.points),
    ]
}
