import CLeadline
@testable import LeadlineCore
import TestSupport
import Testing

/// Facts written as CSV in all manner of ways and read again are the facts that a batch brings.
@Suite struct CSVRandomTests {
  @Test(arguments: 0..<40) func equalsBatch(seed: UInt64) throws {
    var world = RandomWorld(seed: 77_000 + seed)
    world.hasFaults = false
    world.isWide = seed % 5 == 4
    world.makeSetup(limits: seed % 3 == 0, ids: seed % 2 == 0)
    let read = try LiveEngine(world.setup)
    let batched = try LiveEngine(world.setup)
    for round in 0..<3 {
      var facts = world.facts(world.pick([1, 40, 700, 6_000]))
      // A code that is no name's cannot be written.
      for i in facts.indices { facts[i].names = facts[i].names.map { $0.isOther ? .notSet : $0 } }
      var style = CSVStyle(&world)
      let text = style.write(facts, &world)
      let run = read.readCSV(Array(text.utf8), style.setup, piece: world.pick([Int.max, 1_000, 61]))
      #expect(run.status == LEADLINE_OK, "seed \(seed): \(run.fault)")
      #expect(run.result.facts == UInt64(facts.count))
      let batch = batched.record(numbered(facts))
      #expect(batch.status == LEADLINE_OK)
      #expect(run.result.earliest == facts.map(\.time).min())
      #expect(run.result.latest == facts.map(\.time).max())
      let zone = try ModelZone(world.setup.zone)
      for _ in 0..<10 {
        let query = world.query(zone)
        let difference = read.answer(query).difference(from: batched.answer(query))
        #expect(difference == nil, "seed \(seed), round \(round), \(query)")
      }
      #expect(read.info.duplicates == batched.info.duplicates)
    }
  }

  /// The facts with ids and persons as the reader makes them of their digits.
  private func numbered(_ facts: [ModelFact]) -> [ModelFact] {
    facts.map { fact in
      var fact = fact
      func number(_ value: UInt64) -> UInt64 {
        if value == 0 { return 0 }
        let text = Array("\(value)".utf8)
        return leadline_id_from_bytes(text, text.count)
      }
      (fact.id, fact.ref, fact.person, fact.account) = (number(fact.id), number(fact.ref), number(fact.person), number(fact.account))
      return fact
    }
  }
}
