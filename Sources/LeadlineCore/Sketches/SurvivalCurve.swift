/// How long something lasts where some have not come to an end yet: the product-limit estimate (E. L. Kaplan, P. Meier,
/// "Nonparametric estimation from incomplete observations", 1958).
///
/// Of those still under way at a duration, the curve falls by the share that end with it; who was last seen under way after
/// a duration counts among those that reached it. The curve is compared with exact fractions: in fixed point with both bounds
/// as long as these tell, and where they do not by its whole numerator and denominator.
struct SurvivalCurve: ~Copyable {
  private struct Point {
    var value: Int64
    var finished: UInt64
    var open: UInt64
  }

  /// What the curve falls by between two durations at which somebody was last seen: `left` of `from`.
  private struct Factor {
    var left: UInt64
    var from: UInt64
  }

  private let heap: Heap
  private var points: Buffer<Point>
  private var factors: Buffer<Factor>
  private var counts: Buffer<UInt64>

  init(_ heap: Heap) {
    self.heap = heap
    points = Buffer(heap)
    factors = Buffer(heap)
    counts = Buffer(heap)
  }

  /// In fixed point.
  private static var one: UInt64 { 1 << 62 }

  /// Adds, for each of `permille`, which ascend, the least duration by which at least so many thousandths have finished; -1
  /// where the curve does not get there. Exact where both sketches are; else of durations rounded to their buckets, in each of
  /// which those that finished come first.
  mutating func quantiles(
    _ finished: inout DurationSketch, _ open: inout DurationSketch, _ permille: borrowing Buffer<UInt16>, into times: inout Buffer<Int64>
  ) throws(OutOfMemory) {
    try gather(&finished, &open)
    factors.removeAll()
    var underWay = finished.count + open.count
    // The curve as far as factors before the last lead, from both sides.
    var (low, high) = (Self.one, Self.one)
    var asked = 0
    for i in 0..<points.count {
      let point = points[i]
      if point.finished > 0 {
        let left = underWay - point.finished
        if factors.count > 0 && factors[factors.count - 1].left == underWay {
          factors[factors.count - 1].left = left
        } else {
          if factors.count > 0 {
            let last = factors[factors.count - 1]
            low = Self.part(low, last).down
            high = Self.part(high, last).up
          }
          try factors.append(Factor(left: left, from: underWay))
        }
        let last = factors[factors.count - 1]
        let (least, most) = (Self.part(low, last).down, Self.part(high, last).up)
        while asked < permille.count {
          let remaining = 1000 - UInt64(permille[asked])
          let goal = UInt128(remaining) * UInt128(Self.one)
          if UInt128(least) * 1000 > goal { break }
          if UInt128(most) * 1000 > goal, try !isDown(to: remaining) { break }
          try times.append(point.value)
          asked += 1
        }
        underWay = left
      }
      underWay -= point.open
    }
    while asked < permille.count {
      try times.append(-1)
      asked += 1
    }
  }

  /// The durations in order, with how many ended there and how many were last seen there.
  private mutating func gather(_ finished: inout DurationSketch, _ open: inout DurationSketch) throws(OutOfMemory) {
    points.removeAll()
    if finished.isExact && open.isExact {
      finished.sort()
      open.sort()
      var (f, o) = (0, 0)
      while f < finished.values.count || o < open.values.count {
        let isFinished = f < finished.values.count && (o >= open.values.count || finished.values[f] <= open.values[o])
        let value = isFinished ? finished.values[f] : open.values[o]
        if points.count == 0 || points[points.count - 1].value != value { try points.append(Point(value: value, finished: 0, open: 0)) }
        if isFinished {
          points[points.count - 1].finished += 1
          f += 1
        } else {
          points[points.count - 1].open += 1
          o += 1
        }
      }
      return
    }
    counts.removeAll()
    try counts.append(repeating: 0, count: DurationSketch.bucketCount * 2)
    for i in 0..<finished.values.count { counts[DurationSketch.bucket(finished.values[i]) * 2] += 1 }
    for i in 0..<open.values.count { counts[DurationSketch.bucket(open.values[i]) * 2 + 1] += 1 }
    for b in 0..<finished.buckets.count { counts[b * 2] += finished.buckets[b] }
    for b in 0..<open.buckets.count { counts[b * 2 + 1] += open.buckets[b] }
    for b in 0..<DurationSketch.bucketCount where counts[b * 2] | counts[b * 2 + 1] != 0 {
      let value = Swift.max(finished.least, Swift.min(DurationSketch.middle(of: b), finished.greatest))
      try points.append(Point(value: value, finished: counts[b * 2], open: counts[b * 2 + 1]))
    }
  }

  /// A factor of a fixed-point number, rounded down and up.
  private static func part(_ whole: UInt64, _ factor: Factor) -> (down: UInt64, up: UInt64) {
    let product = whole.multipliedFullWidth(by: factor.left)
    // What is left is at most what it is of, so the quotient is at most `whole`.
    if factor.left == factor.from { return (whole, whole) }
    let (quotient, remainder) = factor.from.dividingFullWidth(product)
    return (quotient, remainder == 0 ? quotient : quotient + 1)
  }

  /// Whether the curve is at so many thousandths or below.
  private func isDown(to thousandths: UInt64) throws(OutOfMemory) -> Bool {
    var top = try Natural(heap)
    var bottom = try Natural(heap)
    try top.multiply(by: 1000)
    try bottom.multiply(by: thousandths)
    for i in 0..<factors.count {
      try top.multiply(by: factors[i].left)
      try bottom.multiply(by: factors[i].from)
    }
    return !(bottom < top)
  }
}

/// A whole number of any size that starts as 1 and is multiplied.
private struct Natural: ~Copyable {
  /// The lowest first, none of 0 on top.
  private var limbs: Buffer<UInt64>

  init(_ heap: Heap) throws(OutOfMemory) {
    limbs = Buffer(heap)
    try limbs.append(1)
  }

  mutating func multiply(by factor: UInt64) throws(OutOfMemory) {
    if factor == 0 { limbs.removeAll() }
    var carry: UInt64 = 0
    for i in 0..<limbs.count {
      let product = limbs[i].multipliedFullWidth(by: factor)
      let (low, overflow) = product.low.addingReportingOverflow(carry)
      limbs[i] = low
      carry = product.high &+ (overflow ? 1 : 0)
    }
    if carry > 0 { try limbs.append(carry) }
  }

  static func < (a: borrowing Natural, b: borrowing Natural) -> Bool {
    if a.limbs.count != b.limbs.count { return a.limbs.count < b.limbs.count }
    var i = a.limbs.count
    while i > 0 {
      i -= 1
      if a.limbs[i] != b.limbs[i] { return a.limbs[i] < b.limbs[i] }
    }
    return false
  }
}
