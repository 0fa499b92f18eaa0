/// What the estimates are worth, over many runs with persons of their own.
enum Errors {
  static let sizes = [10, 100, 1000, 10_000, 100_000, 1_000_000]

  /// Prints bias and root mean square error, in parts of the true number, and how often the bounds held it.
  static func run(runs: Int) throws(OutOfMemory) {
    print("\(runs) runs, run r with the seed r")
    print("precision        n   bytes    bias %    RMSE %  theory %  within bounds %")
    for precision in [8, 9, 10, 12, 14] {
      var sums = [(bias: Double, square: Double, within: Int, bytes: Int)](repeating: (0, 0, 0, 0), count: sizes.count)
      for run in 0..<runs {
        var persons = Persons(seed: UInt64(run))
        var sketch = DistinctSketch(heap, precision: precision)
        var added = 0
        for (i, size) in sizes.enumerated() {
          while added < size {
            try sketch.add(persons.next())
            added += 1
          }
          let count = sketch.count()
          let error = Double(count.count) / Double(size) - 1
          sums[i].bias += error
          sums[i].square += error * error
          sums[i].within += count.low <= size && size <= count.high ? 1 : 0
          sums[i].bytes = max(sums[i].bytes, sketch.bytes)
        }
      }
      for (i, size) in sizes.enumerated() {
        let isExact = size <= DistinctSketch(heap, precision: precision).exactLimit
        let theory = isExact ? 0 : Likelihood.relativeError(precision)
        print(
          pad(String(precision), 9), pad(String(size), 8), pad(String(sums[i].bytes), 7),
          text(sums[i].bias / Double(runs) * 100, 3, width: 9),
          text((sums[i].square / Double(runs)).squareRoot() * 100, 3, width: 9), text(theory * 100, 3, width: 9),
          text(Double(sums[i].within) / Double(runs) * 100, 1, width: 16))
      }
    }
  }
}
