/// Distinct persons beside the cells of roll-ups: for each rollup and each declared kind those of its facts that name one.
extension Store {
  /// Where the persons of a rollup and a declared kind are.
  @inline(__always)
  func personCells(_ rollup: Int, _ declared: Int) -> Int { unsafe rollup * context.persons.pointee.slots.count + declared }

  /// Aims the rows of a chunk that a rollup has just taken in; false when memory is short. The numbers of its tuples are still
  /// in the scratch.
  mutating func aimPersons(_ chunk: Chunk, _ facts: FactColumns, _ from: Int, _ r: Int) -> Bool {
    guard !persons.isEmpty, let column = unsafe facts.person else { return true }
    let shape = shape(r)
    let memory = unsafe scratch.pointer
    let tuples: UnsafePointer<UInt32>
    if shape.isDirect && shape.width == 1 {
      unsafe tuples = memory.pointee.point(at: facts, from: from, shape)[0]
    } else {
      let numbers = unsafe shape.isDirect ? memory.pointee.zeros.base : memory.pointee.tuples.base
      unsafe tuples = UnsafePointer(numbers.unsafelyUnwrapped)
    }
    let first = personCells(r, 0)
    do {
      for d in unsafe 0..<context.persons.pointee.slots.count {
        // All that is left of the batch, so that the room is made once.
        try persons[first + d].reserve(rows: facts.rows - from, withCounts: unsafe facts.count != nil)
        if isWide {
          unsafe try Self.aim(chunk, tuples, column + from, &wide[r], 1 << UInt16(d), context, &persons[first + d])
        } else {
          unsafe try Self.aim(chunk, tuples, column + from, &narrow[r], 1 << UInt16(d), context, &persons[first + d])
        }
      }
    } catch { return false }
    return true
  }

  @_optimize(speed)
  private static func aim<W>(
    _ chunk: Chunk, _ tuples: UnsafePointer<UInt32>, _ column: UnsafePointer<UInt64>, _ rollup: inout Rollup<W>, _ bit: UInt16,
    _ context: StoreContext, _ cells: inout PersonCells
  ) throws(OutOfMemory) {
    let slots = unsafe context.table.pointee.slotBase
    let masks = unsafe context.persons.pointee.masks.base.unsafelyUnwrapped
    if unsafe chunk.kind == nil && masks[Int(slots[Int(chunk.oneKind)])] & bit == 0 { return }
    let isDirect = rollup.shape.isDirect
    let firstAimed = cells.aimedCount
    let hasCounts = unsafe chunk.count != nil
    var block = -1
    var (start, end) = (Int64.max, Int64.min)
    for row in 0..<chunk.rows {
      let person = unsafe column[row]
      if unsafe person == 0 || masks[Int(slots[Int(chunk.kind(row))])] & bit == 0 { continue }
      let time = unsafe chunk.time[row]
      if time < start || time >= end {
        block = unsafe try rollup.block(at: time, context.zone.pointee)
        (start, end) = (rollup.blocks[block].start, rollup.blocks[block].end)
      }
      let number = unsafe tuples[row]
      let tuple = isDirect && Code.isBeyond(number) ? Code.other : number
      try cells.aim(PersonCells.key(block, tuple), person)
      if hasCounts { cells.aim(count: chunk.count(row)) }
    }
    try cells.expectAimed(from: firstAimed)
  }

  /// Counts the persons of the batch that was accepted. Cannot fail.
  mutating func countPersons() {
    for i in 0..<persons.count { persons[i].countAimed() }
  }

  /// Forgets those of a batch that was not.
  mutating func dropPersons() {
    for i in 0..<persons.count { persons[i].dropAimed() }
  }

  /// What `book` does, for the counts of facts that name a person.
  mutating func bookPersons(_ fact: Fact, sign: Int64) throws(OutOfMemory) {
    if persons.isEmpty || fact.person == 0 { return }
    let mask = unsafe context.persons.pointee.masks[Int(context.table.pointee.slot(of: fact.kind))]
    if mask == 0 { return }
    for r in 0..<rollupCount {
      let key =
        isWide
        ? try Transfer.key(of: fact, &wide[r], addContext(wide[r].shape))
        : try Transfer.key(of: fact, &narrow[r], addContext(narrow[r].shape))
      for d in unsafe 0..<context.persons.pointee.slots.count where mask >> UInt16(d) & 1 != 0 {
        let cell = try persons[personCells(r, d)].cell(key)
        persons[personCells(r, d)].adjust(cell, by: sign &* fact.count)
      }
    }
  }

  /// Adds another store's persons in the way of `add`: sign 0 makes room, after which sign 1 cannot fail.
  mutating func addPersons(_ other: borrowing Store, _ map: CodeMap, sign: Int) throws(OutOfMemory) {
    for r in 0..<rollupCount where !persons.isEmpty {
      for d in unsafe 0..<context.persons.pointee.slots.count {
        let i = personCells(r, d)
        for from in 0..<other.persons[i].count where !other.persons[i].isEmpty(from) {
          let key = try self.key(r, of: other.persons[i].keys[from], in: other, map)
          let cell = try persons[i].cell(key)
          if sign == 0 {
            try persons[i].prepare(cell, other.persons[i].sketches[from])
          } else {
            persons[i].merge(cell, other.persons[i].sketches[from], other.persons[i].identified[from])
          }
        }
      }
    }
  }

  mutating func finishMergingPersons() {
    for i in 0..<persons.count { persons[i].finishMerge() }
  }

  private mutating func key(_ r: Int, of key: UInt64, in other: borrowing Store, _ map: CodeMap) throws(OutOfMemory) -> UInt64 {
    let context = addContext(shape(r))
    return switch (isWide, other.isWide) {
    case (false, false): try Transfer.key(key, other.narrow[r], &narrow[r], context, map)
    case (false, true): try Transfer.key(key, other.wide[r], &narrow[r], context, map)
    case (true, false): try Transfer.key(key, other.narrow[r], &wide[r], context, map)
    case (true, true): try Transfer.key(key, other.wide[r], &wide[r], context, map)
    }
  }

  /// Empties the cells of marked tuples in the ranges. Cannot fail.
  mutating func clearPersons(_ r: Int, _ marked: borrowing Buffer<UInt8>, _ ranges: borrowing Buffer<Interval>) {
    for d in unsafe 0..<context.persons.pointee.slots.count where !persons.isEmpty {
      let i = personCells(r, d)
      for cell in 0..<persons[i].count {
        let key = persons[i].keys[cell]
        let tuple = Int(PersonCells.tuple(key))
        if tuple >= marked.count || marked[tuple] == 0 { continue }
        let span = span(r, PersonCells.block(key))
        if Interval.touching(span.start, span.end, ranges) != nil { persons[i].clear(cell) }
      }
    }
  }

  /// The time of a rollup's block.
  func span(_ r: Int, _ block: Int) -> Interval {
    isWide
      ? Interval(start: wide[r].blocks[block].start, end: wide[r].blocks[block].end)
      : Interval(start: narrow[r].blocks[block].start, end: narrow[r].blocks[block].end)
  }
}
