import CLeadline

// The values and arrays of statistics and planning, as callers give and get them.

extension Exact {
  /// A value from outside; nil where its state is none.
  init?(_ value: leadline_value) {
    guard value.state <= State.last else { return nil }
    guard value.state == State.defined else {
      self = .undefined(value.state)
      return
    }
    self.init(Int128(value.numerator), over: Int128(value.denominator))
  }
}

extension leadline_value {
  init(_ exact: Exact, _ unit: Int32) {
    self.init(
      numerator: leadline_int128(exact.numerator), denominator: leadline_int128(exact.denominator), state: exact.state,
      unit: UInt32(unit))
  }

  /// Whether all of it is zero, as in a struct that was not filled in.
  var isAbsent: Bool {
    state == 0 && unit == 0 && Int128(numerator) == 0 && Int128(denominator) == 0
  }
}

extension Proportion {
  init(_ successes: leadline_int128, _ trials: leadline_int128) {
    self.init(successes: Int128(successes), trials: Int128(trials))
  }
}

extension leadline_interval {
  init(_ interval: RateInterval) {
    self.init(low: interval.low, high: interval.high, state: UInt32(LEADLINE_DEFINED), reserved: 0)
  }

  init(undefined state: UInt32) {
    self.init(low: 0, high: 0, state: state, reserved: 0)
  }
}

/// What is wrong with an array, if anything.
@inline(__always)
func refusal<T>(_ array: UnsafePointer<T>?, _ count: Int) -> leadline_status? {
  guard isCount(count, atMost: Int(LEADLINE_MAX_KEYS)) else { return LEADLINE_ERROR_TOO_MANY }
  if unsafe count > 0 && array == nil { return LEADLINE_ERROR_NULL }
  return unsafe isAligned(array) ? nil : LEADLINE_ERROR_MISALIGNED
}
