@testable import LeadlineCore

/// Sums by kind and which kinds were taken in: what a roll-up would hand to a program.
struct Facts {
  var counts: [String: Int128] = [:]
  var amounts: [String: Int128] = [:]
  /// Kinds taken in; a sum alone does not make one.
  var taken: Set<String> = []

  mutating func add(_ kind: String, count: Int128 = 1, amount: Int128 = 0) {
    counts[kind, default: 0] += count
    amounts[kind, default: 0] += amount
    taken.insert(kind)
  }

  /// Runs a program over the facts, one value for each column.
  func answer(_ program: borrowing Program, _ kinds: borrowing KindTable) -> [Value] {
    var sums: [Int128] = []
    for i in 0..<program.leaves.count {
      let leaf = program.leaves[i]
      let name = string(kinds.name(at: leaf.kindSlot))
      sums.append((leaf.isAmount ? amounts[name] : counts[name]) ?? 0)
    }
    sums.append(0)
    var takenIn: [UInt8] = []
    for slot in 0..<kinds.count { takenIn.append(taken.contains(string(kinds.name(at: UInt16(slot)))) ? 1 : 0) }
    var values: [Value] = []
    var data = [UInt8](repeating: 0, count: program.sums.count + 1)
    program.judge(takenIn: &takenIn, into: &data)
    for column in 0..<program.columns.count { values.append(program.evaluate(column, leaves: &sums, data: &data)) }
    return values
  }

  /// The value of one column.
  func value(of column: String, heap: TestHeap, scale: Int = 0) throws -> Value {
    let kinds = try KindTable(heap.heap)
    let registry = try Registry(heap.heap)
    var program = Program(heap.heap)
    try withBytes(column) { try program.add(column: $0, kinds: kinds, registry: registry, scale: scale) }
    return answer(program, kinds)[0]
  }
}

extension Value: Equatable {
  public static func == (a: Value, b: Value) -> Bool {
    a.numerator == b.numerator && a.denominator == b.denominator && a.state == b.state
  }
}

extension Value: CustomStringConvertible {
  public var description: String {
    switch state {
    case ValueState.defined: denominator == 1 ? "\(numerator)" : "\(numerator)/\(denominator)"
    case ValueState.zeroDenominator: "undefined_zero_denominator"
    case ValueState.noData: "undefined_no_data"
    case ValueState.overflow: "overflow"
    default: "state \(state)"
    }
  }
}
