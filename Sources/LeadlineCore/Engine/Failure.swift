/// A status of the contract on its way out, raised by the engine's rooms and mapped by nobody: its number is the header's.
struct Failure: Error {
  var status: Int32

  static var outOfMemory: Failure { Failure(status: 200) }
  static var forked: Failure { Failure(status: 105) }
}

/// The text of the last failure: a fixed line that any thread may write and read.
@safe
struct ErrorLine: ~Copyable {
  private let lock: Lock
  private let line: Box<Line>

  struct Line: ~Copyable {
    var text: Buffer<UInt8>
  }

  private static var capacity: Int { 400 }

  init(_ heap: Heap) throws(OutOfMemory) {
    let lock = try Lock(heap)
    var text = Buffer<UInt8>(heap)
    try text.reserve(exactly: Self.capacity)
    line = try Box(heap, Line(text: text))
    self.lock = lock
  }

  /// Replaces the text by these parts, cut to what fits.
  func write(_ a: Bytes, _ b: Bytes, _ c: Bytes, _ d: Bytes, _ e: Bytes) {
    lock.lock()
    unsafe line.pointer.pointee.text.removeAll()
    put(a)
    put(b)
    put(c)
    put(d)
    put(e)
    lock.unlock()
  }

  /// "row 12, column amount: reason", with a name behind the reason
  func write(row: Int, column: Bytes, reason: Bytes, name: Bytes = Bytes("")) {
    lock.lock()
    unsafe line.pointer.pointee.text.removeAll()
    put(Bytes("row "))
    put(row)
    put(Bytes(", column "))
    put(column)
    put(Bytes(": "))
    put(reason)
    put(name)
    lock.unlock()
  }

  /// "at 12 of 'text': reason", with a name behind the reason; the text cut so that the reason has room.
  func write(position: Int, text: Bytes, reason: Bytes, name: Bytes = Bytes("")) {
    lock.lock()
    unsafe line.pointer.pointee.text.removeAll()
    put(Bytes("at "))
    put(position)
    put(Bytes(" of '"))
    put(text.slice(0, Swift.min(text.count, 250)))
    put(Bytes("': "))
    put(reason)
    put(name)
    lock.unlock()
  }

  private func put(_ number: Int) {
    var digits = DecimalDigits()
    digits.prepend(UInt128(number.magnitude), width: 1)
    for i in 0..<digits.count { put(digits[i]) }
  }

  private func put(_ byte: UInt8) {
    if unsafe line.pointer.pointee.text.count < Self.capacity { unsafe line.pointer.pointee.text.appendReserved(byte) }
  }

  private func put(_ part: Bytes) {
    for i in 0..<part.count where unsafe line.pointer.pointee.text.count < Self.capacity {
      unsafe line.pointer.pointee.text.appendReserved(part[i])
    }
  }

  /// Copies the text with a NUL, cut to `capacity`; returns its whole size.
  func read(_ buffer: UnsafeMutablePointer<CChar>, _ capacity: Int) -> Int {
    lock.lock()
    let size = unsafe line.pointer.pointee.text.count
    if capacity > 0 {
      let copied = Swift.min(size, capacity - 1)
      for i in 0..<copied { unsafe buffer[i] = CChar(bitPattern: line.pointer.pointee.text[i]) }
      unsafe buffer[copied] = 0
    }
    lock.unlock()
    return size
  }
}
