/// What models of all paths say of an answer's outcomes, and the credit that it makes.
struct PathVerdicts: ~Copyable {
  /// By model of all paths, then outcome.
  private(set) var verdicts: Buffer<PathVerdict>
  /// By model: the place of its first; -1 where it judges by each path alone.
  private var firsts: Buffer<Int>
  /// By place in the canonical order, the key; and the other way round.
  private(set) var keys: Buffer<UInt32>

  /// `keys`: all, in canonical order.
  init(
    _ models: borrowing Buffer<CreditModel>, outcomes: Int, _ counted: borrowing PathModels, keys: borrowing Buffer<UInt32>
  ) throws(OutOfMemory) {
    let heap = counted.heap
    var verdicts = Buffer<PathVerdict>(heap)
    var firsts = Buffer<Int>(heap)
    var ranks = Buffer<UInt32>(heap)
    try ranks.append(repeating: 0, count: keys.count)
    for i in 0..<keys.count { ranks[Int(keys[i])] = UInt32(truncatingIfNeeded: i) }
    for m in 0..<models.count {
      try firsts.append(models[m].isOfAllPaths ? verdicts.count : -1)
      if !models[m].isOfAllPaths { continue }
      for o in 0..<outcomes { try verdicts.append(try counted.verdict(m, o, ranks)) }
    }
    self.keys = try Buffer(copying: keys)
    self.verdicts = verdicts
    self.firsts = firsts
  }

  /// Where the verdict of a model of all paths on an outcome is.
  func place(_ model: Int, _ outcome: Int) -> Int { firsts[model] + outcome }

  /// What kept a chain from being solved, if anything did.
  var fault: RemovalEffects.State? {
    for v in 0..<verdicts.count {
      if verdicts[v].state == .tooManyStates || verdicts[v].state == .tooLongWalks { return verdicts[v].state }
    }
    return nil
  }
}

extension CreditBook {
  /// Credits what is not yet credited to anybody, of the models of all paths: each period's sums, in proportion to what they say of keys.
  /// `numbers` holds the words of keys.
  mutating func credit(
    _ models: borrowing Buffer<CreditModel>, _ verdicts: borrowing PathVerdicts, _ numbers: borrowing GroupIndex
  ) throws(OutOfMemory) {
    let heap = tally.heap
    var units = SignedSplit(heap)
    var values = SignedSplit(heap)
    var ordered = Buffer<Double>(heap)
    var words = Buffer<Int64>(heap)
    try ordered.append(repeating: 0, count: verdicts.keys.count)
    try words.append(repeating: 0, count: tally.groups.width)
    for m in 0..<models.count where models[m].isOfAllPaths {
      for o in 0..<totals.outcomes {
        let v = verdicts.place(m, o)
        for i in 0..<ordered.count { ordered[i] = verdicts.verdicts[v].units[Int(verdicts.keys[i])] }
        let hasUnits = try units.weigh(ordered)
        for i in 0..<ordered.count { ordered[i] = verdicts.verdicts[v].value[Int(verdicts.keys[i])] }
        let hasValues = try values.weigh(ordered)
        for g in 0..<totals.groups.count {
          let place = totals.place(group: g, o)
          let due = totals.due(place, m)
          if due.units == 0 && due.value == 0 { continue }
          let splitsUnits = hasUnits ? try units.split(due.units) : false
          let splitsValue = hasValues ? try values.split(due.value) : false
          totals.leave(place, m, splitsUnits ? 0 : due.units, splitsValue ? 0 : due.value)
          for i in 0..<ordered.count {
            let (own, value) = (splitsUnits ? units.credits[i] : 0, splitsValue ? values.credits[i] : 0)
            if own == 0 && value == 0 { continue }
            let key = Int(verdicts.keys[i])
            for w in 0..<numbers.width { words[w] = numbers.key(key, w) }
            for w in 0..<totals.groups.width { words[numbers.width + w] = totals.groups.key(g, w) }
            let group = try tally.group(words)
            tally.credit(group, o, m, own, value)
          }
        }
      }
    }
  }
}

extension OutcomeTally {
  func place(group: Int, _ outcome: Int) -> Int { group * outcomes + outcome }

  /// What a model has given to nobody yet, nor left to nobody, if it gave nothing.
  func due(_ place: Int, _ model: Int) -> (units: Int128, value: Int128) {
    let left = (place * models + model) * 2
    return (Int128(sums[place].outcomes) * CreditTally.unitsPerOutcome - unassigned[left], sums[place].value - unassigned[left + 1])
  }
}
