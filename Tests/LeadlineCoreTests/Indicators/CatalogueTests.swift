@testable import LeadlineCore
import Testing
import TestSupport

/// The measures of the kinds' page once more, each written down as a calculation instead of a formula.
struct MeasureModel {
  let facts: Facts
  /// A kind with its parts.
  let family: (String) -> [String]

  func count(_ kind: String) -> Int128 { family(kind).reduce(0) { $0 + (facts.counts[$1] ?? 0) } }
  func amount(_ kind: String) -> Int128 { family(kind).reduce(0) { $0 + (facts.amounts[$1] ?? 0) } }
  func any(_ kinds: String...) -> Bool { kinds.contains { family($0).contains { facts.taken.contains($0) } } }

  /// id, kind, unit: the measures that are the count or the amount of one kind.
  static let counts: [String: String] = [
    "impressions": "impression", "eligible_impressions": "eligible_impression", "views": "view", "clicks": "click",
    "click_outs": "click_out", "visits": "visit", "bounces": "bounce", "page_views": "page_view", "leads": "lead",
    "leads_form": "lead_form", "leads_call": "lead_call", "leads_callback": "lead_callback", "leads_other": "lead_other",
    "leads_approved": "lead_approved", "leads_rejected": "lead_rejected", "contacts": "lead_contact",
    "ideal_leads": "lead_ideal", "iql": "iql", "mql": "mql", "sal": "sal", "sql": "sql", "meetings": "meeting",
    "opportunities": "opportunity", "quotes": "quote", "contracts": "contract", "deals_lost": "deal_lost", "sales": "sale",
    "sales_repeat": "sale_repeat", "sales_referral": "sale_referral", "sales_upsell": "upsell", "sales_cross": "cross_sell",
    "sales_down": "down_sell", "customers_new": "customer_new", "customers_lost": "customer_lost",
    "emails_sent": "email_sent", "emails_delivered": "email_delivered", "emails_opened": "email_open",
    "email_clicks": "email_click", "email_unsubscribes": "email_unsubscribe", "email_successes": "email_success",
    "registrations": "registration", "subscriptions": "subscription", "logins": "login", "enquiries": "enquiry",
    "price_questions": "price_question", "soft_conversions": "soft_conversion", "social_interactions": "social_interaction",
    "social_likes": "social_like", "social_shares": "social_share", "social_comments": "social_comment",
    "social_mentions": "social_mention", "mentions_own": "mention_own", "mentions_market": "mention_market",
    "brand_queries": "brand_query", "search_queries": "search_query", "actions_known": "action_known",
    "survey_promoters": "survey_promoter", "survey_passives": "survey_passive", "survey_detractors": "survey_detractor",
    "satisfaction_answers": "satisfaction_answer", "content_uses": "content_use", "audience_joins": "audience_join",
  ]
  static let amounts: [String: (kind: String, unit: UInt32)] = [
    "visit_time": ("visit", Unit.seconds), "pipeline": ("opportunity", Unit.money), "revenue": ("sale", Unit.money),
    "payments": ("payment", Unit.money), "list_value": ("list_value", Unit.money),
    "list_value_new": ("list_value_new", Unit.money), "discount_value": ("discount", Unit.money),
    "discount_value_new": ("discount_new", Unit.money), "creative_cost": ("creative_cost", Unit.money),
    "campaign_cost_other": ("campaign_cost_other", Unit.money), "extra_cost": ("extra_cost", Unit.money),
    "goods_cost": ("goods_cost", Unit.money), "sales_cost": ("sales_cost", Unit.money),
    "service_cost": ("service_cost", Unit.money), "overhead": ("overhead", Unit.money), "payouts": ("payout", Unit.money),
    "satisfaction_sum": ("satisfaction_answer", Unit.points),
  ]
  /// Zero, not unknown, when nothing was taken in.
  static let zeros: Set<String> = [
    "leads_form", "leads_call", "leads_callback", "leads_other", "refunds", "creative_cost", "campaign_cost_other",
    "extra_cost",
  ]

