import Leadline
import Testing

@Suite struct CSVTests {
  let engine: Engine

  init() throws {
    engine = try Engine(
      Engine.Options(
        dimensions: ["campaign", "channel"], attributes: [Engine.Attribute("programme", of: "campaign")],
        moneyScale: 2))
  }

  private let costs = """
    Day;Name;Programme;Impr.;Clicks;Cost
    2024-03-01;"spring; sale";season;1 000;20;1,50
    2024-03-01;brand;;500;10;--
    total;;;1 500;30;1,50

    """

  private var format: CSV {
    CSV(
      .time(from: "Day"), .dimension("campaign", from: "Name"), .dimension("channel", name: "search"),
      .attribute("programme", from: "Programme"), .count(of: .impression, from: "Impr."),
      .count(of: .click, from: "Clicks"), .amount(of: .mediaSpend, from: "Cost"), .ignoring("total", in: "Day"),
      delimiter: ";", decimalComma: true, thousands: " ", dashesAreAbsent: true)
  }

  private func answer() throws -> [String] {
    try engine.query(Query("impressions", "clicks", "media_spend", by: ["campaign", "channel", "programme"]))
      .map(\.description)
  }

  private let expected = [
    "campaign: brand, channel: search, programme: , impressions: 500, clicks: 10, media_spend: 0.00",
    "campaign: spring; sale, channel: search, programme: season, impressions: 1000, clicks: 20, media_spend: 1.50",
  ]

  /// Pieces may end anywhere, also within a quoted field.
  @Test(arguments: [1, 2, 7, 64, 1000])
  func readsPieces(of size: Int) throws {
    var reader = try engine.reader(format)
    let bytes = Array(costs.utf8)
    try reader.feed([UInt8]())
    try reader.feed("")
    for start in stride(from: 0, to: bytes.count, by: size) {
      try reader.feed(Array(bytes[start..<min(start + size, bytes.count)]))
    }
    #expect(try clicks(in: engine) == 0, "nothing is added before the end")
    let report = try reader.finish()
    #expect(report.rows == 3)
    #expect(report.ignored == 1)
    #expect(report.rejected == 0)
    #expect(report.facts == 5)
    #expect(report.times == day(2024, 3, 1)...day(2024, 3, 1))
    #expect(report.firstRejection == nil)
    #expect(try answer() == expected)

    #expect(reader.report().rows == 3)
    try engine.close()
    do {
      try reader.feed("more")
      Issue.record("the reader has finished")
    } catch {
      #expect(error == .closed)
    }
  }

  @Test func restatesADay() throws {
    var csv = format
    csv.restates = "campaign"
    for _ in 0..<3 {
      var reader = try engine.reader(csv)
      try reader.feed(costs)
      try reader.finish()
    }
    #expect(try answer() == expected)
  }

  @Test func addsNothingWithoutFinish() throws {
    do {
      var reader = try engine.reader(format)
      try reader.feed(costs)
      #expect(reader.report().rows > 0)
    }
    #expect(try clicks(in: engine) == 0)
  }

  @Test func refusesAllForOneBadRecordAndSaysWhere() throws {
    let text = "when,what,price\n2024-03-01,click,1.00\n2024-03-01,click,1.0x\n"
    var reader = try engine.reader(CSV(.time(from: "when"), .kind(from: "what"), .amount(from: "price")))
    do {
      try reader.feed(text)
      try reader.finish()
      Issue.record("1.0x is no number")
    } catch {
      #expect(error == .csvNumber)
      #expect(error.place?.line == 3)
      #expect(error.place?.column == "price")
      #expect(error.place?.columnNumber == 3)
      #expect(error.place?.text == "1.0x")
      #expect(error.message.contains("3"))
    }
    #expect(try clicks(in: engine) == 0)
  }

  @Test func leavesBadRecordsOutWhenAsked() throws {
    let text = "2024-03-01,click\nsoon,click\n2024-03-01,handshake\n2024-03-02,click\n"
    var reader = try engine.reader(CSV(.time(from: 1), .kind(from: 2), hasHeader: false, skipsInvalid: true))
    try reader.feed(Array(text.utf8).span)
    let report = try reader.finish()
    #expect(report.rows == 4)
    #expect(report.rejected == 2)
    #expect(report.rejected(for: .csvTime) == 1)
    #expect(report.rejected(for: .csvKind) == 1)
    #expect(report.rejected(for: .factTime) == 0)
    #expect(report.firstRejection == .csvTime)
    #expect(report.firstRejection?.place?.line == 2)
    #expect(try clicks(in: engine) == 2)
  }

  @Test func translatesAndDefaults() throws {
    var csv = CSV(.kind(from: "e"), .dimension("channel", from: "c"), .person(from: "p"), defaultTime: someDay)
    csv.translations = [.kind("conv", as: "click"), .name("fb", in: "channel", as: "facebook")]
    var reader = try engine.reader(csv)
    try reader.feed("e,c,p\nconv,fb,alice@example.org\nclick,google,42\n")
    #expect(try reader.finish().times == someDay...someDay)
    #expect(try engine.query(Query("clicks", by: ["channel"])).texts("channel") == ["facebook", "google"])
  }

  @Test func readsATextAtHand() throws {
    let text = "when;what\n2024-03-01;click\n2024-03-02;click\n"
    let (when, what) = ("when", "what")
    let fields: [CSV.Field] = [.time(from: .named(when)), .kind(from: .named(what))]
    #expect(CSV(fields: fields, delimiter: ";") == CSV(.time(from: "when"), .kind(from: "what"), delimiter: ";"))
    #expect(try engine.read(CSV(fields: fields, delimiter: ";"), text: text).facts == 2)
    let numbered = CSV(.time(from: .number(1)), .kind(from: 2), delimiter: ";", skippedLines: 1)
    #expect(try engine.read(numbered, bytes: Array(text.utf8).span).facts == 1)
    #expect(try clicks(in: engine) == 3)
    let error = failure { () throws(LeadlineError) in
      try engine.read(CSV(.time(from: "when"), .kind(.click), delimiter: ";"), text: "when\nsoon\n")
    }
    #expect(error == .csvTime)
    #expect(error?.place?.line == 2)
    #expect(try clicks(in: engine) == 3)
  }

  @Test func refusesWhatDoesNotFit() throws {
    func reason(_ csv: CSV) -> LeadlineError? {
      failure { () throws(LeadlineError) in _ = try engine.reader(csv) }
    }
    #expect(reason(CSV(.time(from: "t"), .dimension("region", from: "r"))) == .unknownName)
    #expect(reason(CSV(.time(from: "t"), .count(of: Kind(rawValue: 999), from: "n"))) == .unknownName)
    #expect(reason(CSV(.time(from: 0), .kind(.click))) == .argument)
    #expect(reason(CSV(.time(from: "t"), .kind(.click), delimiter: "é")) == .argument)
    #expect(reason(CSV(.time(from: "t"), .kind(.click), timeZone: "Nowhere/Land")) == .timeZone)
    #expect(reason(CSV(.kind(.click))) == .argument, "no time at all")

    var reader = try engine.reader(CSV(.time(from: "when"), .kind(.click)))
    do {
      try reader.feed("then\n2024-03-01\n")
      try reader.finish()
      Issue.record("there is no such column")
    } catch {
      #expect(error == .csvColumn)
    }
  }

  @Test func saysThatAFileIsMissing() {
    let error = failure { () throws(LeadlineError) in
      try engine.read(CSV(.time(from: "when"), .kind(.click)), at: "no such file.csv")
    }
    #expect(error == .file)
    #expect(error?.message.contains("no such file.csv") == true)
  }
}
