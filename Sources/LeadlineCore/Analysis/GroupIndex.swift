/// Numbers the keys of groups as they come: a key is some words.
struct GroupIndex: ~Copyable {
  let width: Int
  private(set) var count = 0
  private var keys: Buffer<Int64>
  /// Group + 1 by the hash of its key, open addressing; 0 where free.
  private var slots: Buffer<UInt32>

  init(_ heap: Heap, width: Int) {
    self.width = width
    keys = Buffer(heap)
    slots = Buffer(heap)
  }

  var bytes: Int { keys.bytes + slots.bytes }

  func key(_ group: Int, _ word: Int) -> Int64 { keys[group * width + word] }

  /// The keys of all groups, one behind the other.
  func copiedKeys() throws(OutOfMemory) -> Buffer<Int64> { try Buffer(copying: keys) }

  /// The number of a key of `width` words; the last group if it is new, for which `isNew` is set.
  @_optimize(speed)
  mutating func find(_ key: borrowing Buffer<Int64>, isNew: inout Bool) throws(OutOfMemory) -> Int {
    isNew = false
    if width == 0 {
      isNew = count == 0
      count = 1
      return 0
    }
    if (count + 1) * 2 > slots.count { try grow() }
    let at = slot(key)
    if slots[at] != 0 { return Int(slots[at]) - 1 }
    try keys.reserve(more: width)
    for w in 0..<width { keys.appendReserved(key[w]) }
    count += 1
    slots[at] = UInt32(truncatingIfNeeded: count)
    isNew = true
    return count - 1
  }

  /// The number of a key that was found before.
  func place(of key: borrowing Buffer<Int64>) -> Int? { width == 0 ? (count == 0 ? nil : 0) : number(of: key) }

  /// The number of a key of one word or more, nil if it was never found.
  func number(of key: borrowing Buffer<Int64>) -> Int? {
    if slots.isEmpty { return nil }
    let group = Int(slots[slot(key)])
    return group == 0 ? nil : group - 1
  }

  /// Where a key is, or would be.
  @inline(__always)
  private func slot(_ key: borrowing Buffer<Int64>) -> Int {
    var hash = salt
    for w in 0..<width { hash = Hash.combine(hash, UInt64(bitPattern: key[w])) }
    let mask = slots.count - 1
    var at = Int(truncatingIfNeeded: hash) & mask
    while slots[at] != 0 {
      let group = Int(slots[at]) - 1
      var isSame = true
      for w in 0..<width where keys[group * width + w] != key[w] { isSame = false }
      if isSame { return at }
      at = (at + 1) & mask
    }
    return at
  }

  /// An address that whoever chooses names does not know, so that they cannot be chosen to share a place.
  private var salt: UInt64 { unsafe UInt64(UInt(bitPattern: slots.base)) }

  mutating func removeAll() {
    for i in 0..<slots.count { slots[i] = 0 }
    keys.removeAll()
    count = 0
  }

  private mutating func grow() throws(OutOfMemory) {
    var fresh = Buffer<UInt32>(slots.heap)
    try fresh.append(repeating: 0, count: Swift.max(slots.count * 2, 64))
    swap(&slots, &fresh)
    let mask = slots.count - 1
    for group in 0..<count {
      var hash = salt
      for w in 0..<width { hash = Hash.combine(hash, UInt64(bitPattern: keys[group * width + w])) }
      var at = Int(truncatingIfNeeded: hash) & mask
      while slots[at] != 0 { at = (at + 1) & mask }
      slots[at] = UInt32(group + 1)
    }
  }
}
