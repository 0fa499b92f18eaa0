import CLeadline

extension Attribution {
  /// How an outcome is split among the touches of its path.
  ///
  /// ```swift
  /// let models: [Attribution.Model] = [
  ///   .lastClick, .linear, .linear.clicksOnly().named("linear_clicks"),
  ///   .position(first: 30, middle: 40, last: 30), .timeDecay(halfLife: .seconds(14 * 86_400)),
  /// ]
  /// ```
  ///
  /// Each splits in whole units by the largest remainder, so that what keys get and what is unassigned add up to the outcomes.
  public struct Model: Hashable, Sendable {
    let kind: Int32
    /// How answers call it, such as "last_click".
    public private(set) var name: String
    var weights: [Int] = []
    var anchors: [Funnel.Step] = []
    var halfLife: Duration?
    var order: UInt32 = 0
    var samples: Int?
    var flags: UInt32 = 0

    private init(_ kind: Int32, _ name: String) {
      self.kind = kind
      self.name = name
    }

    /// All to the first touch.
    public static var first: Model { Model(LEADLINE_MODEL_FIRST, "first") }

    /// All to the last touch.
    public static var last: Model { Model(LEADLINE_MODEL_LAST, "last") }

    /// All to the last click; without one it is unassigned.
    public static var lastClick: Model { Model(LEADLINE_MODEL_LAST_CLICK, "last_click") }

    /// All to the last click, without one to the last view: the rule of ad servers.
    public static var clickThenView: Model { Model(LEADLINE_MODEL_CLICK_THEN_VIEW, "click_then_view") }

    /// All to the last touch that is not direct; to the last where all are.
    public static var lastNonDirect: Model { Model(LEADLINE_MODEL_LAST_NON_DIRECT, "last_non_direct") }

    /// The same to each touch.
    public static var linear: Model { Model(LEADLINE_MODEL_LINEAR, "linear") }

    /// The same to each touch between the first and the last; with fewer than three it is unassigned.
    public static var middle: Model { Model(LEADLINE_MODEL_MIDDLE, "middle") }

    /// The same to each different key of the path: the Shapley value of the outcomes whose keys all are in a set.
    public static var shapley: Model { Model(LEADLINE_MODEL_SHAPLEY, "shapley") }

    /// Shares for the first touch, the last, and all those between together.
    ///
    /// - Parameters:
    ///   - first: The weight of the first touch, 0 to 1 000 000 as all weights.
    ///   - middle: The weight of all between together.
    ///   - last: The weight of the last touch.
    public static func position(first: Int = 40, middle: Int = 20, last: Int = 40) -> Model {
      var model = Model(LEADLINE_MODEL_POSITION, "position")
      model.weights = [first, middle, last]
      return model
    }

    /// Half as much to a touch that is so much older.
    ///
    /// - Parameter halfLife: The time in which weight halves; nil for 7 days.
    public static func timeDecay(halfLife: Duration? = nil) -> Model {
      var model = Model(LEADLINE_MODEL_TIME_DECAY, "time_decay")
      model.halfLife = halfLife
      return model
    }

    /// The W: 30 % each to the first touch, to that which led to the lead and to that which led to the opportunity, 10 % to the rest.
    public static var stage: Model { Model(LEADLINE_MODEL_STAGE, "stage") }

    /// Shares for the first touch, for those that led to some anchors, and for all others together.
    ///
    /// - Parameters:
    ///   - anchors: What touches lead to, at most 16.
    ///   - first: The weight of the first touch.
    ///   - weights: The weight of the touch that led to each anchor, as many as there are anchors.
    ///   - rest: The weight of all other touches together.
    public static func stage(_ anchors: [Funnel.Step], first: Int, weights: [Int], rest: Int) -> Model {
      var model = Model(LEADLINE_MODEL_STAGE, "stage")
      model.anchors = anchors
      model.weights = [first] + weights + [rest]
      return model
    }

    /// Weights by the touch's place, the last weight for all beyond.
    ///
    /// - Parameters:
    ///   - weights: 1 to 1 024 weights.
    ///   - fromEnd: Whether the first weight is that of the last touch.
    public static func custom(weights: Int..., fromEnd: Bool = false) -> Model {
      custom(weights: weights, fromEnd: fromEnd)
    }

    /// Weights by the touch's place, the last weight for all beyond.
    ///
    /// - Parameters:
    ///   - weights: 1 to 1 024 weights.
    ///   - fromEnd: Whether the first weight is that of the last touch.
    public static func custom(weights: [Int], fromEnd: Bool = false) -> Model {
      var model = Model(LEADLINE_MODEL_CUSTOM, "custom")
      model.weights = weights
      if fromEnd { model.flags |= LEADLINE_MODEL_FROM_END }
      return model
    }

    /// In proportion to the removal effects of keys in a chain of all paths, also those without an outcome.
    ///
    /// - Parameters:
    ///   - order: How many of the last touches foretell the next, 1 to 4.
    ///   - byKind: Whether a touch is told apart by its kind, too; a key is removed as a whole.
    public static func markov(order: Int = 1, byKind: Bool = false) -> Model {
      // What is out of range becomes what C refuses.
      markov(raw: 1...4 ~= order ? UInt32(order) : 5, byKind: byKind)
    }

    /// The same, of the order from 1 to 4 by which a fifth of the buyers are foretold best from the others.
    ///
    /// - Parameter byKind: Whether a touch is told apart by its kind, too; a key is removed as a whole.
    public static func markovOfBestOrder(byKind: Bool = false) -> Model {
      markov(raw: LEADLINE_MARKOV_HELD_OUT, byKind: byKind)
    }

    private static func markov(raw order: UInt32, byKind: Bool) -> Model {
      var model = Model(LEADLINE_MODEL_MARKOV, "markov")
      model.order = order
      if byKind { model.flags |= LEADLINE_MODEL_BY_KIND }
      return model
    }

    /// By the Shapley values of the share of paths with an outcome, among those whose keys all are in a set; may be below 0.
    ///
    /// - Parameter samples: Beyond 20 keys, how many orders of keys are tried, at most 1 000 000, always the same ones; nil for 1 000.
    public static func shapleyRate(samples: Int? = nil) -> Model {
      var model = Model(LEADLINE_MODEL_SHAPLEY_RATE, "shapley_rate")
      model.samples = samples
      return model
    }

    /// The same for clicks alone: views are no touches for it.
    public func clicksOnly() -> Model {
      var model = self
      model.flags |= LEADLINE_MODEL_CLICKS
      return model
    }

    /// The same under another name, so that it can be asked for beside one of its kind.
    public func named(_ name: String) -> Model {
      var model = self
      model.name = name
      return model
    }
  }
}

extension Attribution.Model: CustomStringConvertible {
  /// The name.
  public var description: String { name }
}
