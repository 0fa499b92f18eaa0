import Foundation
import Leadline
import Testing

/// Everything that the README, the articles and the symbols' pages show, compiled and run.
///
/// What stands between the marks is what they show, to the letter; `isShownAsItIsCompiled` compares.
@Suite struct SnippetTests {
  /// What the snippets print.
  private final class Paper {
    var lines: [String] = []

    func print(_ items: Any...) {
      lines.append(items.map { "\($0)" }.joined(separator: " "))
    }
  }

  private let paper = Paper()
  private var print: (Any...) -> Void { paper.print }

  @Test func currencies() throws {
    let engine = try Engine(Engine.Options(currency: "EUR", moneyScale: 2))
    let day = Timestamp(year: 2024, month: 6, day: 1)!
    let now = day + .seconds(60)
    // show Currency.swift
    try engine.setRate(ExchangeRate("USD", "0.92", from: day))
    let dollars = try engine.currency(named: "USD")
    try engine.record(Event(.sale, at: now, amount: 10_00, currency: dollars))
    // end
    #expect(try engine.query(Query("revenue"))[0]["revenue"]!.description == "9.20")
  }

  @Test func readme() throws {
    // show README.md
    let engine = try Engine(Engine.Options(dimensions: ["campaign"], currency: "EUR", moneyScale: 2))
    let spring = try engine.code(for: "spring", in: "campaign")
    let noon = Timestamp(year: 2024, month: 6, day: 1, hour: 12)!

    var batch = Batch()
    for second in 0..<100 { batch.append(Event(.click, at: noon + .seconds(second), codes: [spring], amount: 45)) }
    batch.append(Event(.lead, at: noon, codes: [spring], count: 4))
    try engine.record(batch)

    for row in try engine.query(Query("clicks", "leads", "cpl", by: ["campaign"])) {
      print(row.text("campaign")!, row["cpl"]!.formatted(decimals: 2, mode: .halfAway)!)  // spring 11.25
    }
    // end
    #expect(paper.lines == ["spring 11.25"])
  }

  @Test func overview() throws {
    // show Leadline.md
    let engine = try Engine(Engine.Options(dimensions: ["campaign"], currency: "EUR", moneyScale: 2))
    let spring = try engine.code(for: "spring sale", in: "campaign")
    try engine.record(Event(.click, at: Timestamp(seconds: 1_700_000_000), codes: [spring], amount: 45))
    try engine.record(Event(.lead, at: Timestamp(seconds: 1_700_000_060), codes: [spring]))

    for row in try engine.query(Query("clicks", "leads", "cpl", by: ["campaign"])) {
      print(row.text("campaign")!, row["cpl"]!)   // spring sale 0.45
    }
    // end
    #expect(paper.lines == ["spring sale 0.45"])
  }

