@testable import LeadlineCore
import Testing
import TestSupport

/// The state of distinct sketches against the set of all persons they were shown.
@Suite struct DistinctSketchTests {
  let heap = TestHeap()

  func sketch(_ persons: some Sequence<UInt64>, precision: Int = 6) throws -> DistinctSketch {
    var sketch = DistinctSketch(heap.heap, precision: precision)
    for person in persons { try sketch.add(person) }
    return sketch
  }

  @Test func emptyAndNobody() throws {
    var empty = try sketch([0, 0])
    #expect(empty.isEmpty && empty.estimate() == 0 && empty.bytes == 0)
    try empty.merge(with: sketch([]))
    #expect(empty.isEmpty && empty.bytes == 0)
    // Dense too.
    let many = try sketch(1...1000)
    var same = try sketch(1...1000)
    for _ in 0..<10 { try same.add(0) }
    #expect(wordsOf(many) == wordsOf(same))
  }

  @Test func extremes() throws {
    for precision in DistinctSketch.precisions {
      let few = try sketch([0, .max, 1, .max, .max - 1, 1 << 63, 1 << 63], precision: precision)
      #expect(few.count() == DistinctCount(exactly: 4))
      let same = try sketch(repeatElement(.max, count: 5000), precision: precision)
      #expect(same.count() == DistinctCount(exactly: 1))
      #expect(same.bytes == 32)
    }
  }

  @Test func hashIsABijectionWithItsInverse() {
    func unshift(_ y: UInt64, _ n: UInt64) -> UInt64 {
      var x = y
      for _ in 0..<64 { x = y ^ (x >> n) }
      return x
    }
    func inverse(_ odd: UInt64) -> UInt64 {
      var x = odd
      for _ in 0..<6 { x = x &* (2 &- odd &* x) }
      return x
    }
    var generator = SeededGenerator(seed: 70)
    for _ in 0..<1000 {
      let person = generator.next()
      var x = unshift(DistinctSketch.hash(person), 31)
      x = unshift(x &* inverse(0x94D0_49BB_1331_11EB), 27)
      x = unshift(x &* inverse(0xBF58_476D_1CE4_E5B9), 30)
      #expect(x == person)
    }
    // Fixed for good.
    #expect(DistinctSketch.hash(0) == 0)
    #expect(DistinctSketch.hash(1) == 0x5692_161D_100B_05E5)
  }

  @Test func exactUpToTheLimit() throws {
    for precision in 6...12 {
      let model = ModelSketch(precision: precision)
      var full = DistinctSketch(heap.heap, precision: precision)
      #expect(full.exactLimit == model.exactLimit)
      for person in 1...UInt64(full.exactLimit) {
        try full.add(person &* 0x1_0000_0001)
        try full.add(person &* 0x1_0000_0001)
        #expect(full.count() == DistinctCount(exactly: Int(person)))
      }
      #expect(full.isDense == false)
      try full.add(.max)
      #expect(full.isDense && full.bytes == 4 << precision)
      let count = full.count()
      #expect(!count.isExact && count.low <= full.exactLimit + 1 && count.low > full.exactLimit && count.high > count.low)
    }
  }

