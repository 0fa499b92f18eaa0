/// The kinds whose distinct persons an engine counts, as its host declared them. Fixed when the engine is opened.
struct PersonKinds: ~Copyable {
  static var most: Int { 16 }

  let precision: Int
  /// The slots of the kinds, in the order of their declaration.
  let slots: Buffer<UInt16>
  /// By kind slot: a bit for each declared kind that it is or is part of.
  let masks: Buffer<UInt16>

  init(_ heap: Heap, slots: consuming Buffer<UInt16>, precision: Int, _ kinds: borrowing KindTable) throws(OutOfMemory) {
    var masks = Buffer<UInt16>(heap)
    try masks.append(repeating: 0, count: kinds.count)
    for slot in 0..<kinds.count {
      let number = kinds.number(at: UInt16(slot))
      for d in 0..<slots.count where kinds.isPart(number, of: kinds.number(at: slots[d])) { masks[slot] |= 1 << UInt16(d) }
    }
    self.precision = precision
    self.slots = slots
    self.masks = masks
  }

  var isEmpty: Bool { slots.isEmpty }

  /// The declared kind in a slot.
  func index(ofSlot slot: UInt16) -> Int? {
    for d in 0..<slots.count where slots[d] == slot { return d }
    return nil
  }
}
