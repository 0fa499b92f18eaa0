import CLeadline

extension CSV {
  /// What became of a text.
  public struct Report: Sendable {
    /// Lines read.
    public internal(set) var lines = 0

    /// Records read, without the header and skipped lines.
    public internal(set) var rows = 0

    /// Facts read, which are in the engine once the text was finished; a record may give none or several.
    public internal(set) var facts = 0

    /// Records left out because they held a value to ignore.
    public internal(set) var ignored = 0

    /// Records left out as invalid.
    public internal(set) var rejected = 0

    /// Facts left out because their id had been seen.
    public internal(set) var duplicates = 0

    /// Duplicates that differed from the fact that stands.
    public internal(set) var conflicts = 0

    /// The least and the greatest time of the facts; nil when there were none.
    public internal(set) var times: ClosedRange<Timestamp>?

    /// The first invalid record, its place and its reason; nil when there was none.
    public internal(set) var firstRejection: LeadlineError?

    private var byText: InlineArray<12, Int> = InlineArray(repeating: 0)
    private var byFact: InlineArray<8, Int> = InlineArray(repeating: 0)

    /// Tells how many records were left out for a reason.
    ///
    /// - Parameter reason: The reason, such as ``LeadlineError/csvTime`` or ``LeadlineError/factKind``.
    public func rejected(for reason: LeadlineError) -> Int {
      let text = Int(reason.rawValue) - Int(LEADLINE_CSV_SYNTAX)
      if byText.indices.contains(text) { return byText[text] }
      let fact = Int(reason.rawValue) - Int(LEADLINE_FACT_TIME)
      return byFact.indices.contains(fact) ? byFact[fact] : 0
    }

    init(_ result: leadline_csv_result) {
      lines = Int(clamping: result.lines)
      rows = Int(clamping: result.rows)
      facts = Int(clamping: result.facts)
      ignored = Int(clamping: result.ignored)
      rejected = Int(clamping: result.rejected)
      duplicates = Int(clamping: result.duplicates)
      conflicts = Int(clamping: result.conflicts)
      if result.facts > 0, result.earliest <= result.latest {
        times = Timestamp(microseconds: result.earliest)...Timestamp(microseconds: result.latest)
      }
      firstRejection = result.rejection
      unsafe withUnsafeBytes(of: result.rejected_by_csv) { bytes in
        for index in byText.indices {
          unsafe byText[index] = Int(
            clamping: bytes.loadUnaligned(fromByteOffset: index * MemoryLayout<UInt64>.stride, as: UInt64.self))
        }
      }
      unsafe withUnsafeBytes(of: result.rejected_by_fact) { bytes in
        for index in byFact.indices {
          unsafe byFact[index] = Int(
            clamping: bytes.loadUnaligned(fromByteOffset: index * MemoryLayout<UInt64>.stride, as: UInt64.self))
        }
      }
    }
  }
}

extension CSV.Report: Equatable, CustomStringConvertible {
  /// Whether two texts fared alike; first rejections are equal when their reasons are.
  public static func == (left: CSV.Report, right: CSV.Report) -> Bool {
    (left.lines, left.rows, left.facts, left.ignored, left.rejected)
      == (right.lines, right.rows, right.facts, right.ignored, right.rejected)
      && (left.duplicates, left.conflicts) == (right.duplicates, right.conflicts)
      && left.times == right.times && left.firstRejection == right.firstRejection
      && left.byText.indices.allSatisfy { left.byText[$0] == right.byText[$0] }
      && left.byFact.indices.allSatisfy { left.byFact[$0] == right.byFact[$0] }
  }

  /// The numbers, and the first rejection if there is one.
  public var description: String {
    let numbers = """
      rows: \(rows), facts: \(facts), ignored: \(ignored), rejected: \(rejected), duplicates: \(duplicates), \
      conflicts: \(conflicts)
      """
    return firstRejection.map { "\(numbers), first rejection: \($0)" } ?? numbers
  }
}

extension leadline_csv_result {
  static var empty: leadline_csv_result {
    var result = leadline_csv_result()
    result.struct_size = MemoryLayout<leadline_csv_result>.stride
    return result
  }

  /// The error that the first invalid record is, if there is one.
  var rejection: LeadlineError? {
    guard first_reason != LEADLINE_OK else { return nil }
    let reason = LeadlineError(rawValue: first_reason)
    let name = String(array: first_column_name)
    let text = String(array: first_text)
    let line = Int(clamping: first_line)
    var message = "Line \(line)"
    if first_column != 0 { message += ", column \(name.isEmpty ? "\(first_column)" : name)" }
    message += ": \(reason.message)"
    if !text.isEmpty { message += " (\(text))" }
    let place = LeadlineError.Place(
      line: line, column: name.isEmpty ? nil : name, columnNumber: first_column == 0 ? nil : Int(first_column),
      text: text.isEmpty ? nil : text)
    return LeadlineError(reason, message, at: place)
  }
}
