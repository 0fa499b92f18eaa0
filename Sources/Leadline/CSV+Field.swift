import CLeadline

extension CSV {
  /// What a column of a text means.
  public struct Field: Hashable, Sendable {
    var use: Int32
    var column: Column?
    var name: String?
    var kind: Kind?
    var value: String?
  }
}

extension CSV.Field {
  /// When. Several columns are joined by a space.
  public static func time(from column: CSV.Column) -> CSV.Field {
    CSV.Field(use: LEADLINE_FIELD_TIME, column: column)
  }

  /// What: names or numbers of kinds in a column, after translation.
  public static func kind(from column: CSV.Column) -> CSV.Field {
    CSV.Field(use: LEADLINE_FIELD_KIND, column: column)
  }

  /// What: one kind for all records.
  public static func kind(_ kind: Kind) -> CSV.Field {
    CSV.Field(use: LEADLINE_FIELD_KIND, value: String(kind.rawValue))
  }

  /// The fact's total in the kind's unit.
  public static func amount(from column: CSV.Column) -> CSV.Field {
    CSV.Field(use: LEADLINE_FIELD_AMOUNT, column: column)
  }

  /// Multiplicity.
  public static func count(from column: CSV.Column) -> CSV.Field {
    CSV.Field(use: LEADLINE_FIELD_COUNT, column: column)
  }

  /// The visitor or contact, any text.
  public static func person(from column: CSV.Column) -> CSV.Field {
    CSV.Field(use: LEADLINE_FIELD_PERSON, column: column)
  }

  /// The buying company, any text.
  public static func account(from column: CSV.Column) -> CSV.Field {
    CSV.Field(use: LEADLINE_FIELD_ACCOUNT, column: column)
  }

  /// The fact's id, any text.
  public static func id(from column: CSV.Column) -> CSV.Field {
    CSV.Field(use: LEADLINE_FIELD_ID, column: column)
  }

  /// The id of the fact this one belongs to, any text.
  public static func ref(from column: CSV.Column) -> CSV.Field {
    CSV.Field(use: LEADLINE_FIELD_REF, column: column)
  }

  /// A name in a dimension.
  public static func dimension(_ dimension: String, from column: CSV.Column) -> CSV.Field {
    CSV.Field(use: LEADLINE_FIELD_DIMENSION, column: column, name: dimension)
  }

  /// One name in a dimension for all records.
  public static func dimension(_ dimension: String, name: String) -> CSV.Field {
    CSV.Field(use: LEADLINE_FIELD_DIMENSION, name: dimension, value: name)
  }

  /// A count of a kind: the record gives one fact of it with this count, if that is not 0.
  public static func count(of kind: Kind, from column: CSV.Column) -> CSV.Field {
    CSV.Field(use: LEADLINE_FIELD_MEASURE_COUNT, column: column, kind: kind)
  }

  /// An amount of a kind; beside a count of the same kind they are one fact.
  public static func amount(of kind: Kind, from column: CSV.Column) -> CSV.Field {
    CSV.Field(use: LEADLINE_FIELD_MEASURE_AMOUNT, column: column, kind: kind)
  }

  /// The currency of the record's amounts of money; an empty one is `usual`, without that the engine's own.
  public static func currency(from column: CSV.Column, usual: String? = nil) -> CSV.Field {
    CSV.Field(use: LEADLINE_FIELD_CURRENCY, column: column, value: usual)
  }

  /// One currency of all amounts of money.
  public static func currency(_ currency: String) -> CSV.Field {
    CSV.Field(use: LEADLINE_FIELD_CURRENCY, value: currency)
  }

  /// A value of an attribute, given to the record's name in its dimension.
  public static func attribute(_ attribute: String, from column: CSV.Column) -> CSV.Field {
    CSV.Field(use: LEADLINE_FIELD_ATTRIBUTE, column: column, name: attribute)
  }

  /// Records that hold this value are left out.
  public static func ignoring(_ value: String, in column: CSV.Column) -> CSV.Field {
    CSV.Field(use: LEADLINE_FIELD_IGNORE, column: column, value: value)
  }
}

// MARK: As C takes them

