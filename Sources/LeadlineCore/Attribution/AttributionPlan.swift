/// What attribution asks, taken apart.
struct AttributionPlan: ~Copyable {
  /// One of the list that says what a touch is; the matcher of the same number, behind those of the outcomes, says of which facts.
  struct Touch {
    var isExcluded: Bool
    var isClick: Bool
    /// Before the outcome, its edge included; Int64.max: no limit.
    var window: Int64
  }

  struct Outcome {
    var isFirstOnly: Bool
    var beginsAnew: Bool
    var isTouch: Bool
    /// One sooner behind the last that counted is left out.
    var gap: Int64
  }

  /// Those of the outcomes, the touches, the anchors of all models; then those of sales, of their corrections, of visits and clicks, and
  /// of what else is corrected and its corrections.
  var matchers: Matchers
  /// One: which touches are direct. Apart, so that only touches are asked by their names.
  var directs: Matchers
  var touches: Buffer<Touch>
  var outcomes: Buffer<Outcome>
  var models: Buffer<CreditModel>
  /// The weights of all models.
  var weights: Buffer<UInt32>
  /// How many anchors all models have.
  var anchors: Int
  /// By slot: whether its facts are sales, which corrections may undo; empty where no outcome is a sale.
  var isSale: Buffer<UInt8>
  /// Whether touches may be taken back; whether visits, and clicks they may come of, are touches.
  var correctsTouches = false
  var hasVisits = false
  var visitIdle: Int64 = 0
  /// What touches are credited by. The period is that of the outcome or, where `isByTouch`, of the touch.
  var keys: JourneyKeys
  var isByTouch: Bool
  var isByPosition: Bool
  var transforms: PathTransforms
  var hasDetails: Bool
  var hasTotals = false
  var hasPairs = false
  /// Whether credit is kept up, so that what was counted can be taken off again.
  var isLive = false
  /// Outcomes, and paths without one, end in [from, to).
  var from: Int64
  var to: Int64
  /// `Unit` of the amounts of all outcomes.
  var unit: UInt32
  /// Nil: the greatest time taken in.
  var asOf: Int64?

  var hasPeriods: Bool { keys.period != .all }

  /// Whether no more of a path is looked at than the touches it is cut to.
  var cutsPaths: Bool {
    !hasTotals && !hasDetails && !transforms.collapses && !transforms.keepsFirst && !transforms.dropsDirect && transforms.most < .max
  }

  var firstTouch: Int { outcomes.count }
  var firstAnchor: Int { outcomes.count + touches.count }
  var sales: Int { firstAnchor + anchors }
  var corrections: Int { sales + 1 }
  var visits: Int { sales + 2 }
  var clicks: Int { sales + 3 }

  /// Kinds whose facts a correction may take back: impressions and clicks.
  static var correctedKinds: Int { 2 }
  func corrected(_ kind: Int) -> Int { sales + 4 + 2 * kind }
  func correcting(_ kind: Int) -> Int { sales + 5 + 2 * kind }

  /// Matchers of outcomes, touches and anchors, and those behind them.
  static func matcherCount(_ asked: Int) -> Int { asked + 4 + 2 * correctedKinds }

  /// Which of the touches an event is; nil: of none, or of one that is excluded.
  @inline(__always)
  func touch(_ event: Int, of events: JourneyEvents) -> Int? {
    let t = events.first(event, from: firstTouch) - firstTouch
    return t < touches.count && !touches[t].isExcluded ? t : nil
  }

  /// Whether it makes a difference which touches are direct.
  var wantsDirect: Bool {
    for m in 0..<models.count where models[m].kind == .lastNonDirect { return true }
    return transforms.dropsDirect
  }

  /// Whether this plan and an earlier one of the same question say the same of facts that there were then.
  func agrees(with earlier: borrowing AttributionPlan) -> Bool {
    hasPairs == earlier.hasPairs && matchers.agree(with: earlier.matchers) && directs.agree(with: earlier.directs) && keys.agree(with: earlier.keys)
  }

  /// No touch lies further before its outcome.
  var longestWindow: Int64 {
    var longest: Int64 = 0
    for t in 0..<touches.count where !touches[t].isExcluded { longest = Swift.max(longest, touches[t].window) }
    return longest
  }

  /// Whether paths without an outcome are looked at, too.
  var wantsLost: Bool {
    for m in 0..<models.count where models[m].isOfAllPaths { return true }
    return false
  }
}

/// A model as it is asked for.
struct CreditModel {
  enum Kind: UInt32 {
    case first = 1
    case last = 2
    case lastClick = 3
    case clickThenView = 4
    case lastNonDirect = 5
    case linear = 6
    case position = 7
    case timeDecay = 8
    case middle = 9
    case stage = 10
    case custom = 11
    case markov = 12
    case shapley = 13
    case shapleyRate = 14
  }

  var kind: Kind
  var isOfClicks = false
  var isFromEnd = false
  var isByKind = false
  /// Among the weights of all models.
  var firstWeight = 0
  var weightCount = 0
  /// Among the anchors of all models.
  var firstAnchor = 0
  var anchorCount = 0
  var halfLife: Int64 = 0
  /// 0: chosen by what it foretells.
  var order = 1
  var samples = 0

  /// Whether it splits the sums of outcomes by what all paths tell, and not each outcome by its own.
  var isOfAllPaths: Bool { kind == .markov || kind == .shapleyRate }

  /// Whether a model of all paths sees nothing of a touch but its key.
  var seesKeysAlone: Bool { !isByKind && !isOfClicks }
}
