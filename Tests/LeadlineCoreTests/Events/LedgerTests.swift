@testable import LeadlineCore
import Testing
import TestSupport

/// The ledger against an array in order, and the bookings of single facts against those of whole chains.
@Suite struct LedgerTests {
  let heap = TestHeap()

  /// What tells a fact of these tests apart, in the order of the ledger.
  struct Key: Hashable, Comparable {
    var ref: UInt64
    var time: Int64
    var kind: UInt16
    var amount: Int64

    /// Of statuses that exclude one another; nil for what is no status.
    var group: Int? { kind == 57 || kind == 58 ? 0 : kind == 68 ? 1 : nil }

    static func < (a: Key, b: Key) -> Bool {
      if a.ref != b.ref { return a.ref < b.ref }
      if a.time != b.time { return a.time < b.time }
      // Of the kinds here the order is that of the numbers, as those of one order are.
      if a.kind != b.kind { return a.kind < b.kind }
      return a.amount < b.amount
    }
  }

  func withFact<R>(_ key: Key, _ body: (Fact) throws -> R) rethrows -> R {
    var words = [UInt64](repeating: 0, count: Fact.words(dimensions: 0))
    return try words.withUnsafeMutableBufferPointer { words in
      words[1] = UInt64(bitPattern: key.time)
      words[2] = UInt64(bitPattern: key.amount)
      words[3] = 1
      words[6] = key.ref
      words[7] = UInt64(key.kind)
      return try body(Fact(words: words.baseAddress!, dimensionCount: 0))
    }
  }

  func key(_ fact: Fact) -> Key { Key(ref: fact.ref, time: fact.time, kind: fact.kind, amount: fact.amount) }

  /// What is taken out beside the facts, and when, each with how often.
  func booked(_ keys: [Key]) -> [Key: Int] {
    var result: [Key: Int] = [:]
    for group in 0...1 {
      var held: Key?
      for key in keys.sorted() where key.group == group {
        defer { if held?.ref != key.ref || held?.kind != key.kind { held = key } }
        guard var left = held, left.ref == key.ref else { continue }
        if left.kind == key.kind { left = key }
        left.time = key.time
        result[left, default: 0] -= 1
      }
    }
    return result
  }

  func add(_ bookings: borrowing Bookings, to sums: inout [Key: Int]) {
    for i in 0..<bookings.count {
      let key = key(bookings.fact(i))
      sums[key, default: 0] += Int(bookings.sign(i))
      if sums[key] == 0 { sums[key] = nil }
    }
  }

  func check(_ ledger: borrowing Ledger, _ keys: [Key], _ order: LedgerOrder, _ seed: UInt64) {
    #expect(ledger.count == keys.count, "seed \(seed)")
    var walked: [Key] = []
    for record in 0..<ledger.count where ledger.isFirst(record) {
      var at: Int? = record
      var before: Int?
      while let next = at {
        if let before { #expect(order.compare(ledger.fact(before), ledger.fact(next)) <= 0) }
        let start = ledger.runStart(next, order)
        #expect(order.areAlike(ledger.fact(start), ledger.fact(next)))
        let isStart = before.map { !order.areAlike(ledger.fact($0), ledger.fact(next)) } ?? true
        #expect((start == next) == isStart)
        walked.append(key(ledger.fact(next)))
        before = next
        at = ledger.following(next)
      }
    }
    #expect(walked.sorted() == keys.sorted(), "seed \(seed)")
  }

  @Test(arguments: 1...12 as ClosedRange<UInt64>) func randomOperations(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let refs = [1, 2, 30][Int(seed % 3)] as UInt64
    // Few times make equal facts, few kinds long runs.
    let times = [20, 3_000][Int(seed / 3 % 2)] as UInt64
    let kinds = [[57, 58, 58, 68, 55], [57, 57, 57, 57, 57, 57, 57, 58]][Int(seed / 6 % 2)] as [UInt16]
    var table = try KindTable(heap.heap)
    var rules = RefRules(heap.heap)
    try rules.fill(table)
    try withUnsafeMutablePointer(to: &table) { table in
      try withUnsafePointer(to: &rules) { rules in
        let names = UnsafeMutablePointer<Names>.allocate(capacity: 1)
        defer { names.deallocate() }
        let order = LedgerOrder(rules: rules, kinds: table, names: names)
        var ledger = Ledger(heap.heap, dimensions: 0)
        var keys: [Key] = []
        var sums: [Key: Int] = [:]
        for round in 0..<1_500 {
          var bookings = Bookings(heap.heap, dimensions: 0)
          if !keys.isEmpty && random.next() % 3 == 0 {
            let gone = keys.remove(at: Int(random.next() % UInt64(keys.count)))
            let found = withFact(gone) { ledger.find($0, order) }
            let record = try #require(found)
            try bookings.addEffect(of: record, sign: -1, ledger, order)
            ledger.remove(at: record, order)
          } else {
            let fresh = Key(
              ref: 1 + random.next() % refs, time: Int64(random.next() % times), kind: kinds[Int(random.next() % UInt64(kinds.count))],
              amount: Int64(random.next() % 2))
            keys.append(fresh)
            try ledger.reserve(1, order)
            let record = withFact(fresh) { ledger.add($0, order) }
            try bookings.addEffect(of: record, sign: 1, ledger, order)
          }
          #expect(bookings.count <= Bookings.mostOfOne)
          add(bookings, to: &sums)
          guard round % 50 == 49 else { continue }
          #expect(sums == booked(keys), "seed \(seed), round \(round)")
          var whole = Bookings(heap.heap, dimensions: 0)
          try whole.addChains(of: ledger, sign: -1, order)
          var all: [Key: Int] = [:]
          add(whole, to: &all)
          #expect(all == sums, "seed \(seed), round \(round)")
          check(ledger, keys, order, seed)
        }
      }
    }
  }
}
