/// A private memory of what texts of a column mean: text to a number, for one reader on one thread.
///
/// Only a help: it may forget, or not take a text in at all, when memory is short or the texts are made to collide. Who asks
/// then finds out anew. Texts of up to 16 bytes are compared as two words within the table; longer ones are kept beside it.
struct NameCache: ~Copyable {
  /// 32 bytes, so that none lies across two lines of the caches.
  private struct Entry {
    /// The key's words; of a longer text, its hash and its place in `long`.
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
  private static var longestShort: Int { 16 }

  init(_ heap: Heap) {
    entries = Buffer(heap)
    long = Buffer(heap)
  }

  // MARK: Keys

  /// The first eight bytes of a text of 1 to 16, and its last eight; of a shorter text, all of them twice, with zeros before
  /// them. With the size that is the text.
  ///
  /// There is no branch: sizes of names vary from row to row, and a wrong guess costs more than all of this.
  @inline(__always)
  private static func key(_ text: Bytes) -> (low: UInt64, high: UInt64) {
    let raw = unsafe UnsafeRawPointer(text.start)
    let beyond = text.count &- 8
    let isShorter = beyond &>> 63
    let shift = UInt64(truncatingIfNeeded: (0 &- beyond) & isShorter) &* 8
    let low = unsafe UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self))
    let high = unsafe UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: beyond & ~isShorter, as: UInt64.self))
    return (low &<< shift, high &<< shift)
  }

  /// Spreads a key over the top bits.
  @inline(__always)
  private static func mix(_ low: UInt64, _ high: UInt64) -> UInt64 {
    let spread = high &* 0x9E37_79B9_7F4A_7C15
    return (low ^ spread ^ (spread &>> 29)) &* 0xC2B2_AE3D_27D4_EB4F
  }

  // MARK: Looking up

  /// Looks up the texts of rows `from ..< to` until one is not known, or not of 1 to 16 bytes, or has doubled quotes: returns
  /// that row, or `to`.
  @inline(__always)
  func find(_ column: FieldColumn, from: Int, to: Int, into values: UnsafeMutablePointer<UInt32>) -> Int {
    guard count > 0 else { return from }
    let base = unsafe entries.base.unsafelyUnwrapped
    let (mask, shift) = (entries.count &- 1, self.shift)
    var row = from
    while row < to {
      let text = column.text(row)
      guard UInt(bitPattern: text.count &- 1) < 16, !column.isDoubled(row) else { return row }
      let key = NameCache.key(text)
      let size = UInt32(truncatingIfNeeded: text.count)
      var at = Int(truncatingIfNeeded: NameCache.mix(key.low, key.high) &>> shift)
      var tries = NameCache.mostTries
      while unsafe base[at].low != key.low || base[at].high != key.high || base[at].size != size {
        tries &-= 1
        if unsafe base[at].size == 0 || tries == 0 { return row }
        at = (at &+ 1) & mask
      }
      unsafe values[row] = base[at].value
      row &+= 1
    }
    return row
  }

  /// What a text was said to mean, nil when it is not known; never for an empty text. `Structurals.slack` bytes behind the
  /// text must be readable.
  func find(_ text: Bytes) -> UInt32? {
    guard count > 0 && text.count > 0 else { return nil }
    let isShort = text.count <= NameCache.longestShort
    var words: (low: UInt64, high: UInt64) = (0, 0)
    let hash: UInt64
    if isShort {
      words = NameCache.key(text)
      hash = NameCache.mix(words.low, words.high)
    } else {
      hash = Hash.bytes(text)
    }
    let mask = entries.count &- 1
    var at = Int(truncatingIfNeeded: hash &>> shift)
    for _ in 0..<NameCache.mostTries {
      let entry = entries[at]
      if entry.size == 0 { return nil }
      if Int(entry.size) == text.count {
        let isSame = isShort ? entry.low == words.low && entry.high == words.high : entry.low == hash && longText(entry) == text
        if isSame { return entry.value }
      }
      at = (at &+ 1) & mask
    }
    return nil
  }

  private func longText(_ entry: Entry) -> Bytes {
    unsafe Bytes(long.base.unsafelyUnwrapped + Int(entry.high), Int(entry.size))
  }

  // MARK: Remembering

  /// Remembers what a text means, if it can. The text must not be known, and as in `find` have slack behind it.
  mutating func remember(_ text: Bytes, _ value: UInt32) {
    guard text.count > 0 && text.count <= UInt32.max, makeRoom() else { return }
    var entry = Entry(size: UInt32(text.count), value: value)
    if text.count <= NameCache.longestShort {
      (entry.low, entry.high) = NameCache.key(text)
    } else {
      guard long.count + text.count <= NameCache.mostLong else { return }
      (entry.low, entry.high) = (Hash.bytes(text), UInt64(long.count))
      guard unsafe (try? long.append(from: text.start, count: text.count)) != nil else { return }
    }
    put(entry)
  }

  /// Puts an entry into the first free place there is within the tries, or nowhere.
  private mutating func put(_ entry: Entry) {
    let isShort = Int(entry.size) <= NameCache.longestShort
    let hash = isShort ? NameCache.mix(entry.low, entry.high) : entry.low
    let mask = entries.count &- 1
    var at = Int(truncatingIfNeeded: hash &>> shift)
    for _ in 0..<NameCache.mostTries {
      if entries[at].size == 0 {
        entries[at] = entry
        count += 1
        return
      }
      at = (at &+ 1) & mask
    }
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
    for i in 0..<old.count where old[i].size > 0 { put(old[i]) }
    return true
  }
}
