import CLeadline

/// Where the columns of a call are, for C. Only good while the call's spans and arrays are.
@unsafe
struct Columns {
  var rows: Int
  var time: UnsafePointer<Int64>?
  var kind: UnsafePointer<Kind>?
  var oneKind = Kind(rawValue: 0)
  var codes: InlineArray<64, UnsafePointer<Code>?> = unsafe InlineArray(repeating: nil)
  var dimensionCount = 0
  var amount: UnsafePointer<Int64>?
  var count: UnsafePointer<Int64>?
  var person: UnsafePointer<Identifier>?
  var account: UnsafePointer<Identifier>?
  var id: UnsafePointer<Identifier>?
  var ref: UnsafePointer<Identifier>?
  var currency: UnsafePointer<Currency>?
  var oneCurrency = Currency.own
  /// The first column whose length is another than that of the times.
  var unequal: String?

  init(time: Span<Int64>) {
    unsafe rows = time.count
    unsafe self.time = time.withUnsafeBufferPointer { $0.baseAddress }
  }

  init(time: Span<Timestamp>) {
    unsafe rows = time.count
    // A Timestamp is its number and nothing else.
    unsafe self.time = time.withUnsafeBytes { unsafe $0.baseAddress?.assumingMemoryBound(to: Int64.self) }
  }

  /// The start of a column, or nil if there is none.
  ///
  /// The pointer leaves the closure. That is sound here: the caller extends the lifetime of the span past the call into C,
  /// and an address within a borrow does not move.
  @inline(__always)
  mutating func start<Element>(_ column: Span<Element>?, _ name: StaticString) -> UnsafePointer<Element>? {
    guard let column else { return nil }
    if unsafe column.count != rows, unsafe unequal == nil { unsafe unequal = "\(name)" }
    return unsafe column.withUnsafeBufferPointer { $0.baseAddress }
  }

  @inline(__always)
  mutating func start<Element>(_ column: [Element]?, _ name: StaticString) -> UnsafePointer<Element>? {
    guard let column else { return nil }
    return unsafe start(column.span, name)
  }

  /// Sets the codes of the next dimension.
  @inline(__always)
  mutating func append(_ column: Span<Code>?) {
    let start = unsafe start(column, "codes")
    if unsafe dimensionCount < 64 { unsafe codes[dimensionCount] = unsafe start }
    unsafe dimensionCount += 1
  }

  /// The columns of a batch, which must be kept alive.
  init(_ batch: borrowing Batch) {
    unsafe self.init(time: batch.times.span)
    unsafe kind = unsafe start(batch.kinds, "kinds")
    unsafe oneKind = batch.oneKind
    unsafe amount = unsafe start(batch.amounts, "amounts")
    unsafe count = unsafe start(batch.counts, "counts")
    unsafe person = unsafe start(batch.persons, "persons")
    unsafe account = unsafe start(batch.accounts, "accounts")
    unsafe id = unsafe start(batch.ids, "ids")
    unsafe ref = unsafe start(batch.refs, "refs")
    unsafe currency = unsafe start(batch.currencies, "currencies")
    unsafe oneCurrency = batch.currency
    for column in batch.codes {
      if let column { unsafe append(column.span) } else { unsafe append(nil) }
    }
  }
}

extension Engine {
  /// Takes in columns of any length, cut into batches as C takes them, without some rows, which are in ascending order.
  func record(
    _ columns: borrowing Columns, skippingInvalid: Bool, overfull: [Int] = []
  ) throws(LeadlineError) -> Intake {
    if !skippingInvalid, let row = overfull.first { throw .overfull(row: row) }
    if let name = unsafe columns.unequal {
      throw LeadlineError(.argument, "The column \(name) has another number of rows than the times.")
    }
    guard unsafe columns.dimensionCount <= options.dimensions.count else {
      let (given, known) = unsafe (columns.dimensionCount, options.dimensions.count)
      throw LeadlineError(.argument, "There are codes of \(given) dimensions; the engine has \(known).")
    }
    let flags = skippingInvalid ? LEADLINE_SKIP_INVALID : 0
    var intake = Intake()
    var offset = 0
    var leftOut = overfull[...]
    try enter()
    defer { leave() }
    while unsafe offset < columns.rows {
      if leftOut.first == offset {
        intake.addOverfull(row: leftOut.removeFirst())
        offset += 1
        continue
      }
      let rows = unsafe min((leftOut.first ?? columns.rows) - offset, Int(LEADLINE_MAX_BATCH_ROWS))
      var result = leadline_batch_result.empty
      let status = unsafe columns.withBatch(offset: offset, rows: rows) { batch in
        unsafe leadline_record_batch(handle, batch, flags, &result)
      }
      guard status == LEADLINE_OK else {
        if result.first_reason != LEADLINE_OK {
          throw result.rejection(offset: offset, accepted: intake.accepted, of: self)
        }
        throw failure(status, at: offset == 0 ? nil : LeadlineError.Place(rowsAccepted: intake.accepted))
      }
      intake.add(result, offset: offset, of: self)
      offset += rows
    }
    return intake
  }
}

extension Columns {
  /// Calls with the rows from `offset` on as C takes them.
  @inline(__always)
  func withBatch(
    offset: Int, rows: Int, _ body: (UnsafePointer<leadline_batch>) -> leadline_status
  ) -> leadline_status {
    let (offset, dimensions) = unsafe (offset, min(dimensionCount, 64))
    var shifted: InlineArray<64, UnsafePointer<UInt32>?> = unsafe InlineArray(repeating: nil)
    for dimension in 0..<dimensions {
      // A Code is its number and nothing else; so are a Kind, an Identifier and a Currency.
      unsafe shifted[dimension] = codes[dimension].map {
        unsafe UnsafeRawPointer($0 + offset).assumingMemoryBound(to: UInt32.self)
      }
    }
    return unsafe shifted.span.withUnsafeBufferPointer { codes in
      var batch = unsafe leadline_batch()
      unsafe batch.struct_size = MemoryLayout<leadline_batch>.stride
      unsafe batch.rows = rows
      unsafe batch.time = time.map { unsafe $0 + offset }
      unsafe batch.kind = kind.map { unsafe UnsafeRawPointer($0 + offset).assumingMemoryBound(to: UInt16.self) }
      unsafe batch.one_kind = oneKind.rawValue
      unsafe batch.codes = codes.baseAddress
      unsafe batch.dimension_count = dimensions
      unsafe batch.amount = amount.map { unsafe $0 + offset }
      unsafe batch.count = count.map { unsafe $0 + offset }
      unsafe batch.person = person.map { unsafe UnsafeRawPointer($0 + offset).assumingMemoryBound(to: UInt64.self) }
      unsafe batch.account = account.map { unsafe UnsafeRawPointer($0 + offset).assumingMemoryBound(to: UInt64.self) }
      unsafe batch.id = id.map { unsafe UnsafeRawPointer($0 + offset).assumingMemoryBound(to: UInt64.self) }
      unsafe batch.currency = currency.map { unsafe UnsafeRawPointer($0 + offset).assumingMemoryBound(to: UInt16.self) }
      unsafe batch.one_currency = oneCurrency.rawValue
      unsafe batch.ref = ref.map { unsafe UnsafeRawPointer($0 + offset).assumingMemoryBound(to: UInt64.self) }
      return unsafe withUnsafePointer(to: batch) { unsafe body($0) }
    }
  }
}
