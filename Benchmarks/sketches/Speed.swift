/// Time per fact and per merge.
enum Speed {
  static func run(facts: Int) throws(OutOfMemory) {
    try adding(facts: facts, keys: 1000, precision: 9)
    try adding(facts: facts, keys: 1000, precision: 10)
    if facts > 20_000_000 { try adding(facts: facts, keys: 1000, precision: 14) }
    try merging(1_000_000, persons: 3)
    try merging(1_000_000, persons: 100)
    try merging(1_000_000, persons: 100_000)
    try asking(persons: 1_000_000)
  }

  /// Facts of random keys and random persons, a third of them seen before.
  static func adding(facts: Int, keys: Int, precision: Int) throws(OutOfMemory) {
    var persons = Buffer<UInt64>(heap)
    var codes = Buffer<UInt32>(heap)
    try persons.reserve(exactly: facts)
    try codes.reserve(exactly: facts)
    var source = Persons(seed: 1)
    for _ in 0..<facts {
      persons.appendReserved(source.next() % UInt64(facts) + 1)
      codes.appendReserved(UInt32(source.next() % UInt64(keys)))
    }
    var best = InlineArray<6, Double>(repeating: .infinity)
    for _ in 0..<rounds {
      for isBatched in [false, true] {
        var sketches = Buffer<DistinctSketch>(heap)
        try sketches.reserve(exactly: keys)
        for _ in 0..<keys { sketches.appendReserved(DistinctSketch(heap, precision: precision)) }
        for isWarm in [false, true] {
          let start = seconds()
          if isBatched {
            try DistinctSketch.add(persons.base!, codes: codes.base!, count: facts, to: sketches.base!)
          } else {
            try feed(&sketches, codes, persons)
          }
          let case_ = (isBatched ? 2 : 0) + (isWarm ? 1 : 0)
          best[case_] = min(best[case_], seconds() - start)
        }
      }
      var one = DistinctSketch(heap, precision: precision)
      for isWarm in [false, true] {
        let start = seconds()
        try one.add(persons.base!, count: facts)
        best[isWarm ? 5 : 4] = min(best[isWarm ? 5 : 4], seconds() - start)
      }
    }
    let names = ["\(keys) keys, one by one, cold", "\(keys) keys, one by one, warm", "\(keys) keys, batch, cold", "\(keys) keys, batch, warm", "one key, cold", "one key, warm"]
    for (i, name) in names.enumerated() { print("add, precision \(precision),", name, text(best[i] / Double(facts) * 1e9, 2), "ns a fact") }
  }

  static let rounds = 5

  @inline(never)
  static func feed(_ sketches: inout Buffer<DistinctSketch>, _ codes: borrowing Buffer<UInt32>, _ persons: borrowing Buffer<UInt64>)
    throws(OutOfMemory)
  {
    let (sketch, code, person) = (sketches.base!, codes.base!, persons.base!)
    for i in 0..<persons.count { try sketch[Int(code[i])].add(person[i]) }
  }

  /// So many sketches into one, of so many persons each; a thousand different ones in turn.
  static func merging(_ count: Int, persons: Int) throws(OutOfMemory) {
    var source = Persons(seed: 2)
    var parts = Buffer<DistinctSketch>(heap)
    for _ in 0..<1000 {
      var sketch = DistinctSketch(heap)
      for _ in 0..<persons { try sketch.add(source.next()) }
      try parts.append(sketch)
    }
    var whole = DistinctSketch(heap)
    let start = seconds()
    for i in 0..<count { try whole.merge(with: parts[i % 1000]) }
    let took = seconds() - start
    print("merge of \(count) sketches of \(persons) persons:", text(took, 3), "s,", text(took / Double(count) * 1e9, 1), "ns each,", whole.estimate())
  }

  static func asking(persons: Int) throws(OutOfMemory) {
    var source = Persons(seed: 3)
    var sketch = DistinctSketch(heap)
    for _ in 0..<persons { try sketch.add(source.next()) }
    var sum: Int64 = 0
    let start = seconds()
    for _ in 0..<10_000 { sum &+= sketch.estimate() }
    print("estimate:", text((seconds() - start) / 10_000 * 1e6, 2), "us,", sum / 10_000)
  }
}
