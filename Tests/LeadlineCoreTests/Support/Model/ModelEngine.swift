@testable import LeadlineCore

/// The slow, obvious engine: a list of the facts that stand, everything else worked out anew for each question.
final class ModelEngine {
  let setup: ModelSetup
  let zone: ModelZone
  let kinds: [UInt16: ModelKind]
  /// Facts without an id, in any order.
  var loose: [ModelFact] = []
  /// By id and family, the fact that stands.
  var identified: [Key: ModelFact] = [:]
  /// By dimension, every name ever interned.
  var names: [Set<String>]
  /// By rollup, the names of every fact ever taken in: what a limit of cells was shown.
  var tuples: [Set<[ModelName]>]
  /// By attribute, then name.
  var attributes: [[String: String]]
  var accepted = 0
  var duplicates = 0
  var conflicts = 0
  var greatestTime = Int64.min
  var attributeConflicts = 0

  struct Key: Hashable {
    var id: UInt64
    var family: UInt16
  }

  init(_ setup: ModelSetup) throws {
    self.setup = setup
    zone = try ModelZone(setup.zone)
    var kinds: [UInt16: ModelKind] = [:]
    for kind in ModelKind.builtIn + setup.kinds { kinds[kind.number] = kind }
    self.kinds = kinds
    names = setup.dimensions.map { Set($0.declared) }
    tuples = setup.rollupsInUse.map { _ in [] }
    attributes = setup.dimensions.map { _ in [:] }
  }

  var facts: [ModelFact] { loose + identified.values }

  func family(_ kind: UInt16) -> UInt16 {
    let parent = kinds[kind]?.parent ?? 0
    return parent == 0 ? kind : family(parent)
  }

  /// A kind and all its parts.
  func parts(of kind: UInt16) -> Set<UInt16> {
    var all: Set<UInt16> = [kind]
    for part in kinds.values where part.parent == kind { all.formUnion(parts(of: part.number)) }
    return all
  }

  func intern(_ dimension: Int, _ name: String) {
    if !name.isEmpty { names[dimension].insert(name) }
  }

  // MARK: Intake

  /// The status a fact is refused with.
  func fault(_ fact: ModelFact) -> Int32? {
    if fact.time < ModelZone.first || fact.time > ModelZone.last { return 300 }
    guard let kind = kinds[fact.kind] else { return 301 }
    if fact.amount.magnitude > 1 << 62 { return 303 }
    if fact.amount != 0 && kind.unit == 0 { return 304 }
    if fact.count.magnitude > 1 << 32 { return 305 }
    if fact.count < 0 && fact.person != 0 { return 306 }
    return nil
  }

  /// Takes in a batch; the status, and the number of rows refused.
  func record(_ facts: [ModelFact], skip: Bool) -> (status: Int32, rejected: Int) {
    let faults = facts.map(fault)
    if !skip, let first = faults.lazy.compactMap({ $0 }).first { return (first, 0) }
    for (fact, fault) in zip(facts, faults) where fault == nil { take(fact) }
    return (0, faults.filter { $0 != nil }.count)
  }

  private func take(_ fact: ModelFact) {
    accepted += 1
    greatestTime = max(greatestTime, fact.time)
    for (r, rollup) in setup.rollupsInUse.enumerated() { tuples[r].insert(rollup.dimensions.map { fact.names[$0] }) }
    settle(fact)
  }

  /// Of several facts with one id the first stands.
  private func settle(_ fact: ModelFact) {
    guard setup.hasIds, fact.id != 0 else { return loose.append(fact) }
    let key = Key(id: fact.id, family: family(fact.kind))
    guard let standing = identified[key] else {
      identified[key] = fact
      return
    }
    duplicates += 1
    if fact == standing { return }
    conflicts += 1
    if isBefore(fact, standing) { identified[key] = fact }
  }