  @Test func gettingStarted() throws {
    // show GettingStarted.md
    let engine = try Engine(
      Engine.Options(
        dimensions: ["campaign", "channel"],
        attributes: [Engine.Attribute("programme", of: "campaign")],
        timeZone: "Europe/Berlin", currency: "EUR", moneyScale: 2))
    // end
    // show GettingStarted.md
    let campaigns = try engine.names(of: "campaign")
    let spring = try campaigns.code(for: "spring sale")
    let search = try engine.code(for: "search", in: "channel")
    try campaigns.setAttribute("programme", of: spring, to: "season")
    // end
    // show GettingStarted.md
    let noon = Timestamp(year: 2024, month: 3, day: 1, hour: 12)!
    var batch = Batch()
    for click in 0..<300 {
      batch.append(Event(.click, at: noon + .seconds(click), codes: [spring, search], amount: 45))
    }
    batch.append(Event(.lead, at: noon + .seconds(90), codes: [spring, search], person: Identifier("anna@example.org")))
    batch.append(Event(.lead, at: noon + .seconds(300), codes: [spring, search], count: 15))
    try engine.record(batch)
    // end
    // show GettingStarted.md
    let query = Query("clicks", "leads", "cpl", by: ["campaign"], period: .month)
      .where("channel", in: "search")
      .ordered(by: .descending("cpl"))
      .totals()
    let table = try engine.query(query)
    for row in table {
      print(row.text("campaign")!, row.period!, row["leads"]!, row["cpl"]!)   // spring sale 2024-03 16 135/16
    }
    // end
    // show GettingStarted.md
    let cpl = table.totals!["cpl"]!
    print(cpl.formatted(decimals: 2, mode: .halfAway)!)   // 8.44; nil when there is no number
    print(cpl.double!)                                    // 8.4375; nil when there is no number
    // end
    // show GettingStarted.md
    let point = try engine.point("cpc", "cpl", of: ["campaign", "channel"])
    let now = try point.read([spring, search])
    print(now[0])                                         // 0.45
    // end
    batch.append(Event(.click, at: .distantFuture))
    // show GettingStarted.md
    do {
      try engine.record(batch)
    } catch {
      guard error == .factTime else { throw error }
      print("row \(error.place!.row!) is outside the years 1 to 9999")
    }
    // end
    #expect(
      paper.lines == [
        "spring sale 2024-03 16 135/16", "8.44", "8.4375", "0.45", "row 302 is outside the years 1 to 9999",
      ])
  }

  @Test func choosingAWayIn() throws {
    let engine = try Engine(Engine.Options(dimensions: ["campaign", "channel"], moneyScale: 2))
    let (campaign, channel) = try (engine.code(for: "a", in: "campaign"), engine.code(for: "b", in: "channel"))
    let (now, price) = (someDay, Int64(45))
    let (times, kinds, campaigns, channels) = ([now.microseconds], [Kind.click], [campaign], [channel])
    let amounts: [Int64] = [45]
    // show ChoosingAWayIn.md
    try engine.record(
      time: times.span, kind: kinds.span, codes: campaigns.span, channels.span, amount: amounts.span)
    // end
    // show Engine+Intake.swift
    try engine.record(time: times.span, kind: kinds.span, codes: campaigns.span, channels.span, amount: amounts.span)
    // end
    // show ChoosingAWayIn.md
    var writer = try engine.writer(capacity: 4096, maxAge: .seconds(1))
    try writer.record(Event(.click, at: now, codes: [campaign, channel], amount: price))
    // end
    try writer.close()
    #expect(try clicks(in: engine) == 3)
    #expect(throws: LeadlineError.file) {
      // show ChoosingAWayIn.md
      let report = CSV(
        .time(from: "Day"), .dimension("campaign", from: "Campaign"),
        .count(of: .impression, from: "Impr."), .count(of: .click, from: "Clicks"), .amount(of: .mediaSpend, from: "Cost"),
        delimiter: ";", decimalComma: true, thousands: ".", restates: "campaign")
      try engine.read(report, at: "costs.csv")
      // end
    }
  }

  @Test func engines() throws {
    // show Engine.swift
    let engine = try Engine(Engine.Options(dimensions: ["campaign"], moneyScale: 2))
    let campaign = try engine.code(for: "spring sale", in: "campaign")
    try engine.record(Event(.click, at: Timestamp(seconds: 1_700_000_000), codes: [campaign], amount: 45))
    let table = try engine.query(Query("clicks", "cpc", by: ["campaign"]))
    // end
    #expect(table[0]["cpc"]?.description == "0.45")
    let now = someDay
    // show Identifier.swift
    let anna = Identifier("anna@example.org")
    try engine.record(Event(.lead, at: now, person: anna, id: 1042))
    // end
    // show Names.swift
    let campaigns = try engine.names(of: "campaign")
    let codes = try campaigns.codes(for: ["spring sale", "brand"])
    // end
    #expect(codes[0] == campaign)
    func declare() -> Engine.Options {
      // show Options.swift
      let options = Engine.Options(
        dimensions: ["campaign", "channel"], timeZone: "Europe/Berlin", currency: "EUR", moneyScale: 2)
      // end
      return options
    }
    #expect(declare().dimensions.count == 2)
    #expect(Kind.testDrive.rawValue == 1000)
  }

  @Test func waysIn() throws {
    let engine = try Engine(Engine.Options(dimensions: ["campaign", "channel"], moneyScale: 2))
    let (campaign, channel) = try (engine.code(for: "a", in: "campaign"), engine.code(for: "b", in: "channel"))
    let (now, visitor): (Timestamp, Identifier) = (someDay, 7)
    let rows = [(time: now, campaign: campaign, price: Int64(45))]
    let clicks = rows
    func one() -> Event {
      // show Event.swift
      let click = Event(.click, at: now, codes: [campaign, channel], amount: 45, person: visitor)
      // end
      return click
    }
    #expect(one()[1] == channel)
    // show Batch.swift
    var batch = Batch()
    for row in rows {
      batch.append(Event(.click, at: row.time, codes: [row.campaign], amount: row.price))
    }
    try engine.record(batch)
    // end
    // show Writer.swift
    var writer = try engine.writer()
    for click in clicks {
      try writer.record(Event(.click, at: click.time, codes: [click.campaign], amount: click.price))
    }
    try writer.close()
    // end
    var pieces = ["Date,Campaign name,Impr.,Clicks,Cost\n"]
    func nextPiece() -> String? { pieces.popLast() }
    #expect(throws: LeadlineError.file) {
      // show CSV.swift
      let csv = CSV(
        .time(from: "Date"), .dimension("campaign", from: "Campaign name"),
        .count(of: .impression, from: "Impr."), .count(of: .click, from: "Clicks"),
        .amount(of: .mediaSpend, from: "Cost"),
        delimiter: ";", decimalComma: true)
      let report = try engine.read(csv, at: "costs.csv")
      // end
      Issue.record("there is no such file: \(report)")
    }
    let csv = CSV(.time(from: "Date"), .kind(.click))
    // show CSV+Reader.swift
    var reader = try engine.reader(csv)
    while let piece = nextPiece() { try reader.feed(piece) }
    let report = try reader.finish()
    // end
    #expect(report.rows == 0)
    // show LeadlineError.swift
    do {
      try engine.record(batch)
    } catch .factTime {
      print("a fact lies outside the years 1 to 9999")
    } catch {
      throw error
    }
    // end
    batch.append(Event(.click, at: .distantPast))
    // show LeadlineError.swift
    do {
      try engine.record(batch)
    } catch {
      guard error == .factTime else { throw error }
      print("row \(error.place!.row!) lies outside the years 1 to 9999")
    }
    // end
    #expect(paper.lines == ["row 1 lies outside the years 1 to 9999"])
  }

  @Test func defines() throws {
    let engine = try Engine(Engine.Options(dimensions: ["channel"]))
    try engine.record(Event(.lead, at: someDay, codes: [engine.code(for: "email", in: "channel")]))
    // show Indicator.swift
    try engine.define("email_share", as: "leads where channel = email / leads")
    let table = try engine.query(Query("leads", "email_share"))
    // end
    #expect(table[0]["email_share"]?.integer == 1)
  }

  @Test func answers() throws {
    let engine = try Engine(Engine.Options(dimensions: ["campaign"], moneyScale: 2))
    let campaign = try engine.code(for: "a", in: "campaign")
    try engine.record(Event(.click, at: someDay, codes: [campaign], amount: 84_375 * 16))
    try engine.record(Event(.lead, at: someDay, codes: [campaign], count: 16))
    func ask() -> Query {
      // show Query.swift
      let query = Query("clicks", "leads", "cpl", by: ["campaign"])
        .where("channel", in: "search", "social")
        .ordered(by: .descending("cpl"))
        .limit(10)
        .totals()
      // end
      return query
    }
    #expect(throws: LeadlineError.unknownName) { try engine.query(ask()) }
    let table = try engine.query(Query("cpl", "cpc", by: ["campaign"]).totals())
    // show Table.swift
    for row in table {
      print(row.text("campaign")!, row["cpl"]!)
    }
    if let cpl = table.totals?["cpl"]?.formatted(decimals: 2, mode: .halfAway) { print("total", cpl) }
    // end
    let row = table[0]
    // show Ratio.swift
    let cpl = row["cpl"]!
    print(cpl)                                            // 843.75, or 2500/3 where decimals cannot say it
    print(cpl.formatted(decimals: 1, mode: .halfAway)!)   // 843.8
    print(cpl.double!)                                    // 843.75
    // end
    #expect(paper.lines == ["a 843.75", "total 843.75", "843.75", "843.8", "843.75"])
    var bids = 0
    func bid() { bids += 1 }
    // show Ratio.swift
    let limit = Ratio(12_50, unit: .money, scale: 2)   // 12.50
    if let cpc = row["cpc"], cpc < limit { bid() }
    // end
    #expect(bids == 0)
    #expect(limit.description == "12.50")
    let ceiling = 100_000.0
    // show Point.swift
    let point = try engine.point("clicks", "cpc", of: ["campaign"])
    let now = try point.read([campaign])
    if let cpc = now[1].double, cpc < ceiling { bid() }
    // end
    #expect(bids == 1)
  }
}

