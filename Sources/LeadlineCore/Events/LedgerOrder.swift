/// The order in which a ledger keeps its facts: by ref, then by the statuses that exclude one another, then in the one order of
/// facts. It stays while facts come and go, even where a limit takes names away (see `Names.compare`).
@safe
struct LedgerOrder {
  let rules: UnsafePointer<RefRules>
  let kinds: UnsafeMutablePointer<KindTable>
  let names: UnsafeMutablePointer<Names>

  private func slot(_ fact: Fact) -> UInt16 { unsafe kinds.pointee.slot(of: fact.kind) }

  /// The group of statuses that exclude one another; `RefRules.none` for what is no status.
  func group(_ fact: Fact) -> UInt16 { unsafe rules.pointee.group(slot(fact)) }

  /// Whether two facts are statuses that exclude one another.
  func areOneChain(_ a: Fact, _ b: Fact) -> Bool {
    let group = group(a)
    return a.ref == b.ref && group != RefRules.none && group == self.group(b)
  }

  /// Whether one of two facts says of the other's subject what that has said: statuses of one family, or no statuses.
  func areAlike(_ a: Fact, _ b: Fact) -> Bool {
    guard a.ref == b.ref else { return false }
    if a.kind == b.kind { return true }
    let (first, second) = (slot(a), slot(b))
    return unsafe rules.pointee.group(first) == rules.pointee.group(second)
      && kinds.pointee.familySlot(at: first) == kinds.pointee.familySlot(at: second)
  }

  /// Below, equal to or above zero. Facts that are equal are the same words.
  func compare(_ a: Fact, _ b: Fact) -> Int {
    if a.ref != b.ref { return a.ref < b.ref ? -1 : 1 }
    let (mine, other) = (group(a), group(b))
    if mine != other { return mine < other ? -1 : 1 }
    if a.time != b.time { return a.time < b.time ? -1 : 1 }
    if unsafe a.isBefore(b, kinds.pointee, names) { return -1 }
    if unsafe b.isBefore(a, kinds.pointee, names) { return 1 }
    return a.compareWords(b)
  }
}

extension Fact {
  /// Tells facts apart that no rule does: codes that show one name.
  fileprivate func compareWords(_ other: Fact) -> Int {
    for i in 0..<Self.words(dimensions: dimensionCount) where unsafe words[i] != other.words[i] {
      return unsafe words[i] < other.words[i] ? -1 : 1
    }
    return 0
  }

  /// Only the fact's time is another.
  func setTime(_ time: Int64) { unsafe words[1] = UInt64(bitPattern: time) }
}
