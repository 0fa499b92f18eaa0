/// Converting a block, column by column.
///
/// Each loop has a fast path for what nearly all rows are, and leaves the rest to a function that says what it is or notes the
/// row's fault. A row that has a fault is converted on, since that costs less than to ask in every loop, and left out at the
/// end.
extension CSVReader {
  mutating func convert() throws(Failure) {
    if !isWide && rows.capacity - rows.count < block.count { try handOn() }
    clearFaults()
    takeFaults()
    for i in 0..<plan.fields.count where plan.fields[i].use == .ignore { try markIgnored(i) }
    try readTimes()
    for i in 0..<plan.fields.count where !plan.fields[i].isConstant {
      switch plan.fields[i].use {
      case .time, .ignore: break
      case .kind: try readKinds(i)
      case .amount where !currencies.isEmpty: break
      case .amount: try unsafe readNumbers(i, plan.settings.numbers, absent: 0, into: signed(.amount))
      case .count: try unsafe readNumbers(i, plan.settings.counts, absent: 1, into: signed(.count))
      case .person: try unsafe readIdentifiers(i, into: word(.person))
      case .account: try unsafe readIdentifiers(i, into: word(.account))
      case .id: try unsafe readIdentifiers(i, into: word(.id))
      case .ref: try unsafe readIdentifiers(i, into: word(.ref))
      case .dimension: try unsafe readNames(i, into: codes(plan.fields[i].target))
      case .attribute:
        for a in 0..<attributes.count where attributes[a].field == i {
          try unsafe readNames(i, into: attributes[a].codes.base.unsafelyUnwrapped)
        }
      case .measureAmount where !currencies.isEmpty: break
      case .measureCount, .measureAmount: try readMeasure(i)
      case .currency: try readCurrencies(i)
      }
    }
    if currencies.isEmpty { checkRules() } else { readMoneyAndCheck() }
    for i in 0..<attributes.count { try giveAttribute(i) }
    let good = try settle()
    if isWide {
      (wideRows, nextMeasure, nextRow) = (good, 0, 0)
    } else {
      rows.count += good
    }
  }

  /// Where the block's part of a column begins.
  @inline(__always)
  func word(_ word: FactRows.Word) -> UnsafeMutablePointer<UInt64> {
    unsafe isWide ? wide.column(word) : rows.column(word) + rows.count
  }

  @inline(__always)
  func signed(_ word: FactRows.Word) -> UnsafeMutablePointer<Int64> {
    unsafe UnsafeMutableRawPointer(self.word(word)).assumingMemoryBound(to: Int64.self)
  }

  @inline(__always)
  func codes(_ dimension: Int) -> UnsafeMutablePointer<UInt32> {
    unsafe isWide ? wide.codes(of: dimension) : rows.codes(of: dimension) + rows.count
  }

  /// A text with its doubled quotes as one; in the scratch.
  mutating func undouble(_ text: Bytes) throws(Failure) -> Bytes {
    scratch.clear()
    do {
      try scratch.append(undoubling: text)
    } catch { throw unsafe engine.pointee.outOfMemory() }
    return scratch.text
  }

  private mutating func markIgnored(_ field: Int) throws(Failure) {
    let ignored = plan.bytes(plan.fields[field].ignored)
    let slot = plan.fields[field].slot
    let column = block.column(slot)
    for row in 0..<block.count {
      let text = column.text(row)
      guard text.count >= ignored.count else { continue }
      let isSame = column.isDoubled(row) ? try undouble(text) == ignored : text == ignored
      if isSame { ignore(row, slot) }
    }
  }

  // MARK: Times

  private mutating func readTimes() throws(Failure) {
    var columns = 0
    var field = -1
    for i in 0..<plan.fields.count where plan.fields[i].use == .time {
      columns += 1
      if field < 0 && !plan.fields[i].isConstant { field = i }
    }
    guard field >= 0 else { return }
    let times = unsafe signed(.time)
    if columns > 1 {
      for row in 0..<block.count { unsafe times[row] = try readJoinedTime(row, field) }
      return
    }
    let column = block.column(plan.fields[field].slot)
    let count = block.count
    var row = 0
    while true {
      if let day { unsafe row = day.read(column, from: row, to: count, into: times) }
      guard row < count else { return }
      if let time = parser.parse(column.text(row)) {
        unsafe times[row] = time
        day?.follow(column.text(row))
      } else {
        unsafe times[row] = try readOddTime(row, field, column)
      }
      row &+= 1
    }
  }

