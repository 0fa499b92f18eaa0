import CLeadline

/// What stands for a currency in facts: a number that an engine gave out for it with its first rate.
@frozen
public struct Currency: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
  /// The number.
  public var rawValue: UInt16

  /// Makes a currency of its number.
  @inlinable
  public init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  /// The engine's own: the one it answers in.
  @inlinable public static var own: Currency { Currency(rawValue: 0) }
}

/// What one unit of a currency is worth in the engine's, from a day on.
///
/// ```swift
/// try engine.setRate(ExchangeRate("USD", "0.92", from: day))
/// let dollars = try engine.currency(named: "USD")
/// try engine.record(Event(.sale, at: now, amount: 10_00, currency: dollars))
/// ```
public struct ExchangeRate: Hashable, Sendable {
  /// The currency, 1 to 15 bytes, by custom of ISO 4217.
  public var currency: String

  /// The beginning of a day in the engine's zone; nil: it holds from the beginning of all time.
  ///
  /// A rate holds until the next one of its currency begins.
  public var from: Timestamp?

  /// Decimals of the integers that amounts in this currency are, 0 to 9; nil: as many as the engine's.
  public var scale: Int?

  enum Value: Hashable, Sendable {
    case text(String)
    case fraction(Int64, Int64)
  }
  var value: Value

  /// Makes a rate of how people write it.
  ///
  /// - Parameters:
  ///   - currency: The currency.
  ///   - text: Such as "0.92", or "1/1.0870" for a rate that is quoted the other way round; taken exactly.
  ///   - from: The beginning of a day in the engine's zone.
  ///   - scale: Decimals of the integers that amounts in this currency are.
  public init(_ currency: String, _ text: String, from: Timestamp? = nil, scale: Int? = nil) {
    self.currency = currency
    self.from = from
    self.scale = scale
    value = .text(text)
  }

  /// Makes a rate of a fraction.
  ///
  /// - Parameters:
  ///   - currency: The currency.
  ///   - numerator: Positive.
  ///   - denominator: Positive.
  ///   - from: The beginning of a day in the engine's zone.
  ///   - scale: Decimals of the integers that amounts in this currency are.
  public init(_ currency: String, _ numerator: Int64, over denominator: Int64, from: Timestamp? = nil, scale: Int? = nil) {
    self.currency = currency
    self.from = from
    self.scale = scale
    value = .fraction(numerator, denominator)
  }
}

extension Engine {
  /// Adds a rate, by which facts in its currency are converted as they are taken in.
  ///
  /// What was given stays for good; the same rate once more changes nothing.
  ///
  /// The corresponding C function is `leadline_set_rate`.
  ///
  /// - Parameter rate: The rate.
  /// - Throws: ``LeadlineError/argument`` for a rate, a name or a time out of its range, or the engine's own currency;
  ///   ``LeadlineError/duplicateName`` where another rate begins at the same time, or the currency has another scale;
  ///   ``LeadlineError/rateUsed`` where facts are in already that it would have converted otherwise;
  ///   ``LeadlineError/tooMany``, ``LeadlineError/memory``, or ``LeadlineError/closed``.
  public func setRate(_ rate: ExchangeRate) throws(LeadlineError) {
    let arena = Arena()
    var given = unsafe leadline_rate()
    unsafe given.struct_size = MemoryLayout<leadline_rate>.stride
    unsafe given.currency = try arena.text(rate.currency) as UnsafePointer<CChar>
    unsafe given.from_us = rate.from?.microseconds ?? .min
    switch rate.value {
    case .text(let text): unsafe given.text = try arena.text(text) as UnsafePointer<CChar>
    case .fraction(let numerator, let denominator):
      unsafe given.numerator = numerator
      unsafe given.denominator = denominator
    }
    if let scale = rate.scale {
      unsafe given.scale = try UInt32(option: scale, "scale")
      unsafe given.flags = UInt32(LEADLINE_RATE_SCALE)
    }
    try withExtendedLifetime(arena) { () throws(LeadlineError) in
      try call { unsafe leadline_set_rate(handle, &given) }
    }
  }

  /// All rates, by the bytes of the currencies' names and then by time, as fractions in lowest terms.
  ///
  /// The corresponding C functions are `leadline_rate_count` and `leadline_rate_at`.
  ///
  /// - Throws: ``LeadlineError/closed``.
  public func rates() throws(LeadlineError) -> [ExchangeRate] {
    var rates: [ExchangeRate] = []
    try call {
      let count = unsafe leadline_rate_count(handle)
      rates.reserveCapacity(count)
      for index in 0..<max(0, count) {
        var told = unsafe leadline_rate()
        unsafe told.struct_size = MemoryLayout<leadline_rate>.stride
        let status = unsafe leadline_rate_at(handle, index, &told)
        guard status == LEADLINE_OK else { return status }
        unsafe rates.append(
          ExchangeRate(
            String(cString: told.currency), told.numerator, over: told.denominator,
            from: told.from_us == .min ? nil : Timestamp(microseconds: told.from_us), scale: Int(told.scale)))
      }
      return LEADLINE_OK
    }
    return rates
  }

  /// Finds a currency for the facts that are in it.
  ///
  /// The corresponding C function is `leadline_currency_code`.
  ///
  /// - Parameter name: Its name; that of the engine's own and "" give ``Currency/own``.
  /// - Throws: ``LeadlineError/unknownName`` for one without rates, or ``LeadlineError/closed``.
  public func currency(named name: String) throws(LeadlineError) -> Currency {
    let arena = Arena()
    let text = unsafe try arena.text(name) as UnsafePointer<CChar>
    var code: UInt16 = 0
    try withExtendedLifetime(arena) { () throws(LeadlineError) in
      try call { unsafe leadline_currency_code(handle, text, &code) }
    }
    return Currency(rawValue: code)
  }
}
