import CLeadline
@testable import LeadlineCore
import Testing
import TestSupport

/// Statuses by ref (KINDS, rule 5), against an engine that is given what should be booked.
@Suite struct StatusTests {
  static let day: Int64 = 86_400_000_000
  static let onHold = ModelKind(number: 1000, name: "lead_on_hold", order: 54, unit: 0, subject: 50, roles: 0x40)
  static let returned = ModelKind(number: 1001, name: "lead_returned", parent: 58, order: 96, unit: 0, subject: 50, roles: 0x40)

  static func setup(ids: Bool = false, refs: Bool = true, shards: Int = 1) -> ModelSetup {
    ModelSetup(
      dimensions: [.init(name: "campaign"), .init(name: "region")], kinds: [onHold, returned], scale: 0, hasIds: ids, hasRefs: refs,
      shards: shards)
  }

  static func fact(_ kind: UInt16, day: Int, campaign: String = "c", region: String = "", id: UInt64 = 0, ref: UInt64 = 0, count: Int64 = 1)
    -> ModelFact
  {
    ModelFact(
      time: Int64(day) * Self.day, kind: kind, names: [ModelName(text: campaign), ModelName(text: region)], count: count, id: id, ref: ref)
  }

  static let columns = [
    "leads_approved", "leads_rejected", "count(lead_on_hold)", "count(lead_returned)", "deals_lost", "amount(deal_lost)", "leads",
    "cr_lead_approval", "previous(leads_approved)", "balance(leads_rejected)",
  ]

  static func answers(_ engine: LiveEngine) -> [ModelAnswer] {
    [
      engine.answer(ModelQuery(by: ["campaign", "region"], columns: columns, period: .day, totals: true)),
      engine.answer(ModelQuery(by: ["region"], columns: columns, period: .month)),
      engine.answer(ModelQuery(columns: columns)),
    ]
  }

  // MARK: The reference

  static func order(_ kind: UInt16) -> Int { [50: 50, 57: 54, 1000: 54, 58: 95, 1001: 96, 68: 95][Int(kind)] ?? 0 }

  static func isBefore(_ a: ModelFact, _ b: ModelFact) -> Bool {
    if a.time != b.time { return a.time < b.time }
    if order(a.kind) != order(b.kind) { return order(a.kind) < order(b.kind) }
    if a.kind != b.kind { return a.kind < b.kind }
    for d in a.names.indices where a.names[d].text != b.names[d].text {
      return a.names[d].text.utf8.lexicographicallyPrecedes(b.names[d].text.utf8)
    }
    for (x, y) in [(a.amount, b.amount), (a.count, b.count)] where x != y { return x < y }
    return a.id != b.id ? a.id < b.id : a.ref < b.ref
  }

  static func family(_ kind: UInt16) -> UInt16 { kind == 1001 ? 58 : kind }

  /// The facts that stand, and what their statuses book beside them.
  static func booked(_ facts: [ModelFact], ids: Bool) -> [ModelFact] {
    var standing: [ModelFact] = []
    var known: [String: Int] = [:]
    for fact in facts {
      let key = "\(family(fact.kind)) \(fact.id)"
      guard ids, fact.id != 0, let other = known[key] else {
        if ids && fact.id != 0 { known[key] = standing.count }
        standing.append(fact)
        continue
      }
      if isBefore(fact, standing[other]) { standing[other] = fact }
    }
    var result = standing
    for group in [[57, 58, 1000, 1001], [68]] as [[UInt16]] {
      for ref in Set(standing.map(\.ref)) where ref != 0 {
        let chain = standing.filter { $0.ref == ref && group.contains($0.kind) }.sorted(by: isBefore)
        var held: ModelFact?
        for fact in chain {
          if var left = held {
            if family(left.kind) == family(fact.kind) { left = fact } else { held = fact }
            left.time = fact.time
            left.count = -left.count
            left.amount = -left.amount
            result.append(left)
          } else {
            held = fact
          }
        }
      }
    }
    // Neither ids nor refs: what is given is what is booked.
    return result.map { fact in
      var plain = fact
      plain.id = 0
      plain.ref = 0
      return plain
    }
  }

  static func expected(_ facts: [ModelFact], ids: Bool = false) throws -> [ModelAnswer] {
    let engine = try LiveEngine(setup(refs: false))
    #expect(engine.record(booked(facts, ids: ids)).status == LEADLINE_OK)
    return answers(engine)
  }

  // MARK: Tests