  @inline(never)
  private mutating func readOddTime(_ row: Int, _ field: Int, _ column: FieldColumn) throws(Failure) -> Int64 {
    let text = column.text(row)
    if isAbsent(text) { return absentTime(row, field) }
    if column.isDoubled(row), let time = parser.parse(try undouble(text)) { return time }
    note(row, text.isEmpty ? CSVReason.empty : CSVReason.time, field)
    return 0
  }

  private mutating func readJoinedTime(_ row: Int, _ field: Int) throws(Failure) -> Int64 {
    guard try joinTime(row: row) else {
      note(row, CSVReason.empty, field)
      return 0
    }
    if scratch.isEmpty { return absentTime(row, field) }
    if let time = parser.parse(scratch.text) { return time }
    note(row, CSVReason.time, field)
    return 0
  }

  /// What a row without a time is at; a fault unless the host said it.
  private mutating func absentTime(_ row: Int, _ field: Int) -> Int64 {
    if !plan.settings.hasDefaultTime { note(row, CSVReason.empty, field) }
    return plan.settings.defaultTime
  }

  /// Puts the parts of a row's time into the scratch, with a space between them; those that are absent are left out. False
  /// when one is empty that must not be.
  mutating func joinTime(row: Int) throws(Failure) -> Bool {
    scratch.clear()
    for i in 0..<plan.fields.count where plan.fields[i].use == .time {
      let slot = plan.fields[i].slot
      let column = slot >= 0 ? block.column(slot) : nil
      let text = column?.text(row) ?? plan.bytes(plan.fields[i].text)
      if isAbsent(text) { continue }
      if text.isEmpty { return false }
      do {
        if !scratch.isEmpty { try scratch.append(0x20) }
        if column?.isDoubled(row) ?? false {
          try scratch.append(undoubling: text)
        } else {
          try scratch.append(text)
        }
      } catch { throw unsafe engine.pointee.outOfMemory() }
    }
    return true
  }

  /// Whether a number or a time is said not to be there.
  @inline(__always)
  func isAbsent(_ text: Bytes) -> Bool {
    if text.isEmpty { return plan.settings.takesEmptyAsAbsent }
    guard plan.settings.takesDashesAsAbsent && text.count <= 2 else { return false }
    return text == "-" || text == "--"
  }

  // MARK: Numbers

  /// `absent`: what a number stands for that is said not to be there.
  private mutating func readNumbers(
    _ field: Int, _ format: DecimalFormat, absent: Int64, into values: UnsafeMutablePointer<Int64>
  ) throws(Failure) {
    let column = block.column(plan.fields[field].slot)
    for row in 0..<block.count {
      let text = column.text(row)
      let outcome = DecimalText.parseWithSlack(text, format)
      if case .value(let value) = outcome {
        unsafe values[row] = value
      } else {
        unsafe values[row] = absent
        noteNumber(row, field, text, outcome)
      }
    }
  }

  @inline(never)
  mutating func noteNumber(_ row: Int, _ field: Int, _ text: Bytes, _ outcome: DecimalOutcome) {
    if isAbsent(text) { return }
    if text.isEmpty { return note(row, CSVReason.empty, field) }
    if case .tooManyDecimals = outcome { return note(row, CSVReason.decimals, field) }
    note(row, CSVReason.number, field)
  }

  private mutating func readMeasure(_ field: Int) throws(Failure) {
    let isCount = plan.fields[field].use == .measureCount
    for m in 0..<measures.count where (isCount ? measures[m].countField : measures[m].amountField) == field {
      let values = unsafe measured.base.unsafelyUnwrapped + CSVReader.measuredStart(m, isCount: isCount)
      try unsafe readNumbers(field, isCount ? plan.settings.counts : plan.settings.numbers, absent: 0, into: values)
    }
  }

