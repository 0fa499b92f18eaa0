@testable import LeadlineCore
import Testing
import TestSupport

/// The rows themselves; what they come to is in `CatalogueModelTests`.
@Suite struct CatalogueTests: ~Copyable {
  // Before the heap, so that it is given back first.
  let registry: Box<Registry>
  let heap: TestHeap

  init() throws {
    heap = TestHeap()
    registry = try Box(heap.heap, try Registry(heap.heap))
  }

  @Test func everyRowIsWhole() throws {
    let kinds = try KindTable(heap.heap)
    var seen: Set<String> = []
    for i in 0..<registry.pointer.pointee.rows.count {
      let row = registry.pointer.pointee.rows[i]
      let id = string(row.id)
      #expect(KindDefinition.isName(row.id), "\(id)")
      #expect(!row.unitText.isEmpty && !row.description.isEmpty, "\(id)")
      #expect(row.id.start[row.id.count] == 0 && row.formula.start[row.formula.count] == 0)
      for name in [id] + string(row.aliases).split(separator: " ").map(String.init) {
        #expect(seen.insert(name).inserted, "\(name) stands twice")
        #expect(withBytes(name) { registry.pointer.pointee.find($0) } == i, "\(name)")
      }
      #expect(!row.isElsewhere || !row.function.isEmpty, "\(id)")
      #expect(row.function.start[row.function.count] == 0, "\(id)")
      if row.isElsewhere { continue }
      var program = Program(heap.heap)
      do throws(ExpressionError) {
        try program.add(column: row.id, kinds: kinds, registry: registry.pointer.pointee, scale: 2)
      } catch {
        Issue.record("\(id): \(error.reason) at \(error.position)")
        continue
      }
      // The unit told to people goes with the one that the formula gives.
      let unit = string(row.unitText)
      let expected: [UInt32] =
        switch unit {
        case "count", "flag", "persons": [Unit.count]
        case "money": [Unit.money]
        case "seconds": [Unit.seconds]
        case "points": [Unit.points, Unit.ratio]
        case "ratio", "factor": [Unit.ratio]
        case let text where text.hasSuffix(" per person") || text.hasPrefix("purchases per "): [Unit.ratio]
        case let text where text.hasPrefix("money per "): [Unit.moneyPerCount]
        case let text where text.hasPrefix("seconds per "): [Unit.secondsPerCount]
        case let text where text.hasPrefix("points per "): [Unit.pointsPerCount]
        default: []
        }
      #expect(expected.contains(program.columns[0].unit), "\(id): \(unit)")
    }
    #expect(registry.pointer.pointee.rows.count > 200)
  }

  @Test func whatIsElsewhereIsRefusedWithItsFunction() throws {
    let kinds = try KindTable(heap.heap)
    var count = 0
    for i in 0..<registry.pointer.pointee.rows.count where registry.pointer.pointee.rows[i].isElsewhere {
      let row = registry.pointer.pointee.rows[i]
      let id = string(row.id)
      count += 1
      for (text, position) in [(id, 0), ("2 * \(id)", 4), ("\(id)(5)", 0), ("attainment(\(id))", 11), ("if defined(\(id), 0)", 11)] {
        withBytes(text) { text in
          var program = Program(heap.heap)
          do throws(ExpressionError) {
            try program.add(column: text, kinds: kinds, registry: registry.pointer.pointee, scale: 2)
            Issue.record("\(string(text)) is answered")
          } catch {
            #expect(error.reason == .elsewhere && error.position == position && error.row == i, "\(string(text)): \(error)")
          }
        }
      }
      // A target needs no value.
      try withBytes("target(\(id))") { text in
        var program = Program(heap.heap)
        try program.add(column: text, kinds: kinds, registry: registry.pointer.pointee, scale: 2)
        let unit = try Program.dimensionality(of: row.id, kinds: kinds, registry: registry.pointer.pointee, heap.heap).unit
        #expect(program.columns[0].unit == unit, "\(id)")
        let expected: UInt32 =
          switch string(row.unitText) {
          case "seconds": Unit.seconds
          case "money": Unit.money
          case "points": Unit.points
          case "ratio", "factor": Unit.ratio
          case "as the value": Unit.other
          default: Unit.count
          }
        #expect(unit == expected, "\(id): \(string(row.unitText))")
      }
    }
    #expect(count > 30)
  }
}
