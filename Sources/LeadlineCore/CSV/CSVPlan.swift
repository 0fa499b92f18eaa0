/// What a column is used for: the numbers LEADLINE_FIELD_ of the header.
enum FieldUse: UInt32 {
  case time = 1
  case kind = 2
  case amount = 3
  case count = 4
  case person = 5
  case account = 6
  case id = 7
  case ref = 8
  case dimension = 9
  case measureCount = 10
  case measureAmount = 11
  case ignore = 12
  case attribute = 13
  case currency = 14

  var isAmount: Bool { self == .amount || self == .measureAmount }

  /// Whether a plan may use several columns so, whatever they speak of.
  var mayRepeat: Bool { self == .time || self == .ignore }
}

/// One use of one column, or of a text that holds for all rows.
struct PlannedField {
  enum Source {
    /// The column of this number, from 0.
    case column(Int)
    /// The column that `text` names.
    case named
    /// `text` itself.
    case constant
  }

  var use: FieldUse
  /// The dimension, attribute or kind it speaks of.
  var target = 0
  var source: Source
  var text = CSVPlan.Text()
  /// The value to ignore, or what an empty currency stands for.
  var ignored = CSVPlan.Text()
  /// Once the header is known: which of the columns asked for it is; -1 for a constant.
  var slot = -1

  var isConstant: Bool {
    if case .constant = source { return true }
    return false
  }
}

/// How a file is to be read: the options, checked and copied.
struct CSVPlan: ~Copyable {
  /// A text of the plan's own.
  struct Text {
    var start = 0
    var size = 0
  }

  struct Translation {
    /// The dimension, or `ofKinds`.
    var target: Int
    var text: Text
    var replacement: Text

    static var ofKinds: Int { -1 }
  }

  struct Settings {
    var dialect = Dialect()
    var hasHeader = true
    var skipsInvalid = false
    var takesEmptyAsAbsent = false
    var takesDashesAsAbsent = false
    var foldsCase = false
    var hasNoTime = false
    var hasDefaultTime = false
    var numbers = DecimalFormat()
    var defaultTime: Int64 = 0
    var linesToSkip: UInt64 = 0
    var restate: Int?

    /// How whole numbers are written.
    var counts: DecimalFormat {
      var counts = numbers
      counts.scale = 0
      return counts
    }
  }

  static var mostFields: Int { 4096 }
  static var mostTranslations: Int { 1 << 20 }

  var settings: Settings
  private(set) var fields: Buffer<PlannedField>
  /// By target and text, once `sort` was called.
  private(set) var translations: Buffer<Translation>
  private var arena: Buffer<UInt8>

  init(_ heap: Heap, _ settings: Settings) {
    self.settings = settings
    fields = Buffer(heap)
    translations = Buffer(heap)
    arena = Buffer(heap)
  }

  /// The bytes of a text. Valid until another is added.
  func bytes(_ text: Text) -> Bytes {
    guard let base = unsafe arena.base, text.size > 0 else { return Bytes("") }
    return unsafe Bytes(base + text.start, text.size)
  }

  /// Copies a text into the plan.
  mutating func keep(_ engine: borrowing Engine, _ text: Bytes) throws(Failure) -> Text {
    let start = arena.count
    do {
      try unsafe arena.append(from: text.start, count: text.count)
    } catch { throw engine.outOfMemory() }
    return Text(start: start, size: text.count)
  }

  mutating func append(_ engine: borrowing Engine, _ field: PlannedField) throws(Failure) {
    do {
      try fields.append(field)
    } catch { throw engine.outOfMemory() }
  }

  mutating func append(_ engine: borrowing Engine, _ translation: Translation) throws(Failure) {
    do {
      try translations.append(translation)
    } catch { throw engine.outOfMemory() }
  }

  /// Settles which column a field's name stands for.
  mutating func setColumn(_ column: Int, ofField field: Int) { fields[field].source = .column(column) }

  mutating func setSlot(_ slot: Int, ofField field: Int) { fields[field].slot = slot }

  /// Folds a text of the plan in place.
  mutating func fold(_ text: Text) {
    for i in text.start..<(text.start + text.size) { arena[i] = CSVPlan.folded(arena[i]) }
  }

  @inline(__always)
  static func folded(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

  /// The place of the first field of this use and target, nil when there is none.
  func field(_ use: FieldUse, _ target: Int = 0) -> Int? {
    for i in 0..<fields.count where fields[i].use == use && fields[i].target == target { return i }
    return nil
  }

  /// Whether a row gives several facts, one a measure.
  var isWide: Bool { has(.measureCount) || has(.measureAmount) }

  func has(_ use: FieldUse) -> Bool {
    for i in 0..<fields.count where fields[i].use == use { return true }
    return false
  }

  /// What a text is to be read as, nil for itself. The text is folded where the plan says so.
  func translation(of text: Bytes, for target: Int) -> Bytes? {
    let at = lowerBound(text, target)
    guard at < translations.count, translations[at].target == target, bytes(translations[at].text) == text else { return nil }
    return bytes(translations[at].replacement)
  }

  private func lowerBound(_ text: Bytes, _ target: Int) -> Int {
    var (low, high) = (0, translations.count)
    while low < high {
      let middle = (low + high) / 2
      let order = compare(translations[middle], text, target)
      if order < 0 { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func compare(_ translation: Translation, _ text: Bytes, _ target: Int) -> Int {
    translation.target == target ? bytes(translation.text).compare(text) : translation.target < target ? -1 : 1
  }

  /// Sorts the translations and refuses a text that has two.
  mutating func sortTranslations(_ engine: borrowing Engine) throws(Failure) {
    let count = translations.count
    guard count > 0 else { return }
    var rows = Buffer<UInt32>(engine.heap)
    var sorted = Buffer<Translation>(engine.heap)
    do {
      try rows.reserve(exactly: count)
      try sorted.reserve(exactly: count)
      for i in 0..<count { rows.appendReserved(UInt32(i)) }
      let order = unsafe TranslationOrder(translations: translations.base.unsafelyUnwrapped, arena: arena.base)
      try MergeSort.sort(&rows, engine.heap, by: order)
    } catch { throw engine.outOfMemory() }
    for i in 0..<count { sorted.appendReserved(translations[Int(rows[i])]) }
    swap(&translations, &sorted)
    var i = 1
    while i < count {
      if compare(translations[i - 1], bytes(translations[i].text), translations[i].target) == 0 {
        throw engine.failure(110, "translated twice: ", bytes(translations[i].text))
      }
      i += 1
    }
  }
}

/// By target, then by text.
@safe
private struct TranslationOrder: ~Copyable, RowOrder {
  let translations: UnsafePointer<CSVPlan.Translation>
  let arena: UnsafePointer<UInt8>?

  init(translations: UnsafePointer<CSVPlan.Translation>, arena: UnsafePointer<UInt8>?) {
    unsafe self.translations = translations
    unsafe self.arena = arena
  }

  private func bytes(_ text: CSVPlan.Text) -> Bytes {
    guard let arena = unsafe arena else { return Bytes("") }
    return unsafe Bytes(arena + text.start, text.size)
  }

  func compare(_ a: UInt32, _ b: UInt32) -> Int {
    let (first, second) = unsafe (translations[Int(a)], translations[Int(b)])
    if first.target != second.target { return first.target < second.target ? -1 : 1 }
    return bytes(first.text).compare(bytes(second.text))
  }
}
