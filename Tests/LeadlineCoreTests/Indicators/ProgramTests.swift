@testable import LeadlineCore
import Testing
import TestSupport

@Suite struct ProgramTests: ~Copyable {
  // Before the heap, so that it is given back first.
  let registry: Box<Registry>
  let heap: TestHeap


  init() throws {
    heap = TestHeap()
    registry = try Box(heap.heap, try Registry(heap.heap))
  }

  /// The reason and the position of a refusal.
  func refusal(_ column: String, _ program: inout Program, _ kinds: borrowing KindTable) -> (ExpressionError.Reason, Int)? {
    let bytes = Array(column.utf8) + [0]
    return bytes.withUnsafeBufferPointer { buffer in
      do throws(ExpressionError) {
        try program.add(
          column: Bytes(buffer.baseAddress!, bytes.count - 1), kinds: kinds, registry: registry.pointer.pointee, scale: 2)
        return nil
      } catch {
        return (error.reason, error.position)
      }
    }
  }

  func fault(_ column: String, _ program: inout Program, _ kinds: borrowing KindTable) -> ExpressionError.Reason? {
    refusal(column, &program, kinds)?.0
  }

  func leaves(_ program: borrowing Program, _ kinds: borrowing KindTable) -> [String] {
    var result: [String] = []
    for i in 0..<program.leaves.count {
      let leaf = program.leaves[i]
      result.append((leaf.isAmount ? "$" : "#") + string(kinds.name(at: leaf.kindSlot)))
    }
    return result
  }

  @Test func parentsAreSpreadAndLeavesShared() throws {
    let kinds = try KindTable(heap.heap)
    var program = Program(heap.heap)
    #expect(fault("sales", &program, kinds) == nil)
    #expect(leaves(program, kinds) == ["#sale", "#sale_referral", "#sale_repeat"])
    #expect(fault("sales_first", &program, kinds) == nil)
    #expect(fault("count(sale)", &program, kinds) == nil)
    #expect(fault("count(sale_repeat)", &program, kinds) == nil)
    #expect(program.leaves.count == 3)
    #expect(fault("average_check", &program, kinds) == nil)
    #expect(leaves(program, kinds).suffix(3) == ["$sale", "$sale_referral", "$sale_repeat"])
    #expect(fault("soft_conversions", &program, kinds) == nil)
    #expect(fault("social_interactions", &program, kinds) == nil)
    #expect(program.leaves.count == 6 + 4 + 5)
  }

