/// From a file's transitions and its rule to a zone's table.
extension TZif {
  /// Transitions this far from 1970 (half a million years) are beyond every instant; the sums with them must not overflow.
  private static var farthest: Int { 1 << 44 }

  /// Fills in the table and returns the instant from which on it repeats. Transitions that change no offset are left out.
  func segments(into table: inout Buffer<Zone.Segment>, _ heap: Heap) throws(ZoneError) -> Int {
    let rule = footer.isEmpty ? nil : try PosixRule(footer)
    let years = rule?.summer == nil ? 0 : 406
    do { try table.reserve(exactly: 1 + count + 2 * years) } catch { throw .outOfMemory }
    table.appendReserved(Zone.Segment(time: Zone.beginning, offset: firstOffset, peak: Zone.beginning))
    for i in 0..<count {
      if time(i) < -TZif.farthest {
        table[0].offset = offset(i)
      } else if time(i) <= TZif.farthest {
        TZif.add(&table, time(i), offset(i))
      }
    }
    guard let rule else { return Zone.end }
    guard rule.summer != nil else {
      guard table[table.count - 1].offset == rule.standard else { throw .damaged }
      return Zone.end
    }
    return try add(rule, &table, heap, years: years)
  }

  private static func add(_ table: inout Buffer<Zone.Segment>, _ time: Int, _ offset: Int) {
    let last = table[table.count - 1]
    guard last.offset != offset else { return }
    table.appendReserved(Zone.Segment(time: time, offset: offset, peak: Swift.max(last.peak, time + last.offset)))
  }

  /// Appends what the rule says from the last transition on for a little more than an era.
  private func add(
    _ rule: PosixRule, _ table: inout Buffer<Zone.Segment>, _ heap: Heap, years: Int
  ) throws(ZoneError) -> Int {
    // With no transition at all the rule holds always: it then begins before the first year that anyone may ask for.
    let last = count == 0 ? Zone.beginning : Swift.min(Swift.max(time(count - 1), -TZif.farthest), TZif.farthest)
    let firstYear = count == 0 ? -2 : Civil(seconds: last).year - 1
    var changes = Buffer<PosixRule.Change>(heap)
    do { try changes.reserve(exactly: 2 * years) } catch { throw .outOfMemory }
    for year in firstYear..<firstYear + years { rule.append(year, to: &changes) }
    // Both are well before the years whose changes are left out, and the second has changes enough behind it.
    let cut = Civil.days(year: firstYear + years - 1, month: 1, day: 1) * Civil.secondsPerDay
    let repeats = Civil.days(year: firstYear + years - 3, month: 1, day: 1) * Civil.secondsPerDay

    var before: Int?
    for i in 0..<changes.count {
      let change = changes[i]
      if change.time >= cut { break }
      // Summer time all the year round is written as one that ends as the next begins: the latter counts.
      if i + 1 < changes.count && changes[i + 1].time == change.time { continue }
      if change.time <= last {
        before = change.offset
      } else {
        // What the rule says of the last transition has to be what the file says.
        if let before, before != offset(count - 1) { throw .damaged }
        TZif.add(&table, change.time, change.offset)
      }
    }
    // Where the changes cancel out nothing repeats, and the last segment goes on for ever.
    return table[table.count - 1].time >= repeats ? repeats : Zone.end
  }
}
