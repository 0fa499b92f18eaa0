/// How a CSV text is read: which column means what, and how times and numbers are written.
///
/// ```swift
/// let csv = CSV(
///   .time(from: "Date"), .dimension("campaign", from: "Campaign name"),
///   .count(of: .impression, from: "Impr."), .count(of: .click, from: "Clicks"),
///   .amount(of: .mediaSpend, from: "Cost"),
///   delimiter: ";", decimalComma: true)
/// let report = try engine.read(csv, at: "costs.csv")
/// ```
///
/// What is read from a column says `from`; what does not is the same for all records: `.kind(from: "Event")` reads the
/// kinds' names in a column, `.kind(.click)` takes every record for a click.
///
/// Fields may be quoted with ", a quote inside is doubled, and quoted fields may hold delimiters and newlines; lines end
/// with LF or CRLF; a byte order mark of UTF-8 is skipped. Numbers are read exactly at the engine's money scale, never
/// through floating point.
public struct CSV: Hashable, Sendable {
  /// What the columns mean; a column may be used several times.
  public var fields: [Field]

  /// Texts that are read as others.
  public var translations: [Translation]

  /// What is between fields, one ASCII character.
  public var delimiter: Unicode.Scalar

  /// Whether runs of the delimiter count as one, and those at the start of a line as none.
  public var collapsesDelimiters: Bool

  /// Whether the first line names the columns.
  public var hasHeader: Bool

  /// Lines before the header or the first record.
  public var skippedLines: Int

  /// How times are written; nil for ISO 8601.
  ///
  /// "epoch_s", "epoch_ms" and "epoch_us" count from 1970. Anything else is a format of `%Y %m %d %H %M %S %f %b %y %z %%`
  /// and literal text.
  public var timeFormat: String?

  /// The zone of times without an offset; nil for the engine's.
  public var timeZone: String?

  /// The time of records without one, when no field is a time or empty ones are absent.
  public var defaultTime: Timestamp?

  /// Whether 1,5 is one and a half.
  public var decimalComma: Bool

  /// A separator to drop from numbers, one ASCII character.
  public var thousands: Unicode.Scalar?

  /// How numbers with more decimals than the engine's scale are rounded; nil refuses them.
  public var rounding: Ratio.Rounding?

  /// Whether an empty number or time is absent and not a fault.
  public var emptyIsAbsent: Bool

  /// Whether "--" and "-" are absent numbers or times.
  public var dashesAreAbsent: Bool

  /// Whether names of dimensions and texts to translate are read with A-Z as a-z.
  public var foldsCase: Bool

  /// Whether bad records are left out and counted by reason, instead of refusing the whole text.
  public var skipsInvalid: Bool

  /// A dimension whose names in the text are cleared in the days that the text covers before its facts are added: for a
  /// platform's restated report.
  public var restates: String?

  /// Describes a text.
  ///
  /// - Parameters: What the properties of these names tell.
  public init(
    _ fields: Field..., translations: [Translation] = [], delimiter: Unicode.Scalar = ",",
    collapsesDelimiters: Bool = false, hasHeader: Bool = true, skippedLines: Int = 0, timeFormat: String? = nil, timeZone: String? = nil,
    defaultTime: Timestamp? = nil, decimalComma: Bool = false, thousands: Unicode.Scalar? = nil,
    rounding: Ratio.Rounding? = nil, emptyIsAbsent: Bool = false, dashesAreAbsent: Bool = false,
    foldsCase: Bool = false, skipsInvalid: Bool = false, restates: String? = nil
  ) {
    self.init(
      fields: fields, translations: translations, delimiter: delimiter, collapsesDelimiters: collapsesDelimiters,
      hasHeader: hasHeader, skippedLines: skippedLines, timeFormat: timeFormat, timeZone: timeZone,
      defaultTime: defaultTime, decimalComma: decimalComma, thousands: thousands, rounding: rounding,
      emptyIsAbsent: emptyIsAbsent, dashesAreAbsent: dashesAreAbsent, foldsCase: foldsCase, skipsInvalid: skipsInvalid,
      restates: restates)
  }

  /// Describes a text whose fields are put together when the program runs.
  ///
  /// - Parameters: What the properties of these names tell.
  public init(
    fields: [Field], translations: [Translation] = [], delimiter: Unicode.Scalar = ",",
    collapsesDelimiters: Bool = false, hasHeader: Bool = true, skippedLines: Int = 0, timeFormat: String? = nil, timeZone: String? = nil,
    defaultTime: Timestamp? = nil, decimalComma: Bool = false, thousands: Unicode.Scalar? = nil,
    rounding: Ratio.Rounding? = nil, emptyIsAbsent: Bool = false, dashesAreAbsent: Bool = false,
    foldsCase: Bool = false, skipsInvalid: Bool = false, restates: String? = nil
  ) {
    self.fields = fields
    self.translations = translations
    self.delimiter = delimiter
    self.collapsesDelimiters = collapsesDelimiters
    self.hasHeader = hasHeader
    self.skippedLines = skippedLines
    self.timeFormat = timeFormat
    self.timeZone = timeZone
    self.defaultTime = defaultTime
    self.decimalComma = decimalComma
    self.thousands = thousands
    self.rounding = rounding
    self.emptyIsAbsent = emptyIsAbsent
    self.dashesAreAbsent = dashesAreAbsent
    self.foldsCase = foldsCase
    self.skipsInvalid = skipsInvalid
    self.restates = restates
  }
}

extension CSV {
  /// A column of a text, by its name in the header or by its number from 1.
  ///
  /// Written in place it is the name or the number, `from: "Day"` or `from: 1`. A name that comes in when the program
  /// runs is `from: .named(name)`.
  public struct Column: Hashable, Sendable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    var name: String?
    var number = 0

    /// The column of that name in the header.
    public static func named(_ name: String) -> Column { Column(stringLiteral: name) }

    /// The column of that number, from 1.
    public static func number(_ number: Int) -> Column { Column(integerLiteral: number) }

    /// The column of that name in the header.
    public init(stringLiteral name: String) {
      self.name = name
    }

    /// The column of that number, from 1.
    public init(integerLiteral number: Int) {
      self.number = number
    }
  }

  /// A text that is read as another.
  public struct Translation: Hashable, Sendable {
    var dimension: String?
    var text: String
    var replacement: String

    /// A text in a column of kinds is read as the name of a kind.
    public static func kind(_ text: String, as name: String) -> Translation {
      Translation(dimension: nil, text: text, replacement: name)
    }

    /// A text in a column of a dimension is read as a name.
    public static func name(_ text: String, in dimension: String, as name: String) -> Translation {
      Translation(dimension: dimension, text: text, replacement: name)
    }
  }
}
