import CLeadline

// The spans of eight dimensions are parameters of their own: Swift has no array of spans. More come in as a batch.

extension Engine {
  /// Takes in columns of facts, which are only read during the call and not copied.
  ///
  /// ```swift
  /// try engine.record(time: times.span, kind: kinds.span, codes: campaigns.span, channels.span, amount: amounts.span)
  /// ```
  ///
  /// The facts are taken in whole or not at all. More than 1 048 576 rows are cut into batches of that many, each a
  /// transaction of its own: when a later one is refused, ``LeadlineError/Place/rowsAccepted`` tells how many rows the
  /// earlier ones have brought.
  ///
  /// The corresponding C function is `leadline_record_batch`.
  ///
  /// - Parameters:
  ///   - time: Microseconds since 1970-01-01 00:00 UTC.
  ///   - kind: The kinds.
  ///   - codes: The codes of the first dimension in the order of the engine's options; nil is not set.
  ///   - codes1: Those of the second dimension.
  ///   - codes2: Those of the third dimension.
  ///   - codes3: Those of the fourth dimension.
  ///   - codes4: Those of the fifth dimension.
  ///   - codes5: Those of the sixth dimension.
  ///   - codes6: Those of the seventh dimension.
  ///   - codes7: Those of the eighth dimension.
  ///   - amount: The facts' totals; without, 0.
  ///   - count: Multiplicities; without, 1.
  ///   - person: Visitors or contacts, 0 for unknown.
  ///   - account: Buying companies, 0 for none.
  ///   - id: The facts' ids, 0 for none.
  ///   - ref: The ids of the facts that these belong to, 0 for none.
  ///   - skippingInvalid: Whether rows that are refused are left out and counted, instead of refusing all.
  /// - Returns: What became of the rows.
  /// - Throws: The reason of the first refused row, such as ``LeadlineError/factTime``, with its ``LeadlineError/place``;
  ///   ``LeadlineError/argument`` for columns of different lengths; ``LeadlineError/memory``, or
  ///   ``LeadlineError/closed``.
  /// - Complexity: O(*n*) in the number of rows.
  @discardableResult
  public func record(
    time: Span<Int64>, kind: Span<Kind>,
    codes: Span<Code>? = nil, _ codes1: Span<Code>? = nil, _ codes2: Span<Code>? = nil, _ codes3: Span<Code>? = nil,
    _ codes4: Span<Code>? = nil, _ codes5: Span<Code>? = nil, _ codes6: Span<Code>? = nil, _ codes7: Span<Code>? = nil,
    amount: Span<Int64>? = nil, count: Span<Int64>? = nil, person: Span<UInt64>? = nil, account: Span<UInt64>? = nil,
    id: Span<UInt64>? = nil, ref: Span<UInt64>? = nil, skippingInvalid: Bool = false
  ) throws(LeadlineError) -> Intake {
    var columns = unsafe Columns(time: time)
    unsafe columns.kind = unsafe columns.start(kind, "kind")
    unsafe columns.setCodes(codes, codes1, codes2, codes3, codes4, codes5, codes6, codes7)
    unsafe columns.setOptional(amount, count, person, account, id, ref)
    return unsafe try record(columns, skippingInvalid: skippingInvalid)
  }

  /// Takes in columns of facts of one kind, which are only read during the call and not copied.
  ///
  /// The facts are taken in whole or not at all, as with a column of kinds.
  ///
  /// The corresponding C function is `leadline_record_batch`.
  ///
  /// - Parameters:
  ///   - time: Microseconds since 1970-01-01 00:00 UTC.
  ///   - kind: The kind of all facts.
  ///   - codes: The codes of the first dimension in the order of the engine's options; nil is not set.
  ///   - codes1: Those of the second dimension.
  ///   - codes2: Those of the third dimension.
  ///   - codes3: Those of the fourth dimension.
  ///   - codes4: Those of the fifth dimension.
  ///   - codes5: Those of the sixth dimension.
  ///   - codes6: Those of the seventh dimension.
  ///   - codes7: Those of the eighth dimension.
  ///   - amount: The facts' totals; without, 0.
  ///   - count: Multiplicities; without, 1.
  ///   - person: Visitors or contacts, 0 for unknown.
  ///   - account: Buying companies, 0 for none.
  ///   - id: The facts' ids, 0 for none.
  ///   - ref: The ids of the facts that these belong to, 0 for none.
  ///   - skippingInvalid: Whether rows that are refused are left out and counted, instead of refusing all.
  /// - Returns: What became of the rows.
  /// - Throws: As with a column of kinds.
  /// - Complexity: O(*n*) in the number of rows.
  @discardableResult
  public func record(
    time: Span<Int64>, kind: Kind,
    codes: Span<Code>? = nil, _ codes1: Span<Code>? = nil, _ codes2: Span<Code>? = nil, _ codes3: Span<Code>? = nil,
    _ codes4: Span<Code>? = nil, _ codes5: Span<Code>? = nil, _ codes6: Span<Code>? = nil, _ codes7: Span<Code>? = nil,
    amount: Span<Int64>? = nil, count: Span<Int64>? = nil, person: Span<UInt64>? = nil, account: Span<UInt64>? = nil,
    id: Span<UInt64>? = nil, ref: Span<UInt64>? = nil, skippingInvalid: Bool = false
  ) throws(LeadlineError) -> Intake {
    var columns = unsafe Columns(time: time)
    unsafe columns.oneKind = kind
    unsafe columns.setCodes(codes, codes1, codes2, codes3, codes4, codes5, codes6, codes7)
    unsafe columns.setOptional(amount, count, person, account, id, ref)
    return unsafe try record(columns, skippingInvalid: skippingInvalid)
  }

