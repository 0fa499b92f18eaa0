extension Funnel {
  /// What a funnel found: for each key and period a row for each step, in the order of the keys, the period and the steps.
  ///
  /// An answer never changes and may be read by any number of threads.
  public struct Answer: Sendable {
    /// The same as a table, with the columns of `leadline_funnel`.
    public let table: Table

    /// Where people went instead: a row for each key, step and kind of the fact that came next after the last step of a run
    /// that was dropped. "step" is a number, "kind" a text, empty where nothing came, "buyers" a number.
    public let exits: Table
  }

  /// One step of one group of people.
  public struct Row: Sendable {
    let row: Table.Row

    /// The step's number, from 1.
    public var step: Int { count("step") }

    /// What the step is called.
    public var name: String { row.text("name") ?? "" }

    /// How many met the step.
    public var reached: Int { count("reached") }

    /// How many of these met no further one, and may not any more because the windows of all their beginnings are over; with
    /// ``Funnel/countingFirst()`` that of the first.
    public var dropped: Int { count("dropped") }

    /// How many of these met no further one yet, and still may: from the beginning that counts, or from a later one.
    public var open: Int { count("open") }

    /// Of how many of these nothing more will come: the window of the run that counts is over, and they are not open. Without a
    /// window all, by what they did so far. Rates are of these.
    public var decided: Int { count("decided") }

    /// How many of those who reached the step had met the one before; 0 at the first. In a closed funnel all had.
    public var continued: Int { step == 1 ? 0 : row["continued"] == nil ? reached : count("continued") }

    /// How many of those who reached the step had begun at the first; in a closed funnel all had.
    public var fromFirst: Int { row["from_first"] == nil ? reached : count("from_first") }

    /// The share of the decided at the step before that went on to this one; the first step has none.
    public var stepRate: Ratio { row["step_rate"] ?? Ratio(0, over: 0) }

    /// The share of the decided at the first step that came to this one.
    public var totalRate: Ratio { row["total_rate"] ?? Ratio(0, over: 0) }

    /// The mean time from the step before in seconds; nil where no times were asked for.
    public var meanTime: Ratio? { row["mean"] }

    /// The mean time from the first step in seconds; nil where no times were asked for.
    public var meanTotalTime: Ratio? { row["total_mean"] }

    /// The median of the times from the step before in seconds; nil where it was not asked for.
    public var medianTime: Ratio? { time(0.5) }

    /// A quantile of the times from the step before in seconds, by nearest rank: exact up to 256 times, and within 1/128 beyond.
    ///
    /// - Parameter quantile: One of those asked for.
    /// - Returns: The time, or nil where it was not asked for.
    public func time(_ quantile: Double) -> Ratio? { row["p\(Int((quantile * 1000).rounded()))"] }

    /// A quantile of the times from the first step in seconds.
    ///
    /// - Parameter quantile: One of those asked for.
    /// - Returns: The time, or nil where it was not asked for.
    public func totalTime(_ quantile: Double) -> Ratio? { row["total_p\(Int((quantile * 1000).rounded()))"] }

    /// The key in the column of a dimension or attribute; nil when the funnel does not tell rows apart by it.
    public func key(_ dimension: String) -> Table.Key? { row.key(dimension) }

    /// The text of the key in the column of a dimension or attribute; nil when the funnel does not tell rows apart by it.
    public func text(_ dimension: String) -> String? { row.text(dimension) }

    /// The period in which the runs began, such as "2024-W09"; nil when the funnel named none.
    public var period: String? { row.period }

    /// Where the period begins; nil when the funnel named none.
    public var periodStart: Timestamp? { row.periodStart }

    /// Whether the period is not over at the as-of instant.
    public var isInProgress: Bool { row.isInProgress }

    private func count(_ column: String) -> Int {
      row.count(column)
    }
  }
}

extension Funnel.Answer: RandomAccessCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int { table.count }

  /// A row.
  public subscript(index: Int) -> Funnel.Row {
    Funnel.Row(row: table[index])
  }

  /// The instant that the answer is as of; nil when no fact was taken in.
  public var asOf: Timestamp? { table.asOf }
}

extension Funnel.Row: CustomStringConvertible {
  /// The columns' names and values.
  public var description: String { row.description }
}
