/// Numbers, one a row: where they stand, or are to be written. Memory is somebody else's.
@safe
struct ValueRows {
  let numerators: UnsafeMutablePointer<Int128>
  /// Nil where all are 1: a column of sums.
  let denominators: UnsafeMutablePointer<Int128>?
  let states: UnsafeMutablePointer<UInt8>

  init(numerators: UnsafeMutablePointer<Int128>, denominators: UnsafeMutablePointer<Int128>?, states: UnsafeMutablePointer<UInt8>) {
    unsafe self.numerators = numerators
    unsafe self.denominators = denominators
    unsafe self.states = states
  }

  /// The rows from `row` on.
  func from(_ row: Int) -> ValueRows {
    unsafe ValueRows(numerators: numerators + row, denominators: denominators.map { unsafe $0 + row }, states: states + row)
  }

  subscript(_ row: Int) -> Value {
    unsafe Value(
      numerator: numerators[row],
      denominator: denominators.map { unsafe $0[row] } ?? (states[row] == ValueState.defined ? 1 : 0), state: states[row])
  }

  @inline(__always)
  func set(_ row: Int, _ value: Value) {
    unsafe numerators[row] = value.numerator
    if let denominators = unsafe denominators { unsafe denominators[row] = value.denominator }
    unsafe states[row] = value.state
  }

  /// A fraction, or zeros where the state says that there is none.
  @inline(__always)
  func set(_ row: Int, _ numerator: Int128, _ denominator: Int128, _ state: UInt8) {
    let mask: Int128 = state == ValueState.defined ? -1 : 0
    unsafe numerators[row] = numerator & mask
    unsafe denominators.unsafelyUnwrapped[row] = denominator & mask
    unsafe states[row] = state
  }
}

/// A few rows of the sums that a program is evaluated over, column by column.
@safe
struct RowBlock {
  /// By leaf, its sums, `count` of them.
  let leaves: UnsafePointer<UnsafePointer<Int128>>
  /// By sum, what `Program.judge` said.
  let data: UnsafePointer<UInt8>
  let count: Int
  /// Room for the values that wait while steps are taken, `count` rows each but the first, which waits in the result.
  let waiting: ValueRows

  init(leaves: UnsafePointer<UnsafePointer<Int128>>, data: UnsafePointer<UInt8>, count: Int, waiting: ValueRows) {
    unsafe self.leaves = leaves
    unsafe self.data = data
    self.count = count
    self.waiting = waiting
  }
}
