import CLeadline

/// What is asked of people's ways through steps: how many go how far, and how fast.
///
/// ```swift
/// let funnel = Funnel(.click, .lead, .sale, by: ["channel"])
///   .window(.seconds(30 * 86_400))
///   .excluding(Funnel.Exclusion(.leadRejected, after: 2, before: 3))
/// for row in try engine.funnel(funnel) where row.step == 3 {
///   print(row.text("channel")!, row.reached, row.totalRate)
/// }
/// ```
///
/// A run begins with a fact that meets the first step, and meets further steps within the window; a fact exactly at its edge
/// counts. One fact meets one step of a run. Of a person's runs the furthest counts, and of equally far ones the one that begins
/// first. So each person counts once.
///
/// Each of the calls gives a new question. ``excluding(_:)`` adds an exclusion to those before it; the others replace what was
/// said before.
public struct Funnel: Hashable, Sendable {
  /// The steps, 1 to 1 024; none where a list is named.
  public var steps: [Step]

  /// A list of stages instead of steps.
  public var stages: Stages?

  /// What tells the rows of an answer apart: dimensions and attributes of the fact that a run begins with.
  public var keys: [String]

  /// The period in which a run begins that tells rows apart; nil for all time in one.
  public var period: Period?

  /// How long after its first step a run may meet others; nil for no limit.
  public var window: Duration?

  /// How the steps must follow one another.
  public var mode = Mode.ordered

  /// Whether a run may begin at any step, and not at the first alone.
  public var isOpen = false

  /// What breaks runs off.
  public var exclusions: [Exclusion] = []

  /// Only runs that begin here or later.
  public var from: Timestamp?

  /// Only runs that begin before this.
  public var to: Timestamp?

  /// Only facts up to this instant are seen; nil for the greatest time taken in.
  public var asOf: Timestamp?

  /// The quantiles of the times between steps that are worked out, as fractions in whole thousandths, ascending; none works
  /// out no times at all.
  public var quantiles: [Double] = [0.5]

  /// Asks for steps of one kind each.
  ///
  /// - Parameters:
  ///   - kinds: The kinds of the steps, parts of them included.
  ///   - keys: The dimensions and attributes that tell rows apart.
  ///   - period: The period in which a run begins that tells rows apart.
  public init(_ kinds: Kind..., by keys: [String] = [], period: Period? = nil) {
    self.init(steps: kinds.map { Step($0) }, by: keys, period: period)
  }

  /// Asks for steps.
  ///
  /// - Parameters:
  ///   - steps: The steps.
  ///   - keys: The dimensions and attributes that tell rows apart.
  ///   - period: The period in which a run begins that tells rows apart.
  public init(steps: [Step], by keys: [String] = [], period: Period? = nil) {
    self.steps = steps
    self.keys = keys
    self.period = period
  }
}

extension Funnel {
  /// Asks for the steps of a list of stages.
  ///
  /// - Parameters:
  ///   - stages: The list, or one part of it.
  ///   - keys: The dimensions and attributes that tell rows apart.
  ///   - period: The period in which a run begins that tells rows apart.
  public init(stages: Stages, by keys: [String] = [], period: Period? = nil) {
    self.init(steps: [], by: keys, period: period)
    self.stages = stages
  }
}

// MARK: Parts

extension Funnel {
  /// What meets a step: a fact of any of some kinds, whose dimensions have some names.
  ///
  /// ```swift
  /// let interest = Funnel.Step(.lead, .enquiry, name: "interest").where("channel", in: "email", "search")
  /// ```
  public struct Step: Hashable, Sendable {
    /// The kinds, parts of them included.
    public var kinds: [Kind]

    /// How answers call it; nil for the names of the kinds.
    public var name: String?

    /// What all must hold.
    public var filters: [Query.Filter] = []

    /// Whether only facts meet it that still stand: no sales that corrections have undone as a whole.
    public var isStanding = false

    /// Describes a step.
    public init(_ kinds: Kind..., name: String? = nil) {
      self.init(kinds: kinds, name: name)
    }

    /// Describes a step.
    public init(kinds: [Kind], name: String? = nil) {
      self.kinds = kinds
      self.name = name
    }

