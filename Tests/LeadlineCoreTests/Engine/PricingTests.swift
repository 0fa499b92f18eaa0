import CLeadline
@testable import LeadlineCore
import Testing
import TestSupport

/// Prices (catalogue, 3.2), against sums made fact by fact.
@Suite struct PricingTests {
  static let day = StatusTests.day

  static func setup(ids: Bool = true, refs: Bool = true, shards: Int = 1) -> ModelSetup {
    ModelSetup(dimensions: [.init(name: "campaign"), .init(name: "region")], scale: 0, hasIds: ids, hasRefs: refs, shards: shards)
  }

  static func fact(
    _ kind: UInt16, day: Int, _ campaign: String = "c", region: String = "", count: Int64 = 1, amount: Int64 = 0, id: UInt64 = 0, ref: UInt64 = 0
  ) -> ModelFact {
    var fact = StatusTests.fact(kind, day: day, campaign: campaign, region: region, id: id, ref: ref, count: count)
    fact.amount = amount
    return fact
  }

  func spend(_ engine: LiveEngine, _ column: String = "spend_accrued") -> String { engine.reducedAnswer(ModelQuery(columns: [column])).lines.joined() }

  // MARK: Section 5.3 of the catalogue

  @Test func section5_3() throws {
    func engine(_ price: ModelPrice, _ facts: [ModelFact]) throws -> LiveEngine {
      let engine = try LiveEngine(Self.setup())
      #expect(engine.setPrice(price) == LEADLINE_OK)
      #expect(engine.record(facts).status == LEADLINE_OK)
      return engine
    }
    let cpm = ModelPrice(model: LEADLINE_PRICE_CPM, campaign: "c", rate: 100)
    #expect(spend(try engine(cpm, [Self.fact(10, day: 0, count: 2500)])) == "250/1")
    let one = try engine(cpm, [Self.fact(10, day: 0)])
    #expect(spend(one) == "1/10")
    for i in 1..<10 { #expect(one.record([Self.fact(10, day: i % 3)]).status == LEADLINE_OK) }
    #expect(spend(one) == "1/1")
    let cpc = ModelPrice(model: LEADLINE_PRICE_CPC, campaign: "c", rate: 150)
    #expect(spend(try engine(cpc, [Self.fact(20, day: 0, count: 100)])) == "15000/1")
    var leads: [ModelFact] = []
    for i in 1...4 as ClosedRange<UInt64> {
      leads += [Self.fact(50, day: 0, id: i), Self.fact(55, day: 0, ref: i), Self.fact(i < 4 ? 57 : 58, day: 1, ref: i)]
    }
    for status in [LEADLINE_LEAD_APPROVED, LEADLINE_LEAD_NOT_REJECTED] {
      let cpl = ModelPrice(model: LEADLINE_PRICE_CPL, campaign: "c", rate: 500, status: status)
      #expect(spend(try engine(cpl, leads)) == "1500/1")
    }
    let share = ModelPrice(model: LEADLINE_PRICE_REVENUE_SHARE, campaign: "c", share: 100_000)
    let sold = try engine(share, [Self.fact(70, day: 0, amount: 8000, id: 1)])
    #expect(spend(sold) == "800/1")
    #expect(sold.record([Self.fact(77, day: 5, amount: 8000, ref: 1)]).status == LEADLINE_OK)
    #expect(spend(sold) == "0/1")
  }

  // MARK: Rules

  @Test func reversalAtTheRateThatApplied() throws {
    let engine = try LiveEngine(Self.setup())
    #expect(engine.setPrice(ModelPrice(model: LEADLINE_PRICE_CPC, campaign: "c", to: 1, rate: 100)) == LEADLINE_OK)
    #expect(engine.setPrice(ModelPrice(model: LEADLINE_PRICE_CPC, campaign: "c", from: 1, rate: 70)) == LEADLINE_OK)
    #expect(engine.record([Self.fact(20, day: 0, count: 3, id: 1), Self.fact(20, day: 1)]).status == LEADLINE_OK)
    #expect(engine.record([Self.fact(21, day: 1, "d", count: 2, ref: 1)]).status == LEADLINE_OK)
    let answer = engine.reducedAnswer(ModelQuery(by: ["campaign"], columns: ["spend_accrued", "spend_accrued / clicks"], period: .day, totals: true))
    #expect(answer.lines.map { $0.split(separator: " | ").suffix(2).joined(separator: " ") } == ["100/1 100/3", "70/1 70/1", "0/1 state 1", "170/1 85/2"])
  }

  @Test func feesOverAnyRunOfDays() throws {
    let engine = try LiveEngine(Self.setup())
    #expect(engine.setPrice(ModelPrice(model: LEADLINE_PRICE_FIXED, campaign: "c", from: 0, to: 7, rate: 100)) == LEADLINE_OK)
    #expect(engine.setPrice(ModelPrice(model: LEADLINE_PRICE_FIXED, from: 0, to: 3, rate: 1)) == LEADLINE_OK)
    #expect(engine.record([Self.fact(20, day: 9)]).status == LEADLINE_OK)
    #expect(spend(engine) == "101/1")
    let byDay = engine.reducedAnswer(ModelQuery(by: ["campaign"], columns: ["spend_accrued"], period: .day, totals: true))
    #expect(byDay.lines.count == 3 + 7 + 1 + 1)
    #expect(byDay.lines.first?.hasSuffix("333333/1000000") == true)
    #expect(byDay.lines.last?.hasSuffix("101/1") == true)
    var sum = engine.reducedAnswer(ModelQuery(by: ["campaign"], columns: ["spend_accrued"], from: 2 * Self.day, to: 5 * Self.day))
    #expect(sum.lines == ["1: | 166667/500000", "0:c | 42857143/1000000"])
    // As of a day only what has begun.
    sum = engine.reducedAnswer(ModelQuery(columns: ["spend_accrued where campaign = c"], asOf: 3 * Self.day - 1))
    #expect(sum.lines == ["42857142/1000000".reduced])
    // With a rollup's other periods.
    let growth = engine.reducedAnswer(ModelQuery(columns: ["previous(accrued(spend where campaign = c))", "total(spend_accrued)"], period: .week))
    #expect(growth.status == LEADLINE_OK)
  }

  @Test func refusals() throws {
    let engine = try LiveEngine(Self.setup())
    let cpc = ModelPrice(model: LEADLINE_PRICE_CPC, campaign: "c", from: 0, to: 10, rate: 1)
    #expect(engine.setPrice(cpc) == LEADLINE_OK)
    #expect(engine.setPrice(cpc) == LEADLINE_PRICE_OVERLAP)
    #expect(engine.errorText == "a fact might meet both this price and the one for c")
    var other = cpc
    (other.from, other.to) = (9, 12)
    #expect(engine.setPrice(other) == LEADLINE_PRICE_OVERLAP)
    other.from = -3
    other.to = 1
    #expect(engine.setPrice(other) == LEADLINE_PRICE_OVERLAP)
    (other.from, other.to) = (10, 12)
    #expect(engine.setPrice(other) == LEADLINE_OK)
    other.side = LEADLINE_SIDE_PAYOUT
    #expect(engine.setPrice(other) == LEADLINE_OK)
    // A fact with this region may have that campaign.
    var region = cpc
    (region.campaign, region.region) = (nil, "n")
    #expect(engine.setPrice(region) == LEADLINE_PRICE_OVERLAP)
    (region.from, region.to) = (12, nil)
    #expect(engine.setPrice(region) == LEADLINE_OK)
    var rest = cpc
    (rest.campaign, rest.from, rest.to) = (nil, nil, nil)
    #expect(engine.setPrice(rest) == LEADLINE_OK)
    #expect(engine.setPrice(rest) == LEADLINE_PRICE_OVERLAP)
    #expect(leadline_price_count(engine.handle) == 5)
    for bad in [
      ModelPrice(model: 0, rate: 1), ModelPrice(model: 9, rate: 1), ModelPrice(model: LEADLINE_PRICE_CPC, rate: -1),
      ModelPrice(model: LEADLINE_PRICE_CPC, rate: .max), ModelPrice(model: LEADLINE_PRICE_CPC, share: 5),
      ModelPrice(model: LEADLINE_PRICE_REVENUE_SHARE, rate: 5), ModelPrice(model: LEADLINE_PRICE_REVENUE_SHARE, share: 1_000_001),
      ModelPrice(model: LEADLINE_PRICE_AFTER_SALE, rate: 1, share: 1), ModelPrice(model: LEADLINE_PRICE_CPC, rate: 1, kind: 70),
      ModelPrice(model: LEADLINE_PRICE_CPC, rate: 1, status: 1), ModelPrice(model: LEADLINE_PRICE_CPL, rate: 1, status: 3),
      ModelPrice(model: LEADLINE_PRICE_CPC, from: 3, to: 3, rate: 1), ModelPrice(model: LEADLINE_PRICE_FIXED, from: 3, rate: 1),
      ModelPrice(model: LEADLINE_PRICE_FIXED, from: 0, to: 36_601, rate: 1), ModelPrice(model: LEADLINE_PRICE_CPC, rate: 1, side: 3),
    ] { #expect(engine.setPrice(bad) == LEADLINE_ERROR_ARGUMENT, "\(bad)") }
    #expect(engine.setPrice(ModelPrice(model: LEADLINE_PRICE_CPA, rate: 1, kind: 999)) == LEADLINE_ERROR_NAME)
    #expect(engine.point(["campaign", "region"], ["c", ""], ["spend_accrued"]).status == LEADLINE_ERROR_UNSUPPORTED)
    // Only a rollup that tells days and names apart.
    var coarse = Self.setup()
    coarse.rollups = [.init(dimensions: [0], period: .month), .init(name: "regions", dimensions: [1])]
    let monthly = try LiveEngine(coarse)
    #expect(spend(monthly) == "")
    #expect(monthly.setPrice(cpc) == LEADLINE_OK)
    #expect(monthly.reducedAnswer(ModelQuery(columns: ["spend_accrued"])).status == LEADLINE_QUERY_NO_ROLLUP)
    #expect(monthly.reducedAnswer(ModelQuery(rollup: "regions", columns: ["spend_accrued"])).status == LEADLINE_QUERY_NO_ROLLUP)
  }

  @Test func priceListsAndGoes() throws {
    let engine = try LiveEngine(Self.setup())
    #expect(engine.setPrice(ModelPrice(model: LEADLINE_PRICE_CPA, campaign: "c", from: 2, rate: 7, kind: 70)) == LEADLINE_OK)
    #expect(engine.setPrice(ModelPrice(model: LEADLINE_PRICE_CPL, rate: 5)) == LEADLINE_OK)
    var price = leadline_price()
    price.struct_size = MemoryLayout<leadline_price>.size
    #expect(leadline_price_at(engine.handle, 1, &price) == LEADLINE_OK)
    #expect(String(cString: price.dimension) == "campaign" && String(cString: price.name) == "c" && price.kind == 70 && price.rate == 7)
    #expect(price.from_us == 2 * Self.day && price.to_us == .max)
    #expect(leadline_price_at(engine.handle, 0, &price) == LEADLINE_OK)
    #expect(price.dimension == nil && price.lead_status == 1 && price.side == 1)
    #expect(leadline_price_at(engine.handle, 2, &price) == LEADLINE_ERROR_ARGUMENT)
    #expect(leadline_remove_price(engine.handle, 1) == LEADLINE_OK)
    #expect(leadline_remove_price(engine.handle, 1) == LEADLINE_ERROR_ARGUMENT)
    #expect(leadline_price_count(engine.handle) == 1)
    #expect(spend(engine) == "")
  }

  @Test func tooLargeForExactness() throws {
    let engine = try LiveEngine(Self.setup())
    #expect(engine.setPrice(ModelPrice(model: LEADLINE_PRICE_CPC, rate: 1_000_000_000_000_000_000)) == LEADLINE_OK)
    #expect(engine.record([Self.fact(20, day: 0, count: 1000)]).status == LEADLINE_OK)
    #expect(spend(engine) == "1000000000000000000000/1")
    for _ in 0..<10 { #expect(engine.record((0..<1000).map { Self.fact(20, day: $0 % 3, count: 1 << 32) }).status == LEADLINE_OK) }
    #expect(engine.reducedAnswer(ModelQuery(columns: ["spend_accrued"])).status == LEADLINE_PRICE_OVERFLOW)
  }

  // MARK: Random worlds

  struct World {
    var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func below(_ n: Int) -> Int { Int(random.next() % UInt64(n)) }

    mutating func prices() -> [ModelPrice] {
      var prices: [ModelPrice] = []
      for side in [LEADLINE_SIDE_SPEND, LEADLINE_SIDE_PAYOUT] {
        for model in LEADLINE_PRICE_CPM...LEADLINE_PRICE_COMMISSION where below(3) > 0 {
          for kind in model == LEADLINE_PRICE_CPA ? [70, 50, 51, 20] as [UInt16] : [0] {
            let isByRegion = below(4) == 0
            for name in ["a", "b", nil] where below(4) > 0 {
              var from: Int? = model == LEADLINE_PRICE_FIXED || below(2) == 0 ? below(4) : nil
              for _ in 0..<3 where from ?? 0 < 9 {
                let to = (from ?? 0) + 1 + below(5)
                var price = ModelPrice(model: model, from: from, to: to, side: side, kind: kind)
                if isByRegion { price.region = name == "a" ? "n" : name == "b" ? "" : nil } else { price.campaign = name }
                let isShare = [LEADLINE_PRICE_REVENUE_SHARE, LEADLINE_PRICE_COMMISSION].contains(model)
                if isShare || (model == LEADLINE_PRICE_AFTER_SALE && below(2) == 0) {
                  price.share = UInt32(1 + below(1_000_000))
                } else {
                  price.rate = Int64(below(1000))
                }
                if model == LEADLINE_PRICE_CPL { price.status = below(2) == 0 ? LEADLINE_LEAD_APPROVED : LEADLINE_LEAD_NOT_REJECTED }
                prices.append(price)
                from = to + below(2)
              }
            }
          }
        }
      }
      return prices
    }

    mutating func facts(_ count: Int) -> [ModelFact] {
      (0..<count).map { i in
        let kind = ([10, 13, 20, 21, 50, 51, 55, 57, 58, 70, 72, 76, 77, 78, 99, 50, 55, 57, 58, 70, 76, 77] as [UInt16])[below(22)]
        var fact = PricingTests.fact(
          kind, day: below(10), ["a", "b", "c", ""][below(4)], region: ["", "n", "s"][below(3)], count: below(4) == 0 ? Int64(below(5)) : 1)
        fact.time += Int64(below(3))
        if [70, 72, 76, 77, 78, 99].contains(kind) { fact.amount = Int64(below(8)) * 25 }
        let isAbout = PricingModel.subject(kind) != nil
        if below(5) > 0 { if isAbout { fact.ref = UInt64(1 + below(count)) } else { fact.id = UInt64(i + 1) } }
        return fact
      }
    }

    /// Refs that mostly find something.
    mutating func linked(_ facts: [ModelFact]) -> [ModelFact] {
      facts.map { fact in
        guard fact.ref != 0, below(6) > 0 else { return fact }
        var linked = fact
        let candidates = facts.filter { $0.id != 0 && PricingModel.family($0.kind) == PricingModel.subject(fact.kind) }.prefix(6)
        if !candidates.isEmpty { linked.ref = candidates[candidates.startIndex + below(candidates.count)].id }
        return linked
      }
    }
  }

  func check(_ engine: LiveEngine, _ model: PricingModel, asOf: Int64? = nil, _ comment: String) {
    for (column, side) in [("spend_accrued", LEADLINE_SIDE_SPEND), ("payout_accrued", LEADLINE_SIDE_PAYOUT)] {
      let answer = engine.reducedAnswer(ModelQuery(by: ["campaign", "region"], columns: [column], asOf: asOf, period: .day, totals: true))
      #expect(answer.status == LEADLINE_OK)
      var seen: [String: String] = [:]
      for line in answer.lines.dropLast() {
        let parts = line.components(" | ")
        seen["\(parts[0].dropFirst(2)) \(parts[1].dropFirst(2)) \(parts[3])"] = parts[4]
      }
      var keys = Set(seen.keys)
      func key(_ entry: PricingModel.Entry) -> String {
        let day = Int64((Double(entry.time) / Double(Self.day)).rounded(.down))
        return "\(entry.names[0]) \(entry.names[1]) \(day * Self.day)"
      }
      let byKey = Dictionary(grouping: model.entries.filter { $0.side == side }, by: key).mapValues { PricingModel.text($0.reduce(0) { $0 + $1.value }) }
      keys.formUnion(byKey.keys)
      for key in keys { #expect(seen[key] ?? "0/1" == byKey[key] ?? "0/1", "\(comment), \(column) of \(key)") }
      #expect(answer.lines.last?.components(" | ").last == model.sum(side), "\(comment), \(column) in all")
      let filtered = engine.reducedAnswer(
        ModelQuery(columns: ["\(column) where campaign = a", "previous(\(column))"], from: 4 * Self.day, to: 8 * Self.day, asOf: asOf))
      let isIn = { (entry: PricingModel.Entry, from: Int64, to: Int64) in entry.time >= from * Self.day && entry.time < to * Self.day }
      if asOf == nil {
        let expected = "\(model.sum(side) { isIn($0, 4, 8) && $0.names[0] == "a" }) | \(model.sum(side) { isIn($0, 0, 4) })"
        #expect(filtered.lines == [expected], "\(comment), \(column)")
      }
    }
  }

  @Test(arguments: 1...24 as ClosedRange<UInt64>) func anyFactsInAnyOrder(seed: UInt64) throws {
    var world = World(seed: seed)
    let prices = world.prices()
    let raw = world.facts(120)
    let facts = world.linked(raw)
    let hasRefs = seed % 4 != 0
    let model = PricingModel(prices, facts, hasRefs: hasRefs)
    func set(_ engine: LiveEngine) { for price in prices { #expect(engine.setPrice(price) == LEADLINE_OK, "\(price)") } }
    let whole = try LiveEngine(Self.setup(refs: hasRefs))
    set(whole)
    #expect(whole.record(facts).status == LEADLINE_OK)
    check(whole, model, "seed \(seed), whole")
    let cut = 6 * Self.day - 1
    check(whole, PricingModel(prices, facts, hasRefs: hasRefs, asOf: cut), asOf: cut, "seed \(seed), as of")
    let sharded = try LiveEngine(Self.setup(refs: hasRefs, shards: 3))
    let shuffled = facts.shuffled(using: &world.random)
    inParallel(3) { thread in
      for i in stride(from: thread * 10, to: shuffled.count, by: 30) { #expect(sharded.record(Array(shuffled[i..<min(i + 10, shuffled.count)])).status == LEADLINE_OK) }
    }
    set(sharded)
    check(sharded, model, "seed \(seed), in shards")
    let parts = try (0..<3).map { _ in try LiveEngine(Self.setup(refs: hasRefs)) }
    set(parts[1])
    for fact in shuffled { #expect(parts[world.below(3)].record([fact]).status == LEADLINE_OK) }
    #expect(parts[2].merge(parts[0]) == LEADLINE_OK)
    #expect(parts[1].merge(parts[2]) == LEADLINE_OK)
    check(parts[1], model, "seed \(seed), merged")
  }

  @Test func memory() throws {
    let scarcity = ExhaustionTests.Scarcity()
    var world = World(seed: 3)
    let prices = world.prices()
    let facts = world.linked(world.facts(40))
    do {
      let engine = try LiveEngine(Self.setup(), allocator: UnsafePointer(scarcity.options))
      #expect(engine.record(facts).status == LEADLINE_OK)
      for price in prices.prefix(6) {
        let count = leadline_price_count(engine.handle)
        let setting = scarcity.exhaust({ engine.setPrice(price) }) { _ in #expect(leadline_price_count(engine.handle) == count) }
        #expect(setting == LEADLINE_OK)
      }
      let query = ModelQuery(by: ["campaign"], columns: ["spend_accrued", "previous(payout_accrued)"], period: .month)
      let expected = engine.reducedAnswer(query)
      let asking = scarcity.exhaust({ engine.reducedAnswer(query).status }) { _ in }
      #expect(asking == LEADLINE_OK)
      #expect(engine.reducedAnswer(query) == expected)
    }
    #expect(scarcity.state.pointee.live == 0)
  }
}

extension String {
  /// Split at a text, without Foundation.
  fileprivate func components(_ separator: String) -> [String] {
    var parts: [String] = []
    var rest = self[...]
    while let range = rest.firstRange(of: separator) {
      parts.append(String(rest[..<range.lowerBound]))
      rest = rest[range.upperBound...]
    }
    return parts + [String(rest)]
  }

  /// A fraction of millionths in lowest terms.
  fileprivate var reduced: String { PricingModel.text(Int128(self.prefix { $0 != "/" })!) }
}

extension LiveEngine {
  /// An answer with every fraction in lowest terms: accrued money comes over a million.
  fileprivate func reducedAnswer(_ query: ModelQuery) -> ModelAnswer {
    var answer = answer(query)
    answer.lines = answer.lines.map { line in
      line.components(" | ").map { cell in
        let parts = cell.split(separator: "/").compactMap { Int128($0) }
        guard parts.count == 2, cell == "\(parts[0])/\(parts[1])" else { return cell }
        let ratio = Ratio.reduced(parts[0], parts[1])
        return "\(ratio.numerator)/\(ratio.denominator)"
      }.joined(separator: " | ")
    }
    return answer
  }
}
