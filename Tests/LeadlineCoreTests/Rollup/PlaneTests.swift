@testable import LeadlineCore
import Testing
import TestSupport

/// Cells in an array, in a table, and on the way between, against a dictionary.
@Suite struct PlaneTests {
  func run<Word>(_ word: Word.Type, seed: UInt64, spread: Int, growth: Int) throws
  where Word: FixedWidthInteger & SignedInteger & BitwiseCopyable {
    let heap = TestHeap()
    var generator = SeededGenerator(seed: seed)
    var plane = Plane<Word>(forbidden: 0)
    defer {
      plane.free(heap.heap)
      #expect(heap.live == 0)
    }
    #expect(plane.isUnused && plane.bytes == 0)
    var model: [UInt32: (Word, Word)] = [:]
    var tuples = 1
    for _ in 0..<1200 {
      tuples = min(tuples + Int(generator.next() % UInt64(growth + 1)), spread)
      let tuple = UInt32(generator.next() % UInt64(tuples))
      let (count, amount) = (Word(generator.next() % 3), Word(truncatingIfNeeded: generator.next() % 1000))
      // Short of memory now and then: nothing changes.
      heap.failAfter = generator.next() % 4 == 0 ? 0 : generator.next() % 4 == 0 ? 1 : -1
      let cell = try? plane.cell(tuple, tuples: tuples, heap.heap)
      heap.failAfter = -1
      guard let cell else { continue }
      cell.pointee.count += count
      cell.pointee.amount -= amount
      let old = model[tuple] ?? (0, 0)
      model[tuple] = (old.0 + count, old.1 - amount)
    }
    var seen: [UInt32: (Word, Word)] = [:]
    for place in 0..<plane.places {
      guard let (tuple, cell) = plane.at(place: place) else { continue }
      #expect(seen[tuple] == nil)
      seen[tuple] = (cell.count, cell.amount)
    }
    let expected = model.filter { $0.value != (0, 0) }
    #expect(seen.count == expected.count)
    for (tuple, sum) in expected { #expect(seen[tuple].map { $0 == sum } == true) }
    let sampled = Array(stride(from: 0, to: UInt32(spread + 3), by: max(1, spread / 2000)))
    for tuple in sampled + Array(model.keys) {
      let found = plane.find(tuple)
      if let sum = model[tuple] {
        #expect(found?.pointee.count == sum.0 && found?.pointee.amount == sum.1)
      } else {
        #expect(found?.pointee.isEmpty ?? true)
      }
    }
    // Never much more than the larger of what an array and what a table would take.
    let stride = MemoryLayout<Cell<Word>>.stride
    #expect(plane.bytes <= max(tuples * stride, 2 * model.count * (stride + 4) + 10 * (stride + 4)))
  }

  @Test(arguments: [(3, 0), (20, 1), (300, 1), (5000, 20), (1_000_000, 4000), (1_000_000, 1_000_000)])
  func dictionary(spread: Int, growth: Int) throws {
    for seed in 1...3 as ClosedRange<UInt64> {
      try run(Int64.self, seed: seed, spread: spread, growth: growth)
      try run(Int128.self, seed: seed, spread: spread, growth: growth)
    }
  }

  /// All tuples in turn, so that the array is extended again and again.
  @Test func everyTuple() throws {
    let heap = TestHeap()
    var plane = Plane<Int64>(forbidden: 0)
    for tuple in 0..<2000 as Range<UInt32> {
      try plane.cell(tuple, tuples: Int(tuple) + 1, heap.heap).pointee.count = Int64(tuple) + 1
    }
    for tuple in 0..<2000 as Range<UInt32> { #expect(plane.find(tuple)?.pointee.count == Int64(tuple) + 1) }
    #expect(plane.find(.max - 1)?.pointee.isEmpty ?? true)
    plane.free(heap.heap)
    #expect(heap.live == 0 && plane.isUnused)
  }
}
