import TestSupport

/// Random setups, facts and questions, small enough that everything meets everything.
struct RandomWorld {
  var generator: SeededGenerator
  var setup = ModelSetup()
  /// By dimension, the names that facts carry.
  var pools: [[ModelName]] = []
  /// Whether facts at fault come up.
  var hasFaults = true
  /// Whether amounts near the limit come up.
  var isWide = false

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func below(_ n: Int) -> Int { Int(generator.next() % UInt64(n)) }
  mutating func chance(_ oneIn: Int) -> Bool { below(oneIn) == 0 }
  mutating func pick<T>(_ elements: [T]) -> T { elements[below(elements.count)] }
  mutating func some<T>(_ elements: [T], upTo most: Int) -> [T] {
    Array(elements.shuffled(using: &generator).prefix(below(most + 1)))
  }

  static let kinds = [
    ModelKind(number: 1000, name: "click_paid", parent: 20, order: 20, unit: 1),
    ModelKind(number: 1001, name: "lead_chat", parent: 51, order: 50, unit: 1),
    ModelKind(number: 1002, name: "call_back", order: 50, unit: 0),
  ]

  /// Three dimensions, an attribute of the first and one of the second, several rollups.
  mutating func makeSetup(limits: Bool, ids: Bool, shards: Int = 1) {
    setup.zone = pick(["UTC", "Europe/Berlin", "America/St_Johns"])
    setup.hasIds = ids
    setup.shards = shards
    setup.kinds = Self.kinds
    setup.scale = below(10)
    setup.dimensions = [
      .init(name: "campaign"), .init(name: "programme", base: 0), .init(name: "channel"), .init(name: "region"),
      .init(name: "kind of channel", base: 2),
    ]
    let names = ["a", "b", "Zürich", "(other)", "long name that does not fit a word", "c", "d", "B", "\u{1}", "e", "f", "g"]
    pools = [names.map { ModelName(text: $0) }, [], ["x", "y", "z"].map { ModelName(text: $0) }, ["n", "s"].map { ModelName(text: $0) }, []]
    for d in [0, 2, 3] { pools[d] += [.notSet, .other] }
    pools[1] = ["p", "q", "(other)", ""].map { ModelName(text: $0) }
    pools[4] = ["k", "l", "m", ""].map { ModelName(text: $0) }
    let periods: [ModelPeriod] = [.hour, .day, .week, .month, .quarter, .year, .all]
    setup.rollups = [
      .init(name: "all", dimensions: [0, 2, 3], period: pick([.hour, .day])),
      .init(name: "one", dimensions: [0], period: pick(periods)),
      .init(name: "turned", dimensions: [2, 0], period: pick(periods)),
      .init(name: "none", dimensions: [], period: pick(periods)),
    ]
    if chance(4) { setup.rollups = [] }
    guard limits else { return }
    for d in [0, 1, 2] where chance(2) {
      setup.dimensions[d].limit = 1 + below(d == 0 ? 8 : 3)
      setup.dimensions[d].declared = some(pools[d].filter { !$0.isOther && !$0.text.isEmpty }.map(\.text), upTo: 2)
    }
    for r in setup.rollups.indices where !setup.rollups[r].dimensions.isEmpty && chance(2) {
      setup.rollups[r].limit = 1 + below(15)
    }
  }

  mutating func time() -> Int64 {
    let hour: Int64 = 3_600_000_000
    // 2024-03-29, so that clocks are changed two days later in Berlin; St. John's did on the 10th.
    let start: Int64 = 1_711_670_400_000_000
    switch below(60) {
    case 0: return ModelZone.first + Int64(below(3))
    case 1: return ModelZone.last - Int64(below(3))
    case 2: return ModelZone.first + Int64(generator.next() % UInt64(ModelZone.last - ModelZone.first))
    case 3: return Int64(below(1000)) - 500
    case 4...8: return start - 20 * 24 * hour + Int64(below(200)) * hour
    case 9...20: return start + Int64(below(24 * 4)) * hour - Int64(below(2))
    default: return start + Int64(generator.next() % UInt64(6 * 24 * hour))
    }
  }