  /// Every order of few words, at a size of table where nearly all collide.
  @Test func tablesDoNotDependOnOrder() throws {
    func permutations(_ values: [UInt64]) -> [[UInt64]] {
      if values.count < 2 { return [values] }
      return values.indices.flatMap { i in
        var rest = values
        let first = rest.remove(at: i)
        return permutations(rest).map { [first] + $0 }
      }
    }
    // Hashes, not persons: of the last home, so that they go round the end.
    let hashes: [UInt64] = [.max, .max - 1, .max - 7, 1, 1 << 63, .max >> 1]
    var seen: Set<[UInt64]> = []
    for order in permutations(hashes) {
      var slots = try OrderedSlots.resized(Buffer<UInt64>(heap.heap), to: 8)
      for hash in order { OrderedSlots.insert(hash, into: &slots) }
      seen.insert((0..<8).map { slots[$0] })
      for hash in hashes { #expect(OrderedSlots.index(of: hash, in: slots, payload: 0) != nil) }
      for hash in [2, .max - 2, 1 << 62] as [UInt64] { #expect(OrderedSlots.index(of: hash, in: slots, payload: 0) == nil) }
    }
    #expect(seen.count == 1)
  }

  /// Random adding, batches and merging, in groupings of all kinds: the words are a function of the set of persons.
  @Test func randomOperations() throws {
    for round in 0..<60 {
      var generator = SeededGenerator(seed: 7100 + UInt64(round))
      let comment: Comment = "seed \(generator.seed)"
      let precision = 6 + generator.below(3)
      let range = [40, 120, 1000, 100_000][generator.below(4)]
      var models = (0..<4).map { _ in ModelSketch(precision: precision) }
      var sketches = Buffer<DistinctSketch>(heap.heap)
      for _ in 0..<4 { try sketches.append(DistinctSketch(heap.heap, precision: precision)) }
      for _ in 0..<40 {
        let i = generator.below(4)
        switch generator.below(6) {
        case 0:
          let j = generator.below(4)
          let other = try DistinctSketch(copying: sketches[j])
          try sketches[i].merge(with: other)
          models[i].persons.formUnion(models[j].persons)
        case 1:
          let column = (0..<generator.below(200)).map { _ in UInt64(1 + generator.below(range)) }
          try sketches[i].add(column, count: column.count)
          models[i].persons.formUnion(column)
        case 2:
          let column = (0..<generator.below(200)).map { _ in UInt64(generator.below(range)) }
          let codes = column.map { _ in UInt32(generator.below(4)) }
          try DistinctSketch.add(column, codes: codes, count: column.count, to: sketches.base!)
          for (code, person) in zip(codes, column) where person != 0 { models[Int(code)].persons.insert(person) }
        default:
          for _ in 0..<generator.below(20) {
            let person = UInt64(1 + generator.below(range))
            try sketches[i].add(person)
            models[i].persons.insert(person)
          }
        }
        models[i].check(sketches[i], comment)
      }
      // The same sets by another way, byte for byte.
      for i in 0..<4 {
        models[i].check(sketches[i], comment)
        let again = try sketch(models[i].persons.shuffled(using: &generator), precision: precision)
        #expect(wordsOf(again) == wordsOf(sketches[i]), comment)
        #expect(again.count() == sketches[i].count(), comment)
      }
    }
    #expect(heap.live == 0)
  }

  @Test func mergingIsAssociativeAndIdempotent() throws {
    var generator = SeededGenerator(seed: 72)
    for sizes in [(3, 5, 9), (20, 20, 20), (5, 400, 5), (900, 20, 900), (900, 900, 900)] {
      let parts = [sizes.0, sizes.1, sizes.2].map { n in (0..<n).map { _ in generator.next() % 3000 } }
      var left = try sketch(parts[0])
      try left.merge(with: sketch(parts[1]))
      try left.merge(with: sketch(parts[2]))
      var inner = try sketch(parts[2])
      try inner.merge(with: sketch(parts[1]))
      var right = try sketch(parts[0])
      try right.merge(with: inner)
      try right.merge(with: sketch(parts[0]))
      #expect(wordsOf(left) == wordsOf(right))
      #expect(try wordsOf(sketch(parts.flatMap { $0 })) == wordsOf(left))
    }
  }

  @Test func withoutMemoryNothingChanges() throws {
    var generator = SeededGenerator(seed: 73)
    var model = ModelSketch(precision: 6)
    var sketch = DistinctSketch(heap.heap, precision: 6)
    for _ in 0..<200 {
      let person = generator.next() % 150 + 1
      for failure in 0..<5 {
        heap.failAfter = failure
        let isDone = (try? sketch.add(person)) != nil
        heap.failAfter = -1
        if isDone { break }
        model.check(sketch, "seed 73")
      }
      model.persons.insert(person)
      model.check(sketch, "seed 73")
    }
  }

  @Test func mergingWithoutMemoryChangesNothing() throws {
    for (mine, others) in [(0, 5), (2, 20), (20, 20), (0, 500), (20, 500), (500, 20)] {
      var model = ModelSketch(persons: Set(1...UInt64(mine + 1)), precision: 6)
      let added = Set(1000...UInt64(1000 + others))
      let other = try sketch(added)
      var failures = 0
      for failure in 0..<5 {
        var changed = try sketch(model.persons)
        heap.failAfter = failure
        let isDone = (try? changed.merge(with: other)) != nil
        heap.failAfter = -1
        if isDone { break }
        failures += 1
        model.check(changed, "\(mine) and \(others)")
      }
      #expect(failures < 5)
      var whole = try sketch(model.persons)
      try whole.merge(with: other)
      model.persons.formUnion(added)
      model.check(whole, "\(mine) and \(others)")
    }
    #expect(heap.live == 0)
  }
}
