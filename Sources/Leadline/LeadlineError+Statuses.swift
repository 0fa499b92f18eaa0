import CLeadline

// One constant for each status of the C header, in its order, but for LEADLINE_ERROR_NULL: this module passes no NULL where
// there must be none. What C cannot be asked any more is a status of this module's own, below zero.

// MARK: The call

extension LeadlineError {
  /// The engine, the writer or the reader has been closed; the C library has no such status.
  public static var closed: LeadlineError { LeadlineError(rawValue: -1) }

  /// A value is out of its range.
  public static var argument: LeadlineError { LeadlineError(rawValue: LEADLINE_ERROR_ARGUMENT) }

  /// The linked library is older than this module and does not know an option that is set.
  public static var structSize: LeadlineError { LeadlineError(rawValue: LEADLINE_ERROR_STRUCT_SIZE) }

  /// A column is not aligned for its type.
  public static var misaligned: LeadlineError { LeadlineError(rawValue: LEADLINE_ERROR_MISALIGNED) }

  /// There are more rows, dimensions, kinds, rollups or bytes than a call may bring.
  public static var tooMany: LeadlineError { LeadlineError(rawValue: LEADLINE_ERROR_TOO_MANY) }

  /// The engine was opened by another process.
  public static var forked: LeadlineError { LeadlineError(rawValue: LEADLINE_ERROR_FORKED) }

  /// Writers, readers or calls on the engine are still open.
  public static var inUse: LeadlineError { LeadlineError(rawValue: LEADLINE_ERROR_IN_USE) }

  /// The engine, as it was opened, cannot do that.
  public static var unsupported: LeadlineError { LeadlineError(rawValue: LEADLINE_ERROR_UNSUPPORTED) }

  /// A buffer is too small.
  public static var buffer: LeadlineError { LeadlineError(rawValue: LEADLINE_ERROR_BUFFER) }

  /// There is no dimension, kind, rollup, attribute or column of that name.
  public static var unknownName: LeadlineError { LeadlineError(rawValue: LEADLINE_ERROR_NAME) }

  /// The options declare one name or number twice.
  public static var duplicateName: LeadlineError { LeadlineError(rawValue: LEADLINE_ERROR_DUPLICATE_NAME) }
}

// MARK: The machine

extension LeadlineError {
  /// The allocator gave nothing.
  public static var memory: LeadlineError { LeadlineError(rawValue: LEADLINE_ERROR_MEMORY) }

  /// A file cannot be opened or read.
  public static var file: LeadlineError { LeadlineError(rawValue: LEADLINE_ERROR_FILE) }

  /// The time zone is unknown, or the system has no time zone database.
  public static var timeZone: LeadlineError { LeadlineError(rawValue: LEADLINE_ERROR_TIME_ZONE) }

  /// The system refused a lock or a mapping.
  public static var system: LeadlineError { LeadlineError(rawValue: LEADLINE_ERROR_SYSTEM) }
}

// MARK: Facts that are refused

extension LeadlineError {
  /// A time lies outside the years 1 to 9999.
  public static var factTime: LeadlineError { LeadlineError(rawValue: LEADLINE_FACT_TIME) }

  /// A kind is unknown to the engine.
  public static var factKind: LeadlineError { LeadlineError(rawValue: LEADLINE_FACT_KIND) }

  /// A code was not given out for its dimension.
  public static var factCode: LeadlineError { LeadlineError(rawValue: LEADLINE_FACT_CODE) }

  /// An amount is beyond 2⁶² in size.
  public static var factAmount: LeadlineError { LeadlineError(rawValue: LEADLINE_FACT_AMOUNT) }

  /// An amount stands on a kind that carries none.
  public static var factAmountUnit: LeadlineError { LeadlineError(rawValue: LEADLINE_FACT_AMOUNT_UNIT) }

  /// A count is beyond 2³² in size.
  public static var factCount: LeadlineError { LeadlineError(rawValue: LEADLINE_FACT_COUNT) }

  /// A negative count stands on a fact with a person.
  public static var factCountPerson: LeadlineError { LeadlineError(rawValue: LEADLINE_FACT_COUNT_PERSON) }

  /// A currency has no rate at the fact's time, or stands on an amount that is not money.
  public static var factCurrency: LeadlineError { LeadlineError(rawValue: LEADLINE_FACT_CURRENCY) }
}

// MARK: Text that cannot be read

extension LeadlineError {
  /// A quote is out of place, or never closed.
  public static var csvSyntax: LeadlineError { LeadlineError(rawValue: LEADLINE_CSV_SYNTAX) }

  /// A record has fewer fields than the columns asked for.
  public static var csvFields: LeadlineError { LeadlineError(rawValue: LEADLINE_CSV_FIELDS) }

