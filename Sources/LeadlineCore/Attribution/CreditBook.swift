/// Books outcomes with their paths: gives each model's credit to groups, and counts what stands beside it.
struct CreditBook: ~Copyable {
  /// What a group was in the path at hand.
  struct Role {
    var mark: UInt64 = 0
    var isAssisted = false
    var isViewAssisted = false
    var isClickAssisted = false
    var isViewed = false
  }

  /// So many outcomes of one path, worth so much in all.
  struct Amount {
    var outcomes: UInt64 = 1
    var value: Int128 = 0

    var units: Int128 { Int128(outcomes) * CreditTally.unitsPerOutcome }
  }

  var tally: CreditTally
  var totals: OutcomeTally
  var pairs: PairTally
  /// What models of all paths want to know; counted by whoever finds paths.
  var ofPaths: PathModels
  private var shares: ModelShares
  private var split: CreditSplit
  private var values: CreditSplit
  private var firsts: Buffer<UInt32>
  /// By group.
  private var roles: Buffer<Role>
  private var mark: UInt64 = 0
  /// The groups of the path at hand.
  private var met: Buffer<UInt32>

  @inline(never)
  init(_ heap: Heap, _ plan: borrowing AttributionPlan) throws(OutOfMemory) {
    let outcomes = plan.outcomes.count
    let models = plan.models.count
    let pairs = try PairTally(heap, outcomes: outcomes)
    let ofPaths = try PathModels(heap, plan.models, outcomes: outcomes)
    let periods = plan.hasPeriods ? 1 : 0
    tally = CreditTally(
      heap, words: plan.keys.keys.count + periods + (plan.isByPosition ? 1 : 0), outcomes: outcomes, models: models, hasDetails: plan.hasDetails)
    totals = OutcomeTally(heap, words: periods, outcomes: outcomes, models: models, keepsEach: plan.isLive)
    self.pairs = pairs
    self.ofPaths = ofPaths
    shares = ModelShares(heap)
    split = CreditSplit(heap)
    values = CreditSplit(heap)
    firsts = Buffer(heap)
    roles = Buffer(heap)
    met = Buffer(heap)
  }

  /// Books an outcome; each touch of the path knows its group. `place` is that of the outcome's period and outcome in `totals`.
  mutating func book(
    _ plan: borrowing AttributionPlan, _ path: inout TouchPath, _ outcome: Int, _ amount: Amount, _ place: Int
  ) throws(OutOfMemory) {
    let hasClick = path.hasClick
    for m in 0..<plan.models.count {
      let model = plan.models[m]
      if path.count == 0 || (model.isOfAllPaths && model.isOfClicks && !hasClick) {
        totals.leave(place, m, amount.units, amount.value)
      } else if !model.isOfAllPaths {
        try credit(plan, m, &path, outcome, amount, place)
      }
    }
    let isViewThrough = path.count > 0 && !path.hadClick
    totals.count(place, amount.outcomes, amount.value, untouched: path.count == 0, viewThrough: isViewThrough)
    if path.count == 0 { return }
    if plan.hasDetails { try countDetails(path, outcome, amount, isViewThrough) }
    guard plan.hasPairs else { return }
    try path.listKeys(into: &firsts)
    try pairs.count(path, firsts, outcome, amount.outcomes, amount.value)
  }

  @inline(__always)
  private mutating func credit(
    _ plan: borrowing AttributionPlan, _ model: Int, _ path: inout TouchPath, _ outcome: Int, _ amount: Amount, _ place: Int
  ) throws(OutOfMemory) {
    switch try shares.find(plan.models[model], plan.weights, &path) {
    case .unassigned: totals.leave(place, model, amount.units, amount.value)
    case .one(let touch): tally.credit(Int(path.touches[touch].group), outcome, model, amount.units, amount.value)
    case .equal:
      let count = shares.listed.count
      let units = CreditSplit.parts(amount.units, count)
      let value = CreditSplit.parts(amount.value, count)
      for i in 0..<count {
        tally.credit(
          Int(path.touches[Int(shares.listed[i])].group), outcome, model, CreditSplit.part(i, units.whole, units.rest),
          CreditSplit.part(i, value.whole, value.rest))
      }
    case .weighted:
      try split.split(amount.units, by: shares.weights, sum: shares.sum)
      try values.split(amount.value, by: shares.weights, sum: shares.sum)
      for i in 0..<shares.listed.count {
        tally.credit(Int(path.touches[Int(shares.listed[i])].group), outcome, model, split.credits[i], values.credits[i])
      }
    }
  }

  private mutating func countDetails(_ path: borrowing TouchPath, _ outcome: Int, _ amount: Amount, _ isViewThrough: Bool) throws(OutOfMemory) {
    let (count, value) = (Int128(amount.outcomes), amount.value)
    let last = path.count - 1
    tally.count(Int(path.touches[0].group), outcome, .sourced, count, value)
    tally.count(Int(path.touches[last].group), outcome, .last, count, value)
    mark += 1
    met.removeAll()
    for i in 0..<path.count {
      let touch = path.touches[i]
      let group = Int(touch.group)
      if group >= roles.count { try roles.resize(to: Swift.max(group + 1, roles.count * 2), filling: Role()) }
      if roles[group].mark != mark {
        roles[group] = Role(mark: mark)
        try met.append(touch.group)
      }
      if !touch.isClick { roles[group].isViewed = true }
      if i == last { continue }
      roles[group].isAssisted = true
      if touch.isClick { roles[group].isClickAssisted = true } else { roles[group].isViewAssisted = true }
    }
    for i in 0..<met.count {
      let group = Int(met[i])
      let role = roles[group]
      tally.count(group, outcome, .influenced, count, value)
      if role.isAssisted { tally.count(group, outcome, .assisted, count, value) }
      if role.isViewAssisted { tally.count(group, outcome, .viewAssisted, count, value) }
      if role.isClickAssisted { tally.count(group, outcome, .clickAssisted, count, value) }
      if isViewThrough && role.isViewed { tally.count(group, outcome, .viewThrough, count, value) }
    }
  }

  mutating func merge(_ other: borrowing CreditBook, _ numbers: borrowing Buffer<UInt32>) throws(OutOfMemory) {
    try tally.merge(other.tally)
    try totals.merge(other.totals)
    try pairs.merge(other.pairs, numbers)
    try ofPaths.merge(other.ofPaths, numbers)
  }
}