  var mediaSpend: Int128 {
    amount("media_spend") + amount("impression") + amount("view") + amount("click") - amount("spend_credit")
      - amount("impression_invalid") - amount("click_invalid")
  }
  var hasSpend: Bool {
    any("media_spend", "impression", "view", "click", "spend_credit", "impression_invalid", "click_invalid")
  }
  var refunds: Int128 { amount("refund") + amount("cancellation") }
  var marketingCost: Int128 { mediaSpend + amount("creative_cost") + amount("campaign_cost_other") }
  var grossProfit: Int128 { amount("sale") - refunds - amount("goods_cost") }
  var firstSales: Int128 { count("sale") - count("sale_repeat") }

  /// Numerator, denominator (nil: a sum), unit, whether there is data.
  func calculate(_ id: String) -> (Int128, Int128?, UInt32, Bool)? {
    if let kind = Self.counts[id] { return (count(kind), nil, Unit.count, Self.zeros.contains(id) || any(kind)) }
    if let (kind, unit) = Self.amounts[id] { return (amount(kind), nil, unit, Self.zeros.contains(id) || any(kind)) }
    let (money, each) = (Unit.money, Unit.moneyPerCount)
    switch id {
    case "leads_pending":
      return (
        count("lead") - count("lead_approved") - count("lead_rejected"), nil, Unit.count,
        any("lead") && any("lead_approved") && any("lead_rejected")
      )
    case "leads_valid": return (count("lead") - count("lead_rejected"), nil, Unit.count, any("lead"))
    case "sales_first": return (firstSales, nil, Unit.count, any("sale"))
    case "refunds": return (refunds, nil, money, true)
    case "revenue_net": return (amount("sale") - refunds, nil, money, any("sale"))
    case "media_spend": return (mediaSpend, nil, money, hasSpend)
    case "marketing_cost": return (marketingCost, nil, money, hasSpend)
    case "ctr": return (count("click"), count("impression"), Unit.ratio, any("click") && any("impression"))
    case "cpc": return (mediaSpend, count("click"), each, hasSpend && any("click"))
    case "cpm": return (1000 * mediaSpend, count("impression"), each, hasSpend && any("impression"))
    case "cpl": return (mediaSpend, count("lead"), each, hasSpend && any("lead"))
    case "cpl_approved": return (mediaSpend, count("lead_approved"), each, hasSpend && any("lead_approved"))
    case "cost_per_order", "cpa", "cpo": return (mediaSpend, count("sale"), each, hasSpend && any("sale"))
    case "cr_click_to_lead": return (count("lead"), count("click"), Unit.ratio, any("lead") && any("click"))
    case "cr_lead_to_sale": return (firstSales, count("lead"), Unit.ratio, any("sale") && any("lead"))
    case "average_check", "aov": return (amount("sale"), count("sale"), each, any("sale"))
    case "refund_rate": return (refunds, amount("sale"), Unit.ratio, any("sale"))
    case "gross_profit": return (grossProfit, nil, money, any("sale") && any("goods_cost"))
    case "margin_rate": return (grossProfit, amount("sale") - refunds, Unit.ratio, any("sale") && any("goods_cost"))
    case "roas": return (amount("sale"), mediaSpend, Unit.ratio, any("sale") && hasSpend)
    case "romi": return (amount("sale") - refunds - marketingCost, marketingCost, Unit.ratio, any("sale") && hasSpend)
    case "roi_gross_amount":
      return (grossProfit - marketingCost, nil, money, any("sale") && any("goods_cost") && hasSpend)
    default: return nil
    }
  }
}

@Suite struct CatalogueTests: ~Copyable {
  // Before the heap, so that it is given back first.
  let registry: Box<Registry>
  let heap: TestHeap

  init() throws {
    heap = TestHeap()
    registry = try Box(heap.heap, try Registry(heap.heap))
  }

  /// What the model knows: the rest of the catalogue is compared by way of its formulas.
  var allIds: [String] {
    var ids: [String] = []
    for i in 0..<registry.pointer.pointee.rows.count {
      let row = registry.pointer.pointee.rows[i]
      ids.append(string(row.id))
      ids += string(row.aliases).split(separator: " ").map(String.init)
    }
    let model = MeasureModel(facts: Facts()) { [$0] }
    return ids.filter { model.calculate($0) != nil }
  }

