import CLeadline

/// A failure of a Leadline call: the status that the C library gave, and its explanation.
///
/// Two errors are equal when their statuses are, so a failure is recognised by comparing with a constant:
///
/// ```swift
/// do {
///   try engine.record(batch)
/// } catch .factTime {
///   print("a fact lies outside the years 1 to 9999")
/// } catch {
///   throw error
/// }
/// ```
///
/// End with a general clause, as above, also where it only passes the error on: within a function that is declared with
/// plain `throws`, Swift 6.3 does not compile a `do` of typed throws without one, but crashes. With the general clause,
/// or in a function declared `throws(LeadlineError)`, all is well. One clause with a switch or a guard does as well:
///
/// ```swift
/// do {
///   try engine.record(batch)
/// } catch {
///   guard error == .factTime else { throw error }
///   print("row \(error.place!.row!) lies outside the years 1 to 9999")
/// }
/// ```
///
/// Statuses are only ever added, and this is no enumeration: code that handles some of them needs a general clause for the
/// rest, today and later.
@frozen
public struct LeadlineError: Error, RawRepresentable, Hashable, Sendable {
  /// The status, one of the numbers in the C header; -1 for ``closed``, which C does not have.
  public let rawValue: Int32

  // One pointer, so that the error fits in registers and costs nothing on the paths that do not throw.
  @usableFromInline
  let detail: Detail?

  /// Makes the error of a status.
  @inlinable
  public init(rawValue: Int32) {
    self.rawValue = rawValue
    detail = nil
  }

  init(_ status: leadline_status, _ message: String, at place: Place? = nil) {
    rawValue = status
    detail = Detail(message: message, place: place)
  }

  init(_ error: LeadlineError, _ message: String, at place: Place? = nil) {
    self.init(error.rawValue, message, at: place)
  }

  @inlinable
  public static func == (left: LeadlineError, right: LeadlineError) -> Bool {
    left.rawValue == right.rawValue
  }

  @inlinable
  public func hash(into hasher: inout Hasher) {
    hasher.combine(rawValue)
  }
}

extension LeadlineError {
  @usableFromInline
  final class Detail: Sendable {
    let message: String
    let place: Place?

    init(message: String, place: Place?) {
      self.message = message
      self.place = place
    }
  }

  /// Where in the input the fault is.
  public struct Place: Hashable, Sendable {
    /// The row of the columns that were passed in, from 0; nil for text.
    public var row: Int?

    /// The line of the text on which the record begins, from 1; nil for columns.
    public var line: Int?

    /// The name of the column, as far as it has one.
    public var column: String?

    /// The number of the text's column, from 1; nil when the record as a whole is at fault.
    public var columnNumber: Int?

    /// The text at fault, cut to 63 bytes.
    public var text: String?

    /// The byte of an expression that is at fault, from 0.
    public var position: Int?

    /// How many rows of the same call had been taken in before and stay so.
    ///
    /// More than 0 only where the input was longer than one batch may be and had been cut.
    public var rowsAccepted = 0
  }

  /// What went wrong, in one English sentence.
  ///
  /// For failures of an engine this is what `leadline_engine_error` told: which row, column or name. Where several threads
  /// fail on one engine at the same time, it may be the sentence of another's failure; the status and the place are
  /// always this one's.
  public var message: String {
    if let detail { return detail.message }
    if self == .closed { return "It has been closed." }
    return unsafe String(cString: leadline_status_text(rawValue))
  }

  /// Where in the input the fault is, if it is in the input.
  public var place: Place? {
    detail?.place
  }

  /// The name of the status in the C header, or "closed".
  ///
  /// The corresponding C function is `leadline_status_name`.
  public var name: String {
    if self == .closed { return "closed" }
    return unsafe String(cString: leadline_status_name(rawValue))
  }
}

extension LeadlineError: CustomStringConvertible {
  /// The status and what went wrong.
  public var description: String {
    "\(name) (\(rawValue)): \(message)"
  }
}
