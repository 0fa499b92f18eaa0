import CLeadline

extension Table {
  /// One row of a table, or its totals.
  public struct Row: Sendable {
    let storage: Storage
    let index: Int

    /// Whether this is the totals.
    public var isTotals: Bool { index == storage.rows }

    /// The exact number in the column of a name; nil when there is no such column, or it holds no such numbers.
    ///
    /// A dimension may be called like a measure; what was asked for goes before what tells rows apart.
    ///
    /// - Complexity: O(*n*) in the number of columns.
    public subscript(column: String) -> Ratio? {
      storage.column(column, isKey: false).flatMap { storage.ratio(column: $0, row: index) }
    }

    /// The cell of a column of the same table.
    ///
    /// - Complexity: O(1).
    public subscript(column: Column) -> Value {
      precondition(column.storage === storage, "the column is another table's")
      return storage.value(column: column.index, row: index)
    }

    /// The key in the column of a name; nil when there is no such column, or it holds no keys.
    ///
    /// - Complexity: O(*n*) in the number of columns.
    public func key(_ column: String) -> Key? {
      storage.column(column, isKey: true).flatMap { storage.key(column: $0, row: index) }
    }

    /// The text of the key in the column of a name; nil when there is no such column, or it holds no keys.
    ///
    /// - Complexity: O(*n*) in the number of columns.
    public func text(_ column: String) -> String? {
      key(column)?.text
    }

    /// The period, such as "2024-03" or "2024-W09"; nil when the question named none.
    public var period: String? { text("period") }

    /// Where the period begins; nil when the question named none, and in totals.
    public var periodStart: Timestamp? {
      guard !isTotals, let column = storage.column("period_start", isKey: true) else { return nil }
      return storage.integer(column: column, row: index).map(Timestamp.init(microseconds:))
    }

    /// Whether the row holds a part of its period only: the period is not over at the as-of instant, or the question's bounds
    /// cut it. Its values are defined all the same.
    public var isInProgress: Bool {
      guard !isTotals, let column = storage.column("period_start", isKey: true) else { return false }
      return storage.state(column: column, row: index) == .inProgress
    }
  }
}

extension Table.Row: CustomStringConvertible {
  /// The columns' names and values.
  public var description: String {
    storage.names.indices
      .map { "\(storage.names[$0]): \(storage.value(column: $0, row: index))" }
      .joined(separator: ", ")
  }
}

extension Table {
  /// One column of a table, a collection of its cells without the totals.
  public struct Column: Sendable {
    let storage: Storage
    let index: Int

    /// The name as it was asked for.
    public var name: String { storage.names[index] }

    /// What an alias stands for, "cost_per_order" for "cpa"; else the name.
    public var canonicalName: String {
      withExtendedLifetime(storage) {
        unsafe storage.columns[index].canonical.map { unsafe String(cString: $0) } ?? name
      }
    }

    /// What the numbers are of.
    public var unit: Ratio.Unit { unsafe Ratio.Unit(rawValue: storage.columns[index].unit) }

    /// The decimals of the integers underneath.
    public var scale: Int { unsafe Int(storage.columns[index].scale) }

    /// Whether the column tells rows apart.
    public var isKey: Bool { unsafe storage.columns[index].is_key != 0 }

    /// The exact number of a row; nil when the column holds none.
    ///
    /// - Complexity: O(1).
    public func ratio(atRow row: Int) -> Ratio? {
      precondition(indices.contains(row), "row is out of range")
      return storage.ratio(column: index, row: row)
    }

    /// The key of a row; nil when the column holds none.
    ///
    /// - Complexity: O(*n*) in the size of the key.
    public func key(atRow row: Int) -> Key? {
      precondition(indices.contains(row), "row is out of range")
      return storage.key(column: index, row: row)
    }

    /// Calls with the column as it lies in memory, when it is one of plain integers such as "period_start".
    ///
    /// - Parameter body: What to do with the integers, which are good for the call only.
    /// - Returns: What the body returns, or nil when the column is of another type.
    public func withIntegers<Result, Failure: Error>(
      _ body: (Span<Int64>) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
      guard let start = unsafe storage.columns[index].integers else { return nil }
      return try withExtendedLifetime(storage) { () throws(Failure) in
        try body(unsafe UnsafeBufferPointer(start: start, count: storage.rows).span)
      }
    }

    /// Calls with the column as it lies in memory, when it is one of doubles.
    ///
    /// - Parameter body: What to do with the doubles, which are good for the call only; where there is no number the
    ///   element means nothing.
    /// - Returns: What the body returns, or nil when the column is of another type.
    public func withDoubles<Result, Failure: Error>(
      _ body: (Span<Double>) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
      guard let start = unsafe storage.columns[index].doubles else { return nil }
      return try withExtendedLifetime(storage) { () throws(Failure) in
        try body(unsafe UnsafeBufferPointer(start: start, count: storage.rows).span)
      }
    }
  }
}

extension Table.Column: RandomAccessCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int { storage.rows }

  /// The cell of a row.
  public subscript(row: Int) -> Table.Value {
    precondition(indices.contains(row), "row is out of range")
    return storage.value(column: index, row: row)
  }
}
