import CLeadline

/// A published figure or a common target to hold an indicator against; no value is made of it.
public struct Benchmark: Hashable, Sendable {
  /// What it is of: the name of an indicator where there is one.
  public let subject: String

  /// The figure as it was published, such as "> 80 %".
  public let text: String

  /// Where it comes from: "target", "published", "rule" and the like.
  public let sort: String

  /// The unit of the ends, for people.
  public let unitText: String

  /// The lower end, for a line in a chart; nil for an open one.
  public let low: Ratio?

  /// The upper end; nil for an open one.
  public let high: Ratio?

  /// All benchmarks that the library knows.
  ///
  /// The corresponding C functions are `leadline_benchmark_count` and `leadline_benchmark_at`.
  public static var all: [Benchmark] {
    (0..<leadline_benchmark_count()).compactMap { index in
      var given = unsafe leadline_benchmark()
      unsafe given.struct_size = MemoryLayout<leadline_benchmark>.stride
      guard unsafe leadline_benchmark_at(index, &given) == LEADLINE_OK else { return nil }
      return unsafe Benchmark(given)
    }
  }

  private init(_ given: leadline_benchmark) {
    subject = unsafe String(cString: given.subject)
    text = unsafe String(cString: given.text)
    sort = unsafe String(cString: given.sort)
    unitText = unsafe String(cString: given.unit_text)
    low = unsafe Benchmark.end(given.low)
    high = unsafe Benchmark.end(given.high)
  }

  private static func end(_ value: leadline_value) -> Ratio? {
    let end = Ratio(value.numerator, value.denominator, value.state, UInt32(LEADLINE_UNIT_RATIO), scale: 0)
    return end.isDefined ? end : nil
  }
}

extension Benchmark: CustomStringConvertible {
  /// What it is of, and the figure.
  public var description: String { "\(subject): \(text)" }
}
