/// What visits are made of, where an engine derives them from the page views of persons.
@safe
struct VisitRules {
  struct Role {
    static var page: UInt8 { 1 }
    static var outcome: UInt8 { 2 }
    static var derived: UInt8 { 4 }
  }

  /// By slot of a kind: `Role`s.
  let roles: UnsafePointer<UInt8>
  /// A gap longer than this begins another visit.
  let idle: Int64
  /// Units of an amount that a second is.
  let second: Int64
  let visit: UInt16
  let bounce: UInt16
  let engaged: UInt16

  /// How long a visit of one page takes to count as engaged.
  static var engagedAfter: Int64 { 10_000_000 }

  @inline(__always)
  func has(_ role: UInt8, _ slot: UInt16) -> Bool { unsafe roles[Int(slot)] & role != 0 }

  /// A time between two facts as an amount, rounded down.
  func amount(_ microseconds: Int64) -> Int64 {
    let (whole, part) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
    let (product, isTooMuch) = whole.multipliedReportingOverflow(by: second)
    if isTooMuch || product > FactRules.maxAmount - second { return FactRules.maxAmount }
    return product + part * second / 1_000_000
  }
}

/// A visit while a person's facts are gone through: it has the time and names of its first page and lasts until its last.
struct Visit {
  /// The row of its first page.
  var first: Int
  var began: Int64
  var last: Int64
  var pages = 1
  var hasOutcome = false

  var isBounce: Bool { pages == 1 }
  var isEngaged: Bool { pages > 1 || hasOutcome || last - began >= VisitRules.engagedAfter }

  /// Facts that it gives.
  var facts: Int { 1 + (isBounce ? 1 : 0) + (isEngaged ? 1 : 0) }
}

extension BinBuilder {
  /// Adds the facts of visits to each person's, whose own are in order.
  mutating func addVisits(_ rules: VisitRules) throws(OutOfMemory) {
    let comparison = RowComparison(context: context, layout: layout)
    var visits = Buffer<Visit>(heap)
    var fresh = Buffer<UInt64>(heap)
    try fresh.reserve(exactly: rows.count)
    let total = Int(starts[owners.count])
    var start = 0
    for o in 0..<owners.count {
      let end = Int(starts[o + 1])
      visits.removeAll()
      if marks[o] & Segment.Mark.account == 0 { try findVisits(start, end, rules, &visits) }
      let first = fresh.count / layout.stride
      unsafe try fresh.append(from: UnsafePointer(row(start).words), count: (end - start) * layout.stride)
      for v in 0..<visits.count { try append(visits[v], rules, to: &fresh) }
      starts[o] = UInt32(first)
      start = end
    }
    derived = fresh.count / layout.stride - total
    if derived == 0 { return }
    starts[owners.count] = UInt32(fresh.count / layout.stride)
    swap(&rows, &fresh)
    for o in 0..<owners.count { try sort(Int(starts[o]), Int(starts[o + 1]), comparison) }
  }

  private func findVisits(_ start: Int, _ end: Int, _ rules: VisitRules, _ visits: inout Buffer<Visit>) throws(OutOfMemory) {
    for i in start..<end {
      let (slot, time) = (row(i).slot, row(i).time)
      let open = visits.count - 1
      let isWithin = open >= 0 && time - visits[open].last <= rules.idle
      if rules.has(VisitRules.Role.page, slot) {
        if isWithin {
          visits[open].last = time
          visits[open].pages += 1
        } else {
          try visits.append(Visit(first: i, began: time, last: time))
        }
      } else if isWithin && rules.has(VisitRules.Role.outcome, slot) {
        visits[open].hasOutcome = true
      }
    }
  }

  private func append(_ visit: Visit, _ rules: VisitRules, to fresh: inout Buffer<UInt64>) throws(OutOfMemory) {
    try fresh.reserve(more: visit.facts * layout.stride)
    for part in 0..<3 {
      if part == 1 && !visit.isBounce || part == 2 && !visit.isEngaged { continue }
      let at = fresh.count
      fresh.appendWritten(layout.stride)
      let fact = unsafe Row(fresh.base.unsafelyUnwrapped + at)
      fact.copy(row(visit.first), layout)
      fact.turn(
        into: part == 0 ? rules.visit : part == 1 ? rules.bounce : rules.engaged,
        amount: part == 0 ? rules.amount(visit.last - visit.began) : 0, layout)
    }
  }
}

extension Row {
  /// Makes a fact of another kind, without id and ref, of what is at hand.
  func turn(into slot: UInt16, amount: Int64, _ layout: RowLayout) {
    unsafe words[2] = words[2] & ~0xFFFF | UInt64(slot)
    if layout.has(RowLayout.Optional.amount) { unsafe words[layout.place(of: RowLayout.Optional.amount)] = UInt64(bitPattern: amount) }
    if layout.has(RowLayout.Optional.count) { unsafe words[layout.place(of: RowLayout.Optional.count)] = 1 }
    if layout.has(RowLayout.Optional.id) { unsafe words[layout.place(of: RowLayout.Optional.id)] = 0 }
    if layout.has(RowLayout.Optional.ref) { unsafe words[layout.place(of: RowLayout.Optional.ref)] = 0 }
  }
}
