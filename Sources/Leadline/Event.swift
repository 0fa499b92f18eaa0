/// One fact: who, when, what, where and how much.
///
/// ```swift
/// let click = Event(.click, at: now, codes: [campaign, channel], amount: 45, person: visitor)
/// ```
///
/// An event holds its codes itself, up to ``maxCodes``; nothing is allocated for it. Facts of more dimensions are recorded
/// with their codes beside them: ``Writer/record(_:codes:)``.
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

  /// The visitor or contact; 0 for unknown.
  public var person: UInt64

  /// The buying company; 0 for none.
  public var account: UInt64

  /// The fact's id, by which repeats are recognised; 0 for none.
  public var id: UInt64

  /// The id of the fact this one belongs to, such as the sale of a refund; 0 for none.
  public var ref: UInt64

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
    _ kind: Kind, at time: Timestamp, amount: Int64 = 0, count: Int64 = 1, person: UInt64 = 0, account: UInt64 = 0,
    id: UInt64 = 0, ref: UInt64 = 0
  ) {
    self.time = time
    self.kind = kind
    self.amount = amount
    self.count = count
    self.person = person
    self.account = account
    self.id = id
    self.ref = ref
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
  ///   - person: The visitor or contact; 0 for unknown.
  ///   - account: The buying company; 0 for none.
  ///   - id: The fact's id; 0 for none.
  ///   - ref: The id of the fact this one belongs to; 0 for none.
  @inlinable
  public init<let size: Int>(
    _ kind: Kind, at time: Timestamp, codes: InlineArray<size, Code>, amount: Int64 = 0, count: Int64 = 1,
    person: UInt64 = 0, account: UInt64 = 0, id: UInt64 = 0, ref: UInt64 = 0
  ) {
    self.init(kind, at: time, amount: amount, count: count, person: person, account: account, id: id, ref: ref)
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
