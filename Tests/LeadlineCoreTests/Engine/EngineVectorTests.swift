import CLeadline
import Testing
import TestSupport

/// The vectors of the indicator catalogue and of the kinds, from facts to tables; named after their sections.
@Suite struct EngineVectorTests {
  let setup = ModelSetup(dimensions: [.init(name: "campaign")], scale: 0)
  let day: Int64 = 86_400_000_000

  func fact(_ kind: UInt16, _ campaign: String = "", count: Int64 = 1, amount: Int64 = 0, at time: Int64 = 0, id: UInt64 = 0, ref: UInt64 = 0)
    -> ModelFact
  {
    ModelFact(time: time, kind: kind, names: [ModelName(text: campaign)], amount: amount, count: count, id: id, ref: ref)
  }

  func engine(_ facts: [ModelFact], ids: Bool = false) throws -> LiveEngine {
    var setup = setup
    setup.hasIds = ids
    let engine = try LiveEngine(setup)
    #expect(engine.record(facts).status == LEADLINE_OK)
    return engine
  }

  func values(_ engine: LiveEngine, _ columns: String...) -> String {
    engine.answer(ModelQuery(columns: columns, totals: true)).lines.last ?? ""
  }

  let campaigns: [ModelFact] = {
    var facts: [ModelFact] = []
    for (name, clicks, spend, leads) in [("Sunglasses", 100, 15000, 9), ("Lenses", 300, 13500, 16), ("Diamond glasses", 50, 30000, 11)] {
      let names = [ModelName(text: name)]
      facts.append(ModelFact(time: 0, kind: 20, names: names, count: Int64(clicks)))
      facts.append(ModelFact(time: 0, kind: 90, names: names, amount: Int64(spend)))
      facts += (0..<leads).map { ModelFact(time: Int64($0), kind: 50, names: names) }
    }
    return facts
  }()

