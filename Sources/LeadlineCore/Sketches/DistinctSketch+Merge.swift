extension DistinctSketch {
  /// Counts whomever the other sketch counted, which must be of the same precision. Without memory nothing changes.
  mutating func merge(with other: borrowing DistinctSketch) throws(OutOfMemory) {
    precondition(other.precision == precision)
    if other.isDense {
      if !isDense { try becomeDense() }
      mergeRegisters(of: other)
    } else {
      try mergeHashes(of: other)
    }
  }

  @_optimize(speed)
  private mutating func mergeRegisters(of other: borrowing DistinctSketch) {
    let mine = unsafe registers
    let others = unsafe other.registers
    for i in 0..<registerCount { unsafe mine[i] = Register.merging(mine[i], others[i]) }
  }

  private mutating func mergeHashes(of other: borrowing DistinctSketch) throws(OutOfMemory) {
    if !isDense {
      var total = Int(held)
      for i in 0..<other.words.count where other.words[i] != 0 {
        if !holdsExactly(other.words[i]) { total += 1 }
      }
      if total > exactLimit { try becomeDense() } else { try reserveExact(total) }
    }
    for i in 0..<other.words.count where other.words[i] != 0 {
      let hash = other.words[i]
      if isDense { show(hash) } else if !holdsExactly(hash) { insertExact(hash) }
    }
  }
}
