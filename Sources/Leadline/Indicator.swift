import CLeadline

/// A measure or indicator that an engine knows by name.
public struct Indicator: Hashable, Sendable, Identifiable {
  /// Which way is better.
  public enum Direction: Hashable, Sendable {
    /// Neither as such.
    case none
    /// Larger is better.
    case up
    /// Smaller is better.
    case down
  }

  /// What an indicator steers.
  public enum Family: Hashable, Sendable {
    /// The day's work on campaigns.
    case tactical
    /// Where money goes in the long run.
    case strategic
    /// The site.
    case web
    /// Leads and sales.
    case business
  }

  /// The name in queries and formulas.
  public let id: String
  /// Other names for it.
  public let aliases: [String]
  /// What it is made of, in the language of ``Engine/define(_:as:unit:direction:family:isVanity:description:)``; in words where
  /// ``isAnsweredByQuery`` is false.
  public let formula: String
  /// What its values are of.
  public let unit: Ratio.Unit
  /// The same for people, such as "money per lead".
  public let unitText: String
  /// Which way is better.
  public let direction: Direction
  /// What it steers.
  public let family: Family
  /// Whether it is a base measure, a sum over facts.
  public let isMeasure: Bool
  /// Whether it looks good and steers nothing.
  public let isVanity: Bool
  /// Whether the host defined it.
  public let isCustom: Bool
  /// Whether it is a figure that the host may define anew, such as `allowed_share`.
  public let isParameter: Bool
  /// Whether ``Engine/query(_:)`` answers it; otherwise the method that ``function`` is beneath does.
  public let isAnsweredByQuery: Bool
  /// The C function that answers it where a query does not, or from journeys, too, such as "leadline_cohorts"; nil for none.
  public let function: String?
  /// What it says, in one line.
  public let summary: String
  /// The threshold of green, as ``Engine/setHealth(of:green:yellow:)`` set it; nil without.
  public let greenFrom: String?
  /// The threshold of yellow; nil without.
  public let yellowFrom: String?
  /// A published figure to hold it against, such as "> 80 %"; nil for none.
  public let benchmark: String?

  init(_ info: leadline_indicator_info) {
    id = unsafe String(cString: info.id)
    aliases = unsafe String(cString: info.aliases).split(separator: " ").map(String.init)
    formula = unsafe String(cString: info.formula)
    unit = unsafe Ratio.Unit(rawValue: info.unit)
    unitText = unsafe String(cString: info.unit_text)
    direction =
      switch unsafe Int32(info.direction) {
      case LEADLINE_DIRECTION_UP: .up
      case LEADLINE_DIRECTION_DOWN: .down
      default: .none
      }
    family =
      switch unsafe Int32(info.family) {
      case LEADLINE_FAMILY_TACTICAL: .tactical
      case LEADLINE_FAMILY_STRATEGIC: .strategic
      case LEADLINE_FAMILY_WEB: .web
      default: .business
      }
    let flags = unsafe info.flags
    isMeasure = flags & LEADLINE_INDICATOR_MEASURE != 0
    isVanity = flags & LEADLINE_INDICATOR_VANITY != 0
    isCustom = flags & LEADLINE_INDICATOR_CUSTOM != 0
    isParameter = flags & LEADLINE_INDICATOR_PARAMETER != 0
    isAnsweredByQuery = flags & LEADLINE_INDICATOR_ELSEWHERE == 0
    let function = unsafe String(cString: info.function)
    self.function = function.isEmpty ? nil : function
    summary = unsafe String(cString: info.description)
    let green = unsafe String(cString: info.health_green)
    greenFrom = green.isEmpty ? nil : green
    let yellow = unsafe String(cString: info.health_yellow)
    yellowFrom = yellow.isEmpty ? nil : yellow
    let benchmark = unsafe String(cString: info.benchmark)
    self.benchmark = benchmark.isEmpty ? nil : benchmark
  }
}

extension Indicator: CustomStringConvertible {
  /// The name and what it stands for, such as "cpl = media_spend / leads".
  public var description: String { "\(id) = \(formula)" }
}

extension Engine {
  /// All measures and indicators, the built-in ones first.
  ///
  /// The corresponding C functions are `leadline_indicator_count` and `leadline_indicator_at`.
  ///
  /// - Throws: ``LeadlineError/closed``.
  public func indicators() throws(LeadlineError) -> [Indicator] {
    try enter()
    defer { leave() }
    let count = unsafe leadline_indicator_count(handle)
    var all: [Indicator] = []
    all.reserveCapacity(count)
    for index in 0..<count {
      var info = unsafe leadline_indicator_info.empty
      let status = unsafe leadline_indicator_at(handle, index, &info)
      guard status == LEADLINE_OK else { throw failure(status) }
      unsafe all.append(Indicator(info))
    }
    return all
  }

