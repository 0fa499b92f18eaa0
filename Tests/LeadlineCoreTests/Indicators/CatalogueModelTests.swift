@testable import LeadlineCore
import Testing
import TestSupport

/// Every row of the catalogue on random sums, beside a calculation that was written without looking at its formula.
@Suite struct CatalogueModelTests {
  let heap = TestHeap()

  /// Rows that sums of counts and amounts can't tell, and why. Other tests have them.
  static let skipped = [
    "reach": "counts persons", "frequency": "counts persons", "visitors": "counts persons", "audience_size": "counts persons",
    "cr_visitor_to_lead": "counts persons", "social_reach": "counts persons", "social_engagement_rate": "counts persons",
    "customers_active": "counts persons", "purchases_per_customer": "counts persons", "clv_repeat": "counts persons",
    "content_items_used": "counts names of a dimension", "content_utilisation": "counts names of a dimension",
    "keywords_in_top": "counts names of a dimension",
    "spend_accrued": "comes from prices", "payout_accrued": "comes from prices",
  ]

  static let rounds = 27

  /// Parts of the host's own, at any depth.
  static let ownParts = ["sale": ["sale_app"], "sale_app": ["sale_app_ios"], "click": ["click_map"]]

  @Test func everyRowIsModelledOrSkipped() throws {
    let registry = try Registry(heap.heap)
    let model = CatalogueModel(cells: ModelCells())
    var ids: Set<String> = []
    for i in 0..<registry.rows.count where !registry.rows[i].isElsewhere {
      let id = string(registry.rows[i].id)
      ids.insert(id)
      let isKnown = model.calculate(id) != nil
      #expect(isKnown != (Self.skipped[id] != nil), "\(id): give the model a calculation, or a reason to skip it, not both")
    }
    for id in Self.skipped.keys { #expect(ids.contains(id), "\(id) is skipped and no row") }
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64], [0, 2]) func everyRowOnRandomSums(seed: UInt64, scale: Int) throws {
    var random = SeededGenerator(seed: seed)
    let kinds = try kindsWithParts()
    var registry = try Registry(heap.heap)
    var parameters = ModelParameters()
    if seed % 2 == 0 { parameters = try setParameters(&registry, scale) }
    var program = Program(heap.heap)
    var columns: [(name: String, id: String)] = []
    for i in 0..<registry.rows.count where !registry.rows[i].isElsewhere {
      let row = registry.rows[i]
      let id = string(row.id)
      guard Self.skipped[id] == nil else { continue }
      for name in [id] + string(row.aliases).split(separator: " ").map(String.init) {
        try withBytes(name) { try program.add(column: $0, kinds: kinds, registry: registry, scale: scale) }
        columns.append((name, id))
      }
    }

    // How often each was a number, had a denominator of zero or less, had no data.
    var seen = [[Int]](repeating: [0, 0, 0], count: columns.count)
    for round in 0..<Self.rounds {
      let cells = ModelCells.random(round, kinds, &random)
      let model = CatalogueModel(cells: cells, parameters: parameters, ownParts: Self.ownParts)
      let values = answer(program, kinds, cells)
      for (i, column) in columns.enumerated() {
        // The largest sums are too much for the model's products; a sum or one sum over another is told of any.
        if ModelCells.isLarge(round) && !program.columns[i].steps.isEmpty { continue }
        guard let expected = model.calculate(column.id) else { continue }
        let isSame = expected.isSame(as: values[i])
        #expect(isSame, "seed \(seed), scale \(scale), round \(round): \(column.name) is \(values[i]), not \(expected)")
        switch expected {
        case .number: seen[i][0] += 1
        case .zeroDenominator: seen[i][1] += 1
        case .noData: seen[i][2] += 1
        }
      }
    }
    for (i, column) in columns.enumerated() where column.id != "margin_attainment" || parameters.marginTarget != .whole(0) {
      #expect(seen[i][0] > 0, "seed \(seed), scale \(scale): \(column.name) was never a number")
    }
    let sums = seen.reduce([0, 0, 0]) { [$0[0] + $1[0], $0[1] + $1[1], $0[2] + $1[2]] }
    #expect(sums.allSatisfy { $0 > columns.count }, "seed \(seed): \(sums)")
  }

  // MARK: What is set

  private func kindsWithParts() throws -> KindTable {
    var kinds = try KindTable(heap.heap)
    let parts: [(UInt16, StaticString, UInt16)] = [
      (1000, "sale_app", 70), (1001, "sale_app_ios", 1000), (1002, "click_map", 20),
    ]
    for (number, name, parent) in parts {
      try kinds.add(
        KindDefinition(number: number, parent: parent, subject: 0, order: 90, roles: 0, unit: Unit.money, name: Bytes(name)))
    }
    return kinds
  }

  /// The host's own figures in place of those of the catalogue.
  private func setParameters(_ registry: inout Registry, _ scale: Int) throws -> ModelParameters {
    for (name, formula) in [
      ("unit_cost", "7.5"), ("allowed_share", "0.3"), ("purchases_expected", "2.5"), ("margin_target", "1000"),
    ] {
      try withBytes(name) { name in
        try withBytes(formula) { formula in
          try registry.define(
            Registry.Row(id: name, aliases: Bytes(""), formula: formula, unitText: Bytes(""), description: Bytes("")))
        }
      }
    }
    let unit: Int128 = scale == 2 ? 100 : 1
    return ModelParameters(
      unitCost: unit * .number(15, over: 2), allowedShare: .number(3, over: 10), purchasesExpected: .number(5, over: 2),
      marginTarget: unit * .whole(1000))
  }

  // MARK: Evaluation

  /// Runs a program over the row asked for: each of its leaves says itself which cells it is summed from.
  private func answer(_ program: borrowing Program, _ kinds: borrowing KindTable, _ cells: ModelCells) -> [Value] {
    var sums: [Int128] = []
    for i in 0..<program.leaves.count {
      let leaf = program.leaves[i]
      var model = CatalogueModel(cells: cells)
      if leaf.source > 0 {
        let source = program.sources[Int(leaf.source) - 1]
        #expect(source.years == 0 && source.weekdays == 0)
        let age = Int(source.periods)
        switch source.extent {
        case .period: model.ages = age...age
        case .before: model.ages = age + 1...2
        case .until: model.ages = age...2
        }
        model.isOverall = source.isTotal
      }
      if leaf.filter > 0 {
        let filter = program.filters[Int(leaf.filter) - 1]
        let condition = program.conditions[Int(filter.condition)]
        #expect(filter.base == 0)
        let text = "\(string(program.bytes(condition.dimension))) = \(string(program.bytes(condition.name)))"
        #expect(text == "channel = email")
        model.isEmailOnly = true
      }
      #expect(leaf.measure.isInCells && leaf.accrual == 0)
      let kind = string(kinds.name(at: leaf.kindSlot))
      sums.append(model.sumAlone((leaf.isAmount ? cells.amounts : cells.counts)[kind] ?? []))
    }
    sums.append(0)
    var takenIn = (0..<kinds.count).map { UInt8(cells.taken.contains(string(kinds.name(at: UInt16($0)))) ? 1 : 0) }
    var data = [UInt8](repeating: 0, count: program.sums.count + 1)
    program.judge(takenIn: &takenIn, into: &data)
    return evaluate(program, rows: [sums], data)[0]
  }
}
