@testable import LeadlineCore

/// What limits keep: of all that was ever shown to them the declared, then the smallest hashes.
extension ModelEngine {
  static func hash(_ name: String) -> UInt64 { withBytes(name) { Hash.bytes($0) } }

  private func boundary(_ dimension: Int) -> UInt64? {
    let options = setup.dimensions[dimension]
    guard options.limit > 0 else { return nil }
    let room = options.limit - options.declared.count
    let hashes = names[dimension].subtracting(options.declared).map(Self.hash).sorted()
    if room <= 0 { return 0 }
    return hashes.count > room ? hashes[room] : nil
  }

  /// The names of a dimension that are shown.
  func kept(_ dimension: Int) -> Set<String> {
    guard let bound = boundary(dimension) else { return names[dimension] }
    let declared = setup.dimensions[dimension].declared
    return names[dimension].filter { declared.contains($0) || Self.hash($0) < bound }
  }

  /// Whether a name, interned or not, is one that the limit leaves out.
  func isBeyond(_ dimension: Int, _ name: String) -> Bool {
    guard !name.isEmpty, !setup.dimensions[dimension].declared.contains(name), let bound = boundary(dimension) else {
      return false
    }
    return Self.hash(name) >= bound
  }

  func shown(_ dimension: Int, _ name: ModelName) -> ModelName {
    name.isOther || isBeyond(dimension, name.text) ? .other : name
  }

  func isDeclared(_ dimension: Int, _ name: ModelName) -> Bool {
    !name.isOther && (name.text.isEmpty || setup.dimensions[dimension].declared.contains(name.text))
  }

  /// 31 bits of a name's hash, as the core keeps them of a name beyond a limit.
  func fixedHash(_ name: ModelName) -> UInt64 {
    name.isOther ? 1 : name.text.isEmpty ? 0 : Self.hash(name.text) >> 33 | 1 << 31
  }

  func tupleHash(_ rollup: Int, _ tuple: [ModelName]) -> UInt64 {
    var hash: UInt64 = 0x9E37_79B1_85EB_CA87
    for name in tuple { hash = Hash.combine(hash, fixedHash(name)) }
    let dimensions = setup.rollupsInUse[rollup].dimensions
    let declared = zip(dimensions, tuple).allSatisfy { isDeclared($0, $1) }
    return max(hash >> 1 | (declared ? 0 : 1 << 63), 1)
  }

  /// How the names of a rollup's tuple are shown.
  func shownTuples(_ rollup: Int) -> ([ModelName]) -> [ModelName] {
    let options = setup.rollupsInUse[rollup]
    let kept = options.dimensions.map { self.kept($0) }
    var bound: UInt64?
    if options.limit > 0 {
      let hashes = Set(tuples[rollup].map { tupleHash(rollup, $0) }).sorted()
      if hashes.count > options.limit { bound = hashes[options.limit] }
    }
    return { tuple in
      let shown = zip(tuple, kept).map { name, kept in
        name.isOther || (!name.text.isEmpty && !kept.contains(name.text)) ? ModelName.other : name
      }
      if options.limit > 0 && !options.dimensions.isEmpty {
        let isOut = shown.contains(.other) || bound.map { self.tupleHash(rollup, tuple) >= $0 } ?? false
        if isOut { return shown.map { _ in .other } }
      }
      return shown
    }
  }
}

extension ModelEngine {
  /// Whether a tuple of given names, met or not, is not shown as itself.
  func isOut(_ rollup: Int, _ tuple: [ModelName]) -> Bool {
    let options = setup.rollupsInUse[rollup]
    if zip(options.dimensions, tuple).contains(where: { isBeyond($0, $1.text) }) { return true }
    let isGiven = zip(options.dimensions, tuple).allSatisfy { $1.text.isEmpty || names[$0].contains($1.text) }
    guard options.limit > 0, !options.dimensions.isEmpty, isGiven else { return false }
    let hashes = Set(tuples[rollup].map { tupleHash(rollup, $0) }).sorted()
    return hashes.count > options.limit && tupleHash(rollup, tuple) >= hashes[options.limit]
  }
}
