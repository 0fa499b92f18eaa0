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
  /// By group: how many of the tallies taken in have it.
  private(set) var holders: Buffer<Int32>

  init(_ heap: Heap, words: Int, outcomes: Int, models: Int, hasDetails: Bool) {
    self.heap = heap
    self.outcomes = outcomes
    self.models = models
    width = models * 2 + (hasDetails ? Detail.count : 0)
    groups = GroupIndex(heap, width: words)
    cells = Buffer(heap)
    holders = Buffer(heap)
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
    // 2^64 amounts of 64 bits do not fill 128.
    let place = place(group, outcome) &+ model &* 2
    cells[place] &+= units
    cells[place &+ 1] &+= value
  }

  @inline(__always)
  mutating func count(_ group: Int, _ outcome: Int, _ detail: Detail, _ outcomes: Int128, _ value: Int128) {
    let place = place(group, outcome) + models * 2 + detail.rawValue
    cells[place] += outcomes
    cells[place + 1] += value
  }

  /// Takes another in or, where `isTaken`, one that was taken in off again.
  mutating func merge(_ other: borrowing CreditTally, isTaken: Bool = false) throws(OutOfMemory) {
    var key = Buffer<Int64>(heap)
    try key.append(repeating: 0, count: groups.width)
    for g in 0..<other.groups.count {
      for w in 0..<groups.width { key[w] = other.groups.key(g, w) }
      let group = try group(key)
      try holders.count(group, isTaken)
      let (to, from) = (place(group, 0), other.place(g, 0))
      if isTaken {
        for i in 0..<outcomes * width { cells[to + i] -= other.cells[from + i] }
      } else {
        for i in 0..<outcomes * width { cells[to + i] += other.cells[from + i] }
      }
    }
  }

  /// Whether more groups came and went than there are.
  var isSparse: Bool {
    var gone = 0
    for g in 0..<groups.count where holders[g] == 0 { gone += 1 }
    return gone > 1024 && gone > groups.count / 2
  }

  /// The same without groups that came and went.
  func standing() throws(OutOfMemory) -> CreditTally {
    var standing = CreditTally(heap, words: groups.width, outcomes: outcomes, models: models, hasDetails: width > models * 2)
    var key = Buffer<Int64>(heap)
    try key.append(repeating: 0, count: groups.width)
    for g in 0..<groups.count where holders[g] > 0 {
      for w in 0..<groups.width { key[w] = groups.key(g, w) }
      let (to, from) = (standing.place(try standing.group(key), 0), place(g, 0))
      for i in 0..<outcomes * width { standing.cells[to + i] = cells[from + i] }
    }
    return standing
  }
}

