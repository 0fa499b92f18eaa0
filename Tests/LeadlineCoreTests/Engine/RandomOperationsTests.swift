import CPlatform
import Testing
import TestSupport

/// How much more than usual the random tests are to do.
var extraRounds: Int {
  guard let text = getenv("LEADLINE_TEST_ROUNDS") else { return 1 }
  return max(1, Int(String(cString: text)) ?? 1)
}

/// The engine beside its model: random operations, then equal answers to random questions.
@Suite struct RandomOperationsTests {
  @Test(arguments: [(false, false), (false, true), (true, false), (true, true)])
  func operations(limits: Bool, ids: Bool) throws {
    for round in 0..<UInt64(12 * extraRounds) {
      var world = RandomWorld(seed: 1 + round * 4 + (limits ? 2 : 0) + (ids ? 1 : 0))
      world.isWide = world.chance(3)
      world.makeSetup(limits: limits, ids: ids, shards: world.pick([1, 1, 3]))
      try run(&world)
    }
  }

  private func run(_ world: inout RandomWorld) throws {
    let seed = world.generator.seed
    let setup = world.setup
    var live = [try LiveEngine(setup)]
    var model = [try ModelEngine(setup)]
    for step in 0..<30 {
      let at: Comment = "seed \(seed), step \(step)"
      let e = world.below(live.count)
      switch world.below(12) {
      case 0...4:
        var facts = world.facts(1 + world.below(20))
        if world.chance(8) { facts += facts.map { fact in
          var fact = fact
          fact.time = world.time()
          return fact
        } }
        let skip = world.chance(2)
        for fact in facts {
          for d in fact.names.indices where !fact.names[d].isOther { model[e].intern(d, fact.names[d].text) }
        }
        if world.chance(3) {
          // A writer hands on all at once when it is large enough.
          let status = live[e].write(facts, capacity: facts.count, skip: skip)
          #expect(status == model[e].record(facts, skip: skip).status, at)
        } else {
          let (status, result) = live[e].record(facts, skip: skip, isSparse: world.chance(2))
          let expected = model[e].record(facts, skip: skip)
          #expect(status == expected.status, at)
          if status == 0 { #expect(result.rejected == UInt64(expected.rejected), at) }
        }
      case 5:
        let attribute = world.pick([1, 4])
        let name = world.pick(world.pools[setup.dimensions[attribute].base!].filter { !$0.isOther }).text
        let value = world.pick(world.pools[attribute]).text
        model[e].intern(setup.dimensions[attribute].base!, name)
        #expect(live[e].setAttribute(attribute, name, value) == model[e].setAttribute(attribute, name, value), at)
      case 6:
        let d = world.pick([0, 2, 3])
        let names = world.some(world.pools[d].filter { !$0.isOther }.map(\.text), upTo: 3)
        var bounds = [world.bound(model[e].zone), world.bound(model[e].zone)].sorted()
        if world.chance(3) { bounds = [Int64.min, Int64.max] }
        let cleared = live[e].clear(d, names, from: bounds[0], to: bounds[1])
        #expect(cleared == model[e].clear(d, names, from: bounds[0], to: bounds[1]), "\(at): \(live[e].errorText)")
      case 7:
        if live.count < 3 {
          live.append(try LiveEngine(setup))
          model.append(try ModelEngine(setup))
        } else {
          let other = (e + 1) % live.count
          #expect(live[e].merge(live[other]) == 0, at)
          model[e].merge(model[other])
        }
      default:
        compare(&world, live[e], model[e], at)
      }
    }
    for e in live.indices {
      for _ in 0..<5 { compare(&world, live[e], model[e], "seed \(seed), in the end") }
    }
  }

  private func compare(_ world: inout RandomWorld, _ live: LiveEngine, _ model: ModelEngine, _ at: Comment) {
    let query = world.query(model.zone)
    let difference = live.answer(query).difference(from: model.answer(query))
    #expect(difference == nil, "\(at): \(query)")
    let info = live.info
    #expect(info.facts == UInt64(model.accepted), at)
    #expect(info.greatest_time == model.greatestTime, at)
    #expect(info.ids == UInt64(model.identified.count), at)
    #expect(info.duplicates == UInt64(model.duplicates), at)
  }
}
