/// What a question about journeys found, row by row, in the order of the keys, the period and what the rows number.
///
/// An answer never changes and may be read by any number of threads.
public struct JourneyAnswer<Row: JourneyRow>: Sendable {
  /// The same as a table, with the columns of the C function.
  public let table: Table
}

extension JourneyAnswer: RandomAccessCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int { table.count }

  /// A row.
  public subscript(index: Int) -> Row { Row(table[index]) }

  /// The instant that the answer is as of; nil when no fact was taken in.
  public var asOf: Timestamp? { table.asOf }
}
