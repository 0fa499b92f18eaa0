/// Every measure and indicator an engine knows by name: the built-in catalogue, then what the host defined. Rows are added and
/// never taken away, and their texts stay where they are.
struct Registry: ~Copyable {
  /// What a measure is when no fact of the kinds it is made of was ever taken in.
  enum Absence {
    /// Undefined, and so is all that uses it.
    case noData
    /// Zero: what may honestly not happen.
    case zero
    /// Defined as long as the one measure of this name is; the others then count as zero.
    case needsOnly(Bytes)
  }

  enum Flag {
    /// A base measure rather than an indicator.
    static var measure: UInt32 { 1 }
    /// Looks good and steers nothing.
    static var vanity: UInt32 { 2 }
    static var custom: UInt32 { 4 }
    /// A figure that the host may give another formula.
    static var parameter: UInt32 { 8 }
    /// What no sums of rollups give: another function than a query answers it.
    static var elsewhere: UInt32 { 16 }
  }

  /// Behind each text stands a NUL that is not in its size, for C to read.
  struct Row {
    var id: Bytes
    /// Other names, with one space between them.
    var aliases: Bytes
    /// An expression; words where the answer is elsewhere.
    var formula: Bytes
    var unitText: Bytes
    var description: Bytes
    /// The function of the header that answers it where a query does not, or from journeys, too; empty for none.
    var function = Bytes("")
    var absence = Absence.noData
    /// LEADLINE_DIRECTION_ and LEADLINE_FAMILY_ of the header.
    var direction: UInt32 = 0
    var family: UInt32 = 0
    var flags: UInt32 = 0

    var isMeasure: Bool { flags & Flag.measure != 0 }
    var isParameter: Bool { flags & Flag.parameter != 0 }
    var isElsewhere: Bool { flags & Flag.elsewhere != 0 }

    /// What a bare number means as the formula of a parameter: so much money, or money per something; nil for a plain number.
    var numberMeans: Dimensionality? {
      guard isParameter, unitText.hasPrefix("money") else { return nil }
      return unitText == "money" ? Dimensionality(money: 1) : Dimensionality(money: 1, count: -1)
    }
  }

  private struct Name {
    var text: Bytes
    var row: UInt32
  }

  private(set) var rows: Buffer<Row>
  /// Targets and all else that the host steers by.
  var steering: Steering
  private var names: Buffer<Name>
  /// Names by their hash, and one; 0 where free. At most half full.
  private var slots: Buffer<UInt32>
  private var texts: Buffer<Buffer<UInt8>>

  static var mostRows: Int { 65_536 }

  /// The built-in catalogue.
  init(_ heap: Heap) throws(OutOfMemory) {
    rows = Buffer(heap)
    names = Buffer(heap)
    slots = Buffer(heap)
    texts = Buffer(heap)
    steering = Steering(heap)
    try slots.append(repeating: 0, count: 1024)
    try rows.reserve(exactly: 360)
    try names.reserve(exactly: 380)
    try add(Bytes(Catalogue.measures), flags: Flag.measure)
    try add(Bytes(Catalogue.indicators), flags: 0)
    try add(Bytes(Catalogue.parameters), flags: Flag.parameter)
    try add(Bytes(Catalogue.elsewhere), flags: Flag.elsewhere)
    try addFunctions(Bytes(Catalogue.alsoFromJourneys))
    try steering.addBuiltIn()
  }

  var bytes: Int {
    var sum = steering.bytes + rows.bytes + names.bytes + slots.bytes + texts.bytes
    for i in 0..<texts.count { sum += texts[i].bytes }
    return sum
  }

  /// The row of an id or an alias.
  func find(_ name: Bytes) -> Int? {
    let found = slots[place(of: name)]
    return found == 0 ? nil : Int(names[Int(found) - 1].row)
  }

  // MARK: Adding

  /// Takes in a catalogue: rows of fields, as `Catalogue` has them.
  private mutating func add(_ catalogue: Bytes, flags: UInt32) throws(OutOfMemory) {
    var text = Buffer<UInt8>(rows.heap)
    try text.append(terminated: catalogue)
    var line = Line()
    while line.advance(in: catalogue) { try add(row(&text, &line, flags)) }
    try texts.append(text)
  }

  /// Takes in lines of an id and the function that answers it, too.
  private mutating func addFunctions(_ catalogue: Bytes) throws(OutOfMemory) {
    var text = Buffer<UInt8>(rows.heap)
    try text.append(terminated: catalogue)
    var line = Line()
    while line.advance(in: catalogue) {
      let id = Registry.take(&text, &line, until: 0x20)
      _ = Registry.take(&text, &line, until: 0x7C)
      let function = Registry.take(&text, &line, until: 0x7C)
      if let row = find(id) { rows[row].function = function }
    }
    try texts.append(text)
  }

  /// A row of a catalogue, and how far it has been read.
  private struct Line {
    var start = 0
    var end = -1