  @Test func columnsKnowTheirNames() throws {
    let kinds = try KindTable(heap.heap)
    var program = Program(heap.heap)
    let asked = ["cpa", "aov", "clicks", "count(sale)", "amount(visit)", "cpm"]
    for column in asked { #expect(fault(column, &program, kinds) == nil) }
    #expect((0..<6).map { string(program.name(of: $0)) } == asked)
    #expect(
      (0..<6).map { string(program.canonical(of: $0)) }
        == ["cost_per_order", "average_check", "clicks", "count(sale)", "amount(visit)", "cpm"])
    #expect((0..<6).map { program.name(of: $0).start[program.name(of: $0).count] } == [0, 0, 0, 0, 0, 0])
    #expect((0..<6).map { program.canonical(of: $0).start[program.canonical(of: $0).count] } == [0, 0, 0, 0, 0, 0])
    #expect(
      (0..<6).map { program.columns[$0].unit }
        == [Unit.moneyPerCount, Unit.moneyPerCount, Unit.count, Unit.count, Unit.seconds, Unit.moneyPerCount])
  }

  @Test func faultyColumnsChangeNothing() throws {
    let kinds = try KindTable(heap.heap)
    var program = Program(heap.heap)
    #expect(fault("cpc", &program, kinds) == nil)
    let before = leaves(program, kinds)
    let refused: [(String, ExpressionError.Reason, Int)] = [
      ("", .syntax, 0), ("cpq", .column, 0), ("CPC", .column, 0), ("count", .column, 0), ("count(", .syntax, 6),
      ("count()", .syntax, 6), ("count(sale", .syntax, 10), ("count(sale))", .syntax, 11), ("count(nothing)", .name, 6),
      ("amount(nothing)", .name, 7), ("min(sale)", .name, 4), ("count(1)", .syntax, 6), ("count(sale)/", .syntax, 12),
      ("amount(ad_request)", .noAmount, 7), ("clicks + media_spend", .unit, 7), ("clicks + nothing", .name, 9),
      ("clicks clicks", .syntax, 7), ("clicks $ 2", .syntax, 7), ("2 * (clicks", .syntax, 11), ("min(clicks, media_spend)", .unit, 0),
      ("growth(clicks, 2)", .syntax, 16), ("clicks, 2", .syntax, 6), ("if clicks", .syntax, 3), ("if defined(clicks)", .syntax, 17),
      ("clicks where", .syntax, 12), ("clicks where a", .syntax, 14), ("clicks where a =", .syntax, 16), ("sin(clicks)", .syntax, 0),
      ("money(clicks)", .unit, 0), ("opening(balance(clicks))", .syntax, 8), ("clicks where a = 'b", .syntax, 17),
      (String(repeating: "(", count: 10_000), .tooLarge, 1000), (String(repeating: "-", count: 10_000), .tooLarge, 4000),
      (String(repeating: "1 + (", count: 500) + "clicks" + String(repeating: ")", count: 500), .tooLarge, 0),
      (String(repeating: "growth(", count: 40) + "clicks" + String(repeating: ")", count: 40), .tooLarge, 0),
      (String(repeating: "x", count: 100_000), .column, 0), ("1" + String(repeating: "0", count: 100), .tooLarge, 0),
    ]
    for (column, reason, position) in refused {
      let found = refusal(column, &program, kinds)
      #expect(found?.0 == reason, "\(column.prefix(40))")
      if reason != .tooLarge { #expect(found?.1 == position, "\(column.prefix(40))") }
    }
    #expect(leaves(program, kinds) == before)
    #expect(program.columns.count == 1 && program.terms.count > 0)
    // A leaf that a failed column had brought is new again.
    #expect(fault("visits", &program, kinds) == nil)
    #expect(leaves(program, kinds) == before + ["#visit"])
  }

  @Test func measuresWithoutDataAreToldApart() throws {
    let noData = Value.undefined(ValueState.noData)
    var facts = Facts()
    for column in [
      "leads", "cpc", "media_spend", "revenue_net", "marketing_cost", "count(sale)", "amount(sale)", "leads_valid",
    ] {
      #expect(try facts.value(of: column, heap: heap) == noData, "\(column)")
    }
    for column in ["refunds", "leads_form", "creative_cost", "campaign_cost_other", "extra_cost"] {
      #expect(try facts.value(of: column, heap: heap) == .whole(0), "\(column)")
    }
    // A part is data for its parent.
    facts.add("lead_call", count: 3)
    #expect(try facts.value(of: "leads", heap: heap) == .whole(3))
    #expect(try facts.value(of: "leads_valid", heap: heap) == .whole(3))
    #expect(try facts.value(of: "leads_pending", heap: heap) == noData)
    #expect(try facts.value(of: "leads_rejected", heap: heap) == noData)
    facts.add("lead_rejected")
    #expect(try facts.value(of: "leads_valid", heap: heap) == .whole(2))
    facts.add("lead_approved")
    #expect(try facts.value(of: "leads_pending", heap: heap) == .whole(1))
    // Any one of the kinds that make up the spend is data for it; the other costs are no spend.
    facts.add("creative_cost", amount: 50)
    #expect(try facts.value(of: "marketing_cost", heap: heap) == noData)
    facts.add("spend_credit", amount: 20)
    #expect(try facts.value(of: "media_spend", heap: heap) == .whole(-20))
    #expect(try facts.value(of: "marketing_cost", heap: heap) == .whole(30))
    // Missing data comes before a denominator of zero.
    facts.add("click", count: 0)
    #expect(try facts.value(of: "ctr", heap: heap) == noData)
    facts.add("impression", count: 0)
    #expect(try facts.value(of: "ctr", heap: heap) == .undefined(ValueState.zeroDenominator))
    facts.add("impression", count: -1)
    #expect(try facts.value(of: "ctr", heap: heap) == .undefined(ValueState.zeroDenominator))
  }

  @Test func overflowIsReported() throws {
    var facts = Facts()
    facts.add("media_spend", count: 1, amount: Int128.max)
    facts.add("impression", count: 10)
    #expect(try facts.value(of: "media_spend", heap: heap) == .whole(Int128.max))
    #expect(try facts.value(of: "cpm", heap: heap) == .undefined(ValueState.overflow))
    facts.add("click", count: 2, amount: 1)
    #expect(try facts.value(of: "media_spend", heap: heap) == .undefined(ValueState.overflow))
    #expect(try facts.value(of: "cpc", heap: heap) == .undefined(ValueState.overflow))
    var least = Facts()
    least.add("sale", count: 3, amount: Int128.min)
    least.add("media_spend", amount: Int128.max)
    #expect(try least.value(of: "revenue", heap: heap) == .whole(Int128.min))
    #expect(try least.value(of: "roas", heap: heap) == Value(numerator: Int128.min, denominator: Int128.max, state: 0))
    #expect(try least.value(of: "average_check", heap: heap) == Value(numerator: Int128.min, denominator: 3, state: 0))
  }

  @Test func ordersWithUndefinedLast() {
    let values = [
      Value.ratio(1, 3), .whole(-1), .undefined(ValueState.noData), .ratio(1, 2), .undefined(ValueState.zeroDenominator),
      .whole(Int128.max), .whole(Int128.min),
    ]
    let up = values.enumerated().sorted { (Value.order($0.1, $1.1, descending: false), $0.0) < (0, $1.0) }.map(\.offset)
    #expect(up == [6, 1, 0, 3, 5, 2, 4])
    let down = values.enumerated().sorted { (Value.order($0.1, $1.1, descending: true), $0.0) < (0, $1.0) }.map(\.offset)
    #expect(down == [5, 3, 0, 1, 6, 2, 4])
  }

  @Test func allocationFailuresChangeNothing() throws {
    let kinds = try KindTable(heap.heap)
    let live = heap.live
    var failures = 0
    for n in 0..<300 {
      var fresh = Program(heap.heap)
      heap.failAfter = n
      let fault = fault("romi", &fresh, kinds)
      heap.failAfter = -1
      if fault == nil { break }
      #expect(fault == .outOfMemory && fresh.columns.isEmpty && fresh.leaves.isEmpty && fresh.terms.isEmpty)
      failures += 1
    }
    #expect(failures > 8)
    #expect(heap.live == live)
    do {
      var program = Program(heap.heap)
      for column in ["romi", "cpa", "count(lead)", "leads_valid", "cpm"] {
        let before = program.columns.count
        var n = 0
        while true {
          heap.failAfter = n
          let fault = fault(column, &program, kinds)
          heap.failAfter = -1
          if fault == nil { break }
          #expect(fault == .outOfMemory)
          #expect(program.columns.count == before)
          n += 1
        }
        #expect(string(program.name(of: before)) == column)
      }
      var facts = Facts()
      facts.add("media_spend", amount: 10)
      facts.add("sale", count: 2, amount: 30)
      facts.add("lead_form", count: 4)
      #expect(facts.answer(program, kinds).map(\.description) == ["2", "5", "4", "4", "undefined_no_data"])
    }
    #expect(heap.live == live)
  }
}
