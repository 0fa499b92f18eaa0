/// What audiences ask, taken apart.
struct AudiencePlan: ~Copyable {
  /// A number of facts; the matcher of the same number says of which.
  struct Condition {
    /// Only facts in [from, to).
    var from: Int64
    var to: Int64
    /// Only facts at most so long before the as-of instant; 0: any.
    var within: Int64
    var minimum: UInt32
    /// Only facts behind the one that fulfilled the condition before this one count.
    var isThen: Bool
    /// Whether a chain ends here.
    var isLast: Bool
    var isExclusion: Bool
    var rule: Int
  }

  struct Rule {
    /// Included chains that must be fulfilled.
    var wanted: Int
    /// Whether those who left are left out.
    var isStaying: Bool
  }

  /// A rule's included ones before its excluded ones.
  var conditions: Buffer<Condition>
  var rules: Buffer<Rule>
  /// Those of the conditions, then that of the outcome.
  var matchers: Matchers
  /// From joining, its edge included; Int64.max: no limit.
  var window: Int64
  /// Only those count who joined in [from, to).
  var from: Int64
  var to: Int64
  /// Whether everybody is a buyer of his own.
  var isOfPersons: Bool
  /// Whether members are listed, and not followed.
  var isList = false
  /// Nil: the greatest time taken in.
  var asOf: Int64?

  /// Settles what is said relative to the as-of instant.
  mutating func settle(asOf: Int64) {
    self.asOf = asOf
    for c in 0..<conditions.count where conditions[c].within > 0 {
      conditions[c].from = Swift.max(conditions[c].from, JourneyTime.before(asOf, conditions[c].within))
    }
  }
}