  /// The measure or indicator of a name or an alias.
  ///
  /// The corresponding C function is `leadline_indicator_find`.
  ///
  /// - Throws: ``LeadlineError/unknownName`` if there is none, ``LeadlineError/closed``.
  public func indicator(named name: String) throws(LeadlineError) -> Indicator {
    try enter()
    defer { leave() }
    var info = unsafe leadline_indicator_info.empty
    let status = unsafe leadline_indicator_find(handle, name, &info)
    guard status == LEADLINE_OK else { throw failure(status) }
    return unsafe Indicator(info)
  }

  /// Defines an indicator, or gives a parameter such as `allowed_share` another formula.
  ///
  /// ```swift
  /// try engine.define("email_share", as: "leads where channel = email / leads")
  /// let table = try engine.query(Query("leads", "email_share"))
  /// ```
  ///
  /// Formulas are made of measures, indicators, `count(KIND)` and `amount(KIND)`, each with `where DIMENSION = NAME`; of
  /// numbers, `+ - * /`, brackets, `min`, `max` and `if defined(x, y)`; and of `previous(x)`, `year_ago(x)`, `growth(x)`,
  /// `total(x)`, `share_of_total(x)`, `opening(x)` and `balance(x)`. Units are checked. The C header has all of it.
  ///
  /// The corresponding C function is `leadline_define`.
  ///
  /// - Parameters:
  ///   - name: Small letters, digits and `_`, a letter first.
  ///   - formula: What it stands for.
  ///   - unit: The unit for people.
  ///   - direction: Which way is better.
  ///   - family: What it steers.
  ///   - isVanity: Whether it looks good and steers nothing.
  ///   - description: What it says, in one line.
  /// - Throws: ``LeadlineError/expressionSyntax`` and its kin, with the ``LeadlineError/Place/position`` of the byte at fault,
  ///   for an unknown dimension, too; ``LeadlineError/duplicateName``, ``LeadlineError/argument`` for what is no name, ``LeadlineError/memory``, or
  ///   ``LeadlineError/closed``.
  public func define(
    _ name: String, as formula: String, unit: String = "", direction: Indicator.Direction = .none,
    family: Indicator.Family = .business, isVanity: Bool = false, description: String = ""
  ) throws(LeadlineError) {
    // C reads up to a NUL; what stands behind one must not be dropped in silence.
    for text in [name, formula, unit, description] where text.utf8.contains(0) {
      throw LeadlineError(.argument, "A text of a definition holds a NUL.")
    }
    try enter()
    defer { leave() }
    var position = Int.max
    let status = unsafe name.withCString { name in
      unsafe formula.withCString { formula in
        unsafe unit.withCString { unit in
          unsafe description.withCString { description in
            var definition = unsafe leadline_definition()
            unsafe definition.struct_size = MemoryLayout<leadline_definition>.stride
            unsafe definition.name = name
            unsafe definition.formula = formula
            unsafe definition.unit_text = unit
            unsafe definition.description = description
            unsafe definition.direction = UInt32(
              direction == .up ? LEADLINE_DIRECTION_UP : direction == .down ? LEADLINE_DIRECTION_DOWN : LEADLINE_DIRECTION_NONE)
            unsafe definition.family = family.number
            unsafe definition.vanity = isVanity ? 1 : 0
            return unsafe leadline_define(handle, &definition, &position)
          }
        }
      }
    }
    guard status != LEADLINE_OK else { return }
    let error = failure(status)
    throw position == Int.max ? error : LeadlineError(error, error.message, at: LeadlineError.Place(position: position))
  }
}

extension Indicator.Family {
  fileprivate var number: UInt32 {
    switch self {
    case .tactical: UInt32(LEADLINE_FAMILY_TACTICAL)
    case .strategic: UInt32(LEADLINE_FAMILY_STRATEGIC)
    case .web: UInt32(LEADLINE_FAMILY_WEB)
    case .business: UInt32(LEADLINE_FAMILY_BUSINESS)
    }
  }
}

extension leadline_indicator_info {
  fileprivate static var empty: leadline_indicator_info {
    var info = unsafe leadline_indicator_info()
    unsafe info.struct_size = MemoryLayout<leadline_indicator_info>.stride
    return unsafe info
  }
}
