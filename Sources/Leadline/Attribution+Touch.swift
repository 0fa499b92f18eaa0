import CLeadline

extension Attribution {
  /// Facts that may get credit.
  ///
  /// ```swift
  /// let touches: [Attribution.Touch] = [
  ///   .excluded().where("channel", in: "payment"),
  ///   .clicks.where("channel", in: "email").window(.seconds(7 * 86_400)), .clicks, .views,
  /// ]
  /// ```
  public struct Touch: Hashable, Sendable {
    /// The kinds, parts of them included; none for all of the role that journeys keep.
    public var kinds: [Kind]

    /// What they are; nil for what the kinds are, where all are the same.
    public var role: Role?

    /// What all must hold.
    public var filters: [Query.Filter] = []

    /// How long before the outcome it may lie, its edge included; nil for 180 days of clicks, 30 days of views.
    public var window: Duration?

    /// Whether it may lie any time before, whatever ``window`` says.
    public var isUnlimited = false

    /// Whether what meets it is no touch: the path closes up.
    public var isExcluded = false

    /// Describes touches.
    ///
    /// - Parameters:
    ///   - kinds: The kinds, parts of them included; none for all of the role that journeys keep.
    ///   - role: What they are; nil for what the kinds are, where all are the same.
    public init(kinds: [Kind], as role: Role? = nil) {
      self.kinds = kinds
      self.role = role
    }

    /// All kinds of clicks that journeys keep.
    public static var clicks: Touch { Touch(kinds: [], as: .click) }

    /// All kinds of impressions and views that journeys keep.
    public static var views: Touch { Touch(kinds: [], as: .view) }

    /// Facts of some kinds.
    public static func kinds(_ kinds: Kind..., as role: Role? = nil) -> Touch { Touch(kinds: kinds, as: role) }

    /// No touches: facts of some kinds, without any those of all kinds.
    public static func excluded(_ kinds: Kind...) -> Touch {
      var touch = Touch(kinds: kinds)
      touch.isExcluded = true
      return touch
    }

    /// Only facts whose dimension or attribute has one of these names; earlier filters stay, and all must hold.
    public func `where`(_ dimension: String, in names: String...) -> Touch {
      with { $0.filters.append(Query.Filter(dimension, in: names)) }
    }

    /// At most so long before the outcome, the edge included.
    public func window(_ length: Duration) -> Touch {
      with { ($0.window, $0.isUnlimited) = (length, false) }
    }

    /// Any time before the outcome.
    public func unlimited() -> Touch {
      with { $0.isUnlimited = true }
    }

    private func with(_ change: (inout Touch) -> Void) -> Touch {
      var touch = self
      change(&touch)
      return touch
    }
  }

  /// What credit is given for: facts of any of some kinds.
  ///
  /// A sale that refunds and cancellations up to the as-of instant have undone as a whole is no outcome, and one that was undone
  /// in part is worth what remains.
  public struct Outcome: Hashable, Sendable {
    /// The kinds, parts of them included.
    public var kinds: [Kind]

    /// How answers call it; nil for the names of the kinds.
    public var name: String?

    /// What all must hold.
    public var filters: [Query.Filter] = []

    /// One that comes less than this behind the last that counted is left out; nil: none is.
    public var gap: Duration?

    /// Whether only a buyer's first counts.
    public var isFirstOnly = false

    /// Whether its path begins behind the one before that counted.
    public var beginsAnew = false

    /// Whether its own fact is the last touch of its path.
    public var isTouch = false

    /// Describes an outcome.
    public init(_ kinds: Kind..., name: String? = nil) {
      self.init(kinds: kinds, name: name)
    }

    /// Describes an outcome.
    public init(kinds: [Kind], name: String? = nil) {
      self.kinds = kinds
      self.name = name
    }

    /// Only facts whose dimension or attribute has one of these names; earlier filters stay, and all must hold.
    public func `where`(_ dimension: String, in names: String...) -> Outcome {
      with { $0.filters.append(Query.Filter(dimension, in: names)) }
    }

    /// Only a buyer's first.
    public func firstOnly() -> Outcome { with { $0.isFirstOnly = true } }

    /// With paths that begin behind the one before that counted.
    public func anew() -> Outcome { with { $0.beginsAnew = true } }

    /// With its own fact as the last touch of its path, a click, if it is not excluded.
    public func asTouch() -> Outcome { with { $0.isTouch = true } }

    /// None that comes less than this behind the last that counted.
    public func gap(_ length: Duration) -> Outcome { with { $0.gap = length } }

    private func with(_ change: (inout Outcome) -> Void) -> Outcome {
      var outcome = self
      change(&outcome)
      return outcome
    }
  }
}

extension Attribution.Touch {
  /// What a touch is.
  @frozen
  public struct Role: RawRepresentable, Hashable, Sendable {
    /// The number of the C header.
    public var rawValue: UInt32

    /// Makes a role of its number in the C header.
    @inlinable
    public init(rawValue: UInt32) {
      self.rawValue = rawValue
    }

    /// Something was seen.
    public static var view: Role { Role(rawValue: UInt32(LEADLINE_TOUCH_VIEW)) }

    /// Somebody came.
    public static var click: Role { Role(rawValue: UInt32(LEADLINE_TOUCH_CLICK)) }
  }
}

extension Attribution.Touch.Role: CustomStringConvertible {
  /// The role's name, such as "click".
  public var description: String {
    switch self {
    case .view: "view"
    case .click: "click"
    default: "role \(rawValue)"
    }
  }
}
