/// Reads one CSV text into facts that are gathered apart from the engine and added to it at the end.
///
/// Text comes in pieces; `CSVSource` makes blocks of records of them; each block is converted column by column into
/// `rows`, which are handed on to the staging store when they are full.
///
/// It is large, and a call of a method that does not change it would copy it: hence the helpers that are static or inlined.
@safe
struct CSVReader: ~Copyable {
  /// What a row gives besides a fact of its own: a fact of this kind.
  struct Measure {
    var kind: UInt16
    /// The fields that give count and amount, -1: none.
    var countField = -1
    var amountField = -1
  }

  let engine: UnsafeMutablePointer<Engine>
  var plan: CSVPlan
  var source: CSVSource
  var block: RecordBlock
  var isHeaderRead: Bool
  private var staging: Staging

  /// Facts to be handed on, and, for rows of several measures, what is common to them.
  var rows: FactRows
  var wide: FactRows
  var measures: Buffer<Measure>
  /// Counts and amounts by measure: two columns each, of the block's capacity.
  var measured: Buffer<Int64>
  /// Where the facts of a block of wide rows are being made: so many rows, of these the next of the measure.
  var wideRows = 0
  var nextMeasure = 0
  var nextRow = 0

  let zone: Box<Zone>?
  var parser: TimeParser
  /// For ISO times; nil for other formats.
  var day: ISODay?
  var kinds: NameColumn
  /// Of fields that are dimensions or attributes, in their order.
  var names: Buffer<NameColumn>
  /// By field of the plan: its place among these, or -1.
  var nameIndexes: Buffer<Int>
  var attributes: Buffer<GivenAttribute>
  var currencies: CurrencyColumn
  var scratch: TextScratch
  var folded: TextScratch

  /// By row of the block: why it is left out, and which field is at fault. All zero while `hasFaults` is false.
  var reasons: Buffer<Int32>
  var faultFields: Buffer<Int>
  var hasFaults = false
  /// By row: its kind as `NameColumn` has it, while kinds are read.
  var foundKinds: Buffer<UInt32>
  /// By row: whether its kind may carry an amount.
  var carries: Buffer<UInt8>
  /// The names of the columns asked for, by slot.
  var columnNames: Buffer<CutText>
  var outcome = CSVOutcome()
  var message: Buffer<UInt8>

  /// The failure that ended reading; LEADLINE_OK while it goes on.
  private var status: Int32 = 0
  private var isSourceDone = false
  private(set) var isFinished = false

  static var rowCapacity: Int { 4096 }
  static var longestMessage: Int { 320 }

  /// A reader that has yet to be set up, in the place where it will stay. `plan` must be complete; without a `zone` times are
  /// in the engine's.
  static func make(
    _ engine: UnsafeMutablePointer<Engine>, _ plan: consuming CSVPlan, _ format: consuming TimeFormat, zone: consuming Box<Zone>?
  ) throws(Failure) -> CSVReader {
    let place: UnsafePointer<Zone>
    switch zone {
    case .some(let box): unsafe place = UnsafePointer(box.pointer)
    case .none: unsafe place = UnsafePointer(engine.pointee.zone.pointer)
    }
    var day: ISODay?
    if case .iso = format.style { day = unsafe ISODay(place) }
    let staging = unsafe try Staging(engine.pointee)
    let parser = unsafe try makeParser(engine, format, place)
    let source = unsafe try makeSource(engine, plan.settings)
    var reader = unsafe CSVReader(engine, plan, staging, parser, source, zone)
    reader.day = day
    return reader
  }

  static func makeParser(
    _ engine: UnsafeMutablePointer<Engine>, _ format: consuming TimeFormat, _ zone: UnsafePointer<Zone>
  ) throws(Failure) -> TimeParser {
    do {
      return unsafe try TimeParser(engine.pointee.heap, format, zone: zone)
    } catch { throw unsafe engine.pointee.outOfMemory() }
  }

  private static func makeSource(
    _ engine: UnsafeMutablePointer<Engine>, _ settings: CSVPlan.Settings
  ) throws(Failure) -> CSVSource {
    do {
      return unsafe try CSVSource(engine.pointee.heap, settings.dialect, skipping: settings.linesToSkip)
    } catch { throw unsafe engine.pointee.outOfMemory() }
  }

  private init(
    _ engine: UnsafeMutablePointer<Engine>, _ plan: consuming CSVPlan, _ staging: consuming Staging,
    _ parser: consuming TimeParser, _ source: consuming CSVSource, _ zone: consuming Box<Zone>?
  ) {
    let heap = unsafe engine.pointee.heap
    unsafe self.engine = engine
    self.staging = staging
    self.parser = parser
    self.source = source
    self.zone = zone
    isHeaderRead = !plan.settings.hasHeader
    block = RecordBlock(heap)
    rows = FactRows(heap, capacity: Self.rowCapacity)
    wide = FactRows(heap, capacity: RecordBlock.usualCapacity)
    measures = Buffer(heap)
    measured = Buffer(heap)
    kinds = NameColumn(heap, .kind, target: CSVPlan.Translation.ofKinds)
    names = Buffer(heap)
    nameIndexes = Buffer(heap)
    attributes = Buffer(heap)
    currencies = CurrencyColumn(heap)
    scratch = TextScratch(heap)
    folded = TextScratch(heap)
    reasons = Buffer(heap)
    faultFields = Buffer(heap)
    foundKinds = Buffer(heap)
    carries = Buffer(heap)
    columnNames = Buffer(heap)
    message = Buffer(heap)
    self.plan = plan
  }

