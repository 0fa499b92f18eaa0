/// Why a record is refused: the statuses LEADLINE_CSV_ of the header.
enum CSVReason {
  static var syntax: Int32 { 400 }
  static var fields: Int32 { 401 }
  static var column: Int32 { 402 }
  static var time: Int32 { 403 }
  static var number: Int32 { 404 }
  static var decimals: Int32 { 405 }
  static var kind: Int32 { 406 }
  static var empty: Int32 { 407 }
  static var tooLong: Int32 { 408 }

  /// How much of the text at fault is told.
  static var longestText: Int { 63 }
}