  /// The one order of facts.
  func isBefore(_ a: ModelFact, _ b: ModelFact) -> Bool {
    if a.time != b.time { return a.time < b.time }
    let (first, second) = (kinds[a.kind]!, kinds[b.kind]!)
    if first.order != second.order { return first.order < second.order }
    if a.kind != b.kind { return a.kind < b.kind }
    for d in setup.dimensions.indices where setup.dimensions[d].base == nil && a.names[d] != b.names[d] {
      return nameIsBefore(d, a.names[d], b.names[d])
    }
    if a.person != b.person { return a.person < b.person }
    if a.amount != b.amount { return a.amount < b.amount }
    if a.count != b.count { return a.count < b.count }
    if a.id != b.id { return a.id < b.id }
    if a.ref != b.ref { return a.ref < b.ref }
    return a.account < b.account
  }

  /// By bytes. Where a limit may take a name's bytes away, all but the declared ones go by their hashes instead.
  func nameIsBefore(_ dimension: Int, _ a: ModelName, _ b: ModelName) -> Bool {
    if setup.dimensions[dimension].limit == 0 { return ModelName.bytesAreBefore(a, b) }
    let (first, second) = (isDeclared(dimension, a), isDeclared(dimension, b))
    if first && second { return ModelName.bytesAreBefore(a, b) }
    if first != second { return first }
    return fixedHash(a) < fixedHash(b)
  }

  // MARK: Attributes, clearing, merging

  func setAttribute(_ attribute: Int, _ name: String, _ value: String) -> Int32 {
    let base = setup.dimensions[attribute].base!
    if name.isEmpty || !kept(base).contains(name) { return 101 }
    intern(attribute, value)
    attributes[attribute][name] = value
    return 0
  }

  func clear(_ dimension: Int, _ cleared: [String], from: Int64, to: Int64) -> Int32 {
    if from >= to { return 101 }
    if cleared.isEmpty { return 0 }
    for name in cleared where isBeyond(dimension, name) { return 109 }
    for (r, rollup) in setup.rollupsInUse.enumerated() {
      if !rollup.dimensions.contains(dimension) { return 107 }
      if rollup.limit > 0 && Set(tuples[r].map { tupleHash(r, $0) }).count > rollup.limit { return 107 }
    }
    for r in setup.rollupsInUse.indices {
      for cell in canonicalCells(r).keys {
        if cell.start < to && from < cell.end && (cell.start < from || cell.end > to) { return 501 }
      }
    }
    func isCleared(_ fact: ModelFact) -> Bool {
      let name = fact.names[dimension]
      return !name.isOther && cleared.contains(name.text) && fact.time >= from && fact.time < to
    }
    loose.removeAll(where: isCleared)
    identified = identified.filter { !isCleared($0.value) }
    return 0
  }

  func merge(_ other: ModelEngine) {
    for d in names.indices { names[d].formUnion(other.names[d]) }
    for r in tuples.indices { tuples[r].formUnion(other.tuples[r]) }
    loose += other.loose
    for fact in other.identified.values { settle(fact) }
    for a in attributes.indices {
      for (name, value) in other.attributes[a] where !value.isEmpty {
        let mine = attributes[a][name] ?? ""
        if mine == value { continue }
        if !mine.isEmpty {
          attributeConflicts += 1
          if nameIsBefore(a, ModelName(text: mine), ModelName(text: value)) { continue }
        }
        attributes[a][name] = value
      }
    }
    accepted += other.accepted
    duplicates += other.duplicates
    conflicts += other.conflicts
    greatestTime = max(greatestTime, other.greatestTime)
  }
}

extension ModelName {
  /// By unsigned bytes; the code for other names comes before a name that is spelt like it.
  static func bytesAreBefore(_ a: ModelName, _ b: ModelName) -> Bool {
    if a.text == b.text { return a.isOther && !b.isOther }
    return a.text.utf8.lexicographicallyPrecedes(b.text.utf8)
  }
}