  mutating func fact() -> ModelFact {
    let kinds = ModelKind.builtIn + setup.kinds
    let kind = chance(3) ? pick(kinds) : pick(kinds.filter { [10, 20, 50, 51, 70, 90, 1000, 1001].contains($0.number) })
    var fact = ModelFact(time: time(), kind: kind.number, names: [])
    for d in setup.dimensions.indices {
      fact.names.append(setup.dimensions[d].base == nil ? pick(pools[d]) : .notSet)
    }
    if kind.unit != 0 && chance(2) {
      fact.amount = Int64(below(2000)) - (chance(3) ? 500 : 0)
      if isWide && chance(4) { fact.amount = (chance(2) ? 1 : -1) * ((1 << 62) - Int64(below(3))) }
    }
    if chance(3) { fact.count = Int64(below(5)) - (chance(3) ? 3 : 0) }
    if isWide && chance(10) { fact.count = (chance(2) ? 1 : -1) * ((1 << 32) - Int64(below(3))) }
    if chance(3) { fact.person = UInt64(below(4)) }
    if chance(8) { fact.account = UInt64(below(3)) }
    if chance(8) { fact.ref = UInt64(below(3)) }
    if chance(2) { fact.id = chance(10) ? generator.next() : UInt64(below(30)) }
    if fact.person != 0 { fact.count = abs(fact.count) }
    if hasFaults && chance(200) { spoil(&fact) }
    return fact
  }

  private mutating func spoil(_ fact: inout ModelFact) {
    switch below(7) {
    case 0: fact.time = ModelZone.first - 1 - Int64(below(2)) * (1 << 50)
    case 1: fact.time = ModelZone.last + 1 + Int64(below(2)) * (1 << 50)
    case 2: fact.time = pick([Int64.min, Int64.max])
    case 3: fact.kind = pick([0, 999, 65535])
    case 4: fact.amount = pick([Int64.min, Int64.max, (1 << 62) + 1, -(1 << 62) - 1])
    case 5: fact.count = pick([Int64.min, Int64.max, (1 << 32) + 1, -(1 << 32) - 1])
    default:
      fact.count = -1
      fact.person = 7
    }
  }

  mutating func facts(_ count: Int) -> [ModelFact] {
    var facts: [ModelFact] = []
    for _ in 0..<count {
      if chance(12), var repeated = facts.last {
        // A repeat, or one that differs a little.
        switch below(6) {
        case 0: repeated.amount = 0
        case 1: repeated.time = time()
        case 2: repeated.names[0] = pick(pools[0])
        case 3: repeated.ref += 1
        default: break
        }
        facts.append(repeated)
      } else {
        facts.append(fact())
      }
    }
    return facts
  }

  // MARK: Questions

  static let columns = [
    "impressions", "clicks", "leads", "leads_form", "leads_valid", "leads_pending", "sales", "sales_first", "revenue",
    "refunds", "revenue_net", "media_spend", "marketing_cost", "gross_profit", "ctr", "cpc", "cpm", "cpl", "cpa",
    "cost_per_order", "cr_click_to_lead", "cr_lead_to_sale", "aov", "refund_rate", "margin_rate", "roas", "romi",
    "roi_gross_amount", "count(click)", "amount(click)", "count(lead)", "count(lead_chat)", "count(call_back)",
    "amount(visit)", "count(bounce)", "amount(media_spend)", "amount(sale_repeat)", "count(lead_form)", "amount(click_paid)",
  ]

  mutating func query(_ zone: ModelZone) -> ModelQuery {
    var query = ModelQuery()
    query.by = some(setup.dimensions.map(\.name), upTo: 3)
    query.columns = some(Self.columns, upTo: 6) + ["clicks"]
    query.period = chance(2) ? .all : pick(ModelPeriod.allCases)
    query.totals = chance(2)
    if chance(6), let rollup = setup.rollups.randomElement(using: &generator) { query.rollup = rollup.name }
    for d in setup.dimensions.indices where chance(5) {
      query.filters.append(.init(dimension: setup.dimensions[d].name, names: some(pools[d].map(\.text) + ["nobody"], upTo: 6)))
    }
    for candidate in query.columns + query.by + (query.period == .all ? [] : ["period"]) where chance(4) {
      query.order.append((chance(2) ? "-" : "") + candidate)
    }
    if chance(4) { query.limit = 1 + below(5) }
    if chance(5) { query.from = bound(zone) }
    if chance(5) { query.to = bound(zone) }
    if chance(5) { query.asOf = bound(zone).subtractingReportingOverflow(1).partialValue }
    return query
  }

  mutating func bound(_ zone: ModelZone) -> Int64 {
    let time = time()
    if chance(6) { return time }
    let bounds = zone.bounds(pick([.day, .day, .week, .month, .year]), time)
    return chance(2) ? bounds.start : bounds.end
  }
}
