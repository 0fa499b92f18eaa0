/// A path that was counted elsewhere, as export files of ad platforms have them.
///
/// ```swift
/// let paths = [
///   CountedPath("search > banner", outcomes: 40, value: 4_000, lost: 760), CountedPath("banner", outcomes: 3, value: 250, lost: 797),
/// ]
/// let answer = try engine.attribute(Attribution(.linear, .markov()), paths: paths)
/// ```
public struct CountedPath: Hashable, Sendable {
  /// The keys with separators between them; empty without touches.
  public var path: String

  /// How often it led to the outcome, at most 2^40 times.
  public var outcomes: Int

  /// What these outcomes were worth in all.
  public var value: Int64

  /// How often it led to nothing, at most 2^40 times.
  public var lost: Int

  /// Describes a path.
  ///
  /// - Parameters:
  ///   - path: The keys with separators between them, such as "search > banner > search".
  ///   - outcomes: How often it led to the outcome.
  ///   - value: What these outcomes were worth in all.
  ///   - lost: How often it led to nothing.
  public init(_ path: String, outcomes: Int = 1, value: Int64 = 0, lost: Int = 0) {
    self.path = path
    self.outcomes = outcomes
    self.value = value
    self.lost = lost
  }
}
