/// Reckoning with instants that callers give, which may be any number.
enum JourneyTime {
  /// So long before an instant, or the beginning of all time.
  static func before(_ instant: Int64, _ length: Int64) -> Int64 {
    instant < Int64.min + length ? Int64.min : instant - length
  }

  /// So long behind an instant, or the end of all time.
  static func after(_ instant: Int64, _ length: Int64) -> Int64 {
    instant > Int64.max - length ? Int64.max : instant + length
  }
}
