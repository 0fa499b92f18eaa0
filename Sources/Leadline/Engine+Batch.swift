extension Engine {
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
  ///   before all else ``LeadlineError/tooMany`` for an event that was given more codes than it holds;
  ///   ``LeadlineError/argument`` for columns of different lengths; ``LeadlineError/memory``, or
  ///   ``LeadlineError/closed``.
  /// - Complexity: O(*n*) in the number of rows.
  @discardableResult
  public func record(_ batch: borrowing Batch, skippingInvalid: Bool = false) throws(LeadlineError) -> Intake {
    let kept = copy batch
    defer { extendLifetime(kept) }
    let columns = unsafe Columns(kept)
    return unsafe try record(columns, skippingInvalid: skippingInvalid, overfull: kept.overfull)
  }

  /// Takes in facts, gathered into a batch first.
  ///
  /// The corresponding C function is `leadline_record_batch`.
  ///
  /// - Parameters:
  ///   - events: The facts.
  ///   - skippingInvalid: Whether facts that are refused are left out and counted, instead of refusing all.
  /// - Returns: What became of the facts.
  /// - Throws: As with a batch.
  /// - Complexity: O(*n*) in the number of facts.
  @discardableResult
  public func record(
    contentsOf events: some Sequence<Event>, skippingInvalid: Bool = false
  ) throws(LeadlineError) -> Intake {
    try record(Batch(events), skippingInvalid: skippingInvalid)
  }

  /// Takes in one fact, at the cost of a batch; for many, ``writer(capacity:maxAge:skippingInvalid:)`` is made.
  ///
  /// The corresponding C function is `leadline_record_batch`.
  ///
  /// - Parameter event: The fact.
  /// - Throws: As with a batch.
  public func record(_ event: Event) throws(LeadlineError) {
    try record(contentsOf: CollectionOfOne(event))
  }

  /// Takes in one fact with its codes beside it, for any number of dimensions, at the cost of a batch.
  ///
  /// The corresponding C function is `leadline_record_batch`.
  ///
  /// - Parameters:
  ///   - event: The fact, whose own codes are ignored.
  ///   - codes: The codes, in the order of the engine's options.
  /// - Throws: As with a batch.
  public func record(_ event: Event, codes: Span<Code>) throws(LeadlineError) {
    var batch = Batch()
    batch.append(event, codes: codes)
    try record(batch)
  }

  /// Takes in one fact with its codes beside it, for any number of dimensions, at the cost of a batch.
  ///
  /// The corresponding C function is `leadline_record_batch`.
  ///
  /// - Parameters:
  ///   - event: The fact, whose own codes are ignored.
  ///   - codes: The codes, in the order of the engine's options.
  /// - Throws: As with a batch.
  public func record(_ event: Event, codes: [Code]) throws(LeadlineError) {
    try record(event, codes: codes.span)
  }
}
