/// A private memory of what texts of a column mean: text to a number, for one reader on one thread.
///
/// Only a help: it may forget, or not take a text in at all, when memory is short or the texts are made to collide. Who asks
/// then finds out anew. Texts of up to 16 bytes are compared as two words within the table; longer ones are kept beside it.
struct NameCache: ~Copyable {
  /// 32 bytes, two to a line of the caches.
  private struct Entry {
    /// The text, filled up with zeros; of a longer one, its hash and its place in `long`.
    var low: UInt64 = 0
    var high: UInt64 = 0
    /// 0: the place is free.
    var size: UInt32 = 0
    var value: UInt32 = 0
    var unused: UInt64 = 0
  }

  private var entries: Buffer<Entry>
  private var long: Buffer<UInt8>
  private(set) var count = 0
  /// 64 minus the bits of a place: places are the top bits of the hash.
  private var shift: UInt64 = 64

  /// Places tried for a text. More would let colliding texts cost what the engine's own index would not.
  private static var mostTries: Int { 16 }
  private static var firstSize: Int { 64 }
  /// Places at most, 64 MiB, and as much again for long texts; a column with more names than that goes to the engine.
  private static var mostPlaces: Int { 1 << 21 }
  private static var mostLong: Int { 64 << 20 }

  init(_ heap: Heap) {
    entries = Buffer(heap)
    long = Buffer(heap)
  }

  var bytes: Int { entries.bytes + long.bytes }

  /// What a text stands for in the table.
  private struct Key {
    var low: UInt64
    var high: UInt64
    var hash: UInt64
  }

  /// The key of a text of 1 to 16 bytes, whose 16 bytes from the start on are readable.
  @inline(__always)
  private static func shortKey(_ text: Bytes) -> Key {
    let raw = unsafe UnsafeRawPointer(text.start)
    let bits = UInt64(text.count) &* 8
    // Selections, not branches: sizes of names vary from row to row, and a wrong guess costs more than both words.
    let lowMask: UInt64 = bits < 64 ? (1 &<< bits) &- 1 : .max
    let highMask: UInt64 = bits > 64 ? .max &>> (128 &- bits) : 0
    let low = unsafe UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self)) & lowMask
    let high = unsafe UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self)) & highMask
    return Key(low: low, high: high, hash: mix(low, high))
  }

  /// Spreads a short text over the top bits.
  @inline(__always)
  private static func mix(_ low: UInt64, _ high: UInt64) -> UInt64 {
    let first = (low ^ (high &<< 27 | high &>> 37)) &* 0x9E37_79B9_7F4A_7C15
    return (first ^ (first &>> 32) ^ high) &* 0xC2B2_AE3D_27D4_EB4F
  }

  /// What a text was said to mean, nil when it is not known. Never for an empty text. `Structurals.slack` bytes behind the
  /// text must be readable.
  @inline(__always)
  func find(_ text: Bytes) -> UInt32? {
    guard UInt(bitPattern: text.count &- 1) < 16 && count > 0 else { return findLong(text) }
    let key = NameCache.shortKey(text)
    let base = unsafe entries.base.unsafelyUnwrapped
    let mask = entries.count &- 1
    var at = Int(truncatingIfNeeded: key.hash &>> shift)
    var tries = 0
    while true {
      let entry = unsafe base + at
      if unsafe entry.pointee.low == key.low && entry.pointee.high == key.high
        && entry.pointee.size == UInt32(truncatingIfNeeded: text.count)
      {
        return unsafe entry.pointee.value
      }
      tries &+= 1
      if unsafe entry.pointee.size == 0 || tries == NameCache.mostTries { return nil }
      at = (at &+ 1) & mask
    }
  }

  @inline(never)
  private func findLong(_ text: Bytes) -> UInt32? {
    guard count > 0 && text.count > 16 else { return nil }
    let hash = Hash.bytes(text)
    let mask = entries.count &- 1
    var at = Int(truncatingIfNeeded: hash &>> shift)
    for _ in 0..<NameCache.mostTries {
      let entry = entries[at]
      if entry.size == 0 { return nil }
      if entry.low == hash && Int(entry.size) == text.count && longText(entry) == text { return entry.value }
      at = (at &+ 1) & mask
    }
    return nil
  }

  private func longText(_ entry: Entry) -> Bytes {
    unsafe Bytes(long.base.unsafelyUnwrapped + Int(entry.high), Int(entry.size))
  }

  /// Remembers what a text means, if it can. The text must not be known, and as in `find` have slack behind it.
  mutating func remember(_ text: Bytes, _ value: UInt32) {
    guard text.count > 0 && text.count <= UInt32.max, makeRoom() else { return }
    var key: Key
    if text.count <= 16 {
      key = NameCache.shortKey(text)
    } else {
      guard long.count + text.count <= NameCache.mostLong else { return }
      let start = long.count
      guard unsafe (try? long.append(from: text.start, count: text.count)) != nil else { return }
      let hash = Hash.bytes(text)
      key = Key(low: hash, high: UInt64(start), hash: hash)
    }
    _ = put(Entry(low: key.low, high: key.high, size: UInt32(text.count), value: value), key.hash)
  }

  private mutating func put(_ entry: Entry, _ hash: UInt64) -> Bool {
    let mask = entries.count &- 1
    var at = Int(truncatingIfNeeded: hash &>> shift)
    for _ in 0..<NameCache.mostTries {
      if entries[at].size == 0 {
        entries[at] = entry
        count += 1
        return true
      }
      at = (at &+ 1) & mask
    }
    return false
  }

  /// Keeps the table at most half full.
  private mutating func makeRoom() -> Bool {
    if (count + 1) * 2 <= entries.count { return true }
    let places = entries.count == 0 ? NameCache.firstSize : entries.count * 2
    guard places <= NameCache.mostPlaces else { return false }
    var old = Buffer<Entry>(entries.heap)
    guard (try? old.append(repeating: Entry(), count: places)) != nil else { return false }
    swap(&entries, &old)
    shift = UInt64(64 - places.trailingZeroBitCount)
    count = 0
    for i in 0..<old.count where old[i].size > 0 { _ = put(old[i], hash(of: old[i])) }
    return true
  }

  private func hash(of entry: Entry) -> UInt64 {
    entry.size > 16 ? entry.low : NameCache.mix(entry.low, entry.high)
  }
}