  /// Takes in a batch of any size, which is not copied.
  ///
  /// The facts are taken in whole or not at all. More than 1 048 576 rows are cut into batches of that many, each a
  /// transaction of its own: when a later one is refused, ``LeadlineError/Place/rowsAccepted`` tells how many rows the
  /// earlier ones have brought.
  ///
  /// The corresponding C function is `leadline_record_batch`.
  ///
  /// - Parameters:
  ///   - batch: The facts.
  ///   - skippingInvalid: Whether rows that are refused are left out and counted, instead of refusing all.
  /// - Returns: What became of the rows.
  /// - Throws: The reason of the first refused row, such as ``LeadlineError/factTime``, with its ``LeadlineError/place``;
  ///   ``LeadlineError/argument`` for columns of different lengths; ``LeadlineError/memory``, or
  ///   ``LeadlineError/closed``.
  /// - Complexity: O(*n*) in the number of rows.
  @discardableResult
  public func record(_ batch: borrowing Batch, skippingInvalid: Bool = false) throws(LeadlineError) -> Intake {
    if batch.isOverfull { throw Self.overfull }
    let kept = copy batch
    let columns = unsafe Columns(kept)
    let intake = unsafe try record(columns, skippingInvalid: skippingInvalid)
    extendLifetime(kept)
    return intake
  }

  /// Takes in one fact, at the cost of a batch; for many, ``writer(capacity:maxAge:skippingInvalid:)`` is made.
  ///
  /// The corresponding C function is `leadline_record_batch`.
  ///
  /// - Parameter event: The fact.
  /// - Throws: As with a batch.
  public func record(_ event: Event) throws(LeadlineError) {
    var batch = Batch()
    batch.append(event)
    try record(batch)
  }

  @usableFromInline
  static var overfull: LeadlineError {
    LeadlineError(.tooMany, "An event was given more codes than it holds; they can be passed beside it.")
  }
}

extension Columns {
  @inline(__always)
  mutating func setCodes(
    _ codes0: Span<Code>?, _ codes1: Span<Code>?, _ codes2: Span<Code>?, _ codes3: Span<Code>?, _ codes4: Span<Code>?,
    _ codes5: Span<Code>?, _ codes6: Span<Code>?, _ codes7: Span<Code>?
  ) {
    unsafe append(codes0)
    unsafe append(codes1)
    unsafe append(codes2)
    unsafe append(codes3)
    unsafe append(codes4)
    unsafe append(codes5)
    unsafe append(codes6)
    unsafe append(codes7)
    // What is nil at the end was not passed.
    while unsafe dimensionCount > 0, unsafe codes[dimensionCount - 1] == nil { unsafe dimensionCount -= 1 }
  }

  @inline(__always)
  mutating func setOptional(
    _ amount: Span<Int64>?, _ count: Span<Int64>?, _ person: Span<UInt64>?, _ account: Span<UInt64>?,
    _ id: Span<UInt64>?, _ ref: Span<UInt64>?
  ) {
    unsafe self.amount = unsafe start(amount, "amount")
    unsafe self.count = unsafe start(count, "count")
    unsafe self.person = unsafe start(person, "person")
    unsafe self.account = unsafe start(account, "account")
    unsafe self.id = unsafe start(id, "id")
    unsafe self.ref = unsafe start(ref, "ref")
  }
}

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
