/// One fact: who, when, what, where and how much.
///
/// ```swift
/// let click = Event(.click, at: now, codes: [campaign, channel], amount: 45, person: visitor)
/// ```
///
/// An event holds its codes itself, up to ``maxCodes``; nothing is allocated for it. Facts of more dimensions are recorded
/// with their codes beside them, such as by ``Writer/record(_:codes:)-(_,Span<Code>)``.
@frozen
public struct Event: Sendable {
  /// When.
  public var time: Timestamp

  /// What.
  public var kind: Kind

  /// The fact's total in the kind's unit, never multiplied by the count: with a money scale of 2, in cents.
  public var amount: Int64

  /// Multiplicity, so that a report of 1 200 impressions is one fact.
  public var count: Int64

  /// The visitor or contact; none for unknown.
  public var person: Identifier

  /// The buying company.
  public var account: Identifier

  /// The fact's id, by which repeats are recognised.
  public var id: Identifier

  /// The id of the fact this one belongs to, such as the sale of a refund.
  public var ref: Identifier

  /// The currency of the amount, if that is money.
  public var currency: Currency

  // May exceed maxCodes: then the event was given more than it holds, and whoever takes it in refuses it.
  @usableFromInline
  var codeCount: Int

  @usableFromInline
  var codes: InlineArray<8, Code>

  /// How many codes an event holds.
  @inlinable public static var maxCodes: Int { 8 }

  /// Makes a fact without names.
  @inlinable
  public init(
    _ kind: Kind, at time: Timestamp, amount: Int64 = 0, count: Int64 = 1, person: Identifier = .none,
    account: Identifier = .none, id: Identifier = .none, ref: Identifier = .none,
    currency: Currency = .own
  ) {
    self.time = time
    self.kind = kind
    self.amount = amount
    self.count = count
    self.person = person
    self.account = account
    self.id = id
    self.ref = ref
    self.currency = currency
    codeCount = 0
    codes = InlineArray(repeating: .notSet)
  }

  /// Makes a fact.
  ///
  /// - Parameters:
  ///   - kind: What.
  ///   - time: When.
  ///   - codes: The names of the dimensions, in the order in which the engine's options declare them; those left out at
  ///     the end are not set. More than ``maxCodes`` are refused when the event is recorded.
  ///   - amount: The fact's total in the kind's unit.
  ///   - count: Multiplicity.
  ///   - person: The visitor or contact; none for unknown.
  ///   - account: The buying company.
  ///   - id: The fact's id.
  ///   - ref: The id of the fact this one belongs to.
  ///   - currency: The currency of the amount.
  @inlinable
  public init<let size: Int>(
    _ kind: Kind, at time: Timestamp, codes: InlineArray<size, Code>, amount: Int64 = 0, count: Int64 = 1,
    person: Identifier = .none, account: Identifier = .none, id: Identifier = .none, ref: Identifier = .none,
    currency: Currency = .own
  ) {
    self.init(kind, at: time, amount: amount, count: count, person: person, account: account, id: id, ref: ref,
      currency: currency)
    codeCount = codes.count
    for index in 0..<min(codes.count, Self.maxCodes) { self.codes[index] = codes[index] }
  }

  /// Makes a fact with codes that an array holds.
  ///
  /// Codes written out in place, `codes: [campaign, channel]`, are no array and allocate nothing.
  ///
  /// - Parameters: As for codes written out; more than ``maxCodes`` are refused when the event is recorded.
  @inlinable
  @_disfavoredOverload
  public init(
    _ kind: Kind, at time: Timestamp, codes: [Code], amount: Int64 = 0, count: Int64 = 1, person: Identifier = .none,
    account: Identifier = .none, id: Identifier = .none, ref: Identifier = .none,
    currency: Currency = .own
  ) {
    self.init(
      kind, at: time, codes: codes.span, amount: amount, count: count, person: person, account: account, id: id, ref: ref,
      currency: currency)
  }

  /// Makes a fact with codes that a span holds.
  ///
  /// - Parameters: As for codes written out; more than ``maxCodes`` are refused when the event is recorded.
  @inlinable
  @_disfavoredOverload
  public init(
    _ kind: Kind, at time: Timestamp, codes: Span<Code>, amount: Int64 = 0, count: Int64 = 1,
    person: Identifier = .none, account: Identifier = .none, id: Identifier = .none, ref: Identifier = .none,
    currency: Currency = .own
  ) {
    self.init(kind, at: time, amount: amount, count: count, person: person, account: account, id: id, ref: ref,
      currency: currency)
    codeCount = codes.count
    for index in 0..<min(codes.count, Self.maxCodes) { self.codes[index] = codes[index] }
  }

  /// The code of the dimension at a place in the order of the engine's options.
  ///
  /// Reading past the codes that are set gives ``Code/notSet``. Setting one past ``maxCodes`` makes an event that is
  /// refused when it is recorded.
  @inlinable
  public subscript(dimension: Int) -> Code {
    get {
      0..<min(codeCount, Self.maxCodes) ~= dimension ? codes[dimension] : .notSet
    }
    set {
      guard 0..<Self.maxCodes ~= dimension else {
        codeCount = .max
        return
      }
      codes[dimension] = newValue
      codeCount = max(codeCount, dimension + 1)
    }
  }
}

extension Event: Equatable {
  /// Whether two events are the same fact; codes left out at the end are not set.
  public static func == (left: Event, right: Event) -> Bool {
    (left.time, left.kind, left.amount, left.count) == (right.time, right.kind, right.amount, right.count)
      && (left.person, left.account, left.id, left.ref) == (right.person, right.account, right.id, right.ref)
      && left.currency == right.currency && left.isOverfull == right.isOverfull && left.codes.indices.allSatisfy { left.codes[$0] == right.codes[$0] }
  }

  /// Whether the event was given more codes than it holds.
  @inlinable var isOverfull: Bool { codeCount > Self.maxCodes }
}
