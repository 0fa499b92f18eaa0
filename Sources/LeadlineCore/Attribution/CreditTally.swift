/// Credit by group of keys, period and position, and by outcome. Tallies of disjoint journeys add up.
struct CreditTally: ~Copyable {
  /// What is counted beside the credit, behind the models' two columns each: a number, then a value.
  enum Detail: Int {
    case sourced = 0
    case last = 2
    case influenced = 4
    case assisted = 6
    case viewAssisted = 8
    case clickAssisted = 10
    case viewThrough = 12

    static var count: Int { 14 }
  }

  /// An outcome is worth so many units of credit.
  static var unitsPerOutcome: Int128 { 1_000_000 }

  let heap: Heap
  let outcomes: Int
  let models: Int
  /// Columns of a group and outcome.
  let width: Int
  /// Names of the key, then the period, then the position, as far as asked for.
  private(set) var groups: GroupIndex
  private(set) var cells: Buffer<Int128>

  init(_ heap: Heap, words: Int, outcomes: Int, models: Int, hasDetails: Bool) {
    self.heap = heap
    self.outcomes = outcomes
    self.models = models
    width = models * 2 + (hasDetails ? Detail.count : 0)
    groups = GroupIndex(heap, width: words)
    cells = Buffer(heap)
  }

  mutating func group(_ key: borrowing Buffer<Int64>) throws(OutOfMemory) -> Int {
    try cells.reserve(more: outcomes * width)
    var isNew = false
    let group = try groups.find(key, isNew: &isNew)
    if isNew { for _ in 0..<outcomes * width { cells.appendReserved(0) } }
    return group
  }

  @inline(__always)
  func place(_ group: Int, _ outcome: Int) -> Int { (group * outcomes + outcome) * width }

  @inline(__always)
  mutating func credit(_ group: Int, _ outcome: Int, _ model: Int, _ units: Int128, _ value: Int128) {
    let place = place(group, outcome) + model * 2
    cells[place] += units
    cells[place + 1] += value
  }

  @inline(__always)
  mutating func count(_ group: Int, _ outcome: Int, _ detail: Detail, _ outcomes: Int128, _ value: Int128) {
    let place = place(group, outcome) + models * 2 + detail.rawValue
    cells[place] += outcomes
    cells[place + 1] += value
  }

  mutating func merge(_ other: borrowing CreditTally) throws(OutOfMemory) {
    var key = Buffer<Int64>(heap)
    try key.append(repeating: 0, count: groups.width)
    for g in 0..<other.groups.count {
      for w in 0..<groups.width { key[w] = other.groups.key(g, w) }
      let (to, from) = (place(try group(key), 0), other.place(g, 0))
      for i in 0..<outcomes * width { cells[to + i] += other.cells[from + i] }
    }
  }
}

/// What outcomes came to, by period and outcome, and what no touch got of them.
struct OutcomeTally: ~Copyable {
  struct Sum {
    var outcomes: UInt64 = 0
    var untouched: UInt64 = 0
    var viewThrough: UInt64 = 0
    var value: Int128 = 0
    var viewThroughValue: Int128 = 0
  }

  let heap: Heap
  let outcomes: Int
  let models: Int
  /// The period alone, if one is asked for.
  private(set) var groups: GroupIndex
  /// By group, then outcome.
  private(set) var sums: Buffer<Sum>
  /// By group, outcome, model: units, then value.
  private(set) var unassigned: Buffer<Int128>
  /// By group, then outcome: of touches, and of microseconds since the first.
  var touches: Buffer<DurationSketch>
  var times: Buffer<DurationSketch>

  init(_ heap: Heap, words: Int, outcomes: Int, models: Int) {
    self.heap = heap
    self.outcomes = outcomes
    self.models = models
    groups = GroupIndex(heap, width: words)
    sums = Buffer(heap)
    unassigned = Buffer(heap)
    touches = Buffer(heap)
    times = Buffer(heap)
  }

  /// The place of a period's first outcome.
  mutating func place(_ key: borrowing Buffer<Int64>) throws(OutOfMemory) -> Int {
    try sums.reserve(more: outcomes)
    try unassigned.reserve(more: outcomes * models * 2)
    try touches.reserve(more: outcomes)
    try times.reserve(more: outcomes)
    var isNew = false
    let group = try groups.find(key, isNew: &isNew)
    if isNew {
      for _ in 0..<outcomes {
        sums.appendReserved(Sum())
        touches.appendReserved(DurationSketch(heap))
        times.appendReserved(DurationSketch(heap))
      }
      for _ in 0..<outcomes * models * 2 { unassigned.appendReserved(0) }
    }
    return group * outcomes
  }

  mutating func count(_ place: Int, _ outcomes: UInt64, _ value: Int128, untouched: Bool, viewThrough: Bool) {
    sums[place].outcomes += outcomes
    sums[place].value += value
    if untouched { sums[place].untouched += outcomes }
    if viewThrough {
      sums[place].viewThrough += outcomes
      sums[place].viewThroughValue += value
    }
  }

  mutating func leave(_ place: Int, _ model: Int, _ units: Int128, _ value: Int128) {
    unassigned[(place * models + model) * 2] += units
    unassigned[(place * models + model) * 2 + 1] += value
  }

  mutating func merge(_ other: borrowing OutcomeTally) throws(OutOfMemory) {
    var key = Buffer<Int64>(heap)
    try key.append(repeating: 0, count: groups.width)
    for g in 0..<other.groups.count {
      for w in 0..<groups.width { key[w] = other.groups.key(g, w) }
      let (to, from) = (try place(key), g * outcomes)
      for o in 0..<outcomes {
        let sum = other.sums[from + o]
        sums[to + o].outcomes += sum.outcomes
        sums[to + o].untouched += sum.untouched
        sums[to + o].viewThrough += sum.viewThrough
        sums[to + o].value += sum.value
        sums[to + o].viewThroughValue += sum.viewThroughValue
        try touches[to + o].merge(other.touches[from + o])
        try times[to + o].merge(other.times[from + o])
      }
      for i in 0..<outcomes * models * 2 { unassigned[to * models * 2 + i] += other.unassigned[from * models * 2 + i] }
    }
  }
}