  @Test("5.1 Three campaigns") func threeCampaigns() throws {
    let engine = try engine(campaigns)
    let query = ModelQuery(by: ["campaign"], columns: ["clicks", "media_spend", "leads", "cpc", "cpl", "cr_click_to_lead"], totals: true)
    #expect(
      engine.answer(query).lines == [
        "0:Diamond glasses | 50 | 30000 | 11 | 30000/50 | 30000/11 | 11/50",
        "0:Lenses | 300 | 13500 | 16 | 13500/300 | 13500/16 | 16/300",
        "0:Sunglasses | 100 | 15000 | 9 | 15000/100 | 15000/9 | 9/100",
        "3: | 450 | 58500 | 36 | 58500/450 | 58500/36 | 36/450",
      ])
    func first(_ order: String) -> String {
      engine.answer(ModelQuery(by: ["campaign"], columns: ["cpl", "cr_click_to_lead"], order: [order], limit: 1)).lines
        .map { String($0.prefix { $0 != " " }) }.joined()
    }
    #expect(first("cr_click_to_lead") == "0:Lenses")
    #expect(first("-cpl") == "0:Diamond")
    #expect(first("cpl") == "0:Lenses")
    #expect(first("-cr_click_to_lead") == "0:Diamond")
  }

  @Test("5.3 Pricing models: cost per click") func costPerClick() throws {
    #expect(values(try engine([fact(20, count: 100, amount: 150 * 100)]), "media_spend", "cpc") == "15000 | 15000/100")
    #expect(values(try engine((0..<100).map { _ in fact(20, amount: 150) }), "media_spend", "cpc") == "15000 | 15000/100")
    #expect(values(try engine([fact(20, count: 100), fact(90, amount: 15000)]), "media_spend", "cpc") == "15000 | 15000/100")
  }

  @Test("5.4 Undefined") func undefined() throws {
    // The campaign has no clicks, another one has: 0, not "no data".
    let other = [fact(10, "other"), fact(20, "other"), fact(50, "other"), fact(90, "other", amount: 1)]
    func row(_ facts: [ModelFact], _ column: String) throws -> String? {
      try engine(other + facts).answer(
        ModelQuery(by: ["campaign"], filters: [.init(dimension: "campaign", names: ["it"])], columns: [column], totals: true)
      ).lines.last
    }
    #expect(try row([fact(90, "it", amount: 500)], "cpc") == "3: | state 1")
    #expect(try row([], "cpc") == "3: | state 1")
    #expect(try row([], "ctr") == "3: | state 1")
    #expect(try row([fact(20, "it", count: 100)], "cr_click_to_lead") == "3: | 0/100")
    // Clicks that nobody ever took in are no data.
    #expect(values(try engine([fact(90, amount: 500)]), "cpc", "clicks", "media_spend") == "state 2 | state 2 | 500")
  }

  @Test("5.13 Identity and order") func identityAndOrder() throws {
    let three = [fact(20, "a", amount: 5, id: 1), fact(50, "b", at: day, id: 2), fact(70, "a", amount: 300, at: 2 * day, id: 3)]
    let query = ModelQuery(
      by: ["campaign"], columns: ["clicks", "leads", "revenue", "cpc", "cpa"], order: ["-revenue"], period: .day, totals: true)
    let expected = try engine(three, ids: true).answer(query)
    #expect(expected.lines.count == 4)
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
      let facts = order.map { three[$0] }
      #expect(try engine(facts, ids: true).answer(query) == expected)
      // Twice counts once.
      #expect(try engine(facts + facts, ids: true).answer(query) == expected)
      for split in 1...2 {
        let batches = try engine(Array(facts.prefix(split)), ids: true)
        #expect(batches.record(Array(facts.dropFirst(split))).status == LEADLINE_OK)
        #expect(batches.answer(query) == expected)
        let (left, right) = (try engine(Array(facts.prefix(split)), ids: true), try engine(Array(facts.dropFirst(split)), ids: true))
        #expect(left.merge(right) == LEADLINE_OK)
        #expect(right.merge(left) == LEADLINE_OK)
        #expect(left.answer(query) == expected)
        #expect(right.answer(query) == expected)
      }
      var sharded = setup
      sharded.hasIds = true
      sharded.shards = 3
      let threads = try LiveEngine(sharded)
      inParallel(3) { thread in _ = threads.record([facts[thread]]) }
      #expect(threads.answer(query) == expected)
    }
    let refunded = try engine([fact(70, amount: 100, id: 1), fact(77, amount: 100, at: day, id: 2, ref: 1)], ids: true)
    #expect(values(refunded, "revenue", "revenue_net", "refund_rate") == "100 | 0 | 100/100")
  }

  @Test("Kinds: a lead is approved or rejected") func leads() throws {
    // Without journeys statuses only add: the lead that is rejected later stays approved.
    let facts = (1...4).map { fact(50, at: Int64($0), id: UInt64($0)) } + (1...2).map { fact(57, at: 10, id: 10 + $0, ref: $0) }
      + [fact(58, at: 20, id: 23, ref: 3)]
    let columns = "leads leads_approved leads_rejected leads_pending leads_valid".split(separator: " ").map(String.init)
    #expect(try engine(facts, ids: true).answer(ModelQuery(columns: columns)).lines == ["4 | 2 | 1 | 1 | 3"])
  }

  @Test("Kinds: parts count for their parent, marks do not") func parts() throws {
    let engine = try engine([
      fact(50), fact(51), fact(52), fact(55), fact(70, amount: 10), fact(72, amount: 20), fact(71, amount: 40), fact(73, amount: 80),
    ])
    #expect(values(engine, "leads", "leads_form", "leads_callback", "contacts") == "3 | 1 | 0 | 1")
    #expect(values(engine, "sales", "sales_first", "sales_repeat", "revenue", "count(sale)") == "3 | 2 | 1 | 70 | 3")
    #expect(values(engine, "amount(sale_referral)", "amount(upsell)") == "40 | 80")
  }

  @Test("Kinds: two partial refunds are two ids with one ref") func refunds() throws {
    let engine = try engine(
      [fact(70, amount: 100, id: 1), fact(77, amount: 50, at: 1, id: 2, ref: 1), fact(77, amount: 50, at: 2, id: 3, ref: 1)], ids: true)
    #expect(values(engine, "revenue", "refunds", "revenue_net") == "100 | 100 | 0")
  }

  @Test("Kinds: one id in one family is one fact") func family() throws {
    let engine = try engine([fact(50, id: 7), fact(51, id: 7), fact(70, amount: 5, id: 7)], ids: true)
    #expect(values(engine, "leads", "leads_form", "sales") == "1 | 0 | 1")
    #expect(engine.info.conflicts == 1)
  }

  @Test("Kinds: one booking of a cost") func oneBooking() throws {
    let engine = try engine([fact(20, "a", amount: 5), fact(90, "a", amount: 5), fact(20, "b", amount: 5), fact(90, "c", amount: 5)])
    #expect(engine.answer(ModelQuery(by: ["campaign"], columns: ["clicks"])).header[0].contains("double booked 1"))
  }
}
