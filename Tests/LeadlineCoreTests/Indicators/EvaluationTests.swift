@testable import LeadlineCore
import Testing
import TestSupport

/// Rows worked out together, in whichever way is quickest for all of them, say what each says alone, bit for bit.
@Suite struct EvaluationTests {
  let heap = TestHeap()

  static let columns = [
    "clicks", "ctr", "cpm", "nps", "romi", "leads_pending", "average_check - unit_cost", "max_cpm", "lead_price_breakeven",
    "breakeven_roas", "min(cpc, cpl, 3)", "max(ctr, cr_click_to_lead)", "if defined(cpc, cpl)", "if defined(sales, clicks)",
    "-(cpc) / cpl", "cpc / 3 + 2 * cpl - 7", "1 - ctr", "3 / ctr", "ctr / 7", "ctr * 5", "(ctr + cr_click_to_lead) / (ctr - 2)",
    "ctr * ctr * ctr * ctr", "clicks / impressions + leads / impressions", "sales * sales * sales", "2", "0.25",
  ]

  @Test(arguments: 1...6 as ClosedRange<UInt64>) func rowsTogetherAreRowsAlone(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let kinds = try KindTable(heap.heap)
    let registry = try Registry(heap.heap)
    var program = Program(heap.heap)
    for column in Self.columns {
      try withBytes(column) { try program.add(column: $0, kinds: kinds, registry: registry, scale: 2) }
    }
    // Most rows small; in later rounds a few so large that steps leave 63, 64 or 128 bits.
    for round in 0..<40 {
      let count = Int(random.next() % 20) + 1
      var rows: [[Int128]] = []
      for _ in 0..<count {
        let isLarge = round % 2 == 1 && random.next() % 6 == 0
        let bits = isLarge ? Int128(random.next() % 127) : 20
        rows.append((0..<program.leaves.count).map { _ in number(below: bits, &random) })
      }
      var data: [UInt8] = []
      for _ in 0...program.sums.count { data.append(random.next() % 12 == 0 ? 0 : 1) }
      let together = evaluate(program, rows: rows, data)
      for row in 0..<count {
        let alone = evaluate(program, rows: [rows[row]], data)[0]
        for c in 0..<Self.columns.count {
          let (a, b) = (together[row][c], alone[c])
          let isSame = a.numerator == b.numerator && a.denominator == b.denominator && a.state == b.state
          #expect(isSame, "seed \(seed), round \(round), row \(row): \(Self.columns[c]) is \(a), alone \(b)")
          #expect(a.isDefined ? a.denominator > 0 : a.numerator == 0 && a.denominator == 0)
        }
      }
    }
  }

  private func number(below bits: Int128, _ random: inout SeededGenerator) -> Int128 {
    if random.next() % 8 == 0 { return 0 }
    let wide = Int128(truncatingIfNeeded: random.next()) << 64 | Int128(truncatingIfNeeded: random.next())
    return random.next() % 4 == 0 ? wide >> (127 - bits) : Int128((wide.magnitude >> 1) >> UInt128(127 - bits))
  }

  /// Fractions stand as the sums do.
  @Test func ratiosAreNotReduced() throws {
    var facts = Facts()
    facts.add("click", count: 18)
    facts.add("impression", count: 200)
    let ctr = try facts.value(of: "ctr", heap: heap)
    #expect(ctr.numerator == 18 && ctr.denominator == 200)
    let growth = try facts.value(of: "ctr - 1", heap: heap)
    #expect(growth.numerator == -182 && growth.denominator == 200)
  }

  /// What fits 128 bits only in lowest terms is still told.
  @Test func stepsReduceBeforeTheyOverflow() throws {
    var facts = Facts()
    facts.add("click", count: 1 << 100)
    facts.add("impression", count: 1 << 101)
    facts.add("lead", count: 1 << 99)
    #expect(try facts.value(of: "ctr * ctr * ctr", heap: heap) == .ratio(1, 8))
    #expect(try facts.value(of: "ctr + cr_click_to_lead", heap: heap) == .ratio(1, 1))
    #expect(try facts.value(of: "ctr / cr_click_to_lead - leads / impressions", heap: heap) == .ratio(3, 4))
  }
}
