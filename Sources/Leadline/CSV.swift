/// How a CSV text is read: which column means what, and how times and numbers are written.
///
/// ```swift
/// let csv = CSV(
///   .time("Date"), .dimension("campaign", from: "Campaign name"),
///   .count(of: .impression, from: "Impr."), .count(of: .click, from: "Clicks"),
///   .amount(of: .mediaSpend, from: "Cost"),
///   delimiter: ";", decimalComma: true)
/// let report = try engine.read(csv, at: "costs.csv")
/// ```
///
/// Fields may be quoted with ", a quote inside is doubled, and quoted fields may hold delimiters and newlines; lines end
/// with LF or CRLF; a byte order mark of UTF-8 is skipped. Numbers are read exactly at the engine's money scale, never
/// through floating point.
public struct CSV: Hashable, Sendable {
  /// What the columns mean; a column may be used several times.
  public var fields: [Field]

  /// Texts that are read as others.
  public var translations: [Translation] = []

  /// What is between fields, one ASCII character.
  public var delimiter: Unicode.Scalar

  /// Whether runs of the delimiter count as one, and those at the start of a line as none.
  public var collapsesDelimiters = false

  /// Whether the first line names the columns.
  public var hasHeader: Bool

  /// Lines before the header or the first record.
  public var skippedLines = 0

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
  public var rounding: Rounding?

  /// Whether an empty number or time is absent and not a fault.
  public var emptyIsAbsent = false

  /// Whether "--" and "-" are absent numbers or times.
  public var dashesAreAbsent = false

  /// Whether names of dimensions and texts to translate are read with A-Z as a-z.
  public var foldsCase = false

  /// Whether bad records are left out and counted by reason, instead of refusing the whole text.
  public var skipsInvalid: Bool

  /// A dimension whose names in the text are cleared in the days that the text covers before its facts are added: for a
  /// platform's restated report.
  public var restates: String?

  /// Describes a text.
  public init(
    _ fields: Field..., delimiter: Unicode.Scalar = ",", hasHeader: Bool = true, timeFormat: String? = nil,
    timeZone: String? = nil, defaultTime: Timestamp? = nil, decimalComma: Bool = false, thousands: Unicode.Scalar? = nil,
    rounding: Rounding? = nil, skipsInvalid: Bool = false, restates: String? = nil
  ) {
    self.fields = fields
    self.delimiter = delimiter
    self.hasHeader = hasHeader
    self.timeFormat = timeFormat
    self.timeZone = timeZone
    self.defaultTime = defaultTime
    self.decimalComma = decimalComma
    self.thousands = thousands
    self.rounding = rounding
    self.skipsInvalid = skipsInvalid
    self.restates = restates
  }
}

extension CSV {
  /// A column of a text, by its name in the header or by its number from 1.
  public struct Column: Hashable, Sendable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    var name: String?
    var number = 0

    /// The column of that name in the header.
    public init(_ name: String) {
      self.name = name
    }

    /// The column of that number, from 1.
    public init(_ number: Int) {
      self.number = number
    }

    public init(stringLiteral name: String) {
      self.init(name)
    }

    public init(integerLiteral number: Int) {
      self.init(number)
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
