import CLeadline
@testable import LeadlineCore
import Testing

/// Times and numbers as files have them.
@Suite struct CSVTextTests {
  /// The time of one row.
  func time(_ text: String, _ change: (inout CSVSetup) -> Void = { _ in }) throws -> String {
    let live = try LiveEngine.forCSV(zone: "Europe/Berlin")
    var setup = CSVSetup(fields: [.column(LEADLINE_FIELD_TIME, "t"), .constant(LEADLINE_FIELD_KIND, "click")])
    setup.delimiter = UInt8(ascii: ";")
    change(&setup)
    let run = live.readCSV("t;u\n\(text)\n", setup)
    return run.status == LEADLINE_OK ? "\(run.result.earliest)" : run.fault
  }

  @Test func isoTimes() throws {
    let utc: (inout CSVSetup) -> Void = { $0.timeZone = "UTC" }
    #expect(try time("1970-01-01 00:00:01.5", utc) == "1500000")
    #expect(try time("1970-01-01T00:00:01Z") == "1000000")
    #expect(try time("1970-01-01 01:00:00+01:00") == "0")
    #expect(try time("1970-01-01 01:00:00") == "0")
    #expect(try time("\"1970-01-01 00:01\"", utc) == "60000000")
    #expect(try time(" 1970-01-01", utc) == "403 2:1 t ' 1970-01-01'")
    #expect(try time("1970-02-30", utc) == "403 2:1 t '1970-02-30'")
    #expect(try time(";x", utc) == "407 2:1 t ''")
  }

  /// Rows in the order of time take a path of their own, which must come to what the parser says: over nights, over changes of
  /// the clocks, in either form, with lines of another form between them.
  @Test(arguments: ["2024-03-30", "2024-10-26", "0001-01-01", "9999-12-30"]) func daysInOrder(first: String) throws {
    var setup = ModelSetup()
    setup.rollups = [.init(dimensions: [], period: .hour)]
    let live = try LiveEngine(setup)
    let berlin = try LiveEngine.forCSV(zone: "Europe/Berlin")
    var csv = CSVSetup(fields: [.index(LEADLINE_FIELD_TIME, 1), .constant(LEADLINE_FIELD_KIND, "click")])
    csv.flags = [UInt32(LEADLINE_CSV_NO_HEADER), UInt32(LEADLINE_CSV_SKIP_INVALID)]
    csv.timeZone = "Europe/Berlin"
    var text = ""
    var expected: [Int64: Int] = [:]
    let day = Int(first.suffix(2))!
    for minute in stride(from: 0, to: 3 * 1440, by: 11) {
      func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
      let date = first.dropLast(2) + two(day + minute / 1440)
      var time = String(date) + (minute % 5 == 0 ? "T" : " ") + "\(two(minute / 60 % 24)):\(two(minute % 60)):59"
      if minute % 70 == 1 { time += ".25" }
      if minute % 90 == 2 { time = String(date) + "x" }
      if minute % 90 == 3 { time = String(time.dropLast()) + "x" }
      text += time + "\n"
      var us: Int64 = 0
      if leadline_parse_time(berlin.handle, time, time.utf8.count, nil, &us) == LEADLINE_OK {
        expected[Int64(Civil.floorDivide(Int(us), 3_600_000_000)), default: 0] += 1
      }
    }
    let run = live.readCSV(text, csv)
    #expect(run.status == LEADLINE_OK)
    #expect(run.result.facts == UInt64(expected.values.reduce(0, +)))
    let rows = live.table(by: [], ["clicks"], period: .hour).map { $0.split(separator: " | ").dropFirst().joined(separator: ":") }
    #expect(Set(rows) == Set(expected.map { "\($0.key * 3_600_000_000):\($0.value)" }))
  }

  @Test func otherFormats() throws {
    #expect(try time("1.5") { $0.timeFormat = "epoch_s" } == "1500000")
    #expect(try time("-1") { $0.timeFormat = "epoch_ms" } == "-1000")
    #expect(try time("99") { $0.timeFormat = "epoch_us" } == "99")
    #expect(try time("02/01/1970 03") { ($0.timeFormat, $0.timeZone) = ("%d/%m/%Y %H", "UTC") } == "97200000000")
    #expect(try time("\"1970\"\"01\"\"02\"") { ($0.timeFormat, $0.timeZone) = ("%Y\"%m\"%d", "UTC") } == "86400000000")
    #expect(try time("999999999999999999") { $0.timeFormat = "epoch_s" } == "403 2:1 t '999999999999999999'")
  }

