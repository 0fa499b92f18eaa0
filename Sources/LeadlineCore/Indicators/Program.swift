/// The columns that a query asks for, compiled: which sums to read, and how each column is made of them.
///
/// A *leaf* is one sum that is stored: the counts or the amounts of one kind alone, of the facts that pass a filter, in the
/// period at hand or another. Parents are spread over their parts here, so that whoever reads cells need not know of parts. A
/// *sum* adds leaves with whole factors. A column is a sum, one sum over another, or a list of steps over sums.
struct Program: ~Copyable {
  /// What of a kind is stored.
  enum Measure: UInt8 {
    /// In cells of their own, for the kind alone.
    case count
    case amount
    /// Distinct persons, and the facts that name one: beside the cells, for the kind and its parts.
    case persons
    case identified
    /// Distinct names of a dimension: read off the cells of the kind and its parts.
    case names

    var isInCells: Bool { self == .count || self == .amount }
  }

  struct Leaf: Equatable {
    var kindSlot: UInt16
    var measure: Measure
    /// Of `filters`; 0: every fact.
    var filter: UInt16 = 0
    /// Of `sources`; 0: the row's own period and names.
    var source: UInt16 = 0
    /// What prices make of facts, by `AccrualSide`, in millionths; 0: another measure.
    var accrual: UInt8 = 0
    /// Of `conditions`, for names: the dimension they are of.
    var condition: UInt32 = 0

    var isAmount: Bool { measure == .amount }
    var isPlain: Bool { filter == 0 && source == 0 && measure.isInCells && accrual == 0 }
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

  struct Sum {
    /// In `terms`.
    var terms: Span
    /// In `groups`: it has data if a kind of each group was taken in.
    var groups: Span
  }

  /// A filter is another one (0: none) and one condition more.
  struct Filter: Equatable {
    var base: UInt16
    var condition: UInt32
  }

  /// Which cells a leaf is read from, seen from a row.
  struct Source: Equatable {
    /// So many periods and years before.
    var periods: Int16 = 0
    var years: Int16 = 0
    /// So many times 52 weeks before.
    var weekdays: Int16 = 0
    /// Of all keys.
    var isTotal = false
    var extent = Extent.period

    /// Whether it is the row's own keys in an earlier period.
    var isEarlier: Bool { extent == .period && !isTotal && (periods != 0 || years != 0 || weekdays != 0) }
  }

  enum Extent: UInt8 {
    case period
    /// All before the period.
    case before
    /// All up to the end of the period.
    case until
  }

  /// A dimension and the name it must have, in `text`.
  struct Condition {
    var dimension: Span
    var name: Span
    var position: Int
  }

  enum Step {
    /// Of `sums`.
    case sum(UInt32)
    /// Of `constants`.
    case constant(UInt32)
    case operation(Tree.Operation)
  }

  struct Column {
    /// In `text`, each with a NUL behind it.
    var name: Span
    var canonical: Span
    /// `Unit`.
    var unit: UInt32
    /// Whether its numbers are in the engine's scale.
    var isScaled: Bool
    /// Of `sums`: a sum, or one over another; -1 where there is none.
    var numerator: Int
    var denominator: Int
    /// In `steps`; empty where it is a sum or one over another.
    var steps: Span

    var isRatio: Bool { denominator >= 0 || !steps.isEmpty }
  }

  var leaves: Buffer<Leaf>
  var columns: Buffer<Column>
  var sums: Buffer<Sum>
  var terms: Buffer<Term>
  var groups: Buffer<Span>
  /// Slots of kinds; those of kinds with persons are so many higher as there are kinds.
  var groupSlots: Buffer<UInt32>
  var filters: Buffer<Filter>
  var sources: Buffer<Source>
  /// Rows of the registry whose targets are asked for.
  var targets: Buffer<Int>
  var conditions: Buffer<Condition>
  var constants: Buffer<Value>
  var steps: Buffer<Step>
  private var text: Buffer<UInt8>
  /// Leaf by kind slot, counts and amounts by turns, for those that are plain; `noLeaf` where there is none.
  var leafIndex: Buffer<UInt32>
  /// By kind slot: is it the kind asked for, or part of it.
  var isPart: Buffer<UInt8>

  /// The sides whose accruals are leaves, as bits.
  var accruedSides: UInt32 {
    var sides: UInt32 = 0
    for i in 0..<leaves.count { sides |= UInt32(leaves[i].accrual) }
    return sides
  }

  static var noLeaf: UInt32 { UInt32.max }
  /// Values that wait while the steps of a column are taken.
  static var mostWaiting: Int { 32 }
  static var mostFilters: Int { 1024 }
  /// In place of a source: the leaf is half a target, number `kindSlot` of `targets`.
  static var targetSource: UInt16 { .max }
  static var mostTargets: Int { 1024 }
  static var mostSources: Int { 32 }

