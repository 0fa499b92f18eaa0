/// What a kind may be used for: the bits LEADLINE_ROLE_ of the header.
enum KindRole {
  static var other: UInt32 { 0x0 }
  static var viewTouch: UInt32 { 0x1 }
  static var clickTouch: UInt32 { 0x2 }
  static var stage: UInt32 { 0x4 }
  static var outcome: UInt32 { 0x8 }
  static var cost: UInt32 { 0x10 }
  static var correction: UInt32 { 0x20 }
  static var status: UInt32 { 0x40 }
  static var mark: UInt32 { 0x80 }
  static var stock: UInt32 { 0x100 }
  static var survey: UInt32 { 0x200 }
  static var external: UInt32 { 0x400 }
  static var clockStart: UInt32 { 0x800 }
  static var clockStop: UInt32 { 0x1000 }
  /// Every bit that means something.
  static var known: UInt32 { 0x1FFF }
}

/// What an amount, a sum or a value is measured in: the numbers LEADLINE_UNIT_ of the header.
enum Unit {
  static var none: UInt32 { 0 }
  static var money: UInt32 { 1 }
  static var seconds: UInt32 { 2 }
  static var points: UInt32 { 3 }
  static var count: UInt32 { 4 }
  static var ratio: UInt32 { 5 }
  static var moneyPerCount: UInt32 { 6 }
  static var secondsPerCount: UInt32 { 7 }
  static var pointsPerCount: UInt32 { 8 }
  /// Any other product of powers, in whole units.
  static var other: UInt32 { 9 }
}

/// A kind as the host declares it, and as the catalogue does.
struct KindDefinition {
  var number: UInt16
  /// The kind this one is part of, 0: none.
  var parent: UInt16
  /// The kind a correction, status or mark speaks of, 0: none.
  var subject: UInt16
  /// Place in the stage order, and among facts of one instant.
  var order: UInt16
  /// `KindRole` bits.
  var roles: UInt32
  /// `Unit` of the amount, up to points; a part has its parent's.
  var unit: UInt32
  var name: Bytes
}

/// Why a host's kind is refused.
enum KindError: Error {
  /// Outside 1000 to 65535.
  case number
  case duplicateNumber
  /// Not 1 to 63 bytes of a-z 0-9 _, a letter first.
  case name
  case duplicateName
  /// The parent is not known before its part, or is the kind itself.
  case unknownParent
  /// The kind spoken of is not known.
  case unknownSubject
  /// Outside 1 to 99.
  case order
  /// Bits without a meaning.
  case roles
  /// Not a unit of amounts, or not the parent's.
  case unit
  case outOfMemory
}

extension KindDefinition {
  static var firstHostNumber: UInt16 { 1000 }
  static var longestName: Int { 63 }

  /// Whether a text may name a kind: such names need no quoting in files, formulas or options.
  static func isName(_ name: Bytes) -> Bool {
    guard name.count >= 1, name.count <= longestName else { return false }
    for i in 0..<name.count {
      switch name[i] {
      case 0x61...0x7A: continue
      case 0x30...0x39, 0x5F: if i == 0 { return false }
      default: return false
      }
    }
    return true
  }

  /// The first rule that this definition breaks by itself, whatever other kinds there are.
  var fault: KindError? {
    if number < Self.firstHostNumber { return .number }
    if !Self.isName(name) { return .name }
    if order < 1 || order > 99 { return .order }
    if roles & ~KindRole.known != 0 { return .roles }
    if unit > Unit.points { return .unit }
    return nil
  }
}
