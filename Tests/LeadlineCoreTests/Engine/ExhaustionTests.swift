import CLeadline
import CPlatform
import Testing
import TestSupport

/// Random operations with memory that runs out: a call succeeds, or says so and changes nothing.
@Suite struct ExhaustionTests {
  /// An allocator that gives nothing from the n-th request on.
  final class Scarcity {
    struct State {
      /// Requests until memory runs out; below zero: never.
      var left = -1
      var live = 0
    }

    let state: UnsafeMutablePointer<State>
    let options: UnsafeMutablePointer<leadline_allocator>

    init() {
      state = .allocate(capacity: 1)
      state.initialize(to: State())
      options = .allocate(capacity: 1)
      var allocator = leadline_allocator()
      allocator.struct_size = MemoryLayout<leadline_allocator>.size
      allocator.context = UnsafeMutableRawPointer(state)
      allocator.allocate = { context, size, alignment in
        let state = context!.assumingMemoryBound(to: State.self)
        if state.pointee.left == 0 { return nil }
        if state.pointee.left > 0 { state.pointee.left -= 1 }
        state.pointee.live += 1
        return platform_allocate(size, alignment)
      }
      allocator.deallocate = { context, memory, size, alignment in
        context!.assumingMemoryBound(to: State.self).pointee.live -= 1
        free(memory)
      }
      options.initialize(to: allocator)
    }

    deinit {
      state.deallocate()
      options.deallocate()
    }

    /// Calls with the first, second, third ... request failing until there is memory enough.
    func exhaust(_ call: () -> Int32, _ check: (Int) -> Void) -> Int32 {
      var failure = 0
      while true {
        state.pointee.left = failure
        let status = call()
        state.pointee.left = -1
        if status != LEADLINE_ERROR_MEMORY { return status }
        check(failure)
        failure += 1
      }
    }
  }

  @Test(arguments: [(false, false), (false, true), (true, false), (true, true)])
  func operations(limits: Bool, ids: Bool) throws {
    for round in 0..<UInt64(extraRounds) {
      let scarcity = Scarcity()
      do {
        var world = RandomWorld(seed: 40_000 + round * 4 + (limits ? 2 : 0) + (ids ? 1 : 0))
        world.isWide = world.chance(2)
        world.makeSetup(limits: limits, ids: ids, shards: world.pick([1, 2]))
        try run(&world, scarcity)
      }
      #expect(scarcity.state.pointee.live == 0, "leaked")
    }
  }

  private func run(_ world: inout RandomWorld, _ scarcity: Scarcity) throws {
    let setup = world.setup
    let seed = world.generator.seed
    let live = try (0..<2).map { _ in try LiveEngine(setup, allocator: UnsafePointer(scarcity.options)) }
    let model = try (0..<2).map { _ in try ModelEngine(setup) }
    for step in 0..<8 {
      let e = world.below(2)
      let queries = (0..<2).map { _ in world.query(model[e].zone) }
      func same(_ what: String) -> (Int) -> Void {
        return { failure in
          let at: Comment = "seed \(seed), step \(step), \(what), failure \(failure)"
          for query in queries {
            let difference = live[e].answer(query).difference(from: model[e].answer(query))
            #expect(difference == nil, at)
          }
          #expect(live[e].info.facts == UInt64(model[e].accepted) && live[e].info.greatest_time == model[e].greatestTime, at)
          #expect(live[e].info.ids == UInt64(model[e].identified.count), at)
        }
      }
      switch world.below(5) {
      case 0...2:
        let facts = world.facts(1 + world.below(25))
        let skip = world.chance(2)
        for fact in facts { for d in fact.names.indices where !fact.names[d].isOther { model[e].intern(d, fact.names[d].text) } }
        let codes = live[e].codes(facts)
        let status = scarcity.exhaust({ live[e].record(facts, codes: codes, skip: skip).status }, same("record"))
        #expect(status == model[e].record(facts, skip: skip).status)
      case 3:
        let status = scarcity.exhaust({ live[e].merge(live[1 - e]) }, same("merge"))
        #expect(status == LEADLINE_OK)
        model[e].merge(model[1 - e])
      default:
        let d = world.pick([0, 2, 3])
        let names = world.some(world.pools[d].filter { !$0.isOther }.map(\.text), upTo: 3)
        let status = scarcity.exhaust({ live[e].clear(d, names, from: .min, to: .max) }, same("clear"))
        #expect(status == model[e].clear(d, names, from: .min, to: .max))
      }
      same("at last")(-1)
      for query in queries {
        var answer = ModelAnswer()
        _ = scarcity.exhaust({
          answer = live[e].answer(query)
          return answer.status
        }, { _ in })
        #expect(answer.difference(from: model[e].answer(query)) == nil)
      }
    }
  }
}
