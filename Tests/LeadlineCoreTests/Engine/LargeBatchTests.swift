import CLeadline
import Testing
import TestSupport

/// Batches of many chunks over more cells than the caches hold, against sums in a dictionary.
@Suite struct LargeBatchTests {
  static let day: Int64 = 86_400_000_000

  struct Key: Hashable {
    var name: Int
    var day: Int64
  }

  /// Dimensions 0 and 1 carry the same names, so that a rollup by codes and one by tuples have the same answer.
  @Test(arguments: [1, 40], [false, true])
  func sums(days: Int64, isWide: Bool) throws {
    let setup = ModelSetup(
      dimensions: [.init(name: "a"), .init(name: "b")],
      rollups: [.init(name: "one", dimensions: [0]), .init(name: "two", dimensions: [0, 1]), .init(name: "all", dimensions: [1, 0], period: .all)])
    let live = try LiveEngine(setup)
    var generator = SeededGenerator(seed: UInt64(days) + (isWide ? 1 : 0))
    let names = days == 1 ? 9000 : 600
    let codes = (0..<names).map { live.intern(0, "n\($0)") }
    for name in 0..<names { #expect(live.intern(1, "n\(name)") == codes[name]) }
    var clicks: [Key: (Int128, Int128)] = [:]
    for round in 0..<4 {
      var facts: [ModelFact] = []
      var column: [UInt32] = []
      for _ in 0..<2500 {
        let name = Int(generator.next() % UInt64(names))
        let day = Int64(generator.next() % UInt64(days))
        var amount = Int64(generator.next() % 100)
        if isWide && round > 1 && generator.next() % 2 == 0 { amount = (1 << 62) - amount }
        facts.append(
          ModelFact(
            time: day * Self.day + Int64(generator.next() % UInt64(Self.day)), kind: generator.next() % 9 == 0 ? 10 : 20, names: [],
            amount: amount, count: round % 2 == 0 ? 1 : Int64(generator.next() % 3)))
        column.append(codes[name])
        if facts.last!.kind == 20 {
          let old = clicks[Key(name: name, day: day)] ?? (0, 0)
          clicks[Key(name: name, day: day)] = (old.0 + Int128(facts.last!.count), old.1 + Int128(amount))
        }
      }
      #expect(live.record(facts, codes: [column, column], isSparse: true).status == LEADLINE_OK)
      // The same with a bad row near the end goes in and out again.
      facts[2400].kind = 0
      #expect(live.record(facts, codes: [column, column]).status == LEADLINE_FACT_KIND)
    }
    let expected = clicks.filter { $0.value != (0, 0) }.map { "n\($0.key.name) \($0.key.day) \($0.value.0) \($0.value.1)" }.sorted()
    for (rollup, key) in [("one", "a"), ("two", "a"), ("two", "b")] {
      let answer = live.answer(ModelQuery(rollup: rollup, by: [key], columns: ["count(click)", "amount(click)"], period: .day))
      let lines = answer.lines.map { line in
        let parts = line.split(separator: "|").map { $0.trimming() }
        return "\(parts[0].dropFirst(2)) \(Int64(parts[2])! / Self.day) \(parts[3]) \(parts[4])"
      }
      #expect(lines.filter { !$0.hasSuffix(" 0 0") }.sorted() == expected, "\(rollup) by \(key)")
    }
    let total = expected.isEmpty ? (0, 0) : clicks.values.reduce((0, 0)) { ($0.0 + $1.0, $0.1 + $1.1) }
    for rollup in ["one", "two", "all"] {
      #expect(live.answer(ModelQuery(rollup: rollup, columns: ["count(click)", "amount(click)"])).lines == ["\(total.0) | \(total.1)"])
    }
  }
}

extension Substring {
  fileprivate func trimming() -> Substring {
    var text = self
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return text
  }
}
