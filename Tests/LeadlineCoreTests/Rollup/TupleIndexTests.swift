@testable import LeadlineCore
import Testing
import TestSupport

/// Tuples of codes against a dictionary.
@Suite struct TupleIndexTests {
  /// Names of `width` dimensions with `count` names each.
  func withNames<R>(_ heap: TestHeap, width: Int, count: Int, _ body: (DimensionNames) throws -> R) throws -> R {
    let names = UnsafeMutablePointer<Names>.allocate(capacity: width)
    for d in 0..<width {
      var mine = try Names(heap.heap)
      for i in 0..<count { _ = try withBytes("name \(i)") { try mine.intern($0, declare: i == 0) } }
      (names + d).initialize(to: mine)
    }
    defer {
      names.deinitialize(count: width)
      names.deallocate()
    }
    var dimensions = InlineArray<16, UInt8>(repeating: 0)
    for d in 0..<width { dimensions[d] = UInt8(d) }
    return try body(DimensionNames(names, dimensions))
  }

  func withColumns<R>(_ codes: [UInt32], _ body: (UnsafePointer<UnsafePointer<UInt32>>) throws -> R) rethrows -> R {
    try codes.withUnsafeBufferPointer { codes in
      let columns = codes.indices.map { codes.baseAddress! + $0 }
      return try columns.withUnsafeBufferPointer { try body($0.baseAddress!) }
    }
  }

  func hash(_ codes: [UInt32]) -> UInt64 { codes.reduce(TupleIndex.seed) { TupleIndex.chain($0, $1) } }

  func inline(_ codes: [UInt32]) -> InlineArray<16, UInt32> {
    var result = InlineArray<16, UInt32>(repeating: 0)
    for (i, code) in codes.enumerated() { result[i] = code }
    return result
  }

  @Test(arguments: [2, 3, 16])
  func dictionary(width: Int) throws {
    let heap = TestHeap()
    try withNames(heap, width: width, count: 12) { names in
      var index = try TupleIndex(heap.heap, width: width, limit: 0)
      var model: [[UInt32]: UInt32] = [:]
      var generator = SeededGenerator(seed: UInt64(width))
      for _ in 0..<3000 {
        let codes = (0..<width).map { $0 < 3 ? UInt32(generator.next() % 12) : 5 }
        withColumns(codes) { columns in
          #expect(index.find(hash(codes), columns, 0) == model[codes])
          #expect(index.find(hash(codes), inline(codes)) == model[codes])
          heap.failAfter = generator.next() % 3 == 0 ? 0 : -1
          let met = try? index.meet(hash(codes), columns, 0, names: names)
          heap.failAfter = -1
          if let met {
            #expect(met == model[codes] ?? UInt32(model.count))
            model[codes] = met
          }
          #expect(index.count == model.count)
        }
      }
      for (codes, tuple) in model {
        #expect((0..<width).map { index.code(Int(tuple), $0) } == codes && index.hash(of: Int(tuple)) == hash(codes))
        #expect(index.isKept(Int(tuple), by: index.threshold) == true)
      }
    }
    #expect(heap.live == 0)
  }

  /// With a limit the tuples of declared names come first, then the smallest hashes, in any order of meeting.
  @Test func limit() throws {
    let heap = TestHeap()
    try withNames(heap, width: 2, count: 6) { names in
      var all: [[UInt32]] = []
      for a in 0..<8 as Range<UInt32> { for b in 0..<8 as Range<UInt32> { all.append([a, b]) } }
      let hashes = try all.map { codes in
        try TupleIndex(heap.heap, width: 2, limit: 1).fixedHash(of: inline(codes), names)
      }
      let isDeclared = { (code: UInt32) in code == Code.notSet || code == Code.firstName }
      for (codes, hash) in zip(all, hashes) { #expect((hash >> 63 == 0) == codes.allSatisfy(isDeclared)) }
      var generator = SeededGenerator(seed: 6)
      for limit in [1, 2, 4, 5, 20, 63, 64, 65] {
        var index = try TupleIndex(heap.heap, width: 2, limit: limit)
        var tuples: [[UInt32]: UInt32] = [:]
        for codes in (all + all).shuffled(using: &generator) {
          try withColumns(codes) { tuples[codes] = try index.meet(hash(codes), $0, 0, names: names) }
        }
        let kept = Set(hashes.sorted().prefix(limit))
        for (codes, own) in zip(all, hashes) {
          let tuple = Int(tuples[codes]!)
          #expect(index.isKept(tuple, by: index.threshold) == kept.contains(own))
          if kept.contains(own) { #expect((0..<2).map { index.code(tuple, $0) } == codes) }
        }
        #expect(!index.isKept(0, by: index.threshold) && index.code(0, 0) == Code.other)
      }
    }
  }
}
