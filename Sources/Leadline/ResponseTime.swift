/// What is asked of how soon enquiries are answered.
///
/// ```swift
/// let response = ResponseTime(by: ["channel"]).limit(.seconds(300)).lift()
/// for row in try engine.responses(response) {
///   print(row.text("channel")!, row.enquiries, row.withinRate!, row.lift!)
/// }
/// ```
///
/// An enquiry is answered by the person's first response behind it: one without a ref answers all before it that are not yet
/// answered, one with a ref the enquiries of that id, and no other. Each enquiry has a time of its own.
public struct ResponseTime: JourneyQuestion {
  /// What starts the clock; nil for enquiries and leads.
  public var enquiry: Funnel.Step?

  /// What stops it; nil for responses.
  public var response: Funnel.Step?

  /// What makes an enquiry qualified; nil for MQLs and SQLs.
  public var qualified: Funnel.Step?

  /// The hours that count; nil for elapsed time.
  public var calendar: WorkCalendar?

  /// What tells the rows of an answer apart: dimensions and attributes of the enquiry.
  public var keys: [String]

  /// The period of the enquiry that tells rows apart; nil for all time in one.
  public var period: Period?

  /// An answer after so long is in time; nil for no such columns.
  public var limit: Duration?

  /// Whether it is asked what became of enquiries that were answered in time, and of others.
  public var hasLift = false

  /// Only enquiries here or later.
  public var from: Timestamp?

  /// Only enquiries before this.
  public var to: Timestamp?

  /// Only facts up to this instant are seen; nil for the greatest time taken in.
  public var asOf: Timestamp?

  /// The quantiles that are worked out, as fractions in whole thousandths, ascending.
  public var quantiles: [Double] = [0.5]

  /// Asks for enquiries and leads, and responses.
  public init(by keys: [String] = [], period: Period? = nil) {
    self.keys = keys
    self.period = period
  }
}

extension ResponseTime {
  /// From and to other facts than enquiries, leads and responses.
  public func from(_ enquiry: Funnel.Step, to response: Funnel.Step) -> ResponseTime {
    with { ($0.enquiry, $0.response) = (enquiry, response) }
  }

  /// In working time.
  public func working(_ calendar: WorkCalendar) -> ResponseTime {
    with { $0.calendar = calendar }
  }

  /// With the share that was answered in time.
  ///
  /// - Parameter length: More than nothing, in whole microseconds; what is finer is cut off.
  public func limit(_ length: Duration) -> ResponseTime {
    with { $0.limit = length }
  }

  /// With what became of enquiries that were answered in time, and of others; needs a limit.
  ///
  /// - Parameter qualified: What makes an enquiry qualified; nil for MQLs and SQLs.
  public func lift(_ qualified: Funnel.Step? = nil) -> ResponseTime {
    with { ($0.hasLift, $0.qualified) = (true, qualified) }
  }

  /// Only enquiries in a stretch of time, instead of earlier bounds.
  public func within(_ stretch: Range<Timestamp>) -> ResponseTime {
    bounded(by: stretch)
  }
}

extension ResponseTime {
  /// The enquiries of one group.
  public struct Row: JourneyRow {
    public let row: Table.Row

    public init(_ row: Table.Row) {
      self.row = row
    }

    /// How many there are.
    public var enquiries: Int { count("enquiries") }

    /// How many of these were answered.
    public var answered: Int { count("answered") }

    /// The mean time to the answer in seconds, elapsed or worked.
    public var meanTime: Ratio { row["mean"] ?? Ratio(0, over: 0) }

    /// The median of the times; nil where it was not asked for.
    public var medianTime: Ratio? { time(0.5) }

    /// A quantile of the times; nil where it was not asked for.
    public func time(_ quantile: Double) -> Ratio? { time("", quantile) }

    /// A quantile of the times of all enquiries, those without an answer counted as waiting at least so long; undefined where the
    /// estimate does not get so far, nil where it was not asked for.
    public func censoredTime(_ quantile: Double) -> Ratio? { time("censored_", quantile) }

    /// How many were answered or can't be in time any more.
    public var judged: Int { count("judged") }

    /// How many were answered in time.
    public var within: Int { count("within") }

    /// The share of those judged that were answered in time; nil without a limit.
    public var withinRate: Ratio? { row["within_rate"] }

    /// How many of those answered in time are qualified.
    public var fastQualified: Int { count("fast_qualified") }

    /// How many of those answered later are qualified.
    public var slowQualified: Int { count("slow_qualified") }

    /// How many times as often those answered in time are qualified; nil where it was not asked for.
    public var lift: Ratio? { row["lift"] }
  }
}
