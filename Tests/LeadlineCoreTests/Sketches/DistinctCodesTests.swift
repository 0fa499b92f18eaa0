@testable import LeadlineCore
import Testing
import TestSupport

/// Sets of codes against sets.
@Suite struct DistinctCodesTests {
  let heap = TestHeap()

  func check(_ codes: borrowing DistinctCodes, _ model: Set<UInt32>, _ comment: Comment) {
    #expect(codes.count == model.count, comment)
    var listed: [UInt32] = []
    codes.forEach { listed.append($0) }
    #expect(listed.sorted() == model.sorted(), comment)
  }

  @Test func extremes() throws {
    var codes = DistinctCodes(heap.heap)
    try codes.add(0)
    #expect(codes.count == 0 && codes.bytes == 0 && !codes.contains(0))
    for code in [1, .max, 31, 32, 1 << 31, .max] as [UInt32] { try codes.add(code) }
    check(codes, [1, .max, 31, 32, 1 << 31], "extremes")
    #expect(codes.contains(.max) && !codes.contains(.max - 1) && !codes.contains(0))
  }

  @Test func randomOperations() throws {
    for round in 0..<40 {
      var generator = SeededGenerator(seed: 9000 + UInt64(round))
      let comment: Comment = "seed \(generator.seed)"
      let range: UInt64 = [50, 3000, 1 << 32][generator.below(3)]
      func code() -> UInt32 { UInt32(truncatingIfNeeded: generator.next() % range) | (generator.below(9) == 0 ? 1 << 31 : 0) }
      var a = DistinctCodes(heap.heap)
      var b = DistinctCodes(heap.heap)
      var (inA, inB) = (Set<UInt32>(), Set<UInt32>())
      for _ in 0..<generator.below(300) {
        let (one, other) = (code(), code())
        try a.add(one)
        try b.add(other)
        inA.insert(one)
        inB.insert(other)
      }
      inA.remove(0)
      inB.remove(0)
      check(a, inA, comment)
      var ab = try DistinctCodes(copying: a)
      try ab.merge(with: b)
      try b.merge(with: a)
      check(ab, inA.union(inB), comment)
      var anew = DistinctCodes(heap.heap)
      for code in inA.union(inB).shuffled(using: &generator) { try anew.add(code) }
      for words in [(0..<b.words.count).map { b.words[$0] }, (0..<anew.words.count).map { anew.words[$0] }] {
        #expect(words == (0..<ab.words.count).map { ab.words[$0] }, comment)
      }
    }
    #expect(heap.live == 0)
  }

  @Test func codesInARowAreSmall() throws {
    var codes = DistinctCodes(heap.heap)
    for code in 1...100_000 as ClosedRange<UInt32> { try codes.add(code) }
    #expect(codes.count == 100_000 && codes.bytes <= 100_000 / 32 * 8 * 4)
  }

  @Test func withoutMemoryNothingChanges() throws {
    var codes = DistinctCodes(heap.heap)
    var model: Set<UInt32> = []
    for code in stride(from: 1, to: 3000, by: 17) as StrideTo<UInt32> {
      for failure in 0..<3 {
        heap.failAfter = failure
        let isDone = (try? codes.add(code)) != nil
        heap.failAfter = -1
        if isDone { break }
        check(codes, model, "\(code)")
      }
      model.insert(code)
    }
    check(codes, model, "all")
    var few = DistinctCodes(heap.heap)
    try few.add(5)
    heap.failAfter = 0
    #expect((try? few.merge(with: codes)) == nil)
    heap.failAfter = -1
    check(few, [5], "few")
  }
}
