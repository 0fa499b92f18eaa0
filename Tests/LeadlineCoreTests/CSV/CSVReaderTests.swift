import CLeadline
@testable import LeadlineCore
import Testing

@Suite struct CSVReaderTests {
  let live: LiveEngine

  init() throws { live = try LiveEngine.forCSV() }

  static let header = "time,kind,campaign,amount\n"

  /// Reads rows below the usual header and gives count and amount of clicks and sales by campaign.
  func table(_ rows: String, _ change: (inout CSVSetup) -> Void = { _ in }) -> [String] {
    var setup = CSVSetup.usual
    change(&setup)
    let run = live.readCSV(Self.header + rows, setup)
    if run.status != LEADLINE_OK { return [run.fault] }
    return live.table(by: ["campaign"], ["count(click)", "amount(click)", "count(sale)", "amount(sale)"])
  }

  @Test func factsAreTakenIn() {
    let run = live.readCSV(
      Self.header + """
        2024-03-01 12:34:56,click,a,0.35
        2024-03-01T12:34:56Z,click,b,1
        2024-03-02,sale,a,"12.50"

        2024-03-02,click,a,-0.05\r\n
        """)
    #expect(run.status == LEADLINE_OK)
    #expect(run.result.rows == 4)
    #expect(run.result.facts == 4)
    #expect(run.result.lines == 6)
    #expect(run.result.earliest == 1_709_296_496_000_000)
    #expect(run.result.latest == 1_709_337_600_000_000)
    #expect(run.result.first_reason == LEADLINE_OK)
    #expect(
      live.table(by: ["campaign"], ["count(click)", "amount(click)", "amount(sale)"])
        == ["0:a | 2 | 30 | 1250", "0:b | 1 | 100 | 0"])
    #expect(
      live.table(by: [], ["count(click)"], period: .day)
        == ["0:2024-03-01 | 1709251200000000 | 2", "0:2024-03-02 | 1709337600000000 | 1"])
  }

  // MARK: Columns

  @Test func columnsByIndexAndWithoutHeader() {
    var setup = CSVSetup(fields: [
      .index(LEADLINE_FIELD_TIME, 3), .index(LEADLINE_FIELD_KIND, 1), .index(LEADLINE_FIELD_DIMENSION, 5, "campaign"),
    ])
    setup.flags = [UInt32(LEADLINE_CSV_NO_HEADER)]
    let run = live.readCSV("click,x,2024-01-01,y,a\nclick,x,2024-01-01,y,b,more\n", setup)
    #expect(run.result.facts == 2)
    #expect(live.table(by: ["campaign"], ["clicks"]) == ["0:a | 1", "0:b | 1"])
    #expect(live.readCSV("click,x,2024-01-01,y\n", setup).fault == "401 1:5  'click,x,2024-01-01,y'")
    setup.flags = []
    #expect(live.readCSV("k,_,t,_,\"c\"\nclick,x,2024-01-01,y\n", setup).fault == "401 2:5 c 'click,x,2024-01-01,y'")
  }

  @Test func headerNamesAreExact() {
    #expect(live.readCSV("Time,kind,campaign,amount\n").fault == "402 1:0 time ''")
    #expect(live.readCSV("time, kind,campaign,amount\n").fault == "402 1:0 kind ''")
    #expect(live.readCSV("").fault == "402 1:0 time ''")
    #expect(live.readCSV("\n\ntime,kind\n").fault == "402 3:0 campaign ''")
    #expect(live.readCSV("time,\"kind,campaign\n").fault == "400 1:2  '\"kind,campaign\n'")
    #expect(live.errorText.hasPrefix("line 1, column 2: "))
    #expect(live.readCSV(Self.header).status == LEADLINE_OK)
    #expect(live.readCSV("time,kind,campaign,amount").result.rows == 0)
    // A byte order mark, quoted names, one of them twice, one with quotes in it.
    var setup = CSVSetup.usual
    setup.fields[2].column = "a \"name\", quoted"
    let run = live.readCSV(
      "\u{FEFF}\"time\",kind,amount,\"a \"\"name\"\", quoted\",amount\r\n2024-01-01,click,1,a,5\r\n", setup)
    #expect(run.status == LEADLINE_OK)
    #expect(live.table(by: ["campaign"], ["amount(click)"]) == ["0:a | 100"])
  }

  @Test func skippedLinesAreNoHeader() {
    var setup = CSVSetup.usual
    setup.skipLines = 2
    let run = live.readCSV("Report \"of\nMarch\n" + Self.header + "2024-01-01,click,a,x\n", setup)
    #expect(run.fault == "404 4:4 amount 'x'")
    #expect(run.result.lines == 4)
    #expect(run.result.rows == 1)
  }

  @Test func aColumnMayBeUsedTwice() {
    var setup = CSVSetup.usual
    setup.fields.append(.column(LEADLINE_FIELD_DIMENSION, "campaign", "channel"))
    setup.fields.append(.column(LEADLINE_FIELD_COUNT, "amount"))
    #expect(live.readCSV(Self.header + "2024-01-01,click,a,3\n", setup).status == LEADLINE_OK)
    #expect(live.table(by: ["campaign", "channel"], ["clicks", "amount(click)"]) == ["0:a | 0:a | 3 | 300"])
  }

  @Test func constants() {
    let setup = CSVSetup(fields: [
      .constant(LEADLINE_FIELD_TIME, "2024-05-06"), .constant(LEADLINE_FIELD_KIND, "sale"),
      .constant(LEADLINE_FIELD_DIMENSION, "Mail", "channel"), .column(LEADLINE_FIELD_DIMENSION, "c", "campaign"),
      .constant(LEADLINE_FIELD_AMOUNT, "9.99"), .constant(LEADLINE_FIELD_COUNT, "2"),
      .constant(LEADLINE_FIELD_ATTRIBUTE, "north", "programme"),
    ])
    let run = live.readCSV("c\na\nb\na\n", setup)
    #expect(run.result.facts == 3)
    #expect(run.result.earliest == 1_714_953_600_000_000)
    #expect(
      live.table(by: ["campaign", "channel", "programme"], ["sales", "revenue"])
        == ["0:a | 0:Mail | 0:north | 4 | 1998", "0:b | 0:Mail | 0:north | 2 | 999"])
  }

  @Test func kindsByNumber() {
    #expect(table("2024-01-01,20,a,1\n2024-01-01,70,a,2\n") == ["0:a | 1 | 100 | 1 | 200"])
    #expect(table("2024-01-01,999,a,1\n") == ["406 2:2 kind '999'"])
    #expect(table("2024-01-01,999999,a,1\n") == ["406 2:2 kind '999999'"])
  }

  @Test func manyColumns() {
    let names = (0..<300).map { "c\($0)" }
    var setup = CSVSetup(fields: [
      .column(LEADLINE_FIELD_TIME, "c7"), .column(LEADLINE_FIELD_KIND, "c299"), .column(LEADLINE_FIELD_AMOUNT, "c0"),
    ])
    setup.delimiter = UInt8(ascii: "\t")
    var text = names.joined(separator: "\t") + "\n"
    for _ in 0..<2_000 {
      var row = names
      (row[0], row[7], row[299]) = ("0.01", "2024-01-01", "click")
      text += row.joined(separator: "\t") + "\n"
    }
    #expect(live.readCSV(text, setup).status == LEADLINE_OK)
    #expect(live.table(by: [], ["clicks", "amount(click)"]) == ["2000 | 2000"])
  }

  // MARK: Faults

  @Test func firstFaultEndsTheReading() throws {
    let text = Self.header + "2024-01-01,click,a,1\n\n2024-01-01,click,a,1.234\n2024-01-01,clack,a,1\n"
    let run = live.readCSV(text)
    #expect(run.fault == "405 4:4 amount '1.234'")
    #expect(run.result.rows == 2)
    #expect(run.result.rejected == 1)
    #expect(live.errorText.hasPrefix("line 4, column 4 (amount): "))
    #expect(live.errorText.hasSuffix(": 1.234"))
    #expect(live.info.facts == 0)

    let csv = try #require(live.openCSV(.usual).csv)
    let bytes = Array(text.utf8)
    #expect(leadline_csv_feed(csv, bytes, bytes.count) == LEADLINE_CSV_DECIMALS)
    #expect(leadline_csv_feed(csv, bytes, bytes.count) == LEADLINE_CSV_DECIMALS)
    #expect(leadline_csv_finish(csv) == LEADLINE_CSV_DECIMALS)
    leadline_csv_close(csv)
  }

  @Test func faultsAreSkippedAndCounted() {
    let rows = """
      2024-01-01,click,a,1
      ,click,a,1
      2024-13-01,click,a,1
      2024-01-01,clack,a,1
      2024-01-01,,a,1
      2024-01-01,click,a,
      2024-01-01,click,a,1.234
      2024-01-01,click,a,1e3
      2024-01-01,click,a,46116860184273879.05
      2024-01-01,bounce,a,1
      2024-01-01,bounce,a,0
      2024-01-01,click,a
      2024-01-01,"click"x,a,1
      2024-01-01,click,\(String(repeating: "n", count: 65536)),1
      2024-01-01,click,b,46116860184273879.04
      2024-01-01,click,a,"1

      """
    var setup = CSVSetup.usual
    setup.flags = [UInt32(LEADLINE_CSV_SKIP_INVALID)]
    for piece in [Int.max, 7, 1] {
      let run = live.readCSV(Self.header + rows, setup, piece: piece)
      #expect(run.status == LEADLINE_OK)
      #expect(run.result.rows == 16)
      #expect(run.result.rejected == 13)
      #expect(run.result.facts == 3)
      for (reason, count) in [
        (LEADLINE_CSV_SYNTAX, 2), (LEADLINE_CSV_FIELDS, 1), (LEADLINE_CSV_TIME, 1), (LEADLINE_CSV_NUMBER, 2),
        (LEADLINE_CSV_DECIMALS, 1), (LEADLINE_CSV_KIND, 1), (LEADLINE_CSV_EMPTY, 3), (LEADLINE_CSV_TOO_LONG, 1),
        (LEADLINE_FACT_AMOUNT_UNIT, 1),
      ] { #expect(run.rejected(reason) == UInt64(count), "reason \(reason)") }
      #expect(run.result.first_reason == LEADLINE_CSV_EMPTY)
      #expect(run.result.first_line == 3)
      #expect(run.result.first_column == 1)
      #expect(run.firstColumnName == "time")
    }
    #expect(
      live.table(by: ["campaign"], ["count(click)", "amount(click)", "count(bounce)"])
        == ["0:a | 3 | 300 | 3", "0:b | 3 | 13835058055282163712 | 0"])
  }

  @Test func theRulesForFactsHold() {
    var setup = CSVSetup.usual
    setup.fields.append(.column(LEADLINE_FIELD_COUNT, "count"))
    setup.fields.append(.column(LEADLINE_FIELD_PERSON, "person"))
    func fault(_ row: String) -> String { live.readCSV("time,kind,campaign,amount,count,person\n" + row, setup).fault }
    #expect(fault("2024-01-01,click,a,1,4294967297,\n") == "305 2:5 count '4294967297'")
    #expect(fault("2024-01-01,click,a,1,-4294967297,\n") == "305 2:5 count '-4294967297'")
    #expect(fault("2024-01-01,click,a,1,-1,anna\n") == "306 2:5 count '-1'")
    #expect(fault("2024-01-01,bounce,a,0.01,1,\n") == "304 2:4 amount '0.01'")
    #expect(fault("0000-01-01,click,a,1,1,\n") == "403 2:1 time '0000-01-01'")
    #expect(fault("2024-01-01,click,a,1,4294967296,\n").hasPrefix("0 "))
    #expect(fault("2024-01-01,click,a,1,-4294967296,\n").hasPrefix("0 "))
    #expect(fault("2024-01-01,click,a,1,1.0,x\n").hasPrefix("0 "))
    #expect(fault("2024-01-01,click,a,1,1.5,x\n") == "405 2:5 count '1.5'")
  }

  @Test func longTextsAreCut() {
    let long = String(repeating: "x", count: 100)
    var setup = CSVSetup.usual
    setup.fields[3].column = long
    let run = live.readCSV("time,kind,campaign,\(long)\n2024-01-01,click,a,\(long)\n", setup)
    #expect(run.firstText == String(repeating: "x", count: 63))
    #expect(run.firstColumnName == String(repeating: "x", count: 63))
    #expect(live.errorText.count < 330)
  }

  // MARK: Names

  @Test func namesAreBytes() {
    #expect(
      table("2024-01-01,click, a ,1\n2024-01-01,click,A,1\n2024-01-01,click,,1\n2024-01-01,click,\"x\"\"y\",1\n2024-01-01,click,x\"\"y,1\n")
        == ["1: | 1", "0: a  | 1", "0:A | 1", "0:x\"\"y | 1", "0:x\"y | 1"].map { $0 + " | 100 | state 2 | state 2" })
  }

  @Test func translations() {
    func change(_ setup: inout CSVSetup) {
      setup.translations = [
        (LEADLINE_FIELD_KIND, nil, "Klick", "click"), (LEADLINE_FIELD_KIND, nil, "", "sale"),
        (LEADLINE_FIELD_KIND, nil, "20", "70"), (LEADLINE_FIELD_DIMENSION, "campaign", "c1", "Spring"),
        (LEADLINE_FIELD_DIMENSION, "channel", "a", "not this one"),
      ]
    }
    #expect(
      table("2024-01-01,Klick,c1,1\n2024-01-01,,C1,1\n2024-01-01,20,a,1\n2024-01-01,click,a,1\n", change)
        == ["0:C1 | 0 | 0 | 1 | 100", "0:Spring | 1 | 100 | 0 | 0", "0:a | 1 | 100 | 1 | 100"])
  }

  @Test func foldedCase() {
    func change(_ setup: inout CSVSetup) {
      setup.flags = [UInt32(LEADLINE_CSV_FOLD_CASE)]
      setup.translations = [(LEADLINE_FIELD_KIND, nil, "KLICK", "click"), (LEADLINE_FIELD_DIMENSION, "campaign", "Fb", "FaceBook")]
    }
    #expect(
      table("2024-01-01,klick,FB,1\n2024-01-01,Click,facebook,1\n2024-01-01,Sale,\u{C4}B,1\n", change)
        == ["0:facebook | 2 | 200 | 0 | 0", "0:\u{C4}b | 0 | 0 | 1 | 100"])
  }

  @Test func attributesAreGivenByRows() throws {
    var setup = CSVSetup.usual
    setup.fields.append(.column(LEADLINE_FIELD_ATTRIBUTE, "programme", "programme"))
    setup.flags = [UInt32(LEADLINE_CSV_SKIP_INVALID)]
    _ = live.setAttribute(1, "b", "old")
    _ = live.setAttribute(1, "c", "old")
    let run = live.readCSV(
      """
      time,kind,campaign,amount,programme
      2024-01-01,click,a,1,P
      2024-01-01,click,b,1,"Q \"\"q\"\""
      2024-01-01,click,a,1,R
      2024-01-01,click,a,1,
      2024-01-01,click,c,1,
      2024-01-01,click,,1,nobody
      2024-01-01,click,a,x,not this

      """, setup)
    #expect(run.result.facts == 6)
    #expect(
      live.table(by: ["programme"], ["clicks"]) == ["1: | 1", "0:Q \"q\" | 1", "0:R | 3", "0:old | 1"])
    // A file that fails gives nothing.
    setup.flags = []
    #expect(live.readCSV("time,kind,campaign,amount,programme\n2024-01-01,click,a,1,Z\n2024-01-01,click,a,x,Z\n", setup).status != 0)
    #expect(live.table(by: ["programme"], ["clicks"]).contains("0:R | 3"))
  }

  @Test func ignoredRows() {
    var setup = CSVSetup.usual
    setup.fields.append(.ignore("campaign", "Total"))
    setup.fields.append(.ignore("kind", ""))
    setup.fields.append(.ignore("amount", "\"?\""))
    let run = live.readCSV(
      Self.header + """
        2024-01-01,click,a,1
        ,,Total
        ,click,Total,x
        2024-01-01,,a,1
        2024-01-01,click,a,\"\"\"?\"\"\"
        2024-01-01,click,Totals,1

        """, setup)
    #expect(run.status == LEADLINE_OK)
    #expect(run.result.rows == 6)
    #expect(run.result.ignored == 4)
    #expect(run.result.facts == 2)
    // A row too short to have the column is not one that is empty there.
    #expect(live.readCSV(Self.header + "2024-01-01\n", setup).fault == "401 2:2 kind '2024-01-01'")
  }

  // MARK: Rows of several measures

  @Test func measures() {
    var setup = CSVSetup(fields: [
      .column(LEADLINE_FIELD_DIMENSION, "c", "campaign"),
      .column(LEADLINE_FIELD_MEASURE_COUNT, "Impressions", "impression"),
      .column(LEADLINE_FIELD_MEASURE_COUNT, "Clicks", "click"),
      .column(LEADLINE_FIELD_MEASURE_AMOUNT, "Cost", "click"),
      .column(LEADLINE_FIELD_MEASURE_AMOUNT, "Spent", "media_spend"),
    ])
    setup.flags = [UInt32(LEADLINE_CSV_NO_TIME), UInt32(LEADLINE_CSV_EMPTY_ABSENT)]
    let text = "c,Impressions,Clicks,Cost,Spent\na,100,3,0.50,1.5\nb,0,0,0.25,0\nb,,,,\nb,5,,,2\n"
    for piece in [Int.max, 5] {
      let live = try! LiveEngine.forCSV()
      let run = live.readCSV(text, setup, piece: piece)
      #expect(run.result.rows == 4)
      #expect(run.result.facts == 6)
      #expect(
        live.table(by: ["campaign"], ["impressions", "clicks", "amount(click)", "count(media_spend)", "amount(media_spend)"])
          == ["0:a | 100 | 3 | 50 | 1 | 150", "0:b | 5 | 0 | 25 | 1 | 200"])
    }
    // A row is left out as a whole.
    setup.flags = [UInt32(LEADLINE_CSV_NO_TIME), UInt32(LEADLINE_CSV_SKIP_INVALID)]
    #expect(live.readCSV("c,Impressions,Clicks,Cost,Spent\na,1,1,1,x\nb,1,1,1,1\n", setup).result.facts == 3)
    #expect(live.table(by: ["campaign"], ["clicks"]) == ["0:b | 1"])
    setup.flags = [UInt32(LEADLINE_CSV_NO_TIME)]
    #expect(live.readCSV("c,Impressions,Clicks,Cost,Spent\na,1,1,,1\n", setup).fault == "407 2:4 Cost ''")
    #expect(live.readCSV("c,Impressions,Clicks,Cost,Spent\na,1,4294967297,1,1\n", setup).fault == "305 2:3 Clicks '4294967297'")
  }

  @Test func manyMeasuresOfManyRows() {
    var setup = CSVSetup(fields: [])
    let kinds = ["impression", "click", "visit", "lead", "sale", "mql", "sql"]
    for kind in kinds { setup.fields.append(.column(LEADLINE_FIELD_MEASURE_COUNT, kind, kind)) }
    setup.fields.append(.column(LEADLINE_FIELD_DIMENSION, "campaign", "campaign"))
    setup.flags = [UInt32(LEADLINE_CSV_NO_TIME), UInt32(LEADLINE_CSV_SKIP_INVALID)]
    var text = kinds.joined(separator: ",") + ",campaign\n"
    for row in 0..<5_000 { text += row % 100 == 99 ? "1,2,3,bad,5,6,7,a\n" : "1,2,3,4,5,6,7,c\(row % 3)\n" }
    let run = live.readCSV(text, setup, piece: 100_000)
    #expect(run.result.rejected == 50)
    #expect(run.result.facts == 4_950 * 7)
    #expect(live.table(by: [], ["impressions", "clicks", "visits", "leads", "sales", "mql", "sql"]) == [
      (1...7).map { "\(4_950 * $0)" }.joined(separator: " | ")
    ])
  }

  // MARK: Restating

  @Test func restatedDaysReplaceTheOldOnes() {
    func read(_ rows: String) -> CSVRun {
      var setup = CSVSetup.usual
      setup.restate = "campaign"
      return live.readCSV(Self.header + rows, setup)
    }
    #expect(read("2024-01-01,click,a,1\n2024-01-02,click,a,2\n2024-01-01,click,b,4\n").status == LEADLINE_OK)
    #expect(read("2024-01-02 11:00,click,a,16\n2024-01-02,sale,a,8\n").status == LEADLINE_OK)
    #expect(
      live.table(by: ["campaign"], ["clicks", "amount(click)"], period: .day)
        == [
          "0:a | 0:2024-01-01 | 1704067200000000 | 1 | 100", "0:a | 0:2024-01-02 | 1704153600000000 | 1 | 1600",
          "0:b | 0:2024-01-01 | 1704067200000000 | 1 | 400",
        ])
  }

  @Test func repeatsAreCounted() throws {
    let live = try LiveEngine.forCSV(ids: true)
    var setup = CSVSetup.usual
    setup.fields.append(.column(LEADLINE_FIELD_ID, "id"))
    let text = "time,kind,campaign,amount,id\n2024-01-01,click,a,1,x\n2024-01-01,click,a,1,x\n2024-01-01,click,a,2,x\n2024-01-01,click,a,1,y\n"
    let run = live.readCSV(text, setup)
    #expect(run.result.duplicates == 2)
    #expect(run.result.conflicts == 1)
    #expect(live.readCSV(text, setup).result.duplicates == 4)
    #expect(live.table(by: [], ["clicks"]) == ["2"])
  }
}