extension CSV {
  func lowered(in arena: Arena, for engine: Engine) throws(LeadlineError) -> leadline_csv_options {
    // C names the kind of a measure; the engine knows its name.
    let needsNames = fields.contains { $0.kind != nil }
    let kinds = needsNames ? try engine.kinds() : []

    var options = unsafe leadline_csv_options()
    unsafe options.struct_size = MemoryLayout<leadline_csv_options>.stride
    unsafe options.fields = UnsafePointer(
      try arena.array(fields.count) { (index) throws(LeadlineError) in
        unsafe try fields[index].lowered(in: arena, kinds: kinds)
      })
    unsafe options.field_count = fields.count
    unsafe options.translations = UnsafePointer(
      try arena.array(translations.count) { (index) throws(LeadlineError) in
        unsafe try translations[index].lowered(in: arena)
      })
    unsafe options.translation_count = translations.count
    unsafe options.time_format = try arena.text(timeFormat)
    unsafe options.time_zone = try arena.text(timeZone)
    unsafe options.restate = try arena.text(restates)
    unsafe options.default_time_us = defaultTime?.microseconds ?? 0
    guard skippedLines >= 0 else {
      throw LeadlineError(.argument, "skippedLines is \(skippedLines), which is out of range.")
    }
    unsafe options.skip_lines = UInt64(skippedLines)
    unsafe options.flags = flags
    unsafe options.rounding = rounding?.rawValue ?? UInt32(LEADLINE_ROUND_NONE)
    unsafe options.delimiter = try CChar(separator: delimiter)
    if let thousands { unsafe options.thousands = try CChar(separator: thousands) }
    return unsafe options
  }

  private var flags: UInt32 {
    var flags: UInt32 = 0
    if !hasHeader { flags |= LEADLINE_CSV_NO_HEADER }
    if skipsInvalid { flags |= LEADLINE_CSV_SKIP_INVALID }
    if decimalComma { flags |= LEADLINE_CSV_DECIMAL_COMMA }
    if emptyIsAbsent { flags |= LEADLINE_CSV_EMPTY_ABSENT }
    if defaultTime != nil { flags |= LEADLINE_CSV_DEFAULT_TIME }
    if dashesAreAbsent { flags |= LEADLINE_CSV_DASHES_ABSENT }
    if foldsCase { flags |= LEADLINE_CSV_FOLD_CASE }
    if collapsesDelimiters { flags |= LEADLINE_CSV_COLLAPSE }
    // Only where a time is given for it: a time column that was forgotten shall not put all facts into 1970.
    if defaultTime != nil, !fields.contains(where: { $0.use == LEADLINE_FIELD_TIME }) { flags |= LEADLINE_CSV_NO_TIME }
    return flags
  }
}

extension CSV.Field {
  func lowered(in arena: Arena, kinds: [KindDefinition]) throws(LeadlineError) -> leadline_csv_field {
    var field = unsafe leadline_csv_field()
    unsafe field.struct_size = MemoryLayout<leadline_csv_field>.stride
    unsafe field.use = UInt32(use)
    if let column {
      unsafe field.column = try arena.text(column.name)
      if column.name == nil {
        guard column.number > 0 else {
          throw LeadlineError(.argument, "There is no column \(column.number); columns are numbered from 1.")
        }
        unsafe field.index = try UInt32(option: column.number, "A column")
      }
    }
    unsafe field.name = try arena.text(name)
    if let kind {
      guard let definition = kinds.first(where: { $0.kind == kind }) else {
        throw LeadlineError(.unknownName, "There is no kind \(kind.rawValue).")
      }
      unsafe field.name = try arena.text(definition.name) as UnsafePointer<CChar>
    }
    unsafe field.value = try arena.text(value)
    return unsafe field
  }
}

extension CSV.Translation {
  func lowered(in arena: Arena) throws(LeadlineError) -> leadline_csv_translation {
    var translation = unsafe leadline_csv_translation()
    unsafe translation.struct_size = MemoryLayout<leadline_csv_translation>.stride
    unsafe translation.use = UInt32(dimension == nil ? LEADLINE_FIELD_KIND : LEADLINE_FIELD_DIMENSION)
    unsafe translation.name = try arena.text(dimension)
    unsafe translation.text = try arena.text(text) as UnsafePointer<CChar>
    unsafe translation.replacement = try arena.text(replacement) as UnsafePointer<CChar>
    return unsafe translation
  }
}

extension CChar {
  init(separator: Unicode.Scalar) throws(LeadlineError) {
    guard separator.isASCII, separator.value != 0 else {
      throw LeadlineError(.argument, "A separator is \(separator.debugDescription), which is not an ASCII character.")
    }
    self = CChar(truncatingIfNeeded: separator.value)
  }
}
