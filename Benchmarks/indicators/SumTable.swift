/// A table of sums as a query makes it, by column, and room for the values of one column, written once beforehand.
struct SumTable {
  private let rows: Int
  private let sums: [UnsafeMutablePointer<Int128>]
  private let numerators: UnsafeMutablePointer<Int128>
  private let denominators: UnsafeMutablePointer<Int128>
  private let states: UnsafeMutablePointer<UInt8>
  private let waiting: ValueRows
  private static let block = 256

  init(_ program: borrowing Program, rows: Int) {
    self.rows = rows
    var random = Numbers(state: 1)
    var sums: [UnsafeMutablePointer<Int128>] = []
    for leaf in 0..<program.leaves.count {
      let column = UnsafeMutablePointer<Int128>.allocate(capacity: rows)
      // One in sixteen is zero, so that denominators are, now and then.
      let bound: UInt64 = program.leaves[leaf].isAmount ? 10_000_000 : 100_000
      for row in 0..<rows { column[row] = random.next(below: 16) == 0 ? 0 : random.next(below: bound) }
      sums.append(column)
    }
    self.sums = sums
    numerators = .allocate(capacity: rows)
    numerators.initialize(repeating: 0, count: rows)
    denominators = .allocate(capacity: rows)
    denominators.initialize(repeating: 0, count: rows)
    states = .allocate(capacity: rows)
    states.initialize(repeating: 0, count: rows)
    let room = program.height * Self.block
    waiting = ValueRows(
      numerators: .allocate(capacity: room), denominators: .allocate(capacity: room), states: .allocate(capacity: room))
  }

  /// The columns of sums that a column of the program is made of.
  func leaves(of column: Int, _ program: borrowing Program) -> [Int] {
    var wanted: Set<Int> = []
    func add(_ sum: Int) {
      for t in program.sums[sum].terms.start..<program.sums[sum].terms.end { wanted.insert(Int(program.terms[t].leaf)) }
    }
    let column = program.columns[column]
    if column.numerator >= 0 { add(column.numerator) }
    if column.denominator >= 0 { add(column.denominator) }
    for i in column.steps.start..<column.steps.end {
      if case .sum(let sum) = program.steps[i] { add(Int(sum)) }
    }
    return wanted.sorted()
  }

  /// Merely reads one column of sums.
  @_optimize(speed)
  func sum(_ leaf: Int) -> Int128 {
    let column = sums[leaf]
    var (a, b, c, d): (Int128, Int128, Int128, Int128) = (0, 0, 0, 0)
    var row = 0
    while row + 4 <= rows {
      a &+= column[row]
      b &+= column[row + 1]
      c &+= column[row + 2]
      d &+= column[row + 3]
      row += 4
    }
    while row < rows {
      a &+= column[row]
      row += 1
    }
    return a &+ b &+ c &+ d
  }

  /// Works columns out, block by block as a query does.
  func evaluate(_ program: borrowing Program, _ columns: [Int], _ data: [UInt8]) {
    let result = ValueRows(numerators: numerators, denominators: denominators, states: states)
    var leaves = sums.map { UnsafePointer($0) }
    leaves.withUnsafeMutableBufferPointer { leaves in
      data.withUnsafeBufferPointer { data in
        for start in stride(from: 0, to: rows, by: Self.block) {
          for leaf in 0..<leaves.count { leaves[leaf] = UnsafePointer(sums[leaf] + start) }
          let block = RowBlock(
            leaves: UnsafePointer(leaves.baseAddress!), data: data.baseAddress!, count: min(Self.block, rows - start), waiting: waiting)
          for column in columns { program.evaluate(column, block, into: result.from(start)) }
        }
      }
    }
  }
}

/// The indicators that are fractions as columns of one program, each twice: by its name, and as the formula it stands for.
struct RatioIndicators: ~Copyable {
  private(set) var program = Program(heap)
  private(set) var names: [String] = []

  init() throws {
    let kinds = try KindTable(heap)
    let registry = try Registry(heap)
    for i in 0..<registry.rows.count where registry.rows[i].flags & (Registry.Flag.measure | Registry.Flag.elsewhere) == 0 {
      let row = registry.rows[i]
      var alone = Program(heap)
      try alone.add(column: row.id, kinds: kinds, registry: registry, scale: 2)
      // Numbers alone, such as an allowed share, read no columns.
      if !alone.columns[0].isRatio || alone.leaves.isEmpty { continue }
      for text in [row.id, row.formula] { try program.add(column: text, kinds: kinds, registry: registry, scale: 2) }
      names.append(String(decoding: UnsafeBufferPointer(start: row.id.start, count: row.id.count), as: UTF8.self))
    }
  }
}