  @Test func everyRowIsWhole() throws {
    let kinds = try KindTable(heap.heap)
    var seen: Set<String> = []
    for i in 0..<registry.pointer.pointee.rows.count {
      let row = registry.pointer.pointee.rows[i]
      let id = string(row.id)
      #expect(KindDefinition.isName(row.id), "\(id)")
      #expect(!row.unitText.isEmpty && !row.description.isEmpty, "\(id)")
      #expect(row.id.start[row.id.count] == 0 && row.formula.start[row.formula.count] == 0)
      for name in [id] + string(row.aliases).split(separator: " ").map(String.init) {
        #expect(seen.insert(name).inserted, "\(name) stands twice")
        #expect(withBytes(name) { registry.pointer.pointee.find($0) } == i, "\(name)")
      }
      var program = Program(heap.heap)
      do throws(ExpressionError) {
        try program.add(column: row.id, kinds: kinds, registry: registry.pointer.pointee, scale: 2)
      } catch {
        Issue.record("\(id): \(error.reason) at \(error.position)")
        continue
      }
      // The unit told to people goes with the one that the formula gives.
      let unit = string(row.unitText)
      let expected: [UInt32] =
        switch unit {
        case "count", "flag": [Unit.count]
        case "money": [Unit.money]
        case "seconds": [Unit.seconds]
        case "points": [Unit.points, Unit.ratio]
        case "ratio", "factor": [Unit.ratio]
        case let text where text.hasPrefix("money per "): [Unit.moneyPerCount]
        case let text where text.hasPrefix("seconds per "): [Unit.secondsPerCount]
        case let text where text.hasPrefix("points per "): [Unit.pointsPerCount]
        default: []
        }
      #expect(expected.contains(program.columns[0].unit), "\(id): \(unit)")
    }
    #expect(registry.pointer.pointee.rows.count > 200)
  }

  /// Every row, on random sums and random gaps in what was taken in, against a calculation of its own.
  @Test(arguments: [1, 2, 3] as [UInt64]) func everyRowOnRandomFacts(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var kinds = try KindTable(heap.heap)
    // Parts of the host's own are in the sums, too, at any depth.
    let parts: [(UInt16, StaticString, UInt16)] = [
      (1000, "sale_app", 70), (1001, "sale_app_ios", 1000), (1002, "click_map", 20),
    ]
    for (number, name, parent) in parts {
      try kinds.add(
        KindDefinition(
          number: number, parent: parent, subject: 0, order: 90, roles: 0, unit: Unit.money, name: Bytes(name)))
    }
    var names: [String] = []
    var families: [String: [String]] = [:]
    for slot in 0..<kinds.count {
      let kind = kinds.kind(at: UInt16(slot))
      names.append(string(kind.name))
      var ancestor = kind.number
      while ancestor != 0 {
        let at = kinds.kind(at: kinds.slot(of: ancestor))
        families[string(at.name), default: []].append(string(kind.name))
        ancestor = at.parent
      }
    }
    var program = Program(heap.heap)
    for id in allIds { try withBytes(id) { try program.add(column: $0, kinds: kinds, registry: registry.pointer.pointee, scale: 2) } }

    var defined = 0
    for round in 0..<18 {
      var facts = Facts()
      let bits = [8, 40, 62][round % 3]
      for name in names where random.next() % 100 < [97, 85, 100][round % 3] {
        facts.add(
          name, count: Int128(random.next() >> UInt64(64 - bits / 2)) - (random.next() % 9 == 0 ? 50 : 0),
          amount: Int128(random.next() >> UInt64(64 - bits)) - (random.next() % 9 == 0 ? 1000 : 0))
      }
      let model = MeasureModel(facts: facts) { families[$0] ?? [] }
      let values = facts.answer(program, kinds)
      for (i, id) in allIds.enumerated() {
        guard let (n, d, unit, hasData) = model.calculate(id) else {
          Issue.record("the model does not know \(id)")
          continue
        }
        var expected = Value.whole(n)
        if !hasData {
          expected = .undefined(ValueState.noData)
        } else if let d {
          let divisor = d > 0 ? Int128(WideInteger.gcd(n.magnitude, d.magnitude)) : 1
          expected =
            d > 0
            ? Value(numerator: n / divisor, denominator: d / divisor, state: ValueState.defined)
            : .undefined(ValueState.zeroDenominator)
        }
        #expect(values[i] == expected, "seed \(seed), round \(round): \(id)")
        #expect(program.columns[i].unit == unit, "\(id)")
        #expect(program.columns[i].isRatio == (d != nil), "\(id)")
        if values[i].isDefined { defined += 1 }
      }
    }
    #expect(defined > 18 * allIds.count / 2)
  }
}