  var isWide: Bool { !measures.isEmpty }

  mutating func setUp() throws(Failure) {
    do throws(OutOfMemory) {
      try reasons.append(repeating: 0, count: RecordBlock.usualCapacity)
      try faultFields.append(repeating: 0, count: RecordBlock.usualCapacity)
      try foundKinds.append(repeating: 0, count: RecordBlock.usualCapacity)
      try carries.append(repeating: 0, count: RecordBlock.usualCapacity)
      try message.reserve(exactly: CSVReader.longestMessage)
      if isHeaderRead {
        try askForColumns(named: 0)
      } else {
        try askForHeader()
      }
    } catch { throw unsafe engine.pointee.outOfMemory() }
    try addColumns()
  }

  /// Reads a piece of text of any size. What fails ends the reading: the same failure comes ever after.
  mutating func feed(_ text: Bytes) throws(Failure) {
    try checkOpen()
    do throws(Failure) {
      var start = 0
      while start < text.count {
        let end = Swift.min(start + CSVSource.longestPiece, text.count)
        try feedPiece(text.slice(start, end))
        start = end
      }
    } catch {
      status = error.status
      throw error
    }
  }

  @inline(__always)
  private func checkOpen() throws(Failure) {
    if status != 0 { throw Failure(status: status) }
    if isFinished { throw unsafe engine.pointee.failure(101, "this reader has finished") }
  }

  private mutating func feedPiece(_ piece: Bytes) throws(Failure) {
    var at = 0
    while true {
      let more: Bool
      do {
        more = try source.fill(&block, from: piece, at: &at)
      } catch { throw unsafe engine.pointee.outOfMemory() }
      guard more else { return }
      try takeBlock()
    }
  }

  /// Converts what is in the block, and empties it.
  private mutating func takeBlock() throws(Failure) {
    guard block.count > 0 else { return }
    if isHeaderRead {
      try convert()
      // Before what may fail: a block that stays would be converted, and its facts spread, once more by the next attempt.
      block.clear()
      try spread()
    } else {
      try readHeader()
    }
  }

  /// Reads the last record and adds everything to the engine, or nothing. When memory is short, or journeys have no room, it may be
  /// called again.
  mutating func finish() throws(Failure) {
    try checkOpen()
    do throws(Failure) {
      try drain()
      try add()
      isFinished = true
    } catch {
      if error.status != Failure.outOfMemory.status && error.status != Engine.pastLimit.status { status = error.status }
      throw error
    }
  }

  private mutating func drain() throws(Failure) {
    try spread()
    if !isSourceDone {
      do {
        try source.finish(&block)
      } catch { throw unsafe engine.pointee.outOfMemory() }
      isSourceDone = true
    }
    try takeBlock()
    if !isHeaderRead { try refuseEmptyText() }
    try handOn()
  }

  /// Makes facts of the rows of a block of several measures each. Where it stops for lack of memory, it may go on.
  mutating func spread() throws(Failure) {
    guard wideRows > 0 else { return }
    while nextMeasure < measures.count {
      let measure = measures[nextMeasure]
      let counts = CSVReader.measuredStart(nextMeasure, isCount: true)
      let amounts = CSVReader.measuredStart(nextMeasure, isCount: false)
      while nextRow < wideRows {
        let amount = measured[amounts + nextRow]
        // Without a column for it, the count is the usual one of a fact.
        let count = measure.countField >= 0 ? measured[counts + nextRow] : amount != 0 ? 1 : 0
        if count != 0 || amount != 0 {
          if rows.count == rows.capacity { try handOn() }
          let row = rows.append(nextRow, of: wide)
          unsafe rows.kindColumn[row] = measure.kind
          unsafe rows.signed(.amount)[row] = amount
          unsafe rows.signed(.count)[row] = count
        }
        nextRow += 1
      }
      nextMeasure += 1
      nextRow = 0
    }
    wideRows = 0
  }

  /// Hands the rows on to the staging store.
  mutating func handOn() throws(Failure) {
    guard rows.count > 0 else { return }
    var result = BatchOutcome()
    unsafe try staging.record(engine.pointee, rows.facts, skip: false, &result)
    outcome.facts += result.accepted
    let times = unsafe rows.signed(.time)
    for row in 0..<rows.count {
      unsafe outcome.earliest = Swift.min(outcome.earliest, times[row])
      unsafe outcome.latest = Swift.max(outcome.latest, times[row])
    }
    rows.count = 0
  }

  /// Adds what was gathered to the engine: facts and attributes, or neither.
  private mutating func add() throws(Failure) {
    for i in 0..<attributes.count { try attributes[i].makeRoom(unsafe engine.pointee) }
    unsafe try engine.pointee.commit(&staging, restate: plan.settings.restate)
    for i in 0..<attributes.count { unsafe attributes[i].give(engine.pointee) }
  }

  var counters: Shard.Counters { staging.counters }
}
