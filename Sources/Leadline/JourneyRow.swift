/// A row of an answer about journeys: what tells it apart from others.
public protocol JourneyRow: Sendable, CustomStringConvertible {
  /// The row of the table underneath.
  var row: Table.Row { get }

  /// Describes a row.
  init(_ row: Table.Row)
}

extension JourneyRow {
  /// The key in the column of a dimension or attribute; nil when the question does not tell rows apart by it.
  public func key(_ dimension: String) -> Table.Key? { row.key(dimension) }

  /// The text of the key in the column of a dimension or attribute; nil when the question does not tell rows apart by it.
  public func text(_ dimension: String) -> String? { row.text(dimension) }

  /// The period, such as "2024-W09"; nil when the question named none.
  public var period: String? { row.period }

  /// Where the period begins; nil when the question named none.
  public var periodStart: Timestamp? { row.periodStart }

  /// Whether the period is not over at the as-of instant.
  public var isInProgress: Bool { row.isInProgress }

  /// The columns' names and values.
  public var description: String { row.description }

  func count(_ column: String) -> Int {
    row[column]?.integer.map { Int(clamping: $0) } ?? 0
  }

  func time(_ prefix: String, _ quantile: Double) -> Ratio? { row["\(prefix)p\(Int((quantile * 1000).rounded()))"] }

  func ratio(_ column: String) -> Ratio { row[column] ?? Ratio(0, over: 0) }
}
