import CLeadline
@testable import LeadlineCore
import TestSupport
import Testing

@Suite("Statistics: outliers") struct StatisticsOutlierTests {
  func find(_ keys: [(Int128, Int128)], minimum: Int128 = 1, level: UInt32 = 9500) -> [leadline_outlier] {
    var found = [leadline_outlier](repeating: leadline_outlier(), count: keys.count)
    let status = leadline_find_outliers(
      keys.map { int($0.0) }, keys.map { int($0.1) }, keys.count, int(minimum), level, &found)
    #expect(status == LEADLINE_OK)
    return found
  }

  /// Each key's test is that of the key against the sum of the others.
  @Test func theThreeCampaigns() {
    let found = find([(9, 100), (16, 300), (11, 50)])
    let own: [(Int128, Int128)] = [(9, 100), (16, 300), (11, 50)]
    let rests: [(Int128, Int128)] = [(27, 350), (20, 150), (25, 400)]
    for (i, (rest, trials)) in rests.enumerated() {
      var test = leadline_comparison()
      #expect(leadline_compare_proportions(int(own[i].0), int(own[i].1), int(rest), int(trials), &test) == LEADLINE_OK)
      #expect(found[i].state == 0 && isClose(found[i].z, test.z, 1e-14) && isClose(found[i].p, test.p, 1e-13))
    }
    #expect(found.map(\.by_p) == [2, 1, 0])
    #expect(found.map(\.is_outlier) == [0, 1, 1])
    #expect(found[2].adjusted_p == 3 * found[2].p && found[1].adjusted_p == 2 * found[1].p)
    #expect(found[0].adjusted_p == found[0].p)
  }

  @Test func keysThatAreNotTested() {
    let found = find([(1, 10), (5, 0), (7, 6), (10, 500), (80, 500), (-1, 4)], minimum: 11)
    #expect(found.map(\.state) == [2, 1, 4, 0, 0, 4])
    #expect(found.map(\.by_p) == [3, 4, 0, 1, 2, 5])
    // Too few to be tested, but not to be compared with.
    var test = leadline_comparison()
    #expect(leadline_compare_proportions(int(80), int(500), int(11), int(510), &test) == LEADLINE_OK)
    #expect(isClose(found[4].z, test.z, 1e-14))
    for untested in [0, 1, 2, 5] {
      let row = found[untested]
      #expect(row.z == 0 && row.p == 0 && row.adjusted_p == 0 && row.is_outlier == 0 && row.reserved == 0)
    }
    #expect(find([]).isEmpty)
    #expect(find([(3, 5)])[0].state == 1)
    #expect(find([(0, 5), (0, 9)]).map(\.state) == [1, 1])
    #expect(find([(5, 5), (9, 9)]).map(\.state) == [1, 1])
    #expect(find([(1, .max), (1, 2)]).map(\.state) == [5, 5])
    #expect(find([(.max, .max), (.min, .max)]).map(\.state) == [1, 4])
  }

  /// Against the textbook: all sorted, all multiplied, no p below an earlier one.
  @Test(arguments: [1, 2, 3] as [UInt64]) func likeTheModel(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for round in 0..<60 {
      let count = Int(random.next() % 40) + 2
      // Few different keys, so that some are equal.
      let keys = (0..<count).map { _ in
        let trials = Int128(random.next() % (round % 2 == 0 ? 4 : 400)) + 1
        return (Int128(random.next() % UInt64(trials + 1)), trials)
      }
      let found = find(keys, minimum: Int128(round % 3), level: 9000)
      let order = keys.indices.sorted {
        let (a, b) = (found[$0], found[$1])
        if (a.state == 0) != (b.state == 0) { return a.state == 0 }
        return a.state == 0 && a.p != b.p ? a.p < b.p : $0 < $1
      }
      #expect(found.map { Int($0.by_p) } == order, "seed \(seed), round \(round)")
      let tested = order.filter { found[$0].state == 0 }
      for (k, key) in tested.enumerated() {
        let model = min(1, (0...k).map { found[tested[$0]].p * Double(tested.count - $0) }.max() ?? 0)
        #expect(found[key].adjusted_p == model, "seed \(seed), round \(round)")
        #expect((found[key].is_outlier == 1) == (model <= 0.1), "seed \(seed), round \(round)")
      }
    }
  }

  /// Its order of steps is stated; a sort that is quadratic would not end.
  @Test func manyKeys() {
    let found = find((0..<20_000).map { (Int128($0 % 7), Int128(100 + $0 % 13)) })
    var last = -1.0
    for k in found.indices {
      let p = found[Int(found[k].by_p)].p
      if p < last { #expect(p >= last) }
      last = p
    }
  }
}
