/// What a cohort did in one age.
struct CohortCell: BitwiseCopyable {
  /// Members with an activity.
  var active: UInt64 = 0
  /// Activities.
  var facts: UInt64 = 0
  var revenue: Int128 = 0
  var net: Int128 = 0
  var goods: Int128 = 0
  var service: Int128 = 0

  mutating func add(_ other: CohortCell) {
    active &+= other.active
    facts &+= other.facts
    revenue += other.revenue
    net += other.net
    goods += other.goods
    service += other.service
  }
}

/// What a cohort is and did, apart from its ages.
struct CohortSum: BitwiseCopyable {
  var size: UInt64 = 0
  /// Members who bought, and those who bought more than once.
  var customers: UInt64 = 0
  var repeatCustomers: UInt64 = 0
  var sales: UInt64 = 0
  var referrals: UInt64 = 0
  /// Corrections that took nothing off.
  var excess: Int128 = 0

  mutating func add(_ other: CohortSum) {
    size &+= other.size
    customers &+= other.customers
    repeatCustomers &+= other.repeatCustomers
    sales &+= other.sales
    referrals &+= other.referrals
    excess += other.excess
  }
}

/// What is counted of cohorts. Tallies of disjoint journeys add up.
struct CohortTally: ~Copyable {
  /// Ages below this have a cell in an array; the others, which stray times make, in a table.
  private static var near: Int { 1024 }

  let heap: Heap
  let hasTimes: Bool
  var groups: GroupIndex
  var sums: Buffer<CohortSum>
  /// By group: the time between purchases.
  var times: Buffer<DurationSketch>
  /// By group, then age, as far as anything happened.
  private var nearby: Buffer<Buffer<CohortCell>>
  /// Group and age of cells further off.
  private var far: GroupIndex
  private var farCells: Buffer<CohortCell>
  private var place: Buffer<Int64>

  init(_ heap: Heap, width: Int, hasTimes: Bool) throws(OutOfMemory) {
    self.heap = heap
    self.hasTimes = hasTimes
    groups = GroupIndex(heap, width: width)
    sums = Buffer(heap)
    times = Buffer(heap)
    nearby = Buffer(heap)
    far = GroupIndex(heap, width: 2)
    farCells = Buffer(heap)
    var place = Buffer<Int64>(heap)
    try place.append(repeating: 0, count: 2)
    self.place = place
  }

  /// The number of a key, with room for what is counted of it.
  mutating func group(_ key: borrowing Buffer<Int64>) throws(OutOfMemory) -> Int {
    try sums.reserve(more: 1)
    try nearby.reserve(more: 1)
    if hasTimes { try times.reserve(more: 1) }
    var isNew = false
    let group = try groups.find(key, isNew: &isNew)
    guard isNew else { return group }
    sums.appendReserved(CohortSum())
    nearby.appendReserved(Buffer(heap))
    if hasTimes { times.appendReserved(DurationSketch(heap)) }
    return group
  }

  @inline(__always)
  mutating func add(_ cell: CohortCell, _ group: Int, _ age: Int) throws(OutOfMemory) {
    if age < Self.near && age < nearby[group].count {
      nearby[group][age].add(cell)
    } else {
      try addElsewhere(cell, group, age)
    }
  }

  /// Adds a cell without costs or corrections.
  @inline(__always)
  mutating func addPlain(_ cell: CohortCell, _ group: Int, _ age: Int) throws(OutOfMemory) {
    if age < Self.near && age < nearby[group].count {
      nearby[group][age].active &+= cell.active
      nearby[group][age].facts &+= cell.facts
      nearby[group][age].revenue += cell.revenue
      nearby[group][age].net += cell.revenue
    } else {
      var cell = cell
      cell.net = cell.revenue
      try addElsewhere(cell, group, age)
    }
  }

  @inline(never)
  private mutating func addElsewhere(_ cell: CohortCell, _ group: Int, _ age: Int) throws(OutOfMemory) {
    if age < Self.near {
      try nearby[group].resize(to: age + 1, filling: CohortCell())
      nearby[group][age] = cell
      return
    }
    try farCells.reserve(more: 1)
    (place[0], place[1]) = (Int64(group), Int64(age))
    var isNew = false
    let at = try far.find(place, isNew: &isNew)
    if isNew { farCells.appendReserved(CohortCell()) }
    farCells[at].add(cell)
  }

  /// Of an age; empty where nothing happened.
  mutating func cell(_ group: Int, _ age: Int) -> CohortCell {
    if age < Self.near { return age < nearby[group].count ? nearby[group][age] : CohortCell() }
    (place[0], place[1]) = (Int64(group), Int64(age))
    guard let at = far.place(of: place) else { return CohortCell() }
    return farCells[at]
  }

  mutating func merge(_ other: borrowing CohortTally) throws(OutOfMemory) {
    var key = Buffer<Int64>(heap)
    try key.append(repeating: 0, count: groups.width)
    for g in 0..<other.groups.count {
      for w in 0..<groups.width { key[w] = other.groups.key(g, w) }
      let group = try group(key)
      sums[group].add(other.sums[g])
      if hasTimes { try times[group].merge(other.times[g]) }
      for age in 0..<other.nearby[g].count { try add(other.nearby[g][age], group, age) }
    }
    for i in 0..<other.farCells.count {
      // Its group here is there by now.
      for w in 0..<groups.width { key[w] = other.groups.key(Int(other.far.key(i, 0)), w) }
      try addElsewhere(other.farCells[i], try group(key), Int(other.far.key(i, 1)))
    }
  }
}
