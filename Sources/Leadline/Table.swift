import CLeadline

/// An answer: rows of keys and numbers.
///
/// ```swift
/// for row in table {
///   print(row.text("campaign")!, row["cpl"]!)
/// }
/// if let cpl = table.totals?["cpl"]?.formatted(decimals: 2, mode: .halfAway) { print("total", cpl) }
/// ```
///
/// A table never changes and may be read by any number of threads. Copying one copies a reference.
public struct Table: Sendable {
  let storage: Storage

  init(_ storage: Storage) {
    self.storage = storage
  }

  /// How many rows there are, without totals.
  public var count: Int { storage.rows }

  /// The totals over all rows, if they were asked for.
  public var totals: Row? {
    storage.hasTotals ? Row(storage: storage, index: storage.rows) : nil
  }

  /// The instant that the answer is as of; nil when no fact was taken in.
  public var asOf: Timestamp? { storage.asOf }

  /// How money is called.
  public var currency: String { storage.currency }

  /// The zone that periods follow.
  public var timeZone: String { storage.timeZone }

  /// The decimals of the integers that money is.
  public var moneyScale: Int { storage.moneyScale }

  /// Rows with media cost both on events and as spend of its own, before the limit: a sign of costs booked twice.
  public var doubleBooked: Int { storage.doubleBooked }

  /// The columns: keys first, then the period, then what was asked for.
  public var columns: [Column] {
    storage.names.indices.map { Column(storage: storage, index: $0) }
  }

  /// Finds a column by its name.
  ///
  /// Where a dimension is called like a measure this is the measure; the other is among the ``columns``.
  ///
  /// - Parameter name: The name as it was asked for.
  /// - Returns: The column, or nil if there is none.
  /// - Complexity: O(*n*) in the number of columns; for many rows the column is looked up once.
  public func column(_ name: String) -> Column? {
    storage.column(name, isKey: false).map { Column(storage: storage, index: $0) }
  }
}

extension Table: RandomAccessCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int { storage.rows }

  /// A row.
  public subscript(index: Int) -> Row {
    precondition(indices.contains(index), "row is out of range")
    return Row(storage: storage, index: index)
  }
}

extension Table: CustomStringConvertible {
  /// The rows and the totals, a line each.
  public var description: String {
    (Array(self) + (totals.map { [$0] } ?? [])).map(\.description).joined(separator: "\n")
  }
}

extension Table {
  /// The C table, and what is asked of it again and again.
  @safe
  final class Storage: Sendable {
    private nonisolated(unsafe) let handle: OpaquePointer
    // Where each column is, as long as the C table lives.
    nonisolated(unsafe) let columns: [leadline_column]
    let names: [String]
    let rows: Int
    let hasTotals: Bool
    let asOf: Timestamp?
    let currency: String
    let timeZone: String
    let moneyScale: Int
    let doubleBooked: Int

    /// Takes over a C table.
    init(owning handle: OpaquePointer) throws(LeadlineError) {
      var info = unsafe leadline_table_info()
      unsafe info.struct_size = MemoryLayout<leadline_table_info>.stride
      var status = unsafe leadline_table_read_info(handle, &info)
      var columns: [leadline_column] = unsafe []
      var names: [String] = []
      for index in unsafe 0..<Swift.max(0, info.columns) where status == LEADLINE_OK {
        var column = unsafe leadline_column()
        unsafe column.struct_size = MemoryLayout<leadline_column>.stride
        status = unsafe leadline_table_column(handle, index, &column)
        guard status == LEADLINE_OK else { break }
        unsafe columns.append(column)
        unsafe names.append(String(cString: column.name))
      }
      guard status == LEADLINE_OK else {
        unsafe leadline_table_close(handle)
        throw LeadlineError(rawValue: status)
      }
      unsafe self.handle = handle
      unsafe self.columns = columns
      self.names = names
      unsafe rows = info.rows
      unsafe hasTotals = info.has_totals != 0
      unsafe asOf = info.as_of == .min ? nil : Timestamp(microseconds: info.as_of)
      unsafe currency = info.currency.map { unsafe String(cString: $0) } ?? ""
      unsafe timeZone = info.time_zone.map { unsafe String(cString: $0) } ?? ""
      unsafe moneyScale = Int(info.money_scale)
      unsafe doubleBooked = Int(clamping: info.double_booked)
    }

    deinit {
      unsafe leadline_table_close(handle)
    }
  }
}
