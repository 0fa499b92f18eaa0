import CLeadline
import Testing
import TestSupport

/// A point read says what a query for the one key says.
@Suite struct PointTests {
  @Test(arguments: [(false, 1), (false, 3), (true, 1), (true, 3)])
  func equalsQuery(limits: Bool, shards: Int) throws {
    for round in 0..<UInt64(4 * extraRounds) {
      var world = RandomWorld(seed: 9_000 + round * 4 + UInt64(shards) + (limits ? 2 : 0))
      world.hasFaults = false
      world.isWide = round % 4 == 3
      world.makeSetup(limits: limits, ids: true, shards: shards)
      let live = try LiveEngine(world.setup)
      let model = try ModelEngine(world.setup)
      for _ in 0..<6 {
        let facts = world.facts(30)
        for fact in facts { for d in fact.names.indices where !fact.names[d].isOther { model.intern(d, fact.names[d].text) } }
        #expect(live.record(facts).status == model.record(facts, skip: false).status)
      }
      for _ in 0..<30 { compare(&world, live, model) }
    }
  }

  private func compare(_ world: inout RandomWorld, _ live: LiveEngine, _ model: ModelEngine) {
    let rollups = world.setup.rollupsInUse
    let r = world.below(rollups.count)
    let dimensions = rollups[r].dimensions.shuffled(using: &world.generator)
    let keys = dimensions.map { d in
      world.chance(10) ? "nobody" : world.pick(world.pools[d].filter { !$0.isOther }).text
    }
    let columns = world.some(RandomWorld.columns, upTo: 5) + ["clicks", "cpc"]
    var query = ModelQuery()
    query.rollup = rollups[r].name
    for (d, key) in zip(dimensions, keys) { query.filters.append(.init(dimension: world.setup.dimensions[d].name, names: [key])) }
    query.columns = columns
    query.totals = true
    var (from, to) = (Int64.min, Int64.max)
    if world.chance(2) {
      let bounds = model.zone.bounds(rollups[r].period, world.time())
      (from, to) = bounds.start < bounds.end ? bounds : (from, to)
      if from > Int64.min { query.from = from }
      if to < Int64.max { query.to = to }
    }
    let point = live.point(rollup: rollups[r].name, dimensions.map { world.setup.dimensions[$0].name }, keys, columns, from: from, to: to)
    let at: Comment = "seed \(world.generator.seed), rollup \(rollups[r]), keys \(keys), from \(from)"
    let ordered = rollups[r].dimensions.map { d in ModelName(text: keys[dimensions.firstIndex(of: d)!]) }
    if model.isOut(r, ordered) {
      #expect(point.status == LEADLINE_ERROR_NAME, at)
    } else {
      // The totals of the one row, which are there without a row, too. "(other)" as a filter also means the row of that name.
      #expect(point.status == LEADLINE_OK, at)
      if !keys.contains("(other)") { #expect(point.values.joined(separator: " | ") == model.answer(query).lines.last, at) }
    }
  }

  @Test func codesAndNamesAreOne() throws {
    let setup = ModelSetup(dimensions: [.init(name: "a"), .init(name: "b")])
    let live = try LiveEngine(setup)
    let fact = ModelFact(time: 0, kind: 20, names: [ModelName(text: "x"), .notSet])
    #expect(live.record([fact, fact]).status == LEADLINE_OK)
    #expect(live.point(["b", "a"], ["", "x"], ["clicks", "ctr"]).values == ["2", "state 2"])
    #expect(live.point(["a", "b"], ["x", "y"], ["clicks"]).values == ["0"])
    #expect(live.point(["a"], ["x"], ["clicks"]).status == LEADLINE_QUERY_NO_ROLLUP)
    #expect(live.point(["a", "b"], ["x", ""], ["clicks"], from: 1, to: 2).status == LEADLINE_QUERY_BOUNDARY)
    #expect(live.point(["a", "b"], ["x", ""], ["clicks"], from: 2, to: 2).status == LEADLINE_ERROR_ARGUMENT)
  }
}
