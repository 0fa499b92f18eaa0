import CLeadline

// Callers have checked that the row and the column exist. A pointer that a column's type names is there for every row.

extension Table.Storage {
  func key(column: Int, row: Int) -> Key? {
    let column = unsafe columns[column]
    guard unsafe column.type == LEADLINE_TYPE_STRING, let offsets = unsafe column.offsets else { return nil }
    let (start, end) = unsafe (Int(offsets[row]), Int(offsets[row + 1]))
    let text = unsafe String(bytes: column.bytes.map { unsafe $0 + start }, count: end - start)
    let state = unsafe column.states.map { unsafe UInt32($0[row]) } ?? UInt32(LEADLINE_KEY_NAME)
    return Key(text: text, state: Key.State(rawValue: state))
  }

  func integer(column: Int, row: Int) -> Int64? {
    let column = unsafe columns[column]
    guard unsafe column.type == LEADLINE_TYPE_INT64 else { return nil }
    return unsafe column.integers?[row]
  }

  func ratio(column: Int, row: Int) -> Ratio? {
    let column = unsafe columns[column]
    let state = unsafe column.states.map { unsafe UInt32($0[row]) } ?? UInt32(LEADLINE_DEFINED)
    let one = leadline_int128(low: 1, high: 0)
    switch unsafe Int32(bitPattern: column.type) {
    case LEADLINE_TYPE_INT64:
      guard let integer = unsafe column.integers?[row] else { return nil }
      return unsafe Ratio(leadline_int128(Int128(integer)), one, state, column.unit, scale: column.scale)
    case LEADLINE_TYPE_INT128:
      guard let numerator = unsafe column.numerators?[row] else { return nil }
      return unsafe Ratio(numerator, one, state, column.unit, scale: column.scale)
    case LEADLINE_TYPE_RATIO:
      guard let numerator = unsafe column.numerators?[row], let denominator = unsafe column.denominators?[row]
      else { return nil }
      return unsafe Ratio(numerator, denominator, state, column.unit, scale: column.scale)
    default:
      return nil
    }
  }

  func double(column: Int, row: Int) -> Double? {
    if let ratio = ratio(column: column, row: row) { return ratio.double }
    let column = unsafe columns[column]
    guard unsafe column.type == LEADLINE_TYPE_DOUBLE else { return nil }
    if let states = unsafe column.states, unsafe UInt32(states[row]) != LEADLINE_DEFINED { return nil }
    return unsafe column.doubles?[row]
  }

  func value(column: Int, row: Int) -> Value {
    if let key = key(column: column, row: row) { return Value(key: key) }
    if let ratio = ratio(column: column, row: row) {
      return Value(
        integer: integer(column: column, row: row), ratio: ratio, double: ratio.double, state: ratio.state)
    }
    let state = unsafe columns[column].states.map { unsafe UInt32($0[row]) } ?? UInt32(LEADLINE_DEFINED)
    return Value(double: double(column: column, row: row), state: State(rawValue: state))
  }
}

/// A name that tells rows apart, or what stands in its place.
public struct Key: Hashable, Sendable {
  /// The name; empty when not set and in totals, "(other)" for what is beyond a limit.
  public var text: String

  /// Whether it is a name.
  public var state: State

  /// Whether a key is a name.
  @frozen
  public struct State: RawRepresentable, Hashable, Sendable {
    /// The number of the C header.
    public var rawValue: UInt32

    /// Makes a state of its number in the C header.
    @inlinable
    public init(rawValue: UInt32) {
      self.rawValue = rawValue
    }

    /// A name.
    public static var name: State { State(rawValue: UInt32(LEADLINE_KEY_NAME)) }

    /// The facts have no name set.
    public static var notSet: State { State(rawValue: UInt32(LEADLINE_KEY_NOT_SET)) }

    /// The names are beyond a limit.
    public static var other: State { State(rawValue: UInt32(LEADLINE_KEY_OTHER)) }

    /// The row is the totals.
    public static var total: State { State(rawValue: UInt32(LEADLINE_KEY_TOTAL)) }
  }
}

extension Key: CustomStringConvertible {
  public var description: String { text }
}

/// One cell of a table, whatever its column's type: each reading that does not fit it is nil.
public struct Value: Hashable, Sendable {
  /// The key, in columns of keys and periods.
  public internal(set) var key: Key?

  /// The integer, in columns of plain integers such as "period_start".
  public internal(set) var integer: Int64?

  /// The exact number, in columns of counts, amounts, indicators and integers.
  public internal(set) var ratio: Ratio?

  /// The nearest double; nil also where there is no number.
  public internal(set) var double: Double?

  /// Whether there is a number, and if not, why; keys are defined.
  public internal(set) var state = State.defined
}

extension Value: CustomStringConvertible {
  public var description: String {
    if let key { return key.text }
    if let ratio { return ratio.description }
    if let double { return double.description }
    return state.description
  }
}
