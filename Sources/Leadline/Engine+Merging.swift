import CLeadline

// MARK: Taking out and merging

extension Engine {
  /// Takes out what some names of a dimension hold in a stretch of time, so that a restated report can be taken in
  /// again; all of it or nothing.
  ///
  /// The corresponding C function is `leadline_clear`.
  ///
  /// - Parameters:
  ///   - names: The names; those that the dimension does not know are no fault.
  ///   - dimension: The dimension, which every rollup must hold.
  ///   - from: The beginning, a boundary of every rollup's period; ``Timestamp/distantPast`` for an open one.
  ///   - to: The end, which is not cleared itself; ``Timestamp/distantFuture`` for an open one.
  /// - Throws: ``LeadlineError/queryBoundary``, ``LeadlineError/argument`` for an attribute or an empty stretch,
  ///   ``LeadlineError/unsupported`` when a rollup lacks the dimension or has reached its limit of cells,
  ///   ``LeadlineError/unknownName`` for a name beyond the limit or no such dimension, ``LeadlineError/memory``, or
  ///   ``LeadlineError/closed``.
  public func clear(
    _ names: [String], of dimension: String, from: Timestamp = .distantPast, to: Timestamp = .distantFuture
  ) throws(LeadlineError) {
    let index = try self.names(of: dimension).index
    let arena = Arena()
    let (starts, sizes) = unsafe try arena.names(names)
    try withExtendedLifetime(arena) { () throws(LeadlineError) in
      try call {
        unsafe leadline_clear(handle, index, starts, sizes, names.count, from.microseconds, to.microseconds)
      }
    }
  }

  /// Takes out what some names of a dimension hold in a stretch of time, such as the bounds of a period; all of it or
  /// nothing.
  ///
  /// The corresponding C function is `leadline_clear`.
  ///
  /// - Parameters:
  ///   - names: The names; those that the dimension does not know are no fault.
  ///   - dimension: The dimension, which every rollup must hold.
  ///   - stretch: The time, its bounds boundaries of every rollup's period.
  /// - Throws: As with bounds one by one.
  public func clear(
    _ names: [String], of dimension: String, within stretch: Range<Timestamp>
  ) throws(LeadlineError) {
    try clear(names, of: dimension, from: stretch.lowerBound, to: stretch.upperBound)
  }

  /// Adds everything another engine holds to this one; the other stays as it is.
  ///
  /// Names are matched by their bytes and repeats by their ids. Merging in any order and grouping gives the same state.
  ///
  /// The corresponding C function is `leadline_merge`.
  ///
  /// - Parameters:
  ///   - source: The other engine, opened with equal options.
  ///   - noOverlap: The caller vouches that no fact is in both.
  /// - Throws: ``LeadlineError/mergeIncompatible``, ``LeadlineError/mergeOverlap`` when ids were forgotten and `noOverlap`
  ///   is false, ``LeadlineError/argument`` for the engine itself, ``LeadlineError/memory``, or ``LeadlineError/closed``.
  public func merge(_ source: Engine, noOverlap: Bool = false) throws(LeadlineError) {
    try source.enter()
    defer { source.leave() }
    try call { unsafe leadline_merge(handle, source.handle, noOverlap ? LEADLINE_MERGE_NO_OVERLAP : 0) }
  }
}