  /// The text has no column of that name.
  public static var csvColumn: LeadlineError { LeadlineError(rawValue: LEADLINE_CSV_COLUMN) }

  /// A time is not in the format asked for.
  public static var csvTime: LeadlineError { LeadlineError(rawValue: LEADLINE_CSV_TIME) }

  /// A number is none, or too large at the engine's scale.
  public static var csvNumber: LeadlineError { LeadlineError(rawValue: LEADLINE_CSV_NUMBER) }

  /// A number has more decimals than the scale holds, and no rounding is named.
  public static var csvDecimals: LeadlineError { LeadlineError(rawValue: LEADLINE_CSV_DECIMALS) }

  /// A kind is unknown to the engine.
  public static var csvKind: LeadlineError { LeadlineError(rawValue: LEADLINE_CSV_KIND) }

  /// A field that is needed is empty.
  public static var csvEmpty: LeadlineError { LeadlineError(rawValue: LEADLINE_CSV_EMPTY) }

  /// A record is longer than 16 MiB.
  public static var csvTooLong: LeadlineError { LeadlineError(rawValue: LEADLINE_CSV_TOO_LONG) }
}

// MARK: Questions that cannot be answered

extension LeadlineError {
  /// No rollup holds these dimensions at this period.
  public static var queryNoRollup: LeadlineError { LeadlineError(rawValue: LEADLINE_QUERY_NO_ROLLUP) }

  /// A bound of time cuts through a period of the rollup.
  public static var queryBoundary: LeadlineError { LeadlineError(rawValue: LEADLINE_QUERY_BOUNDARY) }

  /// The order names a column that is not asked for.
  public static var queryOrder: LeadlineError { LeadlineError(rawValue: LEADLINE_QUERY_ORDER) }
}

// MARK: States that do not fit together

extension LeadlineError {
  /// The engines differ in what they declare.
  public static var mergeIncompatible: LeadlineError { LeadlineError(rawValue: LEADLINE_MERGE_INCOMPATIBLE) }

  /// Ids were forgotten, so repeats could not be told.
  public static var mergeOverlap: LeadlineError { LeadlineError(rawValue: LEADLINE_MERGE_OVERLAP) }
}

// MARK: Expressions

extension LeadlineError {
  /// An expression is malformed; the place says where.
  public static var expressionSyntax: LeadlineError { LeadlineError(rawValue: LEADLINE_EXPRESSION_SYNTAX) }

  /// An expression names what does not exist.
  public static var expressionName: LeadlineError { LeadlineError(rawValue: LEADLINE_EXPRESSION_NAME) }

  /// Units that do not go together in an expression.
  public static var expressionUnit: LeadlineError { LeadlineError(rawValue: LEADLINE_EXPRESSION_UNIT) }

  /// An indicator names itself.
  public static var expressionCycle: LeadlineError { LeadlineError(rawValue: LEADLINE_EXPRESSION_CYCLE) }

  /// An expression is too long or too deep.
  public static var expressionTooLarge: LeadlineError { LeadlineError(rawValue: LEADLINE_EXPRESSION_TOO_LARGE) }

  /// An expression names what a query does not answer; the message names the C function that does.
  public static var expressionElsewhere: LeadlineError { LeadlineError(rawValue: LEADLINE_EXPRESSION_ELSEWHERE) }
}

// MARK: Prices

extension LeadlineError {
  /// A fact might meet both this price and another.
  public static var priceOverlap: LeadlineError { LeadlineError(rawValue: LEADLINE_PRICE_OVERLAP) }

  /// Prices times facts may leave 128 bits.
  public static var priceOverflow: LeadlineError { LeadlineError(rawValue: LEADLINE_PRICE_OVERFLOW) }
}

// MARK: Steering

extension LeadlineError {
  /// The health of an indicator without thresholds is asked for.
  public static var steeringNoHealth: LeadlineError { LeadlineError(rawValue: LEADLINE_STEERING_NO_HEALTH) }

  /// The days of a target overlap with those of another.
  public static var steeringOverlap: LeadlineError { LeadlineError(rawValue: LEADLINE_STEERING_OVERLAP) }
}

// MARK: Currencies

extension LeadlineError {
  /// Facts were converted already that the new rate speaks of.
  public static var rateUsed: LeadlineError { LeadlineError(rawValue: LEADLINE_RATE_USED) }
}

// MARK: Faults of the library

extension LeadlineError {
  /// The library is at fault; please report it.
  public static var internalFault: LeadlineError { LeadlineError(rawValue: LEADLINE_ERROR_INTERNAL) }
}

// MARK: Journeys

extension LeadlineError {
  /// The facts of journeys would be more than their limit.
  public static var journeyLimit: LeadlineError { LeadlineError(rawValue: LEADLINE_JOURNEY_LIMIT) }
}
