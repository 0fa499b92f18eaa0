/// Facts by buyer: a fact that names an account belongs to it. Any other belongs to the account that its person is linked to,
/// else to that of the person's earliest fact that names one, else to the person; persons who are linked to one another are one
/// (see `LinkedPersons`). What does not belong to the person alone stands a second time, in `joined`, by buyer; analyses read
/// it there and leave it out where it stands by person.
extension JourneyStore {
  /// Makes `joined` of the bins and the links, if anything changed since it was made.
  mutating func join() throws(OutOfMemory) {
    if isJoined { return }
    joined.removeAll()
    mayHaveMarked = true
    links.settle()
    let linked = try LinkedPersons(heap, links)
    var layout = RowLayout(dimensions: context.dimensionCount, columns: RowLayout.Optional.account)
    for p in 0..<bins.count {
      for b in 0..<bins[p].count {
        layout.columns |= bins[p][b].columns
        for o in 0..<bins[p][b].ownerCount { bins[p][b].marks[o] &= ~Segment.Mark.joined }
      }
    }
    var earliest = try EarliestAccounts(heap, layout, of: linked.count)
    var owners = Buffer<JoinedOwner>(heap)
    var total = 0
    for p in 0..<bins.count {
      for b in 0..<bins[p].count where bins[p][b].hasAccounts || !linked.isEmpty {
        for o in 0..<bins[p][b].ownerCount {
          var one = JoinedOwner(p, b, o)
          let isPerson = bins[p][b].marks[o] & Segment.Mark.account == 0
          let end = isPerson ? linked.end(of: bins[p][b].owners[o]) : nil
          if let end { one.end = UInt32(end) }
          if let named = bins[p][b].firstAccount(of: o) {
            one.buyer = UInt64(bitPattern: bins[p][b].account[named])
            if let end {
              try earliest.offer(end) { row in bins[p][b].unpack(named, of: o, to: row, layout) } isBefore: { a, b in
                RowComparison(context: context, layout: layout).compare(a, b) < 0
              }
            }
          } else if end == nil {
            continue
          }
          bins[p][b].marks[o] |= Segment.Mark.joined
          try owners.append(one)
          total += Int(bins[p][b].starts[o + 1] - bins[p][b].starts[o])
        }
      }
    }
    for i in 0..<owners.count {
      if owners[i].end == JoinedOwner.unlinked { continue }
      let end = Int(owners[i].end)
      if let account = linked.account(end) ?? earliest.account(end) {
        owners[i].buyer = account
      } else {
        owners[i].buyer = linked.person(end)
        owners[i].mark = 0
      }
    }
    if total > 0 { try join(owners, total, layout) }
    isJoined = true
  }

  /// There may be as many as there are people, so numbers are no wider than need be.
  private struct JoinedOwner: BitwiseCopyable {
    static var unlinked: UInt32 { .max }

    /// Of his facts that name no account.
    var buyer: UInt64 = 0
    private let storedBin: UInt32
    private let storedOwner: UInt32
    /// Who the person is by links.
    var end = unlinked
    private let storedPartition: UInt8
    var mark = Segment.Mark.account

    init(_ partition: Int, _ bin: Int, _ owner: Int) {
      storedPartition = UInt8(truncatingIfNeeded: partition)
      storedBin = UInt32(truncatingIfNeeded: bin)
      storedOwner = UInt32(truncatingIfNeeded: owner)
    }

    var partition: Int { Int(storedPartition) }
    var bin: Int { Int(storedBin) }
    var owner: Int { Int(storedOwner) }
  }

