import CLeadline
import CPlatform
import Testing
import TestSupport

/// The same facts, however they came in, give the same answers.
@Suite struct DeterminismTests {
  @Test(arguments: [(false, false), (false, true), (true, false), (true, true)])
  func sameFacts(limits: Bool, ids: Bool) throws {
    for round in 0..<UInt64(2 * extraRounds) {
      var world = RandomWorld(seed: 20_000 + round * 4 + (limits ? 2 : 0) + (ids ? 1 : 0))
      world.isWide = round % 3 == 2
      world.hasFaults = false
      world.makeSetup(limits: limits, ids: ids)
      let facts = world.facts(300)
      let model = try ModelEngine(world.setup)
      for fact in facts { for d in fact.names.indices where !fact.names[d].isOther { model.intern(d, fact.names[d].text) } }
      #expect(model.record(facts, skip: false).status == LEADLINE_OK)
      let engines = try [
        inOneBatch(world.setup, facts), inSmallBatches(&world, facts), byThreads(&world, facts), byWriters(&world, facts),
        byMerging(&world, facts), byMerging(&world, facts),
      ]
      for _ in 0..<10 {
        let query = world.query(model.zone)
        let expected = model.answer(query)
        for (way, engine) in engines.enumerated() {
          let difference = engine.answer(query).difference(from: expected)
          #expect(difference == nil, "seed \(world.generator.seed), way \(way): \(query)")
        }
      }
      for (way, engine) in engines.enumerated() {
        let info = engine.info
        #expect(info.facts == UInt64(facts.count), "way \(way)")
        #expect(info.duplicates == UInt64(model.duplicates), "way \(way)")
        #expect(info.ids == UInt64(model.identified.count), "way \(way)")
        #expect(info.greatest_time == model.greatestTime, "way \(way)")
      }
    }
  }

  private func inOneBatch(_ setup: ModelSetup, _ facts: [ModelFact]) throws -> LiveEngine {
    let engine = try LiveEngine(setup)
    #expect(engine.record(facts).status == LEADLINE_OK)
    return engine
  }

  private func parts(_ world: inout RandomWorld, _ facts: [ModelFact]) -> [[ModelFact]] {
    var parts: [[ModelFact]] = []
    var rest = facts.shuffled(using: &world.generator)[...]
    while !rest.isEmpty {
      let part = rest.prefix(1 + world.below(60))
      parts.append(Array(part))
      rest = rest.dropFirst(part.count)
    }
    return parts
  }

  private func inSmallBatches(_ world: inout RandomWorld, _ facts: [ModelFact]) throws -> LiveEngine {
    let engine = try LiveEngine(world.setup)
    for part in parts(&world, facts) { #expect(engine.record(part, isSparse: world.chance(2)).status == LEADLINE_OK) }
    return engine
  }

  private func byThreads(_ world: inout RandomWorld, _ facts: [ModelFact]) throws -> LiveEngine {
    var setup = world.setup
    setup.shards = 4
    let engine = try LiveEngine(setup)
    let parts = parts(&world, facts)
    inParallel(4) { thread in
      for i in parts.indices where i % 4 == thread { #expect(engine.record(parts[i]).status == LEADLINE_OK) }
    }
    return engine
  }

  private func byWriters(_ world: inout RandomWorld, _ facts: [ModelFact]) throws -> LiveEngine {
    var setup = world.setup
    setup.shards = 2
    let engine = try LiveEngine(setup)
    let parts = parts(&world, facts)
    let capacity = 1 + world.below(50)
    inParallel(2) { thread in
      for i in parts.indices where i % 2 == thread { #expect(engine.write(parts[i], capacity: capacity) == LEADLINE_OK) }
    }
    return engine
  }

  /// Engines of different numbers of shards, merged in any grouping until one is left.
  private func byMerging(_ world: inout RandomWorld, _ facts: [ModelFact]) throws -> LiveEngine {
    var engines: [LiveEngine] = []
    for part in parts(&world, facts) {
      if engines.count < 5 {
        var setup = world.setup
        setup.shards = 1 + world.below(3)
        engines.append(try LiveEngine(setup))
      }
      #expect(engines[world.below(engines.count)].record(part).status == LEADLINE_OK)
    }
    while engines.count > 1 {
      let source = engines.remove(at: world.below(engines.count))
      let target = engines[world.below(engines.count)]
      #expect(target.merge(source) == LEADLINE_OK)
    }
    return engines[0]
  }
}

/// Runs `body` once on each of several threads and waits for all.
func inParallel(_ threads: Int, _ body: @escaping @Sendable (Int) -> Void) {
  final class Work: Sendable {
    let number: Int
    let body: @Sendable (Int) -> Void
    init(_ number: Int, _ body: @escaping @Sendable (Int) -> Void) {
      self.number = number
      self.body = body
    }
  }
  var started: [pthread_t] = []
  for number in 0..<threads {
    var thread = pthread_t()
    let work = Unmanaged.passRetained(Work(number, body)).toOpaque()
    let status = pthread_create(&thread, nil, { argument in
      let work = Unmanaged<Work>.fromOpaque(argument!).takeRetainedValue()
      work.body(work.number)
      return nil
    }, work)
    precondition(status == 0)
    started.append(thread)
  }
  for thread in started { pthread_join(thread, nil) }
}
