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
    var data = [UInt8](repeating: 0, count: program.sums.count + 1)
    program.judge(takenIn: &takenIn, into: &data)
    return evaluate(program, rows: [sums], data)[0]
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

/// Runs a program over rows of sums as one block; by row, a value for each column.
func evaluate(_ program: borrowing Program, rows: [[Int128]], _ data: [UInt8]) -> [[Value]] {
  let count = rows.count
  let room = (program.height + 1) * count
  let sums = UnsafeMutablePointer<Int128>.allocate(capacity: (program.leaves.count + 1) * count)
  let numbers = UnsafeMutablePointer<Int128>.allocate(capacity: 2 * room)
  let states = UnsafeMutablePointer<UInt8>.allocate(capacity: room)
  defer {
    sums.deallocate()
    numbers.deallocate()
    states.deallocate()
  }
  for leaf in 0..<program.leaves.count { for row in 0..<count { sums[leaf * count + row] = rows[row][leaf] } }
  let leaves = (0..<program.leaves.count + 1).map { UnsafePointer(sums + $0 * count) }
  var values = [[Value]](repeating: [], count: count)
  for column in 0..<program.columns.count {
    let result = ValueRows(
      numerators: numbers, denominators: program.columns[column].isRatio ? numbers + room : nil, states: states)
    let waiting = ValueRows(numerators: numbers + count, denominators: numbers + room + count, states: states + count)
    leaves.withUnsafeBufferPointer { leaves in
      data.withUnsafeBufferPointer { data in
        let block = RowBlock(leaves: leaves.baseAddress!, data: data.baseAddress!, count: count, waiting: waiting)
        program.evaluate(column, block, into: result)
      }
    }
    for row in 0..<count { values[row].append(result[row]) }
  }
  return values
}

/// By value: what a fraction comes as is not what it is.
extension Value: Equatable {
  public static func == (a: Value, b: Value) -> Bool {
    a.state == b.state && (!a.isDefined || Value.compare(a, b) == 0)
  }
}

extension Value: CustomStringConvertible {
  public var description: String {
    switch state {
    case ValueState.defined:
      numerator % denominator == 0
        ? "\(numerator / denominator)"
        : "\(Ratio.reduced(numerator, denominator).numerator)/\(Ratio.reduced(numerator, denominator).denominator)"
    case ValueState.zeroDenominator: "undefined_zero_denominator"
    case ValueState.noData: "undefined_no_data"
    case ValueState.overflow: "overflow"
    default: "state \(state)"
    }
  }
}
