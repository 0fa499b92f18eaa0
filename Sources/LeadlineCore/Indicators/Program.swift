/// Why a column cannot be answered.
enum ProgramError: Error {
  /// Neither a measure, an indicator or an alias, nor count() or amount() of a known kind.
  case unknownName
  /// The amount of a kind that carries none.
  case wrongUnit
  /// A formula of the catalogue is at fault; the tests keep this from happening.
  case malformedFormula
  case outOfMemory
}

/// The columns that a query asks for, compiled: which sums to read, and how each column is made of them.
///
/// A *leaf* is one sum that is stored: the counts or the amounts of one kind alone. A column is a sum of leaves, or one
/// such sum over another; parents are spread over their parts here, so that whoever reads cells need not know of parts.
struct Program: ~Copyable {
  struct Leaf {
    var kindSlot: UInt16
    var isAmount: Bool
  }

  struct Term {
    var leaf: UInt32
    var coefficient: Int64
  }

  /// Consecutive elements of one of the buffers below.
  struct Span {
    var start: Int
    var end: Int

    var isEmpty: Bool { start == end }
  }

  struct Column {
    /// In `text`, each with a NUL behind it.
    var name: Span
    var canonical: Span
    /// `Unit`.
    var unit: UInt32
    var numerator: Span
    /// Empty for sums.
    var denominator: Span
    /// In `groups`: the column has data if a kind of each group was taken in.
    var groups: Span

    var isRatio: Bool { !denominator.isEmpty }
  }

  /// A reference still to be spread, while a formula is expanded.
  struct Pending {
    var formula: Bytes
    var coefficient: Int64
    /// Whether the column has no data when this has none.
    var isRequired: Bool
    /// When not empty, the only one of the measures named in the formula whose data is required.
    var needsOnly: Bytes
  }

  private(set) var leaves: Buffer<Leaf>
  private(set) var columns: Buffer<Column>
  var terms: Buffer<Term>
  var groups: Buffer<Span>
  var groupSlots: Buffer<UInt16>
  private var text: Buffer<UInt8>
  /// Leaf by kind slot, counts and amounts by turns; `noLeaf` where there is none.
  private var leafIndex: Buffer<UInt32>
  private var pending: Buffer<Pending>
  /// By kind slot: is it the kind asked for, or part of it.
  private var isPart: Buffer<UInt8>

  private static var noLeaf: UInt32 { UInt32.max }

  init(_ heap: Heap) {
    leaves = Buffer(heap)
    columns = Buffer(heap)
    terms = Buffer(heap)
    groups = Buffer(heap)
    groupSlots = Buffer(heap)
    text = Buffer(heap)
    leafIndex = Buffer(heap)
    pending = Buffer(heap)
    isPart = Buffer(heap)
  }

  /// Adds the column that a text asks for. On failure the program is as it was.
  mutating func add(column name: Bytes, kinds: borrowing KindTable) throws(ProgramError) {
    let before = (leaves.count, terms.count, groups.count, groupSlots.count, text.count)
    do {
      try compile(name, kinds)
    } catch {
      for i in before.0..<leaves.count { leafIndex[Self.place(leaves[i])] = Self.noLeaf }
      leaves.truncate(to: before.0)
      terms.truncate(to: before.1)
      groups.truncate(to: before.2)
      groupSlots.truncate(to: before.3)
      text.truncate(to: before.4)
      pending.removeAll()
      throw error
    }
  }

  private mutating func compile(_ name: Bytes, _ kinds: borrowing KindTable) throws(ProgramError) {
    if Formula.isSumOfKind(name) {
      let unit = try unit(ofSum: name, kinds)
      try compile(name, as: name, name, unit, .noData, kinds)
    } else {
      guard let row = Catalogue.row(named: name) else { throw .unknownName }
      try compile(name, as: Bytes(row.id), Bytes(row.formula), row.unit, row.absence, kinds)
    }
  }

  private func unit(ofSum text: Bytes, _ kinds: borrowing KindTable) throws(ProgramError) -> UInt32 {
    var reader = Formula.Reader(text)
    guard let term = reader.next(), let number = kinds.number(ofName: term.name) else { throw .unknownName }
    if term.of == .count { return Unit.count }
    let unit = kinds.unit(at: kinds.slot(of: number))
    if unit == Unit.none { throw .wrongUnit }
    return unit
  }

  private mutating func compile(
    _ name: Bytes, as canonical: Bytes, _ formula: Bytes, _ unit: UInt32, _ absence: Catalogue.Absence,
    _ kinds: borrowing KindTable
  ) throws(ProgramError) {
    let sides = Formula.sides(formula)
    let groupsBefore = groups.count
    let root = Pending(formula: sides.numerator, coefficient: 1, isRequired: true, needsOnly: Bytes(""))
    let numerator = try expand(Self.child(root, sides.numerator, 1, absence, true), kinds)
    var denominator = Span(start: terms.count, end: terms.count)
    if !sides.denominator.isEmpty {
      denominator = try expand(Self.child(root, sides.denominator, 1, absence, true), kinds)
    }
    let required = Span(start: groupsBefore, end: groups.count)
    do {
      try columns.reserve(more: 1)
      let name = try keep(name)
      let canonical = try keep(canonical)
      columns.appendReserved(
        Column(
          name: name, canonical: canonical, unit: unit, numerator: numerator, denominator: denominator,
          groups: required))
    } catch {
      throw .outOfMemory
    }
  }

