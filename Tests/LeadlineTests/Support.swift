import Leadline
import Testing

/// Midnight UTC of a day that must exist.
func day(_ year: Int, _ month: Int, _ day: Int, hour: Int = 0) -> Timestamp {
  Timestamp(year: year, month: month, day: day, hour: hour)!
}

/// A day that tests without an interest in time put their facts on.
let someDay = day(2024, 3, 1, hour: 12)

/// The error that a body throws, if it throws one of the library's.
func failure(of body: () throws(LeadlineError) -> Void) -> LeadlineError? {
  do {
    try body()
    return nil
  } catch {
    return error
  }
}

/// Counts of clicks over everything an engine holds.
func clicks(in engine: Engine) throws -> Int128 {
  try engine.query(Query("count(click)").totals()).totals?["count(click)"]?.numerator ?? -1
}

extension Table {
  /// The rows' texts in a column.
  func texts(_ column: String) -> [String?] {
    map { $0.text(column) }
  }
}
