/// Facts by buyer: a fact that names an account belongs to it, any other to the account of its person's earliest fact that
/// names one. Those whose buyer is an account stand a second time, in `joined`, by buyer; analyses read them there and leave
/// them out where they stand by person.
extension JourneyStore {
  /// Makes `joined` of the bins, if anything changed since it was made.
  mutating func join() throws(OutOfMemory) {
    if isJoined { return }
    joined.removeAll()
    var owners = Buffer<JoinedOwner>(heap)
    var total = 0
    var layout = RowLayout(dimensions: context.dimensionCount, columns: RowLayout.Optional.account)
    for p in 0..<bins.count {
      for b in 0..<bins[p].count {
        layout.columns |= bins[p][b].columns
        for o in 0..<bins[p][b].ownerCount { bins[p][b].marks[o] &= ~Segment.Mark.joined }
        guard bins[p][b].hasAccounts else { continue }
        for o in 0..<bins[p][b].ownerCount {
          guard let account = bins[p][b].account(of: o) else { continue }
          bins[p][b].marks[o] |= Segment.Mark.joined
          try owners.append(JoinedOwner(partition: p, bin: b, owner: o, account: account))
          total += Int(bins[p][b].starts[o + 1] - bins[p][b].starts[o])
        }
      }
    }
    if total > 0 { try join(owners, total, layout) }
    isJoined = true
  }

  private struct JoinedOwner {
    var partition: Int
    var bin: Int
    var owner: Int
    /// Of his facts that name none.
    var account: UInt64
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
        starts[Place.bin(Place.hash(named != 0 ? named : from.account), bits: bits) + 1] += 1
      }
    }
    for bin in 0..<1 << Int(bits) { starts[bin + 1] += starts[bin] }
    // The rows of all bins, with whom each is put under.
    var rows = Buffer<UInt64>(heap)
    try rows.reserve(exactly: total * layout.stride)
    rows.appendWritten(total * layout.stride)
    var buyers = Buffer<UInt64>(heap)
    try buyers.append(repeating: 0, count: total)
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
        let buyer = named != 0 ? named : from.account
        let bin = Place.bin(Place.hash(buyer), bits: bits)
        buyers[next[bin]] = buyer
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
          let number = builder.announce(buyers[i], Segment.Mark.account, Place.hash(buyers[i]), rows: pass == 0 ? 1 : 0)
          if pass == 1 { unsafe builder.place(number, rows: 1).copy(Row(rows.base.unsafelyUnwrapped + i * layout.stride), layout) }
        }
      }
      joined.appendReserved(try builder.finish(namesPersons: true, hasBurials: false, derives: false))
    }
  }
}

extension Segment {
  /// The account that an owner buys for: what his earliest fact that names one names.
  func account(of owner: Int) -> UInt64? {
    for row in Int(starts[owner])..<Int(starts[owner + 1]) {
      let named = UInt64(bitPattern: account[row])
      if named != 0 { return named }
    }
    return nil
  }
}