  @Test func vectorOfKinds() throws {
    let engine = try LiveEngine(Self.setup())
    let leads = (1...4).map { Self.fact(50, day: 0, id: UInt64($0)) }
    let approvals = (1...3).map { Self.fact(57, day: 1, ref: UInt64($0)) }
    #expect(engine.record(leads + approvals).status == LEADLINE_OK)
    #expect(engine.record([Self.fact(58, day: 2, ref: 3)]).status == LEADLINE_OK)
    let columns = ["leads", "leads_approved", "leads_rejected", "leads_pending", "leads_valid", "cr_lead_approval"]
    let answer = engine.answer(ModelQuery(columns: columns))
    #expect(answer.lines == ["4 | 2 | 1 | 1 | 3 | 2/3"])
    // Both at the time of the change.
    let byDay = engine.answer(ModelQuery(columns: ["leads_approved", "leads_rejected"], period: .day))
    #expect(byDay.lines.map { $0.split(separator: " | ").suffix(2).joined(separator: " ") } == ["0 0", "3 0", "-1 1"])
    #expect(engine.info.refs == 4)
  }

  @Test func withoutRefOrWithoutTheOptionTheyAdd() throws {
    let facts = [Self.fact(57, day: 0), Self.fact(58, day: 1)]
    let engine = try LiveEngine(Self.setup())
    #expect(engine.record(facts).status == LEADLINE_OK)
    #expect(engine.answer(ModelQuery(columns: ["leads_approved", "leads_rejected"])).lines == ["1 | 1"])
    #expect(engine.info.refs == 0)
    let deaf = try LiveEngine(Self.setup(refs: false))
    #expect(deaf.record([Self.fact(57, day: 0, ref: 1), Self.fact(58, day: 1, ref: 1)]).status == LEADLINE_OK)
    #expect(deaf.answer(ModelQuery(columns: ["leads_approved", "leads_rejected"])).lines == ["1 | 1"])
  }

  @Test func lostDealsStandApart() throws {
    let engine = try LiveEngine(Self.setup())
    var lost = Self.fact(68, day: 1, ref: 1)
    lost.amount = 500
    #expect(engine.record([Self.fact(57, day: 0, ref: 1), lost]).status == LEADLINE_OK)
    lost.time += Self.day
    #expect(engine.record([lost]).status == LEADLINE_OK)
    let answer = engine.answer(ModelQuery(columns: ["leads_approved", "deals_lost", "amount(deal_lost)"]))
    #expect(answer.lines == ["1 | 1 | 500"])
  }

