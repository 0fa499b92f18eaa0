/// Finds out which audiences a journey's buyer joined, when, and what he did later.
struct AudienceSearch: ~Copyable {
  struct Finding {
    /// Included chains that are still to be fulfilled; below 0 where more were than had to be.
    var missing: Int
    /// An exclusion came before he could join.
    var isKeptOut = false
    /// The event he joined with, -1 for none, and its time.
    var event = -1
    var joined: Int64 = 0
    var hasLeft = false
    var isConverted = false
    var converted: Int64 = 0

    var isIn: Bool { event >= 0 }
  }

  /// By rule.
  private(set) var findings: Buffer<Finding>
  /// By condition: facts that it still wants.
  private var wanted: Buffer<UInt32>

  init(_ heap: Heap, _ plan: borrowing AudiencePlan) throws(OutOfMemory) {
    findings = Buffer(heap)
    wanted = Buffer(heap)
    try findings.append(repeating: Finding(missing: 0), count: plan.rules.count)
    try wanted.append(repeating: 0, count: plan.conditions.count)
  }

  /// Whether any rule was joined that counts.
  @_optimize(speed)
  mutating func find(_ plan: borrowing AudiencePlan, _ events: JourneyEvents) -> Bool {
    for c in 0..<wanted.count { wanted[c] = plan.conditions[c].minimum }
    for r in 0..<findings.count { findings[r] = Finding(missing: plan.rules[r].wanted) }
    let outcome = plan.conditions.count
    for e in 0..<events.count {
      let time = events.time(e)
      if events.meets(e, outcome) { convert(e, time, plan.window) }
      // From the last condition down: a fact that fulfils one does not count for the next of its chain, and exclusions come first.
      var word = events.words - 1
      while word >= 0 {
        var bits = unsafe events.matches[e * events.words + word]
        while bits != 0 {
          let bit = 63 - bits.leadingZeroBitCount
          bits &= ~(1 << UInt64(bit))
          if word * 64 + bit != outcome { count(word * 64 + bit, plan, e, time) }
        }
        word -= 1
      }
    }
    var isAny = false
    for r in 0..<findings.count {
      if findings[r].hasLeft && plan.rules[r].isStaying { findings[r].event = -1 }
      if findings[r].joined < plan.from || findings[r].joined >= plan.to { findings[r].event = -1 }
      if findings[r].isIn { isAny = true }
    }
    return isAny
  }

  private mutating func convert(_ event: Int, _ time: Int64, _ window: Int64) {
    for r in 0..<findings.count where findings[r].isIn && !findings[r].isConverted && time - findings[r].joined <= window {
      findings[r].isConverted = true
      findings[r].converted = time
    }
  }

  private mutating func count(_ c: Int, _ plan: borrowing AudiencePlan, _ event: Int, _ time: Int64) {
    let condition = plan.conditions[c]
    guard wanted[c] > 0, time >= condition.from, time < condition.to else { return }
    if condition.isThen && wanted[c - 1] > 0 { return }
    wanted[c] -= 1
    guard wanted[c] == 0, condition.isLast else { return }
    let r = condition.rule
    if condition.isExclusion {
      if findings[r].isIn { findings[r].hasLeft = true } else { findings[r].isKeptOut = true }
      return
    }
    findings[r].missing -= 1
    guard findings[r].missing == 0, !findings[r].isKeptOut else { return }
    findings[r].event = event
    findings[r].joined = time
  }
}