  init(_ heap: Heap) {
    leaves = Buffer(heap)
    columns = Buffer(heap)
    sums = Buffer(heap)
    terms = Buffer(heap)
    groups = Buffer(heap)
    groupSlots = Buffer(heap)
    filters = Buffer(heap)
    sources = Buffer(heap)
    targets = Buffer(heap)
    conditions = Buffer(heap)
    constants = Buffer(heap)
    steps = Buffer(heap)
    text = Buffer(heap)
    leafIndex = Buffer(heap)
    isPart = Buffer(heap)
  }

  /// Adds the column that a text asks for; money is in units of 10^-scale. On failure the program is as it was.
  mutating func add(
    column text: Bytes, kinds: borrowing KindTable, registry: borrowing Registry, scale: Int
  ) throws(ExpressionError) {
    let tree = try Parser.parse(text, kinds, registry, leaves.heap)
    let before = Marks(self)
    do {
      try lower(tree, text, kinds, registry, scale)
    } catch {
      undo(to: before)
      throw error
    }
  }

  private struct Marks {
    var leaves, sums, terms, groups, groupSlots, filters, sources, targets, conditions, constants, steps, text: Int

    init(_ program: borrowing Program) {
      leaves = program.leaves.count
      sums = program.sums.count
      terms = program.terms.count
      groups = program.groups.count
      groupSlots = program.groupSlots.count
      filters = program.filters.count
      sources = program.sources.count
      targets = program.targets.count
      conditions = program.conditions.count
      constants = program.constants.count
      steps = program.steps.count
      text = program.text.count
    }
  }

  private mutating func undo(to marks: Marks) {
    for i in marks.leaves..<leaves.count where leaves[i].isPlain { leafIndex[Self.place(leaves[i])] = Self.noLeaf }
    leaves.truncate(to: marks.leaves)
    sums.truncate(to: marks.sums)
    terms.truncate(to: marks.terms)
    groups.truncate(to: marks.groups)
    groupSlots.truncate(to: marks.groupSlots)
    filters.truncate(to: marks.filters)
    sources.truncate(to: marks.sources)
    targets.truncate(to: marks.targets)
    conditions.truncate(to: marks.conditions)
    constants.truncate(to: marks.constants)
    steps.truncate(to: marks.steps)
    text.truncate(to: marks.text)
  }

  mutating func keep(_ name: Bytes) throws(OutOfMemory) -> Span {
    let start = text.count
    try text.append(terminated: name)
    return Span(start: start, end: start + name.count)
  }

  func bytes(_ span: Span) -> Bytes {
    unsafe Bytes(text.base.unsafelyUnwrapped + span.start, span.end - span.start)
  }

  /// A column as it was asked for; a NUL follows.
  func name(of column: Int) -> Bytes { bytes(columns[column].name) }

  /// What the name stands for when it is an alias, else the name; a NUL follows.
  func canonical(of column: Int) -> Bytes { bytes(columns[column].canonical) }

  // MARK: Leaves

  /// The leaves of a kind and its parts, in the order of their slots.
  mutating func addLeaves(_ leaf: Leaf, _ coefficient: Int64, _ kinds: borrowing KindTable) throws(OutOfMemory) {
    let slot = leaf.kindSlot
    guard leaf.measure.isInCells else {
      try terms.append(Term(leaf: try number(of: leaf), coefficient: coefficient))
      return
    }
    try isPart.resize(to: kinds.count, filling: 0)
    try leafIndex.resize(to: kinds.count * 2, filling: Self.noLeaf)
    // A parent's slot is below its parts', so one pass upwards finds them all at any depth.
    for i in Int(slot)..<kinds.count {
      let parent = kinds.parentSlot(at: UInt16(i))
      let isIn = i == Int(slot) || (parent != KindTable.unknown && parent >= slot && isPart[Int(parent)] == 1)
      isPart[i] = isIn ? 1 : 0
      guard isIn else { continue }
      var part = leaf
      part.kindSlot = UInt16(i)
      try terms.append(Term(leaf: try number(of: part), coefficient: coefficient))
    }
  }

  mutating func number(of leaf: Leaf) throws(OutOfMemory) -> UInt32 {
    if leaf.isPlain {
      let place = Self.place(leaf)
      if leafIndex[place] == Self.noLeaf {
        try leaves.append(leaf)
        leafIndex[place] = UInt32(leaves.count - 1)
      }
      return leafIndex[place]
    }
    for i in 0..<leaves.count where leaves[i] == leaf { return UInt32(i) }
    try leaves.append(leaf)
    return UInt32(leaves.count - 1)
  }

  private static func place(_ leaf: Leaf) -> Int { Int(leaf.kindSlot) * 2 + (leaf.isAmount ? 1 : 0) }
}
