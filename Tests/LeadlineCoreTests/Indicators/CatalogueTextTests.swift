import Foundation
@testable import LeadlineCore
import Testing

/// The registry beside the catalogue's own text, where that is to be had: the directory that LEADLINE_SHARED names, else
/// ../shared beside the checkout. It is not part of the project; without it there is nothing to compare.
@Suite struct CatalogueTextTests {
  let heap = TestHeap()

  /// Where the answer to an id of the catalogue is to be had if it is no row of the registry.
  enum Place {
    /// A function of the header.
    case function(String)
    /// A word of the language of expressions, shown in one.
    case expression(String)
  }

  static let elsewhere: [String: Place] = [
    "price_cpm": .function("leadline_set_price"), "price_cpc": .function("leadline_set_price"),
    "price_cpl": .function("leadline_set_price"), "price_cpa": .function("leadline_set_price"),
    "price_revenue_share": .function("leadline_set_price"), "price_after_sale": .function("leadline_set_price"),
    "price_fixed": .function("leadline_set_price"), "price_commission": .function("leadline_set_price"),
    "growth": .expression("growth(clicks)"), "target_attainment": .expression("attainment(cpl)"),
    "primary_kpi": .function("leadline_primary_kpi"),
    "period_comparison": .expression("clicks / previous(clicks) + clicks / year_ago(clicks) + clicks / weekdays_ago(clicks) - 3"),
  ]

  /// A row of one of the catalogue's tables.
  struct Line {
    var section: String
    var ids: [String]
    /// By the names in the table's head.
    var cells: [String: String]
  }

  @Test func everyIdOfTheCatalogueIsAnswered() throws {
    guard let text = Self.text("KPI-CATALOGUE.md"), let measures = Self.text("KINDS.md") else { return }
    let registry = try Registry(heap.heap)
    let kinds = try KindTable(heap.heap)
    let header = try String(contentsOf: Self.root.appending(path: "include/leadline.h"), encoding: .utf8)
    let lines =
      Self.lines(of: text).filter { $0.section.hasPrefix("3.") }
      + Self.lines(of: measures).filter { $0.section == "Base measures from kinds" }
    #expect(lines.count > 150, "the tables look different from what is read here")
    for line in lines {
      for id in line.ids {
        if let row = withBytes(id, { registry.find($0) }) {
          #expect(Self.elsewhere[id] == nil, "\(id) is a row and listed elsewhere")
          let function = string(registry.rows[row].function)
          #expect(function.isEmpty || header.contains(" \(function)("), "\(id): the header has no \(function)")
          continue
        }
        switch Self.elsewhere[id] {
        case nil: Issue.record("\(line.section): \(id) is no row, and nothing says where else it is")
        case .function(let name): #expect(header.contains(" \(name)("), "\(id): the header has no \(name)")
        case .expression(let formula):
          var program = Program(heap.heap)
          do {
            try withBytes(formula) { try program.add(column: $0, kinds: kinds, registry: registry, scale: 0) }
          } catch {
            Issue.record("\(id): \(formula): \(error)")
          }
        }
      }
    }
    let all = Set(lines.flatMap(\.ids))
    for id in Self.elsewhere.keys { #expect(all.contains(id), "\(id) is listed and no id of the catalogue") }
  }

  @Test func directionsAreThoseOfTheCatalogue() throws {
    guard let text = Self.text("KPI-CATALOGUE.md") else { return }
    let registry = try Registry(heap.heap)
    var compared = 0
    for line in Self.lines(of: text) where line.section.hasPrefix("3.") {
      guard let direction = line.cells["dir."] else { continue }
      for id in line.ids {
        guard let row = withBytes(id, { registry.find($0) }) else { continue }
        let expected: UInt32? = ["none": 0, "up": 1, "down": 2][direction]
        #expect(registry.rows[row].direction == expected, "\(id): \(direction)")
        compared += 1
      }
    }
    #expect(compared > 100)
  }

  @Test func aliasesAreThoseOfTheCatalogue() throws {
    guard let text = Self.text("KPI-CATALOGUE.md") else { return }
    let registry = try Registry(heap.heap)
    let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("**Aliases.**") })
    var aliases: Set<String> = []
    for part in line.split(separator: ";") {
      let ids = Self.quoted(part)
      guard let id = ids.last, ids.count > 1 else { continue }
      for alias in ids.dropLast() {
        aliases.insert(alias)
        let row = withBytes(alias) { registry.find($0) }
        #expect(row != nil && row == withBytes(id) { registry.find($0) }, "\(alias) = \(id)")
      }
    }
    for i in 0..<registry.rows.count {
      for alias in string(registry.rows[i].aliases).split(separator: " ") {
        #expect(aliases.contains(String(alias)), "\(alias) is no alias of the catalogue")
      }
    }
  }

  // MARK: Reading

  static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardized

  static func text(_ name: String) -> String? {
    let named = ProcessInfo.processInfo.environment["LEADLINE_SHARED"].map { URL(filePath: $0) }
    let directory = named ?? root.deletingLastPathComponent().appending(path: "shared")
    return try? String(contentsOf: directory.appending(path: name), encoding: .utf8)
  }

  /// The rows of all tables whose first column holds ids, each with the number or the name of its section.
  static func lines(of text: String) -> [Line] {
    var lines: [Line] = []
    var section = ""
    var head: [String] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("#") {
        let title = line.drop { $0 == "#" || $0 == " " }
        section = title.first?.isNumber == true ? String(title.prefix { $0 != " " }) : String(title)
      }
      guard line.hasPrefix("|") else {
        head = []
        continue
      }
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      if head.isEmpty { head = cells }
      guard let first = cells.first, first.hasPrefix("`") else { continue }
      // Twins are told of in the second column, a measure's parts and twins in words.
      var ids =
        first == "`…_full`" ? quoted(cells[1]).map { $0 + "_full" }.filter { $0 != "marketing_cost_full" } : quoted(first)
      if first.hasSuffix("and `_new`") { ids = ids.dropLast().flatMap { [$0, $0 + "_new"] } }
      if first.hasSuffix("and its parts") { ids += ["social_likes", "social_shares", "social_comments", "social_mentions"] }
      lines.append(Line(section: section, ids: ids, cells: Dictionary(zip(head, cells), uniquingKeysWith: { a, _ in a })))
    }
    return lines
  }

  /// What stands in backticks, but for what an id takes in brackets.
  static func quoted(_ text: some StringProtocol) -> [String] {
    text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element.prefix { $0 != "(" }) }
  }
}
