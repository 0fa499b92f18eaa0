import CLeadline

// What takes outcomes and touches back.

extension JourneyReader {
  /// Lets what may keep a touch from being one meet the plan's matchers, where there are such touches.
  static func waive(_ plan: inout AttributionPlan, _ engine: borrowing Engine, _ matchers: inout Matchers) {
    let kinds = unsafe engine.kinds.pointer
    func isTouch(_ slot: Int) -> Bool {
      for t in 0..<plan.touches.count where !plan.touches[t].isExcluded && matchers.allows(plan.firstTouch + t, slot: slot) { return true }
      return false
    }
    var (hasVisits, hasClicks) = (false, false)
    var isCorrected: InlineArray<2, Bool> = [false, false]
    let corrected: InlineArray<2, UInt16> = [KindNumber.impression, KindNumber.click]
    for slot in 0..<matchers.slots where isTouch(slot) {
      let number = unsafe kinds.pointee.number(at: UInt16(slot))
      if unsafe kinds.pointee.isPart(number, of: KindTable.visit) { hasVisits = true }
      if unsafe kinds.pointee.roles(at: UInt16(slot)) & KindRole.clickTouch != 0 { hasClicks = true }
      for c in 0..<AttributionPlan.correctedKinds where unsafe kinds.pointee.isPart(number, of: corrected[c]) { isCorrected[c] = true }
    }
    for c in 0..<AttributionPlan.correctedKinds where isCorrected[c] {
      _ = engine.meetHeld(plan.corrected(c), corrected[c], &matchers)
      _ = engine.meetCorrections(plan.correcting(c), of: corrected[c], &matchers)
      plan.correctsTouches = true
    }
    guard hasVisits && hasClicks else { return }
    plan.hasVisits = true
    plan.visitIdle = engine.journeyRules.value.visitIdle
    _ = engine.meetHeld(plan.visits, KindTable.visit, &matchers)
    for slot in 0..<matchers.slots where isTouch(slot) {
      if unsafe kinds.pointee.roles(at: UInt16(slot)) & KindRole.clickTouch != 0 { matchers.meet(plan.clicks, slot: slot) }
    }
  }

  /// Where an outcome is a sale: lets sales and their corrections meet the plan's matchers.
  static func correct(_ plan: inout AttributionPlan, _ engine: borrowing Engine, _ matchers: inout Matchers) throws(Failure) {
    let kinds = unsafe engine.kinds.pointer
    var isSale = Buffer<UInt8>(engine.heap)
    guard (try? isSale.append(repeating: 0, count: matchers.slots)) != nil else { throw engine.outOfMemory() }
    var isAny = false
    for slot in 0..<matchers.slots where unsafe kinds.pointee.isPart(kinds.pointee.number(at: UInt16(slot)), of: KindNumber.sale) {
      isSale[slot] = 1
      for o in 0..<plan.outcomes.count where matchers.allows(o, slot: slot) { isAny = true }
    }
    if !isAny { return }
    _ = engine.meetHeld(plan.sales, KindNumber.sale, &matchers)
    guard engine.meetCorrections(plan.corrections, of: KindNumber.sale, &matchers) else {
      throw engine.failure(LEADLINE_ERROR_UNSUPPORTED, "journeys do not keep a kind that corrects sales")
    }
    plan.isSale = isSale
  }
}