  private mutating func readIdentifiers(_ field: Int, into values: UnsafeMutablePointer<UInt64>) throws(Failure) {
    let column = block.column(plan.fields[field].slot)
    for row in 0..<block.count {
      let text = column.text(row)
      unsafe values[row] = Identifier.of(column.isDoubled(row) ? try undouble(text) : text)
    }
  }

  // MARK: Names

  /// Short names that were met before are a look into the cache. The rest takes the other way.
  private mutating func readNames(_ field: Int, into codes: UnsafeMutablePointer<UInt32>) throws(Failure) {
    let column = block.column(plan.fields[field].slot)
    let names = unsafe self.names.base.unsafelyUnwrapped + nameIndexes[field]
    let count = block.count
    var row = 0
    while true {
      unsafe row = names.pointee.cache.find(column, from: row, to: count, into: codes)
      guard row < count else { return }
      unsafe codes[row] = try readOtherName(row, field, column)
      row &+= 1
    }
  }

  @inline(never)
  private mutating func readOtherName(_ row: Int, _ field: Int, _ column: FieldColumn) throws(Failure) -> UInt32 {
    var text = column.text(row)
    if text.isEmpty { return Code.notSet }
    let names = unsafe self.names.base.unsafelyUnwrapped + nameIndexes[field]
    if column.isDoubled(row) { text = try undouble(text) }
    if let code = unsafe names.pointee.cache.find(text) { return code }
    if text.count > NameColumn.longestName {
      note(row, CSVReason.tooLong, field)
      return Code.notSet
    }
    let dimension = plan.fields[field].target
    let name = unsafe try meaning(of: text, for: names.pointee.target)
    let code = unsafe try engine.pointee.intern(dimension: dimension, name)
    unsafe names.pointee.cache.remember(text, code)
    return code
  }

  /// The text as it is to be read: folded and translated, where the plan says so.
  private mutating func meaning(of text: Bytes, for target: Int) throws(Failure) -> Bytes {
    if target == NameColumn.untranslated { return text }
    var meant = text
    if plan.settings.foldsCase {
      folded.clear()
      do {
        try folded.append(folding: text)
      } catch { throw unsafe engine.pointee.outOfMemory() }
      meant = folded.text
    }
    return plan.translation(of: meant, for: target) ?? meant
  }

  private mutating func readKinds(_ field: Int) throws(Failure) {
    let column = block.column(plan.fields[field].slot)
    let found = unsafe foundKinds.base.unsafelyUnwrapped
    let count = block.count
    var row = 0
    while true {
      unsafe row = kinds.cache.find(column, from: row, to: count, into: found)
      guard row < count else { break }
      unsafe found[row] = try readOtherKind(row, field, column)
      row &+= 1
    }
    let kinds = unsafe rows.kindColumn + rows.count
    let carries = unsafe self.carries.base.unsafelyUnwrapped
    for row in 0..<count {
      unsafe kinds[row] = UInt16(truncatingIfNeeded: found[row])
      unsafe carries[row] = UInt8(truncatingIfNeeded: found[row] &>> 16)
    }
  }

  @inline(never)
  private mutating func readOtherKind(_ row: Int, _ field: Int, _ column: FieldColumn) throws(Failure) -> UInt32 {
    var text = column.text(row)
    if column.isDoubled(row) { text = try undouble(text) }
    if let kind = kinds.cache.find(text) { return kind }
    let name = try meaning(of: text, for: CSVPlan.Translation.ofKinds)
    guard let number = unsafe CSVPlan.findKind(engine.pointee, name) else {
      note(row, text.isEmpty ? CSVReason.empty : CSVReason.kind, field)
      return 0
    }
    let kind = UInt32(number) | (unsafe CSVReader.carriesAmount(number, engine) ? NameColumn.carriesAmount : 0)
    kinds.cache.remember(text, kind)
    return kind
  }

  /// Notes the values that the good rows give their names.
  private mutating func giveAttribute(_ i: Int) throws(Failure) {
    let codes = unsafe self.codes(attributes[i].base)
    do {
      for row in 0..<block.count where !hasFaults || reasons[row] == 0 {
        try attributes[i].note(unsafe codes[row], attributes[i].codes[row])
      }
    } catch { throw unsafe engine.pointee.outOfMemory() }
  }
}