extension Buffer<Int32> {
  /// Counts one more at an index, or one less.
  mutating func count(_ index: Int, _ isTaken: Bool) throws(OutOfMemory) {
    if index >= count { try resize(to: Swift.max(index + 1, count * 2), filling: 0) }
    self[index] += isTaken ? -1 : 1
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

  /// What a sketch is made of: one outcome.
  struct Each {
    var place: UInt32
    var touches: UInt32
    /// Since the first touch, where there is one.
    var time: Int64
  }

  let heap: Heap
  let outcomes: Int
  let models: Int
  /// Whether outcomes are listed, not put into sketches, from which nothing can be taken again.
  let keepsEach: Bool
  /// The period alone, if one is asked for.
  private(set) var groups: GroupIndex
  /// By group, then outcome.
  private(set) var sums: Buffer<Sum>
  /// By group, outcome, model: units, then value.
  private(set) var unassigned: Buffer<Int128>
  /// By group, then outcome: of touches, and of microseconds since the first.
  var touches: Buffer<DurationSketch>
  var times: Buffer<DurationSketch>
  private(set) var each: Buffer<Each>
  /// By group: how many of the tallies taken in have it.
  private(set) var holders: Buffer<Int32>

  init(_ heap: Heap, words: Int, outcomes: Int, models: Int, keepsEach: Bool = false) {
    self.heap = heap
    self.outcomes = outcomes
    self.models = models
    self.keepsEach = keepsEach
    each = Buffer(heap)
    holders = Buffer(heap)
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
    if !keepsEach {
      try touches.reserve(more: outcomes)
      try times.reserve(more: outcomes)
    }
    var isNew = false
    let group = try groups.find(key, isNew: &isNew)
    if isNew {
      for _ in 0..<outcomes {
        sums.appendReserved(Sum())
        if keepsEach { continue }
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

  /// Notes how many touches an outcome had, and how long ago the first was.
  @inline(__always)
  mutating func note(_ place: Int, touches count: Int, since time: Int64) throws(OutOfMemory) {
    if keepsEach {
      try each.append(Each(place: UInt32(truncatingIfNeeded: place), touches: UInt32(truncatingIfNeeded: count), time: time))
      return
    }
    try touches[place].add(Int64(count))
    if count > 0 { try times[place].add(time) }
  }

  mutating func leave(_ place: Int, _ model: Int, _ units: Int128, _ value: Int128) {
    unassigned[(place * models + model) * 2] += units
    unassigned[(place * models + model) * 2 + 1] += value
  }

  /// Takes another in or, where `isTaken` and outcomes are listed, one that was taken in off again; the list stays what it is.
  mutating func merge(_ other: borrowing OutcomeTally, isTaken: Bool = false) throws(OutOfMemory) {
    var key = Buffer<Int64>(heap)
    try key.append(repeating: 0, count: groups.width)
    for g in 0..<other.groups.count {
      for w in 0..<groups.width { key[w] = other.groups.key(g, w) }
      let (to, from) = (try place(key), g * outcomes)
      try holders.count(to / outcomes, isTaken)
      for o in 0..<outcomes {
        sums[to + o].add(other.sums[from + o], isTaken)
        if keepsEach { continue }
        try touches[to + o].merge(other.touches[from + o])
        try times[to + o].merge(other.times[from + o])
      }
      for i in 0..<outcomes * models * 2 {
        let rest = other.unassigned[from * models * 2 + i]
        unassigned[to * models * 2 + i] += isTaken ? -rest : rest
      }
    }
  }

  /// The same without groups that came and went, and with sketches, which are empty: see `noteEach`.
  func standing() throws(OutOfMemory) -> OutcomeTally {
    var standing = OutcomeTally(heap, words: groups.width, outcomes: outcomes, models: models)
    var key = Buffer<Int64>(heap)
    try key.append(repeating: 0, count: groups.width)
    for g in 0..<groups.count where holders[g] > 0 {
      for w in 0..<groups.width { key[w] = groups.key(g, w) }
      let (to, from) = (try standing.place(key), g * outcomes)
      for o in 0..<outcomes { standing.sums[to + o] = sums[from + o] }
      for i in 0..<outcomes * models * 2 { standing.unassigned[to * models * 2 + i] = unassigned[from * models * 2 + i] }
    }
    return standing
  }

  /// Puts the outcomes that another lists into the sketches.
  mutating func noteEach(of other: borrowing OutcomeTally) throws(OutOfMemory) {
    var key = Buffer<Int64>(heap)
    try key.append(repeating: 0, count: groups.width)
    var places = Buffer<Int>(heap)
    for g in 0..<other.groups.count {
      for w in 0..<groups.width { key[w] = other.groups.key(g, w) }
      try places.append(try place(key))
    }
    for i in 0..<other.each.count {
      let one = other.each[i]
      let place = places[Int(one.place) / outcomes] + Int(one.place) % outcomes
      try note(place, touches: Int(one.touches), since: one.time)
    }
  }
}

extension OutcomeTally.Sum {
  fileprivate mutating func add(_ other: Self, _ isTaken: Bool) {
    outcomes = isTaken ? outcomes - other.outcomes : outcomes + other.outcomes
    untouched = isTaken ? untouched - other.untouched : untouched + other.untouched
    viewThrough = isTaken ? viewThrough - other.viewThrough : viewThrough + other.viewThrough
    value += isTaken ? -other.value : other.value
    viewThroughValue += isTaken ? -other.viewThroughValue : other.viewThroughValue
  }
}
