import CLeadline

/// Who belongs to an audience: those whose facts fulfil some conditions and no exclusion.
///
/// ```swift
/// let clicked = AudienceRule("clicked, did not buy", .init(.click).where("placement", in: "top"))
///   .excluding(.init(.sale))
/// let watched = AudienceRule("watched, then clicked", .init(.view), .init(.click).then())
/// for row in try engine.follow(clicked, watched) {
///   print(row.name, row.members, row.conversion)
/// }
/// ```
///
/// A person joins with the fact that fulfils the conditions, once and for good. An exclusion keeps out whom it meets before or with
/// that fact, and makes a member leave whom it meets later: he isn't a member any more, but he is one of those who joined.
///
/// ``Audience`` counts persons from rollups, without journeys.
public struct AudienceRule: Hashable, Sendable {
  /// How answers call it; nil for its number, from 1.
  public var name: String?

  /// What must be fulfilled.
  public var conditions: [Condition]

  /// What must not be fulfilled.
  public var exclusions: [Condition] = []

  /// Whether one of the conditions is enough.
  public var isAny = false

  /// Whether those who left are left out altogether, as if they had never joined.
  public var isStaying = false

  /// Describes an audience of those who fulfil all conditions.
  public init(_ name: String? = nil, _ conditions: Condition...) {
    self.name = name
    self.conditions = conditions
  }

  /// Describes an audience of those who fulfil any of some conditions.
  public init(_ name: String? = nil, anyOf conditions: Condition...) {
    self.name = name
    self.conditions = conditions
    isAny = true
  }

  /// Without those who fulfil a condition; earlier exclusions stay.
  public func excluding(_ condition: Condition) -> AudienceRule {
    var rule = self
    rule.exclusions.append(condition)
    return rule
  }

  /// Of those who did not leave alone.
  public func staying() -> AudienceRule {
    var rule = self
    rule.isStaying = true
    return rule
  }
}

extension AudienceRule {
  /// A number of facts of some kinds, of some names and of some time.
  public struct Condition: Hashable, Sendable {
    /// The kinds, parts of them included.
    public var kinds: [Kind]

    /// What all must hold.
    public var filters: [Query.Filter] = []

    /// How many facts there must be.
    public var minimum: Int

    /// Only facts from here on.
    public var from: Timestamp?

    /// Only facts before this.
    public var to: Timestamp?

    /// Only facts at most so long before the as-of instant.
    public var length: Duration?

    /// Whether only facts count behind the one that fulfilled the condition before this one.
    public var isThen = false

    /// Whether only facts count that still stand.
    public var isStanding = false

    /// Describes a condition.
    public init(_ kinds: Kind..., atLeast minimum: Int = 1) {
      self.kinds = kinds
      self.minimum = minimum
    }

    /// Only facts whose dimension or attribute has one of these names; earlier filters stay, and all must hold.
    public func `where`(_ dimension: String, in names: String...) -> Condition {
      with { $0.filters.append(Query.Filter(dimension, in: names)) }
    }

    /// Only facts of a stretch of time.
    public func within(_ stretch: Range<Timestamp>) -> Condition {
      with { ($0.from, $0.to) = (stretch.lowerBound, stretch.upperBound) }
    }

    /// Only facts at most so long before the as-of instant, the edge included.
    public func within(_ length: Duration) -> Condition {
      with { $0.length = length }
    }

    /// Only facts behind the one that fulfilled the condition before this one; a fact counts for one of the two.
    public func then() -> Condition {
      with { $0.isThen = true }
    }

    /// Without sales that refunds and cancellations up to the as-of instant have undone as a whole.
    public func standing() -> Condition {
      with { $0.isStanding = true }
    }

    private func with(_ change: (inout Condition) -> Void) -> Condition {
      var condition = self
      change(&condition)
      return condition
    }
  }
}

/// Whose facts are looked at together.
@frozen
public struct Buyers: RawRepresentable, Hashable, Sendable {
  /// The number of the C header.
  public var rawValue: UInt32

  /// Makes a way of its number in the C header.
  @inlinable
  public init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  /// An account is one buyer, and so is a person who acts for none.
  public static var accounts: Buyers { Buyers(rawValue: 0) }

  /// Each person as facts name him, whoever he acts for.
  public static var persons: Buyers { Buyers(rawValue: UInt32(LEADLINE_AUDIENCE_PERSONS)) }
}

extension Buyers: CustomStringConvertible {
  /// The way's name, such as "persons".
  public var description: String {
    switch self {
    case .accounts: "accounts"
    case .persons: "persons"
    default: "buyers \(rawValue)"
    }
  }
}
