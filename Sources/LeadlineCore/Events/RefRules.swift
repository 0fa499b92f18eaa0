/// What it means that a fact names another in `ref`, by slot of its kind: whether it is kept for that, and which statuses
/// exclude one another. Fixed when the engine is opened.
struct RefRules: ~Copyable {
  /// The group of a kind that is no status.
  static var none: UInt16 { KindTable.unknown }

  private static var kept: UInt8 { 1 }
  private static var inFamily: UInt8 { 2 }

  private var flags: Buffer<UInt8>
  /// The group of statuses that exclude one another: the slot of the family they speak of, or their own.
  private var groups: Buffer<UInt16>
  /// The slot of the family that a fact's `ref` points into.
  private var subjects: Buffer<UInt16>

  init(_ heap: Heap) {
    flags = Buffer(heap)
    groups = Buffer(heap)
    subjects = Buffer(heap)
  }

  mutating func fill(_ kinds: borrowing KindTable) throws(OutOfMemory) {
    try flags.append(repeating: 0, count: kinds.count)
    try groups.append(repeating: Self.none, count: kinds.count)
    try subjects.append(repeating: Self.none, count: kinds.count)
    for slot in 0..<kinds.count {
      let kind = kinds.kind(at: UInt16(slot))
      // A payment is no status of its sale, but says when what is due for the sale is due.
      let isPayment = kinds.isPart(kind.number, of: KindNumber.payment)
      guard kind.roles & (KindRole.correction | KindRole.status | KindRole.mark) != 0 || isPayment else { continue }
      flags[slot] |= Self.kept
      let family = kinds.familySlot(at: UInt16(slot))
      flags[Int(family)] |= Self.inFamily
      let about = isPayment ? KindNumber.sale : kind.subject
      if about != 0 { subjects[slot] = kinds.familySlot(at: kinds.slot(of: about)) }
      guard kind.roles & KindRole.status != 0 else { continue }
      // A deal may be lost whatever became of the lead.
      let isAlone = about == 0 || kinds.isPart(kind.number, of: KindNumber.dealLost)
      groups[slot] = isAlone ? family : subjects[slot]
    }
    for slot in 0..<kinds.count where flags[Int(kinds.familySlot(at: UInt16(slot)))] & Self.inFamily != 0 {
      flags[slot] |= Self.inFamily
    }
  }

  /// Whether a fact of this kind is kept by its `ref`.
  func keeps(_ slot: UInt16) -> Bool { flags[Int(slot)] & Self.kept != 0 }

  /// Whether a fact of this kind may be a repeat of one that is kept.
  func mayRepeat(_ slot: UInt16) -> Bool { flags[Int(slot)] & Self.inFamily != 0 }

  func group(_ slot: UInt16) -> UInt16 { groups[Int(slot)] }

  func subject(_ slot: UInt16) -> UInt16 { subjects[Int(slot)] }
}

/// Numbers of the built-in kinds that rules speak of.
enum KindNumber {
  static var impression: UInt16 { 10 }
  static var click: UInt16 { 20 }
  static var lead: UInt16 { 50 }
  static var leadContact: UInt16 { 55 }
  static var leadApproved: UInt16 { 57 }
  static var leadRejected: UInt16 { 58 }
  static var dealLost: UInt16 { 68 }
  static var sale: UInt16 { 70 }
  static var saleReferral: UInt16 { 71 }
  static var payment: UInt16 { 76 }
  static var refund: UInt16 { 77 }
  static var cancellation: UInt16 { 78 }
  static var serviceCost: UInt16 { 95 }
  static var goodsCost: UInt16 { 98 }
  static var payout: UInt16 { 99 }
}
