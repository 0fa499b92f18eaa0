/// What a query asks, taken apart and checked; texts are the caller's, read during the call.
struct QueryPlan: ~Copyable {
  /// One key of the answer: a dimension of the rollup or an attribute of one.
  struct Key {
    /// The engine's number.
    var dimension: Int
    /// The rollup's position of it, or of its base.
    var position: Int
    var isAttribute: Bool
  }

  struct Filter: ~Copyable {
    var key: Key
    /// By shown code: 1 where it passes.
    var codes: Buffer<UInt8>
  }

  /// One column to order by.
  struct Order {
    enum Target {
      case key(Int)
      case period
      case column(Int)
    }

    var target: Target
    var descending: Bool
  }

  /// A rule that rows are held against; its sides are two columns of the program.
  struct Rule: ~Copyable {
    /// With a NUL behind it.
    let name: Buffer<UInt8>
    let sides: Program.Sides
  }

  var rollup = -1
  var keys: Buffer<Key>
  var filters: Buffer<Filter>
  var orders: Buffer<Order>
  var program: Program
  /// By condition of the program, its dimension.
  var conditions: Buffer<Key>
  var period = Period.all
  var from = Int64.min
  var to = Int64.max
  /// Nil: the greatest time taken in.
  var asOf: Int64?
  var limit = 0
  var hasTotals = false
  /// Whether keys of which only an earlier period has anything are rows, too.
  var hasEarlierKeys = false
  /// Slots of kinds that count as taken in.
  var measured: Buffer<UInt16>
  /// Whether there are prices that its columns ask for: they count by the day.
  var isPriced = false
  /// Rows that breach rules are asked for, and no columns.
  var isForAlerts = false
  var rules: Buffer<Rule>

  init(_ heap: Heap) {
    keys = Buffer(heap)
    filters = Buffer(heap)
    orders = Buffer(heap)
    program = Program(heap)
    conditions = Buffer(heap)
    rules = Buffer(heap)
    measured = Buffer(heap)
  }
}

extension Engine {
  /// The number of the rollup of this name, or nil.
  func rollupIndex(named name: Bytes) -> Int? {
    for r in 0..<shapes.count where rollupNames[r].count > 1 {
      if unsafe Bytes(UnsafePointer(rollupNames[r].base.unsafelyUnwrapped), rollupNames[r].count - 1) == name { return r }
    }
    return nil
  }

  func position(of dimension: Int, in rollup: Int) -> Int? {
    for p in 0..<shapes[rollup].width where Int(shapes[rollup].dimensions[p]) == dimension { return p }
    return nil
  }

  /// The dimension of facts that a dimension or attribute rests on.
  func base(_ dimension: Int) -> Int { dimensions[dimension].isAttribute ? dimensions[dimension].base : dimension }

  /// Whether a rollup can answer for these dimensions at this period.
  /// `daily`: it must tell days apart.
  func fits(_ rollup: Int, _ wanted: borrowing Buffer<Int>, _ period: Period, daily: Bool = false) -> Bool {
    guard shapes[rollup].period.nests(in: period), !daily || shapes[rollup].period.nests(in: .day) else { return false }
    for i in 0..<wanted.count where position(of: base(wanted[i]), in: rollup) == nil { return false }
    return true
  }

  /// The fitting rollup with the fewest dimensions, then the longest period; `exactly`: with these dimensions and no other.
  func choose(_ wanted: borrowing Buffer<Int>, _ period: Period, exactly: Bool, daily: Bool = false) -> Int? {
    var best: Int?
    for r in 0..<shapes.count where fits(r, wanted, period, daily: daily) {
      if exactly && shapes[r].width != wanted.count { continue }
      guard let old = best else {
        best = r
        continue
      }
      let fewer = shapes[r].width < shapes[old].width
      let longer = shapes[r].width == shapes[old].width && rank(shapes[r].period) > rank(shapes[old].period)
      if fewer || longer { best = r }
    }
    return best
  }

  private func rank(_ period: Period) -> UInt32 { period == .all ? 100 : period.rawValue }
}
