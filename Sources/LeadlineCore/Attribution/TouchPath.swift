/// What is done to paths before models see them, in the order of the fields. A touch that stays for several is a click if any of them
/// was one.
struct PathTransforms {
  /// Touches of one key in a row are one, the first of them.
  var collapses = false
  /// Of the touches of a key only the first stays.
  var keepsFirst = false
  /// Direct touches go where others are.
  var dropsDirect = false
  /// Only so many stay, the last.
  var most = Int.max

  /// Whether paths stay as they are.
  var areNone: Bool { !collapses && !keepsFirst && !dropsDirect && most == .max }
}

/// The touches of one outcome, in order.
struct TouchPath: ~Copyable {
  struct Touch {
    /// Number of its key.
    var key: UInt32
    /// Of the tally.
    var group: UInt32 = 0
    /// Of its kind, where chains tell kinds apart.
    var slot: UInt16 = 0
    var isClick = true
    var isDirect = false
    var time: Int64 = 0
    /// Of the journey's.
    var event = 0
  }

  var touches: Buffer<Touch>
  /// What models of all paths see of the path: keys, or keys and kinds, as numbers.
  var walk: Buffer<UInt32>
  /// Whether there is a click, and whether there was one before the path was changed.
  private(set) var hasClick = false
  private(set) var hadClick = false
  /// Of the outcome.
  var time: Int64 = 0
  /// By model's anchor: the event that is its first fact, from the path's first touch on; -1: there is none.
  var anchors: Buffer<Int>
  /// By key: the latest path that it was in.
  private var marks: Buffer<UInt64>
  private var mark: UInt64 = 0
  /// By key: where in the path it is, if it is.
  private var places: Buffer<Int>

  init(_ heap: Heap) {
    touches = Buffer(heap)
    walk = Buffer(heap)
    anchors = Buffer(heap)
    marks = Buffer(heap)
    places = Buffer(heap)
  }

  var count: Int { touches.count }

  private func findClick() -> Bool {
    for i in 0..<touches.count where touches[i].isClick { return true }
    return false
  }

  /// Touches came last first.
  mutating func reverse() {
    var (low, high) = (0, touches.count - 1)
    while low < high {
      let touch = touches[low]
      touches[low] = touches[high]
      touches[high] = touch
      low += 1
      high -= 1
    }
  }

  mutating func transform(_ transforms: PathTransforms) throws(OutOfMemory) {
    hadClick = findClick()
    let count = touches.count
    try apply(transforms)
    hasClick = touches.count == count ? hadClick : findClick()
  }

  private mutating func apply(_ transforms: PathTransforms) throws(OutOfMemory) {
    if transforms.collapses { collapse() }
    if transforms.keepsFirst {
      mark += 1
      var kept = 0
      for i in 0..<touches.count {
        let touch = touches[i]
        if try !isNew(touch.key) {
          if touch.isClick { touches[places[Int(touch.key)]].isClick = true }
          continue
        }
        if Int(touch.key) >= places.count { try places.resize(to: marks.count, filling: 0) }
        places[Int(touch.key)] = kept
        touches[kept] = touch
        kept += 1
      }
      touches.truncate(to: kept)
    }
    if transforms.dropsDirect {
      var others = 0
      for i in 0..<touches.count where !touches[i].isDirect { others += 1 }
      if others > 0 { dropDirect() }
    }
    guard touches.count > transforms.most else { return }
    let dropped = touches.count - transforms.most
    for i in 0..<transforms.most { touches[i] = touches[i + dropped] }
    touches.truncate(to: transforms.most)
  }

  private mutating func collapse() {
    var kept = 0
    for i in 0..<touches.count {
      let touch = touches[i]
      if kept > 0 && touches[kept - 1].key == touch.key {
        if touch.isClick { touches[kept - 1].isClick = true }
        continue
      }
      touches[kept] = touch
      kept += 1
    }
    touches.truncate(to: kept)
  }

  private mutating func dropDirect() {
    var kept = 0
    for i in 0..<touches.count where !touches[i].isDirect {
      touches[kept] = touches[i]
      kept += 1
    }
    touches.truncate(to: kept)
  }

  /// Makes the walk one of keys; of clicks alone where wanted.
  mutating func listWalk(ofClicks: Bool) throws(OutOfMemory) {
    walk.removeAll()
    try walk.reserve(exactly: touches.count)
    for i in 0..<touches.count where touches[i].isClick || !ofClicks { walk.appendReserved(touches[i].key) }
  }

  /// Lists the first touch of each key, in order; of clicks alone, its first click.
  mutating func listKeys(into firsts: inout Buffer<UInt32>, ofClicks: Bool = false) throws(OutOfMemory) {
    mark += 1
    firsts.removeAll()
    try firsts.reserve(exactly: touches.count)
    for i in 0..<touches.count {
      if ofClicks && !touches[i].isClick { continue }
      if try isNew(touches[i].key) { firsts.appendReserved(UInt32(truncatingIfNeeded: i)) }
    }
  }

  /// Whether a key comes for the first time since the mark was moved on.
  @inline(__always)
  private mutating func isNew(_ key: UInt32) throws(OutOfMemory) -> Bool {
    let key = Int(key)
    if key >= marks.count { try marks.resize(to: Swift.max(key + 1, marks.count * 2), filling: 0) }
    if marks[key] == mark { return false }
    marks[key] = mark
    return true
  }
}
