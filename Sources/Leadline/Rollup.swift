/// What an engine keeps: cells for each period and each set of names, with a count and an amount for each kind.
///
/// A question is answered from a rollup that holds the dimensions it asks for, at its own period or a longer one. Fewer
/// dimensions and longer periods make a rollup smaller and faster.
public struct Rollup: Hashable, Sendable {
  /// What a question may call it by.
  public var name: String?

  /// The names of its dimensions, at most 16; no attributes, which come with their dimensions.
  public var dimensions: [String]

  /// The shortest period that can be asked for.
  public var period: Period

  /// How many sets of names are kept, whatever their periods; nil for all.
  ///
  /// Past it, kept are the sets of declared names only, then those with the smallest fixed hash; the rest is in one row
  /// whose names all are "(other)". A kept row is always complete, whatever the order of arrival.
  public var cellLimit: Int?

  /// Declares a rollup.
  public init(_ dimensions: [String], by period: Period = .day, name: String? = nil, cellLimit: Int? = nil) {
    self.name = name
    self.dimensions = dimensions
    self.period = period
    self.cellLimit = cellLimit
  }
}
