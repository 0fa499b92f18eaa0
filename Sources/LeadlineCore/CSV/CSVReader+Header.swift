/// From the names of columns to the columns.
extension CSVReader {
  /// Columns are found by name among so many of the first.
  private static var mostNamed: Int { 1 << 14 }

  /// Makes the block one that takes the header.
  mutating func askForHeader() throws(OutOfMemory) {
    let heap = unsafe engine.pointee.heap
    var all = Buffer<Int>(heap)
    try all.reserve(exactly: Self.mostNamed)
    for column in 0..<Self.mostNamed { all.appendReserved(column) }
    var header = RecordBlock(heap, capacity: 1)
    try header.want(all)
    swap(&block, &header)
  }

  /// Finds the columns in the header, which the block has, and makes the block one that takes records.
  mutating func readHeader() throws(Failure) {
    var found = block.width
    if block.isFaulty {
      // The header has fewer fields than were asked for, as it should: the first that is missing tells how many.
      let fault = block.fault(0)
      guard fault.reason == CSVReason.fields else {
        throw fail(fault.reason, line: block.line(0), column: fault.column, name: CutText(), text: CutText(block.text(of: fault)))
      }
      found = Int(fault.column) - 1
    }
    for i in 0..<plan.fields.count {
      guard case .named = plan.fields[i].source else { continue }
      let name = plan.bytes(plan.fields[i].text)
      guard let column = try findColumn(name, among: found) else {
        throw fail(CSVReason.column, line: block.line(0), column: 0, name: CutText(name), text: CutText())
      }
      plan.setColumn(column, ofField: i)
    }
    do {
      try askForColumns(named: found)
    } catch { throw unsafe engine.pointee.outOfMemory() }
    isHeaderRead = true
  }

  /// Without a header there are no columns of any name.
  mutating func refuseEmptyText() throws(Failure) {
    for i in 0..<plan.fields.count {
      guard case .named = plan.fields[i].source else { continue }
      let name = CutText(plan.bytes(plan.fields[i].text))
      throw fail(CSVReason.column, line: source.lines + 1, column: 0, name: name, text: CutText())
    }
  }

  /// The first column of that name.
  private mutating func findColumn(_ name: Bytes, among found: Int) throws(Failure) -> Int? {
    for column in 0..<found {
      if try headerText(column) == name { return column }
    }
    return nil
  }

  private mutating func headerText(_ column: Int) throws(Failure) -> Bytes {
    let field = block.column(column)
    return field.isDoubled(0) ? try undouble(field.text(0)) : field.text(0)
  }

  /// Makes the block ask for the columns of all fields, and notes the names of those that the header has.
  mutating func askForColumns(named found: Int) throws(OutOfMemory) {
    let heap = unsafe engine.pointee.heap
    var wanted = Buffer<Int>(heap)
    for i in 0..<plan.fields.count {
      if case .column(let column) = plan.fields[i].source { try CSVReader.insert(column, into: &wanted) }
    }
    var fresh = RecordBlock(heap)
    try fresh.want(wanted)
    columnNames.removeAll()
    try columnNames.reserve(exactly: wanted.count)
    for slot in 0..<wanted.count {
      let column = wanted[slot]
      // A name with quotes in it shows them doubled, as the file does.
      columnNames.appendReserved(column < found ? CutText(block.column(column).text(0)) : CutText())
    }
    for i in 0..<plan.fields.count {
      guard case .column(let column) = plan.fields[i].source else { continue }
      for slot in 0..<wanted.count where wanted[slot] == column { plan.setSlot(slot, ofField: i) }
    }
    swap(&block, &fresh)
  }

  /// Keeps the list rising, each column once.
  private static func insert(_ column: Int, into list: inout Buffer<Int>) throws(OutOfMemory) {
    var at = list.count
    while at > 0 && list[at - 1] >= column { at -= 1 }
    if at < list.count && list[at] == column { return }
    try list.append(column)
    var i = list.count - 1
    while i > at {
      list[i] = list[i - 1]
      i -= 1
    }
    list[at] = column
  }
}
