/// A store's own numbers for the kinds it has met, small and in the order of meeting, so that a block's planes are an array.
struct StoreKinds: ~Copyable {
  static var unmet: UInt16 { 0xFFFF }

  /// By kind number: the store's number, or `unmet`.
  private var byNumber: Buffer<UInt16>
  /// By the store's number: the slot in the engine's kind table, and the mask of refused amounts.
  private var slots: Buffer<UInt16>
  private var masks: Buffer<Int64>
  /// Whether this is the store of what the engine makes itself; no other takes that.
  private let takesDerived: Bool

  init(_ heap: Heap, takesDerived: Bool) throws(OutOfMemory) {
    self.takesDerived = takesDerived
    byNumber = Buffer(heap)
    slots = Buffer(heap)
    masks = Buffer(heap)
    try byNumber.append(repeating: Self.unmet, count: 1 << 16)
  }

  var count: Int { slots.count }
  var bytes: Int { byNumber.bytes + slots.bytes + masks.bytes }

  func slot(_ kind: Int) -> UInt16 { slots[kind] }
  func forbidden(_ kind: Int) -> Int64 { masks[kind] }

  /// 65 536 of the store's numbers by kind number.
  var base: UnsafePointer<UInt16> { unsafe UnsafePointer(byNumber.base.unsafelyUnwrapped) }

  func find(_ number: UInt16) -> Int? {
    let kind = byNumber[Int(number)]
    return kind == Self.unmet ? nil : Int(kind)
  }

  /// The store's number of a kind, given out now if need be; nil for a kind the engine does not know or take.
  mutating func meet(_ number: UInt16, _ table: borrowing KindTable) throws(OutOfMemory) -> Int? {
    let known = byNumber[Int(number)]
    if known != Self.unmet { return Int(known) }
    let slot = table.slot(of: number)
    if slot == KindTable.unknown || (!takesDerived && table.isDerived(slot)) { return nil }
    try slots.reserve(more: 1)
    try masks.reserve(more: 1)
    let kind = slots.count
    slots.appendReserved(slot)
    masks.appendReserved(unsafe table.carriesAmountBase[Int(slot)] != 0 ? 0 : -1)
    byNumber[Int(number)] = UInt16(kind)
    return kind
  }
}
