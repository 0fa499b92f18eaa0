/// How a model that judges by the path alone shares an outcome among its touches.
struct ModelShares: ~Copyable {
  enum Answer {
    /// No touch gets anything.
    case unassigned
    /// The touch of that number gets all.
    case one(Int)
    /// The touches listed get equal parts.
    case equal
    /// The touches listed get parts by their weights.
    case weighted
  }

  /// Numbers of touches, in order.
  private(set) var listed: Buffer<UInt32>
  private(set) var weights: Buffer<UInt64>
  private(set) var sum: UInt64 = 0
  private var decay: Decay

  init(_ heap: Heap) {
    listed = Buffer(heap)
    weights = Buffer(heap)
    decay = Decay(heap)
  }

  /// `given` holds the weights of all models. The path has touches.
  mutating func find(_ model: CreditModel, _ given: borrowing Buffer<UInt32>, _ path: inout TouchPath) throws(OutOfMemory) -> Answer {
    switch model.kind {
    case .lastClick: return Self.answer(Self.last(path) { $0.isClick })
    case .clickThenView: return Self.answer(Self.last(path) { $0.isClick } ?? (model.isOfClicks ? nil : path.count - 1))
    case .lastNonDirect:
      return Self.answer(
        Self.last(path) { !$0.isDirect && ($0.isClick || !model.isOfClicks) } ?? Self.last(path) { $0.isClick || !model.isOfClicks })
    case .first where !model.isOfClicks: return .one(0)
    case .last where !model.isOfClicks: return .one(path.count - 1)
    case .shapley: try path.listKeys(into: &listed, ofClicks: model.isOfClicks)
    default: try list(path)
    }
    if model.isOfClicks { keepClicks(path) }
    let count = listed.count
    if count == 0 { return .unassigned }
    switch model.kind {
    case .first: return .one(Int(listed[0]))
    case .last: return .one(Int(listed[count - 1]))
    case .middle:
      if count < 3 { return .unassigned }
      for i in 1..<count - 1 { listed[i - 1] = listed[i] }
      listed.truncate(to: count - 2)
      return .equal
    case .position: try weighPositions(model, given)
    case .timeDecay: try weighAges(model, path)
    case .stage: try weighStages(model, given, path)
    case .custom: try weighCustom(model, given)
    default: return .equal
    }
    sum = 0
    for i in 0..<count { sum += weights[i] }
    return sum == 0 ? .unassigned : .weighted
  }

  private static func answer(_ touch: Int?) -> Answer {
    guard let touch else { return .unassigned }
    return .one(touch)
  }

  @inline(__always)
  private static func last(_ path: borrowing TouchPath, _ isMeant: (TouchPath.Touch) -> Bool) -> Int? {
    var i = path.count - 1
    while i >= 0 && !isMeant(path.touches[i]) { i -= 1 }
    return i < 0 ? nil : i
  }

  private mutating func list(_ path: borrowing TouchPath) throws(OutOfMemory) {
    listed.removeAll()
    try listed.reserve(exactly: path.count)
    for i in 0..<path.count { listed.appendReserved(UInt32(truncatingIfNeeded: i)) }
  }

  private mutating func keepClicks(_ path: borrowing TouchPath) {
    var kept = 0
    for i in 0..<listed.count where path.touches[Int(listed[i])].isClick {
      listed[kept] = listed[i]
      kept += 1
    }
    listed.truncate(to: kept)
  }

  private mutating func begin(_ weight: UInt64) throws(OutOfMemory) {
    weights.removeAll()
    try weights.append(repeating: weight, count: listed.count)
  }

  /// What those between share is multiplied by their number, so that their parts are whole.
  private mutating func weighPositions(_ model: CreditModel, _ given: borrowing Buffer<UInt32>) throws(OutOfMemory) {
    let (count, at) = (listed.count, model.firstWeight)
    if count == 1 { return try begin(1) }
    let scale = UInt64(Swift.max(count - 2, 1))
    try begin(UInt64(given[at + 1]))
    weights[0] = UInt64(given[at]) * scale
    weights[count - 1] = UInt64(given[at + 2]) * scale
  }

  /// Ages count from the latest touch, so that the oldest of an old path do not vanish.
  private mutating func weighAges(_ model: CreditModel, _ path: borrowing TouchPath) throws(OutOfMemory) {
    try begin(0)
    try decay.make()
    let count = listed.count
    let latest = path.touches[Int(listed[count - 1])].time
    // So that the sum fits.
    let bits = Swift.min(44, 62 - (Int.bitWidth - count.leadingZeroBitCount))
    for i in 0..<count {
      weights[i] = decay.weight(age: latest - path.touches[Int(listed[i])].time, halfLife: model.halfLife, bits: bits)
    }
  }

  private mutating func weighCustom(_ model: CreditModel, _ given: borrowing Buffer<UInt32>) throws(OutOfMemory) {
    try begin(0)
    let count = listed.count
    for i in 0..<count {
      let place = Swift.min(model.isFromEnd ? count - 1 - i : i, model.weightCount - 1)
      weights[i] = UInt64(given[model.firstWeight + place])
    }
  }

  /// An anchor's touch is the last that is not behind the anchor's fact.
  private mutating func weighStages(_ model: CreditModel, _ given: borrowing Buffer<UInt32>, _ path: borrowing TouchPath) throws(OutOfMemory) {
    try begin(0)
    let (count, at) = (listed.count, model.firstWeight)
    weights[0] = UInt64(given[at])
    for a in 0..<model.anchorCount {
      let event = path.anchors[model.firstAnchor + a]
      if event < 0 { continue }
      var i = count - 1
      while i >= 0 && path.touches[Int(listed[i])].event > event { i -= 1 }
      if i >= 0 { weights[i] += UInt64(given[at + 1 + a]) }
    }
    // Who is no anchor shares the rest; a weight of nothing makes no anchor.
    var others = 0
    for i in 0..<count where weights[i] == 0 { others += 1 }
    if others == 0 { return }
    let rest = UInt64(given[at + 1 + model.anchorCount])
    for i in 0..<count { weights[i] = weights[i] == 0 ? rest : weights[i] * UInt64(others) }
  }
}
