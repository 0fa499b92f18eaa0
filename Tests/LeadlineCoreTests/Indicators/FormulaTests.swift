@testable import LeadlineCore
import Testing

@Suite struct FormulaTests {
  /// The terms of a sum as text, or nil where it is malformed.
  func terms(_ text: String) -> [String]? {
    withBytes(text) { bytes in
      var reader = Formula.Reader(bytes)
      var result: [String] = []
      while let term = reader.next() {
        let name = string(term.name)
        switch term.of {
        case .measure: result.append("\(term.coefficient) \(name)")
        case .count: result.append("\(term.coefficient) #\(name)")
        case .amount: result.append("\(term.coefficient) $\(name)")
        }
      }
      return reader.isMalformed ? nil : result
    }
  }

  @Test func sums() {
    #expect(terms("a") == ["1 a"])
    #expect(terms(" a - b+count(c) - 20 * amount( d ) ") == ["1 a", "-1 b", "1 #c", "-20 $d"])
    #expect(terms("(a - b)") == ["1 a", "-1 b"])
    #expect(terms("-a + 1000*b_2") == ["-1 a", "1000 b_2"])
    #expect(terms("999999999 * a") == ["999999999 a"])
  }

  @Test func malformedSums() {
    for text in [
      "", " ", "+", "a b", "a -", "a - - b", "(a", "a)", "()", "((a))", "2", "2 a", "2 *", "a * 2", "count()", "count(a",
      "count(a b)", "sum(a)", "a,b", "A", "1000000000 * a", "(a) b", "(a - b) - c", "a / b", "*", "\u{0}",
    ] {
      #expect(terms(text) == nil, "\(text)")
    }
  }

  @Test func sides() {
    withBytes("(a - b) / c") { text in
      let sides = Formula.sides(text)
      #expect(string(sides.numerator) == "(a - b) ")
      #expect(string(sides.denominator) == " c")
    }
    withBytes("a") { #expect(Formula.sides($0).denominator.isEmpty) }
  }

  /// Every formula of the catalogue can be read, and names nothing that has a division.
  @Test func catalogueIsWellFormed() {
    func check(_ row: Catalogue.Row) {
      let sides = Formula.sides(Bytes(row.formula))
      for side in [string(sides.numerator), string(sides.denominator)] where !side.isEmpty {
        guard let terms = terms(side), !terms.isEmpty else {
          Issue.record("\(row.id): \(row.formula)")
          continue
        }
        // A divided sum of several terms stands in brackets.
        if !sides.denominator.isEmpty && terms.count > 1 { #expect(side.contains("("), "\(row.id)") }
        for term in terms {
          let name = String(term.split(separator: " ")[1])
          guard !name.hasPrefix("#"), !name.hasPrefix("$") else { continue }
          let used = withBytes(name) { Catalogue.row(named: $0) }
          #expect(used != nil, "\(row.id) uses \(name)")
          if let used { #expect(Formula.sides(Bytes(used.formula)).denominator.isEmpty, "\(row.id) uses \(name)") }
        }
      }
    }
    for i in Catalogue.measures.indices { check(Catalogue.measures[i]) }
    for i in Catalogue.indicators.indices { check(Catalogue.indicators[i]) }
  }
}
