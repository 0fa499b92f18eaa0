extension Attribution {
  /// What credit keys got: for each key, period and position a row for each outcome, in this order.
  ///
  /// An answer never changes and may be read by any number of threads.
  public struct Answer: Sendable {
    /// The same as a table, with the columns of `leadline_attribute`.
    public let table: Table

    /// What outcomes came to and what no key got, for each period of outcomes and outcome.
    public let totals: JourneyAnswer<Total>

    /// Keys that came in one path, two by two, for each outcome; none where ``Attribution/paired()`` was not asked for.
    public let pairs: JourneyAnswer<Pair>?
  }

  /// What a key was to an outcome, whatever models say.
  public enum Involvement: String, Hashable, Sendable, CaseIterable {
    /// The first touch was of the key.
    case sourced
    /// The last touch was of the key.
    case lastTouch = "last_touch"
    /// Any touch was of the key.
    case influenced
    /// A touch that is not the last was of the key.
    case assisted
    /// A view that is not the last touch was of the key.
    case viewAssisted = "view_assisted"
    /// A click that is not the last touch was of the key.
    case clickAssisted = "click_assisted"
    /// A view was of the key, and there was no click of any.
    case viewThrough = "view_through"
  }

  /// What one key got of one outcome.
  public struct Row: JourneyRow {
    public let row: Table.Row

    public init(_ row: Table.Row) { self.row = row }

    /// What the outcome is called.
    public var outcome: String { row.text("outcome") ?? "" }

    /// The touch's place in its path, from 1; nil where ``Attribution/byPosition()`` was not asked for.
    public var position: Int? {
      guard let column = row.storage.column("place", isKey: true) else { return nil }
      return row.storage.integer(column: column, row: row.index).map { Int($0) }
    }

    /// How many outcomes a model gives the key, in millionths; undefined where the model was not asked for.
    public func credit(of model: Model) -> Ratio { ratio(model.name) }

    /// What these are worth, in the unit of the outcomes' amounts; undefined where the model was not asked for.
    public func value(of model: Model) -> Ratio { ratio(model.name + "_value") }

    /// In how many outcomes the key was involved; nil where no details were asked for.
    ///
    /// Only ``Involvement/sourced`` and ``Involvement/lastTouch`` add up over keys.
    public func outcomes(_ involvement: Involvement) -> Int? { row[involvement.rawValue]?.integer }

    /// What these are worth; nil where no details were asked for.
    public func value(_ involvement: Involvement) -> Ratio? { row[involvement.rawValue + "_value"] }

    /// The outcomes that the key assisted over those of which it was the last touch; nil where no details were asked for.
    public var assistToLast: Ratio? { row["assist_to_last"] }

    /// The share of the probability of an outcome that is lost without the key, by a Markov model; nil where it has none.
    public func removalEffect(of model: Model) -> Double? { double(model.name + "_removal") }

    /// How many outcomes would be lost without the key, by a Markov model; nil where it has none.
    public func lost(of model: Model) -> Double? { double(model.name + "_lost") }

    /// What the key cost in the period, a fraction where the expression is one; nil where no cost was asked for.
    public var cost: Ratio? { row["cost"] }

    /// The activity of the key in the period; nil where none was asked for.
    public var activity: Ratio? { row["activity"] }

    /// The cost of an outcome by a model: CPL or CPA, as the outcome is a lead or an action.
    public func cpa(of model: Model) -> Ratio { ratio(model.name + "_cpa") }

    /// The value that a model gives the key over its cost.
    public func roas(of model: Model) -> Ratio { ratio(model.name + "_roas") }

    /// The value that a model gives the key less its cost, over its cost.
    public func roi(of model: Model) -> Ratio { ratio(model.name + "_roi") }

    /// The outcomes that a model gives the key over its activity.
    public func impact(of model: Model) -> Ratio { ratio(model.name + "_impact") }

    /// What is to be done with the key as a tactic: "retire", "continue" or "optimise"; nil where its impact is undefined.
    public func tacticClass(by model: Model) -> String? {
      row.text(model.name + "_class").flatMap { $0.isEmpty ? nil : $0 }
    }

    private func double(_ column: String) -> Double? {
      row.storage.column(column, isKey: false).flatMap { row.storage.value(column: $0, row: row.index).double }
    }
  }

  /// What one outcome came to in one period.
  public struct Total: JourneyRow {
    public let row: Table.Row

    public init(_ row: Table.Row) { self.row = row }

    /// What the outcome is called.
    public var outcome: String { row.text("outcome") ?? "" }

    /// How many there were.
    public var outcomes: Int { count("outcomes") }

    /// What they are worth, in the unit of their amounts.
    public var value: Ratio { ratio("value") }

    /// How many had no touch at all.
    public var untouched: Int { count("untouched") }

    /// How many had views and no click.
    public var viewThrough: Int { count("view_through") }

    /// What these are worth.
    public var viewThroughValue: Ratio { ratio("view_through_value") }

    /// How many outcomes a model gives to no key, in millionths; undefined where the model was not asked for.
    public func unassigned(of model: Model) -> Ratio { ratio(model.name) }

    /// What these are worth; undefined where the model was not asked for.
    public func unassignedValue(of model: Model) -> Ratio { ratio(model.name + "_value") }

    /// Over how many orders of keys a model was estimated, 0 where it is exact; nil for models that are no estimate.
    public func samples(of model: Model) -> Int? { row[model.name + "_samples"]?.integer }

    /// How many of the last touches foretell the next in a Markov model, as asked for or chosen; nil for other models.
    public func order(of model: Model) -> Int? { row[model.name + "_order"]?.integer }

    /// The mean number of touches before an outcome.
    public var meanTouches: Ratio { ratio("touches_mean") }

    /// The median number of touches before an outcome; nil where it was not asked for.
    public var medianTouches: Ratio? { touches(0.5) }

    /// A quantile of the number of touches, by nearest rank; nil where it was not asked for.
    public func touches(_ quantile: Double) -> Ratio? { time("touches_", quantile) }

    /// The mean time from the first touch to the outcome in seconds.
    public var meanTime: Ratio { ratio("time_mean") }

    /// The median of these times in seconds; nil where it was not asked for.
    public var medianTime: Ratio? { time(0.5) }

    /// A quantile of these times in seconds, by nearest rank; nil where it was not asked for.
    public func time(_ quantile: Double) -> Ratio? { time("time_", quantile) }
  }

  /// Two keys that came in one path of an outcome.
  public struct Pair: JourneyRow {
    public let row: Table.Row

    public init(_ row: Table.Row) { self.row = row }

    /// What the outcome is called.
    public var outcome: String { row.text("outcome") ?? "" }

    /// The second key in the column of a dimension or attribute; ``JourneyRow/key(_:)`` is the first.
    public func otherKey(_ dimension: String) -> Table.Key? { row.key("other_" + dimension) }

    /// The text of the second key; ``JourneyRow/text(_:)`` is that of the first.
    public func otherText(_ dimension: String) -> String? { row.text("other_" + dimension) }

    /// How many outcomes had touches of both keys.
    public var both: Int { count("both") }

    /// What these are worth.
    public var bothValue: Ratio { ratio("both_value") }

    /// How many outcomes had a touch of one of the keys, or both.
    public var either: Int { count("either") }

    /// The outcomes of both over those of either.
    public var overlap: Ratio { ratio("overlap") }

    /// How many outcomes had these two keys and no other: what the two bring together and neither alone.
    public var synergy: Int { count("synergy") }

    /// What these are worth.
    public var synergyValue: Ratio { ratio("synergy_value") }
  }
}

extension Attribution.Answer: RandomAccessCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int { table.count }

  /// A row.
  public subscript(index: Int) -> Attribution.Row { Attribution.Row(table[index]) }

  /// The instant that the answer is as of; nil when no fact was taken in.
  public var asOf: Timestamp? { table.asOf }
}

extension Attribution.Involvement: CustomStringConvertible {
  /// The name of its column, such as "last_touch".
  public var description: String { rawValue }
}
