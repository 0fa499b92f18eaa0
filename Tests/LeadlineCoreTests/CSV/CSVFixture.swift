import CLeadline
@testable import LeadlineCore

/// One column's use, as the options have it.
struct CSVField {
  var use: Int32
  var column: String?
  var index: UInt32 = 0
  var name: String?
  var value: String?

  static func column(_ use: Int32, _ column: String, _ name: String? = nil) -> CSVField {
    CSVField(use: use, column: column, name: name)
  }

  static func index(_ use: Int32, _ index: UInt32, _ name: String? = nil) -> CSVField {
    CSVField(use: use, index: index, name: name)
  }

  static func constant(_ use: Int32, _ value: String, _ name: String? = nil) -> CSVField {
    CSVField(use: use, name: name, value: value)
  }

  static func ignore(_ column: String, _ value: String) -> CSVField {
    CSVField(use: LEADLINE_FIELD_IGNORE, column: column, value: value)
  }
}

/// How a text is read, with Swift's texts.
struct CSVSetup {
  var fields: [CSVField]
  var translations: [(use: Int32, name: String?, text: String, replacement: String)] = []
  var flags: [UInt32] = []
  var timeFormat: String?
  var timeZone: String?
  var restate: String?
  var defaultTime: Int64 = 0
  var skipLines: UInt64 = 0
  var rounding = UInt32(LEADLINE_ROUND_NONE)
  var delimiter: UInt8 = 0
  var thousands: UInt8 = 0

  /// time,kind,campaign,amount
  static var usual: CSVSetup {
    CSVSetup(fields: [
      .column(LEADLINE_FIELD_TIME, "time"), .column(LEADLINE_FIELD_KIND, "kind"),
      .column(LEADLINE_FIELD_DIMENSION, "campaign", "campaign"), .column(LEADLINE_FIELD_AMOUNT, "amount"),
    ])
  }

  init(fields: [CSVField]) { self.fields = fields }

  func options(_ texts: CTexts) -> leadline_csv_options {
    var options = leadline_csv_options()
    options.struct_size = MemoryLayout<leadline_csv_options>.size
    options.fields = texts.array(
      fields.map { field in
        var made = leadline_csv_field()
        made.struct_size = MemoryLayout<leadline_csv_field>.size
        made.use = UInt32(field.use)
        made.index = field.index
        made.column = field.column.map(texts.text)
        made.name = field.name.map(texts.text)
        made.value = field.value.map(texts.text)
        return made
      })
    options.field_count = fields.count
    options.translations = texts.array(
      translations.map { item in
        var made = leadline_csv_translation()
        made.struct_size = MemoryLayout<leadline_csv_translation>.size
        made.use = UInt32(item.use)
        made.name = item.name.map(texts.text)
        made.text = texts.text(item.text)
        made.replacement = texts.text(item.replacement)
        return made
      })
    options.translation_count = translations.count
    options.time_format = timeFormat.map(texts.text)
    options.time_zone = timeZone.map(texts.text)
    options.restate = restate.map(texts.text)
    options.default_time_us = defaultTime
    options.skip_lines = skipLines
    options.flags = flags.reduce(0, |)
    options.rounding = rounding
    options.delimiter = CChar(bitPattern: delimiter)
    options.thousands = CChar(bitPattern: thousands)
    return options
  }
}

struct CSVRun {
  var status: Int32 = LEADLINE_OK
  /// What finish said, where it came to that.
  var result = leadline_csv_result()

  var firstText: String { Self.text(result.first_text) }
  var firstColumnName: String { Self.text(result.first_column_name) }

  private static func text<T>(_ bytes: T) -> String {
    withUnsafeBytes(of: bytes) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }

  /// Rejected rows by reason.
  func rejected(_ reason: Int32) -> UInt64 {
    if reason >= 400 {
      return withUnsafeBytes(of: result.rejected_by_csv) { $0.load(fromByteOffset: Int(reason - 400) * 8, as: UInt64.self) }
    }
    return withUnsafeBytes(of: result.rejected_by_fact) { $0.load(fromByteOffset: Int(reason - 300) * 8, as: UInt64.self) }
  }

  /// "status, line, column: name: text"
  var fault: String { "\(status) \(result.first_line):\(result.first_column) \(firstColumnName) '\(firstText)'" }
}

extension LiveEngine {
  /// Campaigns with a programme each, channels; the money scale is 2.
  static func forCSV(scale: Int = 2, zone: String = "UTC", ids: Bool = false) throws -> LiveEngine {
    var setup = ModelSetup()
    setup.dimensions = [.init(name: "campaign"), .init(name: "programme", base: 0), .init(name: "channel")]
    setup.scale = scale
    setup.zone = zone
    setup.hasIds = ids
    return try LiveEngine(setup)
  }

  func openCSV(_ setup: CSVSetup) -> (status: Int32, csv: OpaquePointer?) {
    let texts = CTexts()
    var options = setup.options(texts)
    var csv: OpaquePointer?
    return (leadline_csv_open(handle, &options, &csv), csv)
  }

  func readCSV(_ text: [UInt8], _ setup: CSVSetup, piece: Int = .max) -> CSVRun {
    let (opened, csv) = openCSV(setup)
    var run = CSVRun()
    run.status = opened
    guard opened == LEADLINE_OK else { return run }
    var at = 0
    while at < text.count && run.status == LEADLINE_OK {
      let size = min(piece, text.count - at)
      run.status = text[at..<(at + size)].withUnsafeBytes { leadline_csv_feed(csv, $0.baseAddress, size) }
      at += size
    }
    if run.status == LEADLINE_OK { run.status = leadline_csv_finish(csv) }
    run.result.struct_size = MemoryLayout<leadline_csv_result>.size
    _ = leadline_csv_read_result(csv, &run.result)
    leadline_csv_close(csv)
    return run
  }

  func readCSV(_ text: String, _ setup: CSVSetup = .usual, piece: Int = .max) -> CSVRun {
    readCSV(Array(text.utf8), setup, piece: piece)
  }

  /// The rows of a query as text.
  func table(by: [String], _ columns: [String], period: ModelPeriod = .all) -> [String] {
    var query = ModelQuery()
    query.by = by
    query.columns = columns
    query.period = period
    return answer(query).lines
  }
}
