@testable import LeadlineCore
import Testing
import TestSupport

@Suite struct MergeSortTests {
  struct ByValue: RowOrder {
    let values: [Int]
    func compare(_ a: UInt32, _ b: UInt32) -> Int { values[Int(a)] - values[Int(b)] }
  }

  func check(_ values: [Int]) throws {
    let heap = TestHeap()
    do {
      var rows = Buffer<UInt32>(heap.heap)
      for i in values.indices { try rows.append(UInt32(i)) }
      try MergeSort.sort(&rows, heap.heap, by: ByValue(values: values))
      let expected = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
      #expect((0..<rows.count).map { Int(rows[$0]) } == expected)
    }
    #expect(heap.live == 0)
  }

  @Test func everySmallCase() throws {
    for count in 0...5 {
      var number = 0
      while number < Int(repeating: 4, power: count) {
        try check((0..<count).map { number / Int(repeating: 4, power: $0) % 4 })
        number += count == 5 ? 7 : 1
      }
    }
  }

  @Test func random() throws {
    var generator = SeededGenerator(seed: 5)
    for count in [6, 7, 8, 9, 15, 16, 17, 100, 1000] {
      try check((0..<count).map { _ in Int(generator.next() % UInt64(count)) })
    }
  }

  @Test func withoutMemoryNothingMoves() throws {
    let heap = TestHeap()
    var rows = Buffer<UInt32>(heap.heap)
    for i in 0..<10 { try rows.append(UInt32(i)) }
    heap.failAfter = 0
    #expect(throws: OutOfMemory.self) { try MergeSort.sort(&rows, heap.heap, by: ByValue(values: (0..<10).map { -$0 })) }
    #expect((0..<10).allSatisfy { rows[$0] == $0 })
  }
}

extension Int {
  fileprivate init(repeating factor: Int, power: Int) { self = (0..<power).reduce(1) { product, _ in product * factor } }
}
