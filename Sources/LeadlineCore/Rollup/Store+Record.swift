extension Store {
  /// Adds rows [from, to) of a batch to every rollup: all or nothing. `isChecked`: every row is known to keep the rules, so
  /// that only memory can be missing.
  mutating func record(_ facts: FactColumns, from: Int, to: Int, isChecked: Bool) -> ChunkOutcome {
    let known = greatestTime
    var row = from
    while row < to {
      let rows = Swift.min(Chunk.capacity, to - row)
      let outcome = recordChunk(facts, row, rows, isChecked)
      if outcome != .done {
        takeOut(facts, from: from, to: row)
        greatestTime = known
        return outcome
      }
      row += rows
    }
    return .done
  }

  @_optimize(speed)
  private mutating func recordChunk(_ facts: FactColumns, _ from: Int, _ rows: Int, _ isChecked: Bool) -> ChunkOutcome {
    let chunk = Chunk(facts, from: from, rows: rows)
    var counts = UInt64(rows)
    var amounts: UInt64 = 0
    if let column = unsafe chunk.amount {
      guard let sum = unsafe Chunk.magnitude(column, rows, limit: UInt64(FactRules.maxAmount), &mayBeNegative) else { return .invalid }
      amounts = sum
    }
    if let column = unsafe chunk.count {
      guard let sum = unsafe Chunk.magnitude(column, rows, limit: UInt64(FactRules.maxCount), &mayBeNegative) else { return .invalid }
      counts = sum
    }
    if !isChecked {
      if unsafe facts.person != nil && facts.count != nil {
        for row in from..<from + rows where unsafe facts.count.unsafelyUnwrapped[row] < 0 && facts.person.unsafelyUnwrapped[row] != 0 {
          return .invalid
        }
      }
      for d in 0..<facts.dimensionCount {
        guard let column = unsafe facts.column(d), !isDirect(d) else { continue }
        let codes = unsafe column + from
        if unsafe Chunk.isBelow(context.names[d].count, codes, rows) { continue }
        for row in 0..<rows where unsafe !context.names[d].isGiven(codes[row]) { return .invalid }
      }
    }
    do {
      try makeRoom(counts: counts, amounts: amounts)
    } catch {
      return .outOfMemory
    }
    for r in 0..<rollupCount {
      var outcome = add(chunk, facts, from, r)
      var added = r
      if outcome == .done && !aimPersons(chunk, facts, from, r) {
        outcome = .outOfMemory
        added += 1
      }
      if outcome != .done {
        for done in 0..<added { subtract(chunk, facts, from, done) }
        return outcome
      }
    }
    greatestTime = chunk.greatestTime(greatestTime)
    return .done
  }

  /// Whether the loop over a rollup whose tuples are this dimension's codes looks at them anyway.
  private func isDirect(_ dimension: Int) -> Bool {
    for r in 0..<rollupCount {
      let shape = shape(r)
      if shape.isDirect && shape.width == 1 && Int(shape.dimensions[0]) == dimension { return true }
    }
    return false
  }

  @inline(never)
  private mutating func add(_ chunk: Chunk, _ facts: FactColumns, _ from: Int, _ r: Int) -> ChunkOutcome {
    let shape = shape(r)
    // By a pointer of its own: the thread sanitizer takes the longer path for a change to the heap.
    let memory = unsafe scratch.pointer
    let columns = unsafe memory.pointee.point(at: facts, from: from, shape)
    let context = addContext(shape)
    return isWide ? unsafe wide[r].add(chunk, columns, context) : unsafe narrow[r].add(chunk, columns, context)
  }

  @inline(never)
  private mutating func subtract(_ chunk: Chunk, _ facts: FactColumns, _ from: Int, _ r: Int) {
    let shape = shape(r)
    // By a pointer of its own: the thread sanitizer takes the longer path for a change to the heap.
    let memory = unsafe scratch.pointer
    let columns = unsafe memory.pointee.point(at: facts, from: from, shape)
    let context = addContext(shape)
    if isWide { unsafe wide[r].subtract(chunk, columns, context) } else { unsafe narrow[r].subtract(chunk, columns, context) }
  }

  /// Takes rows that were added out again. Cannot fail; the greatest time stays.
  mutating func takeOut(_ facts: FactColumns, from: Int, to: Int) {
    var row = from
    while row < to {
      let rows = Swift.min(Chunk.capacity, to - row)
      let chunk = Chunk(facts, from: row, rows: rows)
      for r in 0..<rollupCount { subtract(chunk, facts, row, r) }
      row += rows
    }
  }
}
