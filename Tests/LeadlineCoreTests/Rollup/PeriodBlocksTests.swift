@testable import LeadlineCore
import Testing
import TestSupport

/// Blocks of periods, found by the cache or not, against the zone's bounds.
@Suite struct PeriodBlocksTests {
  static let periods: [Period] = [.all, .hour, .day, .week, .month, .quarter, .year]

  func shape(_ period: Period) -> RollupShape {
    RollupShape(dimensions: .init(repeating: 0), width: 0, period: period, limit: 0)
  }

  @Test(arguments: ["UTC", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia"])
  func blocks(zoneName: String) throws {
    try withZone(zoneName) { zone in
      for period in Self.periods {
        let heap = TestHeap()
        var rollup = try Rollup<Int64>(heap.heap, shape(period))
        var generator = SeededGenerator(seed: UInt64(period.rawValue))
        var instants: [Int64] = [FactRules.minTime, FactRules.maxTime, 0, -1]
        for _ in 0..<60 {
          // Within some years, so that blocks are met again; around the boundaries of what is met.
          let time = 1_600_000_000_000_000 + Int64(generator.next() % 130_000_000_000_000)
          let bounds = zone.bounds(of: period, at: time)
          instants.append(time)
          for edge in [bounds.start, bounds.end] where FactRules.isTime(edge) {
            instants += [edge, edge - 1, edge + 1, edge + Int64(generator.next() % 7_200_000_000) - 3_600_000_000]
          }
        }
        instants.shuffle(using: &generator)
        instants += instants
        var blocks: [Int: Int64] = [:]
        for time in instants where FactRules.isTime(time) {
          let block = try rollup.block(at: time, zone)
          let bounds = zone.bounds(of: period, at: time)
          #expect(rollup.blocks[block].start == max(bounds.start, FactRules.minTime), "\(period) at \(time)")
          #expect(rollup.blocks[block].end == min(bounds.end, FactRules.maxTime + 1))
          #expect(blocks[block] == nil || blocks[block] == bounds.start)
          blocks[block] = bounds.start
          #expect(try rollup.block(at: time, zone) == block)
          let cached = rollup.cache.find(time)
          #expect(cached == PeriodCache.none || Int(cached) == block)
        }
        #expect(rollup.blocks.count == blocks.count && Set(blocks.values).count == blocks.count)
        let starts = (0..<rollup.sorted.count).map { rollup.blocks[Int(rollup.sorted[$0])].start }
        #expect(starts == starts.sorted())
        for time in instants {
          #expect(rollup.firstBlock(notBefore: time) == starts.count { $0 < time })
        }
        // What is no time of a fact's is in no block that the cache knows.
        for time in [Int64.min, FactRules.minTime - 1, FactRules.maxTime + 1, .max] {
          #expect(rollup.cache.find(time) == PeriodCache.none)
        }
      }
    }
  }

  @Test func cache() throws {
    let heap = TestHeap()
    var generator = SeededGenerator(seed: 77)
    for period in Self.periods where period != .all {
      var cache = try PeriodCache(heap.heap, period: period)
      // Periods of random lengths, some shorter than a bucket.
      var starts: [Int64] = [0]
      while starts.count < 300 { starts.append(starts.last! + 1 + Int64(generator.next() % (1 << 43)) >> Int64(generator.next() % 20)) }
      for _ in 0..<3000 {
        let block = Int(generator.next() % 299)
        let time = starts[block] + Int64(generator.next() % UInt64(starts[block + 1] - starts[block]))
        let found = cache.find(time)
        #expect(found == PeriodCache.none || found == UInt32(block))
        cache.remember(time, start: starts[block], end: starts[block + 1], block: UInt32(block))
        let again = cache.find(time)
        #expect(again == PeriodCache.none || again == UInt32(block))
        for edge in [starts[block], starts[block + 1] - 1] {
          let other = cache.find(edge)
          #expect(other == PeriodCache.none || other == UInt32(block))
        }
      }
    }
  }

  @Test func withoutMemoryNothingChanges() throws {
    try withZone("UTC") { zone in
      let heap = TestHeap()
      do {
        var rollup = try Rollup<Int64>(heap.heap, shape(.day))
        for day in 0..<40 as Range<Int64> {
          for failure in 0..<4 {
            let before = rollup.blocks.count
            heap.failAfter = failure
            let isDone = (try? rollup.block(at: -day * 86_400_000_000, zone)) != nil
            heap.failAfter = -1
            if isDone { break }
            #expect(rollup.blocks.count == before && rollup.sorted.count == before)
          }
        }
        #expect(rollup.blocks.count == 40)
      }
      #expect(heap.live == 0)
    }
  }
}
