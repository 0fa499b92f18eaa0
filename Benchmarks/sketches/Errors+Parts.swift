extension Errors {
  /// Prints the root mean square error of the parts of two audiences, in persons, beside that of adding and subtracting.
  static func runParts(runs: Int) throws(OutOfMemory) {
    print("\(runs) runs at precision \(DistinctSketch.defaultPrecision), run r with the seed r; errors in persons")
    print("only first only second    both | error: both  by subtraction  only first | within bounds %: both  only first")
    let shapes: [(Int, Int, Int)] = [
      (500_000, 500_000, 500_000), (900_000, 900_000, 100_000), (990_000, 990_000, 10_000), (10_000, 10_000, 990_000),
      (1_000_000, 10_000, 10_000), (1_000_000, 0, 10_000), (1_000_000, 100, 100), (5000, 5000, 1000), (1000, 1000, 0),
    ]
    for (onlyFirst, onlySecond, both) in shapes {
      var square = (both: 0.0, plain: 0.0, first: 0.0)
      var within = (both: 0, first: 0)
      for run in 0..<runs {
        var persons = Persons(seed: UInt64(run))
        var a = DistinctSketch(heap)
        var b = DistinctSketch(heap)
        for _ in 0..<onlyFirst { try a.add(persons.next()) }
        for _ in 0..<onlySecond { try b.add(persons.next()) }
        for _ in 0..<both {
          let person = persons.next()
          try a.add(person)
          try b.add(person)
        }
        let overlap = try Overlap(a, b)
        func squared(_ estimate: Int64, _ truth: Int) -> Double {
          let error = Double(estimate - Int64(truth))
          return error * error
        }
        square.both += squared(overlap.intersection.count, both)
        square.plain += squared(a.estimate() + b.estimate() - overlap.union.count, both)
        square.first += squared(overlap.onlyFirst.count, onlyFirst)
        within.both += overlap.intersection.low <= both && both <= overlap.intersection.high ? 1 : 0
        within.first += overlap.onlyFirst.low <= onlyFirst && onlyFirst <= overlap.onlyFirst.high ? 1 : 0
      }
      let n = Double(runs)
      print(
        pad(String(onlyFirst), 10), pad(String(onlySecond), 11), pad(String(both), 7), "|",
        text((square.both / n).squareRoot(), 0, width: 11), text((square.plain / n).squareRoot(), 0, width: 15),
        text((square.first / n).squareRoot(), 0, width: 11), "|", text(Double(within.both) / n * 100, 1, width: 20),
        text(Double(within.first) / n * 100, 1, width: 11))
    }
  }
}
