extension Engine {
  /// What an engine is.
  ///
  /// ```swift
  /// let options = Engine.Options(
  ///   dimensions: ["campaign", "channel"], timeZone: "Europe/Berlin", currency: "EUR", moneyScale: 2)
  /// ```
  public struct Options: Hashable, Sendable {
    /// What facts are told apart by, at most 64 with the attributes; their order is that of the codes in facts.
    public var dimensions: [Dimension]

    /// What describes the names of dimensions.
    public var attributes: [Attribute]

    /// Kinds of the host's own, beside the built-in ones.
    public var kinds: [KindDefinition]

    /// What is kept, at most 32; none declares one rollup of all dimensions by day.
    public var rollups: [Rollup]

    /// The IANA name of the zone that periods follow; nil for UTC, which needs no files.
    public var timeZone: String?

    /// How money is called in answers, at most 15 bytes.
    public var currency: String

    /// How amounts converted from other currencies are rounded.
    public var currencyRounding: Ratio.Rounding

    /// The decimals of the integers that amounts are, 0 to 9; with 2, amounts are in cents.
    public var moneyScale: Int

    /// How many batches may be taken in at once, 1 to 64; more shards take more memory.
    ///
    /// Where duplicates are recognised, batches are taken in one after the other whatever this says.
    public var shards: Int

    /// How many threads an analysis may start, 1 to 64; roll-ups start none.
    public var threads: Int

    /// Whether and how repeats are recognised by the facts' ids; nil ignores the ids.
    public var duplicates: Duplicates?

    /// Whether facts that speak of others by their `ref` are kept, so that the last status of a lead stands and a ``Price``
    /// finds what a rejection or a refund takes back.
    public var followsRefs: Bool

    /// Kinds whose distinct persons are counted in every cell, at most 16: what `distinct(KIND)` and audiences need.
    ///
    /// None by default, and persons then cost nothing.
    public var distinctKinds: [Kind] = []

    /// How exactly persons are counted, 6 to 16: 2^precision registers of 4 bytes a cell once it is full.
    ///
    /// Each step up doubles the memory and takes the standard error down by √2; 9 is 2 KiB and 1.52 %.
    public var distinctPrecision = 9

    /// Which facts are kept by the person or account that they name, for funnels and what else follows people; nil keeps none.
    public var journeys: Journeys?

    /// Describes an engine.
    public init(
      dimensions: [Dimension] = [], attributes: [Attribute] = [], kinds: [KindDefinition] = [], rollups: [Rollup] = [],
      timeZone: String? = nil, currency: String = "", moneyScale: Int = 0, shards: Int = 1, threads: Int = 1,
      duplicates: Duplicates? = nil, distinctKinds: [Kind] = [], followsRefs: Bool = false,
      currencyRounding: Ratio.Rounding = .halfEven, journeys: Journeys? = nil
    ) {
      self.dimensions = dimensions
      self.attributes = attributes
      self.kinds = kinds
      self.rollups = rollups
      self.timeZone = timeZone
      self.currency = currency
      self.moneyScale = moneyScale
      self.shards = shards
      self.threads = threads
      self.duplicates = duplicates
      self.followsRefs = followsRefs
      self.distinctKinds = distinctKinds
      self.currencyRounding = currencyRounding
      self.journeys = journeys
    }
  }

  /// How repeats are recognised by the facts' ids.
  public struct Duplicates: Hashable, Sendable {
    /// How many ids are remembered, those of the latest facts, at most 2³²; nil for all.
    public var limit: Int?

    /// Ids of facts this much older than the latest may be forgotten; nil for never.
    public var window: Duration?

    /// Describes how repeats are recognised.
    public init(limit: Int? = nil, window: Duration? = nil) {
      self.limit = limit
      self.window = window
    }

    /// Every id is remembered.
    public static var remembered: Duplicates { Duplicates() }
  }

  /// Which facts are kept by the person or account that they name.
  public struct Journeys: Hashable, Sendable {
    /// Of which kinds, their parts not among them; nil for all.
    public var kinds: [Kind]?

    /// How many facts are held at most; nil for as many as memory allows.
    public var limit: Int?

    /// Past the limit, facts this much older than the latest are dropped; nil for none, so that further facts are refused
    /// with ``LeadlineError/journeyLimit``.
    public var lookback: Duration?

    /// Derives visits from page views: a longer gap than this begins another one. Facts of visits are then refused. Nil: visits
    /// are facts that the host sends.
    public var visitIdle: Duration?

    /// Describes which facts are kept.
    public init(kinds: [Kind]? = nil, limit: Int? = nil, lookback: Duration? = nil, visitIdle: Duration? = nil) {
      self.kinds = kinds
      self.limit = limit
      self.lookback = lookback
      self.visitIdle = visitIdle
    }

    /// Facts of every kind are kept.
    public static var kept: Journeys { Journeys() }
  }
}
