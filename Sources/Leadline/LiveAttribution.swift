import CLeadline

extension Engine {
  /// Attribution that is kept up as facts arrive.
  ///
  /// ```swift
  /// let live = try engine.liveAttribution(Attribution(.lastClick, .linear, by: ["channel"]))
  /// let now = try live.read()
  /// ```
  ///
  /// A reading gives what ``Engine/attribute(_:)`` would give at that moment, to the last unit, and works out anew only the people that
  /// something came about since the last one. Readings of several threads come one after the other. It keeps its engine from being
  /// closed.
  @safe
  public final class LiveAttribution: Sendable {
    /// The engine.
    public let engine: Engine

    /// The question.
    public let attribution: Attribution

    private nonisolated(unsafe) let handle: OpaquePointer

    fileprivate init(_ engine: Engine, _ handle: OpaquePointer, _ attribution: Attribution) {
      self.engine = engine
      self.attribution = attribution
      unsafe self.handle = handle
    }

    deinit {
      unsafe leadline_attribution_close(handle)
      engine.leave()
    }
  }

  /// Keeps the answer to a question up from now on.
  ///
  /// Nothing is worked out before the first reading. Names of keys and filters that nobody gave yet count as soon as they come. The
  /// corresponding C function is `leadline_attribution_open`.
  ///
  /// - Parameter attribution: The question, without an as-of instant, and without ``Attribution/Model/markov(order:)`` and
  ///   ``Attribution/Model/shapleyRate(samples:)``, which look at all paths.
  /// - Throws: ``LeadlineError/argument`` for one of those, and what ``attribute(_:)`` throws.
  public func liveAttribution(_ attribution: Attribution) throws(LeadlineError) -> LiveAttribution {
    let arena = Arena()
    var options = unsafe try attribution.lowered(in: arena, names: kindNames())
    try enter()
    var live: OpaquePointer?
    let status = withExtendedLifetime(arena) { unsafe leadline_attribution_open(handle, &options, &live) }
    guard status == LEADLINE_OK, let live = unsafe live else {
      let error = failure(status)
      leave()
      throw error
    }
    return unsafe LiveAttribution(self, live, attribution)
  }
}

extension Engine.LiveAttribution {
  /// Gives the credit as of now.
  ///
  /// The corresponding C function is `leadline_attribution_read`.
  ///
  /// - Returns: As ``Engine/attribute(_:)``.
  /// - Throws: ``LeadlineError/memory``, ``LeadlineError/tooMany`` for more than 2 097 152 pairs; for ``Attribution/cost`` and ``Attribution/activity`` what ``Engine/query(_:)`` throws.
  public func read() throws(LeadlineError) -> Attribution.Answer {
    unsafe try engine.credit(Arena(), pairs: attribution.hasPairs) { credits, totals, pairs in
      unsafe leadline_attribution_read(handle, credits, totals, pairs)
    }
  }
}
