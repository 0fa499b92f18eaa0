/// What buyers are scored by: points for what they did, and classes of scores.
///
/// ```swift
/// let score = Score(
///   .init(.visit, points: 5, atMost: 4), .init(.enquiry, points: 30), .init(.dealLost, points: -20),
///   classes: "red", ("amber", from: 10), ("green", from: 40))
/// for row in try engine.score(score) {
///   print(row.name, row.buyers, row.share)
/// }
/// for lead in try engine.members(of: score, from: "green") {
///   print(lead.person, lead.score, lead.reached)
/// }
/// ```
///
/// Who has no fact that a rule speaks of has no score and is in no class.
public struct Score: Hashable, Sendable {
  /// What gives points.
  public var rules: [Rule]

  /// The classes, each from a higher score than the one before; the first is what is below the second.
  public var classes: [Class]

  /// What tells the rows of an answer apart: dimensions and attributes of a buyer's first fact with points.
  public var keys: [String]

  /// The period in which this fact lies that tells rows apart; nil for all time in one.
  public var period: Period?

  /// Whose facts are looked at together.
  public var buyers = Buyers.accounts

  /// Only facts up to this instant are seen; nil for the greatest time taken in.
  public var asOf: Timestamp?

  /// Describes scores.
  ///
  /// - Parameters:
  ///   - rules: What gives points.
  ///   - first: The class below all others.
  ///   - classes: The others with the least score of each, ascending.
  ///   - keys: The dimensions and attributes that tell rows apart.
  ///   - period: The period that tells rows apart.
  public init(
    _ rules: Rule..., classes first: String, _ classes: (String, from: Int64)..., by keys: [String] = [], period: Period? = nil
  ) {
    self.rules = rules
    self.classes = [Class(first, from: .min)] + classes.map { Class($0.0, from: $0.from) }
    self.keys = keys
    self.period = period
  }

  /// Describes scores.
  public init(rules: [Rule], classes: [Class], by keys: [String] = [], period: Period? = nil) {
    self.rules = rules
    self.classes = classes
    self.keys = keys
    self.period = period
  }

  /// Points for facts of some kinds and names.
  public struct Rule: Hashable, Sendable {
    /// The kinds, parts of them included.
    public var kinds: [Kind]

    /// What all must hold.
    public var filters: [Query.Filter] = []

    /// The points of each fact, at most a million either way.
    public var points: Int64

    /// How many facts of a buyer count, the first ones; nil for all.
    public var most: Int?

    /// Only facts at most so long before the as-of instant; nil for any.
    public var length: Duration?

    /// Whether only facts count that still stand.
    public var isStanding = false

    /// Describes a rule.
    public init(_ kinds: Kind..., points: Int64, atMost most: Int? = nil) {
      self.kinds = kinds
      self.points = points
      self.most = most
    }

    /// Only facts whose dimension or attribute has one of these names; earlier filters stay, and all must hold.
    public func `where`(_ dimension: String, in names: String...) -> Rule {
      var rule = self
      rule.filters.append(Query.Filter(dimension, in: names))
      return rule
    }

    /// Only facts at most so long before the as-of instant, the edge included.
    public func within(_ length: Duration) -> Rule {
      var rule = self
      rule.length = length
      return rule
    }

    /// Without sales that refunds and cancellations up to the as-of instant have undone as a whole.
    public func standing() -> Rule {
      var rule = self
      rule.isStanding = true
      return rule
    }
  }

  /// A class of scores.
  public struct Class: Hashable, Sendable {
    /// What it is called.
    public var name: String

    /// Its least score; of the first class not looked at.
    public var from: Int64

    /// Describes a class.
    public init(_ name: String, from: Int64) {
      self.name = name
      self.from = from
    }
  }
}

extension Score {
  /// How many buyers are in each class: for each key and period a row for each, in the order of the keys, the period and the
  /// classes.
  public struct Answer: Sendable {
    /// The same as a table, with the columns of `leadline_scores`.
    public let table: Table
  }

  /// One class of one group of buyers.
  public struct Row: Sendable {
    let row: Table.Row

    /// What the class is called.
    public var name: String { row.text("class") ?? "" }

    /// How many buyers are in it.
    public var buyers: Int { row.count("buyers") }

    /// The share of all buyers with a score.
    public var share: Ratio { row["share"] ?? Ratio(0, over: 0) }

    /// The mean of their scores.
    public var mean: Ratio { row["mean"] ?? Ratio(0, over: 0) }

    /// The key in the column of a dimension or attribute; nil when the score does not tell rows apart by it.
    public func key(_ dimension: String) -> Table.Key? { row.key(dimension) }

    /// The text of the key in the column of a dimension or attribute; nil when the score does not tell rows apart by it.
    public func text(_ dimension: String) -> String? { row.text(dimension) }

    /// The period, such as "2024-W09"; nil when the score named none.
    public var period: String? { row.period }
  }

  /// Buyers with their scores, by account, then person.
  public struct Members: Sendable {
    /// The same as a table, with the columns of `leadline_score_members`.
    public let table: Table
  }

  /// A buyer with his score.
  public struct Member: Hashable, Sendable {
    /// The person; `none` where the buyer is an account.
    public let person: Identifier

    /// The account; `none` where the buyer is a person.
    public let account: Identifier

    /// The points.
    public let score: Int

    /// What the class is called.
    public let name: String

    /// When the score first reached the least of the class; in the first class, when the first fact with points was.
    public let reached: Timestamp
  }
}

extension Score.Answer: RandomAccessCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int { table.count }

  /// A row.
  public subscript(index: Int) -> Score.Row { Score.Row(row: table[index]) }
}

extension Score.Members: RandomAccessCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int { table.count }

  /// A buyer.
  public subscript(index: Int) -> Score.Member {
    let row = table[index]
    return Score.Member(
      person: row.identifier("person"), account: row.identifier("account"), score: row.count("score"), name: row.text("class") ?? "",
      reached: row.instant("reached_us"))
  }
}

extension Score.Row: CustomStringConvertible {
  /// The columns' names and values.
  public var description: String { row.description }
}
