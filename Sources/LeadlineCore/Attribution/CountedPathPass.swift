import CLeadline

/// Books paths that were counted elsewhere: texts of keys, each a journey of so many buyers.
@safe
struct CountedPathPass: ~Copyable {
  /// What keeps a path from being read.
  enum Fault {
    case noName
    /// Longer than `longestName`.
    case longName
  }

  static var longestName: Int { Int(LEADLINE_MAX_NAME_BYTES) }

  private let plan: UnsafeMutablePointer<AttributionPlan>
  private let names: UnsafeMutablePointer<Names>
  private let separator: Bytes
  private var path: TouchPath
  private(set) var keys: KeyNumbers
  var book: Box<CreditBook>
  /// By code of a name: whether it is direct.
  private(set) var direct: Buffer<UInt8>
  /// The words of a touch's group.
  private var key: Buffer<Int64>

  /// `plan` and `names`, those of the plan's one key, outlive the pass; `separator` has bytes.
  init(
    _ heap: Heap, _ plan: UnsafeMutablePointer<AttributionPlan>, _ names: UnsafeMutablePointer<Names>, separator: Bytes
  ) throws(OutOfMemory) {
    let book = unsafe try CreditBook(heap, plan.pointee)
    let keys = try KeyNumbers(heap, width: 1)
    var key = Buffer<Int64>(heap)
    try key.append(repeating: 0, count: book.tally.groups.width)
    let boxed = try Box(heap, book)
    unsafe self.plan = plan
    unsafe self.names = names
    self.separator = separator
    path = TouchPath(heap)
    self.keys = keys
    self.book = boxed
    direct = Buffer(heap)
    self.key = key
  }

  /// How many touches the path that was read has.
  var touches: Int { path.touches.count }

  /// Reads a path, unless something is wrong with it. Names that are new are judged by `isDirect`.
  mutating func read(_ text: Bytes, _ isDirect: (Bytes) -> Bool) throws(OutOfMemory) -> Fault? {
    path.touches.removeAll()
    if Self.trimmed(text).isEmpty { return nil }
    var start = 0
    while true {
      let end = end(text, start)
      let name = Self.trimmed(text.slice(start, end))
      if name.isEmpty { return .noName }
      if name.count > Self.longestName { return .longName }
      let code = unsafe try names.pointee.intern(name)
      if Int(code) >= direct.count {
        try direct.resize(to: Int(code), filling: 0)
        try direct.append(isDirect(name) ? 1 : 0)
      }
      try path.touches.append(TouchPath.Touch(key: try keys.number(ofCode: code), isDirect: direct[Int(code)] != 0, event: path.count))
      if end == text.count { return nil }
      start = end + separator.count
    }
  }

  /// Where the key from `start` on ends.
  private func end(_ text: Bytes, _ start: Int) -> Int {
    var at = start
    while at + separator.count <= text.count {
      if text.slice(at, at + separator.count) == separator { return at }
      at += 1
    }
    return text.count
  }

  private static func trimmed(_ text: Bytes) -> Bytes {
    var (start, end) = (0, text.count)
    while start < end && isBlank(text[start]) { start += 1 }
    while start < end && isBlank(text[end - 1]) { end -= 1 }
    return text.slice(start, end)
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || (byte >= 9 && byte <= 13) }

  /// Books the path that was read.
  mutating func book(_ amount: PathModels.Amount) throws(OutOfMemory) {
    let plan = unsafe plan
    unsafe try book(amount, plan.pointee)
  }

  private mutating func book(_ amount: PathModels.Amount, _ plan: borrowing AttributionPlan) throws(OutOfMemory) {
    let none = Buffer<Int64>(book.value.tally.heap)
    let place = try book.value.totals.place(none)
    if plan.hasTotals { try book.value.totals.touches[place].add(Int64(path.count), times: amount.outcomes) }
    try path.transform(plan.transforms)
    for i in 0..<path.count { path.touches[i].group = try group(path.touches[i].key, i, plan) }
    if amount.outcomes > 0 { try book.value.book(plan, &path, 0, CreditBook.Amount(outcomes: amount.outcomes, value: amount.value), place) }
    guard plan.wantsLost else { return }
    // A fifth of what came of each path is held out, rounded by what the path is.
    let hash = hash()
    let heldOut = PathModels.Amount(outcomes: (amount.outcomes + hash % 5) / 5, lost: (amount.lost + hash / 5 % 5) / 5)
    let rest = PathModels.Amount(outcomes: amount.outcomes - heldOut.outcomes, value: amount.value, lost: amount.lost - heldOut.lost)
    try book.value.ofPaths.count(&path, 0, rest, heldOut: heldOut)
  }

  private mutating func group(_ number: UInt32, _ i: Int, _ plan: borrowing AttributionPlan) throws(OutOfMemory) -> UInt32 {
    if !plan.isByPosition, let group = keys.group(of: number) { return group }
    key[0] = keys.numbers.key(Int(number), 0)
    if plan.isByPosition { key[1] = Int64(i + 1) }
    let group = UInt32(truncatingIfNeeded: try book.value.tally.group(key))
    if !plan.isByPosition { try keys.note(group, of: number) }
    return group
  }

  private func hash() -> UInt64 {
    var hash: UInt64 = 0
    for i in 0..<path.count {
      let code = UInt32(truncatingIfNeeded: keys.numbers.key(Int(path.touches[i].key), 0))
      hash = unsafe Hash.combine(hash, Hash.bytes(names.pointee.name(code)))
    }
    return hash
  }
}
