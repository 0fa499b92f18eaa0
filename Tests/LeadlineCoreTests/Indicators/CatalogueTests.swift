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
}
