/// The kinds an engine knows: the built-in ones in the order of their numbers, then the host's in the order of addition.
///
/// A kind's place in that order is its *slot*, which arrays per kind are indexed by; a parent's slot is always below its
/// parts'. The table only grows while the engine is being opened. From then on it is read without a lock, and its names and
/// base pointers stay where they are.
struct KindTable: ~Copyable {
  /// What a number that is no kind's has for a slot.
  static var unknown: UInt16 { 0xFFFF }

  /// What is kept of a kind beside its flat columns.
  struct Entry {
    var number: UInt16
    var parent: UInt16
    var subject: UInt16
    var parentSlot: UInt16
    var familySlot: UInt16
    var nameSize: UInt16
    var roles: UInt32
    var unit: UInt32
    var nameStart: Int
  }

  private var entries: Buffer<Entry>
  /// Slots by number, all 65 536 of them: the hot path looks a kind up by one load.
  private var slots: Buffer<UInt16>
  private var carriesAmount: Buffer<UInt8>
  private var orders: Buffer<UInt16>
  /// Slots in the order of their numbers.
  private var sorted: Buffer<UInt16>
  /// Names, each with a NUL behind it, because C reads them where they are.
  private var text: Buffer<UInt8>
  /// Slots by the hash of the name, open addressing; `unknown` where free. At most half full.
  private var index: Buffer<UInt16>
  private var derivesVisits = false

  /// The built-in kinds.
  init(_ heap: Heap) throws(OutOfMemory) {
    entries = Buffer(heap)
    slots = Buffer(heap)
    carriesAmount = Buffer(heap)
    orders = Buffer(heap)
    sorted = Buffer(heap)
    text = Buffer(heap)
    index = Buffer(heap)
    try slots.append(repeating: Self.unknown, count: 1 << 16)
    try index.append(repeating: Self.unknown, count: 256)
    for i in KindCatalogue.all.indices {
      let kind = KindCatalogue.all[i]
      try insert(
        KindDefinition(
          number: kind.number, parent: kind.parent, subject: kind.subject, order: kind.order, roles: kind.roles,
          unit: kind.unit, name: Bytes(kind.name)))
    }
  }

  /// Takes in a kind of the host's. Its parent and its subject must be known by then. On failure nothing has changed.
  mutating func add(_ kind: KindDefinition) throws(KindError) {
    if let fault = kind.fault { throw fault }
    if slot(of: kind.number) != Self.unknown { throw .duplicateNumber }
    if number(ofName: kind.name) != nil { throw .duplicateName }
    if kind.parent != 0 {
      let parent = slot(of: kind.parent)
      if parent == Self.unknown { throw .unknownParent }
      if entries[Int(parent)].unit != kind.unit { throw .unit }
    }
    if kind.subject != 0 && slot(of: kind.subject) == Self.unknown { throw .unknownSubject }
    do {
      try insert(kind)
    } catch {
      throw .outOfMemory
    }
  }

  /// Room comes first, so that a failure leaves the table as it was.
  private mutating func insert(_ kind: KindDefinition) throws(OutOfMemory) {
    try entries.reserve(more: 1)
    try carriesAmount.reserve(more: 1)
    try orders.reserve(more: 1)
    try sorted.reserve(more: 1)
    try text.reserve(more: kind.name.count + 1)
    if (entries.count + 1) * 2 > index.count { try growIndex() }

    let slot = UInt16(entries.count)
    let parentSlot = kind.parent == 0 ? Self.unknown : slots[Int(kind.parent)]
    entries.appendReserved(
      Entry(
        number: kind.number, parent: kind.parent, subject: kind.subject, parentSlot: parentSlot,
        familySlot: parentSlot == Self.unknown ? slot : entries[Int(parentSlot)].familySlot,
        nameSize: UInt16(kind.name.count), roles: kind.roles, unit: kind.unit, nameStart: text.count))
    carriesAmount.appendReserved(kind.unit == Unit.none ? 0 : 1)
    orders.appendReserved(kind.order)
    for i in 0..<kind.name.count { text.appendReserved(kind.name[i]) }
    text.appendReserved(0)
    slots[Int(kind.number)] = slot
    index[freePlace(for: Hash.bytes(kind.name))] = slot

    sorted.appendReserved(slot)
    var at = sorted.count - 1
    while at > 0 && entries[Int(sorted[at - 1])].number > kind.number {
      sorted[at] = sorted[at - 1]
      at -= 1
    }
    sorted[at] = slot
  }

