extension Paths {
  /// What paths were taken: for each key and period a row for each path, in the order asked for.
  ///
  /// An answer never changes and may be read by any number of threads.
  public struct Answer: Sendable {
    /// The same as a table, with the columns of `leadline_paths`.
    public let table: Table

    /// What came next after each step: "from", "to", "transitions" and "share", with "(start)", "(outcome)", "(dropped)" and
    /// "(open)" for what is no step.
    public let transitions: Table

    /// For each key and period, how many touches came before an outcome: "outcomes", "touches", "mean" and quantiles such as
    /// "p500"; and of all touches, "all_touches", those that an outcome came of, "outcome_share". With every outcome, and the step
    /// of social interactions, that is the indicator `social_sale_share`.
    public let touches: Table
  }

  /// One path of one group of people.
  public struct Row: Sendable {
    let row: Table.Row

    /// The steps, such as "click > lead"; empty where an outcome came from nothing.
    public var path: String { row.text("path") ?? "" }

    /// How many steps there are.
    public var length: Int { row.count("length") }

    /// How often it was taken: by so many people, unless every outcome ends a path.
    public var count: Int { row.count("paths") }

    /// How often it led to an outcome.
    public var outcomes: Int { row.count("outcomes") }

    /// How often it led to none, and can't any more.
    public var dropped: Int { row.count("dropped") }

    /// How often it led to none yet.
    public var open: Int { row.count("open") }

    /// The amounts of the outcomes.
    public var value: Ratio { row["value"] ?? Ratio(0, over: 0) }

    /// The share of its being taken that led to an outcome.
    public var rate: Ratio { row["rate"] ?? Ratio(0, over: 0) }

    /// The share of all paths of the same key and period, also those that are not listed.
    public var share: Ratio { row["share"] ?? Ratio(0, over: 0) }

    /// The key in the column of a dimension or attribute; nil when the question does not tell rows apart by it.
    public func key(_ dimension: String) -> Table.Key? { row.key(dimension) }

    /// The text of the key in the column of a dimension or attribute; nil when the question does not tell rows apart by it.
    public func text(_ dimension: String) -> String? { row.text(dimension) }

    /// The period in which the paths ended, such as "2024-W09"; nil when the question named none.
    public var period: String? { row.period }
  }
}

extension Paths.Answer: RandomAccessCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int { table.count }

  /// A row.
  public subscript(index: Int) -> Paths.Row { Paths.Row(row: table[index]) }

  /// The instant that the answer is as of; nil when no fact was taken in.
  public var asOf: Timestamp? { table.asOf }
}

extension Paths.Row: CustomStringConvertible {
  /// The columns' names and values.
  public var description: String { row.description }
}
