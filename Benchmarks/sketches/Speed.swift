/// Processor time of a fact, of a merge and of an estimate.
enum Speed {
  static let rounds = 3

  static func run(facts: Int) throws(OutOfMemory) {
    print("best of \(rounds); cold: sketches begin empty, warm: the same facts once more")
    for precision in [9, 10, 14] { try adding(facts: facts, keys: 1000, precision: precision) }
    for persons in [3, 100, 100_000] { try merging(1_000_000, persons: persons) }
    try asking(persons: 1_000_000)
  }

  /// Facts of random keys and random persons, as many persons as facts.
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
    let (person, code) = (UnsafePointer(persons.base!), UnsafePointer(codes.base!))
    for (name, kind) in [("one by one", 0), ("a batch", 1), ("one key", 2)] {
      var best = (cold: Double.infinity, warm: Double.infinity)
      var bytes = 0
      for _ in 0..<rounds {
        var sketches = Buffer<DistinctSketch>(heap)
        try sketches.reserve(exactly: keys)
        for _ in 0..<keys { sketches.appendReserved(DistinctSketch(heap, precision: precision)) }
        let sketch = sketches.base!
        for isWarm in [false, true] {
          let start = seconds()
          switch kind {
          case 0: for i in 0..<facts { try sketch[Int(code[i])].add(person[i]) }
          case 1: try DistinctSketch.add(person, codes: code, count: facts, to: sketch)
          default: try sketch.pointee.add(person, count: facts)
          }
          let took = seconds() - start
          if isWarm { best.warm = min(best.warm, took) } else { best.cold = min(best.cold, took) }
        }
        bytes = 0
        for i in 0..<keys { bytes += sketches[i].bytes }
      }
      print(
        "add, precision \(precision), \(kind == 2 ? 1 : keys) keys, \(name): cold",
        text(best.cold / Double(facts) * 1e9, 2), "warm", text(best.warm / Double(facts) * 1e9, 2), "ns a fact;", bytes, "bytes")
    }
  }

  /// So many sketches into one, of so many persons each: a thousand different ones in turn.
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
    print(
      "merge of \(count) sketches of \(persons) persons:", text(took, 3), "s,", text(took / Double(count) * 1e9, 1),
      "ns each; estimate", whole.estimate())
  }

  static func asking(persons: Int) throws(OutOfMemory) {
    var source = Persons(seed: 3)
    var sketch = DistinctSketch(heap)
    var other = DistinctSketch(heap)
    for _ in 0..<persons { try sketch.add(source.next()) }
    for _ in 0..<persons { try other.add(source.next()) }
    var sum: Int64 = 0
    var start = seconds()
    for _ in 0..<10_000 { sum &+= sketch.estimate() }
    print("estimate:", text((seconds() - start) / 10_000 * 1e6, 2), "us")
    start = seconds()
    for _ in 0..<1000 { sum &+= try Overlap(sketch, other).intersection.count }
    print("overlap:", text((seconds() - start) / 1000 * 1e6, 2), "us", sum > 0 ? "" : "wrong")
  }
}