  private mutating func growIndex() throws(OutOfMemory) {
    let size = index.count * 2
    try index.reserve(exactly: size)
    index.removeAll()
    try index.append(repeating: Self.unknown, count: size)
    for slot in 0..<entries.count { index[freePlace(for: Hash.bytes(name(at: UInt16(slot))))] = UInt16(slot) }
  }

  private func freePlace(for hash: UInt64) -> Int {
    let mask = UInt64(index.count - 1)
    var at = Int(hash & mask)
    while index[at] != Self.unknown { at = Int(UInt64(at + 1) & mask) }
    return at
  }
}

extension KindTable {
  static var visit: UInt16 { 30 }
  static var bounce: UInt16 { 31 }
  static var engagedVisit: UInt16 { 32 }
  static var pageView: UInt16 { 33 }

  /// Visits and their marks are made by the engine, so facts of these kinds, and of parts of them, are refused.
  mutating func deriveVisits() { derivesVisits = true }

  /// Whether facts of a kind are made by the engine and by nobody else.
  func isDerived(_ slot: UInt16) -> Bool {
    guard derivesVisits else { return false }
    let number = number(at: slot)
    return isPart(number, of: Self.visit) || isPart(number, of: Self.bounce) || isPart(number, of: Self.engagedVisit)
  }

  var count: Int { entries.count }

  /// The slot of a kind by its number, or `unknown`.
  func slot(of number: UInt16) -> UInt16 { slots[Int(number)] }

  /// The number of a kind by its name.
  func number(ofName name: Bytes) -> UInt16? {
    let mask = UInt64(index.count - 1)
    var at = Int(Hash.bytes(name) & mask)
    while index[at] != Self.unknown {
      if self.name(at: index[at]) == name { return entries[Int(index[at])].number }
      at = Int(UInt64(at + 1) & mask)
    }
    return nil
  }

  /// The kind in a slot below `count`. Its name is the table's.
  func kind(at slot: UInt16) -> KindDefinition {
    let entry = entries[Int(slot)]
    return KindDefinition(
      number: entry.number, parent: entry.parent, subject: entry.subject, order: orders[Int(slot)], roles: entry.roles,
      unit: entry.unit, name: name(at: slot))
  }

  /// The slot of the `i`-th kind in the order of the numbers.
  func slot(inOrderOfNumbers i: Int) -> UInt16 { sorted[i] }

  /// A kind's name; a NUL follows its last byte.
  func name(at slot: UInt16) -> Bytes {
    let entry = entries[Int(slot)]
    return unsafe Bytes(text.base.unsafelyUnwrapped + entry.nameStart, Int(entry.nameSize))
  }

  func number(at slot: UInt16) -> UInt16 { entries[Int(slot)].number }

  func unit(at slot: UInt16) -> UInt32 { entries[Int(slot)].unit }

  func roles(at slot: UInt16) -> UInt32 { entries[Int(slot)].roles }

  /// The slot of the kind that this one is part of, or `unknown`.
  func parentSlot(at slot: UInt16) -> UInt16 { entries[Int(slot)].parentSlot }

  /// The slot of the topmost kind that the one in `slot` is part of, or `slot`: repeats are recognised within it.
  func familySlot(at slot: UInt16) -> UInt16 { entries[Int(slot)].familySlot }

  /// Whether a kind is `ancestor` itself or part of it, at any depth. False where either is unknown.
  func isPart(_ number: UInt16, of ancestor: UInt16) -> Bool {
    let wanted = slot(of: ancestor)
    var at = slot(of: number)
    // Slots fall on the way up, so the walk ends.
    while at != Self.unknown && at > wanted { at = parentSlot(at: at) }
    return at != Self.unknown && at == wanted
  }

  /// The number of the topmost kind that this one is part of, or its own; 0 when it is unknown.
  func family(of number: UInt16) -> UInt16 {
    let slot = slot(of: number)
    return slot == Self.unknown ? 0 : self.number(at: familySlot(at: slot))
  }

  // For the hot path; each stays valid once the last kind was added.

  /// 65 536 slots by kind number.
  var slotBase: UnsafePointer<UInt16> { unsafe UnsafePointer(slots.base.unsafelyUnwrapped) }

  /// By slot: 1 where the kind may carry an amount.
  var carriesAmountBase: UnsafePointer<UInt8> { unsafe UnsafePointer(carriesAmount.base.unsafelyUnwrapped) }

  /// By slot: the kind's place in the stage order.
  var orderBase: UnsafePointer<UInt16> { unsafe UnsafePointer(orders.base.unsafelyUnwrapped) }
}
