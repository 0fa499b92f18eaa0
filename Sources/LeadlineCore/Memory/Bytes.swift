import CPlatform

/// A view of bytes that someone else owns: a name, a field of a file, a text from C. Valid only while the owner keeps them.
@safe
struct Bytes {
  let start: UnsafePointer<UInt8>
  let count: Int

  init(_ start: UnsafePointer<UInt8>, _ count: Int) {
    unsafe self.start = start
    self.count = count
  }

  /// A literal of the program.
  init(_ text: StaticString) {
    unsafe start = text.utf8Start
    count = text.utf8CodeUnitCount
  }

  /// A NUL-terminated text from C.
  init(c text: UnsafePointer<CChar>) {
    unsafe start = UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self)
    count = unsafe Int(strlen(text))
  }

  var isEmpty: Bool { count == 0 }

  subscript(_ index: Int) -> UInt8 {
    precondition(index >= 0 && index < count)
    return unsafe start[index]
  }

  /// The bytes from `from` up to, not including, `to`.
  func slice(_ from: Int, _ to: Int) -> Bytes {
    precondition(from >= 0 && from <= to && to <= count)
    return unsafe Bytes(start + from, to - from)
  }

  func dropFirst(_ n: Int) -> Bytes { slice(Swift.min(n, count), count) }

  static func == (a: Bytes, b: Bytes) -> Bool {
    guard a.count == b.count else { return false }
    if a.count == 0 { return true }
    return unsafe memcmp(a.start, b.start, a.count) == 0
  }

  static func == (a: Bytes, b: StaticString) -> Bool { a == Bytes(b) }

  /// Unsigned bytes in order, the shorter first.
  static func < (a: Bytes, b: Bytes) -> Bool { a.compare(b) < 0 }

  /// Below, equal to or above zero as `self` sorts before, with or after `other`.
  func compare(_ other: Bytes) -> Int {
    let common = Swift.min(count, other.count)
    if common > 0 {
      let order = unsafe memcmp(start, other.start, common)
      if order != 0 { return order < 0 ? -1 : 1 }
    }
    return count < other.count ? -1 : count > other.count ? 1 : 0
  }

  func hasPrefix(_ text: StaticString) -> Bool {
    count >= text.utf8CodeUnitCount && slice(0, text.utf8CodeUnitCount) == text
  }
}