  @Test(arguments: [false, true]) func everyOrder(ids: Bool) throws {
    let facts = [
      Self.fact(57, day: 0, campaign: "a", id: 1, ref: 9), Self.fact(58, day: 1, campaign: "b", id: 2, ref: 9),
      Self.fact(58, day: 2, campaign: "c", id: 3, ref: 9), Self.fact(57, day: 2, campaign: "d", id: 4, ref: 9, count: 3),
      Self.fact(1000, day: 3, region: "n", id: ids ? 3 : 5, ref: 9),
    ]
    let expected = try Self.expected(facts, ids: ids)
    var orders: [[Int]] = [[]]
    for i in facts.indices { orders = orders.flatMap { order in (0...order.count).map { at in Array(order[..<at]) + [i] + Array(order[at...]) } } }
    for order in orders {
      let engine = try LiveEngine(Self.setup(ids: ids))
      for i in order { #expect(engine.record([facts[i]]).status == LEADLINE_OK) }
      #expect(Self.answers(engine) == expected, "\(order)")
    }
  }

  struct World {
    var random: SeededGenerator
    let ids: Bool

    init(seed: UInt64, ids: Bool) {
      random = SeededGenerator(seed: seed)
      self.ids = ids
    }

    mutating func below(_ n: Int) -> Int { Int(random.next() % UInt64(n)) }

    mutating func facts(_ count: Int) -> [ModelFact] {
      (0..<count).map { _ in
        let kind = ([50, 57, 58, 57, 58, 68, 1000, 1001] as [UInt16])[below(8)]
        var fact = StatusTests.fact(
          kind, day: below(5), campaign: ["a", "b", "c"][below(3)], region: ["", "n"][below(2)], id: ids && below(3) > 0 ? UInt64(1 + below(40)) : 0,
          ref: UInt64(below(7)), count: Int64(1 + below(2)))
        if below(3) == 0 { fact.time += Int64(below(3)) }
        if kind == 68 { fact.amount = Int64(below(100)) }
        return fact
      }
    }

    mutating func parts(_ facts: [ModelFact]) -> [[ModelFact]] {
      var parts: [[ModelFact]] = []
      var rest = facts.shuffled(using: &random)[...]
      while !rest.isEmpty {
        let part = rest.prefix(1 + below(12))
        parts.append(Array(part))
        rest = rest.dropFirst(part.count)
      }
      return parts
    }
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>, [false, true]) func anyOrderBatchesShardsMerges(seed: UInt64, ids: Bool) throws {
    var world = World(seed: seed, ids: ids)
    let facts = world.facts(60)
    let expected = try Self.expected(facts, ids: ids)
    // Small batches.
    let small = try LiveEngine(Self.setup(ids: ids))
    for part in world.parts(facts) { #expect(small.record(part).status == LEADLINE_OK) }
    #expect(Self.answers(small) == expected, "seed \(seed)")
    // Shards, from several threads and by writers.
    let sharded = try LiveEngine(Self.setup(ids: ids, shards: 3))
    let parts = world.parts(facts)
    inParallel(3) { thread in
      for i in parts.indices where i % 3 == thread { #expect(thread == 0 ? sharded.write(parts[i], capacity: 4) == LEADLINE_OK : sharded.record(parts[i]).status == LEADLINE_OK) }
    }
    #expect(Self.answers(sharded) == expected, "seed \(seed)")
    // Merges in any grouping.
    var engines = try (0..<4).map { try LiveEngine(Self.setup(ids: ids, shards: 1 + $0 % 2)) }
    for part in world.parts(facts) { #expect(engines[world.below(4)].record(part).status == LEADLINE_OK) }
    while engines.count > 1 {
      let source = engines.remove(at: world.below(engines.count))
      #expect(engines[world.below(engines.count)].merge(source) == LEADLINE_OK)
    }
    #expect(Self.answers(engines[0]) == expected, "seed \(seed)")
    #expect(engines[0].info.refs == small.info.refs)
  }

  /// What is cleared leaves a state that never saw it.
  @Test(arguments: 1...20 as ClosedRange<UInt64>, [false, true]) func clearing(seed: UInt64, ids: Bool) throws {
    var world = World(seed: 100 + seed, ids: false)
    var facts = world.facts(60)
    // Each id once: what a cleared fact has displaced does not come back.
    if ids { for i in facts.indices { facts[i].id = UInt64(i + 1) } }
    let engine = try LiveEngine(Self.setup(ids: ids, shards: 2))
    for part in world.parts(facts) { #expect(engine.record(part).status == LEADLINE_OK) }
    let (from, to) = (Int64(world.below(3)), Int64(3 + world.below(2)))
    #expect(engine.clear(0, ["a"], from: from * Self.day, to: to * Self.day) == LEADLINE_OK)
    let isLeft = { (fact: ModelFact) in fact.names[0].text != "a" || fact.time < from * Self.day || fact.time >= to * Self.day }
    #expect(Self.answers(engine).map(\.lines) == (try Self.expected(facts.filter(isLeft))).map(\.lines), "seed \(seed)")
    // And they can be taken in again.
    for part in world.parts(facts.filter { !isLeft($0) }) { #expect(engine.record(part).status == LEADLINE_OK) }
    #expect(Self.answers(engine) == (try Self.expected(facts)), "seed \(seed)")
  }

  @Test func memory() throws {
    let scarcity = ExhaustionTests.Scarcity()
    var world = World(seed: 7, ids: true)
    let facts = world.facts(40)
    do {
      let engine = try LiveEngine(Self.setup(ids: true), allocator: UnsafePointer(scarcity.options))
      let other = try LiveEngine(Self.setup(ids: true), allocator: UnsafePointer(scarcity.options))
      for part in world.parts(Array(facts[..<15])) {
        let codes = engine.codes(part)
        let before = Self.answers(engine)
        let status = scarcity.exhaust({ engine.record(part, codes: codes).status }) { failure in
          #expect(Self.answers(engine) == before, "after failure \(failure)")
        }
        #expect(status == LEADLINE_OK)
      }
      #expect(other.record(Array(facts[15...])).status == LEADLINE_OK)
      let before = Self.answers(engine)
      let merging = scarcity.exhaust({ engine.merge(other) }) {
        #expect(Self.answers(engine) == before, "merge, after failure \($0)")
      }
      #expect(merging == LEADLINE_OK)
      for (found, wanted) in zip(Self.answers(engine), try Self.expected(facts, ids: true)) { #expect(found.lines == wanted.lines) }
      let merged = Self.answers(engine)
      let cleared = scarcity.exhaust({ engine.clear(0, ["b"], from: Self.day, to: 3 * Self.day) }) {
        #expect(Self.answers(engine) == merged, "clear, after failure \($0)")
      }
      #expect(cleared == LEADLINE_OK)
    }
    #expect(scarcity.state.pointee.live == 0)
  }
}
