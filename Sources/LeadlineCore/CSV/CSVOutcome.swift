/// What came of a file so far.
struct CSVOutcome {
  /// Reasons of each family that are counted.
  static var csvReasons: Int { 12 }
  static var factReasons: Int { 8 }

  var rows: UInt64 = 0
  var facts: UInt64 = 0
  var ignored: UInt64 = 0
  var rejected: UInt64 = 0
  var rejectedByCSV = InlineArray<12, UInt64>(repeating: 0)
  var rejectedByFact = InlineArray<8, UInt64>(repeating: 0)
  var earliest = Int64.max
  var latest = Int64.min
  var firstReason: Int32 = 0
  var firstColumn: UInt32 = 0
  var firstLine: UInt64 = 0
  var firstColumnName = CutText()
  var firstText = CutText()

  mutating func noteFirst(_ reason: Int32, line: UInt64, column: UInt32, name: CutText, text: CutText) {
    guard firstReason == 0 else { return }
    firstReason = reason
    firstLine = line
    firstColumn = column
    firstColumnName = name
    firstText = text
  }

  mutating func reject(_ reason: Int32) {
    rejected += 1
    if reason >= CSVReason.syntax {
      let place = Int(reason - CSVReason.syntax)
      if place < Self.csvReasons { rejectedByCSV[place] += 1 }
    } else {
      let place = Int(reason - FactFault.time.rawValue)
      if place >= 0 && place < Self.factReasons { rejectedByFact[place] += 1 }
    }
  }
}

/// A text cut to 63 bytes and ended by a NUL, as results carry it.
struct CutText {
  private(set) var bytes = InlineArray<64, UInt8>(repeating: 0)
  private(set) var count = 0

  init() {}

  init(_ text: Bytes) {
    count = Swift.min(text.count, CSVReason.longestText)
    for i in 0..<count { bytes[i] = text[i] }
  }

  var isEmpty: Bool { count == 0 }
}
