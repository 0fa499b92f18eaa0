/// What a limit of cells keeps over all shards; under their locks.
extension Engine {
  /// Whether a tuple's hash is below the bound that the shards' thresholds would have if they were one. Allocates nothing.
  func isWithinLimit(_ rollup: Int, _ hash: UInt64) -> Bool {
    var kept = 0
    for s in 0..<shards.count {
      if !withThreshold(s, rollup, { $0.keeps(hash) }) { return false }
      kept += withThreshold(s, rollup) { $0.keptCount }
    }
    if shards.count == 1 || kept <= shapes[rollup].limit { return true }
    var smaller = 0
    var isKnown = false
    for s in 0..<shards.count {
      isKnown = isKnown || withThreshold(s, rollup) { $0.contains(hash) }
      for i in 0..<withThreshold(s, rollup, { $0.keptCount }) {
        let other = withThreshold(s, rollup) { $0.kept(i) }
        if other >= hash { continue }
        var isCounted = false
        for earlier in 0..<s where withThreshold(earlier, rollup, { $0.keeps(other) && $0.contains(other) }) { isCounted = true }
        if !isCounted { smaller += 1 }
      }
    }
    return isKnown ? smaller < shapes[rollup].limit : smaller <= shapes[rollup].limit
  }

  private func withThreshold<R>(_ shard: Int, _ rollup: Int, _ body: (borrowing Threshold) -> R) -> R {
    let store = unsafe shards[shard].store.pointer
    return unsafe store.pointee.isWide
      ? body(store.pointee.wide[rollup].tuples.threshold) : body(store.pointee.narrow[rollup].tuples.threshold)
  }
}
