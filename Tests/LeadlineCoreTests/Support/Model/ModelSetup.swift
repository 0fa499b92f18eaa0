/// What an engine of the tests is opened with, for the real one and for its model.
struct ModelSetup {
  struct Dimension {
    var name: String
    /// The number of the dimension that an attribute describes.
    var base: Int? = nil
    var declared: [String] = []
    var limit = 0
  }

  struct Rollup {
    var name: String? = nil
    var dimensions: [Int]
    var period: ModelPeriod = .day
    var limit = 0
  }

  var dimensions: [Dimension] = []
  var rollups: [Rollup] = []
  var kinds: [ModelKind] = []
  var zone = "UTC"
  var scale = 2
  var hasIds = false
  var hasRefs = false
  var shards = 1
  /// Kinds whose distinct persons are counted; the model does not know of them.
  var distinct: [UInt16] = []
  var precision = 0

  /// The rollups, or the one that stands for none: all dimensions by day.
  var rollupsInUse: [Rollup] {
    rollups.isEmpty ? [Rollup(dimensions: dimensions.indices.filter { dimensions[$0].base == nil })] : rollups
  }

  var hasLimits: Bool { dimensions.contains { $0.limit > 0 } || rollups.contains { $0.limit > 0 } }
}

/// The numbers of the contract, written down once more.
enum ModelPeriod: UInt32, CaseIterable {
  case all = 1
  case hour, day, week, month, quarter, year

  func nests(in other: ModelPeriod) -> Bool {
    if self == other || other == .all { return true }
    switch self {
    case .hour: return true
    case .day: return other != .hour
    case .month: return other == .quarter || other == .year
    case .quarter: return other == .year
    case .week, .year, .all: return false
    }
  }
}

struct ModelKind {
  var number: UInt16
  var name: String
  var parent: UInt16 = 0
  var order: UInt16
  var unit: UInt32
  var subject: UInt16 = 0
  var roles: UInt32 = 0

  /// Those of the built-in kinds that the tests use.
  static let builtIn: [ModelKind] = [
    ModelKind(number: 10, name: "impression", order: 10, unit: 1),
    ModelKind(number: 20, name: "click", order: 20, unit: 1),
    ModelKind(number: 30, name: "visit", order: 30, unit: 2),
    ModelKind(number: 31, name: "bounce", order: 31, unit: 0),
    ModelKind(number: 33, name: "page_view", order: 32, unit: 0),
    ModelKind(number: 50, name: "lead", order: 50, unit: 1),
    ModelKind(number: 51, name: "lead_form", parent: 50, order: 50, unit: 1),
    ModelKind(number: 52, name: "lead_call", parent: 50, order: 50, unit: 1),
    ModelKind(number: 57, name: "lead_approved", order: 54, unit: 0),
    ModelKind(number: 58, name: "lead_rejected", order: 95, unit: 0),
    ModelKind(number: 70, name: "sale", order: 90, unit: 1),
    ModelKind(number: 72, name: "sale_repeat", parent: 70, order: 91, unit: 1),
    ModelKind(number: 77, name: "refund", order: 96, unit: 1),
    ModelKind(number: 90, name: "media_spend", order: 94, unit: 1),
    ModelKind(number: 92, name: "creative_cost", order: 94, unit: 1),
    ModelKind(number: 98, name: "goods_cost", order: 94, unit: 1),
  ]
}

/// A name as a fact carries it: a text, nothing, or the code that stands for other names.
struct ModelName: Hashable {
  var text: String
  var isOther = false

  static let notSet = ModelName(text: "")
  static let other = ModelName(text: "(other)", isOther: true)

  /// LEADLINE_KEY_ of a shown name.
  var state: UInt8 { isOther ? 2 : text.isEmpty ? 1 : 0 }
}

struct ModelFact: Hashable {
  var time: Int64
  var kind: UInt16
  /// By dimension; those of attributes are not read.
  var names: [ModelName]
  var amount: Int64 = 0
  var count: Int64 = 1
  var person: UInt64 = 0
  var account: UInt64 = 0
  var id: UInt64 = 0
  var ref: UInt64 = 0
}

/// A question in words.
struct ModelQuery {
  struct Filter {
    var dimension: String
    var names: [String]
  }

  var rollup: String? = nil
  var by: [String] = []
  var filters: [Filter] = []
  var columns: [String] = []
  var order: [String] = []
  var from: Int64? = nil
  var to: Int64? = nil
  var asOf: Int64? = nil
  var limit = 0
  var period: ModelPeriod = .all
  var totals = false
  var earlierKeys = false
}

/// An answer as text, a line a row, so that two are compared and shown with ease.
struct ModelAnswer: Equatable {
  var status: Int32 = 0
  var header: [String] = []
  var lines: [String] = []
}

extension ModelAnswer {
  /// What is in one answer and not in the other, nil when they are equal.
  func difference(from expected: ModelAnswer) -> String? {
    if self == expected { return nil }
    if status != expected.status { return "status \(status), expected \(expected.status)" }
    let (mine, theirs) = (header + lines, expected.header + expected.lines)
    let surplus = mine.filter { !theirs.contains($0) }.prefix(6)
    let missing = theirs.filter { !mine.contains($0) }.prefix(6)
    if surplus.isEmpty && missing.isEmpty { return "other order: \(lines), expected \(expected.lines)" }
    return "surplus \(Array(surplus)), missing \(Array(missing)), columns \(header.dropFirst().map { $0.split(separator: "=")[0] })"
  }
}