extension SnippetTests {
  @Test func prices() throws {
    let engine = try Engine(Engine.Options(dimensions: ["campaign"]))
    try engine.record(Event(.click, at: someDay, codes: [engine.code(for: "spring sale", in: "campaign")], count: 3))
    // show Engine+Prices.swift
    try engine.setPrice(Price(.cpc(150), for: "spring sale", in: "campaign"))
    try engine.setPrice(Price(.revenueShare(millionths: 100_000), side: .payout))
    let table = try engine.query(Query("spend_accrued", "payout_accrued", by: ["campaign"], period: .month))
    // end
    #expect(table.first { _ in true }?["spend_accrued"]?.description == "450")
  }
}

// show Kind.swift
extension Kind {
  static var testDrive: Kind { Kind(rawValue: 1000) }
}
// end

// MARK: The same text

extension SnippetTests {
  @Test func isShownAsItIsCompiled() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized
    let sources = root.appending(path: "Sources/Leadline")
    var compiled = try Self.blocks(of: URL(filePath: #filePath), from: "// show", to: "// end")
    for name in ["StatisticsSnippetTests", "SteeringSnippetTests", "FunnelSnippetTests", "CohortSnippetTests", "VelocitySnippetTests", "IdentityTests", "AudienceTests", "AudienceRuleSnippetTests", "AmountSnippetTests", "AttributionSnippetTests"] {
      let others = root.appending(path: "Tests/LeadlineTests/\(name).swift")
      compiled.merge(try Self.blocks(of: others, from: "// show", to: "// end")) { $0 + $1 }
    }
    var shown: [String: [String]] = [:]
    var files = [root.appending(path: "README.md")]
    for folder in [sources, sources.appending(path: "Leadline.docc")] {
      files += try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        .filter { ["md", "swift"].contains($0.pathExtension) }
    }
    for file in files {
      // The import stands on top of the file here; what a manifest shows is compiled by the package in Tests/consumer.
      let blocks = try Self.blocks(of: file, from: "```swift", to: "```").values.joined()
        .map { $0.hasPrefix("import Leadline\n\n") ? String($0.dropFirst("import Leadline\n\n".count)) : $0 }
        .filter { !$0.hasPrefix("dependencies:") }
      if !blocks.isEmpty { shown[file.lastPathComponent] = blocks }
    }
    #expect(Set(shown.keys) == Set(compiled.keys))
    for (file, blocks) in shown {
      #expect(blocks == compiled[file], "\(file)")
    }
  }

  /// The texts between two marks, without common indentation and the slashes of comments, by what follows the first mark.
  private static func blocks(of file: URL, from begin: String, to end: String) throws -> [String: [String]] {
    var blocks: [String: [String]] = [:]
    var open: (name: String, lines: [Substring])?
    for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false) {
      var text = line
      if begin == "```swift", let slashes = text.range(of: #"^ */// ?"#, options: .regularExpression) {
        text = text[slashes.upperBound...]
      }
      let trimmed = text.trimmingCharacters(in: .whitespaces)
      if var block = open {
        if trimmed == end {
          let indentation = block.lines.filter { !$0.isEmpty }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
          blocks[block.name, default: []].append(
            block.lines.map { $0.dropFirst(indentation) }.joined(separator: "\n"))
          open = nil
        } else {
          block.lines.append(text)
          open = block
        }
      } else if trimmed.hasPrefix(begin) {
        open = (trimmed.dropFirst(begin.count).trimmingCharacters(in: .whitespaces), [])
      }
    }
    return blocks
  }
}
