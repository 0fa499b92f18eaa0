import CLeadline
import Foundation
@testable import LeadlineCore
import Testing
import TestSupport

/// The same calculations beside the engine: facts in, a table out, with other periods, other keys and a filter.
@Suite struct CatalogueEngineTests {
  let heap = TestHeap()

  static let day: Int64 = 86_400_000_000
  /// 2024-03-01.
  static let march: Int64 = 19_783 * day

  @Test(arguments: [11, 12] as [UInt64], [0, 2]) func everyRowFromFactsToTables(seed: UInt64, scale: Int) throws {
    var random = SeededGenerator(seed: seed)
    let kinds = try KindTable(heap.heap)
    let registry = try Registry(heap.heap)
    let ids = (0..<registry.rows.count).filter { !registry.rows[$0].isElsewhere }.map { string(registry.rows[$0].id) }
      .filter { CatalogueModelTests.skipped[$0] == nil }
    for round in 0..<12 {
      let cells = ModelCells.random(round, kinds, &random)
      let engine = try LiveEngine(ModelSetup(dimensions: [.init(name: "campaign"), .init(name: "channel")], scale: scale))
      let taken = engine.record(facts(cells, kinds, &random))
      #expect(taken.status == LEADLINE_OK, "\(engine.errorText)")
      let answer = engine.answer(
        ModelQuery(
          by: ["campaign"], columns: ids, from: Self.march, to: Self.march + 31 * Self.day, asOf: Self.march + 40 * Self.day,
          period: .month))
      let line = try #require(answer.lines.first { $0.contains(":asked |") }, "status \(answer.status): \(engine.errorText)")
      let told = line.split(separator: "|").map { $0.trimmingCharacters(in: [" "]) }.suffix(ids.count)
      #expect(told.count == ids.count)
      let model = CatalogueModel(cells: cells)
      for (id, text) in zip(ids, told) {
        guard let expected = model.calculate(id) else { continue }
        let isSame = expected.isSame(as: value(text))
        #expect(isSame, "seed \(seed), scale \(scale), round \(round): \(id) is \(text), not \(expected)")
      }
    }
  }

  /// Each sum in two facts somewhere in its period, in any order.
  private func facts(_ cells: ModelCells, _ kinds: borrowing KindTable, _ random: inout SeededGenerator) -> [ModelFact] {
    var facts: [ModelFact] = []
    for slot in 0..<kinds.count {
      let kind = kinds.kind(at: UInt16(slot))
      guard let counts = cells.counts[string(kind.name)], let amounts = cells.amounts[string(kind.name)] else { continue }
      for (i, place) in ModelCells.places.enumerated() {
        // March, February, and the year before them.
        let (start, days): (Int64, UInt64) = [(0, 31), (-29, 29), (-395, 366)][place.age]
        let names = [ModelName(text: place.isAsked ? "asked" : "other"), ModelName(text: place.isEmail ? "email" : "search")]
        var (count, amount) = (Int64(counts[i]), kind.unit == Unit.none ? 0 : Int64(amounts[i]))
        for part in 0..<2 {
          let (some, money) = part == 0 ? (count / 3, amount / 5) : (count, amount)
          let time = Self.march + (start + Int64(random.next() % days)) * Self.day + Int64(random.next() % UInt64(Self.day))
          facts.append(ModelFact(time: time, kind: kind.number, names: names, amount: money, count: some))
          count -= some
          amount -= money
        }
      }
    }
    return facts.shuffled(using: &random)
  }

  /// A value as an answer shows it.
  private func value(_ text: String) -> Value {
    if let state = text.split(separator: " ").last, text.hasPrefix("state ") { return .undefined(UInt8(state) ?? .max) }
    let parts = text.split(separator: "/").compactMap { Int128($0) }
    return Value(numerator: parts.first ?? 0, denominator: parts.count == 2 ? parts[1] : 1, state: ValueState.defined)
  }
}
