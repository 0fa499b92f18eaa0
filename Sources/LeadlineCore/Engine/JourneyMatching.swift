/// Which facts are meant by kinds and names, made out under the lock on names.
extension Engine {
  /// Lets the kinds named between bars, and their parts, meet a matcher.
  func meet(_ matcher: Int, kinds text: Bytes, _ matchers: inout Matchers) throws(Failure) {
    let table = unsafe kinds.pointer
    try eachKind(text) { name, number throws(Failure) in
      guard journeyRules.value.kept[Int(number)] != 0 else { throw failure(107, "journeys do not keep the kind ", name) }
      for slot in unsafe 0..<table.pointee.count where unsafe table.pointee.isPart(table.pointee.number(at: UInt16(slot)), of: number) {
        matchers.meet(matcher, slot: slot)
      }
    }
  }

  /// Whether all of some kinds with bars between them are known.
  func checkKinds(_ text: Bytes) throws(Failure) {
    try eachKind(text) { _, _ throws(Failure) in }
  }

  private func eachKind(_ text: Bytes, _ body: (Bytes, UInt16) throws(Failure) -> Void) throws(Failure) {
    var start = 0
    while start <= text.count {
      var end = start
      while end < text.count && text[end] != UInt8(ascii: "|") { end += 1 }
      let name = text.slice(start, end)
      guard let number = unsafe kinds.pointer.pointee.number(ofName: name) else { throw failure(109, "no kind is called '", name, "'") }
      try body(name, number)
      start = end + 1
    }
  }

  /// Lets a kind and its parts meet a matcher; false where journeys do not keep the kind.
  func meetHeld(_ matcher: Int, _ number: UInt16, _ matchers: inout Matchers) -> Bool {
    let table = unsafe kinds.pointer
    for slot in unsafe 0..<table.pointee.count where unsafe table.pointee.isPart(table.pointee.number(at: UInt16(slot)), of: number) {
      matchers.meet(matcher, slot: slot)
    }
    return journeyRules.value.kept[Int(number)] != 0
  }

  /// Lets the corrections of a kind, in money, meet a matcher; false where journeys do not keep all of them.
  func meetCorrections(_ matcher: Int, of number: UInt16, _ matchers: inout Matchers) -> Bool {
    let table = unsafe kinds.pointer
    var isHeld = true
    for slot in unsafe 0..<table.pointee.count where isCorrection(slot, of: number) {
      matchers.meet(matcher, slot: slot)
      if unsafe journeyRules.value.kept[Int(table.pointee.number(at: UInt16(slot)))] == 0 { isHeld = false }
    }
    return isHeld
  }

  /// Whether facts of a kind take back, in money, what those of another are worth.
  private func isCorrection(_ slot: Int, of number: UInt16) -> Bool {
    let table = unsafe kinds.pointer
    let kind = unsafe table.pointee.kind(at: UInt16(slot))
    guard kind.roles & KindRole.correction != 0, kind.unit == Unit.money, kind.subject != 0 else { return false }
    return unsafe table.pointee.isPart(kind.subject, of: number)
  }

  /// Lets sales that corrections have undone as a whole no longer meet a matcher, whose kinds are known by then; what is no sale
  /// stands.
  func stand(_ matcher: Int, _ matchers: inout Matchers) throws(Failure) {
    let table = unsafe kinds.pointer
    let slots = unsafe table.pointee.count
    func isSale(_ slot: Int) -> Bool { unsafe table.pointee.isPart(table.pointee.number(at: UInt16(slot)), of: KindNumber.sale) }
    var slot = 0
    while slot < slots && !(matchers.allows(matcher, slot: slot) && isSale(slot)) { slot += 1 }
    if slot == slots { return }
    guard (try? matchers.requireStanding(matcher)) != nil else { throw outOfMemory() }
    for slot in 0..<slots {
      if isSale(slot) {
        matchers.roles[slot] = Standing.Role.sale
      } else if isCorrection(slot, of: KindNumber.sale) {
        matchers.roles[slot] = Standing.Role.correction
        if unsafe journeyRules.value.kept[Int(table.pointee.number(at: UInt16(slot)))] == 0 {
          throw failure(107, "journeys do not keep the kind ", unsafe table.pointee.name(at: UInt16(slot)))
        }
      }
    }
  }

  /// Marks the codes of a dimension of facts for which the dimension or attribute asked for shows one of `marked`, by code.
  func condition(on dimension: Int, _ marked: borrowing Buffer<UInt8>) throws(Failure) -> Matchers.Condition {
    do {
      var shown = try shownCodes(of: dimension)
      var codes = Buffer<UInt8>(heap)
      try codes.reserve(exactly: shown.count)
      for code in 0..<shown.count {
        let value = Int(shown[code])
        codes.appendReserved(value < marked.count ? marked[value] : 0)
      }
      shown.removeAll()
      let marksOther = Int(Code.other) < marked.count && marked[Int(Code.other)] != 0
      return Matchers.Condition(dimension: factDimension(dimension), marked: codes, marksBeyond: marksOther)
    } catch {
      throw outOfMemory()
    }
  }
}
