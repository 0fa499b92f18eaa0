import Leadline
import Testing

@Suite struct KindTests {
  @Test func constantsAreTheKindsOfThatName() throws {
    let engine = try Engine()
    for (kind, name) in Self.builtIn {
      #expect(try engine.kind(named: name) == kind, "\(name)")
    }
    #expect(try Set(engine.kinds().map(\.kind)) == Set(Self.builtIn.map(\.0)))
  }

  @Test func kindsOfTheHostStandBesideTheBuiltInOnes() throws {
    let testDrive = KindDefinition(
      Kind(rawValue: 1000), name: "test_drive", parent: .lead, order: 50, roles: [.stage, .outcome, .clockStart],
      unit: .money)
    let engine = try Engine(Engine.Options(kinds: [testDrive]))
    #expect(try engine.kinds().last == testDrive)
    #expect(try engine.kind(named: "test_drive") == testDrive.kind)
    #expect(throws: LeadlineError.unknownName) { try engine.kind(named: "test_flight") }

    try engine.record(Event(testDrive.kind, at: someDay, count: 3))
    try engine.record(Event(.lead, at: someDay))
    let table = try engine.query(Query("count(test_drive)", "leads"))
    #expect(table[0]["count(test_drive)"]?.numerator == 3)
    #expect(table[0]["leads"]?.numerator == 4, "a part is in its parent")
  }

  @Test func definitionsTellTheRoles() throws {
    let kinds = try Engine().kinds()
    let lead = kinds.first { $0.kind == .lead }
    #expect(lead?.roles == [.stage, .outcome, .clockStart])
    #expect(lead?.unit == .money)
    let refund = kinds.first { $0.kind == .refund }
    #expect(refund?.subject == .sale)
    #expect(refund?.roles == .correction)
    #expect(kinds.first { $0.kind == .leadForm }?.parent == .lead)
  }

  static let builtIn: [(Kind, String)] = [
    (.adRequest, "ad_request"), (.bid, "bid"), (.win, "win"), (.eligibleImpression, "eligible_impression"),
    (.impression, "impression"), (.impressionMeasurable, "impression_measurable"),
    (.impressionViewable, "impression_viewable"), (.impressionInvalid, "impression_invalid"), (.view, "view"),
    (.viewComplete, "view_complete"), (.click, "click"), (.clickInvalid, "click_invalid"), (.clickOut, "click_out"),
    (.visit, "visit"), (.bounce, "bounce"), (.visitEngaged, "visit_engaged"), (.pageView, "page_view"),
    (.login, "login"), (.registration, "registration"), (.subscription, "subscription"), (.ctaView, "cta_view"),
    (.ctaAction, "cta_action"), (.softConversion, "soft_conversion"), (.softVisit, "soft_visit"),
    (.videoEngagement, "video_engagement"), (.socialAction, "social_action"), (.enquiry, "enquiry"),
    (.priceQuestion, "price_question"), (.response, "response"), (.lead, "lead"), (.leadForm, "lead_form"),
    (.leadCall, "lead_call"), (.leadCallback, "lead_callback"), (.leadOther, "lead_other"),
    (.leadContact, "lead_contact"), (.leadIdeal, "lead_ideal"), (.leadApproved, "lead_approved"),
    (.leadRejected, "lead_rejected"), (.iql, "iql"), (.mql, "mql"), (.sal, "sal"), (.sql, "sql"),
    (.meeting, "meeting"), (.opportunity, "opportunity"), (.quote, "quote"), (.contract, "contract"),
    (.dealLost, "deal_lost"), (.sale, "sale"), (.saleReferral, "sale_referral"), (.saleRepeat, "sale_repeat"),
    (.upsell, "upsell"), (.crossSell, "cross_sell"), (.downSell, "down_sell"), (.payment, "payment"),
    (.refund, "refund"), (.cancellation, "cancellation"), (.listValue, "list_value"),
    (.listValueNew, "list_value_new"), (.discount, "discount"), (.discountNew, "discount_new"),
    (.customerNew, "customer_new"), (.customerLost, "customer_lost"), (.customerOpening, "customer_opening"),
    (.mediaSpend, "media_spend"), (.spendCredit, "spend_credit"), (.creativeCost, "creative_cost"),
    (.campaignCostOther, "campaign_cost_other"), (.salesCost, "sales_cost"), (.serviceCost, "service_cost"),
    (.overhead, "overhead"), (.extraCost, "extra_cost"), (.goodsCost, "goods_cost"), (.payout, "payout"),
    (.emailSent, "email_sent"), (.emailDelivered, "email_delivered"), (.emailOpen, "email_open"),
    (.emailClick, "email_click"), (.emailUnsubscribe, "email_unsubscribe"), (.emailSuccess, "email_success"),
    (.socialView, "social_view"), (.socialInteraction, "social_interaction"), (.socialLike, "social_like"),
    (.socialShare, "social_share"), (.socialComment, "social_comment"), (.socialMention, "social_mention"),
    (.mentionMarket, "mention_market"), (.mentionOwn, "mention_own"), (.searchQuery, "search_query"),
    (.brandQuery, "brand_query"), (.organicEstimate, "organic_estimate"), (.referringDomain, "referring_domain"),
    (.inboundLink, "inbound_link"), (.contentUse, "content_use"), (.contentItem, "content_item"), (.post, "post"),
    (.advocacy, "advocacy"), (.surveyPromoter, "survey_promoter"), (.surveyPassive, "survey_passive"),
    (.surveyDetractor, "survey_detractor"), (.satisfactionAnswer, "satisfaction_answer"),
    (.audienceJoin, "audience_join"), (.audienceLeave, "audience_leave"), (.actionKnown, "action_known"),
    (.customValue, "custom_value"),
  ]
}
