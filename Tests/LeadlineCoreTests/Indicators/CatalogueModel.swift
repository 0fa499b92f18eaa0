@testable import LeadlineCore

/// What an indicator ought to be: an exact fraction in lowest terms, or the reason why there is none.
enum Figure: Equatable {
  case number(Int128, over: Int128)
  case zeroDenominator
  case noData

  static func whole(_ number: Int128) -> Figure { .number(number, over: 1) }

  /// 0 where nothing was ever taken in.
  var orZero: Figure { self == .noData ? .whole(0) : self }

  /// 1 or 0.
  static func flag(_ a: Figure, isLessThan b: Figure) -> Figure {
    join(a, b) { a, b, c, d in .whole(a * d < c * b ? 1 : 0) }
  }

  static func + (a: Figure, b: Figure) -> Figure { join(a, b) { a, b, c, d in fraction(a * d + c * b, b * d) } }
  static func - (a: Figure, b: Figure) -> Figure { join(a, b) { a, b, c, d in fraction(a * d - c * b, b * d) } }
  static func * (a: Figure, b: Figure) -> Figure { join(a, b) { a, b, c, d in fraction(a * c, b * d) } }
  static func * (a: Int128, b: Figure) -> Figure { whole(a) * b }

  /// Undefined unless the divisor is above zero.
  static func / (a: Figure, b: Figure) -> Figure {
    join(a, b) { a, b, c, d in c > 0 ? fraction(a * d, b * c) : .zeroDenominator }
  }

  /// What is made of a measure without data has none, whatever else is the matter with it.
  private static func join(_ x: Figure, _ y: Figure, _ body: (Int128, Int128, Int128, Int128) -> Figure) -> Figure {
    switch (x, y) {
    case (.number(let a, let b), .number(let c, let d)): body(a, b, c, d)
    case (.noData, _), (_, .noData): .noData
    default: .zeroDenominator
    }
  }

  private static func fraction(_ numerator: Int128, _ denominator: Int128) -> Figure {
    var (a, b) = (numerator.magnitude, denominator.magnitude)
    while b != 0 { (a, b) = (b, a % b) }
    return .number(numerator / Int128(a), over: denominator / Int128(a))
  }

  /// By value: what the engine tells need not be in lowest terms.
  func isSame(as value: Value) -> Bool {
    switch self {
    case .number(let a, let b):
      value.state == ValueState.defined && value.denominator > 0
        && a.multipliedFullWidth(by: value.denominator) == value.numerator.multipliedFullWidth(by: b)
    case .zeroDenominator: value.state == ValueState.zeroDenominator && value.numerator == 0 && value.denominator == 0
    case .noData: value.state == ValueState.noData && value.numerator == 0 && value.denominator == 0
    }
  }
}

/// Figures that the host may set; money is in units of 10^-scale.
struct ModelParameters {
  var unitCost: Figure?
  var allowedShare = Figure.number(1, over: 2)
  var purchasesExpected = Figure.whole(1)
  var marginTarget = Figure.whole(0)
}

/// The catalogue of indicators and the page of kinds written down once more, as calculations over sums of kinds.
struct CatalogueModel {
  let cells: ModelCells
  var parameters = ModelParameters()
  /// Kinds of the host's own that are part of another, at any depth.
  var ownParts: [String: [String]] = [:]
  var ages = 0...0
  var isOverall = false
  var isEmailOnly = false

  /// The kinds' page, column "part of".
  static let parts = [
    "soft_conversion": ["soft_visit", "video_engagement", "social_action"],
    "lead": ["lead_form", "lead_call", "lead_callback", "lead_other"],
    "sale": ["sale_referral", "sale_repeat"],
    "list_value": ["list_value_new"],
    "discount": ["discount_new"],
    "social_interaction": ["social_like", "social_share", "social_comment", "social_mention"],
    "mention_market": ["mention_own"],
  ]

  // MARK: Where the sums are from

  var previous: CatalogueModel { moved { $0.ages = $0.ages.lowerBound + 1...($0.ages.upperBound == 2 ? 2 : $0.ages.upperBound + 1) } }
  /// All before the period.
  var opening: CatalogueModel { moved { $0.ages = $0.ages.lowerBound + 1...2 } }
  /// All up to the end of the period.
  var closing: CatalogueModel { moved { $0.ages = $0.ages.lowerBound...2 } }
  /// Of all keys.
  var overall: CatalogueModel { moved { $0.isOverall = true } }
  var email: CatalogueModel { moved { $0.isEmailOnly = true } }

  private func moved(_ change: (inout CatalogueModel) -> Void) -> CatalogueModel {
    var other = self
    change(&other)
    return other
  }

  private func covers(_ place: ModelCells.Place) -> Bool {
    ages.contains(place.age) && (isOverall || place.isAsked) && (!isEmailOnly || place.isEmail)
  }

  // MARK: Sums

  func family(_ kind: String) -> [String] {
    [kind] + ((Self.parts[kind] ?? []) + (ownParts[kind] ?? [])).flatMap(family)
  }

  private func sum(_ sums: [String: [Int128]], _ kind: String) -> Figure {
    let family = family(kind)
    guard !cells.taken.isDisjoint(with: family) else { return .noData }
    return .whole(family.reduce(0) { $0 + sumAlone(sums[$1] ?? []) })
  }

  /// Of sums by place, those that are meant.
  func sumAlone(_ sums: [Int128]) -> Int128 {
    var sum: Int128 = 0
    for i in sums.indices where covers(ModelCells.places[i]) { sum += sums[i] }
    return sum
  }

  func count(_ kind: String) -> Figure { sum(cells.counts, kind) }
  func amount(_ kind: String) -> Figure { sum(cells.amounts, kind) }

  /// Some, less others, of a measure that has data when any of its kinds was ever taken in.
  func together(_ some: [Figure], less others: [Figure]) -> Figure {
    (some + others).allSatisfy { $0 == .noData }
      ? .noData : some.reduce(.whole(0)) { $0 + $1.orZero } - others.reduce(.whole(0)) { $0 + $1.orZero }
  }

  static func growth(_ now: Figure, from before: Figure) -> Figure { now / before - .whole(1) }
}