  private mutating func keep(_ name: Bytes) throws(OutOfMemory) -> Span {
    let start = text.count
    try text.reserve(more: name.count + 1)
    unsafe try text.append(from: name.start, count: name.count)
    try text.append(0)
    return Span(start: start, end: start + name.count)
  }

  private static func child(
    _ parent: Pending, _ formula: Bytes, _ coefficient: Int64, _ absence: Catalogue.Absence, _ isNeeded: Bool
  ) -> Pending {
    switch absence {
    case .noData:
      Pending(formula: formula, coefficient: coefficient, isRequired: parent.isRequired && isNeeded, needsOnly: Bytes(""))
    case .zero:
      Pending(formula: formula, coefficient: coefficient, isRequired: false, needsOnly: Bytes(""))
    case .needsOnly(let id):
      Pending(formula: formula, coefficient: coefficient, isRequired: parent.isRequired && isNeeded, needsOnly: Bytes(id))
    }
  }

  /// Spreads a sum of measures until only leaves are left. The work waits in `pending`, so that no depth of naming ever
  /// costs stack.
  private mutating func expand(_ sum: Pending, _ kinds: borrowing KindTable) throws(ProgramError) -> Span {
    let start = terms.count
    do { try pending.append(sum) } catch { throw .outOfMemory }
    // Measures that name each other in a circle would go on forever; no honest formula comes near the limit.
    var left = 1000
    while !pending.isEmpty {
      left -= 1
      if left == 0 { throw .malformedFormula }
      let sum = pending.removeLast()
      let group = groupSlots.count
      var reader = Formula.Reader(sum.formula)
      while let term = reader.next() {
        let (coefficient, overflow) = sum.coefficient.multipliedReportingOverflow(by: term.coefficient)
        if overflow { throw .malformedFormula }
        if term.of == .measure {
          guard let row = Catalogue.row(named: term.name) else { throw .malformedFormula }
          let isNeeded = sum.needsOnly.isEmpty || sum.needsOnly == term.name
          do {
            try pending.append(Self.child(sum, Bytes(row.formula), coefficient, row.absence, isNeeded))
          } catch {
            throw .outOfMemory
          }
        } else {
          guard let number = kinds.number(ofName: term.name) else { throw .unknownName }
          do {
            try addLeaves(kinds.slot(of: number), term.of == .amount, coefficient, sum.isRequired, kinds)
          } catch {
            throw .outOfMemory
          }
        }
      }
      if reader.isMalformed { throw .malformedFormula }
      if groupSlots.count > group {
        do { try groups.append(Span(start: group, end: groupSlots.count)) } catch { throw .outOfMemory }
      }
    }
    return Span(start: start, end: terms.count)
  }

  /// The leaves of a kind and its parts, in the order of their slots.
  private mutating func addLeaves(
    _ slot: UInt16, _ isAmount: Bool, _ coefficient: Int64, _ isRequired: Bool, _ kinds: borrowing KindTable
  ) throws(OutOfMemory) {
    try isPart.resize(to: kinds.count, filling: 0)
    try leafIndex.resize(to: kinds.count * 2, filling: Self.noLeaf)
    // A parent's slot is below its parts', so one pass upwards finds them all at any depth.
    for i in Int(slot)..<kinds.count {
      let parent = kinds.parentSlot(at: UInt16(i))
      let isIn = i == Int(slot) || (parent != KindTable.unknown && parent >= slot && isPart[Int(parent)] == 1)
      isPart[i] = isIn ? 1 : 0
      guard isIn else { continue }
      let leaf = try self.leaf(Leaf(kindSlot: UInt16(i), isAmount: isAmount))
      try terms.append(Term(leaf: leaf, coefficient: coefficient))
      if isRequired { try groupSlots.append(UInt16(i)) }
    }
  }

  private mutating func leaf(_ leaf: Leaf) throws(OutOfMemory) -> UInt32 {
    let place = Self.place(leaf)
    if leafIndex[place] == Self.noLeaf {
      try leaves.append(leaf)
      leafIndex[place] = UInt32(leaves.count - 1)
    }
    return leafIndex[place]
  }

  private static func place(_ leaf: Leaf) -> Int { Int(leaf.kindSlot) * 2 + (leaf.isAmount ? 1 : 0) }
}

extension Program {
  /// A column as it was asked for; a NUL follows.
  func name(of column: Int) -> Bytes { bytes(columns[column].name) }

  /// What the name stands for when it is an alias, else the name; a NUL follows.
  func canonical(of column: Int) -> Bytes { bytes(columns[column].canonical) }

  private func bytes(_ span: Span) -> Bytes {
    unsafe Bytes(text.base.unsafelyUnwrapped + span.start, span.end - span.start)
  }
}
