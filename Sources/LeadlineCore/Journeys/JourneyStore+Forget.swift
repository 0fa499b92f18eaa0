/// Whole facts of journeys, and which of them go with somebody who is forgotten. Everything must be in order.
extension JourneyStore {
  /// Shows facts, in `fact`, which is overwritten each time: those that `isWanted` names by segment, owner and row, of owners
  /// that `mayHold` names. Visits that were made of page views are made again of those that stay, and not shown.
  func eachFact(
    _ fact: Fact, of mayHold: (borrowing Segment, Int) -> Bool, _ isWanted: (borrowing Segment, Int, Int) -> Bool,
    _ body: (Fact) throws(OutOfMemory) -> Void
  ) throws(OutOfMemory) {
    for p in 0..<bins.count {
      for b in 0..<bins[p].count {
        for owner in 0..<bins[p][b].ownerCount where mayHold(bins[p][b], owner) {
          for row in Int(bins[p][b].starts[owner])..<Int(bins[p][b].starts[owner + 1])
          where !bins[p][b].isDerived(row, context.visits) && isWanted(bins[p][b], owner, row) {
            fact.set(bins[p][b], row, of: owner, context)
            try body(fact)
          }
        }
      }
    }
  }

  /// The bins as they will be.
  func without(_ who: borrowing Forgotten) throws(OutOfMemory) -> Buffer<Change> {
    try without(of: { segment, owner in who.mayHold(segment, owner) }) { segment, owner, row in who.holds(segment, owner, row) }
  }
}

extension Forgotten {
  /// Whether facts of an owner, in a bin, may go. There all facts of a person are one owner's.
  func mayHold(_ segment: borrowing Segment, _ owner: Int) -> Bool {
    if isAccount { return segment.hasAccounts }
    return segment.marks[owner] & Segment.Mark.account == 0 && holds(segment.owners[owner])
  }

  func holds(_ segment: borrowing Segment, _ owner: Int, _ row: Int) -> Bool {
    holds(person: segment.person(row, of: owner), account: UInt64(bitPattern: segment.account[row]))
  }
}

extension Fact {
  /// Copies a row of a segment.
  func set(_ segment: borrowing Segment, _ row: Int, of owner: Int, _ context: JourneyContext) {
    unsafe words[0] = UInt64(bitPattern: segment.id[row])
    unsafe words[1] = UInt64(bitPattern: segment.time[row])
    unsafe words[2] = UInt64(bitPattern: segment.amount[row])
    unsafe words[3] = UInt64(bitPattern: segment.count[row])
    unsafe words[4] = segment.person(row, of: owner)
    unsafe words[5] = UInt64(bitPattern: segment.account[row])
    unsafe words[6] = UInt64(bitPattern: segment.ref[row])
    unsafe words[7] = UInt64(context.kinds.pointee.number(at: UInt16(truncatingIfNeeded: segment.kind[row])))
    for w in 8..<Self.words(dimensions: dimensionCount) { unsafe words[w] = 0 }
    for d in 0..<context.dimensionCount {
      setCode(unsafe Int(context.dimensions[d]), UInt32(truncatingIfNeeded: segment.codes[d][row]))
    }
  }
}
