@testable import LeadlineCore
import Testing
import TestSupport

/// The id table against a dictionary.
@Suite struct IdTableTests {
  let heap = TestHeap()

  struct Key: Hashable {
    var id: UInt64
    var family: UInt16
  }

  /// Calls `body` with a fact of these words and two codes.
  func withFact<R>(id: UInt64, time: Int64, kind: UInt16, amount: Int64 = 0, _ body: (Fact) throws -> R) rethrows -> R {
    var words = [UInt64](repeating: 0, count: Fact.words(dimensions: 3))
    return try words.withUnsafeMutableBufferPointer { words in
      words[0] = id
      words[1] = UInt64(bitPattern: time)
      words[2] = UInt64(bitPattern: amount)
      words[7] = UInt64(kind)
      let fact = Fact(words: words.baseAddress!, dimensionCount: 3)
      fact.setCode(1, 7)
      fact.setCode(2, .max)
      return try body(fact)
    }
  }

  @Test func dictionary() throws {
    let kinds = try KindTable(heap.heap)
    var table = IdTable(heap.heap, dimensions: 3, limit: 0, window: 0)
    var model: [Key: Int64] = [:]
    var generator = SeededGenerator(seed: 8)
    for round in 0..<1500 {
      let id = generator.next() % 3 == 0 ? generator.next() : generator.next() % 200
      let kind: UInt16 = [50, 51, 52, 70][Int(generator.next() % 4)]
      let key = Key(id: id, family: kinds.family(of: kind))
      let family = kinds.familySlot(at: kinds.slot(of: kind))
      let found = table.find(id, family, kinds)
      #expect(found.map { table.fact($0).amount } == model[key])
      if found == nil {
        try table.reserve(1, kinds)
        withFact(id: id, time: 0, kind: kind, amount: Int64(round)) { table.add($0, kinds) }
        model[key] = Int64(round)
      }
      if round % 500 == 499 {
        var marked = Buffer<UInt8>(heap.heap)
        for record in 0..<table.count {
          let fact = table.fact(record)
          let isGone = generator.next() % 3 == 0
          try marked.append(isGone ? 1 : 0)
          if isGone { model[Key(id: fact.id, family: kinds.family(of: fact.kind))] = nil }
        }
        table.remove(marked, kinds)
      }
    }
    #expect(table.count == model.count)
    for (key, amount) in model {
      let found = table.find(key.id, kinds.familySlot(at: kinds.slot(of: key.family)), kinds)
      let record = try #require(found)
      let fact = table.fact(record)
      #expect(fact.amount == amount && fact.code(0) == 0 && fact.code(1) == 7 && fact.code(2) == .max)
    }
  }

  /// Past its limit the table keeps the latest, and forgets an eighth at once.
  @Test func limit() throws {
    let kinds = try KindTable(heap.heap)
    var table = IdTable(heap.heap, dimensions: 3, limit: 80, window: 0)
    var generator = SeededGenerator(seed: 9)
    var times = (0..<200).map { Int64($0) * 10 }
    times.shuffle(using: &generator)
    for (i, time) in times.enumerated() {
      try table.reserve(1, kinds)
      withFact(id: UInt64(i + 1), time: time, kind: 50) { table.add($0, kinds) }
      let all = (0..<table.count).map { table.fact($0).time }.sorted()
      table.forget(latest: 2000, kinds)
      let kept = (0..<table.count).map { table.fact($0).time }.sorted()
      #expect(table.count <= 80 && kept == all.suffix(kept.count))
      #expect(all.count <= 80 ? kept == all : kept.count == 70)
    }
    #expect(table.dropped == UInt64(200 - table.count))
  }

  @Test func selection() throws {
    var generator = SeededGenerator(seed: 10)
    for count in [1, 2, 3, 4, 5, 8, 33, 100] {
      for spread in [1, 2, 10, 1000] as [UInt64] {
        let values = (0..<count).map { _ in Int64(generator.next() % spread) - 5 }
        for k in [-1, 0, count / 3, count / 2, count - 1, count] {
          var buffer = Buffer<Int64>(heap.heap)
          for value in values { try buffer.append(value) }
          #expect(Selection.select(&buffer, k) == values.sorted()[min(max(k, 0), count - 1)])
        }
      }
    }
    var ends = Buffer<Int64>(heap.heap)
    for value in [Int64.max, .min, 0, .max, .min] { try ends.append(value) }
    #expect(Selection.select(&ends, 2) == 0)
    var nothing = Buffer<Int64>(heap.heap)
    #expect(Selection.select(&nothing, 0) == .min)
  }
}
