import CPlatform

/// A column of integers in as few whole bytes as its spread needs: base + unit × stored, the stored ones 0 to 8 bytes wide.
///
/// Frame of reference coding (Goldstein, Ramakrishnan, Shaft, "Compressing relations and indexes", 1998) with a common unit:
/// times of whole seconds need no microseconds. A value is read by one load of eight bytes wherever it lies, so seven bytes
/// must be readable behind the last.
@safe
struct PackedColumn {
  let start: UnsafePointer<UInt8>
  let width: Int
  let mask: UInt64
  let base: Int64
  let unit: Int64

  @inline(__always)
  subscript(_ row: Int) -> Int64 { base &+ Int64(bitPattern: stored(row)) &* unit }

  /// Brings a row and those shortly before it nearer.
  @inline(__always)
  func prefetch(_ row: Int) {
    unsafe platform_prefetch_read(start + row &* width)
    // Any address will do.
    unsafe platform_prefetch_read(start + (row &* width &- 64))
  }

  /// What is stored of a row: smaller or larger as the values are.
  @inline(__always)
  func stored(_ row: Int) -> UInt64 {
    unsafe UInt64(littleEndian: UnsafeRawPointer(start + row &* width).loadUnaligned(as: UInt64.self)) & mask
  }
}

/// How a column will be packed, found by a look at all its values.
struct Packing {
  private var least = Int64.max
  private var most = Int64.min
  /// Of `units` the one that divides all values.
  private var unitIndex = 0
  private let hasUnits: Bool
  private static var microsecond: Int { 5 }

  /// A day, an hour, a minute, a second and a millisecond, in microseconds.
  private static func unit(_ index: Int) -> Int64 {
    switch index {
    case 0: 86_400_000_000
    case 1: 3_600_000_000
    case 2: 60_000_000
    case 3: 1_000_000
    case 4: 1_000
    default: 1
    }
  }

  /// Divisions by numbers that are known are multiplications.
  @inline(__always)
  private static func divides(_ index: Int, _ value: Int64) -> Bool {
    switch index {
    case 0: value % 86_400_000_000 == 0
    case 1: value % 3_600_000_000 == 0
    case 2: value % 60_000_000 == 0
    case 3: value % 1_000_000 == 0
    case 4: value % 1_000 == 0
    default: true
    }
  }

  init(times: Bool) { hasUnits = times }

  @inline(__always)
  mutating func note(_ value: Int64) {
    if value < least { least = value }
    if value > most { most = value }
    // Where it has come to microseconds there is nothing to divide by, and the divisions by all units would be done nevertheless.
    if hasUnits && unitIndex < Self.microsecond { while !Self.divides(unitIndex, value) { unitIndex += 1 } }
  }

  var unit: Int64 { hasUnits ? Self.unit(unitIndex) : 1 }
  var base: Int64 { least == Int64.max ? 0 : least }

  /// Bytes a value.
  var width: Int {
    if most <= least { return 0 }
    // The spread of two Int64 fits 64 bits without a sign.
    let spread = UInt64(bitPattern: most &- least) / UInt64(unit)
    return (64 - spread.leadingZeroBitCount + 7) / 8
  }

  /// The column of values that `store` will put behind `start`.
  func column(at start: UnsafePointer<UInt8>) -> PackedColumn {
    let width = self.width
    return unsafe PackedColumn(
      start: start, width: width, mask: width == 8 ? .max : (1 << UInt64(8 * width)) - 1, base: base, unit: unit)
  }
}

extension PackedColumn {
  /// Puts a value into its place. Rows are stored in rising order: what lies behind one is overwritten.
  @inline(__always)
  func store(_ value: Int64, at row: Int, isTime: Bool) {
    var stored = UInt64(bitPattern: value &- base)
    if isTime {
      stored =
        switch unit {
        case 86_400_000_000: stored / 86_400_000_000
        case 3_600_000_000: stored / 3_600_000_000
        case 60_000_000: stored / 60_000_000
        case 1_000_000: stored / 1_000_000
        case 1_000: stored / 1_000
        default: stored
        }
    }
    let place = unsafe UnsafeMutableRawPointer(mutating: start + row &* width)
    unsafe place.storeBytes(of: stored.littleEndian, as: UInt64.self)
  }
}
