/// Rows that are left out.
extension CSVReader {
  /// In the place of a reason: the row is left out because the plan says so.
  private static var isIgnored: Int32 { -1 }
  /// In the place of a field: the record as such is at fault.
  private static var ofRecord: Int { -1 }

  mutating func clearFaults() {
    guard hasFaults else { return }
    for row in 0..<reasons.count { reasons[row] = 0 }
    hasFaults = false
  }

  /// Takes over the faults of the records as such.
  mutating func takeFaults() {
    guard block.isFaulty else { return }
    for row in 0..<block.count where block.fault(row).reason != 0 { note(row, block.fault(row).reason, Self.ofRecord) }
  }

  /// Notes why a row is left out; the first reason stands.
  mutating func note(_ row: Int, _ reason: Int32, _ field: Int) {
    hasFaults = true
    guard reasons[row] == 0 else { return }
    reasons[row] = reason
    faultFields[row] = field
  }

  /// Notes that a row is to be ignored for what a column holds. That goes before a lack of fields, unless the column itself
  /// is lacking: totals at the end of a report are often short.
  mutating func ignore(_ row: Int, _ slot: Int) {
    hasFaults = true
    let reason = reasons[row]
    let isShort = reason == CSVReason.fields && block.wantedColumn(slot) < Int(block.fault(row).column) - 1
    if reason == 0 || isShort { reasons[row] = Self.isIgnored }
  }

  /// The rules for facts that no text breaks by itself.
  mutating func checkRules() {
    if !isWide {
      let (amount, count) = (plan.field(.amount), plan.field(.count))
      if let amount {
        let amounts = unsafe signed(.amount)
        for row in 0..<block.count where unsafe !FactRules.mayCarry(amount: amounts[row], hasUnit: carries[row] != 0) {
          note(row, FactFault.amountUnit.rawValue, amount)
        }
      }
      if let count { unsafe checkCounts(signed(.count), count) }
    }
    for m in 0..<measures.count where measures[m].countField >= 0 {
      let counts = unsafe measured.base.unsafelyUnwrapped + CSVReader.measuredStart(m, isCount: true)
      unsafe checkCounts(counts, measures[m].countField)
    }
  }

  private mutating func checkCounts(_ counts: UnsafeMutablePointer<Int64>, _ field: Int) {
    let hasPersons = rows.has(.person)
    let persons = unsafe hasPersons ? word(.person) : nil
    for row in 0..<block.count {
      let count = unsafe counts[row]
      if !FactRules.isCount(count) {
        note(row, FactFault.count.rawValue, field)
      } else if let persons = unsafe persons, unsafe !FactRules.mayCount(count, person: persons[row]) {
        note(row, FactFault.countPerson.rawValue, field)
      }
    }
  }

  /// Counts the block's rows, leaves out the bad ones and returns how many are left; ends the reading at the first bad one
  /// unless they are to be skipped.
  mutating func settle() throws(Failure) -> Int {
    let count = block.count
    guard hasFaults else {
      outcome.rows += UInt64(count)
      return count
    }
    let offset = isWide ? 0 : rows.count
    var good = 0
    for row in 0..<count {
      let reason = reasons[row]
      outcome.rows += 1
      if reason == 0 {
        if good != row { move(from: offset + row, to: offset + good, measuredFrom: row, to: good) }
        good += 1
      } else if reason == Self.isIgnored {
        outcome.ignored += 1
      } else {
        try reject(row, reason)
      }
    }
    clearFaults()
    return good
  }

  private mutating func move(from: Int, to: Int, measuredFrom row: Int, to good: Int) {
    guard isWide else {
      rows.move(from: from, to: to)
      return
    }
    wide.move(from: from, to: to)
    for i in 0..<(2 * measures.count) {
      let start = i * RecordBlock.usualCapacity
      measured[start + good] = measured[start + row]
    }
  }

  private mutating func reject(_ row: Int, _ reason: Int32) throws(Failure) {
    outcome.reject(reason)
    guard outcome.firstReason == 0 else { return }
    let field = faultFields[row]
    var column: UInt32 = 0
    var name = CutText()
    var text = CutText()
    if field == Self.ofRecord {
      let fault = block.fault(row)
      column = fault.column
      text = CutText(block.text(of: fault))
      for slot in 0..<columnNames.count where block.wantedColumn(slot) + 1 == Int(column) { name = columnNames[slot] }
    } else if plan.fields[field].slot >= 0 {
      let slot = plan.fields[field].slot
      column = UInt32(truncatingIfNeeded: block.wantedColumn(slot) + 1)
      name = columnNames[slot]
      text = CutText(block.column(slot).text(row))
      if reason == CSVReason.time, try joinTime(row: row) { text = CutText(scratch.text) }
    }
    // What an empty one stands for, or all rows are in.
    if field >= 0 && plan.fields[field].use == .currency && text.isEmpty {
      text = CutText(plan.bytes(plan.fields[field].isConstant ? plan.fields[field].text : plan.fields[field].ignored))
    }
    if plan.settings.skipsInvalid {
      outcome.noteFirst(reason, line: block.line(row), column: column, name: name, text: text)
    } else {
      throw fail(reason, line: block.line(row), column: column, name: name, text: text)
    }
  }

  /// Notes what ends the reading and where, and says so.
  mutating func fail(_ reason: Int32, line: UInt64, column: UInt32, name: CutText, text: CutText) -> Failure {
    outcome.noteFirst(reason, line: line, column: column, name: name, text: text)
    message.removeAll()
    say("line ")
    say(line)
    if column > 0 {
      say(", column ")
      say(UInt64(column))
    }
    if !name.isEmpty {
      say(column > 0 ? " (" : ", ")
      say(name)
      if column > 0 { say(")") }
    }
    say(": ")
    say(StatusText.text(reason))
    if !text.isEmpty {
      say(": ")
      say(text)
    }
    unsafe engine.pointee.error.write(
      Bytes(message.base.unsafelyUnwrapped, message.count), Bytes(""), Bytes(""), Bytes(""), Bytes(""))
    return Failure(status: reason)
  }

  private mutating func say(_ byte: UInt8) {
    if message.count < message.capacity { message.appendReserved(byte) }
  }

  private mutating func say(_ text: StaticString) {
    let bytes = Bytes(text)
    for i in 0..<bytes.count { say(bytes[i]) }
  }

  private mutating func say(_ text: CutText) {
    for i in 0..<text.count { say(text.bytes[i]) }
  }

  private mutating func say(_ number: UInt64) {
    var power: UInt64 = 1
    while number / power >= 10 { power *= 10 }
    while power > 0 {
      say(UInt8(truncatingIfNeeded: 0x30 + number / power % 10))
      power /= 10
    }
  }
}
