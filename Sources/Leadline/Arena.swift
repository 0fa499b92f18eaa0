import CLeadline

/// Memory for what one C call is passed: texts with their NUL, and arrays of pointers and option structs.
///
/// Everything lives until the arena goes; keep it alive over the call with `withExtendedLifetime`.
@safe
final class Arena {
  private var blocks: [UnsafeMutableRawPointer] = unsafe []

  deinit {
    for unsafe block in unsafe blocks { unsafe block.deallocate() }
  }

  /// Elements made one by one, or nil for none. The elements are plain C values, which nothing needs to destroy.
  func array<Element>(
    _ count: Int, of type: Element.Type = Element.self, _ element: (Int) throws(LeadlineError) -> Element
  ) throws(LeadlineError) -> UnsafeMutablePointer<Element>? {
    guard count > 0 else { return nil }
    let start = UnsafeMutablePointer<Element>.allocate(capacity: count)
    unsafe blocks.append(UnsafeMutableRawPointer(start))
    for index in 0..<count { unsafe (start + index).initialize(to: try element(index)) }
    return unsafe start
  }

  /// A text with a NUL behind it.
  ///
  /// - Throws: ``LeadlineError/argument`` when a NUL is within, where C would read it as the end.
  func text(_ text: String) throws(LeadlineError) -> UnsafePointer<CChar> {
    let size = text.utf8.count
    let start = UnsafeMutablePointer<CChar>.allocate(capacity: size + 1)
    unsafe blocks.append(UnsafeMutableRawPointer(start))
    var hasNUL = false
    var index = 0
    for byte in text.utf8 {
      if byte == 0 { hasNUL = true }
      unsafe start[index] = CChar(bitPattern: byte)
      index += 1
    }
    unsafe start[size] = 0
    if hasNUL { throw LeadlineError(.argument, "A text that may not hold a NUL does: \(text.debugDescription).") }
    return unsafe UnsafePointer(start)
  }

  /// A text with a NUL behind it, or nil.
  func text(_ text: String?) throws(LeadlineError) -> UnsafePointer<CChar>? {
    guard let text else { return nil }
    return unsafe try self.text(text) as UnsafePointer<CChar>
  }

  /// Texts with a NUL behind each.
  func texts(_ texts: [String]) throws(LeadlineError) -> UnsafePointer<UnsafePointer<CChar>?>? {
    let array = unsafe try array(texts.count) { (index) throws(LeadlineError) -> UnsafePointer<CChar>? in
      unsafe try text(texts[index]) as UnsafePointer<CChar>
    }
    return unsafe UnsafePointer(array)
  }

  /// Texts as starts and sizes, which may hold any byte.
  ///
  /// - Throws: ``LeadlineError/tooMany`` when one is longer than a name may be; C says no more than that.
  func names(
    _ names: [String]
  ) throws(LeadlineError) -> (starts: UnsafePointer<UnsafePointer<CChar>?>?, sizes: UnsafePointer<Int>?) {
    if let long = names.first(where: { $0.utf8.count > Int(LEADLINE_MAX_NAME_BYTES) }) {
      let (size, limit) = (long.utf8.count, LEADLINE_MAX_NAME_BYTES)
      throw LeadlineError(.tooMany, "A name has \(size) bytes, which is more than \(limit): \(long.prefix(40))…")
    }
    // One byte more than needed, so that a name without bytes has an address, too: NULL might be taken for a fault.
    let size = names.reduce(1) { $0 + $1.utf8.count }
    let bytes = UnsafeMutablePointer<CChar>.allocate(capacity: size)
    unsafe blocks.append(UnsafeMutableRawPointer(bytes))
    var used = 0
    let starts = unsafe try array(names.count) { (index) throws(LeadlineError) -> UnsafePointer<CChar>? in
      let start = unsafe bytes + used
      for byte in names[index].utf8 {
        unsafe bytes[used] = CChar(bitPattern: byte)
        used += 1
      }
      return unsafe UnsafePointer(start)
    }
    let sizes = unsafe try array(names.count) { (index) throws(LeadlineError) in names[index].utf8.count }
    return unsafe (UnsafePointer(starts), UnsafePointer(sizes))
  }
}

extension String {
  /// Calls with the UTF-8 bytes, as C takes them.
  func withBytes<Result>(_ body: (UnsafePointer<CChar>?, Int) -> Result) -> Result {
    var text = self
    return text.withUTF8 { utf8 in
      unsafe utf8.withMemoryRebound(to: CChar.self) { unsafe body($0.baseAddress, $0.count) }
    }
  }

  /// The text of some bytes; what is not UTF-8 is replaced.
  init(bytes: UnsafePointer<CChar>?, count: Int) {
    guard let bytes = unsafe bytes, count > 0 else {
      self = ""
      return
    }
    let raw = unsafe UnsafeRawBufferPointer(start: bytes, count: count)
    self = unsafe String(decoding: raw, as: UTF8.self)
  }

  /// The text of a C array of fixed size, up to its NUL.
  init<CArray>(array: CArray) {
    var copy = array
    self = unsafe withUnsafeBytes(of: &copy) { bytes in
      unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}

extension UInt32 {
  /// A number for an option of C, or the error that it does not fit.
  init(option value: Int, _ name: String) throws(LeadlineError) {
    guard let exact = UInt32(exactly: value) else {
      throw LeadlineError(.argument, "\(name) is \(value), which is out of range.")
    }
    self = exact
  }
}
