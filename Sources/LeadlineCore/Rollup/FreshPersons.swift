/// Sketches for cells from which persons are taken out: no sketch forgets, so they are built anew from the facts that stay.
struct FreshPersons: ~Copyable {
  private let heap: Heap
  private let precision: Int
  /// As the store's: by rollup and declared kind; then by cell the number of its sketch and one, 0 where the cell stays.
  private var numbers: Buffer<Buffer<UInt32>>
  fileprivate var sketches: Buffer<DistinctSketch>

  init(_ heap: Heap, precision: Int) {
    self.heap = heap
    self.precision = precision
    numbers = Buffer(heap)
    sketches = Buffer(heap)
  }

  var isEmpty: Bool { sketches.isEmpty }

  fileprivate func number(_ cells: Int, _ cell: Int) -> Int? {
    guard cells < numbers.count, cell < numbers[cells].count, numbers[cells][cell] != 0 else { return nil }
    return Int(numbers[cells][cell]) - 1
  }

  fileprivate mutating func touch(_ cells: Int, _ cell: Int) throws(OutOfMemory) {
    while numbers.count <= cells { try numbers.append(Buffer(heap)) }
    if cell >= numbers[cells].count {
      // Cells come one by one, so room is made ahead.
      try numbers[cells].reserve(more: cell + 1 - numbers[cells].count)
      try numbers[cells].append(repeating: 0, count: cell + 1 - numbers[cells].count)
    }
    if numbers[cells][cell] != 0 { return }
    try sketches.append(DistinctSketch(heap, precision: precision))
    numbers[cells][cell] = UInt32(sketches.count)
  }
}

/// Taking persons out. Each step but the last may fail; they are one after the other for all facts.
extension Store {
  /// Notes the cells of a fact that goes, made if need be.
  mutating func touchPersons(_ fact: Fact, _ fresh: inout FreshPersons) throws(OutOfMemory) {
    let mask = personMask(fact)
    if mask == 0 { return }
    for r in 0..<rollupCount {
      let key =
        isWide
        ? try Transfer.key(of: fact, &wide[r], addContext(wide[r].shape))
        : try Transfer.key(of: fact, &narrow[r], addContext(narrow[r].shape))
      for d in unsafe 0..<context.persons.pointee.slots.count where mask >> UInt16(d) & 1 != 0 {
        let cells = personCells(r, d)
        try fresh.touch(cells, try persons[cells].cell(key))
      }
    }
  }

  /// Shows the person of a fact that stays to the sketches of its cells.
  func showPerson(_ fact: Fact, _ fresh: inout FreshPersons) throws(OutOfMemory) {
    let mask = personMask(fact)
    if mask == 0 { return }
    for r in 0..<rollupCount {
      guard let key = knownKey(r, fact) else { continue }
      for d in unsafe 0..<context.persons.pointee.slots.count where mask >> UInt16(d) & 1 != 0 {
        let cells = personCells(r, d)
        guard let cell = persons[cells].find(key), let number = fresh.number(cells, cell) else { continue }
        try fresh.sketches[number].add(fact.person)
      }
    }
  }

  /// Puts the sketches in their cells. Cannot fail.
  mutating func exchangePersons(_ fresh: inout FreshPersons) {
    for cells in 0..<persons.count {
      for cell in 0..<persons[cells].count {
        if let number = fresh.number(cells, cell) { persons[cells].exchange(cell, &fresh.sketches[number]) }
      }
    }
  }

  /// Empties the sketches of a fact's cells, which another store has now. Cannot fail.
  mutating func emptyPersons(_ fact: Fact) {
    let mask = personMask(fact)
    if mask == 0 { return }
    for r in 0..<rollupCount {
      guard let key = knownKey(r, fact) else { continue }
      for d in unsafe 0..<context.persons.pointee.slots.count where mask >> UInt16(d) & 1 != 0 {
        let cells = personCells(r, d)
        guard let cell = persons[cells].find(key) else { continue }
        var empty = DistinctSketch(heap, precision: unsafe context.persons.pointee.precision)
        persons[cells].exchange(cell, &empty)
      }
    }
  }

  /// The declared kinds that a fact counts for.
  private func personMask(_ fact: Fact) -> UInt16 {
    if persons.isEmpty || fact.person == 0 { return 0 }
    return unsafe context.persons.pointee.masks[Int(context.table.pointee.slot(of: fact.kind))]
  }

  private func knownKey(_ r: Int, _ fact: Fact) -> UInt64? { isWide ? wide[r].knownKey(fact) : narrow[r].knownKey(fact) }
}

extension Rollup {
  /// The key of a fact's persons, if anything was ever counted there.
  fileprivate func knownKey(_ fact: Fact) -> UInt64? {
    let place = firstBlock(notBefore: fact.time + 1) - 1
    guard place >= 0 else { return nil }
    let block = Int(sorted[place])
    guard fact.time < blocks[block].end else { return nil }
    var codes = InlineArray<16, UInt32>(repeating: 0)
    for p in 0..<shape.width { codes[p] = fact.code(Int(shape.dimensions[p])) }
    guard let tuple = tuple(codes) else { return nil }
    return PersonCells.key(block, tuple)
  }
}
