@testable import LeadlineCore
import Testing
import TestSupport

/// Questions about whole columns, answered by subtractions and ors, against the comparisons they stand for.
@Suite struct ChunkTests {
  static let extremes: [Int64] = [
    .min, .min + 1, FactRules.minTime - 1, FactRules.minTime, -1, 0, 1, FactRules.maxTime, FactRules.maxTime + 1, .max - 1, .max,
  ]

  func withChunk<R>(_ times: [Int64], from: Int = 0, _ body: (Chunk) throws -> R) rethrows -> R {
    try times.withUnsafeBufferPointer { times in
      try body(Chunk(FactColumns(time: times.baseAddress!, rows: times.count), from: from, rows: times.count - from))
    }
  }

  /// Bounds are those of blocks: within the years that facts may have, and a microsecond behind.
  @Test func isWithin() {
    let bounds = [FactRules.minTime, -1, 0, 1, FactRules.maxTime, FactRules.maxTime + 1]
    for start in bounds {
      for end in bounds where start < end {
        for a in Self.extremes {
          #expect(withChunk([a]) { $0.isWithin(start, end) } == (a >= start && a < end), "\(a) in \(start)..<\(end)")
          for b in Self.extremes {
            let isIn = [a, b].allSatisfy { $0 >= start && $0 < end }
            #expect(withChunk([start, a, b, end - 1]) { $0.isWithin(start, end) } == isIn)
          }
        }
      }
    }
  }

  @Test func greatestTime() {
    let times = Self.extremes.filter(FactRules.isTime)
    for known in times + [.min] {
      for a in times {
        for b in times {
          #expect(withChunk([a, b]) { $0.greatestTime(known) } == max(known, a, b))
          #expect(withChunk([a, b, 0]) { $0.greatestTime(known) } == max(known, a, b, 0))
        }
      }
    }
  }

  func magnitude(_ values: [Int64], _ limit: UInt64) -> (sum: UInt64?, isNegative: Bool) {
    var isNegative = false
    let sum = values.withUnsafeBufferPointer { Chunk.magnitude($0.baseAddress!, values.count, limit: limit, &isNegative) }
    return (sum, isNegative)
  }

  @Test func magnitude() throws {
    let values: [Int64] = [.min, .max, -(1 << 62) - 1, -(1 << 62), 1 << 62, (1 << 62) + 1, 1 << 52, (1 << 52) - 1, -1, 0, 1, 1 << 32, (1 << 32) + 1]
    for limit in [1 << 62, 1 << 32] as [UInt64] {
      for a in values {
        for b in values {
          let (sum, isNegative) = magnitude([a, b], limit)
          let expected = a.magnitude > limit || b.magnitude > limit ? nil : a.magnitude + b.magnitude
          // Compared here: the macro's way of showing an optional of this type reads too far on the toolchain's side.
          let isRight = sum == expected
          #expect(isRight, "\(a), \(b)")
          if expected != nil { #expect(isNegative == (a < 0 || b < 0)) }
        }
      }
    }
    // A whole chunk of the largest does not wrap.
    #expect(try #require(magnitude([Int64](repeating: 1 << 62, count: 1024), 1 << 62).sum) == .max)
    #expect(try #require(magnitude([Int64](repeating: (1 << 52) - 1, count: 1024), 1 << 62).sum) == ((1 << 52) - 1) * 1024)
    #expect(try #require(magnitude([Int64](repeating: 1, count: 1024), 1 << 32).sum) == 1024)
  }

  @Test func isBelow() {
    let codes: [UInt32] = [0, 1, 2, 5, 1 << 31 - 1, 1 << 31, .max]
    for count in [1, 2, 3, 6, 1 << 31] {
      for a in codes {
        for b in codes {
          let isBelow = [a, b].withUnsafeBufferPointer { Chunk.isBelow(count, $0.baseAddress!, 2) }
          #expect(isBelow == (Int(a) < count && Int(b) < count))
        }
      }
    }
  }

  @Test func columnsLeftOut() {
    withChunk([1, 2, 3], from: 1) { chunk in
      #expect(chunk.rows == 2 && chunk.kind(0) == 0 && chunk.amount(1) == 0 && chunk.count(1) == 1)
    }
  }
}