  private mutating func join(_ owners: borrowing Buffer<JoinedOwner>, _ total: Int, _ layout: RowLayout) throws(OutOfMemory) {
    var bits: UInt64 = 0
    while total > Self.rowsPerBin << Int(bits) { bits += 1 }
    var starts = Buffer<Int>(heap)
    try starts.append(repeating: 0, count: 1 << Int(bits) + 1)
    for i in 0..<owners.count {
      let from = owners[i]
      for row in Int(bins[from.partition][from.bin].starts[from.owner])..<Int(bins[from.partition][from.bin].starts[from.owner + 1]) {
        let named = UInt64(bitPattern: bins[from.partition][from.bin].account[row])
        starts[Place.bin(Place.hash(named != 0 ? named : from.buyer), bits: bits) + 1] += 1
      }
    }
    for bin in 0..<1 << Int(bits) { starts[bin + 1] += starts[bin] }
    // The rows of all bins, with whom each is put under.
    var rows = Buffer<UInt64>(heap)
    try rows.reserve(exactly: total * layout.stride)
    rows.appendWritten(total * layout.stride)
    var buyers = Buffer<UInt64>(heap)
    try buyers.append(repeating: 0, count: total)
    var marks = Buffer<UInt8>(heap)
    try marks.append(repeating: 0, count: total)
    var next = try Buffer(copying: starts)
    var own = Buffer<UInt64>(heap)
    for i in 0..<owners.count {
      let from = owners[i]
      let count = Int(bins[from.partition][from.bin].starts[from.owner + 1] - bins[from.partition][from.bin].starts[from.owner])
      own.removeAll()
      try own.reserve(exactly: count * layout.stride)
      unsafe bins[from.partition][from.bin].unpack(owner: from.owner, to: own.base.unsafelyUnwrapped, layout)
      for r in 0..<count {
        let row = unsafe Row(own.base.unsafelyUnwrapped + r * layout.stride)
        let named = row.account(layout)
        let buyer = named != 0 ? named : from.buyer
        let bin = Place.bin(Place.hash(buyer), bits: bits)
        buyers[next[bin]] = buyer
        marks[next[bin]] = named != 0 ? Segment.Mark.account : from.mark
        unsafe Row(rows.base.unsafelyUnwrapped + next[bin] * layout.stride).copy(row, layout)
        next[bin] += 1
      }
    }
    var builder = BinBuilder(heap, context)
    try joined.reserve(exactly: 1 << Int(bits))
    for bin in 0..<1 << Int(bits) {
      try builder.begin(layout, atMost: starts[bin + 1] - starts[bin])
      for pass in 0..<2 {
        if pass == 1 { try builder.lay() }
        for i in starts[bin]..<starts[bin + 1] {
          let number = try builder.announce(buyers[i], marks[i], Place.hash(buyers[i]), rows: pass == 0 ? 1 : 0)
          if pass == 1 { unsafe builder.place(number, rows: 1).copy(Row(rows.base.unsafelyUnwrapped + i * layout.stride), layout) }
        }
      }
      joined.appendReserved(try builder.finish(namesPersons: true, hasBurials: false, derives: false))
    }
  }
}

/// Of several persons who are one, the earliest fact that names an account.
@safe
private struct EarliestAccounts: ~Copyable {
  private let layout: RowLayout
  /// By the persons' end: the number of the fact and one, 0: none yet.
  private var numbers: Buffer<UInt32>
  private var rows: Buffer<UInt64>
  private var spare: Buffer<UInt64>

  init(_ heap: Heap, _ layout: RowLayout, of count: Int) throws(OutOfMemory) {
    var numbers = Buffer<UInt32>(heap)
    try numbers.append(repeating: 0, count: count)
    var spare = Buffer<UInt64>(heap)
    try spare.append(repeating: 0, count: layout.stride)
    self.layout = layout
    self.numbers = numbers
    self.spare = spare
    rows = Buffer(heap)
  }

  private func row(_ number: UInt32) -> Row {
    unsafe Row(rows.base.unsafelyUnwrapped + (Int(number) - 1) * layout.stride)
  }

  /// Keeps the fact that `write` writes if it is the first, or before the one that is kept.
  mutating func offer(_ end: Int, _ write: (Row) -> Void, isBefore: (Row, Row) -> Bool) throws(OutOfMemory) {
    let given = unsafe Row(spare.base.unsafelyUnwrapped)
    write(given)
    if numbers[end] == 0 {
      try rows.append(repeating: 0, count: layout.stride)
      numbers[end] = UInt32(rows.count / layout.stride)
    } else if !isBefore(given, row(numbers[end])) {
      return
    }
    row(numbers[end]).copy(given, layout)
  }

  func account(_ end: Int) -> UInt64? { numbers[end] == 0 ? nil : row(numbers[end]).account(layout) }
}

extension Segment {
  /// The earliest fact of an owner that names an account.
  fileprivate func firstAccount(of owner: Int) -> Int? {
    guard hasAccounts else { return nil }
    for row in Int(starts[owner])..<Int(starts[owner + 1]) where account[row] != 0 { return row }
    return nil
  }
}