    /// Only facts whose dimension or attribute has one of these names; earlier filters stay, and all must hold.
    public func `where`(_ dimension: String, in names: String...) -> Step {
      var step = self
      step.filters.append(Query.Filter(dimension, in: names))
      return step
    }

    /// Without sales that refunds and cancellations up to the as-of instant have undone as a whole.
    public func standing() -> Step {
      var step = self
      step.isStanding = true
      return step
    }
  }

  /// What breaks off a run that has met one step and not yet a later one.
  public struct Exclusion: Hashable, Sendable {
    /// The kinds, parts of them included.
    public var kinds: [Kind]

    /// What all must hold.
    public var filters: [Query.Filter] = []

    /// The number of the step that the run has met, from 1; nil for the first.
    public var after: Int?

    /// The number of the step that it has not yet met; nil for the last.
    public var before: Int?

    /// Whether only facts exclude that still stand.
    public var isStanding = false

    /// Describes an exclusion.
    public init(_ kinds: Kind..., after: Int? = nil, before: Int? = nil) {
      self.kinds = kinds
      self.after = after
      self.before = before
    }

    /// Only facts whose dimension or attribute has one of these names; earlier filters stay, and all must hold.
    public func `where`(_ dimension: String, in names: String...) -> Exclusion {
      var exclusion = self
      exclusion.filters.append(Query.Filter(dimension, in: names))
      return exclusion
    }

    /// Without sales that refunds and cancellations up to the as-of instant have undone as a whole.
    public func standing() -> Exclusion {
      var exclusion = self
      exclusion.isStanding = true
      return exclusion
    }
  }

  /// How steps must follow one another.
  @frozen
  public struct Mode: RawRepresentable, Hashable, Sendable {
    /// The number of the C header.
    public var rawValue: UInt32

    /// Makes a mode of its number in the C header.
    @inlinable
    public init(rawValue: UInt32) {
      self.rawValue = rawValue
    }

    /// One after the other; other facts may lie between.
    public static var ordered: Mode { Mode(rawValue: UInt32(LEADLINE_FUNNEL_ORDERED)) }

    /// One after the other; no fact of the person lies between.
    public static var strict: Mode { Mode(rawValue: UInt32(LEADLINE_FUNNEL_STRICT)) }

    /// In any order: the row of step *k* counts those who met *k* of the steps.
    public static var anyOrder: Mode { Mode(rawValue: UInt32(LEADLINE_FUNNEL_ANY_ORDER)) }
  }
}

extension Funnel.Mode: CustomStringConvertible {
  /// The mode's name, such as "strict".
  public var description: String {
    switch self {
    case .ordered: "ordered"
    case .strict: "strict"
    case .anyOrder: "any order"
    default: "mode \(rawValue)"
    }
  }
}

// MARK: Building

extension Funnel {
  /// Steps within so long of the first, instead of an earlier window.
  ///
  /// - Parameter length: More than nothing, in whole microseconds; what is finer is cut off.
  public func window(_ length: Duration) -> Funnel {
    with { $0.window = length }
  }

  /// Steps that follow one another so, instead of an earlier mode.
  public func mode(_ mode: Mode) -> Funnel {
    with { $0.mode = mode }
  }

  /// Runs that begin at any step.
  public func open() -> Funnel {
    with { $0.isOpen = true }
  }

  /// Without runs that something breaks off; earlier exclusions stay.
  public func excluding(_ exclusion: Exclusion) -> Funnel {
    with { $0.exclusions.append(exclusion) }
  }

  /// Only runs that begin in a stretch of time, instead of earlier bounds.
  public func entered(_ stretch: Range<Timestamp>) -> Funnel {
    with { ($0.from, $0.to) = (stretch.lowerBound, stretch.upperBound) }
  }

  /// Only facts up to an instant, instead of an earlier one.
  public func asOf(_ instant: Timestamp) -> Funnel {
    with { $0.asOf = instant }
  }

  /// These quantiles of the times between steps, instead of the median; none leaves the times out.
  ///
  /// - Parameter fractions: From 0 to 1 in whole thousandths, ascending, at most 16.
  public func quantiles(_ fractions: Double...) -> Funnel {
    with { $0.quantiles = fractions }
  }

  private func with(_ change: (inout Funnel) -> Void) -> Funnel {
    var funnel = self
    change(&funnel)
    return funnel
  }
}