  @Test func joinedTimes() throws {
    let join: (inout CSVSetup) -> Void = {
      $0.timeZone = "UTC"
      $0.fields.append(.column(LEADLINE_FIELD_TIME, "u"))
    }
    #expect(try time("1970-01-01;00:00:01", join) == "1000000")
    #expect(try time("1970-01-01;\"00:00:01\"", join) == "1000000")
    #expect(try time("1970-01-01;", join) == "407 2:1 t '1970-01-01'")
    #expect(try time("1970-01-01;99:00", join) == "403 2:1 t '1970-01-01 99:00'")
    #expect(try time("1970-01-02;") { join(&$0); $0.flags = [UInt32(LEADLINE_CSV_EMPTY_ABSENT)] } == "86400000000")
    #expect(try time(";") { join(&$0); $0.flags = [UInt32(LEADLINE_CSV_EMPTY_ABSENT), UInt32(LEADLINE_CSV_DEFAULT_TIME)]; $0.defaultTime = 5 } == "5")
    #expect(try time(";") { join(&$0); $0.flags = [UInt32(LEADLINE_CSV_EMPTY_ABSENT)] } == "407 2:1 t ''")
    #expect(
      try time("1970-01-02;x") {
        $0.timeZone = "UTC"
        $0.fields.append(.constant(LEADLINE_FIELD_TIME, "12:00"))
      } == "129600000000")
    #expect(
      try time("x;x") { $0.fields = [.constant(LEADLINE_FIELD_TIME, "1970-01-01"), .constant(LEADLINE_FIELD_TIME, "01:00"), .constant(LEADLINE_FIELD_KIND, "click")] }
        == "0")
  }

  @Test func absentTimes() throws {
    let absent: (inout CSVSetup) -> Void = {
      $0.flags = [UInt32(LEADLINE_CSV_EMPTY_ABSENT), UInt32(LEADLINE_CSV_DASHES_ABSENT), UInt32(LEADLINE_CSV_DEFAULT_TIME)]
      $0.defaultTime = 7
    }
    #expect(try time(";x", absent) == "7")
    #expect(try time("--", absent) == "7")
    #expect(try time("-", absent) == "7")
    #expect(try time("---", absent) == "403 2:1 t '---'")
    #expect(try time("--") == "403 2:1 t '--'")
    let unsaid: (inout CSVSetup) -> Void = { $0.flags = [UInt32(LEADLINE_CSV_EMPTY_ABSENT), UInt32(LEADLINE_CSV_DASHES_ABSENT)] }
    #expect(try time(";x", unsaid) == "407 2:1 t ''")
    #expect(try time("--", unsaid) == "407 2:1 t '--'")
    #expect(
      try time("x") {
        $0.fields = [.constant(LEADLINE_FIELD_KIND, "click")]
        $0.flags = [UInt32(LEADLINE_CSV_NO_TIME)]
        $0.defaultTime = 8
      } == "8")
  }

  /// The amount of one row, at scale 2, and its count.
  func number(_ text: String, _ change: (inout CSVSetup) -> Void = { _ in }) throws -> String {
    let live = try LiveEngine.forCSV()
    var setup = CSVSetup(fields: [
      .column(LEADLINE_FIELD_AMOUNT, "a"), .column(LEADLINE_FIELD_COUNT, "c"), .constant(LEADLINE_FIELD_KIND, "click"),
    ])
    setup.flags = [UInt32(LEADLINE_CSV_NO_TIME)]
    setup.delimiter = UInt8(ascii: ";")
    change(&setup)
    let run = live.readCSV("a;c\n\(text)\n", setup)
    if run.status != LEADLINE_OK { return run.fault }
    return live.table(by: [], ["amount(click)", "clicks"]).first ?? "nothing"
  }

  @Test func numbers() throws {
    #expect(try number("1.5;1") == "150 | 1")
    #expect(try number("-0.07;+12") == "-7 | 12")
    #expect(try number("1.500;2.000") == "150 | 2")
    #expect(try number("0000000000000000000001;1") == "100 | 1")
    #expect(try number("1.005;1") == "405 2:1 a '1.005'")
    #expect(try number("1,5;1") == "404 2:1 a '1,5'")
    #expect(try number(" 1;1") == "404 2:1 a ' 1'")
    #expect(try number("\"1\"\"\";1") == "404 2:1 a '1\"\"'")
    #expect(try number("1;") == "407 2:2 c ''")
    #expect(try number("1;x") == "404 2:2 c 'x'")
  }

  @Test func numberOptions() throws {
    #expect(try number("1.005;1.5") { $0.rounding = UInt32(LEADLINE_ROUND_HALF_EVEN) } == "100 | 2")
    #expect(try number("1.005;1.5") { $0.rounding = UInt32(LEADLINE_ROUND_CEILING) } == "101 | 2")
    #expect(try number("1.234,50;1.000") { $0.flags.append(UInt32(LEADLINE_CSV_DECIMAL_COMMA)); $0.thousands = UInt8(ascii: ".") } == "123450 | 1000")
    #expect(try number("1,234.50;1,000") { $0.thousands = UInt8(ascii: ",") } == "123450 | 1000")
    #expect(try number("\"1,234.50\";1") { $0.thousands = UInt8(ascii: ",") } == "123450 | 1")
    let absent: (inout CSVSetup) -> Void = { $0.flags += [UInt32(LEADLINE_CSV_EMPTY_ABSENT), UInt32(LEADLINE_CSV_DASHES_ABSENT)] }
    #expect(try number("--;3", absent) == "0 | 3")
    #expect(try number(";3", absent) == "0 | 3")
    #expect(try number("3;-", absent) == "300 | 1")
    #expect(try number("3;-", { $0.flags.append(UInt32(LEADLINE_CSV_EMPTY_ABSENT)) }) == "404 2:2 c '-'")
    #expect(try number(";3", { $0.flags.append(UInt32(LEADLINE_CSV_DASHES_ABSENT)) }) == "407 2:1 a ''")
  }

  @Test func runsOfSpaces() throws {
    let live = try LiveEngine.forCSV()
    var setup = CSVSetup(fields: [
      .index(LEADLINE_FIELD_DIMENSION, 1, "campaign"), .index(LEADLINE_FIELD_TIME, 2), .index(LEADLINE_FIELD_AMOUNT, 4),
      .constant(LEADLINE_FIELD_KIND, "sale"),
    ])
    setup.flags = [UInt32(LEADLINE_CSV_NO_HEADER), UInt32(LEADLINE_CSV_COLLAPSE)]
    setup.delimiter = UInt8(ascii: " ")
    setup.timeFormat = "%Y%m%d"
    #expect(live.readCSV("00001 19970101  1  11.77\n 00002 19970112  1  12.00\n\n   \n", setup).status == LEADLINE_OK)
    #expect(live.table(by: ["campaign"], ["revenue"]) == ["0:00001 | 1177", "0:00002 | 1200"])
  }

  @Test func identifiersAreTheFixedFunction() {
    #expect(leadline_id_from_bytes(nil, 0) == 0)
    #expect(leadline_id_from_bytes("42", 2) == 42)
    #expect(leadline_id_from_bytes("abc", 3) == UInt64(0xC4BC_2CF5_AD77_0999))
    #expect(leadline_id_from_bytes("abc", -1) == 0)
    #expect(leadline_id_from_bytes("abc", (1 << 62) + 1) == 0)
  }

  @Test func parseTime() throws {
    let live = try LiveEngine.forCSV(zone: "Europe/Berlin")
    func parse(_ text: String, _ format: String? = nil) -> (Int32, Int64) {
      var time: Int64 = -7
      let texts = CTexts()
      let status = leadline_parse_time(live.handle, texts.text(text), text.utf8.count, format.map(texts.text), &time)
      return (status, time)
    }
    #expect(parse("1970-01-01 01:00:00") == (LEADLINE_OK, 0))
    #expect(parse("1", "epoch_s") == (LEADLINE_OK, 1_000_000))
    #expect(parse("") == (LEADLINE_CSV_TIME, -7))
    #expect(parse("x") == (LEADLINE_CSV_TIME, -7))
    #expect(parse("1970", "%") == (LEADLINE_ERROR_ARGUMENT, -7))
    #expect(leadline_parse_time(live.handle, "x", -1, nil, nil) == LEADLINE_ERROR_NULL)
    var time: Int64 = 0
    #expect(leadline_parse_time(live.handle, "x", -1, nil, &time) == LEADLINE_CSV_TIME)
  }
}
