/// A status of the contract on its way out, raised by the engine's rooms and mapped by nobody: its number is the header's.
struct Failure: Error {
  var status: Int32
  /// Which text tells why, by `ErrorLine.write`; 0: none.
  var note: UInt32 = 0

  static var outOfMemory: Failure { Failure(status: 200) }
  static var forked: Failure { Failure(status: 105) }
}

/// A number that is not what a field may be, told as "threads is 0 to 64, not 65"; without a greatest "window_us is at least 0, not -1".
struct FieldRange {
  var field: Bytes
  var value: Int128
  var least: Int128
  var most: Int128

  func write(_ put: (UInt8) -> Void) {
    func say(_ text: Bytes) { for i in 0..<text.count { put(text[i]) } }
    func say(_ number: Int128) {
      if number < 0 { put(0x2d) }
      var digits = DecimalDigits()
      digits.prepend(UInt128(number.magnitude), width: 1)
      for i in 0..<digits.count { put(digits[i]) }
    }
    say(field)
    say(Bytes(most == .max ? " is at least " : " is "))
    say(least)
    if most < .max {
      say(Bytes(" to "))
      say(most)
    }
    say(Bytes(", not "))
    say(value)
  }
}

/// The text of the last failure: a fixed line that any thread may write and read.
@safe
struct ErrorLine: ~Copyable {
  private let lock: Lock
  private let line: Box<Line>

  struct Line: ~Copyable {
    var text: Buffer<UInt8>
    /// How many texts there were, round and round.
    var note: UInt32 = 0
  }

  private static var capacity: Int { 400 }

  init(_ heap: Heap) throws(OutOfMemory) {
    let lock = try Lock(heap)
    var text = Buffer<UInt8>(heap)
    try text.reserve(exactly: Self.capacity)
    line = try Box(heap, Line(text: text))
    self.lock = lock
  }

  /// Replaces the text by these parts, cut to what fits; returns what `prefix` knows it by.
  @discardableResult
  func write(_ a: Bytes, _ b: Bytes, _ c: Bytes, _ d: Bytes, _ e: Bytes) -> UInt32 {
    let note = begin()
    put(a)
    put(b)
    put(c)
    put(d)
    put(e)
    lock.unlock()
    return note
  }

  /// "threads is 1 to 64, not 65"
  func write(_ field: Bytes, _ value: Int128, least: Int128, most: Int128) -> UInt32 {
    let note = begin()
    FieldRange(field: field, value: value, least: least, most: most).write { put($0) }
    lock.unlock()
    return note
  }

  /// "unknown flags: 0x2000"
  func write(unknownFlags flags: UInt32) -> UInt32 {
    let note = begin()
    put(Bytes("unknown flags: 0x"))
    var shift = UInt32(28)
    while shift > 0 && flags >> shift == 0 { shift -= 4 }
    while true {
      let digit = UInt8(flags >> shift & 15)
      put(digit < 10 ? 0x30 + digit : 0x57 + digit)
      if shift == 0 { break }
      shift -= 4
    }
    lock.unlock()
    return note
  }

  /// "... more than journey_limit: 95 are held and 20 came, where 100 may be"
  func write(held: Int, coming: Int, limit: Int) -> UInt32 {
    let note = begin()
    put(Bytes(StatusText.text(800)))
    put(Bytes(": "))
    put(held)
    put(Bytes(" are held and "))
    put(coming)
    put(Bytes(" came, where "))
    put(limit)
    put(Bytes(" may be"))
    lock.unlock()
    return note
  }

  /// Puts what a text is of in front of it: "step 2: ", without a number "outcome: ". Another text that has come since stays as it is.
  func prefix(_ note: UInt32, _ what: Bytes, _ number: Int?) {
    lock.lock()
    if unsafe line.pointer.pointee.note == note {
      var place = 0
      insert(what, &place)
      if let number {
        var digits = DecimalDigits()
        digits.prepend(UInt128(number.magnitude), width: 1)
        insert(Bytes(" "), &place)
        for i in 0..<digits.count { insert(digits[i], &place) }
      }
      insert(Bytes(": "), &place)
    }
    lock.unlock()
  }

  private func insert(_ part: Bytes, _ place: inout Int) { for i in 0..<part.count { insert(part[i], &place) } }

  /// What there is from a place on moves on by a byte.
  private func insert(_ byte: UInt8, _ place: inout Int) {
    put(0)
    let line = unsafe self.line.pointer
    var at = unsafe line.pointee.text.count - 1
    while at > place {
      unsafe line.pointee.text[at] = line.pointee.text[at - 1]
      at -= 1
    }
    unsafe line.pointee.text[place] = byte
    place += 1
  }

  /// Takes the lock and empties the line.
  private func begin() -> UInt32 {
    lock.lock()
    let line = unsafe self.line.pointer
    unsafe line.pointee.text.removeAll()
    unsafe line.pointee.note = line.pointee.note == .max ? 1 : line.pointee.note + 1
    return unsafe line.pointee.note
  }

  /// "row 12, column amount: reason", with a name behind the reason
  func write(row: Int, column: Bytes, reason: Bytes, name: Bytes = Bytes("")) {
    _ = begin()
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
    _ = begin()
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
