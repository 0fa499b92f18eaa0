/// What every part of an engine's journeys shares, by reference: read under the engine's locks.
@safe
struct JourneyContext {
  let kinds: UnsafeMutablePointer<KindTable>
  /// By dimension of the engine.
  let allNames: UnsafeMutablePointer<Names>
  /// The engine's dimensions that facts have a code of; attributes are none.
  let dimensions: UnsafePointer<UInt8>
  let dimensionCount: Int
  /// By number of the kind: 1 where its facts are kept.
  let kept: UnsafePointer<UInt8>?
  /// Nil where visits are none of the engine's business.
  let visits: VisitRules?

  /// The names of the `d`-th dimension of facts.
  @inline(__always)
  func names(_ d: Int) -> UnsafeMutablePointer<Names> { unsafe allNames + Int(dimensions[d]) }
}

/// Where a person's facts are: partitions by the first bits of the fixed hash of the id, bins by the next.
enum Place {
  static var partitionBits: UInt64 { 6 }
  static var partitions: Int { 1 << Int(partitionBits) }

  /// The hash of who a fact is kept by: its person, or its account where it names no person.
  @inline(__always)
  static func hash(_ person: UInt64) -> UInt64 { Hash.word(person) }

  @inline(__always)
  static func partition(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash &>> (64 &- partitionBits)) }

  /// One of `1 << bits` bins.
  @inline(__always)
  static func bin(_ hash: UInt64, bits: UInt64) -> Int {
    Int(truncatingIfNeeded: ((hash &<< partitionBits) &>> (63 &- bits)) &>> 1)
  }
}

/// What an engine keeps journeys of.
struct JourneyRules: ~Copyable {
  let isOn: Bool
  /// By number of the kind: 1 where its facts are kept.
  var kept: Buffer<UInt8>
  /// The engine's dimensions that are none of attributes.
  var dimensions: Buffer<UInt8>
  /// Facts held at most; 0: no limit.
  var limit = 0
  /// Past the limit facts this much older than the latest are dropped; 0: none are.
  var lookback: Int64 = 0
  /// A visit is over after a gap longer than this.
  var visitIdle: Int64 = 1_800_000_000
  /// By slot of a kind, where visits are derived: `VisitRules.Role`s.
  var visitRoles: Buffer<UInt8>
  private(set) var visits: VisitRules? = nil

  init(_ heap: Heap, isOn: Bool) throws(OutOfMemory) {
    self.isOn = isOn
    kept = Buffer(heap)
    dimensions = Buffer(heap)
    visitRoles = Buffer(heap)
    if isOn { try kept.append(repeating: 0, count: 1 << 16) }
    try dimensions.reserve(exactly: 64)
  }

  /// Derives visits from page views, which are kept, too.
  mutating func deriveVisits(_ kinds: borrowing KindTable, second: Int64) throws(OutOfMemory) {
    try visitRoles.append(repeating: 0, count: kinds.count)
    for slot in 0..<kinds.count {
      let number = kinds.number(at: UInt16(slot))
      if kinds.isPart(number, of: KindTable.pageView) {
        visitRoles[slot] |= VisitRules.Role.page
        kept[Int(number)] = 1
      }
      if kinds.roles(at: UInt16(slot)) & KindRole.outcome != 0 { visitRoles[slot] |= VisitRules.Role.outcome }
      if kinds.isDerived(UInt16(slot)) {
        visitRoles[slot] = VisitRules.Role.derived
        kept[Int(number)] = 1
      }
    }
    visits = unsafe VisitRules(
      roles: UnsafePointer(visitRoles.base.unsafelyUnwrapped), idle: visitIdle, second: second, visit: kinds.slot(of: KindTable.visit),
      bounce: kinds.slot(of: KindTable.bounce), engaged: kinds.slot(of: KindTable.engagedVisit))
  }

  func context(_ kinds: UnsafeMutablePointer<KindTable>, _ names: UnsafeMutablePointer<Names>) -> JourneyContext {
    unsafe JourneyContext(
      kinds: kinds, allNames: names, dimensions: UnsafePointer(dimensions.base.unsafelyUnwrapped), dimensionCount: dimensions.count,
      kept: UnsafePointer(kept.base), visits: visits)
  }
}
