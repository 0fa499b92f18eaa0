import CLeadline

// Callers have checked that the row and the column exist. A pointer that a column's type names is there for every row.

extension Table.Storage {
  /// The first column of a name, keys or the others before the rest.
  func column(_ name: String, isKey: Bool) -> Int? {
    let found = names.indices.first { unsafe names[$0] == name && (columns[$0].is_key != 0) == isKey }
    return found ?? names.firstIndex(of: name)
  }

  func key(column: Int, row: Int) -> Table.Key? {
    withExtendedLifetime(self) {
      let column = unsafe columns[column]
      guard unsafe column.type == LEADLINE_TYPE_STRING, let offsets = unsafe column.offsets else { return nil }
      let (start, end) = unsafe (Int(offsets[row]), Int(offsets[row + 1]))
      let text = unsafe String(bytes: column.bytes.map { unsafe $0 + start }, count: end - start)
      let state = unsafe column.states.map { unsafe UInt32($0[row]) } ?? UInt32(LEADLINE_KEY_NAME)
      return Table.Key(text: text, state: Table.Key.State(rawValue: state))
    }
  }

  func integer(column: Int, row: Int) -> Int64? {
    withExtendedLifetime(self) {
      let column = unsafe columns[column]
      guard unsafe column.type == LEADLINE_TYPE_INT64 else { return nil }
      return unsafe column.integers?[row]
    }
  }

  func state(column: Int, row: Int) -> Ratio.State {
    withExtendedLifetime(self) {
      unsafe Ratio.State(rawValue: columns[column].states.map { unsafe UInt32($0[row]) } ?? UInt32(LEADLINE_DEFINED))
    }
  }

  func ratio(column: Int, row: Int) -> Ratio? {
    withExtendedLifetime(self) {
      let column = unsafe columns[column]
      let state = unsafe column.states.map { unsafe UInt32($0[row]) } ?? UInt32(LEADLINE_DEFINED)
      let one = leadline_int128(low: 1, high: 0)
      switch unsafe Int32(bitPattern: column.type) {
      case LEADLINE_TYPE_INT64:
        guard let integer = unsafe column.integers?[row] else { return nil }
        // A period that is in progress begins somewhere all the same.
        return unsafe Ratio(leadline_int128(Int128(integer)), one, UInt32(LEADLINE_DEFINED), column.unit, scale: column.scale)
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
  }

  func value(column: Int, row: Int) -> Table.Value {
    if let key = key(column: column, row: row) { return Table.Value(key: key) }
    if let ratio = ratio(column: column, row: row) {
      return Table.Value(integer: integer(column: column, row: row), ratio: ratio, state: ratio.state)
    }
    return withExtendedLifetime(self) {
      let column = unsafe columns[column]
      let state = unsafe Ratio.State(rawValue: column.states.map { unsafe UInt32($0[row]) } ?? UInt32(LEADLINE_DEFINED))
      let holdsDoubles = unsafe column.type == LEADLINE_TYPE_DOUBLE
      return Table.Value(inexact: state == .defined && holdsDoubles ? unsafe column.doubles?[row] : nil, state: state)
    }
  }
}

extension Table {
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
}

extension Table.Key: CustomStringConvertible {
  /// The text.
  public var description: String { text }
}

extension Table.Key.State: CustomStringConvertible {
  /// The state in words, such as "not set".
  public var description: String {
    switch self {
    case .name: "name"
    case .notSet: "not set"
    case .other: "other"
    case .total: "total"
    default: "state \(rawValue)"
    }
  }
}

extension Table {
  /// One cell of a table, whatever its column's type: each reading that does not fit it is nil.
  public struct Value: Hashable, Sendable {
    /// The key, in columns of keys and periods.
    public internal(set) var key: Key?

    /// The integer, in columns of plain integers such as "period_start".
    public internal(set) var integer: Int64?

    /// The exact number, in columns of counts, amounts, indicators and integers.
    public internal(set) var ratio: Ratio?

    // The double of a column of doubles.
    var inexact: Double?

    /// Whether there is a number, and if not, why; keys are defined.
    public internal(set) var state = Ratio.State.defined
  }
}

extension Table.Value {
  /// The nearest double; nil also where there is no number.
  public var double: Double? {
    ratio.map(\.double) ?? inexact
  }
}

extension Table.Value: CustomStringConvertible {
  public var description: String {
    if let key { return key.text }
    if let ratio { return ratio.description }
    if let double { return double.description }
    return state.description
  }
}
