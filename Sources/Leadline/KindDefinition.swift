import CLeadline

/// What is to be known of a kind: a host's own when an engine is opened, and any when an engine is asked.
public struct KindDefinition: Hashable, Sendable {
  /// The kind; a host's own have numbers from 1000 on.
  public var kind: Kind

  /// 1 to 63 bytes of a-z, 0-9 and _, a letter first.
  public var name: String

  /// The kind this one is part of; asking for the parent includes its parts.
  public var parent: Kind?

  /// The kind that a correction, status or mark speaks of.
  public var subject: Kind?

  /// The place in the order of the stages, 1 to 99.
  public var order: Int

  /// What the kind serves as.
  public var roles: Roles

  /// What the amounts are; a part has its parent's unit.
  public var unit: Ratio.Unit

  /// Describes a kind.
  public init(
    _ kind: Kind, name: String, parent: Kind? = nil, subject: Kind? = nil, order: Int = 94, roles: Roles = [],
    unit: Ratio.Unit = .none
  ) {
    self.kind = kind
    self.name = name
    self.parent = parent
    self.subject = subject
    self.order = order
    self.roles = roles
    self.unit = unit
  }
}

extension KindDefinition {
  /// What a kind serves as.
  @frozen
  public struct Roles: OptionSet, Hashable, Sendable {
    /// The bits of the C header.
    public var rawValue: UInt32

    /// Makes a set of roles of the bits in the C header.
    @inlinable
    public init(rawValue: UInt32) {
      self.rawValue = rawValue
    }

    /// May receive credit as a view.
    public static var viewTouch: Roles { Roles(rawValue: LEADLINE_ROLE_VIEW_TOUCH) }

    /// May receive credit as a click.
    public static var clickTouch: Roles { Roles(rawValue: LEADLINE_ROLE_CLICK_TOUCH) }

    /// A step of the chain.
    public static var stage: Roles { Roles(rawValue: LEADLINE_ROLE_STAGE) }

    /// May be attributed.
    public static var outcome: Roles { Roles(rawValue: LEADLINE_ROLE_OUTCOME) }

    /// The amount is money spent.
    public static var cost: Roles { Roles(rawValue: LEADLINE_ROLE_COST) }

    /// Reverses what it refers to.
    public static var correction: Roles { Roles(rawValue: LEADLINE_ROLE_CORRECTION) }

    /// Says what became of what it refers to.
    public static var status: Roles { Roles(rawValue: LEADLINE_ROLE_STATUS) }

    /// A subset of another kind, never added to it.
    public static var mark: Roles { Roles(rawValue: LEADLINE_ROLE_MARK) }

    /// The running balance is the measure.
    public static var stock: Roles { Roles(rawValue: LEADLINE_ROLE_STOCK) }

    /// An answer of a survey.
    public static var survey: Roles { Roles(rawValue: LEADLINE_ROLE_SURVEY) }

    /// Counted elsewhere and delivered as facts.
    public static var external: Roles { Roles(rawValue: LEADLINE_ROLE_EXTERNAL) }

    /// Starts the response clock.
    public static var clockStart: Roles { Roles(rawValue: LEADLINE_ROLE_CLOCK_START) }

    /// Stops the response clock.
    public static var clockStop: Roles { Roles(rawValue: LEADLINE_ROLE_CLOCK_STOP) }
  }
}