    /// Goes to the next row; false behind the last.
    mutating func advance(in catalogue: Bytes) -> Bool {
      while end < catalogue.count {
        start = end + 1
        end = start
        while end < catalogue.count, catalogue[end] != 0x0A { end += 1 }
        if start < end && catalogue[start] != 0x23 { return true }
      }
      return false
    }
  }

  private func row(_ text: inout Buffer<UInt8>, _ line: inout Line, _ flags: UInt32) -> Row {
    let id = Registry.take(&text, &line, until: 0x20)
    let aliases = Registry.take(&text, &line, until: 0x7C)
    let formula = Registry.take(&text, &line, until: 0x7C)
    let absence = Registry.take(&text, &line, until: 0x7C)
    let unit = Registry.take(&text, &line, until: 0x7C)
    let direction = Registry.take(&text, &line, until: 0x7C)
    let family = Registry.take(&text, &line, until: 0x7C)
    let description = Registry.take(&text, &line, until: 0x7C)
    var row = Row(id: id, aliases: aliases, formula: formula, unitText: unit, description: description, flags: flags)
    if row.isElsewhere {
      row.function = absence
    } else if absence == "0" {
      row.absence = .zero
    } else if !absence.isEmpty {
      row.absence = .needsOnly(absence)
    }
    row.direction = direction == "up" ? 1 : direction == "down" ? 2 : 0
    row.family = family.hasPrefix("tactical") ? 1 : family.hasPrefix("strategic") ? 2 : family.hasPrefix("web") ? 3 : 4
    let isVanity = family.count > 0 && family[family.count - 1] == 0x21
    if isVanity { row.flags |= Flag.vanity }
    return row
  }

  /// The next field of a line, without the spaces around it; a NUL is put behind it.
  private static func take(_ text: inout Buffer<UInt8>, _ line: inout Line, until separator: UInt8) -> Bytes {
    while line.start < line.end, text[line.start] == 0x20 { line.start += 1 }
    let start = line.start
    var end = start
    // An id ends at a space; where there is no alias, the separator itself comes next and stays for the aliases.
    while end < line.end, text[end] != separator, text[end] != 0x7C { end += 1 }
    line.start = end < line.end && text[end] == separator ? end + 1 : end
    while end > start, text[end - 1] == 0x20 { end -= 1 }
    text[end] = 0
    return unsafe Bytes(UnsafePointer(text.base.unsafelyUnwrapped + start), end - start)
  }

  private mutating func add(_ row: Row) throws(OutOfMemory) {
    try rows.reserve(more: 1)
    // Room for all its names first, so that nothing is half added.
    try names.reserve(more: row.aliases.count + 1)
    try growSlots(for: names.count + row.aliases.count + 1)
    rows.appendReserved(row)
    insert(row.id)
    var start = 0
    while start < row.aliases.count {
      var end = start
      while end < row.aliases.count, row.aliases[end] != 0x20 { end += 1 }
      insert(row.aliases.slice(start, end))
      start = end + 1
    }
  }

  /// A name of the last row.
  private mutating func insert(_ name: Bytes) {
    names.appendReserved(Name(text: name, row: UInt32(rows.count - 1)))
    slots[place(of: name)] = UInt32(names.count)
  }

  private mutating func growSlots(for wanted: Int) throws(OutOfMemory) {
    guard wanted * 2 > slots.count else { return }
    var size = slots.count
    while wanted * 2 > size { size *= 2 }
    var larger = Buffer<UInt32>(rows.heap)
    try larger.append(repeating: 0, count: size)
    swap(&slots, &larger)
    for i in 0..<names.count { slots[place(of: names[i].text)] = UInt32(i + 1) }
  }

  /// The slot of a name, or the free one where it would be.
  private func place(of name: Bytes) -> Int {
    var at = Int(truncatingIfNeeded: Hash.bytes(name)) & (slots.count - 1)
    while slots[at] != 0, !(names[Int(slots[at]) - 1].text == name) { at = (at + 1) & (slots.count - 1) }
    return at
  }

  /// Adds an indicator of the host's, or gives a parameter another formula. What it says has been checked.
  mutating func define(_ row: Row) throws(OutOfMemory) {
    var text = Buffer<UInt8>(rows.heap)
    try text.append(terminated: row.id)
    try text.append(terminated: row.formula)
    try text.append(terminated: row.unitText)
    try text.append(terminated: row.description)
    try texts.reserve(more: 1)
    let base = unsafe UnsafePointer(text.base.unsafelyUnwrapped)
    var own = row
    own.id = unsafe Bytes(base, row.id.count)
    own.formula = unsafe Bytes(own.id.start + row.id.count + 1, row.formula.count)
    own.unitText = unsafe Bytes(own.formula.start + row.formula.count + 1, row.unitText.count)
    own.description = unsafe Bytes(own.unitText.start + row.unitText.count + 1, row.description.count)
    own.aliases = unsafe Bytes(own.description.start + row.description.count, 0)
    if let known = find(row.id) {
      rows[known].formula = own.formula
    } else {
      try add(own)
    }
    texts.appendReserved(text)
  }
}
