@testable import LeadlineCore
import Testing
import TestSupport

/// What a limit keeps against the sorted set of all that it was shown.
@Suite struct ThresholdTests {
  let heap = TestHeap()

  func permutations(_ values: [UInt64]) -> [[UInt64]] {
    if values.count < 2 { return [values] }
    return values.indices.flatMap { i in
      var rest = values
      let first = rest.remove(at: i)
      return permutations(rest).map { [first] + $0 }
    }
  }

  func check(_ threshold: borrowing Threshold, shown: [UInt64]) {
    let sorted = Set(shown.map { max($0, 1) }).sorted()
    let limit = threshold.limit
    let kept = Set((0..<threshold.keptCount).map { threshold.kept($0) })
    #expect(kept == Set(sorted.prefix(limit)))
    #expect(threshold.isBinding == (sorted.count > limit))
    if sorted.count > limit { #expect(threshold.bound == sorted[limit]) }
    for hash in sorted { #expect(threshold.keeps(hash) == kept.contains(hash)) }
  }

  @Test func everyOrder() throws {
    let values: [UInt64] = [3, 9, 9, 27, .max, 0]
    for limit in 1...6 {
      for order in permutations(values) {
        var threshold = Threshold(heap.heap, limit: limit)
        for (i, hash) in order.enumerated() {
          let isKept = try threshold.admit(hash)
          check(threshold, shown: Array(order.prefix(i + 1)))
          #expect(isKept == threshold.keeps(max(hash, 1)))
        }
      }
    }
  }

  @Test func random() throws {
    var generator = SeededGenerator(seed: 11)
    for limit in [1, 2, 7, 64, 100] {
      var threshold = Threshold(heap.heap, limit: limit)
      var shown: [UInt64] = []
      for _ in 0..<600 {
        let hash = generator.next() % 500 &* 0x9E37_79B9_7F4A_7C15
        shown.append(hash)
        _ = try threshold.admit(hash)
      }
      check(threshold, shown: shown)
    }
  }

  @Test func merging() throws {
    var generator = SeededGenerator(seed: 12)
    for _ in 0..<100 {
      let limit = 1 + Int(generator.next() % 6)
      var parts: [[UInt64]] = []
      for _ in 0..<3 { parts.append((0..<Int(generator.next() % 9)).map { _ in generator.next() % 20 }) }
      // (a + b) + c and c + (b + a)
      var left = try threshold(limit, parts[0])
      try left.add(threshold(limit, parts[1]))
      try left.add(threshold(limit, parts[2]))
      var inner = try threshold(limit, parts[1])
      try inner.add(threshold(limit, parts[0]))
      var right = try threshold(limit, parts[2])
      try right.add(inner)
      check(left, shown: parts.flatMap { $0 })
      check(right, shown: parts.flatMap { $0 })
    }
  }

  func threshold(_ limit: Int, _ shown: [UInt64]) throws -> Threshold {
    var threshold = Threshold(heap.heap, limit: limit)
    for hash in shown { _ = try threshold.admit(hash) }
    return threshold
  }

  @Test func lowering() throws {
    var threshold = try threshold(5, [1, 4, 6, 8])
    try threshold.lower(to: 7, if: false)
    #expect(threshold.isBinding == false)
    try threshold.lower(to: 6)
    #expect(threshold.keptCount == 2 && threshold.keeps(5) && !threshold.keeps(6))
    try threshold.lower(to: 9)
    #expect(threshold.keeps(6) == false, "a bound only falls")
    #expect(try threshold.admit(5) && threshold.keptCount == 3)
    try threshold.lower(to: 0)
    #expect(threshold.keptCount == 0 && !threshold.keeps(0))
    #expect(try threshold.admit(0) == false)
  }

  @Test func noLimitKeepsEverything() throws {
    var threshold = Threshold(heap.heap, limit: 0)
    for hash in [0, 1, UInt64.max] { #expect(try threshold.admit(hash) && threshold.keeps(hash)) }
    #expect(threshold.bytes == 0)
  }

  @Test func withoutMemoryNothingChanges() throws {
    var threshold = Threshold(heap.heap, limit: 20)
    var shown: [UInt64] = []
    for hash in 1...100 as ClosedRange<UInt64> {
      for failure in 0..<5 {
        heap.failAfter = failure
        let isDone = (try? threshold.admit(hash &* 77 % 101)) != nil
        heap.failAfter = -1
        if isDone { break }
        check(threshold, shown: shown)
      }
      shown.append(hash &* 77 % 101)
      check(threshold, shown: shown)
    }
  }
}
