/// The names of an answer's groups, copied so that the order of the rows and the table come about without the lock on names.
struct KeyNames: ~Copyable {
  private struct Entry {
    var start: Int
    var size: Int
    var code: UInt32
  }

  private let groups: Int
  private var text: Buffer<UInt8>
  /// Key by key, each name once.
  private var entries: Buffer<Entry>
  /// By key, where its entries begin; one more for the end.
  private var firsts: Buffer<Int>
  /// By key, then group: its entry.
  private var entryOf: Buffer<UInt32>

  /// Under the lock on names.
  init(_ engine: borrowing Engine, _ plan: borrowing QueryPlan, _ sums: borrowing Aggregation) throws(OutOfMemory) {
    groups = sums.groups
    text = Buffer(engine.heap)
    entries = Buffer(engine.heap)
    firsts = Buffer(engine.heap)
    entryOf = Buffer(engine.heap)
    try entryOf.reserve(exactly: groups * plan.keys.count)
    for k in 0..<plan.keys.count {
      try firsts.append(entries.count)
      try unsafe copy(engine.namesBase.unsafelyUnwrapped + plan.keys[k].dimension, k, sums)
    }
    try firsts.append(entries.count)
  }

  private mutating func copy(
    _ names: UnsafeMutablePointer<Names>, _ key: Int, _ sums: borrowing Aggregation
  ) throws(OutOfMemory) {
    // By code, its entry and one.
    var known = Buffer<UInt32>(text.heap)
    unsafe try known.append(repeating: 0, count: names.pointee.count)
    for group in 0..<groups {
      let code = sums.groupCodes[group * sums.keyCount + key]
      if known[Int(code)] == 0 {
        let name = unsafe names.pointee.name(code)
        let start = text.count
        unsafe try text.append(from: name.start, count: name.count)
        try entries.append(Entry(start: start, size: name.count, code: code))
        known[Int(code)] = UInt32(entries.count)
      }
      entryOf.appendReserved(known[Int(code)] - 1)
    }
  }

  func name(_ key: Int, group: Int) -> Bytes { name(entryOf[key * groups + group]) }

  func code(_ key: Int, group: Int) -> UInt32 { entries[Int(entryOf[key * groups + group])].code }

  private func name(_ entry: UInt32) -> Bytes {
    let entry = entries[Int(entry)]
    guard entry.size > 0, let base = unsafe text.base else { return Bytes("") }
    return unsafe Bytes(UnsafePointer(base + entry.start), entry.size)
  }

  /// Appends, by group, the place of its name of a key among the key's names in the order of their bytes.
  func rank(_ key: Int, into ranks: inout Buffer<UInt32>) throws(OutOfMemory) {
    guard groups > 0, let base = unsafe entries.base else { return }
    let first = firsts[key]
    var byName = Buffer<UInt32>(text.heap)
    try byName.reserve(exactly: firsts[key + 1] - first)
    for entry in first..<firsts[key + 1] { byName.appendReserved(UInt32(entry)) }
    let order = unsafe NameOrder(text: text.base, entries: UnsafePointer(base))
    try MergeSort.sort(&byName, text.heap, by: order)
    var places = Buffer<UInt32>(text.heap)
    try places.append(repeating: 0, count: byName.count)
    for place in 0..<byName.count { places[Int(byName[place]) - first] = UInt32(place) }
    try ranks.reserve(more: groups)
    for group in 0..<groups { ranks.appendReserved(places[Int(entryOf[key * groups + group]) - first]) }
  }

  /// By bytes; names that are alike, by the code.
  @safe
  private struct NameOrder: RowOrder {
    let text: UnsafeMutablePointer<UInt8>?
    let entries: UnsafePointer<Entry>

    func compare(_ a: UInt32, _ b: UInt32) -> Int {
      let (left, right) = unsafe (entries[Int(a)], entries[Int(b)])
      let order = name(left).compare(name(right))
      return order != 0 ? order : left.code < right.code ? -1 : left.code > right.code ? 1 : 0
    }

    private func name(_ entry: Entry) -> Bytes {
      guard entry.size > 0, let text = unsafe text else { return Bytes("") }
      return unsafe Bytes(UnsafePointer(text + entry.start), entry.size)
    }
  }
}
