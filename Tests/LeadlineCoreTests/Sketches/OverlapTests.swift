@testable import LeadlineCore
import Testing
import TestSupport

/// What two audiences have in common, against sets.
@Suite struct OverlapTests {
  let heap = TestHeap()

  /// Two sketches with so many persons each for itself, and in common.
  func audiences(_ onlyFirst: Int, _ onlySecond: Int, _ both: Int, precision: Int, _ generator: inout SeededGenerator) throws
    -> Overlap
  {
    var first = DistinctSketch(heap.heap, precision: precision)
    var second = DistinctSketch(heap.heap, precision: precision)
    for _ in 0..<onlyFirst { try first.add(generator.next()) }
    for _ in 0..<onlySecond { try second.add(generator.next()) }
    for _ in 0..<both {
      let person = generator.next()
      try first.add(person)
      try second.add(person)
    }
    var whole = try DistinctSketch(copying: first)
    try whole.merge(with: second)
    let overlap = try Overlap(first, second)
    #expect(overlap.union == whole.count())
    let swapped = try Overlap(second, first)
    #expect(swapped.union == overlap.union)
    #expect(abs(swapped.onlySecond.count - overlap.onlyFirst.count) <= 1 + overlap.onlyFirst.count / 1000)
    #expect(abs(swapped.intersection.count - overlap.intersection.count) <= 1 + overlap.intersection.count / 1000)
    return overlap
  }

  @Test func exact() throws {
    var generator = SeededGenerator(seed: 80)
    for (a, b, x) in [(0, 0, 0), (5, 0, 0), (0, 5, 0), (0, 0, 5), (10, 20, 30), (100, 3, 1)] {
      let overlap = try audiences(a, b, x, precision: 10, &generator)
      // The union of exact sketches is exact, even where a merged one is dense.
      #expect(overlap.onlyFirst == DistinctCount(exactly: a) && overlap.onlySecond == DistinctCount(exactly: b))
      #expect(overlap.intersection == DistinctCount(exactly: x) && overlap.union == DistinctCount(exactly: a + b + x))
    }
  }

  /// The bounds hold the truth in most of many runs, whatever the shape; 95 of 100 are stated.
  @Test(arguments: [
    (3000, 3000, 3000), (5000, 5000, 200), (5000, 5000, 0), (100, 100, 5000), (0, 0, 4000), (6000, 50, 50), (6000, 0, 400),
    (6000, 0, 60), (300, 300, 300),
  ]) func bounds(_ a: Int, _ b: Int, _ x: Int) throws {
    var generator = SeededGenerator(seed: UInt64(81 + a * 7 + b * 3 + x))
    let comment: Comment = "seed \(generator.seed)"
    var held = (union: 0, first: 0, second: 0, both: 0)
    let runs = 30
    for _ in 0..<runs {
      let overlap = try audiences(a, b, x, precision: 8, &generator)
      func holds(_ count: DistinctCount, _ truth: Int) -> Int { count.low <= truth && truth <= count.high ? 1 : 0 }
      held.union += holds(overlap.union, a + b + x)
      held.first += holds(overlap.onlyFirst, a)
      held.second += holds(overlap.onlySecond, b)
      held.both += holds(overlap.intersection, x)
    }
    // Of 30 runs at 95 %, fewer than 24 hold once in a thousand times.
    #expect(min(held.union, held.first, held.second, held.both) >= 24, comment)
  }

  @Test func smallAgainstLargeIsCut() throws {
    var generator = SeededGenerator(seed: 82)
    for _ in 0..<5 {
      let overlap = try audiences(20_000, 10, 20, precision: 8, &generator)
      #expect(overlap.intersection.high <= 30 && overlap.onlySecond.high <= 30 && !overlap.intersection.isExact)
    }
  }

  @Test func withoutMemory() throws {
    var generator = SeededGenerator(seed: 83)
    var large = DistinctSketch(heap.heap)
    for _ in 0..<1000 { try large.add(generator.next()) }
    var small = DistinctSketch(heap.heap)
    try small.add(7)
    let live = heap.live
    var failures = 0
    for failure in 0..<5 {
      heap.failAfter = failure
      let overlap = try? Overlap(large, small)
      heap.failAfter = -1
      if overlap != nil { break }
      failures += 1
    }
    #expect(failures == 2 && heap.live == live)
  }
}
