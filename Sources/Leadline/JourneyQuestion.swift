/// A question about journeys whose calls each give a new one: what all of these can say.
public protocol JourneyQuestion: Hashable, Sendable {
  /// What tells the rows of an answer apart: dimensions and attributes.
  var keys: [String] { get set }

  /// Only what lies here or later.
  var from: Timestamp? { get set }

  /// Only what lies before this.
  var to: Timestamp? { get set }

  /// Only facts up to this instant are seen; nil for the greatest time taken in.
  var asOf: Timestamp? { get set }

  /// The quantiles that are worked out, as fractions in whole thousandths, ascending.
  var quantiles: [Double] { get set }
}

extension JourneyQuestion {
  /// Only facts up to an instant, instead of an earlier one.
  public func asOf(_ instant: Timestamp) -> Self {
    with { $0.asOf = instant }
  }

  /// These quantiles instead of the median.
  ///
  /// - Parameter fractions: From 0 to 1 in whole thousandths, ascending, at most 16; none is the median.
  public func quantiles(_ fractions: Double...) -> Self {
    with { $0.quantiles = fractions }
  }

  /// The same question in a stretch of time, instead of earlier bounds.
  func bounded(by stretch: Range<Timestamp>) -> Self {
    with { ($0.from, $0.to) = (stretch.lowerBound, stretch.upperBound) }
  }

  func with(_ change: (inout Self) -> Void) -> Self {
    var question = self
    change(&question)
    return question
  }
}
