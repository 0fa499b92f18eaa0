/// An answer: named, typed columns of one length, in memory that is the table's own.
///
/// It outlives its engine, so its heap is a copy of the engine's with a counter of its own.
struct Table: ~Copyable {
  struct Column: ~Copyable {
    enum Kind: UInt32 {
      case string = 1
      case int64 = 2
      case int128 = 3
      case ratio = 4
      case double = 5
    }

    var kind: Kind
    var unit: UInt32 = 0
    var scale: UInt32 = 0
    var isKey = false
    /// NUL-terminated.
    var name: Buffer<UInt8>
    var canonical: Buffer<UInt8>
    var bytes: Buffer<UInt8>
    var offsets: Buffer<UInt64>
    var integers: Buffer<Int64>
    var numerators: Buffer<Int128>
    var denominators: Buffer<Int128>
    var doubles: Buffer<Double>
    var states: Buffer<UInt8>

    @inline(never)
    init(_ heap: Heap, _ kind: Kind) {
      self.kind = kind
      name = Buffer(heap)
      canonical = Buffer(heap)
      bytes = Buffer(heap)
      offsets = Buffer(heap)
      integers = Buffer(heap)
      numerators = Buffer(heap)
      denominators = Buffer(heap)
      doubles = Buffer(heap)
      states = Buffer(heap)
    }

    /// Room for so many values.
    @inline(never)
    mutating func reserveValues(_ count: Int) throws(OutOfMemory) {
      try numerators.reserve(exactly: count)
      if kind == .ratio { try denominators.reserve(exactly: count) }
      try states.reserve(exactly: count)
    }

    /// The next values, yet to be written into reserved room.
    mutating func appendValues(_ count: Int) -> ValueRows {
      let first = states.count
      numerators.appendWritten(count)
      if kind == .ratio { denominators.appendWritten(count) }
      states.appendWritten(count)
      let rows = unsafe ValueRows(
        numerators: numerators.base.unsafelyUnwrapped, denominators: kind == .ratio ? denominators.base : nil,
        states: states.base.unsafelyUnwrapped)
      return rows.from(first)
    }

    mutating func removeValues() {
      numerators.removeAll()
      denominators.removeAll()
      states.removeAll()
    }

    func value(_ row: Int) -> Value {
      Value(numerator: numerators[row], denominator: kind == .ratio ? denominators[row] : 1, state: states[row])
    }

    /// Appends a text and what it means.
    @inline(never)
    mutating func append(_ text: Bytes, state: UInt8) throws(OutOfMemory) {
      if offsets.isEmpty { try offsets.append(0) }
      unsafe try bytes.append(from: text.start, count: text.count)
      try offsets.append(UInt64(bytes.count))
      try states.append(state)
    }
  }

  let heap: Heap
  var rows = 0
  var hasTotals = false
  var asOf = Int64.min
  var doubleBooked: UInt64 = 0
  var moneyScale: UInt32 = 0
  var columns: Buffer<Column>
  var currency: Buffer<UInt8>
  var timeZone: Buffer<UInt8>

  init(_ heap: Heap) {
    self.heap = heap
    columns = Buffer(heap)
    currency = Buffer(heap)
    timeZone = Buffer(heap)
  }
}
