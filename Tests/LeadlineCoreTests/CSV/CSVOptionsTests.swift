import CLeadline
@testable import LeadlineCore
import Testing

/// What opening a reader refuses, and how readers live.
@Suite struct CSVOptionsTests {
  let live: LiveEngine

  init() throws { live = try LiveEngine.forCSV() }

  func open(_ change: (inout CSVSetup) -> Void) -> Int32 {
    var setup = CSVSetup.usual
    change(&setup)
    let (status, csv) = live.openCSV(setup)
    #expect((csv != nil) == (status == LEADLINE_OK))
    #expect((status == LEADLINE_OK) || !live.errorText.isEmpty)
    leadline_csv_close(csv)
    return status
  }

  @Test func fieldsThatMakeNoSense() {
    #expect(open { _ in } == LEADLINE_OK)
    #expect(open { $0.fields = [] } == LEADLINE_ERROR_ARGUMENT)
    #expect(open { $0.fields.remove(at: 0) } == LEADLINE_ERROR_ARGUMENT)
    #expect(open { $0.fields.remove(at: 1) } == LEADLINE_ERROR_ARGUMENT)
    #expect(open { $0.flags = [UInt32(LEADLINE_CSV_NO_TIME)] } == LEADLINE_ERROR_ARGUMENT)
    #expect(open { $0.flags = [UInt32(LEADLINE_CSV_NO_HEADER)] } == LEADLINE_ERROR_ARGUMENT)
    #expect(open { $0.fields.append(CSVField(use: 15, column: "x")) } == LEADLINE_ERROR_ARGUMENT)
    #expect(open { $0.fields.append(CSVField(use: 0, column: "x")) } == LEADLINE_ERROR_ARGUMENT)
    #expect(open { $0.fields.append(.column(LEADLINE_FIELD_KIND, "x")) } == LEADLINE_ERROR_DUPLICATE_NAME)
    #expect(open { $0.fields.append(.column(LEADLINE_FIELD_DIMENSION, "x", "campaign")) } == LEADLINE_ERROR_DUPLICATE_NAME)
    #expect(open { $0.fields.append(.column(LEADLINE_FIELD_TIME, "x")) } == LEADLINE_OK)
    #expect(open { $0.fields.append(.column(LEADLINE_FIELD_DIMENSION, "x", "nothing")) } == LEADLINE_ERROR_NAME)
    #expect(open { $0.fields.append(.column(LEADLINE_FIELD_DIMENSION, "x", "programme")) } == LEADLINE_ERROR_NAME)
    #expect(open { $0.fields.append(.column(LEADLINE_FIELD_DIMENSION, "x")) } == LEADLINE_ERROR_NULL)
    #expect(open { $0.fields.append(.column(LEADLINE_FIELD_ATTRIBUTE, "x", "channel")) } == LEADLINE_ERROR_NAME)
    #expect(open { $0.fields.append(.column(LEADLINE_FIELD_ATTRIBUTE, "x", "programme")) } == LEADLINE_OK)
    #expect(
      open {
        $0.fields.remove(at: 2)
        $0.fields.append(.column(LEADLINE_FIELD_ATTRIBUTE, "x", "programme"))
      } == LEADLINE_ERROR_ARGUMENT)
    #expect(open { $0.fields.append(.column(LEADLINE_FIELD_MEASURE_COUNT, "x", "click")) } == LEADLINE_ERROR_ARGUMENT)
    #expect(open { $0.fields.append(CSVField(use: LEADLINE_FIELD_PERSON)) } == LEADLINE_ERROR_ARGUMENT)
    #expect(open { $0.fields.append(CSVField(use: LEADLINE_FIELD_PERSON, column: "x", value: "y")) } == LEADLINE_ERROR_ARGUMENT)
    #expect(open { $0.fields.append(.constant(LEADLINE_FIELD_IGNORE, "y")) } == LEADLINE_ERROR_ARGUMENT)
    #expect(open { $0.fields.append(.column(LEADLINE_FIELD_IGNORE, "y")) } == LEADLINE_ERROR_ARGUMENT)
    #expect(open { setup in setup.fields += (0..<4096).map { .ignore("x", "\($0)") } } == LEADLINE_ERROR_TOO_MANY)
  }

  @Test func measuresThatMakeNoSense() {
    func open(_ field: CSVField) -> Int32 {
      self.open { setup in setup.fields = [setup.fields[0], field] }
    }
    #expect(open(.column(LEADLINE_FIELD_MEASURE_COUNT, "x", "click")) == LEADLINE_OK)
    #expect(open(.column(LEADLINE_FIELD_MEASURE_COUNT, "x", "clack")) == LEADLINE_ERROR_NAME)
    #expect(open(.column(LEADLINE_FIELD_MEASURE_COUNT, "x")) == LEADLINE_ERROR_NULL)
    #expect(open(.column(LEADLINE_FIELD_MEASURE_AMOUNT, "x", "bounce")) == LEADLINE_ERROR_ARGUMENT)
  }

  @Test func constantsThatCannotBeRead() {
    func open(_ field: CSVField) -> Int32 {
      self.open { setup in setup.fields = setup.fields.filter { $0.use != field.use } + [field] }
    }
    #expect(open(.constant(LEADLINE_FIELD_KIND, "clack")) == LEADLINE_ERROR_NAME)
    #expect(open(.constant(LEADLINE_FIELD_TIME, "soon")) == LEADLINE_ERROR_ARGUMENT)
    #expect(open(.constant(LEADLINE_FIELD_AMOUNT, "1.001")) == LEADLINE_ERROR_ARGUMENT)
    #expect(open(.constant(LEADLINE_FIELD_COUNT, "")) == LEADLINE_ERROR_ARGUMENT)
    #expect(open(.constant(LEADLINE_FIELD_COUNT, "4294967297")) == LEADLINE_ERROR_ARGUMENT)
  }

  @Test func settingsThatMakeNoSense() {
    #expect(open { $0.flags = [0x200] } == LEADLINE_ERROR_ARGUMENT)
    #expect(open { $0.rounding = 6 } == LEADLINE_ERROR_ARGUMENT)
    #expect(open { $0.timeFormat = "%q" } == LEADLINE_ERROR_ARGUMENT)
    #expect(open { $0.timeZone = "Nowhere/Land" } == LEADLINE_ERROR_TIME_ZONE)
    #expect(open { $0.restate = "nothing" } == LEADLINE_ERROR_NAME)
    #expect(open { $0.restate = "programme" } == LEADLINE_ERROR_NAME)
    #expect(open { $0.defaultTime = .max } == LEADLINE_ERROR_ARGUMENT)
    for byte in ["\"", "\n", "\r"] { #expect(open { $0.delimiter = byte.utf8.first! } == LEADLINE_ERROR_ARGUMENT) }
    for byte in [".", "5", "-", "+", "\""] { #expect(open { $0.thousands = byte.utf8.first! } == LEADLINE_ERROR_ARGUMENT) }
    #expect(
      open { ($0.flags, $0.thousands) = ([UInt32(LEADLINE_CSV_DECIMAL_COMMA)], UInt8(ascii: ",")) } == LEADLINE_ERROR_ARGUMENT)
    #expect(open { $0.translations = [(LEADLINE_FIELD_KIND, nil, "x", "clack")] } == LEADLINE_ERROR_NAME)
    #expect(open { $0.translations = [(LEADLINE_FIELD_TIME, nil, "x", "y")] } == LEADLINE_ERROR_ARGUMENT)
    #expect(open { $0.translations = [(LEADLINE_FIELD_DIMENSION, "nothing", "x", "y")] } == LEADLINE_ERROR_NAME)
    #expect(
      open { $0.translations = [(LEADLINE_FIELD_KIND, nil, "x", "click"), (LEADLINE_FIELD_KIND, nil, "x", "sale")] }
        == LEADLINE_ERROR_DUPLICATE_NAME)
    #expect(
      open { setup in
        setup.flags = [UInt32(LEADLINE_CSV_FOLD_CASE)]
        setup.translations = [(LEADLINE_FIELD_KIND, nil, "x", "click"), (LEADLINE_FIELD_KIND, nil, "X", "sale")]
      } == LEADLINE_ERROR_DUPLICATE_NAME)
  }

  @Test func sizesOfStructs() {
    let texts = CTexts()
    var csv: OpaquePointer?
    var options = CSVSetup.usual.options(texts)
    #expect(leadline_csv_open(nil, &options, &csv) == LEADLINE_ERROR_NULL)
    #expect(leadline_csv_open(live.handle, nil, &csv) == LEADLINE_ERROR_NULL)
    #expect(leadline_csv_open(live.handle, &options, nil) == LEADLINE_ERROR_NULL)
    options.struct_size = 4
    #expect(leadline_csv_open(live.handle, &options, &csv) == LEADLINE_ERROR_STRUCT_SIZE)
    options = CSVSetup.usual.options(texts)
    options.reserved.3 = 1
    #expect(leadline_csv_open(live.handle, &options, &csv) == LEADLINE_ERROR_ARGUMENT)
    options = CSVSetup.usual.options(texts)
    options.field_count = -1
    #expect(leadline_csv_open(live.handle, &options, &csv) == LEADLINE_ERROR_TOO_MANY)
    options.field_count = 1
    options.fields = nil
    #expect(leadline_csv_open(live.handle, &options, &csv) == LEADLINE_ERROR_NULL)
    options = CSVSetup.usual.options(texts)
    var fields = (0..<options.field_count).map { options.fields[$0] }
    fields[1].struct_size = 1
    options.fields = texts.array(fields)
    #expect(leadline_csv_open(live.handle, &options, &csv) == LEADLINE_ERROR_STRUCT_SIZE)
    options = CSVSetup.usual.options(texts)
    options.translation_count = 1
    options.translations = nil
    #expect(leadline_csv_open(live.handle, &options, &csv) == LEADLINE_ERROR_NULL)
    #expect(csv == nil)
  }

  @Test func handles() throws {
    let csv = try #require(live.openCSV(.usual).csv)
    #expect(leadline_close(live.handle) == LEADLINE_ERROR_IN_USE)
    #expect(leadline_csv_feed(nil, "x", 1) == LEADLINE_ERROR_NULL)
    #expect(leadline_csv_feed(csv, nil, 1) == LEADLINE_ERROR_NULL)
    #expect(leadline_csv_feed(csv, nil, 0) == LEADLINE_OK)
    #expect(leadline_csv_feed(csv, "x", -1) == LEADLINE_ERROR_TOO_MANY)
    #expect(leadline_csv_finish(nil) == LEADLINE_ERROR_NULL)
    var result = leadline_csv_result()
    #expect(leadline_csv_read_result(csv, nil) == LEADLINE_ERROR_NULL)
    #expect(leadline_csv_read_result(csv, &result) == LEADLINE_ERROR_STRUCT_SIZE)
    result.struct_size = 24
    #expect(leadline_csv_read_result(csv, &result) == LEADLINE_OK)
    let text = Array("time,kind,campaign,amount\n2024-01-01,click,a,1".utf8)
    #expect(leadline_csv_feed(csv, text, text.count) == LEADLINE_OK)
    #expect(leadline_csv_finish(csv) == LEADLINE_OK)
    #expect(leadline_csv_finish(csv) == LEADLINE_ERROR_ARGUMENT)
    #expect(leadline_csv_feed(csv, text, text.count) == LEADLINE_ERROR_ARGUMENT)
    leadline_csv_close(csv)
    leadline_csv_close(nil)
    #expect(live.table(by: [], ["clicks"]) == ["1"])
  }

  @Test func whatIsNotFinishedIsDropped() throws {
    let csv = try #require(live.openCSV(.usual).csv)
    let text = Array("time,kind,campaign,amount\n2024-01-01,click,a,1\n".utf8)
    #expect(leadline_csv_feed(csv, text, text.count) == LEADLINE_OK)
    leadline_csv_close(csv)
    #expect(live.info.facts == 0)
  }

  @Test func files() throws {
    let texts = CTexts()
    var options = CSVSetup.usual.options(texts)
    var result = leadline_csv_result()
    result.struct_size = MemoryLayout<leadline_csv_result>.size
    func read(_ path: String) -> Int32 { leadline_csv_file(live.handle, &options, texts.text(path), &result) }
    #expect(read("/nonexistent/file.csv") == LEADLINE_ERROR_FILE)
    #expect(live.errorText == "cannot open /nonexistent/file.csv: there is no such file")
    #expect(read("/") == LEADLINE_ERROR_FILE)
    #expect(live.errorText == "cannot read /: it is a directory")
    #expect(read("/dev/null") == LEADLINE_CSV_COLUMN)
    #expect(leadline_csv_file(live.handle, &options, nil, nil) == LEADLINE_ERROR_NULL)

    var text = "time,kind,campaign,amount\n"
    for row in 0..<40_000 { text += "2024-01-01,click,campaign \(row % 7),0.01\n" }
    let path = try TemporaryFile(text)
    #expect(read(path.path) == LEADLINE_OK)
    #expect(result.facts == 40_000)
    #expect(live.table(by: [], ["clicks", "amount(click)"]) == ["40000 | 40000"])
    let bad = try TemporaryFile(text + "x,y\n")
    #expect(read(bad.path) == LEADLINE_CSV_FIELDS)
    #expect(result.first_line == 40_002)
    #expect(live.info.facts == 40_000)
  }
}
